//! A directory of its own for each test.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

/// A new empty directory, removed with all that is in it when dropped.
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) fn new() -> Self {
        Self::below(&env::temp_dir())
    }

    /// One that waits for no disk, where there is such. For tests that make many small vaults.
    pub(crate) fn fast() -> Self {
        let memory = Path::new("/dev/shm");
        if memory.is_dir() { Self::below(memory) } else { Self::new() }
    }

    fn below(parent: &Path) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = parent.join(format!("subrosa-vault-{}-{count}", process::id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Where the tests have their vault.
    pub(crate) fn vault(&self) -> PathBuf {
        self.0.join("vault")
    }
}

/// The file beside a vault with `suffix` added to its name.
pub(crate) fn beside(vault: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", vault.display()))
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
