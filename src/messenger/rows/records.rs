//! What stands in the vault's rows.
//!
//! Each value names itself: rows are found by blinded keys, which do not tell what they were.

pub(in crate::messenger) use super::account_record::AccountRecord;
pub(in crate::messenger) use super::address_record::{AddressRecord, Conversation};
pub(in crate::messenger) use super::contact_record::{Acquaintance, ContactRecord};
pub(in crate::messenger) use super::record::Record;
pub(in crate::messenger) use super::text_records::{LineRecord, Phase, ShownRecord, TextRecord};
pub(in crate::messenger) use super::unknown::Unknown;

use super::form;
use crate::guard::AddressKey;
use crate::identity::{Fingerprint, Identity};
use crate::messenger::tells::error::MessengerError;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Table `Peer`, grouped by account: the sessions with one identity. Key: its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::messenger) struct PeerRecord {
    /// The run that wrote it: a state that another run wrote may be an older one.
    #[serde(with = "form")]
    pub(in crate::messenger) run: [u8; 8],
    /// Where lines to it go: the normalised address it was heard from last.
    #[serde(with = "form")]
    pub(in crate::messenger) address: AddressKey,
    #[serde(with = "form::list")]
    pub(in crate::messenger) tags: Vec<[u8; 4]>,
    /// Tags of sessions that are gone: a history that is played again may still name them.
    #[serde(with = "form::list")]
    pub(in crate::messenger) retired: Vec<[u8; 4]>,
    /// What the session room keeps.
    #[serde(with = "form")]
    pub(in crate::messenger) content: Zeroizing<Vec<u8>>,
    #[serde(flatten)]
    pub(in crate::messenger) unknown: Unknown,
}

/// Table `Piece`, grouped by account and fingerprint: what is kept of a peer beside its content. Key:
/// the same as in it.
///
/// It is replaced as a whole, so a build that does not know a field of it must not read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::messenger) struct PieceRecord {
    /// Names the piece among those of the peer.
    #[serde(with = "form")]
    pub(in crate::messenger) key: Vec<u8>,
    /// What the session room keeps.
    #[serde(with = "form")]
    pub(in crate::messenger) content: Zeroizing<Vec<u8>>,
}

impl PieceRecord {
    /// The group of the pieces of a peer: no name of an account, which is UTF-8.
    pub(in crate::messenger) fn group(account: &[u8], who: &Fingerprint) -> Vec<u8> {
        [account, &[0xff], who.as_bytes()].concat()
    }
}

/// Table `Tag`, grouped by account: whose lines have this tag. Key: the tag.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(in crate::messenger) struct TagRecord {
    #[serde(with = "form::list")]
    pub(in crate::messenger) owners: Vec<Fingerprint>,
    #[serde(flatten)]
    pub(in crate::messenger) unknown: Unknown,
}

/// Table `Identity`: an identity of the user, the vault's or, grouped by account, that of one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::messenger) struct IdentityRecord {
    /// What the identity room keeps.
    #[serde(with = "form")]
    pub(in crate::messenger) content: Zeroizing<Vec<u8>>,
    #[serde(flatten)]
    pub(in crate::messenger) unknown: Unknown,
}

/// Table `Installation`, grouped by account: its prekeys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::messenger) struct InstallationRecord {
    /// What the session room keeps.
    #[serde(with = "form")]
    pub(in crate::messenger) content: Zeroizing<Vec<u8>>,
    #[serde(flatten)]
    pub(in crate::messenger) unknown: Unknown,
}

impl IdentityRecord {
    /// The row of an identity that is new.
    pub(in crate::messenger) fn row(
        identity: &Identity,
    ) -> Result<Zeroizing<Vec<u8>>, MessengerError> {
        Self { content: identity.content(), unknown: Unknown::default() }.to_bytes()
    }

    /// The identity of a row.
    pub(in crate::messenger) fn identity(row: &[u8]) -> Result<Identity, MessengerError> {
        Ok(Identity::from_content(&Self::from_bytes(row)?.content)?)
    }
}

impl Record for PeerRecord {
    const NAME: &'static str = "the sessions with somebody";
}

impl Record for PieceRecord {
    const NAME: &'static str = "a piece of the sessions with somebody";
}

impl Record for TagRecord {
    const NAME: &'static str = "whose a tag is";
}

impl Record for IdentityRecord {
    const NAME: &'static str = "an identity";
}

impl Record for InstallationRecord {
    const NAME: &'static str = "an installation";
}
