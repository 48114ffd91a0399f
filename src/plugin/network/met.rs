//! What was seen of the people on an account in this run: whose program has the library, whom the
//! user has written to, who writes like a person.

use crate::guard::AddressKey;
use crate::plugin::window::At;
use std::collections::BTreeSet;

/// Names that are remembered of each kind, at most.
const MAX_MET: usize = 4_096;

/// What is known of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::plugin) enum Trait {
    /// Their program says that it has the library.
    Capable,
    /// The user has written there in clear.
    Written,
    /// What came from there looks as if a person had written it.
    Person,
    /// The network says that it is a program.
    Program,
    /// They were told that the library is here.
    Told,
}

/// All of them.
const ALL: [Trait; 5] =
    [Trait::Capable, Trait::Written, Trait::Person, Trait::Program, Trait::Told];

/// Everybody who was met.
#[derive(Debug, Default)]
pub(in crate::plugin) struct Met {
    all: BTreeSet<(Trait, At)>,
}

impl Met {
    pub(in crate::plugin) fn is(&self, at: &At, what: Trait) -> bool {
        self.all.contains(&(what, at.clone()))
    }

    /// Whether anything is known of a name.
    pub(in crate::plugin) fn knows(&self, at: &At) -> bool {
        ALL.iter().any(|what| self.is(at, *what))
    }

    /// Whether that is new.
    pub(in crate::plugin) fn note(&mut self, at: &At, what: Trait) -> bool {
        if self.is(at, what) {
            return false;
        }
        let same = |of: &&(Trait, At)| of.0 == what;
        if self.all.iter().filter(same).count() >= MAX_MET
            && let Some(over) = self.all.iter().find(same).cloned()
        {
            self.all.remove(&over);
        }
        self.all.insert((what, at.clone()))
    }

    pub(in crate::plugin) fn withdraw(&mut self, at: &At, what: Trait) {
        self.all.remove(&(what, at.clone()));
    }

    /// Somebody has another name: they take along what is known of them.
    pub(in crate::plugin) fn rename(&mut self, account: &str, from: &AddressKey, to: &AddressKey) {
        let [from, to] = [from, to].map(|at| (account.to_owned(), at.clone()));
        for what in ALL {
            self.all.remove(&(what, to.clone()));
            if self.all.remove(&(what, from.clone())) {
                self.all.insert((what, to.clone()));
            }
        }
    }

    pub(in crate::plugin) fn forget(&mut self, account: &str) {
        self.all.retain(|(_, at)| at.0 != account);
    }

    pub(in crate::plugin) fn rename_account(&mut self, from: &str, to: &str) {
        let all = std::mem::take(&mut self.all);
        let renamed = |account: String| if account == from { to.to_owned() } else { account };
        self.all = all.into_iter().map(|(what, at)| (what, (renamed(at.0), at.1))).collect();
    }
}
