//! Texts that were held for more than a day: whoever has written them is asked before they go.

use super::people::*;
use std::sync::atomic::Ordering;
use subrosa::messenger::{
    Action, Event, EventKind, MessengerError, Origin, Question, Show, Stage, TextAction, Verdict,
};

const DAY: u64 = 86_400_000;

/// Alice has asked, written three texts in two days and one just now, and Bob answers after all: what
/// Alice saw when it became private.
fn private_at_last(folder: &Folder, texts: &[(&str, u64)]) -> (Somebody, Somebody, Vec<Event>) {
    let clock = TestClock::new();
    let mut a = Somebody::new(folder, &clock, "alice", 1);
    let mut b = Somebody::new(folder, &clock, "bob", 2);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let mut start = a.do_with("bob", Action::Start);
    for (text, wait) in texts {
        assert_eq!(a.say("bob", text).verdict, Verdict::Held);
        clock.advance(*wait);
    }
    let mut events = Vec::new();
    let mut to_b = std::mem::take(&mut start.lines);
    while let Some((_, line)) = to_b.pop() {
        for (_, answer) in b.hear("alice", &line).lines {
            let seen = a.hear("bob", &answer);
            events.extend(seen.events);
            to_b.extend(seen.lines);
        }
    }
    (a, b, events)
}

fn asked(events: &[Event]) -> usize {
    let old = |event: &&Event| {
        matches!(event.kind, EventKind::Ask { question: Question::OldText, text: None, .. })
    };
    events.iter().filter(old).count()
}

fn texts(shown: &[Show]) -> Vec<&str> {
    shown.iter().map(|show| show.text.as_str()).collect()
}

/// What Bob is shown after Alice has decided.
fn decide(a: &mut Somebody, b: &mut Somebody, action: TextAction) -> Vec<Show> {
    let outcome = a.messenger.texts_do(ACCOUNT, "bob", action);
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
    let seen = a.see(&outcome, true);
    let (_, mut shown) = carry(a, b, vec![seen]);
    shown.extend(pass(a, b, 20).1);
    shown
}

const THREE: [(&str, u64); 4] =
    [("one", DAY / 2), ("two", DAY + DAY / 2), ("three", 3_600_000), ("four", 1_000)];

#[test]
fn the_user_is_asked_once_before_texts_go_that_are_older_than_a_day() {
    let folder = Folder::in_memory();
    let (mut a, mut b, events) = private_at_last(&folder, &THREE);
    assert_eq!(asked(&events), 1, "not for each text");
    let (_, shown) = pass(&mut a, &mut b, 300);
    assert!(shown.is_empty(), "nothing leaves before the answer: {:?}", texts(&shown));
    let said = a.say("bob", "five");
    assert_eq!((said.verdict, said.lines.len()), (Verdict::Held, 0), "it would overtake them");
    let shown = decide(&mut a, &mut b, TextAction::Send);
    assert_eq!(texts(&shown), ["one", "two", "three", "four", "five"]);
    assert!(shown[0].written > 0 && shown[0].written < shown[1].written);
    assert_eq!(a.say("bob", "six").verdict, Verdict::Taken);
}

#[test]
fn old_texts_that_are_discarded_let_the_others_go() {
    let folder = Folder::in_memory();
    let (mut a, mut b, _) = private_at_last(&folder, &THREE);
    let shown = decide(&mut a, &mut b, TextAction::Discard);
    assert_eq!(texts(&shown), ["three", "four"]);
    let again = a.messenger.texts_do(ACCOUNT, "bob", TextAction::Discard);
    assert!(matches!(again.error, Some(MessengerError::UnknownText)));
}

#[test]
fn one_old_text_can_be_decided_after_the_other() {
    let folder = Folder::in_memory();
    let (mut a, mut b, events) = private_at_last(&folder, &THREE);
    let waiting = |event: &Event| match &event.kind {
        EventKind::Progress(progress) if progress.stage == Stage::Asking => Some(progress.number),
        _ => None,
    };
    let numbers: Vec<u64> = events.iter().filter_map(waiting).collect();
    assert_eq!(numbers.len(), 2);
    let second = a.messenger.text_do(ACCOUNT, numbers[1], TextAction::Send);
    let seen = a.see(&second, true);
    assert!(seen.lines.is_empty(), "it keeps its place");
    let first = a.messenger.text_do(ACCOUNT, numbers[0], TextAction::Discard);
    let seen = a.see(&first, true);
    let (_, mut shown) = carry(&mut a, &mut b, vec![seen]);
    shown.extend(pass(&mut a, &mut b, 10).1);
    assert_eq!(texts(&shown), ["two", "three", "four"]);
}

#[test]
fn what_was_asked_is_asked_again_after_a_restart_and_nothing_has_left() {
    let folder = Folder::in_memory();
    let (mut a, mut b, _) = private_at_last(&folder, &THREE);
    let seen = a.restart(true);
    assert_eq!((asked(&seen.events), seen.lines.len()), (1, 0));
    let heard = b.say("alice", "are you there?");
    let (_, shown) = carry(&mut a, &mut b, vec![heard]);
    assert!(shown.is_empty());
    let shown = decide(&mut a, &mut b, TextAction::Send);
    assert_eq!(texts(&shown), ["one", "two", "three", "four"]);
}

#[test]
fn a_text_that_waits_behind_an_old_one_and_becomes_old_is_not_asked_about_in_its_turn() {
    let folder = Folder::in_memory();
    let (mut a, mut b, _) = private_at_last(&folder, &THREE);
    a.clock.advance(2 * DAY);
    let shown = decide(&mut a, &mut b, TextAction::Send);
    assert_eq!(texts(&shown), ["one", "two", "three", "four"]);
}

#[test]
fn texts_that_are_not_a_day_old_go_unasked() {
    let folder = Folder::in_memory();
    let (_a, mut b, events) = private_at_last(&folder, &[("one", DAY - 1), ("two", 0)]);
    assert_eq!(asked(&events), 0);
    let listed = b.messenger.texts(ACCOUNT, None);
    assert!(listed.events.is_empty());
}

#[test]
fn a_lost_text_that_the_user_sends_again_is_not_asked_about() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    let written = a.clock.0.load(Ordering::Relaxed) / 1_000;
    a.say("bob", "lost");
    a.clock.advance(DAY + 1);
    a.tick();
    a.clock.advance(3 * DAY);
    let shown = decide(&mut a, &mut b, TextAction::Send);
    assert_eq!(texts(&shown), ["lost"]);
    assert_eq!(shown[0].written, written);
}

#[test]
fn a_clock_that_was_set_back_by_more_than_a_day_has_the_user_asked_too() {
    let folder = Folder::in_memory();
    let clock = TestClock::new();
    clock.advance(400 * DAY);
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let start = a.do_with("bob", Action::Start);
    assert_eq!(a.say("bob", "in a wrong year").verdict, Verdict::Held);
    clock.0.fetch_sub(400 * DAY, Ordering::Relaxed);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let offline = b.messenger.outgoing(ACCOUNT, "alice", b"?SR1?", Origin::default());
    assert_eq!(offline.verdict, Verdict::Pass);
    let mut shown = carry(&mut a, &mut b, vec![start]).1;
    shown.extend(pass(&mut a, &mut b, 10).1);
    assert!(shown.is_empty());
    let shown = decide(&mut a, &mut b, TextAction::Send);
    assert_eq!((texts(&shown), shown[0].written), (vec!["in a wrong year"], 0));
}
