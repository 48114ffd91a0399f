//! What is said and kept while the way to the messenger is closed.

use super::meanwhile::Meanwhile;
use crate::messenger::MessengerError;
use crate::plugin::codes::{Cause, notice_code};
use crate::plugin::event::Place;
use crate::plugin::frontend::Frontend;
use crate::plugin::question::Ask;
use crate::plugin::walk::Item;
use crate::vault::VaultError;
use std::path::Path;

/// Characters of a path that are shown, at most: its end.
const PATH_CHARS: usize = 60;

impl Frontend {
    /// Says why nothing can be sent, and asks what only the user can decide.
    pub(in crate::plugin) fn say_closed(&mut self, cause: Cause, items: &mut Vec<Item>) {
        let Some(why) = self.messenger.why().cloned() else { return };
        match &why {
            MessengerError::Vault(VaultError::Older { file, .. }) => {
                self.ask_to_go_on(file, cause, items);
            }
            MessengerError::Vault(VaultError::Damaged(_)) => {
                self.ask(None, "", "", Ask::GoOn(String::new()), cause, None, items);
            }
            why => {
                let code = match why {
                    MessengerError::Vault(VaultError::NewerVersion { .. }) => "closed-newer",
                    MessengerError::Vault(VaultError::Busy) => "closed-busy",
                    why if why.is_temporary() => "closed-disk",
                    why => notice_code(why.notice()),
                };
                items.push(self.say("", "", code, Place::Anywhere, cause));
            }
        }
    }

    /// The vault has come back older than it was. The file that tells is named.
    pub(in crate::plugin) fn ask_to_go_on(
        &mut self,
        file: &Path,
        cause: Cause,
        items: &mut Vec<Item>,
    ) {
        let name = file.display().to_string();
        let skip = name.chars().count().saturating_sub(PATH_CHARS);
        let end: String = name.chars().skip(skip).collect();
        self.ask(None, "", "", Ask::GoOn(end), cause, None, items);
    }

    /// Keeps what the host tells while the way is closed, or while earlier things are kept. Whether
    /// it is kept.
    pub(in crate::plugin) fn keeps(&mut self, account: &str, what: Meanwhile) -> bool {
        let known = self.accounts.get(account).is_some_and(|account| account.profile.is_some());
        let closed = self.messenger.is_closed();
        known && closed && self.messenger.kept.keep(account, what)
    }
}
