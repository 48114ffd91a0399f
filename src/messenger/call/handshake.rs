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
use crate::guard::{AddressKey, Decision, Door, Name, Op, Place};
use crate::identity::Fingerprint;
use crate::messenger::limits::{
    ANSWER_DELAY_MS, MAX_CHALLENGERS, MAX_INVITATION_BYTES, MAX_INVITATION_LINES, NO_ANSWER_MS,
    READABLE_MS,
};
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
        match self.shown_state(at)? {
            State::Alarm | State::Blocked | State::Invited => Ok(()),
            // What the other side cannot know: there is a session. It has lost it, or it is forged.
            State::Private => match self.who(at) {
                Some(who) => self.probe(at, &who, None),
                None => Ok(()),
            },
            // A query proves nobody: whoever is known here need not have sent it.
            State::Plain | State::Ended | State::Required if !self.begins_by_itself(at) => {
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
        for at in self.addresses_of(who) {
            if self.who(&at) == Some(*who) {
                self.refresh_window(&at, status)?;
            }
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
        self.set_who(at, who);
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

    /// Somebody has proven to write from an address: the guard says whom they are taken for there.
    pub(super) fn recognise(
        &mut self,
        who: &Fingerprint,
        at: &AddressKey,
    ) -> Result<(), MessengerError> {
        if self.is_at(at, who) {
            return Ok(());
        }
        let known = self.account().names.get(at).is_some_and(|name| name.guests().contains(who));
        if self.place(at, who)? == Place::Guest && !known {
            // A crowd of names does not bury the user in questions.
            let (now, touched) = (self.now, self.is_touched(at));
            if self.has_enough_addresses(who)
                || (!touched && !self.memory_alone().paces.invitations.take(now))
            {
                return Ok(());
            }
        }
        let effects = self.guard(&Op::Appeared(at, *who))?;
        if effects.place == Some(Place::Owner) {
            self.set_who(at, who);
        }
        Ok(())
    }

    /// A line that cannot be read: meant for another installation, or our state is lost. A contact
    /// is answered, later and not often (PROTOCOL.md section 11).
    pub(super) fn unreadable(&mut self, at: &AddressKey, echo: Echo) {
        let now = self.now;
        let state = self.account().state(at);
        if !self.account().names.answers_lost_sessions(at)
            || matches!(state, State::Ended | State::Alarm)
        {
            return;
        }
        let passing = self.passing(at);
        passing.unread = Some(echo);
        let recent = |at: u64| at <= now && now - at < READABLE_MS;
        if passing.readable_at.is_some_and(recent) {
            return;
        }
        let due = passing.answer.unwrap_or(now + ANSWER_DELAY_MS);
        passing.answer = Some(due);
        self.memory_alone().agenda.address(at, due);
    }

    /// A contact has written what cannot be read: the session that it was for is lost. What was
    /// private before must not go in clear now, whatever is left of the memory of it.
    fn start_again(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        let _none = self.guard(&Op::Unreadable(at))?;
        let door = self.account().names.get(at).map_or(Door::Open, Name::door);
        match (self.account().state(at), door) {
            (State::Plain, Door::Started) => self.set_state(at, State::Asked),
            // The invitation stands, but texts wait now.
            (State::Invited, Door::Started) => self.tell_state(at),
            _ => Ok(()),
        }
    }

    /// Looks after an address: answers an unreadable line, asks whether to wait on, repeats Offers.
    pub(super) fn look_after(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        let now = self.now;
        let state = self.account().state(at);
        let Some(address) = self.memory_alone().addresses.get_mut(at) else { return Ok(()) };
        if let Some(due) = address.passing.answer {
            if due > now && due <= now.saturating_add(ANSWER_DELAY_MS) {
                self.memory_alone().agenda.address(at, due);
            } else {
                address.passing.answer = None;
                let echo = address.passing.unread;
                if self.may_repeat(at) || self.may_follow(at) {
                    self.notice(at, Notice::CannotRead);
                    self.start_again(at)?;
                    self.offer_if_allowed(at, echo)?;
                }
            }
        }
        self.repeat_fork_offer(at)?;
        if !matches!(state, State::Asked | State::Starting | State::Restoring) {
            return Ok(());
        }
        let address = self.address_mut(at);
        // A clock that was set back: the minute begins again.
        let conversation = &mut address.conversation;
        conversation.since = conversation.since.min(now);
        let since = conversation.since;
        let waited = now - since;
        if waited < NO_ANSWER_MS {
            let due = since.saturating_add(NO_ANSWER_MS);
            self.memory_alone().agenda.address(at, due);
            return Ok(());
        }
        if !address.passing.asked {
            address.passing.asked = true;
            self.ask(at, Question::NoAnswer, None);
        }
        // The network may have lost a line of the handshake. Nobody is asked who never answered; what
        // cannot be read is an answer too.
        let unread = self.passing(at).unread;
        if self.who(at).is_none() && unread.is_none() {
            return Ok(());
        }
        if self.may_repeat(at) {
            // Without the echo it is refused wherever the other side still believes in a session.
            self.offer_if_allowed(at, unread)?;
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
        if self.identities_at(at).is_empty() && !self.is_known(at) {
            return Ok(());
        }
        let private = self.is_private_with_any(at)?;
        let effects = self.guard(&Op::Appeared(at, *other))?;
        match effects.place {
            Some(Place::Guest) => {}
            Some(Place::Replaced) => return self.former_appeared(at, other),
            _ => return Ok(()),
        }
        let known_elsewhere = self.person(other)?.accepted;
        let door = self.account().names.get(at).map_or(Door::Open, Name::door);
        // The session with the one who is known goes on: whoever can write to us could stop it else.
        // Where texts go in clear nothing is to be stopped.
        if !private && !known_elsewhere && door != Door::Open {
            return self.set_state(at, State::Alarm);
        }
        if effects.asks.is_empty() { Ok(()) } else { self.tell_state(at) }
    }

    /// The owner of a key that was replaced has shown to be there: the user is asked once.
    fn former_appeared(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let former = &mut self.passing(at).former;
        if former.contains(who) {
            return Ok(());
        }
        former.push(*who);
        let excess = former.len().saturating_sub(MAX_CHALLENGERS);
        former.drain(..excess);
        self.ask(at, Question::KeyChanged, Some(*who));
        let door = self.account().names.get(at).map_or(Door::Open, Name::door);
        match door != Door::Open && !self.is_private_with_any(at)? {
            true => self.set_state(at, State::Alarm),
            false => self.tell_state(at),
        }
    }

    /// The user wants to write in clear.
    pub(super) fn end(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        let _none = self.guard(&Op::Decide(at, Decision::End))?;
        self.passing(at).former.clear();
        self.stop(at)?;
        self.tell_state(at)
    }

    /// The private conversation is over on our side: nothing that is under way to the address
    /// arrives. Whether texts may leave in clear is not said by it.
    pub(super) fn stop(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        if self.is_invited(at) {
            self.memory_alone().decided.insert(at.clone());
        }
        self.discard_held(at)?;
        self.give_up(at)?;
        for who in self.identities_at(at) {
            self.close(&who, at)?;
        }
        let passing = self.passing(at);
        (passing.answer, passing.fork) = (None, None);
        if self.conversation(at).state != State::Plain {
            let now = self.now;
            let conversation = match self.account().is_kept(at) {
                true => self.conversation_mut(at),
                false => &mut self.memory_alone().address(at, at.as_str()).conversation,
            };
            (conversation.state, conversation.since) = (State::Plain, now);
        }
        Ok(())
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

    /// An identity that was at an address is not there any more.
    pub(super) fn gone(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        match self.who(at) {
            Some(next) => self.turn_to(at, &next),
            None => {
                self.stop(at)?;
                self.tell_state(at)
            }
        }
    }
}
