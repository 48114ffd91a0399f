//! Files that are not as they were written: the right content or an error, never other content.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use subrosa::crypto::OsRandom;
use subrosa::vault::{Durability, Older, Table, Vault, VaultError};

use crate::HOST;
use crate::directory::Directory;

type Content = BTreeMap<(Table, u8), Vec<u8>>;

const TABLES: [Table; 2] = [Table::Contact, Table::Peer];

fn content() -> Content {
    let values = (0..12u8).map(|key| {
        let (table, length) = (TABLES[usize::from(key) % 2], usize::from(key) * 37);
        ((table, key), vec![key + 1; if key == 11 { 5000 } else { length }])
    });
    values.collect()
}

fn put(vault: &mut Vault, content: &Content) {
    let mut transaction = vault.begin(Durability::Process).unwrap();
    for ((table, key), value) in content {
        transaction.put(*table, b"group", &[*key], value, &mut OsRandom).unwrap();
    }
    transaction.commit().unwrap();
}

/// What came of reading a vault.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Right,
    Found(VaultError),
}

/// Reads everything. With or without an error there is no value that was not put.
fn read(path: &Path, expected: &Content) -> Outcome {
    let mut vault = match Vault::open(path) {
        Ok(vault) => vault,
        Err(error) => return Outcome::Found(error),
    };
    let unlocked = vault.unlock(&HOST);
    if unlocked.is_err() {
        // What is read of it all the same is right as well.
        vault.accept_older();
        if let Err(error) = vault.unlock(&HOST) {
            return Outcome::Found(error);
        }
    }
    let verified = unlocked.and_then(|()| vault.verify());
    let mut absent = 0;
    match vault.begin(Durability::Process) {
        Ok(transaction) => {
            for ((table, key), value) in expected {
                match transaction.get(*table, b"group", &[*key]) {
                    Ok(Some(got)) => assert_eq!(*got, *value),
                    Ok(None) | Err(_) => absent += 1,
                }
            }
            for table in TABLES {
                for got in transaction.scan(table, b"group").unwrap_or_default() {
                    let mut values = expected.iter().filter(|((t, _), _)| *t == table);
                    assert!(values.any(|(_, value)| *value == *got));
                }
            }
        }
        Err(error) => assert!(verified.is_err(), "{error} after all was well"),
    }
    match verified {
        Ok(()) => {
            assert_eq!(absent, 0, "something is missing and all is well");
            Outcome::Right
        }
        Err(error) => Outcome::Found(error),
    }
}

/// A vault of a few pages, whole in one file, and its generation.
fn small_vault() -> (Vec<u8>, Vec<u8>) {
    let directory = Directory::fast();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    put(&mut vault, &content());
    drop(vault);
    assert!(!directory.path().join("vault-wal").exists());
    assert_eq!(read(&directory.vault(), &content()), Outcome::Right);
    let generation = fs::read(directory.path().join("vault-generation")).unwrap();
    (fs::read(directory.vault()).unwrap(), generation)
}

/// Another bit of each of some bytes, from all over the file.
fn flips(length: usize, stride: usize) -> impl Iterator<Item = (usize, u8)> {
    (0..length).step_by(stride).zip((0..8).cycle()).map(|(at, bit)| (at, 1 << bit))
}

#[test]
fn a_flipped_bit_is_found_or_does_no_harm() {
    let (whole, generation) = small_vault();
    let (mut right, mut found) = (0, 0);
    let directory = Directory::fast();
    for (at, mask) in (0..100).map(|at| (at, 0xFF)).chain(flips(whole.len(), 17)) {
        let mut flipped = whole.clone();
        flipped[at] ^= mask;
        fs::write(directory.vault(), &flipped).unwrap();
        fs::write(directory.path().join("vault-generation"), &generation).unwrap();
        match read(&directory.vault(), &content()) {
            Outcome::Right => right += 1,
            Outcome::Found(_) => found += 1,
        }
        for rest in ["vault-wal", "vault-shm", "vault-journal"] {
            let _ = fs::remove_file(directory.path().join(rest));
        }
    }
    // Much of the file is free space, and much is sealed.
    assert!(right > 100 && found > 100, "{right} right, {found} found");
}

#[test]
fn a_vault_that_is_cut_is_refused_unless_only_free_space_is_gone() {
    let (whole, generation) = small_vault();
    let directory = Directory::fast();
    for length in (0..whole.len()).step_by(512).chain([1, 15, 16, 99, 100, whole.len() - 1]) {
        fs::write(directory.vault(), &whole[..length]).unwrap();
        fs::write(directory.path().join("vault-generation"), &generation).unwrap();
        match read(&directory.vault(), &content()) {
            Outcome::Right => assert!(length > whole.len() - 4096),
            Outcome::Found(VaultError::Older { why: Older::NoDatabase, .. }) => {
                assert_eq!(length, 0);
            }
            Outcome::Found(VaultError::NotAVault) => assert!(length < 512),
            Outcome::Found(error) => assert!(matches!(error, VaultError::Damaged(_)), "{error}"),
        }
    }
}

#[test]
fn a_log_that_is_cut_or_damaged_gives_a_state_that_was_once_committed() {
    let directory = Directory::fast();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let mut states = vec![content()];
    put(&mut vault, &states[0]);
    // Empties the log.
    vault.protect(&HOST, &mut OsRandom).unwrap();
    for key in 0..6 {
        let mut next = states[usize::from(key)].clone();
        next.insert((TABLES[usize::from(key) % 2], key), vec![0xEE; 200]);
        put(&mut vault, &next);
        states.push(next);
    }
    let file = fs::read(directory.vault()).unwrap();
    let log = fs::read(directory.path().join("vault-wal")).unwrap();
    drop(vault);

    let cut = (0..log.len()).step_by(512).chain([log.len()]).map(|length| log[..length].to_vec());
    let flipped = flips(log.len(), 197).map(|(at, mask)| {
        let mut flipped = log.clone();
        flipped[at] ^= mask;
        flipped
    });
    let mut seen = [false; 7];
    for log in cut.chain(flipped) {
        let copy = Directory::fast();
        fs::write(copy.vault(), &file).unwrap();
        fs::write(copy.path().join("vault-wal"), log).unwrap();
        let mut vault = Vault::open(&copy.vault()).unwrap();
        // Without the file that tells its age.
        vault.accept_older();
        vault.unlock(&HOST).unwrap();
        vault.verify().unwrap();
        let transaction = vault.begin(Durability::Process).unwrap();
        let found: Content = states[0]
            .keys()
            .map(|(table, key)| {
                let value = transaction.get(*table, b"group", &[*key]).unwrap().unwrap();
                ((*table, *key), value.to_vec())
            })
            .collect();
        let state = states.iter().position(|state| *state == found);
        seen[state.expect("a state that was committed")] = true;
    }
    assert_eq!(seen, [true; 7]);
}
