//! The facade a plugin uses: accounts, contacts, conversations; `outgoing`, `incoming`, `tick`.
//!
//! There are no callbacks: the host asks, and gets a verdict on its own text, a list of events and
//! when to ask again. Every call that changes something is one transaction of the vault, durable
//! before a line is given out.
//!
//! ```text
//!  the user types ─► outgoing ─► held or encrypted ─► outbox ─► Send events, at the network's pace
//!  the network    ─► incoming ─► tag or identity ─► Peer ─► Show events, kept until confirmed
//!  the timer      ─► tick ─► what is due: acknowledgements, texts again, questions
//! ```
//!
//! | file | idea |
//! |---|---|
//! | `messenger`, `talk`, `queries` | [`Messenger`]: what a host calls; one transaction a call |
//! | `own_identity` | an identity for one account alone |
//! | `open` | where vaults are, and how one is opened or made |
//! | `event`, `notice`, `error` | what a call tells |
//! | `origin`, `profile`, `networks`, `case_mapping`, `settings` | what the host tells: where a text is from, how its network is |
//! | `account`, `records`, `text_records`, `encoding` | an account in memory and in the vault |
//! | `call` | one call: account, transaction, events |
//! | `incoming`, `peers` | lines from the network, and whose they are |
//! | `refusals` | lines that are not simply read |
//! | `comparing` | safety numbers and codes of contacts |
//! | `modes` | what begins by itself, and whether anything may go in clear |
//! | `addresses`, `forget` | an address that changes; a contact that is forgotten |
//! | `identities`, `trust`, `invitation` | who is at an address; which keys are whose; who wants to begin |
//! | `outgoing`, `given_up`, `texts`, `outbox`, `pace` | texts of the user until they are acknowledged; lines and their pace |
//! | `conversation` | where a conversation stands; what the user decides |
//! | `agenda`, `deferred`, `batch` | what is due; what had to wait; many calls with one sync of the disk |
//! | `documents`, `sealing_keys`, `card_sharing` | documents to contacts and from them; the keys they are sealed to |
//! | `display` | texts made safe to show |
//! | `budgets` | how much others can make an account do |
//! | `clock`, `limits` | time and randomness from outside; every bound |

#![forbid(unsafe_code)]

mod call;
mod calls;
mod clock;
pub mod limits;
mod memory;
mod network;
mod rows;
mod tells;

pub use call::conversation::Action;
pub use call::outgoing::TextAction;
pub use calls::documents::Sender;
pub use calls::messenger::Messenger;
pub use clock::{Clock, Environment, SystemClock};
pub use network::mode::Mode;
pub use network::origin::Origin;
pub use network::profile::{CaseMapping, Markup, Profile};
pub use network::setting::Setting;
pub use tells::display;
pub use tells::error::MessengerError;
pub use tells::event::{
    ContactInfo, Event, EventKind, Outcome, Progress, Question, Ready, Show, Stage, State, Trust,
    Verdict,
};
pub use tells::notice::{Notice, Severity};

/// How texts travel on each network.
pub mod profile {
    pub use super::network::case_mapping::CaseMapping;
    pub use super::network::networks::NAMES;
    pub use super::network::profile::{
        BURST_RANGE, INTERVAL_MS_RANGE, Markup, OutOfRange, Profile,
    };
}
