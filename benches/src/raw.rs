//! The operations that the protocol needs, straight from the libraries that do them: what an
//! establishment and a message could cost at the least.
//!
//! Each operation that the protocol asks for is counted once, whatever our code does. Not counted is
//! all else: hashes of cards and identities, armor, encoding, state, the wiping of the stack.

use crate::clock::micros;
use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use graviola::hashing::Sha256 as SigningHash;
use graviola::key_agreement::p256::{PublicKey, StaticPrivateKey};
use graviola::signing::ecdsa::{P256, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::hint::black_box;
use subrosa::crypto::{OsRandom, Random};

/// One operation, and how often an establishment and a message of a ping-pong need it.
pub struct Operation {
    pub title: &'static str,
    pub establishment: u32,
    pub ping_pong: u32,
    run: fn(&mut Inputs),
}

/// All of them. `tests/session/work.rs` holds our code to the same numbers of operations on the curve.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        title: "key generation: 32 random bytes, the public point",
        establishment: 5,
        ping_pong: 1,
        run: generate,
    },
    Operation {
        title: "decompression of a point",
        establishment: 9,
        ping_pong: 1,
        run: |inputs| {
            black_box(p256::PublicKey::from_sec1_bytes(&inputs.compressed).unwrap());
        },
    },
    Operation {
        title: "preparing a point for agreements",
        establishment: 7,
        ping_pong: 1,
        run: |inputs| {
            black_box(PublicKey::from_x962_uncompressed(&inputs.point).unwrap());
        },
    },
    Operation {
        title: "agreement with a prepared point",
        establishment: 14,
        ping_pong: 2,
        run: |inputs| {
            let secret = StaticPrivateKey::from_bytes(&inputs.scalar).unwrap();
            black_box(secret.diffie_hellman(&inputs.prepared).unwrap());
        },
    },
    Operation {
        title: "signing a card",
        establishment: 1,
        ping_pong: 0,
        run: |inputs| {
            let mut signature = [0; 64];
            let private_key = StaticPrivateKey::from_bytes(&inputs.scalar).unwrap();
            let key = SigningKey::<P256> { private_key };
            key.sign::<SigningHash>(&[&inputs.text[..165]], &mut signature).unwrap();
            black_box(signature);
        },
    },
    Operation {
        title: "verifying a card, its key prepared",
        establishment: 1,
        ping_pong: 0,
        run: |inputs| {
            let public_key = PublicKey::from_x962_uncompressed(&inputs.point).unwrap();
            let key = VerifyingKey::<P256> { public_key };
            key.verify::<SigningHash>(&[&inputs.text[..165]], &inputs.signature).unwrap();
        },
    },
    Operation {
        title: "AES-256-GCM with a new key, 224 bytes",
        // The sealed identity, and the messages in Init, reply and confirming line: sealed, opened.
        establishment: 2 + 3 * 2,
        ping_pong: 2,
        run: |inputs| {
            let cipher = Aes256Gcm::new(&inputs.key.into());
            let data = &mut inputs.text[..224];
            black_box(
                cipher.encrypt_inout_detached(&[0; 12].into(), &[1; 48], data.into()).unwrap(),
            );
        },
    },
    Operation {
        title: "HKDF to 96 bytes: a root step",
        // The keys of a session (120 bytes), and three chains: both sides.
        establishment: 2 + 3 * 2,
        ping_pong: 2,
        run: |inputs| extract_and_expand::<96>(inputs, 64),
    },
    Operation {
        title: "HKDF to 44 bytes: key and nonce",
        // The sealed identity and three messages: both sides.
        establishment: 2 + 3 * 2,
        ping_pong: 2,
        run: |inputs| extract_and_expand::<44>(inputs, 48),
    },
    Operation {
        title: "two HMACs of one key: a chain step",
        establishment: 3 * 2,
        ping_pong: 2,
        run: |inputs| {
            let keyed = <Hmac<Sha256> as KeyInit>::new_from_slice(&inputs.key).unwrap();
            for byte in [1, 2] {
                black_box(keyed.clone().chain_update([byte]).finalize());
            }
        },
    },
    Operation {
        title: "HKDF-Expand to 32 bytes: salt key, text id",
        // The salt key of the sender, the text id of both.
        establishment: 3 * 3,
        ping_pong: 3,
        run: |inputs| {
            let mut out = [0; 32];
            let key = Hkdf::<Sha256>::from_prk(&inputs.key).unwrap();
            key.expand(b"subrosa/1 salt", &mut out).unwrap();
            black_box(out);
        },
    },
    Operation {
        title: "HMAC over 288 bytes: salt, mac of a line",
        // The salt of the sender, the mac of both.
        establishment: 3 * 3,
        ping_pong: 3,
        run: |inputs| {
            let keyed = <Hmac<Sha256> as KeyInit>::new_from_slice(&inputs.key).unwrap();
            black_box(keyed.chain_update(&inputs.text[..288]).finalize());
        },
    },
];

/// What the operations work on.
pub struct Inputs {
    scalar: [u8; 32],
    point: [u8; 65],
    compressed: [u8; 33],
    prepared: PublicKey,
    signature: [u8; 64],
    key: [u8; 32],
    text: [u8; 288],
}

impl Inputs {
    /// `None` where the accelerated library does not work.
    pub fn new() -> Option<Self> {
        if !graviola::util::is_cpu_supported() {
            return None;
        }
        let (mut scalar, text) = ([0; 32], [7; 288]);
        OsRandom.fill(&mut scalar).unwrap();
        // Below the order of the curve.
        scalar[0] = 0x55;
        let secret = StaticPrivateKey::from_bytes(&scalar).unwrap();
        let point = secret.public_key_uncompressed();
        let mut compressed = [2; 33];
        compressed[0] |= point[64] & 1;
        compressed[1..].copy_from_slice(&point[1..33]);
        let mut signature = [0; 64];
        let key = SigningKey::<P256> { private_key: secret };
        key.sign::<SigningHash>(&[&text[..165]], &mut signature).unwrap();
        let prepared = PublicKey::from_x962_uncompressed(&point).unwrap();
        Some(Self { scalar, point, compressed, prepared, signature, key: scalar, text })
    }

    /// Microseconds for one operation. The text is signed, so it stays as it is.
    pub fn measure(&mut self, operation: &Operation) -> f64 {
        let text = self.text;
        let work = || (0..COUNT).for_each(|_| (operation.run)(self));
        let took = micros(COUNT, work).0;
        self.text = text;
        took
    }
}

/// Operations in one measurement.
const COUNT: usize = 20;

fn generate(_: &mut Inputs) {
    let mut scalar = [0; 32];
    OsRandom.fill(&mut scalar).unwrap();
    scalar[0] &= 0x7f;
    let secret = StaticPrivateKey::from_bytes(&scalar).unwrap();
    black_box(secret.public_key_uncompressed());
}

fn extract_and_expand<const N: usize>(inputs: &mut Inputs, info: usize) {
    let mut out = [0; N];
    let key = Hkdf::<Sha256>::new(Some(&inputs.key), &inputs.text[..32]);
    key.expand(&inputs.text[..info], &mut out).unwrap();
    black_box(out);
}
