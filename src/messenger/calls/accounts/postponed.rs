//! What is decided about an account that cannot be taken into use yet, because the vault is locked or
//! another process uses it. Texts to anybody on it are refused meanwhile; when it is taken into use,
//! what was decided is carried out before anything else.

use crate::guard::Mode;
use crate::messenger::call::decisions::action::Action;
use crate::messenger::calls::messenger::Messenger;
use crate::messenger::limits::MAX_POSTPONED;
use crate::messenger::network::setting::Setting;
use crate::messenger::tells::event::Event;

/// Something that is carried out when the account is taken into use.
pub(in crate::messenger::calls) enum Postponed {
    /// A START or a BLOCK.
    Decision(String, Action),
    /// The mode of a contact.
    Mode(String, Option<Mode>),
    /// The mode of the account.
    AccountMode(i64),
    /// Somebody has another name.
    Rename(String, String),
}

impl Messenger {
    /// Keeps something for later, if the host waits for the account.
    pub(in crate::messenger::calls) fn postpone(&mut self, account: &str, what: Postponed) {
        if !self.awaited.contains_key(account) {
            return;
        }
        let kept = self.postponed.entry(account.to_owned()).or_default();
        if kept.len() < MAX_POSTPONED {
            kept.push(what);
        }
    }

    /// Carries out what was decided before the account could be used, in its order. What the vault
    /// cannot take even now holds in memory, as ever.
    pub(in crate::messenger::calls) fn carry_out_postponed(&mut self, name: &str) -> Vec<Event> {
        let mut events = Vec::new();
        for what in self.postponed.remove(name).unwrap_or_default() {
            let done = match what {
                Postponed::Decision(peer, action) => self.decide_about(name, &peer, action, None),
                Postponed::Rename(from, to) => self.follow_rename(name, &from, &to),
                Postponed::Mode(peer, mode) => {
                    let _held = self.change_mode(name, &peer, mode);
                    continue;
                }
                Postponed::AccountMode(mode) => {
                    let _held = self.change_setting(name, Setting::Mode, mode);
                    continue;
                }
            };
            events.extend(done.events);
        }
        events
    }
}
