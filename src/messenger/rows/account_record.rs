//! The row of an account.

use super::form::{self, AsWord};
use super::record::Record;
use super::unknown::{Unknown, Value};
use crate::guard::{CaseMapping, Folded, Mode};
use crate::messenger::network::setting::Setting;
use crate::messenger::tells::error::MessengerError;
use crate::vault::{Table, Transaction};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Table `Account`: an account and the host's settings for it. Key: its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::messenger) struct AccountRecord {
    pub(in crate::messenger) name: String,
    /// Empty if it was never attached.
    pub(in crate::messenger) profile: String,
    /// In the order in which they were set.
    settings: Vec<Stored>,
    /// Names that have no row any more, and are shut.
    #[serde(default, skip_serializing_if = "Folded::is_empty", with = "form")]
    folded: Folded,
    #[serde(flatten)]
    unknown: Unknown,
}

impl AccountRecord {
    /// What is kept of an account; of one that is new, its name.
    pub(in crate::messenger) fn load(
        tx: &mut Transaction<'_>,
        name: &str,
    ) -> Result<Self, MessengerError> {
        match tx.get(Table::Account, &[], name.as_bytes())? {
            Some(bytes) => Self::from_bytes(&bytes),
            None => Ok(Self {
                name: name.to_owned(),
                profile: String::new(),
                settings: Vec::new(),
                folded: Folded::default(),
                unknown: Unknown::default(),
            }),
        }
    }

    /// The names that have no row any more, and are shut.
    pub(in crate::messenger) fn folded(&self) -> &Folded {
        &self.folded
    }

    pub(in crate::messenger) fn set_folded(&mut self, folded: Folded) {
        self.folded = folded;
    }

    /// What another account could not let out under some name, this one cannot either.
    pub(in crate::messenger) fn inherit_folded(&mut self, other: &Self) {
        let mut folded = other.folded.clone();
        if other.profile != self.profile && !self.profile.is_empty() {
            folded.compare_otherwise();
        }
        self.folded.join(&folded);
    }

    /// The account has another profile than when names were folded.
    pub(in crate::messenger) fn compare_folded_otherwise(&mut self) {
        self.folded.compare_otherwise();
    }

    /// The settings that this build knows, in the order in which they were set.
    pub(in crate::messenger) fn settings(&self) -> impl Iterator<Item = (Setting, i64)> + '_ {
        self.settings.iter().filter_map(|stored| match stored {
            Stored::Known(setting, value) => Some((*setting, *value)),
            Stored::Unknown(..) => None,
        })
    }

    pub(in crate::messenger) fn set(&mut self, setting: Setting, value: i64) {
        let is_it =
            |stored: &Stored| matches!(stored, Stored::Known(known, _) if *known == setting);
        self.settings.retain(|stored| !is_it(stored));
        self.settings.push(Stored::Known(setting, value));
    }
}

impl Record for AccountRecord {
    const NAME: &'static str = "an account";
}

/// A setting as it is stored: its name, and a number or a word. One that a later build knows stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(String, Value)", into = "(String, Value)")]
enum Stored {
    Known(Setting, i64),
    Unknown(String, Value),
}

impl From<Stored> for (String, Value) {
    fn from(stored: Stored) -> Self {
        let (setting, value) = match stored {
            Stored::Known(setting, value) => (setting, value),
            Stored::Unknown(name, value) => return (name, value),
        };
        let word = match setting {
            Setting::Mode => Mode::from_code(value).and_then(AsWord::word),
            Setting::CaseMapping => CaseMapping::from_code(value).and_then(AsWord::word),
            _ => None,
        };
        let value = match word {
            Some(word) => Value::Text(Zeroizing::new(word.to_owned())),
            None => u64::try_from(value).map_or(Value::Signed(value), Value::Unsigned),
        };
        (AsWord::word(setting).unwrap_or_default().to_owned(), value)
    }
}

impl TryFrom<(String, Value)> for Stored {
    type Error = &'static str;

    /// A value that this build does not know of a setting that it knows is refused: another one in
    /// its place could let more leave in clear.
    fn try_from((name, value): (String, Value)) -> Result<Self, &'static str> {
        let Some(setting) = Setting::of_word(&name) else {
            return Ok(Self::Unknown(name, value));
        };
        let known = match (setting, &value) {
            (Setting::Mode, Value::Text(word)) => Mode::of_word(word).map(|mode| mode as i64),
            (Setting::CaseMapping, Value::Text(word)) => {
                CaseMapping::of_word(word).map(|mapping| mapping as i64)
            }
            (Setting::Mode | Setting::CaseMapping, _) => None,
            (_, Value::Unsigned(number)) => i64::try_from(*number).ok(),
            (_, Value::Signed(number)) => Some(*number),
            _ => None,
        };
        known.map(|value| Self::Known(setting, value)).ok_or("the value of a setting")
    }
}

impl AsWord for Setting {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::LineChars, "line-chars"),
        (Self::Burst, "burst"),
        (Self::IntervalMs, "interval-ms"),
        (Self::Html, "html"),
        (Self::SplitLines, "split-lines"),
        (Self::HtmlGiven, "html-given"),
        (Self::HtmlTaken, "html-taken"),
        (Self::CaseMapping, "case-mapping"),
        (Self::LongTextLines, "long-text-lines"),
        (Self::Offers, "offers"),
        (Self::OffersOfContact, "offers-of-contact"),
        (Self::HandshakesOfAddress, "handshakes-of-address"),
        (Self::Handshakes, "handshakes"),
        (Self::HandshakesOfStrangers, "handshakes-of-strangers"),
        (Self::Invitations, "invitations"),
        (Self::Mode, "mode"),
        (Self::ShareCard, "share-card"),
    ];
}
