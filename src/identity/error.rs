//! Errors about identities, fingerprints, cards and exports.

use core::fmt;

use crate::crypto::CryptoError;
use crate::wire::{ObjectKind, WireError};

/// Why an identity, a fingerprint, a card or an export was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityError {
    /// The bytes or the text cannot be read: truncated, followed by more, of an unknown suite, type
    /// or version, with an unknown item that may not be skipped.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// The object is whole, but of another kind than the one asked for.
    #[error("object of kind {found:?} where {expected:?} was expected")]
    OtherObject {
        /// The kind asked for.
        expected: ObjectKind,
        /// The kind found.
        found: ObjectKind,
    },
    /// A public key is no point on P-256, a secret key is zero or not below the group order, or a
    /// sealing key is none.
    #[error("{which} is not a valid key")]
    BadKey {
        /// The key that is not valid.
        which: KeyRole,
    },
    /// The signing key and the agreement key are one key: each has one job.
    #[error("the signing key and the agreement key are the same key")]
    OneKey,
    /// The text is not a fingerprint of 64 hexadecimal digits.
    #[error("fingerprint does not have 64 hexadecimal digits")]
    NotAFingerprint,
    /// The card's lifetime is empty, negative or longer than its kind of prekey may live.
    #[error(
        "card is issued at {issued} and expires at {expires}; it may live 1 to {limit} seconds"
    )]
    Lifetime {
        /// When the card says it was issued. Seconds since 1970.
        issued: u64,
        /// When the card says it expires. Seconds since 1970.
        expires: u64,
        /// Longest lifetime for this kind of prekey. Seconds.
        limit: u64,
    },
    /// The card was issued more than a day in the future.
    #[error("card is issued at {issued}, more than a day after now, {now}")]
    NotYetValid {
        /// When the card says it was issued. Seconds since 1970.
        issued: u64,
        /// The clock it was checked against. Seconds since 1970.
        now: u64,
    },
    /// The card has expired.
    #[error("card expired at {at}, now is {now}")]
    Expired {
        /// When the card expired. Seconds since 1970.
        at: u64,
        /// The clock it was checked against. Seconds since 1970.
        now: u64,
    },
    /// The signature is not one of this card by its signing key.
    #[error("signature of the card does not verify")]
    BadSignature,
    /// The signature has an `s` above half the group order. It would verify otherwise, but anybody
    /// can make it from the one valid signature.
    #[error("signature of the card has a high s")]
    NotLowS,
    /// A card of this identity was expected, and this one is another's.
    #[error("card belongs to another identity")]
    OtherIdentity,
    /// The card names no key that documents are sealed to.
    #[error("card names no sealing key")]
    NoSealingKey,
    /// The key that documents are sealed to is not the one that the card names.
    #[error("sealing key is not the one that the card names")]
    OtherSealingKey,
    /// The text holds no card.
    #[error("no card in the text")]
    NoCard,
    /// The text holds different cards, and which is meant cannot be told.
    #[error("several different cards in the text")]
    SeveralCards,
    /// The text holds no identity export.
    #[error("no identity export in the text")]
    NoExport,
    /// The text holds different identity exports, and which is meant cannot be told.
    #[error("several different identity exports in the text")]
    SeveralExports,
    /// The export has a format that this version does not know.
    #[error("identity export has the unknown format {0}")]
    UnknownFormat(u8),
    /// A passphrase parameter lies outside its range.
    #[error("passphrase parameter {field} is {value}, allowed are {minimum} to {maximum}")]
    PassphraseParameter {
        /// Which parameter.
        field: &'static str,
        /// What it was.
        value: u32,
        /// The least value accepted.
        minimum: u32,
        /// The greatest value accepted.
        maximum: u32,
    },
    /// A passphrase of no bytes protects nothing.
    #[error("the passphrase of the identity export is empty")]
    EmptyPassphrase,
    /// The export does not open. Which of the two it is cannot be told.
    #[error("wrong passphrase, or the identity export is damaged")]
    WrongPassphraseOrDamaged,
    /// The export opened, but lacks an item that an identity needs.
    #[error("identity export has no item of type {0:#04x}")]
    MissingItem(u8),
    /// The export opened, but has an item twice.
    #[error("identity export has two items of type {0:#04x}")]
    DuplicateItem(u8),
    /// The export opened, but an item has the wrong length.
    #[error("item of type {item:#04x} has {found} bytes instead of {expected}")]
    ItemLength {
        /// Type of the item.
        item: u8,
        /// Bytes it should have.
        expected: usize,
        /// Bytes it has.
        found: usize,
    },
    /// A cryptographic operation failed that has no better name here.
    #[error(transparent)]
    Crypto(CryptoError),
}

impl From<CryptoError> for IdentityError {
    fn from(error: CryptoError) -> Self {
        match error {
            CryptoError::PassphraseParameter { field, value, minimum, maximum } => {
                Self::PassphraseParameter { field, value, minimum, maximum }
            }
            other => Self::Crypto(other),
        }
    }
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyRole {
    /// The key of an identity that signs cards.
    Signing,
    /// The key of an identity that takes part in key agreements.
    Agreement,
    /// The key of a card that a session begins with.
    Prekey,
    /// The key of an identity that documents are sealed to.
    Sealing,
}

impl fmt::Display for KeyRole {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Signing => "signing key",
            Self::Agreement => "agreement key",
            Self::Prekey => "prekey",
            Self::Sealing => "sealing key",
        })
    }
}
