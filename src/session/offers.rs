//! Beginning a session, by the host's wish or because of an Offer (PROTOCOL.md sections 6 and 7).

use super::error::SessionError;
use super::event::Event;
use super::ids::{Echo, InstallationId, SessionId};
use super::incoming::verified_at;
use super::line::Line;
use super::payload::Content;
use super::peer_sessions::{Context, PeerSessions, Sent, remember};
use super::ratchet::Ratchet;
use super::sealing::Draft;
use super::session::{Role, Session};
use super::x3dh;
use crate::identity::{Card, IdentityError, PublicIdentity, UnverifiedCard};
use crate::wire::armor;
use crate::wire::limits::{MAX_ACTED, MAX_SESSIONS};

impl PeerSessions {
    /// Begins a session on a verified card of the peer, with or without a first text. This is the
    /// host's decision, so it also begins anew a conversation that had ended.
    ///
    /// The session is [`super::Status::Starting`] until the peer answers; a session that is live goes on.
    ///
    /// # Errors
    /// [`SessionError::OtherIdentity`], [`SessionError::OwnIdentity`], an expired card,
    /// [`SessionError::HoldUntilConfirmed`] for a first text that needs more than 8 lines.
    pub fn start(
        &mut self,
        cx: &mut Context<'_>,
        card: &Card,
        first: Option<(Content, &[u8])>,
    ) -> Result<Sent, SessionError> {
        self.check_installation(cx)?;
        self.check_identity(card.identity())?;
        if cx.now >= card.expires() {
            return Err(IdentityError::Expired { at: card.expires(), now: cx.now }.into());
        }
        let sent = self.begin(cx, card, None, first)?;
        self.ended = false;
        Ok(sent)
    }

    /// Acts on an Offer, or refuses it, in the order of the specification: cheap checks first.
    pub(crate) fn read_offer(
        &mut self,
        cx: &mut Context<'_>,
        (card, verified): (&[u8], Option<Card>),
        named: InstallationId,
        echo: Echo,
    ) -> Result<Vec<Event>, SessionError> {
        let card = UnverifiedCard::parse(card)?;
        if card.fingerprint() == self.own {
            return Err(SessionError::Reflected);
        }
        if self.ended {
            return Err(SessionError::Ended);
        }
        let echoed = self.echoed(echo);
        // With an installation that has a session only a line that was meant for it gives a reason:
        // it cannot read what is meant for another device of the same person.
        let theirs = |session: &Session| session.installation == Some(named);
        let meant_for_it = self.sessions.iter().any(|s| theirs(s) && Some(s.id) == echoed);
        // A session that nobody answers on is no reason to keep out whoever says that it is lost.
        let now = self.clock.at(cx.now);
        let awake = |s: &Session| s.is_live() && theirs(s) && !s.is_dormant(now);
        if self.sessions.iter().any(awake) && !meant_for_it {
            return Err(SessionError::UnexpectedOffer);
        }
        if self.expected.is_some_and(|expected| expected != card.fingerprint()) {
            return Err(SessionError::OtherIdentity(card.fingerprint()));
        }
        if self.acted.contains(&card.id()) {
            return Err(SessionError::ReplayedOffer);
        }
        let newest = self.newest_acted.iter().find(|(installation, _)| *installation == named);
        if echoed.is_none() && newest.is_some_and(|(_, issued)| card.issued() < *issued) {
            return Err(SessionError::OlderCard);
        }
        let card = verified_at(cx.now, &card, verified)?;
        let bound = self.expected.is_none();
        let sent = self.begin(cx, &card, echoed, None)?;
        self.note_acted(named, card.issued());
        let mut events = Vec::new();
        if bound {
            events.push(Event::Bound(*card.identity().fingerprint()));
        }
        events.extend(sent.lines.into_iter().map(Event::Send));
        Ok(events)
    }

    /// The session that the line with this echo was sent on, if it is one of the last.
    fn echoed(&self, echo: Echo) -> Option<SessionId> {
        self.sent.iter().find(|(sent, _)| *sent == echo).map(|(_, session)| *session)
    }

    /// Remembers how new the newest card of an installation was that a session was begun on.
    fn note_acted(&mut self, named: InstallationId, issued: u64) {
        let at = self.newest_acted.iter().position(|(installation, _)| *installation == named);
        let known = at.and_then(|at| self.newest_acted.remove(at)).map_or(0, |(_, newest)| newest);
        remember(&mut self.newest_acted, (named, issued.max(known)), MAX_SESSIONS);
    }

    /// Finds out whether the installation that an Offer names still has its session, after
    /// [`SessionError::UnexpectedOffer`]: as [`PeerSessions::probe`], but on the sessions with that
    /// installation alone, and not if the Offer answers a line that is not one of our last ones: it
    /// is one of another device of ours.
    ///
    /// # Errors
    /// [`SessionError::NoSession`] if there is nothing to find out; the errors of parsing.
    pub fn probe_offer(
        &mut self,
        cx: &mut Context<'_>,
        line: &[u8],
    ) -> Result<Vec<String>, SessionError> {
        self.check_installation(cx)?;
        let Line::Offer { installation, echo, .. } = Line::parse(line)? else {
            return Err(SessionError::NoSession);
        };
        if echo != Echo::default() && self.echoed(echo).is_none() {
            return Err(SessionError::NoSession);
        }
        let theirs =
            |session: &Session| session.is_live() && session.installation == Some(installation);
        self.send_on_each(cx, theirs, &Draft::default())
    }

    fn begin(
        &mut self,
        cx: &mut Context<'_>,
        card: &Card,
        asked_for_by: Option<SessionId>,
        first: Option<(Content, &[u8])>,
    ) -> Result<Sent, SessionError> {
        let initiated = x3dh::initiate(cx.installation.identity(), card, cx.rng)?;
        let keys = initiated.keys;
        let ratchet = Ratchet::initiator(&keys, card.prekey(), cx.rng)?;
        let role = Role::Initiator { ephemeral: initiated.ephemeral, prefix: initiated.prefix };
        let tags = (keys.tag_initiator, keys.tag_responder);
        let (begun, now) = (self.order.saturating_add(1), self.clock.at(cx.now));
        let mut session = Session::new(keys.id, role, tags, ratchet, begun, now);
        session.asked_for_by = asked_for_by;
        let drafts = match first {
            Some(text) => {
                session.split(&self.settings, cx.installation.id(), text, (None, None))?
            }
            None => vec![Draft::default()],
        };
        let sealed = session.seal(&drafts, &mut cx.sealing(self.settings))?;

        let id = sealed.id;
        let lines = session.commit_sealed(sealed);
        if let Some(text) = first {
            session.note_sent(id, text, lines.len(), now);
        }
        self.clock.advance(cx.now);
        self.order = begun;
        self.bind(card.identity());
        remember(&mut self.acted, card.id(), MAX_ACTED);
        self.sessions.push(session);
        self.make_room(now);
        Ok(Sent { id, lines: self.release(keys.id, lines) })
    }

    /// Notes lines as sent, for echoes, and gives their text form.
    pub(crate) fn release(&mut self, session: SessionId, lines: Vec<Vec<u8>>) -> Vec<String> {
        lines
            .into_iter()
            .map(|line| {
                remember(
                    &mut self.sent,
                    (Echo::of(&line), session),
                    crate::wire::limits::MAX_ECHOES,
                );
                armor::encode(&line)
            })
            .collect()
    }

    /// Refuses an identity that cannot be this peer.
    pub(crate) fn check_identity(&self, identity: &PublicIdentity) -> Result<(), SessionError> {
        let fingerprint = *identity.fingerprint();
        if fingerprint == self.own {
            return Err(SessionError::OwnIdentity);
        }
        match self.expected {
            Some(expected) if expected != fingerprint => {
                Err(SessionError::OtherIdentity(fingerprint))
            }
            _ => Ok(()),
        }
    }

    /// Keeps the peer's identity; on first use, that is who the peer is from now on.
    pub(crate) fn bind(&mut self, identity: &PublicIdentity) {
        self.expected = Some(*identity.fingerprint());
        if self.identity.is_none() {
            self.identity = Some(identity.clone());
        }
    }
}
