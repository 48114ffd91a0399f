//! Which texts were shown, so that each is shown once, however late it comes again, and what they were:
//! whatever comes under one of their ids again must not be acknowledged as if it had been shown
//! (PROTOCOL.md section 9). Of an id there is a hash.

use super::piece::{PieceId, Stamp};
use crate::session::acks::Receipt;
use crate::session::error::SessionError;
use crate::session::ids::{ShownId, TextId};
use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::{MAX_SHOWN, SHOWN_SECONDS};
use std::collections::{BTreeMap, VecDeque};

/// So many ids that follow each other are one piece, once there are as many. The last ones, until then,
/// stand in the content, which is written with every text anyway.
const BLOCK: u64 = 32;

/// The texts shown of a peer: for 7 days, and at most 4,096.
#[derive(Debug, Clone, Default)]
pub(in crate::session) struct Shown {
    /// Oldest first, each with the credited time at which it was shown.
    order: VecDeque<(ShownId, u64)>,
    /// Without a receipt are those of a build that had none.
    known: BTreeMap<ShownId, Option<Receipt>>,
    /// How many were dropped before the oldest: its number.
    first: u64,
    touched: bool,
    /// What pieces have brought, until there are no more.
    restored: Vec<(u64, ShownId, u64)>,
    /// The pieces are of a layout that has the ids themselves: they are to be written anew.
    outdated: bool,
}

impl Shown {
    /// Notes a text as shown, `now` on the credited clock. Tells whether it is new.
    pub(in crate::session) fn note(&mut self, id: ShownId, receipt: Receipt, now: u64) -> bool {
        let new = !self.known.contains_key(&id);
        if new {
            self.known.insert(id, Some(receipt));
            self.order.push_back((id, now));
            self.touched = true;
            while self.order.len() > MAX_SHOWN {
                self.drop_oldest();
            }
        }
        new
    }

    /// What was shown under an id.
    pub(in crate::session) fn receipt(&self, id: ShownId) -> Option<Receipt> {
        self.known.get(&id).copied().flatten()
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
    fn numbered(&self) -> impl Iterator<Item = (u64, &(ShownId, u64))> {
        (self.first..).zip(&self.order)
    }

    /// The number of the first id that is in no piece: that of the first one of all if there is none.
    fn open(&self) -> u64 {
        let end =
            u64::try_from(self.order.len()).map_or(u64::MAX, |n| self.first.saturating_add(n));
        (end / BLOCK * BLOCK).max(self.first)
    }

    /// How many ids are in pieces.
    fn in_pieces(&self) -> usize {
        usize::try_from(self.open().saturating_sub(self.first)).unwrap_or(usize::MAX)
    }

    /// The pieces, each with what tells its states apart: the numbers of its first and last id.
    pub(in crate::session) fn stamps(&self) -> BTreeMap<PieceId, Stamp> {
        let mut stamps = BTreeMap::new();
        for (number, _) in self.numbered().take(self.in_pieces()) {
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
            write_receipt(self.receipt(*id), writer);
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
            let number = reader.u64()?;
            let (id, receipt) = read_id(reader, !self.outdated)?;
            let since = reader.u64()?;
            let twice = self.known.insert(id, receipt).is_some();
            if number / BLOCK != block || twice || self.known.len() > MAX_SHOWN {
                return Err(SessionError::SavedContent("a text that was shown twice"));
            }
            self.restored.push((number, id, since));
        }
        Ok(())
    }

    pub(in crate::session) fn settle(&mut self) -> Result<(), SessionError> {
        let mut restored = std::mem::take(&mut self.restored);
        let in_pieces = restored.iter().map(|(number, ..)| *number).max();
        // What the content has brought follows.
        let open =
            (self.first..).zip(&self.order).map(|(number, (id, since))| (number, *id, *since));
        restored.extend(open);
        restored.sort_unstable();
        let first = restored.first().map_or(self.first, |(number, ..)| *number);
        let mut numbers = (first..).zip(&restored);
        if !numbers.all(|(expected, (number, ..))| expected == *number) {
            return Err(SessionError::SavedContent("texts that were shown are missing"));
        }
        self.first = first;
        self.order = restored.into_iter().map(|(_, id, since)| (id, since)).collect();
        // An earlier build had the last ones in a piece too. It goes when the content has them.
        self.touched = self.outdated || in_pieces.is_some_and(|number| number >= self.open());
        Ok(())
    }

    /// Whether the pieces that are stored are of an earlier layout. Asked once, after
    /// [`Shown::settle`].
    pub(in crate::session) fn take_outdated(&mut self) -> bool {
        std::mem::take(&mut self.outdated)
    }

    /// The ids that are in no piece, with the number of the first.
    pub(in crate::session) fn save_open(&self, writer: &mut Writer) {
        writer.varint64(self.open());
        self.save_from(self.in_pieces(), writer);
    }

    /// Reads what [`Shown::save_open`] wrote. [`Shown::settle`] follows, once the pieces are there.
    pub(in crate::session) fn load_open(
        reader: &mut Reader<'_>,
        hashed: bool,
    ) -> Result<Self, SessionError> {
        let first = reader.varint64()?;
        if first > u64::MAX / 2 {
            return Err(WireError::Invalid("the number of a text shown").into());
        }
        Ok(Self { first, ..Self::load(reader, hashed)? })
    }

    pub(in crate::session) fn save(&self, writer: &mut Writer) {
        self.save_from(0, writer);
    }

    fn save_from(&self, from: usize, writer: &mut Writer) {
        let ids = self.order.iter().skip(from);
        writer.count(ids.len());
        let mut before = 0;
        for (id, since) in ids {
            writer.bytes(&id.0);
            write_receipt(self.receipt(*id), writer);
            // They never run backwards, so what lies between two is short.
            writer.varint64(u64::saturating_sub(*since, before));
            before = *since;
        }
    }

    /// `hashed` is false for the layouts that have the ids themselves, and no receipts.
    pub(in crate::session) fn load(
        reader: &mut Reader<'_>,
        hashed: bool,
    ) -> Result<Self, SessionError> {
        let (mut shown, mut since) = (Self { outdated: !hashed, ..Self::default() }, 0_u64);
        for _ in 0..reader.count(MAX_SHOWN)? {
            let (id, receipt) = read_id(reader, hashed)?;
            since = since
                .checked_add(reader.varint64()?)
                .ok_or(WireError::Invalid("the time of a text shown"))?;
            if shown.known.insert(id, receipt).is_some() {
                return Err(SessionError::SavedContent("a text that was shown twice"));
            }
            shown.order.push_back((id, since));
        }
        Ok(shown)
    }
}

fn write_receipt(receipt: Option<Receipt>, writer: &mut Writer) {
    writer.option(receipt.as_ref(), |w, receipt| w.bytes(&receipt.0));
}

fn read_id(reader: &mut Reader<'_>, hashed: bool) -> Result<(ShownId, Option<Receipt>), WireError> {
    let id = reader.array()?;
    match hashed {
        true => Ok((ShownId(id), reader.option(|r| r.array().map(Receipt))?)),
        false => Ok((ShownId::of(TextId(id)), None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: usize) -> ShownId {
        ShownId((n as u64).to_be_bytes())
    }

    fn of(n: usize) -> Receipt {
        Receipt([n as u8; 8])
    }

    #[test]
    fn a_text_is_new_once_for_seven_days() {
        let mut shown = Shown::default();
        assert!(shown.note(id(1), of(1), 5));
        assert!(!shown.note(id(1), of(1), SHOWN_SECONDS));
        assert!(!shown.expire(SHOWN_SECONDS + 4));
        assert!(shown.expire(SHOWN_SECONDS + 5));
        assert!(shown.note(id(1), of(1), SHOWN_SECONDS + 5));
    }

    #[test]
    fn texts_shown_are_bounded_and_the_oldest_goes() {
        let mut shown = Shown::default();
        (0..=MAX_SHOWN).for_each(|n| assert!(shown.note(id(n), of(n), 1)));
        assert!(!shown.note(id(1), of(1), 1) && shown.note(id(0), of(0), 1));
        assert_eq!(shown.order.len(), MAX_SHOWN);
    }

    #[test]
    fn the_memory_survives_the_saved_state() {
        let mut shown = Shown::default();
        for (n, at) in [(1, 10), (2, 10), (3, 500_000)] {
            assert!(shown.note(id(n), of(n), at));
        }
        let mut writer = Writer::new();
        shown.save(&mut writer);
        let bytes = writer.into_vec();
        let loaded = Shown::load(&mut Reader::new(&bytes), true).unwrap();
        assert_eq!((loaded.receipt(id(3)), loaded.receipt(id(4))), (Some(of(3)), None));
        assert_eq!((&loaded.order, &loaded.known), (&shown.order, &shown.known));
        assert!(!loaded.touched);
    }
}
