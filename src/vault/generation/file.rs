//! The file with the generation, `<vault>-generation`: two records, of which the greater counts.
//!
//! A record is written over the lesser of the two, in its place: that needs no room on a full disk,
//! and one that is torn leaves the other.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::vault::rows::Keys;
use crate::vault::{Patience, VaultError, files};

/// Where the second record stands: in a sector of its own.
const SECOND: u64 = 4096;

/// Sealed as a row is: format, fresh bytes, one block, tag.
const RECORD: usize = 1 + 32 + 64 + 16;

/// What the file turns out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// There is none.
    Nothing,
    /// The generation.
    Number(u64),
    /// It is damaged, or of another vault.
    Foreign,
}

pub(super) fn path(vault: &Path) -> PathBuf {
    files::beside(vault, "-generation")
}

pub(in crate::vault) fn exists(vault: &Path) -> bool {
    path(vault).exists()
}

/// Makes the file, or puts a new one in the place of one that is worth nothing. It is whole or not
/// there.
pub(super) fn create(vault: &Path, keys: &Keys, number: u64) -> Result<(), VaultError> {
    let path = path(vault);
    let failed = |error: io::Error| VaultError::file(&path, &error);
    // The database must not be what a loss of power takes of the two.
    files::sync_directory_of(vault).map_err(failed)?;
    prepare(vault, keys, number)?;
    finish(vault)?;
    files::sync_directory_of(vault).map_err(failed)
}

/// Writes the file under the name that it has until [`finish`].
pub(super) fn prepare(vault: &Path, keys: &Keys, number: u64) -> Result<(), VaultError> {
    let new = next(vault);
    let record = seal(keys, number)?;
    let write = || {
        files::remove(&new)?;
        let mut file = files::create_private(&new)?;
        file.write_all(&record)?;
        file.seek(SeekFrom::Start(SECOND))?;
        file.write_all(&[0; RECORD])?;
        file.sync_all()
    };
    write().map_err(|error| VaultError::file(&new, &error))
}

/// Gives the file its name, which lasts when the folder is synced. Somebody else may have done so.
pub(in crate::vault) fn finish(vault: &Path) -> Result<(), VaultError> {
    match fs::rename(next(vault), path(vault)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(VaultError::file(&path(vault), &error))
        }
        _ => Ok(()),
    }
}

/// Whether there is a file that only lacks its name, for a vault whose database has this number.
pub(super) fn is_prepared(vault: &Path, keys: &Keys, number: u64) -> Result<bool, VaultError> {
    let found = read_from(&next(vault), keys)?;
    Ok(matches!(found, Found::Number(written) if written <= number))
}

fn next(vault: &Path) -> PathBuf {
    files::beside(vault, "-generation.new")
}

pub(super) fn remove(vault: &Path) -> Result<(), VaultError> {
    let path = path(vault);
    files::remove(&path)
        .and_then(|()| files::sync_directory_of(vault))
        .map_err(|error| VaultError::file(&path, &error))
}

/// # Errors
/// [`VaultError::File`] when there is a file that cannot be read.
pub(super) fn read(vault: &Path, keys: &Keys) -> Result<Found, VaultError> {
    read_from(&path(vault), keys)
}

fn read_from(path: &Path, keys: &Keys) -> Result<Found, VaultError> {
    match File::open(path).and_then(|mut file| records(&mut file)) {
        Ok(records) => {
            Ok(greatest(keys, &records).map_or(Found::Foreign, |(_, n)| Found::Number(n)))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Nothing),
        Err(error) => Err(VaultError::file(path, &error)),
    }
}

/// Raises the number in a file that is there, and makes that last. It never sinks, whoever else
/// writes.
pub(super) fn raise(
    vault: &Path,
    keys: &Keys,
    number: u64,
    patience: &Patience,
) -> Result<(), VaultError> {
    let path = path(vault);
    let failed = |error: io::Error| VaultError::file(&path, &error);
    let mut file = OpenOptions::new().read(true).write(true).open(&path).map_err(failed)?;
    lock(&file, patience).map_err(failed)?;
    let place = match greatest(keys, &records(&mut file).map_err(failed)?) {
        Some((_, there)) if there >= number => return Ok(()),
        Some((0, _)) => SECOND,
        _ => 0,
    };
    let record = seal(keys, number)?;
    let write = |file: &mut File| {
        file.seek(SeekFrom::Start(place))?;
        file.write_all(&record)?;
        file.sync_data()
    };
    write(&mut file).map_err(failed)
}

/// The lock goes with the file.
fn lock(file: &File, patience: &Patience) -> io::Result<()> {
    for before in 0.. {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if patience.step(before) => {}
            Err(TryLockError::WouldBlock) => break,
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// Both records, as far as they are there.
fn records(file: &mut File) -> io::Result<[Vec<u8>; 2]> {
    let mut record = |place| {
        let mut bytes = Vec::with_capacity(RECORD);
        file.seek(SeekFrom::Start(place))?;
        Read::take(&mut *file, RECORD as u64).read_to_end(&mut bytes)?;
        Ok::<_, io::Error>(bytes)
    };
    Ok([record(0)?, record(SECOND)?])
}

/// Which record counts, and its number.
fn greatest(keys: &Keys, records: &[Vec<u8>; 2]) -> Option<(usize, u64)> {
    let numbers = records.iter().enumerate().filter_map(|(at, record)| {
        let value = keys.open(&keys.generation_file(), record).ok()?;
        Some((at, u64::from_be_bytes(value.as_slice().try_into().ok()?)))
    });
    numbers.max_by_key(|(_, number)| *number)
}

fn seal(keys: &Keys, number: u64) -> Result<Vec<u8>, VaultError> {
    keys.seal_again(&keys.generation_file(), &number.to_be_bytes())
}
