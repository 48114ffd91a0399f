//! The ids of the texts shown, so that each is shown once, however late it comes again
//! (PROTOCOL.md section 9).

use super::piece::{PieceId, Stamp};
use crate::session::error::SessionError;
use crate::session::ids::TextId;
use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::{MAX_SHOWN, SHOWN_SECONDS};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// So many ids that follow each other are one piece.
const BLOCK: u64 = 32;

/// The texts shown of a peer: for 7 days, and at most 4,096.
#[derive(Debug, Clone, Default)]
pub(in crate::session) struct Shown {
    /// Oldest first, each with the credited time at which it was shown.
    order: VecDeque<(TextId, u64)>,
    known: BTreeSet<TextId>,
    /// How many were dropped before the oldest: its number.
    first: u64,
    touched: bool,
    /// What pieces have brought, until there are no more.
    restored: Vec<(u64, TextId, u64)>,
}

impl Shown {
    /// Notes a text as shown, `now` on the credited clock. Tells whether it is new.
    pub(in crate::session) fn note(&mut self, id: TextId, now: u64) -> bool {
        let new = self.known.insert(id);
        if new {
            self.order.push_back((id, now));
            self.touched = true;
            while self.order.len() > MAX_SHOWN {
                self.drop_oldest();
            }
        }
        new
    }

    /// Forgets what is too old. Tells whether there was anything.
    pub(in crate::session) fn expire(&mut self, now: u64) -> bool {
        let before = self.order.len();
        while self.next_expiry().is_some_and(|end| end <= now) {
            self.drop_oldest();
        }
        self.order.len() != before
    }

    /// The credited time at which the next id is too old.
    pub(in crate::session) fn next_expiry(&self) -> Option<u64> {
        self.order.front().map(|(_, since)| since.saturating_add(SHOWN_SECONDS))
    }

    fn drop_oldest(&mut self) {
        if let Some((id, _)) = self.order.pop_front() {
            self.known.remove(&id);
            self.first = self.first.saturating_add(1);
            self.touched = true;
        }
    }

    /// Whether anything has changed since this was asked last.
    pub(in crate::session) fn take_touched(&mut self) -> bool {
        std::mem::take(&mut self.touched)
    }

    /// The ids with their numbers.
    fn numbered(&self) -> impl Iterator<Item = (u64, &(TextId, u64))> {
        (self.first..).zip(&self.order)
    }

    /// The pieces, each with what tells its states apart: the numbers of its first and last id.
    pub(in crate::session) fn stamps(&self) -> BTreeMap<PieceId, Stamp> {
        let mut stamps = BTreeMap::new();
        for (number, _) in self.numbered() {
            let (_, last) =
                stamps.entry(PieceId::Shown { block: number / BLOCK }).or_insert((number, number));
            *last = number;
        }
        stamps
    }

    pub(in crate::session) fn write_piece(&self, block: u64, writer: &mut Writer) {
        for (number, (id, since)) in self.numbered().filter(|(number, _)| number / BLOCK == block) {
            writer.u64(number);
            writer.bytes(&id.0);
            writer.u64(*since);
        }
    }

    /// Takes a piece back. [`Shown::settle`] follows the last one.
    pub(in crate::session) fn read_piece(
        &mut self,
        block: u64,
        reader: &mut Reader<'_>,
    ) -> Result<(), SessionError> {
        while !reader.is_empty() {
            let (number, id, since) = (reader.u64()?, TextId(reader.array()?), reader.u64()?);
            if number / BLOCK != block || !self.known.insert(id) || self.known.len() > MAX_SHOWN {
                return Err(SessionError::SavedContent("a text that was shown twice"));
            }
            self.restored.push((number, id, since));
        }
        Ok(())
    }

    pub(in crate::session) fn settle(&mut self) -> Result<(), SessionError> {
        let mut restored = std::mem::take(&mut self.restored);
        restored.sort_unstable();
        self.first = restored.first().map_or(0, |(number, ..)| *number);
        let mut numbers = (self.first..).zip(&restored);
        if !numbers.all(|(expected, (number, ..))| expected == *number) {
            return Err(SessionError::SavedContent("texts that were shown are missing"));
        }
        self.order = restored.into_iter().map(|(_, id, since)| (id, since)).collect();
        self.touched = false;
        Ok(())
    }

    pub(in crate::session) fn save(&self, writer: &mut Writer) {
        writer.count(self.order.len());
        let mut before = 0;
        for (id, since) in &self.order {
            writer.bytes(&id.0);
            // They never run backwards, so what lies between two is short.
            writer.varint64(u64::saturating_sub(*since, before));
            before = *since;
        }
    }

    pub(in crate::session) fn load(reader: &mut Reader<'_>) -> Result<Self, SessionError> {
        let (mut shown, mut since) = (Self::default(), 0_u64);
        for _ in 0..reader.count(MAX_SHOWN)? {
            let id = TextId(reader.array()?);
            since = since
                .checked_add(reader.varint64()?)
                .ok_or(WireError::Invalid("the time of a text shown"))?;
            if !shown.known.insert(id) {
                return Err(SessionError::SavedContent("a text that was shown twice"));
            }
            shown.order.push_back((id, since));
        }
        Ok(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: usize) -> TextId {
        TextId((n as u64).to_be_bytes())
    }

    #[test]
    fn a_text_is_new_once_for_seven_days() {
        let mut shown = Shown::default();
        assert!(shown.note(id(1), 5));
        assert!(!shown.note(id(1), SHOWN_SECONDS));
        assert!(!shown.expire(SHOWN_SECONDS + 4));
        assert!(shown.expire(SHOWN_SECONDS + 5));
        assert!(shown.note(id(1), SHOWN_SECONDS + 5));
    }

    #[test]
    fn texts_shown_are_bounded_and_the_oldest_goes() {
        let mut shown = Shown::default();
        (0..=MAX_SHOWN).for_each(|n| assert!(shown.note(id(n), 1)));
        assert!(!shown.note(id(1), 1) && shown.note(id(0), 1));
        assert_eq!(shown.order.len(), MAX_SHOWN);
    }

    #[test]
    fn the_memory_survives_the_saved_state() {
        let mut shown = Shown::default();
        for (n, at) in [(1, 10), (2, 10), (3, 500_000)] {
            assert!(shown.note(id(n), at));
        }
        let mut writer = Writer::new();
        shown.save(&mut writer);
        let bytes = writer.into_vec();
        let loaded = Shown::load(&mut Reader::new(&bytes)).unwrap();
        assert_eq!((&loaded.order, &loaded.known), (&shown.order, &shown.known));
        assert!(!loaded.touched);
    }
}
