//! The user whom everything is about: one vault, two accounts, each in a process of its own.

use super::super::disk::{self, Files, Folder, KEY};
use super::super::person::SharedRandom;
use super::record::Shadow;
use super::users::{ACCOUNTS, SharedClock, environment, new_vault, quicken, random};
use std::path::PathBuf;
use std::process::Command;
use subrosa::identity::Fingerprint;
use subrosa::messenger::{
    Action, Messenger, MessengerError, Mode, Origin, Outcome, Profile, Setting,
};
use subrosa::vault::{Protection, Vault};

/// A call of Alice's host.
#[derive(Debug, Clone)]
pub enum Call {
    Say { to: String, text: String },
    Hear { from: String, text: Vec<u8>, origin: Origin },
    Decide { at: String, action: Action, who: Option<Fingerprint> },
    SetMode { at: String, mode: Option<Mode> },
    SetAccountMode { mode: Mode },
    Known { at: String, known: bool },
    Present { at: String, present: bool },
    Rename { from: String, to: String },
    Online { online: bool },
    Tick,
}

/// The names that accounts have in turns.
pub const OTHER_ACCOUNTS: [&str; 2] = ["uno", "due"];

pub struct Alice {
    pub processes: [Option<Messenger>; 2],
    /// What her host calls each account now.
    pub accounts: [&'static str; 2],
    pub profiles: [Profile; 2],
    pub fingerprint: Fingerprint,
    pub shadow: Shadow,
    path: PathBuf,
    clock: SharedClock,
    random: SharedRandom,
    disk: Option<Disk>,
    _folder: Folder,
}

impl Alice {
    pub fn new(clock: &SharedClock, profiles: [Profile; 2], seed: u64, small_disk: bool) -> Self {
        let folder = Folder::new();
        let disk = if small_disk { Disk::mount(&folder) } else { None };
        let path = folder.0.join("vault");
        let random = random(seed);
        new_vault(&path, &random);
        let mut alice = Self {
            processes: [None, None],
            accounts: ACCOUNTS,
            profiles,
            fingerprint: Fingerprint::from_bytes([0; 32]),
            shadow: Shadow::default(),
            path,
            clock: clock.clone(),
            random,
            disk,
            _folder: folder,
        };
        for (account, name) in ACCOUNTS.iter().enumerate() {
            let _nothing = alice.begin(account);
            quicken(alice.messenger(account), name);
        }
        alice.fingerprint = *alice.messenger(0).identity().unwrap().fingerprint();
        alice
    }

    pub fn messenger(&mut self, account: usize) -> &mut Messenger {
        self.processes[account].as_mut().unwrap()
    }

    /// The process of an account begins, for a while with a vault that is locked.
    pub fn begin_locked(&mut self, account: usize) {
        let vault = Vault::open(&self.path).unwrap();
        let messenger = Messenger::new(vault, environment(&self.clock, &self.random)).unwrap();
        self.processes[account] = Some(messenger);
        let (name, profile) = (self.accounts[account], self.profiles[account].clone());
        let _locked = self.messenger(account).attach(name, profile);
    }

    pub fn begin(&mut self, account: usize) -> Result<Outcome, MessengerError> {
        self.begin_locked(account);
        self.unlock(account)
    }

    pub fn unlock(&mut self, account: usize) -> Result<Outcome, MessengerError> {
        let (name, profile) = (self.accounts[account], self.profiles[account].clone());
        let messenger = self.messenger(account);
        messenger.unlock(&Protection::HostKey(&KEY))?;
        messenger.attach(name, profile)
    }

    pub fn end(&mut self, account: usize) {
        self.processes[account] = None;
        self.shadow.died(account);
    }

    pub fn files(&self) -> Files {
        Files::of(&self.path)
    }

    /// Both processes are gone, and the vault is as it was at some commit.
    pub fn set_back(&mut self, files: &Files) {
        self.end(0);
        self.end(1);
        files.put_back(&self.path);
    }

    /// Another program's handle on the vault.
    pub fn other_handle(&self) -> Vault {
        disk::open(&self.path)
    }

    /// Tells whether the disk could be filled.
    pub fn fill_disk(&mut self) -> bool {
        self.disk.as_ref().is_some_and(Disk::fill)
    }

    pub fn free_disk(&mut self) {
        if let Some(disk) = &self.disk {
            disk.free();
        }
    }

    pub fn perform(&mut self, account: usize, call: &Call) -> Outcome {
        let quiet = |done: Result<(), MessengerError>| {
            let mut outcome = Outcome::default();
            outcome.error = done.err();
            outcome
        };
        let name = self.accounts[account];
        let messenger = self.messenger(account);
        match call {
            Call::Say { to, text } => {
                messenger.outgoing(name, to, text.as_bytes(), Origin::default())
            }
            Call::Hear { from, text, origin } => messenger.incoming(name, from, text, *origin),
            Call::Decide { at, action, who } => {
                messenger.contact_do(name, at, *action, who.as_ref())
            }
            Call::SetMode { at, mode } => quiet(messenger.set_mode(name, at, *mode)),
            Call::SetAccountMode { mode } => {
                quiet(messenger.set(name, Setting::Mode, *mode as i64))
            }
            Call::Known { at, known } => quiet(messenger.set_known(name, at, *known)),
            Call::Present { at, present } => quiet(messenger.set_present(name, at, *present)),
            Call::Rename { from, to } => messenger.rename(name, from, to),
            Call::Online { online } => messenger.online(name, *online),
            Call::Tick => messenger.tick(),
        }
    }
}

/// A small file system of its own, where this process may make one.
struct Disk(PathBuf);

impl Disk {
    fn mount(folder: &Folder) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(&folder.0);
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then(|| Self(folder.0.clone()))
    }

    fn fill(&self) -> bool {
        std::fs::write(self.0.join("ballast"), vec![1; 5_000_000]).is_err()
    }

    fn free(&self) {
        let _ = std::fs::remove_file(self.0.join("ballast"));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}
