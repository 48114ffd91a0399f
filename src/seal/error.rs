//! Errors about sealing and opening documents.

use core::fmt;
use std::io;

use crate::crypto::CryptoError;
use crate::identity::Fingerprint;
use crate::wire::{ObjectKind, WireError};

/// Why a document was not sealed or not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The input does not begin like a document.
    #[error("not a sealed document")]
    NotADocument,
    /// The input is another object than a document, a card say.
    #[error("object of kind {found:?} where a sealed document was expected")]
    OtherObject {
        /// What it is.
        found: ObjectKind,
    },
    /// Something in the document is of a kind that this version does not know: made by a newer one.
    #[error("sealed document with the unknown {what} {value:#04x}")]
    Unsupported {
        /// What is unknown: suite, format, lock, item or content.
        what: &'static str,
        /// Its number.
        value: u8,
    },
    /// The end is missing.
    #[error("sealed document is cut off")]
    Truncated,
    /// Something follows the end.
    #[error("something follows the end of the sealed document")]
    TrailingBytes,
    /// A part is not as it was sealed, or was not made as documents are.
    #[error("sealed document is damaged: {0}")]
    Damaged(Part),
    /// No stanza opens with the keys given. A damaged stanza looks the same.
    #[error("document is sealed to somebody else, or its header is damaged")]
    NotForUs,
    /// The document is sealed under a passphrase, and keys were given.
    #[error("document is sealed under a passphrase")]
    PassphraseNeeded,
    /// The document is sealed to keys, and a passphrase was given.
    #[error("document is sealed to keys, not under a passphrase")]
    KeysNeeded,
    /// The passphrase stanza does not open. Which of the two it is cannot be told.
    #[error("wrong passphrase, or the header of the document is damaged")]
    WrongPassphrase,
    /// The signature is not one of the stated sender over this document: header, recipients or
    /// content are not those that were signed.
    #[error("signature does not belong to this document")]
    BadSignature,
    /// The signature has an `s` above half the group order. It would verify otherwise, but anybody
    /// can make it from the one valid signature.
    #[error("signature of the document has a high s")]
    NotLowS,
    /// The sender did not seal the document to whoever opened it: somebody passed it on.
    #[error("signed document names other recipients")]
    NotAmongRecipients,
    /// Nobody signed the document, and a signature was asked for.
    #[error("document is not signed")]
    Unsigned,
    /// The document is signed, by none of those asked for.
    #[error("document is signed by an unknown sender, {0:?}")]
    UnknownSender(Fingerprint),
    /// A signed document was to be opened as a stream: its content would come out before the
    /// signature at its end is checked.
    #[error("signed document cannot be opened as a stream")]
    SignedStream,
    /// The content is text in the document and was asked for as a file, or the other way round.
    #[error("content of the document is {found}")]
    OtherContent {
        /// What it is.
        found: super::ContentKind,
    },
    /// The content is said to be text and is not UTF-8, or has a NUL, at which a host in C would cut
    /// it: two people would be shown different texts under one signature.
    #[error("content of the document is not UTF-8 without NUL")]
    NotUtf8,
    /// There is nobody to seal to.
    #[error("no recipients")]
    NoRecipients,
    /// There are too many recipients.
    #[error("{found} recipients exceed the limit of {limit}")]
    TooManyRecipients {
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A name has no characters or more than 1,024 bytes.
    #[error("name of {0} bytes, allowed are 1 to 1,024")]
    NameLength(usize),
    /// The content has another size than was said when sealing began.
    #[error("content of {found} bytes instead of {expected}")]
    SizeChanged {
        /// What was said. Bytes.
        expected: u64,
        /// What came, at least. Bytes.
        found: u64,
    },
    /// The content is larger than a document can hold, or than the text form can.
    #[error("content exceeds {limit} bytes")]
    TooLarge {
        /// What it may have. Bytes.
        limit: u64,
    },
    /// The text holds no document.
    #[error("no sealed document in the text")]
    NoDocument,
    /// The armor of the document in a text cannot be read.
    #[error(transparent)]
    Armor(WireError),
    /// There is a file of that name, and it was not to be replaced.
    #[error("target exists already")]
    TargetExists,
    /// The name of the target is not that of one file in a folder.
    #[error("target is not a plain file name")]
    TargetName,
    /// The source is not a regular file.
    #[error("source is not a regular file")]
    NotAFile,
    /// Somebody has removed or exchanged the temporary file, a scanner say.
    #[error("temporary file has been removed or exchanged")]
    TemporaryGone,
    /// The job has ended, with success or an error.
    #[error("job has ended")]
    Ended,
    /// The job has not ended yet.
    #[error("job is not done")]
    NotDone,
    /// The system refused something.
    #[error("cannot {action}: {kind}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// What the system said.
        kind: io::ErrorKind,
    },
    /// A cryptographic operation failed that has no better name here.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
}

impl SealError {
    /// One English sentence for a person: what it means, and what to do. It contains nothing that a
    /// document supplied, and none of `<>&"%`.
    #[must_use]
    pub fn sentence(&self) -> &'static str {
        match self {
            Self::NotADocument => "This is not a sealed document.",
            Self::OtherObject { .. } => {
                "This is not a sealed document but something else that Subrosa made, such as a card."
            }
            Self::Unsupported { .. } => "This document needs a newer version of the software.",
            Self::Truncated => "The end of the document is missing: get it again.",
            Self::TrailingBytes => {
                "Something was added after the end of the document: get it again."
            }
            Self::Damaged(_) => "The document was changed on the way: get it again.",
            Self::NotForUs => "The document is not sealed to any of your keys, or it is damaged.",
            Self::PassphraseNeeded => "The document needs a passphrase to be opened.",
            Self::KeysNeeded => "The document is sealed to keys: a passphrase does not open it.",
            Self::WrongPassphrase => "The passphrase is wrong, or the document is damaged.",
            Self::BadSignature | Self::NotLowS => {
                "The signature does not belong to this document: do not trust it."
            }
            Self::NotAmongRecipients => {
                "The document was written to somebody else and passed on to you."
            }
            Self::Unsigned => "The document is not signed: anybody may have made it.",
            Self::UnknownSender(_) => "The document is signed, but by nobody you know.",
            Self::SignedStream => "A signed document must be opened as a file.",
            Self::OtherContent { found: super::ContentKind::File } => {
                "The document holds a file, not a text."
            }
            Self::OtherContent { found: super::ContentKind::Text } => {
                "The document holds a text, not a file."
            }
            Self::NotUtf8 => "The text in the document cannot be read.",
            Self::NoRecipients => "There is nobody to seal the document to.",
            Self::TooManyRecipients { .. } => "A document can be sealed to at most 1,024 people.",
            Self::NameLength(_) => "The name of the file is empty or too long.",
            Self::SizeChanged { .. } => "The file changed while it was being sealed: try again.",
            Self::TooLarge { .. } => {
                "This is too large for a document; seal a long text as a file."
            }
            Self::NoDocument => "There is no sealed document in this text.",
            Self::Armor(_) => {
                "The document in this text was changed on the way or only partly copied: get it again."
            }
            Self::TargetExists => "A file of this name already exists and was not changed.",
            Self::TargetName => "This cannot be the name of a file.",
            Self::NotAFile => "Only a file can be sealed or opened.",
            Self::TemporaryGone => {
                "Something on this computer, such as a virus scanner, has removed the opened file."
            }
            Self::Ended | Self::NotDone => "This cannot be done now.",
            Self::Io { kind, .. } => match kind {
                io::ErrorKind::NotFound => "There is no such file or folder.",
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "The file or folder may not be read or written."
                }
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "The disk is full.",
                _ => "The file could not be read or written.",
            },
            Self::Crypto(CryptoError::PassphraseParameter { .. }) => {
                "The document requires more or less work with the passphrase than is allowed."
            }
            Self::Crypto(CryptoError::OutOfMemory) => {
                "There is not enough memory to try the passphrase."
            }
            Self::Crypto(_) => "Something failed inside the encryption library.",
        }
    }

    /// An error of the system while doing `action`.
    pub(super) fn io(action: &'static str) -> impl Fn(io::Error) -> Self {
        move |error| Self::Io { action, kind: error.kind() }
    }
}

/// A part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The header: stanzas or MAC.
    Header,
    /// The encrypted metadata in the header.
    Metadata,
    /// A chunk of the content; the first is 0.
    Chunk(u32),
    /// The trailer with the signature.
    Trailer,
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => formatter.write_str("header"),
            Self::Metadata => formatter.write_str("metadata"),
            Self::Chunk(index) => write!(formatter, "chunk {index}"),
            Self::Trailer => formatter.write_str("trailer"),
        }
    }
}
