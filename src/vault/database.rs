//! The SQLite file below a vault: how it is opened, and what no other part has to think of.

use std::path::{Path, PathBuf};
use std::{fs, io};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::generation::{self, Generation};
use super::rows::{self, Keys};
use super::schema::{self, Found};
use super::{Durability, Patience, VaultError, files};

/// From so many pages in the log on, closing leaves them there.
const CLOSING_PAGES: i64 = 64;

/// A checkpoint is worth its two fsyncs from so many pages of 4 KiB on.
const CHECKPOINT_PAGES: i64 = 256;

/// Settings of each connection. Above `journal_size_limit` bytes the log is cut when it begins
/// anew. The automatic checkpoint, in pages, is for hosts that never call
/// [`checkpoint`](super::Vault::checkpoint).
const SETTINGS: &str = "
    PRAGMA secure_delete = ON;
    PRAGMA cell_size_check = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA fullfsync = ON;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 4096;
    PRAGMA journal_size_limit = 4194304;";

/// A connection that knows its process and its durability.
pub(super) struct Database {
    /// Always there until the drop.
    connection: Option<Connection>,
    /// SQLite's connections must not be used, nor even closed, in a forked child.
    process: u32,
    path: PathBuf,
    durability: Durability,
    /// What `PRAGMA data_version` was: it changes when another connection commits.
    version: i64,
    /// Something was committed that the machine may still forget.
    unsynced: bool,
    generation: Generation,
    patience: Patience,
}

impl Database {
    /// Opens or creates an empty database at an absolute path. There is no telling yet whether
    /// another process is doing the same: look again in a transaction.
    pub(super) fn blank(path: &Path, patience: &Patience) -> Result<Self, VaultError> {
        match files::create_private(path) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if files::is_a_page_of_zeros(path) {
                    // Of the header that another one wrote here nothing came to the disk.
                    files::empty(path).map_err(|error| VaultError::file(path, &error))?;
                }
                match Self::connect(path, patience).map(|(_, found)| found) {
                    Ok(Found::Blank) => {}
                    Err(error @ (VaultError::ReadOnly | VaultError::Busy)) => return Err(error),
                    _ => return Err(VaultError::AlreadyExists),
                }
                files::make_private(path).map_err(|error| VaultError::file(path, &error))?;
            }
            Err(error) => return Err(VaultError::file(path, &error)),
        }
        let (mut database, _) = Self::connect(path, patience)?;
        // The file has no page yet that a journal could give back.
        database
            .connection()?
            .pragma_update_and_check(None, "journal_mode", "MEMORY", |_| Ok(()))
            .map_err(VaultError::sqlite)?;
        database.ready()?;
        Ok(database)
    }

    /// Opens a vault of any known version and brings it up to date.
    pub(super) fn existing(path: &Path, patience: &Patience) -> Result<Self, VaultError> {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => {}
            Ok(_) => return Err(VaultError::NotAVault),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(VaultError::Missing);
            }
            Err(error) => return Err(VaultError::file(path, &error)),
        }
        if files::is_a_page_of_zeros(path) {
            return Err(VaultError::Missing);
        }
        let (mut database, found) = Self::connect(path, patience)?;
        if found == Found::Blank {
            return Err(VaultError::Missing);
        }
        database.ready()?;
        if found == Found::Older {
            database.exclusively(Durability::Power, schema::bring_up_to_date)?;
        }
        schema::check(database.connection()?)?;
        Ok(database)
    }

    /// Opens the file and looks at it, without a change to it.
    fn connect(path: &Path, patience: &Patience) -> Result<(Self, Found), VaultError> {
        // Without the flag for URIs and with an absolute path no name means anything special.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection =
            Connection::open_with_flags(path, flags).map_err(VaultError::sqlite)?;
        if connection.is_readonly("main").map_err(VaultError::sqlite)? {
            return Err(VaultError::ReadOnly);
        }
        configure(&mut connection, patience).map_err(VaultError::sqlite)?;
        let found = schema::look(&connection)?;
        // SQLite takes a file of one byte for an empty one.
        if found == Found::Blank && fs::metadata(path).is_ok_and(|metadata| metadata.len() == 1) {
            return Err(VaultError::NotAVault);
        }
        let database = Self {
            connection: Some(connection),
            process: std::process::id(),
            path: path.to_owned(),
            durability: Durability::Power,
            version: 0,
            unsynced: false,
            generation: Generation::default(),
            patience: patience.clone(),
        };
        Ok((database, found))
    }

    /// Begins to write a log. (The header of the file remembers it.)
    fn ready(&mut self) -> Result<(), VaultError> {
        self.connection()?
            .pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))
            .map_err(VaultError::sqlite)?;
        self.settle_version()
    }

    /// How long others are waited for.
    pub(super) fn patience(&self) -> &Patience {
        &self.patience
    }

    /// The absolute path of the file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The connection.
    ///
    /// # Errors
    /// [`VaultError::Forked`] in a child of the process that opened it.
    pub(super) fn connection(&self) -> Result<&Connection, VaultError> {
        self.check_process()?;
        self.connection.as_ref().ok_or(VaultError::Forked)
    }

    /// Whether this is still the process that opened the file.
    pub(super) fn check_process(&self) -> Result<(), VaultError> {
        if self.process == std::process::id() { Ok(()) } else { Err(VaultError::Forked) }
    }

    /// Begins a transaction that may write. Whoever calls ends it.
    pub(super) fn begin(&mut self, durability: Durability) -> Result<(), VaultError> {
        if self.durability != durability {
            self.set_synchronous(match durability {
                Durability::Process => "NORMAL",
                Durability::Power => "FULL",
            })?;
            self.durability = durability;
        }
        self.run("BEGIN IMMEDIATE")
    }

    /// Makes a transaction permanent, and with it what was committed before. `wrote` tells whether
    /// there is anything in it.
    pub(super) fn commit(&mut self, wrote: bool) -> Result<(), VaultError> {
        let lasting = self.durability == Durability::Power;
        if lasting && self.unsynced && !wrote {
            // A transaction without a page in it would sync nothing.
            self.run(schema::TOUCH)?;
        }
        self.run("COMMIT")?;
        self.unsynced = !lasting && (wrote || self.unsynced);
        Ok(())
    }

    /// Whether a commit that writes must move the generation.
    pub(super) fn generation_must_move(&mut self) -> bool {
        self.generation.must_move(&self.path)
    }

    /// Moves the generation, inside a transaction.
    pub(super) fn move_generation(&self, keys: &Keys) -> Result<Option<u64>, VaultError> {
        generation::advance(&self.path, keys, self.connection()?)
    }

    /// Takes note of a generation that is committed, beside the vault and here.
    ///
    /// # Errors
    /// What was committed may not be on the disk.
    pub(super) fn note_generation(&mut self, keys: &Keys, number: u64) -> Result<(), VaultError> {
        let lasts = self.durability == Durability::Power;
        self.generation.note(&self.path, keys, number, lasts, &self.patience)?;
        self.unsynced = false;
        Ok(())
    }

    /// Makes what was committed outlast the machine, in a log that has something in it.
    pub(super) fn sync_log(&mut self) -> Result<(), VaultError> {
        if self.unsynced {
            generation::sync_log(&self.path)?;
            self.unsynced = false;
        }
        Ok(())
    }

    /// As [`exclusively`](Self::exclusively) with [`Durability::Power`], in a log that nothing was
    /// written to: it is synced once, where SQLite would sync its header first, and its folder.
    /// Whoever calls has synced the folder.
    pub(super) fn exclusively_unsynced<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        self.set_synchronous("OFF")?;
        let done = self.run("BEGIN IMMEDIATE").and_then(|()| {
            let done = self.connection().and_then(work).and_then(|done| {
                self.run("COMMIT")?;
                Ok(done)
            });
            if done.is_err() {
                self.roll_back();
            }
            done
        });
        self.set_synchronous("FULL")?;
        self.durability = Durability::Power;
        let done = done?;
        generation::sync_log_content(&self.path)?;
        Ok(done)
    }

    /// The generation of a new vault is in its log and in its file.
    pub(super) fn know_generation(&mut self) {
        self.generation.know(&self.path);
    }

    /// It has an effect outside of transactions only.
    fn set_synchronous(&self, setting: &str) -> Result<(), VaultError> {
        self.connection()?.pragma_update(None, "synchronous", setting).map_err(VaultError::sqlite)
    }

    /// Undoes a transaction, if SQLite has not done so after an error.
    pub(super) fn roll_back(&self) {
        if self.connection().is_ok_and(|connection| !connection.is_autocommit()) {
            // After a failure nothing is left to do: closing undoes it as well.
            let _ = self.run("ROLLBACK");
        }
    }

    /// Runs `work` in a transaction of its own, which an error undoes.
    pub(super) fn exclusively<T>(
        &mut self,
        durability: Durability,
        work: impl FnOnce(&Connection) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        self.begin(durability)?;
        let done = self.connection().and_then(work);
        let done = done.and_then(|done| {
            self.commit(true)?;
            Ok(done)
        });
        if done.is_err() {
            self.roll_back();
        }
        done
    }

    /// Whether another connection has committed since the last call.
    pub(super) fn changed_elsewhere(&mut self) -> Result<bool, VaultError> {
        let before = self.version;
        self.settle_version()?;
        Ok(self.version != before)
    }

    /// Has SQLite look at every page.
    pub(super) fn check_structure(&self) -> Result<(), VaultError> {
        let verdict: String = self
            .connection()?
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(VaultError::sqlite)?;
        if verdict == "ok" { Ok(()) } else { Err(VaultError::STRUCTURE) }
    }

    /// Moves what was committed from the log into the file, where it is worth it.
    pub(super) fn checkpoint(&mut self) -> Result<(), VaultError> {
        let (pages, moved) = self.run_checkpoint("PRAGMA wal_checkpoint(NOOP)")?;
        if pages - moved >= CHECKPOINT_PAGES {
            self.generation.forget();
            self.run_checkpoint("PRAGMA wal_checkpoint(PASSIVE)")?;
        }
        Ok(())
    }

    /// Moves everything and empties the log, if no other connection is at work.
    pub(super) fn empty_log(&mut self) -> Result<(), VaultError> {
        self.generation.forget();
        self.run_checkpoint("PRAGMA wal_checkpoint(TRUNCATE)").map(drop)
    }

    /// The pages in the log, and of these the ones that are in the file as well.
    fn run_checkpoint(&self, sql: &str) -> Result<(i64, i64), VaultError> {
        self.connection()?
            .prepare_cached(sql)
            .and_then(|mut query| query.query_row([], |row| Ok((row.get(1)?, row.get(2)?))))
            .map_err(VaultError::sqlite)
    }

    fn settle_version(&mut self) -> Result<(), VaultError> {
        self.version = self
            .connection()?
            .prepare_cached("PRAGMA data_version")
            .and_then(|mut query| query.query_row([], |row| row.get(0)))
            .map_err(VaultError::sqlite)?;
        Ok(())
    }

    fn run(&self, sql: &str) -> Result<(), VaultError> {
        self.connection()?
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute([]))
            .map(drop)
            .map_err(VaultError::sqlite)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.check_process().is_err() {
            // Closing it here would act on the files of the parent.
            Box::leak(Box::new(self.connection.take()));
            return;
        }
        // The last connection moves the log into the file, and whoever frees a messenger waits for it. A
        // long log stays: a tick of the next run moves it.
        let log = self.run_checkpoint("PRAGMA wal_checkpoint(NOOP)");
        let is_long = log.is_ok_and(|(pages, moved)| pages - moved >= CLOSING_PAGES);
        if let Some(connection) = self.connection.as_ref().filter(|_| is_long) {
            let leave = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
            let _ = connection.set_db_config(leave, true);
        }
    }
}

/// Nothing in the file is trusted, and nothing it holds can run.
fn configure(connection: &mut Connection, patience: &Patience) -> rusqlite::Result<()> {
    let patience = patience.clone();
    connection.busy_handler(Some(move |before: i32| {
        patience.step(u32::try_from(before).unwrap_or(u32::MAX))
    }))?;
    connection.set_prepared_statement_cache_capacity(16);
    // A damaged length must not make SQLite ask for a gigabyte.
    let longest = i32::try_from(rows::LONGEST_ROW).unwrap_or(i32::MAX);
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, longest)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    for (setting, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        connection.set_db_config(setting, value)?;
    }
    connection.execute_batch(SETTINGS)
}
