//! People with several devices behind one account each: one identity, imported into several vaults.
//! Whatever is sent to an account reaches every device of it, and where the network has carbons the
//! sender's other devices too.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "common/mangle.rs"]
mod mangle;
#[path = "common/pair.rs"]
#[allow(dead_code)]
mod pair;
#[path = "common/people.rs"]
#[allow(dead_code)]
mod people;

#[path = "devices/world.rs"]
mod world;

#[path = "devices/copies.rs"]
mod copies;
#[path = "devices/lost.rs"]
mod lost;
#[path = "devices/several.rs"]
mod several;
