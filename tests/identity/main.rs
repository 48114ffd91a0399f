//! Identities, fingerprints, cards and exports, as a user of the crate sees them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;
mod fingerprints;
mod keys;

use common::SeededRandom;
use subrosa::identity::Identity;

const NOW: u64 = 1_800_000_000;

fn identity(seed: u64) -> Identity {
    Identity::generate(NOW, &mut SeededRandom::new(seed)).unwrap()
}

/// The point with the same x and the other y.
fn mirrored(mut key: [u8; 33]) -> [u8; 33] {
    key[0] ^= 1;
    key
}
