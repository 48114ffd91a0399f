//! Names that may be one, as long as the network has not told how it compares them.
//!
//! IRC servers announce which letters they take for the same, but only once the connection stands,
//! and another server of the same network may announce something else. Until then a name that the
//! user has never touched shares the restrictions of every name that *some* rule of the network takes
//! for the same. A name that the user has touched has restrictions of its own.

use super::mode::Mode;
use super::name::{Door, Name};
use super::spelling::AddressKey;
use std::collections::{BTreeMap, BTreeSet};

/// Gives the form that all names share which some rule of the network takes for the same.
pub type Widest = fn(&str) -> String;

/// The names that restrict something, by the form that they share with others.
#[derive(Debug, Clone, Default)]
pub(super) struct Lookalikes {
    widest: Option<Widest>,
    restricted: BTreeMap<String, BTreeSet<AddressKey>>,
}

impl Lookalikes {
    /// Of names that `widest` gives the same form.
    pub(super) fn new(widest: Option<Widest>) -> Self {
        Self { widest, restricted: BTreeMap::new() }
    }

    pub(super) fn widest(&self) -> Option<Widest> {
        self.widest
    }

    /// A name is remembered like this from now on.
    pub(super) fn note(&mut self, at: &AddressKey, name: &Name) {
        let Some(widest) = self.widest else { return };
        let form = widest(at.as_str());
        let restricts =
            name.door != Door::Open || name.blocked || name.mode == Some(Mode::Required);
        if restricts {
            self.restricted.entry(form).or_default().insert(at.clone());
        } else if let Some(names) = self.restricted.get_mut(&form) {
            names.remove(at);
            if names.is_empty() {
                self.restricted.remove(&form);
            }
        }
    }

    /// Whether another name that may be this one is restricted.
    pub(super) fn of(&self, at: &AddressKey) -> bool {
        let Some(widest) = self.widest.filter(|_| !self.restricted.is_empty()) else {
            return false;
        };
        let names = self.restricted.get(&widest(at.as_str()));
        names.is_some_and(|names| names.iter().any(|other| other != at))
    }
}
