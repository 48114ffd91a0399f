//! Walks: what was carried out, what was not, and what has changed meanwhile.

use crate::people::{Folder, TestClock};
use crate::rig::{self, ACCOUNT, deliver, shown, titles};
use subrosa::messenger::Origin;
use subrosa::plugin::{EventKind, Outcome};

#[test]
fn a_text_that_the_window_could_not_show_is_not_delivered_and_comes_again() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    alice.types("bob", "hello");
    let (_, line) = alice.lines.pop_front().unwrap();
    let mut outcome = bob.host.incoming(ACCOUNT, "alice", line.as_bytes(), Origin::default(), 0);
    while let Some(event) = outcome.next(&mut bob.host) {
        if matches!(event.kind, EventKind::Show(_)) {
            outcome.undone();
        }
    }
    drop(outcome);
    // Nothing acknowledges it yet.
    for _ in 0..3 {
        clock.advance(300);
        bob.ticks();
    }
    let acknowledged = |person: &rig::Person| !person.lines.is_empty();
    assert!(!acknowledged(&bob), "an acknowledgement of a text that nobody saw");
    clock.advance(1_000);
    let seen = bob.ticks();
    assert_eq!(shown(&seen), ["hello"]);
    clock.advance(5_000);
    bob.ticks();
    assert!(acknowledged(&bob));
    deliver(&mut [&mut alice, &mut bob]);
}

#[test]
fn texts_wait_behind_one_that_was_not_shown() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    for text in ["first", "second"] {
        alice.types("bob", text);
    }
    let lines: Vec<String> = alice.lines.drain(..).map(|(_, line)| line).collect();
    let mut outcome =
        bob.host.incoming(ACCOUNT, "alice", lines[0].as_bytes(), Origin::default(), 0);
    while let Some(event) = outcome.next(&mut bob.host) {
        if matches!(event.kind, EventKind::Show(_)) {
            outcome.undone();
        }
    }
    drop(outcome);
    let (_, seen) = bob.hears("alice", &lines[1]);
    assert_eq!(shown(&seen), [""; 0]);
    // The one that waits behind it does not have the host call again and again meanwhile.
    assert_eq!(bob.host.wake_ms(), Some(1_000));
    clock.advance(1_000);
    assert_eq!(shown(&bob.ticks()), ["first", "second"]);
}

#[test]
fn an_outcome_that_is_dropped_unwalked_loses_nothing() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    alice.types("bob", "hello");
    let (_, line) = alice.lines.pop_front().unwrap();
    drop(bob.host.incoming(ACCOUNT, "alice", line.as_bytes(), Origin::default(), 0));
    assert_eq!(bob.host.wake_ms(), Some(10));
    bob.ticks();
    clock.advance(1_000);
    assert_eq!(shown(&bob.ticks()), ["hello"]);
}

#[test]
fn a_line_that_was_not_sent_goes_again_with_the_same_bytes() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    let mut outcome = alice.host.outgoing(ACCOUNT, "bob", b"hello", Origin::default());
    let mut line = String::new();
    while let Some(event) = outcome.next(&mut alice.host) {
        if let EventKind::Send(send) = &event.kind {
            line.clone_from(&send.line);
            outcome.undone();
        }
    }
    drop(outcome);
    let mut again = Vec::new();
    for _ in 0..10 {
        clock.advance(1_000);
        alice.ticks();
        again.extend(alice.lines.drain(..).map(|(_, line)| line));
    }
    assert_eq!(again.first(), Some(&line));
}

#[test]
fn a_title_that_a_nested_call_has_overtaken_is_not_given() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    alice.seen.clear();
    let first = alice.host.command(ACCOUNT, "bob", "end");
    // Before it is walked the user starts again.
    let second = alice.host.command(ACCOUNT, "bob", "start");
    let late = alice.carry_out(second);
    let early = alice.carry_out(first);
    assert_eq!(titles(&late).len(), 1);
    assert_eq!(titles(&early), [""; 0], "the title of before is over");
}

#[test]
fn a_title_that_changes_while_it_is_carried_out_is_given_again() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    let mut outcome = alice.host.command(ACCOUNT, "bob", "end");
    let mut given = Vec::new();
    while let Some(event) = outcome.next(&mut alice.host) {
        if let EventKind::Title(title) = &event.kind {
            given.push(title.words.clone());
            if given.len() == 1 {
                // The window code does something that changes it.
                drop(alice.host.command(ACCOUNT, "bob", "start"));
            }
        }
    }
    assert_eq!(given.len(), 2);
    assert_eq!(given[0], "");
    assert_ne!(given[1], "");
}

#[test]
fn a_question_that_was_never_walked_is_asked_again() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::two(&folder, &clock, "");
    alice.command("bob", "start");
    let (_, line) = alice.lines.pop_front().unwrap();
    drop(bob.host.incoming(ACCOUNT, "alice", line.as_bytes(), Origin::default(), 0));
    bob.ticks();
    clock.advance(1_000);
    bob.ticks();
    let asked = bob.question("ask-invited");
    assert_eq!(rig::codes(&bob.answers(asked.question, "accept")), ["starting"]);
}

#[test]
fn a_question_that_is_answered_meanwhile_is_left_out() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::two(&folder, &clock, "");
    alice.command("bob", "start");
    let (_, line) = alice.lines.pop_front().unwrap();
    let outcome = bob.host.incoming(ACCOUNT, "alice", line.as_bytes(), Origin::default(), 0);
    let accepted = bob.host.command(ACCOUNT, "alice", "accept");
    bob.carry_out(accepted);
    let late = bob.carry_out(outcome);
    assert!(!rig::codes(&late).contains(&"ask-invited"), "{:?}", rig::codes(&late));
}

#[test]
fn nothing_is_shown_nor_delivered_while_nobody_looks() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    drop(bob.host.set(ACCOUNT, "shows=0"));
    alice.types("bob", "are you there?");
    let (_, line) = alice.lines.pop_front().unwrap();
    let (_, seen) = bob.hears("alice", &line);
    assert_eq!(shown(&seen), [""; 0]);
    for _ in 0..3 {
        clock.advance(2_000);
        bob.ticks();
    }
    assert!(bob.lines.is_empty(), "an acknowledgement of a text that nobody saw");
    let outcome = bob.host.set(ACCOUNT, "shows=1");
    let seen = bob.carry_out(outcome);
    assert_eq!(shown(&seen), ["are you there?"]);
}

#[test]
fn each_event_of_a_conversation_is_json_that_says_the_same() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    alice.types("bob", "hello \"there\"");
    alice.command("bob", "code");
    deliver(&mut [&mut alice, &mut bob]);
    let mut kinds = std::collections::BTreeSet::new();
    for event in alice.seen.iter().chain(&bob.seen) {
        let json: serde_json::Value = serde_json::from_str(&event.to_json()).unwrap();
        assert_eq!(json["event"], event.kind.word());
        assert_eq!(json["peer"], event.peer);
        kinds.insert(event.kind.word());
        match &event.kind {
            EventKind::Send(send) => assert_eq!(json["line"], send.line),
            EventKind::Show(show) => assert_eq!(json["text"], show.text),
            EventKind::Say(say) => {
                assert_eq!(json["question"], say.question);
                assert_eq!(json["choices"].as_array().unwrap().len(), say.choices.len());
            }
            _ => {}
        }
    }
    assert_eq!(Vec::from_iter(kinds), ["echo", "say", "send", "show", "title"]);
}

#[test]
fn before_the_first_event_the_json_is_of_the_verdict() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    let outcome = alice.host.incoming(ACCOUNT, "bob", b"in clear", Origin::default(), 0);
    let json: serde_json::Value = serde_json::from_str(&outcome.to_json()).unwrap();
    assert_eq!(json["verdict"], "marked");
    assert_eq!(json["mark"], "[not private] ");
}

#[test]
fn an_answer_from_memory_that_nobody_walks_does_not_come_again() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    let mut outcome = alice.host.title(ACCOUNT, "bob");
    assert!(outcome.next(&mut alice.host).is_some());
    drop(outcome);
    drop(alice.host.choices(ACCOUNT, "bob"));
    clock.advance(120_000);
    let seen = alice.ticks();
    assert!(titles(&seen).is_empty(), "{seen:?}");
}

/// Two outcomes that are kept: one has shown nothing yet, the other stands at a text.
fn kept(alice: &mut rig::Person, bob: &mut rig::Person) -> (Outcome, Outcome) {
    let mut outcomes = Vec::new();
    for text in ["one", "two"] {
        alice.types("bob", text);
        let (_, line) = alice.lines.pop_front().unwrap();
        let line = line.as_bytes();
        outcomes.push(bob.host.incoming(ACCOUNT, "alice", line, Origin::default(), 0));
    }
    let (second, mut first) = (outcomes.pop().unwrap(), outcomes.pop().unwrap());
    while !matches!(first.next(&mut bob.host).unwrap().kind, EventKind::Show(_)) {}
    (first, second)
}

#[test]
fn what_is_kept_while_an_account_is_called_otherwise_is_of_that_account() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    let (mut first, second) = kept(&mut alice, &mut bob);
    let outcome = bob.host.rename_account(ACCOUNT, "work");
    bob.carry_out(outcome);
    bob.seen.clear();
    first.undone();
    bob.carry_out(first);
    let seen = bob.carry_out(second);
    assert!(shown(&seen).is_empty(), "it waits behind the first one");
    // The call that takes it back plans it.
    bob.ticks();
    clock.advance(5_000);
    let seen = bob.ticks();
    assert_eq!(shown(&seen), ["one", "two"]);
    assert!(seen.iter().all(|event| event.account == "work"), "{seen:?}");
    bob.ticks();
    let waits = bob.host.messenger().unwrap().show_again("work").events;
    assert!(waits.is_empty(), "both are confirmed: {waits:?}");
}

#[test]
fn what_is_kept_when_an_account_is_given_back_vanishes_and_is_shown_at_the_next_attach_once() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    let (first, second) = kept(&mut alice, &mut bob);
    let outcome = bob.host.detach(ACCOUNT);
    bob.carry_out(outcome);
    drop(first);
    assert!(bob.carry_out(second).is_empty());
    let outcome = bob.host.attach(ACCOUNT, "plain", "interval-ms=0");
    let seen = bob.carry_out(outcome);
    let texts: Vec<String> = shown(&seen);
    assert!(
        texts.len() == 2 && texts[0].ends_with("one") && texts[1].ends_with("two"),
        "{texts:?}"
    );
    clock.advance(120_000);
    assert!(shown(&bob.ticks()).is_empty());
}

#[test]
fn a_sentence_that_is_given_back_after_a_rename_comes_again_with_the_new_name() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    let outcome = alice.host.command(ACCOUNT, "bob", "status");
    let renamed = alice.host.rename_account(ACCOUNT, "work");
    alice.carry_out(renamed);
    drop(outcome);
    alice.ticks();
    clock.advance(5_000);
    let seen = alice.ticks();
    let said = seen.iter().find(|event| event.sentence().is_some()).unwrap();
    assert_eq!(said.account, "work");
}
