//! What a decision restricts although the vault could not be told: it holds at once, and the host is
//! told where the conversation stands by that.

use super::messenger::Messenger;
use crate::guard::{AddressKey, Decision, Op, People};
use crate::identity::Fingerprint;
use crate::messenger::call::decisions::action::Action;
use crate::messenger::memory::account::Account;
use crate::messenger::memory::owed::Owed;
use crate::messenger::tells::event::{Event, EventKind, State, Trust};
use std::collections::BTreeSet;

/// Where a conversation stood, as far as memory knew: its account, its address.
pub(super) type Held = (String, AddressKey, State);

impl Account {
    /// What memory knows of the people at an address; of those whom it does not know, nothing.
    fn people_in_memory(&self, at: &AddressKey, owed: &Owed) -> People {
        let remembered = self.names.get(at).into_iter();
        let remembered = remembered.flat_map(|name| name.owners().union(name.guests()));
        let known = |who: &Fingerprint| self.people.get(who).copied().unwrap_or_default();
        remembered.map(|who| (*who, owed.restrict(who, known(who)))).collect()
    }

    /// Where a conversation stands as far as memory knows. A trust that is not remembered is not
    /// claimed.
    fn state_in_memory(&self, at: &AddressKey, owed: &Owed) -> EventKind {
        let people = self.people_in_memory(at, owed);
        let fingerprint = self.who(at);
        let guests = self.names.get(at).into_iter().flat_map(|name| name.guests());
        let other = guests.copied().find(|guest| !people.of(guest).accepted);
        let person = fingerprint.map(|who| people.of(&who)).unwrap_or_default();
        let trust = match other {
            Some(_) => Trust::Changed,
            None if person.replaced => Trust::Changed,
            None if person.verified => Trust::Verified,
            None if person.accepted => Trust::FirstUse,
            None => Trust::None,
        };
        EventKind::State { state: self.shown_state(at, &people), trust, fingerprint, other }
    }
}

impl Messenger {
    /// What a decision restricts holds although the vault could not be told: the door in the book of
    /// the account, who is blocked or replaced for all accounts.
    pub(super) fn foresee(
        &mut self,
        account: &str,
        peer: &str,
        action: Action,
        who: Option<&Fingerprint>,
    ) {
        let Some(found) = self.accounts.get(account) else { return };
        let at = found.key(peer);
        let decision = match action {
            Action::Start => Decision::Start,
            Action::Block => Decision::Block,
            Action::Accept if found.is_asked_about(&at, who) => Decision::Accept(who.copied()),
            Action::AcceptKey | Action::AddKey if found.is_asked_about(&at, who) => {
                let Some(who) = who else { return };
                match action {
                    Action::AcceptKey => Decision::AcceptKey(*who),
                    _ => Decision::AddKey(*who),
                }
            }
            _ => return,
        };
        let name = found.names.get(&at).cloned().unwrap_or_default();
        let before = self.held_at(account, &[&at]);
        let Some(found) = self.accounts.get_mut(account) else { return };
        found.save.failed(self.environment.clock.now_ms());
        found.names.foresee(&Op::Decide(&at, decision));
        match decision {
            Decision::Block => self.owed.blocked.extend(name.owners()),
            Decision::AcceptKey(new) => {
                let old = name.owners().union(name.left()).filter(|old| **old != new);
                self.owed.replaced.extend(old);
            }
            _ => {}
        }
        self.note_restricted(before);
    }

    /// Where the conversations stand that a decision at these addresses can be about: also those under
    /// other names of the same people, on all accounts.
    pub(super) fn held_at(&self, account: &str, addresses: &[&AddressKey]) -> Vec<Held> {
        let Some(found) = self.accounts.get(account) else { return Vec::new() };
        let names = addresses.iter().filter_map(|at| found.names.get(at));
        let people: BTreeSet<Fingerprint> =
            names.flat_map(|name| name.owners().union(name.left()).copied()).collect();
        let mut concerned: BTreeSet<(&str, &AddressKey)> =
            addresses.iter().map(|at| (account, *at)).collect();
        for (name, account) in &self.accounts {
            let of_them = people.iter().flat_map(|who| account.names.names_of(who));
            concerned.extend(of_them.map(|at| (name.as_str(), at)));
        }
        let held = concerned.into_iter().filter_map(|(name, at)| {
            let account = self.accounts.get(name)?;
            let people = account.people_in_memory(at, &self.owed);
            Some((name.to_owned(), at.clone(), account.shown_state(at, &people)))
        });
        held.collect()
    }

    /// A call has failed: what stands otherwise than before is told, now as far as memory knows, and
    /// again when the vault can be read.
    pub(super) fn note_restricted(&mut self, before: Vec<Held>) {
        for (name, at, state) in before {
            let Some(account) = self.accounts.get_mut(&name) else { continue };
            let people = account.people_in_memory(&at, &self.owed);
            if account.shown_state(&at, &people) != state {
                account.restricted.insert(at, false);
            }
        }
    }

    /// As [`Self::note_restricted`], where the mode of the account was to be another one.
    pub(super) fn note_required(&mut self, name: &str) {
        let Some(account) = self.accounts.get_mut(name) else { return };
        let stands = |at: &AddressKey| {
            account.shown_state(at, &account.people_in_memory(at, &self.owed)) == State::Required
        };
        let required = account.addresses.keys().filter(|at| stands(at));
        let required: Vec<(AddressKey, bool)> = required.map(|at| (at.clone(), false)).collect();
        account.restricted.extend(required);
    }

    /// Tells what is restricted and was not told.
    pub(super) fn tell_restricted(&mut self, events: &mut Vec<Event>) {
        for (name, account) in &mut self.accounts {
            let untold = account.restricted.iter_mut().filter(|(_, told)| !**told);
            let untold: Vec<AddressKey> = untold
                .map(|(at, told)| {
                    *told = true;
                    at.clone()
                })
                .collect();
            for at in untold {
                let kind = account.state_in_memory(&at, &self.owed);
                let peer = match account.addresses.get(&at) {
                    Some(address) => address.conversation.name.clone(),
                    None => at.as_str().to_owned(),
                };
                events.push(Event { account: name.clone(), peer, kind });
            }
        }
    }
}
