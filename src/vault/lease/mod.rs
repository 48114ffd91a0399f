//! Leases: what only one may do at a time, in all processes and on all machines that share a vault.

mod holder;
mod host;

use std::fmt::Write as _;
use std::fs::{File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::rows::Keys;
use super::{Vault, VaultError, files};
use holder::Holder;
pub use host::Host;

/// More than the longest record of a holder.
const LONGEST: u64 = 4096;

/// The right to be the only one at something: an account, say. It ends when it is dropped, and when
/// the process dies, however it dies.
///
/// It is a lock of the operating system on a file beside the vault, whose name tells nothing
/// without the vault's keys, and the name of the holder in it, for those to whom the lock is
/// invisible. The file stays.
#[derive(Debug)]
pub struct Lease {
    file: File,
    process: u32,
    /// What stands in the file while the lease is ours.
    record: Vec<u8>,
}

impl Vault {
    /// Takes the lease of a name, which at most one holder has in all processes, on all machines.
    ///
    /// # Errors
    /// [`VaultError::InUse`]; [`VaultError::InUseElsewhere`], after which the user may
    /// [take it over](Self::take_over); [`VaultError::SeveralNames`]; [`VaultError::Locked`],
    /// [`VaultError::File`], [`VaultError::Forked`].
    pub fn lease(&self, name: &[u8]) -> Result<Lease, VaultError> {
        self.take(name, false)
    }

    /// Takes the lease of a name from a holder that is on another machine or cannot be asked. If
    /// that holder is still at work, messages are lost and contacts see two of us: warn the user.
    ///
    /// # Errors
    /// As [`lease`](Self::lease), but [`VaultError::InUseElsewhere`] only while the lock is seen.
    pub fn take_over(&self, name: &[u8]) -> Result<Lease, VaultError> {
        self.take(name, true)
    }

    /// Says on which machine this is, in place of what the operating system says.
    pub fn set_host(&mut self, host: Host) {
        self.host = host;
    }

    fn take(&self, name: &[u8], over: bool) -> Result<Lease, VaultError> {
        self.check_process()?;
        let keys = &self.unlocked.as_ref().ok_or(VaultError::Locked)?.keys;
        check_names(self.path())?;
        Lease::take(self.path(), keys, keys.lease(name), &Holder::this(&self.host), over)
    }
}

impl Lease {
    fn take(
        vault: &Path,
        keys: &Keys,
        name: [u8; 8],
        this: &Holder,
        over: bool,
    ) -> Result<Self, VaultError> {
        let path = path(vault, name);
        let failed = |error| VaultError::file(&path, &error);
        let mut file = files::open_or_create_private(&path).map_err(failed)?;
        let locked = match file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => false,
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        };
        let found = read(&mut file).map_err(failed)?;
        let holder = Holder::open(keys, &name, &found);
        match holder {
            // Of a lock that is seen the name in the file only tells who has it.
            Some(holder) if !locked && this.is_elsewhere(&holder) => return Err(elsewhere(holder)),
            _ if !locked => return Err(VaultError::InUse),
            Some(holder) if !over && holder.holds(this) => return Err(elsewhere(holder)),
            _ => {}
        }
        let record = this.seal(keys, &name)?;
        write(&mut file, &record).map_err(failed)?;
        Ok(Self { file, process: std::process::id(), record })
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Self { file, process, record } = self;
        // A forked child shares the lock: it leaves it to the parent, and the parent does not wait
        // for the child to close its copy.
        if *process == std::process::id() {
            // Somebody may have taken it over.
            if read(file).is_ok_and(|found| found == *record) {
                let _ = file.set_len(0);
            }
            let _ = file.unlock();
        }
    }
}

fn elsewhere(holder: Holder) -> VaultError {
    VaultError::InUseElsewhere { machine: holder.name }
}

/// The file of a lease.
fn path(vault: &Path, name: [u8; 8]) -> PathBuf {
    let mut suffix = String::from(".");
    for byte in name {
        // Writing to a string cannot fail.
        let _ = write!(suffix, "{byte:02x}");
    }
    suffix.push_str(".lock");
    files::beside(vault, &suffix)
}

fn read(file: &mut File) -> std::io::Result<Vec<u8>> {
    let mut found = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(LONGEST).read_to_end(&mut found)?;
    Ok(found)
}

fn write(file: &mut File, record: &[u8]) -> std::io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    file.write_all(record)?;
    file.set_len(record.len() as u64)?;
    // Other machines see it when it is there.
    file.sync_data()
}

/// A file that has several names of its own, hard links, would have several logs and locks as well.
fn check_names(vault: &Path) -> Result<(), VaultError> {
    #[cfg(unix)]
    {
        let metadata = std::fs::metadata(vault).map_err(|error| VaultError::file(vault, &error))?;
        let names = std::os::unix::fs::MetadataExt::nlink(&metadata);
        if names > 1 {
            return Err(VaultError::SeveralNames { names });
        }
    }
    #[cfg(not(unix))]
    let _ = vault;
    Ok(())
}
