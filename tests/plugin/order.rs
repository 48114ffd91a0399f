//! Texts are shown in the order in which they were said, whatever a window could not show.

use crate::people::{Folder, TestClock};
use crate::rig::{self, ACCOUNT, Person, shown};
use subrosa::messenger::Origin;
use subrosa::plugin::{EventKind, Outcome};

/// Lines of Alice for these texts, one each.
fn lines_of(alice: &mut Person, texts: &[&str]) -> Vec<String> {
    for text in texts {
        alice.types("bob", text);
    }
    alice.lines.drain(..).map(|(_, line)| line).collect()
}

fn comes(bob: &mut Person, line: &str) -> Outcome {
    bob.host.incoming(ACCOUNT, "alice", line.as_bytes(), Origin::default(), 0)
}

/// Walks to the end; the SHOW of this number, counted from 0, is not carried out. Gives those that are.
fn walk_but(bob: &mut Person, mut outcome: Outcome, failing: usize) -> Vec<String> {
    let (mut count, mut seen) = (0, Vec::new());
    while let Some(event) = outcome.next(&mut bob.host) {
        let event = event.clone();
        if matches!(event.kind, EventKind::Show(_)) {
            count += 1;
            if count == failing + 1 {
                outcome.undone();
                continue;
            }
        }
        seen.push(event);
    }
    shown(&seen)
}

#[test]
fn what_follows_a_text_that_was_not_shown_waits_in_the_same_walk_too() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    for line in lines_of(&mut alice, &["one", "two", "three"]) {
        drop(comes(&mut bob, &line));
    }
    bob.ticks();
    clock.advance(1_000);
    let all = bob.host.tick();
    assert_eq!(walk_but(&mut bob, all, 1), ["one"]);
    let mut seen = Vec::new();
    for _ in 0..8 {
        clock.advance(1_000);
        seen.extend(shown(&bob.ticks()));
    }
    assert_eq!(seen, ["two", "three"]);
}

#[test]
fn a_text_that_comes_while_others_wait_in_a_walk_stands_below_them() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    let lines = lines_of(&mut alice, &["one", "two", "three"]);
    for line in &lines[..2] {
        drop(comes(&mut bob, line));
    }
    bob.ticks();
    clock.advance(1_000);
    let mut first = bob.host.tick();
    while let Some(event) = first.next(&mut bob.host) {
        if matches!(event.kind, EventKind::Show(_)) {
            first.undone();
            break;
        }
    }
    // "two" is still in that walk.
    let (_, seen) = bob.hears("alice", &lines[2]);
    assert_eq!(shown(&seen), [""; 0]);
    drop(first);
    let mut seen = Vec::new();
    for _ in 0..8 {
        clock.advance(1_000);
        seen.extend(shown(&bob.ticks()));
    }
    assert_eq!(seen, ["one", "two", "three"]);
}
