//! Key pairs, fingerprints, cards and passphrase-protected export.
//!
//! An [`Identity`] is a signing key and an agreement key, and a sealing key if it receives documents;
//! what others see of it is a [`PublicIdentity`], known by its [`Fingerprint`] over the first two. A [`Card`] is a signed bundle
//! that says: here is an identity of mine and one prekey, begin a session with it until then. What
//! comes in from outside is an [`UnverifiedCard`] until it has been checked against a clock; only
//! a [`Card`] can be used. A [`FullCard`] brings the sealing key along. An identity leaves its machine only as an export under a passphrase.
//!
//! The bytes are those of `docs/PROTOCOL.md` sections 5 and 13 and `docs/FORMAT.md` section 3.

#![forbid(unsafe_code)]

mod card;
mod error;
mod export;
mod fingerprint;
mod full_card;
mod keys;
#[cfg(feature = "serialize")]
mod serialize;
mod text;
mod unverified;

pub use card::{Card, CardId, CardTerms};
pub use error::{IdentityError, KeyRole};
pub use fingerprint::Fingerprint;
pub use full_card::{FullCard, Recipient};
pub use keys::{Identity, PublicIdentity};
pub use unverified::UnverifiedCard;
