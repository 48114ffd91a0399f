//! Where a conversation stands, as sessions and what others send move it.
//!
//! ```text
//!            start                 answer                confirmed
//!   PLAIN ─────────► ASKED ───────────────► STARTING ─────────────► PRIVATE ◄──► RESTORING
//!     ▲ │ query or Offer of a stranger                                 │ close of the peer
//!     │ └──────────► INVITED ── accept ──► ASKED or STARTING           ▼
//!     └── end, cancel, decline                                       ENDED
//! ```
//!
//! What the user has decided about an invitation is forgotten only once the call that decided it is
//! committed: if that fails the invitation stands as before.

use super::call::Call;
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::limits::{
    ANSWER_DELAY_MS, MAX_CHALLENGERS, MAX_INVITATION_BYTES, MAX_INVITATION_LINES, NO_ANSWER_MS,
    READABLE_MS,
};
use crate::messenger::rows::records::AddressRecord;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Question, State};
use crate::messenger::tells::notice::Notice;
use crate::session::{Echo, Status};

impl Call<'_, '_> {
    /// The query came: a contact gets an Offer, for anybody else the user decides.
    pub(super) fn queried(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        if self.is_known(at) && !self.may_compute(at) {
            return Ok(());
        }
        match self.account().state(at) {
            State::Alarm | State::Blocked | State::Invited => Ok(()),
            // What the other side cannot know: there is a session. It has lost it, or it is forged.
            State::Private => match self.who(at) {
                Some(who) => self.probe(at, &who, None),
                None => Ok(()),
            },
            // A query proves nobody: whoever is known here need not have sent it.
            State::Plain | State::Ended if !self.begins_by_itself(at) => {
                self.invited(at, None, None)
            }
            State::Plain | State::Ended | State::Required => {
                // The user, or the other side, has ended the conversation: begun anew by the latter.
                match self.who(at) {
                    Some(who) if self.status(&who)? == Status::Ended => {
                        self.invited(at, None, None)
                    }
                    _ => self.offer_to_one_who_asks(at),
                }
            }
            State::Asked | State::Starting | State::Restoring => self.offer_to_one_who_asks(at),
        }
    }

    /// Adapts the states of all conversations with somebody to that of the sessions.
    pub(super) fn refresh(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        let status = self.status(who)?;
        let addresses: Vec<AddressKey> =
            self.account().windows.get(who).into_iter().flatten().cloned().collect();
        for at in addresses {
            self.refresh_window(&at, status)?;
        }
        Ok(())
    }

    fn refresh_window(&mut self, at: &AddressKey, status: Status) -> Result<(), MessengerError> {
        let state = self.account().state(at);
        let next = match (state, status) {
            (State::Alarm | State::Blocked, _) => state,
            (_, Status::Private) => State::Private,
            (State::Private | State::Restoring, Status::Ended) => State::Ended,
            (State::Starting | State::Asked, Status::Ended) => State::Ended,
            (State::Private | State::Restoring, _) => State::Restoring,
            (State::Ended, Status::Ended) | (State::Plain, Status::Ended | Status::Idle) => state,
            (_, Status::Starting | Status::Forked) => State::Starting,
            _ => state,
        };
        if next == State::Ended
            && state != next
            && let Some(who) = self.who(at)
        {
            self.give_up_for(at, &who)?;
        }
        self.set_state(at, next)
    }

    /// Texts go to this one of those accepted from now on.
    pub(super) fn turn_to(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let record = self.record_mut(at);
        record.others.retain(|other| other != who);
        if let Some(before) = record.who.filter(|before| before != who) {
            record.others.push(before);
        }
        self.set_who(at, who)?;
        let (state, status) = (self.account().state(at), self.status(who)?);
        self.refresh_window(at, status)?;
        // Also if the state is the same: it says whom texts go to.
        if self.account().state(at) == state { self.tell_state(at) } else { Ok(()) }
    }

    /// One of those who were accepted at an address was heard: texts go to it from now on, if its
    /// session is live and it is known as well as the one before. It may also be that it has ended.
    pub(super) fn heard(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        if self.who(at) == Some(*who) || !self.is_at(at, who) {
            return Ok(());
        }
        match self.status(who)? {
            Status::Private if self.may_turn_to(at, who)? => self.turn_to(at, who),
            Status::Ended => self.give_up_for(at, who),
            _ => Ok(()),
        }
    }

    /// Notes who has written from where.
    pub(super) fn recognise(
        &mut self,
        who: &Fingerprint,
        at: &AddressKey,
    ) -> Result<(), MessengerError> {
        self.meet(who)?;
        if self.is_at(at, who) {
            return Ok(());
        }
        let elsewhere = self.route(who).is_some_and(|old| old != *at);
        let may_come = self.may_come_to(at, who);
        let passing = &self.passing(at);
        let news = passing.visitor != Some(*who);
        if self.address(at).record.declined.contains(who) {
            return Ok(());
        }
        if may_come {
            self.set_who(at, who)?;
        } else if self.has_enough_addresses(who) {
            return Ok(());
        }
        if news && elsewhere {
            self.passing(at).visitor = Some(*who);
            self.ask(at, Question::AddressChanged, Some(*who));
        }
        Ok(())
    }

    /// A line that cannot be read: meant for another installation, or our state is lost. A contact
    /// is answered, later and not often (PROTOCOL.md section 11).
    pub(super) fn unreadable(&mut self, at: &AddressKey, echo: Echo) {
        let now = self.now;
        let state = self.account().state(at);
        let silent = matches!(state, State::Ended | State::Blocked | State::Alarm);
        if !self.is_known(at) || silent {
            return;
        }
        let passing = self.passing(at);
        let recent = |at: u64| at <= now && now - at < READABLE_MS;
        if passing.readable_at.is_some_and(recent) {
            return;
        }
        let due = passing.answer.map_or(now + ANSWER_DELAY_MS, |(due, _)| due);
        passing.answer = Some((due, echo));
        self.memory_alone().agenda.address(at, due);
    }

    /// Looks after an address: answers an unreadable line, asks whether to wait on, repeats Offers.
    pub(super) fn look_after(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        let now = self.now;
        let state = self.account().state(at);
        let Some(address) = self.memory_alone().addresses.get_mut(at) else { return Ok(()) };
        if let Some((due, echo)) = address.passing.answer {
            if due > now && due <= now.saturating_add(ANSWER_DELAY_MS) {
                self.memory_alone().agenda.address(at, due);
            } else {
                address.passing.answer = None;
                if self.may_repeat(at) {
                    self.notice(at, Notice::CannotRead);
                    self.offer_if_allowed(at, Some(echo))?;
                }
            }
        }
        if !matches!(state, State::Asked | State::Starting | State::Restoring) {
            return Ok(());
        }
        let address = self.address_mut(at);
        // A clock that was set back: the minute begins again.
        address.record.since = address.record.since.min(now);
        let waited = now - address.record.since;
        if waited < NO_ANSWER_MS {
            let due = address.record.since.saturating_add(NO_ANSWER_MS);
            self.memory_alone().agenda.address(at, due);
            return Ok(());
        }
        if !address.passing.asked {
            address.passing.asked = true;
            self.ask(at, Question::NoAnswer, None);
        }
        // The network may have lost a line of the handshake. Nobody is asked who never answered.
        if self.who(at).is_none() {
            return Ok(());
        }
        if self.may_repeat(at) {
            self.offer_if_allowed(at, None)?;
        }
        let next = self.passing(at).pause.0.max(now.saturating_add(NO_ANSWER_MS));
        self.memory_alone().agenda.address(at, next);
        Ok(())
    }

    /// Somebody wants to talk in private; the user decides. What one identity has sent is kept,
    /// within bounds; another one has to wait until the user has decided.
    pub(super) fn invited(
        &mut self,
        at: &AddressKey,
        line: Option<&[u8]>,
        who: Option<Fingerprint>,
    ) -> Result<(), MessengerError> {
        let state = self.account().state(at);
        if !matches!(state, State::Plain | State::Ended | State::Invited) {
            return Ok(());
        }
        // A crowd of strangers does not bury the user in questions.
        let (time, stranger) = (self.now, !self.is_known(at));
        if stranger && state == State::Plain && !self.memory_alone().paces.invitations.take(time) {
            return Ok(());
        }
        let kept = self.account().addresses.values().flat_map(|a| &a.passing.invitation.lines);
        let bytes: usize = kept.map(Vec::len).sum();
        let invitation = &mut self.passing(at).invitation;
        let before = (invitation.open, invitation.inviter);
        invitation.open = true;
        if invitation.lines.is_empty() && who.is_some() {
            invitation.inviter = who;
        }
        if let Some(line) = line
            && invitation.inviter == who
            && invitation.lines.len() < MAX_INVITATION_LINES
            && bytes.saturating_add(line.len()) <= MAX_INVITATION_BYTES
            && !invitation.lines.iter().any(|kept| kept == line)
        {
            invitation.lines.push(line.to_vec());
        }
        let now = (true, invitation.inviter);
        // After the other side's close texts stay refused: only the user leads back to clear text.
        if state == State::Plain {
            self.set_state(at, State::Invited)?;
        }
        // Again if only a query had come, and now it is known who asks.
        if state != State::Invited || before != now {
            self.ask(at, Question::Invited, now.1);
        }
        Ok(())
    }

    pub(super) fn decline_invitation(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        self.memory_alone().decided.insert(at.clone());
        match self.account().state(at) {
            State::Invited => self.set_state(at, State::Plain),
            _ => self.tell_state(at),
        }
    }

    /// Somebody else appears under an address, proven by a card, an Init or a readable line. Nothing
    /// is replaced by itself.
    pub(super) fn key_changed(
        &mut self,
        at: &AddressKey,
        other: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let Some(address) = self.account().addresses.get(at) else { return Ok(()) };
        let AddressRecord { known, state, declined, .. } = &address.record;
        if !known || *state == State::Blocked || declined.contains(other) {
            return Ok(());
        }
        let private = self.is_private_with_any(at)?;
        let challengers = &mut self.passing(at).challengers;
        let news = !challengers.contains(other);
        if news {
            challengers.push(*other);
            let excess = challengers.len().saturating_sub(MAX_CHALLENGERS);
            challengers.drain(..excess);
        }
        if self.challenger(at).is_none() {
            self.record_mut(at).challenger = Some(*other);
            self.save_address(at)?;
        }
        // The session with the one who is known goes on: whoever can write to us could stop it else.
        if !private {
            self.set_state(at, State::Alarm)?;
        }
        if news {
            if private {
                self.tell_state(at)?;
            }
            self.ask(at, Question::KeyChanged, Some(*other));
        }
        Ok(())
    }

    pub(super) fn end(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        match self.account().state(at) {
            State::Plain => return self.tell_state(at),
            State::Invited => return self.decline_invitation(at),
            State::Blocked => return Err(MessengerError::WrongState),
            _ => {}
        }
        self.discard_held(at)?;
        self.give_up(at)?;
        for who in self.identities_at(at) {
            self.close(&who, at)?;
        }
        self.forget_challengers(at)?;
        self.passing(at).answer = None;
        self.set_state(at, State::Plain)
    }

    /// Ends the sessions with somebody.
    pub(super) fn close(
        &mut self,
        who: &Fingerprint,
        at: &AddressKey,
    ) -> Result<(), MessengerError> {
        if !self.load_peer(who)? {
            return Ok(());
        }
        self.set_route(who, at);
        let lines = self.with_peer(who, |peer, cx| peer.close(cx))?;
        self.enqueue_control(at, lines)
    }

    /// An identity is not at an address any more.
    pub(super) fn unbind(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let record = self.record_mut(at);
        record.others.retain(|other| other != who);
        if record.who.as_ref() == Some(who) {
            record.who = None;
            let next = record.others.first().copied();
            if let Some(addresses) = self.account_mut().windows.get_mut(who) {
                addresses.remove(at);
            }
            if let Some(next) = next {
                return self.turn_to(at, &next);
            }
            self.discard_held(at)?;
            self.save_address(at)?;
            return self.set_state(at, State::Plain);
        }
        self.save_address(at)?;
        self.tell_state(at)
    }
}
