//! The program as a process.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod contacts;
mod documents;
mod keys;
mod mutt;
mod pages;
mod person;
mod terminal;
mod written;
