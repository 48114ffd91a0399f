//! What the files of a vault tell, and to whom.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use subrosa::crypto::OsRandom;
use subrosa::vault::{Durability, Protection, Table, Vault};

use crate::directory::Directory;
use crate::{HOST, PASSPHRASE, store};

/// Name, mode and content of each file.
fn files(directory: &Directory) -> Vec<(String, u32, Vec<u8>)> {
    fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
            let name = entry.file_name().into_string().unwrap();
            (name, mode, fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn every_file_is_for_its_owner_alone() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &Protection::KeyFile, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    let _lease = vault.lease(b"account").unwrap();
    let mut found = files(&directory);
    found.sort();
    let (mut names, modes): (Vec<_>, Vec<_>) =
        found.iter().map(|(name, mode, _)| (name.as_str(), *mode)).unzip();
    assert!(modes.iter().all(|mode| *mode == 0o600), "{modes:?}");
    let lock = names.iter().position(|name| name.ends_with(".lock")).unwrap();
    assert_eq!(names.remove(lock).len(), "vault..lock".len() + 16);
    let expected =
        ["vault", "vault-generation", "vault-reserve", "vault-shm", "vault-wal", "vault.key"];
    assert_eq!(names, expected);
}

#[test]
fn an_empty_file_that_others_can_read_is_made_private_before_anything_is_in_it() {
    let directory = Directory::new();
    fs::write(directory.vault(), b"").unwrap();
    fs::set_permissions(directory.vault(), PermissionsExt::from_mode(0o666)).unwrap();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    for (name, mode, _) in files(&directory) {
        assert_eq!(mode, 0o600, "{name}");
    }
}

#[test]
fn nothing_that_was_put_stands_in_any_file() {
    const SECRETS: [&[u8]; 6] = [
        b"romeo@verona.example",
        b"But soft, what light through yonder window breaks?",
        b"#montague-private",
        b"a long enough passphrase",
        &[0x5A; 32],
        b"the lease of #capulet",
    ];
    let [name, text, account, passphrase, key, lease] = SECRETS;
    let directory = Directory::new();
    let mut vault =
        Vault::create(&directory.vault(), &Protection::Passphrase(passphrase), &mut OsRandom)
            .unwrap();
    let mut transaction = vault.begin(Durability::Power).unwrap();
    transaction.put(Table::Contact, account, name, text, &mut OsRandom).unwrap();
    transaction.put(Table::Text, name, text, name, &mut OsRandom).unwrap();
    transaction.put(Table::Peer, text, account, key, &mut OsRandom).unwrap();
    transaction.commit().unwrap();
    let host_key = key.try_into().unwrap();
    vault.protect(&Protection::HostKey(host_key), &mut OsRandom).unwrap();
    let mut transaction = vault.begin(Durability::Process).unwrap();
    transaction.put(Table::Contact, account, name, key, &mut OsRandom).unwrap();
    transaction.delete(Table::Text, name, text).unwrap();
    transaction.commit().unwrap();
    let _lease = vault.lease(lease).unwrap();

    let found = files(&directory);
    assert_eq!(found.len(), 6, "database, log, index, generation, reserve and lock");
    for (file, _, content) in &found {
        for secret in SECRETS {
            let part = &secret[..8];
            assert!(!content.windows(8).any(|window| window == part), "{part:?} in {file}");
            assert!(!file.contains(&*String::from_utf8_lossy(part)));
        }
    }
    // The search finds what is there.
    assert!(found.iter().any(|(_, _, content)| {
        content.windows(8).any(|window| window == &b"SQLite format 3"[..8])
    }));
}

#[test]
fn the_same_put_twice_looks_different_and_lengths_are_rounded() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &PASSPHRASE, &mut OsRandom).unwrap();
    let read = rusqlite::Connection::open(directory.vault()).unwrap();
    // The other row is the generation.
    store(&mut vault, b"one", &[7; 200]);
    let longest = "SELECT key_id FROM row ORDER BY length(sealed) DESC LIMIT 1";
    let key: [u8; 16] = read.query_row(longest, [], |row| row.get(0)).unwrap();
    let row = || -> ([u8; 16], [u8; 16], Vec<u8>) {
        read.query_row("SELECT * FROM row WHERE key_id = ?1", [key], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap()
    };
    store(&mut vault, b"one", b"value");
    let first = row();
    store(&mut vault, b"one", b"value");
    let second = row();
    assert_eq!((first.0, first.1), (second.0, second.1));
    assert_ne!(first.2, second.2);
    for (length, sealed) in [(0, 113), (1, 113), (63, 113), (64, 177), (127, 177), (128, 241)] {
        store(&mut vault, b"one", &vec![7; length]);
        assert_eq!(row().2.len(), sealed, "{length}");
    }
}

#[test]
fn what_was_deleted_is_overwritten_once_the_log_is_emptied() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", &[7; 5000]);
    let read = rusqlite::Connection::open(directory.vault()).unwrap();
    let longest = "SELECT sealed FROM row ORDER BY length(sealed) DESC LIMIT 1";
    let sealed: Vec<u8> = read.query_row(longest, [], |row| row.get(0)).unwrap();
    drop(read);
    let traces = || {
        let found = files(&directory);
        let parts = sealed.chunks_exact(16).filter(|part| {
            found.iter().any(|(_, _, content)| content.windows(16).any(|window| window == *part))
        });
        parts.count()
    };
    assert!(traces() > 290);
    let mut transaction = vault.begin(Durability::Process).unwrap();
    transaction.delete(Table::Contact, b"group", b"one").unwrap();
    transaction.commit().unwrap();
    drop(vault);
    assert_eq!(traces(), 0);
}
