//! Measures how long a host waits in the calls that it makes in the thread of its windows: opening,
//! attaching, accepting a key, freeing, and any call while another program holds the lock of the vault.
//! Each is printed with the time of as many bare syncs of the disk as it makes at most.
//!
//! Give a folder on the disk that is to be measured; `target` unless told.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use subrosa::crypto::OsRandom;
use subrosa::identity::Identity;
use subrosa::messenger::{
    Action, Environment, EventKind, Messenger, Origin, Outcome, Profile, Setting, Task,
};
use subrosa::session::Installation;
use subrosa::vault::{Durability, Protection, Vault};

const ACCOUNT: &str = "account";
const ROUNDS: usize = 21;

/// The syncs of each span, as tests/syncs.rs counts them.
const SPANS: [(&str, u32); 9] = [
    ("open, and make the vault", 6),
    ("attach for the first time", 2),
    ("set a setting", 1),
    ("accept a key", 2),
    ("free", 3),
    ("open again", 0),
    ("attach again", 2),
    ("free with a megabyte in the log", 2),
    ("begin another passphrase", 0),
];

fn timed<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    times.push(start.elapsed());
    done
}

fn open(path: &Path) -> Messenger {
    Messenger::open(path, None, Environment::default()).expect("a vault")
}

fn attach(messenger: &mut Messenger) -> Outcome {
    let profile = Profile::by_name("plain").expect("a profile");
    messenger.attach(ACCOUNT, profile).expect("an account")
}

/// An Offer of somebody whom nobody knows.
fn offer() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.expect("a clock after 1970").as_secs();
    let identity = Identity::generate(now, &mut OsRandom).expect("an identity");
    let mut installation = Installation::new(identity, now, &mut OsRandom).expect("keys");
    installation.offer(None, now, &mut OsRandom).expect("an Offer")
}

fn round(folder: &Path) -> Vec<Duration> {
    let path = folder.join("waits").join("vault");
    let mut times = Vec::new();
    let mut messenger = timed(&mut times, || open(&path));
    let _ = timed(&mut times, || attach(&mut messenger));
    timed(&mut times, || messenger.set(ACCOUNT, Setting::IntervalMs, 0)).expect("a setting");
    let asked = messenger.incoming(ACCOUNT, "bob", offer().as_bytes(), Origin::default());
    let who = asked.events.iter().find_map(|event| match &event.kind {
        EventKind::Ask { fingerprint, .. } => *fingerprint,
        _ => None,
    });
    let accepted =
        timed(&mut times, || messenger.contact_do(ACCOUNT, "bob", Action::Accept, who.as_ref()));
    assert!(accepted.error.is_none(), "{:?}", accepted.error);
    timed(&mut times, || drop(messenger));
    let mut messenger = timed(&mut times, || open(&path));
    let _ = timed(&mut times, || attach(&mut messenger));
    for number in 0..100 {
        let peer = format!("peer{number}");
        let outcome = messenger.contact_do(ACCOUNT, &peer, Action::Start, None);
        assert!(outcome.error.is_none(), "{:?}", outcome.error);
    }
    timed(&mut times, || drop(messenger));
    let mut messenger = open(&path);
    timed(&mut times, || messenger.begin_passphrase(b"a rose")).expect("a thread");
    assert_eq!(messenger.working(), Some(Task::Passphrase));
    drop(messenger);
    std::fs::remove_dir_all(folder.join("waits")).expect("a folder");
    times
}

/// The longest of the calls that meet a lock.
fn locked(folder: &Path) -> Duration {
    let path = folder.join("waits").join("vault");
    let mut messenger = open(&path);
    let _ = attach(&mut messenger);
    let mut other = Vault::open(&path).expect("the vault");
    other.unlock(&Protection::KeyFile).expect("its key");
    let busy = other.begin(Durability::Process).expect("the lock");
    let mut times = Vec::new();
    for number in 0..ROUNDS {
        let peer = format!("peer{number}");
        let _ = timed(&mut times, || messenger.contact_do(ACCOUNT, &peer, Action::Start, None));
        let _ = timed(&mut times, || messenger.outgoing(ACCOUNT, &peer, b"x", Origin::default()));
        let _ = timed(&mut times, || messenger.tick());
    }
    drop(busy);
    drop((messenger, other));
    std::fs::remove_dir_all(folder.join("waits")).expect("a folder");
    times.into_iter().max().unwrap_or_default()
}

fn bare_sync(folder: &Path) -> Duration {
    let path = folder.join("waits.sync");
    let mut times = Vec::new();
    let mut file = File::create(&path).expect("a file");
    for _ in 0..ROUNDS {
        file.write_all(&[1; 4096]).expect("room");
        timed(&mut times, || file.sync_all()).expect("a disk");
    }
    std::fs::remove_file(&path).expect("a file");
    median(&mut times)
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target".to_owned()));
    let sync = bare_sync(&folder);
    println!("A bare sync: {:.2} ms", sync.as_secs_f64() * 1e3);
    let rounds: Vec<Vec<Duration>> = (0..ROUNDS).map(|_| round(&folder)).collect();
    println!("| what | median, ms | longest, ms | its syncs alone, ms |\n|---|--:|--:|--:|");
    for (index, (what, syncs)) in SPANS.iter().enumerate() {
        let mut times: Vec<Duration> = rounds.iter().map(|round| round[index]).collect();
        let middle = median(&mut times).as_secs_f64() * 1e3;
        let longest = times.last().map_or(0.0, |time| time.as_secs_f64() * 1e3);
        let alone = (sync * *syncs).as_secs_f64() * 1e3;
        println!("| {what} | {middle:.1} | {longest:.1} | {alone:.1} |");
    }
    println!("| any call that meets a lock | | {:.1} | |", locked(&folder).as_secs_f64() * 1e3);
}
