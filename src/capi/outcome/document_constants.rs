//! The numbers of what sealing and opening tell.

/// Something was sealed or opened. Sealed: `TEXT` or `DATA`, or of a job `PATH`. Opened: `KIND`,
/// `TEXT`, `DATA` or `PATH`, `SIGNED`, `NAME` and `NAME_CHANGED` of a file, `CLAIMED_NAME` and `TIME`
/// if the sender stated them; `FINGERPRINT` and `DIGITS` if it is signed. Of a messenger, what is
/// opened has `TRUST` as well, and the account and address of the sender if they are known.
pub const SUBROSA_EVENT_READY: i32 = 40;

/// Bytes: a document, or the content of one.
pub const SUBROSA_FIELD_DATA: i32 = 140;
/// Text: what a file from a document may be called: a plain name, reduced to what is safe. For a
/// document without one it is `"document"`.
pub const SUBROSA_FIELD_NAME: i32 = 141;
/// Text: what the sender calls the file. Hostile: never use it as a name, and take care where it is
/// shown.
pub const SUBROSA_FIELD_CLAIMED_NAME: i32 = 142;
/// Text: where the finished file is until it is committed. On Unix of any encoding.
pub const SUBROSA_FIELD_PATH: i32 = 143;
/// Number: 1 if somebody signed the document, whose `FINGERPRINT` there is then: compare it. 0 if
/// anybody may have made it.
pub const SUBROSA_FIELD_SIGNED: i32 = 150;
/// Number: 1 if `NAME` is not what the sender calls the file: tell the user, for what was dropped may
/// have been meant to deceive. 0 otherwise.
pub const SUBROSA_FIELD_NAME_CHANGED: i32 = 151;
/// Number: when the document was sealed, as the sender states it. Seconds since 1970.
pub const SUBROSA_FIELD_TIME: i32 = 152;
/// Number: a `SUBROSA_KIND_` constant.
pub const SUBROSA_FIELD_KIND: i32 = 153;
/// Number: bytes of the content.
pub const SUBROSA_FIELD_SIZE: i32 = 154;
/// Number: 1 if documents can be sealed to the contact, because a card of it is known. 0 otherwise.
pub const SUBROSA_FIELD_SEALABLE: i32 = 155;

/// The document holds a file.
pub const SUBROSA_KIND_FILE: i32 = 0;
/// The document holds a text in UTF-8.
pub const SUBROSA_KIND_TEXT: i32 = 1;
