//! The table `corpus.txt`: raw lines, and all that has to come out of each.

use crate::escaped::bytes;
use std::fmt::Write as _;
use subrosa::irc::{Ctcp, Line, clock, write};

const TABLE: &str = include_str!("corpus.txt");

/// The other way; what is readable stays so.
fn text(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\\' => text.push_str("\\\\"),
                '\r' => text.push_str("\\r"),
                '\n' => text.push_str("\\n"),
                c if c.is_ascii_control() => write!(text, "\\x{:02x}", c as u8).unwrap(),
                c => text.push(c),
            }
        }
        for byte in chunk.invalid() {
            write!(text, "\\x{byte:02x}").unwrap();
        }
    }
    text
}

/// Everything that a line says, one thing a row.
fn told(raw: &[u8]) -> Vec<String> {
    let line = match Line::parse(raw) {
        Ok(line) => line,
        Err(why) => return vec![format!("refused {why:?}")],
    };
    let mut rows: Vec<String> = Vec::new();
    for (key, value) in line.tags().iter() {
        rows.push(format!("tag {}={}", text(key), text(value)));
    }
    if let Some(source) = line.source() {
        let mut row = format!("source {}", text(source.nick));
        for (name, part) in [("user", source.user), ("host", source.host)] {
            if let Some(part) = part {
                write!(row, " {name} {}", text(part)).unwrap();
            }
        }
        rows.push(row);
    }
    rows.push(format!("command {}", text(line.command())));
    rows.extend(
        line.parameters().iter().map(|parameter| format!("parameter [{}]", text(parameter))),
    );
    if let Some(said) = clock::said(&line) {
        rows.push(format!("said {said}"));
    }
    if let Some(ctcp) = line.parameters().last().and_then(|last| Ctcp::parse(last)) {
        let end = if ctcp.ended { "" } else { " without its end" };
        rows.push(format!("ctcp {} [{}]{end}", text(ctcp.name), text(ctcp.text)));
    }
    // Where the line is written otherwise than it came.
    let written = write::line(&line).unwrap();
    assert_eq!(Line::parse(&written).as_ref(), Ok(&line), "{}", text(raw));
    let ends = raw.iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    if written != raw[..raw.len() - ends] {
        rows.push(format!("written {}", text(&written)));
    }
    rows
}

#[test]
fn every_line_of_the_table_says_what_stands_below_it() {
    let mut count = 0;
    let mut rows = TABLE.lines().filter(|row| !row.starts_with('#')).peekable();
    while let Some(row) = rows.next() {
        let Some(raw) = row.strip_prefix("line ") else {
            assert!(row.is_empty(), "{row:?} belongs to no line");
            continue;
        };
        let mut expected = Vec::new();
        while let Some(row) = rows.next_if(|row| row.starts_with("  ")) {
            expected.push(row[2..].to_owned());
        }
        assert_eq!(told(&bytes(raw)), expected, "{raw}");
        count += 1;
    }
    assert!(count >= 60, "only {count} lines");
}
