//! The worlds that are searched, and how far.
//!
//! A failing write leaves a memory that differs from the disk in ways that multiply: 1x1x1 has 1,174
//! states without failures (*calm*) and 31,107 with them. Of two accounts each has its own memory and
//! disk, so 2x1x1 has some hundred million states, and nearly seven hundred thousand calm ones. These
//! are searched to their end, and those with failures as far as the limit goes. What that leaves out
//! is little: accounts meet in what the vault knows of people alone, and a call that fails changes
//! nothing of that, so the other account cannot tell it from none. `product` relies on the first half
//! of this and is compared with the plain search; 1x1x1 has all failures of one account, and the pairs
//! try each failing write on all records.
//!
//! A state stands for all that differ in which identity is which, and in which account is which where
//! both have the same identity. `SUBROSA_MODEL=full` goes to ten million states.

use super::search::{Seen, search, walk};
use super::step::Shape;
use super::{is_full, product};
use std::time::Instant;

pub(super) const fn calm(accounts: usize, names: usize, people: u8) -> Shape {
    Shape { faults: false, ..Shape::new(accounts, names, people) }
}

/// Searches a world, prints what was seen, and demands that nothing is wrong.
fn explore(title: &str, shape: Shape, limit: usize) -> Seen {
    let begun = Instant::now();
    let seen = match shape.accounts {
        1 => search(shape, limit),
        _ => product::search(shape, limit, true),
    };
    println!(
        "{title}: {} states{}, depth {}, {} transitions, {:.1} s",
        seen.states,
        if seen.all { ", all there are" } else { "" },
        seen.depth,
        seen.transitions,
        begun.elapsed().as_secs_f32(),
    );
    if let Some((broken, path)) = &seen.broken {
        let path: Vec<String> = path.iter().map(|step| format!("{step:?}")).collect();
        panic!("{title}: {broken}\n{}", path.join("\n"));
    }
    seen
}

/// Few states, or many by the flag.
fn limit(few: usize, many: usize) -> usize {
    if is_full() { many } else { few }
}

#[test]
fn one_account_with_one_name_keeps_its_promises_to_the_end() {
    assert!(explore("1x1x1, calm", calm(1, 1, 1), usize::MAX).all);
    assert!(explore("1x1x1", Shape::new(1, 1, 1), usize::MAX).all);
    assert!(explore("1x1x2, calm", calm(1, 1, 2), usize::MAX).all);
    assert!(explore("1x1x3, calm", calm(1, 1, 3), usize::MAX).all);
    if is_full() {
        explore("1x1x3", Shape::new(1, 1, 3), 10_000_000);
    }
}

#[test]
fn account_by_account_the_same_is_seen() {
    let own = Shape { own: true, ..calm(2, 1, 2) };
    for shape in [calm(2, 1, 1), Shape::new(2, 1, 1), calm(2, 1, 2), own] {
        let (plain, parts) = (search(shape, 4_000), product::search(shape, 4_000, false));
        assert_eq!((plain.states, plain.depth), (parts.states, parts.depth), "{shape:?}");
        assert!(plain.broken.is_none() && parts.broken.is_none(), "{parts:?}");
    }
}

#[test]
fn two_accounts_that_share_people_keep_their_promises() {
    assert!(explore("2x1x1, calm", calm(2, 1, 1), usize::MAX).all);
    explore("2x1x1", Shape::new(2, 1, 1), limit(1_000_000, 10_000_000));
    explore("2x1x2, calm", calm(2, 1, 2), limit(1_000_000, 10_000_000));
}

#[test]
fn an_account_with_an_identity_of_its_own_keeps_its_promises() {
    let own = |shape: Shape| Shape { own: true, ..shape };
    assert!(explore("2x1x1, calm, own identities", own(calm(2, 1, 1)), usize::MAX).all);
    explore("2x1x2, calm, own identities", own(calm(2, 1, 2)), limit(300_000, 10_000_000));
}

#[test]
fn two_names_keep_their_promises() {
    explore("1x2x1", Shape::new(1, 2, 1), limit(60_000, 10_000_000));
    explore("1x2x2, calm", calm(1, 2, 2), limit(1_000_000, 10_000_000));
    explore("1x2x2", Shape::new(1, 2, 2), limit(60_000, 10_000_000));
}

#[test]
fn names_that_may_be_one_keep_their_promises() {
    let shape = Shape { alike: true, ..calm(1, 2, 1) };
    explore("1x2x1, calm, alike", shape, limit(30_000, 1_000_000));
}

#[test]
fn names_without_a_normal_form_keep_their_promises() {
    let shape = Shape { irregular: true, ..calm(1, 2, 1) };
    explore("1x2x1, calm, irregular", shape, limit(20_000, 1_000_000));
}

#[test]
fn names_whose_rows_are_lost_keep_their_promises() {
    let shape = Shape { damage: true, ..Shape::new(1, 1, 1) };
    explore("1x1x1, damaged", shape, limit(30_000, 1_000_000));
    let shape = Shape { damage: true, ..calm(1, 2, 1) };
    explore("1x2x1, calm, damaged", shape, limit(20_000, 1_000_000));
}

#[test]
fn long_walks_keep_their_promises() {
    let shape = Shape { own: true, damage: true, ..Shape::new(2, 3, 3) };
    let begun = Instant::now();
    let seeds = std::env::var("SUBROSA_SEED").ok().and_then(|seed| seed.parse().ok());
    let first: u64 = seeds.unwrap_or_else(|| u64::from(std::process::id()));
    let walks = limit(300, 30_000) as u64;
    for seed in first..first + walks {
        if let Err((broken, path)) = walk(shape, seed, 300) {
            let path: Vec<String> = path.iter().map(|step| format!("{step:?}")).collect();
            panic!("SUBROSA_SEED={seed}: {broken}\n{}", path.join("\n"));
        }
    }
    let seconds = begun.elapsed().as_secs_f32();
    println!("2x3x3: {walks} walks of 300 steps from SUBROSA_SEED={first}, {seconds:.1} s");
}
