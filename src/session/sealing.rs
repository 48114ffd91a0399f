//! Making the lines of a session: what they carry, how a text is cut, padding and acknowledgements
//! (PROTOCOL.md section 9).

use super::acks::{Acknowledged, Receipt};
use super::error::SessionError;
use super::ids::{InstallationId, TextId};
use super::kept::parts;
use super::line::{INIT_PREFIX, MESSAGE_FIXED, MESSAGE_LEAD};
use super::payload::{Content, Part, Payload};
use super::ratchet::SendState;
use super::session::{Role, Session};
use super::settings::Settings;
use crate::crypto::Random;
use crate::wire::codec::varint_len;
use crate::wire::limits::{DORMANT_TEXTS, MAX_INIT_LINES, MAX_PARTS, MAX_TEXT};
use zeroize::Zeroizing;

/// What a line is to carry, before it has counters, padding and acknowledgements.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Draft<'a> {
    pub(crate) text: Option<(Content, &'a [u8])>,
    pub(crate) part: Option<Part>,
    pub(crate) text_id: Option<TextId>,
    pub(crate) written: Option<u64>,
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
        (text_id, written): (Option<TextId>, Option<u64>),
    ) -> Result<Vec<Draft<'a>>, SessionError> {
        let too_long = |limit| SessionError::TextTooLong { limit, found: text.len() };
        if text.is_empty() {
            return Err(SessionError::EmptyText);
        }
        if text.len() > MAX_TEXT {
            return Err(too_long(MAX_TEXT));
        }
        let whole = Draft { text: Some((content, text)), text_id, written, ..Draft::default() };
        if self.fits(settings, own, &whole) {
            return Ok(vec![whole]);
        }
        let most = if self.is_unanswered_init() { MAX_INIT_LINES } else { MAX_PARTS };
        let mut drafts = Vec::new();
        let mut rest = text;
        for index in 0..most {
            // The widest part item there is: two numbers below 2^14.
            let (text_id, written) =
                (text_id.filter(|_| index == 0), written.filter(|_| index == 0));
            let first =
                if text_id.is_some() { 10 } else { 0 } + if written.is_some() { 10 } else { 0 };
            let fixed = 5 + self.installation_item_len(own) + 6 + first;
            let room = self.room(settings, index).saturating_sub(fixed);
            // Item type, length, content type.
            let room = room.saturating_sub(2 + varint_len(room as u64));
            let (head, tail) = rest.split_at_checked(parts::cut(rest, room)).unwrap_or((rest, &[]));
            let part = Some(Part { index, total: 0 });
            let text = Some((content, head));
            drafts.push(Draft { text, part, text_id, written, ..Draft::default() });
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
        let Draft { text, part, text_id, written, card, close, fork } = *draft;
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
            written,
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
        // A line of its own may grow for its acknowledgement, and any other by one step of padding for
        // one that waits: less than a line more.
        let step = if self.waiting > 0 { 16 } else { 0 };
        let longer = if payload.seq == 0 { room } else { target(bare.len()).saturating_add(step) };
        let limit = longer.min(room.max(bare.len()));
        if settings.acknowledgements && !self.arrived.is_empty() {
            let all = self.arrived.newest();
            for runs in [all.clone(), self.arrived.newest_run()] {
                let complete = runs == all;
                let hash = self.receipts.covered(&runs).hash();
                payload.acknowledged = Some(Acknowledged { runs, hash });
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
    pub(crate) fn note_sent(
        &mut self,
        id: TextId,
        (content, text): (Content, &[u8]),
        count: usize,
        now: u64,
    ) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let receipt = Receipt::of(id, content.to_byte(), text);
        self.outstanding.sent(id, self.next_seq.saturating_sub(count), count, receipt);
        self.unanswered.push_front(now);
        self.unanswered.truncate(DORMANT_TEXTS);
    }
}

fn filled(bytes: &[u8], length: usize) -> Zeroizing<Vec<u8>> {
    let mut padded = Zeroizing::new(Vec::with_capacity(length.max(bytes.len())));
    padded.extend_from_slice(bytes);
    padded.resize(length.max(bytes.len()), 0);
    padded
}
