//! The vault of the user: where it is, and how it is opened.

use std::path::PathBuf;

use subrosa::messenger::{Environment, Messenger};
use subrosa::vault::{Protection, VaultError};

use crate::args::Common;
use crate::failure::{Failure, Kind};
use crate::passphrase;

/// Where the vault is.
pub fn place(common: &Common) -> Result<PathBuf, Failure> {
    let own = || Messenger::own_vault_path();
    common.vault.clone().or_else(own).ok_or_else(|| {
        Failure::new(Kind::Usage, "You have no home folder: name a vault with --vault FILE.")
    })
}

/// The vault, which has to be there, unlocked.
pub fn open(common: &Common) -> Result<Messenger, Failure> {
    let path = place(common)?;
    if !path.exists() {
        return Err(Failure::from(VaultError::Missing).about(&path));
    }
    open_or_make(common)
}

/// The vault, or a new one with a new key.
pub fn open_or_make(common: &Common) -> Result<Messenger, Failure> {
    let path = place(common)?;
    let opened = Messenger::open(&path, None, Environment::default());
    let mut me = opened.map_err(|error| Failure::from(error).about(&path))?;
    if me.is_locked() {
        let passphrase = passphrase::ask(common, "Passphrase of the vault")?;
        me.unlock(&Protection::Passphrase(passphrase.as_bytes()))?;
    }
    Ok(me)
}
