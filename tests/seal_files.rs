//! Sealing and opening files: nothing half there, nothing overwritten unasked, nothing left behind.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "common/mod.rs"]
mod common;

use common::SeededRandom;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use subrosa::crypto::{CryptoError, OsRandom, Random};
use subrosa::identity::{Identity, Recipient};
use subrosa::seal::{
    ContentKind, Existing, Lock, OpenJob, Part, SealError, SealJob, Sealer, Terms, Unlock,
    open_bytes, seal_bytes, sweep,
};

const NOW: u64 = 1_800_000_000;

/// A folder of its own for a test, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn names(&self) -> Vec<String> {
        names(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn bob() -> (Identity, [Recipient; 1]) {
    let mut rng = SeededRandom::new(2);
    let mut bob = Identity::generate(NOW, &mut rng).unwrap();
    bob.add_sealing_key(&mut rng).unwrap();
    let to = [bob.recipient().unwrap()];
    (bob, to)
}

fn terms<'a>(to: &'a [Recipient], signer: Option<&'a Identity>) -> Terms<'a> {
    let (lock, name) = (Lock::Recipients(to), Some("report.txt"));
    Terms { lock, signer, content: ContentKind::File, name, size: None, time: NOW }
}

fn content(length: usize) -> Vec<u8> {
    (0..length).map(|i| (i % 251) as u8).collect()
}

/// A document of Bob's with that content in `folder`, signed by himself.
fn document(folder: &Folder, length: usize) -> (Identity, PathBuf) {
    let (bob, to) = bob();
    let terms = terms(&to, Some(&bob));
    let bytes = seal_bytes(&content(length), &terms, &mut SeededRandom::new(5)).unwrap();
    let path = folder.file("in.sealed", &bytes);
    (bob, path)
}

fn begin(source: &Path, folder: &Folder, bob: &Identity) -> Result<OpenJob, SealError> {
    OpenJob::new(source, &folder.0, &Unlock::Identities(&[bob]), &mut OsRandom)
}

#[test]
fn a_file_is_sealed_and_opened_step_by_step() {
    let folder = Folder::new("steps");
    let (bob, to) = bob();
    for size in [0, 1, 65_536, 300_000] {
        let source = folder.file("plain", &content(size));
        let mut job =
            SealJob::new(&source, &folder.0, &terms(&to, Some(&bob)), &mut OsRandom).unwrap();
        let mut last = 0;
        let progress = loop {
            assert_eq!(job.commit(OsStr::new("x"), Existing::Keep), Err(SealError::NotDone));
            let progress = job.run(10_000, &mut OsRandom).unwrap();
            assert!(progress.done - last <= 10_000 && progress.total == size as u64);
            last = progress.done;
            if progress.finished {
                break progress;
            }
        };
        assert_eq!(progress.done, progress.total);
        let sealed = job.commit(OsStr::new("out.sealed"), Existing::Replace).unwrap();
        assert_eq!(job.run(1, &mut OsRandom), Err(SealError::Ended));
        let (opened, about) =
            open_bytes(&fs::read(&sealed).unwrap(), &Unlock::Identities(&[&bob])).unwrap();
        assert!(*opened == content(size));
        assert_eq!(about.metadata().size(), Some(size as u64));

        let mut job = begin(&sealed, &folder, &bob).unwrap();
        assert_eq!(job.opened().err(), Some(SealError::NotDone));
        assert_eq!(job.temporary_path().err(), Some(SealError::NotDone));
        let mut last = 0;
        while !job.run(1).map(|p| (p.finished, last = p.done).0).unwrap() {
            assert_eq!(job.commit(OsStr::new("x"), Existing::Keep), Err(SealError::NotDone));
        }
        assert_eq!(last, fs::metadata(&sealed).unwrap().len());
        assert_eq!(job.opened().unwrap().signed_by(&[*bob.fingerprint()]), Ok(bob.public()));
        assert_eq!(job.suggested_name().unwrap().as_str(), "report.txt");
        // What a scanner would look at.
        assert!(fs::read(job.temporary_path().unwrap()).unwrap() == content(size));
        let target = job.commit(OsStr::new("opened"), Existing::Replace).unwrap();
        assert_eq!(target, folder.0.join("opened"));
        assert!(fs::read(&target).unwrap() == content(size));
        assert_eq!(job.opened().err(), Some(SealError::Ended));
    }
    assert_eq!(folder.names(), ["opened", "out.sealed", "plain"]);
}

/// Around the mebibytes in which large files go through several threads, in steps of all sizes.
#[test]
fn large_files_are_the_same_however_they_are_stepped() {
    const MIB: usize = 1 << 20;
    let folder = Folder::new("large");
    let (bob, to) = bob();
    let sizes = [MIB - 1, MIB, MIB + 1, MIB + 65_536, MIB + 65_537, 5 * MIB + 100_000];
    for (size, step) in sizes.into_iter().zip([u64::MAX, 1, 1_500_000, 3, 70_000, 2_500_000]) {
        let source = folder.file("plain", &content(size));
        let terms = terms(&to, Some(&bob));
        let mut job = SealJob::new(&source, &folder.0, &terms, &mut OsRandom).unwrap();
        let mut progress = job.run(step, &mut OsRandom).unwrap();
        while !progress.finished {
            let next = job.run(step, &mut OsRandom).unwrap();
            assert!(next.done > progress.done || next.finished);
            progress = next;
        }
        assert_eq!((progress.done, progress.total), (size as u64, size as u64));
        let sealed = job.commit(OsStr::new("out.sealed"), Existing::Replace).unwrap();
        let document = fs::read(&sealed).unwrap();
        let (opened, about) = open_bytes(&document, &Unlock::Identities(&[&bob])).unwrap();
        assert!(*opened == content(size), "{size}");
        assert_eq!(about.signed_by(&[*bob.fingerprint()]), Ok(bob.public()));

        let mut job = begin(&sealed, &folder, &bob).unwrap();
        let mut done = 0;
        loop {
            let progress = job.run(step).unwrap();
            assert!(progress.done > done && progress.done <= progress.total);
            done = progress.done;
            if progress.finished {
                break;
            }
        }
        assert_eq!(done, document.len() as u64);
        assert_eq!(job.opened().unwrap(), &about);
        let target = job.commit(OsStr::new("opened"), Existing::Replace).unwrap();
        assert!(fs::read(&target).unwrap() == content(size), "{size}");
    }
}

#[test]
fn a_large_file_of_unknown_size_opens_too() {
    let folder = Folder::new("unsized");
    let (bob, to) = bob();
    let content = content(3_300_000);
    let mut sealer = Sealer::new(Vec::new(), &terms(&to, Some(&bob)), &mut OsRandom).unwrap();
    sealer.write(&content).unwrap();
    let document = sealer.finish(&mut OsRandom).unwrap();
    let source = folder.file("in.sealed", &document);
    let mut job = begin(&source, &folder, &bob).unwrap();
    assert!(job.run(u64::MAX).unwrap().finished);
    assert!(fs::read(job.temporary_path().unwrap()).unwrap() == content);
    // Cut between two chunks, where only the flag of the last one tells.
    let cut = document.len() - 210 - (3_300_000 - 50 * 65_536 + 16);
    folder.file("in.sealed", &[&document[..cut], &document[document.len() - 210..]].concat());
    let mut job = begin(&source, &folder, &bob).unwrap();
    assert_eq!(job.run(u64::MAX), Err(SealError::Truncated));
}

#[test]
fn damage_in_a_large_file_is_told_as_in_a_small_one() {
    let folder = Folder::new("large-damage");
    let (bob, source) = document(&folder, 3_300_000);
    let good = fs::read(&source).unwrap();
    let header = good.len() - (3_300_000 + 51 * 16) - 210;
    let fails = |bytes: &[u8], expected: SealError| {
        fs::write(&source, bytes).unwrap();
        let mut job = begin(&source, &folder, &bob).unwrap();
        assert_eq!(job.run(u64::MAX), Err(expected));
        assert_eq!(folder.names(), ["in.sealed"]);
    };
    for chunk in [0, 15, 16, 40, 49, 50] {
        let mut bytes = good.clone();
        bytes[header + chunk * 65_552 + 9] ^= 1;
        // A later one too: the first is told.
        bytes[header + 50 * 65_552 + 9] ^= 2;
        fails(&bytes, SealError::Damaged(Part::Chunk(chunk as u32)));
    }
    for length in [header + 2_000_000, header + 32 * 65_552, good.len() - 1] {
        fails(&good[..length], SealError::Truncated);
    }
    fails(&[&good[..], b"x"].concat(), SealError::TrailingBytes);
    let mut swapped = good.clone();
    swapped.copy_within(header + 65_552..header + 2 * 65_552, header);
    fails(&swapped, SealError::Damaged(Part::Chunk(0)));
}

#[test]
fn nothing_is_overwritten_unless_asked() {
    let folder = Folder::new("keep");
    let (bob, source) = document(&folder, 100);
    folder.file("taken", b"precious");
    let mut job = begin(&source, &folder, &bob).unwrap();
    job.run(u64::MAX).unwrap();
    let keep = |job: &mut OpenJob, name: &str| job.commit(OsStr::new(name), Existing::Keep);
    assert_eq!(keep(&mut job, "taken"), Err(SealError::TargetExists));
    assert_eq!(fs::read(folder.0.join("taken")).unwrap(), b"precious");
    #[cfg(unix)]
    {
        // A link that leads nowhere is taken too, and not followed.
        std::os::unix::fs::symlink(folder.0.join("elsewhere"), folder.0.join("link")).unwrap();
        assert_eq!(keep(&mut job, "link"), Err(SealError::TargetExists));
        assert!(!folder.0.join("elsewhere").exists());
        fs::remove_file(folder.0.join("link")).unwrap();
    }
    // The job is as it was: another name will do.
    assert_eq!(keep(&mut job, "free"), Ok(folder.0.join("free")));
    let mut job = begin(&source, &folder, &bob).unwrap();
    job.run(u64::MAX).unwrap();
    job.commit(OsStr::new("taken"), Existing::Replace).unwrap();
    assert_eq!(fs::read(folder.0.join("taken")).unwrap(), content(100));
    assert_eq!(folder.names(), ["free", "in.sealed", "taken"]);
}

#[test]
fn a_target_is_a_plain_name_in_the_folder() {
    let folder = Folder::new("plain-name");
    let (bob, source) = document(&folder, 100);
    let mut job = begin(&source, &folder, &bob).unwrap();
    job.run(u64::MAX).unwrap();
    for name in ["", ".", "..", "/", "/etc/x", "a/b", "../x", "a/", "./a"] {
        let result = job.commit(OsStr::new(name), Existing::Keep);
        assert_eq!(result, Err(SealError::TargetName), "{name:?}");
    }
    assert!(job.commit(OsStr::new("a"), Existing::Keep).is_ok());
}

#[test]
fn a_job_that_is_dropped_leaves_nothing() {
    let folder = Folder::new("dropped");
    let (bob, source) = document(&folder, 300_000);
    for run in [0, 1, 100_000, u64::MAX] {
        let mut job = begin(&source, &folder, &bob).unwrap();
        if run > 0 {
            job.run(run).unwrap();
        }
        assert_eq!(folder.names().len(), 2);
        drop(job);
        assert_eq!(folder.names(), ["in.sealed"]);
    }
    let (_, to) = self::bob();
    let mut job = SealJob::new(&source, &folder.0, &terms(&to, None), &mut OsRandom).unwrap();
    job.run(100_000, &mut OsRandom).unwrap();
    drop(job);
    assert_eq!(folder.names(), ["in.sealed"]);
}

/// A job that has written a part of what it opens, the file it is in, and a place to move that to.
#[cfg(unix)]
fn part_opened(folder: &Folder, length: usize) -> (OpenJob, PathBuf, PathBuf) {
    let (bob, sealed) = document(folder, length);
    let (before, after) = (folder.0.join("before"), folder.0.join("after"));
    fs::create_dir(&before).unwrap();
    let unlock = Unlock::Identities(&[&bob]);
    let mut job = OpenJob::new(&sealed, &before, &unlock, &mut OsRandom).unwrap();
    job.run(100_000).unwrap();
    let name = names(&before).remove(0);
    assert!(fs::metadata(before.join(&name)).unwrap().len() > 60_000);
    (job, before.join(name), after)
}

#[cfg(target_os = "linux")]
#[test]
fn a_job_whose_folder_was_moved_leaves_no_plaintext() {
    type End = fn(OpenJob);
    let fails = |mut job: OpenJob| {
        assert!(matches!(job.run(u64::MAX), Ok(progress) if progress.finished));
        assert_eq!(job.commit(OsStr::new("x"), Existing::Keep), Err(SealError::TemporaryGone));
    };
    for end in [drop::<OpenJob> as End, fails] {
        let folder = Folder::new("moved");
        let (job, file, after) = part_opened(&folder, 300_000);
        let before = file.parent().unwrap();
        fs::rename(before, &after).unwrap();
        // Another folder takes its place.
        fs::create_dir(before).unwrap();
        end(job);
        assert_eq!((names(before), names(&after)), (vec![], vec![]));
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_was_moved_out_of_its_folder_is_emptied() {
    let folder = Folder::new("moved-out");
    let (job, file, after) = part_opened(&folder, 300_000);
    fs::rename(&file, &after).unwrap();
    drop(job);
    assert_eq!(fs::metadata(&after).unwrap().len(), 0);
    assert_eq!(names(file.parent().unwrap()), [] as [String; 0]);
}

#[cfg(unix)]
#[test]
fn a_job_whose_folder_was_removed_ends_without_harm() {
    let folder = Folder::new("removed");
    let (job, file, _) = part_opened(&folder, 300_000);
    fs::remove_dir_all(file.parent().unwrap()).unwrap();
    drop(job);
    assert_eq!(folder.names().len(), 1, "the document alone");
}

#[test]
fn damage_anywhere_leaves_nothing_and_ends_the_job() {
    let folder = Folder::new("damage");
    let (bob, source) = document(&folder, 200_000);
    let good = fs::read(&source).unwrap();
    let header = good.len() - (200_000 + 4 * 16) - 210;
    let fails = |bytes: &[u8], expected: SealError| {
        fs::write(&source, bytes).unwrap();
        match begin(&source, &folder, &bob) {
            Err(error) => assert_eq!(error, expected),
            Ok(mut job) => {
                assert_eq!(job.run(u64::MAX), Err(expected));
                assert_eq!(job.run(1), Err(SealError::Ended));
                assert_eq!(job.commit(OsStr::new("x"), Existing::Keep), Err(SealError::Ended));
            }
        }
        assert_eq!(folder.names(), ["in.sealed"]);
    };
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    fails(&flipped(header - 1), SealError::Damaged(Part::Header));
    fails(&flipped(header), SealError::Damaged(Part::Chunk(0)));
    fails(&flipped(header + 150_000), SealError::Damaged(Part::Chunk(2)));
    fails(&flipped(good.len() - 1), SealError::Damaged(Part::Trailer));
    fails(&good[..good.len() - 1], SealError::Truncated);
    fails(&good[..header + 70_000], SealError::Truncated);
    fails(&[&good[..], b"x"].concat(), SealError::TrailingBytes);
    fails(b"", SealError::NotADocument);
    let (_, to) = self::bob();
    let by_other = seal_bytes(b"", &terms(&to, None), &mut SeededRandom::new(1)).unwrap();
    fs::write(&source, by_other).unwrap();
    let mallory = Identity::generate(NOW, &mut SeededRandom::new(7)).unwrap();
    assert_eq!(begin(&source, &folder, &mallory).err(), Some(SealError::NotForUs));
}

#[test]
fn a_source_that_changes_while_it_is_sealed_is_not_sealed() {
    let folder = Folder::new("changing");
    let (_, to) = bob();
    let large = folder.file("plain", &content(4_000_000));
    let mut job = SealJob::new(&large, &folder.0, &terms(&to, None), &mut OsRandom).unwrap();
    job.run(1, &mut OsRandom).unwrap();
    folder.file("plain", &content(2_000_000));
    let error = job.run(u64::MAX, &mut OsRandom);
    assert_eq!(error, Err(SealError::SizeChanged { expected: 4_000_000, found: 1 << 20 }));
    assert_eq!(folder.names(), ["plain"]);
    for (after, found) in [(200_000, 131_073), (50_000, 65_536)] {
        let source = folder.file("plain", &content(100_000));
        let mut job = SealJob::new(&source, &folder.0, &terms(&to, None), &mut OsRandom).unwrap();
        job.run(65_536, &mut OsRandom).unwrap();
        folder.file("plain", &content(after));
        let error = job.run(u64::MAX, &mut OsRandom);
        assert_eq!(error, Err(SealError::SizeChanged { expected: 100_000, found }));
        assert_eq!(folder.names(), ["plain"]);
    }
}

#[test]
fn only_regular_files_are_sealed_and_opened() {
    let folder = Folder::new("regular");
    let (bob, to) = bob();
    let seal = |path: &Path| SealJob::new(path, &folder.0, &terms(&to, None), &mut OsRandom).err();
    assert_eq!(seal(&folder.0), Some(SealError::NotAFile));
    assert_eq!(begin(&folder.0, &folder, &bob).err(), Some(SealError::NotAFile));
    assert!(matches!(
        seal(&folder.0.join("missing")),
        Some(SealError::Io { kind: std::io::ErrorKind::NotFound, .. })
    ));
    let source = folder.file("plain", b"");
    let nowhere = folder.0.join("nowhere");
    let error = SealJob::new(&source, &nowhere, &terms(&to, None), &mut OsRandom).err();
    assert!(matches!(error, Some(SealError::Io { kind: std::io::ErrorKind::NotFound, .. })));
}

#[cfg(unix)]
#[test]
fn what_is_written_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("mode");
    let (bob, source) = document(&folder, 100_000);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    let mut job = begin(&source, &folder, &bob).unwrap();
    let temporary = folder.names().into_iter().find(|name| name.starts_with(".subrosa")).unwrap();
    assert_eq!(mode(&folder.0.join(temporary)), 0o600);
    job.run(u64::MAX).unwrap();
    let target = job.commit(OsStr::new("out"), Existing::Keep).unwrap();
    assert_eq!(mode(&target), 0o600);
}

#[test]
fn leftovers_of_killed_runs_are_swept_and_nothing_else() {
    let folder = Folder::new("sweep");
    let (bob, source) = document(&folder, 100_000);
    let job = begin(&source, &folder, &bob).unwrap();
    let live = folder.names();
    assert_eq!(live.len(), 2);
    folder.file(".subrosa-00000000000000aa.tmp", b"left over");
    folder.file(".subrosa-notours.tmp", b"not ours");
    fs::create_dir(folder.0.join(".subrosa-00000000000000bb.tmp")).unwrap();
    assert_eq!(sweep(&folder.0), Ok(1));
    assert_eq!(sweep(&folder.0), Ok(0));
    assert_eq!(folder.names().len(), 4);
    drop(job);
    assert!(sweep(&folder.0.join("nowhere")).is_err());
}

/// What the process to be killed does: one job, without end.
#[test]
fn endless_run_for_the_kill_test() {
    let Ok(folder) = std::env::var("SUBROSA_KILL_TEST") else { return };
    let folder = Path::new(&folder);
    let (bob, to) = bob();
    let mut rounds = 0u64;
    loop {
        rounds += 1;
        let sealed = folder.join("in.sealed");
        if rounds.is_multiple_of(2) {
            let source = folder.join("plain");
            let mut job = SealJob::new(&source, folder, &terms(&to, None), &mut OsRandom).unwrap();
            while !job.run(65_536, &mut OsRandom).unwrap().finished {}
            job.commit(OsStr::new("out.sealed"), Existing::Replace).unwrap();
        } else {
            let unlock = Unlock::Identities(&[&bob]);
            let mut job = OpenJob::new(&sealed, folder, &unlock, &mut OsRandom).unwrap();
            while !job.run(1).unwrap().finished {}
            job.commit(OsStr::new("out"), Existing::Replace).unwrap();
        }
    }
}

#[test]
fn a_run_that_is_killed_leaves_no_partial_target_and_nothing_that_stays() {
    let folder = Folder::new("killed");
    let (bob, source) = document(&folder, 1_000_000);
    folder.file("plain", &content(1_000_000));
    let mut swept = 0;
    for round in 0..8u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "endless_run_for_the_kill_test"])
            .env("SUBROSA_KILL_TEST", &folder.0)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Somewhere in the middle of a job: once one is seen, a little later each time.
        let patience = Instant::now();
        while !folder.names().iter().any(|name| name.ends_with(".tmp")) {
            assert!(patience.elapsed() < Duration::from_secs(60), "the run does not begin");
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(round * 3));
        child.kill().unwrap();
        child.wait().unwrap();

        for name in ["out", "out.sealed"] {
            let Ok(bytes) = fs::read(folder.0.join(name)) else { continue };
            if name == "out" {
                assert!(bytes == content(1_000_000), "a partial target");
            } else {
                let (opened, _) = open_bytes(&bytes, &Unlock::Identities(&[&bob])).unwrap();
                assert!(*opened == content(1_000_000));
            }
        }
        swept += sweep(&folder.0).unwrap();
        assert!(folder.names().iter().all(|name| !name.starts_with('.')), "{:?}", folder.names());
    }
    assert!(swept > 0, "no run was killed in the middle of a job");
    assert!(source.exists());
}

/// What runs under a limit on the size of files: each write beyond it fails, as on a full disk.
#[test]
fn run_for_the_test_of_the_full_disk() {
    let Ok(folder) = std::env::var("SUBROSA_FULL_TEST") else { return };
    let folder = Path::new(&folder);
    let (bob, to) = bob();
    let full = |error: Option<SealError>| {
        assert!(
            matches!(error, Some(SealError::Io { kind: std::io::ErrorKind::FileTooLarge, .. })),
            "{error:?}"
        );
        assert_eq!(names(folder), ["in.sealed", "plain"]);
    };
    let unlock = Unlock::Identities(&[&bob]);
    let mut job = OpenJob::new(&folder.join("in.sealed"), folder, &unlock, &mut OsRandom).unwrap();
    full(job.run(u64::MAX).err());
    let source = folder.join("plain");
    let mut job = SealJob::new(&source, folder, &terms(&to, None), &mut OsRandom).unwrap();
    full(job.run(u64::MAX, &mut OsRandom).err());
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_an_error_and_leaves_nothing() {
    let folder = Folder::new("full");
    document(&folder, 1_000_000);
    folder.file("plain", &content(1_000_000));
    // 200 blocks of 512 bytes or of 1,024; the signal that would end the process is ignored.
    let status = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 200; exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "run_for_the_test_of_the_full_disk"])
        .env("SUBROSA_FULL_TEST", &folder.0)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(folder.names(), ["in.sealed", "plain"]);
}

#[test]
fn a_generator_that_repeats_itself_is_an_error_where_its_name_is_taken() {
    struct Stuck;
    impl Random for Stuck {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
            out.fill(0x11);
            Ok(())
        }
    }
    let folder = Folder::new("stuck");
    let (bob, source) = document(&folder, 10);
    let unlock = Unlock::Identities(&[&bob]);
    let first = OpenJob::new(&source, &folder.0, &unlock, &mut Stuck).unwrap();
    let second = OpenJob::new(&source, &folder.0, &unlock, &mut Stuck).err();
    let kind = std::io::ErrorKind::AlreadyExists;
    assert_eq!(second, Some(SealError::Io { action: "create a temporary file", kind }));
    drop(first);
    assert!(OpenJob::new(&source, &folder.0, &unlock, &mut Stuck).is_ok());
}
