//! The way on, when the user wants to.

use subrosa::crypto::OsRandom;
use subrosa::vault::{Older, Table, Vault, VaultError};

use super::{DATABASE, Files, GENERATION, LOG, beside, is_refused, put, unlocked};
use crate::directory::Directory;
use crate::{HOST, load, store};

/// An older copy of a vault, then a newer one.
fn older_and_newer() -> [Files; 2] {
    let directory = Directory::fast();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    put(&mut vault, b"one", true);
    drop(vault);
    let older = Files::of(&directory.vault());
    let mut vault = unlocked(&directory.vault()).unwrap();
    for _ in 0..5 {
        put(&mut vault, b"two", true);
    }
    drop(vault);
    [older, Files::of(&directory.vault())]
}

fn accept(directory: &Directory) -> Vault {
    let mut vault = Vault::open(&directory.vault()).unwrap();
    vault.accept_older();
    vault.unlock(&HOST).unwrap();
    vault
}

#[test]
fn what_the_user_accepts_opens_from_then_on() {
    let [older, newer] = older_and_newer();
    for (files, why) in [
        (older.with(GENERATION, &newer), Older::Behind),
        (newer.without(GENERATION), Older::NoFile),
        (newer.edited(GENERATION, |file| file.fill(1)), Older::BadFile),
        (newer.edited(GENERATION, Vec::clear), Older::BadFile),
    ] {
        let directory = files.placed();
        is_refused(&directory, why);
        let mut vault = accept(&directory);
        assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
        drop(vault);
        let mut vault = unlocked(&directory.vault()).unwrap();
        store(&mut vault, b"three", b"value");
        drop(vault);
        unlocked(&directory.vault()).unwrap();
    }
}

#[test]
fn the_generation_goes_on_from_the_greater_so_that_neither_copy_passes_for_the_new_one() {
    let [older, newer] = older_and_newer();
    let directory = older.with(GENERATION, &newer).placed();
    drop(accept(&directory));
    let accepted = Files::of(&directory.vault());
    is_refused(&older.with(GENERATION, &accepted).placed(), Older::Behind);
    is_refused(&newer.with(GENERATION, &accepted).placed(), Older::Behind);
}

#[test]
fn accepting_is_for_one_time() {
    let [older, newer] = older_and_newer();
    let directory = older.with(GENERATION, &newer).placed();
    let mut vault = accept(&directory);
    vault.lock();
    put_back(&directory, &newer);
    vault.unlock(&HOST).unwrap();
    drop(vault);
    let directory = older.with(GENERATION, &newer).placed();
    let mut vault = accept(&directory);
    vault.lock();
    std::fs::remove_file(beside(&directory.vault(), GENERATION)).unwrap();
    let error = vault.unlock(&HOST).unwrap_err();
    assert!(matches!(error, VaultError::Older { why: Older::NoFile, .. }), "{error}");
    assert!(vault.is_locked());
}

/// An older file is behind, which is no loss.
fn put_back(directory: &Directory, files: &Files) {
    std::fs::write(beside(&directory.vault(), GENERATION), &files.0[GENERATION]).unwrap();
}

#[test]
fn a_vault_that_is_gone_can_be_made_anew_when_the_user_says_so() {
    let [_, newer] = older_and_newer();
    let directory = newer.without(DATABASE).without(LOG).placed();
    Vault::accept_gone(&directory.vault()).unwrap();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    drop(vault);
    // It does nothing to a vault that is there.
    Vault::accept_gone(&directory.vault()).unwrap();
    unlocked(&directory.vault()).unwrap();
    let [older, newer] = older_and_newer();
    let directory = older.with(GENERATION, &newer).placed();
    Vault::accept_gone(&directory.vault()).unwrap();
    is_refused(&directory, Older::Behind);
}

#[test]
fn a_damaged_row_stays_an_error_in_a_vault_that_was_accepted() {
    let [_, newer] = older_and_newer();
    let directory = newer.placed();
    let other = rusqlite::Connection::open(directory.vault()).unwrap();
    other.execute("UPDATE row SET sealed = x'00'", []).unwrap();
    drop(other);
    assert!(matches!(unlocked(&directory.vault()), Err(VaultError::Damaged(_))));
    let mut vault = accept(&directory);
    let transaction = vault.begin(subrosa::vault::Durability::Process).unwrap();
    let got = transaction.get(Table::Contact, b"group", b"one");
    assert!(matches!(got, Err(VaultError::Damaged(_))), "{got:?}");
}
