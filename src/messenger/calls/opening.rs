//! Where vaults are by convention, and how one is opened, or made if there is none.

use super::messenger::{Messenger, new_identity};
use crate::messenger::clock::Environment;
use crate::messenger::limits::BUSY_STEPS;
use crate::messenger::rows::records::IdentityRecord;
use crate::messenger::tells::error::MessengerError;
use crate::vault::{FirstRow, Patience, Protection, ProtectionKind, Table, Vault, VaultError};
use std::fs::DirBuilder;
use std::io;
use std::path::{Path, PathBuf};

impl Messenger {
    /// Where the vault of a user is, so that every program finds the same one: `subrosa/vault`
    /// under `base`, the directory in which the user's programs keep their data. That is
    /// `$XDG_DATA_HOME` or else `~/.local/share`, `~/Library/Application Support` on macOS,
    /// `%LOCALAPPDATA%` on Windows: keys that roam would come back older.
    pub fn vault_path(base: &Path) -> PathBuf {
        base.join("subrosa").join("vault")
    }

    /// The vault of the user whose process this is: [`vault_path`](Self::vault_path) of what the
    /// environment says. `None` if it says nothing.
    pub fn own_vault_path() -> Option<PathBuf> {
        // XDG Base Directory Specification: a path that is not absolute counts as none.
        let absolute = |path: &PathBuf| path.is_absolute();
        let named = |name| std::env::var_os(name).map(PathBuf::from).filter(absolute);
        let home = || std::env::home_dir().filter(absolute);
        let base = if cfg!(windows) {
            named("LOCALAPPDATA")
        } else if cfg!(target_vendor = "apple") {
            home().map(|home| home.join("Library/Application Support"))
        } else {
            named("XDG_DATA_HOME").or_else(|| home().map(|home| home.join(".local/share")))
        };
        base.map(|base| Self::vault_path(&base))
    }

    /// Opens the vault at `path`, and makes it and the directories above it (mode 0700) if there is
    /// none. A new vault is protected by `host_key`, or by a key file if that is `None`. One that a
    /// passphrase protects is locked afterwards, any other is not; a key file is used whether there
    /// is a host key or not.
    ///
    /// # Errors
    /// [`VaultError::OtherProtection`] if a host key protects the vault and there is none here, and
    /// the other errors of [`Vault::open`], [`Vault::create`] and [`Vault::unlock`].
    pub fn open(
        path: &Path,
        host_key: Option<&[u8; 32]>,
        environment: Environment,
    ) -> Result<Self, MessengerError> {
        Self::open_or_accept(path, host_key, environment, false, &patience())
    }

    /// Opens a vault that has come back younger than it was, [`VaultError::Older`], or damaged, and
    /// goes on from what is there. Only when the user has been told: what was private may count as
    /// never seen. Without a vault a new one is made.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_older(
        path: &Path,
        host_key: Option<&[u8; 32]>,
        environment: Environment,
    ) -> Result<Self, MessengerError> {
        let patience = patience();
        Vault::accept_gone_with(path, &patience)?;
        Self::open_or_accept(path, host_key, environment, true, &patience)
    }

    fn open_or_accept(
        path: &Path,
        host_key: Option<&[u8; 32]>,
        mut environment: Environment,
        accept: bool,
        patience: &Patience,
    ) -> Result<Self, MessengerError> {
        let protection = host_key.map_or(Protection::KeyFile, Protection::HostKey);
        let mut vault = match Vault::open_with(path, patience) {
            Err(VaultError::Missing) => {
                make_directories(path)?;
                let random = &mut *environment.random;
                let identity = new_identity(&*environment.clock, random)?;
                let identity = IdentityRecord::row(&identity)?;
                let row =
                    FirstRow { table: Table::Identity, group: &[], key: &[], value: &identity };
                match Vault::create_with(path, &protection, random, &[row], patience) {
                    // Another program was faster.
                    Err(VaultError::AlreadyExists) => Vault::open_with(path, patience)?,
                    made => made?,
                }
            }
            opened => opened?,
        };
        if accept && vault.is_locked() {
            vault.accept_older();
        }
        let mut messenger = Self::with_vault(vault, environment)?;
        match (messenger.vault.protection(), host_key) {
            _ if !messenger.is_locked() => {}
            (ProtectionKind::Passphrase, _) => {}
            (ProtectionKind::HostKey, Some(key)) => {
                messenger.unlock_now(&Protection::HostKey(key))?
            }
            (ProtectionKind::HostKey, None) => {
                return Err(VaultError::OtherProtection(ProtectionKind::HostKey).into());
            }
            (ProtectionKind::KeyFile, _) => messenger.unlock_now(&Protection::KeyFile)?,
        }
        Ok(messenger)
    }
}

/// How long the call that opens a vault waits for others.
fn patience() -> Patience {
    let patience = Patience::default();
    patience.begin(BUSY_STEPS);
    patience
}

/// Makes the directories that are missing above a file, for their owner alone.
fn make_directories(path: &Path) -> Result<(), VaultError> {
    let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty())
    else {
        return Ok(());
    };
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory).map_err(|error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => VaultError::DiskFull,
        io::ErrorKind::ReadOnlyFilesystem => VaultError::ReadOnly,
        kind => VaultError::File { path: directory.to_owned(), kind },
    })
}
