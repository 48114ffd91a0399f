//! A host: what a messenger does with the library, and what it remembers by itself.
//!
//! A host keeps three things in storage of its own that survive whatever happens to the library's
//! state: the ids of the texts it has shown, those it has still to confirm, and its outbox.

use super::budget::Budget;
use super::ledger::{Failure, Ledger, ensure};
use super::unchanged::Image;
use crate::dice::MachineRandom;
use std::collections::BTreeSet;
use subrosa::identity::{Card, Fingerprint, Identity};
use subrosa::session::{
    Content, Context, Echo, Event, HostKey, Installation, PeerSessions, Sent, SessionError, Status,
    TextId,
};
use subrosa::wire::armor;

/// How long a host waits for a readable line before it answers an unreadable one.
const ANSWER_DELAY: u64 = 5;
/// How long after a readable line nothing is answered.
const READABLE: u64 = 60;
/// First pause before an undelivered text is sent again; it doubles to an hour.
const RESEND: u64 = 60;
/// Undelivered texts that are sent again at once.
const RESEND_AT_ONCE: usize = 8;

/// A text that a user typed here and that is not known to be delivered.
#[derive(Clone)]
pub struct Outgoing {
    pub number: usize,
    pub id: Option<TextId>,
    due: u64,
    pause: u64,
}

/// What a host remembers by itself.
#[derive(Clone, Default)]
pub struct Memory {
    pub shown: BTreeSet<TextId>,
    pub to_confirm: Vec<TextId>,
    pub outbox: Vec<Outgoing>,
}

/// A saved state, as in a backup.
#[derive(Clone)]
pub struct Snapshot {
    pub peer: Vec<u8>,
    pub installation: Vec<u8>,
    pub handed: BTreeSet<TextId>,
    pub delivered: BTreeSet<TextId>,
    pub rng: MachineRandom,
}

/// The library's state at a host.
#[derive(Clone)]
pub struct Library {
    pub installation: Installation,
    pub peer: PeerSessions,
}

/// One installation of a person, at one machine.
#[derive(Clone)]
pub struct Host {
    pub index: usize,
    pub account: usize,
    pub peer_fingerprint: Fingerprint,
    pub alive: bool,
    /// Copies of one machine have one of these.
    pub machine: usize,
    pub library: Library,
    pub rng: MachineRandom,
    pub memory: Memory,
    /// What this state of the library has handed out and reported as delivered.
    pub handed: BTreeSet<TextId>,
    pub delivered: BTreeSet<TextId>,
    pub snapshots: Vec<Snapshot>,
    /// The state was set back, or copied.
    pub restored: bool,
    /// How far the clock on the wall is off.
    pub skew: i64,
    /// The user confirms texts at once; otherwise they wait until [`Host::confirm_shown`].
    pub attentive: bool,
    /// The user wants a conversation.
    pub wants_to_talk: bool,
    /// What the library said, if somebody will read it.
    pub told: Option<Vec<String>>,
    readable_at: Option<u64>,
    to_answer: Option<(u64, Echo)>,
    answers: Budget,
    invitations: Budget,
    probes: Budget,
}

fn host_key() -> HostKey {
    HostKey::new([7; 32])
}

impl Host {
    pub fn new(
        index: usize,
        account: usize,
        identity: Identity,
        peer_fingerprint: Fingerprint,
        known: bool,
        now: u64,
        seed: u64,
    ) -> Self {
        let mut rng = MachineRandom::new(seed);
        let installation = Installation::new(identity, now, &mut rng).unwrap();
        let peer = PeerSessions::new(&installation, known.then_some(peer_fingerprint), now);
        Self {
            index,
            account,
            peer_fingerprint,
            alive: true,
            machine: index,
            library: Library { installation, peer },
            rng,
            memory: Memory::default(),
            handed: BTreeSet::new(),
            delivered: BTreeSet::new(),
            snapshots: Vec::new(),
            restored: false,
            skew: 0,
            attentive: true,
            wants_to_talk: true,
            told: None,
            readable_at: None,
            to_answer: None,
            answers: Budget::default(),
            invitations: Budget::default(),
            probes: Budget::default(),
        }
    }

    /// The clock on the wall.
    pub fn wall(&self, now: u64) -> u64 {
        now.saturating_add_signed(self.skew)
    }

    fn with<T>(
        &mut self,
        now: u64,
        call: impl FnOnce(&mut PeerSessions, &mut Context<'_>) -> T,
    ) -> T {
        let now = self.wall(now);
        let Self { library: Library { peer, installation }, rng, .. } = self;
        call(peer, &mut Context { installation, now, rng })
    }

    /// Whether the peer's identity is known here.
    pub fn is_bound(&self) -> bool {
        self.library.peer.fingerprint().is_some()
    }

    // ---- what comes ----

    /// Reads what came; gives the lines to send. `forged` is what must be refused.
    pub fn receive(
        &mut self,
        text: &[u8],
        forged: bool,
        now: u64,
        ledger: &mut Ledger,
    ) -> Result<Vec<String>, Failure> {
        let before = self.library.clone();
        let events = self.with(now, |peer, cx| peer.receive(cx, text));
        if forged {
            ensure!(events.iter().all(is_harmless), "a forged line was acted upon: {events:?}");
        }
        let refused = events.iter().any(|event| matches!(event, Event::Refused(_)));
        let duplicate =
            events.iter().any(|event| matches!(event, Event::Refused(SessionError::Duplicate)));
        if (refused && !duplicate) || forged {
            Image::compare(&before, &self.library).map_err(|what| format!("{what}: {events:?}"))?;
        }
        if !refused && holds_message(text) {
            self.readable_at = Some(now);
            self.to_answer = None;
        }
        self.take(events, now, ledger)
    }

    /// Does what the library's events ask for.
    fn take(
        &mut self,
        events: Vec<Event>,
        now: u64,
        ledger: &mut Ledger,
    ) -> Result<Vec<String>, Failure> {
        let mut lines = Vec::new();
        for event in events {
            if let (Some(told), false) = (&mut self.told, matches!(event, Event::Send(_))) {
                told.push(match &event {
                    Event::Text { id, .. } => format!("Text {id:?}"),
                    Event::Refused(error) => format!("refused: {error:.30}"),
                    other => format!("{other:?}"),
                });
            }
            match event {
                Event::Send(line) => lines.push(line),
                Event::Text { id, bytes, .. } => self.show(id, &bytes, now, ledger)?,
                Event::Delivered(id) => self.note_delivered(id, ledger)?,
                Event::Bound(who) => {
                    ensure!(who == self.peer_fingerprint, "bound to a stranger");
                }
                Event::Card(card) => {
                    let who = *card.identity().fingerprint();
                    ensure!(who == self.peer_fingerprint, "a card of a stranger");
                }
                Event::Fork { echo, .. } => {
                    ensure!(ledger.copied, "a fork of states of which there is no copy");
                    lines.extend(self.offer(Some(echo), now));
                }
                Event::Refused(SessionError::UnexpectedOffer) => lines.extend(self.probe(now)),
                Event::Refused(error) => {
                    if let Some(echo) = error.echo() {
                        self.unreadable(echo, now);
                    }
                }
                _ => {}
            }
        }
        Ok(lines)
    }

    fn show(
        &mut self,
        id: TextId,
        bytes: &[u8],
        now: u64,
        ledger: &mut Ledger,
    ) -> Result<(), Failure> {
        let number = ledger.recognise(1 - self.account, id, bytes)?;
        ensure!(self.handed.insert(id), "the library handed out text {number} twice");
        if self.memory.shown.insert(id) {
            ledger.shown(number, self.index)?;
        }
        self.memory.to_confirm.push(id);
        if self.attentive {
            self.confirm_shown(now);
        }
        Ok(())
    }

    /// What was shown is safe in storage.
    pub fn confirm_shown(&mut self, now: u64) {
        let now = self.wall(now);
        for id in self.memory.to_confirm.drain(..) {
            self.library.peer.confirm(id, now);
        }
    }

    fn note_delivered(&mut self, id: TextId, ledger: &mut Ledger) -> Result<(), Failure> {
        ensure!(self.delivered.insert(id), "{id:?} was reported as delivered twice");
        if let Some(at) = self.memory.outbox.iter().position(|text| text.id == Some(id)) {
            let Outgoing { number, .. } = self.memory.outbox.remove(at);
            let seen = !ledger.texts[number].shown_by.is_empty();
            ensure!(seen, "text {number} is said to be delivered, and is not");
        }
        Ok(())
    }

    /// A line that cannot be read: perhaps the peer has lost a session, perhaps we have.
    fn unreadable(&mut self, echo: Echo, now: u64) {
        if self.wants_to_talk && self.readable_at.is_none_or(|at| now >= at + READABLE) {
            let due = self.to_answer.map_or(now + ANSWER_DELAY, |(due, _)| due);
            self.to_answer = Some((due, echo));
        }
    }

    /// An Offer that answers nothing: ask whether the peer has lost its state.
    fn probe(&mut self, now: u64) -> Vec<String> {
        if !self.probes.take(now) {
            return Vec::new();
        }
        self.with(now, |peer, cx| peer.probe(cx)).unwrap_or_default()
    }

    fn offer(&mut self, echo: Option<Echo>, now: u64) -> Option<String> {
        let now = self.wall(now);
        self.library.installation.offer(echo, now, &mut self.rng).ok()
    }

    // ---- what is due ----

    /// Does everything that is due at `now`.
    pub fn run_timers(&mut self, now: u64, ledger: &mut Ledger) -> Result<Vec<String>, Failure> {
        let events = self.with(now, |peer, cx| peer.tick(cx));
        let mut lines = self.take(events, now, ledger)?;
        if let Some((due, echo)) = self.to_answer
            && due <= now
        {
            // What the budget does not allow now is not made later: two installations would answer
            // each other's handshakes for ever.
            self.to_answer = None;
            if self.answers.take(now) {
                lines.extend(self.offer(Some(echo), now));
            }
        }
        match self.library.peer.status() {
            Status::Private | Status::Starting => lines.extend(self.send_due(now, ledger)?),
            Status::Idle | Status::Forked => {
                let wanted = self.wants_to_talk && !self.memory.outbox.is_empty();
                if wanted && self.invitations.take(now) {
                    lines.extend(self.offer(None, now));
                }
            }
            _ => {}
        }
        Ok(lines)
    }

    /// When [`Host::run_timers`] has something to do next.
    pub fn next_due(&self, now: u64) -> Option<u64> {
        let library = self.library.peer.wake_in(self.wall(now)).map(|seconds| now + seconds);
        let answer = self.to_answer.map(|(due, _)| due);
        let outbox = &self.memory.outbox;
        let text = match self.library.peer.status() {
            Status::Private | Status::Starting => outbox.iter().map(|text| text.due).min(),
            Status::Idle | Status::Forked if self.wants_to_talk && !outbox.is_empty() => {
                Some(self.invitations.next())
            }
            _ => None,
        };
        [library, answer, text].into_iter().flatten().min()
    }

    // ---- what the user does ----

    /// The user types a text; it is sent when that is possible.
    pub fn say(
        &mut self,
        number: usize,
        now: u64,
        ledger: &mut Ledger,
    ) -> Result<Vec<String>, Failure> {
        let text = Outgoing { number, id: None, due: now, pause: RESEND };
        self.memory.outbox.push(text);
        match self.library.peer.status() {
            Status::Private | Status::Starting => self.send_due(now, ledger),
            _ => Ok(Vec::new()),
        }
    }

    fn send_due(&mut self, now: u64, ledger: &mut Ledger) -> Result<Vec<String>, Failure> {
        let mut lines = Vec::new();
        let due: Vec<usize> = (0..self.memory.outbox.len())
            .filter(|&at| self.memory.outbox[at].due <= now)
            .take(RESEND_AT_ONCE)
            .collect();
        for at in due {
            let Outgoing { number, id, pause, .. } = self.memory.outbox[at];
            let before = self.library.clone();
            let bytes = &ledger.texts[number].bytes;
            let sent = self.with(now, |peer, cx| peer.send(cx, Content::Plain, bytes, id));
            match sent {
                Ok(Sent { id: sent_as, lines: more, .. }) => {
                    ensure!(id.is_none_or(|id| id == sent_as), "text {number} has changed its id");
                    ledger.sent(number, sent_as)?;
                    self.memory.outbox[at].id = Some(sent_as);
                    lines.extend(more);
                }
                Err(_) => Image::compare(&before, &self.library)?,
            }
            let text = &mut self.memory.outbox[at];
            text.due = now + pause;
            text.pause = (pause * 2).min(3_600);
        }
        Ok(lines)
    }

    /// The user closes the conversation.
    pub fn close(&mut self, now: u64) -> Vec<String> {
        self.wants_to_talk = false;
        self.to_answer = None;
        self.with(now, |peer, cx| peer.close(cx)).unwrap_or_default()
    }

    /// The user begins (anew), with a card found elsewhere.
    pub fn start(&mut self, card: &Card, now: u64) -> Vec<String> {
        self.wants_to_talk = true;
        self.with(now, |peer, cx| peer.start(cx, card, None))
            .map_or_else(|_| Vec::new(), |sent| sent.lines)
    }

    /// The user invites the other side.
    pub fn invite(&mut self, now: u64) -> Vec<String> {
        self.offer(None, now).into_iter().collect()
    }

    pub fn send_card(&mut self, now: u64) -> Vec<String> {
        self.with(now, |peer, cx| peer.send_card(cx)).unwrap_or_default()
    }

    pub fn card(&mut self, now: u64) -> Option<Card> {
        let now = self.wall(now);
        self.library.installation.card(now, &mut self.rng).ok()
    }

    // ---- what happens to the machine ----

    /// Saves as the documentation asks: the peer first.
    pub fn snapshot(&mut self) -> Result<Snapshot, Failure> {
        let failing = std::mem::take(&mut self.rng.failing);
        let key = host_key();
        let peer = self.library.peer.save(&key, &mut self.rng).map_err(|e| e.to_string())?.0;
        let installation = self.library.installation.save(&key, &mut self.rng);
        let installation = installation.map_err(|e| e.to_string())?.0;
        self.rng.failing = failing;
        let (handed, delivered) = (self.handed.clone(), self.delivered.clone());
        Ok(Snapshot { peer, installation, handed, delivered, rng: self.rng.clone() })
    }

    /// Loads a saved state, the newest or an older one, and confirms what was shown: the state may
    /// be from before.
    pub fn load(&mut self, from: &Snapshot, now: u64) -> Result<(), Failure> {
        let identity = self.library.installation.identity().clone();
        let loaded = Installation::load(&from.installation, &host_key(), identity);
        self.library.installation = loaded.map_err(|e| e.to_string())?.0;
        let known = self.library.peer.fingerprint().copied();
        let Self { library: Library { installation, .. }, rng, .. } = self;
        let loaded = PeerSessions::load(&from.peer, &host_key(), installation, known.as_ref(), rng);
        self.library.peer = loaded.map_err(|e| e.to_string())?.0;
        (self.handed, self.delivered) = (from.handed.clone(), from.delivered.clone());
        self.forget_budgets();
        self.memory.to_confirm = self.memory.shown.iter().copied().collect();
        self.confirm_shown(now);
        Ok(())
    }

    /// What a host keeps in memory only is gone with the process.
    pub fn forget_budgets(&mut self) {
        (self.readable_at, self.to_answer) = (None, None);
        (self.answers, self.probes) = (Budget::default(), Budget::default());
        self.invitations = Budget::default();
    }
}

/// Whether an event shows nothing of the peer's and does nothing.
fn is_harmless(event: &Event) -> bool {
    matches!(event, Event::Refused(_) | Event::Unread { .. } | Event::Outside(_) | Event::Query)
}

/// Whether a text holds a message or an Init: what only a session can have made.
fn holds_message(text: &[u8]) -> bool {
    armor::find(text).any(|piece| match piece.content {
        armor::Content::Line(line) => matches!(line.first(), Some(0x11 | 0x21)),
        _ => false,
    })
}
