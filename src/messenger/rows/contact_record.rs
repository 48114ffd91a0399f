//! The row of somebody who is known.

use super::form;
use super::record::Record;
use super::unknown::Unknown;
use crate::guard::Person;
use crate::identity::Fingerprint;
use serde::{Deserialize, Serialize};

/// Table `Contact`, shared by all accounts: what is known of an identity. Key: its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::messenger) struct ContactRecord {
    #[serde(with = "form")]
    pub(in crate::messenger) fingerprint: Fingerprint,
    pub(in crate::messenger) blocked: bool,
    /// The user has accepted another key as this person's new one.
    pub(in crate::messenger) replaced: bool,
    /// Seconds since 1970.
    pub(in crate::messenger) first_seen: u64,
    /// How well each identity of the user knows it.
    pub(in crate::messenger) known_to: Vec<Acquaintance>,
    #[serde(flatten)]
    pub(in crate::messenger) unknown: Unknown,
}

/// How well an identity is known to one identity of the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::messenger) struct Acquaintance {
    #[serde(with = "form")]
    pub(in crate::messenger) own: Fingerprint,
    pub(in crate::messenger) verified: bool,
    pub(in crate::messenger) accepted: bool,
    #[serde(flatten)]
    pub(in crate::messenger) unknown: Unknown,
}

impl ContactRecord {
    /// An identity that appears for the first time.
    pub(in crate::messenger) fn new(fingerprint: Fingerprint, first_seen: u64) -> Self {
        Self {
            fingerprint,
            blocked: false,
            replaced: false,
            first_seen,
            known_to: Vec::new(),
            unknown: Unknown::default(),
        }
    }

    /// What is known of it, as one identity of the user sees it.
    pub(in crate::messenger) fn person(&self, own: &Fingerprint) -> Person {
        let known = self.known_to.iter().find(|known| known.own == *own);
        Person {
            blocked: self.blocked,
            replaced: self.replaced,
            verified: known.is_some_and(|known| known.verified) && !self.replaced,
            accepted: known.is_some_and(|known| known.accepted) && !self.replaced,
        }
    }

    /// Changes what is known of it, as one identity of the user sees it. A key that was replaced is
    /// verified and accepted by none of them.
    pub(in crate::messenger) fn set_person(&mut self, own: &Fingerprint, person: Person) {
        let Person { blocked, replaced, verified, accepted } = person;
        (self.blocked, self.replaced) = (blocked, replaced);
        if replaced {
            self.known_to.clear();
        }
        let before = self.known_to.iter().position(|known| known.own == *own);
        let before = before.map(|at| self.known_to.remove(at));
        if verified || accepted {
            let unknown = before.map(|before| before.unknown).unwrap_or_default();
            self.known_to.push(Acquaintance { own: *own, verified, accepted, unknown });
        }
    }

    /// Whether nothing is known of it that would be missed.
    pub(in crate::messenger) fn is_forgettable(&self) -> bool {
        !self.blocked && !self.replaced && self.known_to.is_empty()
    }
}

impl Record for ContactRecord {
    const NAME: &'static str = "a contact";
}
