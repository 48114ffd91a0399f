//! Who is at an address: the identities that the user has accepted there, and which of them texts
//! go to.
//!
//! Usually that is one. A person who uses two machines without having moved the identity from one
//! to the other has two, and the user has added the second one. A text goes to exactly one of them:
//! to the one that was heard last on a live session; but a verified one is never left for one that
//! is not.

use super::call::Call;
use crate::identity::Fingerprint;
use crate::messenger::limits::MAX_ADDRESSES_OF_IDENTITY;
use crate::messenger::rows::records::AddressRecord;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Question, State};
use crate::session::Status;
use std::collections::BTreeSet;

impl Call<'_, '_> {
    /// Whether lines of `who` are read at this address, as one of those that were accepted there.
    pub(in crate::messenger) fn is_at(&self, key: &str, who: &Fingerprint) -> bool {
        self.account.addresses.get(key).is_some_and(|address| {
            address.record.who.as_ref() == Some(who) || address.record.others.contains(who)
        })
    }

    /// All that were accepted at an address; the one that texts go to comes first.
    pub(in crate::messenger) fn identities_at(&self, key: &str) -> Vec<Fingerprint> {
        self.who(key).into_iter().chain(self.others_at(key)).collect()
    }

    pub(in crate::messenger) fn others_at(&self, key: &str) -> Vec<Fingerprint> {
        let address = self.account.addresses.get(key);
        address.map(|address| address.record.others.clone()).unwrap_or_default()
    }

    /// The addresses at which somebody was accepted.
    pub(in crate::messenger) fn addresses_of(&self, who: &Fingerprint) -> Vec<String> {
        let alone = self.account.windows.get(who).into_iter().flatten();
        let candidates = alone.chain(&self.account.shared_addresses);
        let found: BTreeSet<&String> = candidates.filter(|key| self.is_at(key, who)).collect();
        found.into_iter().cloned().collect()
    }

    /// One of those who were accepted at an address was heard: texts go to it from now on, if its
    /// session is live and it is known as well as the one before. It may also be that it has ended.
    pub(in crate::messenger) fn heard(
        &mut self,
        key: &str,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        if self.who(key) == Some(*who) || !self.is_at(key, who) {
            return Ok(());
        }
        match self.status(who)? {
            Status::Private if self.may_turn_to(key, who)? => self.turn_to(key, who),
            Status::Ended => self.give_up_for(key, who),
            _ => Ok(()),
        }
    }

    /// Whether texts may go to somebody else at this address: a verified identity is not left for
    /// one that is not.
    pub(in crate::messenger) fn may_turn_to(
        &self,
        key: &str,
        who: &Fingerprint,
    ) -> Result<bool, MessengerError> {
        let Some(before) = self.who(key) else { return Ok(true) };
        Ok(self.trust(who)? >= self.trust(&before)?)
    }

    /// Texts go to this one of those accepted from now on.
    pub(in crate::messenger) fn turn_to(
        &mut self,
        key: &str,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let record = &mut self.address(key).record;
        record.others.retain(|other| other != who);
        if let Some(before) = record.who.filter(|before| before != who) {
            record.others.push(before);
        }
        self.set_who(key, who)?;
        let (state, status) = (self.account.state(key), self.status(who)?);
        self.refresh_window(key, status)?;
        // Also if the state is the same: it says whom texts go to.
        if self.account.state(key) == state { self.tell_state(key) } else { Ok(()) }
    }

    /// In whose window a line of `who` is shown that came from the address `key`: an identity that
    /// is known appears as itself. `None`: it was replaced or declined there, and has no window of
    /// its own.
    pub(in crate::messenger) fn window_of(
        &mut self,
        who: &Fingerprint,
        key: &str,
    ) -> Option<String> {
        if self.is_at(key, who) || self.may_come_to(key, who) {
            return Some(key.to_owned());
        }
        let own = self.route(who).filter(|own| self.is_at(own, who));
        own.or_else(|| self.addresses_of(who).into_iter().next())
    }

    /// Whether an identity that writes from an address is taken for the one there without a
    /// question. An address of the user's list belongs to somebody already, seen or not: whoever
    /// takes the name must not bring the trust of another contact along.
    fn may_come_to(&self, key: &str, who: &Fingerprint) -> bool {
        let Some(address) = self.account.addresses.get(key) else { return true };
        let AddressRecord { who: there, known, declined, .. } = &address.record;
        let elsewhere = self.addresses_of(who).len();
        let most = if *known { 1 } else { MAX_ADDRESSES_OF_IDENTITY };
        there.is_none() && !declined.contains(who) && elsewhere < most
    }

    /// Whether so many addresses of somebody are known that no further one is remembered.
    fn has_enough_addresses(&self, who: &Fingerprint) -> bool {
        self.addresses_of(who).len() >= MAX_ADDRESSES_OF_IDENTITY
    }

    /// Notes who has written from where.
    pub(in crate::messenger) fn recognise(
        &mut self,
        who: &Fingerprint,
        key: &str,
    ) -> Result<(), MessengerError> {
        self.meet(who)?;
        if self.is_at(key, who) {
            return Ok(());
        }
        let elsewhere = self.route(who).is_some_and(|old| old != key);
        let may_come = self.may_come_to(key, who);
        let passing = &self.address(key).passing;
        let news = passing.visitor != Some(*who);
        if self.address(key).record.declined.contains(who) {
            return Ok(());
        }
        if may_come {
            self.set_who(key, who)?;
        } else if self.has_enough_addresses(who) {
            return Ok(());
        }
        if news && elsewhere {
            self.address(key).passing.visitor = Some(*who);
            self.ask(key, Question::AddressChanged, Some(*who));
        }
        Ok(())
    }

    /// Whether a session with somebody accepted at an address is live.
    pub(in crate::messenger) fn is_private_with_any(
        &mut self,
        key: &str,
    ) -> Result<bool, MessengerError> {
        for who in self.identities_at(key) {
            if self.status(&who)? == Status::Private {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether held texts may be sent in this state, once there is a session.
    pub(in crate::messenger) fn waits_for_session(&self, key: &str) -> bool {
        matches!(
            self.account.state(key),
            State::Private | State::Asked | State::Starting | State::Restoring
        )
    }
}
