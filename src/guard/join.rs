//! How two memories of one name become one.
//!
//! Two rows become one when a network's rules of spelling change, when an account gets another
//! profile or another name, and when memory meets the disk again. A window that moves to another
//! name brings its restrictions along by the same function. The result is never laxer than either;
//! the order and the number of joins do not matter; a [`Name`] of which nothing is known changes
//! nothing.

use super::mode::Mode;
use super::name::{Door, Name, UNKNOWN};
use super::rules::{Rule, keeps};
use crate::identity::Fingerprint;

impl Name {
    /// What is remembered of a name of which both are memories.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        if *self == Self::default() {
            return other.clone();
        }
        if *other == Self::default() {
            return self.clone();
        }
        let mut joined = self.restricted_by(other);
        joined.declined = self.declined.union(&other.declined).copied().collect();
        while joined.declined.len() > super::MAX_DECLINED {
            joined.declined.pop_first();
        }
        joined.owners.clear();
        let nobody = |name: &Self| name.owners.is_empty() && name.left.is_empty();
        let same = self.owners == other.owners && self.left == other.left;
        let one = if nobody(self) { other } else { self };
        let agree = same || nobody(self) || nobody(other);
        if agree && one.owners.is_disjoint(&joined.declined) {
            joined.owners.clone_from(&one.owners);
            joined.left.clone_from(&one.left);
        } else {
            // Nobody can tell whose the name is: it waits for whoever shows up with a key that was
            // accepted under either.
            let everybody = [&self.owners, &self.left, &other.owners, &other.left];
            joined.left = everybody.into_iter().flatten().copied().collect();
        }
        let Self { owners, left, declined, .. } = &joined;
        let here = self.guests.union(&other.guests);
        let guests: Vec<Fingerprint> = here
            .filter(|who| [owners, left, declined].iter().all(|others| !others.contains(who)))
            .copied()
            .collect();
        let excess = guests.len().saturating_sub(super::MAX_GUESTS);
        joined.guests = guests.into_iter().skip(excess).collect();
        joined.contact = self.contact || other.contact;
        joined.touched = self.touched || other.touched;
        joined
    }

    /// The same name with the restrictions of another one besides its own.
    #[must_use]
    pub(super) fn restricted_by(&self, other: &Self) -> Self {
        // To have no mode is stricter than to have a weak one, but not where nothing is known at all.
        if *other == Self::default() {
            return self.clone();
        }
        let mode = match keeps(Rule::AWeakerModeAdmitsNobodyStricter) {
            true => Mode::stricter(self.mode, other.mode),
            false => self.mode.or(other.mode),
        };
        Self {
            door: self.door.max(other.door),
            mode,
            blocked: self.blocked || other.blocked,
            window: self.window || other.window,
            ..self.clone()
        }
    }

    /// Whether this memory lets nothing out that `other` keeps in, under any mode of the account.
    #[must_use]
    pub fn is_as_strict_as(&self, other: &Self) -> bool {
        self.door >= other.door
            && (self.blocked || !other.blocked)
            && Mode::stricter(self.mode, other.mode) == self.mode
    }

    /// Whether a name of which nothing is known lets something out that this one keeps in.
    pub(super) fn restricts(&self) -> bool {
        !UNKNOWN.is_as_strict_as(self)
    }

    /// Whether the door alone lets texts out.
    pub(super) fn is_open(&self) -> bool {
        self.door == Door::Open
    }
}

/// What is held of a name after it was loaded anew: what the disk has, with the restrictions that
/// memory held besides. Who is here without having been accepted is remembered in memory too.
pub(super) fn reloaded(loaded: &Name, held: &Name) -> Name {
    let mut name = loaded.restricted_by(held);
    for guest in &held.guests {
        name.add_guest(*guest);
    }
    if keeps(Rule::ReloadsKeepHints) {
        // Hints are in memory alone for a while.
        name.touched |= held.touched;
        name.contact |= held.contact && !name.is_left();
    }
    name
}
