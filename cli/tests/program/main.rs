//! The program as a process.

#![allow(clippy::unwrap_used, reason = "tests")]

mod keys;
mod person;
