//! What is no vault, or none for us: each case has its name, and the file stays as it was.

use std::fs;

use rusqlite::Connection;
use subrosa::crypto::{CryptoError, OsRandom, Random};
use subrosa::vault::{Durability, Protection, Table, Vault, VaultError};

use crate::directory::Directory;
use crate::{HOST, load, store};

/// Opening gives the error, creating says that there is a file, and neither changes it.
fn is_refused(directory: &Directory, error: &VaultError) {
    let before = fs::read(directory.vault()).unwrap();
    assert_eq!(Vault::open(&directory.vault()).unwrap_err(), *error);
    let created = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap_err();
    assert_eq!(created, VaultError::AlreadyExists);
    assert_eq!(fs::read(directory.vault()).unwrap(), before);
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn where_there_is_nothing_a_vault_is_missing() {
    let directory = Directory::new();
    assert_eq!(Vault::open(&directory.vault()).unwrap_err(), VaultError::Missing);
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn an_empty_file_is_a_vault_that_was_not_finished() {
    let directory = Directory::new();
    fs::write(directory.vault(), b"").unwrap();
    assert_eq!(Vault::open(&directory.vault()).unwrap_err(), VaultError::Missing);
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
}

#[test]
fn a_vault_is_not_created_over_another() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    for _ in 0..2 {
        let again = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap_err();
        assert_eq!(again, VaultError::AlreadyExists);
        assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
    }
}

#[test]
fn a_directory_and_a_place_in_no_directory_are_refused() {
    let directory = Directory::new();
    assert_eq!(Vault::open(directory.path()).unwrap_err(), VaultError::NotAVault);
    let created = Vault::create(directory.path(), &HOST, &mut OsRandom).unwrap_err();
    assert_eq!(created, VaultError::AlreadyExists);
    let nowhere = directory.path().join("none").join("vault");
    assert_eq!(Vault::open(&nowhere).unwrap_err(), VaultError::Missing);
    let kind = std::io::ErrorKind::NotFound;
    let created = Vault::create(&nowhere, &HOST, &mut OsRandom).unwrap_err();
    assert_eq!(created, VaultError::File { path: nowhere, kind });
}

#[test]
fn a_file_of_something_else_is_not_a_vault() {
    let directory = Directory::new();
    for length in [1, 15, 16, 99, 100, 511, 512, 5000, 100_000] {
        fs::write(directory.vault(), vec![b'x'; length]).unwrap();
        is_refused(&directory, &VaultError::NotAVault);
    }
}

#[test]
fn a_database_of_another_application_is_not_a_vault() {
    for statements in [
        "CREATE TABLE notes (a)",
        "PRAGMA application_id = 252006674; CREATE TABLE notes (a)",
        "PRAGMA application_id = 252006674",
        "PRAGMA user_version = 1",
    ] {
        let directory = Directory::new();
        let other = Connection::open(directory.vault()).unwrap();
        other.execute_batch(statements).unwrap();
        drop(other);
        is_refused(&directory, &VaultError::NotAVault);
    }
}

#[test]
fn a_vault_of_a_newer_version_says_so() {
    let directory = Directory::new();
    drop(Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap());
    let newer = Connection::open(directory.vault()).unwrap();
    newer.execute_batch("PRAGMA user_version = 7; CREATE TABLE more (a)").unwrap();
    drop(newer);
    is_refused(&directory, &VaultError::NewerVersion { found: 7, known: 1 });
}

#[test]
fn a_vault_with_other_tables_is_damaged() {
    for (statements, what) in [
        ("CREATE TABLE more (a)", "the schema"),
        ("DROP TABLE row", "the schema"),
        ("CREATE TRIGGER t AFTER INSERT ON row BEGIN DELETE FROM row; END", "the schema"),
        ("PRAGMA user_version = 0", "the schema version"),
        ("DELETE FROM slot", "a row has another shape"),
        ("UPDATE slot SET sealed = x'01'", "the key slot"),
        ("UPDATE slot SET sealed = CAST(sealed || x'01' AS BLOB)", "the key slot"),
    ] {
        let directory = Directory::new();
        drop(Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap());
        let other = Connection::open(directory.vault()).unwrap();
        other.execute_batch(statements).unwrap();
        drop(other);
        is_refused(&directory, &VaultError::Damaged(what));
    }
}

#[test]
fn passphrase_parameters_out_of_range_are_refused_before_they_cost_anything() {
    let directory = Directory::new();
    drop(Vault::create(&directory.vault(), &crate::PASSPHRASE, &mut OsRandom).unwrap());
    let other = Connection::open(directory.vault()).unwrap();
    let slot: Vec<u8> = other.query_row("SELECT sealed FROM slot", [], |row| row.get(0)).unwrap();
    assert_eq!(slot.len(), 88);
    for parameters in [[0xFF, 0xFF, 0xFF, 0xFF, 3, 1], [0, 1, 0, 0, 11, 1], [0, 1, 0, 0, 3, 5]] {
        let mut changed = slot.clone();
        changed[2..8].copy_from_slice(&parameters);
        other.execute("UPDATE slot SET sealed = ?1", [changed]).unwrap();
        let refused = Vault::open(&directory.vault()).unwrap_err();
        assert_eq!(refused, VaultError::Damaged("the key slot"));
    }
}

#[test]
fn a_vault_that_another_connection_writes_to_is_busy_until_that_ends() {
    let directory = Directory::new();
    let mut one = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let mut other = Vault::open(&directory.vault()).unwrap();
    other.unlock(&HOST).unwrap();
    store(&mut one, b"one", b"value");
    let writing = one.begin(Durability::Process).unwrap();
    assert_eq!(other.begin(Durability::Process).unwrap_err(), VaultError::Busy);
    assert_eq!(other.protect(&crate::OTHER_HOST, &mut OsRandom), Err(VaultError::Busy));
    // What needs no turn at writing goes on.
    assert_eq!(Vault::open(&directory.vault()).unwrap().unlock(&HOST), Ok(()));
    drop(writing);
    assert_eq!(load(&mut other, b"one").as_deref(), Some(&b"value"[..]));
}

#[test]
fn a_value_too_long_is_refused_and_the_transaction_goes_on() {
    const LIMIT: usize = 16 * 1024 * 1024;
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let mut transaction = vault.begin(Durability::Process).unwrap();
    let mut value = vec![1; LIMIT + 1];
    let error = VaultError::ValueTooLong { limit: LIMIT, found: LIMIT + 1 };
    let put = transaction.put(Table::Text, b"", b"", &value, &mut OsRandom);
    assert_eq!(put, Err(error));
    value.truncate(LIMIT);
    transaction.put(Table::Text, b"", b"", &value, &mut OsRandom).unwrap();
    transaction.commit().unwrap();
    let transaction = vault.begin(Durability::Process).unwrap();
    assert!(*transaction.get(Table::Text, b"", b"").unwrap().unwrap() == value);
}

#[test]
fn a_random_generator_that_fails_is_an_error_and_nothing_is_written() {
    struct Broken;
    impl Random for Broken {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), CryptoError> {
            Err(CryptoError::RandomFailed)
        }
    }
    let failed = VaultError::Crypto(CryptoError::RandomFailed);
    let directory = Directory::new();
    for protection in [HOST, Protection::KeyFile] {
        let created = Vault::create(&directory.vault(), &protection, &mut Broken).unwrap_err();
        assert_eq!(created, failed);
    }
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    assert_eq!(vault.protect(&Protection::KeyFile, &mut Broken), Err(failed.clone()));
    let mut transaction = vault.begin(Durability::Process).unwrap();
    let put = transaction.put(Table::Text, b"", b"", b"value", &mut Broken);
    assert_eq!(put, Err(failed));
    assert_eq!(transaction.get(Table::Text, b"", b""), Ok(None));
    assert!(transaction.is_empty().unwrap());
}
