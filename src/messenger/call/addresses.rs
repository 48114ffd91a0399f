//! The addresses of a contact: another one that it writes from, another name that the network tells.
//!
//! An identity is proven by its sessions, an address by nothing: whoever runs the network can say
//! that anybody is called anything now. What that changes is the guard's to say; what is under way is
//! moved here.

use super::call::Call;
use crate::guard::{AddressKey, Decision, Op};
use crate::identity::Fingerprint;
use crate::messenger::limits::{MAX_LEFT_ADDRESSES, MAX_WINDOWS};
use crate::messenger::memory::address::Passing;
use crate::messenger::network::profile::Profile;
use crate::messenger::rows::records::{Conversation, Record, ShownRecord};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::vault::Table;
use std::collections::{BTreeMap, BTreeSet};

impl Call<'_, '_> {
    /// Reports that, according to the network, somebody has changed name. The guard says who is
    /// taken for whom there, and what may leave; this moves what is under way. A name that the user
    /// has never touched becomes the window of whoever comes; elsewhere they are a guest, and what
    /// waits for them waits where they were.
    pub(in crate::messenger) fn rename(
        &mut self,
        from: &AddressKey,
        to: &AddressKey,
    ) -> Result<(), MessengerError> {
        let people = self.identities_at(from);
        let _none = self.guard(&Op::Renamed(from, to))?;
        if from == to {
            return Ok(());
        }
        let settled = people.iter().all(|who| self.is_at(to, who));
        let taken = self.account().names.get(to).is_some_and(|name| {
            name.owners().iter().any(|owner| !people.contains(owner)) || !name.left().is_empty()
        });
        // A window with nobody in it moves as well, unless there is another one already.
        let waits = self.account().state(to) != State::Plain
            || self.account().texts.at(to).next().is_some();
        let moves = if people.is_empty() { !taken && !waits } else { settled };
        if moves {
            self.move_window(from, to)?;
        } else {
            // Texts and sessions stay with the name that was left. What the sessions had to say is for
            // nobody there any more, and the guard lets nothing out to a name where somebody is a guest:
            // when they are accepted, both sides hear from each other again.
            self.forget_control(from)?;
            let now = self.now;
            let conversation = self.conversation_mut(from);
            (conversation.state, conversation.since) = (State::Plain, now);
            if self.passing(from).invitation.open && !self.is_invited(to) {
                self.passing(to).invitation = std::mem::take(&mut self.passing(from).invitation);
            }
        }
        // Whoever is at home there again, or has brought the window along, is reached there.
        for who in self.identities_at(to) {
            if self.load_peer(&who)? {
                self.set_route(&who, to);
                self.refresh(&who)?;
            }
        }
        if self.account().is_kept(from) {
            self.tell_state(from)?;
        }
        self.tell_state(to)?;
        self.forget_passed_names()
    }

    /// Names that somebody only passed on the way to another one are remembered, but not without end:
    /// the oldest go. Nor are those that windows have come to, unless it is the only name of somebody
    /// who is there: of the oldest is remembered that they are shut.
    fn forget_passed_names(&mut self) -> Result<(), MessengerError> {
        for (windows, most) in [(false, MAX_LEFT_ADDRESSES), (true, MAX_WINDOWS)] {
            let account = self.account();
            let names = account.names.iter().filter(|(at, name)| {
                let kept = name.is_window() == windows && !name.is_bare();
                kept && account.names.may_give_up(at) && account.rests(at)
            });
            let mut passed: Vec<(u64, AddressKey)> = names
                .map(|(at, _)| {
                    let address = account.addresses.get(at);
                    (address.map_or(0, |address| address.conversation.since), at.clone())
                })
                .collect();
            if passed.len() <= most {
                continue;
            }
            passed.sort_unstable();
            passed.truncate(passed.len() - most / 2);
            for (_, at) in passed {
                let somebody = self.who(&at).is_some();
                let _none = self.guard(&Op::MadeRoom(&at))?;
                self.account_mut().addresses.remove(&at);
                if somebody {
                    self.tell_state(&at)?;
                }
            }
        }
        Ok(())
    }

    fn move_window(&mut self, from: &AddressKey, to: &AddressKey) -> Result<(), MessengerError> {
        let now = self.now;
        let spelled = self.conversation(to).clone();
        let before = self.conversation(from).clone();
        let left = self.conversation_mut(from);
        *left = Conversation {
            spellings: before.spellings.clone(),
            since: now,
            ..Conversation::new(&before.name)
        };
        let moved = self.conversation_mut(to);
        *moved = Conversation { name: spelled.name, spellings: spelled.spellings, ..before };
        let passing = std::mem::take(self.passing(from));
        let used = self.passing(to).used;
        *self.passing(to) = Passing { used, ..passing };
        self.move_under_way(&BTreeMap::from([(from.clone(), to.clone())]), None)?;
        self.memory_alone().agenda.address(to, now);
        Ok(())
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
            self.save_text(*number);
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

    /// Addresses are spelled otherwise from now on. Where two become one, the guard joins what is
    /// remembered of both. Where one becomes two, each way in which the host wrote it keeps the
    /// restrictions.
    pub(in crate::messenger) fn respell(
        &mut self,
        profile: &Profile,
    ) -> Result<(), MessengerError> {
        let mut addresses: Vec<AddressKey> = self.account().addresses.keys().cloned().collect();
        addresses.sort_unstable();
        let mut moves = BTreeMap::new();
        for at in addresses {
            let conversation = self.conversation(&at).clone();
            let to = profile.key(&conversation.name);
            let mut stays = None;
            for spelling in &conversation.spellings {
                let other = profile.key(spelling);
                if other == at && to != at {
                    stays = Some(spelling.clone());
                } else if other != to && self.account().is_kept(&at) {
                    let _none = self.guard(&Op::Spread(&at, &other))?;
                    self.seen(&other, spelling);
                }
            }
            if to != at {
                moves.insert(at, (to, stays));
            }
        }
        // All at once: a name may become what another one was.
        let mut moved = Vec::new();
        for (from, (to, stays)) in &moves {
            let op = match stays {
                Some(_) => Op::Spread(from, to),
                None => Op::Respelled(from, to),
            };
            let _none = self.guard(&op)?;
            if let Some(address) = self.account_mut().addresses.remove(from) {
                moved.push((from, to, address));
            }
            self.account_mut().unsaved.insert(from.clone());
        }
        for (from, (_, stays)) in &moves {
            if let Some(spelling) = stays {
                self.seen(from, spelling);
            }
        }
        let moves: BTreeMap<AddressKey, AddressKey> =
            moves.iter().map(|(from, (to, _))| (from.clone(), to.clone())).collect();
        let now = self.now;
        for (_, to, address) in moved {
            let account = self.account_mut();
            account.unsaved.insert(to.clone());
            match account.addresses.get_mut(to) {
                // Of two windows that become one the more private one stays.
                Some(there)
                    if there.conversation.state.rank() >= address.conversation.state.rank() =>
                {
                    there.conversation.also_spelled(&address.conversation);
                }
                Some(there) => {
                    let other = std::mem::replace(there, address);
                    there.conversation.also_spelled(&other.conversation);
                }
                None => {
                    account.addresses.insert(to.clone(), address);
                }
            }
            self.memory_alone().agenda.address(to, now);
        }
        self.move_under_way(&moves, None)
    }

    /// The user takes this address for one of somebody's: what is under way to them elsewhere goes
    /// here. Their other addresses stay their own, so that nothing leaves in clear there. Whoever was
    /// here before has left.
    pub(super) fn accept_address(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let _none = self.decided(at, Decision::Accept(Some(*who)))?;
        self.set_who(at, who);
        self.give_up_for_others(at, who)?;
        let shown = self.account().state(at);
        let awaited = shown == State::Asked;
        let others = self.addresses_of(who).into_iter().chain(self.route(who));
        let others: BTreeSet<AddressKey> = others.filter(|other| other != at).collect();
        let moves = others.into_iter().map(|other| (other, at.clone())).collect();
        self.move_under_way(&moves, Some(who))?;
        self.new_peer(who, at)?;
        self.set_route(who, at);
        if shown == State::Alarm {
            self.set_state(at, State::Asked)?;
        }
        self.refresh(who)?;
        match self.account().state(at) {
            // The session is an old one, so nobody has answered yet: the other side is to hear from
            // this address too, and may have to decide about it.
            State::Private if awaited => self.probe(at, who, None)?,
            State::Private => {}
            State::Plain | State::Invited | State::Ended | State::Asked => {
                self.with_peer(who, |peer, _| peer.reopen())?;
                self.set_state(at, State::Asked)?;
                self.offer(at, None)?;
            }
            _ => {}
        }
        self.tell_state(at)?;
        self.send_held(who)
    }

    /// The user does not take this address for one of the contact: it is nobody's again, and what the
    /// contact says from here appears at its own address.
    pub(super) fn decline_address(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let elsewhere = self.addresses_of(who).into_iter().find(|other| other != at);
        self.give_up_for(at, who)?;
        let _none = self.decided(at, Decision::Decline(*who))?;
        if self.load_peer(who)?
            && let Some(elsewhere) = elsewhere
        {
            self.set_route(who, &elsewhere);
        }
        self.gone(at)
    }

    /// These are not taken for whoever is known at an address: nothing more is asked about them here.
    pub(super) fn decline_guests(
        &mut self,
        at: &AddressKey,
        guests: &[Fingerprint],
    ) -> Result<(), MessengerError> {
        let mut ends_wait = false;
        for who in guests {
            let effects = self.decided(at, Decision::Decline(*who))?;
            ends_wait = effects.ends_wait;
            self.passing(at).former.retain(|former| former != who);
            let elsewhere = self.addresses_of(who).into_iter().find(|other| other != at);
            if self.load_peer(who)?
                && let Some(elsewhere) = elsewhere
            {
                self.set_route(who, &elsewhere);
            }
        }
        match self.account().state(at) {
            State::Alarm if self.challenger(at)?.is_none() => self.set_state(at, State::Ended),
            // Nobody is left whom a text that waits could go to.
            State::Asked if ends_wait => self.set_state(at, State::Ended),
            _ => self.tell_state(at),
        }
    }
}
