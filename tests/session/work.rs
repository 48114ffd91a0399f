//! How much is computed: what the protocol needs and nothing twice. And what becomes of a line whose
//! maker has been found, if it is not read as it should be.

use crate::pair::*;
use subrosa::crypto::{Work, take_work};
use subrosa::identity::IdentityError;
use subrosa::session::{Event, Installation, PeerSessions, SessionError, Status};
use subrosa::wire::armor;

fn decoded(line: &str) -> Vec<u8> {
    armor::decode(line.as_bytes()).unwrap()
}

/// Two people, the first with an Offer out, and the decoded Init of the second.
fn init(seed: u64) -> (Person, Person, Vec<u8>) {
    let (mut a, mut b) = (Person::new(seed), Person::new(seed + 1));
    let offer = a.offer();
    let init = decoded(&lines(&b.receive(&offer))[0]);
    (a, b, init)
}

fn read_identified(person: &mut Person, line: &[u8]) -> Result<Vec<Event>, SessionError> {
    let identified = person.installation.identify(line, person.now)?.unwrap();
    person.with(|peer, cx| peer.receive_identified(cx, identified))
}

fn saved(installation: &Installation) -> String {
    format!("{installation:?}")
}

#[test]
fn an_establishment_does_the_operations_that_the_protocol_needs() {
    let (mut a, mut b) = (Person::new(1), Person::new(2));
    take_work();
    let offer = a.offer();
    settle(&mut a, &mut b, vec![offer], vec![]);
    let done = take_work();
    assert_eq!((a.peer.status(), b.peer.status()), (Status::Private, Status::Private));
    // The prekey, E, and a ratchet key for each of the three first chains.
    let keys = 5;
    // X3DH twice 3; each of the three first chains twice, and the extra of the reply twice.
    let agreements = 2 * 3 + 2 * 3 + 2;
    // Three keys of the card, E, two keys of the initiator, a ratchet key for each chain.
    let decompressions = 3 + 1 + 2 + 3;
    let needed = Work { keys, decompressions, agreements, signatures: 1, verifications: 1 };
    assert_eq!(done, needed);
}

#[test]
fn a_message_of_a_ping_pong_takes_one_key_two_agreements_and_one_square_root() {
    let (mut a, mut b) = pair(3);
    let line = a.send("there");
    b.hear(&line);
    take_work();
    let line = b.send("and back");
    assert_eq!(a.hear(&line).0, ["and back"]);
    let needed = Work { keys: 1, decompressions: 1, agreements: 2, ..Work::default() };
    assert_eq!(take_work(), needed);
}

#[test]
fn a_message_in_the_same_direction_takes_no_operation_on_the_curve() {
    let (mut a, mut b) = pair(5);
    b.hear(&a.send("first"));
    take_work();
    assert_eq!(b.hear(&a.send("second")).0, ["second"]);
    assert_eq!(take_work(), Work::default());
}

#[test]
fn what_identifying_an_init_has_computed_is_not_computed_again() {
    let (a, _, init) = init(10);
    let (mut at_once, mut twice) = (a.clone(), a);
    take_work();
    let events = at_once.with(|peer, cx| peer.receive_line(cx, &init)).unwrap();
    let needed = take_work();
    let read = read_identified(&mut twice, &init).unwrap();
    assert_eq!(take_work(), needed);
    assert_eq!(lines(&events).len(), lines(&read).len());
    assert_eq!(at_once.peer.status(), twice.peer.status());
}

#[test]
fn the_card_of_an_identified_offer_is_not_verified_again() {
    let (mut a, b) = (Person::new(20), Person::new(21));
    let offer = decoded(&a.offer());
    let (mut at_once, mut twice) = (b.clone(), b);
    take_work();
    at_once.with(|peer, cx| peer.receive_line(cx, &offer)).unwrap();
    let needed = take_work();
    assert_eq!(needed.verifications, 1);
    read_identified(&mut twice, &offer).unwrap();
    assert_eq!(take_work(), needed);
}

#[test]
fn an_identified_line_that_is_dropped_changes_nothing() {
    let (mut a, _, init) = init(30);
    let before = (saved(&a.installation), a.peer.sessions());
    drop(a.installation.identify(&init, a.now).unwrap());
    assert_eq!((saved(&a.installation), a.peer.sessions()), before);
    assert!(!lines(&a.with(|peer, cx| peer.receive_line(cx, &init)).unwrap()).is_empty());
}

#[test]
fn an_identified_init_is_read_only_where_it_was_identified() {
    let (a, _, init) = init(40);
    let mut other = Person::with_identity(a.installation.identity().clone(), 49);
    let mut stranger = Person::new(42);
    for person in [&mut other, &mut stranger] {
        let identified = a.installation.identify(&init, a.now).unwrap().unwrap();
        let refused = person.with(|peer, cx| peer.receive_identified(cx, identified));
        assert_eq!(refused.unwrap_err(), SessionError::WrongInstallation);
        assert_eq!((person.peer.sessions(), person.peer.status()), (0, Status::Idle));
    }
}

#[test]
fn an_identified_offer_is_read_only_where_it_was_identified() {
    let (mut a, b, mut c) = (Person::new(45), Person::new(46), Person::new(47));
    let offer = decoded(&a.offer());
    let identified = b.installation.identify(&offer, b.now).unwrap().unwrap();
    let refused = c.with(|peer, cx| peer.receive_identified(cx, identified));
    assert_eq!(refused.unwrap_err(), SessionError::WrongInstallation);
}

#[test]
fn an_identified_init_is_refused_once_its_prekey_is_deleted() {
    let (mut a, _, init) = init(50);
    let before = a.installation.clone();
    let identified = before.identify(&init, a.now).unwrap().unwrap();
    // The credited clock counts a jump as one day.
    for _ in 0..3 {
        a.now += 86_400;
        let _ = a.installation.expire(a.now);
    }
    assert_eq!(a.installation.prekeys(), 0);
    let refused = a.with(|peer, cx| peer.receive_identified(cx, identified));
    assert!(matches!(refused, Err(SessionError::NotForUs(_))), "{refused:?}");
    assert_eq!(a.peer.sessions(), 0);
}

#[test]
fn an_identified_offer_is_refused_once_its_card_has_expired() {
    let (mut a, mut b) = (Person::new(60), Person::new(61));
    let offer = decoded(&a.offer());
    let before = b.installation.clone();
    let identified = before.identify(&offer, b.now).unwrap().unwrap();
    b.now += 3 * 86_400;
    let refused = b.with(|peer, cx| peer.receive_identified(cx, identified));
    let expired = |error: &SessionError| {
        matches!(error, SessionError::Identity(IdentityError::Expired { .. }))
    };
    assert!(refused.as_ref().is_err_and(expired), "{refused:?}");
    assert_eq!(b.peer.sessions(), 0);
}

#[test]
fn an_init_that_was_identified_twice_begins_one_session() {
    let (mut a, _, init) = init(70);
    let before = a.installation.clone();
    let [first, second] = [(); 2].map(|()| before.identify(&init, a.now).unwrap().unwrap());
    a.with(|peer, cx| peer.receive_identified(cx, first)).unwrap();
    let again = a.with(|peer, cx| peer.receive_identified(cx, second));
    assert_eq!(again.unwrap_err(), SessionError::Duplicate);
    assert_eq!(a.peer.sessions(), 1);
    // For somebody else it is a replay, whatever was computed before.
    let third = before.identify(&init, a.now).unwrap().unwrap();
    a.peer = PeerSessions::new(&a.installation, None, a.now);
    let replayed = a.with(|peer, cx| peer.receive_identified(cx, third));
    assert!(matches!(replayed, Err(SessionError::Replayed(_))), "{replayed:?}");
}
