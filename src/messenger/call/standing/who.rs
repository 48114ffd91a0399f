//! Who is known at an address, where the conversation with them stands, and how far they are
//! trusted.

use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::rows::records::{ContactRecord, Record};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{EventKind, State, Trust};
use crate::vault::Table;

impl Call<'_, '_> {
    /// Notes who is at an address.
    pub(in crate::messenger::call) fn set_who(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let before = self.record_mut(at).who.replace(*who);
        let windows = &mut self.account_mut().windows;
        if let Some(before) = before
            && let Some(addresses) = windows.get_mut(&before)
        {
            addresses.remove(at);
        }
        windows.entry(*who).or_default().insert(at.clone());
        self.save_address(at)
    }

    pub(in crate::messenger) fn who(&self, at: &AddressKey) -> Option<Fingerprint> {
        self.account().addresses.get(at)?.record.who
    }

    /// Who has appeared at an address instead of the one who is known.
    pub(in crate::messenger::call) fn challenger(&self, at: &AddressKey) -> Option<Fingerprint> {
        self.account().addresses.get(at)?.record.challenger
    }

    pub(in crate::messenger::call) fn is_known(&self, at: &AddressKey) -> bool {
        self.account().addresses.get(at).is_some_and(|address| address.record.known)
    }

    /// Stores what is known of an address.
    pub(in crate::messenger) fn save_address(
        &mut self,
        at: &AddressKey,
    ) -> Result<(), MessengerError> {
        let address = self.address_mut(at);
        address.kept = true;
        let record = address.record.clone();
        match record.others.is_empty() {
            true => self.account_mut().shared_addresses.remove(at),
            false => self.account_mut().shared_addresses.insert(at.clone()),
        };
        self.keep(Table::Address, at.as_bytes(), &record)
    }

    /// Changes where a conversation stands, and tells it.
    pub(in crate::messenger::call) fn set_state(
        &mut self,
        at: &AddressKey,
        state: State,
    ) -> Result<(), MessengerError> {
        let now = self.now;
        if self.address(at).record.state == state {
            return Ok(());
        }
        let address = self.address_mut(at);
        address.record.state = state;
        address.record.since = now;
        address.passing.asked = false;
        let address_is_kept = address.kept || address.record.known;
        if state == State::Private {
            address.passing.pause = (0, 0);
        }
        // A stranger leaves no trace on the disk.
        if address_is_kept || state != State::Invited {
            self.save_address(at)?;
        }
        if matches!(state, State::Asked | State::Starting | State::Restoring) {
            self.memory_alone().agenda.address(at, now);
        }
        self.tell_state(at)
    }

    /// Tells where a conversation stands.
    pub(in crate::messenger::call) fn tell_state(
        &mut self,
        at: &AddressKey,
    ) -> Result<(), MessengerError> {
        let (state, trust) = (self.account().shown_state(at), self.trust_at(at)?);
        let (fingerprint, other) = (self.who(at), self.challenger(at));
        self.event(at, EventKind::State { state, trust, fingerprint, other });
        Ok(())
    }

    pub(in crate::messenger::call) fn trust(
        &self,
        who: &Fingerprint,
    ) -> Result<Trust, MessengerError> {
        Ok(match self.contact(who)? {
            None => Trust::None,
            Some(contact) if contact.verified => Trust::Verified,
            Some(_) => Trust::FirstUse,
        })
    }

    pub(in crate::messenger::call) fn trust_at(
        &self,
        at: &AddressKey,
    ) -> Result<Trust, MessengerError> {
        match self.account().addresses.get(at).map(|address| &address.record) {
            Some(record) if record.challenger.is_some() => Ok(Trust::Changed),
            Some(record) => record.who.map_or(Ok(Trust::None), |who| self.trust(&who)),
            None => Ok(Trust::None),
        }
    }

    /// What is known of an identity.
    pub(in crate::messenger::call) fn contact(
        &self,
        who: &Fingerprint,
    ) -> Result<Option<ContactRecord>, MessengerError> {
        let found = self.tx().get(Table::Contact, &[], who.as_bytes())?;
        found.map(|bytes| ContactRecord::from_bytes(&bytes)).transpose()
    }

    pub(in crate::messenger::call) fn save_contact(
        &mut self,
        contact: &ContactRecord,
    ) -> Result<(), MessengerError> {
        let bytes = contact.to_bytes();
        self.put(Table::Contact, &[], contact.fingerprint.as_bytes(), &bytes)
    }

    /// Remembers an identity that appears for the first time.
    pub(in crate::messenger::call) fn meet(
        &mut self,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        if self.contact(who)?.is_some() {
            return Ok(());
        }
        let first_seen = self.seconds();
        self.save_contact(&ContactRecord {
            fingerprint: *who,
            verified: false,
            blocked: false,
            first_seen,
        })
    }

    /// Whether the user has blocked somebody.
    pub(in crate::messenger::call) fn is_blocked(
        &self,
        who: &Fingerprint,
    ) -> Result<bool, MessengerError> {
        Ok(self.contact(who)?.is_some_and(|contact| contact.blocked))
    }
}
