//! Disks that are full and places that cannot be written.
#![cfg(unix)]

use std::ffi::OsString;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output};
use std::{env, fs};

use subrosa::crypto::OsRandom;
use subrosa::vault::{Durability, Table, Vault, VaultError};

use crate::directory::Directory;
use crate::{HOST, OTHER_HOST, child, load, store};

fn is_success(output: &Output) {
    let Output { status, stdout, stderr } = output;
    let said = [stdout.as_slice(), stderr].concat();
    assert!(status.success(), "{}", String::from_utf8_lossy(&said));
}

/// Writes until there is an error; all that was committed is there, and reads as before.
fn fill(path: &Path) -> VaultError {
    let mut vault = Vault::open(path).unwrap();
    vault.unlock(&HOST).unwrap();
    let mut committed = 0u32;
    let error = loop {
        let filled = vault.begin(Durability::Process).and_then(|mut transaction| {
            for part in 0..4u32 {
                let key = [committed.to_be_bytes(), part.to_be_bytes()].concat();
                transaction.put(Table::Text, b"", &key, &[7; 5000], &mut OsRandom).inspect_err(
                    |_| {
                        let get = transaction.get(Table::Text, b"", &key);
                        assert_eq!(get, Err(VaultError::RolledBack));
                    },
                )?;
            }
            transaction.commit()
        });
        match filled {
            Ok(()) => committed += 1,
            Err(error) => break error,
        }
        assert!(committed < 10_000, "no end to the disk");
    };
    assert!(committed > 3, "{committed} fitted");
    for again in 0..2 {
        assert_eq!(vault.verify(), Ok(()));
        let transaction = vault.begin(Durability::Process).unwrap();
        let texts = transaction.scan(Table::Text, b"").unwrap();
        assert_eq!(texts.len(), 4 * committed as usize);
        drop(transaction);
        if again == 0 {
            drop(vault);
            vault = Vault::open(path).unwrap();
            vault.unlock(&HOST).unwrap();
        }
    }
    error
}

#[test]
fn where_files_may_not_grow_nothing_committed_is_lost() {
    let directory = Directory::new();
    drop(Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap());
    // A write past the limit fails, since the signal that says so is ignored.
    let script = "ulimit -f 1000 && trap '' XFSZ && exec \"$0\" \"$@\"";
    let child = child::command("refused_writes::filling_child", &directory.vault());
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(child.get_program())
        .args(child.get_args())
        .envs(child.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .output()
        .unwrap();
    is_success(&output);
}

#[test]
#[ignore = "runs as the child of another test"]
fn filling_child() {
    let error = fill(&child::place());
    assert!(matches!(error, VaultError::Io(_) | VaultError::DiskFull), "{error}");
}

/// A small file system of its own, where this process may make one.
pub(crate) struct SmallDisk(pub(crate) Directory);

impl SmallDisk {
    pub(crate) fn mount() -> Option<Self> {
        let disk = Self(Directory::new());
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(disk.0.path());
        mount.output().is_ok_and(|output| output.status.success()).then_some(disk)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).output();
    }
}

#[test]
fn on_a_full_disk_nothing_committed_is_lost_and_room_is_used_again() {
    // Without the right to mount the limit on files stands in; a full database is tested with the
    // room as well.
    let Some(disk) = SmallDisk::mount() else {
        return where_files_may_not_grow_nothing_committed_is_lost();
    };
    let path = disk.0.vault();
    let ballast = disk.0.path().join("ballast");
    drop(Vault::create(&path, &HOST, &mut OsRandom).unwrap());
    fs::write(&ballast, vec![1; 200_000]).unwrap();
    assert_eq!(fill(&path), VaultError::DiskFull);

    let mut vault = Vault::open(&path).unwrap();
    vault.unlock(&HOST).unwrap();
    fs::remove_file(&ballast).unwrap();
    store(&mut vault, b"one", b"value");
    assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
    drop(vault);

    while fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(&ballast)
        .and_then(|mut file| std::io::Write::write_all(&mut file, &[1; 512]))
        .is_ok()
    {}
    let created = Vault::create(&disk.0.path().join("another"), &HOST, &mut OsRandom);
    assert_eq!(created.unwrap_err(), VaultError::DiskFull);
    let mut vault = Vault::open(&path).unwrap();
    vault.unlock(&HOST).unwrap();
    assert_eq!(vault.verify(), Ok(()));
}

/// Runs an ignored test as somebody to whom permissions apply.
fn without_privileges(test: &str, directory: &Directory) {
    const NOBODY: u32 = 65_534;
    if fs::metadata(directory.path()).unwrap().uid() != 0 {
        let mut child = child::command(test, directory.path());
        return is_success(&child.output().unwrap());
    }
    let program = Directory::new();
    fs::set_permissions(program.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let copy = program.path().join("program");
    fs::copy(env::current_exe().unwrap(), &copy).unwrap();
    let mut own = vec![directory.path().to_owned()];
    own.extend(fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().path()));
    for path in own {
        chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    let child = child::command(test, directory.path());
    let variables: Vec<(OsString, OsString)> = child
        .get_envs()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
        .collect();
    let output = Command::new(copy)
        .args(child::arguments(test))
        .envs(variables)
        .uid(NOBODY)
        .gid(NOBODY)
        .current_dir("/")
        .output()
        .unwrap();
    is_success(&output);
}

#[test]
fn what_may_not_be_written_is_read_only_and_stays_as_it_was() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    drop(vault);
    without_privileges("refused_writes::reading_child", &directory);
    let mut vault = Vault::open(&directory.vault()).unwrap();
    vault.unlock(&HOST).unwrap();
    assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
}

#[test]
#[ignore = "runs as the child of another test"]
fn reading_child() {
    let directory = child::place();
    let path = directory.join("vault");
    let set = |path: &Path, mode| {
        fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    };
    let before = fs::read(&path).unwrap();
    // The file.
    set(&path, 0o400);
    assert_eq!(Vault::open(&path).unwrap_err(), VaultError::ReadOnly);
    // The directory.
    set(&path, 0o600);
    set(&directory, 0o500);
    assert_eq!(Vault::open(&path).unwrap_err(), VaultError::ReadOnly);
    let created = Vault::create(&directory.join("new"), &HOST, &mut OsRandom).unwrap_err();
    let VaultError::File { kind, .. } = created else { panic!("{created}") };
    assert_eq!(kind, std::io::ErrorKind::PermissionDenied);
    // Neither may be read.
    set(&path, 0o000);
    assert!(matches!(Vault::open(&path).unwrap_err(), VaultError::Io(_)));
    set(&directory, 0o000);
    assert!(matches!(Vault::open(&path).unwrap_err(), VaultError::File { .. }));
    set(&directory, 0o700);
    set(&path, 0o600);
    assert_eq!(fs::read(&path).unwrap(), before);

    // A directory that becomes read-only while the vault is open: the files it needs are there.
    let mut vault = Vault::open(&path).unwrap();
    vault.unlock(&HOST).unwrap();
    set(&directory, 0o500);
    store(&mut vault, b"one", b"value");
    assert!(matches!(vault.lease(b"account"), Err(VaultError::File { .. })));
    let key_file = subrosa::vault::Protection::KeyFile;
    assert!(matches!(vault.protect(&key_file, &mut OsRandom), Err(VaultError::File { .. })));
    vault.unlock(&HOST).unwrap();
    vault.protect(&OTHER_HOST, &mut OsRandom).unwrap();
    vault.protect(&HOST, &mut OsRandom).unwrap();
    set(&directory, 0o700);
}
