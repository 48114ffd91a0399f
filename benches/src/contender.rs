//! What a library has to offer to be measured.

use crate::rows::Row;

/// The libraries we compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    Vodozemac,
    Libotr,
}

/// One library, or one way to run it.
pub trait Contender {
    /// What it is called in the table.
    fn name(&self) -> &'static str;

    /// Measures a row once: microseconds for one operation, or a size. `None`: it has no such thing.
    ///
    /// Panics when a plaintext is not what was sent: a wrong answer has no speed.
    fn measure(&mut self, row: Row) -> Option<f64>;
}

/// A text of so many bytes.
pub fn text(bytes: usize) -> String {
    "The quick brown fox jumps over the lazy dog. ".chars().cycle().take(bytes).collect()
}

/// How many operations one measurement of a row takes.
pub fn operations(row: Row) -> usize {
    match row {
        Row::Establishment => 4,
        Row::PingPong | Row::Identity => 20,
        _ => 100,
    }
}
