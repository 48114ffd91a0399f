//! What is lost, and how that is seen.

use std::fs;

use subrosa::crypto::OsRandom;
use subrosa::vault::{Older, Vault, VaultError};

use super::{DATABASE, Files, GENERATION, LOG, beside, created, is_refused, put, unlocked};
use crate::directory::Directory;
use crate::{HOST, load, store};

/// A vault with one contact in its database, then two in its log: the second one restricts.
fn restricted() -> Files {
    let directory = Directory::fast();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"old", b"value");
    drop(vault);
    let mut vault = unlocked(&directory.vault()).unwrap();
    store(&mut vault, b"one", b"value");
    put(&mut vault, b"two", true);
    Files::of(&directory.vault())
}

#[test]
fn a_vault_whose_files_are_all_there_opens() {
    let directory = restricted().placed();
    let mut vault = unlocked(&directory.vault()).unwrap();
    assert_eq!(load(&mut vault, b"two").as_deref(), Some(&b"value"[..]));
}

#[test]
fn a_log_that_is_gone_is_missed_though_nothing_in_it_restricted() {
    let directory = Directory::fast();
    let mut vault = created(&directory);
    store(&mut vault, b"one", b"value");
    is_refused(&Files::of(&directory.vault()).without(LOG).placed(), Older::Behind);
    // Also the next log of the same connection, and that of the next one.
    vault.protect(&HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"two", b"value");
    is_refused(&Files::of(&directory.vault()).without(LOG).placed(), Older::Behind);
    drop(vault);
    let mut vault = unlocked(&directory.vault()).unwrap();
    store(&mut vault, b"three", b"value");
    is_refused(&Files::of(&directory.vault()).without(LOG).placed(), Older::Behind);
}

#[test]
fn a_log_that_is_gone_before_it_was_ever_moved_is_missed_with_the_whole_vault() {
    let directory = Directory::fast();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    is_refused(&Files::of(&directory.vault()).without(LOG).placed(), Older::NoDatabase);
}

#[test]
fn a_log_that_begins_anew_behind_the_back_of_a_connection_is_missed_too() {
    let directory = Directory::fast();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    // Moves all of the log into the database: the next commit begins a new one.
    let other = rusqlite::Connection::open(directory.vault()).unwrap();
    let query = "PRAGMA wal_checkpoint(PASSIVE)";
    other.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap();
    let moved = Files::of(&directory.vault());
    store(&mut vault, b"two", b"value");
    let after = Files::of(&directory.vault());
    assert_ne!(moved.0[LOG][..32], after.0[LOG][..32], "the log began anew");
    is_refused(&after.without(LOG).placed(), Older::Behind);
    is_refused(&after.with(DATABASE, &moved).with(LOG, &moved).placed(), Older::Behind);
}

#[test]
fn no_bit_of_a_log_that_ends_with_a_restriction_can_flip_in_silence() {
    let whole = restricted();
    let length = whole.0[LOG].len();
    let (mut right, mut refused) = (0, 0);
    // Every bit of the header of the log and of the first frame, and one of each byte further on.
    let first = (0..(32 + 24) * 8).map(|bit| (bit / 8, 1u8 << (bit % 8)));
    let rest = (56..length).step_by(7).map(|at| (at, 1 << (at % 8)));
    for (at, mask) in first.chain(rest) {
        let directory = whole.edited(LOG, |log| log[at] ^= mask).placed();
        match unlocked(&directory.vault()) {
            Ok(mut vault) => {
                for key in [&b"old"[..], b"one", b"two"] {
                    assert_eq!(load(&mut vault, key).as_deref(), Some(&b"value"[..]), "byte {at}");
                }
                right += 1;
            }
            Err(VaultError::Older { why: Older::Behind, .. }) => refused += 1,
            Err(error) => panic!("byte {at}: {error}"),
        }
    }
    assert!(refused > 1000, "{refused} refused, {right} right");
}

#[test]
fn a_log_that_is_cut_before_its_last_restriction_is_missed() {
    let whole = restricted();
    for length in (0..whole.0[LOG].len()).step_by(256) {
        is_refused(&whole.edited(LOG, |log| log.truncate(length)).placed(), Older::Behind);
    }
}

#[test]
fn a_lost_tail_without_a_restriction_is_not_seen_and_what_is_before_it_is_there() {
    let directory = Directory::fast();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    put(&mut vault, b"one", true);
    let before = Files::of(&directory.vault());
    store(&mut vault, b"two", b"value");
    let after = Files::of(&directory.vault());
    let cut = after.edited(LOG, |log| log.truncate(before.0[LOG].len())).placed();
    let mut vault = unlocked(&cut.vault()).unwrap();
    assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
    assert_eq!(load(&mut vault, b"two"), None);
}

#[test]
fn an_older_copy_is_refused_beside_the_file_of_a_newer_one_and_taken_with_its_own() {
    let directory = Directory::fast();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    drop(vault);
    let older = Files::of(&directory.vault());
    let mut vault = unlocked(&directory.vault()).unwrap();
    put(&mut vault, b"two", true);
    drop(vault);
    let newer = Files::of(&directory.vault());
    is_refused(&older.with(GENERATION, &newer).placed(), Older::Behind);
    // That somebody puts all files back cannot be seen in them.
    unlocked(&older.placed().vault()).unwrap();
}

#[test]
fn a_change_of_passphrase_does_not_come_undone_in_silence() {
    let directory = Directory::fast();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    let older = Files::of(&directory.vault());
    vault.protect(&HOST, &mut OsRandom).unwrap();
    let newer = Files::of(&directory.vault());
    is_refused(&older.with(GENERATION, &newer).placed(), Older::Behind);
}

#[test]
fn a_missing_damaged_or_foreign_file_is_refused() {
    let whole = restricted();
    is_refused(&whole.without(GENERATION).placed(), Older::NoFile);
    is_refused(&whole.with(GENERATION, &restricted()).placed(), Older::BadFile);
    for length in [0, 1, 112] {
        let cut = whole.edited(GENERATION, |file| file.truncate(length));
        is_refused(&cut.placed(), Older::BadFile);
    }
    let overwritten = whole.edited(GENERATION, |file| file.fill(0x55));
    is_refused(&overwritten.placed(), Older::BadFile);
    // The file of an older vault without a number in it is worth as little.
    let empty = Directory::fast();
    drop(Vault::create(&empty.vault(), &HOST, &mut OsRandom).unwrap());
    fs::write(beside(&empty.vault(), GENERATION), b"anything").unwrap();
    is_refused(&empty, Older::BadFile);
}

#[test]
fn a_vault_that_is_gone_is_not_replaced_by_a_new_one() {
    let whole = restricted();
    let emptied = whole.edited(DATABASE, |file| file.clear()).without(LOG);
    for files in [whole.without(DATABASE).without(LOG), emptied] {
        let directory = files.placed();
        is_refused(&directory, Older::NoDatabase);
        let there = Files::of(&directory.vault());
        let created = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap_err();
        assert!(matches!(created, VaultError::Older { why: Older::NoDatabase, .. }), "{created}");
        assert!(Files::of(&directory.vault()) == there, "something was written");
    }
}

#[test]
fn a_row_whose_name_is_damaged_is_an_error_and_not_a_row_that_never_was() {
    let directory = Directory::fast();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    drop(vault);
    let other = rusqlite::Connection::open(directory.vault()).unwrap();
    let keys: Vec<[u8; 16]> = other
        .prepare("SELECT key_id FROM row")
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
        .unwrap();
    drop(other);
    let whole = Files::of(&directory.vault());
    for key in keys {
        let damaged = whole.edited(DATABASE, |file| {
            let at = file.windows(16).position(|window| window == key).unwrap();
            file[at] ^= 1;
        });
        let error = unlocked(&damaged.placed().vault()).unwrap_err();
        assert!(matches!(error, VaultError::Damaged(_) | VaultError::Older { .. }), "{error}");
    }
}
