//! As much of JSON as test vectors need, written so that a change of one value is a change of one
//! line.

use std::fmt::Write;

/// A JSON value. Objects keep the order of their fields.
#[derive(Debug, Clone)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(u64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
    /// Small enough to stand on one line.
    Line(Box<Json>),
}

impl Json {
    /// An object of the fields given, in their order.
    pub(super) fn object<const N: usize>(fields: [(&str, Json); N]) -> Self {
        Self::Object(fields.map(|(name, value)| (name.to_owned(), value)).into())
    }

    /// Bytes as lower-case hexadecimal.
    pub(super) fn hex(bytes: &[u8]) -> Self {
        Self::Text(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Adds fields at the end of an object.
    pub(super) fn with<const N: usize>(mut self, fields: [(&str, Json); N]) -> Self {
        if let Self::Object(all) = &mut self {
            all.extend(fields.map(|(name, value)| (name.to_owned(), value)));
        }
        self
    }

    /// The value over several lines, with a line end after the last.
    pub(super) fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out.push('\n');
        out
    }

    /// `depth` is None for a value on one line.
    fn write(&self, out: &mut String, depth: Option<usize>) {
        match self {
            Self::Line(value) => value.write(out, None),
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(value) => out.push_str(&value.to_string()),
            Self::Text(text) => write_text(out, text),
            Self::List(values) => {
                let entries = values.iter().map(|value| (None, value));
                write_entries(out, depth, ['[', ']'], entries);
            }
            Self::Object(fields) => {
                let entries = fields.iter().map(|(name, value)| (Some(name.as_str()), value));
                write_entries(out, depth, ['{', '}'], entries);
            }
        }
    }
}

fn write_entries<'a>(
    out: &mut String,
    depth: Option<usize>,
    brackets: [char; 2],
    entries: impl ExactSizeIterator<Item = (Option<&'a str>, &'a Json)>,
) {
    let (inner, last) = (depth.map(|depth| depth + 1), entries.len());
    out.push(brackets[0]);
    for (number, (name, value)) in entries.enumerate() {
        match inner {
            Some(inner) => begin_line(out, inner),
            None if number > 0 => out.push(' '),
            None => {}
        }
        if let Some(name) = name {
            write_text(out, name);
            out.push_str(": ");
        }
        value.write(out, inner);
        if number + 1 < last {
            out.push(',');
        }
    }
    if let Some(depth) = depth
        && last > 0
    {
        begin_line(out, depth);
    }
    out.push(brackets[1]);
}

fn begin_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
}

/// Everything but printable ASCII is escaped: a soft hyphen must be seen in a review.
fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte @ (b'"' | b'\\')) => out.extend(['\\', char::from(byte)]),
            Ok(byte @ b' '..=b'~') => out.push(char::from(byte)),
            _ => write!(out, "\\u{unit:04x}").expect("writing to a String cannot fail"),
        }
    }
    out.push('"');
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
