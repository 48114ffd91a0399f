//! Rows about texts and lines that are under way.

use super::encoding::{
    Record, blob, flag, option, read_address, read_blob, read_content, read_fingerprint, read_flag,
    read_option, read_text, text, write_address,
};
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::tells::error::MessengerError;
use crate::session::{Content, TextId};
use crate::wire::codec::{Reader, Writer};

/// Table `Text`, grouped by account: a text of the user that is not known to be delivered. Key: its
/// number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::messenger) struct TextRecord {
    pub(in crate::messenger) number: u64,
    pub(in crate::messenger) address: AddressKey,
    /// Whom it is for, if that was known when it was typed, or when it was sent: it goes to nobody
    /// else.
    pub(in crate::messenger) who: Option<Fingerprint>,
    pub(in crate::messenger) content: Content,
    pub(in crate::messenger) bytes: Vec<u8>,
    pub(in crate::messenger) id: Option<TextId>,
    pub(in crate::messenger) phase: Phase,
    /// Milliseconds since 1970.
    pub(in crate::messenger) typed: u64,
    /// How often it was sent.
    pub(in crate::messenger) attempts: u32,
}

/// How far a text of the user is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::messenger) enum Phase {
    /// It waits until the conversation is private.
    Held,
    /// It waits for the user, because it is long.
    Asking,
    /// Encrypted; its lines are queued or have been given to the host.
    Sent,
    /// Given up until the user decides.
    Lost,
}

/// Table `Line`, grouped by account: a line to send. Key: its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::messenger) struct LineRecord {
    pub(in crate::messenger) id: u64,
    /// Smaller ones go first.
    pub(in crate::messenger) class: u8,
    pub(in crate::messenger) address: AddressKey,
    /// The text it is part of.
    pub(in crate::messenger) text: Option<u64>,
    pub(in crate::messenger) line: String,
}

/// Table `Shown`, grouped by account: a text of a peer that the host has not confirmed. Key:
/// fingerprint and text id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::messenger) struct ShownRecord {
    /// Grows from text to text: their order.
    pub(in crate::messenger) number: u64,
    pub(in crate::messenger) who: Fingerprint,
    pub(in crate::messenger) id: TextId,
    pub(in crate::messenger) address: AddressKey,
    pub(in crate::messenger) content: Content,
    pub(in crate::messenger) bytes: Vec<u8>,
    pub(in crate::messenger) unconfirmed: bool,
    pub(in crate::messenger) overtaken: bool,
    pub(in crate::messenger) history: bool,
    /// Milliseconds since 1970.
    pub(in crate::messenger) arrived: u64,
}

impl ShownRecord {
    pub(in crate::messenger) fn key(who: &Fingerprint, id: TextId) -> Vec<u8> {
        [who.as_bytes().as_slice(), id.as_bytes()].concat()
    }
}

impl Record for TextRecord {
    fn write(&self, writer: &mut Writer) {
        let Self { number, address, who, content, bytes, id, phase, typed, attempts } = self;
        writer.u64(*number);
        write_address(writer, address);
        option(writer, who.as_ref());
        writer.u8(content.to_byte());
        blob(writer, bytes);
        flag(writer, id.is_some());
        if let Some(id) = id {
            writer.bytes(id.as_bytes());
        }
        writer.u8(match phase {
            Phase::Held => 0,
            Phase::Asking => 1,
            Phase::Sent => 2,
            Phase::Lost => 3,
        });
        writer.u64(*typed);
        writer.u32(*attempts);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        Ok(Self {
            number: reader.u64()?,
            address: read_address(reader)?,
            who: read_option(reader)?,
            content: read_content(reader)?,
            bytes: read_blob(reader)?,
            id: match read_flag(reader)? {
                true => Some(TextId::from_bytes(reader.array()?)),
                false => None,
            },
            phase: match reader.u8()? {
                0 => Phase::Held,
                1 => Phase::Asking,
                2 => Phase::Sent,
                3 => Phase::Lost,
                _ => return Err(MessengerError::Record("the phase of a text")),
            },
            typed: reader.u64()?,
            attempts: reader.u32()?,
        })
    }
}

impl Record for LineRecord {
    fn write(&self, writer: &mut Writer) {
        let Self { id, class, address, text: number, line } = self;
        writer.u64(*id);
        writer.u8(*class);
        write_address(writer, address);
        flag(writer, number.is_some());
        writer.u64(number.unwrap_or(0));
        text(writer, line);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        let (id, class, address) = (reader.u64()?, reader.u8()?, read_address(reader)?);
        let (has_text, number) = (read_flag(reader)?, reader.u64()?);
        let text = has_text.then_some(number);
        Ok(Self { id, class, address, text, line: read_text(reader)? })
    }
}

impl Record for ShownRecord {
    fn write(&self, writer: &mut Writer) {
        let Self {
            number,
            who,
            id,
            address,
            content,
            bytes,
            unconfirmed,
            overtaken,
            history,
            arrived,
        } = self;
        writer.u64(*number);
        writer.bytes(who.as_bytes());
        writer.bytes(id.as_bytes());
        write_address(writer, address);
        writer.u8(content.to_byte());
        blob(writer, bytes);
        flag(writer, *unconfirmed);
        flag(writer, *overtaken);
        flag(writer, *history);
        writer.u64(*arrived);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        Ok(Self {
            number: reader.u64()?,
            who: read_fingerprint(reader)?,
            id: TextId::from_bytes(reader.array()?),
            address: read_address(reader)?,
            content: read_content(reader)?,
            bytes: read_blob(reader)?,
            unconfirmed: read_flag(reader)?,
            overtaken: read_flag(reader)?,
            history: read_flag(reader)?,
            arrived: reader.u64()?,
        })
    }
}
