//! What holds for people although the vault could not be told: who is blocked, who is replaced.
//!
//! It holds for all accounts from the moment of the decision on, and the next call that can write, on
//! whatever account, writes it first.

use crate::guard::Person;
use crate::identity::Fingerprint;
use std::collections::BTreeSet;

/// Restrictions of people that the vault does not know yet.
#[derive(Debug, Default)]
pub(in crate::messenger) struct Owed {
    pub(in crate::messenger) blocked: BTreeSet<Fingerprint>,
    pub(in crate::messenger) replaced: BTreeSet<Fingerprint>,
}

impl Owed {
    /// Whether the vault knows all that holds.
    pub(in crate::messenger) fn is_empty(&self) -> bool {
        self.blocked.is_empty() && self.replaced.is_empty()
    }

    /// Everybody of whom something is owed.
    pub(in crate::messenger) fn people(&self) -> BTreeSet<Fingerprint> {
        self.blocked.union(&self.replaced).copied().collect()
    }

    /// What is known of somebody, and what holds besides.
    pub(in crate::messenger) fn restrict(&self, who: &Fingerprint, person: Person) -> Person {
        let mut person = person;
        person.blocked |= self.blocked.contains(who);
        if self.replaced.contains(who) {
            person = Person { replaced: true, verified: false, accepted: false, ..person };
        }
        person
    }

    /// The vault has been told.
    pub(in crate::messenger) fn take(&mut self) -> BTreeSet<Fingerprint> {
        let people = self.people();
        *self = Self::default();
        people
    }
}
