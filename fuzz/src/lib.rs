//! The bodies of the fuzz targets, each `run(bytes)`. The fuzzers call them, and so does
//! `tests/corpus.rs` of the main package with every file of `corpus/`.
//!
//! A body panics where a promise of the library is broken. It gives a [`Tally`], so that a corpus
//! that has come to reach nothing is noticed.

pub mod armor;
pub mod card;
pub mod codec;
pub mod document;
pub mod fragments;
pub mod header;
pub mod identity_import;
pub mod irc;
pub mod irc_calls;
mod kit;
pub mod line;
pub mod offer_and_init;
pub mod saved_state;
mod script;
pub mod stanza;
mod world;

#[path = "../../tests/common/mod.rs"]
mod common;
#[path = "../../tests/common/pair.rs"]
#[allow(dead_code)]
mod pair;

/// How many inputs were taken and how many refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Objects, lines or calls that the library took.
    pub accepted: usize,
    /// Those it refused.
    pub refused: usize,
}

impl Tally {
    fn note(&mut self, accepted: bool) {
        *(if accepted { &mut self.accepted } else { &mut self.refused }) += 1;
    }
}
