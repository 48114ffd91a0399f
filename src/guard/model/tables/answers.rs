//! What a book answers: who is answered unasked, what is marked, what reaches many, and how names
//! that may be one share restrictions.

use crate::guard::mode::Mode;
use crate::guard::model::world::keys;
use crate::guard::name::{Door, Name, NameParts};
use crate::guard::names::snapshot::identity as id;
use crate::guard::names::{Names, Settled};
use crate::guard::op::{Decision, Op, Stage};
use crate::guard::permit::{Answer, Way, Why};
use crate::guard::person::{People, Person};
use crate::guard::spelling::AddressKey;
use crate::guard::{MAX_DECLINED, MAX_GUESTS, MAX_OWNERS};
use crate::identity::Fingerprint;
use crate::vault::Committed;

const REQUIRED: Option<Mode> = Some(Mode::Required);
const MODES: [Mode; 3] = [Mode::Manual, Mode::Automatic, Mode::Required];

fn one(mode: Mode, name: &Name) -> (AddressKey, Names) {
    let at = keys(1)[0].clone();
    let book = Names::load(mode, [(at.clone(), name.clone())], true);
    (at, book)
}

fn contact() -> Name {
    Name { contact: true, touched: true, ..Name::default() }
}

#[test]
fn clear_text_is_marked_where_there_was_to_be_none() {
    let marks = |mode, name: &Name| {
        let (at, book) = one(mode, name);
        book.marks(&at)
    };
    for (door, marked) in [(Door::Open, false), (Door::Started, false), (Door::Shut, true)] {
        assert_eq!(marks(Mode::Automatic, &Name { door, ..contact() }), marked, "{door:?}");
    }
    assert!(marks(Mode::Automatic, &Name { mode: REQUIRED, ..contact() }));
    assert!(marks(Mode::Required, &contact()));
    assert!(!marks(Mode::Required, &Name { mode: Some(Mode::Manual), ..contact() }));
    let (_, book) = one(Mode::Automatic, &contact());
    assert!(!book.marks(&keys(2)[1]));
    let (_, book) = one(Mode::Required, &contact());
    assert!(book.marks(&keys(2)[1]));
}

#[test]
fn contacts_are_answered_unasked_unless_the_mode_is_manual_or_they_have_left() {
    let answers = |mode, name: &Name| {
        let (at, book) = one(mode, name);
        (book.answers(&at), book.answers_lost_sessions(&at))
    };
    let own = |mode| Name { mode: Some(mode), ..contact() };
    assert_eq!(MODES.map(|mode| answers(mode, &contact()).0), [false, true, true]);
    assert_eq!(MODES.map(|mode| answers(Mode::Automatic, &own(mode)).0), [false, true, true]);
    assert_eq!(answers(Mode::Manual, &contact()), (false, true));
    let left = Name { left: [id(0)].into(), ..contact() };
    let stranger = Name { contact: false, ..contact() };
    let blocked = Name { blocked: true, ..contact() };
    assert_eq!(answers(Mode::Automatic, &left), (false, false));
    assert_eq!(answers(Mode::Automatic, &stranger), (false, false));
    assert!(!answers(Mode::Automatic, &blocked).1, "nothing of it is read");
    let (_, book) = one(Mode::Automatic, &contact());
    assert!(!book.answers(&keys(2)[1]) && !book.answers_lost_sessions(&keys(2)[1]));
}

#[test]
fn a_mode_of_its_own_goes_before_that_of_the_account_and_a_strict_one_counts_at_once() {
    for of_account in MODES {
        for own in MODES {
            let (at, book) = one(of_account, &Name { mode: Some(own), ..contact() });
            assert_eq!(book.mode(&at), own);
            assert_eq!(book.requires_privacy(&at), own == Mode::Required);
        }
        let (at, mut book) = one(of_account, &contact());
        assert_eq!(book.mode(&at), of_account);
        let set = |book: &mut Names, mode| {
            let op = Op::Decide(&at, Decision::SetMode(Some(mode)));
            let _ = book.apply(&op, &People::default()).unwrap();
        };
        set(&mut book, Mode::Manual);
        assert_eq!(book.mode(&at), of_account, "it is not on the disk yet");
        set(&mut book, Mode::Required);
        assert_eq!(book.mode(&at), Mode::Required);
    }
}

#[test]
fn what_reaches_many_is_open_where_nothing_is_restricted() {
    let reaches = |mode, name: &Name, whole| {
        let at = keys(1)[0].clone();
        let book = Names::load(mode, [(at, name.clone())], whole);
        let (all, mask) = (book.open_to_all(), book.open_to_a_mask());
        assert!(all.as_ref().is_none_or(|clear| clear.at().is_none()), "it is for no name alone");
        (all.is_some(), mask.is_some())
    };
    assert_eq!(reaches(Mode::Automatic, &contact(), true), (true, true));
    let owned = Name { owners: [id(0)].into(), ..contact() };
    assert_eq!(reaches(Mode::Automatic, &owned, true), (true, false));
    assert_eq!(reaches(Mode::Automatic, &contact(), false), (false, false));
    assert_eq!(reaches(Mode::Required, &contact(), true), (false, false));
    for restricted in [
        Name { door: Door::Started, ..contact() },
        Name { blocked: true, ..contact() },
        Name { mode: REQUIRED, ..contact() },
    ] {
        assert_eq!(reaches(Mode::Automatic, &restricted, true), (false, false), "{restricted:?}");
    }
    let (at, book) = one(Mode::Automatic, &contact());
    let Answer::Clear(clear) = book.answer(&at, Stage::Idle, None) else { panic!() };
    assert_eq!(clear.at(), Some(&at));
}

#[test]
fn without_people_or_rows_a_permit_is_for_names_of_nobody() {
    let says = |name: &Name, people: Option<&People>| {
        let (at, book) = one(Mode::Automatic, name);
        match book.answer(&at, Stage::Idle, people) {
            Answer::Refuse(why, way) => Some((why, way)),
            _ => None,
        }
    };
    let unknown = Some((Why::Unknown, Way::Unlock));
    let owned = Name { owners: [id(0)].into(), ..contact() };
    let guest = Name { guests: [id(0)].into(), ..contact() };
    for name in [&owned, &guest] {
        assert_eq!(says(name, None), unknown);
        assert_eq!(says(name, Some(&People::default())), None);
    }
    assert_eq!(says(&contact(), None), None);
    let shut = Name { door: Door::Shut, ..owned.clone() };
    assert_eq!(says(&shut, None), Some((Why::Ended, Way::StartOrEnd)));
    assert_eq!(says(&Name { mode: REQUIRED, ..owned.clone() }, None), None, "it is held");
    let mut people = People::default();
    people.insert(id(0), Person { replaced: true, ..Person::default() });
    assert_eq!(says(&owned, Some(&people)), Some((Why::Replaced, Way::DecideOrEnd)));

    let at = keys(1)[0].clone();
    let book = Names::load(Mode::Automatic, [], false);
    assert!(matches!(
        book.answer(&at, Stage::Idle, Some(&people)),
        Answer::Refuse(Why::Unknown, Way::Unlock)
    ));
}

#[test]
fn names_that_may_be_one_share_restrictions_until_the_user_or_the_network_tells_them_apart() {
    let keys = keys(3);
    let [a, b, c] = &*keys else { panic!() };
    let shut = Name { door: Door::Shut, ..contact() };
    let rows = [(a.clone(), shut.clone()), (b.clone(), shut)];
    let mut book = Names::load(Mode::Automatic, rows, true);
    let refused = |book: &Names, stage| {
        matches!(book.answer(c, stage, None), Answer::Refuse(Why::Lookalike, Way::StartOrEnd))
    };
    let clear = |book: &Names| matches!(book.answer(c, Stage::Idle, None), Answer::Clear(_));
    let done = |book: &mut Names, op: Op<'_>| {
        let _ = book.apply(&op, &People::default()).unwrap();
        book.settle(Settled::Committed(Committed::imagined()));
    };
    assert!(clear(&book), "they are two names");
    book.share_restrictions(Some(|_| "one".to_owned()));
    assert!(refused(&book, Stage::Idle) && !refused(&book, Stage::Private));
    let of_rows: Vec<_> = book.iter().map(|(at, name)| (at.clone(), name.clone())).collect();
    book.reload(Mode::Automatic, of_rows, true);
    assert!(refused(&book, Stage::Idle), "nor does a reload tell them apart");
    // What a host has on a list it may spell otherwise than it spells who is private.
    for hint in [Op::Known(c, true), Op::Wrote(c)] {
        let mut told = book.clone();
        told.note(&hint);
        assert!(refused(&told, Stage::Idle), "{hint:?}");
        done(&mut told, hint.clone());
        assert!(refused(&told, Stage::Idle), "{hint:?}");
    }
    let mut ended = book.clone();
    done(&mut ended, Op::Decide(c, Decision::End));
    assert!(clear(&ended), "the user has decided");
    done(&mut book, Op::Decide(a, Decision::End));
    assert!(refused(&book, Stage::Idle), "another one is still private");
    let mut announced = book.clone();
    announced.share_restrictions(None);
    assert!(clear(&announced));
    done(&mut book, Op::Decide(b, Decision::End));
    assert!(clear(&book), "none is private");
    book.note(&Op::Known(c, true));
    assert!(book.get(c).is_some_and(Name::is_contact));
    let mut loaded = Names::load(Mode::Automatic, [], true);
    loaded.share_restrictions(Some(|_| "one".to_owned()));
    let private = Name { door: Door::Shut, ..contact() };
    loaded.reload(Mode::Automatic, [(a.clone(), private)], true);
    assert!(refused(&loaded, Stage::Idle), "what another process has written is shared");
    let mut begun = Names::load(Mode::Automatic, [], true);
    begun.share_restrictions(Some(|_| "one".to_owned()));
    let _ = begun.apply(&Op::Decide(a, Decision::Start), &People::default()).unwrap();
    assert!(refused(&begun, Stage::Idle), "what a call restricts is shared before it has ended");
    // What is refused at a name for itself is not refused for its likeness to itself.
    for (restricted, why) in [
        (Name { mode: REQUIRED, ..Name::default() }, None),
        (Name { blocked: true, ..Name::default() }, Some(Why::Blocked)),
    ] {
        let mut book = Names::load(Mode::Automatic, [(c.clone(), restricted.clone())], true);
        book.share_restrictions(Some(|_| "one".to_owned()));
        let said = match book.answer(c, Stage::Idle, None) {
            Answer::Refuse(why, _) => Some(why),
            _ => None,
        };
        assert_eq!(said, why, "{restricted:?}");
        let other = book.answer(a, Stage::Idle, None);
        assert!(matches!(other, Answer::Refuse(Why::Lookalike, _)), "{other:?}");
    }
}

#[test]
fn a_record_is_what_it_was_made_of_and_none_that_the_machine_does_not_make() {
    let many = |from: u8, count: usize| (from..).take(count).map(id).collect::<Vec<Fingerprint>>();
    let full = NameParts {
        door: Door::Started,
        mode: Some(Mode::Manual),
        blocked: true,
        owners: many(0, MAX_OWNERS),
        left: vec![],
        guests: many(20, MAX_GUESTS),
        declined: many(40, MAX_DECLINED),
        contact: true,
        touched: true,
        window: true,
    };
    let name = Name::from_parts(full.clone()).unwrap();
    assert_eq!((name.door(), name.mode()), (Door::Started, Some(Mode::Manual)));
    let flags = [Name::is_blocked, Name::is_contact, Name::is_touched, Name::is_window];
    assert_eq!(flags.map(|flag| flag(&name)), [true; 4]);
    assert_eq!(flags.map(|flag| flag(&Name::default())), [false; 4]);
    assert_eq!(name.owners().len() + name.guests().len(), MAX_OWNERS + MAX_GUESTS);
    assert_eq!((name.left().len(), name.declined().len()), (0, MAX_DECLINED));
    let left = NameParts { left: many(0, 1), owners: vec![], ..full.clone() };
    let left = Name::from_parts(left).unwrap();
    assert!(left.is_left() && !name.is_left() && !Name::default().is_left());
    for damaged in [
        NameParts { owners: many(0, MAX_OWNERS + 1), ..full.clone() },
        NameParts { guests: many(20, MAX_GUESTS + 1), ..full.clone() },
        NameParts { declined: many(40, MAX_DECLINED + 1), ..full.clone() },
        NameParts { left: many(60, 1), ..full.clone() },
        NameParts { owners: many(40, 1), ..full.clone() },
        NameParts { guests: many(0, 1), ..full.clone() },
        NameParts { guests: many(40, 1), ..full.clone() },
        NameParts { owners: vec![], left: many(20, 1), ..full.clone() },
        NameParts { touched: false, ..full.clone() },
    ] {
        assert!(Name::from_parts(damaged.clone()).is_none(), "{damaged:?}");
    }
    let strict = NameParts { mode: REQUIRED, touched: false, ..full };
    assert!(Name::from_parts(strict).is_some(), "a strict mode comes with a window");

    let nobody = Name::default();
    let guest = Name { guests: [id(0)].into(), ..nobody.clone() };
    assert!(nobody.is_bare() && guest.is_bare(), "a guest asks again");
    for known in [
        Name { door: Door::Started, ..nobody.clone() },
        Name { mode: REQUIRED, ..nobody.clone() },
        Name { blocked: true, ..nobody.clone() },
        Name { owners: [id(0)].into(), ..nobody.clone() },
        Name { left: [id(0)].into(), ..nobody.clone() },
        Name { declined: [id(0)].into(), ..nobody.clone() },
        Name { contact: true, ..nobody.clone() },
        Name { touched: true, ..nobody.clone() },
        Name { window: true, ..nobody.clone() },
    ] {
        assert!(!known.is_bare(), "{known:?}");
    }

    let codes = [1, 2, 3].map(|code| Mode::from_code(code).unwrap());
    assert_eq!(codes, MODES);
    assert!([-1, 0, 4].iter().all(|code| Mode::from_code(*code).is_none()));
    let who = Some(id(7));
    for decision in [Decision::Verify, Decision::AcceptKey, Decision::Decline, Decision::AddKey] {
        assert_eq!(decision(id(7)).who(), who);
    }
    let perhaps = [Decision::Accept(who), Decision::Forget(who), Decision::Unverify(id(7))];
    assert!(perhaps.iter().all(|decision| decision.who() == who));
    let none = [Decision::Accept(None), Decision::Start, Decision::Block, Decision::SetMode(None)];
    assert!(none.iter().all(|decision| decision.who().is_none()));
}
