//! The numbers of what installations and peers tell: 200 to 299, which no other level has. Texts
//! and bytes are below 250, numbers are not.

/// Send this line to the peer: `LINE`, ASCII, within the line limit.
pub const SUBROSA_SESSION_EVENT_SEND: i32 = 200;
/// A text has been encrypted: it has this `ID` and takes `LINES` lines, which follow as SEND
/// events.
pub const SUBROSA_SESSION_EVENT_SENT: i32 = 201;
/// Show this text from the peer. Has `TEXT`, `CONTENT`, `ID`, `UNCONFIRMED`, `OVERTAKEN` and
/// `WRITTEN`. It is authenticated and complete, and is given only once. Call `subrosa_peer_confirm`
/// with its id when you have shown or stored it.
pub const SUBROSA_SESSION_EVENT_TEXT: i32 = 202;
/// The peer has received the text with this `ID`.
pub const SUBROSA_SESSION_EVENT_DELIVERED: i32 = 203;
/// No identity was expected, and the peer is now bound to this `FINGERPRINT`.
pub const SUBROSA_SESSION_EVENT_BOUND: i32 = 204;
/// The call has changed the `STATUS` of the conversation.
pub const SUBROSA_SESSION_EVENT_STATUS: i32 = 205;
/// A verified card: a card of the peer, to be kept, or our own, to be published. Has `CARD`, its
/// text, and `FINGERPRINT`.
pub const SUBROSA_SESSION_EVENT_CARD: i32 = 206;
/// The encrypted state to store. Has `SAVED` and `GENERATION`.
pub const SUBROSA_SESSION_EVENT_SAVED: i32 = 207;
/// `TEXT` is text from around a line, or text without a line. It is neither private nor
/// authenticated.
pub const SUBROSA_SESSION_EVENT_OUTSIDE: i32 = 208;
/// The other side asks whether this program has the library. Not authenticated.
pub const SUBROSA_SESSION_EVENT_QUERY: i32 = 209;
/// A fragment of an object that is too large for one line. Has `TEXT` (as it arrived), `ID` (6
/// bytes), `INDEX` (from 1) and `TOTAL`. Not authenticated.
pub const SUBROSA_SESSION_EVENT_FRAGMENT: i32 = 210;
/// Text that begins like a line but is not one. Show `TEXT` like other text. Also has `CODE` and
/// `SENTENCE`.
pub const SUBROSA_SESSION_EVENT_UNREAD: i32 = 211;
/// A line was refused, and nothing has changed. Has `CODE` and `SENTENCE`; `ECHO` if an Offer may
/// answer it; `FINGERPRINT` if it came from another identity. Do not report it to the user if
/// `SILENT` is 1.
pub const SUBROSA_SESSION_EVENT_REFUSED: i32 = 212;
/// The session state exists twice, because a backup was restored or the state was stolen. `OURS`
/// tells whose state it is. Answer with an Offer, and pass `ECHO` to it.
pub const SUBROSA_SESSION_EVENT_FORK: i32 = 213;
/// Somebody who has not proven to be the peer has requested more than showing a text. `CODE` is a
/// `SUBROSA_REQUEST_` constant. The request had no effect; it may come from a thief of one of our
/// prekeys.
pub const SUBROSA_SESSION_EVENT_UNPROVEN: i32 = 214;
/// The peer may have read something else in place of the text with this `ID`: what it says it has
/// read is not what was sent. FORK follows, because somebody with a copy of the state has replaced
/// the text on its way. It is not delivered. Send it again only if the user wants to, as a new text.
pub const SUBROSA_SESSION_EVENT_MISREAD: i32 = 215;

/// Bytes: a line to send.
pub const SUBROSA_SESSION_FIELD_LINE: i32 = 200;
/// Bytes: a text.
pub const SUBROSA_SESSION_FIELD_TEXT: i32 = 201;
/// Bytes: the id of a text, 8 bytes, or of a fragmented object, 6 bytes.
pub const SUBROSA_SESSION_FIELD_ID: i32 = 202;
/// Bytes: a fingerprint, 32 bytes.
pub const SUBROSA_SESSION_FIELD_FINGERPRINT: i32 = 203;
/// Bytes: an English sentence that says what was wrong. It quotes nothing from the line.
pub const SUBROSA_SESSION_FIELD_SENTENCE: i32 = 204;
/// Bytes: identifies a line in an Offer, 12 bytes.
pub const SUBROSA_SESSION_FIELD_ECHO: i32 = 205;
/// Bytes: the text of a card.
pub const SUBROSA_SESSION_FIELD_CARD: i32 = 206;
/// Bytes: sealed state.
pub const SUBROSA_SESSION_FIELD_SAVED: i32 = 207;

/// Number: a `SUBROSA_CONTENT_` constant.
pub const SUBROSA_SESSION_FIELD_CONTENT: i32 = 250;
/// Number: how many lines the text takes.
pub const SUBROSA_SESSION_FIELD_LINES: i32 = 251;
/// Number: the index of the fragment; the first is 1.
pub const SUBROSA_SESSION_FIELD_INDEX: i32 = 252;
/// Number: the number of fragments.
pub const SUBROSA_SESSION_FIELD_TOTAL: i32 = 253;
/// Number: a `SUBROSA_STATUS_` constant.
pub const SUBROSA_SESSION_FIELD_STATUS: i32 = 254;
/// Number: a `SUBROSA_E_` code; in an UNPROVEN event, a `SUBROSA_REQUEST_` constant.
pub const SUBROSA_SESSION_FIELD_CODE: i32 = 255;
/// Number: increases by one each time the state is saved. A host that can also store it elsewhere
/// can detect that an old state was restored.
pub const SUBROSA_SESSION_FIELD_GENERATION: i32 = 256;
/// Number: 1 if the sender has not yet proven to be live, so that a thief of one of our prekeys
/// could have sent the text; else 0.
pub const SUBROSA_SESSION_FIELD_UNCONFIRMED: i32 = 257;
/// Number: 1 if the text was held back on the way: at least 16 texts that were sent later, or any
/// text of a later session, have already been shown; else 0.
pub const SUBROSA_SESSION_FIELD_OVERTAKEN: i32 = 258;
/// Number: 1 if the host should not report the line to the user, because it is a duplicate or one
/// of our own; else 0.
pub const SUBROSA_SESSION_FIELD_SILENT: i32 = 259;
/// Number: 1 if our state was copied, 0 if the peer's was.
pub const SUBROSA_SESSION_FIELD_OURS: i32 = 260;
/// Number: when the text was written according to its sender, who may be wrong or lie, in seconds
/// since 1970; 0 if the sender does not say, because the text was sent within a minute.
pub const SUBROSA_SESSION_FIELD_WRITTEN: i32 = 261;

/// The request was to end the conversation. A genuine peer also sends it if it closes before it has
/// been answered.
pub const SUBROSA_REQUEST_CLOSE: i32 = 1;
/// The request was to treat a state as copied.
pub const SUBROSA_REQUEST_FORK: i32 = 2;
/// The request was to send on another session.
pub const SUBROSA_REQUEST_REPLACED: i32 = 3;
/// The request was to treat lines of ours as received.
pub const SUBROSA_REQUEST_ACKNOWLEDGEMENT: i32 = 4;

/// There is no session.
pub const SUBROSA_STATUS_IDLE: i32 = 1;
/// A session has begun, but the peer has not yet proven to be live.
pub const SUBROSA_STATUS_STARTING: i32 = 2;
/// Texts are sent encrypted to a peer that has proven to be live.
pub const SUBROSA_STATUS_PRIVATE: i32 = 3;
/// The conversation was closed. Sending is an error until it is started again.
pub const SUBROSA_STATUS_ENDED: i32 = 4;
/// The session state exists twice. Sending is an error until a new session is confirmed.
pub const SUBROSA_STATUS_FORKED: i32 = 5;
