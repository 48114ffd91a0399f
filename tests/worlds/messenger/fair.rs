//! The fair phase: nothing is lost any more, the hosts are good hosts, the users want to talk; and
//! everybody finds together again.

use super::ledger::{Failure, Fate, ensure};
use super::person::{Call, Mood, NAMES, NETWORKS};
use super::world::World;
use subrosa::messenger::{Action, Origin, Stage, State};

/// How long users wait before they look again. Milliseconds.
const A_WHILE: u64 = 3 * 3_600_000;
/// How long the last things may take. Milliseconds.
const PATIENCE: u64 = 4 * 86_400_000;
/// How often users look whether they can talk.
const LOOKS: usize = 8;
/// Lines that may be needed for everything.
const MOST_LINES: usize = 3_000;
/// Ticks without any effect, of one person, until all is quiet; and at one time.
const MOST_IDLE_TICKS: usize = 400;
const MOST_TICKS_AT_ONCE: usize = 25;

/// Where nothing was said for so long nobody has anything to do but to forget.
const QUIET_MS: u64 = 8 * 3_600_000;

impl World {
    /// Everybody finds together, or the world fails.
    pub fn converge(&mut self) -> Result<(), Failure> {
        self.make_peace()?;
        self.settle("after the peace", A_WHILE)?;
        for look in 0..LOOKS {
            if !self.reconcile(look)? {
                break;
            }
            self.settle("while users make up", A_WHILE)?;
        }
        for (person, network, partner) in self.windows() {
            self.say(person, network, partner, 60)?;
            let quiet = self.settle("after the last texts", PATIENCE)?;
            ensure!(quiet, "it never comes to rest: {}", self.unfinished());
        }
        for (person, network, partner) in self.windows() {
            let contact = self.contact(person, network, partner);
            let (one, other) = (NAMES[person], NAMES[partner]);
            ensure!(contact.state == State::Private, "{other} is {:?} for {one}", contact.state);
            let truth = Some(self.people[partner].fingerprint);
            ensure!(contact.fingerprint == truth, "{one} talks to somebody else than {other}");
        }
        self.everything_has_arrived()?;
        for who in 0..self.people.len() {
            if self.people[who].lives() {
                self.check_windows(who)?;
                self.reload(who)?;
            }
        }
        let quiet = self.settle("after the last restarts", PATIENCE)?;
        ensure!(quiet, "it never comes to rest: {}", self.unfinished());
        self.everything_has_arrived()
    }

    /// The thief is gone, clocks are set, users attentive, and what was held back comes.
    fn make_peace(&mut self) -> Result<(), Failure> {
        self.note(|| "peace".into());
        self.peace = true;
        if self.has_thief() {
            self.people[2].end();
            self.inboxes.iter_mut().for_each(|inbox| inbox.retain(|wire| wire.sender != 2));
            self.delayed.retain(|(_, _, wire)| wire.sender != 2);
            self.inboxes[2].clear();
        }
        for (_, who, wire) in std::mem::take(&mut self.delayed) {
            self.inboxes[who].push_back(wire);
        }
        self.people.iter_mut().for_each(|person| person.skew = 0);
        self.set_clocks();
        for who in 0..self.people.len() {
            if !self.people[who].lives() {
                continue;
            }
            (self.people[who].mood, self.people[who].attentive) = (Mood::Timely, true);
            self.confirm_all(who)?;
            for (network, id) in std::mem::take(&mut self.people[who].failed) {
                self.call(who, Call::Failed { network, id })?;
            }
            for network in 0..self.scenario.networks {
                if !self.people[who].online[network] {
                    self.set_online(who, network, true)?;
                }
            }
            // A clock that was set: a good host asks what is due.
            self.call(who, Call::Tick)?;
        }
        for (who, network, partner) in self.windows() {
            let peer = NAMES[partner].to_owned();
            self.call(who, Call::Present { network, peer: peer.clone(), present: true })?;
            self.call(who, Call::Known { network, peer, known: true })?;
        }
        Ok(())
    }

    /// Users do what they can to talk; tells whether anybody had to.
    fn reconcile(&mut self, look: usize) -> Result<bool, Failure> {
        let mut busy = false;
        for (who, network, partner) in self.windows() {
            let contact = self.contact(who, network, partner);
            let truth = self.people[partner].fingerprint;
            let stranger = contact.fingerprint.is_some_and(|key| key != truth);
            let newcomer = self.people[who].newcomers.get(&(network, partner)).copied();
            if newcomer == Some(truth) && contact.fingerprint.is_none() {
                self.people[who].newcomers.remove(&(network, partner));
                self.accept_newcomer(who, network, partner, truth)?;
                busy = true;
                continue;
            }
            let action = match contact.state {
                State::Private if !stranger => {
                    let pending = self.learn_numbers(who, network)?;
                    if pending.iter().any(|(_, stage)| matches!(stage, Stage::Asking | Stage::Lost))
                    {
                        self.decide_texts(who, network)?;
                        busy = true;
                    }
                    continue;
                }
                State::Alarm | State::Private => {
                    self.accept_this_key(who, network, partner, truth)?;
                    let after = self.contact(who, network, partner).fingerprint;
                    let state = self.contact(who, network, partner).state;
                    if after == Some(truth) && state != State::Alarm {
                        busy = true;
                        continue;
                    }
                    Action::End
                }
                State::Plain | State::Ended => Action::Start,
                State::Invited => Action::Accept,
                // Somebody else's key was accepted: whose key it should be learns of it by
                // telephone, and begins anew, so that there is a question to answer.
                _ if stranger && look % 3 == 1 => {
                    self.decide(partner, network, who, Action::End)?;
                    busy = true;
                    continue;
                }
                // Nobody has answered: the user gives up, and tries again at the next look.
                _ if look % 3 == 2 => Action::Cancel,
                _ => {
                    busy = true;
                    continue;
                }
            };
            busy = true;
            let (one, other) = (NAMES[who], NAMES[partner]);
            self.note(|| format!("{one}: {action:?} with {other}, {:?}", contact.state));
            self.decide(who, network, partner, action)?;
        }
        Ok(busy)
    }

    /// Everything is delivered, and everything done when it is due, until nobody has anything to do
    /// or `patience` is over; tells which.
    fn settle(&mut self, when: &str, patience: u64) -> Result<bool, Failure> {
        let (deadline, lines) = (self.now + patience, self.lines);
        let mut idle = 0;
        let mut at_once = 0;
        let mut said_at = self.now;
        loop {
            self.deliver_everything()?;
            let sent = self.lines - lines;
            ensure!(sent <= MOST_LINES, "{when} nobody stops talking: {sent} lines");
            let living = self.people.iter().filter(|person| person.lives());
            let Some(next) = living.filter_map(|person| person.wake_at).min() else {
                return Ok(true);
            };
            // Once an hour a host looks which keys are too old. Texts that wait are sent again at
            // least as often: where nothing is sent for some hours nobody has anything to do.
            if next.saturating_sub(said_at) > QUIET_MS {
                return Ok(true);
            }
            if next > deadline {
                return Ok(false);
            }
            let said = self.lines;
            at_once = if next > self.now { 0 } else { at_once + 1 };
            ensure!(at_once < MOST_TICKS_AT_ONCE, "{when} a host is woken again and again");
            self.now = next.max(self.now);
            self.set_clocks();
            for who in 0..self.people.len() {
                let due = self.people[who].wake_at.is_some_and(|due| due <= self.now);
                if !self.people[who].lives() || !due {
                    continue;
                }
                let before = (self.lines, self.story.as_ref().map(Vec::len));
                self.call(who, Call::Tick)?;
                idle += usize::from(before.0 == self.lines);
            }
            if self.lines != said {
                said_at = self.now;
            }
            ensure!(idle < MOST_IDLE_TICKS, "{when} {idle} ticks have no effect");
        }
    }

    fn deliver_everything(&mut self) -> Result<(), Failure> {
        let mut rounds = 0;
        while self.inboxes.iter().any(|inbox| !inbox.is_empty()) {
            for who in 0..self.people.len() {
                for wire in std::mem::take(&mut self.inboxes[who]) {
                    if self.people[who].lives() {
                        self.deliver(who, &wire, Origin::default())?;
                    }
                }
            }
            rounds += 1;
            ensure!(rounds < 200, "they never stop answering each other");
        }
        Ok(())
    }

    fn unfinished(&mut self) -> String {
        let mut parts = Vec::new();
        for (who, network, partner) in self.windows() {
            let state = self.contact(who, network, partner).state;
            let texts = self.learn_numbers(who, network).unwrap_or_default();
            let wake = self.people[who].wake_at.map(|at| at.saturating_sub(self.now));
            parts.push(format!(
                "{} has {} {state:?} on {}, texts {texts:?}, wakes in {wake:?}",
                NAMES[who], NAMES[partner], NETWORKS[network]
            ));
        }
        parts.join("; ")
    }

    /// Every text that was taken was shown to the right person, and its author knows.
    fn everything_has_arrived(&mut self) -> Result<(), Failure> {
        for (number, text) in self.ledger.texts.iter().enumerate() {
            if !self.people[text.author].lives() {
                continue;
            }
            let seen = !text.seen.is_empty();
            match text.fate {
                Fate::Delivered => {
                    ensure!(seen, "text {number} was never shown");
                }
                Fate::Refused | Fate::Clear => {
                    ensure!(!seen, "text {number} was {:?} and is shown", text.fate);
                }
                Fate::Discarded | Fate::Excused => {}
                fate => return Err(format!("text {number} is {fate:?} in the end")),
            }
        }
        Ok(())
    }
}
