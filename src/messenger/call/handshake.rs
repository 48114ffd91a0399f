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
    pub(super) fn queried(&mut self, key: &str) -> Result<(), MessengerError> {
        if self.is_known(key) && !self.may_compute(key) {
            return Ok(());
        }
        match self.account.state(key) {
            State::Alarm | State::Blocked | State::Invited => Ok(()),
            // What the other side cannot know: there is a session. It has lost it, or it is forged.
            State::Private => match self.who(key) {
                Some(who) => self.probe(key, &who, None),
                None => Ok(()),
            },
            // A query proves nobody: whoever is known here need not have sent it.
            State::Plain | State::Ended if !self.begins_by_itself(key) => {
                self.invited(key, None, None)
            }
            State::Plain | State::Ended | State::Required => {
                // The user, or the other side, has ended the conversation: begun anew by the latter.
                match self.who(key) {
                    Some(who) if self.status(&who)? == Status::Ended => {
                        self.invited(key, None, None)
                    }
                    _ => self.offer_to_one_who_asks(key),
                }
            }
            State::Asked | State::Starting | State::Restoring => self.offer_to_one_who_asks(key),
        }
    }

    /// Adapts the states of all conversations with somebody to that of the sessions.
    pub(super) fn refresh(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        let status = self.status(who)?;
        let keys: Vec<String> =
            self.account.windows.get(who).into_iter().flatten().cloned().collect();
        for key in keys {
            self.refresh_window(&key, status)?;
        }
        Ok(())
    }

    fn refresh_window(&mut self, key: &str, status: Status) -> Result<(), MessengerError> {
        let state = self.account.state(key);
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
            && let Some(who) = self.who(key)
        {
            self.give_up_for(key, &who)?;
        }
        self.set_state(key, next)
    }

    /// Texts go to this one of those accepted from now on.
    pub(super) fn turn_to(&mut self, key: &str, who: &Fingerprint) -> Result<(), MessengerError> {
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

    /// One of those who were accepted at an address was heard: texts go to it from now on, if its
    /// session is live and it is known as well as the one before. It may also be that it has ended.
    pub(super) fn heard(&mut self, key: &str, who: &Fingerprint) -> Result<(), MessengerError> {
        if self.who(key) == Some(*who) || !self.is_at(key, who) {
            return Ok(());
        }
        match self.status(who)? {
            Status::Private if self.may_turn_to(key, who)? => self.turn_to(key, who),
            Status::Ended => self.give_up_for(key, who),
            _ => Ok(()),
        }
    }

    /// Notes who has written from where.
    pub(super) fn recognise(&mut self, who: &Fingerprint, key: &str) -> Result<(), MessengerError> {
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

    /// A line that cannot be read: meant for another installation, or our state is lost. A contact
    /// is answered, later and not often (PROTOCOL.md section 11).
    pub(super) fn unreadable(&mut self, key: &str, echo: Echo) {
        let now = self.now;
        let state = self.account.state(key);
        let silent = matches!(state, State::Ended | State::Blocked | State::Alarm);
        if !self.is_known(key) || silent {
            return;
        }
        let passing = &mut self.address(key).passing;
        let recent = |at: u64| at <= now && now - at < READABLE_MS;
        if passing.readable_at.is_some_and(recent) {
            return;
        }
        let due = passing.answer.map_or(now + ANSWER_DELAY_MS, |(due, _)| due);
        passing.answer = Some((due, echo));
        self.account.agenda.address(key, due);
    }

    /// Looks after an address: answers an unreadable line, asks whether to wait on, repeats Offers.
    pub(super) fn look_after(&mut self, key: &str) -> Result<(), MessengerError> {
        let now = self.now;
        let state = self.account.state(key);
        let Some(address) = self.account.addresses.get_mut(key) else { return Ok(()) };
        if let Some((due, echo)) = address.passing.answer {
            if due > now && due <= now.saturating_add(ANSWER_DELAY_MS) {
                self.account.agenda.address(key, due);
            } else {
                address.passing.answer = None;
                if self.may_repeat(key) {
                    self.notice(key, Notice::CannotRead);
                    self.offer_if_allowed(key, Some(echo))?;
                }
            }
        }
        if !matches!(state, State::Asked | State::Starting | State::Restoring) {
            return Ok(());
        }
        let address = self.address(key);
        // A clock that was set back: the minute begins again.
        address.record.since = address.record.since.min(now);
        let waited = now - address.record.since;
        if waited < NO_ANSWER_MS {
            let due = address.record.since.saturating_add(NO_ANSWER_MS);
            self.account.agenda.address(key, due);
            return Ok(());
        }
        if !address.passing.asked {
            address.passing.asked = true;
            self.ask(key, Question::NoAnswer, None);
        }
        // The network may have lost a line of the handshake. Nobody is asked who never answered.
        if self.who(key).is_none() {
            return Ok(());
        }
        if self.may_repeat(key) {
            self.offer_if_allowed(key, None)?;
        }
        let next = self.address(key).passing.pause.0.max(now.saturating_add(NO_ANSWER_MS));
        self.account.agenda.address(key, next);
        Ok(())
    }

    /// Somebody wants to talk in private; the user decides. What one identity has sent is kept,
    /// within bounds; another one has to wait until the user has decided.
    pub(super) fn invited(
        &mut self,
        key: &str,
        line: Option<&[u8]>,
        who: Option<Fingerprint>,
    ) -> Result<(), MessengerError> {
        let state = self.account.state(key);
        if !matches!(state, State::Plain | State::Ended | State::Invited) {
            return Ok(());
        }
        // A crowd of strangers does not bury the user in questions.
        let (time, stranger) = (self.now, !self.is_known(key));
        if stranger && state == State::Plain && !self.account.paces.invitations.take(time) {
            return Ok(());
        }
        let kept = self.account.addresses.values().flat_map(|a| &a.passing.invitation.lines);
        let bytes: usize = kept.map(Vec::len).sum();
        let invitation = &mut self.address(key).passing.invitation;
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
            self.set_state(key, State::Invited)?;
        }
        // Again if only a query had come, and now it is known who asks.
        if state != State::Invited || before != now {
            self.ask(key, Question::Invited, now.1);
        }
        Ok(())
    }

    pub(super) fn decline_invitation(&mut self, key: &str) -> Result<(), MessengerError> {
        self.account.decided.insert(key.to_owned());
        match self.account.state(key) {
            State::Invited => self.set_state(key, State::Plain),
            _ => self.tell_state(key),
        }
    }

    /// Somebody else appears under an address, proven by a card, an Init or a readable line. Nothing
    /// is replaced by itself.
    pub(super) fn key_changed(
        &mut self,
        key: &str,
        other: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let Some(address) = self.account.addresses.get(key) else { return Ok(()) };
        let AddressRecord { known, state, declined, .. } = &address.record;
        if !known || *state == State::Blocked || declined.contains(other) {
            return Ok(());
        }
        let private = self.is_private_with_any(key)?;
        let address = self.address(key);
        let challengers = &mut address.passing.challengers;
        let news = !challengers.contains(other);
        if news {
            challengers.push(*other);
            let excess = challengers.len().saturating_sub(MAX_CHALLENGERS);
            challengers.drain(..excess);
        }
        if address.record.challenger.is_none() {
            address.record.challenger = Some(*other);
            self.save_address(key)?;
        }
        // The session with the one who is known goes on: whoever can write to us could stop it else.
        if !private {
            self.set_state(key, State::Alarm)?;
        }
        if news {
            if private {
                self.tell_state(key)?;
            }
            self.ask(key, Question::KeyChanged, Some(*other));
        }
        Ok(())
    }

    pub(super) fn end(&mut self, key: &str) -> Result<(), MessengerError> {
        match self.account.state(key) {
            State::Plain => return self.tell_state(key),
            State::Invited => return self.decline_invitation(key),
            State::Blocked => return Err(MessengerError::WrongState),
            _ => {}
        }
        self.discard_held(key)?;
        self.give_up(key)?;
        for who in self.identities_at(key) {
            self.close(&who, key)?;
        }
        self.forget_challengers(key)?;
        self.address(key).passing.answer = None;
        self.set_state(key, State::Plain)
    }

    /// Ends the sessions with somebody.
    pub(super) fn close(&mut self, who: &Fingerprint, key: &str) -> Result<(), MessengerError> {
        if !self.load_peer(who)? {
            return Ok(());
        }
        self.set_route(who, key);
        let lines = self.with_peer(who, |peer, cx| peer.close(cx))?;
        self.enqueue_control(key, lines)
    }

    /// An identity is not at an address any more.
    pub(super) fn unbind(&mut self, key: &str, who: &Fingerprint) -> Result<(), MessengerError> {
        let record = &mut self.address(key).record;
        record.others.retain(|other| other != who);
        if record.who.as_ref() == Some(who) {
            record.who = None;
            let next = record.others.first().copied();
            if let Some(keys) = self.account.windows.get_mut(who) {
                keys.remove(key);
            }
            if let Some(next) = next {
                return self.turn_to(key, &next);
            }
            self.discard_held(key)?;
            self.save_address(key)?;
            return self.set_state(key, State::Plain);
        }
        self.save_address(key)?;
        self.tell_state(key)
    }
}
