//! Makes the files of `tests/vectors`: one for each type of object, the same bytes on every run.
//!
//! Everything random comes from [`Fixed`], and signatures are made by the portable backend, the
//! one whose nonces depend on nothing else. The shape of the files is described in
//! `tests/vectors/README.md`; `tests/interop` checks them without this library.

// What goes wrong here is a defect of the generator: it stops with what it found.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod armor;
mod card;
mod codec;
mod conversation;
mod errors;
mod export;
mod fingerprint;
mod fixed;
mod fragment;
mod json;
mod offer;
mod safety;
mod state;
mod talk;

use json::Json;
use subrosa::crypto::{Backend, CryptoError};

/// Name and content of every file.
pub(crate) fn files() -> Result<Vec<(&'static str, String)>, CryptoError> {
    Backend::Portable.select()?;
    let files = [
        ("armor.json", armor::cases()),
        ("card.json", card::cases()),
        ("codec.json", codec::cases()),
        ("conversation.json", conversation::cases()),
        ("export.json", export::cases()),
        ("fingerprint.json", fingerprint::cases()),
        ("fragment.json", fragment::cases()),
        ("offer.json", offer::cases()),
        ("safety.json", safety::cases()),
        ("state.json", state::cases()),
    ];
    Ok(files.into_iter().map(|(name, cases)| (name, file(cases))).collect())
}

fn file(cases: Vec<Json>) -> String {
    Json::object([("protocol", Json::from(1)), ("cases", Json::List(cases))]).to_text()
}
