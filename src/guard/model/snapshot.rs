//! A book as a few numbers, and a book from them: a search visits a million of them.
//!
//! This is a part of `names`, as it sees what nobody else does. Between calls a book has no drafts,
//! so none are kept.

use super::{AccountMode, Names, Row};
use crate::guard::folded::Folded;
use crate::guard::lookalikes::{Lookalikes, Widest};
use crate::guard::mode::Mode;
use crate::guard::name::{Door, Name};
use crate::guard::spelling::AddressKey;
use crate::identity::Fingerprint;
use std::collections::{BTreeMap, BTreeSet};

/// The identity with this number.
pub(in crate::guard) const fn identity(number: u8) -> Fingerprint {
    Fingerprint::from_bytes([number; 32])
}

/// A set of identities as bits.
pub(in crate::guard) fn bits(people: &BTreeSet<Fingerprint>) -> u32 {
    people.iter().fold(0, |bits, who| bits | 1 << who.as_bytes()[0])
}

fn people(bits: u32) -> BTreeSet<Fingerprint> {
    (0..4).filter(|number| bits & 1 << number != 0).map(identity).collect()
}

/// A name as bits. Four identities have room.
pub(in crate::guard) fn pack(name: &Name) -> u32 {
    let Name { door, mode, blocked, owners, left, guests, declined, contact, touched, window } =
        name;
    let mode = mode.map_or(0, |mode| mode as u32);
    let flags = u32::from(*blocked) | u32::from(*contact) << 1 | u32::from(*touched) << 2;
    let sets = bits(owners) | bits(left) << 4 | bits(guests) << 8 | bits(declined) << 12;
    *door as u32 | mode << 2 | flags << 4 | sets << 7 | u32::from(*window) << 23
}

/// The name with these bits.
pub(in crate::guard) fn unpack(packed: u32) -> Name {
    let set = |shift: u32| people(packed >> (7 + shift) & 15);
    Name {
        door: [Door::Open, Door::Started, Door::Shut][(packed & 3) as usize],
        mode: Mode::from_code(i64::from(packed >> 2 & 3)),
        blocked: packed & 1 << 4 != 0,
        contact: packed & 1 << 5 != 0,
        touched: packed & 1 << 6 != 0,
        window: packed & 1 << 23 != 0,
        owners: set(0),
        left: set(4),
        guests: set(8),
        declined: set(12),
    }
}

const HAS_ROW: u32 = 1 << 31;
const IS_UNSAVED: u32 = 1 << 30;
const HAS_WIDEST: u32 = 1 << 5;
/// The first of the bits that say which names are folded, and of those that say it of the disk.
const FOLDED: u32 = 1 << 6;
const FOLDED_SAVED: u32 = 1 << 9;
const HAS_FORM: u32 = 1 << 12;

impl Names {
    /// The book as numbers: two of the account, two of each name.
    pub(in crate::guard) fn snapshot(&self, names: &[AddressKey], into: &mut Vec<u32>) {
        assert!(self.drafted.is_empty() && self.mode.draft.is_none(), "a call is under way");
        let widest = self.lookalikes.widest().map_or(0, |_| HAS_WIDEST);
        let modes = self.mode.saved as u32 | (self.mode.held as u32) << 2;
        let among = |folded: &Folded, first: u32| {
            let names = names.iter().zip(0..);
            let folded = names.filter(|(at, _)| folded.may_hold(&self.form_of(at)));
            folded.fold(0, |bits, (_, number)| bits | first << number)
        };
        let folded = among(&self.folded, FOLDED) | among(&self.folded_saved, FOLDED_SAVED);
        let form = self.form.map_or(0, |_| HAS_FORM);
        into.push(modes | u32::from(self.whole) << 4 | widest | folded | form);
        let number = |at| names.iter().position(|name| name == at).unwrap() as u32;
        let moves = self.moves.iter().fold(1, |moves, (from, to)| {
            assert!(moves < 1 << 28, "too many moves wait");
            moves << 4 | number(from) << 2 | number(to)
        });
        into.push(moves);
        for at in names {
            let row = self.rows.get(at);
            let (saved, held) = row.map_or((0, 0), |row| (pack(&row.saved), pack(&row.held)));
            into.push(saved);
            let known = if row.is_some() { HAS_ROW } else { 0 };
            let unsaved = if self.unsaved.contains(at) { IS_UNSAVED } else { 0 };
            into.push(held | known | unsaved);
        }
    }

    /// The book with these numbers.
    pub(in crate::guard) fn restore(
        names: &[AddressKey],
        from: &[u32],
        widest: Option<Widest>,
    ) -> Self {
        let mode = |bits: u32| Mode::from_code(i64::from(bits & 3)).unwrap();
        let mut moves = Vec::new();
        let mut packed = from[1];
        while packed > 1 {
            let end = |bits: u32| names[(bits & 3) as usize].clone();
            moves.insert(0, (end(packed >> 2), end(packed)));
            packed >>= 4;
        }
        let mut rows = BTreeMap::new();
        let mut unsaved = BTreeSet::new();
        for (at, pair) in names.iter().zip(from[2..].chunks(2)) {
            if pair[1] & HAS_ROW != 0 {
                let (saved, held) = (unpack(pair[0]), unpack(pair[1]));
                let row = Row { saved, held, draft: None, listed: BTreeSet::new() };
                rows.insert(at.clone(), row);
            }
            if pair[1] & IS_UNSAVED != 0 {
                unsaved.insert(at.clone());
            }
        }
        let mut book = Self {
            rows,
            drafted: BTreeSet::new(),
            unsaved,
            mode: AccountMode { saved: mode(from[0]), held: mode(from[0] >> 2), draft: None },
            moves,
            moves_draft: None,
            whole: from[0] & 1 << 4 != 0,
            lookalikes: Lookalikes::default(),
            owned: BTreeMap::new(),
            folded: Folded::default(),
            folded_saved: Folded::default(),
            form: widest.filter(|_| from[0] & HAS_FORM != 0),
        };
        let among = |first: u32| {
            let mut folded = Folded::default();
            let names = names.iter().zip(0..).filter(|(_, number)| from[0] & first << number != 0);
            names.for_each(|(at, _)| folded.insert(&book.form_of(at)));
            folded
        };
        (book.folded, book.folded_saved) = match (among(FOLDED), among(FOLDED_SAVED)) {
            // To be compared at once.
            (one, other) if one == other => (one.clone(), one),
            both => both,
        };
        names.iter().for_each(|at| book.list_owners(at));
        if from[0] & HAS_WIDEST != 0 {
            book.share_restrictions(widest);
        }
        book
    }

    /// Whether the book has a row of the name in memory.
    pub(in crate::guard) fn is_in_memory(&self, at: &AddressKey) -> bool {
        self.rows.contains_key(at)
    }

    /// The names that are folded, as the book takes the disk to have them.
    pub(in crate::guard) fn folded_on_disk(&self) -> Folded {
        self.folded_saved.clone()
    }

    /// The mode and the rows as the book takes the disk to have them.
    pub(in crate::guard) fn disk(&self) -> (Mode, Vec<(AddressKey, Name)>) {
        let rows = self.rows.iter().filter(|(_, row)| !row.saved.is_bare());
        (self.mode.saved, rows.map(|(at, row)| (at.clone(), row.saved.clone())).collect())
    }
}
