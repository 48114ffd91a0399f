//! Cards that are valid, and cards that must be refused.

use subrosa::crypto::AgreementSecret;
use subrosa::identity::{Card, CardTerms, Identity, UnverifiedCard};

use super::errors;
use super::fixed::Fixed;
use super::json::Json;

/// 2025-01-01 00:00 UTC.
const ISSUED: u64 = 1_735_689_600;
const DAY: u64 = 86_400;

/// The order of P-256, big-endian (FIPS 186-4 D.1.2.3).
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// The cases of `card.json`.
pub(super) fn cases() -> Vec<Json> {
    let mut maker = Maker::new();
    let one_time = terms(true, 2 * DAY);
    let reusable = terms(false, 14 * DAY);
    let with_more =
        CardTerms { capabilities: 0x8003, sealing_hash: Some(maker.random.array()), ..reusable };
    let mut cases = vec![
        maker.valid("one-time prekey", one_time, ISSUED),
        maker.valid("reusable prekey", reusable, ISSUED + 7 * DAY),
        maker.valid("capabilities and a sealing key", with_more, ISSUED),
        maker.valid("issued a day in the future", one_time, ISSUED - DAY),
        maker.valid("in its last second", one_time, ISSUED + 2 * DAY - 1),
    ];

    let (card, other) = (maker.card(one_time), maker.card(one_time));
    let late = ISSUED + 2 * DAY;
    cases.push(refused("in the second after its last", card, late));
    cases.push(refused("issued more than a day in the future", card, ISSUED - DAY - 1));
    cases.push(refused("the signature of another card", exchange(card, other, 151..215), ISSUED));
    cases.push(refused("the other s", high_s(card), ISSUED));
    cases.push(refused("the other sign of the agreement key", flip(card, 37, 0x01), ISSUED));
    cases.push(refused("the other sign of the prekey", flip(card, 70, 0x01), ISSUED));
    cases.push(refused("the other sign of the signing key", flip(card, 4, 0x01), ISSUED));
    cases.push(refused("another flag", flip(card, 3, 0x80), ISSUED));
    cases.push(refused("reusable instead of one-time", flip(card, 3, 0x01), ISSUED));
    cases.push(refused("expires a second later", flip(card, 150, 0x01), ISSUED));
    cases.push(refused("issued as late as it expires", exchange_times(card, false), ISSUED));
    cases.push(refused("expires before it is issued", exchange_times(card, true), ISSUED));
    cases.push(refused("a one-time card of two weeks", flip(maker.card(reusable), 3, 1), ISSUED));
    for (key, at) in [("signing key", 4), ("agreement key", 37), ("prekey", 70)] {
        cases.push(refused(&format!("the {key} off the curve"), off_the_curve(card, at), ISSUED));
        // SEC 1 has more forms of a point; 05 is one that only some libraries know.
        for form in [0x00, 0x01, 0x04, 0x05, 0x06, 0x07] {
            let mut changed = card;
            changed[at] = form;
            cases.push(refused(&format!("the {key} in form {form:02x}"), changed, ISSUED));
        }
    }
    let twice = copied_within(card, 4..37, 37);
    cases.push(refused("one key for both", twice, ISSUED));
    cases.push(refused("one key for both, mirrored", flip(twice, 37, 0x01), ISSUED));
    cases.push(refused(
        "one key for both, and a prekey off the curve",
        off_the_curve(twice, 70),
        ISSUED,
    ));
    cases.push(refused("expired, and off the curve", off_the_curve(card, 70), late));
    cases.push(refused("expired, and forged", flip(card, 214, 0x01), late));
    cases.push(refused("another suite", flip(card, 0, 0x03), ISSUED));
    cases.push(refused("an unknown type", flip(card, 0, 0xe0), ISSUED));
    cases.push(refused("an Offer", flip(card, 0, 0x70), ISSUED));
    cases.push(refused("a byte too few", &card[..214], ISSUED));
    cases.push(refused("a byte too many", [&card[..], &[0]].concat(), ISSUED));
    cases
}

struct Maker {
    random: Fixed,
    identity: Identity,
    sign_secret: Vec<u8>,
}

impl Maker {
    fn new() -> Self {
        let mut random = Fixed::new("card");
        let identity =
            Identity::generate(ISSUED, &mut random).expect("the fixed generator does not fail");
        let sign_secret = random.drawn[0].clone();
        Self { random, identity, sign_secret }
    }

    fn issue(&mut self, terms: CardTerms) -> Card {
        let prekey = AgreementSecret::generate(&mut self.random).expect("never fails");
        Card::issue(&self.identity, prekey.public(), terms, &mut self.random)
            .expect("terms that are allowed")
    }

    fn card(&mut self, terms: CardTerms) -> [u8; 215] {
        *self.issue(terms).as_bytes()
    }

    fn valid(&mut self, name: &str, terms: CardTerms, now: u64) -> Json {
        let issued = self.issue(terms);
        let signature_random = self.random.drawn.last().expect("a signature draws").clone();
        let card = UnverifiedCard::parse(issued.as_bytes())
            .and_then(|card| card.verify(now))
            .expect("a card that is valid");
        let public = card.identity();
        Json::object([
            ("name", name.into()),
            ("sign_secret", Json::hex(&self.sign_secret)),
            ("signature_random", Json::hex(&signature_random)),
            ("now", now.into()),
            ("card", Json::hex(card.as_bytes())),
            ("line", Json::Text(card.to_text())),
            ("card_id", Json::hex(card.id_bytes())),
            ("capabilities", u64::from(card.capabilities()).into()),
            ("one_time", card.one_time().into()),
            ("sign_public", Json::hex(public.signing().as_bytes())),
            ("agree_public", Json::hex(public.agreement().as_bytes())),
            ("prekey", Json::hex(card.prekey().as_bytes())),
            ("sealing_hash", Json::hex(card.sealing_hash().unwrap_or(&[0; 32]))),
            ("issued", card.issued().into()),
            ("expires", card.expires().into()),
            ("fingerprint", Json::hex(public.fingerprint().as_bytes())),
            ("item", Json::hex(&card.compact())),
        ])
    }
}

fn terms(one_time: bool, lifetime: u64) -> CardTerms {
    let expires = ISSUED + lifetime;
    CardTerms { one_time, issued: ISSUED, expires, capabilities: 0, sealing_hash: None }
}

/// A card with the error that it gives at `now`.
fn refused(name: &str, card: impl AsRef<[u8]>, now: u64) -> Json {
    let card = card.as_ref();
    let error = UnverifiedCard::parse(card)
        .and_then(|card| card.verify(now))
        .expect_err("a card that must be refused");
    Json::object([
        ("name", name.into()),
        ("now", now.into()),
        ("card", Json::hex(card)),
        ("error", errors::identity(&error).into()),
    ])
}

fn flip(mut card: [u8; 215], at: usize, bits: u8) -> [u8; 215] {
    card[at] ^= bits;
    card
}

/// The bytes of `range` written again at `to`.
fn copied_within(mut card: [u8; 215], range: std::ops::Range<usize>, to: usize) -> [u8; 215] {
    card.copy_within(range, to);
    card
}

fn exchange(mut card: [u8; 215], other: [u8; 215], range: std::ops::Range<usize>) -> [u8; 215] {
    card[range.clone()].copy_from_slice(&other[range]);
    card
}

/// Puts the time of expiry where the time of issue stands, and with `both` also the reverse.
fn exchange_times(card: [u8; 215], both: bool) -> [u8; 215] {
    let mut changed = card;
    changed[135..143].copy_from_slice(&card[143..151]);
    if both {
        changed[143..151].copy_from_slice(&card[135..143]);
    }
    changed
}

/// The x-coordinate 1, which no point of P-256 has.
fn off_the_curve(mut card: [u8; 215], at: usize) -> [u8; 215] {
    card[at + 1..at + 33].fill(0);
    card[at + 32] = 1;
    card
}

/// The signature with n - s in place of s: valid ECDSA, but not what the protocol accepts.
fn high_s(mut card: [u8; 215]) -> [u8; 215] {
    let mut borrow = 0;
    for (digit, order) in card[183..215].iter_mut().zip(ORDER).rev() {
        let difference = i16::from(order) - i16::from(*digit) - borrow;
        borrow = i16::from(difference < 0);
        *digit = difference.rem_euclid(256) as u8;
    }
    card
}
