//! The row of an address: who is there, and where the conversation stands.

use super::form;
use super::record::Record;
use super::unknown::Unknown;
use crate::guard::{AddressKey, Door, Mode, Name, NameParts};
use crate::identity::Fingerprint;
use crate::messenger::tells::event::State;
use serde::{Deserialize, Serialize};

/// Table `Address`, grouped by account: who is at an address, and where the conversation stands.
/// Key: the normalised address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Row", into = "Row")]
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
    /// Whoever is there was asked once whether they have the library.
    pub(in crate::messenger) asked: bool,
    /// The host has said that the user has it on a list of contacts, and has not taken it back.
    pub(in crate::messenger) listed: bool,
    /// What a later build remembers of the address.
    pub(in crate::messenger) unknown: Unknown,
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
            listed: false,
            unknown: Unknown::default(),
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

impl Record for AddressRecord {
    const NAME: &'static str = "an address";
}

/// The fields of the row.
#[derive(Serialize, Deserialize)]
struct Row {
    #[serde(with = "form")]
    address: AddressKey,
    name: String,
    spellings: Vec<String>,
    #[serde(with = "form")]
    current: Option<Fingerprint>,
    #[serde(with = "form")]
    state: State,
    since: u64,
    asked: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    listed: bool,
    #[serde(with = "form")]
    door: Door,
    #[serde(with = "form")]
    mode: Option<Mode>,
    blocked: bool,
    contact: bool,
    touched: bool,
    window: bool,
    #[serde(with = "form::list")]
    owners: Vec<Fingerprint>,
    #[serde(with = "form::list")]
    left: Vec<Fingerprint>,
    #[serde(with = "form::list")]
    guests: Vec<Fingerprint>,
    #[serde(with = "form::list")]
    declined: Vec<Fingerprint>,
    #[serde(flatten)]
    unknown: Unknown,
}

impl From<AddressRecord> for Row {
    fn from(record: AddressRecord) -> Self {
        let AddressRecord { at, conversation, standing } = record;
        let Conversation { name, spellings, current, state, since, asked, listed, unknown } =
            conversation;
        let people = [standing.owners(), standing.left(), standing.guests(), standing.declined()];
        let [owners, left, guests, declined] = people.map(|who| who.iter().copied().collect());
        Self {
            address: at,
            name,
            spellings,
            current,
            state,
            since,
            asked,
            listed,
            door: standing.door(),
            mode: standing.mode(),
            blocked: standing.is_blocked(),
            contact: standing.is_contact(),
            touched: standing.is_touched(),
            window: standing.is_window(),
            owners,
            left,
            guests,
            declined,
            unknown,
        }
    }
}

impl TryFrom<Row> for AddressRecord {
    type Error = &'static str;

    /// What the guard would never have made is refused: nothing may leave by mistake.
    fn try_from(row: Row) -> Result<Self, &'static str> {
        let Row { address, name, spellings, current, state, since, asked, listed, .. } = row;
        let Row { door, mode, blocked, contact, touched, window, .. } = row;
        let Row { owners, left, guests, declined, unknown, .. } = row;
        let parts = NameParts {
            door,
            mode,
            blocked,
            owners,
            left,
            guests,
            declined,
            contact,
            touched,
            window,
        };
        let standing = Name::from_parts(parts).ok_or("who is at an address")?;
        let conversation =
            Conversation { name, spellings, current, state, since, asked, listed, unknown };
        Ok(Self { at: address, conversation, standing })
    }
}
