//! What each decision and each hint leaves, field by field.
//!
//! Promises are about what may leave and whose a name is. Who is answered unasked, who is asked about
//! again and which sessions end is said here.

use crate::guard::AddressKey;
use crate::guard::MAX_OWNERS;
use crate::guard::mode::Mode;
use crate::guard::model::world::keys;
use crate::guard::name::{Door, Name};
use crate::guard::names::Names;
use crate::guard::names::snapshot::identity as id;
use crate::guard::op::Stage;
use crate::guard::op::{Decision, Effects, GuardError, Op};
use crate::guard::person::{People, Person};
use crate::identity::Fingerprint;
use std::collections::BTreeSet;

const NOBODY: Person = Person { blocked: false, replaced: false, verified: false, accepted: false };
const ACCEPTED: Person = Person { accepted: true, ..NOBODY };
const BLOCKED: Person = Person { blocked: true, ..NOBODY };
const REPLACED: Person = Person { replaced: true, verified: true, ..NOBODY };

fn set<const N: usize>(people: [u8; N]) -> BTreeSet<Fingerprint> {
    people.into_iter().map(id).collect()
}

/// Open and untouched, with an owner, a guest, and somebody who was declined.
fn full() -> Name {
    Name { owners: set([0]), guests: set([1]), declined: set([2]), ..Name::default() }
}

fn begun() -> Name {
    Name { door: Door::Started, touched: true, contact: true, ..full() }
}

fn after(
    name: &Name,
    op: impl Fn(&AddressKey) -> Op<'_>,
    people: &[(u8, Person)],
) -> Result<(Name, Effects), GuardError> {
    let at = &keys(1)[0];
    let mut book = Names::load(Mode::Automatic, [(at.clone(), name.clone())], true);
    let people: People = people.iter().map(|(who, person)| (id(*who), *person)).collect();
    let effects = book.apply(&op(at), &people)?;
    Ok((book.get(at).cloned().unwrap_or_default(), effects))
}

fn decided(name: &Name, decision: Decision, people: &[(u8, Person)]) -> (Name, Effects) {
    after(name, |at| Op::Decide(at, decision), people).unwrap()
}

fn refused(name: &Name, decision: Decision, people: &[(u8, Person)]) -> GuardError {
    after(name, |at| Op::Decide(at, decision), people).unwrap_err()
}

#[test]
fn start_end_and_cancel_leave_what_they_say() {
    let started = Name { declined: set([]), ..begun() };
    assert_eq!(decided(&full(), Decision::Start, &[]), (started, Effects::none()));
    let shut = Name { door: Door::Shut, ..full() };
    let ended = Name { touched: true, guests: set([]), declined: set([]), ..full() };
    assert_eq!(decided(&shut, Decision::End, &[]), (ended.clone(), Effects::none()));
    let free = Name { owners: set([]), ..ended };
    assert_eq!(decided(&shut, Decision::End, &[(0, REPLACED)]).0, free);
    let cancelled = Name { door: Door::Open, contact: true, touched: true, ..full() };
    assert_eq!(decided(&begun(), Decision::Cancel, &[]).0, cancelled);
    let stays = Name { touched: true, ..shut.clone() };
    assert_eq!(decided(&shut, Decision::Cancel, &[]).0, stays);
    assert_eq!(refused(&full(), Decision::Start, &[(0, REPLACED)]), GuardError::WrongState);
}

#[test]
fn accept_and_decline_leave_what_they_say() {
    assert_eq!(decided(&full(), Decision::Accept(None), &[]), (begun(), Effects::none()));
    let (name, effects) = decided(&full(), Decision::Accept(Some(id(1))), &[]);
    assert_eq!(name, Name { owners: set([1]), guests: set([]), ..begun() });
    assert_eq!(effects, Effects { people: vec![(id(1), ACCEPTED)], ..Effects::none() });
    for outcast in [BLOCKED, REPLACED] {
        let accept = Decision::Accept(Some(id(1)));
        assert_eq!(refused(&full(), accept, &[(1, outcast)]), GuardError::WrongState);
    }
    let decline =
        |name: &Name, who, people: &[_]| decided(name, Decision::Decline(id(who)), people);
    let (name, effects) = decline(&full(), 1, &[(1, BLOCKED)]);
    let declined = Name { guests: set([]), declined: set([1, 2]), touched: true, ..full() };
    assert_eq!((name, effects), (declined, Effects::none()));
    assert_eq!(refused(&full(), Decision::Decline(id(0)), &[(0, BLOCKED)]), GuardError::WrongState);
    let left = Name { owners: set([]), left: set([0]), ..full() };
    assert_eq!(refused(&left, Decision::Decline(id(0)), &[(0, BLOCKED)]), GuardError::WrongState);
    assert!(decline(&left, 1, &[]).1.ends_wait);
    assert!(!decline(&left, 3, &[]).1.ends_wait, "a guest is left");
}

#[test]
fn new_keys_leave_what_they_say() {
    let new = Decision::AcceptKey(id(1));
    let crowd = Name { guests: set([1, 4]), ..full() };
    let (name, effects) = decided(&crowd, new, &[(0, BLOCKED), (1, REPLACED)]);
    assert_eq!(name, Name { owners: set([1]), guests: set([]), declined: set([]), ..begun() });
    let old = Person { replaced: true, ..BLOCKED };
    let people = vec![(id(0), old), (id(1), ACCEPTED)];
    assert_eq!(effects, Effects { people, close: vec![id(0)], ..Effects::none() });
    assert_eq!(refused(&full(), new, &[(1, BLOCKED)]), GuardError::WrongState);
    let blocked = Name { blocked: true, ..full() };
    assert_eq!(refused(&blocked, new, &[]), GuardError::WrongState);
    let verified = Person { verified: true, ..ACCEPTED };
    let (_, effects) = decided(&full(), Decision::AcceptKey(id(0)), &[(0, verified)]);
    assert_eq!(effects.people, [(id(0), verified)], "the same key stays verified");

    let add = Decision::AddKey(id(1));
    let (name, effects) = decided(&full(), add, &[(1, REPLACED)]);
    assert_eq!(name, Name { owners: set([0, 1]), guests: set([]), ..begun() });
    assert_eq!(effects, Effects { people: vec![(id(1), ACCEPTED)], ..Effects::none() });
    assert_eq!(decided(&full(), add, &[(1, verified)]).1.people, [(id(1), verified)]);
    for (name, people) in
        [(&blocked, &[][..]), (&full(), &[(1, BLOCKED)]), (&full(), &[(0, BLOCKED)])]
    {
        assert_eq!(refused(name, add, people), GuardError::WrongState);
    }
    let nobodys = Name { owners: set([]), ..full() };
    assert_eq!(refused(&nobodys, add, &[]), GuardError::WrongState);
    let many = |count: usize| (10..).take(count).map(id).collect();
    let most = Name { owners: many(MAX_OWNERS), ..full() };
    assert_eq!(refused(&most, add, &[]), GuardError::TooManyKeys);
    assert_eq!(decided(&most, Decision::AddKey(id(10)), &[]).0.owners, most.owners);
    let room = Name { owners: many(MAX_OWNERS - 1), ..full() };
    assert_eq!(decided(&room, add, &[]).0.owners.len(), MAX_OWNERS);
}

#[test]
fn verification_and_blocks_leave_what_they_say() {
    let (name, effects) = decided(&full(), Decision::Verify(id(0)), &[(0, ACCEPTED)]);
    assert_eq!(name, Name { touched: true, ..full() });
    assert_eq!(effects.people, [(id(0), Person { verified: true, ..ACCEPTED })]);
    assert_eq!(refused(&full(), Decision::Verify(id(0)), &[(0, REPLACED)]), GuardError::WrongState);
    let (_, effects) = decided(&full(), Decision::Unverify(id(0)), &[(0, REPLACED)]);
    assert_eq!(effects.people, [(id(0), Person { verified: false, ..REPLACED })]);
    assert_eq!(refused(&full(), Decision::Verify(id(1)), &[]), GuardError::OtherFingerprint);

    let (name, effects) = decided(&full(), Decision::Block, &[]);
    assert_eq!(name, Name { touched: true, blocked: true, ..full() });
    let people = vec![(id(0), BLOCKED)];
    assert_eq!(effects, Effects { people, close: vec![id(0)], ..Effects::none() });
    let left = Name { owners: set([]), left: set([3, 4]), ..full() };
    assert_eq!(decided(&left, Decision::Block, &[(3, BLOCKED)]).1, Effects::none());
    let shut = Name { door: Door::Shut, blocked: true, ..left };
    let (name, effects) = decided(&shut, Decision::Unblock, &[(3, BLOCKED)]);
    assert_eq!(name, Name { touched: true, blocked: false, ..shut });
    assert_eq!(effects, Effects { people: vec![(id(3), NOBODY)], ..Effects::none() });
}

#[test]
fn whoever_appears_is_taken_for_whom_the_name_and_the_vault_know() {
    use crate::guard::op::Place::{Blocked, Declined, Guest, Owner, Replaced};
    let left = Name { owners: set([]), left: set([0, 3]), ..full() };
    let nobodys = Name { owners: set([]), guests: set([]), ..full() };
    let blocked = Name { blocked: true, ..full() };
    for (name, who, person, place) in [
        (&full(), 0, ACCEPTED, Owner),
        (&full(), 1, NOBODY, Guest),
        (&full(), 2, NOBODY, Declined),
        (&full(), 3, NOBODY, Guest),
        (&full(), 0, REPLACED, Replaced),
        (&full(), 1, BLOCKED, Blocked),
        (&blocked, 1, NOBODY, Blocked),
        (&left, 0, ACCEPTED, Owner),
        (&left, 4, NOBODY, Guest),
        (&nobodys, 4, NOBODY, Owner),
        (&nobodys, 4, ACCEPTED, Guest),
    ] {
        let (now, effects) = after(name, |at| Op::Appeared(at, id(who)), &[(who, person)]).unwrap();
        assert_eq!(effects.place, Some(place), "{who} at {name:?}");
        assert_eq!(now.owners.contains(&id(who)), name.owners.contains(&id(who)) || place == Owner);
        let home = Name { owners: set([0]), left: set([]), ..left.clone() };
        assert!(who != 0 || name != &left || now == home, "{now:?}");
    }
}

#[test]
fn forget_leaves_what_it_says() {
    let forget = Decision::Forget(Some(id(0)));
    let mode = Some(Mode::Required);
    let (name, effects) = decided(&Name { mode, ..begun() }, forget, &[]);
    assert_eq!(name, Name { mode, touched: true, ..Name::default() });
    let known_no_more = Effects { close: vec![id(0)], forgotten: vec![id(0)], ..Effects::none() };
    assert_eq!(effects, known_no_more);
    let two = Name { owners: set([0, 5]), ..begun() };
    assert_eq!(decided(&two, forget, &[]).0, Name { owners: set([5]), ..begun() });
    let (_, effects) = decided(&full(), forget, &[(0, REPLACED)]);
    assert_eq!(effects.people, [(id(0), Person { replaced: true, ..NOBODY })]);
    assert!(effects.forgotten.is_empty(), "that a key was replaced is remembered");
    let nobody = Decision::Forget(None);
    assert_eq!(refused(&full(), nobody, &[]), GuardError::OtherFingerprint);
    assert_eq!(refused(&full(), Decision::Forget(Some(id(1))), &[]), GuardError::OtherFingerprint);
    assert_eq!(refused(&full(), forget, &[(0, BLOCKED)]), GuardError::WrongState);
    let left = Name { owners: set([]), left: set([0]), ..begun() };
    assert_eq!(decided(&left, nobody, &[]), (Name::default(), Effects::none()));
    assert_eq!(refused(&left, forget, &[(0, BLOCKED)]), GuardError::WrongState);

    // At other names nothing but the identity goes, and who is not there is left alone.
    let keys = keys(3);
    let rows = [
        begun(),
        Name { owners: set([]), left: set([0, 7]), ..begun() },
        Name { owners: set([7]), ..begun() },
    ];
    let mut book = Names::load(Mode::Automatic, keys.iter().cloned().zip(rows), true);
    let _ = book.apply(&Op::Decide(&keys[0], forget), &People::default()).unwrap();
    let changed: Vec<AddressKey> = book.to_write().into_iter().map(|(at, _)| at).collect();
    assert_eq!(changed, keys[..2]);
    let gone = Name { owners: set([]), left: set([7]), ..begun() };
    assert_eq!(book.get(&keys[1]), Some(&gone));
    for (before, after) in [
        (Name { guests: set([0]), ..begun() }, Name { guests: set([]), ..begun() }),
        (Name { declined: set([0, 2]), ..begun() }, begun()),
    ] {
        let (before, after) = [before, after].map(|name| Name { owners: set([7]), ..name }).into();
        let rows = [(keys[0].clone(), begun()), (keys[1].clone(), before)];
        let mut book = Names::load(Mode::Automatic, rows, true);
        let _ = book.apply(&Op::Decide(&keys[0], forget), &People::default()).unwrap();
        assert_eq!(book.get(&keys[1]), Some(&after));
    }
}

#[test]
fn hints_and_sessions_leave_what_they_say() {
    let told = |name: &Name, op: &dyn Fn(&AddressKey) -> Op<'_>| {
        let at = &keys(1)[0];
        let mut book = Names::load(Mode::Automatic, [(at.clone(), name.clone())], true);
        book.note(&op(at));
        let noted = book.get(at).cloned().unwrap_or_default();
        let (applied, effects) = after(name, op, &[]).unwrap();
        assert_eq!((&noted, effects), (&applied, Effects::none()));
        noted
    };
    let contact = Name { touched: true, contact: true, ..Name::default() };
    let left = Name { door: Door::Shut, left: set([0]), ..Name::default() };
    assert_eq!(told(&Name::default(), &|at| Op::Wrote(at)), contact);
    assert_eq!(told(&Name::default(), &|at| Op::Known(at, true)), contact);
    assert_eq!(told(&left, &|at| Op::Wrote(at)), Name { touched: true, ..left.clone() });
    assert_eq!(told(&left, &|at| Op::Known(at, true)), left);
    assert_eq!(
        told(&contact, &|at| Op::Known(at, false)),
        Name { contact: false, ..contact.clone() }
    );

    let started = Name { door: Door::Started, ..contact.clone() };
    assert_eq!(after(&contact, |at| Op::Unreadable(at), &[]).unwrap().0, started);
    let came = Name { door: Door::Shut, window: true, ..Name::default() };
    let private = after(&came, |at| Op::Session(at, Stage::Private), &[]).unwrap().0;
    assert_eq!(private, came, "it is shut, and the user has not touched it");
    let stranger = Name { touched: true, ..Name::default() };
    assert_eq!(after(&stranger, |at| Op::Unreadable(at), &[]).unwrap().0, stranger);
    let waits = after(&Name::default(), |at| Op::Session(at, Stage::Waiting), &[]).unwrap().0;
    assert_eq!(waits, Name { door: Door::Started, touched: true, ..Name::default() });
    assert!(AddressKey::irregular("a").is_irregular() && !keys(1)[0].is_irregular());
}
