//! The devices, and a network that copies.

use crate::mangle::Seeded;
use crate::people::{ACCOUNT, Folder, Seen, Somebody, TestClock};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use subrosa::identity::Identity;
use subrosa::messenger::{Action, Origin, Setting, State, Verdict};
use subrosa::session::Line;
use subrosa::wire::armor;

pub const MINUTE: u64 = 60_000;
pub const HOUR: u64 = 60 * MINUTE;

pub const NAMES: [&str; 3] = ["alice", "bob", "carol"];

/// One installation.
pub struct Device {
    pub owner: usize,
    pub somebody: Somebody,
    /// It gets what is sent.
    pub connected: bool,
    /// The private texts that it has shown, with how often, and clear ones.
    pub shown: BTreeMap<String, usize>,
}

/// What a device has sent, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Offer,
    Init,
    Message,
    Query,
}

pub struct World {
    pub devices: Vec<Device>,
    pub folder: Folder,
    pub clock: TestClock,
    /// Devices of the sender see what it has sent.
    pub carbons: bool,
    /// Of 100 lines so many do not reach a device.
    pub lossy: usize,
    pub log: Vec<(u64, usize, Kind)>,
    seeded: Seeded,
    /// When, to which device, the peer it is shown with, the line, and whether it is a carbon.
    flight: Vec<(u64, usize, usize, String, bool)>,
    made: u64,
}

impl World {
    /// So many devices for each person, all connected; everybody is on everybody's list.
    pub fn new(devices: &[usize], seed: u64) -> Self {
        let mut world = Self {
            devices: Vec::new(),
            folder: Folder::in_memory(),
            clock: TestClock::new(),
            carbons: true,
            lossy: 0,
            log: Vec::new(),
            seeded: Seeded(seed),
            flight: Vec::new(),
            made: seed * 1_000,
        };
        for (owner, count) in devices.iter().enumerate() {
            for _ in 0..*count {
                world.add_device(owner);
            }
        }
        world
    }

    /// A new device of somebody, with their identity if they have one already.
    pub fn add_device(&mut self, owner: usize) -> usize {
        let identity = self.identity_of(owner);
        let somebody = self.new_vault(owner, identity);
        let device = Device { owner, somebody, connected: true, shown: BTreeMap::new() };
        self.devices.push(device);
        self.introduce(self.devices.len() - 1);
        self.devices.len() - 1
    }

    /// The identity of somebody who has devices.
    fn identity_of(&self, owner: usize) -> Option<Identity> {
        let device = self.devices.iter().rev().find(|device| device.owner == owner)?;
        Some(device.somebody.messenger.identity().unwrap().clone())
    }

    fn new_vault(&mut self, owner: usize, identity: Option<Identity>) -> Somebody {
        self.made += 1;
        let path = format!("{}-{}", NAMES[owner], self.made);
        let mut somebody = Somebody::new(&self.folder, &self.clock, &path, self.made);
        NAMES[owner].clone_into(&mut somebody.address);
        if let Some(identity) = identity {
            somebody.messenger.detach(ACCOUNT).unwrap();
            somebody.messenger.replace_identity(identity).unwrap();
            let _ = somebody.attach();
            somebody.messenger.set(ACCOUNT, Setting::IntervalMs, 0).unwrap();
        }
        somebody
    }

    /// The host has everybody else on its list.
    pub fn introduce(&mut self, device: usize) {
        let owner = self.devices[device].owner;
        for (peer, name) in NAMES.iter().enumerate() {
            if peer != owner {
                let messenger = &mut self.devices[device].somebody.messenger;
                messenger.set_known(ACCOUNT, name, true).unwrap();
            }
        }
    }

    /// The vault is gone. The identity was exported.
    pub fn lose_state(&mut self, device: usize) {
        let owner = self.devices[device].owner;
        let identity = self.identity_of(owner);
        self.devices[device].somebody = self.new_vault(owner, identity);
        self.introduce(device);
    }

    /// Somebody else has taken the account over.
    pub fn be_somebody_else(&mut self, device: usize) {
        let owner = self.devices[device].owner;
        self.devices[device].somebody = self.new_vault(owner, None);
        self.devices[device].connected = true;
        self.introduce(device);
    }

    /// The vault is copied to another machine, which runs as well.
    pub fn copy_device(&mut self, device: usize) -> usize {
        self.made += 1;
        let path = self.folder.0.join(format!("copy-{}.vault", self.made));
        let from = &self.devices[device].somebody.path;
        for suffix in ["", "-wal", "-generation"] {
            let beside = |path: &std::path::Path| format!("{}{suffix}", path.display());
            std::fs::copy(beside(from), beside(&path)).unwrap();
        }
        let owner = self.devices[device].owner;
        let somebody = Somebody::on(&self.clock, path, NAMES[owner], self.made);
        let shown = self.devices[device].shown.clone();
        self.devices.push(Device { owner, somebody, connected: true, shown });
        self.devices.len() - 1
    }

    pub fn now(&self) -> u64 {
        self.clock.0.load(Ordering::Relaxed)
    }

    pub fn of(&self, owner: usize) -> Vec<usize> {
        (0..self.devices.len()).filter(|device| self.devices[*device].owner == owner).collect()
    }

    pub fn state(&mut self, device: usize, peer: usize) -> State {
        self.devices[device].somebody.state(NAMES[peer])
    }

    /// Every device with every other person.
    pub fn windows(&self) -> Vec<(usize, usize)> {
        let people = self.devices.iter().map(|device| device.owner).max().unwrap() + 1;
        let all = |device| (0..people).map(move |peer| (device, peer));
        let windows = (0..self.devices.len()).flat_map(all);
        windows.filter(|(device, peer)| self.devices[*device].owner != *peer).collect()
    }

    pub fn start(&mut self, device: usize, peer: usize) {
        let seen = self.devices[device].somebody.do_with(NAMES[peer], Action::Start);
        self.take(device, seen);
    }

    pub fn say(&mut self, device: usize, peer: usize, text: &str) -> Verdict {
        let seen = self.devices[device].somebody.say(NAMES[peer], text);
        let verdict = seen.verdict;
        self.take(device, seen);
        verdict
    }

    /// A host does what an outcome says.
    pub fn take(&mut self, device: usize, seen: Seen) {
        for show in seen.shown {
            assert!(show.private, "nothing is sent in clear: {}", show.text);
            *self.devices[device].shown.entry(show.text).or_default() += 1;
        }
        for (to, line) in seen.lines {
            let to = NAMES.iter().position(|name| *name == to).unwrap();
            self.send(device, to, line);
        }
    }

    fn send(&mut self, device: usize, to: usize, line: String) {
        let now = self.now();
        self.log.push((now, device, kind(&line)));
        let owner = self.devices[device].owner;
        for other in 0..self.devices.len() {
            let receives = self.devices[other].owner == to;
            let carbon = self.carbons && other != device && self.devices[other].owner == owner;
            if !(receives || carbon)
                || !self.devices[other].connected
                || self.seeded.below(100) < self.lossy
            {
                continue;
            }
            let at = now + 50 + self.seeded.below(500) as u64;
            let peer = if receives { owner } else { to };
            self.flight.push((at, other, peer, line.clone(), carbon));
        }
    }

    /// Time passes.
    pub fn pass(&mut self, milliseconds: u64) {
        let end = self.now() + milliseconds;
        loop {
            let now = self.now();
            let wakes = self.devices.iter_mut();
            let wake = wakes.filter_map(|device| device.somebody.messenger.wake_ms()).min();
            let arrival = self.flight.iter().map(|(at, ..)| *at).min();
            let wake = wake.map(|wake| now + wake);
            let Some(next) = [wake, arrival].into_iter().flatten().min() else { break };
            if next > end {
                break;
            }
            self.clock.advance(next.saturating_sub(now));
            let now = self.now();
            let flight = std::mem::take(&mut self.flight);
            let (mut due, later): (Vec<_>, Vec<_>) = flight.into_iter().partition(|f| f.0 <= now);
            self.flight = later;
            due.sort_by_key(|(at, ..)| *at);
            for (_, device, peer, line, own) in due {
                let origin = Origin { own, ..Origin::default() };
                let somebody = &mut self.devices[device].somebody;
                let outcome =
                    somebody.messenger.incoming(ACCOUNT, NAMES[peer], line.as_bytes(), origin);
                assert!(outcome.error.is_none(), "{:?}", outcome.error);
                let seen = somebody.see(&outcome, true);
                self.take(device, seen);
            }
            for device in 0..self.devices.len() {
                let somebody = &mut self.devices[device].somebody;
                if somebody.messenger.wake_ms() == Some(0) {
                    let seen = somebody.tick();
                    self.take(device, seen);
                }
            }
        }
        self.clock.advance(end.saturating_sub(self.now()));
    }

    /// How many of a kind were sent since `since`.
    pub fn sent(&self, kind: Kind, since: u64) -> usize {
        self.log.iter().filter(|(at, _, sent)| *at >= since && *sent == kind).count()
    }

    /// The most lines that match within any minute since `since`.
    pub fn busiest_minute(&self, since: u64, matches: impl Fn(usize, Kind) -> bool) -> usize {
        let times: Vec<u64> = self
            .log
            .iter()
            .filter(|(at, device, kind)| *at >= since && matches(*device, *kind))
            .map(|(at, ..)| *at)
            .collect();
        let within =
            |from: &u64| times.iter().filter(|at| (*from..from + MINUTE).contains(at)).count();
        times.iter().map(within).max().unwrap_or(0)
    }

    /// On which devices of `owner` a text was shown, and that it was shown once.
    pub fn shown_on(&self, owner: usize, text: &str) -> Vec<usize> {
        let devices = self.of(owner).into_iter();
        devices
            .filter(|device| match self.devices[*device].shown.get(text) {
                None => false,
                Some(1) => true,
                Some(times) => panic!("device {device} shows {text:?} {times} times"),
            })
            .collect()
    }

    /// How many texts of a device are not delivered.
    pub fn open_texts(&mut self, device: usize) -> usize {
        self.devices[device].somebody.messenger.texts(ACCOUNT, None).events.len()
    }
}

fn kind(line: &str) -> Kind {
    let Ok(bytes) = armor::decode(line.as_bytes()) else { return Kind::Query };
    match Line::parse(&bytes).unwrap() {
        Line::Offer { .. } => Kind::Offer,
        Line::Init(_) => Kind::Init,
        _ => Kind::Message,
    }
}
