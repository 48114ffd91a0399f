//! What survives the machine, as far as a test can see it: what is written before a commit returns.

use subrosa::crypto::OsRandom;
use subrosa::vault::{Durability, Table, Vault};

use crate::HOST;
use crate::directory::Directory;

fn log_length(directory: &Directory) -> u64 {
    let mut name = directory.vault().into_os_string();
    name.push("-wal");
    std::fs::metadata(name).unwrap().len()
}

fn commit(vault: &mut Vault, durability: Durability, writes: bool) {
    let mut transaction = vault.begin(durability).unwrap();
    if writes {
        transaction.put(Table::Line, b"group", b"key", b"value", &mut OsRandom).unwrap();
    }
    transaction.commit().unwrap();
}

#[test]
fn an_empty_lasting_commit_makes_the_ones_before_it_last() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    commit(&mut vault, Durability::Power, true);
    let before = log_length(&directory);
    commit(&mut vault, Durability::Power, false);
    assert_eq!(log_length(&directory), before, "there is nothing to make last");

    commit(&mut vault, Durability::Process, true);
    let before = log_length(&directory);
    commit(&mut vault, Durability::Process, false);
    assert_eq!(log_length(&directory), before);
    // SQLite syncs the log only with a page to write to it.
    commit(&mut vault, Durability::Power, false);
    assert!(log_length(&directory) > before);
    let before = log_length(&directory);
    commit(&mut vault, Durability::Power, false);
    assert_eq!(log_length(&directory), before);
}

#[test]
fn a_lasting_commit_that_deletes_what_is_not_there_makes_the_ones_before_it_last() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    // The first one begins the log, and lasts.
    commit(&mut vault, Durability::Process, true);
    commit(&mut vault, Durability::Process, true);
    let before = log_length(&directory);
    let mut transaction = vault.begin(Durability::Power).unwrap();
    transaction.delete(Table::Line, b"group", b"another key").unwrap();
    transaction.delete_group(Table::Line, b"another group").unwrap();
    transaction.commit().unwrap();
    assert!(log_length(&directory) > before);
}

#[test]
fn a_restriction_lasts_whatever_its_transaction_was_begun_for() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    commit(&mut vault, Durability::Process, true);
    let mut transaction = vault.begin(Durability::Process).unwrap();
    transaction.put(Table::Line, b"group", b"key", b"value", &mut OsRandom).unwrap();
    transaction.restricts();
    transaction.commit().unwrap();
    let before = log_length(&directory);
    commit(&mut vault, Durability::Power, false);
    assert_eq!(log_length(&directory), before, "there is nothing left to make last");
}

/// Whoever frees a messenger waits while its log is moved into the file.
#[test]
fn closing_moves_a_short_log_and_leaves_a_long_one_to_a_later_tick() {
    for (rows, stays) in [(4, false), (400, true)] {
        let directory = Directory::new();
        let log = || directory.path().join("vault-wal").metadata().map_or(0, |log| log.len());
        let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
        let mut transaction = vault.begin(Durability::Power).unwrap();
        for row in 0..rows {
            let key = format!("key {row}");
            let value = [7; 1_000];
            transaction.put(Table::Line, b"group", key.as_bytes(), &value, &mut OsRandom).unwrap();
        }
        transaction.commit().unwrap();
        drop(vault);
        assert_eq!(log() > 0, stays, "{rows} rows");
        let mut vault = Vault::open(&directory.vault()).unwrap();
        vault.unlock(&HOST).unwrap();
        let read = vault.begin(Durability::Process).unwrap();
        assert_eq!(read.scan(Table::Line, b"group").unwrap().len(), rows);
        drop(read);
        vault.checkpoint().unwrap();
        drop(vault);
    }
}
