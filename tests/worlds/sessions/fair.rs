//! The fair phase: nothing is lost any more, and both sides find together again.

use super::host::Host;
use super::hostile::World;
use super::ledger::{Failure, ensure};
use crate::forge::decode;
use std::collections::BTreeSet;
use subrosa::session::Status;

/// How long the two sides may take to come to rest, in seconds.
const PATIENCE: u64 = 4 * 86_400;
/// How often everybody speaks, and how long after the one before, until all hear each other.
const ROUNDS: usize = 5;
const PAUSE: u64 = 120;
/// Lines that may be needed for that.
const MOST_LINES: usize = 3_000;

impl World {
    /// Both sides converge, or the world fails.
    pub fn converge(&mut self) -> Result<(), Failure> {
        self.reconcile()?;
        self.speak_until_all_hear()?;
        self.everything_was_delivered()?;
        for host in self.living() {
            let status = self.hosts[host].library.peer.status();
            ensure!(status == Status::Private, "host {host} is {status:?} in the end");
        }
        if !self.has_copies() {
            self.both_settle_on_the_same_sessions()?;
        }
        self.stays_quiet()
    }

    /// One side closes for good: the other learns it, and nobody speaks.
    pub fn part(&mut self) -> Result<(), Failure> {
        self.reconcile()?;
        for host in self.alive(0) {
            self.note(|| format!("host {host} closes"));
            let lines = self.hosts[host].close(self.now);
            self.send(host, lines);
        }
        self.settle("after the close")?;
        for host in self.alive(0) {
            let status = self.hosts[host].library.peer.status();
            ensure!(
                matches!(status, Status::Ended | Status::Idle | Status::Starting | Status::Forked),
                "host {host} is {status:?} after its close"
            );
        }
        // Who has lost a session, or was set back before it, cannot close it.
        let knows_all = |host: &Host| host.account != 0 || host.alive && !host.restored;
        let all_heard = self.hosts.iter().all(knows_all) && !self.has_copies();
        for host in self.alive(1) {
            let status = self.hosts[host].library.peer.status();
            ensure!(!all_heard || status == Status::Ended, "host {host} is {status:?}, not told");
        }
        self.stays_quiet()
    }

    /// Peace, and everybody wants to talk; a close may still be on its way, so this takes two goes.
    fn reconcile(&mut self) -> Result<(), Failure> {
        self.make_peace();
        for when in ["after the peace", "after late closes"] {
            let closed: Vec<_> = self.living().filter(|&host| !self.is_open(host)).collect();
            for host in closed {
                self.note(|| format!("host {host} begins anew"));
                self.start(host);
            }
            self.settle(when)?;
        }
        Ok(())
    }

    fn living(&self) -> impl Iterator<Item = usize> + use<> {
        let living: Vec<_> = self.hosts.iter().filter(|h| h.alive).map(|h| h.index).collect();
        living.into_iter()
    }

    fn is_open(&self, host: usize) -> bool {
        let host = &self.hosts[host];
        host.wants_to_talk && host.library.peer.status() != Status::Ended
    }

    /// The clocks are set, the users attentive, and what was held back comes.
    fn make_peace(&mut self) {
        self.note(|| "peace".into());
        for (_, host, wire) in std::mem::take(&mut self.wires.delayed) {
            self.wires.inboxes[host].push_back(wire);
        }
        for host in &mut self.hosts {
            (host.skew, host.attentive) = (0, true);
            host.confirm_shown(self.now);
        }
    }

    /// Everything is delivered, and everything done when it is due, until nobody has anything to do.
    pub fn settle(&mut self, when: &str) -> Result<(), Failure> {
        let (deadline, lines) = (self.now + PATIENCE, self.wires.lines);
        loop {
            self.deliver_everything()?;
            self.run_timers()?;
            let sent = self.wires.lines - lines;
            ensure!(sent <= MOST_LINES, "{when} nobody stops talking: {sent} lines");
            if !self.wires.is_quiet() {
                continue;
            }
            let living = self.hosts.iter().filter(|host| host.alive);
            let Some(next) = living.filter_map(|host| host.next_due(self.now)).min() else {
                return Ok(());
            };
            self.now = next.max(self.now + 1);
            ensure!(self.now < deadline, "{when} it does not come to rest: {}", self.unfinished());
        }
    }

    pub fn deliver_everything(&mut self) -> Result<(), Failure> {
        let mut rounds = 0;
        while !self.wires.is_quiet() {
            for host in 0..self.hosts.len() {
                let wires = std::mem::take(&mut self.wires.inboxes[host]);
                for wire in wires {
                    if self.hosts[host].alive {
                        self.deliver(host, &wire)?;
                    }
                }
            }
            rounds += 1;
            ensure!(rounds < 100, "the two never stop answering each other");
        }
        Ok(())
    }

    fn unfinished(&self) -> String {
        let texts = |host: usize| {
            let outbox = &self.hosts[host].memory.outbox;
            outbox.iter().map(|text| text.number).collect::<Vec<_>>()
        };
        let one = |host: usize| {
            let status = self.hosts[host].library.peer.status();
            format!("host {host} is {status:?} and still sends {:?}", texts(host))
        };
        self.living().map(one).collect::<Vec<_>>().join("; ")
    }

    /// Everybody says something, now and then: that mends what nobody has noticed yet. In the end
    /// every host hears every host of the other side.
    fn speak_until_all_hear(&mut self) -> Result<(), Failure> {
        let mut deaf = Vec::new();
        for _ in 0..ROUNDS {
            deaf.clear();
            for host in self.living().collect::<Vec<_>>() {
                self.now += PAUSE;
                self.run_timers()?;
                self.note(|| format!("host {host} says something"));
                self.say(host, 30)?;
                let number = self.ledger.texts.len() - 1;
                self.settle("after the first texts")?;
                deaf.extend(self.deaf(number).map(|at| (host, at)));
            }
            if deaf.is_empty() {
                return Ok(());
            }
        }
        Err(format!("these (speaker, hearer) do not find together: {deaf:?}"))
    }

    fn has_copies(&self) -> bool {
        self.hosts.iter().any(|host| host.machine != host.index)
    }

    /// The living hosts of the other side that have not heard a text. Of two copies of one machine
    /// one is enough: they may share one installation id, and take turns.
    fn deaf(&self, number: usize) -> impl Iterator<Item = usize> {
        let text = &self.ledger.texts[number];
        let machine = |host: &usize| self.hosts[*host].machine;
        let heard: BTreeSet<usize> = text.shown_by.iter().map(machine).collect();
        let others = self.alive(1 - text.account).into_iter();
        others.filter(move |host| !heard.contains(&machine(host)))
    }

    /// Every text was shown, and its sender knows.
    fn everything_was_delivered(&self) -> Result<(), Failure> {
        for host in self.living() {
            ensure!(self.hosts[host].memory.outbox.is_empty(), "{}", self.unfinished());
        }
        for (number, text) in self.ledger.texts.iter().enumerate() {
            let shown = !text.shown_by.is_empty();
            ensure!(shown, "text {number} was never shown");
        }
        Ok(())
    }

    /// A fresh text from every host arrives at once at every host of the other side, and goes, after
    /// a few such texts, on the sessions that those hosts send on.
    fn both_settle_on_the_same_sessions(&mut self) -> Result<(), Failure> {
        let mut same = false;
        for _ in 0..ROUNDS {
            same = self.use_the_same_sessions()?;
            if same {
                break;
            }
        }
        ensure!(same, "a host is spoken to on sessions that it does not send on");
        self.everything_was_delivered()
    }

    /// Everybody speaks; whether every host is spoken to only on sessions that it sends on, too.
    /// Texts are acknowledged on the session they came on.
    fn use_the_same_sessions(&mut self) -> Result<bool, Failure> {
        let count = self.hosts.len();
        let (mut spoken, mut acknowledged) =
            (vec![BTreeSet::new(); count], vec![BTreeSet::new(); count]);
        for host in self.living() {
            let account = self.hosts[host].account;
            let from = self.wires.history[account].len();
            self.note(|| format!("host {host} speaks"));
            self.say(host, 30)?;
            let number = self.ledger.texts.len() - 1;
            spoken[host].extend(self.wires.history[account][from..].iter().map(|line| tag(line)));
            let others = self.alive(1 - account);
            for &other in &others {
                for wire in std::mem::take(&mut self.wires.inboxes[other]) {
                    self.deliver(other, &wire)?;
                }
            }
            let deaf: Vec<_> = self.deaf(number).collect();
            ensure!(deaf.is_empty(), "a fresh text of host {host} did not arrive at {deaf:?}");
            self.deliver_everything()?;
            self.now += 3;
            for other in others {
                let from = self.wires.history[1 - account].len();
                let lines = self.hosts[other].run_timers(self.now, &mut self.ledger)?;
                self.send(other, lines);
                let lines = &self.wires.history[1 - account][from..];
                acknowledged[other].extend(lines.iter().map(|line| tag(line)));
            }
            self.settle("after a fresh text")?;
        }
        Ok((0..count).all(|host| acknowledged[host].is_subset(&spoken[host])))
    }

    /// Nobody says anything for days.
    fn stays_quiet(&mut self) -> Result<(), Failure> {
        let lines = self.wires.lines;
        for pause in [1, 60, 3_600, 90_000, 90_000] {
            self.now += pause;
            self.run_timers()?;
            self.deliver_everything()?;
        }
        ensure!(self.wires.lines == lines, "a quiet network did not stay quiet");
        Ok(())
    }
}

/// The tag of a message.
fn tag(line: &str) -> Vec<u8> {
    decode(line)[..5].to_vec()
}
