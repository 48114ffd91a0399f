//! One character of mangled text at a time: what messengers, mail programs and web pages put
//! between the characters of a line, or write instead of them.
//!
//! Nothing here looks further ahead than a tag or a character reference may be long, and a tag
//! that turns out to be none was read up to the next `<` at most: the work is linear.

use crate::wire::limits::{MAX_ENTITY_BYTES, MAX_TAG_BYTES};

/// What stands at a place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    /// A printable ASCII character, as itself or written in another way.
    Char(u8),
    /// A space of any width, or a tab.
    Space,
    /// A line feed, a carriage return, a line or paragraph separator.
    Break,
    /// A markup tag with all that is in it.
    Tag,
    /// A character without width: joiner, soft hyphen, byte order mark, direction mark.
    Invisible,
    /// Anything else. Carries the first byte.
    Other(u8),
    /// The text ends inside a tag, a character reference or an encoded character.
    Cut,
    /// The end of the text.
    End,
}

/// What stands at `at`, and the place behind it.
pub(super) fn symbol(text: &[u8], at: usize) -> (Symbol, usize) {
    count_steps(1);
    let rest = text.get(at..).unwrap_or_default();
    let (symbol, length) = match rest {
        [] => (Symbol::End, 0),
        [b'<', ..] => tag(rest),
        [b'&', ..] => entity(rest),
        [b'=', ..] => quoted_printable(rest),
        [0xc2] | [0xe2 | 0xe3 | 0xef] => (Symbol::Cut, 1),
        [0xe2, 0x80 | 0x81] | [0xe3, 0x80] | [0xef, 0xbb] => (Symbol::Cut, 1),
        [0xc2, low @ 0x80..=0xbf, ..] => wide(u32::from(*low), 0xc2, 2),
        [0xe2, middle @ (0x80 | 0x81), low @ 0x80..=0xbf, ..] => {
            wide(0x2000 | u32::from(*middle & 0x3f) << 6 | u32::from(*low & 0x3f), 0xe2, 3)
        }
        [0xe3, 0x80, 0x80, ..] => wide(0x3000, 0xe3, 3),
        [0xef, 0xbb, 0xbf, ..] => wide(0xfeff, 0xef, 3),
        [byte @ 0x80..=0xff, ..] => (Symbol::Other(*byte), 1),
        [byte, ..] => (classify(u32::from(*byte)), 1),
    };
    (symbol, at + length)
}

/// A stretch of text that carries nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Noise {
    /// Where it ends.
    pub end: usize,
    /// It has a space, and no line break or tag that would explain it.
    pub bare_space: bool,
}

/// Passes over everything that carries nothing: white space, tags, invisible characters, and
/// after a line break the `>` of quoted mail (RFC 3676, section 4.5).
pub(super) fn skip_noise(text: &[u8], mut at: usize, mut line_start: bool) -> Noise {
    let (mut space, mut separated) = (false, false);
    loop {
        let (symbol, behind) = symbol(text, at);
        match symbol {
            Symbol::Space => space = true,
            Symbol::Break | Symbol::Tag => (line_start, separated) = (true, true),
            Symbol::Invisible => {}
            Symbol::Char(b'>') if line_start => {}
            _ => return Noise { end: at, bare_space: space && !separated },
        }
        at = behind;
    }
}

/// A character of `length` bytes if it carries nothing, else the first of them.
fn wide(code: u32, first: u8, length: usize) -> (Symbol, usize) {
    match classify(code) {
        Symbol::Other(_) => (Symbol::Other(first), 1),
        found => (found, length),
    }
}

/// The table of PROTOCOL.md section 4, for characters that stand there, references and names alike.
fn classify(code: u32) -> Symbol {
    match code {
        0x21..=0x7e => Symbol::Char(code as u8),
        0x09 | 0x0b | 0x0c | 0x20 | 0xa0 | 0x2000..=0x200a | 0x202f | 0x205f | 0x3000 => {
            Symbol::Space
        }
        0x0a | 0x0d | 0x2028 | 0x2029 => Symbol::Break,
        0xad | 0x200b..=0x200f | 0x2060 | 0xfeff => Symbol::Invisible,
        _ => Symbol::Other(code as u8),
    }
}

/// A tag runs to the first `>`; a `<` before that shows that it was none. Quotes are not looked
/// at: no attribute that carries armor has a `>` in it, and an open quote would swallow the rest.
fn tag(rest: &[u8]) -> (Symbol, usize) {
    match rest.get(1) {
        None => return (Symbol::Cut, 1),
        Some(b'/' | b'!' | b'?') => {}
        Some(letter) if letter.is_ascii_alphabetic() => {}
        Some(_) => return (Symbol::Char(b'<'), 1),
    }
    let inside = rest.iter().take(MAX_TAG_BYTES).skip(1).inspect(|_| count_steps(1));
    match inside.enumerate().find(|(_, byte)| matches!(byte, b'<' | b'>')) {
        Some((before, b'>')) => (Symbol::Tag, before + 2),
        None if rest.len() < MAX_TAG_BYTES => (Symbol::Cut, 1),
        _ => (Symbol::Char(b'<'), 1),
    }
}

/// A character reference: `&#63;`, `&#x3f;`, `&nbsp;`.
fn entity(rest: &[u8]) -> (Symbol, usize) {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'#';
    let length = rest.iter().take(MAX_ENTITY_BYTES - 1).skip(1).take_while(is_part).count();
    count_steps(length);
    let name = rest.get(1..=length).unwrap_or_default();
    match rest.get(length + 1) {
        Some(b';') => match code_point(name) {
            Some(code) => (classify(code), length + 2),
            None => (Symbol::Char(b'&'), 1),
        },
        None => (Symbol::Cut, 1),
        Some(_) => (Symbol::Char(b'&'), 1),
    }
}

fn code_point(name: &[u8]) -> Option<u32> {
    let name = core::str::from_utf8(name).ok()?;
    if let Some(number) = name.strip_prefix('#') {
        return match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
            None => number.parse().ok(),
        };
    }
    let code = match name {
        "nbsp" => 0xa0,
        "ensp" => 0x2002,
        "emsp" => 0x2003,
        "thinsp" => 0x2009,
        "Tab" => 0x09,
        "NewLine" => 0x0a,
        "shy" => 0xad,
        "ZeroWidthSpace" => 0x200b,
        "zwnj" => 0x200c,
        "zwj" => 0x200d,
        "lrm" => 0x200e,
        "rlm" => 0x200f,
        "NoBreak" => 0x2060,
        "lt" => 0x3c,
        "gt" => 0x3e,
        "quest" => 0x3f,
        "colon" => 0x3a,
        "comma" => 0x2c,
        "period" => 0x2e,
        "lowbar" => 0x5f,
        _ => return None,
    };
    Some(code)
}

/// A soft line break (`=` at the end of a line) or one encoded byte (RFC 2045, section 6.7).
fn quoted_printable(rest: &[u8]) -> (Symbol, usize) {
    match rest {
        [_, b'\r' | b'\n', ..] => (Symbol::Break, 2),
        // A soft break whose line end became a tag.
        [_, b'<', ..] => (Symbol::Invisible, 1),
        [_] => (Symbol::Cut, 1),
        [_, high] if hex(*high).is_some() => (Symbol::Cut, 1),
        [_, high, low, ..] => match (hex(*high), hex(*low)) {
            (Some(high), Some(low)) => (classify(high << 4 | low), 3),
            _ => (Symbol::Char(b'='), 1),
        },
        _ => (Symbol::Char(b'='), 1),
    }
}

fn hex(digit: u8) -> Option<u32> {
    char::from(digit).to_digit(16).filter(|_| !digit.is_ascii_lowercase())
}

#[cfg(not(any(test, feature = "fuzzing")))]
pub(super) fn count_steps(_: usize) {}

#[cfg(any(test, feature = "fuzzing"))]
pub(super) use steps::count_steps;

#[cfg(any(test, feature = "fuzzing"))]
pub(super) mod steps {
    use core::cell::Cell;

    thread_local!(static STEPS: Cell<usize> = const { Cell::new(0) });

    pub(in crate::wire::armor) fn count_steps(n: usize) {
        STEPS.with(|steps| steps.set(steps.get() + n));
    }

    /// Bytes looked at by this thread since the last call.
    pub fn take_steps() -> usize {
        STEPS.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &[u8]) -> Symbol {
        let (found, behind) = symbol(text, 0);
        assert_eq!(behind, text.len(), "{}", text.escape_ascii());
        found
    }

    #[test]
    fn a_character_is_read_however_it_is_written() {
        for text in ["?", "&#63;", "&#063;", "&#x3f;", "&#X3F;", "&quest;", "=3F"] {
            assert_eq!(whole(text.as_bytes()), Symbol::Char(b'?'), "{text}");
        }
    }

    #[test]
    fn what_carries_nothing_is_told_apart() {
        for text in [" ", "\t", "\u{a0}", "&nbsp;", "&#160;", "=20"] {
            assert_eq!(whole(text.as_bytes()), Symbol::Space, "{text}");
        }
        for text in ["\n", "\r", "=\n", "=\r", "=0A", "&#10;", "&NewLine;"] {
            assert_eq!(whole(text.as_bytes()), Symbol::Break, "{text}");
        }
        for text in ["\u{ad}", "\u{200b}", "\u{200d}", "\u{2060}", "\u{feff}", "&shy;", "&#8203;"] {
            assert_eq!(whole(text.as_bytes()), Symbol::Invisible, "{text}");
        }
        for text in ["<BR>", "</font>", "<a href=\"http://x/?SR1:\">", "<!-- a -->", "<?xml ?>"] {
            assert_eq!(whole(text.as_bytes()), Symbol::Tag, "{text}");
        }
    }

    #[test]
    fn a_character_is_of_one_class_however_it_is_written() {
        let spaces = [0x09, 0x0b, 0x0c, 0x20, 0xa0, 0x2000, 0x2003, 0x200a, 0x202f, 0x205f, 0x3000];
        let breaks = [0x0a, 0x0d, 0x2028, 0x2029];
        let widthless = [0xad, 0x200b, 0x200f, 0x2060, 0xfeff];
        let table = [
            (&spaces[..], Symbol::Space),
            (&breaks[..], Symbol::Break),
            (&widthless[..], Symbol::Invisible),
        ];
        for (codes, class) in table {
            for code in codes {
                let character = char::from_u32(*code).unwrap();
                for text in [character.to_string(), format!("&#{code};"), format!("&#x{code:x};")] {
                    assert_eq!(whole(text.as_bytes()), class, "{code:#x}");
                }
            }
        }
        for name in ["nbsp", "ensp", "emsp", "thinsp", "Tab"] {
            assert_eq!(whole(format!("&{name};").as_bytes()), Symbol::Space, "{name}");
        }
        for code in [0x80, 0xa1, 0x2010, 0x2027, 0x202a, 0x2061, 0x3001, 0xfefe] {
            let text = char::from_u32(code).unwrap().to_string();
            let first = text.as_bytes()[0];
            assert_eq!(symbol(text.as_bytes(), 0), (Symbol::Other(first), 1), "{code:#x}");
        }
        for byte in [0x80, 0xa0, 0xad, 0xff] {
            assert_eq!(symbol(&[byte, b'!'], 0), (Symbol::Other(byte), 1), "{byte:#x}");
        }
    }

    #[test]
    fn a_reference_is_as_long_as_the_limit_and_no_longer() {
        let longest = format!("&#{}63;", "0".repeat(MAX_ENTITY_BYTES - 5));
        assert_eq!(longest.len(), MAX_ENTITY_BYTES);
        assert_eq!(whole(longest.as_bytes()), Symbol::Char(b'?'));
        let longer = format!("&#{}63;", "0".repeat(MAX_ENTITY_BYTES - 4));
        assert_eq!(symbol(longer.as_bytes(), 0), (Symbol::Char(b'&'), 1));
    }

    #[test]
    fn what_is_no_markup_is_the_character_it_begins_with() {
        for text in ["< b>", "<3 a>", "<<b>", "<b<i>", "&&lt;", "&none;", "& ", "&#xx;", "&;"] {
            let byte = text.as_bytes()[0];
            assert_eq!(symbol(text.as_bytes(), 0), (Symbol::Char(byte), 1), "{text}");
        }
        for text in ["=3", "=zz", "=3f", "==\n"] {
            let text = [text.as_bytes(), b"!"].concat();
            assert_eq!(symbol(&text, 0), (Symbol::Char(b'='), 1), "{}", text.escape_ascii());
        }
    }

    #[test]
    fn markup_that_the_end_of_the_text_cuts_is_known_as_such() {
        for text in ["<", "<b", "<a href=\"?", "&", "&nb", "&#6", "=", "=3"] {
            assert_eq!(symbol(text.as_bytes(), 0), (Symbol::Cut, 1), "{text}");
        }
        for text in [&b"\xc2"[..], b"\xe2", b"\xe2\x80", b"\xe3\x80", b"\xef", b"\xef\xbb"] {
            assert_eq!(symbol(text, 0), (Symbol::Cut, 1));
        }
    }

    #[test]
    fn a_tag_is_as_long_as_the_limit_and_no_longer() {
        let longest = [b"<b".as_slice(), &vec![b' '; MAX_TAG_BYTES - 3], b">"].concat();
        assert_eq!(whole(&longest), Symbol::Tag);
        let longer = [b"<b".as_slice(), &vec![b' '; MAX_TAG_BYTES - 2], b">"].concat();
        assert_eq!(symbol(&longer, 0), (Symbol::Char(b'<'), 1));
    }

    #[test]
    fn noise_has_quote_marks_only_at_the_start_of_a_line() {
        let noise = |text: &str| skip_noise(text.as_bytes(), 0, false).end;
        assert_eq!(noise(" \r\n> >> x"), 8);
        assert_eq!(noise("<BR>&gt; x"), 9);
        assert_eq!(noise(" > x"), 1);
        assert_eq!(noise(&"<b> \u{200b}".repeat(100)), 700);
    }
}
