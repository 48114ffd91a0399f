//! One line of IRC (RFC 1459 section 2.3, IRCv3 message tags).
//!
//! Reading is lenient where servers are: several spaces are one, a line may begin with some, and
//! tags that nobody specified are kept. It never guesses about where a line ends.

use super::error::IrcError;
use super::source::Source;
use super::tags::Tags;
use super::{MAX_LINE, MAX_PARAMETERS, MAX_TAGS};

/// One line, of any bytes. It borrows from the bytes that it was read from.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    tags: Tags<'a>,
    source: Option<Source<'a>>,
    command: &'a [u8],
    parameters: Vec<&'a [u8]>,
    /// All that stood before the last parameter, its colon included.
    head: Option<&'a [u8]>,
}

/// What the lines say, however they were written.
impl PartialEq for Line<'_> {
    fn eq(&self, other: &Self) -> bool {
        let Self { tags, source, command, parameters, head: _ } = self;
        *tags == other.tags
            && *source == other.source
            && *command == other.command
            && *parameters == other.parameters
    }
}

impl Eq for Line<'_> {}

impl<'a> Line<'a> {
    /// Reads a line. CR and LF at its end are no part of it.
    ///
    /// # Errors
    /// [`IrcError`]: too long, without a command, or with NUL, CR or LF inside.
    pub fn parse(raw: &'a [u8]) -> Result<Self, IrcError> {
        let ends = raw.iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let bytes = raw.get(..raw.len() - ends).unwrap_or_default();
        if bytes.len() > MAX_LINE {
            return Err(IrcError::TooLong);
        }
        if bytes.iter().any(|byte| matches!(byte, 0 | b'\r' | b'\n')) {
            return Err(IrcError::Control);
        }
        let mut rest = without_spaces(bytes);
        let mut tags = Tags::default();
        if let Some(behind) = rest.strip_prefix(b"@") {
            let (text, after) = word(behind);
            if text.len() + 2 > MAX_TAGS {
                return Err(IrcError::TagsTooLong);
            }
            (tags, rest) = (Tags::parse(text), after);
        }
        let mut source = None;
        if let Some(behind) = rest.strip_prefix(b":") {
            let (text, after) = word(behind);
            (source, rest) = (Some(Source::parse(text)?), after);
        }
        let (command, mut rest) = word(rest);
        refuse_command(command)?;
        let mut line = Self { tags, source, command, parameters: Vec::new(), head: None };
        while !rest.is_empty() {
            let colon = rest.strip_prefix(b":");
            let last = line.parameters.len() + 1 == MAX_PARAMETERS;
            let text = colon.unwrap_or(rest);
            line.head = bytes.get(..bytes.len() - text.len());
            if colon.is_some() || last {
                line.parameters.push(text);
                break;
            }
            let (parameter, after) = word(rest);
            line.parameters.push(parameter);
            rest = after;
        }
        Ok(line)
    }

    /// A line that is to be written; [`write::line`](super::write::line) looks whether it can be.
    #[must_use]
    pub fn new(command: &'a str, parameters: &[&'a [u8]]) -> Self {
        Self {
            tags: Tags::default(),
            source: None,
            command: command.as_bytes(),
            parameters: parameters.to_vec(),
            head: None,
        }
    }

    /// The same with tags.
    #[must_use]
    pub fn with_tags(mut self, tags: Tags<'a>) -> Self {
        (self.tags, self.head) = (tags, None);
        self
    }

    /// The same from somebody.
    #[must_use]
    pub fn with_source(mut self, source: Source<'a>) -> Self {
        (self.source, self.head) = (Some(source), None);
        self
    }

    /// What stands before the line.
    #[must_use]
    pub fn tags(&self) -> &Tags<'a> {
        &self.tags
    }

    /// Who it is from; lines of a client seldom say.
    #[must_use]
    pub fn source(&self) -> Option<Source<'a>> {
        self.source
    }

    /// The command as it was written; case does not count, see [`is`](Self::is).
    #[must_use]
    pub fn command(&self) -> &'a [u8] {
        self.command
    }

    /// Whether this is the command.
    #[must_use]
    pub fn is(&self, command: &str) -> bool {
        self.command.eq_ignore_ascii_case(command.as_bytes())
    }

    /// The number of a reply of a server.
    #[must_use]
    pub fn number(&self) -> Option<u16> {
        match self.command {
            [a @ b'0'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9'] => {
                let digit = |byte: &u8| u16::from(byte - b'0');
                Some(100 * digit(a) + 10 * digit(b) + digit(c))
            }
            _ => None,
        }
    }

    /// All parameters.
    #[must_use]
    pub fn parameters(&self) -> &[&'a [u8]] {
        &self.parameters
    }

    /// One parameter, counted from 0.
    #[must_use]
    pub fn parameter(&self, number: usize) -> Option<&'a [u8]> {
        self.parameters.get(number).copied()
    }

    /// All that stood before the last parameter, byte for byte, the colon before it included;
    /// nothing if the line was not read, or has no parameter.
    #[must_use]
    pub fn head(&self) -> Option<&'a [u8]> {
        self.head
    }
}

/// # Errors
/// [`IrcError::NoCommand`], [`IrcError::Command`].
pub(super) fn refuse_command(command: &[u8]) -> Result<(), IrcError> {
    if command.is_empty() {
        return Err(IrcError::NoCommand);
    }
    let fits = command.iter().all(u8::is_ascii_alphanumeric);
    if fits { Ok(()) } else { Err(IrcError::Command) }
}

fn without_spaces(text: &[u8]) -> &[u8] {
    let start = text.iter().position(|byte| *byte != b' ').unwrap_or(text.len());
    text.get(start..).unwrap_or_default()
}

/// What stands before the first space, and what behind it and those that follow.
fn word(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| *byte == b' ').unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, &[]));
    (word, without_spaces(rest))
}
