//! People with messengers, for tests of the facade.

use super::pair::SeededRandom;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use subrosa::crypto::{CryptoError, Random};
use subrosa::messenger::{
    Action, Clock, Environment, Event, EventKind, Messenger, Origin, Outcome, Profile, Setting,
    Show, State, Verdict,
};
use subrosa::vault::{Protection, Vault};

/// A clock that a test moves. Milliseconds since 1970.
#[derive(Debug, Clone)]
pub struct TestClock(pub Arc<AtomicU64>);

impl Clock for TestClock {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl TestClock {
    pub fn new() -> Self {
        Self(Arc::new(AtomicU64::new(1_800_000_000_000)))
    }

    pub fn advance(&self, ms: u64) {
        self.0.fetch_add(ms, Ordering::Relaxed);
    }
}

/// Random bytes that come until they fail.
#[derive(Debug, Clone)]
pub struct Failing {
    pub inner: SeededRandom,
    /// How often they still come.
    pub left: Arc<AtomicU64>,
}

impl Random for Failing {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        let one_less = |left: u64| left.checked_sub(1);
        let left = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less);
        left.map_err(|_| CryptoError::RandomFailed)?;
        self.inner.fill(out)
    }
}

/// The account that everybody has.
pub const ACCOUNT: &str = "test";

/// Somebody with a messenger, at one address.
pub struct Somebody {
    pub address: String,
    pub messenger: Messenger,
    pub clock: TestClock,
    pub path: PathBuf,
    pub profile: Profile,
    /// How often random bytes still come.
    pub draws: Arc<AtomicU64>,
    seed: u64,
}

/// What a host shows and does.
#[derive(Debug, Default)]
pub struct Seen {
    pub verdict: Verdict,
    /// Recipient and line.
    pub lines: Vec<(String, String)>,
    pub line_ids: Vec<u64>,
    pub shown: Vec<Show>,
    pub events: Vec<Event>,
}

impl Seen {
    pub fn texts(&self) -> Vec<&str> {
        self.shown.iter().map(|show| show.text.as_str()).collect()
    }

    pub fn states(&self) -> Vec<State> {
        let state = |event: &Event| match event.kind {
            EventKind::State { state, .. } => Some(state),
            _ => None,
        };
        self.events.iter().filter_map(state).collect()
    }
}

/// A folder that is removed when the test ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        Self::under(std::env::temp_dir())
    }

    /// In memory, if there is such a place: for tests that are not about the disk.
    pub fn in_memory() -> Self {
        let memory = PathBuf::from("/dev/shm");
        Self::under(if memory.is_dir() { memory } else { std::env::temp_dir() })
    }

    fn under(base: PathBuf) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = base.join(format!("subrosa-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn environment(clock: &TestClock, seed: u64) -> Environment {
    Environment { clock: Box::new(clock.clone()), random: Box::new(SeededRandom::new(seed)) }
}

pub fn plain() -> Profile {
    Profile::by_name("plain").unwrap()
}

impl Somebody {
    pub fn new(folder: &Folder, clock: &TestClock, address: &str, seed: u64) -> Self {
        let path = folder.0.join(format!("{address}.vault"));
        let mut random = SeededRandom::new(seed ^ 0xface);
        let vault = Vault::create(&path, &Protection::HostKey(&[7; 32]), &mut random).unwrap();
        let draws = Arc::new(AtomicU64::new(u64::MAX));
        let random = Failing { inner: SeededRandom::new(seed), left: draws.clone() };
        let environment = Environment { clock: Box::new(clock.clone()), random: Box::new(random) };
        let messenger = Messenger::new(vault, environment).unwrap();
        let profile = plain();
        let mut somebody = Self {
            address: address.to_owned(),
            messenger,
            clock: clock.clone(),
            path,
            profile,
            draws,
            seed,
        };
        let _ = somebody.attach();
        somebody.messenger.set(ACCOUNT, Setting::IntervalMs, 0).unwrap();
        somebody
    }

    /// On a vault that is there.
    pub fn on(clock: &TestClock, path: PathBuf, address: &str, seed: u64) -> Self {
        let mut somebody = Self::opened(clock, path, address, seed);
        let _ = somebody.attach();
        somebody
    }

    /// On a vault that is there, without an account in use.
    pub fn opened(clock: &TestClock, path: PathBuf, address: &str, seed: u64) -> Self {
        let mut vault = Vault::open(&path).unwrap();
        vault.unlock(&Protection::HostKey(&[7; 32])).unwrap();
        let messenger = Messenger::new(vault, environment(clock, seed)).unwrap();
        let (address, clock, profile) = (address.to_owned(), clock.clone(), plain());
        let draws = Arc::new(AtomicU64::new(u64::MAX));
        Self { address, messenger, clock, path, profile, draws, seed }
    }

    pub fn attach(&mut self) -> Seen {
        let outcome = self.messenger.attach(ACCOUNT, self.profile.clone()).unwrap();
        self.see(&outcome, true)
    }

    /// The process ends and begins again: nothing is left but the vault.
    pub fn restart(&mut self, confirm: bool) -> Seen {
        self.seed += 1_000;
        let spare = Vault::create(
            &self.path.with_extension("spare"),
            &Protection::HostKey(&[7; 32]),
            &mut SeededRandom::new(self.seed),
        );
        let spare = Messenger::new(spare.unwrap(), environment(&self.clock, self.seed)).unwrap();
        // The old one has to be gone, with its lease, before the new one opens the vault.
        drop(std::mem::replace(&mut self.messenger, spare));
        for rest in ["spare", "spare-generation"] {
            std::fs::remove_file(self.path.with_extension(rest)).unwrap();
        }
        let mut vault = Vault::open(&self.path).unwrap();
        vault.unlock(&Protection::HostKey(&[7; 32])).unwrap();
        self.messenger = Messenger::new(vault, environment(&self.clock, self.seed)).unwrap();
        let outcome = self.messenger.attach(ACCOUNT, self.profile.clone()).unwrap();
        self.see(&outcome, confirm)
    }

    /// Walks an outcome as a host does.
    pub fn see(&mut self, outcome: &Outcome, confirm: bool) -> Seen {
        let mut seen = Seen { verdict: outcome.verdict, ..Seen::default() };
        for event in &outcome.events {
            match &event.kind {
                EventKind::Send { line, id, .. } => {
                    seen.lines.push((event.peer.clone(), line.clone()));
                    seen.line_ids.push(*id);
                }
                EventKind::Show(show) => seen.shown.push(show.clone()),
                _ => {}
            }
            seen.events.push(event.clone());
        }
        if confirm {
            self.messenger.confirm(outcome).unwrap();
        }
        seen
    }

    pub fn say(&mut self, to: &str, text: &str) -> Seen {
        let outcome = self.messenger.outgoing(ACCOUNT, to, text.as_bytes(), Origin::default());
        self.see(&outcome, true)
    }

    pub fn hear(&mut self, from: &str, text: &str) -> Seen {
        let outcome = self.messenger.incoming(ACCOUNT, from, text.as_bytes(), Origin::default());
        self.see(&outcome, true)
    }

    pub fn do_with(&mut self, peer: &str, action: Action) -> Seen {
        let outcome = self.messenger.contact_do(ACCOUNT, peer, action, None);
        assert!(outcome.error.is_none(), "{action:?}: {:?}", outcome.error);
        self.see(&outcome, true)
    }

    pub fn tick(&mut self) -> Seen {
        let outcome = self.messenger.tick();
        assert!(outcome.error.is_none(), "{:?}", outcome.error);
        self.see(&outcome, true)
    }

    pub fn state(&mut self, peer: &str) -> State {
        let outcome = self.messenger.contact(ACCOUNT, peer);
        match &outcome.events[0].kind {
            EventKind::Contact(info) => info.state,
            other => panic!("{other:?}"),
        }
    }
}

/// Carries lines between two people until nothing is left to carry; gives what each was shown.
pub fn carry(a: &mut Somebody, b: &mut Somebody, first: Vec<Seen>) -> (Vec<Show>, Vec<Show>) {
    let (mut to_a, mut to_b) = (Vec::new(), Vec::new());
    let (mut by_a, mut by_b) = (Vec::new(), Vec::new());
    let sort = |seen: Seen, to_a: &mut Vec<String>, to_b: &mut Vec<String>, a: &str, b: &str| {
        for (to, line) in seen.lines {
            if to == a {
                to_a.push(line);
            } else {
                assert_eq!(to, b);
                to_b.push(line);
            }
        }
    };
    let (name_a, name_b) = (a.address.clone(), b.address.clone());
    for seen in first {
        sort(seen, &mut to_a, &mut to_b, &name_a, &name_b);
    }
    for _ in 0..2_000 {
        if to_a.is_empty() && to_b.is_empty() {
            return (by_a, by_b);
        }
        for line in std::mem::take(&mut to_a) {
            let seen = a.hear(&name_b, &line);
            by_a.extend(seen.shown.clone());
            sort(seen, &mut to_a, &mut to_b, &name_a, &name_b);
        }
        for line in std::mem::take(&mut to_b) {
            let seen = b.hear(&name_a, &line);
            by_b.extend(seen.shown.clone());
            sort(seen, &mut to_a, &mut to_b, &name_a, &name_b);
        }
    }
    panic!("two messengers answer each other without end");
}

/// Lets time pass in steps, with ticks and what they send.
pub fn pass(a: &mut Somebody, b: &mut Somebody, seconds: u64) -> (Vec<Show>, Vec<Show>) {
    let (mut by_a, mut by_b) = (Vec::new(), Vec::new());
    for _ in 0..seconds {
        a.clock.advance(1_000);
        let first = vec![a.tick(), b.tick()];
        for (seen, by) in first.iter().zip([&mut by_a, &mut by_b]) {
            by.extend(seen.shown.clone());
        }
        let (more_a, more_b) = carry(a, b, first);
        by_a.extend(more_a);
        by_b.extend(more_b);
    }
    (by_a, by_b)
}

/// Two people in a private conversation.
pub fn private_pair(folder: &Folder) -> (Somebody, Somebody) {
    let clock = TestClock::new();
    let mut a = Somebody::new(folder, &clock, "alice", 1);
    let mut b = Somebody::new(folder, &clock, "bob", 2);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let first = a.do_with("bob", Action::Start);
    carry(&mut a, &mut b, vec![first]);
    assert_eq!((a.state("bob"), b.state("alice")), (State::Private, State::Private));
    (a, b)
}
