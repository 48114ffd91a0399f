//! What comes and is not simply read: lines that are refused or cannot be read, other keys,
//! invitations.

use super::call::Call;
use super::error::MessengerError;
use super::event::{Question, State};
use super::limits::{ANSWER_DELAY_MS, MAX_CHALLENGERS, MAX_INVITATION_LINES, READABLE_MS};
use super::notice::Notice;
use super::origin::Origin;
use crate::identity::Fingerprint;
use crate::session::{Echo, SessionError, Status};

impl Call<'_, '_> {
    /// A line was refused.
    pub(super) fn refused(
        &mut self,
        key: &str,
        who: Option<Fingerprint>,
        line: &[u8],
        error: SessionError,
        origin: Origin,
    ) -> Result<(), MessengerError> {
        if error.is_silent() || origin.history || origin.notice {
            return Ok(());
        }
        if let Some(echo) = error.echo() {
            if matches!(error, SessionError::Forged(_)) && self.account.addresses.contains_key(key)
            {
                self.notice(key, Notice::Damaged);
            }
            self.unreadable(key, echo);
            return Ok(());
        }
        match (error, who) {
            (SessionError::OtherIdentity(other), _) => self.key_changed(key, &other),
            (SessionError::UnexpectedOffer, Some(who)) => self.probe(key, &who, Some(line)),
            (SessionError::Ended, Some(who)) => match self.account.state(key) {
                // It was the other side that ended it: it may begin anew.
                State::Ended => {
                    self.with_peer(&who, |peer, _| peer.reopen())?;
                    match self.read_with(&who, line)? {
                        Ok(events) => self.read_by(&who, key, events, origin, self.now),
                        Err(_) => Ok(()),
                    }
                }
                State::Asked => Ok(()),
                _ => self.invited(key, Some(line), Some(who)),
            },
            (SessionError::Forked, _) | (SessionError::OwnIdentity, _) => Ok(()),
            (SessionError::ReplayedOffer | SessionError::OlderCard, _) => Ok(()),
            (SessionError::Identity(_), _) => {
                self.notice(key, Notice::BadInvitation);
                Ok(())
            }
            (SessionError::UnknownItem(_) | SessionError::Wire(_), _) => {
                self.notice(key, Notice::NotUnderstood);
                Ok(())
            }
            (SessionError::Crypto(error), _) => Err(error.into()),
            _ => {
                self.notice(key, Notice::Damaged);
                Ok(())
            }
        }
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

    /// Somebody else appears under an address, proven by a card or an Init. Nothing is replaced by
    /// itself.
    pub(super) fn key_changed(
        &mut self,
        key: &str,
        other: &Fingerprint,
    ) -> Result<(), MessengerError> {
        if !self.is_known(key) || self.account.state(key) == State::Blocked {
            return Ok(());
        }
        let private = match self.who(key) {
            Some(who) => self.status(&who)? == Status::Private,
            None => false,
        };
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
            self.ask(key, Question::KeyChanged, Some(*other));
        }
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
        let passing = &mut self.address(key).passing;
        if passing.invitation.is_empty() {
            passing.inviter = who;
        }
        if let Some(line) = line
            && passing.inviter == who
            && passing.invitation.len() < MAX_INVITATION_LINES
            && !passing.invitation.iter().any(|kept| kept == line)
        {
            passing.invitation.push(line.to_vec());
        }
        let inviter = passing.inviter;
        // After the other side's close texts stay refused: only the user leads back to clear text.
        if state == State::Plain {
            self.set_state(key, State::Invited)?;
        }
        if state != State::Invited {
            self.ask(key, Question::Invited, inviter);
        }
        Ok(())
    }

    /// Whether the user has blocked somebody.
    pub(super) fn is_blocked(&self, who: &Fingerprint) -> Result<bool, MessengerError> {
        Ok(self.contact(who)?.is_some_and(|contact| contact.blocked))
    }
}
