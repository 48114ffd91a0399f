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
    /// Send a line to the peer, and nothing else with it.
    Send(Send),
    /// Show a text that the peer has said.
    Show(Show),
    /// Tell or ask the user something.
    Say(Box<Say>),
    /// Show how the conversation stands, in a title, a bar or an icon.
    Title(Title),
    /// Show a text as said by the user.
    Echo(Echo),
    /// The mark of a text that was echoed is another one now.
    Progress(Progress),
    /// A question is not open any more, whoever has answered it.
    Close {
        /// Its number.
        question: u64,
    },
    /// What the user can do about a conversation now, in answer to a query.
    Choices(Vec<Choice>),
    /// A contact, in answer to a query.
    Contact(Box<ContactInfo>),
    /// A text of the user that has not arrived, in answer to a query.
    Text {
        /// Its number, how far it is, and what it says.
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
    /// Names the line, if it cannot be sent.
    pub id: u64,
    /// What it is for.
    pub kind: LineKind,
    /// A sentence for programs without the library, where a network carries both.
    pub fallback: String,
}

/// A text of the peer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Show {
    /// What to show: safe for the markup of the account.
    pub text: String,
    /// Plain text to show before it, "" mostly.
    pub mark: String,
    /// It says what the peer does ("/me").
    pub action: bool,
    /// When it was said, by its sender's clock, in seconds since 1970; 0 if that is not known.
    pub time: u64,
    /// How well the sender is known.
    pub trust: Trust,
    /// It came encrypted and authenticated.
    pub private: bool,
    /// Whose key it was encrypted with.
    pub fingerprint: Option<Fingerprint>,
    /// Names the text; the same again if it is shown again.
    pub id: Option<TextId>,
    /// It may stand in logs.
    pub log: bool,
}

/// Where a sentence is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Place {
    /// In the window of the peer, which is opened if need be.
    Window = 1,
    /// In the window of the peer if it is open, else where the messenger speaks of itself.
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
    /// A line that nobody sees.
    Hidden = 2,
}

/// One way to answer a question.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// What is given to `answer`, and what the user can type.
    pub word: &'static str,
    /// What stands on a button.
    pub label: String,
    /// Whoever chooses it without having looked may be deceived. Never so of the first choice.
    pub risk: bool,
}

/// A code to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Code {
    /// Its modules row by row, 1 dark, 0 light.
    pub modules: Vec<u8>,
    /// Modules of a side.
    pub side: usize,
    /// The code as lines of half blocks.
    pub blocks: String,
}

/// A sentence for the user, or a question.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Say {
    /// Plain text that suits any window: it names the person.
    pub sentence: String,
    /// How much it matters.
    pub severity: Severity,
    /// Where it is said.
    pub place: Place,
    /// The user did something just now, so that a dialog may take the keyboard.
    pub asked_for: bool,
    /// It may stand in logs.
    pub log: bool,
    /// The name of the template.
    pub code: &'static str,
    /// The person, not made safe for anything.
    pub name: String,
    /// A text that it is about: one that was not sent, to be put back; or a card.
    pub text: Option<Zeroizing<Vec<u8>>>,
    /// Digits that people compare.
    pub digits: String,
    /// How many.
    pub count: u64,
    /// The number of the question; 0 if nothing is asked.
    pub question: u64,
    /// What the user types to answer; empty where the host has buttons.
    pub how: String,
    /// What is asked for besides a choice.
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
    /// Texts wait, or somebody waits for the user.
    Waiting = 1,
    /// Private, with a key that nobody has compared.
    Private = 2,
    /// Private, with a key that the user has compared.
    Verified = 3,
    /// Security is at stake.
    Alarm = 4,
}

/// How a conversation stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Title {
    /// A few words; empty for a plain conversation.
    pub words: String,
    /// For an icon.
    pub level: Level,
    /// Where the conversation stands.
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
    /// It says what the user does ("/me").
    pub action: bool,
    /// Names the text in [`EventKind::Progress`]; 0 if it has no number yet.
    pub number: u64,
    /// It may stand in logs.
    pub log: bool,
    /// The label of the line of IRC that it answers (labeled-response); empty without one.
    pub label: String,
}

/// How far a text has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// It waits until the conversation is private.
    Waiting,
    /// It waits for the user's decision.
    Asking,
    /// Some of its lines were given to the host.
    Sending,
    /// All of its lines were given to the host.
    Sent,
    /// The peer has it: authenticated.
    Delivered,
    /// Nobody knows whether it has arrived.
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

/// How far an echoed text has come, and its mark from now on.
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
    /// Lines in all; 0 while that is not known.
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
