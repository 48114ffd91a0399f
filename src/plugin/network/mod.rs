//! Whom the user meets on a network.

mod discovery;
mod met;
mod programs;

pub(super) use met::{Met, Trait};

/// The tag by which programs tell each other on IRC, unseen, that they have the library.
pub(super) const TELLS: &str = "+subrosa/has";
