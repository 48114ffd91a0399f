//! Transactions: reading and writing records.

use core::fmt;

use rusqlite::{Connection, params};
use zeroize::Zeroizing;

use super::counted::count;
use super::database::Database;
use super::rows::{Keys, PUT, RowId};
use super::{Durability, Table, VaultError, reserve};
use crate::crypto::Random;

/// Reads and writes that happen wholly or not at all. Dropped, it is undone.
///
/// No other connection writes while it lives: keep it short.
pub struct Transaction<'v> {
    database: &'v mut Database,
    keys: &'v Keys,
    /// Ended, or a write failed: nothing more may be done.
    over: bool,
    wrote: bool,
    restricts: bool,
}

impl<'v> Transaction<'v> {
    pub(super) fn new(database: &'v mut Database, keys: &'v Keys) -> Self {
        Self { database, keys, over: false, wrote: false, restricts: false }
    }

    /// The value of a key in a group of a table.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when what stands there was not put there;
    /// [`VaultError::RolledBack`].
    pub fn get(
        &self,
        table: Table,
        group: &[u8],
        key: &[u8],
    ) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        get(self.connection()?, self.keys, &self.keys.row(table, group, key))
    }

    /// Puts a value of up to 16 MiB, in place of the one that is there.
    ///
    /// # Errors
    /// [`VaultError::ValueTooLong`] and [`VaultError::Crypto`], after which the transaction goes on;
    /// after any other it can only be dropped: [`VaultError::DiskFull`], [`VaultError::Io`],
    /// [`VaultError::Damaged`], [`VaultError::RolledBack`].
    pub fn put(
        &mut self,
        table: Table,
        group: &[u8],
        key: &[u8],
        value: &[u8],
        rng: &mut dyn Random,
    ) -> Result<(), VaultError> {
        count(|rows| &mut rows.written);
        let id = self.keys.row(table, group, key);
        let sealed = self.keys.seal(&id, value, rng)?;
        self.write(PUT, params![id.group, id.key, sealed])
    }

    /// Deletes a key; that it is absent is fine.
    ///
    /// # Errors
    /// As [`put`](Self::put).
    pub fn delete(&mut self, table: Table, group: &[u8], key: &[u8]) -> Result<(), VaultError> {
        let id = self.keys.row(table, group, key);
        self.write("DELETE FROM row WHERE group_id = ?1 AND key_id = ?2", params![id.group, id.key])
    }

    /// Deletes all keys of a group.
    ///
    /// # Errors
    /// As [`put`](Self::put).
    pub fn delete_group(&mut self, table: Table, group: &[u8]) -> Result<(), VaultError> {
        let id = self.keys.group(table, group);
        self.write("DELETE FROM row WHERE group_id = ?1", params![id])
    }

    /// All values of a group, in no particular order.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn scan(&self, table: Table, group: &[u8]) -> Result<Vec<Zeroizing<Vec<u8>>>, VaultError> {
        let group = self.keys.group(table, group);
        let mut query = self
            .connection()?
            .prepare_cached("SELECT key_id, sealed FROM row WHERE group_id = ?1")
            .map_err(VaultError::sqlite)?;
        let mut rows = query.query(params![group]).map_err(VaultError::sqlite)?;
        let mut values = Vec::new();
        while let Some(row) = rows.next().map_err(VaultError::sqlite)? {
            count(|rows| &mut rows.read);
            let key = row.get(0).map_err(VaultError::sqlite)?;
            values.push(self.keys.open(&RowId { group, key }, blob(row, 1)?)?);
        }
        Ok(values)
    }

    /// Whether nothing was ever put, as in a new vault. When something is missing that every vault
    /// in use has, this tells a new vault from a damaged one.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn is_empty(&self) -> Result<bool, VaultError> {
        let own = self.keys.generation();
        self.connection()?
            .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM row WHERE group_id != ?1)")
            .and_then(|mut query| query.query_row(params![own.group], |row| row.get(0)))
            .map_err(VaultError::sqlite)
    }

    /// Says that the commit has a restriction in it: something whose loss would allow more than
    /// there was allowed. Then it outlasts a loss of power whatever [`Vault::begin`] was told, the
    /// vault cannot come back without it in silence, and on a full disk it has the room that was
    /// kept for it.
    ///
    /// [`Vault::begin`]: super::Vault::begin
    pub fn restricts(&mut self) {
        self.restricts = true;
    }

    /// Whether another connection has committed since this was last asked, here or by
    /// [`Vault::changed_elsewhere`](super::Vault::changed_elsewhere). Asked here the answer holds
    /// until the end of the transaction.
    ///
    /// # Errors
    /// [`VaultError::RolledBack`], [`VaultError::Io`].
    pub fn changed_elsewhere(&mut self) -> Result<bool, VaultError> {
        self.connection()?;
        self.database.changed_elsewhere()
    }

    /// Makes all of it permanent, as durable as [`Vault::begin`](super::Vault::begin) was told. If
    /// it is to survive the machine, so does everything that this vault has committed before, also
    /// when nothing was written here.
    ///
    /// # Errors
    /// [`VaultError::RolledBack`] when a write failed before; [`VaultError::DiskFull`],
    /// [`VaultError::Io`], [`VaultError::Damaged`]. All is undone then. [`VaultError::File`] of a
    /// commit that restricts: it has happened, but a loss of power may undo it.
    pub fn commit(self) -> Result<(), VaultError> {
        self.commit_with_proof().map(|_proof| ())
    }

    /// As [`Transaction::commit`], with a proof of it for whoever must not act before.
    ///
    /// # Errors
    /// Those of [`Transaction::commit`].
    pub fn commit_with_proof(mut self) -> Result<Committed, VaultError> {
        self.connection()?;
        if self.restricts {
            reserve::make_room(self.database.path());
        }
        let moves = self.restricts || self.wrote && self.database.generation_must_move();
        let number = if moves { self.database.move_generation(self.keys)? } else { None };
        self.database.commit(self.wrote || number.is_some())?;
        self.over = true;
        if self.restricts {
            match number {
                Some(number) => self.database.note_generation(self.keys, number)?,
                // There is no room for the file; but the commit lasts.
                None => self.database.sync_log()?,
            }
            return Ok(Committed(()));
        }
        // The commit has happened. What fails now is tried again with the next one.
        if let Some(number) = number {
            let _ = self.database.note_generation(self.keys, number);
            reserve::make(self.database.path());
        } else if self.wrote && !moves && self.database.generation_must_move() {
            // The log has begun with this commit: nobody could know before.
            let _ = self.follow();
        }
        Ok(Committed(()))
    }

    /// Moves the generation by itself.
    fn follow(&mut self) -> Result<(), VaultError> {
        let keys = self.keys;
        self.database.begin(Durability::Power)?;
        let moved = self.database.move_generation(keys).and_then(|number| {
            self.database.commit(number.is_some())?;
            Ok(number)
        });
        match moved {
            Ok(Some(number)) => self.database.note_generation(keys, number),
            Ok(None) => Ok(()),
            Err(error) => {
                self.database.roll_back();
                Err(error)
            }
        }
    }

    fn write(&mut self, sql: &str, params: impl rusqlite::Params) -> Result<(), VaultError> {
        let written = self
            .connection()?
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params))
            .map_err(VaultError::sqlite);
        match written {
            Ok(rows) => {
                self.wrote |= rows > 0;
                Ok(())
            }
            Err(error) => {
                // SQLite may have undone everything already. What came after would be on its own.
                self.database.roll_back();
                self.over = true;
                Err(error)
            }
        }
    }

    fn connection(&self) -> Result<&Connection, VaultError> {
        let connection = self.database.connection()?;
        if self.over { Err(VaultError::RolledBack) } else { Ok(connection) }
    }
}

/// The value of a row.
pub(super) fn get(
    connection: &Connection,
    keys: &Keys,
    id: &RowId,
) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
    let mut query = connection
        .prepare_cached("SELECT sealed FROM row WHERE group_id = ?1 AND key_id = ?2")
        .map_err(VaultError::sqlite)?;
    let mut rows = query.query(params![id.group, id.key]).map_err(VaultError::sqlite)?;
    match rows.next().map_err(VaultError::sqlite)? {
        Some(row) => {
            count(|rows| &mut rows.read);
            keys.open(id, blob(row, 0)?).map(Some)
        }
        None => Ok(None),
    }
}

/// The bytes in a column.
pub(super) fn blob<'r>(row: &'r rusqlite::Row<'_>, column: usize) -> Result<&'r [u8], VaultError> {
    row.get_ref(column).and_then(|value| Ok(value.as_blob()?)).map_err(VaultError::sqlite)
}

/// The proof that a transaction was committed. Only
/// [`Transaction::commit_with_proof`] makes one, so what takes one cannot happen before the disk
/// knows.
#[derive(Debug)]
pub struct Committed(());

#[cfg(test)]
impl Committed {
    /// A disk that is imagined.
    pub(crate) fn imagined() -> Self {
        Self(())
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if !self.over {
            self.database.roll_back();
        }
    }
}

impl fmt::Debug for Transaction<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { database: _, keys: _, over, wrote: _, restricts } = self;
        formatter
            .debug_struct("Transaction")
            .field("over", over)
            .field("restricts", restricts)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::{OsRandom, Secret};
    use crate::vault::{Patience, schema};

    #[test]
    fn a_full_database_undoes_the_transaction_and_takes_writes_again_when_it_has_room() {
        let path = std::env::temp_dir().join(format!("subrosa-full-{}", std::process::id()));
        let mut database = Database::blank(&path, &Patience::default()).unwrap();
        database.exclusively(Durability::Process, schema::bring_up_to_date).unwrap();
        let keys = Keys::derive(&Secret::new([1; 32])).unwrap();
        let set_pages = |database: &Database, pages: i64| {
            let connection = database.connection().unwrap();
            connection
                .pragma_update_and_check(None, "max_page_count", pages, |row| row.get::<_, i64>(0))
                .unwrap()
        };
        let put = |database: &mut Database, keys: &Keys, size: usize| {
            database.begin(Durability::Process).unwrap();
            let mut transaction = Transaction::new(database, keys);
            transaction.put(Table::Text, b"", b"small", &[size as u8], &mut OsRandom)?;
            let put = transaction.put(Table::Text, b"", b"", &vec![1; size], &mut OsRandom);
            if put.is_err() {
                assert_eq!(transaction.get(Table::Text, b"", b""), Err(VaultError::RolledBack));
                assert_eq!(transaction.delete_group(Table::Text, b""), Err(VaultError::RolledBack));
                assert_eq!(transaction.commit(), Err(VaultError::RolledBack));
                return put;
            }
            transaction.commit()
        };

        assert_eq!(put(&mut database, &keys, 1), Ok(()));
        set_pages(&database, 10);
        assert_eq!(put(&mut database, &keys, 100_000), Err(VaultError::DiskFull));
        assert_eq!(put(&mut database, &keys, 2), Ok(()));
        set_pages(&database, 1000);
        assert_eq!(put(&mut database, &keys, 100_000), Ok(()));
        database.begin(Durability::Process).unwrap();
        let transaction = Transaction::new(&mut database, &keys);
        let small = transaction.get(Table::Text, b"", b"small").unwrap();
        assert_eq!(small.as_deref().map(Vec::as_slice), Some(&[160][..]));
        drop(transaction);
        drop(database);
        std::fs::remove_file(path).unwrap();
    }
}
