//! `subrosa key`: the key of the user.

use serde::Serialize;
use subrosa::identity::Identity;

use crate::args::{Common, Key};
use crate::failure::{Failure, Kind};
use crate::{home, say};

/// What others know a key by.
#[derive(Serialize)]
struct Shown {
    fingerprint: String,
    digits: String,
    created: u64,
}

pub fn run(common: &Common, key: &Key) -> Result<(), Failure> {
    match key {
        Key::New => new(common),
        Key::Show => show(common, home::open(common)?.identity()?),
    }
}

fn new(common: &Common) -> Result<(), Failure> {
    let path = home::place(common)?;
    if path.exists() {
        let sentence = "There is a vault with a key already: `subrosa key show` shows it.";
        return Err(Failure::new(Kind::Vault, sentence).about(&path));
    }
    show(common, home::open_or_make(common)?.identity()?)
}

fn show(common: &Common, identity: &Identity) -> Result<(), Failure> {
    let fingerprint = identity.fingerprint();
    let (hex, digits) = (fingerprint.to_hex(), fingerprint.to_digits());
    let words = format!("fingerprint {hex}\ndigits      {digits}");
    say::result(common, &words, &Shown { fingerprint: hex, digits, created: identity.created() })
}
