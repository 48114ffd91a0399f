//! What the worlds are too small for: sets that are full.

use crate::guard::mode::Mode;
use crate::guard::model::world::keys;
use crate::guard::name::Name;
use crate::guard::names::snapshot::identity;
use crate::guard::names::{Names, Settled};
use crate::guard::op::Stage;
use crate::guard::op::{Decision, GuardError, Op};
use crate::guard::permit::Answer;
use crate::guard::person::People;
use crate::guard::spelling::AddressKey;
use crate::guard::{Door, MAX_DECLINED, MAX_GUESTS, MAX_MOVES, MAX_OWNERS, MAX_UNWRITTEN};
use crate::vault::Committed;

fn full(first: u8) -> Name {
    let many = |from: u8, count: usize| (from..).take(count).map(identity).collect();
    Name {
        touched: true,
        owners: many(first, MAX_OWNERS),
        guests: many(first + 32, MAX_GUESTS),
        declined: many(first + 64, MAX_DECLINED),
        ..Name::default()
    }
}

fn commit(book: &mut Names, op: &Op<'_>) -> Result<(), GuardError> {
    book.foresee(op);
    let done = book.apply(op, &People::default()).map(|_| ());
    let committed = Settled::Committed(Committed::imagined());
    book.settle(if done.is_ok() { committed } else { Settled::Failed });
    done
}

#[test]
fn full_records_join_to_records_that_can_be_loaded() {
    for apart in [0, 1, 2, 16] {
        let (one, other) = (full(1), full(1 + apart));
        let joined = one.join(&other);
        assert!(one.is_well_formed() && joined.is_well_formed(), "{joined:?}");
        assert_eq!(joined, other.join(&one));
        assert_eq!(joined.join(&one), joined);
        assert_eq!(joined == one, apart == 0, "what is full is kept whole");
    }
}

#[test]
fn a_name_that_is_full_stays_well_formed_and_keeps_its_owners() {
    let keys = keys(2);
    let (at, to) = (&keys[0], &keys[1]);
    let rows = [(at.clone(), Name { door: Door::Shut, ..full(1) })];
    let mut book = Names::load(Mode::Automatic, rows, true);
    let before = book.get(at).unwrap().owners().clone();
    for stranger in 100..140 {
        commit(&mut book, &Op::Appeared(at, identity(stranger))).unwrap();
        let decline = Decision::Decline(identity(stranger + 60));
        commit(&mut book, &Op::Decide(at, decline)).unwrap();
        let name = book.get(at).unwrap();
        assert!(name.is_well_formed(), "{name:?}");
        assert_eq!(*name.owners(), before);
    }
    let add = Decision::AddKey(identity(99));
    assert_eq!(commit(&mut book, &Op::Decide(at, add)), Err(GuardError::TooManyKeys));
    commit(&mut book, &Op::Renamed(at, to)).unwrap();
    assert_eq!(*book.get(to).unwrap().owners(), before);
    assert!(book.iter().all(|(_, name)| name.is_well_formed()));
}

/// A book where somebody is private, and the names that a network that lies says they have.
fn lied_to(lies: usize) -> (Names, AddressKey, Vec<AddressKey>) {
    let key = |name: String| AddressKey::from_normal_form(name);
    let bob = key("bob".to_owned());
    let private = Name { door: Door::Shut, owners: [identity(0)].into(), ..full(1) };
    let private = Name { guests: [].into(), declined: [].into(), ..private };
    let book = Names::load(Mode::Automatic, [(bob.clone(), private)], true);
    (book, bob, (0..lies).map(|number| key(format!("lie{number}"))).collect())
}

#[track_caller]
fn are_shut(book: &Names, names: &[AddressKey]) {
    for at in names {
        let clear = matches!(book.answer(at, Stage::Idle, None), Answer::Clear(_));
        assert!(!clear, "{at:?} is open");
    }
}

/// While the disk cannot be written, the network renames somebody without end.
pub(in crate::guard::model) fn more_moves_than_wait() {
    let (mut book, bob, lies) = lied_to(2 * MAX_MOVES);
    for lie in &lies {
        book.foresee(&Op::Renamed(&bob, lie));
        assert!(book.moves_to_write().len() <= MAX_MOVES, "moves wait without end");
    }
    are_shut(&book, &lies);
    let first = (bob.clone(), lies[0].clone());
    assert_eq!(book.moves_to_write().first(), Some(&first), "the first ones are carried out");
    let mut other = lied_to(0).0;
    other.foresee(&Op::Renamed(&bob, &lies[2 * MAX_MOVES - 1]));
    other.resume(book);
    assert!(other.moves_to_write().len() <= MAX_MOVES, "those of two books wait");
    are_shut(&other, &lies);
}

/// So many windows that not each is remembered: none opens, not by a restart either.
pub(in crate::guard::model) fn more_windows_than_are_unwritten() {
    let (mut book, bob, lies) = lied_to(2 * MAX_UNWRITTEN + 500);
    for lie in &lies {
        book.foresee(&Op::Renamed(&bob, lie));
        assert!(book.iter().count() <= MAX_UNWRITTEN + 2, "names are remembered without end");
    }
    are_shut(&book, &lies);
    assert!(book.is_ahead() && book.folded_to_write().is_some());
    commit(&mut book, &Op::Wrote(&bob)).unwrap();
    assert!(book.folded_to_write().is_none(), "it is written");
    let (mode, rows) = book.disk();
    let mut loaded = Names::load(mode, rows, true);
    loaded.load_folded(&book.folded_on_disk(), None);
    for book in [&book, &loaded] {
        are_shut(book, &lies);
        let stranger = AddressKey::from_normal_form("stranger".to_owned());
        assert!(matches!(book.answer(&stranger, Stage::Idle, None), Answer::Clear(_)));
    }
}
