//! Which keys are whose: what the user decides about them, and how another key is told.

use super::call::Call;
use crate::identity::Fingerprint;
use crate::messenger::limits::{MAX_CHALLENGERS, MAX_DECLINED, MAX_IDENTITIES};
use crate::messenger::network::origin::Origin;
use crate::messenger::rows::records::AddressRecord;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Question, State};
use crate::session::Context;
use std::collections::BTreeSet;

impl Call<'_, '_> {
    /// Somebody else appears under an address, proven by a card, an Init or a readable line. Nothing
    /// is replaced by itself.
    pub(in crate::messenger) fn key_changed(
        &mut self,
        key: &str,
        other: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let Some(address) = self.account.addresses.get(key) else { return Ok(()) };
        let AddressRecord { known, state, declined, .. } = &address.record;
        if !known || *state == State::Blocked || declined.contains(other) {
            return Ok(());
        }
        let private = self.is_private_with_any(key)?;
        let address = self.address(key);
        let challengers = &mut address.passing.challengers;
        let news = !challengers.contains(other);
        if news {
            challengers.push(*other);
            let excess = challengers.len().saturating_sub(MAX_CHALLENGERS);
            challengers.drain(..excess);
        }
        if address.record.challenger.is_none() {
            address.record.challenger = Some(*other);
            self.save_address(key)?;
        }
        // The session with the one who is known goes on: whoever can write to us could stop it else.
        if !private {
            self.set_state(key, State::Alarm)?;
        }
        if news {
            if private {
                self.tell_state(key)?;
            }
            self.ask(key, Question::KeyChanged, Some(*other));
        }
        Ok(())
    }

    /// A line of somebody whose key the user has replaced at this address. If it is readable and new
    /// its owner is still there, and the user is asked, once; what it says is not shown, and stays
    /// unread.
    pub(in crate::messenger) fn former_key(
        &mut self,
        key: &str,
        who: &Fingerprint,
        line: &[u8],
        origin: Origin,
    ) -> Result<(), MessengerError> {
        let here = self.route(who).is_some_and(|route| route == key);
        let asked = self.address(key).passing.challengers.contains(who);
        if origin.history || !here || asked || !self.may_compute(key) {
            return Ok(());
        }
        let now = self.seconds();
        let Some(loaded) = self.account.peers.get(who) else { return Ok(()) };
        // Copies: the ratchet stays where it is.
        let (mut peer, mut installation) = (loaded.peer.clone(), self.account.installation.clone());
        let mut context = Context { installation: &mut installation, now, rng: self.random };
        match peer.receive_line(&mut context, line) {
            Ok(_) => self.key_changed(key, who),
            Err(_) => Ok(()),
        }
    }

    // ---- what the user decides ----

    pub(in crate::messenger) fn verify(
        &mut self,
        key: &str,
        fingerprint: Option<&Fingerprint>,
        verified: bool,
    ) -> Result<(), MessengerError> {
        if self.who(key).is_none() {
            return Err(MessengerError::WrongState);
        }
        let who = fingerprint.filter(|seen| self.is_at(key, seen));
        let who = *who.ok_or(MessengerError::OtherFingerprint)?;
        let mut contact = self.contact(&who)?.ok_or(MessengerError::WrongState)?;
        contact.verified = verified;
        self.save_contact(&contact)?;
        self.tell_state(key)
    }

    /// The user takes the other identity for the contact at this address from now on, and no other.
    pub(in crate::messenger) fn accept_key(
        &mut self,
        key: &str,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let challenger = self.key_in_question(key, fingerprint)?;
        self.forget_challengers(key)?;
        self.address(key).record.others.clear();
        self.set_who(key, &challenger)?;
        self.meet(&challenger)?;
        self.new_peer(&challenger, key)?;
        self.with_peer(&challenger, |peer, _| peer.reopen())?;
        self.set_route(&challenger, key);
        // What was written to the other one is not sent to this one.
        self.give_up_for_others(key, &challenger)?;
        self.set_state(key, State::Asked)?;
        self.offer(key, None)?;
        self.refresh(&challenger)
    }

    /// The user takes the other identity for the contact as well.
    pub(in crate::messenger) fn add_key(
        &mut self,
        key: &str,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let added = self.key_in_question(key, fingerprint)?;
        if self.is_at(key, &added) {
            return self.tell_state(key);
        }
        if self.identities_at(key).len() >= MAX_IDENTITIES {
            return Err(MessengerError::TooManyKeys);
        }
        self.forget_challenger(key, &added)?;
        self.address(key).record.others.push(added);
        self.save_address(key)?;
        self.meet(&added)?;
        self.new_peer(&added, key)?;
        self.with_peer(&added, |peer, _| peer.reopen())?;
        self.set_route(&added, key);
        if self.account.state(key) != State::Alarm {
            self.tell_state(key)?;
        } else {
            if self.may_turn_to(key, &added)? {
                self.turn_to(key, &added)?;
            }
            if self.address(key).record.challenger.is_none() {
                self.set_state(key, State::Asked)?;
            }
        }
        self.offer(key, None)?;
        let Some(who) = self.who(key) else { return Ok(()) };
        self.refresh(&who)
    }

    /// Everybody whom a decision about an address can be about.
    pub(in crate::messenger) fn people_in_question(&self, key: &str) -> Vec<Fingerprint> {
        let mut people = self.identities_at(key);
        if let Some(address) = self.account.addresses.get(key) {
            let (record, passing) = (&address.record, &address.passing);
            people.extend(record.challenger);
            people.extend(&passing.challengers);
            people.extend(&record.declined);
            people.extend(passing.invitation.inviter);
            people.extend(passing.visitor);
        }
        people
    }

    /// The key that the user decides about: one that has appeared, one that was declined, or one
    /// that was accepted.
    fn key_in_question(
        &mut self,
        key: &str,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<Fingerprint, MessengerError> {
        let Some(address) = self.account.addresses.get(key) else {
            return Err(MessengerError::WrongState);
        };
        let (record, passing) = (&address.record, &address.passing);
        if record.who.is_none() || record.state == State::Blocked {
            return Err(MessengerError::WrongState);
        }
        let in_question = |who: &Fingerprint| {
            record.challenger == Some(*who)
                || passing.challengers.contains(who)
                || record.declined.contains(who)
                || record.others.contains(who)
        };
        if record.challenger.is_none() && !fingerprint.is_some_and(in_question) {
            return Err(MessengerError::WrongState);
        }
        let seen = fingerprint.filter(|who| in_question(who));
        let seen = *seen.ok_or(MessengerError::OtherFingerprint)?;
        if self.is_blocked(&seen)? {
            return Err(MessengerError::WrongState);
        }
        Ok(seen)
    }

    /// The user does not want to talk in private, does not believe in another key, or not in another
    /// address. Without a fingerprint: whatever was asked.
    pub(in crate::messenger) fn decline(
        &mut self,
        key: &str,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let state = self.account.state(key);
        let address = self.address(key);
        let challengers = address.passing.challengers.iter().copied();
        let challengers: BTreeSet<Fingerprint> =
            challengers.chain(address.record.challenger).collect();
        let (visitor, inviter) = (address.passing.visitor, address.passing.invitation.inviter);
        let invited = state == State::Invited || self.is_invited(key);
        match fingerprint {
            Some(seen) if challengers.contains(seen) => self.decline_keys(key, &[*seen]),
            Some(seen) if invited && inviter == Some(*seen) => self.decline_invitation(key),
            Some(seen) if visitor == Some(*seen) => self.decline_address(key, seen),
            Some(seen) if self.is_at(key, seen) && self.addresses_of(seen).len() > 1 => {
                self.decline_address(key, seen)
            }
            Some(_) => Err(MessengerError::OtherFingerprint),
            None if invited => self.decline_invitation(key),
            None if !challengers.is_empty() => {
                let challengers: Vec<Fingerprint> = challengers.into_iter().collect();
                self.decline_keys(key, &challengers)
            }
            None => match visitor {
                Some(visitor) => self.decline_address(key, &visitor),
                None if state == State::Ended => self.tell_state(key),
                None => Err(MessengerError::WrongState),
            },
        }
    }

    /// These keys are not those of the contact: nothing more is asked about them here.
    fn decline_keys(&mut self, key: &str, keys: &[Fingerprint]) -> Result<(), MessengerError> {
        for who in keys {
            self.forget_challenger(key, who)?;
            self.note_declined(key, who)?;
        }
        match (self.account.state(key), self.address(key).record.challenger) {
            (State::Alarm, None) => self.set_state(key, State::Ended),
            _ => self.tell_state(key),
        }
    }

    pub(in crate::messenger) fn note_declined(
        &mut self,
        key: &str,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let declined = &mut self.address(key).record.declined;
        declined.retain(|before| before != who);
        declined.push(*who);
        let excess = declined.len().saturating_sub(MAX_DECLINED);
        declined.drain(..excess);
        self.save_address(key)
    }

    /// One key is not in question any more.
    fn forget_challenger(&mut self, key: &str, who: &Fingerprint) -> Result<(), MessengerError> {
        let address = self.address(key);
        address.passing.challengers.retain(|other| other != who);
        address.record.declined.retain(|other| other != who);
        let next = address.passing.challengers.first().copied();
        if address.record.challenger == Some(*who) {
            address.record.challenger = next;
        }
        self.save_address(key)
    }

    /// No key is in question any more, and none is declined.
    pub(in crate::messenger) fn forget_challengers(
        &mut self,
        key: &str,
    ) -> Result<(), MessengerError> {
        let address = self.address(key);
        address.passing.challengers.clear();
        let record = &mut address.record;
        let declined = std::mem::take(&mut record.declined);
        match (record.challenger.take(), declined.is_empty()) {
            (None, true) => Ok(()),
            _ => self.save_address(key),
        }
    }

    /// Whether the user has blocked somebody.
    pub(in crate::messenger) fn is_blocked(
        &self,
        who: &Fingerprint,
    ) -> Result<bool, MessengerError> {
        Ok(self.contact(who)?.is_some_and(|contact| contact.blocked))
    }

    /// Blocks an address and everybody who was accepted there, wherever they write from; or undoes
    /// that.
    pub(in crate::messenger) fn block(
        &mut self,
        key: &str,
        fingerprint: Option<&Fingerprint>,
        blocked: bool,
    ) -> Result<(), MessengerError> {
        let people = self.identities_at(key);
        // Who invites has not proven to be there: of that the address is blocked, not the identity.
        let inviter = self.address(key).passing.invitation.inviter;
        if fingerprint.is_some_and(|seen| !people.contains(seen) && inviter != Some(*seen)) {
            return Err(MessengerError::OtherFingerprint);
        }
        let mut keys = BTreeSet::from([key.to_owned()]);
        for who in &people {
            self.meet(who)?;
            if let Some(mut contact) = self.contact(who)? {
                contact.blocked = blocked;
                self.save_contact(&contact)?;
            }
            keys.extend(self.addresses_of(who));
        }
        for key in keys {
            match (blocked, self.account.state(&key)) {
                (true, State::Blocked) => {}
                (true, _) => {
                    self.end(&key)?;
                    self.set_state(&key, State::Blocked)?;
                }
                (false, State::Blocked) => self.set_state(&key, State::Plain)?,
                (false, _) => {}
            }
        }
        Ok(())
    }
}
