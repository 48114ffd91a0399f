//! Crashes between the commit and the file: nobody is locked out, and no loss is hidden.

use std::fs;

use subrosa::crypto::OsRandom;
use subrosa::vault::{Durability, Older, Table, Vault};

use super::{DATABASE, Files, GENERATION, LOG, beside, created, is_refused, put, unlocked};
use crate::child;
use crate::directory::Directory;
use crate::killed::{killed, last_number};
use crate::{HOST, load, store};

/// Where the second record stands.
const SECOND: usize = 4096;

/// A vault before and after a commit that restricts.
fn before_and_after() -> [Files; 2] {
    let directory = Directory::fast();
    let mut vault = created(&directory);
    store(&mut vault, b"one", b"value");
    let before = Files::of(&directory.vault());
    put(&mut vault, b"two", true);
    [before, Files::of(&directory.vault())]
}

#[test]
fn a_crash_before_the_file_is_written_locks_nobody_out_and_the_next_commit_makes_up_for_it() {
    let [before, after] = before_and_after();
    let crashed = after.with(GENERATION, &before);
    let directory = crashed.placed();
    let mut vault = unlocked(&directory.vault()).unwrap();
    assert_eq!(load(&mut vault, b"two").as_deref(), Some(&b"value"[..]));
    store(&mut vault, b"three", b"value");
    let now = Files::of(&directory.vault());
    drop(vault);
    unlocked(&directory.vault()).unwrap();
    // From here on a loss is seen as ever.
    is_refused(&crashed.with(GENERATION, &now).placed(), Older::Behind);
    is_refused(&now.without(LOG).placed(), Older::Behind);
}

#[test]
fn a_crash_while_the_file_is_written_locks_nobody_out() {
    let [before, after] = before_and_after();
    let (old, new) = (&before.0[GENERATION], &after.0[GENERATION]);
    let written: Vec<usize> = (0..new.len()).filter(|at| old[*at] != new[*at]).collect();
    let (first, last) = (written[0], written[written.len() - 1]);
    assert!(first / SECOND == last / SECOND, "one record alone is written");
    for end in first..=last {
        let torn = after.edited(GENERATION, |file| file[end..].copy_from_slice(&old[end..]));
        unlocked(&torn.placed().vault()).unwrap();
    }
    // The one that is whole still counts: the commit before is missed.
    let torn = after.edited(GENERATION, |file| file[first] ^= 0xFF);
    is_refused(&torn.without(LOG).placed(), Older::Behind);
}

#[test]
fn a_crash_before_the_commit_leaves_the_file_as_it_was() {
    let directory = Directory::fast();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    let before = Files::of(&directory.vault());
    let mut transaction = vault.begin(Durability::Process).unwrap();
    transaction.put(Table::Contact, b"group", b"two", b"value", &mut OsRandom).unwrap();
    transaction.restricts();
    assert_eq!(Files::of(&directory.vault()).0[GENERATION], before.0[GENERATION]);
    drop(transaction);
    assert_eq!(Files::of(&directory.vault()).0[GENERATION], before.0[GENERATION]);
    drop(vault);
    unlocked(&directory.vault()).unwrap();
}

#[test]
fn a_crash_while_the_first_file_is_made_locks_nobody_out() {
    let directory = Directory::fast();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let created = Files::of(&directory.vault());
    assert!(!created.0.contains_key(GENERATION));
    put(&mut vault, b"one", true);
    let first = Files::of(&directory.vault());
    // A part of it, under the name that it has until it is whole.
    let there = created.placed();
    fs::write(beside(&there.vault(), "-generation.new"), &first.0[GENERATION][..60]).unwrap();
    put(&mut unlocked(&there.vault()).unwrap(), b"one", true);
    unlocked(&there.vault()).unwrap();
    // Whole, with the number that a database without one has.
    let zero = first.edited(GENERATION, |file| file[SECOND..].fill(0));
    put(&mut unlocked(&created.with(GENERATION, &zero).placed().vault()).unwrap(), b"one", true);
    // The commit, with that file still.
    unlocked(&zero.placed().vault()).unwrap();
    is_refused(&created.with(GENERATION, &first).placed(), Older::Behind);
}

#[test]
fn a_kill_at_any_instant_neither_locks_out_nor_hides_a_loss() {
    let directory = Directory::fast();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"last", &0u32.to_be_bytes());
    drop(vault);
    for round in 0..20 {
        let said = killed("younger::crashes::restricting_child", &directory.vault(), 1 + round);
        let there = Files::of(&directory.vault());
        let told = last_number(&said);
        let mut vault = unlocked(&directory.vault()).unwrap();
        let last = u32::from_be_bytes(load(&mut vault, b"last").unwrap().try_into().unwrap());
        assert!(last == told || last == told + 1, "{last} after {told} was told");
        drop(vault);
        // A database that knows less than what was told is not taken for whole.
        let lost = there.without(LOG).placed();
        if let Ok(mut vault) = unlocked(&lost.vault()) {
            let last = u32::from_be_bytes(load(&mut vault, b"last").unwrap().try_into().unwrap());
            assert!(last >= told, "{last} after {told} was told, and the log is gone");
        }
    }
}

#[test]
#[ignore = "runs as the child of another test"]
fn restricting_child() {
    let mut vault = unlocked(&child::place()).unwrap();
    let last = load(&mut vault, b"last").unwrap().try_into().unwrap();
    for number in u32::from_be_bytes(last) + 1.. {
        let durability = if number % 3 == 0 { Durability::Power } else { Durability::Process };
        let mut transaction = vault.begin(durability).unwrap();
        let counter = number.to_be_bytes();
        transaction.put(Table::Contact, b"group", b"last", &counter, &mut OsRandom).unwrap();
        transaction.restricts();
        transaction.commit().unwrap();
        child::report(number);
        if number % 5 == 0 {
            // Empties the log.
            vault.protect(&HOST, &mut OsRandom).unwrap();
        }
    }
}

#[test]
fn processes_that_move_the_generation_together_never_make_it_sink() {
    let directory = Directory::fast();
    let mut one = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut one, b"one", b"value");
    let mut other = unlocked(&directory.vault()).unwrap();
    let mut before = Files::of(&directory.vault());
    for round in 0..20u8 {
        put(if round % 3 == 0 { &mut other } else { &mut one }, &[round], true);
        let after = Files::of(&directory.vault());
        is_refused(&before.with(GENERATION, &after).placed(), Older::Behind);
        unlocked(&after.placed().vault()).unwrap();
        before = after;
    }
    assert!(before.0.contains_key(DATABASE));
}
