//! How a record becomes the bytes of a row.

use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::tells::error::MessengerError;
use crate::session::Content;
use crate::wire::codec::{Reader, Writer};

/// The format of every record.
const FORMAT: u8 = 1;

/// A record as bytes.
pub(in crate::messenger) trait Record: Sized {
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

pub(in crate::messenger) fn count(writer: &mut Writer, count: usize) {
    writer.varint(u32::try_from(count).unwrap_or(u32::MAX));
}

pub(in crate::messenger) fn blob(writer: &mut Writer, bytes: &[u8]) {
    count(writer, bytes.len());
    writer.bytes(bytes);
}

pub(in crate::messenger) fn read_blob(reader: &mut Reader<'_>) -> Result<Vec<u8>, MessengerError> {
    let length = reader.varint()?;
    Ok(reader.take(usize::try_from(length).unwrap_or(usize::MAX))?.to_vec())
}

pub(in crate::messenger) fn text(writer: &mut Writer, text: &str) {
    blob(writer, text.as_bytes());
}

pub(in crate::messenger) fn read_text(reader: &mut Reader<'_>) -> Result<String, MessengerError> {
    String::from_utf8(read_blob(reader)?).map_err(|_| MessengerError::Record("a text"))
}

pub(in crate::messenger) fn write_address(writer: &mut Writer, address: &AddressKey) {
    blob(writer, address.as_bytes());
}

pub(in crate::messenger) fn read_address(
    reader: &mut Reader<'_>,
) -> Result<AddressKey, MessengerError> {
    read_text(reader).map(AddressKey::from_normal_form)
}

pub(in crate::messenger) fn flag(writer: &mut Writer, flag: bool) {
    writer.u8(u8::from(flag));
}

pub(in crate::messenger) fn read_flag(reader: &mut Reader<'_>) -> Result<bool, MessengerError> {
    Ok(reader.u8()? != 0)
}

pub(in crate::messenger) fn option(writer: &mut Writer, fingerprint: Option<&Fingerprint>) {
    flag(writer, fingerprint.is_some());
    if let Some(fingerprint) = fingerprint {
        writer.bytes(fingerprint.as_bytes());
    }
}

pub(in crate::messenger) fn read_option(
    reader: &mut Reader<'_>,
) -> Result<Option<Fingerprint>, MessengerError> {
    read_flag(reader)?.then(|| read_fingerprint(reader)).transpose()
}

pub(in crate::messenger) fn read_fingerprint(
    reader: &mut Reader<'_>,
) -> Result<Fingerprint, MessengerError> {
    Ok(Fingerprint::from_bytes(reader.array()?))
}

pub(in crate::messenger) fn read_content(
    reader: &mut Reader<'_>,
) -> Result<Content, MessengerError> {
    Content::from_byte(reader.u8()?).ok_or(MessengerError::Record("a content type"))
}

/// Reads as many entries as there are said to be; each takes at least a byte, so a wrong number
/// ends at the end of the record.
pub(in crate::messenger) fn read_list<T>(
    reader: &mut Reader<'_>,
    read: impl Fn(&mut Reader<'_>) -> Result<T, MessengerError>,
) -> Result<Vec<T>, MessengerError> {
    (0..reader.varint()?).map(|_| read(reader)).collect()
}
