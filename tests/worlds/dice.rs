//! Decisions from one number, and randomness that can fail.

use crate::pair::SeededRandom;
use subrosa::crypto::{CryptoError, Random};

/// Everything that happens in a world follows from the seed of its dice (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }

    pub fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.roll() % (last - first + 1)
    }

    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.roll() as u8).collect()
    }
}

/// The generator of one machine. It can be told to fail, as a machine's generator may.
#[derive(Clone)]
pub struct MachineRandom {
    source: SeededRandom,
    pub failing: bool,
}

impl MachineRandom {
    pub fn new(seed: u64) -> Self {
        Self { source: SeededRandom::new(seed), failing: false }
    }
}

impl Random for MachineRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        if self.failing {
            return Err(CryptoError::RandomFailed);
        }
        self.source.fill(out)
    }
}
