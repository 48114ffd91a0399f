//! End-to-end encryption that plugs into existing messengers.
//!
//! Where to start:
//!
//! - [`plugin::Frontend`] for a messenger plugin or a bot. The library supplies sentences,
//!   questions and commands.
//! - [`messenger::Messenger`] for an application with a user interface of its own.
//! - [`session::PeerSessions`] for an application with storage of its own.
//! - [`seal::SealJob`] and [`seal::OpenJob`] for files; [`seal::seal_text`] for texts.
//!
//! The crate consists of rooms, listed from the lowest to the highest. A room imports only rooms
//! above it in this table.
//!
//! | room | what it contains |
//! |---|---|
//! | [`crypto`] | typed keys, DH, signatures, AEAD, KDF, randomness; portable and accelerated |
//! | [`wire`] | bytes and text: codec, armor, fragments, limits |
//! | [`identity`] | key pairs, fingerprints, cards, export under a passphrase |
//! | [`seal`] | sealed documents: files and texts, to public keys or under a passphrase |
//! | [`session`] | X3DH with cards, the double ratchet, the set of sessions with one peer |
//! | [`vault`] | an encrypted database of records, and what opens it |
//! | [`verify`] | safety numbers and codes to scan |
//! | [`guard`] | who is known at which name, and what may be sent unencrypted; pure |
//! | [`irc`] | raw lines of IRC: what they say, whom they reach, how long they can be; pure |
//! | [`messenger`] | accounts, contacts, conversations: `outgoing`, `incoming`, `tick` |
//! | [`plugin`] | what a host carries out: sentences, questions, titles, commands |
//! | `capi` | the C interface, which the headers in `include/` describe |
//!
//! `docs/PROTOCOL.md` and `docs/FORMAT.md` specify the bytes.

mod capi;
pub mod crypto;
pub mod guard;
pub mod identity;
pub mod irc;
pub mod messenger;
pub mod plugin;
pub mod seal;
pub mod session;
pub mod vault;
pub mod verify;
pub mod wire;

/// The Rust example of the README compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
