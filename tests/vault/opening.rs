//! Making, opening, locking and unlocking.

use std::fs;

use subrosa::crypto::OsRandom;
use subrosa::vault::{Durability, Protection, ProtectionKind, Vault, VaultError};

use crate::directory::Directory;
use crate::{HOST, OTHER_HOST, PASSPHRASE, load, store};

#[test]
fn a_vault_opens_with_what_it_was_made_with_and_has_what_was_committed() {
    for protection in [PASSPHRASE, HOST, Protection::KeyFile] {
        let directory = Directory::new();
        let mut vault = Vault::create(&directory.vault(), &protection, &mut OsRandom).unwrap();
        assert!(!vault.is_locked());
        store(&mut vault, b"one", b"value");
        drop(vault);

        let mut vault = Vault::open(&directory.vault()).unwrap();
        assert!(vault.is_locked());
        assert_eq!(vault.protection(), protection.kind());
        vault.unlock(&protection).unwrap();
        assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
        assert_eq!(load(&mut vault, b"two"), None);
        assert_eq!(vault.verify(), Ok(()));
    }
}

#[test]
fn a_locked_vault_gives_and_takes_nothing() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    vault.lock();
    assert!(vault.is_locked());
    assert_eq!(vault.begin(Durability::Power).unwrap_err(), VaultError::Locked);
    assert_eq!(vault.lease(b"account").unwrap_err(), VaultError::Locked);
    assert_eq!(vault.protect(&PASSPHRASE, &mut OsRandom), Err(VaultError::Locked));
    assert_eq!(vault.verify(), Err(VaultError::Locked));
    vault.unlock(&HOST).unwrap();
    vault.begin(Durability::Power).unwrap();
}

#[test]
fn every_wrong_key_is_named_and_leaves_the_vault_as_it_was() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &PASSPHRASE, &mut OsRandom).unwrap();
    vault.lock();
    for wrong in ["", "a ros", "a rose ", "A rose"] {
        let error = vault.unlock(&Protection::Passphrase(wrong.as_bytes())).unwrap_err();
        assert_eq!(error, VaultError::WrongKey(ProtectionKind::Passphrase));
        assert_eq!(error.to_string(), "wrong passphrase");
        assert!(vault.is_locked());
    }
    let other = VaultError::OtherProtection(ProtectionKind::Passphrase);
    assert_eq!(vault.unlock(&HOST), Err(other.clone()));
    assert_eq!(vault.unlock(&Protection::KeyFile), Err(other));
    vault.unlock(&PASSPHRASE).unwrap();

    vault.protect(&HOST, &mut OsRandom).unwrap();
    assert_eq!(vault.unlock(&OTHER_HOST), Err(VaultError::WrongKey(ProtectionKind::HostKey)));
    assert!(!vault.is_locked());

    vault.protect(&Protection::KeyFile, &mut OsRandom).unwrap();
    fs::write(directory.path().join("vault.key"), [9; 32]).unwrap();
    let error = VaultError::WrongKey(ProtectionKind::KeyFile);
    assert_eq!(vault.unlock(&Protection::KeyFile), Err(error));
}

#[test]
fn a_passphrase_can_be_turned_into_the_key_on_another_thread() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &PASSPHRASE, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    vault.lock();
    let unlocking = vault.unlocking().unwrap();
    let (wrong, key) = std::thread::spawn(move || {
        (unlocking.derive(b"a tulip").unwrap_err(), unlocking.derive(b"a rose").unwrap())
    })
    .join()
    .unwrap();
    assert_eq!(wrong, VaultError::WrongKey(ProtectionKind::Passphrase));
    vault.unlock_with(key).unwrap();
    assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
}

#[test]
fn an_open_vault_can_be_handed_to_another_thread() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let mut vault = std::thread::spawn(move || {
        store(&mut vault, b"one", b"value");
        vault
    })
    .join()
    .unwrap();
    assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
}

#[test]
fn a_key_is_refused_by_another_vault_and_after_a_change_of_passphrase() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &PASSPHRASE, &mut OsRandom).unwrap();
    let other_path = directory.path().join("other");
    let mut other = Vault::create(&other_path, &PASSPHRASE, &mut OsRandom).unwrap();
    let wrong = Err(VaultError::WrongKey(ProtectionKind::Passphrase));

    let unlocking = vault.unlocking().unwrap();
    assert_eq!(other.unlock_with(unlocking.derive(b"a rose").unwrap()), wrong);

    let key = unlocking.derive(b"a rose").unwrap();
    vault.protect(&Protection::Passphrase(b"a tulip"), &mut OsRandom).unwrap();
    vault.lock();
    assert_eq!(vault.unlock_with(key), wrong);
    vault.protect(&HOST, &mut OsRandom).unwrap_err();
    vault.unlock(&Protection::Passphrase(b"a tulip")).unwrap();
    vault.protect(&HOST, &mut OsRandom).unwrap();
    let other = VaultError::OtherProtection(ProtectionKind::HostKey);
    assert_eq!(vault.unlocking().unwrap_err(), other);
}

#[test]
fn what_is_shown_of_a_vault_and_its_keys_holds_no_secret() {
    let directory = Directory::new();
    let path = directory.path().join("pass");
    let vault = Vault::create(&path, &PASSPHRASE, &mut OsRandom).unwrap();
    let unlocking = vault.unlocking().unwrap();
    let key = unlocking.derive(b"a rose").unwrap();
    assert_eq!(format!("{PASSPHRASE:?} {HOST:?}"), "Passphrase(..) HostKey(..)");
    assert_eq!(format!("{unlocking:?} {key:?}"), "Unlocking { .. } VaultKey { .. }");
    let shown = format!("Vault {{ path: {path:?}, protection: Passphrase, locked: false }}");
    assert_eq!(format!("{vault:?}"), shown);
}

#[test]
fn a_name_that_sqlite_would_read_otherwise_is_only_a_name() {
    let directory = Directory::new();
    for name in ["file:x?mode=memory", ":memory:", "a b", "ö%20", "vault-wal"] {
        let path = directory.path().join(name);
        let mut vault = Vault::create(&path, &HOST, &mut OsRandom).unwrap();
        store(&mut vault, b"one", b"value");
        drop(vault);
        assert!(path.is_file(), "{name}");
        let mut vault = Vault::open(&path).unwrap();
        vault.unlock(&HOST).unwrap();
        assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
    }
}
