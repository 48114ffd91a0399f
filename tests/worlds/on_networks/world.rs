//! Two people and a network between them.

use crate::hosts::{read, typed};
use crate::mangle::Seeded;
use crate::networks::{Network, Way};
use crate::people::{ACCOUNT, Folder, Seen, Somebody, TestClock};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use subrosa::messenger::{
    Action, EventKind, Markup, Origin, Profile, Question, Setting, Show, State, TextAction, Verdict,
};

/// How long everything may take. Milliseconds.
const PATIENCE: u64 = 20 * 3_600_000;

pub struct World {
    network: &'static Network,
    people: [Somebody; 2],
    markup: [Markup; 2],
    seeded: Seeded,
    /// On their way: when, to whom, what.
    flight: Vec<(u64, usize, Vec<u8>)>,
    /// The last message that each of them was sent: what is not late keeps its order.
    last: [u64; 2],
    /// How far each of them is ahead of the server's time.
    ahead: [u64; 2],
    shown: [Vec<Show>; 2],
    _folder: Folder,
}

const NAMES: [&str; 2] = ["alice", "bob"];

impl World {
    pub fn new(network: &'static Network, here: Markup, there: Markup, seed: u64) -> Self {
        let folder = Folder::in_memory();
        let clock = TestClock::new();
        let markup = [here, there];
        let people = [0, 1].map(|who| {
            let mut person = Somebody::new(&folder, &clock, NAMES[who], seed * 2 + who as u64);
            person.messenger.detach(ACCOUNT).unwrap();
            person.profile = Profile::by_name(network.profile).unwrap();
            let _ = person.attach();
            let pace = i64::from(person.profile.interval_ms());
            person.messenger.set(ACCOUNT, Setting::IntervalMs, pace).unwrap();
            let html = i64::from(markup[who] == Markup::Html);
            person.messenger.set(ACCOUNT, Setting::Html, html).unwrap();
            person
        });
        Self {
            network,
            people,
            markup,
            seeded: Seeded(seed),
            flight: Vec::new(),
            last: [0; 2],
            ahead: [0; 2],
            shown: [Vec::new(), Vec::new()],
            _folder: folder,
        }
    }

    pub fn set_for_both(&mut self, setting: Setting, value: i64) {
        for person in &mut self.people {
            person.messenger.set(ACCOUNT, setting, value).unwrap();
        }
    }

    fn now(&self) -> u64 {
        self.people[0].clock.0.load(Ordering::Relaxed)
    }

    /// Both know each other; Alice starts.
    pub fn begin(&mut self) {
        self.start_only();
        assert!(self.is_private(), "no private conversation through {}", self.network.profile);
    }

    pub fn start_only(&mut self) {
        for who in [0, 1] {
            self.people[who].messenger.set_known(ACCOUNT, NAMES[1 - who], true).unwrap();
        }
        let started = self.people[0].do_with(NAMES[1], Action::Start);
        self.take(0, started);
        self.settle(600_000);
    }

    /// Alice asks Bob, who is asked and accepts.
    pub fn ask_a_stranger(&mut self) {
        let started = self.people[0].do_with(NAMES[1], Action::Start);
        self.take(0, started);
        let mut accepted = false;
        for _ in 0..20 {
            self.settle(60_000);
            if self.people[1].state(NAMES[0]) == State::Invited {
                let accept = self.people[1].do_with(NAMES[0], Action::Accept);
                self.take(1, accept);
                accepted = true;
            } else if !accepted {
                // The question was lost: the user asks once more.
                let again = self.people[0].do_with(NAMES[1], Action::Start);
                self.take(0, again);
            }
            if self.is_private() {
                break;
            }
        }
        assert!(accepted, "nobody was asked through {}", self.network.profile);
        assert!(self.is_private(), "no private conversation through {}", self.network.profile);
        assert!(self.shown.iter().flatten().all(|show| !show.private), "nobody has written yet");
    }

    pub fn is_private(&mut self) -> bool {
        [0, 1].into_iter().all(|who| self.people[who].state(NAMES[1 - who]) == State::Private)
    }

    pub fn shown(&self) -> Vec<&Show> {
        self.shown.iter().flatten().collect()
    }

    /// How many texts of somebody are not delivered.
    pub fn open_texts(&mut self, who: usize) -> usize {
        self.people[who].messenger.texts(ACCOUNT, None).events.len()
    }

    /// Both say all of it, and each reads what the other one has typed, each text once.
    pub fn converse(&mut self, texts: &[String]) {
        for text in texts {
            for who in [0, 1] {
                self.say(who, text, Origin::default());
            }
            self.settle(2_000);
        }
        self.settle(PATIENCE);
        let name = self.network.profile;
        for who in [0, 1] {
            let open = self.open_texts(who);
            assert_eq!(open, 0, "so many texts are not delivered through {name}");
            let read = self.texts_read_by(1 - who);
            for text in texts {
                let as_shown = self.as_shown(1 - who, text);
                let times = read.iter().filter(|(read, _)| *read == as_shown).count();
                assert_eq!(times, 1, "{name}: {text:?} is read {times} times: {read:?}");
            }
            assert_eq!(read.len(), texts.len(), "{name}: something was read that nobody typed");
        }
    }

    /// Both do something.
    pub fn act(&mut self, text: &str) {
        for who in [0, 1] {
            self.say(who, text, Origin { action: true, ..Origin::default() });
        }
        self.settle(PATIENCE);
        for who in [0, 1] {
            assert_eq!(self.texts_read_by(who), [(text.to_owned(), true)]);
        }
    }

    pub fn say(&mut self, who: usize, text: &str, origin: Origin) {
        let given = typed(self.markup[who], text);
        let outcome =
            self.people[who].messenger.outgoing(ACCOUNT, NAMES[1 - who], given.as_bytes(), origin);
        assert_eq!(outcome.verdict, Verdict::Taken, "{text:?}");
        let seen = self.people[who].see(&outcome, true);
        self.take(who, seen);
    }

    /// A text as its reader gets it: a network of lines has no empty ones.
    fn as_shown(&self, who: usize, text: &str) -> String {
        if !self.people[who].profile.lines() {
            return text.to_owned();
        }
        let blank = |line: &str| if line.is_empty() { " ".to_owned() } else { line.to_owned() };
        text.split('\n').map(blank).collect::<Vec<_>>().join("\n")
    }

    /// The private texts that somebody has read, and whether they are actions.
    fn texts_read_by(&self, who: usize) -> Vec<(String, bool)> {
        let mut texts: BTreeMap<_, (String, bool)> = BTreeMap::new();
        for show in self.shown[who].iter().filter(|show| show.private) {
            let read = read(self.markup[who], &show.text);
            assert!(!show.repeated, "it was confirmed");
            texts
                .entry(show.id)
                .and_modify(|(text, _)| *text = format!("{text}\n{read}"))
                .or_insert((read, show.action));
        }
        texts.into_values().collect()
    }

    /// A host does what an outcome says.
    fn take(&mut self, who: usize, seen: Seen) {
        self.shown[who].extend(seen.shown);
        for event in &seen.events {
            if let EventKind::Ask { question: Question::LongText, text: Some(number), .. } =
                event.kind
            {
                let person = &mut self.people[who];
                let outcome = person.messenger.text_do(ACCOUNT, number, TextAction::Send);
                let seen = person.see(&outcome, true);
                self.take(who, seen);
            }
        }
        for (to, line) in seen.lines {
            assert_eq!(to, NAMES[1 - who]);
            self.send(who, &line);
        }
    }

    fn send(&mut self, who: usize, line: &str) {
        let (network, now) = (self.network, self.now());
        let flood = network.flood;
        self.ahead[who] = self.ahead[who].max(now) + flood.message_ms;
        let ahead = self.ahead[who] - now;
        assert!(ahead <= flood.ahead_ms, "{} takes it for a flood: {ahead} ms", network.profile);
        let way = Way { from: self.markup[who], to: self.markup[1 - who] };
        for came in (network.carry)(&mut self.seeded, way, line) {
            let mut copies = usize::from(self.seeded.below(1_000) >= network.lost);
            copies += usize::from(copies > 0 && self.seeded.below(1_000) < network.twice);
            for _ in 0..copies {
                let late = self.seeded.below(1_000) < network.late;
                let delay = if late { self.seeded.below(network.delay as usize) as u64 } else { 0 };
                let mut at = now + 50 + delay;
                if !late {
                    at = at.max(self.last[1 - who]);
                    self.last[1 - who] = at;
                }
                self.flight.push((at, 1 - who, came.clone()));
            }
        }
    }

    /// Time passes until nothing is left to do, or for so many milliseconds.
    pub fn settle(&mut self, milliseconds: u64) {
        let end = self.now() + milliseconds;
        loop {
            let now = self.now();
            let wakes = self.people.iter_mut().filter_map(|person| person.messenger.wake_ms());
            let wake = wakes.min().map(|wake| now + wake);
            let arrival = self.flight.iter().map(|(at, ..)| *at).min();
            let Some(next) = [wake, arrival].into_iter().flatten().min() else { return };
            if next > end {
                break;
            }
            let clock = self.people[0].clock.clone();
            clock.advance(next.saturating_sub(now));
            let now = self.now();
            let (due, later) =
                std::mem::take(&mut self.flight).into_iter().partition(|f| f.0 <= now);
            self.flight = later;
            let mut due: Vec<(u64, usize, Vec<u8>)> = due;
            due.sort_by_key(|(at, ..)| *at);
            for (_, who, came) in due {
                let person = &mut self.people[who];
                let origin = Origin::default();
                let outcome = person.messenger.incoming(ACCOUNT, NAMES[1 - who], &came, origin);
                assert!(outcome.error.is_none(), "{:?}", outcome.error);
                let seen = person.see(&outcome, true);
                self.take(who, seen);
            }
            if wake.is_some_and(|wake| wake <= now) {
                for who in [0, 1] {
                    let seen = self.people[who].tick();
                    self.take(who, seen);
                }
            }
        }
        self.people[0].clock.advance(end.saturating_sub(self.now()));
    }
}
