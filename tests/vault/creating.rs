//! A vault that is being made, and what a loss of power or a kill leaves of it: the whole vault, or what
//! counts as none. Nobody is locked out at the first start.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use subrosa::crypto::OsRandom;
use subrosa::vault::{FirstRow, Older, Patience, Protection, Table, Vault, VaultError};

use crate::child;
use crate::directory::Directory;
use crate::killed::killed;
use crate::{HOST, load, store};

const FIRST: FirstRow<'static> =
    FirstRow { table: Table::Contact, group: b"group", key: b"first", value: b"value" };

fn create(path: &Path, protection: &Protection<'_>) -> Result<Vault, VaultError> {
    Vault::create_with(path, protection, &mut OsRandom, &[FIRST], &Patience::default())
}

fn open(path: &Path, protection: &Protection<'_>) -> Result<Vault, VaultError> {
    let mut vault = Vault::open(path)?;
    vault.unlock(protection).map(|()| vault)
}

/// As a program does at its start. Gives whether the vault was there.
fn start(path: &Path, protection: &Protection<'_>) -> bool {
    let (mut vault, was_there) = match open(path, protection) {
        Err(VaultError::Missing) => (create(path, protection).unwrap(), false),
        opened => (opened.unwrap(), true),
    };
    assert_eq!(load(&mut vault, b"first").as_deref(), Some(&b"value"[..]));
    store(&mut vault, b"next", b"value");
    drop(vault);
    let mut vault = open(path, protection).unwrap();
    assert!(load(&mut vault, b"next").is_some());
    for suffix in [".key.new", "-generation.new"] {
        assert!(!crate::directory::beside(path, suffix).exists(), "{suffix} is left");
    }
    was_there
}

/// The files of a vault that was just made, while its process lives.
fn made(protection: &Protection<'_>) -> BTreeMap<&'static str, Vec<u8>> {
    let directory = Directory::fast();
    let _vault = create(&directory.vault(), protection).unwrap();
    let all = ["", "-wal", ".key", "-generation"].into_iter();
    let read = |suffix| fs::read(crate::directory::beside(&directory.vault(), suffix)).ok();
    all.filter_map(|suffix| Some((suffix, read(suffix)?))).collect()
}

fn placed(files: &[(&str, &[u8])]) -> Directory {
    let directory = Directory::fast();
    for (suffix, content) in files {
        let path = crate::directory::beside(&directory.vault(), suffix);
        fs::write(&path, content).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }
    directory
}

#[test]
fn whatever_a_loss_of_power_leaves_of_a_vault_that_was_being_made_the_next_start_goes_on() {
    let files = made(&Protection::KeyFile);
    let file = |suffix: &str| files[suffix].as_slice();
    let (base, log) = (file(""), file("-wal"));
    let (key, generation) = (file(".key"), file("-generation"));
    // Before the log is on the disk: nothing of it, or a part.
    let none: [&[(&str, &[u8])]; 7] = [
        &[("", b"")],
        &[("", &[0; 4096])],
        &[("", base)],
        &[("", base), (".key.new", &key[..20])],
        &[("", base), (".key.new", key), ("-generation.new", &generation[..60])],
        &[("", base), (".key.new", key), ("-generation.new", generation)],
        &[("", base), (".key.new", key), ("-generation.new", generation), ("-wal", &log[..5000])],
    ];
    for files in none {
        assert!(!start(&placed(files).vault(), &Protection::KeyFile), "{:?}", files.len());
    }
    // From then on, whichever names have come to the disk.
    for key_name in [".key.new", ".key"] {
        for generation_name in ["-generation.new", "-generation"] {
            let files = [("", base), ("-wal", log), (key_name, key), (generation_name, generation)];
            assert!(start(&placed(&files).vault(), &Protection::KeyFile));
        }
    }
}

#[test]
fn a_new_vault_that_loses_its_log_or_its_generation_is_refused() {
    let files = made(&HOST);
    let file = |suffix: &str| files[suffix].as_slice();
    let lost = placed(&[("", file("")), ("-generation", file("-generation"))]);
    let error = open(&lost.vault(), &HOST).unwrap_err();
    assert!(matches!(error, VaultError::Older { why: Older::NoDatabase, .. }), "{error}");
    let lost = placed(&[("", file("")), ("-wal", file("-wal"))]);
    let error = open(&lost.vault(), &HOST).unwrap_err();
    assert!(matches!(error, VaultError::Older { why: Older::NoFile, .. }), "{error}");
    // One of another vault, under the name that it has while a vault is made.
    let foreign = made(&HOST);
    let foreign = foreign["-generation"].as_slice();
    let lost = placed(&[("", file("")), ("-wal", file("-wal")), ("-generation.new", foreign)]);
    let error = open(&lost.vault(), &HOST).unwrap_err();
    assert!(matches!(error, VaultError::Older { why: Older::NoFile, .. }), "{error}");
}

#[test]
fn a_kill_while_a_vault_is_made_leaves_none_or_the_whole() {
    let mut seen = [0, 0];
    for round in 0..30 {
        let directory = Directory::fast();
        killed("creating::making_child", directory.path(), round % 3);
        for entry in 0..4 {
            let path = directory.path().join(format!("vault-{entry}"));
            if path.exists() {
                seen[usize::from(start(&path, &Protection::KeyFile))] += 1;
            }
        }
    }
    assert!(seen[1] > 0, "{seen:?}");
}

#[test]
#[ignore = "runs as the child of another test"]
fn making_child() {
    for number in 0.. {
        let path = child::place().join(format!("vault-{number}"));
        drop(create(&path, &Protection::KeyFile).unwrap());
        child::report(number);
    }
}
