//! All sessions with one peer identity: what a host calls (PROTOCOL.md section 10).

use super::clock::CreditedClock;
use super::error::SessionError;
use super::event::{Event, Status};
use super::ids::{Echo, InstallationId, SessionId, TextId};
use super::installation::{Found, Identified, Installation};
use super::kept::piece::Told;
use super::kept::shown::Shown;
use super::payload::Content;
use super::sealing::{Draft, Sealed, Sealing};
use super::session::Session;
use super::settings::Settings;
use crate::crypto::Random;
use crate::identity::{CardId, Fingerprint, PublicIdentity};
use crate::wire::armor::{self, Content as Piece};
use crate::wire::limits::{DEFAULT_LINE_CHARS, EARLY_ANSWERS, MAX_LINE_CHARS, MIN_LINE_CHARS};
use std::collections::VecDeque;
use std::fmt;

/// What every call needs from outside: our installation, the time, randomness.
pub struct Context<'a> {
    /// This installation, with its private prekeys.
    pub installation: &'a mut Installation,
    /// Seconds since 1970-01-01 00:00 UTC.
    pub now: u64,
    /// The system's generator, or one of a test.
    pub rng: &'a mut dyn Random,
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { installation, now, rng: _ } = self;
        f.debug_struct("Context").field("installation", installation).field("now", now).finish()
    }
}

impl Context<'_> {
    pub(crate) fn sealing(&mut self, settings: Settings) -> Sealing<'_> {
        Sealing { settings, installation: self.installation.id(), rng: self.rng }
    }
}

/// A text that is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "the lines have to be sent"]
#[non_exhaustive]
pub struct Sent {
    /// Names the text, in [`Event::Delivered`] and when it is sent again.
    pub id: TextId,
    /// The lines to send, in order.
    pub lines: Vec<String>,
}

/// The set of sessions with one peer identity. Secrets are wiped on drop.
///
/// # Example
///
/// ```
/// use subrosa::crypto::OsRandom;
/// use subrosa::identity::Identity;
/// use subrosa::session::{Content, Context, Event, Installation, PeerSessions};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let now = 1_800_000_000; // seconds since 1970
/// let mut alice = Installation::new(Identity::generate(now, &mut OsRandom)?, now, &mut OsRandom)?;
/// let mut bob = Installation::new(Identity::generate(now, &mut OsRandom)?, now, &mut OsRandom)?;
///
/// // Bob has published a card, and Alice knows his fingerprint.
/// let card = bob.card(now, &mut OsRandom)?;
/// let mut to_bob = PeerSessions::new(&alice, Some(*bob.identity().fingerprint()), now);
/// let mut cx = Context { installation: &mut alice, now, rng: &mut OsRandom };
/// let sent = to_bob.start(&mut cx, &card, Some((Content::Plain, b"hello")))?;
///
/// // Bob accepts whoever appears first, and reads the lines.
/// let mut to_alice = PeerSessions::new(&bob, None, now);
/// let mut cx = Context { installation: &mut bob, now, rng: &mut OsRandom };
/// let mut texts = Vec::new();
/// for line in &sent.lines {
///     for event in to_alice.receive(&mut cx, line.as_bytes()) {
///         if let Event::Text { id, bytes, .. } = event {
///             to_alice.confirm(id, now); // shown or stored: it is acknowledged now
///             texts.push(bytes);
///         }
///     }
/// }
/// assert_eq!(texts, [b"hello"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PeerSessions {
    pub(super) own: Fingerprint,
    /// Who the peer must be; bound on first use if the host expected nobody.
    pub(super) expected: Option<Fingerprint>,
    pub(super) identity: Option<PublicIdentity>,
    pub(super) sessions: Vec<Session>,
    pub(super) clock: CreditedClock,
    /// Counts events: "before" and "last" never depend on a clock.
    pub(super) order: u64,
    pub(super) ended: bool,
    /// The last 64 lines sent.
    pub(super) sent: VecDeque<(Echo, SessionId)>,
    /// The last 64 cards a session was begun on, and the newest time of issue among those of each
    /// installation.
    pub(super) acted: VecDeque<CardId>,
    pub(super) newest_acted: VecDeque<(InstallationId, u64)>,
    pub(super) shown: Shown,
    pub(super) settings: Settings,
    pub(super) generation: u64,
    /// The pieces that were handed out to be stored.
    pub(super) told: Told,
}

impl fmt::Debug for PeerSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PeerSessions")
            .field("expected", &self.expected)
            .field("status", &self.status())
            .field("sessions", &self.sessions.len())
            .finish_non_exhaustive()
    }
}

impl PeerSessions {
    /// A peer without a session. `expected` is the fingerprint the host knows it by; with `None` the
    /// first identity to appear is taken ([`Event::Bound`]: trust on first use).
    pub fn new(own: &Installation, expected: Option<Fingerprint>, now: u64) -> Self {
        Self {
            own: *own.identity().fingerprint(),
            expected,
            identity: None,
            sessions: Vec::new(),
            clock: CreditedClock::new(now),
            order: 0,
            ended: false,
            sent: VecDeque::new(),
            acted: VecDeque::new(),
            newest_acted: VecDeque::new(),
            shown: Shown::default(),
            settings: Settings {
                line_chars: DEFAULT_LINE_CHARS,
                acknowledgements: true,
                fill_lines: false,
            },
            generation: 0,
            told: Told::default(),
        }
    }

    /// Who the peer is, as far as that is known or expected.
    pub fn fingerprint(&self) -> Option<&Fingerprint> {
        self.expected.as_ref()
    }

    /// Sets how many characters a line may have: 360 to 16,384. The default is 380 (IRC).
    ///
    /// # Errors
    /// [`SessionError::LineLimit`].
    pub fn set_line_limit(&mut self, chars: usize) -> Result<(), SessionError> {
        if !(MIN_LINE_CHARS..=MAX_LINE_CHARS).contains(&chars) {
            let (least, most) = (MIN_LINE_CHARS, MAX_LINE_CHARS);
            return Err(SessionError::LineLimit { least, most, found: chars });
        }
        self.settings.line_chars = chars;
        Ok(())
    }

    /// Switches acknowledgements on (the default) or off.
    pub fn set_acknowledgements(&mut self, on: bool) {
        self.settings.acknowledgements = on;
    }

    /// Fills every line to the limit, so that its length tells nothing, instead of to the next
    /// multiple of 16 bytes (the default).
    pub fn set_fill_lines(&mut self, on: bool) {
        self.settings.fill_lines = on;
    }

    /// How many message keys are stored for lines that have not come, over all sessions.
    pub fn stored_keys(&self) -> usize {
        self.sessions.iter().map(|session| session.ratchet.stored_keys()).sum()
    }

    /// How many sessions there are, receive-only ones included.
    pub fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// The tags of lines from the peer, one for each session: what routes a line to this peer
    /// among others. 4 bytes; two peers may have the same by chance.
    pub fn tags(&self) -> impl Iterator<Item = [u8; 4]> + '_ {
        self.sessions.iter().map(|session| session.receive_tag)
    }

    /// The sessions that a text would go out on now.
    pub fn sending_on(&self, now: u64) -> Vec<SessionId> {
        let chosen = self.sending(self.clock.at(now));
        chosen.into_iter().filter_map(|at| self.sessions.get(at)).map(|s| s.id).collect()
    }

    /// The user wants to talk again after a close: Offers are acted upon once more. Sending is
    /// possible when a new session has begun.
    pub fn reopen(&mut self) {
        self.ended = false;
    }

    /// Encrypts a text. It goes to each installation of the peer that has a session; before the peer
    /// has answered it goes under the Init header, in short lines.
    ///
    /// `again` is the id of an earlier sending of the same text, byte for byte and of the same content
    /// type; the peer shows it once, and takes another one under this id for evidence of a copy.
    ///
    /// # Errors
    /// [`SessionError::NoSession`], [`SessionError::Ended`], [`SessionError::Forked`],
    /// [`SessionError::EmptyText`], [`SessionError::TextTooLong`], [`SessionError::HoldUntilConfirmed`].
    pub fn send(
        &mut self,
        cx: &mut Context<'_>,
        content: Content,
        text: &[u8],
        again: Option<TextId>,
    ) -> Result<Sent, SessionError> {
        self.send_written(cx, content, text, again, None)
    }

    /// As [`PeerSessions::send`], a text that was written a while ago: `written` is when, in seconds
    /// since 1970, and the peer is told. For texts that leave, or leave again, more than a minute later
    /// ([`super::when_written`]).
    ///
    /// # Errors
    /// Those of [`PeerSessions::send`].
    pub fn send_written(
        &mut self,
        cx: &mut Context<'_>,
        content: Content,
        text: &[u8],
        again: Option<TextId>,
        written: Option<u64>,
    ) -> Result<Sent, SessionError> {
        self.check_installation(cx)?;
        let chosen = self.chosen(cx)?;
        let own = cx.installation.id();
        let mut id = again;
        let mut ready: Vec<(usize, Sealed)> = Vec::with_capacity(chosen.len());
        for index in chosen {
            let session = self.sessions.get(index).ok_or(SessionError::NoSession)?;
            let drafts = session.split(&self.settings, own, (content, text), (id, written))?;
            let sealed = session.seal(&drafts, &mut cx.sealing(self.settings))?;
            // The copies for further installations carry the id of the first.
            id.get_or_insert(sealed.id);
            ready.push((index, sealed));
        }
        let id = id.ok_or(SessionError::NoSession)?;
        let now = self.clock.advance(cx.now);
        let mut lines = Vec::new();
        for (index, sealed) in ready {
            let Some(session) = self.sessions.get_mut(index) else { continue };
            let (session_id, sealed) = (session.id, session.commit_sealed(sealed));
            session.note_sent(id, (content, text), sealed.len(), now);
            lines.extend(self.release(session_id, sealed));
        }
        Ok(Sent { id, lines })
    }

    /// Reads whatever came from the peer's address: lines of ours inside any markup, text around
    /// them, or no line at all.
    ///
    /// Refused lines come as [`Event::Refused`] and change nothing.
    pub fn receive(&mut self, cx: &mut Context<'_>, text: &[u8]) -> Vec<Event> {
        let before = self.status();
        let mut events = Vec::new();
        for piece in armor::find(text) {
            if piece.is_blank() {
                continue;
            }
            match piece.content {
                Piece::Line(line) => match self.receive_one(cx, &line) {
                    Ok(read) => events.extend(read),
                    Err(error) => events.push(Event::Refused(error)),
                },
                Piece::Outside => events.push(Event::Outside(piece.text.to_vec())),
                Piece::Query => events.push(Event::Query),
                Piece::Fragment(fragment) => events.push(Event::Fragment(fragment)),
                Piece::Broken(error) => {
                    let error = SessionError::Wire(error);
                    events.push(Event::Unread { text: piece.text.to_vec(), error });
                }
            }
        }
        self.perform_duties(cx, &mut events);
        self.tell_status(before, &mut events);
        events
    }

    /// Reads one decoded line, for hosts that find lines themselves.
    ///
    /// # Errors
    /// The reason why the line was refused; nothing has changed.
    pub fn receive_line(
        &mut self,
        cx: &mut Context<'_>,
        line: &[u8],
    ) -> Result<Vec<Event>, SessionError> {
        self.receive_found(cx, line, None)
    }

    /// Reads a line whose maker [`Installation::identify`] has found, without computing that again.
    /// All else is as in [`PeerSessions::receive_line`], and checked now: it may be too late for
    /// the card or the prekey, and the line may be a replay.
    ///
    /// # Errors
    /// The reason why the line was refused; nothing has changed.
    /// [`SessionError::WrongInstallation`] if another installation has identified it.
    pub fn receive_identified(
        &mut self,
        cx: &mut Context<'_>,
        identified: Identified<'_>,
    ) -> Result<Vec<Event>, SessionError> {
        let Identified { line, installation, found } = identified;
        if installation != cx.installation.id() {
            return Err(SessionError::WrongInstallation);
        }
        self.receive_found(cx, line, Some(found))
    }

    fn receive_found(
        &mut self,
        cx: &mut Context<'_>,
        line: &[u8],
        found: Option<Found>,
    ) -> Result<Vec<Event>, SessionError> {
        let before = self.status();
        self.check_installation(cx)?;
        let mut events = self.read_line(cx, line, found)?;
        self.perform_duties(cx, &mut events);
        self.tell_status(before, &mut events);
        Ok(events)
    }

    fn receive_one(
        &mut self,
        cx: &mut Context<'_>,
        line: &[u8],
    ) -> Result<Vec<Event>, SessionError> {
        self.check_installation(cx)?;
        self.read_line(cx, line, None)
    }

    /// The host has the text safe (shown or stored): it will be acknowledged.
    ///
    /// After [`PeerSessions::load`], confirm again every text stored lately: the state may be older than the
    /// confirmation. Ids that are not waiting are ignored.
    pub fn confirm(&mut self, id: TextId, now: u64) {
        let now = self.clock.at(now);
        self.sessions.iter_mut().for_each(|session| session.release(id, now));
    }

    /// Closes the conversation: an authenticated line on every session. Sending is an error from now
    /// on, until [`PeerSessions::start`] or a new session of the peer.
    ///
    /// # Errors
    /// [`SessionError::NoSession`] if there is none to close.
    pub fn close(&mut self, cx: &mut Context<'_>) -> Result<Vec<String>, SessionError> {
        self.check_installation(cx)?;
        // Also where a later session has replaced it here: the peer may still send on it.
        let open = |session: &Session| !session.is_closed();
        let lines = self.send_on_each(cx, open, &Draft { close: true, ..Draft::default() })?;
        self.sessions.iter_mut().for_each(|session| session.marks.closed_by_us = true);
        self.ended = true;
        Ok(lines)
    }

    /// An empty line on every live session: a peer that has lost its state answers with an Offer
    /// that names it. The way to find out, when an Offer comes that answers nothing
    /// ([`SessionError::UnexpectedOffer`]).
    ///
    /// # Errors
    /// [`SessionError::NoSession`] if none is live.
    pub fn probe(&mut self, cx: &mut Context<'_>) -> Result<Vec<String>, SessionError> {
        self.check_installation(cx)?;
        self.send_on_each(cx, Session::is_live, &Draft::default())
    }

    /// Sends our current reusable card to the peer, encrypted: with it the peer can begin a session
    /// while we are offline.
    ///
    /// # Errors
    /// [`SessionError::NoSession`] if none is live.
    pub fn send_card(&mut self, cx: &mut Context<'_>) -> Result<Vec<String>, SessionError> {
        self.check_installation(cx)?;
        if !self.is_live() {
            return Err(SessionError::NoSession);
        }
        let card = cx.installation.card(cx.now, cx.rng)?.compact();
        self.send_on_each(cx, Session::is_live, &Draft { card: Some(&card), ..Draft::default() })
    }

    pub(super) fn send_on_each(
        &mut self,
        cx: &mut Context<'_>,
        on: impl Fn(&Session) -> bool,
        draft: &Draft<'_>,
    ) -> Result<Vec<String>, SessionError> {
        let mut ready = Vec::new();
        for (index, session) in self.sessions.iter().enumerate().filter(|(_, s)| on(s)) {
            let sealed =
                session.seal(std::slice::from_ref(draft), &mut cx.sealing(self.settings))?;
            ready.push((index, sealed));
        }
        if ready.is_empty() {
            return Err(SessionError::NoSession);
        }
        self.clock.advance(cx.now);
        let mut lines = Vec::new();
        for (index, sealed) in ready {
            let Some(session) = self.sessions.get_mut(index) else { continue };
            let (id, sealed) = (session.id, session.commit_sealed(sealed));
            lines.extend(self.release(id, sealed));
        }
        Ok(lines)
    }

    /// Makes the lines that were planned. If randomness fails they stay planned.
    pub(super) fn perform_duties(&mut self, cx: &mut Context<'_>, events: &mut Vec<Event>) {
        if self.check_installation(cx).is_err() {
            // They wait for the right one, whose id they may have to name.
            return;
        }
        let now = self.clock.at(cx.now);
        for index in 0..self.sessions.len() {
            let Some(session) = self.sessions.get_mut(index) else { continue };
            let duties = session.duties;
            // A close or a fork item is an answer too.
            let draft = Draft { close: duties.close, fork: duties.fork, ..Draft::default() };
            if duties == Default::default() {
                continue;
            }
            let Ok(sealed) = session.seal(&[draft], &mut cx.sealing(self.settings)) else {
                continue;
            };
            session.duties = Default::default();
            session.answered_at = Some(now);
            if session.confirmed.is_none() && session.answers_at_once() {
                session.early_answers = session.early_answers.saturating_add(1).min(EARLY_ANSWERS);
            }
            let (id, lines) = (session.id, session.commit_sealed(sealed));
            events.extend(self.release(id, lines).into_iter().map(Event::Send));
        }
    }

    pub(super) fn tell_status(&self, before: Status, events: &mut Vec<Event>) {
        let status = self.status();
        if status != before {
            events.push(Event::Status(status));
        }
    }

    /// The sessions to send a text on, or why there is none.
    fn chosen(&self, cx: &Context<'_>) -> Result<Vec<usize>, SessionError> {
        match self.status() {
            Status::Private | Status::Starting => Ok(self.sending(self.clock.at(cx.now))),
            Status::Ended => Err(SessionError::Ended),
            Status::Forked => Err(SessionError::Forked),
            Status::Idle => Err(SessionError::NoSession),
        }
    }

    pub(crate) fn check_installation(&self, cx: &Context<'_>) -> Result<(), SessionError> {
        match *cx.installation.identity().fingerprint() == self.own {
            true => Ok(()),
            false => Err(SessionError::WrongInstallation),
        }
    }
}

/// Adds to a bounded memory; the oldest goes.
pub(crate) fn remember<T>(memory: &mut VecDeque<T>, entry: T, most: usize) {
    while memory.len() >= most {
        memory.pop_front();
    }
    memory.push_back(entry);
}
