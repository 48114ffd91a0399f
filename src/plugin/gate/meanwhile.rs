//! What the host has told while the way to the messenger was closed, within bounds.

use crate::messenger::Origin;
use crate::wire::armor::{Content, find};
use std::collections::VecDeque;

/// What is kept, at most.
const MAX_KEPT: usize = 4_096;

/// Bytes of lines that are kept, at most.
const MAX_KEPT_BYTES: usize = 1 << 20;

/// Something that the messenger has to be told when it can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plugin) enum Meanwhile {
    /// A text came, with lines of ours in it.
    Line { peer: String, text: Vec<u8>, origin: Origin, time: u64 },
    /// Somebody is on the user's list, or not.
    Known(String, bool),
    /// Somebody is there, or not.
    Present(String, bool),
    /// Somebody's program has the library, or not.
    Capable(String, bool),
    /// The list of contacts was complete.
    Listed,
    /// Somebody has another name.
    Renamed(String, String),
    /// The connection was there, or gone.
    Online(bool),
    /// The host calls the account otherwise: from this name on.
    Account(String),
}

/// All of it, in its order, by account.
#[derive(Debug, Default)]
pub(in crate::plugin) struct Kept {
    all: VecDeque<(String, Meanwhile)>,
    bytes: usize,
}

impl Kept {
    /// Keeps something; `false` if there is no room for a line. Of hints the oldest goes.
    pub(in crate::plugin) fn keep(&mut self, account: &str, what: Meanwhile) -> bool {
        let size = size(&what);
        let full = self.all.len() >= MAX_KEPT;
        if size > 0 && (full || self.bytes.saturating_add(size) > MAX_KEPT_BYTES) {
            return false;
        }
        if full {
            // A line was hidden already, and an account that is called otherwise has what was kept of it.
            let over = self.all.iter().position(|(_, old)| is_hint(old));
            let Some(over) = over else { return false };
            self.all.remove(over);
        }
        self.bytes = self.bytes.saturating_add(size);
        self.all.push_back((account.to_owned(), what));
        true
    }

    /// An account was given back: what was known of people there counts no more. Lines that were
    /// hidden wait until it is used again, and so does what it was called.
    pub(in crate::plugin) fn forget(&mut self, account: &str) {
        self.all.retain(|(of, what)| of != account || !is_hint(what));
    }

    /// The host calls an account otherwise.
    pub(in crate::plugin) fn rename(&mut self, from: &str, to: &str) {
        for (of, _) in self.all.iter_mut().filter(|(of, _)| of == from) {
            to.clone_into(of);
        }
    }

    /// Everything that is kept of accounts that are ready.
    pub(in crate::plugin) fn take(
        &mut self,
        ready: impl Fn(&str) -> bool,
    ) -> Vec<(String, Meanwhile)> {
        let (taken, rest) =
            std::mem::take(&mut self.all).into_iter().partition(|(of, _)| ready(of));
        self.all = rest;
        self.bytes = self.all.iter().map(|(_, what)| size(what)).sum();
        let taken: VecDeque<_> = taken;
        taken.into()
    }

    pub(in crate::plugin) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// Whether something may be forgotten: the network tells it again, or it was for a time alone.
fn is_hint(what: &Meanwhile) -> bool {
    !matches!(what, Meanwhile::Line { .. } | Meanwhile::Account(_))
}

fn size(what: &Meanwhile) -> usize {
    match what {
        Meanwhile::Line { text, .. } => text.len().max(1),
        _ => 0,
    }
}

/// Whether a text has lines of ours in it, or begins with the query.
pub(in crate::plugin) fn is_ours(text: &[u8]) -> bool {
    let mut before = true;
    find(text).any(|piece| match piece.content {
        Content::Line(_) | Content::Fragment(_) => true,
        Content::Query => before,
        _ => {
            before &= piece.is_blank();
            false
        }
    })
}

/// Whether a text has lines of the library in it, whoever they are for.
pub(in crate::plugin) fn has_lines(text: &[u8]) -> bool {
    find(text).any(|piece| matches!(piece.content, Content::Line(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(length: usize) -> Meanwhile {
        let (peer, text) = ("bob".to_owned(), vec![b'x'; length]);
        Meanwhile::Line { peer, text, origin: Origin::default(), time: 0 }
    }

    #[test]
    fn what_is_kept_is_bounded_and_a_line_that_has_no_room_is_said_to_have_none() {
        let mut kept = Kept::default();
        assert!(kept.keep("a", line(MAX_KEPT_BYTES)));
        assert!(!kept.keep("a", line(1)));
        for number in 0..2 * MAX_KEPT {
            assert!(kept.keep("a", Meanwhile::Known(number.to_string(), true)));
        }
        assert_eq!(kept.all.len(), MAX_KEPT);
        assert!(!kept.keep("a", line(1)), "there is no room among what else is kept");
        let lines = kept.all.iter().filter(|(_, what)| size(what) > 0).count();
        assert_eq!(lines, 1, "no hint takes the place of a line that was hidden");
        kept.forget("a");
        assert_eq!(kept.all.len(), lines, "a line waits until its account is used again");
    }

    #[test]
    fn a_query_that_is_quoted_is_none_of_ours() {
        assert!(is_ours(b"?SR1? Shall we?") && is_ours(b"see ?SR1:AAAA."));
        assert!(!is_ours(b"what does ?SR1? mean?") && !is_ours(b"hello"));
    }
}
