//! Sessions of two people and of their installations: talk, forks, expiry, attacks.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "../common/forger.rs"]
#[allow(dead_code)]
mod forger;
#[path = "../common/mangle.rs"]
mod mangle;
#[path = "../common/pair.rs"]
#[allow(dead_code)]
mod pair;

mod attacks;
mod close;
mod expiry;
mod forks;
mod glare;
mod installations;
mod properties;
mod robustness;
mod routing;
mod talk;
mod work;
