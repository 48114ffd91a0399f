//! A process that is killed at any instant.

use std::path::Path;
use std::time::Duration;

use subrosa::crypto::{OsRandom, Random};
use subrosa::vault::{Durability, Protection, Table, Vault, VaultError};

use crate::child::{self, Reporting};
use crate::directory::Directory;
use crate::{HOST, OTHER_HOST, load, store};

/// Kills the child after the number of reports, at some instant of the next moments. Gives all of
/// its reports.
pub(crate) fn killed(test: &str, place: &Path, reports: usize) -> Vec<String> {
    let mut child = Reporting::start(test, place);
    let mut said: Vec<_> = (0..reports).map(|_| child.next().unwrap()).collect();
    let mut drawn = [0; 2];
    OsRandom.fill(&mut drawn).unwrap();
    std::thread::sleep(Duration::from_micros(u16::from_be_bytes(drawn).into()) / 8);
    said.extend(child.kill());
    said
}

pub(crate) fn last_number(said: &[String]) -> u32 {
    said.last().unwrap().parse().unwrap()
}

/// The keys of a transaction: some of its own, and one that every transaction writes.
fn key(number: u32, row: u32) -> Vec<u8> {
    [number.to_be_bytes(), row.to_be_bytes()].concat()
}

const ROWS: u32 = 5;

#[test]
fn what_was_committed_is_all_there_after_a_kill_and_the_rest_is_not() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"last", &0u32.to_be_bytes());
    drop(vault);
    for round in 0..20 {
        let said = killed("killed::writing_child", &directory.vault(), 1 + round);
        let told = last_number(&said);

        let mut vault = Vault::open(&directory.vault()).unwrap();
        vault.unlock(&HOST).unwrap();
        vault.verify().unwrap();
        let last = u32::from_be_bytes(load(&mut vault, b"last").unwrap().try_into().unwrap());
        assert!(last == told || last == told + 1, "{last} after {told} was told");
        let transaction = vault.begin(Durability::Process).unwrap();
        for number in 1..=last + 2 {
            for row in 0..ROWS {
                let value = transaction.get(Table::Line, b"", &key(number, row)).unwrap();
                // Each transaction deletes the first row of the one before.
                let expected = number <= last && (row > 0 || number == last);
                assert_eq!(value.is_some(), expected, "row {row} of {number}, last {last}");
                assert!(value.is_none_or(|value| *value == key(number, row).repeat(100)));
            }
        }
    }
}

#[test]
#[ignore = "runs as the child of another test"]
fn writing_child() {
    let mut vault = Vault::open(&child::place()).unwrap();
    vault.unlock(&HOST).unwrap();
    let last = load(&mut vault, b"last").unwrap().try_into().unwrap();
    for number in u32::from_be_bytes(last) + 1.. {
        let durability = if number % 3 == 0 { Durability::Power } else { Durability::Process };
        let mut transaction = vault.begin(durability).unwrap();
        for row in 0..ROWS {
            let (key, random) = (key(number, row), &mut OsRandom);
            transaction.put(Table::Line, b"", &key, &key.repeat(100), random).unwrap();
        }
        let counter = number.to_be_bytes();
        transaction.put(Table::Contact, b"group", b"last", &counter, &mut OsRandom).unwrap();
        transaction.delete(Table::Line, b"", &key(number - 1, 0)).unwrap();
        transaction.commit().unwrap();
        child::report(number);
        if number % 7 == 0 {
            vault.checkpoint().unwrap();
        }
    }
}

/// What the child changes the protection to, one after the other.
const PROTECTIONS: [Protection<'static>; 4] =
    [Protection::KeyFile, HOST, OTHER_HOST, Protection::KeyFile];

#[test]
fn a_kill_during_a_change_of_protection_leaves_the_old_or_the_new() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &PROTECTIONS[0], &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    drop(vault);
    for round in 0..24 {
        let said = killed("killed::protecting_child", &directory.vault(), 1 + round % 5);
        let told = last_number(&said) as usize;
        let mut vault = Vault::open(&directory.vault()).unwrap();
        let (old, new) = (&PROTECTIONS[told % 4], &PROTECTIONS[(told + 1) % 4]);
        vault.unlock(new).or_else(|_| vault.unlock(old)).unwrap();
        assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
        assert!(!directory.path().join("vault.key.new").exists());
        vault.protect(&PROTECTIONS[0], &mut OsRandom).unwrap();
    }
}

#[test]
#[ignore = "runs as the child of another test"]
fn protecting_child() {
    let mut vault = Vault::open(&child::place()).unwrap();
    vault.unlock(&PROTECTIONS[0]).unwrap();
    for number in 0.. {
        vault.protect(&PROTECTIONS[number % 4], &mut OsRandom).unwrap();
        child::report(number);
    }
}

#[test]
fn a_kill_during_creation_leaves_a_vault_or_a_place_for_one() {
    let directory = Directory::new();
    for round in 0..16 {
        let place = directory.path().join(round.to_string());
        let said = killed("killed::creating_child", &place, 1 + round % 4);
        for number in 0..=last_number(&said) + 1 {
            let path = place.with_extension(number.to_string());
            let mut vault = match Vault::open(&path) {
                Ok(mut vault) => {
                    vault.unlock(&Protection::KeyFile).unwrap();
                    vault
                }
                Err(error) => {
                    assert_eq!(error, VaultError::Missing);
                    assert!(number > last_number(&said));
                    Vault::create(&path, &Protection::KeyFile, &mut OsRandom).unwrap()
                }
            };
            store(&mut vault, b"one", b"value");
            drop(vault);
            let mut vault = Vault::open(&path).unwrap();
            vault.unlock(&Protection::KeyFile).unwrap();
            assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
        }
    }
}

#[test]
#[ignore = "runs as the child of another test"]
fn creating_child() {
    let place = child::place();
    for number in 0u32.. {
        let path = place.with_extension(number.to_string());
        drop(Vault::create(&path, &Protection::KeyFile, &mut OsRandom).unwrap());
        child::report(number);
    }
}
