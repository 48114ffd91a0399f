//! What the user decides about conversations, contacts and settings.

use super::call::Call;
use crate::guard::AddressKey;
use crate::guard::Mode;
use crate::identity::Fingerprint;
use crate::messenger::limits::MAX_IDENTITIES;
use crate::messenger::network::origin::Origin;
use crate::messenger::network::setting::Setting;
use crate::messenger::rows::records::{AddressRecord, Record, ShownRecord};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::vault::Table;
use std::collections::BTreeSet;

/// What the user does about a conversation or a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Talk in private. From now on no text goes in clear.
    Start,
    /// End the private conversation: texts go in clear again.
    End,
    /// Accept an invitation.
    Accept,
    /// Decline an invitation, another key or another address.
    Decline,
    /// The fingerprint was compared and is right.
    Verify,
    /// The fingerprint is no longer held to be right.
    Unverify,
    /// Accept the new key of a contact, in the place of all that were known here.
    AcceptKey,
    /// Accept a further key of a contact, who uses both.
    AddKey,
    /// Block the contact, or an address where nobody is known: nothing of it is read.
    Block,
    /// Unblock the contact.
    Unblock,
    /// Give up a start that nobody answers; what was held is discarded.
    Cancel,
    /// Forget the contact: its sessions, its texts, and what was known of it.
    Forget,
    /// Send our full card in the private conversation.
    ShareCard,
}

impl Call<'_, '_> {
    /// What the user decides.
    pub(in crate::messenger) fn decide(
        &mut self,
        at: &AddressKey,
        action: Action,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        match action {
            Action::Start => self.start(at),
            Action::End => self.end(at),
            Action::Accept => self.accept(at, fingerprint),
            Action::Decline => self.decline(at, fingerprint),
            Action::Verify | Action::Unverify => {
                self.verify(at, fingerprint, action == Action::Verify)
            }
            Action::AcceptKey => self.accept_key(at, fingerprint),
            Action::AddKey => self.add_key(at, fingerprint),
            Action::Block | Action::Unblock => self.block(at, fingerprint, action == Action::Block),
            Action::Cancel => self.cancel(at),
            Action::Forget => self.forget(at, fingerprint),
            Action::ShareCard => self.share_card(at),
        }
    }

    pub(super) fn start(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        match self.account().state(at) {
            // Nobody has answered: the query, or the answer to it, may have been lost.
            State::Asked if self.who(at).is_none() => {
                self.query(at)?;
                return self.tell_state(at);
            }
            State::Private | State::Asked | State::Starting | State::Restoring => {
                return self.tell_state(at);
            }
            State::Invited => return self.accept(at, None),
            State::Ended if self.is_invited(at) => return self.accept(at, None),
            State::Alarm | State::Blocked => return Err(MessengerError::WrongState),
            State::Plain | State::Ended | State::Required => {}
        }
        self.record_mut(at).known = true;
        let Some(who) = self.who(at) else {
            self.set_state(at, State::Asked)?;
            return self.query(at);
        };
        self.new_peer(&who, at)?;
        self.set_route(&who, at);
        self.with_peer(&who, |peer, _| peer.reopen())?;
        for other in self.others_at(at) {
            if self.load_peer(&other)? {
                self.with_peer(&other, |peer, _| peer.reopen())?;
            }
        }
        self.set_state(at, State::Asked)?;
        self.offer(at, None)?;
        self.refresh(&who)
    }

    fn cancel(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        match self.account().state(at) {
            State::Asked | State::Starting | State::Restoring => self.end(at),
            _ => Err(MessengerError::WrongState),
        }
    }

    fn accept(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let asked = self.is_invited(at) || fingerprint.is_none();
        if !matches!(self.account().state(at), State::Invited | State::Ended) || !asked {
            return self.accept_address(at, fingerprint);
        }
        let invitation = &self.passing(at).invitation;
        let (inviter, lines) = (invitation.inviter, invitation.lines.clone());
        if fingerprint.is_some() && fingerprint != inviter.as_ref() {
            return Err(MessengerError::OtherFingerprint);
        }
        self.record_mut(at).known = true;
        self.memory_alone().decided.insert(at.clone());
        self.set_state(at, State::Asked)?;
        for who in self.identities_at(at) {
            if self.load_peer(&who)? {
                self.with_peer(&who, |peer, _| peer.reopen())?;
            }
        }
        for line in lines {
            self.read_handshake(at, &line, Origin::default(), self.now, true)?;
        }
        if self.account().state(at) == State::Asked {
            // Only a query came, or what came has become too old.
            self.offer(at, None)?;
        }
        Ok(())
    }

    /// The user does not want to talk in private, does not believe in another key, or not in another
    /// address. Without a fingerprint: whatever was asked.
    fn decline(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let state = self.account().state(at);
        let address = self.address(at);
        let challengers = address.passing.challengers.iter().copied();
        let challengers: BTreeSet<Fingerprint> =
            challengers.chain(address.record.challenger).collect();
        let (visitor, inviter) = (address.passing.visitor, address.passing.invitation.inviter);
        let invited = state == State::Invited || self.is_invited(at);
        match fingerprint {
            Some(seen) if challengers.contains(seen) => self.decline_keys(at, &[*seen]),
            Some(seen) if invited && inviter == Some(*seen) => self.decline_invitation(at),
            Some(seen) if visitor == Some(*seen) => self.decline_address(at, seen),
            Some(seen) if self.is_at(at, seen) && self.addresses_of(seen).len() > 1 => {
                self.decline_address(at, seen)
            }
            Some(_) => Err(MessengerError::OtherFingerprint),
            None if invited => self.decline_invitation(at),
            None if !challengers.is_empty() => {
                let challengers: Vec<Fingerprint> = challengers.into_iter().collect();
                self.decline_keys(at, &challengers)
            }
            None => match visitor {
                Some(visitor) => self.decline_address(at, &visitor),
                None if state == State::Ended => self.tell_state(at),
                None => Err(MessengerError::WrongState),
            },
        }
    }

    /// The user takes the other identity for the contact at this address from now on, and no other.
    fn accept_key(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let challenger = self.key_in_question(at, fingerprint)?;
        self.forget_challengers(at)?;
        self.record_mut(at).others.clear();
        self.set_who(at, &challenger)?;
        self.meet(&challenger)?;
        self.new_peer(&challenger, at)?;
        self.with_peer(&challenger, |peer, _| peer.reopen())?;
        self.set_route(&challenger, at);
        // What was written to the other one is not sent to this one.
        self.give_up_for_others(at, &challenger)?;
        self.set_state(at, State::Asked)?;
        self.offer(at, None)?;
        self.refresh(&challenger)
    }

    /// The user takes the other identity for the contact as well.
    fn add_key(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let added = self.key_in_question(at, fingerprint)?;
        if self.is_at(at, &added) {
            return self.tell_state(at);
        }
        if self.identities_at(at).len() >= MAX_IDENTITIES {
            return Err(MessengerError::TooManyKeys);
        }
        self.forget_challenger(at, &added)?;
        self.record_mut(at).others.push(added);
        self.save_address(at)?;
        self.meet(&added)?;
        self.new_peer(&added, at)?;
        self.with_peer(&added, |peer, _| peer.reopen())?;
        self.set_route(&added, at);
        if self.account().state(at) != State::Alarm {
            self.tell_state(at)?;
        } else {
            if self.may_turn_to(at, &added)? {
                self.turn_to(at, &added)?;
            }
            if self.address(at).record.challenger.is_none() {
                self.set_state(at, State::Asked)?;
            }
        }
        self.offer(at, None)?;
        let Some(who) = self.who(at) else { return Ok(()) };
        self.refresh(&who)
    }

    /// Blocks an address and everybody who was accepted there, wherever they write from; or undoes
    /// that.
    fn block(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
        blocked: bool,
    ) -> Result<(), MessengerError> {
        let people = self.identities_at(at);
        // Who invites has not proven to be there: of that the address is blocked, not the identity.
        let inviter = self.passing(at).invitation.inviter;
        if fingerprint.is_some_and(|seen| !people.contains(seen) && inviter != Some(*seen)) {
            return Err(MessengerError::OtherFingerprint);
        }
        let mut addresses = BTreeSet::from([at.clone()]);
        for who in &people {
            self.meet(who)?;
            if let Some(mut contact) = self.contact(who)? {
                contact.blocked = blocked;
                self.save_contact(&contact)?;
            }
            addresses.extend(self.addresses_of(who));
        }
        for at in addresses {
            match (blocked, self.account().state(&at)) {
                (true, State::Blocked) => {}
                (true, _) => {
                    self.end(&at)?;
                    self.set_state(&at, State::Blocked)?;
                }
                (false, State::Blocked) => self.set_state(&at, State::Plain)?,
                (false, _) => {}
            }
        }
        Ok(())
    }

    /// Forgets an identity that was accepted at an address, on all addresses of this account, or an
    /// address where nobody is known. Conversations end first: the other side is told.
    fn forget(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        if self.account().state(at) == State::Blocked {
            return Err(MessengerError::WrongState);
        }
        let people = self.identities_at(at);
        if people.is_empty() {
            if fingerprint.is_some() {
                return Err(MessengerError::OtherFingerprint);
            }
            self.end(at)?;
            return self.forget_address(at);
        }
        let who = fingerprint.filter(|seen| people.contains(seen));
        let who = *who.ok_or(MessengerError::OtherFingerprint)?;
        if self.is_blocked(&who)? {
            return Err(MessengerError::WrongState);
        }
        for at in self.addresses_of(&who) {
            if self.identities_at(&at).len() == 1 {
                self.end(&at)?;
                self.forget_address(&at)?;
            } else {
                self.close(&who, &at)?;
                self.forget_texts(&at, Some(&who))?;
                self.unbind(&at, &who)?;
            }
        }
        self.forget_peer(&who)?;
        self.drop_shown(&who)?;
        self.forget_keys(&who)?;
        self.delete(Table::Contact, &[], who.as_bytes())
    }

    /// What is known of an address where nobody is any more. How private it has to be is the user's
    /// setting, which stays.
    fn forget_address(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        self.forget_texts(at, None)?;
        // Whose card was learned for it.
        self.drop_row(Table::SealingKey, at.as_bytes())?;
        let record = self.record_mut(at);
        let (who, mode) = (record.who, record.mode);
        *record = AddressRecord { mode, ..AddressRecord::new(&record.name) };
        self.account_mut().unsaved.remove(at);
        if let Some(addresses) = who.and_then(|who| self.account_mut().windows.get_mut(&who)) {
            addresses.remove(at);
        }
        self.tell_state(at)?;
        if mode != 0 {
            return self.save_address(at);
        }
        self.account_mut().addresses.remove(at);
        self.drop_row(Table::Address, at.as_bytes())
    }

    fn drop_shown(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        let group = self.account().group();
        for bytes in self.tx().scan(Table::Shown, &group)? {
            let shown = ShownRecord::from_bytes(&bytes)?;
            if shown.who == *who {
                self.drop_row(Table::Shown, &ShownRecord::key(who, shown.id))?;
            }
        }
        Ok(())
    }

    /// Changes a setting and stores it.
    pub(in crate::messenger) fn set(
        &mut self,
        setting: Setting,
        value: i64,
    ) -> Result<(), MessengerError> {
        let changed = setting.apply(&self.account().profile, value);
        let changed = changed.ok_or(MessengerError::BadSetting)?;
        self.respell(changed.case_mapping())?;
        let account = self.account_mut();
        account.profile = changed;
        if setting == Setting::Mode {
            account.mode = Mode::from_code(value).unwrap_or_default();
        }
        account.set_paces();
        let limit = account.profile.line_limit();
        for loaded in account.peers.values_mut() {
            loaded.peer.set_line_limit(limit)?;
        }
        account.record.set(setting, value);
        let bytes = account.record.to_bytes();
        let name = account.group();
        self.put(Table::Account, &[], &name, &bytes)
    }
}
