//! Records of a vault as an outsider reads and writes them: a version, and a map in CBOR.

use cbor4ii::core::Value;
use cbor4ii::core::dec::Decode;
use cbor4ii::core::enc::Encode;
use cbor4ii::core::utils::{BufWriter, SliceReader};

/// The fields of a record.
#[derive(Debug, Clone)]
pub struct Fields {
    pub version: u8,
    pub fields: Vec<(Value, Value)>,
}

impl Fields {
    pub fn new(fields: Vec<(&str, Value)>) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (text(name), value)).collect();
        Self { version: 1, fields }
    }

    pub fn read(row: &[u8]) -> Self {
        let Value::Map(fields) = Value::decode(&mut SliceReader::new(&row[1..])).unwrap() else {
            panic!("no map");
        };
        Self { version: row[0], fields }
    }

    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|(field, _)| *field == text(name)).map(|(_, value)| value)
    }

    pub fn bytes(&self, name: &str) -> &[u8] {
        let Some(Value::Bytes(bytes)) = self.get(name) else { panic!("no {name}") };
        bytes
    }

    pub fn set(&mut self, name: &str, value: Value) {
        self.fields.retain(|(field, _)| *field != text(name));
        self.fields.push((text(name), value));
    }

    pub fn row(&self) -> Vec<u8> {
        let mut writer = BufWriter::new(vec![self.version]);
        Value::Map(self.fields.clone()).encode(&mut writer).unwrap();
        writer.into_inner()
    }
}

pub fn text(word: &str) -> Value {
    Value::Text(word.to_owned())
}
