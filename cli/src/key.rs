//! `subrosa key`: the key of the user.

use std::path::PathBuf;

use serde::Serialize;
use subrosa::crypto::OsRandom;
use subrosa::identity::Identity;
use subrosa::messenger::MessengerError;
use subrosa::vault::Protection;
use zeroize::Zeroizing;

use crate::args::{Common, Key, Output};
use crate::failure::{Failure, Kind};
use crate::{home, output, passphrase, say};

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
        Key::Export { output } => export(common, output),
        Key::Import { file } => import(common, file.as_ref()),
        Key::Passphrase { remove } => protect(common, *remove),
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

fn export(common: &Common, to: &Output) -> Result<(), Failure> {
    let me = home::open(common)?;
    let passphrase = passphrase::ask_new(common, "Passphrase of the export")?;
    let identity = me.identity()?;
    let text =
        identity.export_text(passphrase.as_bytes(), &Identity::EXPORT_PARAMS, &mut OsRandom)?;
    output::write(to, format!("{text}\n").as_bytes())
}

fn import(common: &Common, file: Option<&PathBuf>) -> Result<(), Failure> {
    let text = Zeroizing::new(output::read(file)?);
    // Without a vault one is made, to have the key that comes.
    let mut me = home::open_or_make(common)?;
    let passphrase = passphrase::ask(common, "Passphrase of the export")?;
    let identity = Identity::import_text(&text, passphrase.as_bytes())?;
    me.replace_identity(identity).map_err(|error| match error {
        MessengerError::IdentityInUse => {
            let sentence = "The vault has contacts with its own key: name another with --vault.";
            Failure::new(Kind::Vault, sentence)
        }
        other => other.into(),
    })?;
    show(common, me.identity()?)
}

fn protect(common: &Common, remove: bool) -> Result<(), Failure> {
    let mut me = home::open(common)?;
    if remove {
        me.protect(&Protection::KeyFile)?;
        say::note("a key file protects the vault now");
        return Ok(());
    }
    let new = passphrase::ask_new(common, "New passphrase of the vault")?;
    me.protect(&Protection::Passphrase(new.as_bytes()))?;
    say::note("a passphrase protects the vault now: nothing opens it without");
    Ok(())
}
