//! How a record becomes the bytes of a row: a version, and a map in CBOR.
//!
//! Fields and values have names of their own, in no relation to the numbers of any interface. A
//! field that is added has `#[serde(default)]`, because older rows lack it, and stays where an older
//! build writes the row anew (`Unknown`). What an older build must not pass over is a new version,
//! which it refuses; a reader of the new version reads the old one too.

use super::cbor::{self, Broken};
use crate::messenger::tells::error::MessengerError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

/// What stands in a row.
pub(in crate::messenger) trait Record: Serialize + DeserializeOwned {
    /// What it is, for errors.
    const NAME: &'static str;
    /// Grows when a record means what older builds would misunderstand.
    const VERSION: u8 = 1;

    fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, MessengerError> {
        cbor::write(&[Self::VERSION], self).map_err(|Broken| MessengerError::Record(Self::NAME))
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, MessengerError> {
        match bytes.split_first() {
            Some((&version, map)) if version == Self::VERSION => {
                cbor::read(map).map_err(|Broken| MessengerError::Record(Self::NAME))
            }
            Some((&found, _)) if found > Self::VERSION => {
                Err(MessengerError::NewerRecord { record: Self::NAME, found })
            }
            _ => Err(MessengerError::Record(Self::NAME)),
        }
    }
}
