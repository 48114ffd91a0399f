//! CTCP: commands within a text, between two bytes 0x01.
//!
//! `\x01ACTION waves\x01` is what `/me waves` sends. The last 0x01 is missing where a line was cut,
//! and some programs never send it.

use super::error::IrcError;

const MARK: u8 = 1;

/// A command within a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ctcp<'a> {
    /// Its name as it was written; case does not count, see [`is`](Self::is).
    pub name: &'a [u8],
    /// What follows behind the space.
    pub text: &'a [u8],
    /// Whether the last 0x01 is there. If not, the text may have lost its end.
    pub ended: bool,
}

impl<'a> Ctcp<'a> {
    /// The command that a text is; nothing if it is an ordinary text. What stands behind the last
    /// 0x01 is no part of it.
    #[must_use]
    pub fn parse(text: &'a [u8]) -> Option<Self> {
        let inner = text.strip_prefix(&[MARK])?;
        let end = inner.iter().position(|byte| *byte == MARK);
        let inner = inner.get(..end.unwrap_or(inner.len()))?;
        let mut halves = inner.splitn(2, |byte| *byte == b' ');
        let name = halves.next().filter(|name| !name.is_empty())?;
        Some(Self { name, text: halves.next().unwrap_or_default(), ended: end.is_some() })
    }

    /// Whether this is the command.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// Whether a person says what they do.
    #[must_use]
    pub fn is_action(&self) -> bool {
        self.is("ACTION")
    }
}

/// Writes a command into a text.
///
/// # Errors
/// [`IrcError::Command`]: the name would be read as another one. [`IrcError::Control`]: the text
/// contains what ends a command or a line.
pub fn write(name: &str, text: &[u8]) -> Result<Vec<u8>, IrcError> {
    if name.is_empty() || name.bytes().any(|byte| byte == b' ' || byte.is_ascii_control()) {
        return Err(IrcError::Command);
    }
    if text.iter().any(|byte| matches!(*byte, 0 | MARK | b'\r' | b'\n')) {
        return Err(IrcError::Control);
    }
    let space: &[u8] = if text.is_empty() { b"" } else { b" " };
    Ok([&[MARK], name.as_bytes(), space, text, &[MARK]].concat())
}
