//! Names that have no row any more, and are shut.
//!
//! They are remembered by the bits of a [`Folded`]. Whatever is made of one begins shut, like a name in
//! a book whose rows are lost. That a name is folded restricts it, so it holds at once, and is written
//! by the next commit.

use super::Names;
use crate::guard::MAX_UNWRITTEN;
use crate::guard::folded::Folded;
use crate::guard::lookalikes::Widest;
use crate::guard::name::{Name, SHUT, UNKNOWN};
use crate::guard::rules::{Rule, keeps};
use crate::guard::spelling::AddressKey;

impl Names {
    /// Names that are folded, as they are stored, and the form by which they are found: one that all
    /// names share which the network may ever take for the same.
    pub fn load_folded(&mut self, folded: &Folded, form: Option<Widest>) {
        self.folded_saved = folded.clone();
        self.folded.join(folded);
        self.form = form;
    }

    /// The folded names, if the current call has to write them.
    #[must_use]
    pub fn folded_to_write(&self) -> Option<&Folded> {
        (self.folded != self.folded_saved).then_some(&self.folded)
    }

    pub(in crate::guard) fn fold(&mut self, at: &AddressKey) {
        let form = self.form_of(at);
        self.folded.insert(&form);
    }

    /// While the disk cannot be written, a network can bring windows under new names as well. Beyond
    /// a bound, those of which nothing is on the disk are folded.
    pub(in crate::guard) fn fold_unwritten(&mut self) {
        if self.unsaved.len() <= MAX_UNWRITTEN || !keeps(Rule::UnwrittenWindowsAreFolded) {
            return;
        }
        let unwritten = self.unsaved.iter().filter(|at| {
            let row = self.rows.get(*at).filter(|row| row.draft.is_none() && row.saved.is_bare());
            row.is_some_and(|row| !row.held.touched && row.held.owners.is_empty())
        });
        let unwritten: Vec<AddressKey> = unwritten.cloned().collect();
        for at in unwritten {
            if self.rows.get(&at).is_some_and(|row| row.held.restricts()) {
                self.fold(&at);
            }
            self.unsaved.remove(&at);
            self.rows.remove(&at);
            self.lookalikes.note(&at, &Name::default());
        }
    }

    pub(super) fn form_of(&self, at: &AddressKey) -> String {
        self.form.map_or_else(|| at.as_str().to_owned(), |form| form(at.as_str()))
    }

    /// Whether a name may be one of those that were folded, whatever the user has said of it since.
    pub(in crate::guard) fn may_be_folded(&self, at: &AddressKey) -> bool {
        !self.folded.is_empty() && self.folded.may_hold(&self.form_of(at))
    }

    pub(in crate::guard) fn has_folded(&self) -> bool {
        !self.folded.is_empty() && keeps(Rule::FoldedNamesAreShut)
    }

    /// What is remembered of a name that has no row, if it may be folded.
    pub(super) fn folded(&self, at: &AddressKey) -> Option<&'static Name> {
        (self.may_be_folded(at) && keeps(Rule::FoldedNamesAreShut)).then_some(&SHUT)
    }

    /// What is remembered of a name that has no row.
    pub(in crate::guard) fn unheard_of(&self, at: &AddressKey) -> &'static Name {
        self.folded(at).unwrap_or(&UNKNOWN)
    }
}
