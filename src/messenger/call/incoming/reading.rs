//! What comes from the network: lines of ours in it, and whose they are.

use super::kind::Searched;
use crate::guard::{AddressKey, Name, Place};
use crate::messenger::call::call::Call;
use crate::messenger::network::origin::Origin;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::messenger::tells::notice::Notice;
use crate::session::{Echo, SessionError};
use crate::wire::armor::Content;
use crate::wire::{ObjectKind, WireError};

impl Call<'_, '_> {
    /// Reads a text that has lines of ours in it.
    pub(in crate::messenger) fn read_text(
        &mut self,
        at: &AddressKey,
        text: Searched<'_>,
        origin: Origin,
        arrived: u64,
    ) -> Result<(), MessengerError> {
        let mut lines = false;
        let mut asked = false;
        let mut outside: Vec<&[u8]> = Vec::new();
        for piece in text.0 {
            match piece.content {
                Content::Line(line) => {
                    lines = true;
                    self.read_line(at, &line, origin, arrived)?;
                }
                Content::Query => {
                    // A sentence for people without the library follows the query of `start`.
                    asked = true;
                    match origin.history || origin.notice {
                        // What is replayed, or was written by a program, is never answered.
                        true => self.invited(at, None, None)?,
                        false => self.queried(at)?,
                    }
                }
                // Large objects are for documents, which are opened elsewhere. Not silently: whoever
                // cuts a message into fragments learns from its user that it does not arrive.
                Content::Fragment(_) => self.notice(at, Notice::NotUnderstood),
                Content::Broken(error) => {
                    if matches!(error, WireError::UnknownVersion(_)) {
                        self.notice(at, Notice::NotUnderstood);
                    }
                    outside.push(piece.text);
                }
                Content::Outside if !piece.is_blank() && !asked => outside.push(piece.text),
                Content::Outside => {}
            }
        }
        if lines || !asked {
            let clear = outside.concat();
            self.show_clear(at, &clear, origin);
        }
        Ok(())
    }

    /// Reads one decoded line.
    fn read_line(
        &mut self,
        at: &AddressKey,
        line: &[u8],
        origin: Origin,
        arrived: u64,
    ) -> Result<(), MessengerError> {
        let kind = line.first().copied().map(ObjectKind::read);
        match (kind, line) {
            (Some(Ok(ObjectKind::Message)), [_, a, b, c, d, ..]) => {
                self.read_message(at, line, [*a, *b, *c, *d], origin, arrived)
            }
            (Some(Ok(ObjectKind::Init | ObjectKind::Offer)), _) => {
                self.read_handshake(at, line, origin, arrived, false)
            }
            (Some(Err(_)), _) => {
                self.notice(at, Notice::NotUnderstood);
                Ok(())
            }
            // A card by itself, an exported identity: nothing to act upon.
            _ => Ok(()),
        }
    }

    /// A message: its tag tells whose it is.
    fn read_message(
        &mut self,
        at: &AddressKey,
        line: &[u8],
        tag: [u8; 4],
        origin: Origin,
        arrived: u64,
    ) -> Result<(), MessengerError> {
        let mut owners = self.owners_of(tag)?;
        // Who is at this address comes first; it may also be a line of ours that is sent back.
        if let Some(who) = self.who(at)
            && self.load_peer(&who)?
        {
            let lives = owners.iter().find(|(owner, _)| *owner == who).is_none_or(|(_, l)| *l);
            owners.retain(|(owner, _)| *owner != who);
            owners.insert(0, (who, lives));
        }
        let retired = !owners.is_empty() && owners.iter().all(|(_, lives)| !lives);
        // Two sessions may have one tag by chance: who is not to be read hides nobody else.
        let (mut refusal, mut blocked, mut former) = (None, false, None);
        for (who, _) in owners {
            if self.is_blocked(&who)? {
                blocked = true;
                continue;
            }
            let declined = |name: &Name| name.declined().contains(&who);
            let declined = self.account().names.get(at).is_some_and(declined);
            let nowhere = declined && self.window_of(&who, at).is_none();
            if nowhere || self.person(&who)?.replaced {
                former.get_or_insert(who);
                continue;
            }
            if self.is_at_the_door_of_others(at, &who) {
                let asked = self.guests(at).contains(&who);
                return if asked { Ok(()) } else { self.shows_up(at, &who, line, origin) };
            }
            match self.read_with(&who, line)? {
                Ok(events) => return self.read_by(&who, at, events, origin, arrived),
                Err(SessionError::NotForUs(_)) => {}
                Err(error @ SessionError::Forged(_)) => refusal = Some(error),
                Err(error) => return self.refused(at, Some(who), line, error, origin),
            }
        }
        if let Some(who) = former {
            return self.former_key(at, &who, line, origin);
        }
        if blocked {
            return Ok(());
        }
        if retired && refusal.is_none() {
            // A history that is played again names sessions that are gone.
            return Ok(());
        }
        let error = refusal.unwrap_or_else(|| SessionError::NotForUs(Echo::of(line)));
        self.refused(at, self.who(at), line, error, origin)
    }

    /// An Init or an Offer: the identity in it tells whose it is. What the user has accepted needs
    /// no budget.
    pub(in crate::messenger::call) fn read_handshake(
        &mut self,
        at: &AddressKey,
        line: &[u8],
        origin: Origin,
        arrived: u64,
        accepted: bool,
    ) -> Result<(), MessengerError> {
        let now = self.seconds();
        let expected = self.who(at);
        // A repeated Init of a session that we have is no handshake.
        for who in self.identities_at(at) {
            let known = self.load_peer(&who)?
                && self.account().peers.get(&who).is_some_and(|loaded| loaded.peer.knows(line));
            if !known {
                continue;
            }
            if self.is_blocked(&who)? {
                return Ok(());
            }
            return match self.read_with(&who, line)? {
                Ok(events) => self.read_by(&who, at, events, origin, arrived),
                Err(error) => self.refused(at, Some(who), line, error, origin),
            };
        }
        if !accepted && !self.may_compute(at) {
            return Ok(());
        }
        let identified = self.account().installation.identify(line, now);
        let identified = match identified {
            Ok(Some(identified)) => identified,
            Ok(None) => return Ok(()),
            Err(error) => return self.refused(at, expected, line, error, origin),
        };
        let who = *identified.fingerprint();
        if who == *self.account().installation.identity().fingerprint() {
            return Ok(());
        }
        match self.place(at, &who)? {
            Place::Blocked | Place::Declined => return Ok(()),
            Place::Replaced => return self.key_changed(at, &who),
            Place::Guest if expected.is_some() => return self.key_changed(at, &who),
            Place::Guest if accepted || self.may_begin(at) => return self.key_changed(at, &who),
            Place::Guest => return self.invited(at, Some(line), Some(who)),
            Place::Owner => {}
        }
        // What is replayed, or was written by a program, begins nothing.
        let unasked = origin.history || origin.notice;
        let idle = matches!(self.account().state(at), State::Plain | State::Invited);
        if unasked || (expected.is_none() && !accepted && !self.may_begin(at)) {
            return self.invited(at, Some(line), Some(who));
        }
        if expected.is_some() && idle && !accepted && !self.begins_by_itself(at) {
            return self.invited(at, Some(line), Some(who));
        }
        let is_new = !self.load_peer(&who)?;
        self.new_peer(&who, at)?;
        match self.read_identified(&who, identified)? {
            Ok(events) => self.read_by(&who, at, events, origin, arrived),
            Err(error) => {
                if is_new {
                    self.account_mut().peers.remove(&who);
                }
                self.refused(at, Some(who).filter(|_| !is_new), line, error, origin)
            }
        }
    }
}
