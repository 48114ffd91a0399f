//! Who is at an address, and where the conversation with them stands.
//!
//! What may leave in clear and who is who is the guard's to say. Lowest first: `who` reads the guard's
//! book; `people` has what the vault knows of identities; `guarding` asks the guard, and writes what
//! follows; `state` is how a conversation is encrypted and shown.

mod guarding;
mod people;
mod state;
mod who;
