//! What a host is told.

mod json;
mod kinds;

pub use kinds::*;
