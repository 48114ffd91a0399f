//! Content of many gibibytes: counters and places beyond 32 bits, and memory that does not grow.
//! They take minutes, or room on the disk, and are run by hand:
//!
//! ```text
//! SUBROSA_GIB=100 cargo test --release --test seal_large -- --ignored --nocapture stream
//! SUBROSA_GIB=5 cargo test --release --test seal_large -- --ignored --nocapture file
//! ```

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use subrosa::crypto::OsRandom;
use subrosa::identity::{Identity, Recipient};
use subrosa::seal::{
    ContentKind, Existing, Lock, OpenJob, SealJob, Sealer, Terms, Unlock, open_unsigned_stream,
};

fn size() -> u64 {
    let gib = std::env::var("SUBROSA_GIB").ok().and_then(|gib| gib.parse().ok()).unwrap_or(5_u64);
    (gib << 30) + 12_345
}

fn bob() -> (Identity, [Recipient; 1]) {
    let mut bob = Identity::generate(0, &mut OsRandom).unwrap();
    bob.add_sealing_key(&mut OsRandom).unwrap();
    let recipient = bob.recipient().unwrap();
    (bob, [recipient])
}

fn terms(to: &[Recipient], size: Option<u64>) -> Terms<'_> {
    let lock = Lock::Recipients(to);
    Terms { lock, signer: None, content: ContentKind::File, name: None, size, time: 0 }
}

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Where in the content something else than zero stands, and what.
fn marks(size: u64) -> Vec<(u64, u8)> {
    let places = [0, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32, (1 << 32) + 65_536, size - 1];
    (1..).zip(places).filter(|(_, place)| *place < size).map(|(n, place)| (place, n)).collect()
}

fn sparse(path: &Path, size: u64) {
    let file = File::create(path).unwrap();
    file.set_len(size).unwrap();
    for (place, mark) in marks(size) {
        file.write_all_at(&[mark], place).unwrap();
    }
}

/// Counts what is written, and keeps what is not zero.
#[derive(Default)]
struct Checked {
    length: u64,
    found: Vec<(u64, u8)>,
}

impl Write for Checked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.iter().any(|byte| *byte != 0) {
            let places = (self.length..).zip(bytes).filter(|(_, byte)| **byte != 0);
            self.found.extend(places.map(|(place, byte)| (place, *byte)));
        }
        self.length += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The most memory that the process has had, as Linux counts it.
fn most_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.unwrap_or("VmHWM unknown").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
#[ignore = "takes minutes"]
fn a_stream_of_many_gibibytes_opens_as_it_was_sealed() {
    let folder = Folder::new("large-stream");
    let (bob, to) = bob();
    let size = size();
    let plain = folder.0.join("plain");
    sparse(&plain, size);
    let (reader, writer) = io::pipe().unwrap();
    let begun = Instant::now();
    let mut checked = Checked::default();
    let opened = std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut sealer = Sealer::new(writer, &terms(&to, Some(size)), &mut OsRandom).unwrap();
            let mut source = File::open(plain).unwrap();
            assert_eq!(sealer.read_from(&mut source, u64::MAX).unwrap(), size);
            sealer.finish(&mut OsRandom).unwrap();
        });
        open_unsigned_stream(reader, &mut checked, &Unlock::Identities(&[&bob])).unwrap()
    });
    assert_eq!((opened.metadata().size(), checked.length), (Some(size), size));
    assert_eq!(checked.found, marks(size));
    println!("{size} bytes sealed and opened in {:?}, {}", begun.elapsed(), most_memory());
}

#[test]
#[ignore = "takes twice its size on the disk"]
fn a_file_of_many_gibibytes_opens_as_it_was_sealed() {
    let folder = Folder::new("large-file");
    let (bob, to) = bob();
    let size = size();
    let plain = folder.0.join("plain");
    sparse(&plain, size);
    let begun = Instant::now();
    let mut job = SealJob::new(&plain, &folder.0, &terms(&to, None), &mut OsRandom).unwrap();
    assert!(job.run(u64::MAX, &mut OsRandom).unwrap().finished);
    let sealed = job.commit(OsStr::new("sealed"), Existing::Keep).unwrap();
    fs::remove_file(plain).unwrap();
    let unlock = Unlock::Identities(&[&bob]);
    let mut job = OpenJob::new(&sealed, &folder.0, &unlock, &mut OsRandom).unwrap();
    assert!(job.run(u64::MAX).unwrap().finished);
    let opened = job.commit(OsStr::new("opened"), Existing::Keep).unwrap();
    println!("{size} bytes sealed and opened in {:?}, {}", begun.elapsed(), most_memory());
    let mut checked = Checked::default();
    io::copy(&mut File::open(opened).unwrap(), &mut checked).unwrap();
    assert_eq!((checked.length, checked.found), (size, marks(size)));
}
