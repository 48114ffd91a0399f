//! What the user decides about conversations, contacts and settings.

use super::call::Call;
use crate::guard::{AddressKey, Decision, Mode, Op};
use crate::identity::Fingerprint;
use crate::messenger::memory::address::Invitation;
use crate::messenger::network::origin::Origin;
use crate::messenger::network::setting::Setting;
use crate::messenger::rows::records::{Conversation, Record, ShownRecord};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::vault::Table;

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
        if matches!(self.shown_state(at)?, State::Alarm | State::Blocked) {
            return Err(MessengerError::WrongState);
        }
        let _none = self.decided(at, Decision::Start)?;
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

    /// A start that found the conversation in clear leads back there; what was private before stays
    /// shut.
    fn cancel(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        match self.shown_state(at)? {
            State::Asked | State::Starting | State::Restoring => {}
            _ => return Err(MessengerError::WrongState),
        }
        let _none = self.decided(at, Decision::Cancel)?;
        self.stop(at)?;
        self.tell_state(at)
    }

    fn accept(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let state = self.account().state(at);
        let inviter = self.passing(at).invitation.inviter;
        let invited = self.is_invited(at);
        match fingerprint {
            Some(who) if self.guests(at).contains(who) || self.is_at(at, who) => {
                self.accept_address(at, who)
            }
            Some(who) if invited && inviter == Some(*who) => self.accept_invitation(at, Some(*who)),
            Some(who) if self.people_in_question(at).contains(who) => self.accept_address(at, who),
            Some(_) if invited || !self.people_in_question(at).is_empty() => {
                Err(MessengerError::OtherFingerprint)
            }
            Some(_) => Err(MessengerError::WrongState),
            None if matches!(state, State::Invited | State::Ended) => {
                self.accept_invitation(at, None)
            }
            None if !self.guests(at).is_empty() => Err(MessengerError::OtherFingerprint),
            None => Err(MessengerError::WrongState),
        }
    }

    fn accept_invitation(
        &mut self,
        at: &AddressKey,
        who: Option<Fingerprint>,
    ) -> Result<(), MessengerError> {
        let lines = self.passing(at).invitation.lines.clone();
        let _none = self.decided(at, Decision::Accept(who))?;
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
        let inviter = self.passing(at).invitation.inviter;
        let invited = state == State::Invited || self.is_invited(at);
        let mut guests = self.guests(at);
        guests.extend(self.former(at));
        match fingerprint {
            Some(seen) if guests.contains(seen) => self.decline_guests(at, &[*seen]),
            Some(seen) if invited && inviter == Some(*seen) => self.decline_invitation(at),
            Some(seen) if self.is_at(at, seen) && self.addresses_of(seen).len() > 1 => {
                self.decline_address(at, seen)
            }
            Some(_) => Err(MessengerError::OtherFingerprint),
            None if invited => self.decline_invitation(at),
            None if !guests.is_empty() => self.decline_guests(at, &guests),
            None if state == State::Ended => self.tell_state(at),
            None => Err(MessengerError::WrongState),
        }
    }

    /// The user takes the other identity for the contact at this address from now on, and no other.
    /// The keys that were accepted before are replaced, wherever they are.
    fn accept_key(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let accepted = self.key_in_question(at, fingerprint)?;
        let effects = self.decided(at, Decision::AcceptKey(accepted))?;
        self.passing(at).former.retain(|former| *former != accepted);
        self.set_who(at, &accepted);
        self.new_peer(&accepted, at)?;
        self.with_peer(&accepted, |peer, _| peer.reopen())?;
        self.set_route(&accepted, at);
        // What was written to the other one is not sent to this one.
        self.give_up_for_others(at, &accepted)?;
        self.set_state(at, State::Asked)?;
        self.offer(at, None)?;
        self.refresh(&accepted)?;
        for replaced in effects.close {
            self.was_replaced(&replaced)?;
        }
        Ok(())
    }

    /// A key was replaced: nothing goes to it from any address of this account.
    pub(in crate::messenger) fn was_replaced(
        &mut self,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        for at in self.addresses_of(who) {
            self.give_up_for(&at, who)?;
            self.tell_state(&at)?;
        }
        Ok(())
    }

    /// A call on another account has blocked or replaced somebody, or undone that.
    pub(super) fn decided_elsewhere(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        let blocked = self.is_blocked(who)?;
        for at in self.addresses_of(who) {
            if blocked {
                self.stop(&at)?;
            }
            if self.person(who)?.replaced {
                self.give_up_for(&at, who)?;
            }
            self.tell_state(&at)?;
        }
        Ok(())
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
        let current = self.who(at);
        let _none = self.decided(at, Decision::AddKey(added))?;
        if let Some(current) = current {
            self.set_who(at, &current);
        }
        self.passing(at).former.retain(|former| *former != added);
        self.new_peer(&added, at)?;
        self.with_peer(&added, |peer, _| peer.reopen())?;
        self.set_route(&added, at);
        if self.account().state(at) != State::Alarm {
            self.tell_state(at)?;
        } else {
            if self.may_turn_to(at, &added)? {
                self.turn_to(at, &added)?;
            }
            if self.challenger(at)?.is_none() {
                self.set_state(at, State::Asked)?;
            }
        }
        self.offer(at, None)?;
        let Some(who) = self.who(at) else { return Ok(()) };
        self.refresh(&who)
    }

    /// The key that the user decides about: one that has appeared, one that was declined, or one
    /// that was accepted.
    fn key_in_question(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<Fingerprint, MessengerError> {
        let Some(name) = self.account().names.get(at) else {
            return Err(MessengerError::WrongState);
        };
        if name.owners().is_empty() && name.left().is_empty() {
            return Err(MessengerError::WrongState);
        }
        let current = self.who(at);
        let mut people = self.people_in_question(at);
        people.retain(|who| Some(*who) != current);
        let asked = !people.is_empty();
        match fingerprint.filter(|seen| people.contains(seen)) {
            Some(seen) => Ok(*seen),
            None if !asked => Err(MessengerError::WrongState),
            None => Err(MessengerError::OtherFingerprint),
        }
    }

    fn verify(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
        verified: bool,
    ) -> Result<(), MessengerError> {
        if self.who(at).is_none() {
            return Err(MessengerError::WrongState);
        }
        let who = *fingerprint.ok_or(MessengerError::OtherFingerprint)?;
        let decision = match verified {
            true => Decision::Verify(who),
            false => Decision::Unverify(who),
        };
        let _none = self.decided(at, decision)?;
        self.tell_state(at)
    }

    /// Blocks an address and everybody who was accepted there, wherever they write from; or undoes
    /// that. What was beneath the block comes back as it was.
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
        let decision = if blocked { Decision::Block } else { Decision::Unblock };
        let _none = self.decided(at, decision)?;
        let mut addresses = self.addresses_of_all(&people);
        addresses.insert(at.clone());
        for at in addresses {
            if blocked {
                self.stop(&at)?;
            }
            self.tell_state(&at)?;
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
        let Some(who) = fingerprint else {
            if self.shown_state(at)? != State::Blocked && self.identities_at(at).is_empty() {
                self.stop(at)?;
            }
            let _none = self.decided(at, Decision::Forget(None))?;
            return self.forget_address(at);
        };
        let addresses = self.addresses_of(who);
        let effects = self.decided(at, Decision::Forget(Some(*who)));
        // The other side is told while it is still known where it is.
        let _none = effects?;
        for other in &addresses {
            self.close(who, other)?;
            self.forget_texts(other, Some(who))?;
            if self.identities_at(other).is_empty() {
                self.stop(other)?;
            }
        }
        self.forget_peer(who)?;
        self.drop_shown(who)?;
        self.forget_keys(who)?;
        for other in addresses.iter().filter(|other| *other != at) {
            self.gone(other)?;
        }
        match self.identities_at(at).is_empty() {
            true => self.forget_address(at),
            false => self.gone(at),
        }
    }

    /// What is known of an address where nobody is any more. How private it has to be is the user's
    /// setting, which stays.
    fn forget_address(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        self.forget_texts(at, None)?;
        // Whose card was learned for it.
        self.drop_row(Table::SealingKey, at.as_bytes())?;
        let conversation = self.conversation_mut(at);
        *conversation = Conversation::new(&conversation.name);
        self.passing(at).invitation = Invitation::default();
        self.tell_state(at)?;
        if !self.account().is_kept(at) {
            self.account_mut().addresses.remove(at);
        }
        Ok(())
    }

    /// Sets the mode of a contact, or that it has the account's.
    pub(in crate::messenger) fn set_mode(
        &mut self,
        at: &AddressKey,
        mode: Option<Mode>,
    ) -> Result<(), MessengerError> {
        let _none = self.decided(at, Decision::SetMode(mode))?;
        Ok(())
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
        self.respell(&changed)?;
        if setting == Setting::Mode {
            let mode = Mode::from_code(value).ok_or(MessengerError::BadSetting)?;
            let _none = self.guard(&Op::AccountMode(mode))?;
        }
        let account = self.account_mut();
        account.profile = changed;
        account.announced |= setting == Setting::CaseMapping;
        account.share_restrictions();
        account.set_paces();
        let limit = account.profile.line_limit();
        for loaded in account.peers.values_mut() {
            loaded.peer.set_line_limit(limit)?;
        }
        self.store_setting(setting, value)
    }
}
