//! What sealing and opening take from the allocator at most, counted there. One test alone in its
//! process, so that nothing else is counted.

#![allow(clippy::unwrap_used)]

#[path = "common/heap.rs"]
mod heap;

use heap::most_of;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use subrosa::crypto::OsRandom;
use subrosa::identity::{Fingerprint, Identity, Recipient};
use subrosa::seal::{ContentKind, Existing, Lock, OpenJob, SealJob, Terms, Unlock};

#[test]
fn a_file_of_any_size_for_a_thousand_recipients_takes_less_than_8_mebibytes() {
    const LIMIT: usize = 8 << 20;
    const SIZE: usize = 40 << 20;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("memory");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let plain = folder.join("plain");
    fs::File::create(&plain).unwrap().set_len(SIZE as u64).unwrap();
    let mut bob = Identity::generate(0, &mut OsRandom).unwrap();
    bob.add_sealing_key(&mut OsRandom).unwrap();
    let key = bob.recipient().unwrap().key().clone();

    for recipients in [1, 1_000] {
        let mut to: Vec<Recipient> = (1..recipients)
            .map(|n: u64| {
                let mut fingerprint = [0; 32];
                fingerprint[..8].copy_from_slice(&n.to_be_bytes());
                Recipient::new(Fingerprint::from_bytes(fingerprint), key.clone())
            })
            .collect();
        to.extend(bob.recipient());
        let terms = Terms {
            lock: Lock::Recipients(&to),
            signer: Some(&bob),
            content: ContentKind::File,
            name: None,
            size: None,
            time: 0,
        };
        let sealing = most_of(|| {
            let mut job = SealJob::new(&plain, &folder, &terms, &mut OsRandom).unwrap();
            assert!(job.run(u64::MAX, &mut OsRandom).unwrap().finished);
            job.commit(OsStr::new("sealed"), Existing::Replace).unwrap();
        });
        let opening = most_of(|| {
            let unlock = Unlock::Identities(&[&bob]);
            let source = folder.join("sealed");
            let mut job = OpenJob::new(&source, &folder, &unlock, &mut OsRandom).unwrap();
            assert!(job.run(u64::MAX).unwrap().finished);
            job.commit(OsStr::new("opened"), Existing::Replace).unwrap();
        });
        assert_eq!(fs::metadata(folder.join("opened")).unwrap().len(), SIZE as u64);
        assert!(sealing < LIMIT, "{recipients} recipients: sealing took {sealing} bytes");
        assert!(opening < LIMIT, "{recipients} recipients: opening took {opening} bytes");
        assert!(sealing > 65_536 && opening > 65_536, "nothing was counted");
    }
    fs::remove_dir_all(&folder).unwrap();
}
