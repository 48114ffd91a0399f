//! Whether a text has lines of ours in it.

use crate::wire::armor::{Content, Piece, find};

/// What stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::messenger) enum Kind {
    /// Nothing of ours.
    Foreign,
    /// Something that begins like a line of ours and is none.
    Broken,
    /// Lines, fragments or the query.
    Ours,
}

/// A text that has been searched for lines of ours, once.
pub(in crate::messenger) struct Searched<'t>(pub(super) Vec<Piece<'t>>);

impl<'t> Searched<'t> {
    /// Searches. Costs no cryptography and no disk.
    pub(in crate::messenger) fn new(text: &'t [u8]) -> Self {
        Self(find(text).collect())
    }

    /// What stands in it.
    pub(in crate::messenger) fn kind(&self) -> Kind {
        let of = |piece: &Piece<'_>| match piece.content {
            Content::Outside => Kind::Foreign,
            Content::Broken(_) => Kind::Broken,
            Content::Line(_) | Content::Query | Content::Fragment(_) => Kind::Ours,
        };
        self.0.iter().map(of).max().unwrap_or(Kind::Foreign)
    }
}
