//! What can go wrong in the session room.

use super::ids::Echo;
use crate::crypto::CryptoError;
use crate::identity::{Fingerprint, IdentityError};
use crate::wire::WireError;

/// Why a line, a text or a call was refused. No error has changed any state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// The bytes are not a line: truncated, oversized, of another suite, and so on.
    #[error("the line cannot be read: {0}")]
    Wire(#[from] WireError),
    /// The card in an Offer, or an identity, was refused.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// A cryptographic operation failed that has no better name here.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
    /// No session has the line's tag, or no living prekey the Init's card id: it is meant for
    /// another installation, or the state that could read it is lost.
    #[error("the line belongs to no session or prekey of this installation")]
    NotForUs(Echo),
    /// The MAC, the sealed identity or the ciphertext is not genuine.
    #[error("the line is forged or damaged: its authentication failed")]
    Forged(Echo),
    /// The line is genuine but more than 1,000 messages ahead.
    #[error("the line is genuine, but {missing} lines before it are missing (the limit is 1000)")]
    GapTooLarge {
        /// How many lines are missing before this one.
        missing: u64,
        /// Names the line, for an Offer.
        echo: Echo,
    },
    /// The line or Init has been used before, too long ago to tell whether by exactly these bytes.
    #[error("the line has been used before (a replay)")]
    Replayed(Echo),
    /// The Offer's card has been acted upon before.
    #[error("the Offer has been used before (a replay)")]
    ReplayedOffer,
    /// Exactly this line has been read before; nothing needs to be said about it.
    #[error("the line has arrived before (a duplicate)")]
    Duplicate,
    /// The line is one of our own, sent back.
    #[error("the line is one of our own, sent back")]
    Reflected,
    /// The line is from, or the card of, another identity than the one this peer is known by.
    #[error("the line is from another identity, with the fingerprint {0}")]
    OtherIdentity(Fingerprint),
    /// The line comes from our own identity: another installation of ours, or a mirror.
    #[error("the line is from our own identity")]
    OwnIdentity,
    /// An Offer while a session is live, and it does not name a line we sent.
    #[error("the Offer does not answer any line sent, and a session is live")]
    UnexpectedOffer,
    /// The Offer's card is older than the newest one acted upon.
    #[error("the Offer's card is older than one that has been used")]
    OlderCard,
    /// The peer or the user has closed the conversation.
    #[error("the conversation has ended; start it anew to send")]
    Ended,
    /// There is no session to send on.
    #[error("there is no session with this peer yet")]
    NoSession,
    /// Every session is spoiled by a fork: send nothing before a new one is confirmed.
    #[error("the session was copied (a restored backup or a theft); a new one is needed")]
    Forked,
    /// The text needs more than 8 lines while the peer has not answered yet: hold it.
    #[error("the text is too long to send before the peer has answered; hold it until then")]
    HoldUntilConfirmed,
    /// A text of no bytes cannot be sent.
    #[error("the text is empty")]
    EmptyText,
    /// The text is larger than 65,536 bytes, or needs more than 512 lines.
    #[error("the text is too long: {found} bytes, the limit is {limit}")]
    TextTooLong {
        /// Largest length in bytes that can be sent now.
        limit: usize,
        /// Length of the text in bytes.
        found: usize,
    },
    /// The line limit is not between 360 and 16,384 characters.
    #[error("a line limit of {found} characters is outside {least} to {most}")]
    LineLimit {
        /// Smallest limit that can be set.
        least: usize,
        /// Largest limit that can be set.
        most: usize,
        /// What was asked for.
        found: usize,
    },
    /// 4,096 ephemeral keys, or 256 of this peer, are remembered already; the Init is refused until
    /// prekeys expire.
    #[error("too many Inits for the living prekeys (the limit is 4096, and 256 of one peer)")]
    TooManyInits,
    /// An authenticated payload breaks the rules of PROTOCOL.md section 9.
    #[error("the line is genuine, but its content is not valid: {0}")]
    Payload(&'static str),
    /// An authenticated payload has an item this version does not know and may not skip.
    #[error("the line is genuine, but has an item of unknown type {0:#04x}")]
    UnknownItem(u8),
    /// The installation passed belongs to another identity than the one this peer was made for.
    #[error("the installation belongs to another identity")]
    WrongInstallation,
    /// Saved state does not open: another host key, another identity, or damaged bytes.
    #[error("the saved state does not open: wrong key, wrong identity, or damaged")]
    SavedState,
    /// Saved state of a newer format.
    #[error("saved state has the unknown format {0}")]
    SavedFormat(u8),
    /// Saved state of another kind (an installation where a peer was expected, or the reverse).
    #[error("the saved state is of another kind")]
    SavedKind,
    /// The content of saved state is authentic but inconsistent.
    #[error("the saved state is inconsistent: {0}")]
    SavedContent(&'static str),
}

impl SessionError {
    /// True for a line about which a host says nothing: a duplicate, or one of our own.
    pub fn is_silent(&self) -> bool {
        matches!(self, Self::Duplicate | Self::Reflected)
    }

    /// The echo to answer an unreadable line with (PROTOCOL.md section 11), if this is one.
    pub fn echo(&self) -> Option<Echo> {
        match self {
            Self::NotForUs(echo)
            | Self::Forged(echo)
            | Self::Replayed(echo)
            | Self::GapTooLarge { echo, .. } => Some(*echo),
            _ => None,
        }
    }
}
