//! The words of events and those of bindings/event.schema.json are the same.

use super::json::{input, level, line_kind, place, severity, state, trust};
use super::kinds::{Input, Level, Place, Stage};
use crate::messenger::{LineKind, Severity, State, Trust};
use crate::plugin::Verdict;
use serde_json::Value;

/// All values of an enumeration. One that is not named here does not compile.
macro_rules! all {
    ($kind:ident: $($value:ident)*) => {{
        let _ = |value: $kind| match value { $($kind::$value => ()),* };
        [$($kind::$value),*]
    }};
}

fn of_the_schema(pointer: &str) -> Vec<String> {
    let schema = include_str!("../../../bindings/event.schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap_or_default();
    let words = schema.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default();
    words.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn the_schema_has_every_word_and_no_other() {
    let stages = all!(Stage: Waiting Asking Sending Sent Delivered Lost Discarded);
    let states =
        all!(State: Plain Asked Invited Starting Private Restoring Ended Alarm Blocked Required);
    let kinds = all!(LineKind: Text Acknowledgement Handshake Card Question Network);
    let words: [(&str, Vec<&str>); 8] = [
        ("trust", all!(Trust: None FirstUse Verified Changed).map(trust).into()),
        ("state", states.map(state).into()),
        ("level", all!(Level: Plain Waiting Private Verified Alarm).map(level).into()),
        ("severity", all!(Severity: Information Warning Alarm).map(severity).into()),
        ("place", all!(Place: Window Anywhere IfOpen).map(place).into()),
        ("input", all!(Input: None Line Hidden).map(input).into()),
        ("stage", stages.map(Stage::word).into()),
        ("kind", kinds.map(line_kind).into()),
    ];
    for (name, words) in words {
        assert_eq!(of_the_schema(&format!("/$defs/word-of-{name}/enum")), words, "{name}");
    }
    let verdicts = all!(Verdict: Pass Marked Taken Refused).map(|verdict| {
        let json: Value = serde_json::from_str(&verdict.to_json("", "", None)).unwrap_or_default();
        json.get("verdict").and_then(Value::as_str).unwrap_or_default().to_owned()
    });
    assert_eq!(of_the_schema("/$defs/verdict/properties/verdict/enum"), verdicts);
}
