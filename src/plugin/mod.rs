//! What a host carries out: everything above the messenger that every plugin would write again.
//!
//! The messenger says what has happened; this room says what to do: send a line, show a text, say a
//! sentence, show a title, echo what was typed. It knows the sentences and their languages, the
//! questions that are open, the words that a user types, and what a host was given and has not
//! carried out.
//!
//! ```text
//!  the host ─► outgoing, incoming, command, answer, tick ─► Messenger
//!     ▲                                                       │
//!     └── walk: SEND SHOW SAY TITLE ECHO ◄── telling ◄────────┘
//! ```
//!
//! | file | idea |
//! |---|---|
//! | `frontend` | [`Frontend`]: what a host talks to; what was given and is not carried out |
//! | `ticking` | how a call begins and ends; what comes again |
//! | `gate` | the way to the messenger, which may be closed; what a tick does |
//! | `network` | who is met on a network: programs, people, those who have the library |
//! | `irc` | raw lines of IRC, both ways |
//! | `walk` | [`Outcome`]: an event is carried out when the walk has gone past it |
//! | `way` | texts until they are shown, accounts that move, strangers who are counted |
//! | `event` | [`Event`]: what a host carries out |
//! | `telling`, `saying` | what the messenger tells becomes events and sentences |
//! | `texts`, `accounts` | the calls on texts and on accounts |
//! | `asking`, `question` | questions, their numbers, what answers them |
//! | `command` | the words that a user types |
//! | `window` | how each conversation stands, and what its title says |
//! | `sentences` | every text for people |
//! | `settings` | settings as hosts give them |

#![forbid(unsafe_code)]

mod accounts;
mod asking;
mod codes;
mod command;
mod error;
mod event;
mod frontend;
mod gate;
mod irc;
mod network;
mod question;
mod saying;
mod sentences;
mod settings;
mod telling;
mod texts;
mod ticking;
mod walk;
mod way;
mod window;

pub use accounts::Hint;
pub use error::PluginError;
pub use event::{
    Choice, Code, Echo, Event, EventKind, Input, Level, Place, Progress, Say, Send, Show, Stage,
    Title,
};
pub(crate) use event::{state_word, trust_word};
pub use frontend::Frontend;
pub use sentences::english_json;
pub use walk::{Outcome, Verdict};
