//! What the user decides about a name.

use super::name::{Door, Name};
use super::names::Names;
use super::op::{Decision, Effects, GuardError};
use super::person::{People, Person};
use super::rules::{Rule, keeps};
use super::spelling::AddressKey;
use crate::identity::Fingerprint;
use std::collections::BTreeSet;

impl Names {
    pub(super) fn decide(
        &mut self,
        at: &AddressKey,
        decision: &Decision,
        people: &People,
    ) -> Result<Effects, GuardError> {
        match decision {
            Decision::Start => self.start(at, people),
            Decision::End => self.end(at, people),
            Decision::Cancel => self.cancel(at),
            Decision::Accept(who) => self.accept(at, who.as_ref(), people),
            Decision::Decline(who) => self.decline(at, who, people),
            Decision::AcceptKey(who) => self.accept_key(at, who, people),
            Decision::AddKey(who) => self.add_key(at, who, people),
            Decision::Verify(who) => self.verify(at, who, true, people),
            Decision::Unverify(who) => self.verify(at, who, false, people),
            Decision::Block => self.block(at, true, people),
            Decision::Unblock => self.block(at, false, people),
            Decision::Forget(who) => self.forget(at, who.as_ref(), people),
            Decision::SetMode(mode) => {
                let name = self.draft(at);
                name.touched = true;
                name.mode = *mode;
                Ok(Effects::none())
            }
        }
    }

    fn name(&self, at: &AddressKey) -> Name {
        self.get(at).cloned().unwrap_or_default()
    }

    /// Whether the user has blocked the name or one of its owners.
    #[must_use]
    pub fn is_blocked(&self, at: &AddressKey, people: &People) -> bool {
        self.get(at).is_some_and(|name| {
            name.blocked
                || (keeps(Rule::ABlockHoldsEverywhere)
                    && name.owners.iter().any(|who| people.of(who).blocked))
        })
    }

    /// The owner of the name whose key was replaced by another one.
    #[must_use]
    pub fn replaced_owner(&self, at: &AddressKey, people: &People) -> Option<Fingerprint> {
        let owners = self.get(at).map(Name::owners).into_iter().flatten();
        owners.copied().find(|who| people.of(who).replaced)
    }

    fn start(&mut self, at: &AddressKey, people: &People) -> Result<Effects, GuardError> {
        if self.is_blocked(at, people) || self.replaced_owner(at, people).is_some() {
            return Err(GuardError::WrongState);
        }
        let name = self.draft(at);
        name.touched = true;
        name.contact = true;
        if keeps(Rule::StartAsksAboutTheDeclinedAgain) {
            name.declined.clear();
        }
        if keeps(Rule::StartShuts) {
            name.shut(Door::Started);
        }
        Ok(Effects::none())
    }

    /// The user wants to write in clear. A replaced key has no claim to the name any more.
    fn end(&mut self, at: &AddressKey, people: &People) -> Result<Effects, GuardError> {
        if self.is_blocked(at, people) {
            return Err(GuardError::WrongState);
        }
        let ended: Vec<AddressKey> = match keeps(Rule::EndOpensOneName) {
            true => vec![at.clone()],
            false => self.all_names_of(&self.name(at).owners),
        };
        for at in ended.iter().chain([at]) {
            let name = self.draft(at);
            name.touched = true;
            name.door = Door::Open;
            name.guests.clear();
            name.declined.clear();
            if keeps(Rule::EndAlwaysEnds) {
                name.owners.retain(|who| !people.of(who).replaced);
            }
        }
        Ok(Effects::none())
    }

    fn all_names_of(&self, people: &BTreeSet<Fingerprint>) -> Vec<AddressKey> {
        let owned = self.iter().filter(|(_, name)| !name.owners.is_disjoint(people));
        owned.map(|(at, _)| at.clone()).collect()
    }

    /// What a start has found open is open again; what it has found shut stays shut.
    fn cancel(&mut self, at: &AddressKey) -> Result<Effects, GuardError> {
        let name = self.draft(at);
        name.touched = true;
        if name.door == Door::Started || !keeps(Rule::CancelOpensOnlyAStart) {
            name.door = Door::Open;
        }
        Ok(Effects::none())
    }

    /// The name is this person's from now on. Whoever was accepted here before has left it.
    fn accept(
        &mut self,
        at: &AddressKey,
        who: Option<&Fingerprint>,
        people: &People,
    ) -> Result<Effects, GuardError> {
        if self.is_blocked(at, people) {
            return Err(GuardError::WrongState);
        }
        let mut effects = Effects::none();
        if let Some(who) = who {
            let person = people.of(who);
            if person.blocked || person.replaced {
                return Err(GuardError::WrongState);
            }
            if !keeps(Rule::AcceptReplacesNobody) {
                self.replace(at, who, people, &mut effects);
            }
            effects.people.push((*who, Person { accepted: true, ..person }));
        }
        let name = self.draft(at);
        name.touched = true;
        name.contact = true;
        name.shut(Door::Started);
        if let Some(who) = who
            && !name.owners.contains(who)
        {
            name.owners.clear();
            name.add_owner(*who);
        }
        Ok(effects)
    }

    fn decline(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
        people: &People,
    ) -> Result<Effects, GuardError> {
        // Where else could the block of somebody who was accepted here be ended?
        let name = self.name(at);
        let accepted = name.owners.contains(who) || name.left.contains(who);
        if accepted && people.of(who).blocked {
            return Err(GuardError::WrongState);
        }
        let name = self.draft(at);
        name.touched = true;
        name.decline(*who);
        if !keeps(Rule::DeclineOpensNothing) {
            name.door = Door::Open;
        }
        let nobody = name.owners.is_empty() && name.guests.is_empty();
        let ends_wait = nobody && keeps(Rule::TheLastDeclineEndsTheWait);
        Ok(Effects { ends_wait, ..Effects::none() })
    }

    /// Every key that the name had, but `who`, is worth nothing from now on.
    fn replace(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
        people: &People,
        effects: &mut Effects,
    ) {
        let name = self.name(at);
        for old in name.owners.union(&name.left).filter(|old| *old != who) {
            let verified = people.of(old).verified && !keeps(Rule::ReplacedKeysAreNotVerified);
            let blocked = people.of(old).blocked;
            let replaced = keeps(Rule::AnAcceptedKeyReplaces);
            effects.people.push((*old, Person { blocked, replaced, verified, accepted: false }));
            effects.close.push(*old);
        }
    }

    /// The same person has a new key, and the old one no more. Accepting a replaced key again is the
    /// way back.
    fn accept_key(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
        people: &People,
    ) -> Result<Effects, GuardError> {
        let name = self.name(at);
        let person = people.of(who);
        if name.owners.is_empty() && name.left.is_empty() {
            return Err(GuardError::WrongState);
        }
        if name.blocked || person.blocked {
            return Err(GuardError::WrongState);
        }
        let here = name.owners.contains(who);
        if person.accepted && !here && keeps(Rule::OnlyUnknownKeysReplace) {
            return Err(GuardError::WrongState);
        }
        let mut effects = Effects::none();
        self.replace(at, who, people, &mut effects);
        let verified = person.verified && !person.replaced;
        let accepted = Person { blocked: false, replaced: false, verified, accepted: true };
        effects.people.push((*who, accepted));
        let name = self.draft(at);
        name.touched = true;
        name.contact = true;
        name.shut(Door::Started);
        name.owners.clear();
        name.guests.clear();
        name.declined.clear();
        name.add_owner(*who);
        Ok(effects)
    }

    /// The same person has a further key.
    fn add_key(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
        people: &People,
    ) -> Result<Effects, GuardError> {
        let name = self.name(at);
        let person = people.of(who);
        if name.owners.is_empty() || self.is_blocked(at, people) || person.blocked {
            return Err(GuardError::WrongState);
        }
        if name.owners.len() >= super::MAX_OWNERS && !name.owners.contains(who) {
            return Err(GuardError::TooManyKeys);
        }
        let name = self.draft(at);
        name.touched = true;
        name.contact = true;
        name.shut(Door::Started);
        name.add_owner(*who);
        let verified = person.verified && !person.replaced;
        let accepted = Person { replaced: false, verified, accepted: true, ..person };
        Ok(Effects { people: vec![(*who, accepted)], ..Effects::none() })
    }

    fn verify(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
        verified: bool,
        people: &People,
    ) -> Result<Effects, GuardError> {
        let person = people.of(who);
        if !self.name(at).owners.contains(who) {
            return Err(GuardError::OtherFingerprint);
        }
        if verified && person.replaced {
            return Err(GuardError::WrongState);
        }
        self.draft(at).touched = true;
        let people = vec![(*who, Person { verified, ..person })];
        Ok(Effects { people, ..Effects::none() })
    }

    /// A block lies over the door: what was beneath comes back when it ends.
    fn block(
        &mut self,
        at: &AddressKey,
        blocked: bool,
        people: &People,
    ) -> Result<Effects, GuardError> {
        let mut effects = Effects::none();
        let name = self.draft(at);
        name.touched = true;
        name.blocked = blocked;
        if !blocked && !keeps(Rule::UnblockGivesBackWhatWasBeneath) {
            name.door = Door::Open;
        }
        // Whoever was blocked here and has another name now is to be found nowhere else, perhaps.
        let left = name.left.iter().filter(|who| !blocked && people.of(who).blocked);
        for who in name.owners.iter().chain(left) {
            effects.people.push((*who, Person { blocked, ..people.of(who) }));
            if blocked {
                effects.close.push(*who);
            }
        }
        Ok(effects)
    }

    /// Forgets an identity at all names of the account, or a name where nobody is. Only the name
    /// that this is said of opens.
    fn forget(
        &mut self,
        at: &AddressKey,
        who: Option<&Fingerprint>,
        people: &People,
    ) -> Result<Effects, GuardError> {
        let name = self.name(at);
        // A block ends by UNBLOCK alone, be it of somebody who has another name now.
        if self.is_blocked(at, people) || who.is_some_and(|who| people.of(who).blocked) {
            return Err(GuardError::WrongState);
        }
        let mut effects = Effects::none();
        match who {
            Some(who) if name.owners.contains(who) || name.left.contains(who) => {
                let remembered = self.iter().filter(|(_, name)| name.remembers(who));
                let remembered: Vec<AddressKey> = remembered.map(|(at, _)| at.clone()).collect();
                for other in remembered {
                    let name = self.draft(&other);
                    name.drop_person(who);
                    if !keeps(Rule::ForgetOpensOneName) {
                        name.door = Door::Open;
                    }
                }
                effects.close.push(*who);
                // That a key was replaced is remembered: it may be in the hands of a thief.
                match people.of(who).replaced {
                    true => {
                        effects.people.push((*who, Person { replaced: true, ..Person::default() }))
                    }
                    false => effects.forgotten.push(*who),
                }
            }
            Some(_) => return Err(GuardError::OtherFingerprint),
            None if !name.owners.is_empty() => return Err(GuardError::OtherFingerprint),
            None => {}
        }
        let folded = self.may_be_folded(at);
        let name = self.draft(at);
        let others_here = !name.owners.is_empty();
        if others_here {
            return Ok(effects);
        }
        // What is remembered of a folded name is that the user has opened it.
        let touched = name.mode.is_some() || folded;
        *name = Name { mode: name.mode, touched, ..Name::default() };
        Ok(effects)
    }
}

impl Name {
    /// Whether the name remembers an identity in any way.
    fn remembers(&self, who: &Fingerprint) -> bool {
        let Self { owners, left, guests, declined, .. } = self;
        [owners, left, guests, declined].iter().any(|people| people.contains(who))
    }
}
