//! How it is noticed that a vault has come back younger than it was (VAULT.md, "Generation").
//!
//! A number stands in the database and in a file beside it. It moves in both with each log that
//! begins, so that a log cannot vanish unseen, and with each restriction, so that none can. The file
//! is written once the commit is on the disk. A crash between the two leaves the file behind, which
//! is no loss; a file that is ahead is one.

mod file;
mod log;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};

use super::rows::{self, Keys};
use super::{Older, Patience, VaultError};
pub(super) use file::{exists, finish};
use log::{Log, LogId};
pub(super) use log::{sync as sync_log, sync_content as sync_log_content};

/// What a connection knows of the log.
#[derive(Debug, Default)]
pub(super) struct Generation {
    /// The log in which, as this connection knows, the number has moved, and the file with it.
    noted: Option<LogId>,
    log: Log,
}

impl Generation {
    /// Whether a commit that writes must move the number: into a log of which nothing is known.
    /// Asked while nobody else can begin a log.
    pub(super) fn must_move(&mut self, vault: &Path) -> bool {
        self.noted.is_none() || self.log.id(vault) != self.noted
    }

    /// The number has moved in the log that is there, and the file with it.
    pub(super) fn know(&mut self, vault: &Path) {
        self.noted = self.log.id(vault);
    }

    /// The log will begin anew, or may have.
    pub(super) fn forget(&mut self) {
        self.noted = None;
    }

    /// Takes note that `number` is committed: makes the commit outlast the machine unless it does
    /// already, then writes the file. What fails is tried again with the next commit that writes.
    ///
    /// # Errors
    /// Only of the first of the two: the number, and all that was committed with it, may not be on
    /// the disk.
    pub(super) fn note(
        &mut self,
        vault: &Path,
        keys: &Keys,
        number: u64,
        lasts: bool,
        patience: &Patience,
    ) -> Result<(), VaultError> {
        self.noted = None;
        if !lasts {
            log::sync(vault)?;
        }
        if file::raise(vault, keys, number, patience).is_ok() {
            self.noted = self.log.id(vault);
        }
        Ok(())
    }
}

/// Moves the number in the database, inside a transaction, and gives the new one.
///
/// There has to be a file before the database says that there is one. Where none can be made the
/// number stays at 0, and the next commit tries again.
pub(super) fn advance(
    vault: &Path,
    keys: &Keys,
    connection: &Connection,
) -> Result<Option<u64>, VaultError> {
    let number = in_database(keys, connection)?;
    if number == 0 && !exists(vault) && file::create(vault, keys, 0).is_err() {
        return Ok(None);
    }
    put(keys, connection, number.saturating_add(1)).map(Some)
}

/// Begins with 1 in a new vault, inside the transaction that makes it, and writes the file under the
/// name that it has until then.
pub(super) fn begin(vault: &Path, keys: &Keys, connection: &Connection) -> Result<(), VaultError> {
    file::prepare(vault, keys, 1)?;
    put(keys, connection, 1).map(drop)
}

/// Whether the database is as young as the file says.
///
/// # Errors
/// [`VaultError::Older`]; [`VaultError::Damaged`], [`VaultError::File`] and those of SQLite.
pub(super) fn check(vault: &Path, keys: &Keys, connection: &Connection) -> Result<(), VaultError> {
    for _ in 0..3 {
        // The file first: until the database is read another process may move both.
        let written = file::read(vault, keys)?;
        let number = in_database(keys, connection)?;
        let older = match written {
            file::Found::Nothing if number == 0 => return Ok(()),
            // Another process may have made it in between: look again.
            file::Found::Nothing if exists(vault) => continue,
            // Whoever has made the vault was stopped before the file had its name.
            file::Found::Nothing if file::is_prepared(vault, keys, number)? => {
                finish(vault)?;
                continue;
            }
            file::Found::Number(written) if written <= number => return Ok(()),
            file::Found::Nothing => Older::NoFile,
            file::Found::Number(_) => Older::Behind,
            file::Found::Foreign => Older::BadFile,
        };
        return Err(error(vault, older));
    }
    // It comes and goes.
    Err(error(vault, Older::NoFile))
}

/// Goes on from what is there, inside a transaction: from the greater of the two numbers. Gives the
/// new one.
pub(super) fn accept(
    vault: &Path,
    keys: &Keys,
    connection: &Connection,
) -> Result<u64, VaultError> {
    let written = match file::read(vault, keys)? {
        file::Found::Number(written) => written,
        file::Found::Nothing | file::Found::Foreign => {
            file::create(vault, keys, 0)?;
            0
        }
    };
    // A number that cannot be read counts for nothing: its row is about to be written anew.
    let number = in_database(keys, connection).unwrap_or(0).max(written);
    put(keys, connection, number.saturating_add(1))
}

/// There is a file, and no vault that it belongs to.
pub(super) fn gone(vault: &Path) -> VaultError {
    error(vault, Older::NoDatabase)
}

/// Removes the file of a vault that is gone.
pub(super) fn remove(vault: &Path) -> Result<(), VaultError> {
    file::remove(vault)
}

fn error(vault: &Path, why: Older) -> VaultError {
    VaultError::Older { file: path(vault), why }
}

fn path(vault: &Path) -> PathBuf {
    file::path(vault)
}

/// The number in the database: 0 in a vault that has never been written to.
fn in_database(keys: &Keys, connection: &Connection) -> Result<u64, VaultError> {
    let id = keys.generation();
    let sealed: Option<Vec<u8>> = connection
        .prepare_cached("SELECT sealed FROM row WHERE group_id = ?1 AND key_id = ?2")
        .and_then(|mut query| {
            query.query_row(params![id.group, id.key], |row| row.get(0)).optional()
        })
        .map_err(VaultError::sqlite)?;
    let Some(sealed) = sealed else { return Ok(0) };
    let value = keys.open(&id, &sealed)?;
    let value = value.as_slice().try_into().map_err(|_| VaultError::Damaged("the generation"))?;
    Ok(u64::from_be_bytes(value))
}

fn put(keys: &Keys, connection: &Connection, number: u64) -> Result<u64, VaultError> {
    let id = keys.generation();
    rows::put(connection, &id, &keys.seal_again(&id, &number.to_be_bytes())?)?;
    Ok(number)
}
