//! Verifying cards.

use core::ops::Range;

use subrosa::identity::{Card, CardTerms, IdentityError, KeyRole, UnverifiedCard};

use super::common::SeededRandom;
use super::{
    DAY, NOW, TERMS, card_with, identity, mirrored, parse, prekey, resigned, signing_secret, with,
};

#[test]
fn every_flipped_bit_is_refused() {
    let card = card_with(CardTerms { sealing_hash: Some([9; 32]), ..TERMS });
    for bit in 0..8 * card.as_bytes().len() {
        let mut bytes = *card.as_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let read = UnverifiedCard::parse(&bytes).and_then(|card| card.verify(NOW));
        assert!(read.is_err(), "bit {bit} flipped, and accepted");
    }
}

#[test]
fn a_card_is_valid_until_the_second_before_it_expires() {
    let card = parse(card_with(TERMS).as_bytes());
    let expires = NOW + DAY;
    assert!(card.verify(NOW).is_ok());
    assert!(card.verify(expires - 1).is_ok());
    for now in [expires, expires + 1, u64::MAX] {
        assert_eq!(card.verify(now), Err(IdentityError::Expired { at: expires, now }));
    }
}

#[test]
fn a_card_may_be_issued_up_to_a_day_in_the_future() {
    let card = parse(card_with(TERMS).as_bytes());
    assert!(card.verify(NOW - DAY).is_ok());
    for now in [NOW - DAY - 1, 0] {
        assert_eq!(card.verify(now), Err(IdentityError::NotYetValid { issued: NOW, now }));
    }
}

#[test]
fn the_end_of_time_overflows_nothing() {
    let terms = CardTerms { issued: u64::MAX - 10, expires: u64::MAX, ..TERMS };
    let card = parse(card_with(terms).as_bytes());
    assert!(card.verify(u64::MAX - 1).is_ok());
    let at = u64::MAX;
    assert_eq!(card.verify(u64::MAX), Err(IdentityError::Expired { at, now: at }));
}

#[test]
fn a_lifetime_is_at_least_a_second_and_at_most_its_limit() {
    for (one_time, limit) in [(true, 2 * DAY), (false, 14 * DAY)] {
        for lifetime in [1, limit] {
            let terms = CardTerms { one_time, expires: NOW + lifetime, ..TERMS };
            assert!(parse(card_with(terms).as_bytes()).verify(NOW).is_ok());
        }
        for expires in [0, NOW - 1, NOW, NOW + limit + 1, u64::MAX] {
            let refused = IdentityError::Lifetime { issued: NOW, expires, limit };
            let terms = CardTerms { one_time, expires, ..TERMS };
            let issued = Card::issue(&identity(1), &prekey(2), terms, &mut SeededRandom::new(3));
            assert_eq!(issued, Err(refused.clone()));
            let valid = card_with(CardTerms { one_time, ..TERMS });
            let forged = with(&valid, 143, &expires.to_be_bytes());
            assert_eq!(forged.verify(NOW), Err(refused), "before the signature is looked at");
        }
    }
}

#[test]
fn checks_come_in_the_order_of_the_specification() {
    // Everything is wrong with this card; one after the other is repaired.
    let card = card_with(TERMS);
    let mut bytes = *card.as_bytes();
    let repaired = bytes;
    bytes[4..103].fill(0);
    bytes[135..151].fill(0xff);
    bytes[151..].fill(0);
    let mut expect = |repair: Range<usize>, now, error: IdentityError| {
        bytes[repair.clone()].copy_from_slice(&repaired[repair]);
        assert_eq!(parse(&bytes).verify(now), Err(error));
    };
    let bad = |which| IdentityError::BadKey { which };
    expect(0..0, 0, bad(KeyRole::Signing));
    expect(4..37, 0, bad(KeyRole::Agreement));
    expect(37..70, 0, bad(KeyRole::Prekey));
    let (issued, expires) = (u64::MAX, u64::MAX);
    expect(70..103, 0, IdentityError::Lifetime { issued, expires, limit: 2 * DAY });
    expect(135..151, 0, IdentityError::NotYetValid { issued: NOW, now: 0 });
    let late = NOW + DAY;
    expect(0..0, late, IdentityError::Expired { at: late, now: late });
    expect(0..0, NOW, IdentityError::BadSignature);
    bytes[151..].copy_from_slice(&repaired[151..]);
    assert_eq!(parse(&bytes).verify(NOW), Ok(card));
}

#[test]
fn the_high_s_twin_of_a_signature_is_refused_as_such() {
    let card = card_with(TERMS);
    let twin = negated(card.as_bytes()[183..].try_into().unwrap());
    assert_eq!(with(&card, 183, &twin).verify(NOW), Err(IdentityError::NotLowS));
}

#[test]
fn a_signature_that_is_nothing_is_refused() {
    let card = card_with(TERMS);
    for signature in [[0; 64], [0xff; 64]] {
        let forged = with(&card, 151, &signature);
        assert_eq!(forged.verify(NOW), Err(IdentityError::BadSignature));
    }
}

#[test]
fn a_public_key_with_its_sign_flipped_is_refused() {
    let card = card_with(TERMS);
    for offset in [4, 37, 70] {
        let key: [u8; 33] = card.as_bytes()[offset..offset + 33].try_into().unwrap();
        let forged = with(&card, offset, &mirrored(key));
        assert!(forged.identity().is_ok(), "the mirrored point is a point");
        assert_eq!(forged.verify(NOW), Err(IdentityError::BadSignature));
    }
}

#[test]
fn another_signing_key_over_the_same_agreement_key_has_another_fingerprint() {
    // Misbinding: the attacker signs the victim's agreement key and prekey as its own.
    let (victim, attacker) = (card_with(TERMS), signing_secret(5));
    let forged = resigned(&victim, 4, attacker.public().as_bytes(), &attacker);
    let card = forged.verify(NOW).unwrap();
    assert_eq!(card.identity().agreement(), victim.identity().agreement());
    assert_ne!(card.identity().fingerprint(), victim.identity().fingerprint());
    assert_ne!(card.identity().fingerprint(), identity(5).fingerprint());
    assert_ne!(card.id(), victim.id());
}

/// n - s, for n the order of P-256 (FIPS 186-4 D.1.2.3).
fn negated(s: [u8; 32]) -> [u8; 32] {
    const N: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    let mut borrow = 0;
    let mut result = [0; 32];
    for i in (0..32).rev() {
        let n = i16::from_str_radix(&N[2 * i..2 * i + 2], 16).unwrap();
        let difference = n - i16::from(s[i]) - borrow;
        borrow = i16::from(difference < 0);
        result[i] = difference.rem_euclid(256) as u8;
    }
    result
}
