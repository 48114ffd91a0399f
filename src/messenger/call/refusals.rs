//! Lines that are refused or cannot be read.

use super::call::Call;
use crate::identity::Fingerprint;
use crate::messenger::limits::{ANSWER_DELAY_MS, READABLE_MS};
use crate::messenger::network::origin::Origin;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::messenger::tells::notice::Notice;
use crate::session::{Echo, SessionError};

impl Call<'_, '_> {
    /// A line was refused.
    pub(in crate::messenger) fn refused(
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
    pub(in crate::messenger) fn unreadable(&mut self, key: &str, echo: Echo) {
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
}
