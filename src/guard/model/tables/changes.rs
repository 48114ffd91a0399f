//! What moves, joins and reloads leave, field by field.

use crate::guard::mode::Mode;
use crate::guard::model::world::keys;
use crate::guard::name::{Door, Name};
use crate::guard::names::snapshot::identity as id;
use crate::guard::names::{Names, Settled};
use crate::guard::op::Op;
use crate::guard::person::People;
use crate::identity::Fingerprint;
use crate::vault::Committed;
use std::collections::BTreeSet;

fn set<const N: usize>(people: [u8; N]) -> BTreeSet<Fingerprint> {
    people.into_iter().map(id).collect()
}

/// Private with somebody whom the user knows, and somebody else is there.
fn private() -> Name {
    Name {
        door: Door::Shut,
        mode: Some(Mode::Required),
        blocked: true,
        owners: set([0]),
        guests: set([1]),
        contact: true,
        touched: true,
        window: true,
        ..Name::default()
    }
}

fn renamed(from: &Name, to: &Name) -> ([Name; 2], usize) {
    let keys = keys(2);
    let rows = [(keys[0].clone(), from.clone()), (keys[1].clone(), to.clone())];
    let mut book = Names::load(Mode::Automatic, rows, true);
    let op = Op::Renamed(&keys[0], &keys[1]);
    let effects = book.apply(&op, &People::default()).unwrap();
    ([0, 1].map(|at| book.get(&keys[at]).cloned().unwrap_or_default()), effects.asks.len())
}

#[test]
fn a_move_takes_along_who_is_there_and_what_it_restricts() {
    let nobody = set([]);
    let old = Name {
        owners: nobody.clone(),
        left: set([0]),
        guests: nobody.clone(),
        contact: false,
        window: false,
        ..private()
    };
    let new = Name { touched: false, ..private() };
    assert_eq!(renamed(&private(), &Name::default()), ([old.clone(), new.clone()], 1));
    // And back: home, and who came along is still no more than a guest.
    let ([passed, home], asks) = renamed(&new, &old);
    assert_eq!((home, asks), (private(), 1));
    assert_eq!(passed, Name { touched: false, ..old.clone() });
    // A stranger at a name that waits is a guest, and not answered unasked.
    let plain = Name { owners: set([3]), contact: true, touched: true, ..Name::default() };
    let waits = Name { touched: true, left: set([0]), ..Name::default() };
    let ([_, stranger], asks) = renamed(&plain, &waits);
    assert_eq!((stranger, asks), (Name { guests: set([3]), window: true, ..waits.clone() }, 1));
    // Nobody is waited for at a name that the user never knew.
    let never = Name { owners: set([3]), contact: true, window: true, ..Name::default() };
    assert_eq!(renamed(&never, &Name::default()), ([Name::default(), never], 0));
    // A name with an owner waits for nobody else.
    let owned = Name { owners: set([4]), ..Name::default() };
    let ([left, there], asks) = renamed(&plain, &owned);
    assert_eq!(left, Name { owners: nobody, left: set([3]), contact: false, ..plain });
    assert_eq!((there, asks), (Name { guests: set([3]), window: true, ..owned }, 1));
}

#[test]
fn spellings_that_become_one_or_two_are_remembered_as_both_or_as_one_was() {
    let keys = keys(2);
    let (from, to) = (&keys[0], &keys[1]);
    let plain = Name { contact: true, touched: true, ..Name::default() };
    let after = |op: Op<'_>, other: Option<&Name>| {
        let rows = [(from.clone(), private())];
        let rows = rows.into_iter().chain(other.map(|other| (to.clone(), other.clone())));
        let mut book = Names::load(Mode::Automatic, rows, true);
        let _ = book.apply(&op, &People::default()).unwrap();
        [from, to].map(|at| book.get(at).cloned().unwrap_or_default())
    };
    let both = private().join(&plain);
    let respelled = Op::Respelled(from, to);
    assert_eq!(after(respelled.clone(), None), [Name::default(), private()]);
    assert_eq!(after(respelled, Some(&plain)), [Name::default(), both.clone()]);
    assert_eq!(after(Op::Spread(from, to), None), [private(), private()]);
    assert_eq!(after(Op::Spread(from, to), Some(&plain)), [private(), both]);
    for op in [Op::Respelled(from, from), Op::Spread(from, from), Op::Renamed(from, from)] {
        assert_eq!(after(op, Some(&plain)), [private(), plain.clone()]);
    }
    // Of a name that nobody has heard of nothing comes along, unless it may have been lost.
    for op in [Op::Respelled(to, from), Op::Spread(to, from), Op::Renamed(to, from)] {
        for (whole, heard_of) in [(true, false), (false, true)] {
            let rows = [(from.clone(), plain.clone())];
            let mut book = Names::load(Mode::Automatic, rows, whole);
            let _ = book.apply(&op, &People::default()).unwrap();
            assert_eq!(book.get(to).is_some(), heard_of, "{op:?}");
            let door = book.get(from).unwrap().door;
            assert_eq!(door == Door::Shut, heard_of, "{op:?}");
        }
    }
}

#[test]
fn room_is_made_of_names_that_were_only_passed() {
    let at = &keys(1)[0];
    let forgets = |name: Name| {
        let mut book = Names::load(Mode::Automatic, [(at.clone(), name)], true);
        let _ = book.apply(&Op::MadeRoom(at), &People::default()).unwrap();
        book.row_of(at).is_none()
    };
    let passed = Name { door: Door::Shut, left: set([0]), ..Name::default() };
    assert!(forgets(passed.clone()));
    assert!(forgets(Name { window: true, ..passed.clone() }));
    assert!(!forgets(Name { touched: true, ..passed.clone() }));
    assert!(!forgets(Name { left: set([]), owners: set([0]), ..passed }));
}

#[test]
fn a_window_whose_people_have_another_name_gives_room_and_the_last_does_not() {
    let keys = keys(2);
    let owned = |owners: &[u8], window| {
        let owners = owners.iter().copied().map(id).collect();
        Name { door: Door::Shut, owners, window, ..Name::default() }
    };
    for (here, there, window, given_up) in [
        (&[0][..], &[0][..], true, [true, false]),
        (&[0], &[0], false, [false, true]),
        (&[0, 1], &[0], true, [false, true]),
        (&[0, 1], &[1, 0], true, [true, false]),
    ] {
        let rows = keys.iter().cloned().zip([owned(here, window), owned(there, true)]);
        let mut book = Names::load(Mode::Automatic, rows, true);
        for (at, given_up) in keys.iter().zip(given_up) {
            let _ = book.apply(&Op::MadeRoom(at), &People::default()).unwrap();
            assert_eq!(book.row_of(at).is_none(), given_up, "{here:?} {there:?} {window}");
        }
    }
}

#[test]
fn a_window_that_makes_room_leaves_its_name_shut() {
    let keys = keys(2);
    let (at, to) = (&keys[0], &keys[1]);
    let window = |door| Name { door, left: set([0]), window: true, ..Name::default() };
    let after = |name: Name, ops: &[Op<'_>], settled: Settled| {
        let mut book = Names::load(Mode::Automatic, [(at.clone(), name)], true);
        for op in ops {
            let _ = book.apply(op, &People::default()).unwrap();
        }
        let written = book.folded_to_write().is_some();
        book.settle(settled);
        [at, to].map(|at| (book.get(at).map(Name::door), book.row_of(at).is_some(), written))
    };
    let room = Op::MadeRoom(at);
    let committed = || Settled::Committed(Committed::imagined());
    let shut = Some(Door::Shut);
    for door in [Door::Started, Door::Shut] {
        let folded = after(window(door), std::slice::from_ref(&room), committed());
        assert_eq!(folded[0], (shut, false, true));
        // What is made of it in the same call is shut as well.
        for op in [Op::Renamed(at, to), Op::Spread(at, to), Op::Respelled(at, to)] {
            let both = after(window(door), &[room.clone(), op], committed());
            assert_eq!(both.map(|(door, ..)| door), [shut, shut]);
        }
        let failed = after(window(door), std::slice::from_ref(&room), Settled::Failed);
        assert_eq!(failed[0], (shut, true, true), "the row is still there");
    }
    let required = Name { mode: Some(Mode::Required), window: true, ..Name::default() };
    assert_eq!(after(required, std::slice::from_ref(&room), committed())[0], (shut, false, true));
    // What restricts nothing is forgotten.
    let open = after(window(Door::Open), std::slice::from_ref(&room), committed());
    assert_eq!(open[0], (None, false, false));
}

#[test]
fn joins_and_reloads_keep_who_is_there_and_who_is_answered() {
    let (contact, other) = (
        Name { contact: true, owners: set([0]), ..Name::default() },
        Name { door: Door::Shut, left: set([1]), guests: set([2]), ..Name::default() },
    );
    let joined = Name {
        door: Door::Shut,
        left: set([0, 1]),
        guests: set([2]),
        contact: true,
        ..Name::default()
    };
    assert_eq!((contact.join(&other), other.join(&contact)), (joined.clone(), joined));
    let waits = Name { touched: true, left: set([0]), ..Name::default() };
    let nobodys = Name { touched: true, contact: true, ..Name::default() };
    assert_eq!(nobodys.join(&waits), Name { contact: true, ..waits });
    let stranger = Name { touched: true, guests: set([0, 3]), ..Name::default() };
    let with = Name { touched: true, guests: set([3]), ..contact.clone() };
    assert_eq!(contact.join(&stranger), with);
    let strict = Name { blocked: true, ..other.clone() };
    assert!(strict.is_as_strict_as(&other) && !other.is_as_strict_as(&strict));
    assert!(!contact.is_as_strict_as(&other));

    let at = &keys(1)[0];
    let disk = Name { left: set([0]), ..Name::default() };
    for (saved, answered) in [(contact.clone(), true), (disk, false)] {
        let mut book = Names::load(Mode::Automatic, [(at.clone(), contact.clone())], true);
        let _ = book.apply(&Op::Appeared(at, id(5)), &People::default()).unwrap();
        book.settle(Settled::Committed(Committed::imagined()));
        book.note(&Op::Known(at, true));
        book.reload(Mode::Automatic, [(at.clone(), Name { contact: false, ..saved })], true);
        let name = book.get(at).cloned().unwrap_or_default();
        assert_eq!((name.contact, name.touched), (answered, true));
        assert_eq!(name.guests, set([5]), "whoever is here is remembered");
    }
}
