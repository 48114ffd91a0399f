//! A person: a messenger on a vault, and what their host remembers until it ends.

use super::disk::{self, Files, KEY};
use crate::dice::MachineRandom;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use subrosa::crypto::{CryptoError, Random};
use subrosa::identity::Fingerprint;
use subrosa::messenger::{
    Action, Clock, Environment, Messenger, MessengerError, Origin, Outcome, Profile, Setting,
    State, TextAction,
};
use subrosa::vault::{Protection, Vault};

/// The accounts, one on each network.
pub const NETWORKS: [&str; 2] = ["one", "two"];
/// Everybody has the same address on every network.
pub const NAMES: [&str; 3] = ["alice", "bob", "carol"];

/// The clock of a machine. Milliseconds since 1970.
#[derive(Clone)]
pub struct MachineClock(Arc<AtomicU64>);

impl Clock for MachineClock {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The generator of a machine: it goes on when a process ends.
#[derive(Clone)]
pub struct SharedRandom(pub Arc<Mutex<MachineRandom>>);

impl Random for SharedRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        self.0.lock().unwrap().fill(out)
    }
}

/// When a host calls `tick`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// When it was told to.
    Timely,
    /// Whenever time passes.
    Hasty,
    /// Not at all for now.
    Lazy,
}

/// A copy of a vault.
#[derive(Clone)]
pub struct Backup {
    pub files: Files,
}

pub struct Person {
    pub index: usize,
    pub path: PathBuf,
    pub fingerprint: Fingerprint,
    messenger: Option<Messenger>,
    pub profiles: Vec<Profile>,
    clock: MachineClock,
    /// How wrong the clock is, in milliseconds.
    pub skew: i64,
    pub random: SharedRandom,

    // What the host remembers.
    pub online: [bool; 2],
    pub mood: Mood,
    /// It confirms what it has shown at once.
    pub attentive: bool,
    /// When the next tick is due, by the person's own clock.
    pub wake_at: Option<u64>,
    /// Nothing has happened since the messenger told when it is due.
    pub rested: bool,
    pub unconfirmed: Vec<Outcome>,
    pub failed: Vec<(usize, u64)>,
    /// Where conversations stand, as the host was told.
    pub told: BTreeMap<(usize, String), State>,
    /// Accounts of which a process that has begun has not told yet.
    pub untold: usize,

    // What the user remembers.
    pub long: Vec<(usize, u64)>,
    pub challengers: BTreeMap<(usize, usize), Fingerprint>,
    /// Who is known elsewhere and has appeared at an address.
    pub newcomers: BTreeMap<(usize, usize), Fingerprint>,
    pub verified: BTreeSet<Fingerprint>,
    pub accepted: BTreeSet<(usize, usize, Fingerprint)>,
    /// Whose keys each address has had.
    pub bindings: BTreeMap<(usize, usize), Vec<Fingerprint>>,

    // What has happened to the machine.
    pub backups: Vec<Backup>,
    /// What survives a loss of power.
    pub durable: Option<Files>,
    pub restores: usize,
    pub power_losses: usize,
    pub deaths: usize,
    /// A call has failed half way.
    pub troubled: bool,
}

/// A call of a host.
#[derive(Debug)]
pub enum Call {
    Outgoing { network: usize, to: String, text: Vec<u8>, action: bool },
    Incoming { network: usize, from: String, text: Vec<u8>, origin: Origin },
    Tick,
    Failed { network: usize, id: u64 },
    Online { network: usize, online: bool },
    Decide { network: usize, peer: String, action: Action, fingerprint: Option<Fingerprint> },
    DecideText { network: usize, number: u64, action: TextAction },
    Confirm(Outcome),
    Known { network: usize, peer: String, known: bool },
    Present { network: usize, peer: String, present: bool },
}

impl Person {
    pub fn new(index: usize, folder: &Path, profiles: Vec<Profile>, now: u64, seed: u64) -> Self {
        let path = folder.join(format!("{}.vault", NAMES[index]));
        let random = SharedRandom(Arc::new(Mutex::new(MachineRandom::new(seed))));
        let clock = MachineClock(Arc::new(AtomicU64::new(now)));
        let vault = Vault::create(&path, &Protection::HostKey(&KEY), &mut random.clone()).unwrap();
        drop(vault);
        let mut person = Self {
            index,
            path,
            fingerprint: Fingerprint::from_bytes([0; 32]),
            messenger: None,
            profiles,
            clock,
            skew: 0,
            random,
            online: [true; 2],
            mood: Mood::Timely,
            attentive: true,
            wake_at: None,
            rested: false,
            unconfirmed: Vec::new(),
            failed: Vec::new(),
            told: BTreeMap::new(),
            untold: 0,
            long: Vec::new(),
            challengers: BTreeMap::new(),
            newcomers: BTreeMap::new(),
            verified: BTreeSet::new(),
            accepted: BTreeSet::new(),
            bindings: BTreeMap::new(),
            backups: Vec::new(),
            durable: None,
            restores: 0,
            power_losses: 0,
            deaths: 0,
            troubled: false,
        };
        let _ = person.begin();
        person.fingerprint = *person.messenger().identity().unwrap().fingerprint();
        person
    }

    /// Changes the pace of an account; the vault remembers it.
    pub fn set_pace(&mut self, network: usize, burst: i64, interval: i64) {
        for (setting, value) in [(Setting::Burst, burst), (Setting::IntervalMs, interval)] {
            self.messenger().set(NETWORKS[network], setting, value).unwrap();
        }
    }

    /// The process begins: the vault is opened, every account attached.
    pub fn begin(&mut self) -> Vec<Outcome> {
        let vault = disk::open(&self.path);
        let environment = Environment {
            clock: Box::new(self.clock.clone()),
            random: Box::new(self.random.clone()),
        };
        let mut messenger = Messenger::new(vault, environment).unwrap();
        let attach = |(network, profile): (usize, &Profile)| {
            messenger.attach(NETWORKS[network], profile.clone()).unwrap()
        };
        let outcomes: Vec<Outcome> = self.profiles.iter().enumerate().map(attach).collect();
        self.messenger = Some(messenger);
        self.online = [true; 2];
        self.note_wake(outcomes.last().and_then(|outcome| outcome.wake_ms));
        outcomes
    }

    /// The process ends. Nothing is left of it but the vault and what the user remembers.
    pub fn end(&mut self) {
        self.messenger = None;
        self.unconfirmed.clear();
        self.failed.clear();
        self.told.clear();
    }

    pub fn messenger(&mut self) -> &mut Messenger {
        self.messenger.as_mut().unwrap()
    }

    pub fn lives(&self) -> bool {
        self.messenger.is_some()
    }

    /// The time by the person's own clock.
    pub fn now(&self) -> u64 {
        self.clock.now_ms()
    }

    pub fn set_clock(&mut self, now: u64) {
        let own = now.saturating_add_signed(self.skew);
        self.rested &= own >= self.now();
        self.clock.0.store(own, Ordering::Relaxed);
    }

    /// The host sets its timer.
    pub fn note_wake(&mut self, wake_ms: Option<u64>) {
        let now = self.now();
        self.wake_at = wake_ms.map(|wake| now.saturating_add(wake));
        self.rested = true;
    }

    pub fn perform(&mut self, call: &Call) -> Outcome {
        let quiet = |done: Result<(), MessengerError>| {
            let mut outcome = Outcome::default();
            outcome.error = done.err();
            outcome
        };
        let messenger = self.messenger.as_mut().unwrap();
        let name = |network: &usize| NETWORKS[*network];
        let outcome = match call {
            Call::Outgoing { network, to, text, action } => {
                let origin = Origin { action: *action, ..Origin::default() };
                messenger.outgoing(name(network), to, text, origin)
            }
            Call::Incoming { network, from, text, origin } => {
                messenger.incoming(name(network), from, text, *origin)
            }
            Call::Tick => messenger.tick(),
            Call::Failed { network, id } => messenger.line_failed(name(network), *id),
            Call::Online { network, online } => messenger.online(name(network), *online),
            Call::Decide { network, peer, action, fingerprint } => {
                messenger.contact_do(name(network), peer, *action, fingerprint.as_ref())
            }
            Call::DecideText { network, number, action } => {
                messenger.text_do(name(network), *number, *action)
            }
            Call::Confirm(shown) => quiet(messenger.confirm(shown)),
            Call::Known { network, peer, known } => {
                quiet(messenger.set_known(name(network), peer, *known))
            }
            Call::Present { network, peer, present } => {
                quiet(messenger.set_present(name(network), peer, *present))
            }
        };
        match call {
            Call::Confirm(_) | Call::Known { .. } | Call::Present { .. } => {
                let wake = messenger.wake_ms();
                self.note_wake(wake);
            }
            _ => self.note_wake(outcome.wake_ms),
        }
        outcome
    }
}
