//! The key file beside a vault (VAULT.md, "Key file"): 32 random bytes that only the owner of the
//! vault may read.
//!
//! A new key is written as `<vault>.key.new` before the slot is committed, and renamed to
//! `<vault>.key` after. So at every instant one of the two opens the vault. Whoever writes, renames
//! or removes one of them holds the write lock of the database.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::slot::{MasterKey, Slot};
use crate::crypto::Secret;
use crate::vault::{ProtectionKind, VaultError, files};

/// The content of a key file.
pub(in crate::vault) type FileKey = Secret<32>;

/// The key file of a vault.
///
/// # Errors
/// [`VaultError::KeyFileMissing`], [`VaultError::KeyFileExposed`], [`VaultError::KeyFileDamaged`],
/// [`VaultError::File`].
pub(in crate::vault) fn read(vault: &Path) -> Result<FileKey, VaultError> {
    read_from(&current(vault))
}

/// Opens a slot with the key file, or with the one that was about to take its place.
///
/// # Errors
/// As [`read`], and [`VaultError::WrongKey`].
pub(in crate::vault) fn open(vault: &Path, slot: &Slot) -> Result<MasterKey, VaultError> {
    let opened = read(vault).and_then(|key| slot.open(key.as_bytes()));
    match opened {
        Err(VaultError::KeyFileMissing | VaultError::WrongKey(_)) => {
            match read_from(&next(vault)).and_then(|key| slot.open(key.as_bytes())) {
                Err(VaultError::KeyFileMissing | VaultError::WrongKey(_)) => opened,
                other => other,
            }
        }
        other => other,
    }
}

/// Writes the key that the next slot needs, to last when its folder is synced.
pub(in crate::vault) fn prepare(vault: &Path, key: &FileKey) -> Result<(), VaultError> {
    let path = next(vault);
    let write = || {
        files::remove(&path)?;
        let mut file = files::create_private(&path)?;
        file.write_all(key.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|error| VaultError::file(&path, &error))
}

/// Whether there is a file that [`settle`] may have to do with.
pub(in crate::vault) fn is_unsettled(vault: &Path, kind: ProtectionKind) -> bool {
    next(vault).exists() || kind != ProtectionKind::KeyFile && current(vault).exists()
}

/// Brings the files in line with the slot that is committed: the key that opens it gets its proper
/// name, and one that does not is removed, once there is no doubt that it is not needed.
pub(in crate::vault) fn settle(vault: &Path, slot: &Slot) -> Result<(), VaultError> {
    let (current, next) = (current(vault), next(vault));
    let act = || {
        // Whoever else may read it: what opens the vault must not be lost.
        let opens = |path| bytes_of(path).is_ok_and(|(key, _)| slot.open(key.as_bytes()).is_ok());
        if slot.kind() != ProtectionKind::KeyFile {
            files::remove(&current)?;
            files::remove(&next)?;
        } else if opens(&next) {
            fs::rename(&next, &current)?;
        } else if opens(&current) {
            files::remove(&next)?;
        }
        files::sync_directory_of(vault)
    };
    act().map_err(|error| VaultError::file(&current, &error))
}

fn read_from(path: &Path) -> Result<FileKey, VaultError> {
    let (key, metadata) = bytes_of(path)?;
    match files::exposed_to_others(&metadata) {
        Some(mode) => Err(VaultError::KeyFileExposed { mode }),
        None => Ok(key),
    }
}

fn bytes_of(path: &Path) -> Result<(FileKey, Metadata), VaultError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => VaultError::KeyFileMissing,
        _ => VaultError::file(path, &error),
    };
    let mut file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if metadata.len() != 32 {
        return Err(VaultError::KeyFileDamaged { found: metadata.len() });
    }
    let mut key = FileKey::zeroed();
    file.read_exact(key.as_mut_bytes()).map_err(failed)?;
    Ok((key, metadata))
}

fn current(vault: &Path) -> PathBuf {
    files::beside(vault, ".key")
}

fn next(vault: &Path) -> PathBuf {
    files::beside(vault, ".key.new")
}
