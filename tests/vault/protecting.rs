//! Changing what protects a vault, and the key file.

use std::fs;

use subrosa::crypto::OsRandom;
use subrosa::vault::{Protection, ProtectionKind, Vault, VaultError};

use crate::directory::Directory;
use crate::{HOST, OTHER_HOST, PASSPHRASE, load, store};

fn opens_with(directory: &Directory, protection: &Protection<'_>) -> bool {
    let mut vault = Vault::open(&directory.vault()).unwrap();
    let opened = vault.unlock(protection).is_ok();
    assert!(!opened || load(&mut vault, b"one").as_deref() == Some(b"value"));
    opened
}

#[test]
fn after_every_change_of_protection_only_the_new_one_opens_the_vault() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    let all = [PASSPHRASE, HOST, Protection::KeyFile, OTHER_HOST];
    let files = [directory.path().join("vault.key"), directory.path().join("vault.key.new")];
    for old in &all {
        for new in &all {
            vault.protect(old, &mut OsRandom).unwrap();
            let old_key = fs::read(&files[0]).ok();
            vault.protect(new, &mut OsRandom).unwrap();
            assert_eq!(vault.protection(), new.kind());
            assert!(opens_with(&directory, new), "{old:?} to {new:?}");
            if format!("{old:?}") != format!("{new:?}") {
                assert!(!opens_with(&directory, old), "{old:?} to {new:?}");
            }
            assert_eq!(files[0].exists(), new.kind() == ProtectionKind::KeyFile);
            assert!(!files[1].exists());
            assert!(old_key.is_none() || old_key != fs::read(&files[0]).ok());
        }
    }
}

#[test]
fn an_empty_passphrase_is_refused() {
    let directory = Directory::new();
    let empty = Protection::Passphrase(b"");
    let refused = Vault::create(&directory.vault(), &empty, &mut OsRandom).unwrap_err();
    assert_eq!(refused, VaultError::EmptyPassphrase);
    assert!(!directory.vault().exists());
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    assert_eq!(vault.protect(&empty, &mut OsRandom), Err(VaultError::EmptyPassphrase));
    assert_eq!(vault.protection(), ProtectionKind::HostKey);
}

#[test]
fn another_connection_sees_a_new_protection_when_it_unlocks() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let mut other = Vault::open(&directory.vault()).unwrap();
    vault.protect(&Protection::KeyFile, &mut OsRandom).unwrap();
    let error = VaultError::OtherProtection(ProtectionKind::KeyFile);
    assert_eq!(other.unlock(&HOST), Err(error));
    assert_eq!(other.protection(), ProtectionKind::KeyFile);
    other.unlock(&Protection::KeyFile).unwrap();
}

#[test]
fn the_next_key_file_opens_a_vault_whose_owner_died_before_giving_it_its_name() {
    let directory = Directory::new();
    let (current, next) =
        (directory.path().join("vault.key"), directory.path().join("vault.key.new"));
    let mut vault = Vault::create(&directory.vault(), &Protection::KeyFile, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");

    // Died after the commit: the old file has the name still.
    fs::rename(&current, &next).unwrap();
    fs::write(&current, [9; 32]).unwrap();
    make_private(&current);
    assert!(opens_with(&directory, &Protection::KeyFile));
    assert!(!next.exists());

    // The same in a new vault, where there is no old file.
    fs::rename(&current, &next).unwrap();
    assert!(opens_with(&directory, &Protection::KeyFile));
    assert!(!next.exists());

    // Died before the commit: the next one opens nothing.
    fs::write(&next, [9; 32]).unwrap();
    assert!(opens_with(&directory, &Protection::KeyFile));
    assert!(!next.exists());

    // Died before the commit, and before the key was written wholly.
    fs::write(&next, [9; 3]).unwrap();
    vault.protect(&Protection::KeyFile, &mut OsRandom).unwrap();
    assert!(opens_with(&directory, &Protection::KeyFile));
    assert!(!next.exists());
}

#[test]
fn a_key_file_that_serves_no_more_is_removed_when_the_vault_is_unlocked() {
    let directory = Directory::new();
    let left = directory.path().join("vault.key");
    drop(Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap());
    fs::write(&left, [9; 32]).unwrap();
    let mut vault = Vault::open(&directory.vault()).unwrap();
    vault.unlock(&OTHER_HOST).unwrap_err();
    assert!(left.exists());
    vault.unlock(&HOST).unwrap();
    assert!(!left.exists());
}

#[test]
fn a_key_file_without_a_vault_is_used_again() {
    let directory = Directory::new();
    let key_file = directory.path().join("vault.key");
    drop(Vault::create(&directory.vault(), &Protection::KeyFile, &mut OsRandom).unwrap());
    let key = fs::read(&key_file).unwrap();
    let kept = directory.path().join("kept");
    fs::rename(directory.vault(), &kept).unwrap();
    drop(Vault::create(&directory.vault(), &Protection::KeyFile, &mut OsRandom).unwrap());
    assert_eq!(fs::read(&key_file).unwrap(), key);
    fs::rename(&kept, directory.vault()).unwrap();
    Vault::open(&directory.vault()).unwrap().unlock(&Protection::KeyFile).unwrap();
}

#[test]
fn a_missing_or_damaged_key_file_is_named() {
    let directory = Directory::new();
    let key_file = directory.path().join("vault.key");
    let mut vault = Vault::create(&directory.vault(), &Protection::KeyFile, &mut OsRandom).unwrap();
    let key = fs::read(&key_file).unwrap();
    for length in [0, 31, 33, 4096] {
        fs::write(&key_file, vec![1; length]).unwrap();
        let error = VaultError::KeyFileDamaged { found: length as u64 };
        assert_eq!(vault.unlock(&Protection::KeyFile), Err(error));
    }
    fs::remove_file(&key_file).unwrap();
    assert_eq!(vault.unlock(&Protection::KeyFile), Err(VaultError::KeyFileMissing));
    fs::write(&key_file, &key).unwrap();
    make_private(&key_file);
    vault.unlock(&Protection::KeyFile).unwrap();
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let directory = Directory::new();
    let key_file = directory.path().join("vault.key");
    let mut vault = Vault::create(&directory.vault(), &Protection::KeyFile, &mut OsRandom).unwrap();
    for mode in [0o640, 0o604, 0o620, 0o602, 0o601, 0o777] {
        fs::set_permissions(&key_file, PermissionsExt::from_mode(mode)).unwrap();
        let error = vault.unlock(&Protection::KeyFile).unwrap_err();
        assert_eq!(error, VaultError::KeyFileExposed { mode });
    }
    fs::set_permissions(&key_file, PermissionsExt::from_mode(0o400)).unwrap();
    vault.unlock(&Protection::KeyFile).unwrap();
}

fn make_private(path: &std::path::Path) {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    #[cfg(not(unix))]
    let _ = path;
}
