//! Lines and fragments, whatever networks make of them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod armor;
mod fragments;
#[path = "../common/mangle.rs"]
mod mangle;
