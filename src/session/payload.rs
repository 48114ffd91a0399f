//! What an encrypted line carries: a sequence number and items (PROTOCOL.md section 9).

use super::acks::Acknowledged;
use super::error::SessionError;
use super::event::Request;
use super::ids::{InstallationId, TextId};
use crate::wire::codec::{Items, Reader, Writer};
use crate::wire::limits::MAX_PARTS;

/// What the bytes of a text are. It comes from the sender, inside the encryption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Content {
    /// Plain text, UTF-8.
    #[default]
    Plain,
    /// HTML as the sender's messenger made it. Untrusted: a host shows only a safe subset.
    Html,
    /// Plain text that says what the sender does ("/me waves" without its "/me ").
    PlainAction,
    /// The same in HTML.
    HtmlAction,
    /// No text: a full card of the sender (FORMAT.md section 3). Hosts learn it and do not show it.
    FullCard,
}

impl Content {
    /// Whether it is HTML.
    pub fn is_html(self) -> bool {
        matches!(self, Self::Html | Self::HtmlAction)
    }

    /// Whether it says what the sender does.
    pub fn is_action(self) -> bool {
        matches!(self, Self::PlainAction | Self::HtmlAction)
    }

    pub(crate) fn to_byte(self) -> u8 {
        match self {
            Self::Plain => 0,
            Self::Html => 1,
            Self::PlainAction => 2,
            Self::HtmlAction => 3,
            Self::FullCard => 4,
        }
    }

    pub(crate) fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Plain),
            1 => Some(Self::Html),
            2 => Some(Self::PlainAction),
            3 => Some(Self::HtmlAction),
            4 => Some(Self::FullCard),
            _ => None,
        }
    }
}

/// The types of the items.
pub(crate) mod item {
    pub(crate) const TEXT: u8 = 0x01;
    pub(crate) const PART: u8 = 0x02;
    /// What acknowledgements were before there were receipts. It says nothing any more.
    pub(crate) const WITHOUT_RECEIPTS: u8 = 0x03;
    pub(crate) const CLOSE: u8 = 0x04;
    pub(crate) const INSTALLATION: u8 = 0x05;
    pub(crate) const FORK: u8 = 0x06;
    pub(crate) const CARD: u8 = 0x07;
    pub(crate) const TEXT_ID: u8 = 0x08;
    pub(crate) const REPLACED: u8 = 0x09;
    pub(crate) const WRITTEN: u8 = 0x0a;
    pub(crate) const ACKNOWLEDGEMENT: u8 = 0x0b;
}

/// Which part of a long text a line carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) index: u32,
    pub(crate) total: u32,
}

/// A parsed payload. Everything in it is authenticated, nothing in it is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payload<'a> {
    pub(crate) seq: u32,
    pub(crate) text: Option<(Content, &'a [u8])>,
    pub(crate) part: Option<Part>,
    pub(crate) acknowledged: Option<Acknowledged>,
    pub(crate) close: Option<u32>,
    pub(crate) installation: Option<InstallationId>,
    pub(crate) fork: bool,
    /// The sender has replaced this session by a later one.
    pub(crate) replaced: bool,
    /// A card without its identity keys.
    pub(crate) card: Option<&'a [u8]>,
    pub(crate) text_id: Option<TextId>,
    /// When the text was written, says its sender. Seconds since 1970.
    pub(crate) written: Option<u64>,
}

impl<'a> Payload<'a> {
    /// Parses a decrypted payload.
    ///
    /// # Errors
    /// [`SessionError::Wire`], [`SessionError::Payload`] or [`SessionError::UnknownItem`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, SessionError> {
        let mut reader = Reader::new(bytes);
        let mut payload = Payload { seq: reader.varint()?, ..Payload::default() };
        let mut seen = [0_u128; 2];
        for entry in Items::new(reader.rest()) {
            let (kind, value) = entry?;
            once(&mut seen, kind)?;
            payload.take(kind, value)?;
        }
        payload.check()?;
        Ok(payload)
    }

    fn take(&mut self, kind: u8, value: &'a [u8]) -> Result<(), SessionError> {
        let mut reader = Reader::new(value);
        match kind {
            item::TEXT => {
                let content = Content::from_byte(reader.u8()?)
                    .ok_or(SessionError::Payload("unknown content type"))?;
                self.text = Some((content, reader.rest()));
                return Ok(());
            }
            item::PART => {
                self.part = Some(Part { index: reader.varint()?, total: reader.varint()? });
            }
            item::ACKNOWLEDGEMENT => {
                self.acknowledged = Some(Acknowledged::read(&mut reader)?);
            }
            item::CLOSE => self.close = Some(reader.varint()?),
            item::INSTALLATION => self.installation = Some(InstallationId(reader.array()?)),
            item::FORK => self.fork = true,
            item::REPLACED => self.replaced = true,
            item::CARD => {
                self.card = Some(reader.rest());
                return Ok(());
            }
            item::TEXT_ID => self.text_id = Some(TextId(reader.array()?)),
            item::WRITTEN => self.written = Some(reader.u64()?),
            item::WITHOUT_RECEIPTS => return Ok(()),
            skippable if skippable & 0x80 != 0 => return Ok(()),
            unknown => return Err(SessionError::UnknownItem(unknown)),
        }
        Ok(reader.finish()?)
    }

    /// Leaves texts and cards (which prove themselves), and gives what else it asked for.
    pub(crate) fn reduce_to_texts(&mut self) -> Vec<Request> {
        let asked = [
            (self.close.take().is_some(), Request::Close),
            (std::mem::take(&mut self.fork), Request::Fork),
            (std::mem::take(&mut self.replaced), Request::Replaced),
            (self.acknowledged.take().is_some(), Request::Acknowledgement),
        ];
        if self.text.is_none() && self.card.is_none() {
            // What had no effect is not acknowledged.
            self.seq = 0;
        }
        asked.into_iter().filter(|(asked, _)| *asked).map(|(_, request)| request).collect()
    }

    fn check(&self) -> Result<(), SessionError> {
        if let Some(Part { index, total }) = self.part {
            if self.text.is_none() {
                return Err(SessionError::Payload("a part without a text"));
            }
            if !(2..=MAX_PARTS).contains(&total) || index >= total {
                return Err(SessionError::Payload("a part's number is out of range"));
            }
            if self.seq <= index {
                return Err(SessionError::Payload("a part's number is above its sequence number"));
            }
        }
        if self.written.is_some()
            && (self.text.is_none() || self.part.is_some_and(|part| part.index != 0))
        {
            return Err(SessionError::Payload("a time that is not at the beginning of a text"));
        }
        let wants_acknowledgement =
            self.text.is_some() || self.close.is_some() || self.fork || self.card.is_some();
        if wants_acknowledgement != (self.seq != 0) {
            return Err(SessionError::Payload("the sequence number does not fit the content"));
        }
        if self.close.is_some_and(|last| last != self.seq) {
            return Err(SessionError::Payload("a close that is not the last line"));
        }
        Ok(())
    }

    /// The bytes of the payload, without padding.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let Self {
            seq,
            text,
            part,
            acknowledged,
            close,
            installation,
            fork,
            replaced,
            card,
            text_id,
            written,
        } = self;
        // Room for all items but a card: a growing writer would copy the text.
        let text_len = text.map_or(0, |(_, bytes)| bytes.len());
        let mut writer = Writer::with_capacity(text_len.saturating_add(ITEMS_BESIDE_TEXT));
        writer.varint(*seq);
        if let Some(id) = installation {
            writer.item(item::INSTALLATION, &id.0);
        }
        if let Some(part) = part {
            let mut value = Writer::new();
            value.varint(part.index);
            value.varint(part.total);
            writer.item(item::PART, value.as_slice());
        }
        if let Some(TextId(id)) = text_id {
            writer.item(item::TEXT_ID, id);
        }
        if let Some(written) = written {
            writer.item(item::WRITTEN, &written.to_be_bytes());
        }
        if let Some((content, bytes)) = text {
            writer.u8(item::TEXT);
            writer.varint64(bytes.len() as u64 + 1);
            writer.u8(content.to_byte());
            writer.bytes(bytes);
        }
        if let Some(last) = close {
            let mut value = Writer::new();
            value.varint(*last);
            writer.item(item::CLOSE, value.as_slice());
        }
        if *fork {
            writer.item(item::FORK, &[]);
        }
        if *replaced {
            writer.item(item::REPLACED, &[]);
        }
        if let Some(card) = card {
            writer.item(item::CARD, card);
        }
        if let Some(said) = acknowledged {
            writer.item(item::ACKNOWLEDGEMENT, &said.to_bytes());
        }
        writer.into_vec()
    }
}

/// More than sequence number and items take in the common case, without text and card.
const ITEMS_BESIDE_TEXT: usize = 64;

/// Refuses a type that stands twice; `seen` is one bit a type.
fn once(seen: &mut [u128; 2], kind: u8) -> Result<(), SessionError> {
    let [low, high] = seen;
    let (half, bit) = if kind < 128 { (low, kind) } else { (high, kind - 128) };
    let mask = 1_u128 << bit;
    if *half & mask != 0 {
        return Err(SessionError::Payload("an item stands twice"));
    }
    *half |= mask;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::acks::Runs;

    fn full() -> Payload<'static> {
        Payload {
            seq: 700,
            text: Some((Content::Html, b"<b>hi</b>")),
            part: Some(Part { index: 0, total: 400 }),
            acknowledged: Some(Acknowledged { hash: [7; 8], runs: Runs::of(&[(1, 5), (9, 9)]) }),
            installation: Some(InstallationId([1, 2, 3, 4])),
            text_id: Some(TextId([9; 8])),
            written: Some(1_800_000_000),
            ..Payload::default()
        }
    }

    #[test]
    fn a_payload_survives_the_wire_with_and_without_padding() {
        let mut bytes = full().to_bytes();
        assert_eq!(Payload::parse(&bytes).unwrap(), full());
        bytes.extend([0; 33]);
        assert_eq!(Payload::parse(&bytes).unwrap(), full());
    }

    #[test]
    fn an_unknown_item_is_refused_unless_it_may_be_skipped() {
        assert_eq!(Payload::parse(&[0, 0x1f, 0]), Err(SessionError::UnknownItem(0x1f)));
        assert_eq!(Payload::parse(&[0, 0x9f, 1, 7]), Ok(Payload::default()));
    }

    #[test]
    fn an_item_that_stands_twice_is_refused() {
        let twice = [0, 0x05, 4, 1, 2, 3, 4, 0x05, 4, 1, 2, 3, 4];
        assert!(matches!(Payload::parse(&twice), Err(SessionError::Payload(_))));
        assert!(matches!(Payload::parse(&[0, 0x90, 0, 0x90, 0]), Err(SessionError::Payload(_))));
    }

    #[test]
    fn parts_out_of_range_are_refused() {
        for (seq, index, total) in [(9, 0, 1), (9, 2, 2), (9, 0, 513), (1, 1, 2), (9, 600, 512)] {
            let payload = Payload { seq, part: Some(Part { index, total }), ..full() };
            let parsed = Payload::parse(&payload.to_bytes()).map(|p| p.seq);
            assert!(matches!(parsed, Err(SessionError::Payload(_))), "{seq} {index} {total}");
        }
    }

    #[test]
    fn a_time_stands_at_the_beginning_of_a_text_and_nowhere_else() {
        let later = Payload { part: Some(Part { index: 1, total: 400 }), ..full() };
        let alone = Payload { seq: 0, text: None, part: None, ..full() };
        for payload in [later, alone] {
            let parsed = Payload::parse(&payload.to_bytes()).map(|p| p.seq);
            assert!(matches!(parsed, Err(SessionError::Payload(_))), "{payload:?}");
        }
        let whole = Payload { part: None, ..full() };
        assert_eq!(Payload::parse(&whole.to_bytes()).unwrap().written, Some(1_800_000_000));
        assert!(Payload::parse(&[0, 0x0a, 4, 0, 0, 0, 1]).is_err(), "a time has eight bytes");
    }

    #[test]
    fn an_acknowledgement_of_a_build_before_receipts_says_nothing_and_the_rest_is_read() {
        let payload = [7, 0x03, 2, 5, 1, 0x01, 3, 0, b'h', b'i'];
        let read = Payload::parse(&payload).unwrap();
        assert_eq!((read.text, read.acknowledged), (Some((Content::Plain, &b"hi"[..])), None));
        assert!(Payload::parse(&[0, 0x0b, 2, 5, 1]).is_err(), "a hash has eight bytes");
    }

    #[test]
    fn a_text_without_a_sequence_number_is_refused() {
        let payload = Payload { seq: 0, part: None, ..full() };
        assert!(matches!(Payload::parse(&payload.to_bytes()), Err(SessionError::Payload(_))));
    }

    #[test]
    fn every_cut_of_a_payload_is_an_error_or_a_shorter_list_of_whole_items() {
        let bytes = full().to_bytes();
        for end in 0..bytes.len() {
            if let Ok(shorter) = Payload::parse(&bytes[..end]) {
                assert_ne!(shorter, full());
            }
        }
    }
}
