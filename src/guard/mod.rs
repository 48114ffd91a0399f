//! What may leave in clear, and who is who: one small machine that decides both.
//!
//! The machine is pure: it knows no vault, no clock, no session and no text. Operations go in
//! ([`Op`]), effects come out ([`Effects`]), and whoever uses it finds the rows to write by asking
//! which names have changed. It has two halves, because several processes share a vault:
//!
//! - **Names** ([`Names`]): a book for each attached account, which only the holder of the account's
//!   lease writes. A [`Name`] has a *door* (may texts leave in clear?), a mode, a block, the people
//!   who were accepted there, those who are there without having been accepted, and those who have
//!   left.
//! - **People** ([`People`]): what is known of identities, whatever name they use. It is read in the
//!   transaction that uses it.
//!
//! The door is not the state of a conversation. The state says how to encrypt and what to show; the
//! door alone says whether a text may leave unencrypted. A door that was shut stays shut until the
//! user opens it at that very name.
//!
//! | file | idea |
//! |---|---|
//! | `spelling` | which spellings are the same name |
//! | `mode`, `name`, `person` | what is remembered of a name, and of an identity |
//! | `join` | how two memories of one name become one, never laxer than either |
//! | `names` | the book: memory that is never laxer than the disk |
//! | `lookalikes` | names that may be one, until the network tells |
//! | `folded` | names that are remembered by a few bits alone |
//! | `applying`, `op`, `decisions`, `arrivals`, `moves` | what can happen to a name |
//! | `permit` | what a text typed now may do |
//! | `rules` | the rules by name, so that tests can break each of them |
//! | `model` | what is promised, and a search for whatever breaks it (`make model`) |

#![forbid(unsafe_code)]

mod applying;
mod arrivals;
mod decisions;
mod folded;
mod join;
mod lookalikes;
mod mode;
#[cfg(test)]
mod model;
mod moves;
mod name;
mod names;
mod op;
mod permit;
mod person;
mod rules;
mod spelling;

pub use folded::Folded;
pub use lookalikes::Widest;
pub use mode::Mode;
pub use name::{Door, Name, NameParts};
pub use names::{Names, Settled};
pub use op::{Ask, Decision, Effects, GuardError, Op, Place, Stage, Topic};
pub use permit::{Answer, Clear, Way, Why};
pub use person::{People, Person};
pub use spelling::{AddressKey, Addressing, CaseMapping, MAX_NAME, NoNormalForm, Target};

/// The most moves of names that wait for a disk which cannot be written.
pub const MAX_MOVES: usize = 256;

/// The most names of which nothing is on the disk that windows have come to while it cannot be
/// written, remembered one by one.
pub const MAX_UNWRITTEN: usize = 1_024;

/// The most identities that one name can have accepted.
pub const MAX_OWNERS: usize = 4;

/// The most identities that can be in question at one name; the oldest question gives way.
pub const MAX_GUESTS: usize = 8;

/// The most identities that can be declined at one name.
pub const MAX_DECLINED: usize = 16;
