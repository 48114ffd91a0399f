//! SQLite's write-ahead log, as far as its documented format tells which log it is. SQLite holds no
//! locks on this file that opening and closing it would give away.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::vault::{VaultError, files};

/// The salts in the header: drawn anew whenever the log begins.
pub(super) type LogId = [u8; 8];

/// Which log it is; none when there is none, or an empty one.
pub(super) fn id(vault: &Path) -> Option<LogId> {
    let mut header = [0; 24];
    File::open(files::beside(vault, "-wal")).ok()?.read_exact(&mut header).ok()?;
    header.last_chunk().copied()
}

/// Makes what was committed outlast the machine.
pub(in crate::vault) fn sync(vault: &Path) -> Result<(), VaultError> {
    sync_content(vault)?;
    files::sync_directory_of(vault).map_err(|error| VaultError::file(vault, &error))
}

/// The same for a log whose name lasts already.
pub(in crate::vault) fn sync_content(vault: &Path) -> Result<(), VaultError> {
    let path = files::beside(vault, "-wal");
    // Windows flushes a file only for who may write it.
    File::options()
        .write(true)
        .open(&path)
        .and_then(|file| file.sync_all())
        .map_err(|error| VaultError::file(&path, &error))
}
