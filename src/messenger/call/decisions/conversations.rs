//! Private conversations that the user starts, gives up, accepts or declines.

use crate::guard::{AddressKey, Decision};
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::network::origin::Origin;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;

impl Call<'_, '_> {
    pub(in crate::messenger::call) fn start(
        &mut self,
        at: &AddressKey,
    ) -> Result<(), MessengerError> {
        if matches!(self.shown_state(at)?, State::Alarm | State::Blocked) {
            return Err(MessengerError::WrongState);
        }
        let _none = self.decided(at, Decision::Start)?;
        match self.account().state(at) {
            // Nobody has answered: the query, or the answer to it, may have been lost.
            State::Asked if self.who(at).is_none() => {
                self.query(at)?;
                return self.tell_state(at);
            }
            State::Private | State::Asked | State::Starting | State::Restoring => {
                return self.tell_state(at);
            }
            State::Invited => return self.accept(at, None),
            State::Ended if self.is_invited(at) => return self.accept(at, None),
            State::Alarm | State::Blocked => return Err(MessengerError::WrongState),
            State::Plain | State::Ended | State::Required => {}
        }
        let Some(who) = self.who(at) else {
            self.set_state(at, State::Asked)?;
            return self.query(at);
        };
        self.new_peer(&who, at)?;
        self.set_route(&who, at);
        self.with_peer(&who, |peer, _| peer.reopen())?;
        for other in self.identities_at(at).into_iter().skip(1) {
            if self.load_peer(&other)? {
                self.with_peer(&other, |peer, _| peer.reopen())?;
            }
        }
        self.set_state(at, State::Asked)?;
        self.offer(at, None)?;
        self.refresh(&who)
    }

    /// A start that found the conversation in clear leads back there; what was private before stays
    /// shut.
    pub(in crate::messenger::call) fn cancel(
        &mut self,
        at: &AddressKey,
    ) -> Result<(), MessengerError> {
        match self.shown_state(at)? {
            State::Asked | State::Starting | State::Restoring => {}
            _ => return Err(MessengerError::WrongState),
        }
        let _none = self.decided(at, Decision::Cancel)?;
        self.stop(at)?;
        self.tell_state(at)
    }

    pub(in crate::messenger::call) fn accept(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let state = self.account().state(at);
        let inviter = self.passing(at).invitation.inviter;
        let invited = self.is_invited(at);
        match fingerprint {
            Some(who) if self.guests(at).contains(who) || self.is_at(at, who) => {
                self.accept_address(at, who)
            }
            Some(who) if invited && inviter == Some(*who) => self.accept_invitation(at, Some(*who)),
            Some(who) if self.people_in_question(at).contains(who) => self.accept_address(at, who),
            Some(_) if invited || !self.people_in_question(at).is_empty() => {
                Err(MessengerError::OtherFingerprint)
            }
            Some(_) => Err(MessengerError::WrongState),
            None if matches!(state, State::Invited | State::Ended) => {
                self.accept_invitation(at, None)
            }
            None if !self.guests(at).is_empty() => Err(MessengerError::OtherFingerprint),
            None => Err(MessengerError::WrongState),
        }
    }

    pub(in crate::messenger::call) fn accept_invitation(
        &mut self,
        at: &AddressKey,
        who: Option<Fingerprint>,
    ) -> Result<(), MessengerError> {
        let lines = self.passing(at).invitation.lines.clone();
        let _none = self.decided(at, Decision::Accept(who))?;
        self.memory_alone().decided.insert(at.clone());
        self.set_state(at, State::Asked)?;
        for who in self.identities_at(at) {
            if self.load_peer(&who)? {
                self.with_peer(&who, |peer, _| peer.reopen())?;
            }
        }
        for line in lines {
            self.read_handshake(at, &line, Origin::default(), self.now, true)?;
        }
        if self.account().state(at) == State::Asked {
            // Only a query came, or what came has become too old.
            self.offer(at, None)?;
        }
        Ok(())
    }

    /// The user does not want to talk in private, does not believe in another key, or not in another
    /// address. Without a fingerprint: whatever was asked.
    pub(in crate::messenger::call) fn decline(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let state = self.account().state(at);
        let inviter = self.passing(at).invitation.inviter;
        let invited = state == State::Invited || self.is_invited(at);
        let mut guests = self.guests(at);
        guests.extend(self.former(at));
        match fingerprint {
            Some(seen) if guests.contains(seen) => self.decline_guests(at, &[*seen]),
            Some(seen) if invited && inviter == Some(*seen) => self.decline_invitation(at),
            Some(seen) if self.is_at(at, seen) && self.addresses_of(seen).len() > 1 => {
                self.decline_address(at, seen)
            }
            Some(_) => Err(MessengerError::OtherFingerprint),
            None if invited => self.decline_invitation(at),
            None if !guests.is_empty() => self.decline_guests(at, &guests),
            None if state == State::Ended => self.tell_state(at),
            None => Err(MessengerError::WrongState),
        }
    }
}
