//! Accounts that are called otherwise, or given back, while outcomes are kept.

use crate::plugin::frontend::Frontend;

/// Moves of accounts that outcomes which were kept can follow, at most.
const MAX_MOVES: usize = 256;

impl Frontend {
    /// An account is called otherwise now, or was given back. What was told of it before follows.
    pub(in crate::plugin) fn note_move(&mut self, from: &str, to: Option<&str>) {
        let number = self.back.count_move();
        self.moved.push_back((number, from.to_owned(), to.map(str::to_owned)));
        if self.moved.len() > MAX_MOVES {
            self.moved.pop_front();
        }
    }

    /// How an account is called now that had this name after so many moves; `None` if it was given
    /// back.
    pub(in crate::plugin) fn moved(&self, known: u64, account: String) -> Option<String> {
        let mut later = self.moved.iter().filter(|(number, ..)| *number > known);
        later.try_fold(
            account,
            |account, (_, from, to)| {
                if account == *from { to.clone() } else { Some(account) }
            },
        )
    }
}
