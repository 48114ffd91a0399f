//! What can go wrong in the messenger room.

use super::notice::Notice;
use crate::crypto::CryptoError;
use crate::guard::GuardError;
use crate::identity::IdentityError;
use crate::seal::SealError;
use crate::session::SessionError;
use crate::vault::VaultError;

/// Why a call could not do what was asked. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MessengerError {
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A session.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// An identity or a card.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// A cryptographic operation, or randomness.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
    /// A document.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// No key is known that documents to the contact are sealed to.
    #[error("no sealing key of the contact is known")]
    NoSealingKey,
    /// The account is not attached.
    #[error("the account is not attached")]
    UnknownAccount,
    /// An account or an address has no name, or one of more than 1,024 bytes.
    #[error("a name of {0} bytes is not one of 1 to 1024 bytes")]
    BadName(usize),
    /// There is no such text any more.
    #[error("there is no text with this number")]
    UnknownText,
    /// The fingerprint is not the one that the call is about now.
    #[error("the fingerprint is not the one in question")]
    OtherFingerprint,
    /// As many identities are accepted at the address as can be.
    #[error("an address has at most 4 identities")]
    TooManyKeys,
    /// Which spellings are one address was to be changed of an account that is not attached, and
    /// addresses of it are remembered.
    #[error("addresses of the account are remembered: spellings change while it is attached")]
    AddressTaken,
    /// The action makes no sense where the conversation stands.
    #[error("this cannot be done where the conversation stands")]
    WrongState,
    /// The vault has an identity with contacts; it cannot be exchanged.
    #[error("the vault's identity has contacts and cannot be replaced")]
    IdentityInUse,
    /// A setting is out of its range.
    #[error("the setting is out of its range")]
    BadSetting,
    /// A thread could not be started, or has ended without a result.
    #[error("a thread for what takes long could not do it")]
    Thread,
    /// A record in the vault cannot be understood.
    #[error("a record in the vault is inconsistent: {0}")]
    Record(&'static str),
    /// A record in the vault is of a version that this build does not know: a newer one has written
    /// it.
    #[error("a record in the vault, {record}, is of the newer version {found}")]
    NewerRecord {
        /// What it is.
        record: &'static str,
        /// Its version.
        found: u8,
    },
}

impl MessengerError {
    /// What the user is told about it.
    pub fn notice(&self) -> Notice {
        match self {
            Self::Vault(VaultError::Locked) => Notice::Locked,
            Self::Vault(VaultError::Busy) => Notice::Busy,
            Self::Vault(VaultError::DiskFull) => Notice::DiskFull,
            Self::Vault(VaultError::InUse | VaultError::InUseElsewhere { .. }) => {
                Notice::AccountInUse
            }
            Self::Vault(VaultError::WrongKey(_)) => Notice::WrongKey,
            Self::Vault(_) | Self::Record(_) | Self::NewerRecord { .. } => Notice::VaultFailed,
            Self::UnknownAccount => Notice::UnknownAccount,
            Self::OtherFingerprint => Notice::OtherFingerprint,
            Self::NoSealingKey => Notice::NoSealingKey,
            Self::Identity(_) | Self::Session(SessionError::OlderCard) => Notice::BadCard,
            Self::Seal(error) => about_document(error),
            Self::BadName(_)
            | Self::UnknownText
            | Self::WrongState
            | Self::AddressTaken
            | Self::TooManyKeys
            | Self::IdentityInUse
            | Self::BadSetting => Notice::NotPossible,
            _ => Notice::Internal,
        }
    }

    /// Whether it may work later: what came is then kept.
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::Vault(
                VaultError::Locked
                    | VaultError::Busy
                    | VaultError::DiskFull
                    | VaultError::ReadOnly
                    | VaultError::Io(_)
                    | VaultError::OutOfMemory
            )
        )
    }
}

fn about_document(error: &SealError) -> Notice {
    match error {
        SealError::NotADocument
        | SealError::OtherObject { .. }
        | SealError::OtherContent { .. }
        | SealError::NoDocument => Notice::NoDocument,
        SealError::Unsupported { .. } => Notice::DocumentNewer,
        SealError::Truncated
        | SealError::TrailingBytes
        | SealError::Damaged(_)
        | SealError::NotUtf8
        | SealError::Armor(_) => Notice::DocumentDamaged,
        SealError::NotForUs | SealError::PassphraseNeeded => Notice::DocumentNotForUs,
        SealError::BadSignature | SealError::NotLowS | SealError::NotAmongRecipients => {
            Notice::DocumentForged
        }
        SealError::TooLarge { .. } => Notice::TooLong,
        SealError::NoRecipients => Notice::NoSealingKey,
        SealError::TargetExists
        | SealError::TargetName
        | SealError::NotAFile
        | SealError::TemporaryGone
        | SealError::SizeChanged { .. }
        | SealError::Io { .. } => Notice::FileFailed,
        SealError::Crypto(_) => Notice::Internal,
        _ => Notice::NotPossible,
    }
}

impl From<GuardError> for MessengerError {
    fn from(error: GuardError) -> Self {
        match error {
            GuardError::WrongState => Self::WrongState,
            GuardError::OtherFingerprint => Self::OtherFingerprint,
            GuardError::TooManyKeys => Self::TooManyKeys,
        }
    }
}
