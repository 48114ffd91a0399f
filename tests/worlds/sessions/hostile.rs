//! The hostile phase: things happen to the hosts and the network, and after each the rules hold.

use super::host::Host;
use super::ledger::{Failure, Ledger, ensure};
use super::scenario::{Happening, ORDINARY, Scenario};
use super::unchanged::Image;
use super::wires::{Wire, Wires};
use crate::dice::{Dice, MachineRandom};
use crate::forge;
use crate::pair::START;
use crate::stranger::Stranger;
use std::collections::VecDeque;
use subrosa::identity::Identity;
use subrosa::session::Status;
use subrosa::wire::limits::{MAX_SESSIONS, MAX_STORED_KEYS};

/// Hosts of one account that live at the same time.
const MOST_HOSTS: usize = 2;
/// Hosts there ever were: the lost ones count.
const MOST_EVER: usize = 24;
/// A state of a few sessions with a hundred lines each is far smaller.
const MOST_STATE_BYTES: usize = 1_000_000;

/// Two accounts with their hosts, and the network between them.
pub struct World {
    pub dice: Dice,
    pub now: u64,
    pub identities: [Identity; 2],
    /// The accounts know each other's fingerprint from the beginning.
    pub acquainted: bool,
    pub hosts: Vec<Host>,
    pub wires: Wires,
    pub ledger: Ledger,
    pub stranger: Option<Stranger>,
    /// What happened, if somebody will read it.
    pub trace: Option<Vec<String>>,
}

impl World {
    pub fn new(seed: u64, traced: bool) -> Self {
        let mut dice = Dice::new(seed);
        let identities = [0, 1]
            .map(|_| Identity::generate(START, &mut MachineRandom::new(dice.roll())).unwrap());
        let acquainted = dice.percent(60);
        let mut world = Self {
            dice,
            now: START,
            identities,
            acquainted,
            hosts: Vec::new(),
            wires: Wires::default(),
            ledger: Ledger::default(),
            stranger: None,
            trace: traced.then(Vec::new),
        };
        for account in [0, 1] {
            world.add_host(account);
        }
        world
    }

    /// A new installation of the account's identity, with nothing but the identity.
    pub fn add_host(&mut self, account: usize) -> usize {
        let index = self.hosts.len();
        let seed = self.dice.roll();
        let who = *self.identities[1 - account].fingerprint();
        let identity = self.identities[account].clone();
        let known = self.acquainted || index > 1;
        let mut host = Host::new(index, account, identity, who, known, self.now, seed);
        host.told = self.trace.as_ref().map(|_| Vec::new());
        host.attentive = self.dice.percent(70);
        host.library.peer.set_fill_lines(self.dice.percent(10));
        if self.dice.percent(20) {
            host.library.peer.set_line_limit(self.dice.between(360, 2_000) as usize).unwrap();
        }
        self.hosts.push(host);
        self.wires.inboxes.push(VecDeque::new());
        index
    }

    pub fn note(&mut self, what: impl FnOnce() -> String) {
        let now = self.now - START;
        if let Some(trace) = &mut self.trace {
            trace.push(format!("{now:>8} {}", what()));
        }
    }

    pub fn alive(&self, account: usize) -> Vec<usize> {
        let hosts = self.hosts.iter().filter(|host| host.alive && host.account == account);
        hosts.map(|host| host.index).collect()
    }

    /// Sends lines of a host to every host of the other account.
    pub fn send(&mut self, from: usize, lines: Vec<String>) {
        let account = self.hosts[from].account;
        for line in &lines {
            self.note(|| format!("  host {from} sends {}", describe(line.as_bytes())));
        }
        let to = self.alive(1 - account);
        self.wires.send(account, &to, lines);
    }

    /// A host reads what came.
    pub fn deliver(&mut self, host: usize, wire: &Wire) -> Result<(), Failure> {
        let forged = if wire.forged { "forged " } else { "" };
        self.note(|| format!("host {host} receives {forged}{}", describe(&wire.text)));
        let (now, ledger) = (self.now, &mut self.ledger);
        let lines = self.hosts[host].receive(&wire.text, wire.forged, now, ledger)?;
        self.tell(host);
        self.send(host, lines);
        self.check_bounds(host)
    }

    /// Notes what the library said at a host.
    fn tell(&mut self, host: usize) {
        let peer = &self.hosts[host].library.peer;
        let (status, sessions) = (peer.status(), peer.sessions());
        let told = self.hosts[host].told.as_mut().map(std::mem::take).unwrap_or_default();
        if !told.is_empty() {
            self.note(|| format!("  {status:?}, {sessions} sessions: {}", told.join("; ")));
        }
    }

    pub fn run_timers(&mut self) -> Result<(), Failure> {
        self.wires.release(self.now);
        for host in 0..self.hosts.len() {
            if self.hosts[host].alive {
                let lines = self.hosts[host].run_timers(self.now, &mut self.ledger)?;
                self.tell(host);
                self.send(host, lines);
            }
        }
        Ok(())
    }

    fn check_bounds(&self, host: usize) -> Result<(), Failure> {
        let peer = &self.hosts[host].library.peer;
        ensure!(peer.sessions() <= MAX_SESSIONS, "{} sessions", peer.sessions());
        let keys = peer.stored_keys();
        ensure!(keys <= MAX_STORED_KEYS * MAX_SESSIONS, "{keys} stored keys");
        Ok(())
    }

    pub fn check_size(&self) -> Result<(), Failure> {
        for host in &self.hosts {
            let size = Image::of(&host.library).bytes();
            ensure!(size <= MOST_STATE_BYTES, "the state of host {} has {size} bytes", host.index);
        }
        Ok(())
    }

    /// The hostile phase.
    pub fn suffer(&mut self, scenario: &Scenario) -> Result<(), Failure> {
        let chances: Vec<_> = [ORDINARY, scenario.also].concat();
        let total = chances.iter().map(|(_, weight)| weight).sum();
        for _ in 0..scenario.steps {
            let mut roll = self.dice.below(total);
            let happening = chances.iter().find(|(_, weight)| {
                let hit = roll < *weight;
                roll = roll.saturating_sub(*weight);
                hit
            });
            if let Some((happening, _)) = happening {
                self.happen(*happening)?;
            }
        }
        self.check_size()
    }

    fn any_host(&mut self) -> usize {
        let alive: Vec<_> = self.hosts.iter().filter(|h| h.alive).map(|h| h.index).collect();
        alive[self.dice.below(alive.len())]
    }

    fn happen(&mut self, happening: Happening) -> Result<(), Failure> {
        let host = self.any_host();
        let account = self.hosts[host].account;
        if happening != Happening::Deliver {
            self.note(|| format!("{happening:?} at host {host}"));
        }
        match happening {
            Happening::Deliver => self.deliver_next(host)?,
            Happening::Drop => {
                self.wires.inboxes[host].pop_front();
            }
            Happening::Swap => self.swap(host),
            Happening::Duplicate => {
                if let Some(wire) = self.wires.inboxes[host].front().cloned() {
                    self.wires.inboxes[host].push_back(wire);
                }
            }
            Happening::Delay => {
                if let Some(wire) = self.wires.inboxes[host].pop_front() {
                    let longest = if self.dice.percent(20) { 200_000 } else { 600 };
                    let until = self.now + self.dice.between(1, longest);
                    self.wires.delayed.push((until, host, wire));
                }
            }
            Happening::Mangle => {
                if let Some(wire) = self.wires.inboxes[host].front_mut() {
                    wire.text = forge::mangle(&mut self.dice, &wire.text);
                }
            }
            Happening::Forge => {
                let genuine = &self.wires.history[1 - account];
                if !genuine.is_empty()
                    && let Some(line) = forge::forge(&mut self.dice, genuine)
                {
                    let wire = Wire { forged: true, ..Wire::genuine(&line) };
                    self.deliver(host, &wire)?;
                }
            }
            Happening::Replay => self.deliver_old(host, 1 - account)?,
            Happening::Reflect => self.deliver_old(host, account)?,
            Happening::RewriteEcho => {
                let [offers, to] = [1 - account, account].map(|at| &self.wires.history[at]);
                let line = forge::offer_with_another_echo(&mut self.dice, offers, to);
                if let Some(line) = line {
                    self.deliver(host, &Wire::genuine(&line))?;
                }
            }
            Happening::Stranger => self.stranger_interferes(host)?,
            Happening::Say => self.say(host, 20)?,
            Happening::SayLong => {
                let length = self.dice.between(100, 2_500) as usize;
                self.say(host, length)?;
            }
            Happening::Close => {
                let lines = self.hosts[host].close(self.now);
                self.send(host, lines);
            }
            Happening::Start => self.start(host),
            Happening::Invite => {
                let lines = self.hosts[host].invite(self.now);
                self.send(host, lines);
            }
            Happening::SendCard => {
                let lines = self.hosts[host].send_card(self.now);
                self.send(host, lines);
            }
            Happening::Confirm => self.hosts[host].confirm_shown(self.now),
            Happening::Wait => {
                self.now += self.dice.between(1, 20);
                self.run_timers()?;
            }
            Happening::WaitLong => {
                let longest = [600, 7_200, 100_000, 700_000][self.dice.below(4)];
                self.now += self.dice.between(30, longest);
                self.run_timers()?;
            }
            Happening::TurnClock => {
                let most = [3_600, 80_000, 400 * 86_400][self.dice.below(3)];
                let by = self.dice.between(0, 2 * most) as i64 - most as i64;
                self.hosts[host].skew = by;
            }
            Happening::Snapshot => {
                let snapshot = self.hosts[host].snapshot()?;
                self.hosts[host].snapshots.push(snapshot);
            }
            Happening::Restore => self.restore(host)?,
            Happening::Restart => self.restart(host)?,
            Happening::CrashBetweenSaves => self.crash_between_saves(host)?,
            Happening::LoseState => self.lose_state(host),
            Happening::AddInstallation => {
                if self.alive(account).len() < MOST_HOSTS && self.hosts.len() < MOST_EVER {
                    let new = self.add_host(account);
                    self.note(|| format!("  host {new} is new, of account {account}"));
                }
            }
            Happening::Clone => self.clone_machine(host)?,
            Happening::FailRandom => self.fail_random(host)?,
        }
        Ok(())
    }

    fn deliver_next(&mut self, host: usize) -> Result<(), Failure> {
        match self.wires.inboxes[host].pop_front() {
            Some(wire) => self.deliver(host, &wire),
            None => Ok(()),
        }
    }

    fn deliver_old(&mut self, host: usize, sent_by: usize) -> Result<(), Failure> {
        let history = &self.wires.history[sent_by];
        if history.is_empty() {
            return Ok(());
        }
        let recent = self.dice.percent(50);
        let span = if recent { history.len().min(6) } else { history.len() };
        let line = &history[history.len() - 1 - self.dice.below(span)];
        let wire = Wire::genuine(line);
        self.deliver(host, &wire)
    }

    fn swap(&mut self, host: usize) {
        let inbox = &mut self.wires.inboxes[host];
        if inbox.len() > 1 {
            let other = 1 + self.dice.below(inbox.len() - 1);
            inbox.swap(0, other);
        }
    }

    pub fn say(&mut self, host: usize, length: usize) -> Result<(), Failure> {
        let number = self.ledger.write(self.hosts[host].account, length);
        self.note(|| format!("  it is text {number}"));
        let lines = self.hosts[host].say(number, self.now, &mut self.ledger)?;
        self.send(host, lines);
        Ok(())
    }

    /// The user finds a card of the other account somewhere, and begins.
    pub fn start(&mut self, host: usize) {
        let others = self.alive(1 - self.hosts[host].account);
        let other = others[self.dice.below(others.len())];
        if let Some(card) = self.hosts[other].card(self.now) {
            let lines = self.hosts[host].start(&card, self.now);
            self.send(host, lines);
        }
    }

    fn stranger_interferes(&mut self, host: usize) -> Result<(), Failure> {
        if !self.hosts[host].is_bound() {
            return Ok(());
        }
        let account = self.hosts[host].account;
        let seed = self.dice.roll();
        let stranger = self.stranger.get_or_insert_with(|| Stranger::new(seed));
        let line = stranger.speak(&mut self.dice, &self.wires.history[account], self.now);
        match line {
            Some(line) => self.deliver(host, &Wire { forged: true, ..Wire::genuine(&line) }),
            None => Ok(()),
        }
    }

    // ---- machines ----

    fn restart(&mut self, host: usize) -> Result<(), Failure> {
        let now = self.now;
        self.hosts[host].confirm_shown(now);
        let snapshot = self.hosts[host].snapshot()?;
        let before = Image::of(&self.hosts[host].library);
        self.hosts[host].load(&snapshot, self.now)?;
        let after = Image::of(&self.hosts[host].library);
        // The peer's numbers leap ahead.
        ensure!(before.bytes().abs_diff(after.bytes()) < 64, "a restart has changed the state");
        ensure!(before.installation == after.installation, "a restart has changed the prekeys");
        Ok(())
    }

    /// The peer was saved after the next line, the installation was not.
    fn crash_between_saves(&mut self, host: usize) -> Result<(), Failure> {
        let old = self.hosts[host].snapshot()?;
        self.deliver_next(host)?;
        let new = self.hosts[host].snapshot()?;
        let mixed = super::host::Snapshot { installation: old.installation, ..new };
        self.hosts[host].load(&mixed, self.now)
    }

    fn restore(&mut self, host: usize) -> Result<(), Failure> {
        let count = self.hosts[host].snapshots.len();
        if count == 0 {
            return Ok(());
        }
        let snapshot = self.hosts[host].snapshots[self.dice.below(count)].clone();
        self.hosts[host].restored = true;
        self.ledger.copied = true;
        self.hosts[host].load(&snapshot, self.now)?;
        if self.dice.percent(20) {
            // A virtual machine: its generator goes back too.
            self.hosts[host].rng = snapshot.rng;
        }
        Ok(())
    }

    /// The machine is gone; the user has the identity alone, and a new installation.
    fn lose_state(&mut self, host: usize) {
        if self.hosts.len() >= MOST_EVER {
            return;
        }
        let account = self.hosts[host].account;
        let new = self.add_host(account);
        // What the user remembers to have typed.
        let outbox = std::mem::take(&mut self.hosts[host].memory.outbox);
        self.hosts[new].memory.outbox = outbox;
        self.hosts[new].wants_to_talk = self.hosts[host].wants_to_talk;
        self.hosts[new].skew = self.hosts[host].skew;
        self.hosts[host].alive = false;
        self.wires.inboxes[new] = std::mem::take(&mut self.wires.inboxes[host]);
        self.wires.delayed.iter_mut().filter(|d| d.1 == host).for_each(|d| d.1 = new);
        self.note(|| format!("  host {new} takes the place of host {host}"));
    }

    /// The machine exists twice from now on. Copies from before the first session are not told
    /// apart by anybody.
    fn clone_machine(&mut self, host: usize) -> Result<(), Failure> {
        let account = self.hosts[host].account;
        if self.hosts[host].library.peer.status() != Status::Private {
            return Ok(());
        }
        if self.alive(account).len() >= MOST_HOSTS || self.hosts.len() >= MOST_EVER {
            return Ok(());
        }
        let snapshot = self.hosts[host].snapshot()?;
        let same_random = self.dice.percent(30);
        let new = self.add_host(account);
        self.hosts[host].restored = true;
        self.ledger.copied = true;
        let mut twin = self.hosts[host].clone();
        twin.index = new;
        if !same_random {
            twin.rng = MachineRandom::new(self.dice.roll());
        }
        twin.load(&snapshot, self.now)?;
        // What was never sent would get two ids; one of the two sends it.
        twin.memory.outbox.retain(|text| text.id.is_some());
        self.hosts[new] = twin;
        self.note(|| format!("  host {new} is a clone of host {host}"));
        Ok(())
    }

    fn fail_random(&mut self, host: usize) -> Result<(), Failure> {
        self.hosts[host].rng.failing = true;
        let result = match self.dice.percent(60) {
            true => self.deliver_next(host),
            false => self.say(host, 20),
        };
        self.hosts[host].rng.failing = false;
        result?;
        // What could not be made is made at the next opportunity.
        let lines = self.hosts[host].run_timers(self.now, &mut self.ledger)?;
        self.send(host, lines);
        Ok(())
    }
}

/// A line in a few words.
pub fn describe(text: &[u8]) -> String {
    let Ok(line) = subrosa::wire::armor::decode(text) else { return "something else".into() };
    let hash = &subrosa::crypto::sha256(&[&line])[..2];
    let kind = match line[0] {
        0x11 => format!("message, tag {:02x?}", line.get(1..5).unwrap_or_default()),
        0x21 => format!("Init, card {:02x?}", line.get(1..5).unwrap_or_default()),
        0x31 => format!("Offer, echo {:02x?}", line.get(216..222).unwrap_or_default()),
        other => format!("object {other:#04x}"),
    };
    format!("{kind}, {} bytes, hash {hash:02x?}", line.len())
}
