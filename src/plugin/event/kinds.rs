//! What a host is told: five things to carry out, and a few that refine them.

use crate::identity::Fingerprint;
use crate::messenger::{ContactInfo, LineKind, Severity, State, Trust};
use crate::session::TextId;
use zeroize::{Zeroize, Zeroizing};

/// One thing that the host carries out. Hosts pass over kinds that they do not know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The host's account; empty if it is about none.
    pub account: String,
    /// The person, as the host wrote them last; empty if it is about nobody.
    pub peer: String,
    /// What to do.
    pub kind: EventKind,
    /// The event as a raw line, without CR LF and tags, on an account that is fed with raw lines
    /// of IRC: for the server if it is to be sent, else as if the server had sent it.
    pub raw: Option<String>,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// Send a line to the peer and nothing else with it.
    Send(Send),
    /// Show a text from the peer.
    Show(Show),
    /// Tell or ask the user something.
    Say(Box<Say>),
    /// Show the state of the conversation in a title, a bar or an icon.
    Title(Title),
    /// Show a text of the user.
    Echo(Echo),
    /// Change the mark of a text that was echoed.
    Progress(Progress),
    /// A question is no longer open, whoever answered it.
    Close {
        /// Its number.
        question: u64,
    },
    /// What the user can do about a conversation now, in answer to a query.
    Choices(Vec<Choice>),
    /// A contact, in answer to a query.
    Contact(Box<ContactInfo>),
    /// An undelivered text of the user, in answer to a query.
    Text {
        /// The number, progress and mark of the text.
        progress: Progress,
        /// The text as the user typed it.
        text: Zeroizing<Vec<u8>>,
    },
}

/// A line to send.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Send {
    /// ASCII, within the line limit of the account.
    pub line: String,
    /// Identifies the line if it cannot be sent.
    pub id: u64,
    /// What it is for.
    pub kind: LineKind,
    /// A sentence for programs without the library, on networks that carry both.
    pub fallback: String,
}

/// A text of the peer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Show {
    /// What to show: safe for the markup of the account.
    pub text: String,
    /// Plain text to show before it, usually "".
    pub mark: String,
    /// The text describes an action of the peer ("/me").
    pub action: bool,
    /// When it was written, by its sender's clock, in seconds since 1970; 0 if unknown.
    pub time: u64,
    /// How well the sender is known.
    pub trust: Trust,
    /// The text came encrypted and authenticated.
    pub private: bool,
    /// The identity that encrypted it.
    pub fingerprint: Option<Fingerprint>,
    /// The id of the text, which stays the same if the text is shown again.
    pub id: Option<TextId>,
    /// The event may be logged.
    pub log: bool,
}

/// Where to show a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Place {
    /// In the window of the peer; open one if there is none.
    Window = 1,
    /// In the window of the peer if it is open, else where the messenger shows its own messages.
    Anywhere = 2,
    /// In the window of the peer if it is open, else nowhere.
    IfOpen = 3,
}

/// What the host asks the user for besides a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Input {
    /// Nothing.
    #[default]
    None = 0,
    /// A line.
    Line = 1,
    /// A line that is not shown, such as a passphrase.
    Hidden = 2,
}

/// One way to answer a question.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// The word to pass to `answer`, which the user can also type.
    pub word: &'static str,
    /// The label of a button.
    pub label: String,
    /// A user who chooses it without checking may be deceived. Never true for the first choice.
    pub risk: bool,
}

/// A code to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Code {
    /// Its modules, row by row: 1 for dark, 0 for light.
    pub modules: Vec<u8>,
    /// The number of modules on each side.
    pub side: usize,
    /// The code as lines of half blocks.
    pub blocks: String,
}

/// A sentence for the user, or a question.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Say {
    /// Plain text that is safe in any window and names the person.
    pub sentence: String,
    /// How important it is.
    pub severity: Severity,
    /// Where it is said.
    pub place: Place,
    /// The user has just done something, so a dialog may take the keyboard focus.
    pub asked_for: bool,
    /// The event may be logged.
    pub log: bool,
    /// The name of the template.
    pub code: &'static str,
    /// The name of the person, not made safe for any use.
    pub name: String,
    /// A text that the sentence is about: one that was not sent, to be put back into the input
    /// line; or a card.
    pub text: Option<Zeroizing<Vec<u8>>>,
    /// Digits that people compare.
    pub digits: String,
    /// How many.
    pub count: u64,
    /// The number of the question; 0 if nothing is asked.
    pub question: u64,
    /// Tells the user what to type as an answer; empty if the host has buttons.
    pub how: String,
    /// What input is accepted besides a choice.
    pub input: Input,
    /// How the question can be answered.
    pub choices: Vec<Choice>,
    /// A code to scan.
    pub picture: Option<Code>,
}

/// How safe a conversation is, for an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Level {
    /// Nothing is private.
    #[default]
    Plain = 0,
    /// Texts are waiting, or somebody is waiting for the user.
    Waiting = 1,
    /// Private, with a key that nobody has compared.
    Private = 2,
    /// Private, with a key that the user has compared.
    Verified = 3,
    /// Security is at stake.
    Alarm = 4,
}

/// The state of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Title {
    /// A few words; empty for a plain conversation.
    pub words: String,
    /// For an icon.
    pub level: Level,
    /// The state of the conversation.
    pub state: State,
    /// How well the peer is known.
    pub trust: Trust,
}

/// A text of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Echo {
    /// What to show: safe for the markup of the account.
    pub text: String,
    /// Plain text to show before it.
    pub mark: String,
    /// The text describes an action of the user ("/me").
    pub action: bool,
    /// The number of the text in [`EventKind::Progress`]; 0 if it has none yet.
    pub number: u64,
    /// The event may be logged.
    pub log: bool,
    /// The label of the IRC line that it answers (labeled-response), or empty.
    pub label: String,
}

/// The progress of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// The text waits until the conversation is private.
    Waiting,
    /// The text waits for the user's decision.
    Asking,
    /// Some of its lines were given to the host.
    Sending,
    /// All of its lines were given to the host.
    Sent,
    /// The peer has acknowledged it, authenticated.
    Delivered,
    /// It is unknown whether the text has arrived.
    Lost,
    /// It will not be sent.
    Discarded,
}

impl Stage {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Asking => "asking",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Lost => "lost",
            Self::Discarded => "discarded",
        }
    }
}

/// The progress of an echoed text, and its new mark.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The number of the text.
    pub number: u64,
    /// How far it is.
    pub stage: Stage,
    /// The mark of its echo from now on.
    pub mark: String,
    /// Lines given to the host.
    pub done: u32,
    /// Lines in all; 0 while that is unknown.
    pub total: u32,
}

impl Event {
    /// The sentence, if it says one.
    #[must_use]
    pub fn sentence(&self) -> Option<&str> {
        match &self.kind {
            EventKind::Say(say) => Some(&say.sentence),
            _ => None,
        }
    }
}

// What people have said is wiped when nobody needs it any more.

impl Drop for Show {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}
