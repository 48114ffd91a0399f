//! What the guard remembers of a name, as it stands in the row of an address.

use super::encoding::{count, flag, read_fingerprint, read_flag, read_list};
use crate::guard::{Door, Mode, Name, NameParts};
use crate::messenger::tells::error::MessengerError;
use crate::wire::codec::{Reader, Writer};

/// Writes what the guard remembers of a name.
pub(super) fn write_standing(writer: &mut Writer, name: &Name) {
    writer.u8(match name.door() {
        Door::Open => 0,
        Door::Started => 1,
        Door::Shut => 2,
    });
    writer.u8(name.mode().map_or(0, |mode| mode as u8));
    for set in [name.is_blocked(), name.is_contact(), name.is_touched(), name.is_window()] {
        flag(writer, set);
    }
    for people in [name.owners(), name.left(), name.guests(), name.declined()] {
        count(writer, people.len());
        people.iter().for_each(|who| writer.bytes(who.as_bytes()));
    }
}

/// Reads what the guard remembers of a name. What it would never have made is refused: nothing may
/// leave by mistake.
pub(super) fn read_standing(reader: &mut Reader<'_>) -> Result<Name, MessengerError> {
    let refused = || MessengerError::Record("who is at an address");
    let door = match reader.u8()? {
        0 => Door::Open,
        1 => Door::Started,
        2 => Door::Shut,
        _ => return Err(refused()),
    };
    let mode = match reader.u8()? {
        0 => None,
        code => Some(Mode::from_code(code.into()).ok_or_else(refused)?),
    };
    let (blocked, contact) = (read_flag(reader)?, read_flag(reader)?);
    let (touched, window) = (read_flag(reader)?, read_flag(reader)?);
    let mut people = || read_list(reader, read_fingerprint);
    let (owners, left, guests, declined) = (people()?, people()?, people()?, people()?);
    let parts =
        NameParts { door, mode, blocked, owners, left, guests, declined, contact, touched, window };
    Name::from_parts(parts).ok_or_else(refused)
}
