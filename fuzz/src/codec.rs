//! Integers, varints and items: what is read is written again as the same bytes.

use super::Tally;
use subrosa::session::{Payload, fuzzing};
use subrosa::wire::ObjectKind;
use subrosa::wire::codec::{Items, PADDING, Reader, Writer, varint_len};

/// All readers on the same bytes.
pub fn run(data: &[u8]) -> Tally {
    let mut tally = Tally::default();
    varints(data, &mut tally);
    items(data, &mut tally);
    payload(data, &mut tally);
    if let Some(&header) = data.first()
        && let Ok(kind) = ObjectKind::read(header)
    {
        assert_eq!(kind.header_byte(), header);
    }
    tally
}

fn varints(data: &[u8], tally: &mut Tally) {
    let mut reader = Reader::new(data);
    while !reader.is_empty() {
        let before = reader.clone().rest();
        let narrow = reader.clone().varint();
        let wide = reader.varint64();
        tally.note(wide.is_ok());
        match &wide {
            Ok(value) => {
                let mut writer = Writer::new();
                writer.varint64(*value);
                let length = before.len() - reader.remaining();
                assert_eq!(writer.as_slice(), &before[..length], "two encodings of {value}");
                assert_eq!(varint_len(*value), length);
                assert_eq!(narrow.is_ok(), u32::try_from(*value).is_ok());
                assert!(narrow.is_err() || narrow == Ok(*value as u32));
            }
            Err(_) => {
                assert!(narrow.is_err());
                assert_eq!(reader.remaining(), before.len(), "a failed read has consumed");
                reader.u8().unwrap();
            }
        }
    }
}

fn items(data: &[u8], tally: &mut Tally) {
    let (mut writer, mut whole, mut count) = (Writer::new(), true, 0_usize);
    for item in Items::new(data) {
        assert!(whole, "items go on after an error");
        match item {
            Ok((kind, value)) => {
                assert_ne!(kind, PADDING);
                writer.item(kind, value);
                count += 1;
            }
            Err(_) => whole = false,
        }
    }
    tally.note(whole);
    let again: Vec<_> = Items::new(writer.as_slice()).collect();
    assert_eq!(again.len(), count);
    assert!(again.iter().all(Result::is_ok));
    if whole {
        // Padding is all that is not written again.
        assert!(writer.len() <= data.len());
        let values = |bytes| Items::new(bytes).flatten().collect::<Vec<_>>();
        assert_eq!(values(writer.as_slice()), values(data));
    }
}

fn payload(data: &[u8], tally: &mut Tally) {
    let parsed = Payload::parse(data);
    tally.note(parsed.is_ok());
    if let Ok(payload) = parsed {
        let bytes = fuzzing::encode_payload(&payload);
        assert!(bytes.len() <= data.len());
        assert_eq!(Payload::parse(&bytes).as_ref(), Ok(&payload));
        assert_eq!(Payload::parse(&[&bytes[..], &[PADDING; 3]].concat()), Ok(payload));
    }
}
