//! What the worlds are too small for: sets that are full.

use crate::guard::mode::Mode;
use crate::guard::model::world::keys;
use crate::guard::name::Name;
use crate::guard::names::snapshot::identity;
use crate::guard::names::{Names, Settled};
use crate::guard::op::{Decision, GuardError, Op};
use crate::guard::person::People;
use crate::guard::{Door, MAX_DECLINED, MAX_GUESTS, MAX_OWNERS};
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
