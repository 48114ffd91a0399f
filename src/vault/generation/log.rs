//! SQLite's write-ahead log, as far as its documented format tells which log it is. SQLite holds no
//! locks on this file that opening and closing it would give away.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::vault::{VaultError, files};

/// The file of the log, open for as long as the database is: each commit looks at it twice. SQLite
/// has the same file open, and neither removes it nor makes it anew meanwhile.
#[derive(Debug, Default)]
pub(super) struct Log(Option<File>);

/// The salts in the header: drawn anew whenever the log begins.
pub(super) type LogId = [u8; 8];

/// Where the salts stand in the header.
const SALTS: u64 = 16;

impl Log {
    /// Which log it is; none when there is none, or an empty one.
    pub(super) fn id(&mut self, vault: &Path) -> Option<LogId> {
        let Self(file) = self;
        if file.is_none() {
            *file = File::open(files::beside(vault, "-wal")).ok();
        }
        let mut file = file.as_ref()?;
        let mut id = [0; 8];
        file.seek(SeekFrom::Start(SALTS)).ok()?;
        file.read_exact(&mut id).ok()?;
        Some(id)
    }
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
