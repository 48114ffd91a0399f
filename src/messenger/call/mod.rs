//! What one call does: the parts of [`Call`](call::Call). Each calls only parts that stand above it in
//! this table.
//!
//! | file | idea |
//! |---|---|
//! | `call` | the account, the transaction, what is told |
//! | `standing` | who is at an address, and how that stands |
//! | `peers` | sessions: loaded, used, saved; whose a line is |
//! | `lines` | lines and texts that are under way |
//! | `offers` | what is sent to begin a session, and how often |
//! | `handshake` | what sessions and others move |
//! | `sending` | texts until they are acknowledged |
//! | `cards` | full cards and the keys that were learned |
//! | `addresses` | an address that changes |
//! | `telling` | what the host shows, and is told again |
//! | `incoming` | lines from the network |
//! | `decisions` | what the user decides |
//! | `typing` | what the user types |
//! | `due` | jobs whose time has come; the end of a call |

mod addresses;
#[allow(clippy::module_inception)]
pub(in crate::messenger) mod call;
mod cards;
pub(in crate::messenger) mod decisions;
mod due;
mod handshake;
pub(in crate::messenger) mod incoming;
mod lines;
pub(in crate::messenger) mod offers;
mod peers;
pub(in crate::messenger) mod sending;
mod standing;
mod telling;
mod typing;
