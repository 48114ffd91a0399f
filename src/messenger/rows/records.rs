//! What stands in the vault's rows, and how it is written. Format 1 of each.
//!
//! Each value names itself: rows are found by blinded keys, which do not tell what they were.

pub(in crate::messenger) use super::encoding::Record;
pub(in crate::messenger) use super::text_records::{LineRecord, Phase, ShownRecord, TextRecord};

use super::encoding::{
    blob, count, flag, option, read_address, read_blob, read_fingerprint, read_flag, read_list,
    read_option, read_text, text, write_address,
};
use crate::guard::AddressKey;
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

/// Table `Contact`, shared by all accounts: how well an identity is known. Key: its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::messenger) struct ContactRecord {
    pub(in crate::messenger) fingerprint: Fingerprint,
    pub(in crate::messenger) verified: bool,
    pub(in crate::messenger) blocked: bool,
    /// Seconds since 1970.
    pub(in crate::messenger) first_seen: u64,
}

/// Table `Address`, grouped by account: who is at an address, and where the conversation stands.
/// Key: the normalised address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::messenger) struct AddressRecord {
    /// As the host wrote it last.
    pub(in crate::messenger) name: String,
    pub(in crate::messenger) who: Option<Fingerprint>,
    /// The host says so, the user has typed to it, or has accepted it.
    pub(in crate::messenger) known: bool,
    pub(in crate::messenger) state: State,
    /// When the state began. Milliseconds since 1970.
    pub(in crate::messenger) since: u64,
    /// Who has appeared instead of `who`.
    pub(in crate::messenger) challenger: Option<Fingerprint>,
    /// Further identities of the same person, accepted by the user.
    pub(in crate::messenger) others: Vec<Fingerprint>,
    /// Identities that the user does not want here: nothing is asked about them again.
    pub(in crate::messenger) declined: Vec<Fingerprint>,
    /// 0: that of the account; otherwise a mode.
    pub(in crate::messenger) mode: u8,
    /// The first text to it in clear has asked whether there is a plugin.
    pub(in crate::messenger) asked: bool,
}

impl AddressRecord {
    pub(in crate::messenger) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            who: None,
            known: false,
            state: State::Plain,
            since: 0,
            challenger: None,
            others: Vec::new(),
            declined: Vec::new(),
            mode: 0,
            asked: false,
        }
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
        let Self { name, who, known, state, since, challenger, others, declined, mode, asked } =
            self;
        text(writer, name);
        option(writer, who.as_ref());
        flag(writer, *known);
        writer.u8(state_code(*state));
        writer.u64(*since);
        option(writer, challenger.as_ref());
        for list in [others, declined] {
            count(writer, list.len());
            list.iter().for_each(|who| writer.bytes(who.as_bytes()));
        }
        writer.u8(*mode);
        flag(writer, *asked);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, MessengerError> {
        Ok(Self {
            name: read_text(reader)?,
            who: read_option(reader)?,
            known: read_flag(reader)?,
            state: read_state(reader)?,
            since: reader.u64()?,
            challenger: read_option(reader)?,
            others: read_list(reader, read_fingerprint)?,
            declined: read_list(reader, read_fingerprint)?,
            mode: reader.u8()?,
            asked: read_flag(reader)?,
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
