//! The way to the messenger opens, at once or later: what the host has told meanwhile counts then.

use super::meanwhile::Meanwhile;
use super::passage::Gate;
use crate::messenger::{self, Environment, MessengerError, Profile};
use crate::plugin::codes::{Cause, notice_code};
use crate::plugin::error::PluginError;
use crate::plugin::event::Place;
use crate::plugin::frontend::{Context, Frontend};
use crate::plugin::question::Ask;
use crate::plugin::settings::Whole;
use crate::plugin::walk::{Item, Outcome};
use std::path::Path;

impl Frontend {
    /// Opens the vault at `path`, or makes it, and puts a host's settings before it.
    ///
    /// A vault that cannot be used now, because it is busy, set back, damaged, or the disk is full,
    /// is no error here: [`opening`](Self::opening) says why, texts that are typed are refused, and
    /// what comes is shown as it is, until a tick, or the user's word `go-on`, has opened it.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn open(
        path: &Path,
        settings: &str,
        environment: Environment,
    ) -> Result<Self, PluginError> {
        Self::open_with_key(path, None, settings, environment)
    }

    /// As [`open`](Self::open), with a key that the host keeps: a new vault is protected by it.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_with_key(
        path: &Path,
        host_key: Option<&[u8; 32]>,
        settings: &str,
        environment: Environment,
    ) -> Result<Self, PluginError> {
        // A wrong setting makes no vault.
        Whole::parse(settings)?;
        let mut frontend = Self::through(Gate::to(path, host_key, environment), settings)?;
        let mut items = Vec::new();
        frontend.say_closed(Cause::Attached, &mut items);
        frontend.later = items;
        Ok(frontend)
    }

    /// What there is to say right after opening, before the first account is attached: a question for
    /// the passphrase, or why the vault cannot be used, which is the error of the outcome too. A tick
    /// says it otherwise.
    pub fn opening(&mut self) -> Outcome {
        let mut items = std::mem::take(&mut self.later);
        if self.is_locked() {
            self.ask_to_unlock(Cause::Attached, &mut items);
        }
        let mut outcome = self.outcome(items);
        outcome.error = self.messenger.why().cloned().map(PluginError::from);
        outcome
    }

    /// The user goes on with a vault that was set back or is damaged.
    pub(in crate::plugin) fn go_on(&mut self) -> Outcome {
        let mut items = Vec::new();
        if self.messenger.why().is_some_and(MessengerError::is_temporary) {
            // Nobody goes on with what they were not asked about: a vault that is busy may be older too.
            if !self.messenger.try_to_open(false) {
                self.say_closed(Cause::User, &mut items);
                return self.failed(PluginError::Command, items);
            }
            items.push(self.say("", "", "opened", Place::Window, Cause::User));
            self.catch_up(&mut items);
            return self.outcome(items);
        }
        match self.messenger.go_on() {
            Ok(true) => {}
            Ok(false) => {
                items.push(self.say("", "", "nothing-to-decide", Place::Window, Cause::User));
                return self.failed(PluginError::Command, items);
            }
            Err(error) => {
                let code = match &error {
                    error if error.is_temporary() => "closed-disk",
                    error => notice_code(error.notice()),
                };
                items.push(self.say("", "", code, Place::Window, Cause::User));
                return self.failed(error.into(), items);
            }
        }
        let over = self.questions.close_if(|open| matches!(open.ask, Ask::GoOn(_)));
        self.tell_closed(over, &mut items);
        items.push(self.say("", "", "gone-on", Place::Window, Cause::User));
        match self.messenger.is_locked() {
            true => self.ask_to_unlock(Cause::User, &mut items),
            false => self.catch_up(&mut items),
        }
        self.outcome(items)
    }

    /// A tick tries again where that may help, and takes up what was told meanwhile.
    pub(in crate::plugin) fn try_gate(&mut self, items: &mut Vec<Item>) {
        if self.messenger.is_closed() {
            let due = self.messenger.again_in() == Some(0);
            let before = self.messenger.why().map(MessengerError::notice);
            if !due {
                return;
            }
            if !self.messenger.try_to_open(false) {
                // Another reason than before is said.
                if self.messenger.why().map(MessengerError::notice) != before {
                    self.say_closed(Cause::Time, items);
                }
                return;
            }
            items.push(self.say("", "", "opened", Place::Anywhere, Cause::Time));
            self.catch_up(items);
        } else if self.messenger.has_to_catch_up() {
            self.take_up_kept(items);
        }
    }

    /// The way is open: what the host has told before is told to the messenger, in its order.
    fn catch_up(&mut self, items: &mut Vec<Item>) {
        for (from, what) in self.messenger.kept.take(|_| true) {
            match what {
                Meanwhile::Account(to) => {
                    let told = self.messenger.rename_account(&from, &to);
                    self.tell_all(told.events, Cause::Rename, items);
                    self.messenger.kept.rename(&from, &to);
                }
                what => {
                    self.messenger.kept.keep(&from, what);
                }
            }
        }
        let known: Vec<(String, &'static str)> = self
            .accounts
            .iter()
            .filter(|(name, _)| self.messenger.profile(name).is_none())
            .filter_map(|(name, account)| Some((name.clone(), account.profile?)))
            .collect();
        for (account, profile) in known {
            let Some(profile) = Profile::by_name(profile) else { continue };
            let wanted = self.pending.remove(&account).unwrap_or_default();
            let _later = self.take_into_use(&account, profile, wanted, items);
        }
        self.take_up_kept(items);
    }

    /// What was kept of accounts that are in use now. Of those that are not it goes on to wait.
    fn take_up_kept(&mut self, items: &mut Vec<Item>) {
        let (messenger, locked) = (&self.messenger, self.messenger.is_locked());
        let used: std::collections::BTreeSet<String> =
            messenger.attached().map(str::to_owned).collect();
        let kept = self.messenger.kept.take(|account| locked || used.contains(account));
        for (account, what) in kept {
            let told = self.take_up(&account, what);
            self.tell_all(told.events, Cause::Network, items);
            self.context = Context::default();
        }
    }

    fn take_up(&mut self, account: &str, what: Meanwhile) -> messenger::Outcome {
        match what {
            Meanwhile::Line { peer, text, origin, time } => {
                self.context.marks = self.messenger.marks(account, &peer);
                self.context.time = time;
                return self.messenger.incoming(account, &peer, &text, origin);
            }
            Meanwhile::Renamed(from, to) => {
                // Of raw lines all are kept, of people whom nobody knows too.
                let raw = self.irc.contains_key(account);
                if !raw || self.is_met(account, &from) || self.is_met(account, &to) {
                    return self.messenger.rename(account, &from, &to);
                }
            }
            Meanwhile::Online(online) => return self.messenger.online(account, online),
            // What fails is a hint, and comes again with the next list.
            Meanwhile::Known(peer, known) => {
                let _ = self.messenger.set_known(account, &peer, known);
            }
            Meanwhile::Present(peer, present) => {
                let _ = self.messenger.set_present(account, &peer, present);
            }
            Meanwhile::Listed => {
                let _ = self.messenger.listed(account);
            }
            Meanwhile::Capable(peer, capable) => {
                return self.capable(account, &peer, capable);
            }
            Meanwhile::Account(_) => {}
        }
        messenger::Outcome::default()
    }
}
