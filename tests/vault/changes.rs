//! Transactions: all or nothing, and seen by others when they are committed.

use subrosa::crypto::OsRandom;
use subrosa::vault::{Durability, Table, Vault};

use crate::directory::Directory;
use crate::{HOST, load, store};

fn two_connections(directory: &Directory) -> (Vault, Vault) {
    let one = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let mut other = Vault::open(&directory.vault()).unwrap();
    other.unlock(&HOST).unwrap();
    (one, other)
}

#[test]
fn a_transaction_sees_its_own_changes_and_a_dropped_one_leaves_none() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    for durability in [Durability::Process, Durability::Power] {
        let mut transaction = vault.begin(durability).unwrap();
        transaction.put(Table::Contact, b"group", b"one", b"new", &mut OsRandom).unwrap();
        transaction.put(Table::Contact, b"group", b"two", b"new", &mut OsRandom).unwrap();
        let get = transaction.get(Table::Contact, b"group", b"one").unwrap();
        assert_eq!(get.as_deref().map(Vec::as_slice), Some(&b"new"[..]));
        assert_eq!(transaction.scan(Table::Contact, b"group").unwrap().len(), 2);
        transaction.delete_group(Table::Contact, b"group").unwrap();
        assert_eq!(transaction.scan(Table::Contact, b"group").unwrap().len(), 0);
        assert!(transaction.is_empty().unwrap());
        drop(transaction);
        assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
        assert_eq!(load(&mut vault, b"two"), None);
    }
}

#[test]
fn a_commit_of_one_connection_is_seen_by_the_other_and_told_once() {
    let directory = Directory::new();
    let (mut one, mut other) = two_connections(&directory);
    assert!(!other.changed_elsewhere().unwrap());
    store(&mut one, b"one", b"value");
    assert!(other.changed_elsewhere().unwrap());
    assert!(!other.changed_elsewhere().unwrap());
    assert!(!one.changed_elsewhere().unwrap(), "its own commit is no news");
    assert_eq!(load(&mut other, b"one").as_deref(), Some(&b"value"[..]));
}

#[test]
fn inside_a_transaction_the_answer_holds_until_its_end() {
    let directory = Directory::new();
    let (mut one, mut other) = two_connections(&directory);
    store(&mut one, b"one", b"value");
    let mut transaction = other.begin(Durability::Process).unwrap();
    assert!(transaction.changed_elsewhere().unwrap());
    assert!(!transaction.changed_elsewhere().unwrap());
    transaction.put(Table::Contact, b"group", b"two", b"value", &mut OsRandom).unwrap();
    assert!(!transaction.changed_elsewhere().unwrap());
    transaction.commit().unwrap();
    assert!(!other.changed_elsewhere().unwrap());
    assert!(one.changed_elsewhere().unwrap());
}

#[test]
fn what_is_undone_is_no_change_for_others() {
    let directory = Directory::new();
    let (mut one, mut other) = two_connections(&directory);
    let mut transaction = one.begin(Durability::Process).unwrap();
    transaction.put(Table::Contact, b"group", b"one", b"value", &mut OsRandom).unwrap();
    drop(transaction);
    assert!(!other.changed_elsewhere().unwrap());
    assert_eq!(load(&mut other, b"one"), None);
}

#[test]
fn checkpoints_keep_the_log_small_and_lose_nothing() {
    let directory = Directory::new();
    let (mut one, mut other) = two_connections(&directory);
    let log = directory.path().join("vault-wal");
    for round in 0..200u32 {
        let mut transaction = one.begin(Durability::Process).unwrap();
        for key in 0..20u32 {
            let value = [round.to_be_bytes(), key.to_be_bytes()].concat().repeat(250);
            let key = (round * 7 + key) % 50;
            transaction.put(Table::Peer, b"", &key.to_be_bytes(), &value, &mut OsRandom).unwrap();
        }
        transaction.commit().unwrap();
        one.checkpoint().unwrap();
        assert!(std::fs::metadata(&log).unwrap().len() < 6 << 20);
    }
    let transaction = other.begin(Durability::Process).unwrap();
    assert_eq!(transaction.scan(Table::Peer, b"").unwrap().len(), 50);
    drop(transaction);
    assert_eq!(other.verify(), Ok(()));
}

#[test]
fn the_log_of_a_large_transaction_is_cut_when_it_begins_anew() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let log = directory.path().join("vault-wal");
    store(&mut vault, b"one", &vec![7; 10 << 20]);
    assert!(std::fs::metadata(&log).unwrap().len() > 10 << 20);
    vault.checkpoint().unwrap();
    store(&mut vault, b"two", b"value");
    assert!(std::fs::metadata(&log).unwrap().len() <= 4 << 20);
    assert_eq!(load(&mut vault, b"one"), Some(vec![7; 10 << 20]));
}
