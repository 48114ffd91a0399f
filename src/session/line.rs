//! The bytes of lines: messages, Inits and Offers (PROTOCOL.md sections 6 to 8).
//!
//! Parsing does no cryptography and allocates nothing; a fuzzer can be pointed at [`Line::parse`].

use super::ids::{Echo, InstallationId, Tag};
use crate::identity::CardId;
use crate::wire::codec::{Reader, Writer};
use crate::wire::{ObjectKind, WireError};

/// Length of a compressed point in bytes.
pub(crate) const POINT: usize = 33;
/// Length of the sealed identity of an Init: two points, two bytes of capabilities, the tag.
pub(crate) const SEALED_IDENTITY: usize = 84;
/// Length of the part of an Init before its message: header byte, card id, E, sealed identity.
pub(crate) const INIT_PREFIX: usize = 1 + 8 + POINT + SEALED_IDENTITY;
/// Length of a card in bytes.
pub(crate) const CARD: usize = 215;
/// Length of the GCM tag.
pub(crate) const GCM_TAG: usize = 16;
/// Bytes of a message that do not depend on its counters or payload, without header byte and tag.
pub(crate) const MESSAGE_FIXED: usize = POINT + 8 + 8 + GCM_TAG;
/// Header byte and tag of a message.
pub(crate) const MESSAGE_LEAD: usize = 1 + 4;

/// A line, told apart but not authenticated.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Line<'a> {
    /// A message of a session.
    Message {
        /// Routes to the session.
        tag: [u8; 4],
        /// The rest.
        message: Message<'a>,
    },
    /// The first lines of a session, from its initiator.
    Init(Init<'a>),
    /// A card, with a request to begin a session.
    Offer {
        /// The 215 bytes of the card, not yet parsed.
        card: &'a [u8],
        /// The installation whose card it is, as it says itself.
        installation: InstallationId,
        /// The line that made the sender ask.
        echo: Echo,
    },
    /// A card by itself.
    Card(&'a [u8]),
}

/// The part of a message after header byte and tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<'a> {
    pub(crate) ratchet_key: [u8; POINT],
    pub(crate) number: u32,
    pub(crate) previous: u32,
    pub(crate) salt: [u8; 8],
    pub(crate) mac: [u8; 8],
    /// Ciphertext and GCM tag.
    pub(crate) body: &'a [u8],
}

/// An Init, with the message it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Init<'a> {
    pub(crate) card_id: CardId,
    pub(crate) ephemeral: [u8; POINT],
    pub(crate) sealed_identity: &'a [u8],
    /// All of the bytes before the message: they begin the message's header.
    pub(crate) prefix: &'a [u8],
    pub(crate) message: Message<'a>,
}

impl<'a> Line<'a> {
    /// Tells what the decoded bytes of a line are.
    ///
    /// # Errors
    /// [`WireError`] when they are truncated, have trailing bytes, another suite or type.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(bytes);
        match ObjectKind::read(reader.u8()?)? {
            ObjectKind::Message => {
                Ok(Self::Message { tag: reader.array()?, message: Message::read(&mut reader)? })
            }
            ObjectKind::Init => {
                let card_id = CardId::from_bytes(reader.array()?);
                let ephemeral = reader.array()?;
                let sealed_identity = reader.take(SEALED_IDENTITY)?;
                let prefix = Reader::new(bytes).take(INIT_PREFIX)?;
                let message = Message::read(&mut reader)?;
                Ok(Self::Init(Init { card_id, ephemeral, sealed_identity, prefix, message }))
            }
            ObjectKind::Offer => {
                let card = reader.take(CARD)?;
                let installation = InstallationId(reader.array()?);
                let echo = Echo::from_bytes(&reader.array()?);
                reader.finish()?;
                Ok(Self::Offer { card, installation, echo })
            }
            ObjectKind::Card => Ok(Self::Card(bytes)),
            other => Err(WireError::UnknownType(other.header_byte())),
        }
    }
}

impl<'a> Message<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, WireError> {
        let message = Self {
            ratchet_key: reader.array()?,
            number: reader.varint()?,
            previous: reader.varint()?,
            salt: reader.array()?,
            mac: reader.array()?,
            body: reader.rest(),
        };
        // A payload has at least its sequence number.
        if message.body.len() <= GCM_TAG {
            return Err(WireError::Truncated { needed: GCM_TAG + 1, found: message.body.len() });
        }
        Ok(message)
    }

    /// The bytes that MAC and AEAD cover first: the Init's prefix (empty for a plain message),
    /// then header byte, tag, ratchet key and counters.
    pub(crate) fn header(&self, prefix: &[u8], tag: &Tag) -> Vec<u8> {
        header(prefix, tag, &self.ratchet_key, self.number, self.previous)
    }
}

/// The authenticated header of a message.
pub(crate) fn header(
    prefix: &[u8],
    tag: &Tag,
    ratchet_key: &[u8; POINT],
    number: u32,
    previous: u32,
) -> Vec<u8> {
    let mut writer = Writer::with_capacity(prefix.len() + MESSAGE_LEAD + POINT + 10);
    writer.bytes(prefix);
    writer.u8(ObjectKind::Message.header_byte());
    writer.bytes(tag);
    writer.bytes(ratchet_key);
    writer.varint(number);
    writer.varint(previous);
    writer.into_vec()
}

/// The line made of an authenticated header and what follows it: in an Init the header byte and
/// the tag of the message are left out, both sides derive them.
pub(crate) fn assemble(
    header: &[u8],
    prefix_len: usize,
    salt: &[u8; 8],
    mac: &[u8; 8],
    body: &[u8],
) -> Result<Vec<u8>, WireError> {
    let mut reader = Reader::new(header);
    let prefix = reader.take(prefix_len)?;
    let lead = if prefix.is_empty() { reader.take(MESSAGE_LEAD)? } else { prefix };
    if !prefix.is_empty() {
        reader.take(MESSAGE_LEAD)?;
    }
    Ok([lead, reader.rest(), salt, mac, body].concat())
}

/// An Offer: a card, whose it is, and an echo.
pub(crate) fn offer(card: &[u8], installation: InstallationId, echo: Echo) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.u8(ObjectKind::Offer.header_byte());
    writer.bytes(card);
    writer.bytes(&installation.0);
    writer.bytes(&echo.to_bytes());
    writer.into_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message_line() -> Vec<u8> {
        let header = header(&[], &[1, 2, 3, 4], &[2; POINT], 5, 300);
        assemble(&header, 0, &[7; 8], &[8; 8], &[9; 20]).unwrap()
    }

    #[test]
    fn a_message_line_has_the_fields_of_the_specification() {
        let bytes = message_line();
        assert_eq!(bytes.len(), 5 + 33 + 1 + 2 + 8 + 8 + 20);
        let Line::Message { tag, message } = Line::parse(&bytes).unwrap() else { panic!() };
        assert_eq!((tag, message.number, message.previous), ([1, 2, 3, 4], 5, 300));
        assert_eq!(message.header(&[], &tag), bytes[..41]);
    }

    #[test]
    fn an_init_leaves_out_header_byte_and_tag_of_its_message() {
        let mut prefix = vec![0x21];
        prefix.extend([3; INIT_PREFIX - 1]);
        let header = header(&prefix, &[1, 2, 3, 4], &[2; POINT], 0, 0);
        let bytes = assemble(&header, prefix.len(), &[7; 8], &[8; 8], &[9; 17]).unwrap();
        assert_eq!(bytes.len(), INIT_PREFIX + 33 + 2 + 16 + 17);
        let Line::Init(init) = Line::parse(&bytes).unwrap() else { panic!() };
        assert_eq!(init.prefix, prefix);
        assert_eq!(init.message.header(init.prefix, &[1, 2, 3, 4]), header);
    }

    #[test]
    fn every_prefix_of_a_message_is_truncated() {
        let bytes = message_line();
        for end in 0..bytes.len() - 3 {
            assert!(
                matches!(Line::parse(&bytes[..end]), Err(WireError::Truncated { .. })),
                "{end}"
            );
        }
    }

    #[test]
    fn another_suite_and_another_type_are_different_errors() {
        let mut bytes = message_line();
        bytes[0] = 0x12;
        assert!(matches!(Line::parse(&bytes), Err(WireError::UnknownSuite(_))));
        bytes[0] = 0xf1;
        assert!(matches!(Line::parse(&bytes), Err(WireError::UnknownType(_))));
    }

    #[test]
    fn an_offer_is_exactly_232_bytes() {
        let bytes = offer(&[1; CARD], InstallationId([3; 4]), Echo { tag: [1; 4], hash: [2; 8] });
        assert_eq!(bytes.len(), 232);
        assert_eq!(bytes[216..220], [3; 4]);
        let longer = [&bytes[..], &[0]].concat();
        assert!(matches!(Line::parse(&longer), Err(WireError::TrailingBytes { .. })));
        assert!(matches!(Line::parse(&bytes[..231]), Err(WireError::Truncated { .. })));
    }
}
