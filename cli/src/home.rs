//! The vault of the user: where it is, and how it is opened.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use subrosa::messenger::{Environment, Messenger, MessengerError, Profile};
use subrosa::vault::{Protection, VaultError};

use crate::args::Common;
use crate::failure::{Failure, Kind};
use crate::passphrase;

/// The account of this program in the vault.
pub const ACCOUNT: &str = "subrosa";
/// How often another run of the program is waited for, a tenth of a second each time.
const TRIES: u32 = 50;

/// Where the vault is.
pub fn place(common: &Common) -> Result<PathBuf, Failure> {
    let own = || Messenger::own_vault_path();
    common.vault.clone().or_else(own).ok_or_else(|| {
        Failure::new(Kind::Usage, "You have no home folder: name a vault with --vault FILE.")
    })
}

/// The vault, which has to be there, unlocked.
pub fn open(common: &Common) -> Result<Messenger, Failure> {
    match place(common)?.exists() {
        true => open_or_make(common),
        false => Err(missing(common)),
    }
}

/// That there is no vault.
pub fn missing(common: &Common) -> Failure {
    let failure = Failure::from(VaultError::Missing);
    match place(common) {
        Ok(path) => failure.about(&path),
        Err(_) => failure,
    }
}

/// Takes the account of this program into use, which has the names that the user gives to owners of
/// cards. Another run of it may have it: not for long.
pub fn attach(me: &mut Messenger) -> Result<(), Failure> {
    let profile = Profile::by_name("mail");
    let profile = profile.ok_or_else(|| Failure::new(Kind::Other, "No profile for mail."))?;
    let mut tries = 0;
    loop {
        match me.attach(ACCOUNT, profile.clone()) {
            Ok(_titles) => return Ok(()),
            Err(MessengerError::Vault(VaultError::InUse | VaultError::Busy)) if tries < TRIES => {
                tries += 1;
                thread::sleep(Duration::from_millis(100));
            }
            Err(error) => return Err(error.into()),
        }
    }
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
