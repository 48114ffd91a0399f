//! Whom the user meets on a network.

mod discovery;
mod met;
mod programs;

pub(super) use met::Met;
