//! Varints and items.

use subrosa::wire::WireError;
use subrosa::wire::codec::{Items, Reader, Writer};

use super::errors;
use super::json::Json;

/// The cases of `codec.json`.
pub(super) fn cases() -> Vec<Json> {
    let numbers = [0, 1, 127, 128, 300, 16_383, 16_384, 2_097_151, 2_097_152, u32::MAX];
    let written = numbers.map(|number| {
        let mut writer = Writer::new();
        writer.varint(number);
        varint(writer.as_slice())
    });
    let odd: [&[u8]; 6] = [
        &[],
        &[0x80],
        &[0x80, 0x00],
        &[0xff, 0xff, 0xff, 0xff, 0x10],
        &[0xff, 0xff, 0xff, 0xff, 0xff, 0x00],
        &[0x81, 0x80, 0x80, 0x80, 0x00],
    ];
    let many: Vec<u8> = [[0x01, 0x81, 0x01].as_slice(), &[0x78; 129]].concat();
    let texts: [&[u8]; 8] = [
        &[0x01, 0x00],
        &[0x01, 0x02, 0xaa, 0xbb, 0x7f, 0x01, 0xcc],
        &[0x00, 0x00, 0x02, 0x01, 0x00, 0x00],
        &[0xff, 0x01, 0x2a, 0x03, 0x00],
        &many,
        &[0x01],
        &[0x01, 0x02, 0xaa],
        &[0x01, 0x80, 0x00],
    ];
    written.into_iter().chain(odd.map(varint)).chain(texts.map(items)).collect()
}

fn varint(bytes: &[u8]) -> Json {
    let case = Json::object([
        ("name", Json::Text(format!("varint of {} bytes", bytes.len()))),
        ("varint", Json::hex(bytes)),
    ]);
    let mut reader = Reader::new(bytes);
    let number = reader.varint();
    match number.and_then(|number| reader.finish().map(|()| number)) {
        Ok(number) => case.with([("number", u64::from(number).into())]),
        Err(error) => case.with([("error", errors::wire(&error).into())]),
    }
}

fn items(bytes: &[u8]) -> Json {
    let case = Json::object([
        ("name", Json::Text(format!("items in {} bytes", bytes.len()))),
        ("items", Json::hex(bytes)),
    ]);
    let all: Result<Vec<_>, WireError> = Items::new(bytes).collect();
    match all {
        Ok(all) => {
            let values = all.iter().map(|(item, value)| (format!("{item:02x}"), Json::hex(value)));
            case.with([("values", Json::Object(values.collect()))])
        }
        Err(error) => case.with([("error", errors::wire(&error).into())]),
    }
}
