//! Where files are, and such that nobody but their owner may read.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{self, Path, PathBuf};

use super::VaultError;

/// The file beside a vault with `suffix` added to its name.
pub(super) fn beside(vault: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(vault);
    name.push(suffix);
    PathBuf::from(name)
}

/// The absolute path of a file itself, so that all names that links give it have the same files beside it. What is not
/// there keeps its name, in a directory that may be.
pub(super) fn resolved(path: &Path) -> Result<PathBuf, VaultError> {
    let absolute = path::absolute(path).map_err(|error| VaultError::file(path, &error))?;
    // Elsewhere there is another form of path for it, which SQLite need not understand.
    if !cfg!(unix) {
        return Ok(absolute);
    }
    let found = fs::canonicalize(&absolute).or_else(|_| {
        let (Some(directory), Some(name)) = (absolute.parent(), absolute.file_name()) else {
            return Err(io::Error::from(io::ErrorKind::NotFound));
        };
        fs::canonicalize(directory).map(|directory| directory.join(name))
    });
    Ok(found.unwrap_or(absolute))
}

/// Creates a file that must not exist, for its owner alone (mode 0600).
pub(super) fn create_private(path: &Path) -> io::Result<File> {
    private_options().create_new(true).open(path)
}

/// Opens a file, or creates it for its owner alone.
pub(super) fn open_or_create_private(path: &Path) -> io::Result<File> {
    private_options().create(true).truncate(false).open(path)
}

fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Whether a file is one page of SQLite's, or less, without anything in it: what a loss of power may
/// leave of the header of a new database.
pub(super) fn is_a_page_of_zeros(path: &Path) -> bool {
    let is_short = fs::metadata(path).is_ok_and(|metadata| (1..=4096).contains(&metadata.len()));
    is_short && fs::read(path).is_ok_and(|bytes| bytes.iter().all(|byte| *byte == 0))
}

/// Takes everything out of a file.
pub(super) fn empty(path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.set_len(0)
}

/// Takes from everybody but the owner the right to read or write a file.
pub(super) fn make_private(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// The permission bits of a file where they let others than its owner at it.
pub(super) fn exposed_to_others(metadata: &fs::Metadata) -> Option<u32> {
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777;
        (mode & 0o077 != 0).then_some(mode)
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        None
    }
}

/// Removes a file; that there is none is fine.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Makes what was created, renamed or removed beside `path` outlast a loss of power.
pub(super) fn sync_directory_of(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(directory) = path.parent() {
        File::open(directory)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
