//! What a host is told.

mod kinds;

pub use kinds::*;
