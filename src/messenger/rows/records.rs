//! What stands in the vault's rows, and how it is written. Format 1 of each.
//!
//! Each value names itself: rows are found by blinded keys, which do not tell what they were.

pub(in crate::messenger) use super::encoding::Record;
pub(in crate::messenger) use super::text_records::{LineRecord, Phase, ShownRecord, TextRecord};

use super::encoding::{
    blob, count, flag, option, read_address, read_blob, read_fingerprint, read_flag, read_list,
    read_option, read_text, text, write_address,
};
use super::standing::{read_standing, write_standing};
use crate::guard::{AddressKey, Name, Person};
use crate::identity::Fingerprint;
use crate::messenger::network::setting::Setting;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::vault::{Table, Transaction};
use crate::wire::codec::{Reader, Writer};

/// Table `Account`: an account and the host's settings for it. Key: its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::messenger) struct AccountRecord {
    pub(in crate::messenger) name: String,
    pub(in crate::messenger) profile: String,
    pub(in crate::messenger) settings: Vec<(u8, i64)>,
}

impl AccountRecord {
    /// What is kept of an account; of one that is new, its name.
    pub(in crate::messenger) fn load(
        tx: &mut Transaction<'_>,
        name: &str,
    ) -> Result<Self, MessengerError> {
        match tx.get(Table::Account, &[], name.as_bytes())? {
            Some(bytes) => Self::from_bytes(&bytes),
            None => {
                Ok(Self { name: name.to_owned(), profile: String::new(), settings: Vec::new() })
            }
        }
    }

    pub(in crate::messenger) fn set(&mut self, setting: Setting, value: i64) {
        self.settings.retain(|(code, _)| *code != setting as u8);
        self.settings.push((setting as u8, value));
    }
}

/// Table `Contact`, shared by all accounts: what is known of an identity. Key: its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::messenger) struct ContactRecord {
    pub(in crate::messenger) fingerprint: Fingerprint,
    pub(in crate::messenger) blocked: bool,
    /// The user has accepted another key as this person's new one.
    pub(in crate::messenger) replaced: bool,
    /// Seconds since 1970.
    pub(in crate::messenger) first_seen: u64,
    /// How well each identity of the user knows it.
    pub(in crate::messenger) known_to: Vec<Acquaintance>,
}

/// How well an identity is known to one identity of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::messenger) struct Acquaintance {
    pub(in crate::messenger) own: Fingerprint,
    pub(in crate::messenger) verified: bool,
    pub(in crate::messenger) accepted: bool,
}

impl ContactRecord {
    /// An identity that appears for the first time.
    pub(in crate::messenger) fn new(fingerprint: Fingerprint, first_seen: u64) -> Self {
        Self { fingerprint, blocked: false, replaced: false, first_seen, known_to: Vec::new() }
    }

    /// What is known of it, as one identity of the user sees it.
    pub(in crate::messenger) fn person(&self, own: &Fingerprint) -> Person {
        let known = self.known_to.iter().find(|known| known.own == *own);
        Person {
            blocked: self.blocked,
            replaced: self.replaced,
            verified: known.is_some_and(|known| known.verified) && !self.replaced,
            accepted: known.is_some_and(|known| known.accepted) && !self.replaced,
        }
    }

    /// Changes what is known of it, as one identity of the user sees it. A key that was replaced is
    /// verified and accepted by none of them.
    pub(in crate::messenger) fn set_person(&mut self, own: &Fingerprint, person: Person) {
        let Person { blocked, replaced, verified, accepted } = person;
        (self.blocked, self.replaced) = (blocked, replaced);
        match replaced {
            true => self.known_to.clear(),
            false => self.known_to.retain(|known| known.own != *own),
        }
        if verified || accepted {
            self.known_to.push(Acquaintance { own: *own, verified, accepted });
        }
    }

    /// Whether nothing is known of it that would be missed.
    pub(in crate::messenger) fn is_forgettable(&self) -> bool {
        !self.blocked && !self.replaced && self.known_to.is_empty()
    }
}

/// Table `Address`, grouped by account: who is at an address, and where the conversation stands.
/// Key: the normalised address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::messenger) struct AddressRecord {
    /// The address as it was normalised when the row was written.
    pub(in crate::messenger) at: AddressKey,
    pub(in crate::messenger) conversation: Conversation,
    /// What the guard remembers.
    pub(in crate::messenger) standing: Name,
}

/// Where the conversation at an address stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::messenger) struct Conversation {
    /// As the host wrote it last.
    pub(in crate::messenger) name: String,
    /// Other ways in which the host wrote it before.
    pub(in crate::messenger) spellings: Vec<String>,
    /// The one of the owners whom texts go to.
    pub(in crate::messenger) current: Option<Fingerprint>,
    pub(in crate::messenger) state: State,
    /// When the state began. Milliseconds since 1970.
    pub(in crate::messenger) since: u64,
    /// The first text to it in clear has asked whether there is a plugin.
    pub(in crate::messenger) asked: bool,
}

/// The most spellings of an address that are remembered besides the last.
const MAX_SPELLINGS: usize = 8;

impl Conversation {
    pub(in crate::messenger) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            spellings: Vec::new(),
            current: None,
            state: State::Plain,
            since: 0,
            asked: false,
        }
    }

    /// The host writes the address like this now.
    pub(in crate::messenger) fn spell(&mut self, name: &str) {
        if self.name == name {
            return;
        }
        self.spellings.retain(|before| before != name);
        self.spellings.push(std::mem::replace(&mut self.name, name.to_owned()));
        self.forget_spellings();
    }

    /// Whether the host has written the address like this before.
    pub(in crate::messenger) fn is_spelled(&self, name: &str) -> bool {
        self.name == name || self.spellings.iter().any(|spelling| spelling == name)
    }

    /// The host writes the address like this too.
    pub(in crate::messenger) fn also(&mut self, name: &str) {
        if !self.is_spelled(name) {
            self.spellings.push(name.to_owned());
            self.forget_spellings();
        }
    }

    /// The spellings of another conversation are ways to write this one too.
    pub(in crate::messenger) fn also_spelled(&mut self, other: &Self) {
        for spelling in other.spellings.iter().chain([&other.name]) {
            if !self.is_spelled(spelling) {
                self.spellings.push(spelling.clone());
            }
        }
        self.forget_spellings();
    }

    fn forget_spellings(&mut self) {
        let excess = self.spellings.len().saturating_sub(MAX_SPELLINGS);
        self.spellings.drain(..excess);
    }
}

/// Table `Peer`, grouped by account: the sessions with one identity. Key: its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::messenger) struct PeerRecord {
    /// The run that wrote it: a state that another run wrote may be an older one.
    pub(in crate::messenger) run: [u8; 8],
    /// Where lines to it go: the normalised address it was heard from last.
    pub(in crate::messenger) address: AddressKey,
    pub(in crate::messenger) tags: Vec<[u8; 4]>,
    /// Tags of sessions that are gone: a history that is played again may still name them.
    pub(in crate::messenger) retired: Vec<[u8; 4]>,
    pub(in crate::messenger) content: Vec<u8>,
}

/// Table `Tag`, grouped by account: whose lines have this tag. Key: the tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::messenger) struct TagRecord {
    pub(in crate::messenger) owners: Vec<Fingerprint>,
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
        let Self { fingerprint, blocked, replaced, first_seen, known_to } = self;
        writer.bytes(fingerprint.as_bytes());
        flag(writer, *blocked);
        flag(writer, *replaced);
        writer.u64(*first_seen);
        count(writer, known_to.len());
        for Acquaintance { own, verified, accepted } in known_to {
            writer.bytes(own.as_bytes());
            flag(writer, *verified);
            flag(writer, *accepted);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        Ok(Self {
            fingerprint: read_fingerprint(reader)?,
            blocked: read_flag(reader)?,
            replaced: read_flag(reader)?,
            first_seen: reader.u64()?,
            known_to: read_list(reader, |reader| {
                let own = read_fingerprint(reader)?;
                let (verified, accepted) = (read_flag(reader)?, read_flag(reader)?);
                Ok(Acquaintance { own, verified, accepted })
            })?,
        })
    }
}

impl Record for AddressRecord {
    fn write(&self, writer: &mut Writer) {
        let Self { at, conversation, standing } = self;
        let Conversation { name, spellings, current, state, since, asked } = conversation;
        write_address(writer, at);
        text(writer, name);
        count(writer, spellings.len());
        spellings.iter().for_each(|spelling| text(writer, spelling));
        option(writer, current.as_ref());
        writer.u8(state_code(*state));
        writer.u64(*since);
        flag(writer, *asked);
        write_standing(writer, standing);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        Ok(Self {
            at: read_address(reader)?,
            conversation: Conversation {
                name: read_text(reader)?,
                spellings: read_list(reader, read_text)?,
                current: read_option(reader)?,
                state: read_state(reader)?,
                since: reader.u64()?,
                asked: read_flag(reader)?,
            },
            standing: read_standing(reader)?,
        })
    }
}

impl Record for PeerRecord {
    fn write(&self, writer: &mut Writer) {
        let Self { run, address, tags, retired, content } = self;
        writer.bytes(run);
        write_address(writer, address);
        for list in [tags, retired] {
            count(writer, list.len());
            list.iter().for_each(|tag| writer.bytes(tag));
        }
        blob(writer, content);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        Ok(Self {
            run: reader.array()?,
            address: read_address(reader)?,
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

fn state_code(state: State) -> u8 {
    match state {
        // That nothing goes in clear is a matter of the mode.
        State::Plain | State::Required => 0,
        State::Asked => 1,
        State::Invited => 2,
        State::Starting => 3,
        State::Private => 4,
        State::Restoring => 5,
        State::Ended => 6,
        // A block lies over the state.
        State::Alarm | State::Blocked => 7,
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
        _ => return Err(MessengerError::Record("the state of a conversation")),
    })
}
