//! What can go wrong in the vault room.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};
use thiserror::Error;

use super::ProtectionKind;
use crate::crypto::CryptoError;

/// Why a call on a vault was refused. None of these has damaged anything: what was committed before
/// is still there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no vault at this path, or only what a creation left that was interrupted;
    /// [`Vault::create`](super::Vault::create) then makes one.
    #[error("there is no vault at this path")]
    Missing,
    /// A vault cannot be created: there is a file at this path already.
    #[error("there is a file at this path already")]
    AlreadyExists,
    /// The file is no SQLite database, or one of another application.
    #[error("the file is not a vault")]
    NotAVault,
    /// The vault was written by a newer version of this library.
    #[error("the vault has schema version {found}, the newest known is {known}")]
    NewerVersion {
        /// The version of the file.
        found: u32,
        /// The newest version that this library knows.
        known: u32,
    },
    /// The file, or something in it, is not as it was written.
    #[error("the vault is damaged: {0}")]
    Damaged(&'static str),
    /// The vault has come back younger than it was: what was committed before, restrictions perhaps,
    /// is missing. Put the newest copies of all its files back, or go on with what is there
    /// ([`Vault::accept_older`](super::Vault::accept_older)).
    #[error("{}: {why}; put back the newest copy of all files of the vault, or accept it as it is", file.display())]
    Older {
        /// The file with the generation.
        file: PathBuf,
        /// What gave it away.
        why: Older,
    },
    /// The file or its directory cannot be written.
    #[error("the vault or its directory is read-only")]
    ReadOnly,
    /// The disk is full. The transaction is undone.
    #[error("the disk is full")]
    DiskFull,
    /// Another connection was writing for longer than this one waits.
    #[error("the vault is busy: another connection is writing")]
    Busy,
    /// The vault is locked.
    #[error("the vault is locked")]
    Locked,
    /// The passphrase, host key or key file is not the one that protects this vault.
    #[error("{}", wrong(.0))]
    WrongKey(ProtectionKind),
    /// The vault is protected in another way than the one it was to be unlocked by.
    #[error("the vault is protected by a {0}")]
    OtherProtection(ProtectionKind),
    /// A passphrase of no bytes protects nothing.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// The key file beside the vault is missing.
    #[error("the key file is missing")]
    KeyFileMissing,
    /// The key file can be read or written by others than its owner.
    #[error("the key file is open to others than its owner (mode {mode:03o})")]
    KeyFileExposed {
        /// The permission bits of the file.
        mode: u32,
    },
    /// The key file has not exactly 32 bytes.
    #[error("the key file is damaged: it has {found} bytes, not 32")]
    KeyFileDamaged {
        /// Its length in bytes.
        found: u64,
    },
    /// The lease is held, by another process or by this one.
    #[error("the lease is held by another holder")]
    InUse,
    /// The lease is held on another machine, or by a process whose lock cannot be seen here. If the
    /// user knows that it is not at work any more, the lease can be
    /// [taken over](super::Vault::take_over).
    #[error("the lease is held on the machine \"{machine}\"")]
    InUseElsewhere {
        /// What the user calls that machine; "?" where its name cannot be read.
        machine: String,
    },
    /// The file of the vault has several names in the file system, hard links: under another one it
    /// might be in use already. Remove the others, or make a copy.
    #[error("the vault has {names} names (hard links): remove the others, or copy the vault")]
    SeveralNames {
        /// How many.
        names: u64,
    },
    /// The vault was opened by the process that this one was forked from: a child opens it anew.
    #[error("the vault was opened before a fork, by the parent process")]
    Forked,
    /// A write in this transaction failed before; all of it is undone.
    #[error("the transaction has failed before and is undone")]
    RolledBack,
    /// A value is longer than 16 MiB.
    #[error("the value has {found} bytes, the limit is {limit}")]
    ValueTooLong {
        /// The greatest length in bytes.
        limit: usize,
        /// The length of the value in bytes.
        found: usize,
    },
    /// The operating system refused something to do with a file.
    #[error("{}: {kind}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        kind: io::ErrorKind,
    },
    /// SQLite could not read or write the files of the vault.
    #[error("the files of the vault cannot be read or written (SQLite result code {0})")]
    Io(i32),
    /// SQLite failed in a way that has no better name here.
    #[error("SQLite failed with result code {0}")]
    Sqlite(i32),
    /// There is not enough memory.
    #[error("not enough memory")]
    OutOfMemory,
    /// A cryptographic operation failed, the random generator for one.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
}

/// How it shows that a vault has come back younger than it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum Older {
    /// The file tells of a later state: the database is an older copy, or its log is lost.
    #[error("the vault is older than this file says")]
    Behind,
    /// The vault has such a file, and it is missing.
    #[error("this file of the vault is missing")]
    NoFile,
    /// The file is damaged, or that of another vault.
    #[error("this file is damaged or of another vault")]
    BadFile,
    /// The file is there, and the vault is not.
    #[error("the vault of this file is gone")]
    NoDatabase,
}

fn wrong(kind: &ProtectionKind) -> &'static str {
    match kind {
        ProtectionKind::Passphrase => "wrong passphrase",
        ProtectionKind::HostKey => "wrong host key",
        ProtectionKind::KeyFile => "the key file is not that of this vault",
    }
}

impl VaultError {
    pub(super) const STRUCTURE: Self = Self::Damaged("the structure of the database");

    /// What the operating system said about a file.
    pub(super) fn file(path: &Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            kind => Self::File { path: path.to_owned(), kind },
        }
    }

    /// What SQLite said. (No `From`: the library's interface does not show whose database it uses.)
    pub(super) fn sqlite(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(error, _) = error else {
            // All statements are constants and fit the schema. Then a row of another shape, or
            // none where there must be one, is the fault of the file.
            return Self::Damaged("a row has another shape");
        };
        match error.code {
            // The file ends too early, or its file system knows that it is damaged.
            ErrorCode::SystemIoFailure
                if matches!(
                    error.extended_code,
                    ffi::SQLITE_IOERR_SHORT_READ
                        | ffi::SQLITE_IOERR_DATA
                        | ffi::SQLITE_IOERR_CORRUPTFS
                ) =>
            {
                Self::STRUCTURE
            }
            ErrorCode::NotADatabase => Self::NotAVault,
            ErrorCode::DatabaseCorrupt | ErrorCode::TooBig | ErrorCode::Unknown => Self::STRUCTURE,
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::FileLockingProtocolFailed => Self::Busy,
            ErrorCode::ReadOnly => Self::ReadOnly,
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::OutOfMemory => Self::OutOfMemory,
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                Self::Io(error.extended_code)
            }
            _ => Self::Sqlite(error.extended_code),
        }
    }
}
