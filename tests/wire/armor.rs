//! Armor through the habits of networks, and against text made to harm.

use crate::mangle::{AROUND, DESTRUCTIVE, INSIDE, Seeded};
use proptest::prelude::*;
use subrosa::wire::{
    WireError,
    armor::{Content, Piece, QUERY, decode, encode, find},
    fragment::Fragment,
    limits::{MAX_PIECES, MAX_TAG_BYTES},
};

/// An object of `length` bytes that look like anything.
fn object(length: usize, seed: u64) -> Vec<u8> {
    let mut seeded = Seeded(seed);
    (0..length).map(|_| seeded.below(256) as u8).collect()
}

fn pieces(text: &[u8]) -> Vec<Piece<'_>> {
    find(text).collect()
}

/// The pieces that say something: all but blank markup.
fn contents(text: &[u8]) -> Vec<Content> {
    find(text).filter(|piece| !piece.is_blank()).map(|piece| piece.content).collect()
}

fn broken(error: WireError) -> Content {
    Content::Broken(error)
}

/// Every mangling inside, each with every mangling around it.
fn mangled(line: &str, seed: u64) -> impl Iterator<Item = (String, Vec<u8>)> {
    INSIDE.iter().flat_map(move |(inside, change)| {
        let changed = String::from_utf8(change(line, seed)).unwrap();
        AROUND.iter().map(move |(around, wrap)| {
            (format!("{inside}, {around}, seed {seed}"), wrap(&changed, seed))
        })
    })
}

fn check_that_it_survives(object: &[u8], seed: u64) {
    for (name, text) in mangled(&encode(object), seed) {
        let found: Vec<_> =
            find(&text).map(|piece| piece.content).filter(|c| *c != Content::Outside).collect();
        let readable = text.escape_ascii();
        assert_eq!(found, [Content::Line(object.to_vec())], "{name}: {readable}");
    }
}

#[test]
fn a_line_survives_every_mangling() {
    for seed in 0..40 {
        check_that_it_survives(&object(280, seed), seed);
    }
}

#[test]
fn a_fragment_survives_every_mangling() {
    let fragment = Fragment { id: [0xa5; 6], index: 12, total: 345, data: object(250, 1) };
    for seed in 0..20 {
        for (name, text) in mangled(&fragment.encode(), seed) {
            let found = find(&text).find(|piece| piece.content != Content::Outside);
            let expected = Some(Content::Fragment(fragment.clone()));
            assert_eq!(found.map(|piece| piece.content), expected, "{name}");
        }
    }
}

#[test]
fn the_query_survives_every_mangling_but_spaces_in_it() {
    for seed in 0..20 {
        for (name, text) in mangled(QUERY, seed).filter(|(name, _)| !name.starts_with("spaces")) {
            let found = find(&text).find(|piece| piece.content != Content::Outside);
            assert_eq!(found.map(|piece| piece.content), Some(Content::Query), "{name}");
        }
    }
}

#[test]
fn a_mangling_that_changes_nothing_tests_nothing() {
    let line = encode(&object(280, 3));
    for (name, change) in INSIDE.iter().filter(|(name, _)| *name != "as it is") {
        for seed in 0..20 {
            assert_ne!(change(&line, seed), line.as_bytes(), "{name}");
        }
    }
}

#[test]
fn markup_around_a_line_is_no_text() {
    let line = encode(b"object");
    for seed in 0..6 {
        for wrap in [crate::mangle::html_body, crate::mangle::quoted, crate::mangle::quoted_html] {
            let text = wrap(&line, seed);
            assert_eq!(contents(&text), [Content::Line(b"object".to_vec())]);
        }
    }
    let text = format!("<HTML><BODY> hello {line}</BODY></HTML>");
    assert_eq!(contents(text.as_bytes()), [Content::Outside, Content::Line(b"object".to_vec())]);
}

#[test]
fn every_prefix_of_a_line_is_truncated() {
    let line = encode(&object(100, 5));
    for end in 0..line.len() {
        let expected = match end {
            0 => vec![],
            1..5 => vec![Content::Outside],
            _ => vec![broken(WireError::Truncated { needed: end + 1, found: end })],
        };
        assert_eq!(contents(&line.as_bytes()[..end]), expected, "{end}");
    }
}

#[test]
fn every_prefix_of_a_mangled_line_is_outside_or_truncated() {
    let object = object(60, 6);
    let line = encode(&object);
    for (name, text) in (0..5).flat_map(|seed| mangled(&line, seed)) {
        let whole = find(&text).find(|piece| matches!(piece.content, Content::Line(_)));
        for cut in 0..whole.unwrap().range.end {
            for piece in find(&text[..cut]) {
                let expected = match &piece.content {
                    Content::Outside | Content::Broken(WireError::Truncated { .. }) => true,
                    // Whole in the target of a link whose tag was cut, hence is none.
                    Content::Line(found) => *found == object && name.contains("linkified"),
                    _ => false,
                };
                let cut_text = text[..cut].escape_ascii();
                assert!(expected, "{name}: {:?} in {cut_text}", piece.content);
            }
        }
    }
}

#[test]
fn what_destroys_a_line_is_named() {
    let line = encode(&object(600, 7));
    for seed in 0..50 {
        for (name, destroy) in DESTRUCTIVE {
            let text = destroy(&line, seed);
            match pieces(&text)[0].content {
                Content::Broken(WireError::Truncated { .. }) if name.starts_with("cut") => {}
                Content::Broken(WireError::Alphabet(0xc0)) if *name == "separated" => {}
                ref other => panic!("{name}, seed {seed}: {other:?}"),
            }
        }
    }
}

#[test]
fn a_cut_line_does_not_take_the_next_one_with_it() {
    let line = encode(b"object");
    for between in ["", " ", "\n", "<BR>", "\n> "] {
        let text = format!("?SR1:AAAA{between}{line}");
        let cut = broken(WireError::Truncated { needed: 10, found: 9 });
        assert_eq!(contents(text.as_bytes()), [cut, Content::Line(b"object".to_vec())]);
    }
}

#[test]
fn a_line_right_behind_what_begins_like_a_marker_is_found() {
    let line = encode(b"object");
    let object = Content::Line(b"object".to_vec());
    for text in [format!("?SR1{line}"), format!("is it ?SR1{line}"), format!("?SR1?SR1{line}")] {
        assert_eq!(contents(text.as_bytes()), [Content::Outside, object.clone()], "{text}");
    }
    assert_eq!(contents(format!("?SR1?{line}").as_bytes()), [Content::Query, object]);
    assert_eq!(contents(b"?SR1?SR1?"), [Content::Outside, Content::Query]);
}

#[test]
fn a_tag_that_stays_open_does_not_swallow_a_line() {
    let line = encode(b"object");
    for open in ["<b ", "<b\n", "<a href=\"", "<!-- ", "<", "1 <2 "] {
        let text = format!("{open}{line} and then text");
        let expected = [Content::Outside, Content::Line(b"object".to_vec()), Content::Outside];
        assert_eq!(contents(text.as_bytes()), expected, "{open}");
    }
    // Not even where a `>` comes at last.
    let text = format!("<b {line}{}>", " ".repeat(MAX_TAG_BYTES));
    assert!(contents(text.as_bytes()).contains(&Content::Line(b"object".to_vec())));
}

#[test]
fn text_in_a_tag_is_not_text() {
    let text = format!("<a href=\"{}\" title='?SR1?'>look</a>", encode(b"object"));
    assert_eq!(contents(text.as_bytes()), [Content::Outside]);
}

#[test]
fn what_people_write_about_the_marker_stays_theirs() {
    let outside = |text: &str| assert_eq!(contents(text.as_bytes()), [Content::Outside], "{text}");
    outside("?SR1 is the marker");
    outside("What is SR1: and ?SR ?");
    outside("is it ?SR1 ?");
    outside("Did you say so? SR1? Then no.");
    outside("?SR1");
    outside("??SR");
    outside("?sr1:AAAA.");
    outside("?SR12:AAAA.");
    outside("SR1:AAAA.");

    // Taken for ours at first; the original is there to be shown, and nothing else is lost.
    let text = b"what is ?SR1: ?";
    let found = pieces(text);
    let kinds: Vec<_> = found.iter().map(|piece| (piece.text, piece.content.clone())).collect();
    let expected = [
        (&b"what is "[..], Content::Outside),
        (b"?SR1:", broken(WireError::Alphabet(b'?'))),
        (b" ?", Content::Outside),
    ];
    assert_eq!(kinds, expected);
    let expected = [Content::Outside, broken(WireError::Empty)];
    assert_eq!(contents(b"The marker is ?SR1:."), expected);
}

#[test]
fn a_line_that_is_not_canonical_names_its_fault() {
    let table = [
        ("?SR1:AB.", WireError::NonZeroTrailingBits),
        ("?SR1:AAB.", WireError::NonZeroTrailingBits),
        ("?SR1:A.", WireError::Base64Length { found: 1 }),
        ("?SR1:AAAAA.", WireError::Base64Length { found: 5 }),
        ("?SR1:AA+A.", WireError::Alphabet(b'+')),
        ("?SR1:AA/A.", WireError::Alphabet(b'/')),
        ("?SR1:AAA=.", WireError::Alphabet(b'=')),
        ("?SR1:AAA,A.", WireError::Alphabet(b',')),
        ("?SR1:AA\0A.", WireError::Alphabet(0)),
        ("?SR1:AA\u{e4}A.", WireError::Alphabet(0xc3)),
        ("?SR1:AA<AA.", WireError::Truncated { needed: 8, found: 7 }),
        ("?SR1:AA< AA.", WireError::Alphabet(b'<')),
        ("?SR1:AA&AA.", WireError::Alphabet(b'&')),
        ("?SR2:AAAA.", WireError::UnknownVersion(2)),
        ("?SR0:AAAA.", WireError::UnknownVersion(0)),
        ("?SR9,!", WireError::UnknownVersion(9)),
        ("?SR2?", WireError::UnknownVersion(2)),
        ("?SR1,AAAAAAAA,1,1.", WireError::FragmentForm),
    ];
    for (text, error) in table {
        assert_eq!(pieces(text.as_bytes())[0].content, broken(error), "{text}");
        assert!(decode(text.as_bytes()).is_err());
    }
    let whole = pieces(b"?SR2:AA\nAA. rest");
    assert_eq!(whole[0].text, b"?SR2:AA\nAA.");
}

#[test]
fn large_text_made_to_be_slow_is_not() {
    for pattern in ["?SR1:", "?SR1,", "<", "<b", "&", "&#", "?", "=", "?SR1:<b>", "\u{200b}?", "> "]
    {
        let text = pattern.repeat(1 << 18);
        assert!(find(text.as_bytes()).count() <= MAX_PIECES, "{pattern}");
    }
}

/// Text made of what means something to the finder.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let tokens: Vec<&[u8]> = vec![
        b"?",
        b"?SR1:",
        b"?SR1,",
        b"?SR1?",
        b"?SR2:",
        b"S",
        b"R",
        b"1",
        b":",
        b",",
        b".",
        b"A",
        b"AAAA",
        b"<",
        b">",
        b"<b",
        b"<b>",
        b"<a href=\"",
        b"\">",
        b"&",
        b"&#63;",
        b"&gt;",
        b"&#",
        b";",
        b"=",
        b"=3F",
        b"=\n",
        b"\r\n",
        b"\n> ",
        b" ",
        b"\xe2\x80\x8b",
        b"\xe2\x80",
        b"\xc2",
        b"\xef\xbb\xbf",
        b"\xc0\x80",
        b"\0",
        b"\xff",
        b"?SR1:EQ.",
        b"?SR1,AAAAAAAA,1,2,AAAA.",
    ];
    prop::collection::vec(prop::sample::select(tokens), 0..60).prop_map(|tokens| tokens.concat())
}

fn check_any_text(text: &[u8]) {
    let mut at = 0;
    for piece in find(text) {
        assert_eq!(piece.range.start, at);
        assert!(!piece.text.is_empty());
        assert_eq!(piece.text, &text[piece.range.clone()]);
        at = piece.range.end;
        match &piece.content {
            Content::Line(object) => assert_eq!(decode(piece.text), Ok(object.clone())),
            Content::Fragment(fragment) => {
                let again = fragment.encode();
                assert_eq!(pieces(again.as_bytes())[0].content, piece.content);
            }
            _ => {}
        }
    }
    assert_eq!(at, text.len());
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_object_comes_back(object in prop::collection::vec(any::<u8>(), 1..600)) {
        prop_assert_eq!(decode(encode(&object).as_bytes()), Ok(object));
    }

    #[test]
    fn any_bytes_are_divided_without_loss(text in prop::collection::vec(any::<u8>(), 0..300)) {
        check_any_text(&text);
    }

    #[test]
    fn any_hostile_text_is_divided_without_loss(text in hostile()) {
        check_any_text(&text);
    }

    #[test]
    fn a_line_is_found_after_any_hostile_text_that_a_line_break_and_a_point_end(text in hostile()) {
        // An open tag may still take it in; nothing else may.
        let closed = [&text, &b">\n. "[..], encode(b"object").as_bytes()].concat();
        prop_assert!(contents(&closed).contains(&Content::Line(b"object".to_vec())));
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn any_object_survives_any_mangling(seed: u64, length in 1usize..400) {
        check_that_it_survives(&object(length, seed), seed);
    }
}
