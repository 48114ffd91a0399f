//! Operations upon the book.

use super::name::Hint;
use super::names::{Names, Settled};
use super::op::{Decision, Effects, GuardError, Op};
use super::person::People;
use super::rules::{Rule, keeps};

impl Names {
    /// Does something to names, as part of the current call. What it restricts holds from now on.
    ///
    /// # Errors
    /// [`GuardError`]; no draft has changed then.
    pub fn apply(&mut self, op: &Op<'_>, people: &People) -> Result<Effects, GuardError> {
        let done = match op {
            Op::Decide(at, decision) => self.decide(at, decision, people),
            Op::Appeared(at, who) => Ok(self.appeared(at, *who, people)),
            Op::Session(at, stage) => Ok(self.session(at, *stage)),
            Op::Unreadable(at) => Ok(self.unreadable(at)),
            Op::Renamed(from, to) => Ok(self.renamed(from, to, people)),
            Op::Respelled(from, to) => Ok(self.respelled(from, to)),
            Op::Spread(from, to) => Ok(self.spread(from, to)),
            Op::MadeRoom(at) => Ok(self.made_room(at)),
            Op::Wrote(at) => Ok(self.hinted(at, Hint::Wrote)),
            Op::Known(at, known) => Ok(self.hinted(at, Hint::Known(*known))),
            Op::AccountMode(mode) => {
                self.set_account_mode(*mode);
                Ok(Effects::none())
            }
        }?;
        if let Op::Decide(at, decision) = op
            && !matches!(decision, Decision::Verify(_) | Decision::Unverify(_))
        {
            // The user has decided at an end of a move that could not be written: it is tried no more.
            self.keep_moves(|from, to| from != *at && to != *at);
        }
        self.hold_drafts();
        Ok(done)
    }

    /// What an operation restricts holds from now on, although the disk cannot be asked yet. To be
    /// called before a transaction is begun: where that fails, nothing but the restrictions is left.
    /// A move is remembered until it is written.
    pub fn foresee(&mut self, op: &Op<'_>) {
        if let Op::Renamed(from, to) = op {
            self.expect_move(from, to);
        }
        if matches!(op, Op::Renamed(..)) && !keeps(Rule::AFailedMoveHolds) {
            return;
        }
        if self.is_between_calls() {
            // Nobody is known to it: people never shut a door.
            let _ = self.apply(op, &People::default());
            self.settle(Settled::Failed);
            self.fold_unwritten();
        }
    }
}
