//! A call that fails leaves restrictions: the host is told where each conversation stands by them.

use super::keys::*;
use super::noticed::other_handle;
use super::people::*;
use super::windows::{also_private, is_shut};
use subrosa::messenger::{Action, EventKind, Mode, Outcome, Setting, State, Trust};
use subrosa::vault::Durability;

/// What a call tells while another process writes to the vault; it fails.
fn fails(a: &mut Somebody, call: impl FnOnce(&mut Somebody) -> Outcome) -> Seen {
    let mut other = other_handle(a);
    let busy = other.begin(Durability::Process).unwrap();
    let outcome = call(a);
    drop(busy);
    assert!(outcome.error.is_some());
    a.see(&outcome, true)
}

fn act(a: &mut Somebody, peer: &str, action: Action) -> Seen {
    fails(a, |a| a.messenger.contact_do(ACCOUNT, peer, action, None))
}

/// The last state that is told of somebody, with the trust.
fn told(seen: &Seen, peer: &str) -> Option<(State, Trust)> {
    let about = seen.events.iter().rev().filter(|event| event.peer == peer);
    let state = |kind: &EventKind| match kind {
        EventKind::State { state, trust, .. } => Some((*state, *trust)),
        _ => None,
    };
    about.filter_map(|event| state(&event.kind)).next()
}

/// What is told once the vault can be written.
fn later(a: &mut Somebody) -> Seen {
    a.clock.advance(1_000);
    a.tick()
}

#[test]
fn a_start_that_fails_tells_that_texts_are_held() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.say("bob", "in clear");
    let seen = act(&mut a, "bob", Action::Start);
    assert_eq!(told(&seen, "bob"), Some((State::Asked, Trust::None)));
    assert_eq!(told(&later(&mut a), "bob"), Some((State::Asked, Trust::None)));
    assert_eq!(told(&later(&mut a), "bob"), None, "once");
    assert_eq!(a.state("bob"), State::Asked);
}

#[test]
fn a_block_that_fails_tells_it_at_every_name_of_the_person_and_the_trust_when_it_is_known() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let line = b.say("alice", "I am bob_ too").lines[0].1.clone();
    a.hear("bob_", &line);
    decide(&mut a, "bob_", Action::Accept, Some(fingerprint(&b)));
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&b)));
    let seen = act(&mut a, "bob", Action::Block);
    for name in ["bob", "bob_"] {
        assert_eq!(told(&seen, name), Some((State::Blocked, Trust::None)), "{name}");
    }
    let seen = later(&mut a);
    for name in ["bob", "bob_"] {
        assert_eq!(told(&seen, name), Some((State::Blocked, Trust::Verified)), "{name}");
    }
}

#[test]
fn a_key_that_could_not_be_accepted_tells_that_the_old_one_is_not_written_to() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    let mut phone = Somebody::new(&folder, &a.clock, "phone", 44);
    let offer = offer_of(&mut phone);
    a.hear("bob", &offer);
    let who = fingerprint(&phone);
    let seen =
        fails(&mut a, |a| a.messenger.contact_do(ACCOUNT, "bob", Action::AcceptKey, Some(&who)));
    assert_eq!(told(&seen, "bob"), Some((State::Alarm, Trust::Changed)));
}

#[test]
fn a_rename_that_fails_tells_that_the_new_name_is_shut() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    let _carol = also_private(&folder, &mut a, "carol", 5);
    let seen = fails(&mut a, |a| a.messenger.rename(ACCOUNT, "bob", "bob_"));
    assert_eq!(told(&seen, "bob_").map(|told| told.0), Some(State::Ended));
    assert_eq!(told(&seen, "carol"), None, "nothing has changed there");
    assert_eq!(told(&later(&mut a), "bob_"), Some((State::Private, Trust::FirstUse)));
}

#[test]
fn a_mode_that_could_not_be_set_is_told_by_the_next_call() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    for name in ["bob", "carol"] {
        a.say(name, "in clear");
    }
    let mut other = other_handle(&a);
    let busy = other.begin(Durability::Process).unwrap();
    assert!(a.messenger.set_mode(ACCOUNT, "bob", Some(Mode::Required)).is_err());
    let seen = a.say("dave", "in clear");
    assert_eq!(told(&seen, "bob"), Some((State::Required, Trust::None)));
    assert_eq!(told(&seen, "carol"), None);
    assert!(a.messenger.set(ACCOUNT, Setting::Mode, Mode::Required as i64).is_err());
    let outcome = a.messenger.line_failed(ACCOUNT, 0);
    let seen = a.see(&outcome, true);
    assert_eq!(told(&seen, "carol"), Some((State::Required, Trust::None)));
    drop(busy);
    assert_eq!(told(&later(&mut a), "carol"), Some((State::Required, Trust::None)));
}

#[test]
fn a_call_that_fails_and_restricts_nothing_tells_no_state() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    for action in [Action::Start, Action::End] {
        let seen = act(&mut a, "bob", action);
        assert_eq!(told(&seen, "bob"), None, "{action:?}");
    }
    assert_eq!(told(&later(&mut a), "bob"), None);
    let _ = is_shut(&mut a, "bob");
}
