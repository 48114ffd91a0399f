//! How the lines to a peer are made.

use crate::wire::armor;

/// How lines are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) line_chars: usize,
    pub(crate) acknowledgements: bool,
    pub(crate) fill_lines: bool,
}

impl Settings {
    /// Bytes of a decoded line.
    pub(crate) fn line_bytes(&self) -> usize {
        armor::capacity(self.line_chars)
    }
}
