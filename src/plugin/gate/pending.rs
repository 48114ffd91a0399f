//! Settings of accounts, and those that wait because they cannot be set now.

use crate::messenger::Setting;
use crate::plugin::codes::Cause;
use crate::plugin::error::PluginError;
use crate::plugin::frontend::Frontend;
use crate::plugin::settings::One;
use crate::plugin::walk::Item;

impl Frontend {
    /// Sets all of these, of an account that is attached or not.
    pub(in crate::plugin) fn set_all(
        &mut self,
        account: &str,
        all: &[One],
    ) -> Result<Vec<Item>, PluginError> {
        let mut items = Vec::new();
        for one in all {
            if let One::Kept(setting, value) = one {
                self.messenger.set(account, *setting, *value)?;
            }
        }
        let kept = self.accounts.entry(account.to_owned()).or_default();
        let showed = kept.shows;
        for one in all {
            match one {
                One::Log(log) => kept.log = *log,
                One::Shows(shows) => kept.shows = *shows,
                One::Tell(tell) => kept.tell = *tell,
                One::Append(append) => kept.append = *append,
                One::Raw(raw) => kept.raw = *raw,
                One::Nick(nick) => kept.nick = Some(nick.clone()),
                One::Kept(Setting::LineChars, _) => kept.line_chars = true,
                One::Kept(..) => {}
            }
        }
        if kept.shows && !showed && self.messenger.profile(account).is_some() {
            // Somebody looks again: what came meanwhile is shown.
            let told = self.messenger.show_again(account);
            self.tell_all(told.events, Cause::Attached, &mut items);
        }
        Ok(items)
    }

    /// Sets what could not be set when an account was to be attached.
    pub(in crate::plugin) fn set_pending(&mut self, items: &mut Vec<Item>) {
        let ready = |account: &&String| self.messenger.profile(account).is_some();
        let accounts: Vec<String> = self.pending.keys().filter(ready).cloned().collect();
        for account in accounts {
            let wanted = self.pending.get(&account).cloned().unwrap_or_default();
            let waits = wanted.into_iter().any(|one| match self.set_all(&account, &[one]) {
                Ok(told) => {
                    items.extend(told);
                    false
                }
                // One that is not possible after all keeps no other from being set.
                Err(error) => self.waits(&error),
            });
            if !waits {
                self.pending.remove(&account);
            }
        }
    }
}
