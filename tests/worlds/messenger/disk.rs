//! The files of a vault: copied, put back, and cut off behind any commit.

use std::path::{Path, PathBuf};
use subrosa::vault::{Protection, Vault};

/// What protects every vault: a key of the host, because Argon2 takes its time.
pub const KEY: [u8; 32] = [7; 32];

/// A folder in memory, if there is one, that is removed when the world ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        use std::sync::atomic::{AtomicU64, Ordering};
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let memory = PathBuf::from("/dev/shm");
        let base = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let path = base.join(format!("subrosa-world-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn open(path: &Path) -> Vault {
    let mut vault = Vault::open(path).unwrap();
    vault.unlock(&Protection::HostKey(&KEY)).unwrap();
    vault
}

/// A copy of a vault: the database, its write-ahead log, and what tells how old they are.
#[derive(Clone, PartialEq, Eq)]
pub struct Files {
    database: Vec<u8>,
    log: Vec<u8>,
    generation: Vec<u8>,
}

/// The file format of SQLite's write-ahead log: a header, then frames of a header and a page.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

fn beside(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

impl Files {
    /// What would be found if the process died now.
    pub fn of(path: &Path) -> Self {
        let log = std::fs::read(beside(path, "-wal")).unwrap_or_default();
        let generation = std::fs::read(beside(path, "-generation")).unwrap();
        Self { database: std::fs::read(path).unwrap(), log, generation }
    }

    /// Puts the copy in the place of what is there. Nobody may have the vault open.
    pub fn put_back(&self, path: &Path) {
        let _ = std::fs::remove_file(beside(path, "-shm"));
        std::fs::write(path, &self.database).unwrap();
        std::fs::write(beside(path, "-wal"), &self.log).unwrap();
        std::fs::write(beside(path, "-generation"), &self.generation).unwrap();
    }

    /// The vault as it was after each commit between two copies, from the first to the last.
    pub fn between(before: &Self, after: &Self) -> Vec<Self> {
        let header = |files: &Self| files.log.get(..LOG_HEADER).map(<[u8]>::to_vec);
        let same_log = header(before) == header(after) && before.database == after.database;
        let known = if same_log { before.commits().last().copied().unwrap_or(0) } else { 0 };
        let new = after.commits().into_iter().filter(|end| *end > known);
        let cut = |end: usize| Self {
            database: after.database.clone(),
            log: after.log[..end].to_vec(),
            // The file is written behind the commit.
            generation: before.generation.clone(),
        };
        std::iter::once(before.clone()).chain(new.map(cut)).collect()
    }

    /// Where the log can be cut so that it ends with a commit.
    fn commits(&self) -> Vec<usize> {
        let mut ends = Vec::new();
        if self.log.len() < LOG_HEADER {
            return ends;
        }
        let word = |at: usize| u32::from_be_bytes(self.log[at..at + 4].try_into().unwrap());
        let (page, salt) = (word(8) as usize, &self.log[16..24]);
        let mut at = LOG_HEADER;
        while at + FRAME_HEADER + page <= self.log.len() && &self.log[at + 8..at + 16] == salt {
            let is_commit = word(at + 4) != 0;
            at += FRAME_HEADER + page;
            if is_commit {
                ends.push(at);
            }
        }
        ends
    }
}
