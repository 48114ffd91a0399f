//! One session with one installation of a peer: the ratchet and what rides on it (PROTOCOL.md
//! sections 8, 9 and 10).

use super::acks::{Acknowledged, Leaps, Outstanding, Receipt, Receipts, Runs, Verdict};
use super::error::SessionError;
use super::ids::{InstallationId, SessionId, Tag, TextId};
use super::kept::parts::{Assembly, Whole};
use super::line::POINT;
use super::payload::Payload;
use super::ratchet::Ratchet;
use crate::identity::CardId;
use crate::wire::limits::{
    ACK_AT_ONCE, ACK_DELAY_SECONDS, DORMANT_SECONDS, DORMANT_TEXTS, EARLY_ANSWERS, LOST_SECONDS,
    MAX_HELD, OVERTAKEN_BY, REPEAT_SECONDS,
};
use std::collections::VecDeque;
use std::ops::RangeInclusive;

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

/// A whole text that the host has not confirmed.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) id: TextId,
    /// The first and last number of its lines.
    pub(crate) lines: (u32, u32),
    /// Without one it is never acknowledged in these lines: it came before there were any.
    pub(crate) receipt: Option<Receipt>,
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
    /// The other side has proven to be the peer: it has answered our Init, or read our answer to its
    /// own. Nothing else sets it, and nothing takes it back.
    pub(crate) proven: bool,
    /// Credited time of the last line, or of the beginning.
    pub(crate) active_at: u64,
    /// The session whose line could not be read any more when this one was asked for.
    pub(crate) asked_for_by: Option<SessionId>,
    pub(crate) marks: Marks,
    pub(crate) duties: Duties,
    /// Credited time of the last line made for a duty.
    pub(crate) answered_at: Option<u64>,
    /// Lines made for a duty before the peer has confirmed, up to 4.
    pub(crate) early_answers: u8,
    pub(crate) next_seq: u32,
    pub(crate) leaps: Leaps,
    pub(crate) arrived: Runs,
    /// Those of the texts among these lines.
    pub(crate) receipts: Receipts,
    /// Lines that want an acknowledgement, and since when the first waits.
    pub(crate) waiting: u32,
    pub(crate) waiting_since: u64,
    pub(crate) held: VecDeque<Held>,
    /// The highest numbers of texts shown, lowest first, at most 16.
    pub(crate) newest_shown: VecDeque<u32>,
    pub(crate) outstanding: Outstanding,
    /// The peer's acknowledgements are on: it has sent one.
    pub(crate) acknowledges: bool,
    /// Texts sent since the last valid line, and the credited times of the last of them.
    pub(crate) unanswered: VecDeque<u64>,
    pub(crate) assembly: Assembly,
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
            proven: false,
            active_at: now,
            asked_for_by: None,
            marks: Marks::default(),
            duties: Duties::default(),
            answered_at: None,
            early_answers: 0,
            next_seq: 1,
            leaps: Leaps::default(),
            arrived: Runs::default(),
            receipts: Receipts::default(),
            waiting: 0,
            waiting_since: 0,
            held: VecDeque::new(),
            newest_shown: VecDeque::new(),
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

    /// Refuses a payload that contradicts what came before, without changing anything.
    pub(crate) fn check(&self, payload: &Payload<'_>) -> Result<(), SessionError> {
        match (payload.part, payload.text) {
            (Some(part), Some((content, bytes))) => {
                self.assembly.check(payload.seq, part, content, bytes.len())
            }
            _ => Ok(()),
        }
    }

    /// Whether a payload acknowledges a number that we have not used, or have leapt over.
    pub(crate) fn acknowledges_unsent(&self, payload: &Payload<'_>) -> bool {
        let unsent = |said: &Acknowledged| {
            said.runs.largest() >= self.next_seq || self.leaps.are_in(&said.runs)
        };
        payload.acknowledged.as_ref().is_some_and(unsent)
    }

    /// What the acknowledgement of a payload says of the texts that were sent.
    pub(crate) fn judge(&self, payload: &Payload<'_>) -> Verdict {
        let judge = |said| self.outstanding.judge(said);
        payload.acknowledged.as_ref().map_or(Verdict::Fits, judge)
    }

    /// Whether a line brings a number that another one has brought: the sender uses none twice.
    pub(crate) fn has_come(&self, payload: &Payload<'_>) -> bool {
        let held = |held: &Held| (held.lines.0..=held.lines.1).contains(&payload.seq);
        payload.seq != 0
            && (self.arrived.contains(payload.seq)
                || self.held.iter().any(held)
                || self.assembly.has(payload.seq))
    }

    /// Goes on `ahead` numbers further, in case this state is an older one.
    pub(crate) fn leap(&mut self, ahead: u32) {
        self.leaps.add(self.next_seq, ahead);
        self.next_seq = self.next_seq.saturating_add(ahead);
    }

    /// Takes an authenticated payload, whose key gives the text id `derived`. Gives the text if it is
    /// now whole, and what was delivered.
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
            Some(said) => {
                self.acknowledges = true;
                self.outstanding.acknowledge(&said.runs)
            }
            None => Vec::new(),
        };
        let id = payload.text_id.unwrap_or(derived);
        let whole = match (payload.text, payload.part) {
            (Some(text), Some(part)) => {
                self.assembly.add(payload.seq, part, text, (id, payload.written), now)
            }
            (Some((content, bytes)), None) => {
                let lines = (payload.seq, payload.seq);
                let written = payload.written;
                Some(Whole { id, lines, content, bytes: bytes.to_vec(), written })
            }
            (None, _) => None,
        };
        if payload.seq != 0 && payload.text.is_none() {
            self.arrive(payload.seq..=payload.seq, now);
        }
        (whole, delivered)
    }

    /// A text has arrived for good.
    pub(crate) fn arrive_text(&mut self, (first, last): (u32, u32), receipt: Receipt, now: u64) {
        // Those of the highest are enough for every acknowledgement: it has the highest runs.
        let _forgotten = self.receipts.note(last, receipt);
        self.arrive(first..=last, now);
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
    pub(crate) fn hold(&mut self, id: TextId, lines: (u32, u32), receipt: Receipt) {
        if self.held.len() >= MAX_HELD {
            self.held.pop_front();
        }
        self.held.push_back(Held { id, lines, receipt: Some(receipt) });
    }

    /// Notes the number of a text that is shown. Tells whether 16 later ones have been shown before
    /// it. (Numbers leap, so it is texts that are counted.)
    pub(crate) fn note_shown(&mut self, number: u32) -> bool {
        let overtaken = self.newest_shown.len() >= OVERTAKEN_BY
            && self.newest_shown.front().is_some_and(|lowest| number < *lowest);
        if !overtaken {
            let at = self.newest_shown.partition_point(|known| *known < number);
            self.newest_shown.insert(at, number);
            if self.newest_shown.len() > OVERTAKEN_BY {
                self.newest_shown.pop_front();
            }
        }
        overtaken
    }

    /// The host has the text; its lines are acknowledged.
    pub(crate) fn release(&mut self, id: TextId, now: u64) {
        let (done, held): (VecDeque<Held>, _) =
            std::mem::take(&mut self.held).into_iter().partition(|held| held.id == id);
        self.held = held;
        for Held { id: _, lines, receipt } in done {
            if let Some(receipt) = receipt {
                self.arrive_text(lines, receipt, now);
            }
        }
    }

    /// When a standalone acknowledgement is due, on the credited clock.
    pub(crate) fn acknowledgement_due(&self) -> Option<u64> {
        let none =
            self.waiting == 0 || self.is_closed() || self.marks.forked || self.is_late_here();
        let delay = if self.waiting >= ACK_AT_ONCE { 0 } else { ACK_DELAY_SECONDS };
        let again = match (self.answers_at_once(), self.answered_at) {
            (false, Some(at)) => at.saturating_add(REPEAT_SECONDS),
            _ => 0,
        };
        (!none).then(|| self.waiting_since.saturating_add(delay).max(again))
    }

    /// Whether the host is told again of a known fork: until a new session is confirmed.
    pub(crate) fn tells_fork_again(&self, now: u64) -> bool {
        !self.marks.replaced && self.may_answer_again(now)
    }

    /// Whether lines may be answered as they come: whoever does not confirm a session could have a
    /// thousand answers for a thousand lines under one Init header.
    pub(crate) fn answers_at_once(&self) -> bool {
        self.confirmed.is_some()
            || matches!(self.role, Role::Initiator { .. })
            || self.early_answers < EARLY_ANSWERS
    }

    /// Whether a line may be answered again: at most once a minute, so that replays cost nothing.
    pub(crate) fn may_answer_again(&self, now: u64) -> bool {
        self.answered_at.is_none_or(|at| now.saturating_sub(at) >= REPEAT_SECONDS)
    }
}
