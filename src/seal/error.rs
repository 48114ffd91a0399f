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
        found: super::Content,
    },
    /// The content is said to be text and is not UTF-8.
    #[error("content of the document is not UTF-8")]
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
