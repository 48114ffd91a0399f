//! What the vault knows of identities, whatever address they use.

use crate::guard::{AddressKey, People, Person};
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::memory::owed::Owed;
use crate::messenger::rows::records::{ContactRecord, Record};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::Trust;
use crate::vault::Table;

impl Call<'_, '_> {
    /// The identity that the user has on this account.
    pub(in crate::messenger::call) fn own(&self) -> Fingerprint {
        *self.account().installation.identity().fingerprint()
    }

    /// What is known of an identity, as the user's identity on this account sees it.
    pub(in crate::messenger::call) fn person(
        &self,
        who: &Fingerprint,
    ) -> Result<Person, MessengerError> {
        let own = self.own();
        Ok(self.contact(who)?.map(|contact| contact.person(&own)).unwrap_or_default())
    }

    /// What is known of these identities, and of all that the guard remembers at these addresses.
    pub(super) fn people(
        &self,
        addresses: &[&AddressKey],
        others: impl IntoIterator<Item = Fingerprint>,
    ) -> Result<People, MessengerError> {
        let mut people = People::default();
        let names = addresses.iter().filter_map(|at| self.account().names.get(at));
        let remembered = names.flat_map(|name| {
            [name.owners(), name.left(), name.guests()].into_iter().flatten().copied()
        });
        let mut wanted: Vec<Fingerprint> = remembered.collect();
        wanted.extend(others);
        for who in wanted {
            people.insert(who, self.person(&who)?);
        }
        Ok(people)
    }

    /// Reads what is known of the people at an address, to be remembered until the vault changes.
    pub(in crate::messenger) fn remember_people(
        &mut self,
        at: &AddressKey,
    ) -> Result<(), MessengerError> {
        for who in self.identities_at(at) {
            let person = self.person(&who)?;
            self.memory_alone().people.insert(who, person);
        }
        Ok(())
    }

    /// What is known of an identity changes.
    pub(super) fn set_person(
        &mut self,
        who: &Fingerprint,
        person: Person,
    ) -> Result<(), MessengerError> {
        let (own, first_seen) = (self.own(), self.seconds());
        let before = self.contact(who)?;
        let mut contact = before.clone().unwrap_or_else(|| ContactRecord::new(*who, first_seen));
        contact.set_person(&own, person);
        if before.as_ref() == Some(&contact) {
            return Ok(());
        }
        self.people_changed();
        let restrictions = |contact: &ContactRecord| {
            let Person { blocked, replaced, .. } = contact.person(&own);
            (blocked, replaced)
        };
        if before.as_ref().map(restrictions).unwrap_or_default() != restrictions(&contact) {
            self.changed_everywhere(who);
        }
        self.put(Table::Contact, &[], who.as_bytes(), &contact.to_bytes()?)
    }

    /// Writes what holds of people although the vault could not be told.
    pub(in crate::messenger) fn pay(&mut self, owed: &Owed) -> Result<(), MessengerError> {
        for who in owed.people() {
            let person = owed.restrict(&who, self.person(&who)?);
            self.set_person(&who, person)?;
            self.writing().0.restricts();
        }
        Ok(())
    }

    /// The user's identity on this account forgets somebody. What other identities of the user know
    /// stays theirs.
    pub(super) fn forget_person(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        self.set_person(who, Person::default())?;
        match self.contact(who)? {
            Some(contact) if contact.is_forgettable() => {
                self.delete(Table::Contact, &[], who.as_bytes())
            }
            _ => Ok(()),
        }
    }

    /// Whether the user has blocked somebody.
    pub(in crate::messenger) fn is_blocked(
        &self,
        who: &Fingerprint,
    ) -> Result<bool, MessengerError> {
        Ok(self.contact(who)?.is_some_and(|contact| contact.blocked))
    }

    /// How far an identity is trusted.
    pub(in crate::messenger::call) fn trust(
        &self,
        who: &Fingerprint,
    ) -> Result<Trust, MessengerError> {
        let Person { replaced, verified, accepted, .. } = self.person(who)?;
        Ok(match (replaced, verified, accepted) {
            (true, ..) => Trust::Changed,
            (_, true, _) => Trust::Verified,
            (_, _, true) => Trust::FirstUse,
            _ => Trust::None,
        })
    }

    /// Another key that has appeared where somebody is known.
    pub(in crate::messenger::call) fn challenger(
        &self,
        at: &AddressKey,
    ) -> Result<Option<Fingerprint>, MessengerError> {
        for guest in self.guests(at) {
            if !self.person(&guest)?.accepted {
                return Ok(Some(guest));
            }
        }
        Ok(self.former(at).first().copied())
    }

    /// How far whoever is at an address is trusted.
    pub(in crate::messenger::call) fn trust_at(
        &self,
        at: &AddressKey,
    ) -> Result<Trust, MessengerError> {
        if self.challenger(at)?.is_some() {
            return Ok(Trust::Changed);
        }
        self.who(at).map_or(Ok(Trust::None), |who| self.trust(&who))
    }

    /// Whether texts may go to somebody else at this address: a verified identity is not left for
    /// one that is not.
    pub(in crate::messenger::call) fn may_turn_to(
        &self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<bool, MessengerError> {
        let Some(before) = self.who(at) else { return Ok(true) };
        Ok(self.trust(who)? >= self.trust(&before)?)
    }
}
