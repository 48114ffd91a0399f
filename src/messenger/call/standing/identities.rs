//! Who is at an address: the identities that the user has accepted there, and which of them texts
//! go to.
//!
//! Usually that is one. A person who uses two machines without having moved the identity from one
//! to the other has two, and the user has added the second one. A text goes to exactly one of them:
//! to the one that was heard last on a live session; but a verified one is never left for one that
//! is not.

use crate::guard::AddressKey;
use crate::guard::Mode;
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::limits::MAX_ADDRESSES_OF_IDENTITY;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use std::collections::BTreeSet;

impl Call<'_, '_> {
    /// Whether lines of `who` are read at this address, as one of those that were accepted there.
    pub(in crate::messenger::call) fn is_at(&self, at: &AddressKey, who: &Fingerprint) -> bool {
        self.account().addresses.get(at).is_some_and(|address| {
            address.record.who.as_ref() == Some(who) || address.record.others.contains(who)
        })
    }

    /// All that were accepted at an address; the one that texts go to comes first.
    pub(in crate::messenger) fn identities_at(&self, at: &AddressKey) -> Vec<Fingerprint> {
        self.who(at).into_iter().chain(self.others_at(at)).collect()
    }

    pub(in crate::messenger::call) fn others_at(&self, at: &AddressKey) -> Vec<Fingerprint> {
        let address = self.account().addresses.get(at);
        address.map(|address| address.record.others.clone()).unwrap_or_default()
    }

    /// The addresses at which somebody was accepted.
    pub(in crate::messenger::call) fn addresses_of(&self, who: &Fingerprint) -> Vec<AddressKey> {
        let alone = self.account().windows.get(who).into_iter().flatten();
        let candidates = alone.chain(&self.account().shared_addresses);
        let found: BTreeSet<&AddressKey> = candidates.filter(|at| self.is_at(at, who)).collect();
        found.into_iter().cloned().collect()
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

    /// Whether so many addresses of somebody are known that no further one is remembered.
    pub(in crate::messenger::call) fn has_enough_addresses(&self, who: &Fingerprint) -> bool {
        self.addresses_of(who).len() >= MAX_ADDRESSES_OF_IDENTITY
    }

    /// Whether held texts may be sent in this state, once there is a session.
    pub(in crate::messenger::call) fn waits_for_session(&self, at: &AddressKey) -> bool {
        matches!(
            self.account().state(at),
            State::Private | State::Asked | State::Starting | State::Restoring
        )
    }

    /// Whether somebody who asks is answered without the user.
    pub(in crate::messenger::call) fn begins_by_itself(&self, at: &AddressKey) -> bool {
        self.is_known(at) && self.account().mode(at) != Mode::Manual
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
}
