//! Which error of the rooms below has which code.

use super::result::*;
use crate::crypto::CryptoError;
use crate::identity::IdentityError;
use crate::messenger::MessengerError;
use crate::plugin::PluginError;
use crate::seal::{Part, SealError};
use crate::session::SessionError;
use crate::vault::VaultError;
use crate::wire::WireError;

pub(in crate::capi) fn of_crypto(error: &CryptoError) -> subrosa_result {
    match error {
        CryptoError::Unsupported => SUBROSA_E_UNSUPPORTED,
        CryptoError::NotAPoint | CryptoError::NotASealingKey | CryptoError::InvalidSecret => {
            SUBROSA_E_BAD_KEY
        }
        CryptoError::BadSignature => SUBROSA_E_BAD_SIGNATURE,
        CryptoError::NotLowS => SUBROSA_E_NOT_LOW_S,
        CryptoError::Forged => SUBROSA_E_FORGED,
        CryptoError::TooLong => SUBROSA_E_TOO_LONG,
        CryptoError::RandomFailed => SUBROSA_E_RANDOM,
        CryptoError::PassphraseParameter { .. } => SUBROSA_E_PASSPHRASE_PARAMETER,
        CryptoError::OutOfMemory => SUBROSA_E_MEMORY,
        CryptoError::Length { .. } => SUBROSA_E_MALFORMED,
    }
}

fn of_wire(error: &WireError) -> subrosa_result {
    match error {
        WireError::Truncated { .. } => SUBROSA_E_TRUNCATED,
        WireError::Oversized { .. } | WireError::TooManyFragments { .. } => SUBROSA_E_OVERSIZED,
        WireError::UnknownVersion(_) => SUBROSA_E_VERSION,
        WireError::UnknownSuite(_) => SUBROSA_E_SUITE,
        WireError::UnknownType(_) | WireError::NotInFragments(_) => SUBROSA_E_TYPE,
        WireError::UnknownItem(_) => SUBROSA_E_ITEM,
        WireError::LimitTooSmall { .. } => SUBROSA_E_LINE_LIMIT,
        WireError::TrailingBytes { .. }
        | WireError::NonCanonicalVarint
        | WireError::VarintOverflow { .. }
        | WireError::NotArmored
        | WireError::Alphabet(_)
        | WireError::Base64Length { .. }
        | WireError::NonZeroTrailingBits
        | WireError::FragmentForm
        | WireError::FragmentNumber
        | WireError::FragmentIndex { .. }
        | WireError::Empty
        | WireError::TooManyVariants { .. }
        | WireError::FragmentMismatch { .. }
        | WireError::Invalid(_) => SUBROSA_E_MALFORMED,
    }
}

pub(in crate::capi) fn of_identity(error: &IdentityError) -> subrosa_result {
    match error {
        IdentityError::Wire(error) => of_wire(error),
        IdentityError::Crypto(error) => of_crypto(error),
        IdentityError::OtherObject { .. } => SUBROSA_E_TYPE,
        IdentityError::BadKey { .. } | IdentityError::OneKey => SUBROSA_E_BAD_KEY,
        IdentityError::NotAFingerprint => SUBROSA_E_NOT_A_FINGERPRINT,
        IdentityError::Lifetime { .. } => SUBROSA_E_LIFETIME,
        IdentityError::NotYetValid { .. } => SUBROSA_E_NOT_YET_VALID,
        IdentityError::Expired { .. } => SUBROSA_E_EXPIRED,
        IdentityError::BadSignature => SUBROSA_E_BAD_SIGNATURE,
        IdentityError::NotLowS => SUBROSA_E_NOT_LOW_S,
        IdentityError::OtherIdentity => SUBROSA_E_OTHER_IDENTITY,
        IdentityError::NoSealingKey => SUBROSA_E_NO_SEALING_KEY,
        IdentityError::OtherSealingKey => SUBROSA_E_OTHER_SEALING_KEY,
        IdentityError::NoCard => SUBROSA_E_NO_CARD,
        IdentityError::SeveralCards => SUBROSA_E_SEVERAL_CARDS,
        IdentityError::NoExport => SUBROSA_E_NO_EXPORT,
        IdentityError::SeveralExports => SUBROSA_E_SEVERAL_EXPORTS,
        IdentityError::UnknownFormat(_) => SUBROSA_E_EXPORT_FORMAT,
        IdentityError::PassphraseParameter { .. } => SUBROSA_E_PASSPHRASE_PARAMETER,
        IdentityError::EmptyPassphrase => SUBROSA_E_EMPTY_PASSPHRASE,
        IdentityError::WrongPassphraseOrDamaged => SUBROSA_E_PASSPHRASE,
        IdentityError::MissingItem(_)
        | IdentityError::DuplicateItem(_)
        | IdentityError::ItemLength { .. } => SUBROSA_E_EXPORT_CONTENT,
    }
}

pub(in crate::capi) fn of_seal(error: &SealError) -> subrosa_result {
    use std::io::ErrorKind;
    match error {
        SealError::NotADocument => SUBROSA_E_NOT_A_DOCUMENT,
        SealError::OtherObject { .. } => SUBROSA_E_OTHER_OBJECT,
        SealError::Unsupported { .. } => SUBROSA_E_DOCUMENT_NEWER,
        SealError::Truncated => SUBROSA_E_DOCUMENT_CUT,
        SealError::TrailingBytes => SUBROSA_E_DOCUMENT_TRAILING,
        SealError::Damaged(Part::Header) => SUBROSA_E_DAMAGED_HEADER,
        SealError::Damaged(Part::Metadata) => SUBROSA_E_DAMAGED_METADATA,
        SealError::Damaged(Part::Chunk(_)) => SUBROSA_E_DAMAGED_CHUNK,
        SealError::Damaged(Part::Trailer) => SUBROSA_E_DAMAGED_TRAILER,
        SealError::NotForUs => SUBROSA_E_NOT_A_RECIPIENT,
        SealError::PassphraseNeeded => SUBROSA_E_PASSPHRASE_NEEDED,
        SealError::KeysNeeded => SUBROSA_E_KEYS_NEEDED,
        SealError::WrongPassphrase => SUBROSA_E_DOCUMENT_PASSPHRASE,
        SealError::BadSignature => SUBROSA_E_DOCUMENT_SIGNATURE,
        SealError::NotLowS => SUBROSA_E_DOCUMENT_HIGH_S,
        SealError::NotAmongRecipients => SUBROSA_E_NOT_ADDRESSED_TO_YOU,
        SealError::Unsigned => SUBROSA_E_UNSIGNED,
        SealError::UnknownSender(_) => SUBROSA_E_UNKNOWN_SENDER,
        SealError::SignedStream => SUBROSA_E_SIGNED_STREAM,
        SealError::OtherContent { .. } => SUBROSA_E_OTHER_CONTENT,
        SealError::NotUtf8 => SUBROSA_E_CONTENT_UTF8,
        SealError::NoRecipients => SUBROSA_E_NO_RECIPIENTS,
        SealError::TooManyRecipients { .. } => SUBROSA_E_TOO_MANY_RECIPIENTS,
        SealError::NameLength(_) => SUBROSA_E_DOCUMENT_NAME,
        SealError::SizeChanged { .. } => SUBROSA_E_SIZE_CHANGED,
        SealError::TooLarge { .. } => SUBROSA_E_TOO_LARGE,
        SealError::NoDocument => SUBROSA_E_NO_DOCUMENT,
        SealError::Armor(_) => SUBROSA_E_DOCUMENT_ARMOR,
        SealError::TargetExists => SUBROSA_E_TARGET_EXISTS,
        SealError::TargetName => SUBROSA_E_TARGET_NAME,
        SealError::NotAFile => SUBROSA_E_NOT_A_FILE,
        SealError::TemporaryGone => SUBROSA_E_TEMPORARY_GONE,
        SealError::Ended => SUBROSA_E_JOB_ENDED,
        SealError::NotDone => SUBROSA_E_JOB_NOT_DONE,
        SealError::Io { kind, .. } => match kind {
            ErrorKind::NotFound => SUBROSA_E_FILE_MISSING,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                SUBROSA_E_FILE_PERMISSION
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => SUBROSA_E_DISK_FULL,
            _ => SUBROSA_E_FILE,
        },
        SealError::Crypto(error) => of_crypto(error),
    }
}

pub(in crate::capi) fn of_session(error: &SessionError) -> subrosa_result {
    match error {
        SessionError::Wire(error) => of_wire(error),
        SessionError::Identity(error) => of_identity(error),
        SessionError::Crypto(error) => of_crypto(error),
        SessionError::NotForUs(_) => SUBROSA_E_NOT_FOR_US,
        SessionError::Forged(_) => SUBROSA_E_FORGED,
        SessionError::GapTooLarge { .. } => SUBROSA_E_GAP_TOO_LARGE,
        SessionError::Replayed(_) => SUBROSA_E_REPLAYED,
        SessionError::ReplayedOffer => SUBROSA_E_REPLAYED_OFFER,
        SessionError::Duplicate => SUBROSA_E_DUPLICATE,
        SessionError::Reflected => SUBROSA_E_REFLECTED,
        SessionError::OtherIdentity(_) => SUBROSA_E_OTHER_IDENTITY,
        SessionError::OwnIdentity => SUBROSA_E_OWN_IDENTITY,
        SessionError::UnexpectedOffer => SUBROSA_E_UNEXPECTED_OFFER,
        SessionError::OlderCard => SUBROSA_E_OLDER_CARD,
        SessionError::Ended => SUBROSA_E_ENDED,
        SessionError::NoSession => SUBROSA_E_NO_SESSION,
        SessionError::Forked => SUBROSA_E_FORKED,
        SessionError::HoldUntilConfirmed => SUBROSA_E_NOT_CONFIRMED_YET,
        SessionError::EmptyText => SUBROSA_E_EMPTY,
        SessionError::TextTooLong { .. } => SUBROSA_E_TOO_LONG,
        SessionError::LineLimit { .. } => SUBROSA_E_LINE_LIMIT,
        SessionError::TooManyInits => SUBROSA_E_TOO_MANY_INITS,
        SessionError::Payload(_) => SUBROSA_E_CONTENT,
        SessionError::UnknownItem(_) => SUBROSA_E_ITEM,
        SessionError::WrongInstallation => SUBROSA_E_WRONG_INSTALLATION,
        SessionError::SavedState => SUBROSA_E_STATE,
        SessionError::SavedFormat(_) => SUBROSA_E_STATE_FORMAT,
        SessionError::SavedKind => SUBROSA_E_STATE_KIND,
        SessionError::SavedContent(_) => SUBROSA_E_STATE_CONTENT,
    }
}

pub(in crate::capi) fn of_messenger(error: &MessengerError) -> subrosa_result {
    match error {
        MessengerError::Vault(error) => of_vault(error),
        MessengerError::Session(error) => of_session(error),
        MessengerError::Identity(error) => of_identity(error),
        MessengerError::Crypto(error) => of_crypto(error),
        MessengerError::Seal(error) => of_seal(error),
        MessengerError::NoSealingKey => SUBROSA_E_NO_SEALING_KEY,
        MessengerError::UnknownAccount => SUBROSA_E_UNKNOWN_ACCOUNT,
        MessengerError::BadName(_) => SUBROSA_E_NAME,
        MessengerError::UnknownText => SUBROSA_E_UNKNOWN_TEXT,
        MessengerError::OtherFingerprint => SUBROSA_E_OTHER_FINGERPRINT,
        MessengerError::TooManyKeys => SUBROSA_E_TOO_MANY_KEYS,
        MessengerError::AddressTaken => SUBROSA_E_ADDRESS_TAKEN,
        MessengerError::WrongState => SUBROSA_E_WRONG_STATE,
        MessengerError::IdentityInUse => SUBROSA_E_IDENTITY_IN_USE,
        MessengerError::BadSetting => SUBROSA_E_SETTING,
        // What the system lacks when it starts no thread.
        MessengerError::Thread => SUBROSA_E_MEMORY,
        MessengerError::Record(_) => SUBROSA_E_RECORD,
        MessengerError::NewerRecord { .. } => SUBROSA_E_VAULT_NEWER,
    }
}

pub(in crate::capi) fn of_plugin(error: &PluginError) -> subrosa_result {
    match error {
        PluginError::Messenger(error) => of_messenger(error),
        PluginError::Setting(_) | PluginError::Settings(_) => SUBROSA_E_SETTING,
        PluginError::Profile(_) => SUBROSA_E_PROFILE,
        PluginError::Language(_) => SUBROSA_E_LANGUAGE,
        PluginError::Command => SUBROSA_E_COMMAND,
        PluginError::Answer => SUBROSA_E_ANSWER,
    }
}

fn of_vault(error: &VaultError) -> subrosa_result {
    match error {
        VaultError::Missing => SUBROSA_E_VAULT_MISSING,
        VaultError::AlreadyExists => SUBROSA_E_VAULT_EXISTS,
        VaultError::NotAVault => SUBROSA_E_NOT_A_VAULT,
        VaultError::NewerVersion { .. } => SUBROSA_E_VAULT_NEWER,
        VaultError::Damaged(_) => SUBROSA_E_VAULT_DAMAGED,
        VaultError::Older { .. } => SUBROSA_E_VAULT_OLDER,
        VaultError::InUseElsewhere { .. } => SUBROSA_E_ACCOUNT_ELSEWHERE,
        VaultError::SeveralNames { .. } => SUBROSA_E_VAULT_NAMES,
        VaultError::ReadOnly => SUBROSA_E_VAULT_READ_ONLY,
        VaultError::DiskFull => SUBROSA_E_DISK_FULL,
        VaultError::Busy => SUBROSA_E_VAULT_BUSY,
        VaultError::Locked => SUBROSA_E_VAULT_LOCKED,
        VaultError::WrongKey(_) => SUBROSA_E_WRONG_KEY,
        VaultError::OtherProtection(_) => SUBROSA_E_OTHER_PROTECTION,
        VaultError::EmptyPassphrase => SUBROSA_E_EMPTY_PASSPHRASE,
        VaultError::KeyFileMissing => SUBROSA_E_KEY_FILE_MISSING,
        VaultError::KeyFileExposed { .. } => SUBROSA_E_KEY_FILE_EXPOSED,
        VaultError::KeyFileDamaged { .. } => SUBROSA_E_KEY_FILE_DAMAGED,
        VaultError::InUse => SUBROSA_E_ACCOUNT_IN_USE,
        VaultError::Forked => SUBROSA_E_VAULT_FORKED,
        VaultError::RolledBack => SUBROSA_E_VAULT_ROLLED_BACK,
        VaultError::ValueTooLong { .. } => SUBROSA_E_VAULT_VALUE,
        VaultError::File { .. } => SUBROSA_E_VAULT_FILE,
        VaultError::Io(_) => SUBROSA_E_VAULT_IO,
        VaultError::Sqlite(_) => SUBROSA_E_VAULT_DATABASE,
        VaultError::OutOfMemory => SUBROSA_E_MEMORY,
        VaultError::Crypto(error) => of_crypto(error),
    }
}
