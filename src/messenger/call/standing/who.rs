//! Who is at an address: the identities that the user has accepted there, and which of them texts
//! go to.
//!
//! Usually that is one. A person who uses two machines without having moved the identity from one
//! to the other has two, and the user has added the second one. A text goes to exactly one of them:
//! to the one that was heard last on a live session; but a verified one is never left for one that
//! is not.

use crate::guard::{AddressKey, Door, Name};
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::limits::MAX_ADDRESSES_OF_IDENTITY;
use crate::messenger::tells::event::State;
use std::collections::BTreeSet;

impl Call<'_, '_> {
    fn name(&self, at: &AddressKey) -> Option<&Name> {
        self.account().names.get(at)
    }

    /// The one at an address whom texts go to.
    pub(in crate::messenger) fn who(&self, at: &AddressKey) -> Option<Fingerprint> {
        self.account().who(at)
    }

    /// Whether lines of `who` are read at this address, as one of those that were accepted there.
    pub(in crate::messenger::call) fn is_at(&self, at: &AddressKey, who: &Fingerprint) -> bool {
        self.name(at).is_some_and(|name| name.owners().contains(who))
    }

    /// All that were accepted at an address; the one that texts go to comes first.
    pub(in crate::messenger) fn identities_at(&self, at: &AddressKey) -> Vec<Fingerprint> {
        self.account().identities_at(at)
    }

    /// The addresses at which somebody was accepted.
    pub(in crate::messenger) fn addresses_of(&self, who: &Fingerprint) -> Vec<AddressKey> {
        self.account().names.names_of(who).cloned().collect()
    }

    /// Everybody whom a decision about an address can be about.
    pub(in crate::messenger) fn people_in_question(&self, at: &AddressKey) -> Vec<Fingerprint> {
        self.account().people_in_question(at)
    }

    /// Whose keys were replaced and who have shown to be there all the same.
    pub(in crate::messenger::call) fn former(&self, at: &AddressKey) -> Vec<Fingerprint> {
        let address = self.account().addresses.get(at);
        let former = address.into_iter().flat_map(|address| &address.passing.former);
        former.copied().collect()
    }

    /// Those who are at an address without having been accepted there.
    pub(in crate::messenger::call) fn guests(&self, at: &AddressKey) -> Vec<Fingerprint> {
        self.name(at).map(Name::guests).into_iter().flatten().copied().collect()
    }

    /// Whether the user has written to an address, has decided something there, or has it on a list.
    pub(in crate::messenger::call) fn is_touched(&self, at: &AddressKey) -> bool {
        self.name(at).is_some_and(Name::is_touched)
    }

    /// Whether whoever asks from an address is answered without the user, if there is no reason
    /// against it.
    pub(in crate::messenger::call) fn is_known(&self, at: &AddressKey) -> bool {
        self.name(at).is_some_and(Name::is_contact)
    }

    /// Whether so many addresses of somebody are known, or in question, that no further one is asked
    /// about.
    pub(in crate::messenger::call) fn has_enough_addresses(&self, who: &Fingerprint) -> bool {
        let names = &self.account().names;
        let owned = names.names_of(who).count();
        let asked = names.iter().filter(|(_, name)| name.guests().contains(who));
        owned.saturating_add(asked.take(MAX_ADDRESSES_OF_IDENTITY).count())
            >= MAX_ADDRESSES_OF_IDENTITY
    }

    /// Whether held texts may be sent in this state, once there is a session.
    pub(in crate::messenger::call) fn waits_for_session(&self, at: &AddressKey) -> bool {
        matches!(
            self.account().state(at),
            State::Private | State::Asked | State::Starting | State::Restoring
        )
    }

    /// Whether somebody who asks is answered without the user. Nobody is where a conversation was
    /// private and is over, whoever has ended it.
    pub(in crate::messenger::call) fn begins_by_itself(&self, at: &AddressKey) -> bool {
        let over = match self.account().state(at) {
            State::Ended => true,
            State::Plain | State::Invited => {
                self.name(at).is_some_and(|name| name.door() == Door::Shut)
            }
            _ => false,
        };
        self.account().names.answers(at) && !over
    }

    /// Whether somebody unknown may begin a session here without the user being asked: a contact,
    /// or somebody whom the user has asked.
    pub(in crate::messenger::call) fn may_begin(&self, at: &AddressKey) -> bool {
        self.begins_by_itself(at) || self.account().state(at) == State::Asked
    }

    /// Whether something waits for the user to accept.
    pub(in crate::messenger::call) fn is_invited(&self, at: &AddressKey) -> bool {
        let address = self.account().addresses.get(at);
        address.is_some_and(|address| address.passing.invitation.open)
            && !self.account().decided.contains(at)
    }

    /// All addresses that somebody is remembered at who was accepted.
    pub(in crate::messenger::call) fn addresses_of_all(
        &self,
        people: &[Fingerprint],
    ) -> BTreeSet<AddressKey> {
        people.iter().flat_map(|who| self.addresses_of(who)).collect()
    }
}
