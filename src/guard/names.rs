//! The book of an account's names: memory that is never laxer than the disk.
//!
//! Each name is remembered up to three times: as the disk has it (*saved*), as permits are given by
//! it (*held*), and, during a call, as it will be once the call is committed (*draft*). An operation
//! works on drafts. What it restricts is held at once, whatever becomes of the call; what it opens is
//! held when the commit is proven by a [`Committed`], which only a transaction's commit makes. So a
//! text never leaves because of something that the disk does not know, and what the disk could not be
//! told restricts all the same until it can.

use super::join;
use super::lookalikes::{Lookalikes, Widest};
use super::mode::Mode;
use super::name::Hint;
use super::name::{Door, Name};
use super::op::Op;
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
    /// Whether the disk has the name like this. A name that is bare has no row there.
    fn has_saved(&self, name: &Name) -> bool {
        self.saved == *name || (self.saved.is_bare() && name.is_bare())
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
}

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
                let loaded = self.rows.entry(at.clone()).or_default();
                loaded.held = join::reloaded(&loaded.held, &row.held);
                if !loaded.has_saved(&loaded.held) {
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
        let rows: Vec<(AddressKey, Name)> =
            self.rows.iter().map(|(at, row)| (at.clone(), row.saved.clone())).collect();
        let (mode, whole, widest) = (self.mode.saved, self.whole, self.lookalikes.widest());
        *self = before;
        self.reload(mode, rows, whole);
        self.share_restrictions(widest);
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

    /// The name as the current call sees it: its draft, or what is held.
    #[must_use]
    pub fn get(&self, at: &AddressKey) -> Option<&Name> {
        self.rows.get(at).map(|row| row.draft.as_ref().unwrap_or(&row.held))
    }

    /// The name as permits are given by it.
    pub(super) fn held(&self, at: &AddressKey) -> Option<&Name> {
        self.rows.get(at).map(|row| &row.held)
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

    /// The draft of a name, made from what is held.
    pub(super) fn draft(&mut self, at: &AddressKey) -> &mut Name {
        self.drafted.insert(at.clone());
        let row = self.row(at);
        row.draft.get_or_insert_with(|| row.held.clone())
    }

    fn row(&mut self, at: &AddressKey) -> &mut Row {
        self.rows.entry(at.clone()).or_insert_with(|| {
            // Nobody can tell what was known of it. It must not be open because somebody shows up.
            let lost = !self.whole && keeps(Rule::AnUnknownNameIsOpenOnlyInAWholeBook);
            let door = if lost { Door::Shut } else { Door::Open };
            Row { held: Name { door, ..Name::default() }, ..Row::default() }
        })
    }

    /// The mode of the account is this once the current call is committed.
    pub(super) fn set_account_mode(&mut self, mode: Mode) {
        self.mode.draft = Some(mode);
    }

    /// What the current call restricts holds from now on.
    pub(super) fn hold_drafts(&mut self) {
        self.hold_restrictions();
        self.drafted.clone().iter().for_each(|at| self.list_owners(at));
    }

    /// Whether no call is under way that has changed something.
    pub(super) fn is_between_calls(&self) -> bool {
        self.drafted.is_empty() && self.mode.draft.is_none()
    }

    /// A move is to be written, now or by a later call.
    pub(super) fn expect_move(&mut self, from: &AddressKey, to: &AddressKey) {
        let known = self.moves.iter().any(|(before, after)| (before, after) == (from, to));
        if from != to && self.rows.contains_key(from) && !known {
            self.moves.push((from.clone(), to.clone()));
        }
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

    /// Notes what costs no disk: that the user has written to a name, or what the host tells of one.
    /// It is held at once and written with the next change, or within a minute.
    pub fn note(&mut self, op: &Op<'_>) {
        let (at, hint) = match op {
            Op::Wrote(at) => (*at, Hint::Wrote),
            Op::Known(at, known) => (*at, Hint::Known(*known)),
            _ => return,
        };
        let row = self.row(at);
        row.held.hinted(hint);
        // What the current call makes of the name is no hint: it stays in the draft.
        if let Some(draft) = &mut row.draft {
            draft.hinted(hint);
            if !keeps(Rule::HintsLeaveTheRestToTheCall) {
                row.held.clone_from(draft);
            }
        }
        let (saved, nothing) = (row.has_saved(&row.held), row.held == Name::default());
        let drafted = row.draft.is_some();
        if saved {
            self.unsaved.remove(at);
        } else {
            self.unsaved.insert(at.clone());
        }
        if saved && nothing && !drafted {
            self.rows.remove(at);
        }
    }

    /// The moves that are not written yet: each is to be tried again by the next call.
    #[must_use]
    pub fn moves_to_write(&self) -> &[(AddressKey, AddressKey)] {
        &self.moves
    }

    fn hold_restrictions(&mut self) {
        if !keeps(Rule::RestrictionsHoldAtOnce) {
            return;
        }
        for at in &self.drafted {
            if let Some(row) = self.rows.get_mut(at)
                && let Some(draft) = &row.draft
            {
                row.held = match keeps(Rule::OpeningWaitsForTheDisk) {
                    true => row.held.restricted_by(draft),
                    false => draft.clone(),
                };
                self.lookalikes.note(at, &row.held);
            }
        }
    }

    /// The rows that the current call has to write, those among them that earlier ones could not. A
    /// name that [is bare](Name::is_bare) has no row.
    #[must_use]
    pub fn to_write(&self) -> Vec<(AddressKey, Name)> {
        let changed = self.drafted.union(&self.unsaved).filter_map(|at| {
            let row = self.rows.get(at)?;
            let name = row.draft.as_ref().unwrap_or(&row.held);
            (!row.has_saved(name)).then(|| (at.clone(), name.clone()))
        });
        changed.collect()
    }

    /// Whether the current call has to write something.
    #[must_use]
    pub fn has_changes(&self) -> bool {
        let changed = |at: &AddressKey| {
            let row = self.rows.get(at);
            row.is_some_and(|row| !row.has_saved(row.draft.as_ref().unwrap_or(&row.held)))
        };
        self.drafted.iter().any(changed) || self.mode_to_write().is_some()
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
            || self.unsaved.iter().any(stricter)
    }

    /// Whether something that is held is not on the disk yet, be it a hint alone.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        !self.unsaved.is_empty() || !self.moves.is_empty() || self.mode.held != self.mode.saved
    }

    /// Whether what the current call has to write restricts something more than the disk does: it
    /// is to survive the machine at once.
    #[must_use]
    pub fn restricts(&self) -> bool {
        let AccountMode { saved, held: _, draft: _ } = self.mode;
        let requires = saved != Mode::Required && self.mode_to_write() == Some(Mode::Required);
        requires
            || self.drafted.union(&self.unsaved).any(|at| {
                let name = self.get(at);
                let saved = self.rows.get(at).map(|row| &row.saved);
                name.zip(saved).is_some_and(|(name, saved)| !saved.is_as_strict_as(name))
            })
    }

    /// The current call has ended.
    pub fn settle(&mut self, settled: Settled) {
        let (committed, failed) = match settled {
            Settled::Committed(_proof) => (true, false),
            Settled::Unwritten => (false, false),
            Settled::Failed => (false, true),
        };
        let mut ended = std::mem::take(&mut self.drafted);
        if committed {
            ended.append(&mut self.unsaved);
        }
        for at in ended {
            let Some(row) = self.rows.get_mut(&at) else { continue };
            if let Some(draft) = row.draft.take() {
                // What the disk has already needs no commit.
                let lasting = committed || (!failed && row.has_saved(&draft));
                if lasting || !keeps(Rule::FailureLeavesNothingElse) {
                    row.held = draft;
                }
            }
            self.lookalikes.note(&at, &row.held);
            self.list_owners(&at);
            let Some(row) = self.rows.get_mut(&at) else { continue };
            if committed {
                row.saved.clone_from(&row.held);
            }
            if row.has_saved(&row.held) {
                self.unsaved.remove(&at);
                if row.held == Name::default() {
                    self.rows.remove(&at);
                }
            } else {
                self.unsaved.insert(at);
            }
        }
        if let Some(moves) = self.moves_draft.take()
            && !failed
        {
            self.moves = moves;
        }
        match (committed, self.mode.draft.take()) {
            (true, Some(mode)) => self.mode.held = mode,
            // What the disk has already needs no commit.
            (false, Some(mode)) if !failed && mode == self.mode.saved => self.mode.held = mode,
            (false, Some(Mode::Required)) => self.mode.held = Mode::Required,
            _ => {}
        }
        if committed {
            self.mode.saved = self.mode.held;
        }
    }

    /// Once the current call is committed, only these moves are still to be written.
    pub(super) fn keep_moves(&mut self, keep: impl Fn(&AddressKey, &AddressKey) -> bool) {
        if !self.moves.is_empty() {
            let moves = self.moves_draft.get_or_insert_with(|| self.moves.clone());
            moves.retain(|(from, to)| keep(from, to));
        }
    }

    /// Forgets a name that nothing is lost of, to make room. Tells whether it is forgotten.
    pub fn make_room(&mut self, at: &AddressKey) -> bool {
        let Some(row) = self.rows.get(at) else { return true };
        let bare = row.held.is_bare() && row.saved.is_bare();
        let untouched = bare && row.draft.is_none();
        if !untouched && keeps(Rule::OnlyUntouchedNamesAreForgotten) {
            return false;
        }
        self.lookalikes.note(at, &Name::default());
        self.rows.remove(at);
        self.unsaved.remove(at);
        self.drafted.remove(at);
        true
    }
}

#[cfg(test)]
#[path = "model/snapshot.rs"]
pub(super) mod snapshot;
