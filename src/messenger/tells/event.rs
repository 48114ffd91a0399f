//! What a call tells the host: a verdict on its text, events in order, and when to call again.

use super::error::MessengerError;
use super::notice::Notice;
use crate::guard;
use crate::guard::Mode;
use crate::identity::Fingerprint;
use crate::seal::Opened;
use crate::session::TextId;
use crate::verify::{SafetyNumber, Scan};

/// What the host must do with its own text. Send only if the verdict is at most
/// [`Verdict::PassWarn`], and hide only if it is [`Verdict::Taken`]: then errors do no harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Verdict {
    /// Outgoing: send it unchanged. Incoming: show it unchanged.
    #[default]
    Pass,
    /// Incoming: show it marked as clear text in a private conversation.
    PassWarn,
    /// Outgoing: do not send it; lines come as events. Incoming: hide it.
    Taken,
    /// Outgoing: do not send it, and show it as waiting.
    Held,
    /// Outgoing: neither send nor show it.
    Refused,
}

/// What a call tells.
#[derive(Debug, Default)]
#[must_use = "lines that are not sent are lost, and texts that are not confirmed come again"]
#[non_exhaustive]
pub struct Outcome {
    /// What to do with the host's own text.
    pub verdict: Verdict,
    /// The events to carry out, in order.
    pub events: Vec<Event>,
    /// The number of milliseconds after which to call [`crate::messenger::Messenger::tick`]; `None`
    /// if nothing is due.
    pub wake_ms: Option<u64>,
    /// Why the call failed, if it did.
    pub error: Option<MessengerError>,
    /// The number of the text that an outgoing call has stored. Events report its progress.
    pub number: Option<u64>,
}

/// An event for the host. Hosts ignore kinds that they do not know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The host's account.
    pub account: String,
    /// The address of the other side, as the host writes it; empty if the event is about nobody.
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
        /// Identifies the line for [`crate::messenger::Messenger::line_failed`].
        id: u64,
        /// What it is for.
        kind: LineKind,
    },
    /// Show this text from the peer.
    Show(Show),
    /// The progress of a text of the user.
    Progress(Progress),
    /// The state of the conversation has changed.
    State {
        /// Where it stands.
        state: State,
        /// How well the other side is known.
        trust: Trust,
        /// To whom texts are sent, if known.
        fingerprint: Option<Fingerprint>,
        /// Who has appeared instead, until the user decides ([`Question::KeyChanged`]).
        other: Option<Fingerprint>,
    },
    /// The user has to decide.
    Ask {
        /// What.
        question: Question,
        /// The key that the question is about, if any.
        fingerprint: Option<Fingerprint>,
        /// The number of the text that the question is about, if any.
        text: Option<u64>,
    },
    /// Tell the user.
    Notice(Notice),
    /// A contact, in answer to a query.
    Contact(ContactInfo),
    /// A document was opened. Account and peer are those of its sender, if known.
    Ready(Box<Ready>),
    /// What to compare with a contact, in answer to a query.
    Safety {
        /// Of us and the contact.
        number: SafetyNumber,
        /// The contact.
        fingerprint: Fingerprint,
    },
    /// The result of scanning the code of a contact.
    Scanned {
        /// What it says.
        scan: Scan,
        /// Who is verified by it, if it matches.
        fingerprint: Option<Fingerprint>,
    },
    /// A slow operation has finished or failed. Account and peer are empty.
    Finished {
        /// What it was.
        task: Task,
        /// What has become of it.
        result: Result<(), MessengerError>,
    },
}

/// A slow operation that involves a passphrase and that a tick finishes.
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

/// What a line is for. On a network that carries more than text, the host can tell this to programs
/// without the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LineKind {
    /// A text of the user, or a part of one.
    Text,
    /// An acknowledgement, or what else sessions say to each other.
    Acknowledgement,
    /// The start of a session: an Offer, or an Init without a text.
    Handshake,
    /// A full card.
    Card,
    /// A question to a person whose program may not have the library; it contains a readable
    /// sentence.
    Question,
    /// A line in the format of the network and not of the library: on IRC a TAGMSG. It carries no
    /// text.
    Network,
}

/// A text that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ready {
    /// What the document says about itself, and who signed it.
    pub opened: Opened,
    /// How well the signer is known; [`Trust::None`] for an unsigned document.
    pub trust: Trust,
    /// The content as it was sealed, not made safe for any markup.
    pub text: String,
}

/// A text of the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Show {
    /// What to show: safe for the markup of the account's profile.
    pub text: String,
    /// The text describes an action of the sender ("/me").
    pub action: bool,
    /// The text came encrypted and authenticated. If not, the fields below are empty.
    pub private: bool,
    /// How well the sender is known.
    pub trust: Trust,
    /// Who sent it.
    pub fingerprint: Option<Fingerprint>,
    /// The id of the text, which stays the same if the text is shown again.
    pub id: Option<TextId>,
    /// The text arrived on this machine a minute or more before it is shown, or was kept since the
    /// last run.
    pub late: bool,
    /// The text may have been shown before, because the host has not confirmed it.
    pub repeated: bool,
    /// The host said that the text comes from a history.
    pub history: bool,
    /// The sender has not proven to be live, so a thief of one of our prekeys could have written
    /// the text.
    pub unconfirmed: bool,
    /// The text was held back on the way: texts that were sent much later have been shown already.
    /// It is genuine, but no answer to what is above it.
    pub overtaken: bool,
    /// When the text arrived on this machine, in seconds since 1970.
    pub arrived: u64,
    /// When the text was written according to its sender, who may be wrong or lie, if it was sent
    /// more than a minute later. Seconds since 1970, never after its arrival; 0 if unknown.
    pub written: u64,
}

/// The progress of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Identifies the text for [`crate::messenger::Messenger::text_do`].
    pub number: u64,
    /// How far.
    pub stage: Stage,
    /// Lines given to the host.
    pub done: u32,
    /// Lines in all; 0 while that is unknown.
    pub total: u32,
    /// The text itself, in answer to a query, and when it is lost or discarded.
    pub text: Option<Vec<u8>>,
}

/// The stages of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// The text waits until the conversation is private, or for the user's decision.
    Held,
    /// Some of its lines have been given to the host.
    Sending,
    /// All of its lines have been given to the host.
    Sent,
    /// The other side has acknowledged it, authenticated.
    Delivered,
    /// It is unknown whether the text has arrived, and it is not sent again automatically.
    Lost,
    /// It will not be sent.
    Discarded,
    /// The text waits for the user's consent ([`Question::LongText`], [`Question::OldText`]).
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

/// The state of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum State {
    /// Texts are sent in clear (unencrypted).
    #[default]
    Plain,
    /// The user has asked for a private conversation; texts are held.
    Asked,
    /// The other side has asked, and the user has to decide. Texts are sent in clear.
    Invited,
    /// A session is being created; texts are held.
    Starting,
    /// Texts are sent encrypted.
    Private,
    /// The session was lost or copied and is being created again; texts are held.
    Restoring,
    /// The other side has ended the conversation; texts are refused until the user decides.
    Ended,
    /// Somebody else has appeared under this address; texts are refused until the user decides.
    Alarm,
    /// The user has blocked the contact.
    Blocked,
    /// The conversation is not private, and no text is sent in clear: the next text is held and
    /// starts a private conversation ([`crate::messenger::Mode::Required`]).
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
    /// Texts have waited for more than a day. Send or discard them; until then, later texts are not
    /// sent either.
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

/// What is known about an address and an identity there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContactInfo {
    /// The state of the conversation.
    pub state: State,
    /// How well the contact is known.
    pub trust: Trust,
    /// Who it is.
    pub fingerprint: Option<Fingerprint>,
    /// Who has appeared instead, until the user decides.
    pub other: Option<Fingerprint>,
    /// Of the identities accepted at the address, texts are sent to this one.
    pub current: bool,
    /// The user has blocked the identity, or the address if nobody is known.
    pub blocked: bool,
    /// When the identity was first seen, in seconds since 1970; 0 if nobody is known.
    pub first_seen: u64,
    /// The mode set for this contact; `None`: that of the account.
    pub mode: Option<Mode>,
    /// The library answers the contact because the host called it known, or the user has written to
    /// it or accepted it.
    pub known: bool,
    /// The number of undelivered texts.
    pub waiting: usize,
    /// Documents can be sealed to it.
    pub sealable: bool,
}
