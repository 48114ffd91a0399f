//! The randomness of every call.

use super::injection::may_panic;
use crate::crypto::{CryptoError, OsRandom, Random};

/// The randomness of every call: the system's.
pub(in crate::capi) struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        may_panic();
        OsRandom.fill(out)
    }
}
