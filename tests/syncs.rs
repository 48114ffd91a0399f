//! How often the disk is waited for when a vault is made, opened, used and closed. Every sync of this
//! process is counted, SQLite's and ours, because this program has these two functions of the C
//! library itself.

#![cfg(target_os = "linux")]
#![allow(unsafe_code, missing_docs, clippy::unwrap_used, clippy::print_stdout)]

#[path = "common/pair.rs"]
#[allow(dead_code, clippy::indexing_slicing, clippy::panic)]
mod pair;
#[path = "common/people.rs"]
#[allow(dead_code, clippy::indexing_slicing, clippy::panic, clippy::expect_used)]
mod people;

#[path = "syncs/decisions.rs"]
#[allow(clippy::indexing_slicing, clippy::panic)]
mod decisions;

use people::{Folder, TestClock, environment, plain};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::{c_int, c_long};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use subrosa::messenger::{Action, Messenger, Origin, Verdict};
use subrosa::vault::Protection;

thread_local! {
    /// What this thread has synced.
    static SYNCED: RefCell<Vec<PathBuf>> = const { RefCell::new(Vec::new()) };
    /// How long each file was when this thread has synced it last.
    static LENGTHS: RefCell<HashMap<PathBuf, u64>> = RefCell::new(HashMap::new());
}

#[cfg(target_arch = "x86_64")]
const NUMBERS: [c_long; 2] = [74, 75];
#[cfg(not(target_arch = "x86_64"))]
const NUMBERS: [c_long; 2] = [82, 83];

unsafe extern "C" {
    fn syscall(number: c_long, ...) -> c_long;
}

fn counted(number: c_long, file: c_int) -> c_int {
    let name = std::fs::read_link(format!("/proc/self/fd/{file}")).unwrap_or_default();
    let length = std::fs::metadata(&name).map_or(0, |file| file.len());
    LENGTHS.with_borrow_mut(|lengths| lengths.insert(name.clone(), length));
    SYNCED.with_borrow_mut(|synced| synced.push(name));
    // SAFETY: what the C library does itself.
    unsafe { syscall(number, file) as c_int }
}

#[unsafe(no_mangle)]
extern "C" fn fsync(file: c_int) -> c_int {
    counted(NUMBERS[0], file)
}

#[unsafe(no_mangle)]
extern "C" fn fdatasync(file: c_int) -> c_int {
    counted(NUMBERS[1], file)
}

/// What is synced while something is done.
fn synced<T>(what: &str, work: impl FnOnce() -> T) -> (T, usize) {
    SYNCED.with_borrow_mut(Vec::clear);
    let done = work();
    let names = SYNCED.with_borrow_mut(std::mem::take);
    println!("{what}: {}", names.len());
    for name in &names {
        println!("    {}", name.display());
    }
    (done, names.len())
}

fn opened(path: &Path, key: Option<&[u8; 32]>, seed: u64) -> Messenger {
    Messenger::open(path, key, environment(&TestClock::new(), seed)).unwrap()
}

#[test]
fn syncs_of_rust_and_of_sqlite_are_counted() {
    let folder = Folder::new();
    let (_, count) = synced("a file", || {
        let mut file = File::create(folder.0.join("file")).unwrap();
        file.write_all(b"x").unwrap();
        file.sync_all().unwrap();
        file.sync_data().unwrap();
    });
    assert_eq!(count, 2);
    let mut messenger = opened(&folder.0.join("vault"), None, 1);
    let _ = messenger.attach("account", plain()).unwrap();
    let (outcome, count) =
        synced("a decision", || messenger.contact_do("account", "bob", Action::Block, None));
    assert!(outcome.error.is_none());
    assert!(count > 0, "SQLite's are not seen");
}

#[test]
fn a_new_vault_costs_six_syncs_and_a_later_opening_two() {
    for key in [None, Some(&[7; 32])] {
        let folder = Folder::new();
        let path = folder.0.join("folder").join("vault");
        let (messenger, made) = synced("made", || opened(&path, key, 1));
        let who = *messenger.identity().unwrap().fingerprint();
        assert!(made <= 6, "{made} syncs");
        let ((), freed) = synced("freed", || drop(messenger));
        // The folder with it: SQLite does that once for a log that it has made.
        assert!(freed <= 3, "{freed} syncs");
        for _ in 0..2 {
            let (messenger, again) = synced("opened again", || opened(&path, key, 2));
            assert_eq!(*messenger.identity().unwrap().fingerprint(), who);
            assert!(again <= 2, "{again} syncs");
            let ((), freed) = synced("freed", || drop(messenger));
            assert!(freed <= 2, "{freed} syncs");
        }
    }
}

#[test]
fn what_a_messenger_does_most_costs_few_syncs() {
    let folder = Folder::new();
    let path = folder.0.join("vault");
    let mut messenger = opened(&path, None, 1);
    let (_, attached) = synced("attached", || messenger.attach("account", plain()).unwrap());
    let (outcome, clear) = synced("a text in clear", || {
        messenger.outgoing("account", "carol", b"hello", Origin::default())
    });
    assert_eq!((outcome.verdict, clear), (Verdict::Pass, 0));
    let (_, started) =
        synced("a start", || messenger.contact_do("account", "bob", Action::Start, None));
    let (_, protected) = synced("another protection", || {
        messenger.protect(&Protection::HostKey(&[8; 32])).unwrap();
    });
    let ((), freed) = synced("freed", || drop(messenger));
    assert!(attached <= 6 && started <= 3 && protected <= 12 && freed <= 2);
}
