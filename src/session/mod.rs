//! X3DH with cards, the double ratchet, and the set of sessions with *one* peer identity.
//!
//! A pure state machine: bytes and the time come in, bytes and events go out. Nothing here reads a
//! clock, a file or a socket, and nothing knows of accounts, contacts, budgets or markup.
//!
//! How the data flows:
//!
//! ```text
//!  text from the network ──► PeerSessions::receive ──► armor ──► Line ──► the Session with that tag
//!                                                                   │ Ratchet::open (on a copy)
//!                                                                   │ Payload::parse
//!                                                                   ▼ commit, then events
//!  text to send ──► PeerSessions::send ──► split ──► Session::seal ──► Ratchet::seal ──► armored lines
//! ```
//!
//! | file | idea |
//! |---|---|
//! | `peer_sessions` | [`PeerSessions`]: all sessions with one identity; what a host calls |
//! | `installation` | [`Installation`]: this installation's id and its private prekeys |
//! | `choice` | which session sends, which ones may go |
//! | `bounds` | what the sessions of one peer keep together |
//! | `offers` | when an Offer is acted upon |
//! | `session`, `sealing` | one session: ratchet, acknowledgements, parts, close, fork; making its lines |
//! | `incoming`, `forks`, `tick` | what a line from the peer does; evidence of copies; what the clock does |
//! | `ratchet`, `chains`, `history` | the double ratchet, and evidence of forks |
//! | `x3dh`, `schedule` | key agreement and every key derivation |
//! | `line`, `payload` | the bytes of lines and of what they carry |
//! | `ids` | names of installations, sessions, texts and lines |
//! | `acks` | what has arrived; what was sent; whether it was the same |
//! | `parts`, `shown` | long texts; each text once |
//! | `layout`, `sealed_state`, `clock` | state as bytes; sealing them; time that cannot jump |
//!
//! `docs/PROTOCOL.md` sections 6 to 13 are the specification; each file names its section.

#![forbid(unsafe_code)]

mod acks;
mod bounds;
mod chains;
mod choice;
mod clock;
mod error;
mod event;
mod forks;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod history;
mod ids;
mod incoming;
mod installation;
mod kept;
mod layout;
mod line;
mod offers;
mod payload;
mod peer_sessions;
mod pieces;
mod ratchet;
mod schedule;
mod sealed_state;
mod sealing;
#[allow(clippy::module_inception)]
mod session;
mod settings;
#[cfg(test)]
mod tag_collisions;
mod tick;
mod x3dh;

pub use clock::{Expiry, when_written};
pub use error::SessionError;
pub use event::{Event, Request, Status};
pub use ids::{Echo, InstallationId, SessionId, TextId};
pub use installation::{Identified, Installation};
pub(crate) use kept::piece::PieceChanges;
pub use line::Line;
pub use payload::{Content, Payload};
pub use peer_sessions::{Context, PeerSessions, Sent};
pub use sealed_state::HostKey;
