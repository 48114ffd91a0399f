//! Contacts who mean harm: what they make us do stops nothing that is for others.

use super::pair::Person;
use super::people::*;
use std::sync::atomic::Ordering;
use subrosa::identity::FullCard;
use subrosa::messenger::{Event, EventKind, Setting};

/// A contact of Alice's who begins sessions on her card, and never reads an answer.
fn hostile_contact(alice: &mut Somebody, name: &str, seed: u64, lines: usize) -> Vec<String> {
    alice.messenger.set_known(ACCOUNT, name, true).unwrap();
    let now = alice.clock.0.load(Ordering::Relaxed) / 1_000;
    let card = alice.messenger.card(ACCOUNT).unwrap();
    let card = FullCard::verify(&card.to_bytes(), now).unwrap();
    let mut person = Person::new(seed);
    person.now = now;
    let mut all = person.with(|peer, cx| peer.start(cx, card.card(), None)).unwrap().lines;
    all.extend((1..lines).map(|number| person.send(&format!("text {number}")).remove(0)));
    all
}

/// Waits as long as it takes for a line to somebody. Seconds, and how many went to others before.
fn wait_for_line_to(alice: &mut Somebody, to: &str, first: Seen) -> (u64, usize) {
    let mut others = 0;
    let mut lines = first.lines;
    for second in 0..3_600 {
        if let Some(at) = lines.iter().position(|(peer, _)| peer == to) {
            return (second, others + at);
        }
        others += lines.len();
        alice.clock.advance(1_000);
        lines = alice.tick().lines;
    }
    panic!("nothing leaves for an hour");
}

#[test]
fn a_thousand_lines_under_one_init_header_are_answered_four_times_and_then_once_a_minute() {
    let folder = Folder::in_memory();
    let clock = TestClock::new();
    let mut alice = Somebody::new(&folder, &clock, "alice", 1);
    let (mut answers, mut shown) = (0, 0);
    for line in hostile_contact(&mut alice, "mallory", 66, 1_001) {
        clock.advance(100);
        let seen = alice.hear("mallory", &line);
        shown += seen.shown.len();
        answers += seen.lines.len() + alice.tick().lines.len();
    }
    assert_eq!(shown, 1_000);
    // A hundred seconds.
    assert!((5..=6).contains(&answers), "{answers} answers");
}

#[test]
fn contacts_who_make_us_answer_stop_no_text_to_somebody_else() {
    let folder = Folder::in_memory();
    let (mut alice, _bob) = private_pair(&folder);
    let clock = alice.clock.clone();
    alice.messenger.set(ACCOUNT, Setting::IntervalMs, 2_000).unwrap();
    alice.messenger.set(ACCOUNT, Setting::Burst, 1).unwrap();
    for contact in 0..20 {
        let name = format!("contact {contact}");
        for line in hostile_contact(&mut alice, &name, 100 + contact, 50) {
            alice.hear(&name, &line);
        }
        clock.advance(10);
    }
    let said = alice.say("bob", "hello");
    let (seconds, others) = wait_for_line_to(&mut alice, "bob", said);
    println!("a text leaves after {seconds} s and {others} lines to others");
    assert!(seconds <= 5, "{seconds} s");
}

#[test]
fn one_answer_waits_for_a_session_however_many_lines_come() {
    let folder = Folder::in_memory();
    let clock = TestClock::new();
    let mut alice = Somebody::new(&folder, &clock, "alice", 1);
    let _ = alice.messenger.online(ACCOUNT, false);
    for line in hostile_contact(&mut alice, "mallory", 66, 4) {
        alice.hear("mallory", &line);
    }
    let outcome = alice.messenger.online(ACCOUNT, true);
    assert_eq!(alice.see(&outcome, true).lines.len(), 1);
}

#[test]
fn two_contacts_cannot_use_up_the_handshakes_of_a_third() {
    let folder = Folder::in_memory();
    let clock = TestClock::new();
    let mut alice = Somebody::new(&folder, &clock, "alice", 1);
    let carol = hostile_contact(&mut alice, "carol", 67, 1).remove(0);
    for (name, first) in [("mallory", 200), ("trudy", 300)] {
        alice.messenger.set_known(ACCOUNT, name, true).unwrap();
        for seed in first..first + 16 {
            let offer = Person::new(seed).offer();
            alice.hear(name, &offer);
        }
    }
    assert_eq!(alice.hear("carol", &carol).lines.len(), 1, "she is answered");
}

#[test]
fn a_contact_who_shows_key_after_key_asks_about_eight_and_then_about_one_in_ten_minutes() {
    let folder = Folder::in_memory();
    let (mut alice, _bob) = private_pair(&folder);
    let mut asked = 0;
    for seed in 0..120 {
        alice.clock.advance(10_000);
        let mut other = Person::new(1_000 + seed);
        other.now = alice.clock.0.load(Ordering::Relaxed) / 1_000;
        let seen = alice.hear("bob", &other.offer());
        let asks = |event: &&Event| matches!(event.kind, EventKind::Ask { .. });
        asked += seen.events.iter().filter(asks).count();
    }
    // Twenty minutes.
    assert!((8..=10).contains(&asked), "{asked} questions");
}
