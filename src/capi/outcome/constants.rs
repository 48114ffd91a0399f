//! The numbers of what a messenger tells: verdicts, events, fields, and what is in the fields.

/// Outgoing: send the text as it is. Incoming: show it as it is.
pub const SUBROSA_VERDICT_PASS: i32 = 0;
/// Incoming: show the text marked, as clear text in a private conversation.
pub const SUBROSA_VERDICT_PASS_WARN: i32 = 1;
/// Outgoing: do not send the text, its lines come as SEND events; echo it as private. Incoming: hide
/// it, what it says comes in events.
pub const SUBROSA_VERDICT_TAKEN: i32 = 2;
/// Outgoing: do not send the text, echo it as waiting.
pub const SUBROSA_VERDICT_HELD: i32 = 3;
/// Outgoing: neither send nor echo the text; a NOTICE says why.
pub const SUBROSA_VERDICT_REFUSED: i32 = 4;

/// Send this line to `PEER`: `LINE`, ASCII, within the line limit, and its `LINE_ID`.
pub const SUBROSA_EVENT_SEND: i32 = 1;
/// Show this text of `PEER`: `TEXT`, safe for the markup of the account, `ACTION`, `PRIVATE`,
/// `HISTORY`. A private one has `TRUST`, `FINGERPRINT`, `DIGITS`, `ID`, `LATE`, `REPEATED`,
/// `UNCONFIRMED`, `OVERTAKEN` and `WRITTEN` as well.
pub const SUBROSA_EVENT_SHOW: i32 = 30;
/// How far a text of the user has come: `NUMBER`, `CODE` (a `SUBROSA_STAGE_` constant), `SENTENCE`,
/// `DONE` and `TOTAL` lines; `TEXT` in answer to `subrosa_text_list`.
pub const SUBROSA_EVENT_PROGRESS: i32 = 31;
/// The conversation with `PEER` stands elsewhere than before: `STATE`, `TRUST`, `SENTENCE`, and
/// `WORD` for a title bar; `FINGERPRINT` and `DIGITS` of whom texts go to, if that is known;
/// `OTHER_FINGERPRINT` and `OTHER_DIGITS` while another key is in question.
pub const SUBROSA_EVENT_STATE: i32 = 32;
/// The user has to decide: `CODE` (a `SUBROSA_ASK_` constant), `SENTENCE`; `FINGERPRINT` and
/// `DIGITS` if it is about a key, `NUMBER` if it is about a text.
pub const SUBROSA_EVENT_ASK: i32 = 33;
/// Tell the user: `CODE` (a `SUBROSA_NOTICE_` constant), `SEVERITY`, `SENTENCE`.
pub const SUBROSA_EVENT_NOTICE: i32 = 34;
/// An address, in answer to a query: `STATE`, `TRUST`, `WORD`, `SENTENCE`, `KNOWN`, `BLOCKED`,
/// `MODE`, `WAITING` texts that are not delivered, `SEALABLE`; if somebody is known `FINGERPRINT`,
/// `DIGITS`, `FIRST_SEEN`; `OTHER_FINGERPRINT` and `OTHER_DIGITS` while another key is in question.
/// Of an address that has several identities there is one event for each; that which texts go to
/// comes first and has `CURRENT`.
pub const SUBROSA_EVENT_CONTACT: i32 = 35;
/// The exported identity: `TEXT`, one line, `FINGERPRINT`, `DIGITS`.
pub const SUBROSA_EVENT_IDENTITY: i32 = 36;
/// What to compare with a contact: `SAFETY_NUMBER` of both; `TEXT`, the code to show, and `SVG`, its QR
/// code as an image; `SIDE` and `MODULES`, the QR code to be drawn with a margin of four modules;
/// `FINGERPRINT` and `DIGITS` of the contact alone.
pub const SUBROSA_EVENT_SAFETY: i32 = 51;
/// What comparing the code that a contact has shown says: `CODE` (a `SUBROSA_SCAN_` constant),
/// `SENTENCE`; `FINGERPRINT` and `DIGITS` of the contact, who is verified by it, if it matches.
pub const SUBROSA_EVENT_SCANNED: i32 = 52;
/// The host appends `TEXT` to the text in clear that it has just been told to send. Hosts that cannot
/// leave it out.
pub const SUBROSA_EVENT_APPEND: i32 = 50;

/// Text: a line to send.
pub const SUBROSA_FIELD_LINE: i32 = 1;
/// Text: a text.
pub const SUBROSA_FIELD_TEXT: i32 = 2;
/// Bytes: the id of a text, 8 bytes.
pub const SUBROSA_FIELD_ID: i32 = 3;
/// Bytes: a fingerprint, 32 bytes.
pub const SUBROSA_FIELD_FINGERPRINT: i32 = 4;
/// Text: one English sentence for the user.
pub const SUBROSA_FIELD_SENTENCE: i32 = 7;
/// Text: the account an event is about.
pub const SUBROSA_FIELD_ACCOUNT: i32 = 9;
/// Text: the address of the other side, as the host wrote it last; empty if it is about nobody.
pub const SUBROSA_FIELD_PEER: i32 = 10;
/// Text: the fingerprint as people compare it, twelve groups of five digits.
pub const SUBROSA_FIELD_DIGITS: i32 = 11;
/// Text: one English word or two for where a conversation stands.
pub const SUBROSA_FIELD_WORD: i32 = 12;
/// Number: 1 if the sender has not proven to be live yet: whoever has stolen a prekey of ours could
/// have sent the text. 0 otherwise.
pub const SUBROSA_FIELD_UNCONFIRMED: i32 = 101;
/// Number: the constant that the event names.
pub const SUBROSA_FIELD_CODE: i32 = 103;
/// Number: how many lines there are.
pub const SUBROSA_FIELD_TOTAL: i32 = 109;
/// Number: names a line to `subrosa_line_failed`.
pub const SUBROSA_FIELD_LINE_ID: i32 = 110;
/// Number: names a text of the user to `subrosa_text_do`.
pub const SUBROSA_FIELD_NUMBER: i32 = 111;
/// Number: lines that were given to the host.
pub const SUBROSA_FIELD_DONE: i32 = 112;
/// Number: a `SUBROSA_STATE_` constant.
pub const SUBROSA_FIELD_STATE: i32 = 113;
/// Number: a `SUBROSA_TRUST_` constant.
pub const SUBROSA_FIELD_TRUST: i32 = 114;
/// Number: a `SUBROSA_SEVERITY_` constant.
pub const SUBROSA_FIELD_SEVERITY: i32 = 115;
/// Number: 1 if the text says what its sender does ("/me waves"). 0 otherwise.
pub const SUBROSA_FIELD_ACTION: i32 = 116;
/// Number: 1 if the text came encrypted and authenticated. 0 otherwise: show it as clear text.
pub const SUBROSA_FIELD_PRIVATE: i32 = 117;
/// Number: 1 if the text arrived a minute or more before it is given. 0 otherwise.
pub const SUBROSA_FIELD_LATE: i32 = 118;
/// Number: 1 if the text was given before, and the host may have shown it. 0 otherwise.
pub const SUBROSA_FIELD_REPEATED: i32 = 119;
/// Number: 1 if the host said that the text comes from a history. 0 otherwise.
pub const SUBROSA_FIELD_HISTORY: i32 = 120;
/// Number: 1 if the library answers this contact: the host says that the user knows it, the user
/// has written to it, or has accepted it. 0 otherwise.
pub const SUBROSA_FIELD_KNOWN: i32 = 121;
/// Number: texts that are not delivered.
pub const SUBROSA_FIELD_WAITING: i32 = 122;
/// Number: 1 if texts to this address go to this identity. 0 otherwise.
pub const SUBROSA_FIELD_CURRENT: i32 = 160;
/// Number: 1 if the user has blocked it. 0 otherwise.
pub const SUBROSA_FIELD_BLOCKED: i32 = 161;
/// Number: when the identity was seen first, in seconds since 1970; 0 if nobody is known.
pub const SUBROSA_FIELD_FIRST_SEEN: i32 = 162;
/// Bytes: the 32 bytes of the fingerprint of another identity that has appeared at the address.
pub const SUBROSA_FIELD_OTHER_FINGERPRINT: i32 = 164;
/// Text: that fingerprint as people compare it.
pub const SUBROSA_FIELD_OTHER_DIGITS: i32 = 165;
/// Text: an SVG image.
pub const SUBROSA_FIELD_SVG: i32 = 166;
/// Bytes: the modules of a QR code row by row, 1 dark, 0 light.
pub const SUBROSA_FIELD_MODULES: i32 = 167;
/// Number: modules of a side of a QR code.
pub const SUBROSA_FIELD_SIDE: i32 = 168;
/// Text: what both people see, twelve groups of five digits.
pub const SUBROSA_FIELD_SAFETY_NUMBER: i32 = 169;
/// Number: the `SUBROSA_MODE_` set for the contact; 0 if the account's is in force.
pub const SUBROSA_FIELD_MODE: i32 = 163;
/// Number: 1 if documents can be sealed to the contact, because a card of it is known. 0 otherwise.
pub const SUBROSA_FIELD_SEALABLE: i32 = 155;
/// Number: 1 if at least 16 texts that were sent later have been shown already, or any of a later
/// session: the text was held back on its way. 0 otherwise.
pub const SUBROSA_FIELD_OVERTAKEN: i32 = 170;
/// Number: when the text was written, in seconds since 1970, as its sender says, who may be wrong or
/// lie. Never later than the text came; 0 if it left within a minute, or if that cannot be.
pub const SUBROSA_FIELD_WRITTEN: i32 = 171;

/// Texts go in clear.
pub const SUBROSA_STATE_PLAIN: i32 = 1;
/// The user has asked for a private conversation; texts are held.
pub const SUBROSA_STATE_ASKED: i32 = 2;
/// The other side has asked, the user decides; texts go in clear.
pub const SUBROSA_STATE_INVITED: i32 = 3;
/// A session is being made; texts are held.
pub const SUBROSA_STATE_STARTING: i32 = 4;
/// Texts go encrypted.
pub const SUBROSA_STATE_PRIVATE: i32 = 5;
/// The session was lost or copied and is being made anew; texts are held.
pub const SUBROSA_STATE_RESTORING: i32 = 6;
/// The other side has ended the conversation; texts are refused until the user decides.
pub const SUBROSA_STATE_ENDED: i32 = 7;
/// Somebody else has appeared under this address; texts are refused until the user decides.
pub const SUBROSA_STATE_ALARM: i32 = 8;
/// The user has blocked the contact.
pub const SUBROSA_STATE_BLOCKED: i32 = 9;
/// Nothing is private, and nothing goes in clear: the next text is held and asks for a private
/// conversation. `SUBROSA_MODE_REQUIRED`.
pub const SUBROSA_STATE_REQUIRED: i32 = 10;

/// Nobody is known.
pub const SUBROSA_TRUST_NONE: i32 = 0;
/// The identity that appeared first.
pub const SUBROSA_TRUST_FIRST_USE: i32 = 1;
/// The user has compared the fingerprint.
pub const SUBROSA_TRUST_VERIFIED: i32 = 2;
/// Another identity has appeared.
pub const SUBROSA_TRUST_CHANGED: i32 = 3;

/// The text waits, until the conversation is private or for the user's decision.
pub const SUBROSA_STAGE_HELD: i32 = 1;
/// `DONE` of `TOTAL` lines have been given to the host.
pub const SUBROSA_STAGE_SENDING: i32 = 2;
/// All lines have been given to the host.
pub const SUBROSA_STAGE_SENT: i32 = 3;
/// The other side has the text: authenticated.
pub const SUBROSA_STAGE_DELIVERED: i32 = 4;
/// Nobody knows whether the text has arrived, and it is not sent again by itself.
pub const SUBROSA_STAGE_LOST: i32 = 5;
/// The text will not be sent.
pub const SUBROSA_STAGE_DISCARDED: i32 = 6;
/// The text waits for the user to agree: `SUBROSA_ASK_LONG_TEXT` or `SUBROSA_ASK_OLD_TEXT`.
pub const SUBROSA_STAGE_ASKING: i32 = 7;

/// Talk in private? `SUBROSA_DO_ACCEPT` or `SUBROSA_DO_DECLINE`.
pub const SUBROSA_ASK_INVITED: i32 = 1;
/// An identity that is accepted nowhere has appeared where another one is known, or was: it may be the
/// contact's new key, or somebody else. `SUBROSA_DO_ACCEPT_KEY` or `SUBROSA_DO_ADD_KEY` with its
/// `FINGERPRINT`, once that was compared; `SUBROSA_DO_ACCEPT`, if the address is somebody else's now;
/// or `SUBROSA_DO_DECLINE`. Until then it is a guest: where texts go in clear they still do, where a
/// private conversation stands that goes on.
pub const SUBROSA_ASK_KEY_CHANGED: i32 = 2;
/// Somebody who is accepted at another address, by `FINGERPRINT`, writes from this one, and is a guest
/// here: what they say appears where they are known, and nothing goes to them from here.
/// `SUBROSA_DO_ACCEPT` with that makes this address theirs, and what is under way goes there; or
/// `SUBROSA_DO_DECLINE`. Nothing has to be done.
pub const SUBROSA_ASK_ADDRESS_CHANGED: i32 = 3;
/// No answer for a minute: wait, or `SUBROSA_DO_CANCEL`.
pub const SUBROSA_ASK_NO_ANSWER: i32 = 4;
/// The text `NUMBER` takes many lines: `SUBROSA_DO_SEND` or `SUBROSA_DO_DISCARD`.
pub const SUBROSA_ASK_LONG_TEXT: i32 = 5;
/// Texts to `PEER` have waited for more than a day, and could be sent now: `SUBROSA_DO_SEND` or
/// `SUBROSA_DO_DISCARD` for all of them. What was written after them waits for that.
pub const SUBROSA_ASK_OLD_TEXT: i32 = 6;

/// Good to know.
pub const SUBROSA_SEVERITY_INFORMATION: i32 = 1;
/// Something did not work.
pub const SUBROSA_SEVERITY_WARNING: i32 = 2;
/// Security is at stake.
pub const SUBROSA_SEVERITY_ALARM: i32 = 3;

/// A line that came is damaged or forged.
pub const SUBROSA_NOTICE_DAMAGED: i32 = 1;
/// A line that came is of another version or kind.
pub const SUBROSA_NOTICE_NOT_UNDERSTOOD: i32 = 2;
/// A line cannot be read, because the session is lost here; a new one is asked for.
pub const SUBROSA_NOTICE_CANNOT_READ: i32 = 3;
/// The other side's keys exist twice: a restored backup or a theft.
pub const SUBROSA_NOTICE_COPY_OF_THEIRS: i32 = 4;
/// Our keys exist twice: a restored backup or a theft.
pub const SUBROSA_NOTICE_COPY_OF_OURS: i32 = 5;
/// A text was refused: the other side has ended the conversation.
pub const SUBROSA_NOTICE_ENDED: i32 = 6;
/// A text was refused: somebody else uses this address.
pub const SUBROSA_NOTICE_KEY_CHANGED: i32 = 7;
/// A text was refused: the contact is blocked.
pub const SUBROSA_NOTICE_BLOCKED: i32 = 8;
/// A text is too long to be sent.
pub const SUBROSA_NOTICE_TOO_LONG: i32 = 9;
/// A text was refused: too many wait already.
pub const SUBROSA_NOTICE_TOO_MANY: i32 = 10;
/// The vault is locked.
pub const SUBROSA_NOTICE_LOCKED: i32 = 11;
/// The vault cannot be written just now: what came is kept and tried again.
pub const SUBROSA_NOTICE_BUSY: i32 = 12;
/// The disk is full: what came is kept and tried again.
pub const SUBROSA_NOTICE_DISK_FULL: i32 = 13;
/// The vault is damaged or gone.
pub const SUBROSA_NOTICE_VAULT_FAILED: i32 = 14;
/// The account is not attached.
pub const SUBROSA_NOTICE_UNKNOWN_ACCOUNT: i32 = 15;
/// An invitation was refused: its card has expired or was used before.
pub const SUBROSA_NOTICE_BAD_INVITATION: i32 = 16;
/// What was asked for makes no sense now, or was not in its range.
pub const SUBROSA_NOTICE_NOT_POSSIBLE: i32 = 17;
/// The fingerprint is not the one in question.
pub const SUBROSA_NOTICE_OTHER_FINGERPRINT: i32 = 18;
/// Another program uses the account.
pub const SUBROSA_NOTICE_ACCOUNT_IN_USE: i32 = 19;
/// The passphrase, or the key in its place, does not open the vault.
pub const SUBROSA_NOTICE_WRONG_KEY: i32 = 20;
/// Something failed inside the library, or the host called it wrongly.
pub const SUBROSA_NOTICE_INTERNAL: i32 = 21;
/// There is no sealed document in what was to be opened.
pub const SUBROSA_NOTICE_NO_DOCUMENT: i32 = 40;
/// A newer version has made the document.
pub const SUBROSA_NOTICE_DOCUMENT_NEWER: i32 = 41;
/// The document was changed on its way.
pub const SUBROSA_NOTICE_DOCUMENT_DAMAGED: i32 = 42;
/// The document is not sealed to any of the user's keys, or is damaged.
pub const SUBROSA_NOTICE_DOCUMENT_NOT_FOR_US: i32 = 43;
/// The signature of the document is not genuine, or it was meant for others.
pub const SUBROSA_NOTICE_DOCUMENT_FORGED: i32 = 44;
/// A file cannot be read or written, or there is one of that name.
pub const SUBROSA_NOTICE_FILE_FAILED: i32 = 45;
/// No key is known that documents to the contact are sealed to.
pub const SUBROSA_NOTICE_NO_SEALING_KEY: i32 = 46;
/// A card cannot be read, is out of date, or older than the one that is known.
pub const SUBROSA_NOTICE_BAD_CARD: i32 = 47;
/// Documents can be sealed to the contact from now on.
pub const SUBROSA_NOTICE_CAN_SEAL: i32 = 48;
/// A text was refused: nothing may go in clear, and there are no private conversations with names in
/// a room.
pub const SUBROSA_NOTICE_ONLY_PRIVATE: i32 = 50;
/// A text was refused because it would reach somebody in clear whose texts are private: a list of
/// names, a mask, or a name that the network may take for another one.
pub const SUBROSA_NOTICE_REACHES_PRIVATE: i32 = 51;
/// `PEER` writes in clear and has not received what was sent several times: perhaps it cannot be read
/// there.
pub const SUBROSA_NOTICE_NOT_READ: i32 = 52;
/// Somebody who has not proven to be the contact asked for more than to show texts, which had no
/// effect: the contact who begins and ends at once, or whoever has stolen a prekey of ours.
pub const SUBROSA_NOTICE_UNPROVEN: i32 = 53;

/// The codes match: both know each other by the same keys, and nobody stands between.
pub const SUBROSA_SCAN_MATCH: i32 = 1;
/// The code is that of another identity than the contact.
pub const SUBROSA_SCAN_WRONG_CONTACT: i32 = 2;
/// The code is the contact's, who knows somebody else for the user.
pub const SUBROSA_SCAN_NOT_FOR_US: i32 = 3;
/// The code was made by a newer version of the library.
pub const SUBROSA_SCAN_NEWER: i32 = 4;
/// It is no code of the library, or a damaged one.
pub const SUBROSA_SCAN_NOT_A_CODE: i32 = 5;
