//! What a host is told.

mod json;
mod kinds;

pub(crate) use json::{state as state_word, trust as trust_word};
pub use kinds::*;
