//! What is known of an identity, whatever name it uses.

use crate::identity::Fingerprint;
use std::collections::BTreeMap;

/// What is known of one identity, as one identity of ours sees it.
///
/// `blocked` and `replaced` hold for all accounts of a vault. `verified` and `accepted` are said of
/// the identity that the user has on this account: to an account with an identity of its own the
/// acquaintances of other accounts are strangers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Person {
    /// The user has blocked this identity.
    pub blocked: bool,
    /// The user has accepted another key as this person's new one.
    pub replaced: bool,
    /// The user has compared the fingerprint and found it right.
    pub verified: bool,
    /// The identity was accepted at a name.
    pub accepted: bool,
}

/// What is known of the identities that an operation is about, read in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct People(BTreeMap<Fingerprint, Person>);

/// Nobody of whom anything is known.
pub(super) static NOBODY: People = People(BTreeMap::new());

impl People {
    /// What is known of `who`; nothing, if nobody has told.
    #[must_use]
    pub fn of(&self, who: &Fingerprint) -> Person {
        self.0.get(who).copied().unwrap_or_default()
    }

    /// Notes what is known of `who`.
    pub fn insert(&mut self, who: Fingerprint, person: Person) {
        self.0.insert(who, person);
    }
}

impl FromIterator<(Fingerprint, Person)> for People {
    fn from_iter<I: IntoIterator<Item = (Fingerprint, Person)>>(people: I) -> Self {
        Self(people.into_iter().collect())
    }
}
