//! Fragments in any order, with forged ones among them, in floods.

use crate::mangle::Seeded;
use proptest::prelude::*;
use subrosa::wire::{
    WireError,
    armor::{Content, find},
    fragment::{Fragment, Reassembler, split},
    limits::*,
};

/// A sealed document, as far as its first byte tells.
fn object(length: usize, seed: u64) -> Vec<u8> {
    let mut seeded = Seeded(seed);
    let rest = (1..length).map(|_| seeded.below(256) as u8);
    std::iter::once(0x81).chain(rest).collect()
}

/// What a text with one line holds.
fn content(text: &str) -> Content {
    let mut pieces = find(text.as_bytes());
    let content = pieces.next().unwrap().content;
    assert_eq!(pieces.next(), None);
    content
}

fn read(line: &str) -> Fragment {
    match content(line) {
        Content::Fragment(fragment) => fragment,
        other => panic!("{line} is {other:?}"),
    }
}

fn fragments(object: &[u8], max_chars: usize) -> Vec<Fragment> {
    split(object, max_chars).unwrap().iter().map(|line| read(line)).collect()
}

/// The same fragment with other data of the same length.
fn forged(fragment: &Fragment, by: u8) -> Fragment {
    let data = fragment.data.iter().map(|byte| byte ^ by).collect();
    Fragment { data, ..fragment.clone() }
}

/// Adds all, none of which completes anything or is refused.
fn add_all(reassembler: &mut Reassembler, fragments: &[Fragment]) {
    for fragment in fragments {
        assert_eq!(reassembler.add(fragment.clone(), 0), Ok(None), "{}", fragment.index);
    }
}

/// The first fragment of an object that is never seen again.
fn stray(number: u32, data: &[u8]) -> Fragment {
    let [a, b, c, d] = number.to_be_bytes();
    Fragment { id: [a, b, c, d, 0xff, 0xff], index: 1, total: 900, data: data.to_vec() }
}

#[test]
fn a_fragment_has_this_text() {
    // SHA-256("abc") begins with ba7816bf8f01 (FIPS 180-4, appendix).
    assert_eq!(split(b"abc", 380).unwrap(), ["?SR1,ungWv48B,1,1,YWJj."]);
    assert_eq!(split(b"abc", 22).unwrap(), ["?SR1,ungWv48B,1,2,YWI.", "?SR1,ungWv48B,2,2,Yw.",]);
}

#[test]
fn a_sealed_text_goes_in_few_full_lines() {
    let object = object(10_000, 1);
    for max_chars in [361, 380, 1_409, 2_343, MAX_LINE_CHARS] {
        let lines = split(&object, max_chars).unwrap();
        let (_, full) = lines.split_last().unwrap();
        for line in full {
            // A character of base64 that would carry no whole byte is not used.
            assert!(line.len() == max_chars || line.len() + 1 == max_chars, "{max_chars}");
        }
    }
    assert_eq!(split(&object, 380).unwrap().len(), 38);
    assert_eq!(split(&object, usize::MAX), split(&object, MAX_LINE_CHARS));
}

#[test]
fn any_limit_splits_or_says_why_it_cannot() {
    let object = object(300, 2);
    for max_chars in 0..400 {
        match split(&object, max_chars) {
            Ok(lines) => {
                assert!(lines.iter().all(|line| line.len() <= max_chars));
                let mut reassembler = Reassembler::new();
                let joined = lines.iter().find_map(|line| reassembler.add(read(line), 0).unwrap());
                assert_eq!(joined.as_ref(), Some(&object), "{max_chars}");
            }
            Err(WireError::LimitTooSmall { limit, needed }) => {
                assert!(limit == max_chars && needed > limit, "{max_chars}: {needed}");
                assert!(max_chars < 25, "{max_chars}");
            }
            Err(other) => panic!("{max_chars}: {other}"),
        }
    }
    assert!(split(&object, 36).is_ok() && split(&object, 37).is_ok());
}

#[test]
fn an_object_too_large_or_empty_is_not_split() {
    assert_eq!(split(b"", 380), Err(WireError::Empty));
    let limit = MAX_FRAGMENTED_BYTES;
    assert!(split(&vec![0; limit], 380).is_ok());
    let oversized = WireError::Oversized { limit, found: limit + 1 };
    assert_eq!(split(&vec![0; limit + 1], 380), Err(oversized));
    let too_many = split(&vec![0; limit], 100);
    assert!(matches!(too_many, Err(WireError::TooManyFragments { limit: 1_024, .. })));
}

#[test]
fn a_fragment_that_cannot_be_names_its_fault() {
    let index = |index, total| WireError::FragmentIndex { index, total };
    let table = [
        ("AAAAAAAA,0,3,AAAA", index(0, 3)),
        ("AAAAAAAA,4,3,AAAA", index(4, 3)),
        ("AAAAAAAA,1,0,AAAA", index(1, 0)),
        ("AAAAAAAA,0,0,AAAA", index(0, 0)),
        ("AAAAAAAA,01,3,AAAA", WireError::FragmentNumber),
        ("AAAAAAAA,1,03,AAAA", WireError::FragmentNumber),
        ("AAAAAAAA,00,3,AAAA", WireError::FragmentNumber),
        ("AAAAAAAA,,3,AAAA", WireError::FragmentNumber),
        ("AAAAAAAA,-1,3,AAAA", WireError::FragmentNumber),
        ("AAAAAAAA,a,3,AAAA", WireError::FragmentNumber),
        ("AAAAAAAA,1,65536,AAAA", WireError::FragmentNumber),
        ("AAAAAAAA,65537,65537,AAAA", WireError::FragmentNumber),
        ("AAAAAAAA,1,1025,AAAA", WireError::TooManyFragments { limit: 1_024, found: 1_025 }),
        ("AAAAAAAA,1,3,", WireError::Empty),
        ("AAAAAAAA,1,3", WireError::FragmentForm),
        ("AAAAAAAA,1,3,AAAA,AAAA", WireError::FragmentForm),
        ("AAAAAAA,1,3,AAAA", WireError::FragmentForm),
        ("AAAAAAAAAAAA,1,3,AAAA", WireError::FragmentForm),
        ("AAAAAAAA,1,3,AB", WireError::NonZeroTrailingBits),
        ("AAAAAAAA,1,3,A", WireError::Base64Length { found: 1 }),
        ("", WireError::FragmentForm),
    ];
    for (text, error) in table {
        assert_eq!(content(&format!("?SR1,{text}.")), Content::Broken(error), "{text}");
    }
}

#[test]
fn a_fragment_made_by_hand_is_checked_as_well() {
    let mut reassembler = Reassembler::new();
    let good = stray(1, b"data");
    let bad = [
        Fragment { index: 0, ..good.clone() },
        Fragment { index: 901, ..good.clone() },
        Fragment { total: 0, ..good.clone() },
        Fragment { total: 1_025, ..good.clone() },
        Fragment { data: vec![], ..good.clone() },
        Fragment { data: vec![0; MAX_FRAGMENTED_BYTES + 1], ..good },
    ];
    for fragment in bad {
        assert!(reassembler.add(fragment, 0).is_err());
    }
    assert_eq!((reassembler.incomplete(), reassembler.held_bytes()), (0, 0));
}

#[test]
fn fragments_join_in_any_order_with_duplicates() {
    let object = object(5_000, 3);
    for seed in 0..20 {
        let mut fragments = fragments(&object, 200);
        Seeded(seed).shuffle(&mut fragments);
        let (last, others) = fragments.split_last().unwrap();
        let mut reassembler = Reassembler::new();
        add_all(&mut reassembler, others);
        let held = reassembler.held_bytes();
        add_all(&mut reassembler, others);
        assert_eq!(reassembler.held_bytes(), held);
        assert_eq!(reassembler.add(last.clone(), 0), Ok(Some(object.clone())));
        assert_eq!((reassembler.incomplete(), reassembler.held_bytes()), (0, 0));
    }
}

#[test]
fn an_index_is_no_8_bit_number() {
    let object = object(2_709, 4);
    let all = fragments(&object, 35);
    assert_eq!(all.len(), 300);
    let mut reassembler = Reassembler::new();
    add_all(&mut reassembler, &all[1..]);
    // Number 257 of 300 is not number 1.
    assert_eq!(reassembler.add(all[256].clone(), 0), Ok(None));
    assert_eq!(reassembler.add(all[0].clone(), 0), Ok(Some(object)));
}

#[test]
fn forged_contents_beside_the_genuine_ones_do_not_stop_an_object() {
    let object = object(1_000, 5);
    let genuine = fragments(&object, 100);
    for (count, forged_first) in (1..=4).flat_map(|count| [(count, true), (count, false)]) {
        let forged: Vec<_> = genuine[..count].iter().map(|fragment| forged(fragment, 1)).collect();
        let mut reassembler = Reassembler::new();
        if forged_first {
            add_all(&mut reassembler, &forged);
        }
        let (last, others) = genuine.split_last().unwrap();
        add_all(&mut reassembler, others);
        if !forged_first {
            add_all(&mut reassembler, &forged);
        }
        assert_eq!(reassembler.add(last.clone(), 0), Ok(Some(object.clone())), "{count} forged");
    }
}

#[test]
fn a_genuine_fragment_completes_what_a_forged_one_seemed_to() {
    let object = object(500, 6);
    let genuine = fragments(&object, 100);
    for (at, fragment) in genuine.iter().enumerate() {
        let mut reassembler = Reassembler::new();
        let mut mixed = genuine.clone();
        mixed[at] = forged(fragment, 0xff);
        add_all(&mut reassembler, &mixed);
        assert_eq!(reassembler.incomplete(), 1);
        assert_eq!(reassembler.add(fragment.clone(), 0), Ok(Some(object.clone())));
    }
}

#[test]
fn a_forged_total_is_another_object() {
    let object = object(500, 7);
    let genuine = fragments(&object, 100);
    let mut reassembler = Reassembler::new();
    add_all(&mut reassembler, &[Fragment { total: 900, ..forged(&genuine[0], 1) }]);
    let (last, others) = genuine.split_last().unwrap();
    add_all(&mut reassembler, others);
    assert_eq!(reassembler.add(last.clone(), 0), Ok(Some(object)));
    assert_eq!(reassembler.incomplete(), 0);
}

#[test]
fn a_third_content_of_an_index_is_refused_and_changes_nothing() {
    let genuine = fragments(&object(500, 8), 100);
    let mut reassembler = Reassembler::new();
    add_all(&mut reassembler, &[genuine[0].clone(), forged(&genuine[0], 1)]);
    let held = reassembler.held_bytes();
    let refused = reassembler.add(forged(&genuine[0], 2), 0);
    assert_eq!(refused, Err(WireError::TooManyVariants { index: 1 }));
    assert_eq!(reassembler.held_bytes(), held);
}

#[test]
fn sixteen_ways_are_tried_and_then_the_object_is_dropped() {
    let object = object(1_000, 9);
    let genuine = fragments(&object, 100);
    let mut reassembler = Reassembler::new();
    // Two forged contents for the first index: no way to join can be right.
    add_all(&mut reassembler, &[forged(&genuine[0], 1), forged(&genuine[0], 2)]);
    for fragment in &genuine[1..5] {
        add_all(&mut reassembler, &[fragment.clone(), forged(fragment, 1)]);
    }
    let (last, others) = genuine[5..].split_last().unwrap();
    add_all(&mut reassembler, others);
    let tried = MAX_FRAGMENT_COMBINATIONS;
    assert_eq!(reassembler.add(last.clone(), 0), Err(WireError::FragmentMismatch { tried }));
    assert_eq!((reassembler.incomplete(), reassembler.held_bytes()), (0, 0));
    // Nothing of it stands in the way of the genuine object.
    add_all(&mut reassembler, &genuine[..genuine.len() - 1]);
    assert_eq!(reassembler.add(last.clone(), 0), Ok(Some(object)));
}

#[test]
fn a_single_wrong_fragment_is_refused_and_displaces_nothing() {
    let mut reassembler = Reassembler::new();
    for number in 0..MAX_FRAGMENT_SETS as u32 {
        add_all(&mut reassembler, &[stray(number, b"x")]);
    }
    let held = reassembler.held_bytes();
    let single = read(&split(b"\x91whole", 380).unwrap()[0]);
    let refused = reassembler.add(forged(&single, 1), 0);
    assert_eq!(refused, Err(WireError::FragmentMismatch { tried: 1 }));
    assert_eq!(reassembler.add(single, 0), Ok(Some(b"\x91whole".to_vec())));
    assert_eq!(reassembler.held_bytes(), held);
}

#[test]
fn whatever_is_no_document_or_full_card_does_not_come_in_fragments() {
    for header in 0..=u8::MAX {
        for length in [1, 600] {
            let mut object = object(length, 20);
            object[0] = header;
            let (last, others) =
                fragments(&object, 380).split_last().map(|(l, o)| (l.clone(), o.to_vec())).unwrap();
            let mut reassembler = Reassembler::new();
            add_all(&mut reassembler, &others);
            let joined = reassembler.add(last, 0);
            match header {
                0x81 | 0x91 => assert_eq!(joined, Ok(Some(object))),
                _ => assert_eq!(joined, Err(WireError::NotInFragments(header))),
            }
            assert_eq!(reassembler.incomplete(), 0);
        }
    }
}

#[test]
fn a_flood_of_new_objects_does_not_push_out_one_that_has_received_more() {
    let object = object(3_000, 10);
    let genuine = fragments(&object, 380);
    let mut reassembler = Reassembler::new();
    let (last, others) = genuine.split_last().unwrap();
    add_all(&mut reassembler, others);
    for number in 0..10_000 {
        add_all(&mut reassembler, &[stray(number, &[1; 280])]);
        assert!(reassembler.incomplete() <= MAX_FRAGMENT_SETS);
    }
    assert_eq!(reassembler.add(last.clone(), 0), Ok(Some(object)));
}

#[test]
fn a_flood_locks_no_new_object_out() {
    // All places are taken by objects with more bytes than the new one will ever have.
    let mut reassembler = Reassembler::new();
    for number in 0..2 * MAX_FRAGMENT_SETS as u32 {
        add_all(&mut reassembler, &[stray(number, &[1; 12_000])]);
    }
    let object = object(3_000, 11);
    let genuine = fragments(&object, 380);
    let (last, others) = genuine.split_last().unwrap();
    add_all(&mut reassembler, others);
    assert_eq!(reassembler.add(last.clone(), 0), Ok(Some(object)));
}

#[test]
fn among_objects_with_as_many_bytes_the_one_that_waited_longest_goes() {
    let object = object(3_000, 12);
    let genuine = fragments(&object, 380);
    let mut reassembler = Reassembler::new();
    let mut number = 0;
    // A flood between any two fragments, but for one place.
    let (last, others) = genuine.split_last().unwrap();
    for fragment in others {
        add_all(&mut reassembler, std::slice::from_ref(fragment));
        for _ in 0..MAX_FRAGMENT_SETS - 1 {
            number += 1;
            add_all(&mut reassembler, &[stray(number, &fragment.data)]);
        }
    }
    assert_eq!(reassembler.add(last.clone(), 0), Ok(Some(object)));
}

#[test]
fn the_order_of_waiting_outlives_what_happens_to_others() {
    let objects: Vec<_> = (0..=MAX_FRAGMENT_SETS).map(|seed| object(30, seed as u64)).collect();
    let pairs: Vec<_> = objects.iter().map(|object| fragments(object, 41)).collect();
    let mut reassembler = Reassembler::new();
    let (new, held) = pairs.split_last().unwrap();
    for pair in held {
        assert_eq!(pair.len(), 2);
        add_all(&mut reassembler, &pair[..1]);
    }
    // The first one grows by a forged content, so the second one has waited longest.
    add_all(&mut reassembler, &[forged(&held[0][0], 1), new[0].clone()]);
    for (at, pair) in pairs.iter().enumerate().filter(|(at, _)| *at != 1) {
        let joined = reassembler.add(pair[1].clone(), 0);
        assert_eq!(joined, Ok(Some(objects[at].clone())), "object {at}");
    }
    assert_eq!(reassembler.add(pairs[1][1].clone(), 0), Ok(None));
}

#[test]
fn what_is_held_counts_every_content_with_its_overhead() {
    let mut reassembler = Reassembler::new();
    add_all(&mut reassembler, &[stray(1, b"four"), stray(1, b"three"), stray(2, b"x")]);
    assert_eq!(reassembler.held_bytes(), 10 + 3 * FRAGMENT_OVERHEAD_BYTES);
}

#[test]
fn pushing_an_object_out_costs_as_many_bytes_to_every_other_place() {
    let genuine = fragments(&object(1_000, 13), 380);
    let received: usize = genuine[..3].iter().map(|fragment| fragment.data.len()).sum();
    let is_out = |flooded: usize, bytes: usize| {
        let mut reassembler = Reassembler::new();
        add_all(&mut reassembler, &genuine[..3]);
        for number in 0..flooded as u32 {
            add_all(&mut reassembler, &[stray(number, &vec![1; bytes])]);
        }
        add_all(&mut reassembler, &[stray(u32::MAX, b"x")]);
        reassembler.add(genuine[3].clone(), 0) == Ok(None)
    };
    assert!(!is_out(MAX_FRAGMENT_SETS - 2, received + 1));
    assert!(!is_out(MAX_FRAGMENT_SETS - 1, received - 1));
    assert!(is_out(MAX_FRAGMENT_SETS - 1, received + 1));
}

#[test]
fn an_object_may_not_outgrow_its_bound() {
    let mut reassembler = Reassembler::new();
    let part = |index, by| Fragment { index, ..stray(1, &vec![by; 10_000]) };
    for index in 1..=6 {
        add_all(&mut reassembler, &[part(index, 1), part(index, 2)]);
    }
    let held = reassembler.held_bytes();
    let oversized = WireError::Oversized { limit: MAX_FRAGMENTED_BYTES, found: 70_000 };
    assert_eq!(reassembler.add(part(7, 1), 0), Err(oversized));
    assert_eq!(reassembler.held_bytes(), held);
}

#[test]
fn the_largest_object_fits_beside_as_many_forged_contents() {
    let object = object(MAX_FRAGMENTED_BYTES, 14);
    let genuine = fragments(&object, 110);
    assert!(genuine.len() > 1_000);
    let mut reassembler = Reassembler::new();
    let (last, others) = genuine.split_last().unwrap();
    add_all(&mut reassembler, others);
    let forged: Vec<_> = others.iter().take(4).map(|fragment| forged(fragment, 1)).collect();
    add_all(&mut reassembler, &forged);
    assert_eq!(reassembler.add(last.clone(), 0), Ok(Some(object)));
}

#[test]
fn an_object_that_stays_incomplete_is_dropped_after_an_hour() {
    let object = object(500, 15);
    let genuine = fragments(&object, 200);
    let (last, others) = genuine.split_last().unwrap();
    let start = 1_000_000;
    for (later, whole) in [
        (start + MAX_FRAGMENT_AGE, true),
        (start + MAX_FRAGMENT_AGE + 1, false),
        (start - MAX_FRAGMENT_AGE, true),
        (start - MAX_FRAGMENT_AGE - 1, false),
        (0, false),
        (u64::MAX, false),
    ] {
        let mut reassembler = Reassembler::new();
        for fragment in others {
            assert_eq!(reassembler.add(fragment.clone(), start), Ok(None));
        }
        let joined = reassembler.add(last.clone(), later).unwrap();
        assert_eq!(joined.is_some(), whole, "at {later}");
    }
}

#[test]
fn late_duplicates_of_a_whole_object_are_silent_for_ten_minutes() {
    let object = object(500, 16);
    let genuine = fragments(&object, 200);
    let mut reassembler = Reassembler::new();
    let (last, others) = genuine.split_last().unwrap();
    add_all(&mut reassembler, others);
    assert_eq!(reassembler.add(last.clone(), 0), Ok(Some(object.clone())));
    for fragment in &genuine {
        assert_eq!(reassembler.add(fragment.clone(), COMPLETED_ID_AGE), Ok(None));
    }
    assert_eq!((reassembler.incomplete(), reassembler.held_bytes()), (0, 0));
    let again: Vec<_> = genuine
        .iter()
        .filter_map(|fragment| reassembler.add(fragment.clone(), COMPLETED_ID_AGE + 1).unwrap())
        .collect();
    assert_eq!(again, [object]);
}

#[test]
fn only_so_many_whole_objects_are_remembered() {
    let object = |number: u32| [&[0x81][..], &number.to_be_bytes()].concat();
    let single = |number: u32| read(&split(&object(number), 380).unwrap()[0]);
    let mut reassembler = Reassembler::new();
    let count = MAX_COMPLETED_IDS as u32;
    for number in 0..=count {
        assert!(reassembler.add(single(number), 0).unwrap().is_some());
    }
    for number in 1..=count {
        assert_eq!(reassembler.add(single(number), 0), Ok(None));
    }
    assert!(reassembler.add(single(0), 0).unwrap().is_some());
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn any_object_survives_splitting(length in 1usize..4_000, max_chars in 30usize..2_000, seed: u64) {
        let object = object(length, seed);
        let mut fragments = match split(&object, max_chars) {
            Ok(_) => fragments(&object, max_chars),
            Err(error) => {
                let expected = matches!(error, WireError::TooManyFragments { .. });
                prop_assert!(expected, "{error}");
                return Ok(());
            }
        };
        Seeded(seed).shuffle(&mut fragments);
        let (last, others) = fragments.split_last().unwrap();
        let mut reassembler = Reassembler::new();
        add_all(&mut reassembler, others);
        prop_assert_eq!(reassembler.add(last.clone(), 0), Ok(Some(object)));
    }

    #[test]
    fn memory_is_bounded_whatever_arrives(
        arrivals in prop::collection::vec(
            (0u8..12, 0u16..40, 1u16..40, 0usize..14_000, any::<u8>(), 0u64..500), 0..400),
    ) {
        let mut reassembler = Reassembler::new();
        let mut now = 0;
        for (id, index, total, length, fill, later) in arrivals {
            now += later / 100;
            let data = vec![fill & 3; length];
            let _ = reassembler.add(Fragment { id: [id; 6], index, total, data }, now);
            prop_assert!(reassembler.held_bytes() <= MAX_REASSEMBLY_BYTES);
            prop_assert!(reassembler.incomplete() <= MAX_FRAGMENT_SETS);
        }
    }
}
