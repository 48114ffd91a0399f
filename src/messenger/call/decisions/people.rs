//! What the user decides about people: another key, a further one, that a fingerprint is right, that
//! nothing of them is to be read.

use crate::guard::{AddressKey, Decision};
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;

impl Call<'_, '_> {
    /// The user takes the other identity for the contact at this address from now on, and no other.
    /// The keys that were accepted before are replaced, wherever they are.
    pub(in crate::messenger::call) fn accept_key(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let accepted = self.key_in_question(at, fingerprint)?;
        let effects = self.decided(at, Decision::AcceptKey(accepted))?;
        self.set_who(at, &accepted);
        self.open_to(at, &accepted)?;
        // What was written to the other one is not sent to this one.
        self.give_up_for_others(at, &accepted)?;
        self.set_state(at, State::Asked)?;
        self.offer(at, None)?;
        self.refresh(&accepted)?;
        for replaced in effects.close {
            self.follow_decision_about(&replaced)?;
        }
        Ok(())
    }

    /// Somebody was blocked or replaced, or is not any more, by this call or by one on another account:
    /// what is under way to them ends where it has to, and each of their addresses tells it.
    pub(in crate::messenger::call) fn follow_decision_about(
        &mut self,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let (blocked, replaced) = (self.is_blocked(who)?, self.person(who)?.replaced);
        for at in self.addresses_of(who) {
            if blocked {
                self.stop(&at)?;
            }
            if replaced {
                self.give_up_for(&at, who)?;
            }
            self.tell_state(&at)?;
        }
        Ok(())
    }

    /// Lines to an identity that the user has taken for the contact at an address go there from now
    /// on, and what it sends is read.
    fn open_to(&mut self, at: &AddressKey, who: &Fingerprint) -> Result<(), MessengerError> {
        self.passing(at).former.retain(|former| former != who);
        self.new_peer(who, at)?;
        self.with_peer(who, |peer, _| peer.reopen())?;
        self.set_route(who, at);
        Ok(())
    }

    /// The user takes the other identity for the contact as well.
    pub(in crate::messenger::call) fn add_key(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let added = self.key_in_question(at, fingerprint)?;
        if self.is_at(at, &added) {
            return self.tell_state(at);
        }
        let current = self.who(at);
        let _none = self.decided(at, Decision::AddKey(added))?;
        if let Some(current) = current {
            self.set_who(at, &current);
        }
        self.open_to(at, &added)?;
        if self.account().state(at) != State::Alarm {
            self.tell_state(at)?;
        } else {
            if self.may_turn_to(at, &added)? {
                self.turn_to(at, &added)?;
            }
            if self.challenger(at)?.is_none() {
                self.set_state(at, State::Asked)?;
            }
        }
        self.offer(at, None)?;
        let Some(who) = self.who(at) else { return Ok(()) };
        self.refresh(&who)
    }

    /// The key that the user decides about: one that has appeared, one that was declined, or one
    /// that was accepted.
    fn key_in_question(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<Fingerprint, MessengerError> {
        let Some(name) = self.account().names.get(at) else {
            return Err(MessengerError::WrongState);
        };
        if name.owners().is_empty() && name.left().is_empty() {
            return Err(MessengerError::WrongState);
        }
        let current = self.who(at);
        let mut people = self.people_in_question(at);
        people.retain(|who| Some(*who) != current);
        let asked = !people.is_empty();
        match fingerprint.filter(|seen| people.contains(seen)) {
            Some(seen) => Ok(*seen),
            None if !asked => Err(MessengerError::WrongState),
            None => Err(MessengerError::OtherFingerprint),
        }
    }

    pub(in crate::messenger::call) fn verify(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
        verified: bool,
    ) -> Result<(), MessengerError> {
        if self.who(at).is_none() {
            return Err(MessengerError::WrongState);
        }
        let who = *fingerprint.ok_or(MessengerError::OtherFingerprint)?;
        let decision = match verified {
            true => Decision::Verify(who),
            false => Decision::Unverify(who),
        };
        let _none = self.decided(at, decision)?;
        if !verified {
            self.forget_comparison(&who)?;
        }
        self.tell_state(at)
    }

    /// Blocks an address and everybody who was accepted there, wherever they write from; or undoes
    /// that. What was beneath the block comes back as it was.
    pub(in crate::messenger::call) fn block(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
        blocked: bool,
    ) -> Result<(), MessengerError> {
        let people = self.identities_at(at);
        // Who invites has not proven to be there: of that the address is blocked, not the identity.
        let inviter = self.passing(at).invitation.inviter;
        if fingerprint.is_some_and(|seen| !people.contains(seen) && inviter != Some(*seen)) {
            return Err(MessengerError::OtherFingerprint);
        }
        let decision = if blocked { Decision::Block } else { Decision::Unblock };
        let _none = self.decided(at, decision)?;
        let mut addresses = self.addresses_of_all(&people);
        addresses.insert(at.clone());
        for at in addresses {
            if blocked {
                self.stop(&at)?;
            }
            self.tell_state(&at)?;
        }
        Ok(())
    }
}
