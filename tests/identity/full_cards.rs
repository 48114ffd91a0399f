//! Full cards.

use subrosa::crypto::{PassphraseParams, SealingSecret};
use subrosa::identity::{
    Card, CardTerms, FullCard, Identity, IdentityError, KeyRole, Recipient, UnverifiedCard,
};
use subrosa::wire::{ObjectKind, WireError, armor, fragment};

use super::common::SeededRandom;
use super::{DAY, NOW, TERMS, card_with, identity, prekey};

/// An identity with a sealing key.
fn sealing_identity(seed: u64) -> Identity {
    let mut identity = identity(seed);
    identity.add_sealing_key(&mut SeededRandom::new(seed + 1_000)).unwrap();
    identity
}

fn full_card() -> FullCard {
    let identity = sealing_identity(1);
    let key = identity.recipient().unwrap().key().clone();
    let terms = CardTerms { sealing_hash: Some(*key.hash()), ..TERMS };
    let card = Card::issue(&identity, &prekey(2), terms, &mut SeededRandom::new(3)).unwrap();
    FullCard::new(card, key).unwrap()
}

#[test]
fn a_full_card_is_a_card_and_the_key_it_names() {
    let full = full_card();
    let bytes = full.to_bytes();
    assert_eq!(bytes.len(), 1_465);
    assert_eq!(bytes[0], 0x91);
    assert_eq!(&bytes[1..216], full.card().as_bytes());
    let recipient = full.recipient();
    assert_eq!(&bytes[216..], recipient.key().as_bytes());
    assert_eq!(recipient.fingerprint(), identity(1).fingerprint());
    assert_eq!(recipient, sealing_identity(1).recipient().unwrap());
    assert_eq!(FullCard::verify(&bytes, NOW).unwrap(), full);
}

#[test]
fn a_full_card_is_found_in_chat_in_mail_and_in_fragments() {
    let full = full_card();
    assert_eq!(full.to_text().len(), 1_960);
    let small = armor::encode(full.card().as_bytes());
    let chat = format!("<p>here: {} and the small one {small}", full.to_text());
    assert_eq!(FullCard::find(chat.as_bytes(), NOW).unwrap(), full);
    let mail = full.to_wrapped_text().replace('\n', "\r\n> ");
    assert!(mail.contains("-----BEGIN SUBROSA CARD-----"));
    assert_eq!(FullCard::find(mail.as_bytes(), NOW).unwrap(), full);
    assert_eq!(FullCard::find(small.as_bytes(), NOW), Err(IdentityError::NoCard));

    let mut reassembler = fragment::Reassembler::new();
    let mut whole = None;
    for line in fragment::split(&full.to_bytes(), 380).unwrap() {
        for piece in armor::find(line.as_bytes()) {
            let armor::Content::Fragment(part) = piece.content else { panic!("no fragment") };
            whole = whole.or(reassembler.add(part, 0).unwrap());
        }
    }
    assert_eq!(FullCard::verify(&whole.unwrap(), NOW).unwrap(), full);
}

#[test]
fn a_full_card_needs_the_very_key_that_its_card_names() {
    let full = full_card();
    let other = SealingSecret::from_bytes(&[9; 32]).unwrap().public().clone();
    assert_eq!(
        FullCard::new(full.card().clone(), other.clone()),
        Err(IdentityError::OtherSealingKey)
    );
    assert_eq!(FullCard::new(card_with(TERMS), other), Err(IdentityError::NoSealingKey));

    let mut bytes = full.to_bytes();
    bytes[216] ^= 1;
    assert_eq!(FullCard::verify(&bytes, NOW), Err(IdentityError::OtherSealingKey));
    let without = [&[0x91], &card_with(TERMS).as_bytes()[..], &bytes[216..]].concat();
    assert_eq!(FullCard::verify(&without, NOW), Err(IdentityError::NoSealingKey));
}

#[test]
fn a_key_that_its_owner_has_named_and_that_is_none_is_refused() {
    let identity = identity(1);
    let key = [0xff; 1_249];
    let hash = subrosa::crypto::sha256(&[&key]);
    let terms = CardTerms { sealing_hash: Some(hash), ..TERMS };
    let card = Card::issue(&identity, &prekey(2), terms, &mut SeededRandom::new(3)).unwrap();
    let bytes = [&[0x91], &card.as_bytes()[..], &key].concat();
    let bad = IdentityError::BadKey { which: KeyRole::Sealing };
    assert_eq!(FullCard::verify(&bytes, NOW), Err(bad.clone()));
    assert_eq!(bad.to_string(), "sealing key is not a valid key");
}

#[test]
fn the_card_in_a_full_card_is_checked_like_any_other() {
    let bytes = full_card().to_bytes();
    let expired = FullCard::verify(&bytes, NOW + DAY);
    assert_eq!(expired, Err(IdentityError::Expired { at: NOW + DAY, now: NOW + DAY }));
    let mut changed = bytes.clone();
    changed[1 + 214] ^= 1;
    assert_eq!(FullCard::verify(&changed, NOW), Err(IdentityError::BadSignature));
    for length in [0, 1, 215, 216, 1_464] {
        assert!(matches!(
            FullCard::verify(&bytes[..length], NOW),
            Err(IdentityError::Wire(WireError::Truncated { .. }))
        ));
    }
    let longer = [&bytes[..], &[0]].concat();
    assert_eq!(
        FullCard::verify(&longer, NOW),
        Err(IdentityError::Wire(WireError::TrailingBytes { found: 1 }))
    );
    let mut other = bytes;
    other[0] = 0x81;
    assert_eq!(
        FullCard::verify(&other, NOW),
        Err(IdentityError::OtherObject {
            expected: ObjectKind::FullCard,
            found: ObjectKind::Document
        })
    );
}

#[test]
fn a_sealing_key_is_made_once_and_travels_in_the_export() {
    let plain = identity(1);
    assert_eq!(plain.recipient(), None);
    let mut identity = sealing_identity(1);
    assert_eq!(identity.fingerprint(), plain.fingerprint());
    let recipient = identity.recipient().unwrap();
    identity.add_sealing_key(&mut SeededRandom::new(77)).unwrap();
    assert_eq!(identity.recipient().as_ref(), Some(&recipient));

    let cheapest = PassphraseParams { memory_kib: 19_456, iterations: 1, parallelism: 1 };
    let export = identity.export(b"words", &cheapest, &mut SeededRandom::new(5)).unwrap();
    assert_eq!(export.len(), 152);
    let imported = Identity::import(&export, b"words").unwrap();
    assert_eq!(imported.recipient(), Some(recipient));
    let without = plain.export(b"words", &cheapest, &mut SeededRandom::new(5)).unwrap();
    assert_eq!(without.len(), 118);
    assert_eq!(Identity::import(&without, b"words").unwrap().recipient(), None);
}

#[test]
fn an_installation_names_the_sealing_key_in_its_cards() {
    use subrosa::session::Installation;
    for (identity, expected) in [
        (identity(1), None),
        (sealing_identity(1), sealing_identity(1).recipient().map(|r| *r.key().hash())),
    ] {
        let mut rng = SeededRandom::new(6);
        let mut installation = Installation::new(identity, NOW, &mut rng).unwrap();
        let offer = installation.offer(None, NOW, &mut rng).unwrap();
        let offer = armor::decode(offer.as_bytes()).unwrap();
        let card = UnverifiedCard::parse(&offer[1..216]).unwrap().verify(NOW).unwrap();
        assert_eq!(card.sealing_hash(), expected.as_ref());
    }
}

#[test]
fn debug_of_an_identity_does_not_show_its_sealing_key() {
    let identity = sealing_identity(1);
    let shown = format!("{identity:?}");
    assert!(shown.starts_with("Identity { created: ") && !shown.contains("ealing"), "{shown}");
    let recipient: Recipient = identity.recipient().unwrap();
    assert!(format!("{recipient:?}").contains("SealingPublic("));
}
