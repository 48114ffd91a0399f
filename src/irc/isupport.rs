//! What a server announces with the number 005 (RPL_ISUPPORT).

use super::line::Line;
use super::{LINE, MAX_LINE};
use std::borrow::Cow;

/// One announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token<'a> {
    /// Its name as it was written; case does not count.
    pub name: &'a [u8],
    /// It is withdrawn: what holds without it holds again.
    pub withdrawn: bool,
    /// What stands behind the `=`, with `\x20` for a space.
    pub value: Cow<'a, [u8]>,
}

/// The announcements of a line; none if it is no 005.
pub fn tokens<'l, 'a>(line: &'l Line<'a>) -> impl Iterator<Item = Token<'a>> + use<'l, 'a> {
    let parameters = if line.number() == Some(5) { line.parameters() } else { &[] };
    // First the nick, last a sentence for people.
    let words = parameters.iter().skip(1).filter(|word| !word.contains(&b' '));
    words.filter_map(|word| token(word))
}

fn token(word: &[u8]) -> Option<Token<'_>> {
    let (word, withdrawn) = match word.strip_prefix(b"-") {
        Some(word) => (word, true),
        None => (word, false),
    };
    let mut halves = word.splitn(2, |byte| *byte == b'=');
    let name = halves.next().filter(|name| !name.is_empty())?;
    Some(Token { name, withdrawn, value: plain(halves.next().unwrap_or_default()) })
}

/// `\x20` is the byte with this number.
fn plain(value: &[u8]) -> Cow<'_, [u8]> {
    if !value.contains(&b'\\') {
        return Cow::Borrowed(value);
    }
    let mut plain = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((first, behind)) = rest.split_first() {
        let byte = match (first, behind) {
            (b'\\', [b'x', high, low, ..]) => digit(*high).zip(digit(*low)),
            _ => None,
        };
        match byte {
            Some((high, low)) => {
                plain.push(16 * high + low);
                rest = behind.get(3..).unwrap_or_default();
            }
            None => {
                plain.push(*first);
                rest = behind;
            }
        }
    }
    Cow::Owned(plain)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// How long names and lines are on a server. Bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Longest nick (NICKLEN).
    pub nick: usize,
    /// Longest user, the `~` of those who are not identified included (USERLEN).
    pub user: usize,
    /// Longest host (HOSTLEN).
    pub host: usize,
    /// Longest line, CR LF included (LINELEN).
    pub line: usize,
}

impl Limits {
    /// What holds while a server has not said otherwise. Nicks have 9 characters in RFC 1459 and up
    /// to 31 nearly everywhere; a user has 10 and a `~` on most servers, and 19 with it on ngircd,
    /// which does not announce that; a host 63 (RFC 2812 section 2.3.1).
    pub const DEFAULT: Self = Self { nick: 31, user: 20, host: 63, line: LINE };

    /// Takes an announcement; whether it was one of these. What cannot be true changes nothing: a
    /// name that fills a line, a line shorter than the standard has it.
    pub(super) fn take(&mut self, token: &Token<'_>) -> bool {
        let name = token.name.to_ascii_uppercase();
        let default = Self::DEFAULT;
        let (limit, usual, least, most) = match name.as_slice() {
            b"NICKLEN" => (&mut self.nick, default.nick, 1, MAX_PART),
            b"USERLEN" => (&mut self.user, default.user, 1, MAX_PART),
            b"HOSTLEN" => (&mut self.host, default.host, 1, MAX_PART),
            b"LINELEN" => (&mut self.line, default.line, LINE, MAX_LINE),
            _ => return false,
        };
        let number = std::str::from_utf8(&token.value).ok();
        let number = number.and_then(|text| text.parse::<usize>().ok());
        *limit = match number {
            _ if token.withdrawn => usual,
            Some(number) if (least..=most).contains(&number) => number,
            _ => *limit,
        };
        true
    }
}

/// Longest part of a prefix that is believed: three of them leave room in a line. Bytes.
const MAX_PART: usize = 128;
