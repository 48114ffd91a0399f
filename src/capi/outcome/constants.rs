//! The numbers of what a messenger tells, below 200: events, fields, and what is in the fields.
//! Fields below 100 are texts and bytes, the others are numbers.

/// Send `LINE` to `PEER`, and nothing else with it. The line is ASCII and within the line limit of
/// the account. `LINE_ID` identifies it for `subrosa_line_failed`. `KIND` says what it is for (a
/// `SUBROSA_KIND_` constant). `FALLBACK` is a sentence for programs without this library, on
/// networks that carry both.
pub const SUBROSA_EVENT_SEND: i32 = 1;
/// Show `MARK` and `TEXT` as a message from `PEER`, in the window of `PEER`; open one if there is
/// none. Also has `ACTION`, `TIME`, `TRUST`, `PRIVATE` and `LOG`, and for a private text `ID` and
/// `FINGERPRINT`.
pub const SUBROSA_EVENT_SHOW: i32 = 2;
/// Show `SENTENCE` where `PLACE` says. Also has `SEVERITY`, `ASKED_FOR`, `LOG`, `CODE` and `NAME`.
/// It may have `TEXT` (a text that was not sent, to put back into the input line; or a card),
/// `DIGITS`, `COUNT`, and a code to scan: `BLOCKS`, or `MODULES` and `SIDE`. If `QUESTION` is not
/// 0, the sentence asks a question: `HOW` tells the user what to type, `INPUT` says what kind of
/// input is wanted, and `subrosa_outcome_choice` returns the choices. Pass the answer to
/// `subrosa_answer`.
pub const SUBROSA_EVENT_SAY: i32 = 3;
/// Show the state of the conversation with `PEER`: `WORDS` in a title, or an icon for `LEVEL`. Also
/// has `STATE` and `TRUST`.
pub const SUBROSA_EVENT_TITLE: i32 = 4;
/// Show `MARK` and `TEXT` as a message from the user to `PEER`, unless the messenger shows a text
/// although a hook has stopped it. Also has `ACTION`, `LOG`, `NUMBER` and `LABEL`.
pub const SUBROSA_EVENT_ECHO: i32 = 5;
/// Change the mark before the echo `NUMBER` to `MARK`. Also has `STAGE`, and `DONE` of `TOTAL`
/// lines. Only for hosts that can change what they have shown (`can=edits`).
pub const SUBROSA_EVENT_PROGRESS: i32 = 10;
/// `QUESTION` is no longer open, whoever answered it: remove its buttons. Only for hosts that can
/// change what they have shown (`can=edits`).
pub const SUBROSA_EVENT_CLOSE: i32 = 11;
/// The result of `subrosa_choices`. Read the choices with `subrosa_outcome_choice`.
pub const SUBROSA_EVENT_CHOICES: i32 = 20;
/// A result of `subrosa_contact_list`, one for each identity. Has `STATE`, `TRUST`, `KNOWN`,
/// `BLOCKED`, `SEALABLE`, `CURRENT`, and `COUNT`, the number of undelivered texts. If somebody is
/// known: `FINGERPRINT`, `DIGITS` and `FIRST_SEEN`. While the user has to decide about another key:
/// `OTHER_FINGERPRINT` and `OTHER_DIGITS`.
pub const SUBROSA_EVENT_CONTACT: i32 = 21;
/// A result of `subrosa_text_list`. Has `NUMBER`, `TEXT`, `STAGE`, `MARK`, and `DONE` of `TOTAL`
/// lines.
pub const SUBROSA_EVENT_TEXT: i32 = 22;

/// Text: the account; empty if the event is about none.
pub const SUBROSA_FIELD_ACCOUNT: i32 = 1;
/// Text: the address of the other side, as the host last wrote it; empty if the event is about
/// nobody.
pub const SUBROSA_FIELD_PEER: i32 = 2;
/// Text: a line to send.
pub const SUBROSA_FIELD_LINE: i32 = 3;
/// Text: the event as a raw line of IRC, without CR LF and tags, on accounts that pass raw lines.
/// In a SEND it is for the server. In all other events it is as if from the server: a SHOW from
/// `PEER`, an ECHO from the user, SAY and TITLE from `*subrosa`.
pub const SUBROSA_FIELD_RAW: i32 = 4;
/// Text: a sentence for people whose program does not have this library. Send it beside the line on
/// networks that carry two bodies; otherwise ignore it.
pub const SUBROSA_FIELD_FALLBACK: i32 = 5;
/// Text: what was said, safe for the markup of the account. In SAY and TEXT events, as it was
/// typed.
pub const SUBROSA_FIELD_TEXT: i32 = 6;
/// Text, plain: the mark to show before `TEXT`, or after the "/me " of an action. Usually empty.
pub const SUBROSA_FIELD_MARK: i32 = 7;
/// Text, plain: a sentence that is safe in any window. It names the person in at most 40
/// characters, with `?` in place of `<>&"%` and control characters.
pub const SUBROSA_FIELD_SENTENCE: i32 = 8;
/// Text, plain: tells the user what to type as an answer. Empty for hosts with buttons.
pub const SUBROSA_FIELD_HOW: i32 = 9;
/// Text, plain: the state of the conversation, such as "private, verified". Empty for a plain one.
pub const SUBROSA_FIELD_WORDS: i32 = 10;
/// Text: the name of the sentence in `bindings/sentences.json`.
pub const SUBROSA_FIELD_CODE: i32 = 11;
/// Text: the name of the person, as in `PEER`. It is not made safe for any use.
pub const SUBROSA_FIELD_NAME: i32 = 12;
/// Text: digits that people compare.
pub const SUBROSA_FIELD_DIGITS: i32 = 13;
/// Text: the code to scan as lines of half blocks, dark on light.
pub const SUBROSA_FIELD_BLOCKS: i32 = 14;
/// Text: the progress of a text of the user: `waiting`, `asking`, `sending`, `sent`, `delivered`,
/// `lost`, `discarded`.
pub const SUBROSA_FIELD_STAGE: i32 = 15;
/// Text: the state of the conversation: `plain`, `asked`, `invited`, `starting`, `private`,
/// `restoring`, `ended`, `alarm`, `blocked`, `required`.
pub const SUBROSA_FIELD_STATE: i32 = 16;
/// Text: how well the other side is known: `none`, `first-use`, `verified`, `changed`.
pub const SUBROSA_FIELD_TRUST: i32 = 17;
/// Text: the label of the IRC line that an echo answers (labeled-response).
pub const SUBROSA_FIELD_LABEL: i32 = 18;
/// Text: the digits of the key that the user has to decide about.
pub const SUBROSA_FIELD_OTHER_DIGITS: i32 = 19;
/// Bytes: the id of a text, 8 bytes. A text that is shown again has the same id.
pub const SUBROSA_FIELD_ID: i32 = 30;
/// Bytes: the code to scan, `SIDE` rows of `SIDE` bytes, 1 for dark and 0 for light. Draw it with a
/// margin of four modules.
pub const SUBROSA_FIELD_MODULES: i32 = 31;
/// Bytes: the fingerprint of the person, 32 bytes.
pub const SUBROSA_FIELD_FINGERPRINT: i32 = 32;
/// Bytes: the fingerprint of the key that the user has to decide about, 32 bytes.
pub const SUBROSA_FIELD_OTHER_FINGERPRINT: i32 = 33;
/// Number: identifies a line for `subrosa_line_failed`.
pub const SUBROSA_FIELD_LINE_ID: i32 = 100;
/// Number: what a line is for, a `SUBROSA_KIND_` constant.
pub const SUBROSA_FIELD_KIND: i32 = 101;
/// Number: 1 if the text describes an action, as "/me waves" does, else 0.
pub const SUBROSA_FIELD_ACTION: i32 = 102;
/// Number: when the text was written, according to its sender's clock, in seconds since 1970; 0 if
/// unknown.
pub const SUBROSA_FIELD_TIME: i32 = 103;
/// Number: 1 if the text came encrypted and authenticated, else 0.
pub const SUBROSA_FIELD_PRIVATE: i32 = 104;
/// Number: identifies a text of the user; 0 if it has no number.
pub const SUBROSA_FIELD_NUMBER: i32 = 105;
/// Number: how important a sentence is, a `SUBROSA_SEVERITY_` constant.
pub const SUBROSA_FIELD_SEVERITY: i32 = 106;
/// Number: where to show a sentence, a `SUBROSA_PLACE_` constant.
pub const SUBROSA_FIELD_PLACE: i32 = 107;
/// Number: 1 if the user has just done something, so that a dialog may take the keyboard focus; 0
/// if no dialog may.
pub const SUBROSA_FIELD_ASKED_FOR: i32 = 108;
/// Number: 0 if the event must be kept out of logs, else 1.
pub const SUBROSA_FIELD_LOG: i32 = 109;
/// Number: identifies a question for `subrosa_answer`; 0 if nothing is asked. No number is used
/// twice.
pub const SUBROSA_FIELD_QUESTION: i32 = 110;
/// Number: what input a question accepts besides its choices, a `SUBROSA_INPUT_` constant.
pub const SUBROSA_FIELD_INPUT: i32 = 111;
/// Number: how safe a conversation is, a `SUBROSA_LEVEL_` constant.
pub const SUBROSA_FIELD_LEVEL: i32 = 112;
/// Number: how many lines of a text were given to the host.
pub const SUBROSA_FIELD_DONE: i32 = 113;
/// Number: how many lines a text has in all; 0 while that is unknown.
pub const SUBROSA_FIELD_TOTAL: i32 = 114;
/// Number: a count, such as the number of texts that a sentence or a CONTACT event is about.
pub const SUBROSA_FIELD_COUNT: i32 = 115;
/// Number: the modules on each side of the code to scan.
pub const SUBROSA_FIELD_SIDE: i32 = 116;
/// Number: 1 if the library answers this contact because it is on the user's list, or the user has
/// written to it or accepted it; else 0.
pub const SUBROSA_FIELD_KNOWN: i32 = 117;
/// Number: 1 if the user has blocked the contact, else 0.
pub const SUBROSA_FIELD_BLOCKED: i32 = 118;
/// Number: 1 if documents can be sealed to the contact, else 0.
pub const SUBROSA_FIELD_SEALABLE: i32 = 119;
/// Number: 1 if texts to the address are sent to this identity, else 0.
pub const SUBROSA_FIELD_CURRENT: i32 = 120;
/// Number: when the contact was first seen, in seconds since 1970.
pub const SUBROSA_FIELD_FIRST_SEEN: i32 = 121;

/// The line carries a text or a part of one.
pub const SUBROSA_KIND_TEXT: i32 = 1;
/// The line acknowledges something. No person reads it, so it needs no sound and no history.
pub const SUBROSA_KIND_ACKNOWLEDGEMENT: i32 = 2;
/// The line starts a private conversation.
pub const SUBROSA_KIND_HANDSHAKE: i32 = 3;
/// The line carries the user's card.
pub const SUBROSA_KIND_CARD: i32 = 4;
/// The line asks a person for a private conversation and contains a readable sentence.
pub const SUBROSA_KIND_QUESTION: i32 = 5;
/// The line is not in the library's format but in that of the network: a TAGMSG of IRC, which
/// nobody sees.
pub const SUBROSA_KIND_NETWORK: i32 = 6;

/// Useful to know.
pub const SUBROSA_SEVERITY_INFORMATION: i32 = 1;
/// Something did not work as it should.
pub const SUBROSA_SEVERITY_WARNING: i32 = 2;
/// Security is at stake. Show this where it cannot be overlooked.
pub const SUBROSA_SEVERITY_ALARM: i32 = 3;

/// Show the sentence in the window of `PEER`; open one if there is none. If `PEER` is empty, show
/// it where the user last typed, or where the messenger shows its own messages.
pub const SUBROSA_PLACE_WINDOW: i32 = 1;
/// Show the sentence in the window of `PEER` if it is open, else where the messenger shows its own
/// messages.
pub const SUBROSA_PLACE_ANYWHERE: i32 = 2;
/// Show the sentence in the window of `PEER` if it is open, else nowhere.
pub const SUBROSA_PLACE_IF_OPEN: i32 = 3;

/// The user types nothing, but picks a choice.
pub const SUBROSA_INPUT_NONE: i32 = 0;
/// The user types a line.
pub const SUBROSA_INPUT_LINE: i32 = 1;
/// The user types a line that is not shown, such as a passphrase.
pub const SUBROSA_INPUT_HIDDEN: i32 = 2;

/// The conversation is not private.
pub const SUBROSA_LEVEL_PLAIN: i32 = 0;
/// Texts are waiting, or somebody is waiting for the user.
pub const SUBROSA_LEVEL_WAITING: i32 = 1;
/// The conversation is private, and the user has not compared the key.
pub const SUBROSA_LEVEL_PRIVATE: i32 = 2;
/// The conversation is private, and the user has compared the key.
pub const SUBROSA_LEVEL_VERIFIED: i32 = 3;
/// Security is at stake.
pub const SUBROSA_LEVEL_ALARM: i32 = 4;
