//! Long texts: cut before encryption, put together after (PROTOCOL.md section 9).
//!
//! Only authenticated parts get here, so nothing has to be guarded against outsiders; a hostile
//! peer is held to the bounds.

use super::piece::{PieceId, Stamp};
use crate::session::error::SessionError;
use crate::session::ids::{SessionId, TextId};
use crate::session::payload::{Content, Part};
use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::{
    MAX_PARTS, MAX_TEXT, MAX_UNFINISHED, MAX_UNFINISHED_BYTES, MAX_UNFINISHED_IN_ALL,
    UNFINISHED_PART, UNFINISHED_SECONDS,
};
use std::collections::{BTreeMap, VecDeque};

/// A text of which parts are missing.
#[derive(Debug, Clone)]
struct Unfinished {
    /// Sequence number of part 0; names the text.
    first: u32,
    total: u32,
    content: Content,
    /// Known once part 0 is there.
    id: Option<TextId>,
    /// When it was written: part 0 says it.
    written: Option<u64>,
    parts: BTreeMap<u32, Piece>,
    since: u64,
    /// Grows from text to text: their order.
    ordinal: u64,
}

/// A part that is kept.
#[derive(Debug, Clone)]
struct Piece {
    bytes: Vec<u8>,
    /// Another one for each part that is added.
    stamp: u64,
}

impl Unfinished {
    /// The credited time from which on it is given up.
    fn end(&self) -> u64 {
        self.since.saturating_add(UNFINISHED_SECONDS)
    }

    /// Bytes of all parts but this one.
    fn bytes_beside(&self, index: u32) -> usize {
        let others = self.parts.iter().filter(|(at, _)| **at != index);
        others.map(|(_, part)| part.bytes.len()).sum()
    }
}

/// The unfinished texts of a session, oldest first.
#[derive(Debug, Clone, Default)]
pub(in crate::session) struct Assembly {
    texts: VecDeque<Unfinished>,
    /// How many texts were begun, and how many parts added.
    begun: u64,
    added: u64,
    touched: bool,
}

/// What unfinished texts take.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::session) struct Room {
    bytes: usize,
    /// With a row for each part.
    pub(in crate::session) in_all: usize,
}

impl Room {
    pub(in crate::session) fn and(self, other: Self) -> Self {
        let bytes = self.bytes.saturating_add(other.bytes);
        Self { bytes, in_all: self.in_all.saturating_add(other.in_all) }
    }

    pub(in crate::session) fn is_too_much(self) -> bool {
        self.bytes > MAX_UNFINISHED_BYTES || self.in_all > MAX_UNFINISHED_IN_ALL
    }
}

/// A text that has all of its parts.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::session) struct Whole {
    pub(in crate::session) id: TextId,
    /// First and last sequence number of its lines: they are acknowledged together, so that no text
    /// counts as delivered of which a part was given up.
    pub(in crate::session) lines: (u32, u32),
    pub(in crate::session) content: Content,
    pub(in crate::session) bytes: Vec<u8>,
    pub(in crate::session) written: Option<u64>,
}

impl Assembly {
    /// Refuses a part that contradicts the parts there are, before anything is committed.
    /// `length` is that of the part: a text is no longer than one that can be sent.
    pub(in crate::session) fn check(
        &self,
        seq: u32,
        part: Part,
        content: Content,
        length: usize,
    ) -> Result<(), SessionError> {
        let first = seq.saturating_sub(part.index);
        match self.texts.iter().find(|text| text.first == first) {
            Some(text) if text.total != part.total || text.content != content => {
                Err(SessionError::Payload("a part contradicts the others of its text"))
            }
            Some(text) if text.bytes_beside(part.index).saturating_add(length) > MAX_TEXT => {
                Err(SessionError::Payload("a text is longer than 65,536 bytes"))
            }
            _ => Ok(()),
        }
    }

    /// Adds a part, and returns the text if it was the last one missing. `id` is the text's id if
    /// this is part 0, and when it was written, if that part says so; `now` is on the credited clock.
    pub(in crate::session) fn add(
        &mut self,
        seq: u32,
        part: Part,
        (content, bytes): (Content, &[u8]),
        (id, written): (TextId, Option<u64>),
        now: u64,
    ) -> Option<Whole> {
        let first = seq.saturating_sub(part.index);
        self.touched = true;
        self.added = self.added.saturating_add(1);
        let stamp = self.added;
        let at = self.texts.iter().position(|text| text.first == first).unwrap_or_else(|| {
            let (total, parts) = (part.total, BTreeMap::new());
            let ordinal = self.begun;
            self.begun = self.begun.saturating_add(1);
            let (id, written, since) = (None, None, now);
            self.texts.push_back(Unfinished {
                first,
                total,
                content,
                id,
                written,
                parts,
                since,
                ordinal,
            });
            self.texts.len().saturating_sub(1)
        });
        let text = self.texts.get_mut(at)?;
        if part.index == 0 {
            (text.id, text.written) = (Some(id), written);
        }
        text.parts.insert(part.index, Piece { bytes: bytes.to_vec(), stamp });
        if u32::try_from(text.parts.len()) == Ok(text.total) {
            let text = self.texts.remove(at)?;
            let bytes = text.parts.into_values().flat_map(|part| part.bytes).collect();
            let lines = (first, first.saturating_add(text.total).saturating_sub(1));
            let (id, content, written) = (text.id?, text.content, text.written);
            return Some(Whole { id, lines, content, bytes, written });
        }
        while self.texts.len() > MAX_UNFINISHED || self.room().is_too_much() {
            self.texts.pop_front();
        }
        None
    }

    /// Whether the part with this number has come.
    pub(in crate::session) fn has(&self, seq: u32) -> bool {
        let holds = |text: &Unfinished| {
            seq.checked_sub(text.first).is_some_and(|index| text.parts.contains_key(&index))
        };
        self.texts.iter().any(holds)
    }

    /// Gives up texts that are unfinished for too long, and tells whether there were any.
    pub(in crate::session) fn expire(&mut self, now: u64) -> bool {
        let before = self.texts.len();
        self.texts.retain(|text| now < text.end());
        let died = self.texts.len() != before;
        self.touched |= died;
        died
    }

    /// The credited time at which the next unfinished text is given up.
    pub(in crate::session) fn next_expiry(&self) -> Option<u64> {
        self.texts.iter().map(Unfinished::end).min()
    }

    /// Gives up every text that is not finished.
    pub(in crate::session) fn clear(&mut self) {
        self.touched |= !self.texts.is_empty();
        self.texts.clear();
    }

    /// Bytes of the parts that are kept.
    fn bytes(&self) -> usize {
        self.texts.iter().flat_map(|text| text.parts.values()).map(|part| part.bytes.len()).sum()
    }

    /// What it takes to keep them.
    pub(in crate::session) fn room(&self) -> Room {
        let parts = self.texts.iter().map(|text| text.parts.len()).sum::<usize>();
        let bytes = self.bytes();
        Room { bytes, in_all: bytes.saturating_add(parts.saturating_mul(UNFINISHED_PART)) }
    }

    pub(in crate::session) fn save(&self, writer: &mut Writer) {
        writer.count(self.texts.len());
        for Unfinished { first, total, content, id, written, parts, since, ordinal: _ } in
            &self.texts
        {
            writer.varint(*first);
            writer.varint(*total);
            writer.u8(content.to_byte());
            writer.u8(u8::from(id.is_some()));
            writer.bytes(&id.unwrap_or(TextId([0; 8])).0);
            writer.option(written.as_ref(), |w, at| w.u64(*at));
            writer.u64(*since);
            writer.count(parts.len());
            for (index, Piece { bytes, stamp: _ }) in parts {
                writer.varint(*index);
                writer.count(bytes.len());
                writer.bytes(bytes);
            }
        }
    }

    pub(in crate::session) fn load(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let mut assembly = Self::default();
        for _ in 0..reader.count(MAX_UNFINISHED)? {
            let (first, total) = (reader.varint()?, reader.varint()?);
            let content = Content::from_byte(reader.u8()?)
                .ok_or(WireError::Invalid("a saved content type"))?;
            let known = reader.u8()? != 0;
            let id = Some(TextId(reader.array()?)).filter(|_| known);
            let written = reader.option(|r| r.u64())?;
            let since = reader.u64()?;
            let mut parts = BTreeMap::new();
            for _ in 0..reader.count(MAX_PARTS as usize)? {
                let index = reader.varint()?;
                let length = reader.count(MAX_UNFINISHED_BYTES)?;
                assembly.added = assembly.added.saturating_add(1);
                let (bytes, stamp) = (reader.take(length)?.to_vec(), assembly.added);
                parts.insert(index, Piece { bytes, stamp });
            }
            let ordinal = assembly.begun;
            assembly.begun = assembly.begun.saturating_add(1);
            let text = Unfinished { first, total, content, id, written, parts, since, ordinal };
            assembly.texts.push_back(text);
        }
        Ok(assembly)
    }

    /// Whether anything has changed since this was asked last.
    pub(in crate::session) fn take_touched(&mut self) -> bool {
        std::mem::take(&mut self.touched)
    }

    /// The pieces, one for each part, each with what tells its states apart.
    pub(in crate::session) fn stamps(
        &self,
        session: SessionId,
        stamps: &mut BTreeMap<PieceId, Stamp>,
    ) {
        for Unfinished { first, parts, .. } in &self.texts {
            let text = *first;
            stamps.extend(parts.iter().map(|(index, part)| {
                (PieceId::Part { session, text, index: *index }, (part.stamp, 0))
            }));
        }
    }

    pub(in crate::session) fn write_piece(&self, text: u32, index: u32, writer: &mut Writer) {
        let Some(text) = self.texts.iter().find(|unfinished| unfinished.first == text) else {
            return;
        };
        let Unfinished { first: _, total, content, id, written, parts, since, ordinal } = text;
        writer.u64(*ordinal);
        writer.varint(*total);
        writer.u8(content.to_byte());
        writer.u64(*since);
        writer.option(id.as_ref().filter(|_| index == 0), |w, id| w.bytes(&id.0));
        writer.option(written.as_ref().filter(|_| index == 0), |w, at| w.u64(*at));
        if let Some(part) = parts.get(&index) {
            writer.bytes(&part.bytes);
        }
    }

    /// Takes a piece back. [`Assembly::settle`] follows the last one.
    pub(in crate::session) fn read_piece(
        &mut self,
        first: u32,
        index: u32,
        reader: &mut Reader<'_>,
    ) -> Result<(), SessionError> {
        let inconsistent = || SessionError::SavedContent("a part of a text");
        let (ordinal, total) = (reader.u64()?, reader.varint()?);
        let content = Content::from_byte(reader.u8()?).ok_or_else(inconsistent)?;
        let since = reader.u64()?;
        let id = reader.option(|r| r.array().map(TextId))?;
        let written = reader.option(|r| r.u64())?;
        let bytes = reader.rest().to_vec();
        self.added = self.added.saturating_add(1);
        let piece = Piece { bytes, stamp: self.added };
        let at = self.texts.iter().position(|text| text.first == first).unwrap_or_else(|| {
            let parts = BTreeMap::new();
            self.texts.push_back(Unfinished {
                first,
                total,
                content,
                id: None,
                written: None,
                parts,
                since,
                ordinal,
            });
            self.texts.len().saturating_sub(1)
        });
        let text = self.texts.get_mut(at).ok_or_else(inconsistent)?;
        let is_alike = (text.total, text.content, text.since, text.ordinal)
            == (total, content, since, ordinal);
        if !is_alike || index >= total || text.parts.insert(index, piece).is_some() {
            return Err(inconsistent());
        }
        if index == 0 {
            (text.id, text.written) = (id, written);
        }
        Ok(())
    }

    pub(in crate::session) fn settle(&mut self) -> Result<(), SessionError> {
        self.texts.make_contiguous().sort_by_key(|text| text.ordinal);
        let next = self.texts.iter().map(|text| text.ordinal.saturating_add(1)).max();
        self.begun = next.unwrap_or(0).max(self.begun);
        self.touched = false;
        match self.texts.len() <= MAX_UNFINISHED && self.bytes() <= MAX_UNFINISHED_BYTES {
            true => Ok(()),
            false => Err(SessionError::SavedContent("too many unfinished texts")),
        }
    }
}

/// Where to cut a text so that a piece has at most `room` bytes and no UTF-8 character is cut, if
/// that can be avoided.
pub(in crate::session) fn cut(text: &[u8], room: usize) -> usize {
    let is_boundary = |at: usize| text.get(at).is_none_or(|byte| byte & 0xc0 != 0x80);
    let most = room.min(text.len());
    (most.saturating_sub(3)..=most).rev().find(|&at| at > 0 && is_boundary(at)).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(
        assembly: &mut Assembly,
        first: u32,
        index: u32,
        total: u32,
        bytes: &[u8],
    ) -> Option<Whole> {
        let part = Part { index, total };
        let name = (TextId([first as u8; 8]), (index == 0).then_some(u64::from(first)));
        assembly.add(first + index, part, (Content::Plain, bytes), name, 0)
    }

    #[test]
    fn parts_arrive_in_any_order() {
        let mut assembly = Assembly::default();
        assert_eq!(add(&mut assembly, 7, 2, 3, b"c"), None);
        assert_eq!(add(&mut assembly, 7, 0, 3, b"a"), None);
        let whole = add(&mut assembly, 7, 1, 3, b"b").unwrap();
        assert_eq!((whole.bytes.as_slice(), whole.id), (&b"abc"[..], TextId([7; 8])));
        assert_eq!(whole.written, Some(7), "whichever part comes last");
    }

    #[test]
    fn a_part_that_contradicts_its_text_is_refused() {
        let mut assembly = Assembly::default();
        add(&mut assembly, 7, 0, 3, b"a");
        let part = |total| Part { index: 1, total };
        assert!(assembly.check(8, part(4), Content::Plain, 1).is_err());
        assert!(assembly.check(8, part(3), Content::Html, 1).is_err());
        assert!(assembly.check(8, part(3), Content::Plain, 1).is_ok());
    }

    #[test]
    fn a_text_is_no_longer_than_one_that_can_be_sent() {
        let mut assembly = Assembly::default();
        add(&mut assembly, 7, 0, 3, &[0; MAX_TEXT - 10]);
        let check = |index, length| {
            assembly.check(7 + index, Part { index, total: 3 }, Content::Plain, length)
        };
        assert!(check(1, 10).is_ok());
        assert!(matches!(check(1, 11), Err(SessionError::Payload(_))));
        assert!(check(0, MAX_TEXT).is_ok(), "the same part again takes no more room");
    }

    #[test]
    fn unfinished_texts_are_bounded_in_number_bytes_and_age() {
        let mut assembly = Assembly::default();
        (0..100).for_each(|n| drop(add(&mut assembly, n * 10 + 1, 0, 2, b"x")));
        assert_eq!(assembly.texts.len(), MAX_UNFINISHED);
        (0..100).for_each(|n| drop(add(&mut assembly, n * 600 + 5_000, 0, 2, &[0; 60_000])));
        assert!(assembly.bytes() <= MAX_UNFINISHED_BYTES);
        assembly.expire(UNFINISHED_SECONDS);
        assert_eq!(assembly.texts.len(), 0);
    }

    #[test]
    fn what_parts_of_one_byte_take_as_rows_is_bounded() {
        // Beside its content a row has a seal, and what SQLite adds; it is padded.
        let row = |assembly: &Assembly, text, index| {
            let mut writer = Writer::new();
            assembly.write_piece(text, index, &mut writer);
            81 + 8 + (writer.into_vec().len() / 64 + 1) * 64
        };
        let rows = |assembly: &Assembly| -> usize {
            let texts = assembly.texts.iter();
            texts.flat_map(|t| t.parts.keys().map(|at| row(assembly, t.first, *at))).sum()
        };
        let mut small = Assembly::default();
        for text in 0..16 {
            for index in 0..511 {
                add(&mut small, text * 1_000 + 1, index, 512, b"x");
            }
        }
        assert!(rows(&small) <= MAX_UNFINISHED_IN_ALL, "{} bytes", rows(&small));
        // Four of the longest texts that there are stay, in as many parts as there can be.
        let mut large = Assembly::default();
        for text in 0..4 {
            for index in 0..511 {
                add(&mut large, text * 1_000 + 1, index, 512, &[0; 128]);
            }
        }
        assert_eq!(large.texts.len(), 4);
        assert!(rows(&large) <= MAX_UNFINISHED_IN_ALL, "{} bytes", rows(&large));
    }

    #[test]
    fn a_cut_keeps_characters_whole() {
        let text = "aé€😀".as_bytes();
        assert_eq!(
            [1, 2, 3, 5, 6, 9, 10, 99].map(|room| cut(text, room)),
            [1, 1, 3, 3, 6, 6, 10, 10]
        );
        assert_eq!(cut(&[0x80; 20], 7), 7, "not UTF-8: cut anywhere");
    }
}
