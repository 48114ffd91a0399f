//! Two or three people with hosts on a network that delivers everything.

use crate::people::{Folder, TestClock, environment};
use std::collections::VecDeque;
use subrosa::messenger::{Messenger, Origin};
use subrosa::plugin::{Event, EventKind, Frontend, Outcome, Say, Title, Verdict};
use subrosa::vault::{Protection, Vault};

pub const ACCOUNT: &str = "test";
const KEY: [u8; 32] = [7; 32];

/// Somebody whose host carries out what it is told.
pub struct Person {
    pub name: String,
    pub host: Frontend,
    pub clock: TestClock,
    folder: std::path::PathBuf,
    settings: String,
    seed: u64,
    /// Lines for the network: to whom, what.
    pub lines: VecDeque<(String, String)>,
    /// Everything that was carried out.
    pub seen: Vec<Event>,
}

impl Person {
    pub fn new(folder: &Folder, clock: &TestClock, name: &str, seed: u64, settings: &str) -> Self {
        let path = folder.0.join(format!("{name}.vault"));
        let mut random = crate::pair::SeededRandom::new(seed ^ 0xface);
        drop(Vault::create(&path, &Protection::HostKey(&KEY), &mut random).unwrap());
        let host = open(&path, clock, seed, settings);
        let mut person = Self {
            name: name.to_owned(),
            host,
            clock: clock.clone(),
            folder: path,
            settings: settings.to_owned(),
            seed,
            lines: VecDeque::new(),
            seen: Vec::new(),
        };
        let outcome = person.host.attach(ACCOUNT, "plain", "interval-ms=0");
        assert!(outcome.error.is_none(), "{:?}", outcome.error);
        person.carry_out(outcome);
        person
    }

    /// A second program on the same vault, which has attached nothing.
    pub fn beside(&self) -> Person {
        let seed = self.seed + 5_000;
        Person {
            name: self.name.clone(),
            host: open(&self.folder, &self.clock, seed, &self.settings),
            clock: self.clock.clone(),
            folder: self.folder.clone(),
            settings: self.settings.clone(),
            seed,
            lines: VecDeque::new(),
            seen: Vec::new(),
        }
    }

    /// The process ends and begins again.
    pub fn restart(&mut self) {
        self.seed += 1_000;
        let spare = self.folder.with_extension("spare");
        let mut random = crate::pair::SeededRandom::new(self.seed);
        let vault = Vault::create(&spare, &Protection::HostKey(&KEY), &mut random).unwrap();
        let none = Messenger::new(vault, environment(&self.clock, self.seed)).unwrap();
        self.host = Frontend::new(none, &self.settings).unwrap();
        self.host = open(&self.folder, &self.clock, self.seed, &self.settings);
        for rest in ["spare", "spare-generation"] {
            let _ = std::fs::remove_file(self.folder.with_extension(rest));
        }
        let outcome = self.host.attach(ACCOUNT, "plain", "interval-ms=0");
        self.carry_out(outcome);
    }

    /// As [`restart`](Self::restart), of a vault that a passphrase protects.
    pub fn restart_locked(&mut self) {
        self.seed += 1_000;
        let spare = self.folder.with_extension("spare");
        let mut random = crate::pair::SeededRandom::new(self.seed);
        let vault = Vault::create(&spare, &Protection::HostKey(&KEY), &mut random).unwrap();
        let none = Messenger::new(vault, environment(&self.clock, self.seed)).unwrap();
        self.host = Frontend::new(none, &self.settings).unwrap();
        let vault = Vault::open(&self.folder).unwrap();
        let messenger = Messenger::new(vault, environment(&self.clock, self.seed)).unwrap();
        self.host = Frontend::new(messenger, &self.settings).unwrap();
        let outcome = self.host.attach(ACCOUNT, "plain", "interval-ms=0");
        assert!(outcome.error.is_some());
        self.carry_out(outcome);
    }

    /// The number of the question that a command asks.
    pub fn ask_again(&mut self, words: &str) -> u64 {
        let seen = self.command("", words);
        seen.iter().filter_map(say).map(|say| say.question).find(|number| *number != 0).unwrap()
    }

    /// Walks an outcome to its end. Gives what was carried out.
    pub fn carry_out(&mut self, mut outcome: Outcome) -> Vec<Event> {
        let mut seen = Vec::new();
        while let Some(event) = outcome.next(&mut self.host) {
            if let EventKind::Send(send) = &event.kind {
                self.lines.push_back((event.peer.clone(), send.line.clone()));
            }
            seen.push(event.clone());
        }
        self.seen.extend(seen.iter().cloned());
        seen
    }

    pub fn types(&mut self, to: &str, text: &str) -> (Verdict, Vec<Event>) {
        let outcome = self.host.outgoing(ACCOUNT, to, text.as_bytes(), Origin::default());
        let verdict = outcome.verdict;
        (verdict, self.carry_out(outcome))
    }

    pub fn hears(&mut self, from: &str, text: &str) -> (Verdict, Vec<Event>) {
        let outcome = self.host.incoming(ACCOUNT, from, text.as_bytes(), Origin::default(), 0);
        let verdict = outcome.verdict;
        (verdict, self.carry_out(outcome))
    }

    pub fn command(&mut self, peer: &str, words: &str) -> Vec<Event> {
        let outcome = self.host.command(ACCOUNT, peer, words);
        self.carry_out(outcome)
    }

    pub fn answers(&mut self, question: u64, word: &str) -> Vec<Event> {
        let outcome = self.host.answer(question, word);
        self.carry_out(outcome)
    }

    pub fn ticks(&mut self) -> Vec<Event> {
        let outcome = self.host.tick();
        self.carry_out(outcome)
    }

    /// The title of a conversation now.
    pub fn title(&mut self, peer: &str) -> Title {
        let mut outcome = self.host.title(ACCOUNT, peer);
        match outcome.next(&mut self.host).map(|event| event.kind.clone()) {
            Some(EventKind::Title(title)) => title,
            other => panic!("{other:?}"),
        }
    }

    /// The codes of all sentences so far, and forgets them.
    pub fn said(&mut self) -> Vec<&'static str> {
        let seen = std::mem::take(&mut self.seen);
        codes(&seen)
    }

    /// The last question of a code that was asked.
    pub fn question(&self, code: &str) -> Say {
        let asked = self.seen.iter().rev().filter_map(say);
        asked.filter(|say| say.question != 0).find(|say| say.code == code).unwrap().clone()
    }
}

fn open(path: &std::path::Path, clock: &TestClock, seed: u64, settings: &str) -> Frontend {
    let mut vault = Vault::open(path).unwrap();
    vault.unlock(&Protection::HostKey(&KEY)).unwrap();
    let messenger = Messenger::new(vault, environment(clock, seed)).unwrap();
    Frontend::new(messenger, settings).unwrap()
}

pub fn say(event: &Event) -> Option<&Say> {
    match &event.kind {
        EventKind::Say(say) => Some(say),
        _ => None,
    }
}

pub fn codes(events: &[Event]) -> Vec<&'static str> {
    events.iter().filter_map(say).map(|say| say.code).collect()
}

/// What is shown, with its mark before it.
pub fn shown(events: &[Event]) -> Vec<String> {
    let text = |event: &Event| match &event.kind {
        EventKind::Show(show) => Some(format!("{}{}", show.mark, show.text)),
        _ => None,
    };
    events.iter().filter_map(text).collect()
}

pub fn echoed(events: &[Event]) -> Vec<String> {
    let text = |event: &Event| match &event.kind {
        EventKind::Echo(echo) => Some(format!("{}{}", echo.mark, echo.text)),
        _ => None,
    };
    events.iter().filter_map(text).collect()
}

pub fn titles(events: &[Event]) -> Vec<String> {
    let text = |event: &Event| match &event.kind {
        EventKind::Title(title) => Some(title.words.clone()),
        _ => None,
    };
    events.iter().filter_map(text).collect()
}

/// Delivers lines between people until nothing moves.
pub fn deliver(people: &mut [&mut Person]) {
    for _ in 0..500 {
        let mut moved = false;
        for from in 0..people.len() {
            while let Some((to, line)) = people[from].lines.pop_front() {
                moved = true;
                let name = people[from].name.clone();
                if let Some(at) = people.iter().position(|person| person.name == to) {
                    people[at].hears(&name, &line);
                }
            }
        }
        if !moved {
            let due = people.iter_mut().any(|person| person.host.wake_ms() == Some(10));
            if !due {
                return;
            }
            for person in people.iter_mut() {
                person.clock.advance(1);
                person.ticks();
            }
        }
    }
    panic!("lines go on for ever");
}

/// Alice and Bob, who have not met.
pub fn two(folder: &Folder, clock: &TestClock, settings: &str) -> (Person, Person) {
    let alice = Person::new(folder, clock, "alice", 1, settings);
    let bob = Person::new(folder, clock, "bob", 2, settings);
    (alice, bob)
}

/// Alice and Bob, who talk in private.
pub fn private(folder: &Folder, clock: &TestClock, settings: &str) -> (Person, Person) {
    let (mut alice, mut bob) = two(folder, clock, settings);
    alice.command("bob", "start");
    deliver(&mut [&mut alice, &mut bob]);
    let asked = bob.question("ask-invited").question;
    bob.answers(asked, "accept");
    deliver(&mut [&mut alice, &mut bob]);
    (alice, bob)
}

/// Somebody else comes as bob, with whom Alice talks.
pub fn another_key(folder: &Folder, clock: &TestClock, alice: &mut Person) -> Person {
    let mut other = Person::new(folder, clock, "other", 9, "");
    other.name = "bob".to_owned();
    alice.said();
    other.command("alice", "start");
    deliver(&mut [&mut other, alice]);
    for _ in 0..3 {
        clock.advance(61_000);
        other.ticks();
        alice.types("bob", "who is there?");
        deliver(&mut [&mut other, alice]);
    }
    other
}
