//! What the user decides about conversations, contacts and settings.
//!
//! `action` lists the decisions and hands each to one of the others: `conversations` begin, end and
//! are accepted; `people` are accepted with another key, verified and blocked; `forgetting` takes
//! them away; `settings` are changed and stored.

pub(in crate::messenger) mod action;
mod conversations;
mod forgetting;
mod people;
mod settings;
