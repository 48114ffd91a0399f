//! Accounts of the host, and what it knows of people.

use super::codes::Cause;
use super::error::PluginError;
use super::event::Place;
use super::frontend::Frontend;
use super::gate::Meanwhile;
use super::irc::Connection;
use super::question::Ask;
use super::settings;
use super::walk::{Item, Outcome, Verdict};
use super::window::At;
use crate::messenger::{self, Profile, State};
use std::collections::BTreeSet;

/// What the host knows about a person. Hints never permit anything to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hint {
    /// On the user's list of contacts.
    Known,
    /// The contact is online and can receive what is sent.
    Present,
    /// Their program announces that it has the library, on XMPP with the feature `urn:subrosa:1`.
    /// They get one Offer after the user's first text.
    Capable,
}

impl Frontend {
    /// Attaches an account, with settings as for [`set`](Self::set). While another program uses the
    /// account, or the vault is locked, every text on it is refused and a tick tries again.
    pub fn attach(&mut self, account: &str, profile: &str, settings: &str) -> Outcome {
        self.begin();
        let Some(profile) = Profile::by_name(profile) else {
            return self.failed(PluginError::Profile(profile.to_owned()), Vec::new());
        };
        let wanted = match settings::of_account(settings) {
            Ok(wanted) => wanted,
            Err(error) => return self.failed(error, Vec::new()),
        };
        let mut items = Vec::new();
        match self.take_into_use(account, profile, wanted, &mut items) {
            Ok(()) => self.outcome(items),
            Err(error) => self.failed(error, items),
        }
    }

    /// Sets what is wanted of an account, and attaches it.
    pub(super) fn take_into_use(
        &mut self,
        account: &str,
        profile: Profile,
        wanted: Vec<settings::One>,
        items: &mut Vec<Item>,
    ) -> Result<(), PluginError> {
        // Before it is attached: what comes of attaching is told by these already.
        if let Err(error) = self.set_all(account, &wanted) {
            if !self.waits(&error) {
                return Err(error);
            }
            self.pending.entry(account.to_owned()).or_default().extend(wanted);
        }
        self.accounts.entry(account.to_owned()).or_default().profile = Some(profile.name());
        match self.messenger.attach(account, profile) {
            Ok(mut told) => {
                self.set_pending(items);
                self.settle_connection(account, items);
                self.tell_unmentioned(account, &mut told.events);
                self.tell_all(told.events, Cause::Attached, items);
                told.error.map_or(Ok(()), |error| Err(error.into()))
            }
            Err(error) => {
                let code = super::codes::notice_code(error.notice());
                match error {
                    _ if self.messenger.is_closed() => self.say_closed(Cause::Attached, items),
                    messenger::MessengerError::Vault(crate::vault::VaultError::Locked) => {
                        self.ask_to_unlock(Cause::Attached, items);
                    }
                    _ => {
                        items.push(self.say(account, "", code, Place::Anywhere, Cause::Attached));
                    }
                }
                Err(error.into())
            }
        }
    }

    /// Changes settings of an account, attached or not. Either all of them change or none. If the
    /// vault is locked or busy, a later tick applies them, and until then nothing is sent on the
    /// account.
    ///
    /// | setting | value |
    /// |---|---|
    /// | `html` | `in`, `out`: the host gives texts as HTML, takes them as HTML |
    /// | `line-chars`, `burst`, `interval-ms`, `long-text-lines`, `split-lines` | how the network is |
    /// | `mode` | `manual`, `automatic`, `append`, `required` |
    /// | `tell` | 0: nobody is told that the library is here, where the network can carry that unseen |
    /// | `share-card` | 1: contacts get our card by themselves |
    /// | `casemapping` | as a server of IRC announces it |
    /// | `log` | 1: private texts may stand in logs |
    /// | `shows` | 0: nobody looks, so that nothing is shown, and nothing counts as received |
    /// | `raw` | bytes of a raw line of IRC for the host, at most; 0: as many as the text has |
    /// | `nick` | our nick on a connection to IRC that was there before the account was attached |
    pub fn set(&mut self, account: &str, settings: &str) -> Outcome {
        self.begin();
        let wanted = match settings::of_account(settings) {
            Ok(wanted) => wanted,
            Err(error) => return self.failed(error, Vec::new()),
        };
        if let Some(pending) = self.pending.get_mut(account) {
            // In the order in which the host has set them.
            pending.extend(wanted);
            let mut items = Vec::new();
            self.set_pending(&mut items);
            return self.outcome(items);
        }
        match self.set_all(account, &wanted) {
            Ok(items) => self.outcome(items),
            Err(error) => {
                if self.waits(&error) {
                    self.pending.insert(account.to_owned(), wanted);
                }
                self.failed(error, Vec::new())
            }
        }
    }

    /// Reports whether an account is connected.
    pub fn online(&mut self, account: &str, online: bool) -> Outcome {
        self.begin();
        if self.keeps(account, Meanwhile::Online(online)) {
            return self.outcome(Vec::new());
        }
        let mut items = Vec::new();
        if let Some(connection) = self.irc.get_mut(account) {
            match online {
                // It begins anew, with the first line of the next one.
                false => {
                    let over = std::mem::take(connection).begin_anew();
                    items = self.unfinished(account, over);
                }
                // The server says when lines may leave.
                true if !connection.is_ready() => return self.outcome(Vec::new()),
                true => {}
            }
        }
        let told = self.messenger.online(account, online);
        self.finish(told, Cause::Time, Verdict::Pass, items)
    }

    /// Detaches an account. Nothing is lost.
    pub fn detach(&mut self, account: &str) -> Outcome {
        self.begin();
        let over = self.irc.get_mut(account).map(Connection::begin_anew).unwrap_or_default();
        let done = match self.messenger.is_closed() && self.accounts.contains_key(account) {
            true => Ok(()),
            false => self.messenger.detach(account),
        };
        self.forget_account(account);
        let items = self.unfinished(account, over);
        match done {
            Ok(()) => self.outcome(items),
            Err(error) => self.failed(error.into(), items),
        }
    }

    fn forget_account(&mut self, account: &str) {
        self.note_move(account, None);
        self.accounts.remove(account);
        self.messenger.kept.forget(account);
        self.met.forget(account);
        self.irc.remove(account);
        self.pending.remove(account);
        self.windows.forget(account);
        self.waiting.retain(|(of, _), _| of != account);
        let _closed =
            self.questions.close_if(|open| open.at.as_ref().is_some_and(|at| at.0 == account));
        self.forget_shows(account);
    }

    /// The host calls an account otherwise now.
    pub fn rename_account(&mut self, from: &str, to: &str) -> Outcome {
        self.begin();
        let mut told = match self.keeps(from, Meanwhile::Account(to.to_owned())) {
            true => messenger::Outcome::default(),
            false => self.messenger.rename_account(from, to),
        };
        if told.error.is_none() {
            if let Some(pending) = self.pending.remove(from) {
                self.pending.entry(to.to_owned()).or_default().extend(pending);
            }
            self.met.rename_account(from, to);
            self.rename_strangers(from, to);
            if let Some(connection) = self.irc.remove(from) {
                self.irc.insert(to.to_owned(), connection);
            }
            if let Some(kept) = self.accounts.remove(from) {
                self.accounts.insert(to.to_owned(), kept);
            }
            self.windows.rename(from, to);
            let _closed = self.questions.close_if(|open| {
                open.ask == Ask::Invited && open.at.as_ref().is_some_and(|at| at.0 == from)
            });
            self.questions.rename(from, to);
            self.close_untold(to, &told.events);
            self.rename_shows(from, to);
            self.note_move(from, Some(to));
            self.tell_unmentioned(to, &mut told.events);
        }
        self.finish(told, Cause::Rename, Verdict::Pass, Vec::new())
    }

    /// Texts that join those of another account get other numbers: a question about a text stays only if
    /// the text is told of under its number.
    fn close_untold(&mut self, account: &str, events: &[messenger::Event]) {
        let told: BTreeSet<(At, u64)> = events
            .iter()
            .filter_map(|event| match &event.kind {
                messenger::EventKind::Progress(progress) => {
                    Some((self.at(account, &event.peer)?, progress.number))
                }
                _ => None,
            })
            .collect();
        let _closed = self.questions.close_if(|open| {
            let Some(at) = open.at.as_ref().filter(|at| at.0 == account) else { return false };
            let gone = |number: &u64| !told.contains(&(at.clone(), *number));
            match &open.ask {
                Ask::Long(number) | Ask::Lost(number) => gone(number),
                Ask::Old(numbers) => numbers.iter().any(gone),
                _ => false,
            }
        });
    }

    /// An account tells, when it comes into use, where the conversations stand that are not plain. What
    /// stood otherwise before stands as a plain one now, and has to be told too.
    fn tell_unmentioned(&mut self, account: &str, events: &mut Vec<messenger::Event>) {
        let is_state = |event: &&messenger::Event| {
            event.account == account && matches!(event.kind, messenger::EventKind::State { .. })
        };
        let told: BTreeSet<At> = events
            .iter()
            .filter(is_state)
            .filter_map(|event| self.at(account, &event.peer))
            .collect();
        let untold: Vec<String> = self
            .windows
            .not_plain(Some(account))
            .filter(|(at, _)| !told.contains(*at))
            .map(|(_, window)| window.peer.clone())
            .collect();
        for peer in untold {
            events.extend(self.messenger.standing_of(account, &peer).events);
        }
    }

    /// What the host knows of a person.
    pub fn hint(&mut self, account: &str, peer: &str, hint: Hint, value: bool) -> Outcome {
        self.begin();
        let name = peer.to_owned();
        let kept = match hint {
            Hint::Known => Meanwhile::Known(name, value),
            Hint::Present => Meanwhile::Present(name, value),
            Hint::Capable => Meanwhile::Capable(name, value),
        };
        if self.keeps(account, kept) {
            return self.outcome(Vec::new());
        }
        let done = match hint {
            Hint::Known => self.messenger.set_known(account, peer, value),
            Hint::Present => self.messenger.set_present(account, peer, value),
            Hint::Capable => {
                let told = self.capable(account, peer, value);
                return self.finish(told, Cause::Time, Verdict::Pass, Vec::new());
            }
        };
        match done {
            Ok(()) => self.outcome(Vec::new()),
            Err(error) => self.failed(error.into(), Vec::new()),
        }
    }

    /// Reports that the contact list is complete. A contact that was on it before, but was not
    /// reported as [`Hint::Known`] since the account was attached, is no longer on it.
    pub fn account_listed(&mut self, account: &str) -> Outcome {
        self.begin();
        if self.keeps(account, Meanwhile::Listed) {
            return self.outcome(Vec::new());
        }
        match self.messenger.listed(account) {
            Ok(()) => self.outcome(Vec::new()),
            Err(error) => self.failed(error.into(), Vec::new()),
        }
    }

    /// Reports that, according to the network, somebody has changed name.
    pub fn rename(&mut self, account: &str, from: &str, to: &str) -> Outcome {
        self.begin();
        if self.keeps(account, Meanwhile::Renamed(from.to_owned(), to.to_owned())) {
            return self.outcome(Vec::new());
        }
        self.follow(account, from, to);
        let told = self.messenger.rename(account, from, to);
        self.finish(told, Cause::Rename, Verdict::Pass, Vec::new())
    }

    /// Call this before the host unloads the library. It gives an alarm in each private window,
    /// because what is typed there will no longer be private.
    pub fn leave(&mut self) -> Outcome {
        self.begin();
        let private = |state| !matches!(state, State::Plain | State::Invited | State::Blocked);
        let all = self.windows.not_plain(None).filter(|(_, window)| private(window.standing.state));
        let items = all
            .map(|((account, _), window)| {
                self.say(account, &window.peer, "leaving", Place::Window, Cause::Time)
            })
            .collect();
        self.outcome(items)
    }

    /// Asks for the passphrase of the vault, if it is locked by one.
    pub(super) fn ask_to_unlock(&mut self, cause: Cause, items: &mut Vec<Item>) {
        self.ask(None, "", "", Ask::Unlock, cause, None, items);
    }
}
