//! Keys in question at an address: those that have appeared, and those that were declined.

use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::limits::MAX_DECLINED;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;

impl Call<'_, '_> {
    pub(in crate::messenger::call) fn verify(
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
    pub(in crate::messenger::call) fn key_in_question(
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

    /// These keys are not those of the contact: nothing more is asked about them here.
    pub(in crate::messenger::call) fn decline_keys(
        &mut self,
        key: &str,
        keys: &[Fingerprint],
    ) -> Result<(), MessengerError> {
        for who in keys {
            self.forget_challenger(key, who)?;
            self.note_declined(key, who)?;
        }
        match (self.account.state(key), self.address(key).record.challenger) {
            (State::Alarm, None) => self.set_state(key, State::Ended),
            _ => self.tell_state(key),
        }
    }

    pub(in crate::messenger::call) fn note_declined(
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
    pub(in crate::messenger::call) fn forget_challenger(
        &mut self,
        key: &str,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
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
    pub(in crate::messenger::call) fn forget_challengers(
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
}
