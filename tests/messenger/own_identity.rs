//! An identity for one account alone.

use super::keys::*;
use super::people::*;
use subrosa::messenger::{Action, EventKind, MessengerError, Origin, Trust};

#[test]
fn an_account_with_an_identity_of_its_own_shows_no_card_of_the_other_accounts() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let mut b = Somebody::new(&folder, &a.clock, "bob", 2);
    a.messenger.give_identity("work", None).unwrap();
    let own = *a.messenger.identity_of("work").unwrap().fingerprint();
    assert_ne!(own, fingerprint(&a));
    let _ = a.messenger.attach("work", plain()).unwrap();
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let start = a.messenger.contact_do("work", "bob", Action::Start, None);
    let mut to_b = a.see(&start, true).lines;
    for _ in 0..4 {
        let mut back = Vec::new();
        for (_, line) in to_b.drain(..) {
            back.extend(b.hear("alice", &line).lines);
        }
        for (_, line) in back {
            let line = line.as_bytes();
            let outcome = a.messenger.incoming("work", "bob", line, Origin::default());
            to_b.extend(a.see(&outcome, true).lines);
        }
    }
    assert_eq!(contact(&mut b, "alice")[0].fingerprint, Some(own));
    let outcome = a.messenger.safety("work", "bob", None);
    let EventKind::Safety { number, .. } = &outcome.events[0].kind else { panic!() };
    let outcome = b.messenger.scan(ACCOUNT, "alice", &number.code());
    assert!(outcome.error.is_none());
    assert_eq!(contact(&mut b, "alice")[0].trust, Trust::Verified);
    // It stays, and what is known of Bob is shared.
    a.restart(true);
    assert_eq!(*a.messenger.identity_of("work").unwrap().fingerprint(), own);
    let _ = a.messenger.attach("work", plain()).unwrap();
    assert_eq!(*a.messenger.identity_of("work").unwrap().fingerprint(), own);
    assert_eq!(*a.messenger.identity_of(ACCOUNT).unwrap().fingerprint(), fingerprint(&a));
}

#[test]
fn an_account_that_was_used_keeps_its_identity() {
    let folder = Folder::new();
    let (mut a, b) = private_pair(&folder);
    let attached = a.messenger.give_identity(ACCOUNT, None);
    assert!(matches!(attached, Err(MessengerError::IdentityInUse)));
    a.messenger.detach(ACCOUNT).unwrap();
    let used = a.messenger.give_identity(ACCOUNT, None);
    assert!(matches!(used, Err(MessengerError::IdentityInUse)));
    let moved = b.messenger.identity().unwrap().clone();
    a.messenger.give_identity("moved", Some(moved)).unwrap();
    assert_eq!(*a.messenger.identity_of("moved").unwrap().fingerprint(), fingerprint(&b));
    let twice = a.messenger.give_identity("moved", None);
    assert!(matches!(twice, Err(MessengerError::IdentityInUse)));
}
