//! What errors are called in vectors, whatever they are called in one implementation.

use subrosa::identity::IdentityError;
use subrosa::session::SessionError;
use subrosa::wire::WireError;

/// The name of an error of bytes and text.
pub(super) fn wire(error: &WireError) -> &'static str {
    match error {
        WireError::Truncated { .. } => "truncated",
        WireError::TrailingBytes { .. } => "trailing bytes",
        WireError::Oversized { .. } => "oversized",
        WireError::NonCanonicalVarint | WireError::VarintOverflow { .. } => "bad varint",
        WireError::UnknownSuite(_) => "wrong suite",
        WireError::UnknownType(_) => "unknown type",
        WireError::UnknownItem(_) => "unknown item",
        WireError::NotInFragments(_) => "another object",
        WireError::UnknownVersion(_) => "wrong version",
        WireError::Alphabet(_) => "foreign character",
        WireError::Base64Length { .. } | WireError::NonZeroTrailingBits => "bad base64",
        WireError::FragmentForm | WireError::FragmentNumber | WireError::FragmentIndex { .. } => {
            "bad fragment"
        }
        WireError::Empty => "empty",
        other => panic!("an error that no vector knows: {other:?}"),
    }
}

/// The name of an error of identities, cards and exports.
pub(super) fn identity(error: &IdentityError) -> &'static str {
    match error {
        IdentityError::Wire(error) => wire(error),
        IdentityError::OtherObject { .. } => "another object",
        IdentityError::BadKey { .. } => "bad key",
        IdentityError::OneKey => "one key",
        IdentityError::Lifetime { .. } => "bad lifetime",
        IdentityError::NotYetValid { .. } => "not yet valid",
        IdentityError::Expired { .. } => "expired",
        IdentityError::BadSignature => "forged",
        IdentityError::NotLowS => "high s",
        IdentityError::UnknownFormat(_) => "wrong version",
        IdentityError::PassphraseParameter { .. } => "bad parameters",
        IdentityError::WrongPassphraseOrDamaged => "wrong passphrase",
        IdentityError::MissingItem(_) => "missing item",
        IdentityError::DuplicateItem(_) => "duplicate item",
        IdentityError::ItemLength { .. } => "bad item",
        other => panic!("an error that no vector knows: {other:?}"),
    }
}

/// The name of an error of a line that a peer sent.
pub(super) fn session(error: &SessionError) -> &'static str {
    match error {
        SessionError::Wire(error) => wire(error),
        SessionError::Identity(error) => identity(error),
        SessionError::NotForUs(_) => "not for us",
        SessionError::Forged(_) | SessionError::SavedState => "forged",
        SessionError::GapTooLarge { .. } => "gap too large",
        SessionError::Replayed(_) => "replayed",
        SessionError::Duplicate => "duplicate",
        SessionError::Reflected => "reflected",
        SessionError::SavedFormat(_) => "wrong version",
        other => panic!("an error that no vector knows: {other:?}"),
    }
}
