//! Records as a later build writes them, and as nobody does.

use super::cbor;
use super::records::{AccountRecord, AddressRecord, ContactRecord, Record, Unknown};
use crate::identity::Fingerprint;
use crate::messenger::network::setting::Setting;
use crate::messenger::tells::error::MessengerError;
use cbor4ii::core::Value;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

fn text(word: &str) -> Value {
    Value::Text(word.to_owned())
}

fn row(version: u8, fields: &[(&str, Value)]) -> Vec<u8> {
    let fields = fields.iter().map(|(name, value)| (text(name), value.clone()));
    cbor4ii::serde::to_vec(vec![version], &Value::Map(fields.collect())).unwrap()
}

fn contact() -> Vec<(&'static str, Value)> {
    vec![
        ("fingerprint", Value::Bytes(vec![7; 32])),
        ("blocked", Value::Bool(true)),
        ("replaced", Value::Bool(false)),
        ("first_seen", Value::Integer(9)),
        ("known_to", Value::Array(Vec::new())),
    ]
}

fn account(setting: &str, value: Value) -> Vec<u8> {
    let setting = Value::Array(vec![text(setting), value]);
    row(
        1,
        &[("name", text("a")), ("profile", text("irc")), ("settings", Value::Array(vec![setting]))],
    )
}

#[test]
fn fields_of_a_later_build_stay_in_a_record_that_is_written_anew() {
    let deep = Value::Map(vec![
        (text("a"), Value::Array(vec![Value::Null, Value::Integer(-5), Value::Float(0.5)])),
        (Value::Integer(1), Value::Bytes(vec![1, 2])),
    ]);
    let mut fields = contact();
    fields.insert(1, ("pinned", deep));
    let mut record = ContactRecord::from_bytes(&row(1, &fields)).unwrap();
    assert!(record.blocked);
    record.blocked = false;
    let again = ContactRecord::from_bytes(&record.to_bytes().unwrap()).unwrap();
    assert_eq!(again, record);
    assert_ne!(again.unknown, Unknown::default());
    record.unknown = Unknown::default();
    assert_ne!(again, record);
}

#[test]
fn a_record_of_a_newer_version_is_told_apart_from_a_damaged_one() {
    let newer = ContactRecord::from_bytes(&row(2, &contact()));
    assert!(matches!(newer, Err(MessengerError::NewerRecord { found: 2, .. })));
    for damaged in [row(0, &contact()), Vec::new(), vec![1], row(1, &contact()[1..])] {
        let read = ContactRecord::from_bytes(&damaged);
        assert!(matches!(read, Err(MessengerError::Record("a contact"))));
    }
    let longer = [row(1, &contact()), vec![0]].concat();
    assert!(ContactRecord::from_bytes(&longer).is_err());
}

#[test]
fn a_setting_of_a_later_build_stays_and_one_with_an_unknown_value_is_refused() {
    let mut later = AccountRecord::from_bytes(&account("colour", text("red"))).unwrap();
    later.set(Setting::Mode, 3);
    let again = AccountRecord::from_bytes(&later.to_bytes().unwrap()).unwrap();
    assert_eq!(again, later);
    assert_eq!(again.settings().collect::<Vec<_>>(), [(Setting::Mode, 3)]);
    let read = |name, value| AccountRecord::from_bytes(&account(name, value));
    assert_eq!(read("mode", text("required")).unwrap().settings().count(), 1);
    assert!(read("mode", text("paranoid")).is_err());
    assert!(read("mode", Value::Integer(3)).is_err());
    assert!(read("case-mapping", text("turkish")).is_err());
    assert!(read("burst", text("many")).is_err());
}

#[test]
fn values_are_no_deeper_than_a_record_can_be() {
    let mut deep = Value::Null;
    for _ in 0..20 {
        deep = Value::Array(vec![deep]);
    }
    let mut fields = contact();
    fields.push(("deep", deep));
    assert!(ContactRecord::from_bytes(&row(1, &fields)).is_err());
    // A list in a list, and so on: what would use up the stack.
    let mut nested = row(1, &fields[..5]);
    nested[1] += 1;
    nested.extend([0x61, b'x']);
    nested.extend([0x81; 100_000]);
    assert!(ContactRecord::from_bytes(&nested).is_err());
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Keys {
    content: std::collections::BTreeMap<String, u64>,
}

#[test]
fn a_length_that_is_said_and_not_there_is_an_error() {
    let start = [0xa1, 0x67, b'c', b'o', b'n', b't', b'e', b'n', b't'];
    for of in [0x5a, 0x7a, 0x9a, 0xba] {
        let bytes = [&start[..], &[of, 0xff, 0xff, 0xff, 0xff]].concat();
        assert!(cbor::read::<Keys>(&bytes).is_err());
    }
}

proptest! {
    #[test]
    fn whatever_bytes_a_row_has_they_are_a_record_or_an_error(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        at in 0..200_usize,
        flip in 1..=255_u8,
    ) {
        let _any = AddressRecord::from_bytes(&bytes);
        let mut damaged = row(1, &contact());
        if let Some(byte) = damaged.get_mut(at) {
            *byte ^= flip;
            if let Ok(record) = ContactRecord::from_bytes(&damaged) {
                prop_assert_eq!(
                    ContactRecord::from_bytes(&record.to_bytes().unwrap()).unwrap(),
                    record
                );
            }
        }
    }

    #[test]
    fn what_is_written_is_read(who in any::<[u8; 32]>(), blocked: bool, first_seen: u64) {
        let mut record = ContactRecord::new(Fingerprint::from_bytes(who), first_seen);
        record.blocked = blocked;
        prop_assert_eq!(ContactRecord::from_bytes(&record.to_bytes().unwrap()).unwrap(), record);
    }
}
