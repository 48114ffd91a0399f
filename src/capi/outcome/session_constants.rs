//! The numbers of what installations and peers tell: 200 to 299, which no other level has. Texts and
//! bytes are below 250, numbers are not.

/// Send this line to the peer: `LINE`, ASCII, within the line limit.
pub const SUBROSA_SESSION_EVENT_SEND: i32 = 200;
/// The text to send has this `ID` and takes so many `LINES`; they follow.
pub const SUBROSA_SESSION_EVENT_SENT: i32 = 201;
/// Show this text of the peer: `TEXT`, `CONTENT`, `ID`, `UNCONFIRMED`, `OVERTAKEN`, `WRITTEN`. It is
/// authenticated, whole, and given only once. Call `subrosa_peer_confirm` with its id when it is shown or stored.
pub const SUBROSA_SESSION_EVENT_TEXT: i32 = 202;
/// The peer has the text with this `ID`.
pub const SUBROSA_SESSION_EVENT_DELIVERED: i32 = 203;
/// Nobody was expected, and the peer is from now on known by this `FINGERPRINT`.
pub const SUBROSA_SESSION_EVENT_BOUND: i32 = 204;
/// The conversation has another `STATUS` than before the call.
pub const SUBROSA_SESSION_EVENT_STATUS: i32 = 205;
/// A card, verified: `CARD`, its text, and `FINGERPRINT`. One of the peer to keep, or our own to
/// publish.
pub const SUBROSA_SESSION_EVENT_CARD: i32 = 206;
/// The state to store: `SAVED`, sealed, and its `GENERATION`.
pub const SUBROSA_SESSION_EVENT_SAVED: i32 = 207;
/// Text that stood around or instead of a line: `TEXT`. Neither private nor authenticated.
pub const SUBROSA_SESSION_EVENT_OUTSIDE: i32 = 208;
/// The other side asks whether there is a plugin here. Not authenticated.
pub const SUBROSA_SESSION_EVENT_QUERY: i32 = 209;
/// A part of an object too large for a line: `TEXT` (as it came), `ID` (6 bytes), `INDEX` from 1,
/// `TOTAL`. Not authenticated.
pub const SUBROSA_SESSION_EVENT_FRAGMENT: i32 = 210;
/// Something that begins like a line and is none: `TEXT` to show like other text, `CODE`,
/// `SENTENCE`.
pub const SUBROSA_SESSION_EVENT_UNREAD: i32 = 211;
/// A line was refused, and nothing has changed: `CODE`, `SENTENCE`; say nothing if `SILENT` is 1;
/// `ECHO` if an Offer may answer it; `FINGERPRINT` if it came from another identity.
pub const SUBROSA_SESSION_EVENT_REFUSED: i32 = 212;
/// The session exists twice, a restored backup or a theft: `OURS` tells whose state, `ECHO` goes
/// into the Offer to answer with.
pub const SUBROSA_SESSION_EVENT_FORK: i32 = 213;
/// Somebody who has not proven to be the peer asks for more than to show texts: `CODE`, a
/// `SUBROSA_REQUEST_` constant. It had no effect; it may be who has stolen a prekey of ours.
pub const SUBROSA_SESSION_EVENT_UNPROVEN: i32 = 214;

/// Bytes: a line to send.
pub const SUBROSA_SESSION_FIELD_LINE: i32 = 200;
/// Bytes: a text.
pub const SUBROSA_SESSION_FIELD_TEXT: i32 = 201;
/// Bytes: the id of a text, 8 bytes, or of a fragmented object, 6 bytes.
pub const SUBROSA_SESSION_FIELD_ID: i32 = 202;
/// Bytes: a fingerprint, 32 bytes.
pub const SUBROSA_SESSION_FIELD_FINGERPRINT: i32 = 203;
/// Bytes: what was wrong, one English sentence. It quotes nothing of the line.
pub const SUBROSA_SESSION_FIELD_SENTENCE: i32 = 204;
/// Bytes: names a line in an Offer, 12 bytes.
pub const SUBROSA_SESSION_FIELD_ECHO: i32 = 205;
/// Bytes: the text of a card.
pub const SUBROSA_SESSION_FIELD_CARD: i32 = 206;
/// Bytes: sealed state.
pub const SUBROSA_SESSION_FIELD_SAVED: i32 = 207;

/// Number: a `SUBROSA_CONTENT_` constant.
pub const SUBROSA_SESSION_FIELD_CONTENT: i32 = 250;
/// Number: how many lines.
pub const SUBROSA_SESSION_FIELD_LINES: i32 = 251;
/// Number: which fragment it is; the first is 1.
pub const SUBROSA_SESSION_FIELD_INDEX: i32 = 252;
/// Number: how many fragments there are.
pub const SUBROSA_SESSION_FIELD_TOTAL: i32 = 253;
/// Number: a `SUBROSA_STATUS_` constant.
pub const SUBROSA_SESSION_FIELD_STATUS: i32 = 254;
/// Number: a `SUBROSA_E_` code; of UNPROVEN, a `SUBROSA_REQUEST_` constant.
pub const SUBROSA_SESSION_FIELD_CODE: i32 = 255;
/// Number: one more at each saving. A host that can keep it elsewhere sees whether old state was
/// put back.
pub const SUBROSA_SESSION_FIELD_GENERATION: i32 = 256;
/// Number: 1 if the sender has not proven to be live yet: whoever has stolen a prekey of ours could
/// have sent the text. 0 otherwise.
pub const SUBROSA_SESSION_FIELD_UNCONFIRMED: i32 = 257;
/// Number: 1 if at least 16 texts that were sent later have been shown already, or any of a later
/// session: the text was held back on its way. 0 otherwise.
pub const SUBROSA_SESSION_FIELD_OVERTAKEN: i32 = 258;
/// Number: 1 if the host says nothing about it: a duplicate, or a line of our own. 0 otherwise.
pub const SUBROSA_SESSION_FIELD_SILENT: i32 = 259;
/// Number: 1 if it is our state that was copied, 0 if it is the peer's.
pub const SUBROSA_SESSION_FIELD_OURS: i32 = 260;
/// Number: when the text was written, in seconds since 1970, as its sender says, who may be wrong or
/// lie; 0 if the sender says nothing, because it left within a minute.
pub const SUBROSA_SESSION_FIELD_WRITTEN: i32 = 261;

/// To end the conversation. Also of a peer that closes before it has been answered.
pub const SUBROSA_REQUEST_CLOSE: i32 = 1;
/// To take a state for copied.
pub const SUBROSA_REQUEST_FORK: i32 = 2;
/// To send on another session.
pub const SUBROSA_REQUEST_REPLACED: i32 = 3;
/// To take lines of ours for received.
pub const SUBROSA_REQUEST_ACKNOWLEDGEMENT: i32 = 4;

/// No session.
pub const SUBROSA_STATUS_IDLE: i32 = 1;
/// A session has begun, but the peer has not proven to be there.
pub const SUBROSA_STATUS_STARTING: i32 = 2;
/// Texts go out encrypted to a peer that has proven to be there.
pub const SUBROSA_STATUS_PRIVATE: i32 = 3;
/// The conversation was closed. Sending is an error until it is begun anew.
pub const SUBROSA_STATUS_ENDED: i32 = 4;
/// The session exists twice. Sending is an error until a new one is confirmed.
pub const SUBROSA_STATUS_FORKED: i32 = 5;
