//! What a host carries out: sentences, titles, questions, echoes, as a person meets them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::expect_used,
    missing_docs
)]

#[path = "../common/escaped.rs"]
mod escaped;
#[path = "../common/pair.rs"]
#[allow(dead_code)]
mod pair;
#[path = "../common/people.rs"]
#[allow(dead_code)]
mod people;
mod rig;
mod schema;

mod attacked;
mod commands;
mod discovery;
mod gate;
mod irc_hostile;
mod irc_lines;
mod irc_recorded;
mod irc_talk;
mod ircd;
mod lateness;
mod order;
mod questions;
mod random;
mod recorded;
mod secrets;
mod sentences;
mod settings;
mod talk;
mod truth;
mod walks;
