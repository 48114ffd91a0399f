//! Identities, fingerprints, cards and exports, as a user of the crate sees them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod cards;
#[path = "../common/mod.rs"]
mod common;
mod exports;
mod fingerprints;
mod full_cards;
mod keys;
mod verification;

use common::SeededRandom;
use subrosa::crypto::{AgreementPublic, AgreementSecret, SigningSecret};
use subrosa::identity::{Card, CardTerms, Identity, UnverifiedCard};

const NOW: u64 = 1_800_000_000;
const DAY: u64 = 86_400;
const TERMS: CardTerms = CardTerms {
    one_time: true,
    issued: NOW,
    expires: NOW + DAY,
    capabilities: 0,
    sealing_hash: None,
};

fn identity(seed: u64) -> Identity {
    Identity::generate(NOW, &mut SeededRandom::new(seed)).unwrap()
}

/// The secret that [`identity`] signs with: the first key it draws.
fn signing_secret(seed: u64) -> SigningSecret {
    let secret = SigningSecret::generate(&mut SeededRandom::new(seed)).unwrap();
    assert_eq!(secret.public(), identity(seed).public().signing());
    secret
}

fn prekey(seed: u64) -> AgreementPublic {
    AgreementSecret::generate(&mut SeededRandom::new(seed)).unwrap().public().clone()
}

fn card_with(terms: CardTerms) -> Card {
    Card::issue(&identity(1), &prekey(2), terms, &mut SeededRandom::new(3)).unwrap()
}

fn parse(bytes: &[u8]) -> UnverifiedCard {
    UnverifiedCard::parse(bytes).unwrap()
}

/// The card with the bytes from `offset` replaced, under the signature it had.
fn with(card: &Card, offset: usize, field: &[u8]) -> UnverifiedCard {
    let mut bytes = *card.as_bytes();
    bytes[offset..offset + field.len()].copy_from_slice(field);
    parse(&bytes)
}

/// The card with the bytes from `offset` replaced, signed anew by `signer`.
fn resigned(card: &Card, offset: usize, field: &[u8], signer: &SigningSecret) -> UnverifiedCard {
    let changed = with(card, offset, field);
    let signed = [b"subrosa/1 card", changed.body()].concat();
    let signature = signer.sign(&signed, &mut SeededRandom::new(4)).unwrap();
    parse(&[changed.body(), &signature].concat())
}

/// The point with the same x and the other y.
fn mirrored(mut key: [u8; 33]) -> [u8; 33] {
    key[0] ^= 1;
    key
}
