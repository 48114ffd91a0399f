//! Lines that cannot be read because a state is lost: which of them an Offer echoes, and when it is
//! made (PROTOCOL.md section 11.3).

use super::people::*;
use subrosa::messenger::Action;
use subrosa::session::Echo;
use subrosa::wire::armor::{Content, find};

/// Alice, who goes on with a session that Bob has lost with everything else.
fn lost(folder: &Folder) -> (Somebody, Somebody) {
    let (a, b) = private_pair(folder);
    drop(b);
    let mut b = Somebody::new(&Folder::new(), &a.clock, "bob", 22);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    (a, b)
}

pub fn object(line: &str) -> Vec<u8> {
    match find(line.as_bytes()).next().map(|piece| piece.content) {
        Some(Content::Line(object)) => object,
        other => panic!("{other:?}"),
    }
}

pub fn echo_of(line: &str) -> Vec<u8> {
    Echo::of(&object(line)).to_bytes().to_vec()
}

/// The echoes of the Offers among lines.
pub fn echoes(seen: &Seen) -> Vec<Vec<u8>> {
    let lines = seen.lines.iter().filter(|(_, line)| line.starts_with("?SR1:"));
    let objects = lines.map(|(_, line)| object(line)).filter(|object| object[0] == 0x31);
    objects.map(|offer| offer[220..232].to_vec()).collect()
}

/// A line of Alice's that Bob cannot read; nothing is answered at once.
fn unread(a: &mut Somebody, b: &mut Somebody) -> String {
    let line = a.say("bob", "to whom?").lines[0].1.clone();
    assert!(b.hear("alice", &line).lines.is_empty());
    line
}

pub fn later(b: &mut Somebody, seconds: u64) -> Vec<Vec<u8>> {
    b.clock.advance(seconds * 1_000);
    echoes(&b.tick())
}

#[test]
fn an_offer_echoes_the_last_of_the_unreadable_lines_after_five_seconds() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = lost(&folder);
    unread(&mut a, &mut b);
    assert!(later(&mut b, 3).is_empty());
    let last = unread(&mut a, &mut b);
    assert_eq!(later(&mut b, 2), [echo_of(&last)]);
}

#[test]
fn an_offer_that_is_repeated_echoes_the_last_unreadable_line_too() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = lost(&folder);
    b.do_with("alice", Action::Start);
    unread(&mut a, &mut b);
    assert_eq!(later(&mut b, 5).len(), 1);
    // Within the pause: the first of these may be a probe and is answered, the others are not.
    let mut last = String::new();
    for _ in 0..3 {
        last = unread(&mut a, &mut b);
        later(&mut b, 5);
    }
    let mut offers = Vec::new();
    for _ in 0..12 {
        offers.extend(later(&mut b, 10));
    }
    assert!(!offers.is_empty());
    assert!(offers.iter().all(|echo| *echo == echo_of(&last)), "{offers:?}");
}

#[test]
fn after_an_offer_one_unreadable_line_is_answered_within_the_pause_for_it_may_be_a_probe() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = lost(&folder);
    let mut answered = Vec::new();
    for _ in 0..4 {
        let line = unread(&mut a, &mut b);
        let offers = later(&mut b, 5);
        assert!(offers.is_empty() || offers == [echo_of(&line)]);
        answered.push(offers.len());
        later(&mut b, 5);
    }
    assert_eq!(answered, [1, 1, 0, 0]);
}

#[test]
fn what_comes_more_than_a_minute_after_an_offer_is_no_answer_to_it() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = lost(&folder);
    unread(&mut a, &mut b);
    assert_eq!(later(&mut b, 5).len(), 1);
    later(&mut b, 60);
    // Another pause, of two minutes.
    unread(&mut a, &mut b);
    assert_eq!(later(&mut b, 5).len(), 1);
    later(&mut b, 65);
    unread(&mut a, &mut b);
    assert_eq!(later(&mut b, 5).len(), 0);
}

#[test]
fn nobody_who_never_answered_is_sent_an_offer_unasked() {
    let folder = Folder::in_memory();
    let (_a, mut b) = lost(&folder);
    b.do_with("alice", Action::Start);
    for _ in 0..60 {
        assert!(later(&mut b, 60).is_empty());
    }
}

#[test]
fn after_an_hour_of_rest_the_pause_between_offers_begins_with_a_minute_again() {
    for (minutes, answered) in [(30, 0), (120, 1)] {
        let folder = Folder::in_memory();
        let (mut a, mut b) = lost(&folder);
        // Pauses of a minute and of two, and then the rest.
        for wait in [60, minutes * 60] {
            unread(&mut a, &mut b);
            assert_eq!(later(&mut b, 5).len(), 1);
            later(&mut b, wait);
        }
        unread(&mut a, &mut b);
        assert_eq!(later(&mut b, 5).len(), 1, "{minutes} minutes later");
        // More than a minute later: no answer to that Offer, and less than four minutes.
        later(&mut b, 65);
        unread(&mut a, &mut b);
        assert_eq!(later(&mut b, 5).len(), answered, "after {minutes} minutes of rest");
    }
}
