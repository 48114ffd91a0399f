//! How a vault is made (VAULT.md, "Creating"): with few syncs of the disk, and so that a loss of power at
//! any instant leaves the whole vault, or what counts as none.
//!
//! Files that belong to the vault are written under names that count for nothing while there is none.
//! One transaction makes the vault of an empty database; then the files get their names.

use std::path::Path;

use rusqlite::Connection;

use super::database::Database;
use super::protection::slot::MasterKey;
use super::protection::{SealedMaster, key_file};
use super::rows::{self, Keys};
use super::schema::{self, Found};
use super::vault::{Unlocked, is_gone};
use super::{
    Durability, Patience, Protection, Table, Vault, VaultError, files, generation, reserve,
};
use crate::crypto::Random;

/// What a vault has from its beginning.
#[derive(Clone, Copy)]
pub struct FirstRow<'a> {
    /// Its table.
    pub table: Table,
    /// Its group.
    pub group: &'a [u8],
    /// Its key.
    pub key: &'a [u8],
    /// The value.
    pub value: &'a [u8],
}

impl core::fmt::Debug for FirstRow<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("FirstRow").field("table", &self.table).finish_non_exhaustive()
    }
}

impl Vault {
    /// Makes a vault, unlocked, in a directory that is there. Its files are for their owner alone
    /// (mode 0600). A key file that is there already, without a vault, is used again.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`]; [`VaultError::Older`] where a vault is gone that was there;
    /// [`VaultError::EmptyPassphrase`]; those of the key file;
    /// [`VaultError::ReadOnly`], [`VaultError::DiskFull`], [`VaultError::Busy`],
    /// [`VaultError::File`], [`VaultError::Io`], [`VaultError::Crypto`]. A later call can go on where
    /// this one stopped.
    pub fn create(
        path: &Path,
        protection: &Protection<'_>,
        rng: &mut dyn Random,
    ) -> Result<Self, VaultError> {
        Self::create_with(path, protection, rng, &[], &Patience::default())
    }

    /// As [`create`](Self::create), with rows that are there from the beginning, or nothing is, and
    /// with a word on how long others are waited for.
    ///
    /// # Errors
    /// As [`create`](Self::create), and [`VaultError::ValueTooLong`].
    pub fn create_with(
        path: &Path,
        protection: &Protection<'_>,
        rng: &mut dyn Random,
        rows: &[FirstRow<'_>],
        patience: &Patience,
    ) -> Result<Self, VaultError> {
        let path = files::resolved(path)?;
        if is_gone(&path, patience) {
            return Err(generation::gone(&path));
        }
        let master = MasterKey::random(rng)?;
        let there = match protection {
            Protection::KeyFile => match key_file::read(&path) {
                Ok(key) => Some(key),
                Err(VaultError::KeyFileMissing) => None,
                Err(error) => return Err(error),
            },
            _ => None,
        };
        let sealed = SealedMaster::new(protection, there, &master, rng)?;
        let keys = Keys::derive(&master)?;
        let database = Database::blank(&path, patience)?;
        let mut vault = Self::new(database, protection.kind());
        vault.database.exclusively_unsynced(|connection| {
            if schema::look(connection)? != Found::Blank {
                return Err(VaultError::AlreadyExists);
            }
            schema::bring_up_to_date(connection)?;
            sealed.write(&path, connection)?;
            if !rows.is_empty() {
                put(&keys, connection, rows, rng)?;
                // A vault with something in it has a generation.
                generation::begin(&path, &keys, connection)?;
            }
            // The names of all files, the log's too, before what makes a vault of them.
            files::sync_directory_of(&path).map_err(|error| VaultError::file(&path, &error))
        })?;
        vault.database.exclusively(Durability::Process, |connection| {
            generation::finish(&path)?;
            key_file::settle(&path, &super::protection::read_slot(connection)?)
        })?;
        if !rows.is_empty() {
            vault.database.know_generation();
            reserve::make(&path);
        }
        vault.unlocked = Some(Unlocked { master, keys });
        Ok(vault)
    }
}

fn put(
    keys: &Keys,
    connection: &Connection,
    rows: &[FirstRow<'_>],
    rng: &mut dyn Random,
) -> Result<(), VaultError> {
    for FirstRow { table, group, key, value } in rows {
        let id = keys.row(*table, group, key);
        rows::put(connection, &id, &keys.seal(&id, value, rng)?)?;
    }
    Ok(())
}
