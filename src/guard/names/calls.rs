//! What a call drafts, what holds of it at once, and how it ends.
//!
//! A move that the network tells is remembered until a call has written it.

use super::{Names, Settled};
use crate::guard::MAX_MOVES;
use crate::guard::mode::Mode;
use crate::guard::name::{Hint, Name};
use crate::guard::op::Op;
use crate::guard::rules::{Rule, keeps};
use crate::guard::spelling::AddressKey;

impl Names {
    /// The mode of the account is this once the current call is committed.
    pub(in crate::guard) fn set_account_mode(&mut self, mode: Mode) {
        self.mode.draft = Some(mode);
    }

    /// The draft of a name, made from what is held.
    pub(in crate::guard) fn draft(&mut self, at: &AddressKey) -> &mut Name {
        self.drafted.insert(at.clone());
        let row = self.row(at);
        row.draft.get_or_insert_with(|| row.held.clone())
    }

    /// What the current call restricts holds from now on.
    pub(in crate::guard) fn hold_drafts(&mut self) {
        self.hold_restrictions();
        self.drafted.clone().iter().for_each(|at| self.list_owners(at));
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

    /// Whether no call is under way that has changed something.
    pub(in crate::guard) fn is_between_calls(&self) -> bool {
        self.drafted.is_empty() && self.mode.draft.is_none()
    }

    /// Notes what costs no disk: that the user has written to a name, or what the host tells of one.
    /// It is held at once and written with the next change, or within a minute.
    pub fn note(&mut self, op: &Op<'_>) {
        let (at, hint) = match op {
            Op::Wrote(at) => (*at, Hint::Wrote),
            Op::Known(at, known) => (*at, Hint::Known(*known)),
            _ => return,
        };
        if !self.hears(at, hint) {
            return;
        }
        let unheard_of = self.unheard_of(at);
        let row = self.row(at);
        row.held.hinted(hint);
        // What the current call makes of the name is no hint: it stays in the draft.
        if let Some(draft) = &mut row.draft {
            draft.hinted(hint);
            if !keeps(Rule::HintsLeaveTheRestToTheCall) {
                row.held.clone_from(draft);
            }
        }
        let saved = row.has_saved(&row.held, unheard_of);
        let nothing = row.is_needless(unheard_of);
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
            let unheard_of = self.unheard_of(&at);
            let Some(row) = self.rows.get_mut(&at) else { continue };
            if let Some(draft) = row.draft.take() {
                // What the disk has already needs no commit.
                let lasting = committed || (!failed && row.has_saved(&draft, unheard_of));
                if lasting || !keeps(Rule::FailureLeavesNothingElse) {
                    row.held = draft;
                }
            }
            self.lookalikes.note(&at, &row.held);
            self.list_owners(&at);
            let Some(row) = self.rows.get_mut(&at) else { continue };
            if committed {
                row.is_written(unheard_of);
            }
            if row.has_saved(&row.held, unheard_of) {
                self.unsaved.remove(&at);
                if row.is_needless(unheard_of) {
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
            self.folded_saved = self.folded.clone();
            self.mode.saved = self.mode.held;
        }
    }

    /// A move is to be written, now or by a later call. Where more wait than have room, what the move
    /// restricts is written all the same, and people do not take their name along.
    pub(in crate::guard) fn expect_move(&mut self, from: &AddressKey, to: &AddressKey) {
        let known = self.moves.iter().any(|(before, after)| (before, after) == (from, to));
        let remembered = self.rows.contains_key(from) || self.folded(from).is_some();
        let room = self.moves.len() < MAX_MOVES || !keeps(Rule::FewMovesWait);
        if from != to && remembered && !known && room {
            self.moves.push((from.clone(), to.clone()));
        }
    }

    /// The moves that are not written yet: each is to be tried again by the next call.
    #[must_use]
    pub fn moves_to_write(&self) -> &[(AddressKey, AddressKey)] {
        &self.moves
    }

    /// Once the current call is committed, only these moves are still to be written.
    pub(in crate::guard) fn keep_moves(&mut self, keep: impl Fn(&AddressKey, &AddressKey) -> bool) {
        if !self.moves.is_empty() {
            let moves = self.moves_draft.get_or_insert_with(|| self.moves.clone());
            moves.retain(|(from, to)| keep(from, to));
        }
    }
}
