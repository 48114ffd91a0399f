//! Tags: what stands before a line (IRCv3 message tags).

use super::MAX_TAGS;
use super::error::IrcError;
use std::borrow::Cow;

/// Tags of a line, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tags<'a>(Vec<(&'a [u8], Cow<'a, [u8]>)>);

impl<'a> Tags<'a> {
    /// Reads what stands between the `@` and the first space.
    pub(super) fn parse(text: &'a [u8]) -> Self {
        let all = text.split(|byte| *byte == b';').filter_map(|tag| {
            let mut halves = tag.splitn(2, |byte| *byte == b'=');
            let key = halves.next().filter(|key| !key.is_empty())?;
            Some((key, unescaped(halves.next().unwrap_or_default())))
        });
        Self(all.collect())
    }

    /// Writes the tags with the `@` before and the space behind them; nothing if there are none.
    ///
    /// # Errors
    /// [`IrcError::Tag`], [`IrcError::TagsTooLong`].
    pub(super) fn write(&self, to: &mut Vec<u8>) -> Result<(), IrcError> {
        let start = to.len();
        for (number, (key, value)) in self.iter().enumerate() {
            if key.is_empty() || key.iter().any(|byte| b" ;=\0\r\n".contains(byte)) {
                return Err(IrcError::Tag);
            }
            to.push(if number == 0 { b'@' } else { b';' });
            to.extend_from_slice(key);
            if !value.is_empty() {
                to.push(b'=');
                escape(value, to)?;
            }
            // Whoever gives a long value is told before all of it is written.
            if to.len() - start >= MAX_TAGS {
                return Err(IrcError::TagsTooLong);
            }
        }
        if to.len() > start {
            to.push(b' ');
        }
        Ok(())
    }

    /// The value of a tag; empty if it has none. Of several with one key the last one counts.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&[u8]> {
        let Self(tags) = self;
        let tag = tags.iter().rev().find(|(other, _)| *other == key.as_bytes());
        tag.map(|(_, value)| value.as_ref())
    }

    /// Adds a tag behind the others.
    pub fn push(&mut self, key: &'a str, value: impl Into<Cow<'a, [u8]>>) {
        self.0.push((key.as_bytes(), value.into()));
    }

    /// All of them, as keys and values.
    pub fn iter(&self) -> impl Iterator<Item = (&'a [u8], &[u8])> {
        self.0.iter().map(|(key, value)| (*key, value.as_ref()))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A backslash before any other character stands for nothing, one at the end too.
fn unescaped(value: &[u8]) -> Cow<'_, [u8]> {
    if !value.contains(&b'\\') {
        return Cow::Borrowed(value);
    }
    let mut plain = Vec::with_capacity(value.len());
    let mut bytes = value.iter();
    while let Some(byte) = bytes.next() {
        if *byte != b'\\' {
            plain.push(*byte);
            continue;
        }
        match bytes.next() {
            Some(b':') => plain.push(b';'),
            Some(b's') => plain.push(b' '),
            Some(b'r') => plain.push(b'\r'),
            Some(b'n') => plain.push(b'\n'),
            Some(other) => plain.push(*other),
            None => {}
        }
    }
    Cow::Owned(plain)
}

fn escape(value: &[u8], to: &mut Vec<u8>) -> Result<(), IrcError> {
    for byte in value {
        match byte {
            b';' => to.extend_from_slice(b"\\:"),
            b' ' => to.extend_from_slice(b"\\s"),
            b'\\' => to.extend_from_slice(b"\\\\"),
            b'\r' => to.extend_from_slice(b"\\r"),
            b'\n' => to.extend_from_slice(b"\\n"),
            // There is no way to say it.
            0 => return Err(IrcError::Control),
            other => to.push(*other),
        }
    }
    Ok(())
}
