//! What is put is what is got, and nothing else is.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use rusqlite::{Connection, params};
use subrosa::crypto::OsRandom;
use subrosa::vault::{Durability, Table, Transaction, Vault, VaultError};

use crate::HOST;
use crate::directory::Directory;

const FORGED: VaultError = VaultError::Damaged("a row does not authenticate");

#[test]
fn table_group_and_key_together_name_a_value() {
    let places: [(Table, &[u8], &[u8]); 7] = [
        (Table::Contact, b"", b""),
        (Table::Peer, b"", b""),
        (Table::Contact, b"ab", b"c"),
        (Table::Contact, b"a", b"bc"),
        (Table::Contact, b"abc", b""),
        (Table::Contact, b"", b"abc"),
        (Table::Peer, b"ab", b"c"),
    ];
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let mut transaction = vault.begin(Durability::Process).unwrap();
    for (number, (table, group, key)) in (0..).zip(places) {
        transaction.put(table, group, key, &[number], &mut OsRandom).unwrap();
    }
    for (number, (table, group, key)) in (0..).zip(places) {
        assert_eq!(**transaction.get(table, group, key).unwrap().unwrap(), [number]);
    }
}

#[test]
fn values_of_every_length_come_back_with_their_zeros() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let mut transaction = vault.begin(Durability::Process).unwrap();
    for length in (0..200).chain([4095, 4096, 70_000]) {
        for byte in [0, 0x80, 0xFF] {
            let value = vec![byte; length];
            transaction.put(Table::Text, b"", b"", &value, &mut OsRandom).unwrap();
            assert_eq!(*transaction.get(Table::Text, b"", b"").unwrap().unwrap(), value);
        }
    }
}

#[test]
fn a_row_in_the_place_of_another_is_refused() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let mut transaction = vault.begin(Durability::Process).unwrap();
    for (table, group, key) in [
        (Table::Contact, b"one", b"key"),
        (Table::Contact, b"two", b"key"),
        (Table::Contact, b"one", b"ke2"),
        (Table::Peer, b"one", b"key"),
    ] {
        transaction.put(table, group, key, b"value", &mut OsRandom).unwrap();
    }
    transaction.commit().unwrap();

    let thief = Connection::open(directory.vault()).unwrap();
    let rows: Vec<([u8; 16], [u8; 16], Vec<u8>)> = thief
        .prepare("SELECT group_id, key_id, sealed FROM row")
        .and_then(|mut query| {
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
        })
        .unwrap();
    let places: BTreeSet<_> = rows.iter().map(|(group, key, _)| (group, key)).collect();
    assert_eq!(places.len(), 4 + 1, "and the generation");
    let keys: BTreeSet<_> = rows.iter().map(|(_, key, _)| key).collect();
    assert_eq!(keys.len(), 4 + 1, "the same key in two groups has two names");

    for (group, key, own) in &rows {
        let put = |sealed: &[u8]| {
            let sql = "UPDATE row SET sealed = ?3 WHERE group_id = ?1 AND key_id = ?2";
            assert_eq!(thief.execute(sql, params![group, key, sealed]), Ok(1));
        };
        for (_, _, other) in rows.iter().filter(|(_, _, other)| other != own) {
            put(other);
            assert_eq!(vault.verify(), Err(FORGED));
        }
        for length in 0..own.len() {
            put(&own[..length]);
            assert_eq!(vault.verify(), Err(FORGED));
        }
        put(own);
        assert_eq!(vault.verify(), Ok(()));
    }

    // The same is refused by reading one value, and a group.
    let sql = "UPDATE row SET sealed = ?1";
    thief.execute(sql, params![rows[0].2]).unwrap();
    let transaction = vault.begin(Durability::Process).unwrap();
    let groups = [(Table::Contact, b"one"), (Table::Contact, b"two"), (Table::Peer, b"one")];
    let gets = groups.map(|(table, group)| transaction.get(table, group, b"key"));
    assert!(gets.iter().filter(|get| **get == Err(FORGED)).count() >= 2, "{gets:?}");
    let scans = groups.map(|(table, group)| transaction.scan(table, group));
    assert!(scans.iter().filter(|scan| **scan == Err(FORGED)).count() >= 2, "{scans:?}");
}

#[test]
fn a_row_of_another_vault_is_refused() {
    let (one, two) = (Directory::new(), Directory::new());
    for directory in [&one, &two] {
        let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
        crate::store(&mut vault, b"key", b"value");
    }
    let read = Connection::open(two.vault()).unwrap();
    let row: ([u8; 16], [u8; 16], Vec<u8>) = read
        .query_row("SELECT * FROM row", [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    let write = Connection::open(one.vault()).unwrap();
    write.execute("INSERT INTO row VALUES (?1, ?2, ?3)", row).unwrap();
    let mut vault = Vault::open(&one.vault()).unwrap();
    assert_eq!(vault.unlock(&HOST), Err(FORGED));
    vault.accept_older();
    vault.unlock(&HOST).unwrap();
    assert_eq!(vault.verify(), Err(FORGED));
}

#[derive(Debug, Clone)]
enum Step {
    Put(u8, u8, u8, Vec<u8>),
    Delete(u8, u8, u8),
    DeleteGroup(u8, u8),
    Commit,
    Undo,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let place = (0..2u8, 0..3u8, 0..4u8);
    prop_oneof![
        6 => (place.clone(), vec(any::<u8>(), 0..150))
            .prop_map(|((table, group, key), value)| Step::Put(table, group, key, value)),
        3 => place.prop_map(|(table, group, key)| Step::Delete(table, group, key)),
        1 => (0..2u8, 0..3u8).prop_map(|(table, group)| Step::DeleteGroup(table, group)),
        2 => Just(Step::Commit),
        1 => Just(Step::Undo),
        1 => Just(Step::Reopen),
    ]
}

fn table(number: u8) -> Table {
    if number == 0 { Table::Address } else { Table::Setting }
}

type Model = BTreeMap<(u8, u8, u8), Vec<u8>>;

fn agrees(transaction: &Transaction<'_>, model: &Model) {
    for (t, g) in (0..2).flat_map(|t| (0..3).map(move |g| (t, g))) {
        for k in 0..4 {
            let value = transaction.get(table(t), &[g], &[k]).unwrap();
            assert_eq!(value.as_deref(), model.get(&(t, g, k)));
        }
        let mut scan: Vec<Vec<u8>> =
            transaction.scan(table(t), &[g]).unwrap().iter().map(|v| v.to_vec()).collect();
        let mut expected: Vec<Vec<u8>> =
            model.range((t, g, 0)..=(t, g, 3)).map(|(_, value)| value.clone()).collect();
        scan.sort();
        expected.sort();
        assert_eq!(scan, expected);
    }
    assert_eq!(transaction.is_empty().unwrap(), model.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_steps_leave_what_they_would_leave_in_a_map(steps in vec(step(), 1..60)) {
        let directory = Directory::fast();
        let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
        let mut committed = Model::new();
        let mut steps = steps.into_iter();
        loop {
            let mut transaction = vault.begin(Durability::Process).unwrap();
            let mut model = committed.clone();
            let ended = loop {
                match steps.next() {
                    Some(Step::Put(t, g, k, value)) => {
                        transaction.put(table(t), &[g], &[k], &value, &mut OsRandom).unwrap();
                        model.insert((t, g, k), value);
                    }
                    Some(Step::Delete(t, g, k)) => {
                        transaction.delete(table(t), &[g], &[k]).unwrap();
                        model.remove(&(t, g, k));
                    }
                    Some(Step::DeleteGroup(t, g)) => {
                        transaction.delete_group(table(t), &[g]).unwrap();
                        model.retain(|(table, group, _), _| (*table, *group) != (t, g));
                    }
                    other => break other,
                }
                agrees(&transaction, &model);
            };
            if matches!(ended, Some(Step::Commit)) {
                transaction.commit().unwrap();
                committed = model;
            } else {
                drop(transaction);
            }
            if !matches!(ended, Some(Step::Commit | Step::Undo)) {
                drop(vault);
                vault = Vault::open(&directory.vault()).unwrap();
                vault.unlock(&HOST).unwrap();
                vault.verify().unwrap();
                agrees(&vault.begin(Durability::Process).unwrap(), &committed);
            }
            if ended.is_none() {
                break;
            }
        }
    }
}
