//! The rules of who can seal and open.

use subrosa::crypto::{
    CryptoError, Random, SealingSecret, Secret, hkdf_expand, hmac, open, sha256,
};
use subrosa::identity::{Identity, Recipient};
use subrosa::seal::{
    ContentKind, Lock, MAX_RECIPIENTS, SealError, Sealer, Terms, Unlock, open_bytes,
    open_unsigned_stream, seal_bytes,
};

use super::common::SeededRandom;
use super::{CHEAPEST, NOW, identity, recipients, terms, unlock};

#[test]
fn what_cannot_be_sealed_is_refused_before_anything_is_written() {
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let refuse = |terms: &Terms<'_>| {
        let mut out = Vec::new();
        let error = Sealer::new(&mut out, terms, &mut SeededRandom::new(3)).err();
        assert!(out.is_empty());
        error
    };
    assert_eq!(refuse(&terms(&[], None)), Some(SealError::NoRecipients));
    let long = "n".repeat(1_025);
    for (name, length) in [("", 0), (long.as_str(), 1_025)] {
        let terms = Terms { name: Some(name), ..terms(&to, None) };
        assert_eq!(refuse(&terms), Some(SealError::NameLength(length)));
    }
    let terms_of = |size| Terms { size: Some(size), ..terms(&to, None) };
    assert_eq!(refuse(&terms_of((1 << 44) + 1)), Some(SealError::TooLarge { limit: 1 << 44 }));
    let params = subrosa::crypto::PassphraseParams { memory_kib: 1 << 30, ..CHEAPEST };
    let lock = Lock::Passphrase { passphrase: b"x", params };
    assert!(matches!(
        refuse(&Terms { lock, ..terms(&to, None) }),
        Some(SealError::Crypto(CryptoError::PassphraseParameter { .. }))
    ));
}

#[test]
fn more_recipients_than_the_limit_are_refused_and_repeated_ones_count_once() {
    let bob = identity(2);
    let key = bob.recipient().unwrap().key().clone();
    // Different identities with one key are different recipients.
    let many = |count: usize| -> Vec<Recipient> {
        (0..count as u64)
            .map(|n| {
                let hash = sha256(&[&n.to_be_bytes()]);
                Recipient::new(subrosa::identity::Fingerprint::from_bytes(hash), key.clone())
            })
            .collect()
    };
    let found = MAX_RECIPIENTS + 1;
    let error = seal_bytes(b"", &terms(&many(found), None), &mut SeededRandom::new(3)).err();
    assert_eq!(error, Some(SealError::TooManyRecipients { found, limit: MAX_RECIPIENTS }));
    let twice = recipients(&[&bob, &bob]);
    let once = recipients(&[&bob]);
    let length = |to: &[Recipient]| {
        seal_bytes(b"", &terms(to, None), &mut SeededRandom::new(3)).unwrap().len()
    };
    assert_eq!(length(&twice), length(&once));
}

#[test]
fn content_of_another_size_than_was_said_is_not_sealed() {
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let terms = Terms { size: Some(70_000), ..terms(&to, None) };
    let mut rng = SeededRandom::new(3);
    let mut sealer = Sealer::new(Vec::new(), &terms, &mut rng).unwrap();
    sealer.write(&[0; 69_999]).unwrap();
    let changed = |found| SealError::SizeChanged { expected: 70_000, found };
    assert_eq!(sealer.write(&[0; 2]), Err(changed(70_001)));
    let mut sealer = Sealer::new(Vec::new(), &terms, &mut rng).unwrap();
    sealer.write(&[0; 69_999]).unwrap();
    assert_eq!(sealer.finish(&mut rng).err(), Some(changed(69_999)));
}

#[test]
fn a_signed_document_does_not_open_as_a_stream() {
    let (alice, bob) = (identity(1), identity(2));
    let to = recipients(&[&bob]);
    let document =
        seal_bytes(b"content", &terms(&to, Some(&alice)), &mut SeededRandom::new(3)).unwrap();
    let mut out = Vec::new();
    let error = open_unsigned_stream(&document[..], &mut out, &unlock(&[&bob])).err();
    assert_eq!(error, Some(SealError::SignedStream));
    assert!(out.is_empty());
}

#[test]
fn whose_signature_it_is_the_host_asks() {
    let (alice, bob, carol) = (identity(1), identity(2), identity(3));
    let to = recipients(&[&bob]);
    let open = |signer| {
        let document = seal_bytes(b"", &terms(&to, signer), &mut SeededRandom::new(3)).unwrap();
        open_bytes(&document, &unlock(&[&bob])).unwrap().1
    };
    let (signed, unsigned) = (open(Some(&alice)), open(None));
    let (known, unknown) = ([*carol.fingerprint(), *alice.fingerprint()], [*carol.fingerprint()]);
    assert_eq!(signed.signed_by(&known), Ok(alice.public()));
    assert_eq!(signed.signed_by(&unknown), Err(SealError::UnknownSender(*alice.fingerprint())));
    assert_eq!(unsigned.signed_by(&known), Err(SealError::Unsigned));
}

#[test]
fn any_of_several_identities_may_open_and_one_without_a_key_is_passed_over() {
    let (alice, bob) = (identity(1), identity(2));
    let keyless = Identity::generate(NOW, &mut SeededRandom::new(9)).unwrap();
    let to = recipients(&[&bob]);
    let document =
        seal_bytes(b"content", &terms(&to, Some(&alice)), &mut SeededRandom::new(3)).unwrap();
    assert!(open_bytes(&document, &unlock(&[&keyless, &alice, &bob])).is_ok());
    for nobody in [&[&keyless, &alice][..], &[]] {
        assert_eq!(open_bytes(&document, &unlock(nobody)).err(), Some(SealError::NotForUs));
    }
    let error = open_bytes(&document, &Unlock::Passphrase(b"x")).err();
    assert_eq!(error, Some(SealError::KeysNeeded));
}

/// What the library makes, taken apart with the primitives and docs/FORMAT.md alone.
#[test]
fn a_document_reads_by_hand_as_the_format_says() {
    let (alice, bob) = (identity(1), identity(2));
    let to = recipients(&[&bob]);
    let terms = Terms { name: Some("rose.txt"), ..terms(&to, Some(&alice)) };
    let document = seal_bytes(b"under the rose", &terms, &mut SeededRandom::new(3)).unwrap();

    assert_eq!(document[..2], [0x81, 1]);
    let id = &document[2..34];
    assert_eq!(document[34..37], [1, 0, 1]);
    let stanza = document[37..1_238].try_into().unwrap();
    // The identity's third draw, after two keys of 32 bytes.
    let mut draws = SeededRandom::new(2);
    draws.fill(&mut [0; 64]).unwrap();
    let secret = SealingSecret::generate(&mut draws).unwrap();
    assert_eq!(secret.public(), to[0].key());
    let info = [b"subrosa/1 document-stanza", id, secret.public().hash()].concat();
    let file_key: Secret<32> = secret.open_key(&info, stanza).unwrap();
    let derive = |label: &str, context: &[u8], length: usize| {
        let mut out = vec![0; length];
        let label = format!("subrosa/1 document-{label}");
        hkdf_expand(file_key.as_bytes(), &[label.as_bytes(), context], &mut out).unwrap();
        out
    };
    let opened = |key: &[u8], sealed: &[u8]| {
        let mut data = sealed.to_vec();
        let (key, nonce) = (key[..32].try_into().unwrap(), key[32..44].try_into().unwrap());
        open(key, nonce, &[], &mut data).unwrap();
        data
    };

    assert_eq!(document[1_238..1_240], 144u16.to_be_bytes());
    let metadata = opened(&derive("metadata", id, 44), &document[1_240..1_384]);
    let mut expected = vec![1, 1, 0, 2, 0, 3, 8];
    expected.extend(14u64.to_be_bytes());
    expected.extend([&[4, 8], &b"rose.txt"[..], &[5, 8], &NOW.to_be_bytes()].concat());
    expected.resize(128, 0);
    assert_eq!(metadata, expected);
    let mac = &document[1_384..1_416];
    assert_eq!(mac, hmac(&derive("mac", id, 32), &[&document[..1_384]]));

    let mut body_key = derive("body", mac, 39);
    body_key.extend([0, 0, 0, 0, 1]);
    let chunk = &document[1_416..1_446];
    assert_eq!(opened(&body_key, chunk), b"under the rose");

    let trailer = opened(&derive("trailer", mac, 44), &document[1_446..]);
    let public = alice.public();
    assert_eq!(trailer[..33], *public.signing().as_bytes());
    assert_eq!(trailer[33..66], *public.agreement().as_bytes());
    let names = [bob.fingerprint().as_bytes(), &secret.public().hash()[..]].concat();
    assert_eq!(trailer[66..130], names);
    let leaf = sha256(&[b"subrosa/1 document-leaf", &[0; 8], chunk]);
    let root = sha256(&[b"subrosa/1 document-root", &leaf]);
    let message = [
        &b"subrosa/1 document-signature"[..],
        &sha256(&[&document[..1_416]]),
        alice.fingerprint().as_bytes(),
        &names,
        &root,
    ]
    .concat();
    let signature = trailer[130..].try_into().unwrap();
    assert_eq!(public.signing().verify(&message, signature), Ok(()));
}

#[test]
fn a_generator_that_repeats_itself_does_not_repeat_a_file_key() {
    struct Stuck;
    impl Random for Stuck {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
            // Below the order of P-256, and not zero.
            out.fill(0x11);
            Ok(())
        }
    }
    let bob = identity(2);
    let to = recipients(&[&bob]);
    let ids: Vec<_> = [("a", NOW, 1), ("b", NOW, 1), ("a", NOW + 1, 1), ("a", NOW, 2)]
        .map(|(name, time, size)| {
            let terms = Terms { name: Some(name), time, ..terms(&to, None) };
            seal_bytes(&vec![0; size], &terms, &mut Stuck).unwrap()[2..34].to_vec()
        })
        .to_vec();
    for (i, id) in ids.iter().enumerate() {
        assert!(!ids[..i].contains(id), "{i}");
    }
}

#[test]
fn debug_shows_neither_passphrases_nor_names_nor_keys() {
    let (alice, bob) = (identity(1), identity(2));
    let to = recipients(&[&bob]);
    let lock = Lock::Passphrase { passphrase: b"hunter2", params: CHEAPEST };
    let terms = Terms { lock, name: Some("hidden.txt"), ..terms(&to, Some(&alice)) };
    let sealer = Sealer::new(Vec::new(), &terms, &mut SeededRandom::new(3)).unwrap();
    let unlock = Unlock::Passphrase(b"hunter2");
    let shown = format!("{terms:?} {lock:?} {unlock:?} {sealer:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("104, 117") && !shown.contains("hidden"));
    assert!(shown.contains("ContentKind") || shown.contains("File"), "{shown}");
    assert_eq!(ContentKind::Text.to_string(), "a text");
}
