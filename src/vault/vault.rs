//! The open vault: unlocking, protecting, transactions.

use core::fmt;
use std::path::Path;

use zeroize::Zeroizing;

use super::database::Database;
use super::protection::slot::{MasterKey, Slot};
use super::protection::{SealedMaster, key_file, read_slot};
use super::rows::{Keys, RowId};
use super::transaction::{self, blob};
use super::{
    Durability, Host, NewProtection, Patience, Protecting, Protection, ProtectionKind, Table,
    Transaction, Unlocking, VaultError, VaultKey, files, generation, reserve,
};
use crate::crypto::Random;

/// An open vault. While it is locked, you can only ask how it is protected.
///
/// # Example
///
/// ```
/// use subrosa::crypto::OsRandom;
/// use subrosa::vault::{Durability, Protection, Table, Vault};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = std::env::temp_dir().join(format!("subrosa-vault-doc-{}", std::process::id()));
/// # std::fs::create_dir(&folder)?;
/// let path = folder.join("vault");
/// let key = [7; 32]; // from a key ring
/// let mut vault = Vault::create(&path, &Protection::HostKey(&key), &mut OsRandom)?;
/// let mut transaction = vault.begin(Durability::Power)?;
/// transaction.put(Table::Identity, b"group", b"key", b"value", &mut OsRandom)?;
/// transaction.commit()?; // without this, dropping it undoes everything
/// drop(vault);
///
/// let mut vault = Vault::open(&path)?;
/// assert!(vault.is_locked());
/// vault.unlock(&Protection::HostKey(&key))?;
/// let transaction = vault.begin(Durability::Process)?;
/// let value = transaction.get(Table::Identity, b"group", b"key")?;
/// assert_eq!(value.ok_or("no value")?.as_slice(), b"value");
/// # drop(transaction);
/// # drop(vault);
/// # std::fs::remove_dir_all(folder)?;
/// # Ok(())
/// # }
/// ```
pub struct Vault {
    pub(super) database: Database,
    /// How it was protected when that was last read.
    protection: ProtectionKind,
    pub(super) unlocked: Option<Unlocked>,
    /// Whether unlocking goes on from whatever is there.
    accepts_older: bool,
    /// Where leases are taken.
    pub(super) host: Host,
    /// How many transactions were begun, or waited for in vain.
    #[cfg(test)]
    pub(crate) begun: usize,
}

pub(super) struct Unlocked {
    pub(super) master: MasterKey,
    pub(super) keys: Keys,
}

/// Opening.
impl Vault {
    /// Opens a vault, locked, and brings a file of an older version up to date.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::Older`] where a vault is gone that was there,
    /// [`VaultError::NotAVault`], [`VaultError::NewerVersion`], [`VaultError::Damaged`],
    /// [`VaultError::ReadOnly`], [`VaultError::Busy`], [`VaultError::File`], [`VaultError::Io`].
    pub fn open(path: &Path) -> Result<Self, VaultError> {
        Self::open_with(path, &Patience::default())
    }

    /// As [`open`](Self::open), with a word on how long others are waited for.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with(path: &Path, patience: &Patience) -> Result<Self, VaultError> {
        let path = files::resolved(path)?;
        let existing = || Database::existing(&path, patience);
        let database = match existing() {
            Err(VaultError::Missing) if is_gone(&path, patience) => {
                return Err(generation::gone(&path));
            }
            // Another process has just made it.
            Err(VaultError::Missing) if generation::exists(&path) => existing()?,
            found => found?,
        };
        let protection = read_slot(database.connection()?)?.kind();
        Ok(Self::new(database, protection))
    }

    /// Accepts that the vault of this path is gone ([`Older::NoDatabase`]): one can be created here
    /// again. Nothing happens where there is one.
    ///
    /// # Errors
    /// [`VaultError::File`].
    ///
    /// [`Older::NoDatabase`]: super::Older::NoDatabase
    pub fn accept_gone(path: &Path) -> Result<(), VaultError> {
        Self::accept_gone_with(path, &Patience::default())
    }

    /// As [`accept_gone`](Self::accept_gone), with a word on how long others are waited for.
    ///
    /// # Errors
    /// As [`accept_gone`](Self::accept_gone).
    pub fn accept_gone_with(path: &Path, patience: &Patience) -> Result<(), VaultError> {
        match Self::open_with(path, patience) {
            Err(VaultError::Older { .. }) => generation::remove(&files::resolved(path)?),
            _ => Ok(()),
        }
    }

    pub(super) fn new(database: Database, protection: ProtectionKind) -> Self {
        Self {
            database,
            protection,
            unlocked: None,
            accepts_older: false,
            host: Host::this(),
            #[cfg(test)]
            begun: 0,
        }
    }

    /// How long this vault waits for others. Each wait by itself, unless that is said otherwise.
    #[must_use]
    pub fn patience(&self) -> &Patience {
        self.database.patience()
    }

    /// The absolute path of the file itself, whatever links led to it.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.database.path()
    }

    /// How the vault is protected. Another process may have changed it; unlocking looks again.
    #[must_use]
    pub fn protection(&self) -> ProtectionKind {
        self.protection
    }
}

/// Unlocking and locking.
impl Vault {
    /// Whether the vault is locked.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.unlocked.is_none()
    }

    /// Unlocks the vault, and reads all of it to see that it is whole. With a passphrase this takes
    /// long; [`unlocking`](Self::unlocking) lets another thread do it.
    ///
    /// # Errors
    /// [`VaultError::Older`] when the vault has come back younger than it was;
    /// [`VaultError::WrongKey`]; [`VaultError::OtherProtection`]; those of the key file;
    /// [`VaultError::Damaged`], [`VaultError::Busy`], [`VaultError::Io`], [`VaultError::Forked`].
    pub fn unlock(&mut self, with: &Protection<'_>) -> Result<(), VaultError> {
        let slot = self.read_slot()?;
        if slot.kind() != with.kind() {
            return Err(VaultError::OtherProtection(slot.kind()));
        }
        let master = match with {
            Protection::Passphrase(passphrase) => slot.open(passphrase)?,
            Protection::HostKey(key) => slot.open(*key)?,
            Protection::KeyFile => key_file::open(self.path(), &slot)?,
        };
        self.unlock_with(VaultKey { slot, master })
    }

    /// What turns a passphrase into the key, on any thread.
    ///
    /// # Errors
    /// [`VaultError::OtherProtection`] unless a passphrase protects the vault;
    /// [`VaultError::Damaged`], [`VaultError::Busy`], [`VaultError::Io`], [`VaultError::Forked`].
    pub fn unlocking(&self) -> Result<Unlocking, VaultError> {
        Unlocking::new(read_slot(self.database.connection()?)?)
    }

    /// Unlocks the vault with a key that [`Unlocking::derive`] made.
    ///
    /// # Errors
    /// [`VaultError::WrongKey`] when the key is that of another vault or the protection has
    /// changed meanwhile; [`VaultError::Older`], [`VaultError::Damaged`], [`VaultError::Busy`], [`VaultError::Io`],
    /// [`VaultError::Forked`].
    pub fn unlock_with(&mut self, key: VaultKey) -> Result<(), VaultError> {
        let VaultKey { slot, master } = key;
        if self.read_slot()? != slot {
            return Err(VaultError::WrongKey(slot.kind()));
        }
        let keys = Keys::derive(&master)?;
        if self.accepts_older {
            self.go_on(&keys)?;
        } else {
            generation::check(self.database.path(), &keys, self.database.connection()?)?;
            verify(&self.database, &keys)?;
        }
        self.unlocked = Some(Unlocked { master, keys });
        if key_file::is_unsettled(self.path(), self.protection) {
            self.settle();
        }
        Ok(())
    }

    /// Has [`unlock`](Self::unlock) go on from what is there, when the user wants that: the vault may
    /// be older than it was, and damaged. Rows that are missing count as never written, restrictions
    /// too; reading one that is damaged stays an error.
    pub fn accept_older(&mut self) {
        self.accepts_older = true;
    }

    /// From now on what is there is what counts.
    fn go_on(&mut self, keys: &Keys) -> Result<(), VaultError> {
        let path = self.database.path().to_owned();
        let number = self.database.exclusively(Durability::Power, |connection| {
            generation::accept(&path, keys, connection)
        })?;
        self.database.note_generation(keys, number)?;
        self.accepts_older = false;
        Ok(())
    }

    /// Forgets the keys.
    pub fn lock(&mut self) {
        self.unlocked = None;
    }

    /// Changes what protects the vault, for good: it has happened when this returns, and a process
    /// that is killed leaves a vault that opens in the old way or the new. Then a key file that
    /// served before is removed and the old slot overwritten; what cannot be removed at once goes
    /// the next time the vault is unlocked. Older copies of the file still open in the old way.
    ///
    /// # Errors
    /// [`VaultError::Locked`], [`VaultError::EmptyPassphrase`], [`VaultError::Busy`],
    /// [`VaultError::ReadOnly`], [`VaultError::DiskFull`], [`VaultError::File`],
    /// [`VaultError::Io`], [`VaultError::Crypto`], [`VaultError::Forked`]. Nothing has changed then.
    pub fn protect(
        &mut self,
        with: &Protection<'_>,
        rng: &mut dyn Random,
    ) -> Result<(), VaultError> {
        self.database.check_process()?;
        let unlocked = self.unlocked.as_ref().ok_or(VaultError::Locked)?;
        let sealed = SealedMaster::new(with, None, &unlocked.master, rng)?;
        self.protect_by(&sealed)
    }

    /// What turns a new passphrase into what protects the vault, on any thread.
    ///
    /// # Errors
    /// [`VaultError::Locked`], [`VaultError::Crypto`], [`VaultError::Forked`].
    pub fn protecting(&self, rng: &mut dyn Random) -> Result<Protecting, VaultError> {
        self.database.check_process()?;
        let unlocked = self.unlocked.as_ref().ok_or(VaultError::Locked)?;
        Protecting::new(&unlocked.master, rng)
    }

    /// As [`protect`](Self::protect), by what [`Protecting::derive`] made.
    ///
    /// # Errors
    /// As [`protect`](Self::protect), and [`VaultError::WrongKey`] if it is for another vault.
    pub fn protect_with(&mut self, new: &NewProtection) -> Result<(), VaultError> {
        self.database.check_process()?;
        let unlocked = self.unlocked.as_ref().ok_or(VaultError::Locked)?;
        if new.master != unlocked.master {
            return Err(VaultError::WrongKey(new.sealed.kind()));
        }
        self.protect_by(&new.sealed)
    }

    fn protect_by(&mut self, sealed: &SealedMaster) -> Result<(), VaultError> {
        let unlocked = self.unlocked.as_ref().ok_or(VaultError::Locked)?;
        let path = self.database.path().to_owned();
        let number = self.database.exclusively(Durability::Power, |connection| {
            // The name of the new key file may still be that of the only one.
            key_file::settle(&path, &read_slot(connection)?)?;
            sealed.write(&path, connection)?;
            if sealed.has_key_file() {
                files::sync_directory_of(&path).map_err(|error| VaultError::file(&path, &error))?;
            }
            // The old slot must not come back either.
            generation::advance(&path, &unlocked.keys, connection)
        })?;
        if let Some(number) = number {
            // It has happened; the next commit tries again.
            let _ = self.database.note_generation(&unlocked.keys, number);
        }
        self.protection = sealed.kind();
        self.settle();
        Ok(())
    }

    /// Brings the key files in line with the slot, and wipes what the log has of the one before.
    /// An error does no harm: either key file opens the vault, and the next call tries again.
    fn settle(&mut self) {
        let path = self.database.path().to_owned();
        let _ = self
            .database
            .exclusively(Durability::Process, |connection| {
                key_file::settle(&path, &read_slot(connection)?)
            })
            .and_then(|()| self.database.empty_log());
    }

    fn read_slot(&mut self) -> Result<Slot, VaultError> {
        let slot = read_slot(self.database.connection()?)?;
        self.protection = slot.kind();
        Ok(slot)
    }
}

/// Using.
impl Vault {
    /// Begins a transaction. No other connection can write until it ends.
    ///
    /// # Errors
    /// [`VaultError::Locked`]; [`VaultError::Busy`] when [`patience`](Self::patience) has an end; [`VaultError::Io`],
    /// [`VaultError::Forked`].
    pub fn begin(&mut self, durability: Durability) -> Result<Transaction<'_>, VaultError> {
        #[cfg(test)]
        {
            self.begun += 1;
        }
        let unlocked = self.unlocked.as_ref().ok_or(VaultError::Locked)?;
        self.database.begin(durability)?;
        Ok(Transaction::new(&mut self.database, &unlocked.keys))
    }

    /// The value of a key in a group of a table, as it was committed last. Nobody who writes is waited
    /// for.
    ///
    /// # Errors
    /// [`VaultError::Locked`], [`VaultError::Damaged`], [`VaultError::Busy`], [`VaultError::Io`],
    /// [`VaultError::Forked`].
    pub fn look_up(
        &mut self,
        table: Table,
        group: &[u8],
        key: &[u8],
    ) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let keys = &self.unlocked.as_ref().ok_or(VaultError::Locked)?.keys;
        transaction::get(self.database.connection()?, keys, &keys.row(table, group, key))
    }

    /// Whether another connection has committed since this was last asked, or the vault opened.
    /// The answer may be out of date at once; that of [`Transaction::changed_elsewhere`] is not.
    ///
    /// # Errors
    /// [`VaultError::Busy`], [`VaultError::Io`], [`VaultError::Forked`].
    pub fn changed_elsewhere(&mut self) -> Result<bool, VaultError> {
        self.database.changed_elsewhere()
    }

    /// Reads everything and compares it with its authentication codes. It takes time in proportion
    /// to the size of the file. Every change by accident is found; that somebody has put back an
    /// older copy of a row or of the file, or removed rows, cannot be seen.
    ///
    /// # Errors
    /// [`VaultError::Damaged`]; [`VaultError::Locked`], [`VaultError::Io`],
    /// [`VaultError::Forked`].
    pub fn verify(&mut self) -> Result<(), VaultError> {
        let unlocked = self.unlocked.as_ref().ok_or(VaultError::Locked)?;
        verify(&self.database, &unlocked.keys)
    }

    /// Moves what was committed from the log into the file, once a megabyte has gathered, and makes
    /// the room again that was given up for a restriction. For a moment when nobody waits.
    ///
    /// # Errors
    /// [`VaultError::DiskFull`], [`VaultError::Io`], [`VaultError::Forked`]. Nothing is lost.
    pub fn checkpoint(&mut self) -> Result<(), VaultError> {
        self.database.checkpoint()?;
        reserve::make(self.database.path());
        Ok(())
    }

    pub(crate) fn check_process(&self) -> Result<(), VaultError> {
        self.database.check_process()
    }
}

fn verify(database: &Database, keys: &Keys) -> Result<(), VaultError> {
    database.check_structure()?;
    let mut query = database
        .connection()?
        .prepare("SELECT group_id, key_id, sealed FROM row")
        .map_err(VaultError::sqlite)?;
    let mut rows = query.query([]).map_err(VaultError::sqlite)?;
    while let Some(row) = rows.next().map_err(VaultError::sqlite)? {
        let group = row.get(0).map_err(VaultError::sqlite)?;
        let key = row.get(1).map_err(VaultError::sqlite)?;
        keys.open(&RowId { group, key }, blob(row, 2)?)?;
    }
    Ok(())
}

/// Whether there was a vault, and nothing is left of it but the file beside it.
pub(super) fn is_gone(path: &Path, patience: &Patience) -> bool {
    // In this order: another process may be making one, and makes that file last.
    generation::exists(path)
        && matches!(Database::existing(path, patience), Err(VaultError::Missing))
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { database, protection, unlocked, .. } = self;
        formatter
            .debug_struct("Vault")
            .field("path", &database.path())
            .field("protection", protection)
            .field("locked", &unlocked.is_none())
            .finish()
    }
}
