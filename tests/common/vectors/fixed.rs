//! A random generator that gives the same bytes in every run, and remembers them.

use subrosa::crypto::{CryptoError, Random, sha256};

/// The bytes of SHA-256(seed ‖ number) for number 0, 1, …, each fill beginning with a new number.
#[derive(Debug, Clone)]
pub(super) struct Fixed {
    seed: &'static str,
    number: u64,
    /// What was given out, one entry for each fill.
    pub(super) drawn: Vec<Vec<u8>>,
}

impl Fixed {
    /// Different seeds give different bytes.
    pub(super) fn new(seed: &'static str) -> Self {
        Self { seed, number: 0, drawn: Vec::new() }
    }

    /// The next bytes.
    pub(super) fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        while bytes.len() < length {
            bytes.extend(sha256(&[self.seed.as_bytes(), &self.number.to_be_bytes()]));
            self.number += 1;
        }
        bytes.truncate(length);
        self.drawn.push(bytes.clone());
        bytes
    }

    /// The next bytes, as an array.
    pub(super) fn array<const N: usize>(&mut self) -> [u8; N] {
        self.bytes(N).try_into().expect("as many bytes as asked for")
    }
}

impl Random for Fixed {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        out.copy_from_slice(&self.bytes(out.len()));
        Ok(())
    }
}
