//! Who shows up at a name, what sessions come to, and what the host tells.

use super::name::Hint;
use super::name::{Door, UNKNOWN};
use super::names::Names;
use super::op::{Ask, Effects, Place, Stage, Topic};
use super::person::{People, Person};
use super::rules::{Rule, keeps};
use super::spelling::AddressKey;
use crate::identity::Fingerprint;

impl Names {
    /// Whom an identity that shows up at a name would be taken for. Trust is accepted at a name: by
    /// the user, by being the first there and accepted nowhere else, or by coming home. Everybody
    /// else is a guest.
    #[must_use]
    pub fn place(&self, at: &AddressKey, who: &Fingerprint, people: &People) -> Place {
        let person = people.of(who);
        if self.is_blocked(at, people) || (person.blocked && keeps(Rule::ABlockHoldsEverywhere)) {
            return Place::Blocked;
        }
        if person.replaced {
            return Place::Replaced;
        }
        let name = self.get(at).unwrap_or(&UNKNOWN);
        if name.declined.contains(who) {
            return Place::Declined;
        }
        if name.owners.contains(who) {
            return Place::Owner;
        }
        let nobody = name.owners.is_empty() && name.left.is_empty();
        // Nobody can tell any more for whom a folded name waits.
        let folded = !name.touched && self.may_be_folded(at);
        let nobody = nobody && !(folded && keeps(Rule::FoldedNamesAskAboutWhoComes));
        let elsewhere = person.accepted && keeps(Rule::TheAcceptedElsewhereIsAGuest);
        let home = match keeps(Rule::NamesWaitForTheirOwners) {
            true => name.left.contains(who),
            false => name.owners.is_empty(),
        };
        if home || (nobody && !elsewhere) { Place::Owner } else { Place::Guest }
    }

    pub(super) fn appeared(
        &mut self,
        at: &AddressKey,
        who: Fingerprint,
        people: &People,
    ) -> Effects {
        let place = self.place(at, &who, people);
        let person = people.of(&who);
        let mut effects = Effects { place: Some(place), ..Effects::none() };
        let owned = self.get(at).is_some_and(|name| name.owners.contains(&who));
        if place == Place::Owner && !owned {
            self.draft(at).add_owner(who);
            if !person.accepted {
                effects.people.push((who, Person { accepted: true, ..person }));
            }
        }
        if place == Place::Guest && !self.get(at).is_some_and(|name| name.guests.contains(&who)) {
            let draft = self.draft(at);
            draft.add_guest(who);
            if !keeps(Rule::StrangersOnlyAsk) {
                draft.shut(Door::Started);
            }
            let topic = if person.accepted { Topic::Address } else { Topic::Key };
            effects.asks.push(Ask { at: at.clone(), topic, who });
        }
        effects
    }

    pub(super) fn session(&mut self, at: &AddressKey, stage: Stage) -> Effects {
        if !keeps(Rule::SessionsShut) {
            return Effects::none();
        }
        match stage {
            Stage::Idle => {}
            Stage::Waiting => self.shut(at, Door::Started),
            Stage::Private => self.shut(at, Door::Shut),
        }
        Effects::none()
    }

    fn shut(&mut self, at: &AddressKey, door: Door) {
        if self.get(at).is_none_or(|name| name.door < door) {
            let name = self.draft(at);
            name.touched = true;
            name.shut(door);
        }
    }

    pub(super) fn unreadable(&mut self, at: &AddressKey) -> Effects {
        let contact = self.get(at).is_some_and(|name| name.contact && !name.is_left());
        if contact && keeps(Rule::UnreadableLinesStart) {
            self.shut(at, Door::Started);
        }
        Effects::none()
    }

    pub(super) fn hinted(&mut self, at: &AddressKey, hint: Hint) -> Effects {
        if !self.hears(at, hint) {
            return Effects::none();
        }
        let before = self.get(at).cloned().unwrap_or_default();
        let mut name = before.clone();
        name.hinted(hint);
        if name != before {
            *self.draft(at) = name;
        }
        Effects::none()
    }
}
