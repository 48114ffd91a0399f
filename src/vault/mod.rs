//! One encrypted file of records. The vault knows names and bytes, and nothing of what they mean.
//!
//! A [`Vault`] is an SQLite database whose rows are sealed one by one and named by codes, so that
//! without the key the file tells how many rows of what size there are, and no more. It opens
//! [locked](Vault::is_locked); a passphrase, a key of the host or a key file beside it
//! ([`Protection`]) unlocks it. All reading and writing happens in a [`Transaction`].
//!
//! A value has a place: a [`Table`], a group and a key. Groups can be read and deleted as a whole.
//!
//! Several processes can use one vault. What only one of them may do at a time it does under a
//! [`Lease`].
//!
//! The file is specified in `docs/VAULT.md`.

#![forbid(unsafe_code)]

mod counted;
mod creating;
mod database;
mod error;
mod files;
mod generation;
mod lease;
mod patience;
mod protection;
mod reserve;
mod rows;
mod schema;
mod transaction;
#[allow(clippy::module_inception)]
mod vault;

#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub use counted::{Rows, take_rows};
pub use creating::FirstRow;
pub use error::{Older, VaultError};
pub use lease::{Host, Lease};
pub use patience::Patience;
pub use protection::unlocking::{NewProtection, Protecting, Unlocking, VaultKey};
pub use protection::{Protection, ProtectionKind};
pub use transaction::{Committed, Transaction};
pub use vault::Vault;

/// What a record is about. The numbers are part of the format of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Table {
    /// The identity of the vault.
    Identity = 1,
    /// Accounts.
    Account = 2,
    /// Contacts.
    Contact = 3,
    /// Installations.
    Installation = 4,
    /// Sets of sessions.
    Peer = 5,
    /// Session tags.
    Tag = 6,
    /// Addresses.
    Address = 7,
    /// Texts.
    Text = 8,
    /// Lines to send.
    Line = 9,
    /// Texts that were shown.
    Shown = 10,
    /// What remains of something that is gone.
    Tombstone = 11,
    /// Settings.
    Setting = 12,
    /// Keys that documents to others are sealed to.
    SealingKey = 13,
    /// What is kept of sets of sessions in pieces.
    Piece = 14,
}

/// What a committed transaction outlasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Durability {
    /// The death of the process. A loss of power may undo it, as a whole and with all that came
    /// after.
    Process,
    /// A loss of power. It waits for the disk, and makes all that came before as durable.
    Power,
}
