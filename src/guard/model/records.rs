//! All records that there can be, with few identities.
//!
//! What is done to two records tells identities apart by nothing but whether they are the same, as
//! long as no set is full (`bounds` fills them), so two identities show everything that can be between
//! one of a record and one of another; triples are drawn with three.

use crate::guard::mode::Mode;
use crate::guard::name::{Door, Name};
use crate::guard::names::snapshot::{pack, unpack};

/// All well-formed records with up to `people` identities, the default one first.
pub(super) fn all(people: u32) -> Vec<Name> {
    let mut all = Vec::new();
    for restrictions in restrictions() {
        for rest in rests(people) {
            all.push(with(&restrictions, &rest));
        }
    }
    all.retain(Name::is_well_formed);
    all
}

/// All that a record can restrict; nothing else is in these.
pub(super) fn restrictions() -> Vec<Name> {
    let mut all = Vec::new();
    for door in [Door::Open, Door::Started, Door::Shut] {
        for mode in [None, Some(Mode::Manual), Some(Mode::Automatic), Some(Mode::Required)] {
            for blocked in [false, true] {
                all.push(Name { door, mode, blocked, ..Name::default() });
            }
        }
    }
    all
}

/// All that a record can have besides what it restricts.
pub(super) fn rests(people: u32) -> Vec<Name> {
    // Flags from bit 5, and four sets of four bits each from bit 7.
    let places = |packed: u32| (0..people).fold(0, |sets, who| sets | place(packed, who));
    let sets = (0..6u32.pow(people)).map(places);
    let flags = [0, 1 << 6, 3 << 5];
    let all = sets.flat_map(|sets| flags.map(|flags| unpack(sets << 7 | flags)));
    all.filter(Name::is_well_formed).collect()
}

/// One of six places: nowhere, owner, left, guest, declined, left and declined.
fn place(packed: u32, who: u32) -> u32 {
    let sets = [0, 1, 1 << 4, 1 << 8, 1 << 12, 1 << 4 | 1 << 12];
    sets[(packed / 6u32.pow(who) % 6) as usize] << who
}

/// A record with what one restricts and the rest of another.
pub(super) fn with(restrictions: &Name, rest: &Name) -> Name {
    let Name { door, mode, blocked, .. } = restrictions;
    Name { door: *door, mode: *mode, blocked: *blocked, ..rest.clone() }
}

#[test]
fn the_records_are_counted_and_each_survives_its_packing() {
    // Weak modes are on touched names alone: ten of twelve. Three doors, four modes, blocked or not; three kinds of flags; and places for each identity.
    assert_eq!(restrictions().len(), 24);
    assert_eq!([1, 2, 3].map(|people| rests(people).len()), [3 * 6, 3 * 32, 3 * 162]);
    assert_eq!([1, 2, 3].map(|people| all(people).len()), [360, 1_920, 9_720]);
    for name in all(3) {
        assert_eq!(unpack(pack(&name)), name);
    }
    assert_eq!(all(1)[0], Name::default());
}
