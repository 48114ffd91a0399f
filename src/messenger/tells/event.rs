//! What a call tells the host: a verdict on its text, events in order, and when to call again.

use super::error::MessengerError;
use super::notice::Notice;
use crate::guard;
use crate::guard::Mode;
use crate::identity::Fingerprint;
use crate::seal::Opened;
use crate::session::TextId;
use crate::verify::{SafetyNumber, Scan};

/// What the host does with its own text. Safe by default: send only if the verdict is at most
/// [`Verdict::PassWarn`], hide only if it is [`Verdict::Taken`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Verdict {
    /// Outgoing: send it as it is. Incoming: show it as it is.
    #[default]
    Pass,
    /// Incoming: show it marked as clear text in a private conversation.
    PassWarn,
    /// Outgoing: swallow it; lines come as events. Incoming: hide it.
    Taken,
    /// Outgoing: swallow it and echo it as waiting.
    Held,
    /// Outgoing: neither send nor echo it.
    Refused,
}

/// What a call tells.
#[derive(Debug, Default)]
#[must_use = "lines that are not sent are lost, and texts that are not confirmed come again"]
#[non_exhaustive]
pub struct Outcome {
    /// What to do with the host's own text.
    pub verdict: Verdict,
    /// What to do besides, in this order.
    pub events: Vec<Event>,
    /// In how many milliseconds [`crate::messenger::Messenger::tick`] has something to do; `None`: nothing.
    pub wake_ms: Option<u64>,
    /// Why the call could not do what was asked.
    pub error: Option<MessengerError>,
    /// The number of the text that an outgoing call has stored: events tell how far it comes.
    pub number: Option<u64>,
}

/// One thing the host is told. Hosts ignore kinds they do not know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The host's account.
    pub account: String,
    /// The address of the other side, as the host writes it; empty if it is about nobody.
    pub peer: String,
    /// What it is.
    pub kind: EventKind,
}

/// The kinds of events.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// Send this line to the peer.
    Send {
        /// ASCII, within the line limit of the account.
        line: String,
        /// Names the line for [`crate::messenger::Messenger::line_failed`].
        id: u64,
        /// What it is for.
        kind: LineKind,
    },
    /// Show this text of the peer.
    Show(Show),
    /// How far a text of the user has come.
    Progress(Progress),
    /// The conversation stands elsewhere than before.
    State {
        /// Where it stands.
        state: State,
        /// How well the other side is known.
        trust: Trust,
        /// Whom texts go to, if that is known.
        fingerprint: Option<Fingerprint>,
        /// Who has appeared instead, while the user has not decided ([`Question::KeyChanged`]).
        other: Option<Fingerprint>,
    },
    /// The user has to decide.
    Ask {
        /// What.
        question: Question,
        /// Whose key it is about, if it is about one.
        fingerprint: Option<Fingerprint>,
        /// The number of the text it is about, if it is about one.
        text: Option<u64>,
    },
    /// Tell the user.
    Notice(Notice),
    /// A contact, in answer to a query.
    Contact(ContactInfo),
    /// A document was opened. Account and peer are those of its sender, if they are known.
    Ready(Box<Ready>),
    /// What to compare with a contact, in answer to a query.
    Safety {
        /// Of us and the contact.
        number: SafetyNumber,
        /// The contact.
        fingerprint: Fingerprint,
    },
    /// What scanning the code of a contact says.
    Scanned {
        /// What it says.
        scan: Scan,
        /// Who is verified by it, if it matches.
        fingerprint: Option<Fingerprint>,
    },
    /// What was begun because it takes long is done, or has failed. Account and peer are empty.
    Finished {
        /// What it was.
        task: Task,
        /// What has become of it.
        result: Result<(), MessengerError>,
    },
}

/// What takes long because of a passphrase: a tick finishes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Task {
    /// Unlocking the vault ([`Messenger::begin_unlock`](crate::messenger::Messenger::begin_unlock)).
    Unlock,
    /// Protecting it by another passphrase.
    Passphrase,
    /// Writing an identity to a file.
    Export,
    /// Taking over an identity that was exported.
    Import,
}

/// What a line is for. A network that carries more than text can tell it to programs without the
/// library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LineKind {
    /// A text of the user, or a part of one.
    Text,
    /// An acknowledgement, or what else sessions say to each other.
    Acknowledgement,
    /// A session begins: an Offer, or an Init without a text.
    Handshake,
    /// A full card.
    Card,
    /// A question that a person reads who has nothing that understands it.
    Question,
    /// Not of the library's format, but of the network: on IRC a TAGMSG. It carries no text.
    Network,
}

/// A text that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ready {
    /// What the document says about itself, and who signed it.
    pub opened: Opened,
    /// How well the one who signed it is known; [`Trust::None`] for an unsigned document.
    pub trust: Trust,
    /// Its content, as it was sealed: not made safe for any markup.
    pub text: String,
}

/// A text of the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Show {
    /// What to show: safe for the markup of the account's profile.
    pub text: String,
    /// It says what the sender does ("/me").
    pub action: bool,
    /// It came encrypted and authenticated. If not, everything below is empty.
    pub private: bool,
    /// How well the sender is known.
    pub trust: Trust,
    /// Who sent it.
    pub fingerprint: Option<Fingerprint>,
    /// Names the text; the same again if it is shown again.
    pub id: Option<TextId>,
    /// It came to this machine a minute or more before it is shown, or has been kept since the last run.
    pub late: bool,
    /// It may have been shown before: the host has not confirmed it.
    pub repeated: bool,
    /// The host said that it comes from a history.
    pub history: bool,
    /// The sender has not proven to be live: whoever has stolen a prekey of ours could have written it.
    pub unconfirmed: bool,
    /// It was held back on its way: texts that were sent a good deal later have been shown before. It
    /// is as genuine, but no answer to what stands above it.
    pub overtaken: bool,
    /// When it came to this machine. Seconds since 1970.
    pub arrived: u64,
    /// When it was written, if it left more than a minute later: so its sender says, who may be wrong or
    /// lie. Seconds since 1970, never after it came; 0 if it is not known.
    pub written: u64,
}

/// How far a text has come.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Names the text to [`crate::messenger::Messenger::text_do`].
    pub number: u64,
    /// How far.
    pub stage: Stage,
    /// Lines given to the host.
    pub done: u32,
    /// Lines in all; 0 while that is not known.
    pub total: u32,
    /// The text itself, in answer to a query, and when it is lost or discarded.
    pub text: Option<Vec<u8>>,
}

/// The stages of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// It waits until the conversation is private, or for the user's decision.
    Held,
    /// Some of its lines have been given to the host.
    Sending,
    /// All of its lines have been given to the host.
    Sent,
    /// The other side has it: authenticated.
    Delivered,
    /// Nobody knows whether it has arrived, and it is not sent again by itself.
    Lost,
    /// It will not be sent.
    Discarded,
    /// It waits for the user to agree ([`Question::LongText`], [`Question::OldText`]).
    Asking,
}

impl Stage {
    /// One English sentence about the text.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Held => "The text waits until the conversation is private.",
            Self::Sending => "The text is being sent.",
            Self::Sent => "The text was sent.",
            Self::Delivered => "The text has arrived.",
            Self::Lost => {
                "Nobody knows whether the text has arrived. Send it again while the conversation is private, or discard it."
            }
            Self::Discarded => "The text was not sent and is discarded.",
            Self::Asking => "The text waits for you: send it, or discard it?",
        }
    }
}

/// Where a conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum State {
    /// Texts go in clear.
    #[default]
    Plain,
    /// The user has asked for a private conversation; texts are held.
    Asked,
    /// The other side has asked; the user decides. Texts go in clear.
    Invited,
    /// A session is being made; texts are held.
    Starting,
    /// Texts go encrypted.
    Private,
    /// The session was lost or copied and is being made again; texts are held.
    Restoring,
    /// The other side has ended the conversation; texts are refused until the user decides.
    Ended,
    /// Somebody else has appeared under this address; texts are refused until the user decides.
    Alarm,
    /// The user has blocked the contact.
    Blocked,
    /// Nothing is private, and nothing goes in clear: the next text is held and starts a private
    /// conversation ([`crate::messenger::Mode::Required`]).
    Required,
}

impl State {
    /// How far the sessions are in this state.
    pub(in crate::messenger) fn stage(self) -> guard::Stage {
        match self {
            Self::Asked | Self::Starting | Self::Restoring => guard::Stage::Waiting,
            Self::Private => guard::Stage::Private,
            Self::Plain
            | Self::Invited
            | Self::Ended
            | Self::Alarm
            | Self::Blocked
            | Self::Required => guard::Stage::Idle,
        }
    }

    /// Of two states, which one more depends on.
    pub(in crate::messenger) fn rank(self) -> u8 {
        match self {
            Self::Plain | Self::Required => 0,
            Self::Invited => 1,
            Self::Ended => 2,
            Self::Asked => 3,
            Self::Starting => 4,
            Self::Restoring => 5,
            Self::Private => 6,
            Self::Alarm => 7,
            Self::Blocked => 8,
        }
    }

    /// One English sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Plain => "This conversation is not private.",
            Self::Asked => {
                "A private conversation was asked for. What you write waits for the answer."
            }
            Self::Invited => "The other side would like to talk in private.",
            Self::Starting => {
                "A private conversation is being started. What you write waits for it."
            }
            Self::Private => "This conversation is private.",
            Self::Restoring => {
                "The private conversation is being restored. What you write waits for it."
            }
            Self::Ended => {
                "The other side has ended the private conversation. Nothing you write is sent until you start or end it."
            }
            Self::Alarm => {
                "Somebody with another key uses this address. Nothing you write is sent until you decide."
            }
            Self::Required => {
                "This conversation is not private. What you write waits and asks for a private one."
            }
            Self::Blocked => "This contact is blocked.",
        }
    }

    /// One English word or two for a title bar.
    pub fn word(self) -> &'static str {
        match self {
            Self::Plain => "not private",
            Self::Asked => "asked",
            Self::Invited => "invited",
            Self::Starting => "starting",
            Self::Private => "private",
            Self::Restoring => "restoring",
            Self::Ended => "ended",
            Self::Alarm => "another key",
            Self::Blocked => "blocked",
            Self::Required => "private only",
        }
    }
}

/// How well somebody is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Trust {
    /// Nobody is known.
    #[default]
    None,
    /// The identity that appeared first.
    FirstUse,
    /// The user has compared the fingerprint.
    Verified,
    /// Another identity has appeared.
    Changed,
}

/// What the user has to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Question {
    /// Talk in private? Accept or decline.
    Invited,
    /// Another identity uses this address. Accept its key, or do not write.
    KeyChanged,
    /// Somebody known writes from another address.
    AddressChanged,
    /// No answer for a minute. Wait, or cancel.
    NoAnswer,
    /// The text takes many lines. Send or discard.
    LongText,
    /// Texts have waited for more than a day. Send or discard them; until then nothing leaves that was
    /// written after them.
    OldText,
}

impl Question {
    /// One English sentence, as free of what a peer supplied and of markup as those of
    /// [`Notice::sentence`].
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Invited => "The other side would like to talk in private. Accept?",
            Self::KeyChanged => {
                "Somebody with another key uses this address. Compare fingerprints, then accept the new key or do not write."
            }
            Self::AddressChanged => {
                "Somebody you know writes from another address, with the same key."
            }
            Self::NoAnswer => {
                "The other side has not answered for a minute. Wait on, or cancel and discard what was held?"
            }
            Self::LongText => "The text takes many lines. Send it, or discard it?",
            Self::OldText => {
                "What you wrote more than a day ago has not been sent. Send it now, or discard it?"
            }
        }
    }
}

/// What is known of an address, and of somebody there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContactInfo {
    /// Where the conversation stands.
    pub state: State,
    /// How well the contact is known.
    pub trust: Trust,
    /// Who it is.
    pub fingerprint: Option<Fingerprint>,
    /// Who has appeared instead, while the user has not decided.
    pub other: Option<Fingerprint>,
    /// Texts go to this one of those who were accepted at the address.
    pub current: bool,
    /// The user has blocked the identity, or the address if nobody is known.
    pub blocked: bool,
    /// When the identity was seen first. Seconds since 1970; 0 if nobody is known.
    pub first_seen: u64,
    /// The mode set for this contact; `None`: that of the account.
    pub mode: Option<Mode>,
    /// The library answers it: the host says so, the user has typed to it, or has accepted it.
    pub known: bool,
    /// Texts that are not delivered.
    pub waiting: usize,
    /// Documents can be sealed to it.
    pub sealable: bool,
}
