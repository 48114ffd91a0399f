//! Long texts: cut before encryption, put together after (PROTOCOL.md section 9).
//!
//! Only authenticated parts get here, so nothing has to be guarded against outsiders; a hostile
//! peer is held to the bounds.

use super::error::SessionError;
use super::ids::TextId;
use super::payload::{Content, Part};
use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::{
    MAX_PARTS, MAX_TEXT, MAX_UNFINISHED, MAX_UNFINISHED_BYTES, UNFINISHED_SECONDS,
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
    parts: BTreeMap<u32, Vec<u8>>,
    since: u64,
}

impl Unfinished {
    /// The credited time from which on it is given up.
    fn end(&self) -> u64 {
        self.since.saturating_add(UNFINISHED_SECONDS)
    }

    /// Bytes of all parts but this one.
    fn bytes_beside(&self, index: u32) -> usize {
        let others = self.parts.iter().filter(|(at, _)| **at != index);
        others.map(|(_, bytes)| bytes.len()).sum()
    }
}

/// The unfinished texts of a session, oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Assembly(VecDeque<Unfinished>);

/// A text that has all of its parts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Whole {
    pub(crate) id: TextId,
    /// First and last sequence number of its lines: they are acknowledged together, so that no text
    /// counts as delivered of which a part was given up.
    pub(crate) lines: (u32, u32),
    pub(crate) content: Content,
    pub(crate) bytes: Vec<u8>,
    pub(crate) written: Option<u64>,
}

impl Assembly {
    /// Refuses a part that contradicts the parts there are, before anything is committed.
    /// `length` is that of the part: a text is no longer than one that can be sent.
    pub(crate) fn check(
        &self,
        seq: u32,
        part: Part,
        content: Content,
        length: usize,
    ) -> Result<(), SessionError> {
        let first = seq.saturating_sub(part.index);
        match self.0.iter().find(|text| text.first == first) {
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
    pub(crate) fn add(
        &mut self,
        seq: u32,
        part: Part,
        (content, bytes): (Content, &[u8]),
        (id, written): (TextId, Option<u64>),
        now: u64,
    ) -> Option<Whole> {
        let first = seq.saturating_sub(part.index);
        let at = self.0.iter().position(|text| text.first == first).unwrap_or_else(|| {
            let (total, parts) = (part.total, BTreeMap::new());
            let (id, written, since) = (None, None, now);
            self.0.push_back(Unfinished { first, total, content, id, written, parts, since });
            self.0.len().saturating_sub(1)
        });
        let text = self.0.get_mut(at)?;
        if part.index == 0 {
            (text.id, text.written) = (Some(id), written);
        }
        text.parts.insert(part.index, bytes.to_vec());
        if u32::try_from(text.parts.len()) == Ok(text.total) {
            let text = self.0.remove(at)?;
            let bytes = text.parts.into_values().flatten().collect();
            let lines = (first, first.saturating_add(text.total).saturating_sub(1));
            let (id, content, written) = (text.id?, text.content, text.written);
            return Some(Whole { id, lines, content, bytes, written });
        }
        while self.0.len() > MAX_UNFINISHED || self.bytes() > MAX_UNFINISHED_BYTES {
            self.0.pop_front();
        }
        None
    }

    /// Gives up texts that are unfinished for too long, and tells whether there were any.
    pub(crate) fn expire(&mut self, now: u64) -> bool {
        let before = self.0.len();
        self.0.retain(|text| now < text.end());
        self.0.len() != before
    }

    /// The credited time at which the next unfinished text is given up.
    pub(crate) fn next_expiry(&self) -> Option<u64> {
        self.0.iter().map(Unfinished::end).min()
    }

    /// Gives up every text that is not finished.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Bytes of the parts that are kept.
    pub(crate) fn bytes(&self) -> usize {
        self.0.iter().flat_map(|text| text.parts.values()).map(Vec::len).sum()
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        writer.count(self.0.len());
        for Unfinished { first, total, content, id, written, parts, since } in &self.0 {
            writer.varint(*first);
            writer.varint(*total);
            writer.u8(content.to_byte());
            writer.u8(u8::from(id.is_some()));
            writer.bytes(&id.unwrap_or(TextId([0; 8])).0);
            writer.option(written.as_ref(), |w, at| w.u64(*at));
            writer.u64(*since);
            writer.count(parts.len());
            for (index, bytes) in parts {
                writer.varint(*index);
                writer.count(bytes.len());
                writer.bytes(bytes);
            }
        }
    }

    pub(crate) fn load(reader: &mut Reader<'_>) -> Result<Self, WireError> {
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
                parts.insert(index, reader.take(length)?.to_vec());
            }
            assembly.0.push_back(Unfinished { first, total, content, id, written, parts, since });
        }
        Ok(assembly)
    }
}

/// Where to cut a text so that a piece has at most `room` bytes and no UTF-8 character is cut, if
/// that can be avoided.
pub(crate) fn cut(text: &[u8], room: usize) -> usize {
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
        assert_eq!(assembly.0.len(), MAX_UNFINISHED);
        (0..100).for_each(|n| drop(add(&mut assembly, n * 600 + 5_000, 0, 2, &[0; 60_000])));
        assert!(assembly.bytes() <= MAX_UNFINISHED_BYTES);
        assembly.expire(UNFINISHED_SECONDS);
        assert_eq!(assembly.0.len(), 0);
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
