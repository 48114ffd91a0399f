//! What comes late says how old it is, and what nobody saw is not said to be shown again.

use crate::people::{Folder, TestClock};
use crate::rig::{self, ACCOUNT, Person, deliver, shown};
use subrosa::messenger::Origin;
use subrosa::plugin::EventKind;

fn set(person: &mut Person, settings: &str) {
    let outcome = person.host.set(ACCOUNT, settings);
    assert!(outcome.error.is_none());
    person.carry_out(outcome);
}

/// Alice types, and her host cannot send the first line of it.
fn types_and_fails(alice: &mut Person, text: &str, fails: usize) {
    let mut outcome = alice.host.outgoing(ACCOUNT, "bob", text.as_bytes(), Origin::default());
    let mut lines = 0;
    while let Some(event) = outcome.next(&mut alice.host) {
        let EventKind::Send(send) = &event.kind else { continue };
        let line = (event.peer.clone(), send.line.clone());
        match lines == fails {
            true => outcome.undone(),
            false => alice.lines.push_back(line),
        }
        lines += 1;
    }
}

#[test]
fn a_line_that_failed_and_is_sent_much_later_says_how_old_it_is() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    bob.seen.clear();
    types_and_fails(&mut alice, "hello", 0);
    clock.advance(600_000);
    alice.ticks();
    clock.advance(10_000);
    alice.ticks();
    deliver(&mut [&mut alice, &mut bob]);
    assert_eq!(shown(&bob.seen), ["[10 min ago] hello"]);
}

#[test]
fn a_text_of_which_one_line_failed_says_how_old_it_is() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    bob.seen.clear();
    let text = "long ".repeat(100);
    types_and_fails(&mut alice, &text, 1);
    deliver(&mut [&mut alice, &mut bob]);
    assert!(shown(&bob.seen).is_empty());
    let outcome = alice.host.online(ACCOUNT, false);
    alice.carry_out(outcome);
    clock.advance(600_000);
    let outcome = alice.host.online(ACCOUNT, true);
    alice.carry_out(outcome);
    deliver(&mut [&mut alice, &mut bob]);
    let text = shown(&bob.seen).concat();
    assert!(text.starts_with("[10 min ago] long"), "{text}");
}

#[test]
fn a_text_that_waited_here_to_be_shown_says_how_old_it_is() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    set(&mut bob, "shows=0");
    bob.seen.clear();
    alice.types("bob", "hello");
    deliver(&mut [&mut alice, &mut bob]);
    clock.advance(600_000);
    set(&mut bob, "shows=1");
    assert_eq!(shown(&bob.seen), ["[10 min ago] hello"], "and nobody has seen it before");
    bob.seen.clear();
    deliver(&mut [&mut alice, &mut bob]);
    alice.types("bob", "again");
    let (_, line) = alice.lines.pop_front().unwrap();
    let mut outcome = bob.host.incoming(ACCOUNT, "alice", line.as_bytes(), Origin::default(), 0);
    outcome.next(&mut bob.host);
    drop(outcome);
    bob.restart();
    assert_eq!(shown(&bob.seen), ["[shown before] again"], "the window may have had it");
}
