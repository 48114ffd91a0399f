//! The facade a plugin uses: accounts, contacts, conversations; `outgoing`, `incoming`, `tick`.
//!
//! There are no callbacks: the host asks, and gets a verdict on its own text, a list of events and
//! when to ask again. Every call that changes something is one transaction of the vault, durable
//! before a line is given out.
//!
//! ```text
//!  the user types ─► outgoing ─► held or encrypted ─► outbox ─► Send events, at the network's pace
//!  the network    ─► incoming ─► tag or identity ─► PeerSessions ─► Show events, kept until confirmed
//!  the timer      ─► tick ─► what is due: acknowledgements, texts again, questions
//! ```
//!
//! | room | idea |
//! |---|---|
//! | `calls` | [`Messenger`]: what a host calls; one transaction a call |
//! | `call` | one call: the parts of what it does, lowest first |
//! | `memory` | an account while it is attached: addresses, texts, lines, what is due |
//! | `rows` | what stands in the rows of the vault |
//! | `tells` | events, notices, errors; texts made safe to show |
//! | `network` | what the host tells: how its network is, its settings, where a text is from |
//! | `clock`, `limits` | time and randomness from outside; every bound |
//!
//! A room knows those below it in this table.

#![forbid(unsafe_code)]

mod call;
mod calls;
mod clock;
pub mod limits;
mod memory;
mod network;
mod rows;
mod tells;

pub use crate::guard::Mode;
pub use call::decisions::action::Action;
pub use call::offers::Discovery;
pub use call::sending::TextAction;
pub use calls::documents::people::Known;
pub use calls::documents::sealing::Sender;
pub use calls::glances::Waiting;
pub use calls::messenger::Messenger;
pub use clock::{Clock, Environment, SystemClock};
pub use network::origin::Origin;
pub use network::profile::{CaseMapping, Markup, Profile};
pub use network::setting::Setting;
pub use tells::display;
pub use tells::error::MessengerError;
pub use tells::event::{
    ContactInfo, Event, EventKind, LineKind, Outcome, Progress, Question, Ready, Show, Stage,
    State, Task, Trust, Verdict,
};
pub use tells::notice::{Notice, Severity};

/// How texts travel on each network.
pub mod profile {
    pub use super::network::networks::NAMES;
    pub use super::network::profile::{
        BURST_RANGE, INTERVAL_MS_RANGE, Markup, OutOfRange, Profile,
    };
    pub use crate::guard::CaseMapping;
}
