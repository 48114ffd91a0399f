//! What stands in the vault's rows, and how it is written. Format 1 of each.
//!
//! Each value names itself: rows are found by blinded keys, which do not tell what they were.

use super::error::MessengerError;
use super::event::State;
use crate::identity::Fingerprint;
use crate::session::{Content, TextId};
use crate::wire::codec::{Reader, Writer};

/// The format of every record.
const FORMAT: u8 = 1;

/// A record as bytes.
pub(super) trait Record: Sized {
    fn write(&self, writer: &mut Writer);
    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError>;

    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u8(FORMAT);
        self.write(&mut writer);
        writer.into_vec()
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, MessengerError> {
        let mut reader = Reader::new(bytes);
        if reader.u8()? != FORMAT {
            return Err(MessengerError::Record("its format"));
        }
        let record = Self::read(&mut reader)?;
        reader.finish()?;
        Ok(record)
    }
}

/// Table `Account`: an account and the host's settings for it. Key: its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AccountRecord {
    pub(super) name: String,
    pub(super) profile: String,
    pub(super) settings: Vec<(u8, i64)>,
}

/// Table `Contact`, shared by all accounts: how well an identity is known. Key: its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ContactRecord {
    pub(super) fingerprint: Fingerprint,
    pub(super) verified: bool,
    pub(super) blocked: bool,
    /// Seconds since 1970.
    pub(super) first_seen: u64,
}

/// Table `Address`, grouped by account: who is at an address, and where the conversation stands.
/// Key: the normalised address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AddressRecord {
    /// As the host wrote it last.
    pub(super) name: String,
    pub(super) who: Option<Fingerprint>,
    /// The host says so, the user has typed to it, or has accepted it.
    pub(super) known: bool,
    pub(super) state: State,
    /// When the state began. Milliseconds since 1970.
    pub(super) since: u64,
    /// Who has appeared instead of `who`.
    pub(super) challenger: Option<Fingerprint>,
}

/// Table `Peer`, grouped by account: the sessions with one identity. Key: its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PeerRecord {
    /// The run that wrote it: a state that another run wrote may be an older one.
    pub(super) run: [u8; 8],
    /// Where lines to it go: the normalised address it was heard from last.
    pub(super) address: String,
    pub(super) tags: Vec<[u8; 4]>,
    /// Tags of sessions that are gone: a history that is played again may still name them.
    pub(super) retired: Vec<[u8; 4]>,
    pub(super) content: Vec<u8>,
}

/// Table `Tag`, grouped by account: whose lines have this tag. Key: the tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TagRecord {
    pub(super) owners: Vec<Fingerprint>,
}

/// Table `Text`, grouped by account: a text of the user that is not known to be delivered. Key: its
/// number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextRecord {
    pub(super) number: u64,
    pub(super) address: String,
    /// Whom it is for, if that was known when it was typed, or when it was sent: it goes to nobody
    /// else.
    pub(super) who: Option<Fingerprint>,
    pub(super) content: Content,
    pub(super) bytes: Vec<u8>,
    pub(super) id: Option<TextId>,
    pub(super) phase: Phase,
    /// Milliseconds since 1970.
    pub(super) typed: u64,
    /// How often it was sent.
    pub(super) attempts: u32,
}

/// How far a text of the user is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
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
pub(super) struct LineRecord {
    pub(super) id: u64,
    /// Smaller ones go first.
    pub(super) class: u8,
    pub(super) address: String,
    /// The text it is part of.
    pub(super) text: Option<u64>,
    pub(super) line: String,
}

/// Table `Shown`, grouped by account: a text of a peer that the host has not confirmed. Key:
/// fingerprint and text id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ShownRecord {
    /// Grows from text to text: their order.
    pub(super) number: u64,
    pub(super) who: Fingerprint,
    pub(super) id: TextId,
    pub(super) address: String,
    pub(super) content: Content,
    pub(super) bytes: Vec<u8>,
    pub(super) unconfirmed: bool,
    pub(super) history: bool,
    /// Milliseconds since 1970.
    pub(super) arrived: u64,
}

impl ShownRecord {
    pub(super) fn key(who: &Fingerprint, id: TextId) -> Vec<u8> {
        [who.as_bytes().as_slice(), id.as_bytes()].concat()
    }
}

impl Record for AccountRecord {
    fn write(&self, writer: &mut Writer) {
        let Self { name, profile, settings } = self;
        text(writer, name);
        text(writer, profile);
        count(writer, settings.len());
        for (setting, value) in settings {
            writer.u8(*setting);
            writer.u64(value.cast_unsigned());
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        let (name, profile) = (read_text(reader)?, read_text(reader)?);
        let settings = read_list(reader, |reader| Ok((reader.u8()?, reader.u64()?.cast_signed())))?;
        Ok(Self { name, profile, settings })
    }
}

impl Record for ContactRecord {
    fn write(&self, writer: &mut Writer) {
        let Self { fingerprint, verified, blocked, first_seen } = self;
        writer.bytes(fingerprint.as_bytes());
        flag(writer, *verified);
        flag(writer, *blocked);
        writer.u64(*first_seen);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        Ok(Self {
            fingerprint: read_fingerprint(reader)?,
            verified: read_flag(reader)?,
            blocked: read_flag(reader)?,
            first_seen: reader.u64()?,
        })
    }
}

impl Record for AddressRecord {
    fn write(&self, writer: &mut Writer) {
        let Self { name, who, known, state, since, challenger } = self;
        text(writer, name);
        option(writer, who.as_ref());
        flag(writer, *known);
        writer.u8(state_code(*state));
        writer.u64(*since);
        option(writer, challenger.as_ref());
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        Ok(Self {
            name: read_text(reader)?,
            who: read_option(reader)?,
            known: read_flag(reader)?,
            state: read_state(reader)?,
            since: reader.u64()?,
            challenger: read_option(reader)?,
        })
    }
}

impl Record for PeerRecord {
    fn write(&self, writer: &mut Writer) {
        let Self { run, address, tags, retired, content } = self;
        writer.bytes(run);
        text(writer, address);
        for list in [tags, retired] {
            count(writer, list.len());
            list.iter().for_each(|tag| writer.bytes(tag));
        }
        blob(writer, content);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        Ok(Self {
            run: reader.array()?,
            address: read_text(reader)?,
            tags: read_list(reader, |reader| Ok(reader.array()?))?,
            retired: read_list(reader, |reader| Ok(reader.array()?))?,
            content: read_blob(reader)?,
        })
    }
}

impl Record for TagRecord {
    fn write(&self, writer: &mut Writer) {
        let Self { owners } = self;
        count(writer, owners.len());
        owners.iter().for_each(|owner| writer.bytes(owner.as_bytes()));
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        Ok(Self { owners: read_list(reader, read_fingerprint)? })
    }
}

impl Record for TextRecord {
    fn write(&self, writer: &mut Writer) {
        let Self { number, address, who, content, bytes, id, phase, typed, attempts } = self;
        writer.u64(*number);
        text(writer, address);
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
            address: read_text(reader)?,
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
        text(writer, address);
        flag(writer, number.is_some());
        writer.u64(number.unwrap_or(0));
        text(writer, line);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        let (id, class, address) = (reader.u64()?, reader.u8()?, read_text(reader)?);
        let (has_text, number) = (read_flag(reader)?, reader.u64()?);
        let text = has_text.then_some(number);
        Ok(Self { id, class, address, text, line: read_text(reader)? })
    }
}

impl Record for ShownRecord {
    fn write(&self, writer: &mut Writer) {
        let Self { number, who, id, address, content, bytes, unconfirmed, history, arrived } = self;
        writer.u64(*number);
        writer.bytes(who.as_bytes());
        writer.bytes(id.as_bytes());
        text(writer, address);
        writer.u8(content.to_byte());
        blob(writer, bytes);
        flag(writer, *unconfirmed);
        flag(writer, *history);
        writer.u64(*arrived);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        Ok(Self {
            number: reader.u64()?,
            who: read_fingerprint(reader)?,
            id: TextId::from_bytes(reader.array()?),
            address: read_text(reader)?,
            content: read_content(reader)?,
            bytes: read_blob(reader)?,
            unconfirmed: read_flag(reader)?,
            history: read_flag(reader)?,
            arrived: reader.u64()?,
        })
    }
}

fn state_code(state: State) -> u8 {
    match state {
        State::Plain => 0,
        State::Asked => 1,
        State::Invited => 2,
        State::Starting => 3,
        State::Private => 4,
        State::Restoring => 5,
        State::Ended => 6,
        State::Alarm => 7,
        State::Blocked => 8,
    }
}

fn read_state(reader: &mut Reader<'_>) -> Result<State, MessengerError> {
    Ok(match reader.u8()? {
        0 => State::Plain,
        1 => State::Asked,
        2 => State::Invited,
        3 => State::Starting,
        4 => State::Private,
        5 => State::Restoring,
        6 => State::Ended,
        7 => State::Alarm,
        8 => State::Blocked,
        _ => return Err(MessengerError::Record("the state of a conversation")),
    })
}

fn count(writer: &mut Writer, count: usize) {
    writer.varint(u32::try_from(count).unwrap_or(u32::MAX));
}

fn blob(writer: &mut Writer, bytes: &[u8]) {
    count(writer, bytes.len());
    writer.bytes(bytes);
}

fn read_blob(reader: &mut Reader<'_>) -> Result<Vec<u8>, MessengerError> {
    let length = reader.varint()?;
    Ok(reader.take(usize::try_from(length).unwrap_or(usize::MAX))?.to_vec())
}

fn text(writer: &mut Writer, text: &str) {
    blob(writer, text.as_bytes());
}

fn read_text(reader: &mut Reader<'_>) -> Result<String, MessengerError> {
    String::from_utf8(read_blob(reader)?).map_err(|_| MessengerError::Record("a text"))
}

fn flag(writer: &mut Writer, flag: bool) {
    writer.u8(u8::from(flag));
}

fn read_flag(reader: &mut Reader<'_>) -> Result<bool, MessengerError> {
    Ok(reader.u8()? != 0)
}

fn option(writer: &mut Writer, fingerprint: Option<&Fingerprint>) {
    flag(writer, fingerprint.is_some());
    if let Some(fingerprint) = fingerprint {
        writer.bytes(fingerprint.as_bytes());
    }
}

fn read_option(reader: &mut Reader<'_>) -> Result<Option<Fingerprint>, MessengerError> {
    read_flag(reader)?.then(|| read_fingerprint(reader)).transpose()
}

fn read_fingerprint(reader: &mut Reader<'_>) -> Result<Fingerprint, MessengerError> {
    Ok(Fingerprint::from_bytes(reader.array()?))
}

fn read_content(reader: &mut Reader<'_>) -> Result<Content, MessengerError> {
    Content::from_byte(reader.u8()?).ok_or(MessengerError::Record("a content type"))
}

/// Reads as many entries as there are said to be; each takes at least a byte, so a wrong number
/// ends at the end of the record.
fn read_list<T>(
    reader: &mut Reader<'_>,
    read: impl Fn(&mut Reader<'_>) -> Result<T, MessengerError>,
) -> Result<Vec<T>, MessengerError> {
    (0..reader.varint()?).map(|_| read(reader)).collect()
}
