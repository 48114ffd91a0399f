//! Cards as they arrived, before they are verified.

use core::fmt;

use super::card::{check_lifetime, signed_bytes};
use super::{Card, CardId, Fingerprint, IdentityError, KeyRole, PublicIdentity, text};
use crate::crypto::{self, AgreementPublic, CryptoError};
use crate::wire::codec::{Reader, Writer};
use crate::wire::{ObjectKind, WireError, labels};

/// A card as it came in. Only its length and kind are known to be right; nothing it says is to be
/// believed before [`verify`](Self::verify).
#[derive(Clone, PartialEq, Eq)]
pub struct UnverifiedCard {
    bytes: [u8; Self::LENGTH],
    capabilities: u16,
    flags: u8,
    signing: [u8; 33],
    agreement: [u8; 33],
    prekey: [u8; 33],
    sealing_hash: [u8; 32],
    issued: u64,
    expires: u64,
    signature: [u8; 64],
    id: CardId,
}

impl UnverifiedCard {
    /// Size of a card. Bytes.
    pub const LENGTH: usize = 215;

    /// Size of the signed part of a card. Bytes.
    pub const BODY_LENGTH: usize = 151;

    /// Size of a card without its identity keys. Bytes.
    pub const COMPACT_LENGTH: usize = 149;

    /// Divides a card into its fields. Costs no curve operation.
    ///
    /// # Errors
    /// [`IdentityError::Wire`] for another length than 215 bytes, an unknown suite or type;
    /// [`IdentityError::OtherObject`] for an object that is not a card.
    pub fn parse(bytes: &[u8]) -> Result<Self, IdentityError> {
        let bytes = whole(bytes)?;
        let mut reader = Reader::new(&bytes);
        match ObjectKind::read(reader.u8()?)? {
            ObjectKind::Card => {}
            found => {
                return Err(IdentityError::OtherObject { expected: ObjectKind::Card, found });
            }
        }
        Ok(Self {
            bytes,
            capabilities: reader.u16()?,
            flags: reader.u8()?,
            signing: reader.array()?,
            agreement: reader.array()?,
            prekey: reader.array()?,
            sealing_hash: reader.array()?,
            issued: reader.u64()?,
            expires: reader.u64()?,
            signature: reader.array()?,
            id: id_of(&bytes[..Self::BODY_LENGTH]),
        })
    }

    /// Finds the one card in a text: a line somewhere in a mail, a chat or a file. The same card
    /// several times over counts as one; objects of other kinds are passed over.
    ///
    /// # Errors
    /// [`IdentityError::NoCard`]; [`IdentityError::SeveralCards`] when they differ; where the only
    /// candidate is damaged, what is wrong with it.
    pub fn find(text: &[u8]) -> Result<Self, IdentityError> {
        let none = IdentityError::NoCard;
        let object = text::find(text, ObjectKind::Card, none, IdentityError::SeveralCards)?;
        Self::parse(&object)
    }

    /// Puts a card together that was sent without its identity keys (item 0x07), as one of
    /// `identity`.
    ///
    /// # Errors
    /// [`IdentityError::Wire`] for another length than 149 bytes, an unknown suite or type;
    /// [`IdentityError::OtherObject`] for an object that is not a card.
    pub fn from_compact(bytes: &[u8], identity: &PublicIdentity) -> Result<Self, IdentityError> {
        let compact: [u8; Self::COMPACT_LENGTH] = whole(bytes)?;
        let mut writer = Writer::with_capacity(Self::LENGTH);
        writer.bytes(&compact[..BEFORE_KEYS]);
        writer.bytes(identity.signing().as_bytes());
        writer.bytes(identity.agreement().as_bytes());
        writer.bytes(&compact[BEFORE_KEYS..]);
        Self::parse(writer.as_slice())
    }

    /// Checks everything that a card must fulfil, in the order of `docs/PROTOCOL.md` section 5,
    /// against a clock that shows `now` seconds since 1970.
    ///
    /// # Errors
    /// In this order: [`IdentityError::BadKey`], [`IdentityError::Lifetime`],
    /// [`IdentityError::NotYetValid`], [`IdentityError::Expired`]; then
    /// [`IdentityError::NotLowS`] or [`IdentityError::BadSignature`].
    pub fn verify(&self, now: u64) -> Result<Card, IdentityError> {
        let identity = self.identity()?;
        let prekey = self.read_prekey()?;
        check_lifetime(self.one_time(), self.issued(), self.expires())?;
        self.check_time(now)?;
        identity.signing().verify(&signed_bytes(self.body()), &self.signature).map_err(
            |error| match error {
                CryptoError::NotLowS => IdentityError::NotLowS,
                CryptoError::BadSignature => IdentityError::BadSignature,
                other => other.into(),
            },
        )?;
        Ok(Card { content: self.clone(), identity, prekey })
    }

    /// Whether a clock that shows `now` lies in its lifetime.
    pub(crate) fn check_time(&self, now: u64) -> Result<(), IdentityError> {
        let (issued, expires) = (self.issued(), self.expires());
        if issued > now.saturating_add(Card::CLOCK_TOLERANCE) {
            return Err(IdentityError::NotYetValid { issued, now });
        }
        if now >= expires {
            return Err(IdentityError::Expired { at: expires, now });
        }
        Ok(())
    }

    /// The fingerprint of the identity it claims. Costs one hash and no curve operation: the keys
    /// need not even be points.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_keys(&self.signing, &self.agreement)
    }

    /// The identity it claims. Costs two point decompressions.
    ///
    /// # Errors
    /// [`IdentityError::BadKey`].
    pub fn identity(&self) -> Result<PublicIdentity, IdentityError> {
        PublicIdentity::from_bytes(&self.signing, &self.agreement)
    }

    /// Its id. The signature does not enter: there are many valid ones for one card.
    #[must_use]
    pub fn id(&self) -> CardId {
        self.id
    }

    /// The bytes of its id.
    #[must_use]
    pub fn id_bytes(&self) -> &[u8; 8] {
        self.id.as_bytes()
    }

    /// Whether it claims a prekey for one session only.
    #[must_use]
    pub fn one_time(&self) -> bool {
        self.flags & ONE_TIME != 0
    }

    /// From when it claims to be valid. Seconds since 1970.
    #[must_use]
    pub fn issued(&self) -> u64 {
        self.issued
    }

    /// From when it claims not to be valid any more. Seconds since 1970.
    #[must_use]
    pub fn expires(&self) -> u64 {
        self.expires
    }

    /// The capability bits it claims, unknown ones included.
    #[must_use]
    pub fn capabilities(&self) -> u16 {
        self.capabilities
    }

    /// The SHA-256 it claims for the public key that documents are sealed to; `None` for zeros.
    #[must_use]
    pub fn sealing_hash(&self) -> Option<&[u8; 32]> {
        Some(&self.sealing_hash).filter(|hash| **hash != NO_SEALING_KEY)
    }

    /// The whole card, 215 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.bytes
    }

    /// What the signature is over, 151 bytes.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.bytes[..Self::BODY_LENGTH]
    }

    /// The card without its identity keys, 149 bytes.
    #[must_use]
    pub fn compact(&self) -> [u8; Self::COMPACT_LENGTH] {
        let mut compact = [0; Self::COMPACT_LENGTH];
        compact[..BEFORE_KEYS].copy_from_slice(&self.bytes[..BEFORE_KEYS]);
        compact[BEFORE_KEYS..].copy_from_slice(&self.bytes[AFTER_KEYS..]);
        compact
    }

    pub(super) fn read_prekey(&self) -> Result<AgreementPublic, IdentityError> {
        AgreementPublic::from_bytes(&self.prekey)
            .map_err(|_| IdentityError::BadKey { which: KeyRole::Prekey })
    }

    pub(super) fn describe(&self, name: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct(name)
            .field("id", &self.id)
            .field("fingerprint", &self.fingerprint())
            .field("one_time", &self.one_time())
            .field("issued", &self.issued)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for UnverifiedCard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe("UnverifiedCard", formatter)
    }
}

/// Flag: the prekey is for one session only. The other bits mean nothing yet.
pub(super) const ONE_TIME: u8 = 1;

/// What stands in a card whose owner has no key that documents are sealed to.
pub(super) const NO_SEALING_KEY: [u8; 32] = [0; 32];

/// Where the identity keys begin, which a compact card leaves out.
const BEFORE_KEYS: usize = 4;

/// Where what follows the identity keys begins.
const AFTER_KEYS: usize = 70;

/// The bytes as an array, which they are to fill exactly.
pub(super) fn whole<const N: usize>(bytes: &[u8]) -> Result<[u8; N], WireError> {
    let mut reader = Reader::new(bytes);
    let array = reader.array()?;
    reader.finish()?;
    Ok(array)
}

fn id_of(body: &[u8]) -> CardId {
    let hash = crypto::sha256(&[labels::CARD_ID, body]);
    let mut id = [0; 8];
    id.copy_from_slice(&hash[..8]);
    CardId::from_bytes(id)
}
