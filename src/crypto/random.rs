//! Sources of random bytes.

use super::{CryptoError, Secret};

/// A source of random bytes. Everything here that needs some takes it as an argument, so that
/// tests and vectors can inject a fixed one.
pub trait Random {
    /// Fills `out` wholly with bytes fit for keys.
    ///
    /// # Errors
    /// [`CryptoError::RandomFailed`] when the source cannot deliver; `out` is then not to be used.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError>;
}

/// The operating system's generator, read each time: nothing is buffered, so a cloned process or
/// virtual machine does not repeat bytes that its twin already drew.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        let Self = self;
        getrandom::fill(out).map_err(|_| CryptoError::RandomFailed)
    }
}

/// Bytes that were drawn before, and are given once: for work on a thread that has no generator.
pub(crate) struct Drawn(Option<Secret<32>>);

impl Drawn {
    /// Draws them.
    pub(crate) fn from(random: &mut dyn Random) -> Result<Self, CryptoError> {
        Ok(Self(Some(Secret::random(random)?)))
    }
}

impl Random for Drawn {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        let drawn = self.0.take().ok_or(CryptoError::RandomFailed)?;
        let part = drawn.as_bytes().get(..out.len()).ok_or(CryptoError::RandomFailed)?;
        out.copy_from_slice(part);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_reads_of_the_system_generator_differ() {
        let (mut a, mut b) = ([0; 32], [0; 32]);
        OsRandom.fill(&mut a).unwrap();
        OsRandom.fill(&mut b).unwrap();
        assert_ne!(a, b);
        assert_ne!(a, [0; 32]);
    }
}
