//! What marks a text, and what is said of those who have not proven to be there.

use super::pair::Person;
use super::people::*;
use subrosa::messenger::{EventKind, Notice};

#[test]
fn a_text_that_was_held_back_on_its_way_is_marked() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    let mut lines: Vec<String> =
        (0..18).map(|n| b.say("alice", &format!("text {n}")).lines[0].1.clone()).collect();
    let withheld = lines.remove(0);
    for line in &lines {
        assert!(!a.hear("bob", line).shown[0].overtaken);
    }
    // Also when the host has not confirmed it, and it is shown again.
    let outcome = a.messenger.incoming(ACCOUNT, "bob", withheld.as_bytes(), Default::default());
    assert!(a.see(&outcome, false).shown[0].overtaken);
    let again = a.restart(true);
    assert_eq!(again.texts(), ["text 0"]);
    assert!(again.shown[0].overtaken);
}

#[test]
fn who_has_not_proven_to_be_there_and_wants_to_end_the_conversation_is_told_of() {
    let folder = Folder::in_memory();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
    let offer = a.hear("bob", "?SR1?").lines[0].1.clone();
    let mut bob = Person::new(2);
    bob.now = a.clock.0.load(std::sync::atomic::Ordering::Relaxed) / 1_000;
    let init = super::pair::lines(&bob.receive(&offer)).remove(0);
    let close = bob.with(|peer, cx| peer.close(cx)).unwrap().remove(0);
    a.hear("bob", &init);
    let seen = a.hear("bob", &close);
    let told = |kind: &EventKind| matches!(kind, EventKind::Notice(Notice::Unproven));
    assert_eq!(seen.events.iter().filter(|event| told(&event.kind)).count(), 1);
}
