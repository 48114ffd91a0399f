//! Full cards: a card together with the key that documents are sealed to (FORMAT.md section 3).

use core::fmt;

use super::unverified::whole;
use super::{Card, Fingerprint, IdentityError, KeyRole, UnverifiedCard, text};
use crate::crypto::{SealingPublic, sha256};
use crate::wire::codec::{Reader, Writer};
use crate::wire::{ObjectKind, armor};

/// A card that has been checked, with the key that documents to its owner are sealed to, which is
/// the one that the card names: `docs/FORMAT.md` section 3.
#[derive(Clone, PartialEq, Eq)]
pub struct FullCard {
    card: Card,
    key: SealingPublic,
}

impl FullCard {
    /// Size of a full card. Bytes.
    pub const LENGTH: usize = 1 + UnverifiedCard::LENGTH + SealingPublic::LENGTH;

    /// Joins a card with the key that it names.
    ///
    /// # Errors
    /// [`IdentityError::NoSealingKey`] if the card names none, [`IdentityError::OtherSealingKey`]
    /// if it names another.
    pub fn new(card: Card, key: SealingPublic) -> Result<Self, IdentityError> {
        check_hash(&card, key.hash())?;
        Ok(Self { card, key })
    }

    /// Reads a full card and checks everything that it must fulfil, against a clock that shows
    /// `now` seconds since 1970.
    ///
    /// # Errors
    /// In this order: [`IdentityError::Wire`] for another length than 1,465 bytes, an unknown
    /// suite or type; [`IdentityError::OtherObject`]; those of [`UnverifiedCard::parse`] and
    /// [`UnverifiedCard::verify`]; [`IdentityError::NoSealingKey`],
    /// [`IdentityError::OtherSealingKey`], [`IdentityError::BadKey`].
    pub fn verify(bytes: &[u8], now: u64) -> Result<Self, IdentityError> {
        let bytes: [u8; Self::LENGTH] = whole(bytes)?;
        let mut reader = Reader::new(&bytes);
        match ObjectKind::read(reader.u8()?)? {
            ObjectKind::FullCard => {}
            found => {
                return Err(IdentityError::OtherObject { expected: ObjectKind::FullCard, found });
            }
        }
        let card = reader.take(UnverifiedCard::LENGTH)?;
        let key = reader.array()?;
        let card = UnverifiedCard::parse(card)?.verify(now)?;
        check_hash(&card, &sha256(&[&key]))?;
        let key = SealingPublic::from_bytes(&key)
            .map_err(|_| IdentityError::BadKey { which: KeyRole::Sealing })?;
        Ok(Self { card, key })
    }

    /// Finds the one full card in a text and verifies it. The same one several times over counts
    /// as one; objects of other kinds are passed over.
    ///
    /// # Errors
    /// [`IdentityError::NoCard`]; [`IdentityError::SeveralCards`] when they differ; where the only
    /// candidate is damaged, what is wrong with it; and those of [`verify`](Self::verify).
    pub fn find(text: &[u8], now: u64) -> Result<Self, IdentityError> {
        let (none, several) = (IdentityError::NoCard, IdentityError::SeveralCards);
        Self::verify(&text::find(text, ObjectKind::FullCard, none, several)?, now)
    }

    /// The card itself.
    #[must_use]
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// What seals documents to its owner: what of a full card is worth keeping.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient::new(*self.card.identity().fingerprint(), self.key.clone())
    }

    /// The whole full card, 1,465 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::with_capacity(Self::LENGTH);
        writer.u8(ObjectKind::FullCard.header_byte());
        writer.bytes(self.card.as_bytes());
        writer.bytes(self.key.as_bytes());
        writer.into_vec()
    }

    /// The full card as one line of text, 1,960 characters.
    #[must_use]
    pub fn to_text(&self) -> String {
        armor::encode(&self.to_bytes())
    }

    /// The full card for mail: the line wrapped at 76 characters, between a begin and an end line.
    #[must_use]
    pub fn to_wrapped_text(&self) -> String {
        armor::encode_wrapped(&self.to_bytes(), "CARD")
    }
}

impl fmt::Debug for FullCard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { card, key } = self;
        formatter.debug_struct("FullCard").field("card", card).field("key", key).finish()
    }
}

/// Whom a document is sealed to: an identity and its sealing key. Whoever makes one vouches for it
/// that they belong together; a [`FullCard`] does.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    fingerprint: Fingerprint,
    key: SealingPublic,
}

impl Recipient {
    /// Joins an identity with its sealing key, as they were kept of a [`FullCard`].
    #[must_use]
    pub fn new(fingerprint: Fingerprint, key: SealingPublic) -> Self {
        Self { fingerprint, key }
    }

    /// The identity.
    #[must_use]
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// The sealing key.
    #[must_use]
    pub fn key(&self) -> &SealingPublic {
        &self.key
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fingerprint, key } = self;
        formatter
            .debug_struct("Recipient")
            .field("fingerprint", fingerprint)
            .field("key", key)
            .finish()
    }
}

fn check_hash(card: &Card, hash: &[u8; 32]) -> Result<(), IdentityError> {
    match card.sealing_hash() {
        Some(named) if named == hash => Ok(()),
        Some(_) => Err(IdentityError::OtherSealingKey),
        None => Err(IdentityError::NoSealingKey),
    }
}
