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
        let mut pieces: Vec<Piece<'t>> = find(text).collect();
        let mut said = false;
        for piece in &mut pieces {
            said |= match piece.content {
                Content::Outside => has_words(piece.text) || is_quote(piece.text),
                Content::Broken(_) => true,
                _ => false,
            };
            // The query begins a text. Behind words of a person it is one that they write about.
            if said && piece.content == Content::Query {
                piece.content = Content::Outside;
            }
        }
        Self(pieces)
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

/// Whether somebody has written words, besides what a network puts around a text: markup, numbers and
/// bytes of its own.
fn has_words(text: &[u8]) -> bool {
    let mut in_tag = false;
    let chars = text.utf8_chunks().flat_map(|chunk| chunk.valid().chars());
    chars.into_iter().any(|c| {
        in_tag = match c {
            '<' => true,
            '>' => false,
            _ => in_tag,
        };
        !in_tag && c.is_alphabetic()
    })
}

/// Whether what stands before a line says that it is quoted: a mark at the start of a line of text.
fn is_quote(text: &[u8]) -> bool {
    let marked = |line: &[u8]| [&b">"[..], b"&gt;"].iter().any(|mark| line.starts_with(mark));
    text.split(|byte| *byte == b'\n').any(|line| marked(line.trim_ascii_start()))
}
