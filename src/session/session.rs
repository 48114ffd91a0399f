//! One session with one installation of a peer: the ratchet and what rides on it (PROTOCOL.md
//! sections 8, 9 and 10).

use super::acks::{Outstanding, Runs};
use super::error::SessionError;
use super::installation::InstallationId;
use super::line::{INIT_PREFIX, MESSAGE_FIXED, MESSAGE_LEAD, POINT};
use super::parts::{self, Assembly, Whole};
use super::payload::{Content, Part, Payload, TextId};
use super::peer::Settings;
use super::ratchet::{Ratchet, SendState};
use super::schedule::{SessionId, Tag};
use crate::crypto::Random;
use crate::identity::CardId;
use crate::wire::codec::varint_len;
use crate::wire::limits::{
    ACK_AT_ONCE, ACK_DELAY_SECONDS, DORMANT_SECONDS, DORMANT_TEXTS, LOST_SECONDS, MAX_HELD,
    MAX_INIT_LINES, MAX_PARTS, MAX_TEXT, REPEAT_SECONDS,
};
use std::collections::VecDeque;
use std::ops::RangeInclusive;
use zeroize::Zeroizing;

/// How the session began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// By our Init, whose prefix is repeated until the first reply.
    Initiator { ephemeral: [u8; POINT], prefix: Vec<u8> },
    /// By the peer's Init, on this card of ours.
    Responder { ephemeral: [u8; POINT], card: CardId },
}

/// Why nothing more is sent on a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Marks {
    /// A later session with the same installation has replaced it.
    pub(crate) replaced: bool,
    pub(crate) closed_by_peer: bool,
    pub(crate) closed_by_us: bool,
    /// There is evidence that one side's state exists twice.
    pub(crate) forked: bool,
    /// ... and the peer says that it is ours.
    pub(crate) fork_is_ours: bool,
    /// The installation has perhaps lost it, as an Offer said; any valid line proves the contrary.
    pub(crate) lost: bool,
}

/// Lines that are to be made at the next opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Duties {
    /// An answer to an Init, or the line that confirms the session to the responder.
    pub(crate) reply: bool,
    pub(crate) fork: bool,
    pub(crate) close: bool,
}

/// One session.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) role: Role,
    pub(crate) send_tag: Tag,
    pub(crate) receive_tag: Tag,
    pub(crate) ratchet: Ratchet,
    /// The peer's installation, as a payload has named it last.
    pub(crate) installation: Option<InstallationId>,
    /// The id of ours that the first line has named; a fork may have changed it since.
    pub(crate) named: Option<InstallationId>,
    /// Positions in the peer's order of events; `received` is 0 before the first line.
    pub(crate) begun: u64,
    pub(crate) confirmed: Option<u64>,
    pub(crate) received: u64,
    /// Credited time of the last line, or of the beginning.
    pub(crate) active_at: u64,
    /// The session whose line could not be read any more when this one was asked for.
    pub(crate) asked_for_by: Option<SessionId>,
    pub(crate) marks: Marks,
    pub(crate) duties: Duties,
    /// Credited time of the last line made for a duty.
    pub(crate) answered_at: Option<u64>,
    pub(crate) next_seq: u32,
    pub(crate) arrived: Runs,
    /// Lines that want an acknowledgement, and since when the first waits.
    pub(crate) waiting: u32,
    pub(crate) waiting_since: u64,
    /// Whole texts not yet confirmed by the host, with the first and last number of their lines.
    pub(crate) held: VecDeque<(TextId, u32, u32)>,
    pub(crate) outstanding: Outstanding,
    /// The peer's acknowledgements are on: it has sent one.
    pub(crate) acknowledges: bool,
    /// Texts sent since the last valid line, and the credited times of the last of them.
    pub(crate) unanswered: VecDeque<u64>,
    pub(crate) assembly: Assembly,
}

/// What a line is to carry, before it has counters, padding and acknowledgements.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Draft<'a> {
    pub(crate) text: Option<(Content, &'a [u8])>,
    pub(crate) part: Option<Part>,
    pub(crate) text_id: Option<TextId>,
    pub(crate) card: Option<&'a [u8]>,
    pub(crate) close: bool,
    pub(crate) fork: bool,
}

/// Lines that have been sealed and not committed.
pub(crate) struct Sealed {
    /// The decoded lines.
    pub(crate) lines: Vec<Vec<u8>>,
    /// The text id that the first of them has by itself.
    pub(crate) id: TextId,
    state: SendState,
    next_seq: u32,
    acknowledges_all: bool,
    named: InstallationId,
}

/// Who and how: what sealing needs beside the session.
pub(crate) struct Sealing<'a> {
    pub(crate) settings: Settings,
    pub(crate) installation: InstallationId,
    pub(crate) rng: &'a mut dyn Random,
}

impl Session {
    pub(crate) fn new(
        id: SessionId,
        role: Role,
        (send_tag, receive_tag): (Tag, Tag),
        ratchet: Ratchet,
        begun: u64,
        now: u64,
    ) -> Self {
        Self {
            id,
            role,
            send_tag,
            receive_tag,
            ratchet,
            installation: None,
            named: None,
            begun,
            confirmed: None,
            received: 0,
            active_at: now,
            asked_for_by: None,
            marks: Marks::default(),
            duties: Duties::default(),
            answered_at: None,
            next_seq: 1,
            arrived: Runs::default(),
            waiting: 0,
            waiting_since: 0,
            held: VecDeque::new(),
            outstanding: Outstanding::default(),
            acknowledges: false,
            unanswered: VecDeque::new(),
            assembly: Assembly::default(),
        }
    }

    /// The Init prefix that our next line carries: none for a responder, or once a reply has come.
    pub(super) fn prefix(&self) -> &[u8] {
        match &self.role {
            Role::Initiator { prefix, .. } if self.received == 0 => prefix,
            _ => &[],
        }
    }

    /// Whether our lines go under an Init header.
    pub(crate) fn is_unanswered_init(&self) -> bool {
        !self.prefix().is_empty()
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.marks.closed_by_peer || self.marks.closed_by_us
    }

    /// Whether the last 16 texts have been unanswered for a day, by a peer that acknowledges; a
    /// minute and one text are enough if the session is perhaps lost.
    pub(crate) fn is_dormant(&self, now: u64) -> bool {
        let unanswered_for = |seconds: u64| {
            self.unanswered.back().is_some_and(|sent| now.saturating_sub(*sent) >= seconds)
        };
        let many = self.acknowledges && self.unanswered.len() >= DORMANT_TEXTS;
        (self.marks.lost && unanswered_for(LOST_SECONDS))
            || (many && unanswered_for(DORMANT_SECONDS))
    }

    // ---- sealing ----

    /// Bytes of payload that fit the line `ahead` lines from now.
    fn room(&self, settings: &Settings, ahead: u32) -> usize {
        let (number, previous) = self.ratchet.next_counters();
        let lead = if self.is_unanswered_init() { INIT_PREFIX } else { MESSAGE_LEAD };
        let counters =
            varint_len(u64::from(number.saturating_add(ahead))) + varint_len(u64::from(previous));
        settings.line_bytes().saturating_sub(lead + MESSAGE_FIXED + counters)
    }

    /// Cuts a text into the drafts of its lines.
    pub(crate) fn split<'a>(
        &self,
        settings: &Settings,
        own: InstallationId,
        (content, text): (Content, &'a [u8]),
        text_id: Option<TextId>,
    ) -> Result<Vec<Draft<'a>>, SessionError> {
        let too_long = |limit| SessionError::TextTooLong { limit, found: text.len() };
        if text.is_empty() {
            return Err(SessionError::EmptyText);
        }
        if text.len() > MAX_TEXT {
            return Err(too_long(MAX_TEXT));
        }
        let whole = Draft { text: Some((content, text)), text_id, ..Draft::default() };
        if self.fits(settings, own, &whole) {
            return Ok(vec![whole]);
        }
        let most = if self.is_unanswered_init() { MAX_INIT_LINES } else { MAX_PARTS };
        let mut drafts = Vec::new();
        let mut rest = text;
        for index in 0..most {
            // The widest part item there is: two numbers below 2^14.
            let id = if index == 0 && text_id.is_some() { 10 } else { 0 };
            let fixed = 5 + self.installation_item_len(own) + 6 + id;
            let room = self.room(settings, index).saturating_sub(fixed);
            // Item type, length, content type.
            let room = room.saturating_sub(2 + varint_len(room as u64));
            let (head, tail) = rest.split_at_checked(parts::cut(rest, room)).unwrap_or((rest, &[]));
            let part = Some(Part { index, total: 0 });
            let text_id = text_id.filter(|_| index == 0);
            drafts.push(Draft { text: Some((content, head)), part, text_id, ..Draft::default() });
            rest = tail;
            if rest.is_empty() {
                break;
            }
        }
        if !rest.is_empty() {
            return Err(match self.is_unanswered_init() {
                true => SessionError::HoldUntilConfirmed,
                false => too_long(text.len().saturating_sub(rest.len())),
            });
        }
        let total = u32::try_from(drafts.len()).unwrap_or(u32::MAX);
        for part in drafts.iter_mut().filter_map(|draft| draft.part.as_mut()) {
            part.total = total;
        }
        Ok(drafts)
    }

    fn installation_item_len(&self, own: InstallationId) -> usize {
        if self.names_installation(own) { 6 } else { 0 }
    }

    /// Whether the peer may not know yet which installation we are, or under which id by now.
    fn names_installation(&self, own: InstallationId) -> bool {
        let is_early = match self.role {
            Role::Initiator { .. } => self.received == 0,
            Role::Responder { .. } => self.confirmed.is_none(),
        };
        is_early || self.named != Some(own)
    }

    fn fits(&self, settings: &Settings, own: InstallationId, draft: &Draft<'_>) -> bool {
        let payload = self.payload(draft, self.next_seq, own);
        payload.to_bytes().len() <= self.room(settings, 0)
    }

    fn payload<'a>(&self, draft: &Draft<'a>, seq: u32, own: InstallationId) -> Payload<'a> {
        let Draft { text, part, text_id, card, close, fork } = *draft;
        let wants_acknowledgement = text.is_some() || card.is_some() || close || fork;
        Payload {
            seq: if wants_acknowledgement { seq } else { 0 },
            text,
            part,
            acknowledged: None,
            close: close.then_some(seq),
            installation: self.names_installation(own).then_some(own),
            fork,
            replaced: self.marks.replaced,
            card,
            text_id,
        }
    }

    /// Seals the lines of the drafts. Nothing has changed until [`Session::commit_sealed`].
    pub(crate) fn seal(
        &self,
        drafts: &[Draft<'_>],
        how: &mut Sealing<'_>,
    ) -> Result<Sealed, SessionError> {
        let mut state = self.ratchet.begin_sealing(how.rng)?;
        let (mut lines, mut first_id) = (Vec::with_capacity(drafts.len()), None);
        let (mut seq, mut acknowledges_all) = (self.next_seq, false);
        for (ahead, draft) in (0_u32..).zip(drafts) {
            let mut payload = self.payload(draft, seq, how.installation);
            if payload.seq != 0 {
                seq = seq.checked_add(1).ok_or(SessionError::NoSession)?;
            }
            let room = self.room(&how.settings, ahead);
            let (bytes, all) = self.pad(&mut payload, room, &how.settings);
            let (line, id) = state.seal(self.prefix(), &self.send_tag, &bytes, how.rng)?;
            first_id.get_or_insert(id);
            acknowledges_all |= all;
            lines.push(line);
        }
        let id = first_id.ok_or(SessionError::EmptyText)?;
        let named = how.installation;
        Ok(Sealed { lines, id, state, next_seq: seq, acknowledges_all, named })
    }

    /// Keeps what sealing has changed.
    pub(crate) fn commit_sealed(&mut self, sealed: Sealed) -> Vec<Vec<u8>> {
        let Sealed { lines, id: _, state, next_seq, acknowledges_all, named } = sealed;
        self.ratchet.commit_sealed(state);
        self.next_seq = next_seq;
        self.named.get_or_insert(named);
        if acknowledges_all {
            self.waiting = 0;
        }
        lines
    }

    /// Adds what acknowledgement fits into the padding, and pads. Tells whether everything that
    /// waits for acknowledgement is in.
    fn pad(
        &self,
        payload: &mut Payload<'_>,
        room: usize,
        settings: &Settings,
    ) -> (Zeroizing<Vec<u8>>, bool) {
        let bare = Zeroizing::new(payload.to_bytes());
        let target = |length: usize| match settings.fill_lines {
            true => room.max(length),
            false => length.next_multiple_of(16).min(room.max(length)),
        };
        // A line of its own may grow for its acknowledgement; any other takes what padding leaves.
        let limit = if payload.seq == 0 { room } else { target(bare.len()) };
        if settings.acknowledgements && !self.arrived.is_empty() {
            let all = self.arrived.newest();
            for runs in [all.clone(), self.arrived.newest_run()] {
                let complete = runs == all;
                payload.acknowledged = Some(runs);
                let bytes = Zeroizing::new(payload.to_bytes());
                if bytes.len() <= limit {
                    return (filled(&bytes, target(bytes.len())), complete);
                }
            }
            payload.acknowledged = None;
        }
        (filled(&bare, target(bare.len())), false)
    }

    /// Notes a text sent in `count` lines that end at the newest sequence number.
    pub(crate) fn note_sent(&mut self, id: TextId, count: usize, now: u64) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.outstanding.sent(id, self.next_seq.saturating_sub(count), count);
        self.unanswered.push_front(now);
        self.unanswered.truncate(DORMANT_TEXTS);
    }

    // ---- reading ----

    /// Refuses a payload that contradicts what came before, without changing anything.
    pub(crate) fn check(&self, payload: &Payload<'_>) -> Result<(), SessionError> {
        match (payload.part, payload.text) {
            (Some(part), Some((content, _))) => self.assembly.check(payload.seq, part, content),
            _ => Ok(()),
        }
    }

    /// Whether a payload acknowledges a number that we have not used.
    pub(crate) fn acknowledges_unsent(&self, payload: &Payload<'_>) -> bool {
        payload.acknowledged.as_ref().is_some_and(|runs| runs.largest() >= self.next_seq)
    }

    /// Takes an authenticated payload, whose key gives the text id `derived`; gives the text if it is now whole, and what was delivered.
    pub(crate) fn take(
        &mut self,
        payload: &Payload<'_>,
        derived: TextId,
        now: u64,
    ) -> (Option<Whole>, Vec<TextId>) {
        self.active_at = now;
        self.marks.lost = false;
        self.unanswered.clear();
        self.installation = payload.installation.or(self.installation);
        let delivered = match &payload.acknowledged {
            Some(runs) => {
                self.acknowledges = true;
                self.outstanding.acknowledge(runs)
            }
            None => Vec::new(),
        };
        let id = payload.text_id.unwrap_or(derived);
        let whole = match (payload.text, payload.part) {
            (Some(text), Some(part)) => self.assembly.add(payload.seq, part, text, id, now),
            (Some((content, bytes)), None) => {
                let lines = (payload.seq, payload.seq);
                Some(Whole { id, lines, content, bytes: bytes.to_vec() })
            }
            (None, _) => None,
        };
        if payload.seq != 0 && payload.text.is_none() {
            self.arrive(payload.seq..=payload.seq, now);
        }
        (whole, delivered)
    }

    /// Lines have arrived for good: they will be acknowledged.
    pub(crate) fn arrive(&mut self, lines: RangeInclusive<u32>, now: u64) {
        for seq in lines {
            self.arrived.insert(seq);
            self.want_acknowledgement(now);
        }
    }

    pub(crate) fn want_acknowledgement(&mut self, now: u64) {
        if self.waiting == 0 {
            self.waiting_since = now;
        }
        self.waiting = self.waiting.saturating_add(1);
    }

    /// A whole text waits for the host to say that it is safe.
    pub(crate) fn hold(&mut self, id: TextId, (first, last): (u32, u32)) {
        if self.held.len() >= MAX_HELD {
            self.held.pop_front();
        }
        self.held.push_back((id, first, last));
    }

    /// The host has the text; its lines are acknowledged.
    pub(crate) fn release(&mut self, id: TextId, now: u64) {
        let (done, held) =
            std::mem::take(&mut self.held).into_iter().partition(|entry| entry.0 == id);
        self.held = held;
        let done: VecDeque<(TextId, u32, u32)> = done;
        done.into_iter().for_each(|(_, first, last)| self.arrive(first..=last, now));
    }

    /// When a standalone acknowledgement is due, on the credited clock.
    pub(crate) fn acknowledgement_due(&self) -> Option<u64> {
        let none =
            self.waiting == 0 || self.is_closed() || self.marks.forked || self.is_late_here();
        let delay = if self.waiting >= ACK_AT_ONCE { 0 } else { ACK_DELAY_SECONDS };
        (!none).then(|| self.waiting_since.saturating_add(delay))
    }

    /// Whether the host is told again of a known fork: until a new session is confirmed.
    pub(crate) fn tells_fork_again(&self, now: u64) -> bool {
        !self.marks.replaced && self.may_answer_again(now)
    }

    /// Whether a line may be answered again: at most once a minute, so that replays cost nothing.
    pub(crate) fn may_answer_again(&self, now: u64) -> bool {
        self.answered_at.is_none_or(|at| now.saturating_sub(at) >= REPEAT_SECONDS)
    }
}

fn filled(bytes: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    let mut padded = Zeroizing::new(Vec::with_capacity(length.max(bytes.len())));
    padded.extend_from_slice(bytes);
    padded.resize(length.max(bytes.len()), 0);
    padded
}
