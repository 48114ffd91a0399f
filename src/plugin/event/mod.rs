//! What a host is told.

mod json;
mod kinds;
#[cfg(test)]
mod words;

pub(crate) use json::{state as state_word, trust as trust_word};
pub use kinds::*;
