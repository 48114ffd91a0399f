//! Files that are not to be seen before they are whole and wanted (FORMAT.md section 11).

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use super::SealError;
use crate::crypto::Random;

/// What becomes of a file that already has the name of the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Existing {
    /// It stays, and the call fails with [`SealError::TargetExists`].
    #[default]
    Keep,
    /// The new file takes its place, at once and wholly.
    Replace,
}

/// Removes temporary files that killed runs have left in `folder`. Those of runs that go on are
/// locked and stay, as does what cannot be removed. Gives how many were removed.
///
/// # Errors
/// [`SealError::Io`] when the folder cannot be read.
pub fn sweep(folder: &Path) -> Result<usize, SealError> {
    let entries = fs::read_dir(folder).map_err(SealError::io("read the folder"))?;
    let is_left = |entry: &fs::DirEntry| {
        is_temporary(&entry.file_name()) && entry.file_type().is_ok_and(|kind| kind.is_file())
    };
    let removed = entries.flatten().filter(is_left).filter(|entry| {
        let path = entry.path();
        // The lock is held until the file is gone: who creates one looks whether it still is there.
        // Opened to be written, without which NFS locks nothing (flock(2)).
        OpenOptions::new()
            .write(true)
            .open(&path)
            .is_ok_and(|file| file.try_lock().is_ok() && fs::remove_file(&path).is_ok())
    });
    Ok(removed.count())
}

/// A file under a name that nobody else uses, readable for its owner alone. Removed when dropped.
#[derive(Debug)]
pub(super) struct TemporaryFile {
    /// None once the file is closed or has become the target.
    file: Option<File>,
    /// Its folder, wherever that is moved to; None where folders cannot be opened.
    folder: Option<File>,
    path: PathBuf,
}

impl TemporaryFile {
    pub(super) fn create(folder: &Path, random: &mut dyn Random) -> Result<Self, SealError> {
        // A host that changes its working folder meanwhile still finds the file, and removes it.
        let here = Path::new(".");
        let folder = if folder.as_os_str().is_empty() { here } else { folder };
        let folder = std::path::absolute(folder).map_err(SealError::io(CREATE))?;
        let opened = || File::open(&folder).ok();
        // Names are random: one try is enough, but for a sweeper that was faster.
        for _ in 0..TRIES {
            let mut number = [0; 8];
            random.fill(&mut number)?;
            let name = format!("{PREFIX}{:016x}{SUFFIX}", u64::from_be_bytes(number));
            let path = folder.join(name);
            let mut options = OpenOptions::new();
            options.read(true).write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match options.open(&path) {
                Ok(file) => {
                    let file = Self { file: Some(file), folder: opened(), path };
                    if file.lock() {
                        return Ok(file);
                    }
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(SealError::io(CREATE)(error)),
            }
        }
        Err(SealError::Io { action: CREATE, kind: ErrorKind::AlreadyExists })
    }

    /// The file, to be written at any place.
    #[cfg(unix)]
    pub(super) fn file(&self) -> Result<&File, SealError> {
        self.file.as_ref().ok_or(SealError::Ended)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the file its name in the same folder, durably. After an error it is as it was, unless
    /// [`is_closed`](Self::is_closed) says otherwise.
    pub(super) fn commit(
        &mut self,
        name: &OsStr,
        existing: Existing,
    ) -> Result<PathBuf, SealError> {
        let mut components = Path::new(name).components();
        let plain = match (components.next(), components.next()) {
            // The next sweep would remove what has the name of a temporary file.
            (Some(Component::Normal(only)), None) => only == name && !is_temporary(name),
            _ => false,
        };
        if !plain {
            return Err(SealError::TargetName);
        }
        let file = self.file.as_ref().ok_or(SealError::Ended)?;
        if !is_still(file, &self.path) {
            return Err(SealError::TemporaryGone);
        }
        if let Err(error) = file.sync_all() {
            // What could not be written may be forgotten by then: another try would succeed, and
            // give a damaged file its name.
            self.remove();
            return Err(SealError::io("write the file to the disk")(error));
        }
        let target = self.path.with_file_name(name);
        match existing {
            Existing::Replace => {
                fs::rename(&self.path, &target).map_err(SealError::io("name the file"))?;
            }
            Existing::Keep => name_if_free(&self.path, &target)?,
        }
        self.file = None;
        sync_folder(&target)?;
        Ok(target)
    }

    /// Whether it has become the target, or was removed after an error.
    pub(super) fn is_closed(&self) -> bool {
        self.file.is_none()
    }

    fn remove(&mut self) {
        let Some(file) = self.file.take() else { return };
        // Removed while it is still locked; some systems remove only what is closed.
        let removed = fs::remove_file(&self.path).is_ok();
        remove_where_it_is(&file, self.folder.as_ref(), &self.path);
        if !removed {
            drop(file);
            let _ = fs::remove_file(&self.path);
        }
    }

    /// Locks the file against sweepers. False if one was faster. Where the file system has no
    /// locks, sweepers cannot lock it either.
    fn lock(&self) -> bool {
        self.file.as_ref().is_some_and(|file| {
            !matches!(file.try_lock(), Err(TryLockError::WouldBlock)) && is_still(file, &self.path)
        })
    }
}

impl Write for TemporaryFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_ref().map_or(Err(ErrorKind::NotConnected.into()), |mut file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        self.remove();
    }
}

const CREATE: &str = "create a temporary file";
const TRIES: u32 = 64;
const PREFIX: &str = ".subrosa-";
const SUFFIX: &str = ".tmp";

fn is_temporary(name: &OsStr) -> bool {
    name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)).is_some_and(
        |number| {
            number.len() == 16
                && number.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
        },
    )
}

/// Moves a file to a name that nothing has. A link fails where there is something, at once and on
/// every system; a rename would replace it.
fn name_if_free(from: &Path, target: &Path) -> Result<(), SealError> {
    match fs::hard_link(from, target) {
        Ok(()) => {
            // Both names are the same whole file: one that stays is swept later.
            let _ = fs::remove_file(from);
            Ok(())
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(SealError::TargetExists),
        // A file system without links.
        Err(_) => reserve_and_rename(from, target),
    }
}

fn reserve_and_rename(from: &Path, target: &Path) -> Result<(), SealError> {
    match OpenOptions::new().write(true).create_new(true).open(target) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(SealError::TargetExists);
        }
        Err(error) => return Err(SealError::io("name the file")(error)),
    }
    fs::rename(from, target).map_err(|error| {
        let _ = fs::remove_file(target);
        SealError::io("name the file")(error)
    })
}

/// Whether `path` is the name of the open `file`: nobody has removed or exchanged it.
#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |about: &fs::Metadata| (about.dev(), about.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(named)) => identity(&open) == identity(&named),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Removes the open `file` where `path` no longer leads to it, as a folder above it was moved. What
/// cannot be found is emptied: in it is what nobody has verified, or does not want.
#[cfg(unix)]
fn remove_where_it_is(file: &File, folder: Option<&File>, path: &Path) {
    use std::os::fd::AsRawFd;
    use std::os::unix::fs::MetadataExt;
    let is_gone = || file.metadata().is_ok_and(|about| about.nlink() == 0);
    if is_gone() {
        return;
    }
    if let (Some(folder), Some(name)) = (folder, path.file_name()) {
        // Linux finds an open folder by its number, whatever it is called now.
        let there = Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()).join(name);
        if is_still(file, &there) {
            let _ = fs::remove_file(there);
        }
    }
    if !is_gone() {
        let _ = file.set_len(0);
    }
}

/// Elsewhere the folder of an open file cannot be moved.
#[cfg(not(unix))]
fn remove_where_it_is(_: &File, _: Option<&File>, _: &Path) {}

/// Makes the name durable, on systems that open folders and file systems that write them.
fn sync_folder(target: &Path) -> Result<(), SealError> {
    if cfg!(unix) {
        let folder = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        match synced {
            // Some file systems have no such operation: shared folders of virtual machines.
            Err(error) if error.kind() == ErrorKind::InvalidInput => {}
            other => other.map_err(SealError::io("write the folder to the disk"))?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::OsRandom;

    /// A folder of its own for each test, removed at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("subrosa-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn names(&self) -> Vec<String> {
            let entries = fs::read_dir(&self.0).unwrap();
            let mut names: Vec<_> =
                entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn where_there_are_no_links_an_empty_file_holds_the_name() {
        let folder = Folder::new("reserve");
        let (from, target) = (folder.0.join("from"), folder.0.join("target"));
        fs::write(&from, "new").unwrap();
        fs::write(&target, "old").unwrap();
        assert_eq!(reserve_and_rename(&from, &target), Err(SealError::TargetExists));
        assert_eq!(fs::read(&target).unwrap(), b"old");
        fs::remove_file(&target).unwrap();
        assert_eq!(reserve_and_rename(&from, &target), Ok(()));
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert!(reserve_and_rename(&from, &folder.0.join("other")).is_err());
        assert_eq!(folder.names(), ["target"], "the reserved name is given back");
    }

    #[test]
    fn only_names_of_temporary_files_are_swept() {
        for (name, temporary) in [
            (".subrosa-0123456789abcdef.tmp", true),
            (".subrosa-0123456789abcde.tmp", false),
            (".subrosa-0123456789ABCDEF.tmp", false),
            (".subrosa-0123456789abcdeg.tmp", false),
            ("subrosa-0123456789abcdef.tmp", false),
            (".subrosa-0123456789abcdef.tmp.txt", false),
            (".subrosa-.tmp", false),
        ] {
            assert_eq!(is_temporary(OsStr::new(name)), temporary, "{name}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_cannot_be_synced_is_not_committed_by_another_try() {
        let folder = Folder::new("unsynced");
        let path = folder.0.join(".subrosa-0123456789abcdef.tmp");
        // A pipe is the one thing that every system refuses to sync.
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let pipe = OpenOptions::new().read(true).write(true).open(&path).unwrap();
        let mut file = TemporaryFile { file: Some(pipe), folder: None, path };
        let first = file.commit(OsStr::new("x"), Existing::Keep);
        assert!(matches!(first, Err(SealError::Io { action: "write the file to the disk", .. })));
        assert!(file.is_closed() && folder.names().is_empty());
        assert_eq!(file.commit(OsStr::new("x"), Existing::Keep), Err(SealError::Ended));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_that_its_file_system_does_not_write_is_no_error() {
        assert_eq!(sync_folder(Path::new("/proc/target")), Ok(()));
        assert!(sync_folder(Path::new("/nowhere/target")).is_err());
    }

    #[test]
    fn a_temporary_file_is_found_from_every_working_folder() {
        for folder in ["", "."] {
            let file = TemporaryFile::create(Path::new(folder), &mut OsRandom).unwrap();
            assert!(file.path().is_absolute() && file.path().exists());
        }
    }

    #[test]
    fn a_target_is_not_called_like_a_temporary_file() {
        let folder = Folder::new("called");
        let mut file = TemporaryFile::create(&folder.0, &mut OsRandom).unwrap();
        let name = OsStr::new(".subrosa-0123456789abcdef.tmp");
        assert_eq!(file.commit(name, Existing::Keep), Err(SealError::TargetName));
        assert!(file.commit(OsStr::new("x"), Existing::Keep).is_ok());
        assert_eq!(folder.names(), ["x"]);
    }

    #[test]
    fn a_file_that_was_exchanged_is_not_committed() {
        let folder = Folder::new("exchanged");
        let mut file = TemporaryFile::create(&folder.0, &mut OsRandom).unwrap();
        file.write_all(b"verified").unwrap();
        fs::remove_file(file.path()).unwrap();
        assert_eq!(file.commit(OsStr::new("x"), Existing::Keep), Err(SealError::TemporaryGone));
        if cfg!(unix) {
            fs::write(file.path(), "another").unwrap();
            let result = file.commit(OsStr::new("x"), Existing::Keep);
            assert_eq!(result, Err(SealError::TemporaryGone));
        }
        drop(file);
        assert!(folder.names().is_empty());
    }
}
