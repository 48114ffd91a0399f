//! Issuing cards.

use subrosa::crypto::sha256;
use subrosa::identity::{Card, CardId, CardTerms, IdentityError, KeyRole, UnverifiedCard};
use subrosa::wire::{ObjectKind, WireError, armor};

use super::common::SeededRandom;
use super::{DAY, NOW, TERMS, card_with, identity, parse, prekey, resigned, signing_secret, with};

#[test]
fn an_issued_card_is_laid_out_as_specified() {
    let terms =
        CardTerms { capabilities: 0x0102, sealing_hash: Some([0xAB; 32]), one_time: true, ..TERMS };
    let card = card_with(terms);
    let bytes = card.as_bytes();
    let public = card.identity();
    assert_eq!(bytes.len(), 215);
    assert_eq!(bytes[..4], [0x41, 0x01, 0x02, 0x01]);
    assert_eq!(&bytes[4..37], public.signing().as_bytes());
    assert_eq!(&bytes[37..70], public.agreement().as_bytes());
    assert_eq!(&bytes[70..103], prekey(2).as_bytes());
    assert_eq!(bytes[103..135], [0xAB; 32]);
    assert_eq!(bytes[135..143], NOW.to_be_bytes());
    assert_eq!(bytes[143..151], (NOW + DAY).to_be_bytes());
    assert_eq!(card.body(), &bytes[..151]);
    let signed = [b"subrosa/1 card".as_slice(), &bytes[..151]].concat();
    let signature = bytes[151..].try_into().unwrap();
    assert_eq!(public.signing().verify(&signed, signature), Ok(()));
    let id = sha256(&[b"subrosa/1 id-of-card", &bytes[..151]]);
    assert_eq!(card.id().as_bytes(), &id[..8]);
    assert_eq!(card.id_bytes(), card.id().as_bytes());
}

#[test]
fn what_a_card_says_arrives_as_it_was_issued() {
    for one_time in [true, false] {
        for sealing_hash in [None, Some([9; 32])] {
            let terms = CardTerms { one_time, sealing_hash, capabilities: 0xffff, ..TERMS };
            let issued = card_with(terms);
            let card = parse(issued.as_bytes()).verify(NOW).unwrap();
            assert_eq!(card, issued);
            assert_eq!(card.identity(), identity(1).public());
            assert_eq!(card.prekey(), &prekey(2));
            assert_eq!(card.one_time(), one_time);
            assert_eq!((card.issued(), card.expires()), (NOW, NOW + DAY));
            assert_eq!(card.capabilities(), 0xffff);
            assert_eq!(card.sealing_hash(), sealing_hash.as_ref());
        }
    }
}

#[test]
fn the_id_of_a_card_does_not_depend_on_its_signature() {
    let sign =
        |seed| Card::issue(&identity(1), &prekey(2), TERMS, &mut SeededRandom::new(seed)).unwrap();
    let (one, other) = (sign(3), sign(4));
    assert_ne!(one.as_bytes(), other.as_bytes(), "signatures should be randomised");
    assert_eq!(one.id(), other.id());
    assert_eq!(CardId::from_bytes(*one.id_bytes()), one.id());
    assert_ne!(one.id(), card_with(CardTerms { expires: NOW + DAY + 1, ..TERMS }).id());
}

#[test]
fn every_prefix_is_truncated_and_more_is_trailing() {
    let card = card_with(TERMS);
    for length in 0..215 {
        let error = UnverifiedCard::parse(&card.as_bytes()[..length]).unwrap_err();
        assert_eq!(error, WireError::Truncated { needed: 215, found: length }.into());
    }
    let longer = [card.as_bytes().as_slice(), &[0, 0]].concat();
    let error = UnverifiedCard::parse(&longer).unwrap_err();
    assert_eq!(error, WireError::TrailingBytes { found: 2 }.into());
}

#[test]
fn another_suite_an_unknown_type_and_another_kind_are_told_apart() {
    let with_header = |header| {
        let mut bytes = *card_with(TERMS).as_bytes();
        bytes[0] = header;
        UnverifiedCard::parse(&bytes).unwrap_err()
    };
    assert_eq!(with_header(0x42), WireError::UnknownSuite(2).into());
    assert_eq!(with_header(0xf1), WireError::UnknownType(15).into());
    let (expected, found) = (ObjectKind::Card, ObjectKind::Offer);
    assert_eq!(with_header(0x31), IdentityError::OtherObject { expected, found });
}

#[test]
fn unknown_capabilities_and_flags_are_ignored() {
    let (card, signer) = (card_with(TERMS), signing_secret(1));
    for (flags, one_time) in [(0b1111_1110, false), (0b1111_1111, true)] {
        let strange = resigned(&card, 1, &[0xff, 0xff, flags], &signer);
        let verified = strange.verify(NOW).unwrap();
        assert_eq!(verified.as_bytes(), strange.as_bytes());
        assert_eq!(verified.one_time(), one_time);
        assert_eq!(verified.capabilities(), 0xffff);
    }
}

#[test]
fn the_fingerprint_is_known_before_anything_is_verified() {
    let card = card_with(TERMS);
    assert_eq!(parse(card.as_bytes()).fingerprint(), *card.identity().fingerprint());
    let no_points = with(&card, 4, &[0; 66]);
    let expected = sha256(&[b"subrosa/1 fingerprint", &[0; 66]]);
    assert_eq!(no_points.fingerprint().as_bytes(), &expected);
    assert!(no_points.identity().is_err());
}

#[test]
fn a_compact_card_becomes_whole_again_with_its_identity_alone() {
    let card = card_with(TERMS);
    let compact = card.compact();
    assert_eq!(compact, parse(card.as_bytes()).compact());
    assert_eq!(compact[..4], card.as_bytes()[..4]);
    assert_eq!(compact[4..], card.as_bytes()[70..]);
    let whole = UnverifiedCard::from_compact(&compact, card.identity()).unwrap();
    assert_eq!(whole.verify(NOW), Ok(card.clone()));
    let other = UnverifiedCard::from_compact(&compact, identity(5).public()).unwrap();
    assert_eq!(other.verify(NOW), Err(IdentityError::BadSignature));
    for length in 0..149 {
        let error = UnverifiedCard::from_compact(&compact[..length], card.identity());
        assert_eq!(error, Err(WireError::Truncated { needed: 149, found: length }.into()));
    }
    let longer = UnverifiedCard::from_compact(card.as_bytes(), card.identity());
    assert_eq!(longer, Err(WireError::TrailingBytes { found: 66 }.into()));
}

#[test]
fn a_stored_card_is_restored_by_its_own_identity_at_any_time() {
    let card = card_with(TERMS);
    assert_eq!(Card::restore(card.as_bytes(), &identity(1)), Ok(card.clone()));
    assert_eq!(Card::restore(card.as_bytes(), &identity(2)), Err(IdentityError::OtherIdentity));
    let bad = with(&card, 70, &[0; 33]);
    assert_eq!(
        Card::restore(bad.as_bytes(), &identity(1)),
        Err(IdentityError::BadKey { which: KeyRole::Prekey })
    );
}

#[test]
fn debug_of_a_card_says_whose_it_is_and_until_when() {
    let card = card_with(TERMS);
    let shown = format!("{card:?}");
    assert!(shown.starts_with("Card { id: CardId("), "{shown}");
    assert!(shown.contains(&card.identity().fingerprint().to_hex()), "{shown}");
    assert!(shown.contains(&(NOW + DAY).to_string()), "{shown}");
}

#[test]
fn a_card_is_found_wherever_it_stands() {
    let card = card_with(TERMS);
    let line = card.to_text();
    assert_eq!(line.len(), 293);
    let (start, end) = line.split_at(70);
    for text in [
        line.clone(),
        format!("My card: {line} (until tomorrow)"),
        format!("> {start}\r\n> {end}\r\n"),
        format!("<p>{start}<br>{end}</p>"),
        format!("{line}\n\nthe same again:\n{line}"),
        format!("{} then {line}", armor::encode(&[0x11, 1, 2, 3])),
        format!("?SR1:broken {line}"),
    ] {
        let found = UnverifiedCard::find(text.as_bytes()).unwrap();
        assert_eq!(found.verify(NOW), Ok(card.clone()), "{text}");
    }
}

#[test]
fn no_card_several_cards_and_a_damaged_card_are_told_apart() {
    let line = card_with(TERMS).to_text();
    let other = card_with(CardTerms { one_time: false, ..TERMS }).to_text();
    let find = |text: &str| UnverifiedCard::find(text.as_bytes()).unwrap_err();
    assert_eq!(find(""), IdentityError::NoCard);
    assert_eq!(find("no card here"), IdentityError::NoCard);
    assert_eq!(find(&armor::encode(&[0x11, 1, 2, 3])), IdentityError::NoCard);
    assert_eq!(find(&format!("{line} {other}")), IdentityError::SeveralCards);
    let cut = find(&line[..200]);
    assert!(matches!(cut, IdentityError::Wire(WireError::Truncated { .. })), "{cut:?}");
    let short = find(&armor::encode(&[0x41, 1, 2, 3]));
    assert_eq!(short, WireError::Truncated { needed: 215, found: 4 }.into());
    assert_eq!(find(&armor::encode(&[0x42, 1, 2, 3])), WireError::UnknownSuite(2).into());
}
