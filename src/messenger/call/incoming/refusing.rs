//! Lines that are refused or cannot be read, and lines of somebody who is not to be read here.

use crate::guard::{AddressKey, Name};
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::network::origin::Origin;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::messenger::tells::notice::Notice;
use crate::session::{Context, SessionError};

impl Call<'_, '_> {
    /// A line was refused.
    pub(in crate::messenger::call) fn refused(
        &mut self,
        at: &AddressKey,
        who: Option<Fingerprint>,
        line: &[u8],
        error: SessionError,
        origin: Origin,
    ) -> Result<(), MessengerError> {
        if error.is_silent() || origin.history || origin.notice {
            return Ok(());
        }
        if let Some(echo) = error.echo() {
            if matches!(error, SessionError::Forged(_)) && self.account().addresses.contains_key(at)
            {
                self.notice(at, Notice::Damaged);
            }
            self.unreadable(at, echo);
            return Ok(());
        }
        match (error, who) {
            (SessionError::OtherIdentity(other), _) => self.key_changed(at, &other),
            (SessionError::UnexpectedOffer, Some(who)) => self.probe(at, &who, Some(line)),
            (SessionError::Ended, Some(who)) => match self.account().state(at) {
                // It was the other side that ended it: it may begin anew.
                State::Ended => {
                    self.with_peer(&who, |peer, _| peer.reopen())?;
                    match self.read_with(&who, line)? {
                        Ok(events) => self.read_by(&who, at, events, origin, self.now),
                        Err(_) => Ok(()),
                    }
                }
                State::Asked => Ok(()),
                _ => self.invited(at, Some(line), Some(who)),
            },
            (SessionError::Forked, _) | (SessionError::OwnIdentity, _) => Ok(()),
            (SessionError::ReplayedOffer | SessionError::OlderCard, _) => Ok(()),
            (SessionError::Identity(_), _) => {
                self.notice(at, Notice::BadInvitation);
                Ok(())
            }
            (SessionError::UnknownItem(_) | SessionError::Wire(_), _) => {
                self.notice(at, Notice::NotUnderstood);
                Ok(())
            }
            (SessionError::Crypto(error), _) => Err(error.into()),
            _ => {
                self.notice(at, Notice::Damaged);
                Ok(())
            }
        }
    }

    /// A line of somebody whose key the user has replaced at this address. If it is readable and new
    /// its owner is still there, and the user is asked, once; what it says is not shown, and stays
    /// unread.
    pub(in crate::messenger::call) fn former_key(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
        line: &[u8],
        origin: Origin,
    ) -> Result<(), MessengerError> {
        let here = self.route(who).is_some_and(|route| route == *at);
        let asked = self.passing(at).former.contains(who);
        if here && !asked { self.shows_up(at, who, line, origin) } else { Ok(()) }
    }

    /// Whether somebody who has no window any more writes from a name that belongs to others: what
    /// they say must not appear as if those had said it.
    pub(in crate::messenger::call) fn is_at_the_door_of_others(
        &self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> bool {
        let others = |name: &Name| {
            let left = name.left();
            !name.owners().is_empty() || (!left.is_empty() && !left.contains(who))
        };
        self.window_of(who, at).is_none() && self.account().names.get(at).is_some_and(others)
    }

    /// If a line of somebody is readable and new they are there, and the user is asked; what it says
    /// is not shown, and stays unread.
    pub(in crate::messenger::call) fn shows_up(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
        line: &[u8],
        origin: Origin,
    ) -> Result<(), MessengerError> {
        if origin.history || !self.may_compute(at) {
            return Ok(());
        }
        let now = self.seconds();
        let Some(loaded) = self.account().peers.get(who) else { return Ok(()) };
        // Copies: the ratchet stays where it is.
        let (mut peer, mut installation) =
            (loaded.peer.clone(), self.account().installation.clone());
        let mut context = Context { installation: &mut installation, now, rng: self.random };
        match peer.receive_line(&mut context, line) {
            Ok(_) => self.key_changed(at, who),
            Err(_) => Ok(()),
        }
    }
}
