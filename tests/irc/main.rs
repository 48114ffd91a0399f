//! IRC as text: lines of real servers, lines of nobody, and servers that mean harm.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod batches;
mod clocks;
mod commands;
mod corpus;
#[path = "../common/escaped.rs"]
mod escaped;
mod hostile;
mod properties;
mod recorded;
mod servers;
mod targets;
mod written;
