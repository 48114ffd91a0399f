//! Who a line says that it is from.

use super::error::IrcError;

/// Who a line is from: a server, or a person as `nick!user@host` (RFC 1459 section 2.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Source<'a> {
    /// The nick, or the name of the server.
    pub nick: &'a [u8],
    /// What stands between `!` and `@`.
    pub user: Option<&'a [u8]>,
    /// What stands behind the `@`.
    pub host: Option<&'a [u8]>,
}

impl<'a> Source<'a> {
    /// A source of these parts.
    #[must_use]
    pub fn new(nick: &'a [u8], user: Option<&'a [u8]>, host: Option<&'a [u8]>) -> Self {
        Self { nick, user, host }
    }

    /// Divides `nick!user@host`.
    ///
    /// # Errors
    /// [`IrcError::Source`]: there is no nick.
    pub(super) fn parse(text: &'a [u8]) -> Result<Self, IrcError> {
        let end = text.iter().position(|byte| matches!(byte, b'!' | b'@')).unwrap_or(text.len());
        let (nick, rest) = text.split_at_checked(end).unwrap_or((text, &[]));
        if nick.is_empty() {
            return Err(IrcError::Source);
        }
        let (user, host) = match rest.split_first() {
            Some((b'!', rest)) => match rest.iter().position(|byte| *byte == b'@') {
                Some(at) => (rest.get(..at), rest.get(at + 1..)),
                None => (Some(rest), None),
            },
            Some((_, host)) => (None, Some(host)),
            None => (None, None),
        };
        Ok(Self { nick, user, host })
    }

    /// Writes the source as it is read.
    ///
    /// # Errors
    /// [`IrcError::Source`]: it would be read as another one.
    pub(super) fn write(&self, to: &mut Vec<u8>) -> Result<(), IrcError> {
        let fits = |part: Option<&[u8]>, ends: &[u8]| {
            part.is_none_or(|part| !part.iter().any(|byte| ends.contains(byte)))
        };
        let whole = !self.nick.is_empty()
            && fits(Some(self.nick), b" !@\0\r\n")
            && fits(self.user, b" @\0\r\n")
            && fits(self.host, b" \0\r\n");
        if !whole {
            return Err(IrcError::Source);
        }
        to.extend_from_slice(self.nick);
        for (mark, part) in [(b'!', self.user), (b'@', self.host)] {
            if let Some(part) = part {
                to.push(mark);
                to.extend_from_slice(part);
            }
        }
        Ok(())
    }

    /// Whether this is a server by its name: no nick has a point.
    #[must_use]
    pub fn is_server(&self) -> bool {
        self.user.is_none() && self.host.is_none() && self.nick.contains(&b'.')
    }
}
