//! Sealed documents, as a user of the crate sees them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
mod damage;
mod hostile;
mod rules;
mod sizes;
mod text;

use common::SeededRandom;
use subrosa::crypto::PassphraseParams;
use subrosa::identity::{Identity, Recipient};
use subrosa::seal::{ContentKind, Lock, Sealer, Terms, Unlock};

const NOW: u64 = 1_800_000_000;

/// What passphrase documents cost here: the least.
const CHEAPEST: PassphraseParams =
    PassphraseParams { memory_kib: 19_456, iterations: 1, parallelism: 1 };

fn identity(seed: u64) -> Identity {
    let mut rng = SeededRandom::new(seed);
    let mut identity = Identity::generate(NOW, &mut rng).unwrap();
    identity.add_sealing_key(&mut rng).unwrap();
    identity
}

fn recipients(identities: &[&Identity]) -> Vec<Recipient> {
    identities.iter().map(|identity| identity.recipient().unwrap()).collect()
}

fn terms<'a>(to: &'a [Recipient], signer: Option<&'a Identity>) -> Terms<'a> {
    let lock = Lock::Recipients(to);
    Terms { lock, signer, content: ContentKind::File, name: None, size: None, time: NOW }
}

/// Content of a length, no two chunks alike.
fn content(length: usize) -> Vec<u8> {
    (0..length).map(|i| (i % 251) as u8).collect()
}

/// Seals content that comes in pieces of `piece` bytes, without saying its size.
fn seal_in_pieces(content: &[u8], piece: usize, terms: &Terms<'_>) -> Vec<u8> {
    let mut rng = SeededRandom::new(content.len() as u64);
    let mut sealer = Sealer::new(Vec::new(), terms, &mut rng).unwrap();
    content.chunks(piece).for_each(|piece| sealer.write(piece).unwrap());
    sealer.finish(&mut rng).unwrap()
}

/// A reader that gives a few bytes at a time, as pipes do.
struct Trickle<'a>(&'a [u8], usize);

impl std::io::Read for Trickle<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let most = out.len().min(self.1);
        self.0.read(&mut out[..most])
    }
}

/// A reader whose source breaks after these bytes.
struct Breaks<'a>(&'a [u8]);
impl std::io::Read for Breaks<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(out)? {
            0 => Err(std::io::ErrorKind::ConnectionReset.into()),
            n => Ok(n),
        }
    }
}

fn unlock<'a>(identities: &'a [&'a Identity]) -> Unlock<'a> {
    Unlock::Identities(identities)
}
