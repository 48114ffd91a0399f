//! Keys in question at an address: those that have appeared, and those that were declined.

use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::limits::MAX_DECLINED;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;

impl Call<'_, '_> {
    pub(in crate::messenger::call) fn verify(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
        verified: bool,
    ) -> Result<(), MessengerError> {
        if self.who(at).is_none() {
            return Err(MessengerError::WrongState);
        }
        let who = fingerprint.filter(|seen| self.is_at(at, seen));
        let who = *who.ok_or(MessengerError::OtherFingerprint)?;
        let mut contact = self.contact(&who)?.ok_or(MessengerError::WrongState)?;
        contact.verified = verified;
        self.save_contact(&contact)?;
        self.tell_state(at)
    }

    /// Everybody whom a decision about an address can be about.
    pub(in crate::messenger) fn people_in_question(&self, at: &AddressKey) -> Vec<Fingerprint> {
        let mut people = self.identities_at(at);
        if let Some(address) = self.account().addresses.get(at) {
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
    pub(in crate::messenger::call) fn key_in_question(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<Fingerprint, MessengerError> {
        let Some(address) = self.account().addresses.get(at) else {
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

    /// These keys are not those of the contact: nothing more is asked about them here.
    pub(in crate::messenger::call) fn decline_keys(
        &mut self,
        at: &AddressKey,
        keys: &[Fingerprint],
    ) -> Result<(), MessengerError> {
        for who in keys {
            self.forget_challenger(at, who)?;
            self.note_declined(at, who)?;
        }
        match (self.account().state(at), self.address(at).record.challenger) {
            (State::Alarm, None) => self.set_state(at, State::Ended),
            _ => self.tell_state(at),
        }
    }

    pub(in crate::messenger::call) fn note_declined(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let declined = &mut self.record_mut(at).declined;
        declined.retain(|before| before != who);
        declined.push(*who);
        let excess = declined.len().saturating_sub(MAX_DECLINED);
        declined.drain(..excess);
        self.save_address(at)
    }

    /// One key is not in question any more.
    pub(in crate::messenger::call) fn forget_challenger(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let address = self.address_mut(at);
        address.passing.challengers.retain(|other| other != who);
        address.record.declined.retain(|other| other != who);
        let next = address.passing.challengers.first().copied();
        if address.record.challenger == Some(*who) {
            address.record.challenger = next;
        }
        self.save_address(at)
    }

    /// No key is in question any more, and none is declined.
    pub(in crate::messenger::call) fn forget_challengers(
        &mut self,
        at: &AddressKey,
    ) -> Result<(), MessengerError> {
        let address = self.address_mut(at);
        address.passing.challengers.clear();
        let record = &mut address.record;
        let declined = std::mem::take(&mut record.declined);
        match (record.challenger.take(), declined.is_empty()) {
            (None, true) => Ok(()),
            _ => self.save_address(at),
        }
    }
}
