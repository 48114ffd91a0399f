//! A hundred thousand lines of people who mean harm: strangers under as many addresses as they like,
//! and contacts. What a messenger holds stays within bounds, what it does for them within budgets,
//! and the next real text costs what it always cost. So is what a network can have remembered that lies
//! about who is called what. Tests that count what is allocated take turns.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::print_stdout, reason = "figures")]

#[path = "common/heap.rs"]
mod heap;
#[path = "common/mangle.rs"]
mod mangle;
#[path = "common/pair.rs"]
#[allow(dead_code)]
mod pair;
#[path = "common/people.rs"]
#[allow(dead_code)]
mod people;

use mangle::Seeded;
use pair::Person;
use people::{ACCOUNT, Folder, Seen, Somebody, carry, private_pair};
use std::sync::Mutex;
use subrosa::messenger::{Action, EventKind, Origin, Setting, State};
use subrosa::wire::armor;

const FLOOD: usize = 100_000;
/// Milliseconds between two lines.
const STEP: u64 = 10;
/// Minutes that the flood lasts, begun ones counted.
const MINUTES: usize = FLOOD * STEP as usize / 60_000 + 1;

/// Bytes that the library may hold more than before the flood.
const MOST_HELD: usize = 8 << 20;
/// Bytes that the vault may grow by.
const MOST_STORED: u64 = 2 << 20;

/// Held by the test that counts.
static COUNTS: Mutex<()> = Mutex::new(());

/// Names that a network gives to windows.
const LIES: usize = 4_000;
/// Bytes that the library may hold for them, and that the vault may grow by.
const MOST_HELD_FOR_LIES: usize = 6 << 20;
const MOST_STORED_FOR_LIES: u64 = 2 << 20;

/// The lines that strangers and contacts throw.
struct Armoury {
    /// Genuine Offers of people nobody knows.
    offers: Vec<String>,
    /// Genuine Inits on a card of somebody else.
    inits: Vec<String>,
    seeded: Seeded,
}

impl Armoury {
    fn new() -> Self {
        let mut offers = Vec::new();
        let mut inits = Vec::new();
        for seed in 0..200 {
            let mut person = Person::new(10_000 + seed);
            person.now = 1_800_000_000;
            offers.push(person.offer());
            let mut other = Person::new(20_000 + seed);
            other.now = 1_800_000_000;
            inits.extend(pair::lines(&other.receive(&person.offer())));
        }
        Self { offers, inits, seeded: Seeded(1) }
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.seeded.below(256) as u8).collect()
    }

    fn throw(&mut self, tags: &[[u8; 4]]) -> String {
        let size = 60 + self.seeded.below(600);
        let body = self.bytes(size);
        let any = self.seeded.below(usize::MAX);
        match self.seeded.below(11) {
            0 => armor::encode(&[&[0x11][..], &body].concat()),
            1 => {
                let tag = tags[any % tags.len()];
                armor::encode(&[&[0x11][..], &tag, &body].concat())
            }
            2 => armor::encode(&[&[0x21][..], &body].concat()),
            3 => armor::encode(&[&[0x31][..], &body].concat()),
            4 => self.offers[any % self.offers.len()].clone(),
            5 => self.inits[any % self.inits.len()].clone(),
            6 => "?SR1? I would like to talk in private.".to_owned(),
            7 => format!("?SR1,AAAAAAAA,{},1000,{}.", 1 + any % 1_000, "A".repeat(400)),
            8 => "?SR7:AAAA. ?SR1:AAAA".to_owned(),
            9 => {
                // A genuine Offer with a bit that is none.
                let mut offer =
                    armor::decode(self.offers[any % self.offers.len()].as_bytes()).unwrap();
                let at = any % offer.len();
                offer[at] ^= 1;
                armor::encode(&offer)
            }
            _ => "?SR1:".to_owned() + &"A".repeat(16_000) + ".",
        }
    }
}

/// What the library allocates for a call, and what the call gives.
fn work(somebody: &mut Somebody, from: &str, line: &str) -> (usize, Seen) {
    let before = heap::total();
    let outcome = somebody.messenger.incoming(ACCOUNT, from, line.as_bytes(), Origin::default());
    let cost = heap::total() - before;
    (cost, somebody.see(&outcome, true))
}

fn tag_of(line: &str) -> [u8; 4] {
    armor::decode(line.as_bytes()).unwrap()[1..5].try_into().unwrap()
}

/// What it says about itself, where there is such a file. KiB.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn stored(somebody: &Somebody) -> u64 {
    let size = |suffix: &str| {
        let path = format!("{}{suffix}", somebody.path.display());
        std::fs::metadata(path).map_or(0, |found| found.len())
    };
    size("") + size("-wal")
}

#[test]
fn a_hundred_thousand_hostile_lines_take_bounded_memory_and_harm_no_conversation() {
    let _turn = COUNTS.lock();
    let folder = Folder::in_memory();
    let (mut alice, mut bob) = private_pair(&folder);
    let clock = alice.clock.clone();
    // Two contacts mean harm, one of them with a session.
    let mut mallory = Somebody::new(&folder, &clock, "mallory", 66);
    for (one, other) in [("mallory", "alice"), ("trudy", "alice"), ("carol", "alice")] {
        alice.messenger.set_known(ACCOUNT, one, true).unwrap();
        mallory.messenger.set_known(ACCOUNT, other, true).unwrap();
    }
    let started = mallory.do_with("alice", Action::Start);
    carry(&mut alice, &mut mallory, vec![started]);
    assert_eq!(alice.state("mallory"), State::Private);

    // What a real text costs.
    clock.advance(5_000);
    let said = bob.say("alice", "before");
    let tags = [tag_of(&said.lines[0].1), tag_of(&mallory.say("alice", "x").lines[0].1)];
    let (usual, seen) = work(&mut alice, "bob", &said.lines[0].1);
    assert_eq!(seen.texts(), ["before"]);
    carry(&mut alice, &mut bob, vec![seen]);

    let mut armoury = Armoury::new();
    let (held, kept, size) = (heap::live(), stored(&alice), resident());
    let (mut most_held, mut told, mut sent) = (0, [0, 0], Vec::new());
    let begun = std::time::Instant::now();
    for number in 0..FLOOD {
        clock.advance(STEP);
        let from = match number % 10 {
            0 => "mallory".to_owned(),
            1 => "trudy".to_owned(),
            // As anybody can who controls the network.
            2 => "bob".to_owned(),
            _ => format!("stranger {} {}", number % 20_000, "s".repeat(100)),
        };
        let seen = match number % 10 {
            // Her own lines, from wherever she likes.
            3 => {
                let said = mallory.say("alice", "from elsewhere");
                match said.lines.first() {
                    Some((_, line)) => alice.hear(&from, line),
                    None => Seen::default(),
                }
            }
            _ => {
                let line = armoury.throw(&tags);
                alice.hear(&from, &line)
            }
        };
        let mut all = vec![seen];
        if number % 100 == 0 {
            all.push(alice.tick());
        }
        for seen in all {
            assert!(seen.shown.iter().all(|show| !show.private || show.text == "from elsewhere"));
            let tells =
                |event: &&_| matches!(kind(event), EventKind::Ask { .. } | EventKind::Notice(_));
            for event in seen.events.iter().filter(tells) {
                told[usize::from(event.peer.starts_with("stranger"))] += 1;
            }
            sent.extend(seen.lines);
        }
        if number % 1_000 == 999 {
            most_held = most_held.max(heap::live().saturating_sub(held));
        }
    }
    let took = begun.elapsed();

    // Memory and disk.
    let grown = stored(&alice).saturating_sub(kept);
    println!(
        "{FLOOD} lines in {took:?}: {most_held} bytes held at most, {grown} stored, {told:?} told of contacts and strangers, {} sent",
        sent.len()
    );
    assert!(most_held <= MOST_HELD, "{most_held} bytes are held");
    assert!(grown <= MOST_STORED, "the vault grows by {grown} bytes");
    if let (Some(before), Some(after)) = (size, resident()) {
        println!("resident: {before} KiB before, {after} KiB after");
    }

    // Budgets: the user is told ten things about strangers a minute, and of fifteen more addresses of
    // mallory; of three contacts four kinds of things a minute, and of eight keys, then of one in ten
    // minutes.
    let [of_contacts, of_strangers] = told;
    assert!(of_strangers <= MINUTES * 10 + 10 + 15, "{of_strangers} questions about strangers");
    assert!(
        of_contacts <= 3 * (MINUTES * 4 + 8 + MINUTES / 10 + 1),
        "{of_contacts} about contacts"
    );
    let first_byte = |line: &str| armor::decode(line.as_bytes()).unwrap()[0];
    for (to, line) in sent.iter().filter(|(to, _)| to.starts_with("stranger")) {
        // What acknowledges the texts of mallory, who has written from there.
        assert_eq!(first_byte(line), 0x11, "nothing goes to a stranger, but to {to}");
    }
    let offers = |to: &str| {
        sent.iter().filter(|(peer, line)| peer == to && first_byte(line) == 0x31).count()
    };
    for peer in ["mallory", "trudy", "bob"] {
        // Four at once and one in 30 minutes for the asking; one, two, four ... minutes apart for
        // what cannot be read.
        assert!(offers(peer) <= 4 + 1 + 5, "{} Offers for {peer}", offers(peer));
    }

    // The next real text, while they go on.
    let said = bob.say("alice", "after");
    let (cost, seen) = work(&mut alice, "bob", &said.lines[0].1);
    println!("a text: {usual} bytes allocated before, {cost} after");
    assert_eq!(seen.texts(), ["after"]);
    assert!(cost <= usual * 2, "{cost} bytes are allocated instead of {usual}");
    let answer = alice.say("bob", "still here");
    assert_eq!(answer.lines.len(), 1);
    let (_, shown) = carry(&mut alice, &mut bob, vec![seen, answer]);
    assert_eq!(shown.len(), 1);

    // A contact that asks gets its Offer at once: the others have not used it up.
    let asked = alice.hear("carol", "?SR1? I would like to talk in private.");
    assert_eq!(asked.lines.len(), 1, "carol gets her Offer");
}

/// The network says that somebody is called otherwise.
fn rename(somebody: &mut Somebody, from: &str, to: &str) {
    somebody.clock.advance(1);
    let outcome = somebody.messenger.rename(ACCOUNT, from, to);
    assert!(outcome.error.is_none(), "{from} to {to}: {:?}", outcome.error);
}

/// Bytes of the vault without its log.
fn database(somebody: &Somebody) -> u64 {
    std::fs::metadata(&somebody.path).map_or(0, |found| found.len())
}

#[test]
fn thousands_of_names_for_a_window_take_bounded_memory_and_none_of_them_opens() {
    let _turn = COUNTS.lock();
    let folder = Folder::in_memory();
    let (mut alice, mut bob) = private_pair(&folder);
    let (held, kept, begun) = (heap::live(), database(&alice), std::time::Instant::now());
    let mut most_held = 0;
    let lie = |number: usize| format!("lie{number}");
    for number in 0..LIES {
        match number % 40 {
            // Bob is heard under his name, and has another one at once.
            0 => {
                let said = bob.say("alice", "still here");
                let seen = alice.hear("bob", &said.lines[0].1);
                assert_eq!(seen.texts(), ["still here"]);
                let answer = alice.say("bob", "here too");
                assert_eq!(bob.hear("alice", &answer.lines[0].1).texts(), ["here too"]);
                rename(&mut alice, "bob", &lie(number));
            }
            // In a circle.
            1 => {
                rename(&mut alice, &lie(number - 1), &lie(number));
                rename(&mut alice, &lie(number), &lie(number - 1));
            }
            // Under a name that was given long ago.
            2 => {
                rename(&mut alice, "bob", &lie(number / 2));
                rename(&mut alice, &lie(number / 3), &lie(number));
            }
            _ => rename(&mut alice, "bob", &lie(number)),
        }
        if number % 1_000 == 999 {
            most_held = most_held.max(heap::live().saturating_sub(held));
            alice.restart(true);
        }
    }
    let took = begun.elapsed();
    // The log becomes part of the database in a quiet moment. Its file stays as large as it was.
    alice.clock.advance(60_000);
    drop(alice.tick());
    let grown = database(&alice).saturating_sub(kept);
    let names = alice.messenger.contacts(ACCOUNT).events.len();
    let mut open = |name: String| alice.messenger.may_send(ACCOUNT, &name, b"a file");
    let strangers = 5_000 - (0..5_000).filter(|n| open(format!("stranger{n}"))).count();
    println!(
        "{LIES} names in {took:?}: {names} remembered, {most_held} bytes held at most, {grown} stored, {strangers} of 5,000 strangers taken for one"
    );
    for number in 0..LIES {
        assert!(!open(lie(number)), "{} is open", lie(number));
    }
    assert!(names <= 2 * 1_024 + 8, "{names} names are remembered");
    assert!(most_held <= MOST_HELD_FOR_LIES, "{most_held} bytes are held");
    assert!(grown <= MOST_STORED_FOR_LIES, "the vault grows by {grown} bytes");
    // (4 n / 131,072)^4 of them: fewer than one.
    assert!(strangers <= 5, "{strangers} of 5,000 are taken for a window");

    // Bob is read and written to as before.
    let said = bob.say("alice", "after");
    let seen = alice.hear("bob", &said.lines[0].1);
    assert_eq!(seen.texts(), ["after"]);
    let answer = alice.say("bob", "here too");
    let (_, shown) = carry(&mut alice, &mut bob, vec![seen, answer]);
    assert_eq!(shown.len(), 1);
}

fn kind(event: &subrosa::messenger::Event) -> &EventKind {
    &event.kind
}

#[test]
fn budgets_are_the_host_s_to_set() {
    let folder = Folder::in_memory();
    let clock = people::TestClock::new();
    let mut alice = Somebody::new(&folder, &clock, "alice", 1);
    for (setting, usual) in [
        (Setting::Offers, 10),
        (Setting::OffersOfContact, 4),
        (Setting::HandshakesOfAddress, 16),
        (Setting::Handshakes, 120),
        (Setting::HandshakesOfStrangers, 60),
        (Setting::Invitations, 10),
    ] {
        assert_eq!(alice.messenger.get(ACCOUNT, setting).unwrap(), usual, "{setting:?}");
        for bad in [0, -1, 60_001] {
            assert!(alice.messenger.set(ACCOUNT, setting, bad).is_err(), "{setting:?} {bad}");
        }
        assert_eq!(alice.messenger.get(ACCOUNT, setting).unwrap(), usual, "{setting:?}");
    }
    // Strangers who ask: as many questions as there may be, then silence for a while.
    alice.messenger.set(ACCOUNT, Setting::Invitations, 3).unwrap();
    let questions = |alice: &mut Somebody, from: usize| {
        let ask = |n: usize| alice.hear(&format!("stranger {n}"), "?SR1?").states().len();
        (from..from + 20).map(ask).sum::<usize>()
    };
    assert_eq!(questions(&mut alice, 0), 3);
    assert_eq!(questions(&mut alice, 100), 0);
    clock.advance(20_000);
    assert_eq!(questions(&mut alice, 200), 1);
    // A contact is not one of them, and has a budget of its own.
    alice.messenger.set(ACCOUNT, Setting::OffersOfContact, 2).unwrap();
    let offers = |alice: &mut Somebody, who: &str| {
        alice.messenger.set_known(ACCOUNT, who, true).unwrap();
        (0..10).map(|_| alice.hear(who, "?SR1?").lines.len()).sum::<usize>()
    };
    assert_eq!(offers(&mut alice, "trudy"), 2);
    assert_eq!(offers(&mut alice, "carol"), 2);
    alice.messenger.set(ACCOUNT, Setting::Offers, 1).unwrap();
    clock.advance(60_000);
    assert_eq!(offers(&mut alice, "dave"), 1, "all contacts together");
    assert_eq!(offers(&mut alice, "erin"), 0);
}

#[test]
fn somebody_who_writes_from_everywhere_raises_no_more_than_fifteen_questions() {
    let folder = Folder::in_memory();
    let (mut alice, mut mallory) = private_pair(&folder);
    let mut asked = 0;
    for place in 0..200 {
        // Questions about names that nobody has touched have a budget of their own.
        alice.clock.advance(10_000);
        let said = mallory.say("alice", &format!("text {place}"));
        let seen = alice.hear(&format!("place {place}"), &said.lines[0].1);
        assert_eq!(seen.shown.len(), 1);
        asked += seen.events.iter().filter(|e| matches!(e.kind, EventKind::Ask { .. })).count();
    }
    assert_eq!(asked, 15);
    let bound = alice.messenger.contacts(ACCOUNT).events.into_iter();
    let bound = bound.filter(|event| match &event.kind {
        EventKind::Contact(info) => info.fingerprint.is_some(),
        _ => false,
    });
    assert_eq!(bound.count(), 1, "nothing is bound before the user has answered");
}
