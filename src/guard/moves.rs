//! Names that change: restrictions follow the window, people take their name along.

use super::name::{Door, Name};
use super::names::Names;
use super::op::{Ask, Effects, Topic};
use super::person::People;
use super::rules::{Rule, keeps};
use super::spelling::AddressKey;
use crate::identity::Fingerprint;

impl Names {
    /// The network says that whoever is at `from` is called `to` now. It may lie: so `to` gets every
    /// restriction, and `from` keeps its own.
    pub(super) fn renamed(
        &mut self,
        from: &AddressKey,
        to: &AddressKey,
        people: &People,
    ) -> Effects {
        self.keep_moves(|before, after| (before, after) != (from, to));
        let mut effects = Effects::none();
        if from == to {
            return effects;
        }
        if self.is_unheard_of(from) {
            return effects;
        }
        let before = self.draft(from).clone();
        let unheard_of = self.unheard_of(from);
        let old = self.draft(from);
        old.guests.clear();
        if !before.owners.is_empty() {
            old.leave();
        }
        old.contact = false;
        old.window = false;
        if !keeps(Rule::TheOldNameKeepsItsRestrictions) {
            *old = Name { left: old.left.clone(), touched: old.touched, ..Name::default() };
        }
        // Nobody is waited for at a name that the user never knew.
        if old.door == Door::Open && old.mode.is_none() && !old.blocked && !old.touched {
            *old = unheard_of.clone();
        }
        let target = self.draft(to);
        if keeps(Rule::RestrictionsFollowTheWindow) {
            // Not `join`: a window that nothing restricts is still no excepted one.
            *target = target.restricted_by(&before);
        }
        // Whoever was a guest there and nothing more has no window that the user would miss.
        target.window |= !before.is_bare();
        let free = target.owners.is_empty() && target.left.is_empty();
        let free = free && (!target.touched || !keeps(Rule::TouchedNamesAskAboutWhoComes));
        let mut guests: Vec<Fingerprint> = before.guests.iter().copied().collect();
        if free {
            target.contact |= before.contact;
            let settled = before.owners.iter().filter(|who| !target.declined.contains(who));
            let settled: Vec<Fingerprint> = settled.copied().collect();
            settled.into_iter().for_each(|who| target.add_owner(who));
            if !keeps(Rule::GuestsLeaveAsGuests) {
                guests.drain(..).for_each(|who| target.add_owner(who));
            }
        } else {
            let home = target.owners.is_empty() && keeps(Rule::NamesWaitForTheirOwners);
            let guests_too = keeps(Rule::GuestsComeHomeToo);
            let here = before.owners.iter().chain(before.guests.iter().filter(|_| guests_too));
            let unwanted =
                |who| target.declined.contains(who) && keeps(Rule::TheDeclinedDoNotComeHome);
            let back = here.filter(|who| home && target.left.contains(who) && !unwanted(who));
            let back: Vec<Fingerprint> = back.copied().collect();
            if !back.is_empty() {
                target.contact |= before.contact;
            }
            back.into_iter().for_each(|who| target.add_owner(who));
            guests.extend(before.owners.iter().filter(|who| !target.owners.contains(who)));
        }
        for who in guests {
            if target.add_guest(who) {
                let topic = if people.of(&who).accepted { Topic::Address } else { Topic::Key };
                effects.asks.push(Ask { at: to.clone(), topic, who });
            }
        }
        effects
    }

    /// Whether a name may be given up to make room: the user has never touched it, and whoever has it
    /// has another one as well. Where a window is, what it restricts stays.
    #[must_use]
    pub fn may_give_up(&self, at: &AddressKey) -> bool {
        let last = |who: &Fingerprint| {
            let last = !self.names_of(who).any(|other| other != at);
            last && keeps(Rule::NobodyLosesTheirLastName)
        };
        self.get(at).is_some_and(|name| {
            let free = name.owners.is_empty() || name.window;
            !name.touched && free && !name.owners.iter().any(last)
        })
    }

    /// A name is forgotten to make room, if it [may be](Names::may_give_up). If the window of somebody
    /// is there, it stays shut.
    pub(super) fn made_room(&mut self, at: &AddressKey) -> Effects {
        if !self.may_give_up(at) && keeps(Rule::OnlyUntouchedNamesAreForgotten) {
            return Effects::none();
        }
        let Some(name) = self.get(at) else { return Effects::none() };
        if name.window && name.restricts() && keeps(Rule::AWindowIsFolded) {
            self.fold(at);
        }
        *self.draft(at) = self.unheard_of(at).clone();
        Effects::none()
    }

    /// Whether nothing can have been promised about a name.
    fn is_unheard_of(&self, at: &AddressKey) -> bool {
        let whole = self.is_whole() || !keeps(Rule::AnUnknownNameIsOpenOnlyInAWholeBook);
        self.get(at).is_none() && whole
    }

    /// Two names are one from now on.
    pub(super) fn respelled(&mut self, from: &AddressKey, to: &AddressKey) -> Effects {
        if from != to && !self.is_unheard_of(from) {
            let unheard_of = self.unheard_of(from).clone();
            let before = std::mem::replace(self.draft(from), unheard_of);
            let target = self.draft(to);
            *target = target.join(&before);
        }
        Effects::none()
    }

    /// What was one name may be two from now on: both are remembered as the one was.
    pub(super) fn spread(&mut self, from: &AddressKey, to: &AddressKey) -> Effects {
        let spreads = keeps(Rule::BothSpellingsKeepEverything);
        if from != to && !self.is_unheard_of(from) && spreads {
            let before = self.draft(from).clone();
            let target = self.draft(to);
            *target = target.join(&before);
        }
        Effects::none()
    }
}
