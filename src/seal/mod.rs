//! Documents at rest: files and texts sealed to public keys or a passphrase, to be read later.
//!
//! | what | how |
//! |---|---|
//! | [`seal_text`], [`open_text`] | a text, as a line of ASCII or wrapped for mail |
//! | [`seal_bytes`], [`open_bytes`] | what is in memory |
//! | [`Sealer`], [`open_unsigned_stream`] | what is not, in one pass |
//! | [`SealJob`], [`OpenJob`], [`sweep`] | files, step by step, never half there |
//! | [`SafeName`] | what a file from a document may be called |
//!
//! [`Terms`] say who can open a document, who signs it and what it is called; [`Unlock`] is what
//! opens it; [`Opened`] says what it was and from whom. An unsigned document says nothing about
//! who made it: a host that cares asks [`Opened::signed_by`].
//!
//! The bytes are those of `docs/FORMAT.md`.

#![forbid(unsafe_code)]

mod body;
#[cfg(unix)]
mod bulk;
mod error;
mod header;
mod input;
mod job;
mod keys;
mod memory;
mod metadata;
mod name;
mod opener;
#[cfg(unix)]
mod parallel;
mod sealer;
mod temporary;
mod trailer;

pub use error::{Part, SealError};
pub use job::{JobProgress, OpenJob, SealJob};
pub use memory::{
    open_bytes, open_text, open_unsigned_stream, seal_bytes, seal_text, seal_text_wrapped,
};
pub(crate) use metadata::check_name;
pub use metadata::{ContentKind, Metadata};
pub use name::SafeName;
pub use sealer::{Lock, Sealer, Terms};
pub use temporary::{Existing, sweep};

pub use crate::wire::limits::MAX_RECIPIENTS;

use core::fmt;

use crate::identity::{Fingerprint, Identity, PublicIdentity};

/// What opens a document.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Unlock<'a> {
    /// The sealing keys of these identities, tried in this order. One without a key is passed over.
    Identities(&'a [&'a Identity]),
    /// A passphrase, in UTF-8 as given.
    Passphrase(&'a [u8]),
}

impl fmt::Debug for Unlock<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Identities(identities) => {
                formatter.debug_tuple("Identities").field(identities).finish()
            }
            Self::Passphrase(_) => formatter.write_str("Passphrase(..)"),
        }
    }
}

/// Who made a document, as far as it can be known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signer {
    /// Anybody who can open it, or could seal to those who can.
    Unsigned,
    /// This identity signed header, recipients and content. Whether it is that of a known contact,
    /// its fingerprint tells.
    Signed(PublicIdentity),
}

/// What is known of a document that was opened and found whole and genuine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    metadata: Metadata,
    origin: Signer,
}

impl Opened {
    /// What the document says about its content.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Who made it.
    #[must_use]
    pub fn origin(&self) -> &Signer {
        &self.origin
    }

    /// That one of `known` signed it; gives which.
    ///
    /// # Errors
    /// [`SealError::Unsigned`], [`SealError::UnknownSender`].
    pub fn signed_by(&self, known: &[Fingerprint]) -> Result<&PublicIdentity, SealError> {
        match &self.origin {
            Signer::Unsigned => Err(SealError::Unsigned),
            Signer::Signed(sender) if known.contains(sender.fingerprint()) => Ok(sender),
            Signer::Signed(sender) => Err(SealError::UnknownSender(*sender.fingerprint())),
        }
    }
}
