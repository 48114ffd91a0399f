//! `bindings/api.json`: the interface for programs that make bindings of it.

use crate::declarations::{Declaration, Item, declarations};
use crate::headers::root;
use std::fmt::Write;
use std::path::PathBuf;

pub fn path() -> PathBuf {
    root().join("bindings/api.json")
}

/// The whole file: one line for each declaration, so that a change is one line.
pub fn generated() -> String {
    let all = declarations();
    let lines = |of: &dyn Fn(&Declaration) -> Option<String>| {
        let lines: Vec<String> = all.iter().filter_map(of).collect();
        lines.join(",\n")
    };
    let value = |name: &str| match &all.iter().find(|item| item.name == name).unwrap().item {
        Item::Constant { value } => value.clone(),
        _ => panic!("{name} is no constant"),
    };
    let version: Vec<String> = ["MAJOR", "MINOR", "PATCH"]
        .iter()
        .map(|part| value(&format!("SUBROSA_VERSION_{part}")))
        .collect();
    let mut text = String::from("{\n");
    let _ = writeln!(text, "\"abi\": {},", value("SUBROSA_ABI"));
    let _ = writeln!(text, "\"version\": {},", quoted(&version.join(".")));
    let _ = writeln!(text, "\"types\": [\n{}\n],", lines(&alias));
    let _ = writeln!(text, "\"handles\": [\n{}\n],", lines(&handle));
    let _ = writeln!(text, "\"functions\": [\n{}\n],", lines(&function));
    let _ = writeln!(text, "\"constants\": [\n{}\n]", lines(&constant));
    text + "}\n"
}

fn alias(item: &Declaration) -> Option<String> {
    let Item::Alias { of } = &item.item else { return None };
    Some(format!("{{{}, \"of\": {}}}", named(item), quoted(of)))
}

fn handle(item: &Declaration) -> Option<String> {
    let Item::Handle = item.item else { return None };
    let free = format!("{}_free", item.name);
    Some(format!("{{{}, \"free\": {}}}", named(item), quoted(&free)))
}

fn function(item: &Declaration) -> Option<String> {
    let Item::Function { returns, parameters } = &item.item else { return None };
    let parameters = parameters.iter().map(|parameter| {
        let array =
            parameter.array.map_or(String::new(), |length| format!(", \"array\": {length}"));
        let (name, kind) = (quoted(&parameter.name), quoted(&parameter.kind));
        format!("{{\"name\": {name}, \"type\": {kind}{array}}}")
    });
    let parameters = parameters.collect::<Vec<_>>().join(", ");
    let returns = quoted(returns);
    Some(format!("{{{}, \"returns\": {returns}, \"parameters\": [{parameters}]}}", named(item)))
}

fn constant(item: &Declaration) -> Option<String> {
    let Item::Constant { value } = &item.item else { return None };
    let group = quoted(item.group());
    Some(format!("{{{}, \"group\": {group}, \"value\": {value}}}", named(item)))
}

fn named(item: &Declaration) -> String {
    let (name, header) = (quoted(&item.name), quoted(&format!("{}.h", item.header)));
    format!("\"name\": {name}, \"header\": {header}, \"doc\": {}", quoted(&item.sentence()))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
