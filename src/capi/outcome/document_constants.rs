//! The numbers of what sealing and opening tell: 300 to 399, which no other level has. Texts and
//! bytes are below 350, numbers are not.

/// Something was sealed or opened. A sealed document has `TEXT` or `DATA`, or `PATH` if a job
/// sealed it. An opened document has `KIND`, `SIGNED`, and `TEXT`, `DATA` or `PATH`. It also has
/// `NAME` and `NAME_CHANGED` if it is a file; `CLAIMED_NAME` and `TIME` if the sender stated them;
/// `FINGERPRINT` and `DIGITS` if it is signed. If a messenger opened it, it also has `TRUST`, and
/// the account and address of the sender if known.
pub const SUBROSA_DOCUMENT_EVENT_READY: i32 = 300;
/// The user's full card, to give to others. Has `CARD`, its text, `FINGERPRINT` and `DIGITS`.
pub const SUBROSA_DOCUMENT_EVENT_CARD: i32 = 301;

/// Text: a document as text, or the text that a document contained.
pub const SUBROSA_DOCUMENT_FIELD_TEXT: i32 = 300;
/// Bytes: a document, or the content of a document.
pub const SUBROSA_DOCUMENT_FIELD_DATA: i32 = 301;
/// Text: the path of the finished file until it is committed. On Unix it may have any encoding.
pub const SUBROSA_DOCUMENT_FIELD_PATH: i32 = 302;
/// Text: a safe name for a file from a document: a plain name, reduced to safe characters. It is
/// `"document"` if the document has no name.
pub const SUBROSA_DOCUMENT_FIELD_NAME: i32 = 303;
/// Text: the file name that the sender claims. It may be hostile: never use it as a file name, and
/// take care where you show it.
pub const SUBROSA_DOCUMENT_FIELD_CLAIMED_NAME: i32 = 304;
/// Bytes: the fingerprint of the signer, 32 bytes.
pub const SUBROSA_DOCUMENT_FIELD_FINGERPRINT: i32 = 305;
/// Text: the fingerprint as digits that people compare.
pub const SUBROSA_DOCUMENT_FIELD_DIGITS: i32 = 306;
/// Text: a full card.
pub const SUBROSA_DOCUMENT_FIELD_CARD: i32 = 307;

/// Number: a `SUBROSA_DOCUMENT_KIND_` constant.
pub const SUBROSA_DOCUMENT_FIELD_KIND: i32 = 350;
/// Number: the size of the content in bytes.
pub const SUBROSA_DOCUMENT_FIELD_SIZE: i32 = 351;
/// Number: when the document was sealed according to the sender, in seconds since 1970.
pub const SUBROSA_DOCUMENT_FIELD_TIME: i32 = 352;
/// Number: 1 if the document is signed; then `FINGERPRINT` is set, and you should compare it. 0 if
/// anybody may have made the document.
pub const SUBROSA_DOCUMENT_FIELD_SIGNED: i32 = 353;
/// Number: 1 if `NAME` differs from the name that the sender claims, else 0. If 1, tell the user,
/// because the removed part may have been deceptive.
pub const SUBROSA_DOCUMENT_FIELD_NAME_CHANGED: i32 = 354;

/// The document contains a file.
pub const SUBROSA_DOCUMENT_KIND_FILE: i32 = 1;
/// The document contains a text in UTF-8.
pub const SUBROSA_DOCUMENT_KIND_TEXT: i32 = 2;
