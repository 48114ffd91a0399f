//! What the disk has, and what it has to be told.

use super::{AccountMode, Names, Row};
use crate::guard::MAX_MOVES;
use crate::guard::folded::Folded;
use crate::guard::join;
use crate::guard::lookalikes::Lookalikes;
use crate::guard::mode::Mode;
use crate::guard::name::Name;
use crate::guard::rules::{Rule, keeps};
use crate::guard::spelling::AddressKey;
use std::collections::{BTreeMap, BTreeSet};

impl Names {
    /// A book with the rows of the disk. `whole` tells that none was missing or unreadable.
    #[must_use]
    pub fn load(
        mode: Mode,
        rows: impl IntoIterator<Item = (AddressKey, Name)>,
        whole: bool,
    ) -> Self {
        let mut names = Self {
            rows: BTreeMap::new(),
            drafted: BTreeSet::new(),
            unsaved: BTreeSet::new(),
            mode: AccountMode { saved: mode, held: mode, draft: None },
            moves: Vec::new(),
            moves_draft: None,
            whole,
            lookalikes: Lookalikes::default(),
            owned: BTreeMap::new(),
            folded: Folded::default(),
            folded_saved: Folded::default(),
            form: None,
        };
        names.take_rows(rows);
        names
    }

    /// Loads the rows of the disk anew. What is held stays held, joined with them.
    pub fn reload(
        &mut self,
        mode: Mode,
        rows: impl IntoIterator<Item = (AddressKey, Name)>,
        whole: bool,
    ) {
        let before = std::mem::take(&mut self.rows);
        self.drafted.clear();
        self.moves_draft = None;
        self.unsaved.clear();
        self.whole = whole;
        self.take_rows(rows);
        let widest = self.lookalikes.widest();
        if keeps(Rule::ReloadsJoin) {
            for (at, row) in before {
                let unheard_of = self.unheard_of(&at);
                let loaded = self.rows.entry(at.clone()).or_insert_with(|| Row::new(unheard_of));
                loaded.held = join::reloaded(&loaded.held, &row.held);
                if !loaded.has_saved(&loaded.held, unheard_of) {
                    self.unsaved.insert(at);
                }
            }
        }
        let stays = self.mode.held == Mode::Required && keeps(Rule::ReloadsJoin);
        let held = if stays { Mode::Required } else { mode };
        self.mode = AccountMode { saved: mode, held, draft: None };
        self.share_restrictions(widest);
    }

    /// What another book of the same account has held, and could not write, holds here as well, and
    /// its moves are still to be written.
    pub fn resume(&mut self, before: Self) {
        self.folded.join(&before.folded);
        for (at, row) in before.rows {
            let unheard_of = self.unheard_of(&at);
            let own = self.rows.entry(at.clone()).or_insert_with(|| Row::new(unheard_of));
            own.held = join::reloaded(&own.held, &row.held);
            if !own.has_saved(&own.held, unheard_of) {
                self.unsaved.insert(at);
            }
        }
        let moves = before.moves.into_iter().filter(|one| !self.moves.contains(one));
        let moves: Vec<_> = moves.collect();
        self.moves.extend(moves);
        self.moves.truncate(MAX_MOVES);
        if before.mode.held == Mode::Required {
            self.mode.held = Mode::Required;
        }
        self.share_restrictions(self.lookalikes.widest());
    }

    /// Rows that are two spellings of one name are joined.
    fn take_rows(&mut self, rows: impl IntoIterator<Item = (AddressKey, Name)>) {
        self.owned.clear();
        for (at, name) in rows {
            let row = self.rows.entry(at.clone()).or_default();
            row.held = row.held.join(&name);
            row.saved.clone_from(&row.held);
            self.list_owners(&at);
        }
    }

    /// The rows that the current call has to write, those among them that earlier ones could not, and
    /// those that it has to delete ([`Self::row_of`]).
    #[must_use]
    pub fn to_write(&self) -> Vec<(AddressKey, Name)> {
        let changed = self.drafted.union(&self.unsaved).filter_map(|at| {
            let row = self.rows.get(at)?;
            let name = row.draft.as_ref().unwrap_or(&row.held);
            (!row.has_saved(name, self.unheard_of(at))).then(|| (at.clone(), name.clone()))
        });
        changed.collect()
    }

    /// Whether the current call has to write something.
    #[must_use]
    pub fn has_changes(&self) -> bool {
        let changed = |at: &AddressKey| {
            let row = self.rows.get(at);
            row.is_some_and(|row| {
                let name = row.draft.as_ref().unwrap_or(&row.held);
                !row.has_saved(name, self.unheard_of(at))
            })
        };
        self.drafted.iter().any(changed)
            || self.mode_to_write().is_some()
            || self.folded_to_write().is_some()
    }

    /// The mode of the account, if the current call has to write it.
    #[must_use]
    pub fn mode_to_write(&self) -> Option<Mode> {
        let AccountMode { saved, held, draft } = self.mode;
        let mode = draft.unwrap_or(held);
        (mode != saved).then_some(mode)
    }

    /// Whether a restriction holds that is not on the disk yet: it is to be written soon.
    #[must_use]
    pub fn is_ahead(&self) -> bool {
        let stricter = |at: &AddressKey| {
            self.rows.get(at).is_some_and(|row| !row.saved.is_as_strict_as(&row.held))
        };
        !self.moves.is_empty()
            || self.mode.held != self.mode.saved
            || self.folded_to_write().is_some()
            || self.unsaved.iter().any(stricter)
    }

    /// Whether something that is held is not on the disk yet, be it a hint alone.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        let names = !self.unsaved.is_empty() || self.folded_to_write().is_some();
        names || !self.moves.is_empty() || self.mode.held != self.mode.saved
    }

    /// Whether what the current call has to write restricts something more than the disk does: it
    /// is to survive the machine at once.
    #[must_use]
    pub fn restricts(&self) -> bool {
        let AccountMode { saved, held: _, draft: _ } = self.mode;
        let requires = saved != Mode::Required && self.mode_to_write() == Some(Mode::Required);
        requires
            || self.folded_to_write().is_some()
            || self.drafted.union(&self.unsaved).any(|at| {
                let name = self.get(at);
                let saved = self.rows.get(at).map(|row| &row.saved);
                name.zip(saved).is_some_and(|(name, saved)| !saved.is_as_strict_as(name))
            })
    }
}
