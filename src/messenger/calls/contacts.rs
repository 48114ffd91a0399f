//! What a host asks about contacts, and what the user decides about them.

use super::accounts::postponed::Postponed;
use super::messenger::Messenger;
use super::running::check_name;
use crate::guard::{AddressKey, Decision, Mode, Op};
use crate::identity::Fingerprint;
use crate::messenger::call::decisions::action::Action;
use crate::messenger::limits::NOTICE_MS;
use crate::messenger::memory::account::Account;
use crate::messenger::memory::address::Address;
use crate::messenger::rows::records::Phase;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Event, Outcome, Verdict};
use crate::vault::Durability;

impl Messenger {
    /// Carries out what the user decides about a conversation or a contact. Decisions about a key
    /// must carry the fingerprint that the user has seen.
    pub fn contact_do(
        &mut self,
        account: &str,
        peer: &str,
        action: Action,
        fingerprint: Option<&Fingerprint>,
    ) -> Outcome {
        self.begin_call();
        self.decide_about(account, peer, action, fingerprint)
    }

    /// As [`Messenger::contact_do`], in a call that has begun.
    pub(super) fn decide_about(
        &mut self,
        account: &str,
        peer: &str,
        action: Action,
        fingerprint: Option<&Fingerprint>,
    ) -> Outcome {
        if let Err(error) = check_name(peer) {
            return self.failed(account, peer, Verdict::Pass, error);
        }
        let done = self.run(account, Durability::Power, |call| {
            let at = call.account().key(peer);
            call.seen(&at, peer);
            call.decide(&at, action, fingerprint)
        });
        self.decided(account, peer, action, fingerprint, done)
    }

    /// The user has decided: what holds although it failed, and what other accounts are told.
    fn decided(
        &mut self,
        account: &str,
        peer: &str,
        action: Action,
        who: Option<&Fingerprint>,
        done: Result<((), Vec<Event>), MessengerError>,
    ) -> Outcome {
        match (&done, action) {
            (Err(_), Action::Start | Action::Block) if !self.accounts.contains_key(account) => {
                self.postpone(account, Postponed::Decision(peer.to_owned(), action));
            }
            (Err(MessengerError::Vault(_)), _) => self.foresee(account, peer, action, who),
            _ => {}
        }
        let done = done.map(|((), mut events)| {
            self.tell_others(&mut events);
            ((), events)
        });
        self.told(account, peer, done)
    }

    /// A block and a replaced key hold on all accounts: each says so where the person is known. What
    /// cannot be said now is said by the next call on the account.
    fn tell_others(&mut self, events: &mut Vec<Event>) {
        let news = |account: &Account| !account.news.is_empty();
        let accounts = self.accounts.iter().filter(|(_, account)| news(account));
        let names: Vec<String> = accounts.map(|(name, _)| name.clone()).collect();
        for name in names {
            if let Ok(((), more)) = self.run(&name, Durability::Power, |_| Ok(())) {
                events.extend(more);
            }
        }
    }

    /// As [`Messenger::contact_do`], with the digits that the user has compared or pasted. They
    /// must be those of somebody whom the decision can be about.
    pub fn contact_do_digits(
        &mut self,
        account: &str,
        peer: &str,
        action: Action,
        digits: &str,
    ) -> Outcome {
        self.begin_call();
        if let Err(error) = check_name(peer) {
            return self.failed(account, peer, Verdict::Pass, error);
        }
        let done = self.run(account, Durability::Power, |call| {
            let at = call.account().key(peer);
            let mut people = call.people_in_question(&at).into_iter();
            let who = people.find(|who| who.matches_digits(digits));
            let who = who.ok_or(MessengerError::OtherFingerprint)?;
            call.decide(&at, action, Some(&who))
        });
        let who = self.accounts.get(account).and_then(|found| {
            let people = found.asked_about(&found.key(peer)).into_iter();
            people.into_iter().find(|who| who.matches_digits(digits))
        });
        self.decided(account, peer, action, who.as_ref(), done)
    }

    /// Reports that the user knows this address, for example because it is on the contact list.
    ///
    /// # Errors
    /// [`MessengerError::UnknownAccount`], [`MessengerError::BadName`] and the errors of the vault.
    pub fn set_known(
        &mut self,
        account: &str,
        peer: &str,
        known: bool,
    ) -> Result<(), MessengerError> {
        check_name(peer)?;
        let now = self.environment.clock.now_ms();
        let found = self.accounts.get_mut(account).ok_or(MessengerError::UnknownAccount)?;
        let at = found.key(peer);
        note_known(found, &at, peer, known, now);
        Ok(())
    }

    /// Reports that the contact list is complete. A contact that the host called known before, but
    /// not since the account was attached, is no longer on it.
    ///
    /// # Errors
    /// [`MessengerError::UnknownAccount`].
    pub fn listed(&mut self, account: &str) -> Result<(), MessengerError> {
        let now = self.environment.clock.now_ms();
        let found = self.accounts.get_mut(account).ok_or(MessengerError::UnknownAccount)?;
        let gone = |address: &Address| address.conversation.listed && !address.passing.listed;
        let gone = found.addresses.iter().filter(|(_, address)| gone(address));
        let gone: Vec<(AddressKey, String)> =
            gone.map(|(at, address)| (at.clone(), address.conversation.name.clone())).collect();
        for (at, name) in gone {
            note_known(found, &at, &name, false, now);
        }
        Ok(())
    }

    /// Sets how private conversations with a contact begin; `None` for the mode of the account. The
    /// vault stores it.
    ///
    /// # Errors
    /// [`MessengerError::UnknownAccount`], [`MessengerError::BadName`] and the errors of the vault.
    pub fn set_mode(
        &mut self,
        account: &str,
        peer: &str,
        mode: Option<Mode>,
    ) -> Result<(), MessengerError> {
        self.begin_call();
        self.change_mode(account, peer, mode)
    }

    /// As [`Messenger::set_mode`], in a call that has begun.
    pub(super) fn change_mode(
        &mut self,
        account: &str,
        peer: &str,
        mode: Option<Mode>,
    ) -> Result<(), MessengerError> {
        check_name(peer)?;
        if !self.accounts.contains_key(account) {
            self.postpone(account, Postponed::Mode(peer.to_owned(), mode));
        }
        let found = self.accounts.get_mut(account).ok_or(MessengerError::UnknownAccount)?;
        let at = found.key(peer);
        let before = self.held_at(account, &[&at]);
        if let Some(found) = self.accounts.get_mut(account) {
            found.names.foresee(&Op::Decide(&at, Decision::SetMode(mode)));
        }
        let set = self.run_once(account, Durability::Power, &mut Vec::new(), |call| {
            call.seen(&at, peer);
            call.set_mode(&at, mode)
        });
        if set.is_err() {
            self.note_restricted(before);
        }
        set
    }

    /// Reports that, according to the network, somebody has changed name. The network may lie, so
    /// what is restricted under either name is restricted under both from now on, even if the call
    /// fails; what cannot be written now is written later. If the user has never touched the new
    /// name, the person is known there; otherwise the user is asked.
    pub fn rename(&mut self, account: &str, from: &str, to: &str) -> Outcome {
        self.begin_call();
        self.follow_rename(account, from, to)
    }

    /// As [`Messenger::rename`], in a call that has begun.
    pub(super) fn follow_rename(&mut self, account: &str, from: &str, to: &str) -> Outcome {
        for name in [from, to] {
            if let Err(error) = check_name(name) {
                return self.failed(account, "", Verdict::Pass, error);
            }
        }
        let keys = self.accounts.get(account).map(|found| [found.key(from), found.key(to)]);
        let before = keys.as_ref().map(|[old, new]| self.held_at(account, &[old, new]));
        match (self.accounts.get_mut(account), &keys) {
            (Some(found), Some([old, new])) => {
                found.names.foresee(&Op::Renamed(old, new));
                found.spell(new, to);
            }
            _ => self.postpone(account, Postponed::Rename(from.to_owned(), to.to_owned())),
        }
        // Every call begins with the moves that are not written yet.
        let done = self.run(account, Durability::Power, |_| Ok(()));
        if done.is_err() {
            self.note_restricted(before.unwrap_or_default());
        }
        self.told(account, "", done)
    }

    /// Reports whether somebody is online. Nothing is sent automatically to somebody who is not.
    pub fn set_present(
        &mut self,
        account: &str,
        peer: &str,
        present: bool,
    ) -> Result<(), MessengerError> {
        check_name(peer)?;
        let now = self.environment.clock.now_ms();
        let found = self.accounts.get_mut(account).ok_or(MessengerError::UnknownAccount)?;
        let at = found.key(peer);
        let came = present && found.addresses.get(&at).is_some_and(|a| a.passing.absent);
        if present && !came {
            return Ok(());
        }
        found.address(&at, peer).passing.absent = !present;
        if came {
            found.agenda.address(&at, now);
            let waiting: Vec<u64> = found
                .texts
                .at(&at)
                .filter(|text| text.record.phase == Phase::Sent)
                .map(|text| text.record.number)
                .collect();
            for number in waiting {
                if found.texts.bring_forward(number) {
                    found.agenda.text(number, now);
                }
            }
        }
        Ok(())
    }

    /// Returns the state of the conversation at an address, as a STATE event.
    pub fn standing_of(&mut self, account: &str, peer: &str) -> Outcome {
        self.look(account, peer, |call| {
            let at = call.account().key(peer);
            call.tell_state(&at)
        })
    }

    /// What is known about the other side at an address.
    pub fn contact(&mut self, account: &str, peer: &str) -> Outcome {
        self.look(account, peer, |call| {
            let at = call.account().key(peer);
            call.describe(&at)
        })
    }

    /// What is known about all addresses of an account.
    pub fn contacts(&mut self, account: &str) -> Outcome {
        self.look(account, "", |call| {
            let mut addresses: Vec<AddressKey> = call.account().addresses.keys().cloned().collect();
            addresses.sort();
            addresses.iter().try_for_each(|at| call.describe(at))
        })
    }
}

/// The user has an address on a list, or has not. A hint: it is stored within a minute.
fn note_known(account: &mut Account, at: &AddressKey, peer: &str, known: bool, now: u64) {
    let address = account.address(at, peer);
    address.passing.listed = known;
    let changed = address.conversation.listed != known;
    address.conversation.listed = known;
    account.names.note(&Op::Known(at, known));
    if changed {
        account.unsaved.insert(at.clone());
    }
    if changed || account.names.is_unsaved() {
        account.agenda.address(at, now.saturating_add(NOTICE_MS));
    }
}
