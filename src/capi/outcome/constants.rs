//! The numbers of what a messenger tells, below 200: events, fields, and what is in the fields.
//! Fields below 100 are texts and bytes, the others are numbers.

/// Send `LINE` to `PEER`, and nothing with it: ASCII, within the line limit of the account. `LINE_ID`
/// names it if it cannot be sent, `KIND` says what it is for (a `SUBROSA_KIND_` constant), `FALLBACK` is
/// a sentence for programs without this library, where a network carries both.
pub const SUBROSA_EVENT_SEND: i32 = 1;
/// Show `MARK` and `TEXT` as said by `PEER`, in their window, which is opened if need be: `ACTION`,
/// `TIME`, `TRUST`, `PRIVATE`, `LOG`. A private text has `ID` and `FINGERPRINT` as well.
pub const SUBROSA_EVENT_SHOW: i32 = 2;
/// Say `SENTENCE` where `PLACE` says: `SEVERITY`, `ASKED_FOR`, `LOG`, `CODE`, `NAME`. It may have `TEXT`
/// (one that was not sent, to be put back where it was typed; or a card), `DIGITS`, `COUNT`, and a code
/// to scan: `BLOCKS`, or `MODULES` and `SIDE`. If `QUESTION` is not 0, something is asked: `HOW` says what
/// the user types, `INPUT` what is asked for, `subrosa_outcome_choice` has the choices;
/// `subrosa_answer` takes the answer.
pub const SUBROSA_EVENT_SAY: i32 = 3;
/// Show how the conversation with `PEER` stands now: `WORDS` in a title, or an icon by `LEVEL`; `STATE`,
/// `TRUST`.
pub const SUBROSA_EVENT_TITLE: i32 = 4;
/// Show `MARK` and `TEXT` as said by the user to `PEER`: `ACTION`, `LOG`, `NUMBER`, `LABEL`. Not where the messenger
/// shows what a hook has stopped.
pub const SUBROSA_EVENT_ECHO: i32 = 5;
/// The echo `NUMBER` has `MARK` before it from now on: `STAGE`, `DONE` of `TOTAL` lines. Comes only to
/// hosts that can change what they have shown (`can=edits`).
pub const SUBROSA_EVENT_PROGRESS: i32 = 10;
/// `QUESTION` is not open any more, whoever has answered it: take its buttons away.
pub const SUBROSA_EVENT_CLOSE: i32 = 11;
/// Answer of `subrosa_choices`: `subrosa_outcome_choice`.
pub const SUBROSA_EVENT_CHOICES: i32 = 20;
/// Answer of `subrosa_contact_list`, one for each identity: `STATE`, `TRUST`, `KNOWN`, `BLOCKED`,
/// `SEALABLE`, `COUNT` texts that have not arrived, `CURRENT`; if somebody is known `FINGERPRINT`,
/// `DIGITS`, `FIRST_SEEN`; while another key is in question `OTHER_FINGERPRINT` and `OTHER_DIGITS`.
pub const SUBROSA_EVENT_CONTACT: i32 = 21;
/// Answer of `subrosa_text_list`: `NUMBER`, `TEXT`, `STAGE`, `MARK`, `DONE` of `TOTAL` lines.
pub const SUBROSA_EVENT_TEXT: i32 = 22;

/// Text: the account; empty if it is about none.
pub const SUBROSA_FIELD_ACCOUNT: i32 = 1;
/// Text: the address of the other side, as the host wrote it last; empty if it is about nobody.
pub const SUBROSA_FIELD_PEER: i32 = 2;
/// Text: a line to send.
pub const SUBROSA_FIELD_LINE: i32 = 3;
/// Text, of accounts that are fed with raw lines of IRC: the event as a raw line, without CR LF and tags.
/// For the server if it is a SEND, else as if the server had sent it: a SHOW from `PEER`, an ECHO from
/// the user, SAY and TITLE from `*subrosa`.
pub const SUBROSA_FIELD_RAW: i32 = 4;
/// Text: a sentence for people whose program does not have this library. Networks that carry two
/// bodies send it beside the line, the others leave it out.
pub const SUBROSA_FIELD_FALLBACK: i32 = 5;
/// Text: what was said, safe for the markup of the account. Of a SAY and a TEXT as it was typed.
pub const SUBROSA_FIELD_TEXT: i32 = 6;
/// Text, plain: stands before `TEXT`, behind "/me " of an action. Mostly empty.
pub const SUBROSA_FIELD_MARK: i32 = 7;
/// Text, plain: a sentence that suits any window. It names the person, in at most 40 characters, with
/// `?` for `<>&"%` and controls.
pub const SUBROSA_FIELD_SENTENCE: i32 = 8;
/// Text, plain: what the user types to answer. Empty for hosts with buttons.
pub const SUBROSA_FIELD_HOW: i32 = 9;
/// Text, plain: how the conversation stands, as "private, verified". Empty for a plain one.
pub const SUBROSA_FIELD_WORDS: i32 = 10;
/// Text: the name of the sentence in `bindings/sentences.json`.
pub const SUBROSA_FIELD_CODE: i32 = 11;
/// Text: the person as `PEER`, not made safe for anything.
pub const SUBROSA_FIELD_NAME: i32 = 12;
/// Text: digits that people compare.
pub const SUBROSA_FIELD_DIGITS: i32 = 13;
/// Text: the code to scan as lines of half blocks, dark on light.
pub const SUBROSA_FIELD_BLOCKS: i32 = 14;
/// Text: how far a text of the user is: `waiting`, `asking`, `sending`, `sent`, `delivered`, `lost`,
/// `discarded`.
pub const SUBROSA_FIELD_STAGE: i32 = 15;
/// Text: where the conversation stands: `plain`, `asked`, `invited`, `starting`, `private`,
/// `restoring`, `ended`, `alarm`, `blocked`, `required`.
pub const SUBROSA_FIELD_STATE: i32 = 16;
/// Text: how well the other side is known: `none`, `first-use`, `verified`, `changed`.
pub const SUBROSA_FIELD_TRUST: i32 = 17;
/// Text: the label of the line of IRC that an echo answers (labeled-response).
pub const SUBROSA_FIELD_LABEL: i32 = 18;
/// Text: the digits of the key that is in question.
pub const SUBROSA_FIELD_OTHER_DIGITS: i32 = 19;
/// Bytes: names a text, 8 bytes. A text that is shown again has the same.
pub const SUBROSA_FIELD_ID: i32 = 30;
/// Bytes: the code to scan, `SIDE` rows of `SIDE` bytes, 1 for dark and 0 for light. It wants a margin
/// of four modules.
pub const SUBROSA_FIELD_MODULES: i32 = 31;
/// Bytes: whose key it is, 32 bytes.
pub const SUBROSA_FIELD_FINGERPRINT: i32 = 32;
/// Bytes: the key that is in question, 32 bytes.
pub const SUBROSA_FIELD_OTHER_FINGERPRINT: i32 = 33;
/// Number: names a line to `subrosa_line_failed`.
pub const SUBROSA_FIELD_LINE_ID: i32 = 100;
/// Number: what a line is for, a `SUBROSA_KIND_` constant.
pub const SUBROSA_FIELD_KIND: i32 = 101;
/// Number: 1 if the text says what somebody does ("/me waves"), else 0.
pub const SUBROSA_FIELD_ACTION: i32 = 102;
/// Number: when the text was said by its sender's clock, in seconds since 1970; 0 if that is not known.
pub const SUBROSA_FIELD_TIME: i32 = 103;
/// Number: 1 if the text came encrypted and authenticated, else 0.
pub const SUBROSA_FIELD_PRIVATE: i32 = 104;
/// Number: names a text of the user; 0 if it has no number.
pub const SUBROSA_FIELD_NUMBER: i32 = 105;
/// Number: how much a sentence matters, a `SUBROSA_SEVERITY_` constant.
pub const SUBROSA_FIELD_SEVERITY: i32 = 106;
/// Number: where a sentence is said, a `SUBROSA_PLACE_` constant.
pub const SUBROSA_FIELD_PLACE: i32 = 107;
/// Number: 1 if the user did something just now, so that a dialog may take the keyboard; 0: never.
pub const SUBROSA_FIELD_ASKED_FOR: i32 = 108;
/// Number: 0 if it may not stand in logs, else 1.
pub const SUBROSA_FIELD_LOG: i32 = 109;
/// Number: names a question to `subrosa_answer`; 0: nothing is asked. No number is used twice.
pub const SUBROSA_FIELD_QUESTION: i32 = 110;
/// Number: what a question asks for besides its choices, a `SUBROSA_INPUT_` constant.
pub const SUBROSA_FIELD_INPUT: i32 = 111;
/// Number: how safe a conversation is, a `SUBROSA_LEVEL_` constant.
pub const SUBROSA_FIELD_LEVEL: i32 = 112;
/// Number: lines that were given to the host.
pub const SUBROSA_FIELD_DONE: i32 = 113;
/// Number: lines in all; 0 while that is not known.
pub const SUBROSA_FIELD_TOTAL: i32 = 114;
/// Number: how many.
pub const SUBROSA_FIELD_COUNT: i32 = 115;
/// Number: modules of a side of the code to scan.
pub const SUBROSA_FIELD_SIDE: i32 = 116;
/// Number: 1 if the library answers this contact: it is on the user's list, the user has written to
/// it, or has accepted it; else 0.
pub const SUBROSA_FIELD_KNOWN: i32 = 117;
/// Number: 1 if the user has blocked the contact, else 0.
pub const SUBROSA_FIELD_BLOCKED: i32 = 118;
/// Number: 1 if documents can be sealed to the contact, else 0.
pub const SUBROSA_FIELD_SEALABLE: i32 = 119;
/// Number: 1 if texts to the address go to this identity, else 0.
pub const SUBROSA_FIELD_CURRENT: i32 = 120;
/// Number: when the contact was seen first, in seconds since 1970.
pub const SUBROSA_FIELD_FIRST_SEEN: i32 = 121;

/// A part of a text, or all of it.
pub const SUBROSA_KIND_TEXT: i32 = 1;
/// Says that something has arrived. No person reads it: it wants no sound and no history.
pub const SUBROSA_KIND_ACKNOWLEDGEMENT: i32 = 2;
/// Begins a private conversation.
pub const SUBROSA_KIND_HANDSHAKE: i32 = 3;
/// The user's card.
pub const SUBROSA_KIND_CARD: i32 = 4;
/// Asks a person for a private conversation: it begins with a sentence.
pub const SUBROSA_KIND_QUESTION: i32 = 5;
/// Of the network and not of the library's format: a TAGMSG of IRC, which nobody sees.
pub const SUBROSA_KIND_NETWORK: i32 = 6;

/// Something that is good to know.
pub const SUBROSA_SEVERITY_INFORMATION: i32 = 1;
/// Something that did not work as it should.
pub const SUBROSA_SEVERITY_WARNING: i32 = 2;
/// Security is at stake: show it where it cannot be overlooked.
pub const SUBROSA_SEVERITY_ALARM: i32 = 3;

/// In the window of `PEER`, which is opened if need be; if that is empty, where the user has typed last or
/// where the messenger speaks of itself.
pub const SUBROSA_PLACE_WINDOW: i32 = 1;
/// In the window of `PEER` if it is open, else where the messenger speaks of itself.
pub const SUBROSA_PLACE_ANYWHERE: i32 = 2;
/// In the window of `PEER` if it is open, else nowhere.
pub const SUBROSA_PLACE_IF_OPEN: i32 = 3;

/// Nothing is typed: one of the choices is chosen.
pub const SUBROSA_INPUT_NONE: i32 = 0;
/// The user types a line.
pub const SUBROSA_INPUT_LINE: i32 = 1;
/// The user types a line that nobody sees.
pub const SUBROSA_INPUT_HIDDEN: i32 = 2;

/// Nothing is private.
pub const SUBROSA_LEVEL_PLAIN: i32 = 0;
/// Texts wait, or somebody waits for the user.
pub const SUBROSA_LEVEL_WAITING: i32 = 1;
/// Private, with a key that nobody has compared.
pub const SUBROSA_LEVEL_PRIVATE: i32 = 2;
/// Private, with a key that the user has compared.
pub const SUBROSA_LEVEL_VERIFIED: i32 = 3;
/// Security is at stake.
pub const SUBROSA_LEVEL_ALARM: i32 = 4;
