//! The book of an account's names: memory that is never laxer than the disk.
//!
//! Each name is remembered up to three times: as the disk has it (*saved*), as permits are given by
//! it (*held*), and, during a call, as it will be once the call is committed (*draft*). An operation
//! works on drafts. What it restricts is held at once, whatever becomes of the call; what it opens is
//! held when the commit is proven by a [`Committed`], which only a transaction's commit makes. So a
//! text never leaves because of something that the disk does not know, and what the disk could not be
//! told restricts all the same until it can.
//!
//! | file | idea |
//! |---|---|
//! | `disk` | what the disk has, and what it has to be told |
//! | `calls` | what a call drafts, what holds of it at once, and how it ends |
//! | `folding` | names that have no row any more, and are shut |

mod calls;
mod disk;
mod folding;

use super::folded::Folded;
use super::lookalikes::{Lookalikes, Widest};
use super::mode::Mode;
use super::name::{Hint, Name, SHUT};
use super::rules::{Rule, keeps};
use super::spelling::AddressKey;
use crate::identity::Fingerprint;
use crate::vault::Committed;
use std::collections::{BTreeMap, BTreeSet};

/// One name in its up to three versions.
#[derive(Debug, Clone, Default)]
struct Row {
    saved: Name,
    held: Name,
    draft: Option<Name>,
    /// The owners that the book has the name listed under.
    listed: BTreeSet<Fingerprint>,
}

impl Row {
    /// Of a name that has no row on the disk.
    fn new(unheard_of: &Name) -> Self {
        Self { held: unheard_of.clone(), ..Self::default() }
    }

    /// Whether the disk has the name like this. A name that is bare has no row there, nor has one of
    /// which as much is known as if it had no row.
    fn has_saved(&self, name: &Name, unheard_of: &Name) -> bool {
        self.saved == *name || (self.saved.is_bare() && (name.is_bare() || name == unheard_of))
    }

    /// The disk has the name as it is held.
    fn is_written(&mut self, unheard_of: &Name) {
        if !self.has_saved(&self.held, unheard_of) {
            let rowless = self.held == *unheard_of;
            self.saved = if rowless { Name::default() } else { self.held.clone() };
        }
    }

    /// Whether as much is known of the name without the row.
    fn is_needless(&self, unheard_of: &Name) -> bool {
        self.held == *unheard_of && self.saved.is_bare()
    }
}

/// The mode of the account in its up to three versions.
#[derive(Debug, Clone, Copy)]
struct AccountMode {
    saved: Mode,
    held: Mode,
    draft: Option<Mode>,
}

/// How a call has ended.
#[derive(Debug)]
#[must_use]
pub enum Settled {
    /// What it has changed is on the disk.
    Committed(Committed),
    /// It has changed nothing that needs the disk.
    Unwritten,
    /// It has failed.
    Failed,
}

/// The names of one account.
#[derive(Debug, Clone)]
pub struct Names {
    rows: BTreeMap<AddressKey, Row>,
    /// Names that have a draft.
    drafted: BTreeSet<AddressKey>,
    /// Names that hold more than the disk has.
    unsaved: BTreeSet<AddressKey>,
    mode: AccountMode,
    /// Moves that are not on the disk yet, in their order.
    moves: Vec<(AddressKey, AddressKey)>,
    /// Those that are left once the current call is committed, if it changes that.
    moves_draft: Option<Vec<(AddressKey, AddressKey)>>,
    /// Whether every row of the account could be read.
    whole: bool,
    pub(super) lookalikes: Lookalikes,
    /// The names of each owner, as the current call sees them.
    owned: BTreeMap<Fingerprint, BTreeSet<AddressKey>>,
    /// Names that have no row any more, and are shut.
    folded: Folded,
    /// Those of them that the disk knows.
    folded_saved: Folded,
    /// The form by which they are found: however the network compares names, those that it takes for
    /// the same share it.
    form: Option<Widest>,
}

impl Names {
    /// The name as the current call sees it: its draft, or what is held.
    #[must_use]
    pub fn get(&self, at: &AddressKey) -> Option<&Name> {
        let name = self.rows.get(at).map(|row| row.draft.as_ref().unwrap_or(&row.held));
        name.or_else(|| self.folded(at))
    }

    /// The name as the current call sees it, if the disk has a row of it, or will have one. A name that
    /// [is bare](Name::is_bare) has none, nor has one of which nothing is known but that it is folded.
    #[must_use]
    pub fn row_of(&self, at: &AddressKey) -> Option<&Name> {
        let row = self.rows.get(at)?;
        let name = row.draft.as_ref().unwrap_or(&row.held);
        let rowless = name.is_bare() || (row.saved != *name && name == self.unheard_of(at));
        (!rowless).then_some(name)
    }

    /// The name as permits are given by it.
    pub(super) fn held(&self, at: &AddressKey) -> Option<&Name> {
        self.rows.get(at).map(|row| &row.held).or_else(|| self.folded(at))
    }

    pub(super) fn all_held(&self) -> impl Iterator<Item = (&AddressKey, &Name)> {
        self.rows.iter().map(|(at, row)| (at, &row.held))
    }

    /// The mode of the account as permits are given by it: the stricter of what is held and what the
    /// current call has set.
    #[must_use]
    pub fn account_mode(&self) -> Mode {
        let AccountMode { saved: _, held, draft } = self.mode;
        if draft == Some(Mode::Required) { Mode::Required } else { held }
    }

    /// Whether every row of the account could be read.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// All names of which something is remembered, as the current call sees them.
    pub fn iter(&self) -> impl Iterator<Item = (&AddressKey, &Name)> {
        self.rows.iter().map(|(at, row)| (at, row.draft.as_ref().unwrap_or(&row.held)))
    }

    fn row(&mut self, at: &AddressKey) -> &mut Row {
        // Nobody can tell what was known of it. It must not be open because somebody shows up.
        let lost = !self.whole && keeps(Rule::AnUnknownNameIsOpenOnlyInAWholeBook);
        let unheard_of = if lost { &SHUT } else { self.unheard_of(at) };
        self.rows.entry(at.clone()).or_insert_with(|| Row::new(unheard_of))
    }

    /// Has names share restrictions that `widest` takes for the same; with `None` only names that
    /// are spelled the same do: the network has told how it compares them.
    pub fn share_restrictions(&mut self, widest: Option<Widest>) {
        let mut lookalikes = Lookalikes::new(widest);
        for (at, name) in self.all_held() {
            lookalikes.note(at, name);
        }
        self.lookalikes = lookalikes;
    }

    /// Whether a name that the user has never touched may be one that is restricted.
    pub(super) fn looks_restricted(&self, at: &AddressKey) -> bool {
        keeps(Rule::LookalikesShareRestrictions)
            && self.held(at).is_none_or(|name| !name.touched)
            && (self.lookalikes.of(at)
                || (self.lookalikes.widest().is_some() && self.folded(at).is_some()))
    }

    /// Whether a hint is heard. One at a name that may be another, restricted one would give it
    /// restrictions of its own: that is for the user to decide, who may know what the host does not.
    pub(super) fn hears(&self, at: &AddressKey, hint: Hint) -> bool {
        let frees = hint != Hint::Known(false) && self.looks_restricted(at);
        !frees || !keeps(Rule::HintsFreeNoLookalike)
    }

    /// The names at which an identity is accepted, as the current call sees them.
    pub fn names_of(&self, who: &Fingerprint) -> impl Iterator<Item = &AddressKey> {
        self.owned.get(who).into_iter().flatten()
    }

    fn list_owners(&mut self, at: &AddressKey) {
        let Some(row) = self.rows.get_mut(at) else { return };
        let owners = &row.draft.as_ref().unwrap_or(&row.held).owners;
        if *owners == row.listed {
            return;
        }
        for gone in row.listed.difference(owners) {
            if let Some(names) = self.owned.get_mut(gone) {
                names.remove(at);
                if names.is_empty() {
                    self.owned.remove(gone);
                }
            }
        }
        for come in owners.difference(&row.listed) {
            self.owned.entry(*come).or_default().insert(at.clone());
        }
        row.listed.clone_from(owners);
    }

    /// Forgets a name that nothing is lost of, to make room. Tells whether it is forgotten.
    pub fn make_room(&mut self, at: &AddressKey) -> bool {
        let Some(row) = self.rows.get(at) else { return true };
        let bare = row.held.is_bare() && row.saved.is_bare();
        let untouched = bare && row.draft.is_none();
        if !untouched && keeps(Rule::OnlyUntouchedNamesAreForgotten) {
            return false;
        }
        // Neither drafted nor unsaved, and nothing of it is listed: the row is all that there is.
        self.rows.remove(at);
        true
    }
}

#[cfg(test)]
#[path = "../model/snapshot.rs"]
pub(super) mod snapshot;
