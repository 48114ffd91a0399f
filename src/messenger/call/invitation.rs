//! Invitations: somebody wants to talk in private, and the user decides.
//!
//! What was decided is forgotten only once the call that decided it is committed: if that fails the
//! invitation stands as before.

use super::call::Call;
use crate::identity::Fingerprint;
use crate::messenger::limits::{MAX_INVITATION_BYTES, MAX_INVITATION_LINES};
use crate::messenger::network::origin::Origin;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Question, State};

impl Call<'_, '_> {
    /// Somebody wants to talk in private; the user decides. What one identity has sent is kept,
    /// within bounds; another one has to wait until the user has decided.
    pub(in crate::messenger) fn invited(
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

    /// Whether something waits for the user to accept.
    pub(in crate::messenger) fn is_invited(&self, key: &str) -> bool {
        let address = self.account.addresses.get(key);
        address.is_some_and(|address| address.passing.invitation.open)
            && !self.account.decided.contains(key)
    }

    pub(in crate::messenger) fn accept(
        &mut self,
        key: &str,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let asked = self.is_invited(key) || fingerprint.is_none();
        if !matches!(self.account.state(key), State::Invited | State::Ended) || !asked {
            return self.accept_address(key, fingerprint);
        }
        let invitation = &self.address(key).passing.invitation;
        let (inviter, lines) = (invitation.inviter, invitation.lines.clone());
        if fingerprint.is_some() && fingerprint != inviter.as_ref() {
            return Err(MessengerError::OtherFingerprint);
        }
        self.address(key).record.known = true;
        self.account.decided.insert(key.to_owned());
        self.set_state(key, State::Asked)?;
        for who in self.identities_at(key) {
            if self.load_peer(&who)? {
                self.with_peer(&who, |peer, _| peer.reopen())?;
            }
        }
        for line in lines {
            self.read_handshake(key, &line, Origin::default(), self.now, true)?;
        }
        if self.account.state(key) == State::Asked {
            // Only a query came, or what came has become too old.
            self.offer(key, None)?;
        }
        Ok(())
    }

    pub(in crate::messenger) fn decline_invitation(
        &mut self,
        key: &str,
    ) -> Result<(), MessengerError> {
        self.account.decided.insert(key.to_owned());
        match self.account.state(key) {
            State::Invited => self.set_state(key, State::Plain),
            _ => self.tell_state(key),
        }
    }
}
