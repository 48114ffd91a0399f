//! The addresses of a contact: another one that it writes from, another name that the network tells.
//!
//! An identity is proven by its sessions, an address by nothing: whoever runs the network can say
//! that anybody is called anything now. So trust never moves to an address where somebody else is
//! known, and an address that was left is never silently one for clear text.

use super::call::Call;
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::limits::MAX_LEFT_ADDRESSES;
use crate::messenger::memory::address::Address;
use crate::messenger::network::profile::CaseMapping;
use crate::messenger::rows::records::{AddressRecord, Record, ShownRecord};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::vault::Table;
use std::collections::{BTreeMap, BTreeSet};

impl Address {
    /// It was left by whoever was there, and nobody has come since.
    fn is_left(&self) -> bool {
        let AddressRecord { who, known, state, .. } = &self.record;
        who.is_none() && !known && *state == State::Ended && !self.passing.invitation.open
    }

    /// Nobody is known here, nor does anybody wait for a decision.
    fn is_free(&self) -> bool {
        let AddressRecord { who, known, state, .. } = &self.record;
        let unknown = who.is_none() && !known && !self.passing.invitation.open;
        unknown && (*state == State::Plain || self.is_left())
    }
}

impl Call<'_, '_> {
    /// The network says that somebody has another name now. What is known of the old one follows if
    /// nobody is known under the new one. The old one is nobody's then: texts to it are refused, if
    /// they did not go in clear before, until the user decides.
    pub(in crate::messenger) fn rename(
        &mut self,
        from: &AddressKey,
        to: &AddressKey,
        name: &str,
    ) -> Result<(), MessengerError> {
        let Some(address) = self.memory_alone().addresses.get_mut(from) else { return Ok(()) };
        if from == to {
            name.clone_into(&mut address.record.name);
            return if address.kept { self.save_address(from) } else { Ok(()) };
        }
        if !self.account().addresses.get(to).is_none_or(Address::is_free) {
            return Err(MessengerError::AddressTaken);
        }
        let left = self.account().addresses.values().filter(|address| address.is_left()).count();
        if left >= MAX_LEFT_ADDRESSES {
            return Err(MessengerError::WrongState);
        }
        let people = self.identities_at(from);
        let Some(mut moved) = self.account_mut().addresses.remove(from) else { return Ok(()) };
        let before = moved.record.clone();
        name.clone_into(&mut moved.record.name);
        let kept = moved.kept;
        self.account_mut().addresses.insert(to.clone(), moved);
        if self.account_mut().unsaved.remove(from) {
            self.account_mut().unsaved.insert(to.clone());
        }
        if kept {
            self.drop_row(Table::Address, from.as_bytes())?;
            self.save_address(to)?;
        }
        self.rename_windows(&people, from, to);
        self.move_under_way(&BTreeMap::from([(from.clone(), to.clone())]), None)?;
        let now = self.now;
        self.memory_alone().agenda.address(to, now);
        self.leave(from, &before)?;
        self.tell_state(to)
    }

    /// What stays of an address that somebody has left.
    fn leave(&mut self, at: &AddressKey, before: &AddressRecord) -> Result<(), MessengerError> {
        let secret = !before.state.is_clear() && before.state != State::Blocked;
        let mode = if self.account().only_private(before.mode) { before.mode } else { 0 };
        if !secret && mode == 0 {
            return Ok(());
        }
        self.account_mut().address(at, &before.name).record.mode = mode;
        self.save_address(at)?;
        if secret { self.set_state(at, State::Ended) } else { self.tell_state(at) }
    }

    fn rename_windows(&mut self, people: &[Fingerprint], from: &AddressKey, to: &AddressKey) {
        for who in people {
            if let Some(addresses) = self.account_mut().windows.get_mut(who)
                && addresses.remove(from)
            {
                addresses.insert(to.clone());
            }
        }
    }

    /// Texts and lines that are under way to addresses, and texts from there that were not confirmed,
    /// are under way at others from now on; if `of` is given, only those of that identity.
    fn move_under_way(
        &mut self,
        moves: &BTreeMap<AddressKey, AddressKey>,
        of: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let mut numbers = BTreeMap::new();
        for (from, to) in moves {
            let texts = self.account().texts.at(from).map(|text| &text.record);
            let wanted = texts.filter(|text| of.is_none_or(|who| text.who.as_ref() == Some(who)));
            numbers.extend(wanted.map(|text| (text.number, to)));
        }
        for (number, to) in &numbers {
            self.account_mut()
                .texts
                .change(*number, |text| (*to).clone_into(&mut text.record.address));
            self.save_text(*number)?;
        }
        let moved = self.account_mut().outbox.readdress(moves, |line| {
            of.is_none() || line.text.is_some_and(|number| numbers.contains_key(&number))
        });
        for line in moved {
            match self.fresh.get_mut(&line.id) {
                Some(fresh) => *fresh = line,
                None => self.keep(Table::Line, &line.id.to_be_bytes(), &line)?,
            }
        }
        let group = self.account().group();
        for bytes in self.tx().scan(Table::Shown, &group)? {
            let mut shown = ShownRecord::from_bytes(&bytes)?;
            if let Some(to) = moves.get(&shown.address)
                && of.is_none_or(|who| shown.who == *who)
            {
                to.clone_into(&mut shown.address);
                self.keep(Table::Shown, &ShownRecord::key(&shown.who, shown.id), &shown)?;
            }
        }
        if of.is_some() {
            return Ok(());
        }
        for to in moves.values() {
            for who in self.identities_at(to) {
                if self.load_peer(&who)?
                    && let Some(route) = self.route(&who).and_then(|route| moves.get(&route))
                {
                    self.set_route(&who, route);
                }
            }
        }
        Ok(())
    }

    /// Addresses are spelled otherwise from now on. Where two that are known would become one, nothing
    /// changes: nobody could tell whose the texts and the trust are.
    pub(super) fn respell(&mut self, mapping: CaseMapping) -> Result<(), MessengerError> {
        if mapping == self.account().profile.case_mapping() {
            return Ok(());
        }
        let (mut taken, mut moves, mut gone) = (BTreeSet::new(), BTreeMap::new(), Vec::new());
        let mut addresses: Vec<(&AddressKey, &Address)> = self.account().addresses.iter().collect();
        // Those that are known come first: strangers give way.
        addresses.sort_by_key(|(at, address)| (!address.kept, *at));
        for (at, address) in addresses {
            let to = mapping.key(&address.record.name);
            if !taken.insert(to.clone()) {
                if address.kept {
                    return Err(MessengerError::AddressTaken);
                }
                gone.push(at.clone());
            } else if to != *at {
                moves.insert(at.clone(), to);
            }
        }
        for at in gone {
            self.account_mut().addresses.remove(&at);
        }
        // All at once: a name may become what another one was.
        let mut moved = Vec::new();
        for (from, to) in &moves {
            let people = self.identities_at(from);
            let Some(address) = self.account_mut().addresses.remove(from) else { continue };
            let unsaved = self.account_mut().unsaved.remove(from);
            if address.kept {
                self.drop_row(Table::Address, from.as_bytes())?;
            }
            moved.push((from, to, address, people, unsaved));
        }
        for (from, to, address, people, unsaved) in moved {
            let kept = address.kept;
            self.account_mut().addresses.insert(to.clone(), address);
            if unsaved {
                self.account_mut().unsaved.insert(to.clone());
            }
            if kept {
                self.save_address(to)?;
            }
            self.rename_windows(&people, from, to);
            let now = self.now;
            self.memory_alone().agenda.address(to, now);
        }
        self.move_under_way(&moves, None)
    }

    /// The user takes this address for one of the contact: what is under way to it elsewhere goes
    /// here. Its other addresses stay its own, so that nothing leaves in clear there.
    pub(super) fn accept_address(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let visitor = self.passing(at).visitor;
        let asked = |who: &Fingerprint| visitor == Some(*who) || self.is_at(at, who);
        let who = match (fingerprint, visitor) {
            (Some(who), _) if asked(who) => *who,
            (None, None) => return Err(MessengerError::WrongState),
            (Some(_), None) if self.who(at).is_none() => return Err(MessengerError::WrongState),
            _ => return Err(MessengerError::OtherFingerprint),
        };
        if !self.is_at(at, &who) {
            // Somebody else is known here: that is a question about a key.
            if self.who(at).is_some() || self.account().state(at) == State::Blocked {
                return Err(MessengerError::WrongState);
            }
            if self.is_blocked(&who)? {
                return Err(MessengerError::WrongState);
            }
            self.record_mut(at).declined.retain(|declined| *declined != who);
            self.set_who(at, &who)?;
        }
        self.record_mut(at).known = true;
        self.save_address(at)?;
        let awaited = self.account().state(at) == State::Asked;
        let others = self.addresses_of(&who).into_iter().filter(|other| other != at);
        let moves = others.map(|other| (other, at.clone())).collect();
        self.move_under_way(&moves, Some(&who))?;
        if self.load_peer(&who)? {
            self.set_route(&who, at);
        }
        self.refresh(&who)?;
        self.tell_state(at)?;
        if awaited && self.account().state(at) == State::Private {
            // The session is an old one, so nobody has answered yet: the other side is to hear from
            // this address too, and may have to decide about it.
            self.probe(at, &who, None)?;
        }
        self.send_held(&who)
    }

    /// The user does not take this address for one of the contact: it is nobody's again, and what the
    /// contact says from here appears at its own address.
    pub(super) fn decline_address(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let elsewhere = self.addresses_of(who).into_iter().find(|other| other != at);
        self.note_declined(at, who)?;
        self.give_up_for(at, who)?;
        if self.load_peer(who)?
            && let Some(elsewhere) = elsewhere
        {
            self.set_route(who, &elsewhere);
        }
        self.unbind(at, who)
    }
}
