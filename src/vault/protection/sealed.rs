//! The slot in the database, with the key file that goes with it.

use std::path::Path;

use rusqlite::{Connection, params};

use super::key_file::{self, FileKey};
use super::slot::{MasterKey, Slot};
use crate::crypto::Random;
use crate::vault::{Protection, ProtectionKind, VaultError};

/// The master key as a slot, and what else must be written with it.
pub(in crate::vault) struct SealedMaster {
    slot: Slot,
    /// A key that is not yet in a key file.
    new_key: Option<FileKey>,
}

impl SealedMaster {
    pub(in crate::vault) fn new(
        protection: &Protection<'_>,
        there: Option<FileKey>,
        master: &MasterKey,
        rng: &mut dyn Random,
    ) -> Result<Self, VaultError> {
        let kind = protection.kind();
        let (slot, new_key) = match (protection, there) {
            (Protection::Passphrase(passphrase), _) => {
                (Slot::seal(kind, passphrase, master, rng)?, None)
            }
            (Protection::HostKey(key), _) => (Slot::seal(kind, *key, master, rng)?, None),
            (Protection::KeyFile, Some(key)) => {
                (Slot::seal(kind, key.as_bytes(), master, rng)?, None)
            }
            (Protection::KeyFile, None) => {
                let key = FileKey::random(rng)?;
                (Slot::seal(kind, key.as_bytes(), master, rng)?, Some(key))
            }
        };
        Ok(Self { slot, new_key })
    }

    /// How it protects.
    pub(in crate::vault) fn kind(&self) -> ProtectionKind {
        self.slot.kind()
    }

    /// Whether a key file is written with it, whose folder is to be synced before the commit.
    pub(in crate::vault) fn has_key_file(&self) -> bool {
        self.new_key.is_some()
    }

    /// Writes it inside a transaction.
    pub(in crate::vault) fn write(
        &self,
        vault: &Path,
        connection: &Connection,
    ) -> Result<(), VaultError> {
        let Self { slot, new_key } = self;
        if let Some(key) = new_key {
            key_file::prepare(vault, key)?;
        }
        connection
            .execute(
                "INSERT OR REPLACE INTO slot (id, sealed) VALUES (1, ?1)",
                params![slot.to_bytes()],
            )
            .map(drop)
            .map_err(VaultError::sqlite)
    }
}

/// The slot of a vault.
pub(in crate::vault) fn read_slot(connection: &Connection) -> Result<Slot, VaultError> {
    let bytes: Vec<u8> = connection
        .query_row("SELECT sealed FROM slot WHERE id = 1", [], |row| row.get(0))
        .map_err(VaultError::sqlite)?;
    Slot::read(&bytes)
}
