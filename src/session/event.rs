//! What the host is told, in order. There are no callbacks.

use super::error::SessionError;
use super::ids::{Echo, TextId};
use super::payload::Content;
use crate::identity::{Card, Fingerprint};
use crate::wire::fragment::Fragment;

/// One thing the host is told, or has to do. Hosts ignore kinds they do not know.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Event {
    /// Send this line to the peer: ASCII, within the line limit.
    Send(String),
    /// A text of the peer, authenticated and complete, never shown before by this [`super::PeerSessions`].
    /// Call [`super::PeerSessions::confirm`] once it is safe: only then is it acknowledged.
    Text {
        /// Names the text to both sides; the same again if the peer sends it again.
        id: TextId,
        /// What the bytes are.
        content: Content,
        /// The text as the peer's host gave it. Untrusted content.
        bytes: Vec<u8>,
        /// The peer has not yet proven to be live: somebody who has stolen a prekey of ours could
        /// have sent this (PROTOCOL.md section 8, kind 1).
        unconfirmed: bool,
        /// At least 16 texts that were sent later have been shown already, or any of a later session:
        /// this one was held back on its way. It is as genuine, but no answer to what stands above it.
        overtaken: bool,
        /// When it was written, if it left more than a minute later. Seconds since 1970: the claim of
        /// its sender, whose clock may be wrong, and who may lie.
        written: Option<u64>,
    },
    /// Somebody who has not proven to be the peer asks for more than to show texts. It had no effect:
    /// it may be who has stolen a prekey of ours. A peer that closes before we have answered asks for
    /// it too, and again once it has our answer.
    Unproven(Request),
    /// Text that stood around or instead of a line. Not authenticated, not private.
    Outside(Vec<u8>),
    /// `?SR1?`: the other side asks whether we have the library. Not authenticated.
    Query,
    /// A fragment of an object too large for a line. Not authenticated.
    Fragment(Fragment),
    /// The peer has the text with this id, whole and safe.
    Delivered(TextId),
    /// The peer has perhaps read something else in the place of the text with this id: what it says to
    /// have read is not what we have sent, and a [`Event::Fork`] follows. Who has a copy of a state has
    /// replaced it on its way. It is not delivered; send it again only if the user wants to, and as a
    /// new text.
    Misread(TextId),
    /// The peer is now known by this identity (trust on first use), because none was expected.
    Bound(Fingerprint),
    /// [`super::PeerSessions::status`] has changed.
    Status(Status),
    /// A card of the peer, verified: with it a session can be begun while it is offline.
    Card(Box<Card>),
    /// The peer's state, or ours, of a session exists twice: a restored backup or a theft. Answer
    /// with an Offer that carries the echo.
    Fork {
        /// Names the offending line.
        echo: Echo,
        /// The peer has seen the evidence, and it is our state that was copied.
        ours: bool,
    },
    /// Something that began like a line and is none: cut, of another version, or somebody wrote
    /// about the marker. Show the text like [`Event::Outside`]; nothing is lost.
    Unread {
        /// What came.
        text: Vec<u8>,
        /// Why it is not a line.
        error: SessionError,
    },
    /// A line was refused; nothing has changed. [`SessionError::is_silent`] tells whether the host
    /// should say anything, [`SessionError::echo`] whether it may answer with an Offer.
    Refused(SessionError),
}

/// What a line can ask for beside showing a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Request {
    /// To end the conversation.
    Close,
    /// To take a state for copied: by saying so, or by being evidence of it.
    Fork,
    /// To send on another session.
    Replaced,
    /// To take lines of ours for received.
    Acknowledgement,
}

/// Where the conversation with a peer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// No session.
    Idle,
    /// A session has begun, but the peer has not proven to be there.
    Starting,
    /// Texts go out encrypted to a peer that has proven to be there.
    Private,
    /// The conversation was closed by the peer or by us. Sending is an error until it is begun anew.
    Ended,
    /// Every session exists twice (a fork). Sending is an error until a new one is begun.
    Forked,
}
