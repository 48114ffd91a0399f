//! Those whom Alice talks with: a messenger each, on hosts that do what they should.

use super::super::disk::{self, Folder, KEY};
use super::super::person::SharedRandom;
use crate::dice::MachineRandom;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use subrosa::identity::Fingerprint;
use subrosa::messenger::{Clock, Environment, Messenger, Origin, Outcome, Profile, Setting};
use subrosa::vault::{Protection, Vault};

/// The accounts, one on each network. Everybody has one on each.
pub const ACCOUNTS: [&str; 2] = ["one", "two"];

/// The clock of everybody. Milliseconds since 1970.
#[derive(Clone)]
pub struct SharedClock(pub Arc<AtomicU64>);

impl Clock for SharedClock {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

pub fn environment(clock: &SharedClock, random: &SharedRandom) -> Environment {
    Environment { clock: Box::new(clock.clone()), random: Box::new(random.clone()) }
}

pub fn random(seed: u64) -> SharedRandom {
    SharedRandom(Arc::new(Mutex::new(MachineRandom::new(seed))))
}

pub fn new_vault(path: &std::path::Path, random: &SharedRandom) {
    drop(Vault::create(path, &Protection::HostKey(&KEY), &mut random.clone()).unwrap());
}

/// Somebody else than Alice.
pub struct Friend {
    pub name: &'static str,
    /// What they are called on each network now, in truth.
    pub nicks: [String; 2],
    pub messenger: Messenger,
    pub fingerprint: Fingerprint,
    _folder: Folder,
}

impl Friend {
    pub fn new(name: &'static str, clock: &SharedClock, seed: u64) -> Self {
        let folder = Folder::new();
        let path = folder.0.join("vault");
        let random = random(seed);
        new_vault(&path, &random);
        let mut messenger = Messenger::new(disk::open(&path), environment(clock, &random)).unwrap();
        for account in ACCOUNTS {
            let _nothing = messenger.attach(account, Profile::by_name("plain").unwrap()).unwrap();
            quicken(&mut messenger, account);
        }
        let fingerprint = *messenger.identity().unwrap().fingerprint();
        let nicks = [name.to_owned(), name.to_owned()];
        Self { name, nicks, messenger, fingerprint, _folder: folder }
    }

    pub fn hear(&mut self, account: usize, line: &[u8]) -> Outcome {
        self.messenger.incoming(ACCOUNTS[account], "alice", line, Origin::default())
    }
}

/// Lines leave at once.
pub fn quicken(messenger: &mut Messenger, account: &str) {
    messenger.set(account, Setting::Burst, 100).unwrap();
    messenger.set(account, Setting::IntervalMs, 0).unwrap();
}
