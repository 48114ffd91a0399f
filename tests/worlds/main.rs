//! Worlds: hosts that do what messengers do, on a network that does what it likes. Whatever happens,
//! the rules hold; and when the network is fair again, everybody finds together.
//!
//! Everything in a world follows from one number. `SUBROSA_WORLD_SEED=n` runs the world `n` of each
//! test with its story told; `SUBROSA_WORLD_RUNS=n` runs `n` worlds a test.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::print_stderr, reason = "the story of a world that failed")]

#[path = "../common/awkward.rs"]
mod awkward;
#[path = "../common/hosts.rs"]
mod hosts;
#[path = "../common/mangle.rs"]
mod mangle;
#[path = "../common/networks/mod.rs"]
mod networks;
#[path = "../common/pair.rs"]
#[allow(dead_code)]
mod pair;
#[path = "../common/people.rs"]
#[allow(dead_code)]
mod people;
#[path = "../common/records.rs"]
#[allow(dead_code)]
mod records;

mod dice;
mod explore;
mod forge;
mod stranger;

mod devices;
mod messenger;
mod on_networks;
mod sessions;
