//! What several test files share.

use subrosa::crypto::{CryptoError, Random, hmac};

/// A random generator whose bytes follow from its seed: HMAC-SHA-256 of a counter.
#[derive(Debug, Clone)]
pub(crate) struct SeededRandom {
    seed: [u8; 8],
    block: u64,
    rest: Vec<u8>,
}

impl SeededRandom {
    /// The same seed gives the same bytes, however they are drawn.
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed: seed.to_be_bytes(), block: 0, rest: Vec::new() }
    }
}

impl Random for SeededRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        while self.rest.len() < out.len() {
            self.rest.extend(hmac(&self.seed, &[&self.block.to_be_bytes()]));
            self.block += 1;
        }
        let drawn: Vec<u8> = self.rest.drain(..out.len()).collect();
        out.copy_from_slice(&drawn);
        Ok(())
    }
}
