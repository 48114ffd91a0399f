use std::fmt::Write;
use std::fs::{File, TryLockError};
use std::path::Path;

use super::{VaultError, files};

/// The right to be the only one at something: an account, say. It ends when it is dropped, and when
/// the process dies, however it dies.
///
/// It is a lock of the operating system on a file beside the vault, whose name tells nothing
/// without the vault's keys. The file stays.
#[derive(Debug)]
pub struct Lease {
    file: File,
    process: u32,
}

impl Lease {
    pub(super) fn take(vault: &Path, name: [u8; 8]) -> Result<Self, VaultError> {
        let mut suffix = String::from(".");
        for byte in name {
            // Writing to a string cannot fail.
            let _ = write!(suffix, "{byte:02x}");
        }
        suffix.push_str(".lock");
        let path = files::beside(vault, &suffix);
        let file = files::open_or_create_private(&path)
            .map_err(|error| VaultError::file(&path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file, process: std::process::id() }),
            Err(TryLockError::WouldBlock) => Err(VaultError::InUse),
            Err(TryLockError::Error(error)) => Err(VaultError::file(&path, &error)),
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Self { file, process } = self;
        // A forked child shares the lock: it leaves it to the parent, and the parent does not wait
        // for the child to close its copy.
        if *process == std::process::id() {
            let _ = file.unlock();
        }
    }
}
