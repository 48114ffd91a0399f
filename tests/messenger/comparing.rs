//! Comparing keys: both see the same, and a code verifies only the one it is of.

use super::keys::*;
use super::people::*;
use subrosa::identity::Fingerprint;
use subrosa::messenger::{Action, EventKind, MessengerError, State, Trust};
use subrosa::verify::{SafetyNumber, Scan};

fn safety(somebody: &mut Somebody, peer: &str) -> SafetyNumber {
    let outcome = somebody.messenger.safety(ACCOUNT, peer, None);
    match &outcome.events[0].kind {
        EventKind::Safety { number, .. } => *number,
        other => panic!("{other:?}"),
    }
}

fn scan(somebody: &mut Somebody, peer: &str, code: &str) -> Scan {
    let outcome = somebody.messenger.scan(ACCOUNT, peer, code);
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
    match &outcome.events[0].kind {
        EventKind::Scanned { scan, .. } => *scan,
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_who_talk_see_the_same_number_and_scan_each_other() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let (of_a, of_b) = (safety(&mut a, "bob"), safety(&mut b, "alice"));
    assert_eq!(of_a.to_digits(), of_b.to_digits());
    assert_eq!(scan(&mut a, "bob", &of_b.code()), Scan::Match);
    assert_eq!(contact(&mut a, "bob")[0].trust, Trust::Verified);
    assert_eq!(contact(&mut b, "alice")[0].trust, Trust::FirstUse, "Bob has not scanned");
    a.restart(true);
    assert_eq!(contact(&mut a, "bob")[0].trust, Trust::Verified);
}

#[test]
fn somebody_between_two_people_is_found_by_number_and_code() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    // Mallory is Bob for Alice, and Alice for Bob.
    let mut as_bob = Somebody::new(&folder, &clock, "mallory", 3);
    let mut as_alice = Somebody::new(&folder, &clock, "mallory2", 4);
    as_bob.address = "bob".into();
    as_alice.address = "alice".into();
    for (victim, peer, thief) in [(&mut a, "bob", &mut as_bob), (&mut b, "alice", &mut as_alice)] {
        let name = victim.address.clone();
        thief.messenger.set_known(ACCOUNT, &name, true).unwrap();
        let start = victim.do_with(peer, Action::Start);
        carry(victim, thief, vec![start]);
        assert_eq!(victim.state(peer), State::Private);
    }
    let (of_a, of_b) = (safety(&mut a, "bob"), safety(&mut b, "alice"));
    assert_ne!(of_a.to_digits(), of_b.to_digits());
    assert_eq!(scan(&mut a, "bob", &of_b.code()), Scan::WrongContact);
    assert_eq!(contact(&mut a, "bob")[0].trust, Trust::FirstUse);
}

#[test]
fn the_code_of_somebody_else_verifies_nobody() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let own = safety(&mut a, "bob").code();
    let stranger = SafetyNumber::new(Fingerprint::from_bytes([7; 32]), fingerprint(&a)).code();
    let knows_another = SafetyNumber::new(fingerprint(&b), Fingerprint::from_bytes([7; 32])).code();
    for (code, wanted) in [
        (own.as_str(), Scan::WrongContact),
        (&stranger, Scan::WrongContact),
        (&knows_another, Scan::NotForUs),
        ("https://example.org/", Scan::NotACode),
    ] {
        assert_eq!(scan(&mut a, "bob", code), wanted);
        assert_eq!(contact(&mut a, "bob")[0].trust, Trust::FirstUse);
    }
    b.tick();
}

#[test]
fn a_code_verifies_that_one_of_several_keys_which_it_is_of() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let mut laptop = Somebody::new(&folder, &a.clock, "laptop", 44);
    laptop.address = "bob".into();
    let offer = offer_of(&mut laptop);
    a.hear("bob", &offer);
    // What is in question can be compared before it is accepted.
    let new = fingerprint(&laptop);
    let outcome = a.messenger.safety(ACCOUNT, "bob", Some(&new));
    assert!(matches!(outcome.events[0].kind, EventKind::Safety { .. }));
    let unknown = Fingerprint::from_bytes([7; 32]);
    let outcome = a.messenger.safety(ACCOUNT, "bob", Some(&unknown));
    assert!(matches!(outcome.error, Some(MessengerError::OtherFingerprint)));
    let added = decide(&mut a, "bob", Action::AddKey, Some(new));
    carry(&mut a, &mut laptop, vec![added]);
    let code = safety(&mut laptop, "alice").code();
    assert_eq!(scan(&mut a, "bob", &code), Scan::Match);
    let trust: Vec<_> =
        contact(&mut a, "bob").iter().map(|info| (info.fingerprint, info.trust)).collect();
    assert!(trust.contains(&(Some(new), Trust::Verified)));
    assert!(trust.contains(&(Some(fingerprint(&b)), Trust::FirstUse)));
    b.tick();
}

#[test]
fn where_nobody_is_known_there_is_nothing_to_compare() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let outcome = a.messenger.safety(ACCOUNT, "bob", None);
    assert!(matches!(outcome.error, Some(MessengerError::WrongState)));
    let outcome = a.messenger.scan(ACCOUNT, "bob", "SUBROSA:01");
    assert!(matches!(outcome.error, Some(MessengerError::WrongState)));
}
