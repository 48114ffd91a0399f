//! End-to-end encryption that plugs into messengers that already exist.
//!
//! The rooms, lowest first; a room imports only rooms that stand above it in this list:
//!
//! | room | what it knows |
//! |---|---|
//! | [`crypto`] | typed keys, DH, signatures, AEAD, KDF, randomness; portable and accelerated |
//! | [`wire`] | bytes and text: codec, armor, fragments, limits |
//! | [`identity`] | key pairs, fingerprints, cards, passphrase-protected export |
//! | [`seal`] | sealed documents: files and texts to public keys or a passphrase |
//! | [`session`] | X3DH with cards, the double ratchet, the set of sessions with one peer |
//! | [`vault`] | one encrypted database of records, and what opens it |
//! | [`verify`] | safety numbers and codes: that nobody stands between two people |
//! | [`guard`] | who is at which name, how well known, and what may leave in clear: pure |
//! | [`irc`] | raw lines of IRC: what they say, whom they reach, how long they can be: pure |
//! | [`messenger`] | the facade: accounts, contacts, conversations; `outgoing`, `incoming`, `tick` |
//! | [`plugin`] | what a host carries out: sentences, questions, titles, commands |
//! | `capi` | the C interface, described by the headers in `include/` |
//!
//! The bytes are specified in `docs/PROTOCOL.md` and `docs/FORMAT.md`.

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
