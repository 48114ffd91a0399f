//! Two people whose hosts fail at random: texts are shown once and in order or told as lost, titles
//! are true, every sentence has a template.

use crate::pair::SeededRandom;
use crate::people::{Folder, TestClock};
use crate::rig::{self, ACCOUNT, Person};
use std::collections::BTreeSet;
use subrosa::crypto::Random;
use subrosa::messenger::Origin;
use subrosa::plugin::{EventKind, Outcome, english_json};

struct Dice(SeededRandom);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: u8) -> u8 {
        let mut byte = [0];
        self.0.fill(&mut byte).unwrap();
        byte[0] % sides
    }
}

/// What a person has been given last, and has read.
#[derive(Default)]
struct Read {
    texts: Vec<String>,
    title: Option<String>,
}

struct World {
    people: [Person; 2],
    read: [Read; 2],
    codes: BTreeSet<String>,
    dice: Dice,
}

impl World {
    fn new(folder: &Folder, clock: &TestClock, seed: u64) -> Self {
        let (alice, bob) = rig::private(folder, clock, "");
        let english: std::collections::BTreeMap<String, String> =
            serde_json::from_str(&english_json()).unwrap();
        Self {
            people: [alice, bob],
            read: Default::default(),
            codes: english.into_keys().collect(),
            dice: Dice(SeededRandom::new(seed)),
        }
    }

    /// Walks an outcome; events are given back, and the walk is dropped, one time in `failing`. The
    /// lines of a text that is typed now are all sent.
    fn walk(&mut self, who: usize, mut outcome: Outcome, failing: u8, typed: bool) {
        while let Some(event) = outcome.next(&mut self.people[who].host) {
            let event = event.clone();
            // A line that could not be sent is overtaken on its way: the order is the network's.
            let may_fail = !typed || !matches!(event.kind, EventKind::Send(_));
            if may_fail && failing > 0 && self.dice.roll(failing) == 0 {
                match self.dice.roll(3) {
                    0 if !typed => break,
                    _ => outcome.undone(),
                }
                continue;
            }
            match &event.kind {
                EventKind::Send(send) => {
                    self.people[who].lines.push_back((event.peer.clone(), send.line.clone()));
                }
                EventKind::Show(show) => self.read[who].texts.push(show.text.clone()),
                EventKind::Title(title) => self.read[who].title = Some(title.words.clone()),
                EventKind::Say(say) => {
                    assert!(self.codes.contains(say.code), "{}", say.code);
                    assert!(!say.sentence.is_empty() && !say.sentence.contains("{name}"));
                }
                _ => {}
            }
        }
    }

    fn types(&mut self, who: usize, text: &str, failing: u8) {
        let peer = self.people[1 - who].name.clone();
        let host = &mut self.people[who].host;
        let outcome = host.outgoing(ACCOUNT, &peer, text.as_bytes(), Origin::default());
        self.walk(who, outcome, failing, true);
    }

    fn ticks(&mut self, who: usize, failing: u8) {
        let outcome = self.people[who].host.tick();
        self.walk(who, outcome, failing, false);
    }

    fn hears(&mut self, who: usize, failing: u8) {
        let Some((_, line)) = self.people[1 - who].lines.pop_front() else { return };
        let name = self.people[1 - who].name.clone();
        let host = &mut self.people[who].host;
        let outcome = host.incoming(ACCOUNT, &name, line.as_bytes(), Origin::default(), 0);
        self.walk(who, outcome, failing, false);
    }
}

#[test]
fn texts_are_shown_once_and_in_order_whatever_fails_and_titles_are_true() {
    for seed in 0..6 {
        let (folder, clock) = (Folder::in_memory(), TestClock::new());
        let mut world = World::new(&folder, &clock, seed);
        let mut typed: [Vec<String>; 2] = Default::default();
        for step in 0..120 {
            let who = usize::from(world.dice.roll(2));
            match world.dice.roll(8) {
                0..=2 => {
                    let text = format!("{step} of {who}");
                    world.types(who, &text, 5);
                    typed[who].push(text);
                }
                3..=5 => world.hears(who, 5),
                6 => {
                    clock.advance(700);
                    world.ticks(who, 5);
                }
                _ => {
                    let peer = world.people[1 - who].name.clone();
                    let word =
                        ["verify", "status", "mode", "code"][usize::from(world.dice.roll(4))];
                    let outcome = world.people[who].host.command(ACCOUNT, &peer, word);
                    world.walk(who, outcome, 5, false);
                }
            }
        }
        // From now on everything is carried out.
        for _ in 0..200 {
            clock.advance(1_000);
            for who in [0, 1] {
                world.ticks(who, 0);
                while !world.people[1 - who].lines.is_empty() {
                    world.hears(who, 0);
                }
            }
        }
        for who in [0, 1] {
            assert_eq!(world.read[1 - who].texts, typed[who], "seed {seed}, said by {who}");
            let peer = world.people[1 - who].name.clone();
            let title = world.people[who].title(&peer).words;
            if let Some(given) = &world.read[who].title {
                assert_eq!(given, &title, "seed {seed}");
            }
            assert_eq!(
                world.people[who].host.messenger().unwrap().waiting(ACCOUNT, &peer),
                Default::default()
            );
        }
    }
}
