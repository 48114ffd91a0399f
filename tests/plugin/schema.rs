//! A small reader of JSON Schema: the keywords that bindings/event.schema.json uses, and no others.

use serde_json::Value;

pub struct Schema {
    root: Value,
}

impl Schema {
    pub fn of_events() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/bindings/event.schema.json");
        Self { root: serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap() }
    }

    /// The schema of an event or of an outcome, by its name.
    pub fn named(&self, name: &str) -> &Value {
        &self.root["$defs"][name]
    }

    /// What is wrong with a value: a name that is missing, one that the schema does not have, or a
    /// value of another kind.
    pub fn faults(&self, name: &str, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(self.named(name), value, name, &mut faults);
        faults
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        for (keyword, wanted) in schema.as_object().unwrap() {
            let good = match keyword.as_str() {
                "description" | "properties" => true,
                "type" => match wanted {
                    Value::Array(types) => types.iter().any(|wanted| is(value, wanted)),
                    one => is(value, one),
                },
                "const" => value == wanted,
                "enum" => wanted.as_array().unwrap().contains(value),
                "minimum" => value.as_i64() >= wanted.as_i64(),
                "pattern" => {
                    value.as_str().is_none_or(|text| matches(wanted.as_str().unwrap(), text))
                }
                "required" => {
                    let known = |name: &Value| value.get(name.as_str().unwrap()).is_some();
                    wanted.as_array().unwrap().iter().all(known)
                }
                "items" => {
                    for each in value.as_array().unwrap() {
                        self.check(wanted, each, at, faults);
                    }
                    true
                }
                "$ref" => {
                    let name = wanted.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                    self.check(self.named(name), value, at, faults);
                    true
                }
                other => panic!("{other} is a keyword that is not read here"),
            };
            if !good {
                faults.push(format!("{at}: {keyword} {wanted} is not so of {value}"));
            }
        }
        if schema["type"] == "object" {
            for (name, value) in value.as_object().unwrap() {
                match schema["properties"].get(name) {
                    Some(schema) => self.check(schema, value, &format!("{at}.{name}"), faults),
                    None => faults.push(format!("{at}: the schema has no {name}")),
                }
            }
        }
    }
}

fn is(value: &Value, wanted: &Value) -> bool {
    match wanted.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is a type that is not read here"),
    }
}

/// The three patterns that the schema has.
fn matches(pattern: &str, text: &str) -> bool {
    let hexadecimal = |size| {
        text.len() == size && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    match pattern {
        "^[0-9a-f]{64}$" => hexadecimal(64),
        "^[0-9a-f]{16}$" => hexadecimal(16),
        "^([0-9]{5} ){11}[0-9]{5}$" => {
            let group = |group: &str| group.len() == 5 && group.bytes().all(|b| b.is_ascii_digit());
            text.split(' ').count() == 12 && text.split(' ').all(group)
        }
        other => panic!("{other} is a pattern that is not read here"),
    }
}
