//! The published vectors, which reach inside: encapsulation with given randomness, key schedules
//! of other suites. Each test says how many it must have run.

use std::collections::BTreeMap;

use super::*;
use crate::crypto::{AgreementPublic, AgreementSecret, seal_with};

#[test]
fn the_hybrid_kem_gives_the_keys_and_secrets_of_its_draft() {
    let mut count = 0;
    for vector in vectors("hybrid KEM").chain(vectors("HPKE post-quantum")) {
        let secret = SealingSecret::from_bytes(&vector.array("seed")).unwrap();
        assert_eq!(secret.public().as_bytes(), &vector.array("encapsulation_key"));
        let public = SealingPublic::from_bytes(&vector.array("encapsulation_key")).unwrap();
        let shared = Secret::new(vector.array("shared_secret"));
        for &backend in Backend::available() {
            let mut randomness = Tape(vector.bytes("randomness"));
            let made = public.encapsulate(backend, &mut randomness).unwrap();
            assert_eq!(made, (vector.array("ciphertext"), shared.clone()));
            let opened = secret.decapsulate(backend, &vector.array("ciphertext"));
            assert_eq!(opened, Ok(shared.clone()));
        }
        count += 1;
    }
    assert_eq!(count, 12);
}

#[test]
fn the_key_schedule_gives_the_keys_of_rfc_9180_and_of_the_post_quantum_draft() {
    let mut count = 0;
    for vector in vectors("RFC 9180").chain(vectors("HPKE post-quantum")) {
        let suite = vector.array("suite_id");
        if suite[6..8] != [0, 1] {
            // Another KDF than HKDF-SHA256.
            continue;
        }
        let (mut key, mut nonce) = (vec![0; vector.bytes("key").len()], [0; 12]);
        let (shared, info) = (vector.array("shared_secret"), vector.bytes("info"));
        key_schedule(&suite, &shared, &info, &mut key, &mut nonce).unwrap();
        assert_eq!(key, vector.bytes("key"));
        assert_eq!(nonce, vector.array("base_nonce"));
        count += 1;
    }
    assert_eq!(count, 2);
}

/// The whole of RFC 9180 appendix A.3 with AES-256-GCM, from the DH of our keys to the ciphertext.
#[test]
fn rfc_9180_base_mode_with_dhkem_p256_is_reproduced() {
    let mut count = 0;
    for vector in vectors("RFC 9180") {
        let kem = b"KEM\x00\x10";
        let ephemeral = AgreementSecret::from_bytes(&vector.array("ephemeral_secret")).unwrap();
        assert_eq!(ephemeral.public().to_uncompressed(), vector.array("ciphertext"));
        let recipient = vector.array("recipient_public");
        let recipient = AgreementPublic::from_uncompressed(&recipient).unwrap();
        let product = ephemeral.agree(&recipient).unwrap();
        let context = [vector.bytes("ciphertext"), vector.bytes("recipient_public")].concat();
        let prk = labeled_extract(kem, &[], b"eae_prk", product.as_bytes());
        let mut shared = [0; 32];
        labeled_expand(kem, &prk, b"shared_secret", &context, &mut shared).unwrap();
        assert_eq!(shared, vector.array("shared_secret"));

        let (mut key, mut nonce) = ([0; 32], [0; 12]);
        let suite = vector.array("suite_id");
        key_schedule(&suite, &shared, &vector.bytes("info"), &mut key, &mut nonce).unwrap();
        for &backend in Backend::available() {
            let mut data = vector.bytes("plaintext");
            seal_with(backend, &key, &nonce, &[&vector.bytes("aad")], &mut data).unwrap();
            assert_eq!(data, vector.bytes("sealed"));
        }
        count += 1;
    }
    assert_eq!(count, 1);
}

#[test]
fn keys_sealed_with_this_suite_are_those_of_another_implementation() {
    let mut count = 0;
    for vector in vectors("HPKE with this suite") {
        let secret = SealingSecret::from_bytes(&vector.array("seed")).unwrap();
        assert_eq!(secret.public().as_bytes(), &vector.array("encapsulation_key"));
        let (info, key) = (vector.bytes("info"), Secret::new(vector.array("plaintext")));
        let sealed = vector.array("sealed");
        for &backend in Backend::available() {
            let mut randomness = Tape(vector.bytes("randomness"));
            let made = secret.public().seal_key_with(backend, &info, &key, &mut randomness);
            assert_eq!(made.as_ref(), Ok(&sealed));
            assert_eq!(secret.open_key_with(backend, &info, &sealed), Ok(key.clone()));
        }
        count += 1;
    }
    assert_eq!(count, 3);
}

#[test]
fn a_sealed_key_opens_with_its_own_key_and_info_alone() {
    let vector = vectors("HPKE with this suite").next().unwrap();
    let secret = SealingSecret::from_bytes(&vector.array("seed")).unwrap();
    let other = SealingSecret::from_bytes(&[99; 32]).unwrap();
    let (info, sealed) = (vector.bytes("info"), vector.array("sealed"));
    assert_eq!(other.open_key(&info, &sealed), Err(CryptoError::Forged));
    assert_eq!(secret.open_key(b"other", &sealed), Err(CryptoError::Forged));
    // A bit in each part: lattice ciphertext, form of the point, point, ciphertext, tag.
    for at in [0, 1_087, 1_088, 1_100, 1_152, 1_153, 1_184, 1_185, 1_200] {
        let mut damaged: [u8; SEALED_KEY_LENGTH] = sealed;
        damaged[at] ^= 1;
        assert_eq!(secret.open_key(&info, &damaged), Err(CryptoError::Forged), "byte {at}");
    }
}

#[test]
fn a_public_key_is_checked_in_both_halves() {
    let good = *SealingSecret::from_bytes(&[5; 32]).unwrap().public().as_bytes();
    assert_eq!(*SealingPublic::from_bytes(&good).unwrap().as_bytes(), good);
    // A coefficient of 4,095, where q is 3,329.
    let mut bad = good;
    bad[..2].copy_from_slice(&[0xff, 0xff]);
    assert_eq!(SealingPublic::from_bytes(&bad), Err(CryptoError::NotASealingKey));
    let mut bad = good;
    bad[1_184] = 2;
    assert_eq!(SealingPublic::from_bytes(&bad), Err(CryptoError::NotAPoint));
    let mut bad = good;
    bad[1_248] ^= 1;
    assert_eq!(SealingPublic::from_bytes(&bad), Err(CryptoError::NotAPoint));
}

#[test]
fn debug_of_the_secret_key_shows_the_hash_of_the_public_one_alone() {
    let secret = SealingSecret::from_bytes(&[7; 32]).unwrap();
    let shown = format!("{secret:?}");
    let hash: String = secret.public().hash().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(shown, format!("SealingSecret {{ public: SealingPublic({hash}), .. }}"));
}

/// Randomness that is given.
struct Tape(Vec<u8>);

impl Random for Tape {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        out.copy_from_slice(&self.0[..out.len()]);
        self.0.drain(..out.len());
        Ok(())
    }
}

struct Vector(BTreeMap<&'static str, &'static str>);

impl Vector {
    fn bytes(&self, field: &str) -> Vec<u8> {
        let text = self.0[field];
        (0..text.len() / 2)
            .map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap())
            .collect()
    }

    fn array<const N: usize>(&self, field: &str) -> [u8; N] {
        self.bytes(field).try_into().unwrap()
    }
}

/// The records under `[kind]` in the file, each with its fields.
fn vectors(kind: &str) -> impl Iterator<Item = Vector> {
    let text = include_str!("../../../tests/published/hpke.txt");
    let head = format!("[{kind}]\n");
    text.split("\n\n").filter_map(move |record| {
        let fields = record.trim_start().strip_prefix(&head)?;
        Some(Vector(fields.lines().map(|line| line.split_once(" = ").unwrap()).collect()))
    })
}
