//! What a line from the peer does: messages and Inits (PROTOCOL.md sections 7, 8, 11 and 12).

use super::acks::{Receipt, Verdict};
use super::error::SessionError;
use super::event::Event;
use super::ids::{Echo, ShownId, Tag, TextId};
use super::installation::{Found, Installation};
use super::line::{Init, Line, Message};
use super::payload::Payload;
use super::peer_sessions::{Context, PeerSessions};
use super::ratchet::{NotOpened, Ratchet};
use super::schedule::text_id;
use super::session::{Role, Session};
use super::x3dh::{self, OpenedIdentity};
use crate::identity::{Card, UnverifiedCard};

impl Session {
    /// Whether it was begun by this Init.
    fn answers(&self, init: &Init<'_>) -> bool {
        match &self.role {
            Role::Responder { ephemeral, card } => {
                *ephemeral == init.ephemeral && *card == init.card_id
            }
            Role::Initiator { .. } => false,
        }
    }

    /// Whether we have begun it with this Init.
    fn made(&self, init: &Init<'_>) -> bool {
        match &self.role {
            Role::Initiator { ephemeral, .. } => *ephemeral == init.ephemeral,
            Role::Responder { .. } => false,
        }
    }
}

/// A card, verified now or before; the clock has gone on since.
pub(super) fn verified_at(
    now: u64,
    card: &UnverifiedCard,
    verified: Option<Card>,
) -> Result<Card, SessionError> {
    match verified {
        Some(verified) => card.check_time(now).map(|()| verified).map_err(Into::into),
        None => card.verify(now).map_err(Into::into),
    }
}

impl PeerSessions {
    /// Reads one decoded line, with what is known of it already. On an error nothing of the
    /// conversation has changed.
    pub(super) fn read_line(
        &mut self,
        cx: &mut Context<'_>,
        line: &[u8],
        found: Option<Found>,
    ) -> Result<Vec<Event>, SessionError> {
        let (verified, opened) = match found {
            Some(Found::Card(card)) => (Some(*card), None),
            Some(Found::Init(opened)) => (None, Some(*opened)),
            None => (None, None),
        };
        match Line::parse(line)? {
            Line::Message { tag, message } => self.read_message(cx, line, tag, &message),
            Line::Init(init) => self.read_init(cx, line, &init, opened),
            Line::Offer { card, installation, echo } => {
                self.read_offer(cx, (card, verified), installation, echo)
            }
            Line::Card(card) => self.read_card(cx, (card, verified)),
        }
    }

    /// Tries every session with the line's tag: two may have the same by chance.
    fn read_message(
        &mut self,
        cx: &mut Context<'_>,
        line: &[u8],
        tag: Tag,
        message: &Message<'_>,
    ) -> Result<Vec<Event>, SessionError> {
        let mut refusal = None;
        for index in 0..self.sessions.len() {
            if self.sessions.get(index).is_none_or(|session| session.receive_tag != tag) {
                continue;
            }
            match self.read_on(cx, index, &[], line, message) {
                Err(error @ SessionError::Forged(_)) => refusal = Some(error),
                other => return other,
            }
        }
        if self.sessions.iter().any(|session| session.send_tag == tag) {
            return Err(SessionError::Reflected);
        }
        Err(refusal.unwrap_or_else(|| SessionError::NotForUs(Echo::of(line))))
    }

    /// Whether a line belongs to a session of this peer, as far as its tag or its ephemeral key
    /// tells, or is an Init of ours sent back: then reading it costs no handshake.
    pub fn knows(&self, line: &[u8]) -> bool {
        match Line::parse(line) {
            Ok(Line::Message { tag, .. }) => self.tags().any(|own| own == tag),
            Ok(Line::Init(init)) => {
                self.sessions.iter().any(|session| session.answers(&init) || session.made(&init))
            }
            _ => false,
        }
    }

    fn read_init(
        &mut self,
        cx: &mut Context<'_>,
        line: &[u8],
        init: &Init<'_>,
        opened: Option<OpenedIdentity>,
    ) -> Result<Vec<Event>, SessionError> {
        if let Some(index) = self.sessions.iter().position(|session| session.answers(init)) {
            return self.read_on(cx, index, init.prefix, line, &init.message);
        }
        if self.sessions.iter().any(|session| session.made(init)) {
            return Err(SessionError::Reflected);
        }
        let echo = Echo::of(line);
        let prekey = cx.installation.prekey(init.card_id, cx.now);
        let prekey = prekey.ok_or(SessionError::NotForUs(echo))?;
        if Installation::is_used(prekey, &init.ephemeral) {
            return Err(SessionError::Replayed(echo));
        }
        let own = cx.installation.identity();
        let opened = match opened {
            Some(opened) => opened,
            None => x3dh::open_identity(own, &prekey.secret, init, echo)?,
        };
        self.check_identity(&opened.initiator)?;
        let fingerprint = *opened.initiator.fingerprint();
        if !cx.installation.has_room(&fingerprint) {
            return Err(SessionError::TooManyInits);
        }
        let keys = x3dh::respond(&prekey.secret, &prekey.card, init, &opened)?;
        let initiator = opened.initiator;
        let ratchet = Ratchet::responder(&keys, &prekey.secret, initiator.agreement());
        let role = Role::Responder { ephemeral: init.ephemeral, card: init.card_id };
        let tags = (keys.tag_responder, keys.tag_initiator);
        let (begun, now) = (self.order.saturating_add(1), self.clock.at(cx.now));

        // The session is kept only if its first message turns out to be good.
        let (index, was_bound) = (self.sessions.len(), self.expected.is_some());
        self.sessions.push(Session::new(keys.id, role, tags, ratchet, begun, now));
        let mut events = match self.read_on(cx, index, init.prefix, line, &init.message) {
            Ok(events) => events,
            Err(error) => {
                self.sessions.truncate(index);
                return Err(error);
            }
        };
        cx.installation.remember(init.card_id, &init.ephemeral, &fingerprint);
        self.bind(&initiator);
        self.make_room(now);
        if !was_bound {
            events.insert(0, Event::Bound(fingerprint));
        }
        Ok(events)
    }

    /// A card by itself: kept in mind by the host, if it is the peer's.
    fn read_card(
        &mut self,
        cx: &mut Context<'_>,
        (card, verified): (&[u8], Option<Card>),
    ) -> Result<Vec<Event>, SessionError> {
        let card = UnverifiedCard::parse(card)?;
        if card.fingerprint() == self.own {
            return Err(SessionError::Reflected);
        }
        if self.expected.is_some_and(|expected| expected != card.fingerprint()) {
            return Err(SessionError::OtherIdentity(card.fingerprint()));
        }
        let card = verified_at(cx.now, &card, verified)?;
        Ok(vec![Event::Card(Box::new(card))])
    }

    /// Reads a message on one session: opened and parsed on a copy, then committed.
    fn read_on(
        &mut self,
        cx: &mut Context<'_>,
        index: usize,
        prefix: &[u8],
        line: &[u8],
        message: &Message<'_>,
    ) -> Result<Vec<Event>, SessionError> {
        let session = self.sessions.get(index).ok_or(SessionError::NoSession)?;
        let header = message.header(prefix, &session.receive_tag);
        let own = cx.installation.identity();
        let now = self.clock.at(cx.now);
        let (bytes, opened) = match session.ratchet.open(own, &header, message, line, now) {
            Ok(opened) => opened,
            Err(NotOpened::Refused(SessionError::Duplicate)) => {
                self.answer_duplicate(index, !prefix.is_empty(), cx.now);
                return Err(SessionError::Duplicate);
            }
            Err(NotOpened::Refused(error)) => return Err(error),
            Err(NotOpened::Fork) => return self.fork_seen(index, Echo::of(line), cx.now),
        };
        let mut payload = Payload::parse(&bytes)?;
        session.check(&payload)?;
        if session.has_come(&payload) {
            return self.fork_seen(index, Echo::of(line), cx.now);
        }
        let proves = match session.role {
            Role::Initiator { .. } => true,
            Role::Responder { .. } => opened.proves_initiator(),
        };
        let asked = match session.proven || proves {
            true => Vec::new(),
            false => payload.reduce_to_texts(),
        };
        // An item that says so, an acknowledgement of a line that another copy of us has sent, or of
        // another text than we have sent.
        let mut copied = payload.fork || session.acknowledges_unsent(&payload);
        let mut misread = None;
        let verdict = session.judge(&payload);
        if copied || session.marks.fork_is_ours || verdict == Verdict::Unknown {
            payload.acknowledged = None;
        } else if verdict == Verdict::Misfit {
            (copied, misread) = (true, payload.acknowledged.take());
        }
        if session.received == 0 && payload.installation.is_none() {
            return Err(SessionError::Payload("the first line does not name its installation"));
        }
        let card = self.card_in(&payload, cx.now);
        let derived = TextId(text_id(&opened.key, &message.salt)?);

        // Nothing below fails.
        let (now, order) = (self.clock.advance(cx.now), self.order.saturating_add(1));
        self.order = order;
        let session = self.sessions.get_mut(index).ok_or(SessionError::NoSession)?;
        let first = session.received == 0;
        session.ratchet.commit_opened(opened, message, now);
        session.received = order;
        session.proven |= proves;
        let (whole, delivered) = session.take(&payload, derived, now);
        let misread = misread.map(|said| session.outstanding.misread(&said.runs));
        let unconfirmed = session.confirmed.is_none();
        let newly_confirmed = match &session.role {
            Role::Initiator { .. } => first,
            Role::Responder { card, .. } if unconfirmed && proves => {
                cx.installation.retire_one_time(*card, cx.now);
                true
            }
            Role::Responder { .. } => false,
        };
        self.keep_within_bounds(index);
        if newly_confirmed {
            self.confirm_session(index);
        }
        if payload.replaced {
            self.replaced_by_peer(index);
        }

        let mut events: Vec<Event> = asked.into_iter().map(Event::Unproven).collect();
        if payload.close.is_none() {
            self.plan_answers(index, prefix, newly_confirmed, now);
        }
        if payload.seq != 0 {
            self.confirm_later(index, now);
        }
        if let Some(whole) = whole {
            events.extend(self.show(index, whole, now));
        }
        for id in delivered {
            self.sessions.iter_mut().for_each(|session| session.outstanding.told(id));
            events.push(Event::Delivered(id));
        }
        events.extend(misread.into_iter().flatten().map(Event::Misread));
        if let Some(card) = card {
            events.push(Event::Card(Box::new(card)));
        }
        if copied || self.sessions.get(index).is_some_and(|session| session.marks.forked) {
            events.extend(self.fork_told(cx, index, copied, Echo::of(line)));
        }
        if payload.close.is_some() {
            self.closed_by_peer(index);
        }
        Ok(events)
    }

    /// The card that a payload carries. One that is damaged or expired is passed over: the text
    /// beside it must not be lost for it, nor come again for ever.
    fn card_in(&self, payload: &Payload<'_>, now: u64) -> Option<Card> {
        let (card, identity) = (payload.card?, self.identity.as_ref()?);
        UnverifiedCard::from_compact(card, identity).and_then(|card| card.verify(now)).ok()
    }

    /// What the line just read obliges us to send.
    fn plan_answers(&mut self, index: usize, prefix: &[u8], confirmed: bool, now: u64) {
        let live = self.is_live();
        let Some(session) = self.sessions.get_mut(index) else { return };
        let answers_init = !prefix.is_empty() && session.confirmed.is_none();
        let confirms = confirmed && matches!(session.role, Role::Initiator { .. });
        if session.marks.closed_by_peer || session.is_late() {
            return;
        }
        if session.marks.closed_by_us {
            // The peer has not learned that the conversation has ended, also if we want to begin anew.
            session.duties.close |= !live && session.may_answer_again(now);
        } else if answers_init || confirms {
            session.duties.reply |= session.answers_at_once() || session.may_answer_again(now);
        }
    }

    /// The peer writes on a session that is late here: the line that confirmed the later one to it
    /// has been lost, and another is due.
    fn confirm_later(&mut self, index: usize, now: u64) {
        let Some(late) = self.sessions.get(index).filter(|s| s.is_late_here()) else { return };
        let installation = late.installation;
        let mut live = self.sessions.iter_mut().filter(|session| session.is_live());
        if let Some(session) = live.find(|session| session.installation == installation) {
            session.duties.reply |= session.may_answer_again(now);
        }
    }

    /// A genuine line that has come before: its answer may have been lost.
    fn answer_duplicate(&mut self, index: usize, under_init: bool, now: u64) {
        let now = self.clock.at(now);
        let Some(session) = self.sessions.get_mut(index) else { return };
        if session.is_closed() || session.is_late() || !session.may_answer_again(now) {
            return;
        }
        session.answered_at = Some(now);
        if under_init && session.confirmed.is_none() {
            session.duties.reply = true;
        } else {
            session.want_acknowledgement(now);
        }
    }

    /// A text that is whole: shown if it is new, and acknowledged when the host has it safe.
    fn show(&mut self, index: usize, whole: super::kept::parts::Whole, now: u64) -> Option<Event> {
        let shown = ShownId::of(whole.id);
        let came = Receipt::of(whole.id, whole.content.to_byte(), &whole.bytes);
        let new = self.shown.note(shown, came, now);
        // What was shown under this id counts, not what comes under it again.
        let receipt = self.shown.receipt(shown).unwrap_or(came);
        let waits = |session: &Session| session.held.iter().any(|held| held.id == whole.id);
        let known_and_safe = !new && !self.sessions.iter().any(waits);
        let behind = new && self.is_behind_a_later_session(index);
        let session = self.sessions.get_mut(index)?;
        if known_and_safe {
            session.arrive_text(whole.lines, receipt, now);
            return None;
        }
        session.hold(whole.id, whole.lines, receipt);
        let overtaken = new && (session.note_shown(whole.lines.1) | behind);
        new.then(|| Event::Text {
            id: whole.id,
            content: whole.content,
            bytes: whole.bytes,
            unconfirmed: !session.proven,
            overtaken,
            written: whole.written,
        })
    }

    /// Whether a session is replaced, and texts have been shown of the one that came after it.
    fn is_behind_a_later_session(&self, index: usize) -> bool {
        self.sessions.get(index).filter(|session| session.marks.replaced).is_some_and(|old| {
            let later = |other: &Session| {
                other.installation == old.installation
                    && other.begun > old.begun
                    && !other.newest_shown.is_empty()
            };
            self.sessions.iter().any(later)
        })
    }

    /// A close ends the session it stands on; the peer sends one on each. If it comes late, the
    /// conversation may have been begun anew.
    fn closed_by_peer(&mut self, index: usize) {
        let Some(session) = self.sessions.get_mut(index) else { return };
        let was_open = !session.is_closed() && !session.marks.replaced;
        session.marks.closed_by_peer = true;
        if was_open && !self.is_live() {
            self.ended = true;
            // Our Inits on their way are older than the end of the conversation.
            let unanswered = self.sessions.iter_mut().filter(|s| s.is_unanswered_init());
            unanswered.for_each(|session| session.marks.closed_by_peer = true);
        }
    }
}
