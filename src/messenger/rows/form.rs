//! How values of other rooms stand in records: keys and ids as bytes, addresses and kinds as words.
//!
//! `#[serde(with = "form")]` on a field.

use crate::crypto::SealingPublic;
use crate::guard::{AddressKey, CaseMapping, Door, Folded, Mode};
use crate::identity::Fingerprint;
use crate::messenger::tells::event::State;
use crate::session::{Content, TextId};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use zeroize::Zeroizing;

/// A value that has a form in records.
pub(super) trait Form: Sized {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

pub(super) fn serialize<S: Serializer>(
    value: &impl Form,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.write(serializer)
}

pub(super) fn deserialize<'de, T: Form, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// A value that stands as its bytes.
trait AsBytes: Sized {
    fn bytes(&self) -> &[u8];
    fn of_bytes(bytes: &[u8]) -> Option<Self>;
}

/// A value that stands as a word.
pub(super) trait AsWord: Sized + Copy + PartialEq + 'static {
    const WORDS: &'static [(Self, &'static str)];

    fn word(self) -> Option<&'static str> {
        let mut words = Self::WORDS.iter();
        words.find(|(value, _)| *value == self).map(|(_, word)| *word)
    }

    fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, found)| *found == word).map(|(value, _)| *value)
    }
}

impl AsBytes for Zeroizing<Vec<u8>> {
    fn bytes(&self) -> &[u8] {
        self
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self::new(bytes.to_vec()))
    }
}

impl AsBytes for Vec<u8> {
    fn bytes(&self) -> &[u8] {
        self
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Some(bytes.to_vec())
    }
}

impl<const N: usize> AsBytes for [u8; N] {
    fn bytes(&self) -> &[u8] {
        self
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok()
    }
}

impl AsBytes for Folded {
    fn bytes(&self) -> &[u8] {
        self.as_bytes()
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self::from_bytes(bytes))
    }
}

impl AsBytes for Fingerprint {
    fn bytes(&self) -> &[u8] {
        self.as_bytes()
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_bytes)
    }
}

impl AsBytes for TextId {
    fn bytes(&self) -> &[u8] {
        self.as_bytes()
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::from_bytes)
    }
}

impl AsBytes for SealingPublic {
    fn bytes(&self) -> &[u8] {
        self.as_bytes()
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Self::from_bytes(bytes.try_into().ok()?).ok()
    }
}

impl AsWord for Content {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Plain, "plain"),
        (Self::Html, "html"),
        (Self::PlainAction, "plain-action"),
        (Self::HtmlAction, "html-action"),
        (Self::FullCard, "full-card"),
    ];
}

impl AsWord for State {
    /// That nothing goes in clear is a matter of the mode, and a block lies over the state.
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Plain, "plain"),
        (Self::Asked, "asked"),
        (Self::Invited, "invited"),
        (Self::Starting, "starting"),
        (Self::Private, "private"),
        (Self::Restoring, "restoring"),
        (Self::Ended, "ended"),
        (Self::Alarm, "alarm"),
        (Self::Required, "plain"),
        (Self::Blocked, "alarm"),
    ];
}

impl AsWord for Mode {
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Manual, "manual"), (Self::Automatic, "automatic"), (Self::Required, "required")];
}

impl AsWord for Door {
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Open, "open"), (Self::Started, "started"), (Self::Shut, "shut")];
}

impl AsWord for CaseMapping {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Exact, "exact"),
        (Self::Ascii, "ascii"),
        (Self::Rfc1459, "rfc1459"),
        (Self::StrictRfc1459, "rfc1459-strict"),
        (Self::ScreenName, "screen-name"),
        (Self::Jid, "jid"),
    ];
}

macro_rules! bytes {
    ([$($generic:tt)*] $type:ty) => {
        impl<$($generic)*> Form for $type {
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_bytes(self.bytes())
            }

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_bytes(Take(Self::of_bytes))
            }
        }
    };
}

macro_rules! word {
    ($type:ty) => {
        impl $crate::messenger::rows::form::Form for $type {
            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match $crate::messenger::rows::form::AsWord::word(*self) {
                    Some(word) => serializer.serialize_str(word),
                    None => Err(serde::ser::Error::custom("a value without a word")),
                }
            }

            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::messenger::rows::form::read_word(deserializer)
            }
        }
    };
}

pub(super) use word;

bytes!([] Zeroizing<Vec<u8>>);
bytes!([] Vec<u8>);
bytes!([const N: usize] [u8; N]);
bytes!([] Folded);
bytes!([] Fingerprint);
bytes!([] TextId);
bytes!([] SealingPublic);
word!(Content);
word!(State);
word!(Mode);
word!(Door);
word!(CaseMapping);

impl Form for AddressKey {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from_normal_form)
    }
}

/// An account and an address of it.
impl Form for (String, AddressKey) {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (account, address) = self;
        (account, Written(address)).serialize(serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (account, Read(address)) = Deserialize::deserialize(deserializer)?;
        Ok((account, address))
    }
}

impl<T: Form> Form for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().map(Written).serialize(serializer)
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<Read<T>>::deserialize(deserializer)?.map(|Read(value)| value))
    }
}

/// Several values.
pub(super) mod list {
    use super::{Form, Read, Written};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(in crate::messenger::rows) fn serialize<'a, T: Form + 'a, S: Serializer>(
        values: impl IntoIterator<Item = &'a T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values.into_iter().map(Written))
    }

    pub(in crate::messenger::rows) fn deserialize<'de, T: Form, C, D>(
        deserializer: D,
    ) -> Result<C, D::Error>
    where
        C: FromIterator<T>,
        D: Deserializer<'de>,
    {
        let values = Vec::<Read<T>>::deserialize(deserializer)?;
        Ok(values.into_iter().map(|Read(value)| value).collect())
    }
}

struct Written<'a, T>(&'a T);

impl<T: Form> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

struct Read<T>(T);

impl<'de, T: Form> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

struct Take<T>(fn(&[u8]) -> Option<T>);

impl<T> Visitor<'_> for Take<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<T, E> {
        let Self(of_bytes) = self;
        of_bytes(bytes).ok_or_else(|| E::custom("bytes of another size"))
    }
}

pub(super) fn read_word<'de, T: AsWord, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(Look(T::of_word))
}

struct Look<T>(fn(&str) -> Option<T>);

impl<T> Visitor<'_> for Look<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<T, E> {
        let Self(of_word) = self;
        of_word(word).ok_or_else(|| E::custom("another word"))
    }
}
