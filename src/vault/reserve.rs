//! Room on the disk that is kept for restrictions (VAULT.md, "Reserve"): a file that is given up
//! when one meets a full disk.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::files;

/// Enough for the pages that a few rows touch, and for SQLite's index of the log.
const SIZE: u64 = 128 * 1024;

/// Makes the reserve where it is missing. A disk without room for it has none.
pub(super) fn make(vault: &Path) {
    let path = path(vault);
    if fs::metadata(&path).is_ok_and(|metadata| metadata.len() == SIZE) {
        return;
    }
    if fill(&path, SIZE).is_err() {
        let _ = files::remove(&path);
    }
}

/// Sees to it that a restriction finds room: where a file of half the size does not fit any more the
/// reserve is given up.
pub(super) fn make_room(vault: &Path) {
    let probe = files::beside(vault, "-reserve.new");
    let fits = fill(&probe, SIZE / 2).is_ok();
    let _ = files::remove(&probe);
    if !fits {
        let _ = files::remove(&path(vault));
    }
}

fn path(vault: &Path) -> PathBuf {
    files::beside(vault, "-reserve")
}

/// Writes what no file system can make smaller.
fn fill(path: &Path, size: u64) -> io::Result<()> {
    let mut file = files::open_or_create_private(path)?;
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut block = [0; 4096];
    for _ in 0..size / block.len() as u64 {
        for bytes in block.chunks_exact_mut(8) {
            // Xorshift: nothing depends on what it gives.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes.copy_from_slice(&state.to_le_bytes());
        }
        file.write_all(&block)?;
    }
    file.set_len(size)
}
