//! The numbers of what sealing and opening tell: 300 to 399, which no other level has. Texts and bytes
//! are below 350, numbers are not.

/// Something was sealed or opened. Sealed: `TEXT` or `DATA`, or of a job `PATH`. Opened: `KIND`,
/// `TEXT`, `DATA` or `PATH`, `SIGNED`, `NAME` and `NAME_CHANGED` of a file, `CLAIMED_NAME` and `TIME`
/// if the sender stated them; `FINGERPRINT` and `DIGITS` if it is signed. Of a messenger, what is
/// opened has `TRUST` as well, and the account and address of the sender if they are known.
pub const SUBROSA_DOCUMENT_EVENT_READY: i32 = 300;
/// The user's full card, to be given to others: `CARD`, its text, `FINGERPRINT`, `DIGITS`.
pub const SUBROSA_DOCUMENT_EVENT_CARD: i32 = 301;

/// Text: a document as text, or the text in one.
pub const SUBROSA_DOCUMENT_FIELD_TEXT: i32 = 300;
/// Bytes: a document, or the content of one.
pub const SUBROSA_DOCUMENT_FIELD_DATA: i32 = 301;
/// Text: where the finished file is until it is committed. On Unix of any encoding.
pub const SUBROSA_DOCUMENT_FIELD_PATH: i32 = 302;
/// Text: what a file from a document may be called: a plain name, reduced to what is safe. For a
/// document without one it is `"document"`.
pub const SUBROSA_DOCUMENT_FIELD_NAME: i32 = 303;
/// Text: what the sender calls the file. Hostile: never use it as a name, and take care where it is
/// shown.
pub const SUBROSA_DOCUMENT_FIELD_CLAIMED_NAME: i32 = 304;
/// Bytes: the fingerprint of whoever has signed the document, 32 bytes.
pub const SUBROSA_DOCUMENT_FIELD_FINGERPRINT: i32 = 305;
/// Text: that fingerprint as people compare it.
pub const SUBROSA_DOCUMENT_FIELD_DIGITS: i32 = 306;
/// Text: a full card.
pub const SUBROSA_DOCUMENT_FIELD_CARD: i32 = 307;

/// Number: a `SUBROSA_DOCUMENT_KIND_` constant.
pub const SUBROSA_DOCUMENT_FIELD_KIND: i32 = 350;
/// Number: bytes of the content.
pub const SUBROSA_DOCUMENT_FIELD_SIZE: i32 = 351;
/// Number: when the document was sealed, as the sender states it. Seconds since 1970.
pub const SUBROSA_DOCUMENT_FIELD_TIME: i32 = 352;
/// Number: 1 if somebody signed the document, whose `FINGERPRINT` there is then: compare it. 0 if
/// anybody may have made it.
pub const SUBROSA_DOCUMENT_FIELD_SIGNED: i32 = 353;
/// Number: 1 if `NAME` is not what the sender calls the file: tell the user, for what was dropped may
/// have been meant to deceive. 0 otherwise.
pub const SUBROSA_DOCUMENT_FIELD_NAME_CHANGED: i32 = 354;

/// The document holds a file.
pub const SUBROSA_DOCUMENT_KIND_FILE: i32 = 1;
/// The document holds a text in UTF-8.
pub const SUBROSA_DOCUMENT_KIND_TEXT: i32 = 2;
