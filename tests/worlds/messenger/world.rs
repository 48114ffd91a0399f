//! The people, the network between them, and the judge.

use super::disk::Folder;
use super::ledger::Ledger;
use super::person::{NAMES, Person};
use super::scenario::{Happening, Scenario};
use crate::dice::Dice;
use crate::pair::START;
use crate::stranger::Stranger;
use std::collections::VecDeque;
use subrosa::messenger::{ContactInfo, EventKind, Markup, Profile};

/// Addresses of people without a name.
pub const STRANGERS: usize = 3;

/// What stands on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line of the library, as it was sent.
    Line,
    /// A text in clear, as it was typed.
    Clear,
    /// Made up or altered.
    Altered,
}

/// A text on its way.
#[derive(Debug, Clone)]
pub struct Wire {
    pub network: usize,
    pub sender: usize,
    /// Whom the network says it is from.
    pub from: String,
    pub text: Vec<u8>,
    pub kind: Kind,
}

/// A line that was sent once.
pub struct Sent {
    pub network: usize,
    pub from: usize,
    pub to: usize,
    pub line: String,
}

pub struct World {
    pub scenario: &'static Scenario,
    pub dice: Dice,
    /// Milliseconds since 1970.
    pub now: u64,
    pub people: Vec<Person>,
    pub inboxes: Vec<VecDeque<Wire>>,
    pub delayed: Vec<(u64, usize, Wire)>,
    pub history: Vec<Sent>,
    pub lines: usize,
    pub ledger: Ledger,
    pub stranger: Stranger,
    /// Something fails in this call: another process keeps the vault busy, there is no randomness.
    pub failing: bool,
    /// Nobody does harm any more.
    pub peace: bool,
    /// Texts may have several lines: no host speaks HTML.
    pub line_breaks: bool,
    /// What happened, if somebody will read it.
    pub story: Option<Vec<String>>,
    _folder: Folder,
}

impl World {
    pub fn new(scenario: &'static Scenario, seed: u64, told: bool) -> Self {
        let mut dice = Dice::new(seed);
        let folder = Folder::new();
        let now = START * 1_000 + dice.below(1_000) as u64;
        let html = dice.percent(20);
        let people = (0..scenario.people).map(|index| {
            let profiles = (0..scenario.networks).map(|_| profile(&mut dice, html)).collect();
            let mut person = Person::new(index, &folder.0, profiles, now, dice.roll());
            for network in 0..scenario.networks {
                if dice.percent(60) {
                    person.set_pace(network, 10, 0);
                }
            }
            person.attentive = dice.percent(70);
            person
        });
        let people: Vec<Person> = people.collect();
        let inboxes = people.iter().map(|_| VecDeque::new()).collect();
        let stranger = Stranger::new(dice.roll());
        let mut world = Self {
            scenario,
            dice,
            now,
            people,
            inboxes,
            delayed: Vec::new(),
            history: Vec::new(),
            lines: 0,
            ledger: Ledger::default(),
            stranger,
            failing: false,
            peace: false,
            line_breaks: !html,
            story: told.then(Vec::new),
            _folder: folder,
        };
        for (person, network, partner) in world.windows() {
            if world.dice.percent(60) {
                let account = super::person::NETWORKS[network];
                let peer = NAMES[partner];
                world.people[person].messenger().set_known(account, peer, true).unwrap();
            }
        }
        world
    }

    pub fn note(&mut self, what: impl FnOnce() -> String) {
        let now = self.now - START * 1_000;
        if let Some(story) = &mut self.story {
            story.push(format!("{:>12.3} {}", now as f64 / 1_000.0, what()));
        }
    }

    /// Whether there is a thief: the last person, who writes to Alice from Bob's address.
    pub fn has_thief(&self) -> bool {
        self.scenario.has(Happening::Thief)
    }

    pub fn is_thief(&self, person: usize) -> bool {
        self.has_thief() && person == 2
    }

    /// The address that others see.
    pub fn address(&self, person: usize) -> &'static str {
        if self.is_thief(person) { NAMES[1] } else { NAMES[person] }
    }

    /// Whom somebody talks to.
    pub fn partners(&self, person: usize) -> Vec<usize> {
        match (self.has_thief(), person) {
            (true, 0) => vec![1],
            (true, _) => vec![0],
            _ => (0..self.people.len()).filter(|other| *other != person).collect(),
        }
    }

    /// Every window there is: person, network, partner.
    pub fn windows(&self) -> Vec<(usize, usize, usize)> {
        let mut windows = Vec::new();
        for person in self.people.iter().filter(|person| person.lives()) {
            for network in 0..self.scenario.networks {
                let partners = self.partners(person.index).into_iter();
                windows.extend(partners.map(|partner| (person.index, network, partner)));
            }
        }
        windows
    }

    pub fn any_window(&mut self) -> (usize, usize, usize) {
        let windows = self.windows();
        windows[self.dice.below(windows.len())]
    }

    /// The address of somebody, in one of its spellings.
    pub fn spelling(&mut self, person: usize, network: usize, partner: usize) -> String {
        let name = NAMES[partner].to_owned();
        let profile = self.people[person].profiles[network].name();
        match profile {
            "irc" | "xmpp" if self.dice.percent(20) => name.to_uppercase(),
            _ => name,
        }
    }

    /// What a messenger knows of an address.
    pub fn contact(&mut self, person: usize, network: usize, partner: usize) -> ContactInfo {
        let account = super::person::NETWORKS[network];
        let outcome = self.people[person].messenger().contact(account, NAMES[partner]);
        self.people[person].note_wake(outcome.wake_ms);
        match outcome.events.first().map(|event| &event.kind) {
            Some(EventKind::Contact(info)) => info.clone(),
            other => panic!("{other:?} {:?}", outcome.error),
        }
    }

    pub fn set_clocks(&mut self) {
        let now = self.now;
        self.people.iter_mut().for_each(|person| person.set_clock(now));
    }

    /// Lines that went from one to the other.
    pub fn lines_between(&self, network: usize, from: usize, to: usize) -> Vec<String> {
        let wanted = |sent: &&Sent| sent.network == network && sent.from == from && sent.to == to;
        self.history.iter().filter(wanted).map(|sent| sent.line.clone()).collect()
    }
}

/// How a network is for a person.
fn profile(dice: &mut Dice, html: bool) -> Profile {
    let name = ["plain", "irc", "xmpp", "aim"][dice.below(if html { 4 } else { 3 })];
    let profile = Profile::by_name(name).unwrap();
    match html && dice.percent(50) {
        true => profile.with_markup(Markup::Html),
        false => profile,
    }
}
