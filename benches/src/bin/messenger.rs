//! Measures the messenger on a vault, on tmpfs and on disk, beside a bare SQLite transaction on the
//! same medium, with few and with many contacts. `--write` also writes docs/BENCHMARKS-MESSENGER.md;
//! a number says how many contacts the large vault has (10,000 unless told).

use rusqlite::Connection;
use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use subrosa::crypto::OsRandom;
use subrosa::identity::Identity;
use subrosa::messenger::{
    Action, Clock, Environment, EventKind, Messenger, Origin, Outcome, Profile, Setting, State,
    Verdict,
};
use subrosa::session::{Content, Context, Event, Installation, PeerSessions};
use subrosa::vault::{Durability, Protection, Vault};

#[global_allocator]
static HEAP: Counting = Counting;

const ACCOUNT: &str = "bot";
const KEY: [u8; 32] = [7; 32];
const ROUNDS: usize = 301;
const TEXT: [u8; 200] = [b'x'; 200];

/// Bytes on the heap that Rust code holds.
static LIVE: AtomicI64 = AtomicI64::new(0);

/// The system's allocator, counted.
struct Counting;

// SAFETY: everything is passed on as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(layout.size() as i64, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size() as i64, Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// The system's clock, ahead of time by what the set-up has skipped.
struct SkippingClock(Arc<AtomicU64>);

impl Clock for SkippingClock {
    fn now_ms(&self) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
        now.as_millis() as u64 + self.0.load(Ordering::Relaxed)
    }
}

/// A contact of the bot, without a vault.
struct Contact {
    address: String,
    installation: Installation,
    peer: PeerSessions,
}

struct Bot {
    path: PathBuf,
    skipped: Arc<AtomicU64>,
    messenger: Messenger,
    contacts: Vec<Contact>,
    longest: Duration,
}

impl Bot {
    fn new(folder: &Path, contacts: usize) -> Self {
        let path = folder.join("bot.vault");
        let skipped = Arc::new(AtomicU64::new(0));
        let vault =
            Vault::create(&path, &Protection::HostKey(&KEY), &mut OsRandom).expect("a vault");
        let messenger = Messenger::new(vault, environment(&skipped)).expect("a messenger");
        let mut bot =
            Self { path, skipped, messenger, contacts: Vec::new(), longest: Duration::ZERO };
        bot.attach();
        bot.messenger.set(ACCOUNT, Setting::IntervalMs, 0).expect("a setting");
        (0..contacts).for_each(|number| bot.meet(number));
        bot.longest = Duration::ZERO;
        bot
    }

    fn attach(&mut self) {
        let profile = Profile::by_name("plain").expect("a profile");
        let _ = self.messenger.attach(ACCOUNT, profile).expect("an account");
    }

    /// Opens the vault anew, as a new process does; gives what opening, unlocking, attaching took.
    fn reopen(&mut self) -> [Duration; 3] {
        let spare = self.path.with_extension("spare");
        let vault =
            Vault::create(&spare, &Protection::HostKey(&KEY), &mut OsRandom).expect("a vault");
        self.messenger = Messenger::new(vault, environment(&self.skipped)).expect("a messenger");
        let start = Instant::now();
        let mut vault = Vault::open(&self.path).expect("the vault");
        let opened = start.elapsed();
        vault.unlock(&Protection::HostKey(&KEY)).expect("its key");
        self.messenger = Messenger::new(vault, environment(&self.skipped)).expect("a messenger");
        let unlocked = start.elapsed();
        self.attach();
        let attached = start.elapsed();
        for suffix in ["", "-generation", "-reserve"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", spare.display()));
        }
        [opened, unlocked - opened, attached - unlocked]
    }

    fn seconds(&self) -> u64 {
        SkippingClock(self.skipped.clone()).now_ms() / 1_000
    }

    /// Somebody new: a contact that makes an Offer, up to the private conversation.
    fn meet(&mut self, number: usize) {
        // Handshakes have a budget, which is not what is measured here.
        self.skipped.fetch_add(10_000, Ordering::Relaxed);
        let now = self.seconds();
        let address = format!("contact{number}");
        let identity = Identity::generate(now, &mut OsRandom).expect("an identity");
        let mut installation =
            Installation::new(identity, now, &mut OsRandom).expect("an installation");
        let peer = PeerSessions::new(&installation, None, now);
        self.messenger.set_known(ACCOUNT, &address, true).expect("a contact");
        let offer = installation.offer(None, now, &mut OsRandom).expect("an Offer");
        self.contacts.push(Contact { address, installation, peer });
        let mut to_bot = vec![offer];
        while let Some(line) = to_bot.pop() {
            let (outcome, _) = self.incoming(number, line.as_bytes());
            for line in lines(&outcome) {
                to_bot.extend(self.hear(number, &line));
            }
        }
        let told = self.messenger.contact(ACCOUNT, &self.contacts[number].address);
        let private = |kind: &EventKind| matches!(kind, EventKind::Contact(contact) if contact.state == State::Private);
        assert!(told.events.iter().any(|event| private(&event.kind)), "not private");
    }

    /// A contact reads a line; gives what it answers.
    fn hear(&mut self, number: usize, line: &str) -> Vec<String> {
        let now = self.seconds();
        let Contact { installation, peer, .. } = &mut self.contacts[number];
        let mut cx = Context { installation, now, rng: &mut OsRandom };
        let events = peer.receive(&mut cx, line.as_bytes());
        let mut answers = Vec::new();
        for event in events {
            match event {
                Event::Send(line) => answers.push(line),
                Event::Text { id, .. } => peer.confirm(id, now),
                _ => {}
            }
        }
        answers
    }

    /// A contact writes; gives the line.
    fn written(&mut self, number: usize) -> String {
        let now = self.seconds();
        let Contact { installation, peer, .. } = &mut self.contacts[number];
        let mut cx = Context { installation, now, rng: &mut OsRandom };
        peer.send(&mut cx, Content::Plain, &TEXT, None).expect("a session").lines.remove(0)
    }

    fn incoming(&mut self, number: usize, text: &[u8]) -> (Outcome, Duration) {
        let start = Instant::now();
        let address = &self.contacts[number].address;
        let outcome = self.messenger.incoming(ACCOUNT, address, text, Origin::default());
        let called = start.elapsed();
        self.messenger.confirm(&outcome).expect("a vault");
        let confirmed = start.elapsed();
        self.longest = self.longest.max(called).max(confirmed - called);
        (outcome, confirmed)
    }

    /// One text to a contact, one from it, and what is due.
    fn round(&mut self, number: usize) -> [f64; 3] {
        let address = self.contacts[number].address.clone();
        let start = Instant::now();
        let outcome = self.messenger.outgoing(ACCOUNT, &address, &TEXT, Origin::default());
        let outgoing = start.elapsed();
        assert_eq!(outcome.verdict, Verdict::Taken);
        self.longest = self.longest.max(outgoing);
        for line in lines(&outcome) {
            self.hear(number, &line);
        }
        let line = self.written(number);
        let (outcome, incoming) = self.incoming(number, line.as_bytes());
        let shown = outcome.events.iter().filter(|event| matches!(event.kind, EventKind::Show(_)));
        assert_eq!(shown.count(), 1);
        let start = Instant::now();
        let ticked = self.messenger.tick();
        let tick = start.elapsed();
        self.longest = self.longest.max(tick);
        for event in ticked.events {
            if let EventKind::Send { line, .. } = event.kind {
                let number: usize =
                    event.peer.trim_start_matches("contact").parse().expect("a number");
                self.hear(number, &line);
            }
        }
        [micros(outgoing), micros(incoming), micros(tick)]
    }

    /// A text in clear to somebody who was never private.
    fn in_clear(&mut self, number: usize) -> f64 {
        let plain = format!("plain{number}");
        let start = Instant::now();
        let outcome = self.messenger.outgoing(ACCOUNT, &plain, &TEXT, Origin::default());
        let clear = start.elapsed();
        assert_eq!(outcome.verdict, Verdict::Pass);
        self.longest = self.longest.max(clear);
        micros(clear)
    }
}

/// How a bot answers: each text by itself, or so many in a batch.
#[derive(Clone, Copy)]
enum Manner {
    Single,
    Batches(usize),
}

/// What a bot did that answered a text of each of many contacts.
struct Answered {
    /// Texts read and written, in a second of the messenger's time.
    texts_a_second: f64,
    longest: Duration,
}

impl Bot {
    /// `count` contacts write, all at once, and each gets an answer. Counted is the time in the
    /// messenger alone.
    fn answer_all(&mut self, first: usize, count: usize, manner: Manner) -> Answered {
        let numbers: Vec<usize> = (0..count).map(|n| (first + n) % self.contacts.len()).collect();
        let asked: Vec<String> = numbers.iter().map(|number| self.written(*number)).collect();
        let size = match manner {
            Manner::Single => 1,
            Manner::Batches(size) => size,
        };
        let (mut spent, mut longest, mut answers) = (Duration::ZERO, Duration::ZERO, Vec::new());
        for (numbers, asked) in numbers.chunks(size).zip(asked.chunks(size)) {
            let start = Instant::now();
            let shown = self.batch(manner, |bot| {
                let pairs = numbers.iter().zip(asked);
                let heard = pairs.map(|(number, line)| bot.read(*number, line));
                heard.flat_map(|outcome| outcome.events).collect()
            });
            let mut outcome = Outcome::default();
            outcome.events = shown;
            assert_eq!(texts(&outcome), numbers.len());
            let sent = self.batch(manner, |bot| {
                bot.messenger.confirm(&outcome).expect("a vault");
                let answered = numbers.iter().map(|number| bot.answer(*number));
                answered.flat_map(|outcome| outcome.events).collect()
            });
            // Also keeps the log of the vault short.
            let ticked = self.messenger.tick();
            assert!(ticked.error.is_none());
            let took = start.elapsed();
            (spent, longest) = (spent + took, longest.max(took));
            answers.extend(sent);
        }
        // The contacts acknowledge them; that is not counted.
        for event in answers {
            if let EventKind::Send { line, .. } = event.kind {
                let number = event.peer.trim_start_matches("contact").parse().expect("a number");
                self.hear(number, &line);
            }
        }
        Answered { texts_a_second: 2.0 * count as f64 / spent.as_secs_f64(), longest }
    }

    fn batch(
        &mut self,
        manner: Manner,
        work: impl FnOnce(&mut Self) -> Vec<subrosa::messenger::Event>,
    ) -> Vec<subrosa::messenger::Event> {
        match manner {
            Manner::Single => work(self),
            Manner::Batches(_) => {
                self.messenger.begin_batch().expect("no other batch");
                assert!(work(self).is_empty(), "events come at the end");
                let outcome = self.messenger.end_batch();
                assert!(outcome.error.is_none());
                outcome.events
            }
        }
    }

    fn read(&mut self, number: usize, line: &str) -> Outcome {
        let address = &self.contacts[number].address;
        self.messenger.incoming(ACCOUNT, address, line.as_bytes(), Origin::default())
    }

    fn answer(&mut self, number: usize) -> Outcome {
        let address = &self.contacts[number].address;
        let outcome = self.messenger.outgoing(ACCOUNT, address, &TEXT, Origin::default());
        assert_eq!(outcome.verdict, Verdict::Taken);
        outcome
    }
}

fn texts(outcome: &Outcome) -> usize {
    let shown = |event: &&subrosa::messenger::Event| matches!(event.kind, EventKind::Show(_));
    outcome.events.iter().filter(shown).count()
}

fn lines(outcome: &Outcome) -> Vec<String> {
    let line = |event: &subrosa::messenger::Event| match &event.kind {
        EventKind::Send { line, .. } => Some(line.clone()),
        _ => None,
    };
    outcome.events.iter().filter_map(line).collect()
}

fn environment(skipped: &Arc<AtomicU64>) -> Environment {
    Environment { clock: Box::new(SkippingClock(skipped.clone())), random: Box::new(OsRandom) }
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

/// One transaction of SQLite alone: a row of 1,500 bytes replaced, durable.
struct Bare(Connection);

impl Bare {
    fn new(folder: &Path) -> Self {
        let db = Connection::open(folder.join("bare.sqlite")).expect("a database");
        db.execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;
             CREATE TABLE row (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;",
        )
        .expect("a table");
        Self(db)
    }

    fn round(&self, number: usize) -> f64 {
        let start = Instant::now();
        self.0.execute_batch("BEGIN IMMEDIATE").expect("a transaction");
        self.0
            .prepare_cached("INSERT OR REPLACE INTO row VALUES (?1, ?2)")
            .expect("a statement")
            .execute((&(number as u64 % 10).to_be_bytes()[..], &[number as u8; 1_500][..]))
            .expect("a row");
        self.0.execute_batch("COMMIT").expect("a commit");
        micros(start.elapsed())
    }
}

/// A bot with many contacts: rows of a table.
fn bots(folder: &Path, medium: &str, contacts: usize, out: &mut String) {
    let mut bot = Bot::new(folder, contacts);
    let waiting = LIVE.load(Ordering::Relaxed);
    let blank = Vault::create(&folder.join("blank"), &Protection::HostKey(&KEY), &mut OsRandom);
    let blank = Messenger::new(blank.expect("a vault"), environment(&bot.skipped));
    // What the messenger held, with the sessions of the contacts it has met last.
    let full = std::mem::replace(&mut bot.messenger, blank.expect("a messenger"));
    drop(full);
    let held = waiting - LIVE.load(Ordering::Relaxed);
    bot.reopen();
    let count = 1_000.min(contacts);
    for manner in [Manner::Single, Manner::Batches(10), Manner::Batches(100)] {
        let mut rates = Vec::new();
        let mut longest = Duration::ZERO;
        for round in 0..5 {
            let answered = bot.answer_all(round * count, count, manner);
            rates.push(answered.texts_a_second);
            longest = longest.max(answered.longest);
        }
        let manner = match manner {
            Manner::Single => "one by one".to_owned(),
            Manner::Batches(size) => format!("batches of {size}"),
        };
        let (rate, longest) = (median(rates), longest.as_secs_f64() * 1e3);
        let held = held as f64 / 1e6;
        writeln!(
            out,
            "| {medium} | {contacts} | {manner} | {rate:.0} | {longest:.1} | {held:.1} |"
        )
        .unwrap();
    }
}

struct Measured {
    outgoing: f64,
    incoming: f64,
    tick: f64,
    clear: f64,
    bare: f64,
    opening: [f64; 3],
    longest: Duration,
    bytes: u64,
}

fn measure(folder: &Path, contacts: usize) -> Measured {
    let mut bot = Bot::new(folder, contacts);
    let bare = Bare::new(folder);
    let mut samples: [Vec<f64>; 5] = Default::default();
    // A stride that visits contacts whose sessions are not in memory.
    let number_in = |round: usize| round.wrapping_mul(7_919) % contacts;
    for round in 0..ROUNDS {
        for (samples, took) in samples.iter_mut().zip(bot.round(number_in(round))) {
            samples.push(took);
        }
        samples[4].push(bare.round(round));
    }
    // Not between the others: whom the user has written to in clear is stored by the next commit.
    samples[3].extend((0..ROUNDS).map(|round| bot.in_clear(number_in(round))));
    let mut opening: [Vec<f64>; 3] = Default::default();
    for _ in 0..5 {
        for (samples, took) in opening.iter_mut().zip(bot.reopen()) {
            samples.push(micros(took));
        }
    }
    for _ in 0..200 {
        let _ = bot.messenger.tick();
    }
    let size = |suffix: &str| {
        let mut name = bot.path.clone().into_os_string();
        name.push(suffix);
        std::fs::metadata(name).map_or(0, |data| data.len())
    };
    let [outgoing, incoming, tick, clear, bare] = samples.map(median);
    let bytes = size("") + size("-wal");
    let longest = bot.longest;
    Measured { outgoing, incoming, tick, clear, bare, opening: opening.map(median), longest, bytes }
}

/// The longest call of each kind while another handle holds the vault's lock.
fn locked(folder: &Path, out: &mut String) {
    let mut bot = Bot::new(folder, 10);
    let mut other = Vault::open(&bot.path).expect("the vault");
    other.unlock(&Protection::HostKey(&KEY)).expect("its key");
    let mut longest = [Duration::ZERO; 5];
    for round in 0..10 {
        let line = bot.written(round);
        let held = other.begin(Durability::Process).expect("the lock");
        let address = bot.contacts[round].address.clone();
        let plain = format!("plain{round}");
        let calls: [&mut dyn FnMut(&mut Messenger); 5] = [
            &mut |m| drop(m.outgoing(ACCOUNT, &address, &TEXT, Origin::default())),
            &mut |m| drop(m.outgoing(ACCOUNT, &plain, &TEXT, Origin::default())),
            &mut |m| drop(m.incoming(ACCOUNT, &address, line.as_bytes(), Origin::default())),
            &mut |m| drop(m.contact_do(ACCOUNT, &plain, Action::Start, None)),
            &mut |m| drop(m.tick()),
        ];
        for (longest, call) in longest.iter_mut().zip(calls) {
            let start = Instant::now();
            call(&mut bot.messenger);
            *longest = (*longest).max(start.elapsed());
        }
        drop(held);
        bot.skipped.fetch_add(2_000, Ordering::Relaxed);
        let _ = bot.messenger.tick();
    }
    let [private, clear, incoming, start, tick] = longest.map(|took| took.as_secs_f64() * 1e3);
    writeln!(
        out,
        "\nWhile another process holds the vault's lock, the longest of ten calls: outgoing in private {private:.1} ms, in clear {clear:.2} ms, incoming {incoming:.1} ms, START {start:.1} ms, tick {tick:.1} ms."
    )
    .unwrap();
}

/// Unlocking by passphrase, once.
fn passphrase(folder: &Path) -> f64 {
    let path = folder.join("passphrase.vault");
    let protection = Protection::Passphrase(b"correct horse battery staple");
    drop(Vault::create(&path, &protection, &mut OsRandom).expect("a vault"));
    let mut vault = Vault::open(&path).expect("the vault");
    let start = Instant::now();
    vault.unlock(&protection).expect("its passphrase");
    micros(start.elapsed())
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let many = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(10_000usize);
    let mut out = String::new();
    let id = std::process::id();
    let media =
        [("tmpfs", PathBuf::from("/dev/shm")), ("disk", PathBuf::from(env!("CARGO_MANIFEST_DIR")))];
    writeln!(out, "| medium | contacts | outgoing, µs | incoming and confirmed, µs | tick, µs | in clear, µs | bare SQLite commit, µs | outgoing ÷ bare | open, ms | unlock, ms | attach, ms | longest call, ms | vault, bytes |").unwrap();
    writeln!(out, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|").unwrap();
    for (medium, parent) in &media {
        for contacts in [10, many.max(10)] {
            let folder = parent.join(format!("subrosa-bench-{id}"));
            std::fs::create_dir_all(&folder).expect("a folder");
            let m = measure(&folder, contacts);
            let ms = m.opening.map(|micros| micros / 1e3);
            writeln!(
                out,
                "| {medium} | {contacts} | {:.0} | {:.0} | {:.0} | {:.1} | {:.0} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {} |",
                m.outgoing, m.incoming, m.tick, m.clear, m.bare, m.outgoing / m.bare, ms[0], ms[1], ms[2],
                m.longest.as_secs_f64() * 1e3, m.bytes
            )
            .unwrap();
            std::fs::remove_dir_all(&folder).expect("the folder");
        }
    }
    writeln!(
        out,
        "\n| medium | contacts | a bot answers | texts a second | longest batch, ms | memory, MB |"
    )
    .unwrap();
    writeln!(out, "|---|--:|---|--:|--:|--:|").unwrap();
    for (medium, parent) in &media {
        let folder = parent.join(format!("subrosa-bench-{id}"));
        std::fs::create_dir_all(&folder).expect("a folder");
        bots(&folder, medium, many.max(10), &mut out);
        std::fs::remove_dir_all(&folder).expect("the folder");
    }
    let folder = media[0].1.join(format!("subrosa-bench-{id}"));
    std::fs::create_dir_all(&folder).expect("a folder");
    let unlock = passphrase(&folder) / 1e3;
    locked(&folder, &mut out);
    std::fs::remove_dir_all(&folder).expect("the folder");
    writeln!(out, "\nUnlocking by passphrase (Argon2id): {unlock:.0} ms.").unwrap();
    print!("{out}");
    if arguments.iter().any(|argument| argument == "--write") {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/BENCHMARKS-MESSENGER.md");
        let text = format!("{HEAD}{out}{TAIL}");
        std::fs::write(path, text).expect("docs/ can be written");
    }
}

const HEAD: &str = "# Benchmarks of the messenger

Written by `cargo run --release --manifest-path benches/Cargo.toml --bin messenger -- --write`. Wall-clock medians of 301 rounds on a shared machine with two processors; each round interleaves the three spans.

";

const TAIL: &str = "
- **outgoing**: `Messenger::outgoing` with a text of 200 bytes in a private conversation: from the text to the `Send` event, with the durable commit (fsync of the write-ahead log) in between.
- **incoming and confirmed**: `Messenger::incoming` with the line of a text of 200 bytes, from the line to the `Show` event, and `Messenger::confirm`: two commits that survive the death of the process.
- **tick**: `Messenger::tick` after that, with what is due: acknowledgements, and the log's checkpoint now and then.
- **in clear**: `Messenger::outgoing` to somebody who was never private: the guard's permit, no disk. After all rounds, because the next commit stores whom it went to.
- **bare SQLite commit**: the peer of this table: one transaction that replaces one row of 1,500 bytes, write-ahead log, synchronous=FULL, nothing encrypted.
- **open, unlock, attach**: `Vault::open`; `Vault::unlock` with a host key and `Messenger::new`; `Messenger::attach`, which loads addresses and what is not delivered. Medians of 5.
- **longest call**: of all rounds, each of `outgoing`, `incoming`, `confirm` and `tick` by itself.
- **vault**: the file and its write-ahead log at the end, each contact with a session.
- **a bot answers**: 1,000 contacts have written a text of 200 bytes each; the bot reads, confirms and answers them, each contact's sessions loaded from the vault. Counted is the time in `Messenger`: `incoming`, `confirm`, `outgoing`, and in batches `begin_batch` and `end_batch` (one fsync each). Texts are those read and those written. Medians of 5 rounds. **longest batch**: reading and answering the texts of one. **memory**: what Rust code holds of the heap for the messenger after it has met its contacts; SQLite's cache (2 MB at most) is not in it.
";
