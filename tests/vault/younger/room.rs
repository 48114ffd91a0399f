//! The room that is kept for restrictions on a full disk.

use std::io::Write as _;
use std::path::Path;
use std::{fs, io};

use subrosa::crypto::OsRandom;
use subrosa::vault::{Durability, Table, Vault, VaultError};

use super::{beside, unlocked};
use crate::directory::Directory;
use crate::refused_writes::SmallDisk;
use crate::{HOST, load, store};

const RESERVE: &str = "-reserve";

fn has_reserve(vault: &Path) -> bool {
    fs::metadata(beside(vault, RESERVE)).is_ok_and(|metadata| metadata.len() == 128 * 1024)
}

/// A contact in a page of its own.
fn put(vault: &mut Vault, key: &[u8], restricts: bool) -> Result<(), VaultError> {
    let mut transaction = vault.begin(Durability::Process)?;
    transaction.put(Table::Contact, b"group", key, &[7; 5000], &mut OsRandom)?;
    if restricts {
        transaction.restricts();
    }
    transaction.commit()
}

fn fill(ballast: &Path) {
    let mut file = fs::File::options().create(true).append(true).open(ballast).unwrap();
    let full = |result: io::Result<()>| result.is_err();
    while !full(file.write_all(&[1; 512])) {}
}

#[test]
fn the_room_is_kept_from_the_first_commit_on_and_made_again_in_a_quiet_moment() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    assert!(has_reserve(&directory.vault()));
    fs::remove_file(beside(&directory.vault(), RESERVE)).unwrap();
    vault.checkpoint().unwrap();
    assert!(has_reserve(&directory.vault()));
    // Where there is room it is left alone.
    put(&mut vault, b"two", true).unwrap();
    assert!(has_reserve(&directory.vault()));
    assert!(!beside(&directory.vault(), "-reserve.new").exists());
}

#[test]
fn on_a_full_disk_a_restriction_is_written_where_nothing_else_is() {
    // Without the right to mount, the test above has to do.
    let Some(disk) = SmallDisk::mount() else { return };
    let (path, ballast) = (disk.0.vault(), disk.0.path().join("ballast"));
    let mut vault = Vault::create(&path, &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    assert!(has_reserve(&path));
    fill(&ballast);
    let full = (0..100u8).find_map(|key| put(&mut vault, &[key], false).err());
    assert_eq!(full, Some(VaultError::DiskFull));
    assert!(has_reserve(&path), "nothing else takes the room");

    assert_eq!(put(&mut vault, b"never again", true), Ok(()));
    assert!(!has_reserve(&path));
    drop(vault);
    let mut vault = unlocked(&path).unwrap();
    assert_eq!(load(&mut vault, b"never again"), Some(vec![7; 5000]));

    fs::remove_file(&ballast).unwrap();
    vault.checkpoint().unwrap();
    assert!(has_reserve(&path));
}
