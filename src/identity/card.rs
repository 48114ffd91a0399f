//! Cards that have been verified or were issued here (PROTOCOL.md section 5).

use core::fmt;

use super::unverified::{NO_SEALING_KEY, ONE_TIME};
use super::{Identity, IdentityError, PublicIdentity, UnverifiedCard};
use crate::crypto::{AgreementPublic, Random};
use crate::wire::codec::Writer;
use crate::wire::{ObjectKind, armor, labels};

/// A card that has been checked: points, lifetime, clock and signature. Or one made here.
///
/// It names one identity and one prekey; a session begins with it.
#[derive(Clone, PartialEq, Eq)]
pub struct Card {
    pub(super) content: UnverifiedCard,
    pub(super) identity: PublicIdentity,
    pub(super) prekey: AgreementPublic,
}

/// What a card says beside its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardTerms {
    /// Whether the prekey is for one session only.
    pub one_time: bool,
    /// From when the card is valid. Seconds since 1970.
    pub issued: u64,
    /// From when it is not valid any more. Seconds since 1970; at most
    /// [`Card::ONE_TIME_LIFETIME`] or [`Card::REUSABLE_LIFETIME`] after `issued`.
    pub expires: u64,
    /// Bits of `docs/PROTOCOL.md` section 5.
    pub capabilities: u16,
    /// SHA-256 of the public key that documents are sealed to, if there is one.
    pub sealing_hash: Option<[u8; 32]>,
}

impl Card {
    /// Longest lifetime of a card with a one-time prekey: 48 hours. Seconds.
    pub const ONE_TIME_LIFETIME: u64 = 48 * 3_600;

    /// Longest lifetime of a card with a reusable prekey: 14 days. Seconds.
    pub const REUSABLE_LIFETIME: u64 = 14 * 86_400;

    /// How far in the future a card may have been issued, for clocks that differ: one day. Seconds.
    pub const CLOCK_TOLERANCE: u64 = 86_400;

    /// Makes and signs a card.
    ///
    /// # Errors
    /// [`IdentityError::Lifetime`] when the terms end before they begin or last too long;
    /// [`IdentityError::Crypto`] when the random generator fails.
    pub fn issue(
        identity: &Identity,
        prekey: &AgreementPublic,
        terms: CardTerms,
        rng: &mut dyn Random,
    ) -> Result<Self, IdentityError> {
        check_lifetime(terms.one_time, terms.issued, terms.expires)?;
        let mut writer = Writer::with_capacity(UnverifiedCard::LENGTH);
        writer.u8(ObjectKind::Card.header_byte());
        writer.u16(terms.capabilities);
        writer.u8(if terms.one_time { ONE_TIME } else { 0 });
        writer.bytes(identity.public().signing().as_bytes());
        writer.bytes(identity.public().agreement().as_bytes());
        writer.bytes(prekey.as_bytes());
        writer.bytes(&terms.sealing_hash.unwrap_or(NO_SEALING_KEY));
        writer.u64(terms.issued);
        writer.u64(terms.expires);
        let signature = identity.signing().sign(&signed_bytes(writer.as_slice()), rng)?;
        writer.bytes(&signature);
        Ok(Self {
            content: UnverifiedCard::parse(writer.as_slice())?,
            identity: identity.public().clone(),
            prekey: prekey.clone(),
        })
    }

    /// Takes back a card that `identity` has issued, from a store of its own that nobody else can
    /// write to: neither clock nor signature are checked, for the prekey of an expired card may
    /// still be needed.
    ///
    /// # Errors
    /// As [`UnverifiedCard::parse`]; [`IdentityError::OtherIdentity`] for a card of anybody else;
    /// [`IdentityError::BadKey`] for a prekey that is not a point.
    pub fn restore(bytes: &[u8], identity: &Identity) -> Result<Self, IdentityError> {
        let content = UnverifiedCard::parse(bytes)?;
        if content.fingerprint() != *identity.fingerprint() {
            return Err(IdentityError::OtherIdentity);
        }
        let prekey = content.read_prekey()?;
        Ok(Self { content, identity: identity.public().clone(), prekey })
    }

    /// Whose card it is.
    #[must_use]
    pub fn identity(&self) -> &PublicIdentity {
        &self.identity
    }

    /// The key a session begins with.
    #[must_use]
    pub fn prekey(&self) -> &AgreementPublic {
        &self.prekey
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> CardId {
        self.content.id()
    }

    /// The bytes of its id.
    #[must_use]
    pub fn id_bytes(&self) -> &[u8; 8] {
        self.content.id_bytes()
    }

    /// Whether the prekey is for one session only.
    #[must_use]
    pub fn one_time(&self) -> bool {
        self.content.one_time()
    }

    /// From when it is valid. Seconds since 1970.
    #[must_use]
    pub fn issued(&self) -> u64 {
        self.content.issued()
    }

    /// From when it is not valid any more. Seconds since 1970.
    #[must_use]
    pub fn expires(&self) -> u64 {
        self.content.expires()
    }

    /// The capability bits, unknown ones included.
    #[must_use]
    pub fn capabilities(&self) -> u16 {
        self.content.capabilities()
    }

    /// SHA-256 of the public key that documents are sealed to; `None` where the card has zeros.
    #[must_use]
    pub fn sealing_hash(&self) -> Option<&[u8; 32]> {
        self.content.sealing_hash()
    }

    /// The whole card, 215 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; UnverifiedCard::LENGTH] {
        self.content.as_bytes()
    }

    /// What is signed, 151 bytes: the card without its signature.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.content.body()
    }

    /// The card without its identity keys, 149 bytes; see
    /// [`UnverifiedCard::from_compact`].
    #[must_use]
    pub fn compact(&self) -> [u8; UnverifiedCard::COMPACT_LENGTH] {
        self.content.compact()
    }

    /// The card as one line of text, 293 characters.
    #[must_use]
    pub fn to_text(&self) -> String {
        armor::encode(self.as_bytes())
    }
}

impl fmt::Debug for Card {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { content, identity: _, prekey: _ } = self;
        content.describe("Card", formatter)
    }
}

/// Names a card, 8 bytes: a hash over all of it but the signature, of which there can be many.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId([u8; 8]);

impl CardId {
    /// Takes the 8 bytes of an id.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// The 8 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl fmt::Debug for CardId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CardId({:016x})", u64::from_be_bytes(self.0))
    }
}

/// What the signature is over: label and body.
pub(super) fn signed_bytes(body: &[u8]) -> Vec<u8> {
    [labels::CARD, body].concat()
}

pub(super) fn check_lifetime(
    one_time: bool,
    issued: u64,
    expires: u64,
) -> Result<(), IdentityError> {
    let limit = if one_time { Card::ONE_TIME_LIFETIME } else { Card::REUSABLE_LIFETIME };
    match expires.checked_sub(issued) {
        Some(lifetime) if (1..=limit).contains(&lifetime) => Ok(()),
        _ => Err(IdentityError::Lifetime { issued, expires, limit }),
    }
}
