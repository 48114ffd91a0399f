//! When a text was written: said, inside the encryption, by what leaves more than a minute later.

use super::pair::{self, Person};
use super::people::*;
use std::sync::atomic::Ordering;
use subrosa::messenger::{Action, Setting, Show};
use subrosa::session::Content;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;

fn seconds(somebody: &Somebody) -> u64 {
    somebody.clock.0.load(Ordering::Relaxed) / 1_000
}

/// Bob hears what was sent to him: what he is shown.
fn heard(b: &mut Somebody, seen: &Seen) -> Vec<Show> {
    seen.lines.iter().flat_map(|(_, line)| b.hear("alice", line).shown).collect()
}

/// The text, and when it was written.
fn told(shown: &[Show]) -> Vec<(&str, u64)> {
    shown.iter().map(|show| (show.text.as_str(), show.written)).collect()
}

#[test]
fn a_text_that_leaves_at_once_says_nothing_of_the_time() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    let said = a.say("bob", "now");
    assert_eq!(told(&heard(&mut b, &said)), [("now", 0)]);
}

#[test]
fn a_text_that_was_held_says_when_it_was_written() {
    let folder = Folder::in_memory();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let first = a.do_with("bob", Action::Start);
    let written = seconds(&a);
    assert!(a.say("bob", "are you there?").lines.is_empty());
    clock.advance(HOUR);
    assert!(a.say("bob", "hello?").lines.is_empty());
    let (_, shown) = carry(&mut a, &mut b, vec![first]);
    assert_eq!(told(&shown), [("are you there?", written), ("hello?", 0)]);
}

#[test]
fn a_text_that_is_sent_again_says_when_it_was_written_also_after_a_restart() {
    for restarts in [false, true] {
        let folder = Folder::in_memory();
        let (mut a, mut b) = private_pair(&folder);
        let written = seconds(&a);
        let long = "long ".repeat(150);
        assert!(!a.say("bob", "lost").lines.is_empty());
        assert!(a.say("bob", &long).lines.len() > 2);
        a.clock.advance(61_000);
        let seen = if restarts { a.restart(true) } else { a.tick() };
        let (_, shown) = carry(&mut a, &mut b, vec![seen]);
        let (_, more) = pass(&mut a, &mut b, 20);
        let shown = [shown, more].concat();
        let mut told = told(&shown);
        told.sort_unstable();
        let long = long.trim_end();
        assert_eq!(
            told.iter().map(|(text, _)| text.trim_end()).collect::<Vec<_>>(),
            [long, "lost"]
        );
        assert!(told.iter().all(|(_, at)| *at == written), "{restarts} {told:?}");
    }
}

#[test]
fn what_was_written_while_the_connection_was_gone_says_when() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    let offline = a.messenger.online(ACCOUNT, false);
    a.see(&offline, true);
    let written = seconds(&a);
    assert!(a.say("bob", "one").lines.is_empty());
    a.clock.advance(HOUR);
    let online = a.messenger.online(ACCOUNT, true);
    let seen = a.see(&online, true);
    assert_eq!(told(&heard(&mut b, &seen)), [("one", written)]);
}

#[test]
fn lines_that_wait_for_the_connection_are_made_anew_in_their_order_and_only_once() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    let written = seconds(&a);
    let lost: Vec<Seen> = ["one", "two"].map(|text| a.say("bob", text)).into();
    let offline = a.messenger.online(ACCOUNT, false);
    a.see(&offline, true);
    a.clock.advance(5 * MINUTE);
    let online = a.messenger.online(ACCOUNT, true);
    let seen = a.see(&online, true);
    assert_eq!(told(&heard(&mut b, &seen)), [("one", written), ("two", written)]);
    for seen in &lost {
        assert!(heard(&mut b, seen).is_empty(), "the same texts");
    }
    let offline = a.messenger.online(ACCOUNT, false);
    a.see(&offline, true);
    a.clock.advance(10_000);
    let online = a.messenger.online(ACCOUNT, true);
    let again = a.see(&online, true);
    assert_eq!(again.lines, seen.lines, "they carry the time already: the same bytes");
}

#[test]
fn texts_that_wait_for_the_pace_of_the_network_are_shown_in_their_order() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    a.messenger.set(ACCOUNT, Setting::IntervalMs, 2_000).unwrap();
    let typed: Vec<String> = (0..100).map(|number| format!("text {number}")).collect();
    let mut shown = Vec::new();
    for text in &typed {
        let said = a.say("bob", text);
        shown.extend(carry(&mut a, &mut b, vec![said]).1);
    }
    for _ in 0..150 {
        a.clock.advance(2_000);
        let seen = a.tick();
        shown.extend(carry(&mut a, &mut b, vec![seen]).1);
        let seen = b.tick();
        carry(&mut b, &mut a, vec![seen]);
    }
    let shown: Vec<&str> = shown.iter().map(|show| show.text.as_str()).collect();
    assert_eq!(shown, typed);
}

#[test]
fn a_text_that_has_to_wait_behind_many_lines_says_when_it_was_written() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    a.messenger.set(ACCOUNT, Setting::IntervalMs, 2_000).unwrap();
    let written = seconds(&a);
    for number in 0..40 {
        a.say("bob", &format!("text {number}"));
    }
    let (_, shown) = pass(&mut a, &mut b, 120);
    let last = shown.iter().find(|show| show.text == "text 39").unwrap();
    assert_eq!(last.written, written);
}

#[test]
fn a_time_that_a_wrong_clock_gave_is_not_told() {
    for (typed_at, sent_at) in [(0_i64, -86_400_000_i64), (-1_799_999_000_000, 0)] {
        let folder = Folder::in_memory();
        let (mut a, mut b) = private_pair(&folder);
        let right = a.clock.0.load(Ordering::Relaxed);
        let set = |somebody: &Somebody, by: i64| {
            somebody.clock.0.store(right.saturating_add_signed(by), Ordering::Relaxed);
        };
        set(&a, typed_at);
        a.say("bob", "lost");
        set(&a, sent_at);
        a.say("bob", "this has the plans of the clock that was wrong looked at");
        // It was planned by a clock that was wrong: an hour at most.
        a.clock.advance(HOUR + MINUTE);
        let (_, shown) = pass(&mut a, &mut b, 3);
        let lost: Vec<_> = shown.iter().filter(|show| show.text == "lost").collect();
        assert!(lost.iter().all(|show| show.written == 0), "{:?}", told(&shown));
        if sent_at < 0 {
            assert_eq!(lost.len(), 1);
        }
    }
}

#[test]
fn a_time_that_cannot_be_is_not_shown() {
    let folder = Folder::in_memory();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
    let offer = a.hear("bob", "?SR1?").lines[0].1.clone();
    let mut bob = Person::new(2);
    bob.now = seconds(&a);
    let mut lines = pair::lines(&bob.receive(&offer));
    while let Some(line) = lines.pop() {
        for (_, line) in a.hear("bob", &line).lines {
            lines.extend(pair::lines(&bob.receive(&line)));
        }
    }
    let now = seconds(&a);
    let year = 365 * 86_400;
    for (claimed, shown) in [
        (Some(now - 2 * year), now - 2 * year),
        (Some(now + 3_600), now),
        (Some(now + 90_000), 0),
        (Some(u64::MAX), 0),
        (Some(1_000), 0),
        (None, 0),
    ] {
        let sent =
            bob.with(|peer, cx| peer.send_written(cx, Content::Plain, b"a claim", None, claimed));
        let line = sent.unwrap().lines.remove(0);
        let seen = a.hear("bob", &line);
        assert_eq!(told(&seen.shown), [("a claim", shown)], "{claimed:?}");
    }
    // Shown again, later: the claim was judged when it came.
    let line = bob
        .with(|peer, cx| peer.send_written(cx, Content::Plain, b"again", None, Some(now + 3_600)));
    let line = line.unwrap().lines.remove(0);
    let outcome = a.messenger.incoming(ACCOUNT, "bob", line.as_bytes(), Default::default());
    a.see(&outcome, false);
    clock.advance(7 * HOUR);
    assert_eq!(told(&a.restart(true).shown), [("again", now)]);
}
