//! Where a conversation stands, and what the user decides about it.
//!
//! ```text
//!            start                 answer                confirmed
//!   PLAIN ─────────► ASKED ───────────────► STARTING ─────────────► PRIVATE ◄──► RESTORING
//!     ▲ │ query or Offer of a stranger                                 │ close of the peer
//!     │ └──────────► INVITED ── accept ──► ASKED or STARTING           ▼
//!     └── end, cancel, decline                                       ENDED
//! ```

use super::call::Call;
use crate::identity::Fingerprint;
use crate::messenger::limits::{ANSWER_DELAY_MS, LONGEST_PAUSE_MS, NO_ANSWER_MS};
use crate::messenger::memory::outbox::class;
use crate::messenger::rows::records::Phase;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Question, State};
use crate::messenger::tells::notice::Notice;
use crate::session::{Echo, Status};
use crate::wire::armor::QUERY;
use crate::wire::limits::DEFAULT_LINE_CHARS;

/// What the user does about a conversation or a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Talk in private. From now on no text goes in clear.
    Start,
    /// End the private conversation: texts go in clear again.
    End,
    /// Accept an invitation.
    Accept,
    /// Decline an invitation, another key or another address.
    Decline,
    /// The fingerprint was compared and is right.
    Verify,
    /// The fingerprint is no longer held to be right.
    Unverify,
    /// Accept the new key of a contact, in the place of all that were known here.
    AcceptKey,
    /// Accept a further key of a contact, who uses both.
    AddKey,
    /// Block the contact, or an address where nobody is known: nothing of it is read.
    Block,
    /// Unblock the contact.
    Unblock,
    /// Give up a start that nobody answers; what was held is discarded.
    Cancel,
    /// Forget the contact: its sessions, its texts, and what was known of it.
    Forget,
    /// Send our full card in the private conversation.
    ShareCard,
}

/// The sentence behind the query, for people without the library.
pub(in crate::messenger) const INVITATION: &str =
    "I would like to talk in private, with the Subrosa plugin.";

impl Call<'_, '_> {
    /// Adapts the states of all conversations with somebody to that of the sessions.
    pub(in crate::messenger) fn refresh(
        &mut self,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let status = self.status(who)?;
        let keys: Vec<String> =
            self.account.windows.get(who).into_iter().flatten().cloned().collect();
        for key in keys {
            self.refresh_window(&key, status)?;
        }
        Ok(())
    }

    pub(in crate::messenger) fn refresh_window(
        &mut self,
        key: &str,
        status: Status,
    ) -> Result<(), MessengerError> {
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

    /// What the user decides.
    pub(in crate::messenger) fn decide(
        &mut self,
        key: &str,
        action: Action,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        match action {
            Action::Start => self.start(key),
            Action::End => self.end(key),
            Action::Accept => self.accept(key, fingerprint),
            Action::Decline => self.decline(key, fingerprint),
            Action::Verify | Action::Unverify => {
                self.verify(key, fingerprint, action == Action::Verify)
            }
            Action::AcceptKey => self.accept_key(key, fingerprint),
            Action::AddKey => self.add_key(key, fingerprint),
            Action::Block | Action::Unblock => {
                self.block(key, fingerprint, action == Action::Block)
            }
            Action::Cancel => self.cancel(key),
            Action::Forget => self.forget(key, fingerprint),
            Action::ShareCard => self.share_card(key),
        }
    }

    pub(in crate::messenger) fn start(&mut self, key: &str) -> Result<(), MessengerError> {
        match self.account.state(key) {
            // Nobody has answered: the query, or the answer to it, may have been lost.
            State::Asked if self.who(key).is_none() => {
                self.query(key)?;
                return self.tell_state(key);
            }
            State::Private | State::Asked | State::Starting | State::Restoring => {
                return self.tell_state(key);
            }
            State::Invited => return self.accept(key, None),
            State::Ended if self.is_invited(key) => return self.accept(key, None),
            State::Alarm | State::Blocked => return Err(MessengerError::WrongState),
            State::Plain | State::Ended | State::Required => {}
        }
        self.address(key).record.known = true;
        let Some(who) = self.who(key) else {
            self.set_state(key, State::Asked)?;
            return self.query(key);
        };
        self.new_peer(&who, key)?;
        self.set_route(&who, key);
        self.with_peer(&who, |peer, _| peer.reopen())?;
        for other in self.others_at(key) {
            if self.load_peer(&other)? {
                self.with_peer(&other, |peer, _| peer.reopen())?;
            }
        }
        self.set_state(key, State::Asked)?;
        self.offer(key, None)?;
        self.refresh(&who)
    }

    /// Asks whether there is a plugin, with a sentence for people who have none.
    fn query(&mut self, key: &str) -> Result<(), MessengerError> {
        let query = format!("{QUERY} {INVITATION}");
        debug_assert!(query.len() < DEFAULT_LINE_CHARS, "within the limit of every network");
        self.enqueue(key, class::CONTROL, None, query)
    }

    pub(in crate::messenger) fn end(&mut self, key: &str) -> Result<(), MessengerError> {
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

    fn cancel(&mut self, key: &str) -> Result<(), MessengerError> {
        match self.account.state(key) {
            State::Asked | State::Starting | State::Restoring => self.end(key),
            _ => Err(MessengerError::WrongState),
        }
    }

    // ---- what the other side wants ----

    /// The query came: a contact gets an Offer, for anybody else the user decides.
    pub(in crate::messenger) fn queried(&mut self, key: &str) -> Result<(), MessengerError> {
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

    fn offer_to_one_who_asks(&mut self, key: &str) -> Result<(), MessengerError> {
        match self.may_ask_for_offer(key) {
            true => self.offer_if_allowed(key, None),
            false => Ok(()),
        }
    }

    /// Whether somebody who asks for an Offer may have one: nobody gets those of the others.
    pub(in crate::messenger) fn may_ask_for_offer(&mut self, key: &str) -> bool {
        let (now, budgets) = (self.now, self.account.budgets);
        self.address(key).passing.paces.take_offer(&budgets, now)
    }

    /// Sends an Offer that nobody has decided on, if the budget allows.
    pub(in crate::messenger) fn offer_if_allowed(
        &mut self,
        key: &str,
        echo: Option<Echo>,
    ) -> Result<(), MessengerError> {
        let now = self.now;
        match self.account.paces.offers.take(now) {
            true => self.offer(key, echo),
            false => Ok(()),
        }
    }

    /// Sends an Offer.
    pub(in crate::messenger) fn offer(
        &mut self,
        key: &str,
        echo: Option<Echo>,
    ) -> Result<(), MessengerError> {
        let seconds = self.seconds();
        self.touched = true;
        let line = self.account.installation.offer(echo, seconds, self.random)?;
        self.enqueue(key, class::CONTROL, None, line)
    }

    /// Finds out whether the peer still has the session: it answers with an Offer if not. After an
    /// Offer only the installation that it names is asked.
    pub(in crate::messenger) fn probe(
        &mut self,
        key: &str,
        who: &Fingerprint,
        offer: Option<&[u8]>,
    ) -> Result<(), MessengerError> {
        let now = self.now;
        let passing = &mut self.address(key).passing;
        if passing.is_paused(now) {
            return Ok(());
        }
        passing.pause.0 = now.saturating_add(crate::messenger::limits::READABLE_MS);
        let lines = self.with_peer(who, |peer, cx| match offer {
            Some(line) => peer.probe_offer(cx, line),
            None => peer.probe(cx),
        })?;
        self.enqueue_control(key, lines)
    }

    // ---- what is due ----

    /// Looks after an address: answers an unreadable line, asks whether to wait on, repeats Offers.
    pub(in crate::messenger) fn look_after(&mut self, key: &str) -> Result<(), MessengerError> {
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

    /// Whether something may be sent unasked now; if so the pause after it is twice as long.
    fn may_repeat(&mut self, key: &str) -> bool {
        let now = self.now;
        let online = self.account.online;
        let passing = &mut self.address(key).passing;
        let (next, pause) = passing.pause;
        if passing.absent || !online || passing.is_paused(now) {
            return false;
        }
        // An hour of rest begins from the shortest pause again.
        let rested = now.saturating_sub(next) > LONGEST_PAUSE_MS;
        let pause =
            if rested { NO_ANSWER_MS } else { (pause * 2).clamp(NO_ANSWER_MS, LONGEST_PAUSE_MS) };
        passing.pause = (now.saturating_add(pause), pause);
        true
    }

    /// Whether texts to an address are to be held, and why not to be sent.
    pub(in crate::messenger) fn phase_of_new_text(
        &self,
        key: &str,
        lines: usize,
    ) -> Result<Phase, Notice> {
        match self.account.state(key) {
            State::Ended => Err(Notice::Ended),
            State::Alarm => Err(Notice::KeyChanged),
            State::Blocked => Err(Notice::Blocked),
            // It had to wait for the vault, and the user has ended the conversation meanwhile.
            State::Plain | State::Invited => Err(Notice::NotPossible),
            _ if lines > self.account.profile.long_text_lines() => Ok(Phase::Asking),
            _ => Ok(Phase::Held),
        }
    }
}
