//! Finding armored lines in a text.

use core::{fmt, ops::Range};

use super::markup::{Symbol, count_steps, skip_noise, symbol};
use crate::wire::{
    WireError, base64url,
    fragment::Fragment,
    limits::{
        MAX_DOCUMENT_CHARS, MAX_DOCUMENT_TEXT_BYTES, MAX_LINE_CHARS, MAX_PIECES, MAX_TEXT_BYTES,
    },
};

/// Divides `text` into armor and what stands around it.
///
/// The pieces come in order and together are the text, byte for byte. At most [`MAX_TEXT_BYTES`]
/// of it are searched and at most [`MAX_PIECES`] pieces come out; what lies beyond is one last
/// [`Content::Outside`]. The work is linear in the length of the text. Text that cannot hold a
/// marker is passed on without being looked at closely.
#[must_use]
pub fn find(text: &[u8]) -> Pieces<'_> {
    Pieces::new(text, MAX_TEXT_BYTES, MAX_LINE_CHARS)
}

/// [`find`] with the larger bounds of sealed documents: [`MAX_DOCUMENT_TEXT_BYTES`] of text, and
/// [`MAX_DOCUMENT_CHARS`] in a line. For text that a user hands over as a document.
#[must_use]
pub fn find_document(text: &[u8]) -> Pieces<'_> {
    Pieces::new(text, MAX_DOCUMENT_TEXT_BYTES, MAX_DOCUMENT_CHARS)
}

/// One piece of a text.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Piece<'t> {
    /// The piece as it stands in the text, mangling included.
    pub text: &'t [u8],
    /// Where in the text that is. Byte offsets.
    pub range: Range<usize>,
    /// What it turned out to be.
    pub content: Content,
}

/// What a piece of text is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// Not armor. Unauthenticated, and never part of what a line beside it says.
    Outside,
    /// A line: the object in it, at least one byte.
    Line(Vec<u8>),
    /// A line with one fragment of an object.
    Fragment(Fragment),
    /// The question whether the other side has this library.
    Query,
    /// Something that began as ours and is not whole, or that somebody wrote *about* it. Show
    /// [`Piece::text`] like any other text and nothing is lost. Of what can be wrong with it,
    /// [`WireError::Truncated`] says that the end was not seen, [`WireError::UnknownVersion`] that
    /// a newer version may have written it.
    Broken(WireError),
}

impl Piece<'_> {
    /// Whether this is [`Content::Outside`] and all of it is markup, white space or quote marks:
    /// what a network wrapped around a line rather than what somebody wrote. Pictures are markup.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.content == Content::Outside && skip_noise(self.text, 0, true).end == self.text.len()
    }
}

impl fmt::Debug for Piece<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, range, content } = self;
        f.debug_struct("Piece")
            .field("text", &text.escape_ascii().to_string())
            .field("range", range)
            .field("content", content)
            .finish()
    }
}

/// The pieces of a text; see [`find`].
#[derive(Debug, Clone)]
pub struct Pieces<'t> {
    text: &'t [u8],
    /// The part of `text` that is searched, from its start.
    searched: &'t [u8],
    /// The longest line that is accepted.
    max_chars: usize,
    /// All before this was divided.
    at: usize,
    /// Pieces made.
    count: usize,
    /// Armor found behind the text that was given out last.
    pending: Option<(Range<usize>, Content)>,
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        let (range, content) = match self.pending.take() {
            Some(pending) => pending,
            None => self.advance()?,
        };
        let text = self.text.get(range.clone())?;
        Some(Piece { text, range, content })
    }
}

impl<'t> Pieces<'t> {
    fn new(text: &'t [u8], max_bytes: usize, max_chars: usize) -> Self {
        let searched = text.get(..max_bytes).unwrap_or(text);
        let searched = if may_hold_marker(searched) { searched } else { &[] };
        Self { text, searched, max_chars, at: 0, count: 0, pending: None }
    }

    fn advance(&mut self) -> Option<(Range<usize>, Content)> {
        let start = self.at;
        // A marker makes up to two pieces, and one must stay for the rest.
        let marker = if self.count + 3 <= MAX_PIECES { self.next_marker() } else { None };
        let Some((marker_start, marker)) = marker else {
            self.at = self.text.len();
            self.count += 1;
            return (start < self.at).then_some((start..self.at, Content::Outside));
        };
        let (end, content) = read(self.searched, &marker, self.max_chars);
        self.at = end;
        let found = (marker_start..end, content);
        if start == marker_start {
            self.count += 1;
            return Some(found);
        }
        self.count += 2;
        self.pending = Some(found);
        Some((start..marker_start, Content::Outside))
    }

    /// The next marker that is text: not one inside a tag.
    fn next_marker(&self) -> Option<(usize, Marker)> {
        let mut at = self.at;
        loop {
            at += self.searched.get(at..)?.iter().position(|&byte| begins_symbol(byte))?;
            if let Some(marker) = marker(self.searched, at) {
                return Some((at, marker));
            }
            at = symbol(self.searched, at).1;
        }
    }
}

/// Whether a `?` can be there at all, as itself or written in another way. Looks at blocks
/// without branching, which compilers turn into vector instructions.
fn may_hold_marker(text: &[u8]) -> bool {
    let found = |any, &byte| any | (byte == b'?') | (byte == b'&') | (byte == b'=');
    text.chunks(64).any(|block| block.iter().fold(false, found))
}

/// Bytes at which [`symbol`] can find a `?`, or a tag to pass over.
fn begins_symbol(byte: u8) -> bool {
    matches!(byte, b'?' | b'<' | b'&' | b'=')
}

/// The beginning of a line.
#[derive(Debug, Clone, Copy)]
struct Marker {
    end: usize,
    version: u8,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Whole,
    Fragment,
    Query,
}

/// The marker that begins exactly at `at`.
fn marker(text: &[u8], at: usize) -> Option<Marker> {
    let (Symbol::Char(b'?'), mut end) = symbol(text, at) else { return None };
    let mut bare_space = false;
    let mut next = || {
        let noise = skip_noise(text, end, false);
        let (found, behind) = symbol(text, noise.end);
        bare_space |= noise.bare_space;
        end = behind;
        match found {
            Symbol::Char(byte) => Some(byte),
            _ => None,
        }
    };
    if next()? != b'S' || next()? != b'R' {
        return None;
    }
    let version = next().filter(u8::is_ascii_digit)? - b'0';
    let form = match next()? {
        b':' => Form::Whole,
        b',' => Form::Fragment,
        // A question in a sentence ("is it ?SR1 ?") asks a person: nothing answers it.
        // Nor does anything answer what only a line right behind it makes look like one.
        b'?' if !bare_space && !goes_on_as_marker(text, end) => Form::Query,
        _ => return None,
    };
    Some(Marker { end, version, form })
}

/// Whether a marker of any form has begun with the `?` before `at`.
fn goes_on_as_marker(text: &[u8], mut at: usize) -> bool {
    let characters: [fn(u8) -> bool; 4] = [
        |byte| byte == b'S',
        |byte| byte == b'R',
        |byte| byte.is_ascii_digit(),
        |byte| matches!(byte, b':' | b',' | b'?'),
    ];
    characters.into_iter().all(|is_expected| {
        let start = skip_noise(text, at, false).end;
        let (found, behind) = symbol(text, start);
        at = behind;
        matches!(found, Symbol::Char(byte) if is_expected(byte))
    })
}

/// What a marker leads to, and the place behind it.
fn read(text: &[u8], marker: &Marker, max_chars: usize) -> (usize, Content) {
    let (end, content) = match marker.form {
        Form::Query => (marker.end, Ok(Content::Query)),
        Form::Whole => match untouched(text, marker.end, max_chars) {
            Some((end, object)) => (end, Ok(Content::Line(object))),
            None => {
                let body = Body::read(text, marker, max_chars);
                (body.end, body.chars.and_then(|chars| line(&chars)).map(Content::Line))
            }
        },
        Form::Fragment => {
            let body = Body::read(text, marker, MAX_LINE_CHARS);
            let fragment = body.chars.and_then(|chars| Fragment::parse(&chars));
            (body.end, fragment.map(Content::Fragment))
        }
    };
    let content = match marker.version {
        1 => content,
        version => Err(WireError::UnknownVersion(version)),
    };
    (end, content.unwrap_or_else(Content::Broken))
}

/// The object of a line that arrived as it was sent, as nearly all do, and the place behind it: what
/// stands up to the point is base64url, decoded without looking at its characters first. `None`
/// says nothing about the line: it is to be read with care.
fn untouched(text: &[u8], start: usize, max_chars: usize) -> Option<(usize, Vec<u8>)> {
    let rest = text.get(start..)?;
    let most = max_chars.checked_sub(super::MARKER.len())?;
    let rest = rest.get(..most).unwrap_or(rest);
    let (chars, end) = up_to_point(rest)?;
    Some((start + end, line(chars).ok()?))
}

/// The characters before the point, and the place behind it. A `?` may begin another line, so
/// nothing behind it is looked at twice. Looks at blocks without branching, which compilers turn
/// into vector instructions.
fn up_to_point(text: &[u8]) -> Option<(&[u8], usize)> {
    let ends = |byte: u8| (byte == b'.') | (byte == b'?');
    let none = |block: &&[u8]| !block.iter().fold(false, |any, &byte| any | ends(byte));
    let before = text.chunks_exact(CLEAN_BLOCK).take_while(none).count() * CLEAN_BLOCK;
    let more = text.get(before..)?.iter().position(|&byte| ends(byte));
    let at = before + more.unwrap_or(text.len() - before);
    count_steps(at);
    let (chars, rest) = text.split_at_checked(at)?;
    (rest.first() == Some(&b'.')).then_some((chars, at + 1))
}

fn line(chars: &[u8]) -> Result<Vec<u8>, WireError> {
    match chars {
        [] => Err(WireError::Empty),
        _ => base64url::decode(chars),
    }
}

/// What stands between a marker and its final point.
struct Body {
    /// Behind the point, or behind the last character that belongs to the line.
    end: usize,
    /// The characters, mangling undone.
    chars: Result<Vec<u8>, WireError>,
}

impl Body {
    fn read(text: &[u8], marker: &Marker, max_chars: usize) -> Self {
        let belongs =
            |byte| base64url::is_alphabet(byte) || byte == b',' && marker.form == Form::Fragment;
        let mut chars = Vec::new();
        // Counted on their own: a line that is too long is read to its end, but not kept.
        let mut count = super::MARKER.len();
        let mut end = marker.end;
        let stop = loop {
            // Nearly all lines arrive as they were sent: whole stretches at once.
            let clean = text.get(end..).unwrap_or_default();
            let clean = clean.get(..clean_run(clean)).unwrap_or_default();
            let kept = clean.len().min(max_chars.saturating_sub(count));
            chars.extend_from_slice(clean.get(..kept).unwrap_or_default());
            (count, end) = (count + clean.len(), end + clean.len());

            let start = skip_noise(text, end, false).end;
            let (found, behind) = symbol(text, start);
            match found {
                Symbol::Char(byte) if belongs(byte) => {
                    if count < max_chars {
                        chars.push(byte);
                    }
                }
                Symbol::Char(b'.') => {}
                Symbol::Char(b'?') if self::marker(text, start).is_some() => break Stop::Cut,
                Symbol::Char(byte) | Symbol::Other(byte) => break Stop::Byte(byte),
                _ => break Stop::Cut,
            }
            (count, end) = (count + 1, behind);
            if found == Symbol::Char(b'.') {
                break Stop::Point;
            }
        };
        let chars = match stop {
            _ if count > max_chars => Err(WireError::Oversized { limit: max_chars, found: count }),
            Stop::Point => Ok(chars),
            Stop::Cut => Err(WireError::Truncated { needed: count + 1, found: count }),
            Stop::Byte(byte) => Err(WireError::Alphabet(byte)),
        };
        Self { end, chars }
    }
}

/// How many characters of the alphabet `text` begins with. Whole blocks are looked at without
/// branching, which compilers turn into vector instructions.
fn clean_run(text: &[u8]) -> usize {
    let is_clean =
        |block: &[u8]| block.iter().fold(true, |all, &byte| all & base64url::is_alphabet(byte));
    let blocks = text.chunks_exact(CLEAN_BLOCK).take_while(|block| is_clean(block)).count();
    let clean = blocks * CLEAN_BLOCK;
    let rest = text.get(clean..).unwrap_or_default();
    let more = rest.iter().position(|byte| !base64url::is_alphabet(*byte)).unwrap_or(rest.len());
    count_steps(clean + more);
    clean + more
}

/// Characters looked at together.
const CLEAN_BLOCK: usize = 32;

/// Why the characters of a line end.
enum Stop {
    /// The final point.
    Point,
    /// The end of the text, or the beginning of another line.
    Cut,
    /// A byte that does not belong into a line.
    Byte(u8),
}

#[cfg(test)]
mod tests {
    use super::super::{encode, markup::steps::take_steps};
    use super::*;

    fn contents(text: &[u8]) -> Vec<Content> {
        find(text).map(|piece| piece.content).collect()
    }

    #[test]
    fn the_work_is_linear_whatever_the_text_is() {
        let open_line = [b"?SR1:".to_vec(), vec![b'A'; MAX_LINE_CHARS]].concat();
        let patterns: [&[u8]; 22] = [
            b"?",
            b"?S",
            b"? ",
            b"?SR1",
            b"?SR1:",
            b"?SR1:?SR1:",
            b"?SR1:<b",
            b"?SR1: <b>",
            b"?SR1,",
            b"?SR1?",
            b"<",
            b"<b",
            b"<b ?SR1:A.",
            b"<b>?",
            b"&",
            b"&#",
            b"&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            b"&#63;",
            b"=3F",
            b"\n> ?SR1",
            b"\xe2\x80\x8b?",
            &open_line,
        ];
        for pattern in patterns {
            let name = pattern.get(..40).unwrap_or(pattern).escape_ascii();
            let text: Vec<u8> = pattern.iter().copied().cycle().take(MAX_TEXT_BYTES).collect();
            take_steps();
            let pieces = find(&text).count();
            let steps = take_steps();
            assert!(pieces <= MAX_PIECES, "{name}: {pieces} pieces");
            assert!(steps <= 6 * text.len(), "{name}: {steps} steps");
            // The same with a line that stays open before it.
            let text = [b"?SR1:", &text[5..]].concat();
            assert!(find(&text).count() <= MAX_PIECES);
            let steps = take_steps();
            assert!(steps <= 6 * text.len(), "{name} in a line: {steps} steps");
        }
    }

    #[test]
    fn text_without_any_marker_is_not_read_by_the_symbol() {
        let text = "Hello <b>there</b>, how are things. ".repeat(4_000);
        take_steps();
        assert_eq!(contents(text.as_bytes()), [Content::Outside]);
        assert_eq!(take_steps(), 0);
    }

    #[test]
    fn the_last_piece_is_the_rest_once_there_are_many() {
        let text = "?SR1?x".repeat(MAX_PIECES);
        let pieces: Vec<_> = find(text.as_bytes()).collect();
        assert!(pieces.len() <= MAX_PIECES && pieces.len() >= MAX_PIECES - 1);
        let last = pieces.last().unwrap();
        assert_eq!((&last.content, last.range.end), (&Content::Outside, text.len()));
        assert_eq!(find("?SR1?".repeat(MAX_PIECES).as_bytes()).count(), MAX_PIECES - 1);
    }

    #[test]
    fn a_line_may_have_16384_characters_and_no_more() {
        let object = vec![7; super::super::capacity(MAX_LINE_CHARS)];
        let line = encode(&object);
        assert_eq!(contents(line.as_bytes()), [Content::Line(object)]);
        let body = "A".repeat(MAX_LINE_CHARS - 5);
        let too_long =
            |found| Content::Broken(WireError::Oversized { limit: MAX_LINE_CHARS, found });
        let whole = format!("?SR1:{body}.");
        assert_eq!(contents(whole.as_bytes()), [too_long(MAX_LINE_CHARS + 1)]);
        let open = format!("?SR1:{body}AAA ?");
        let expected = [too_long(MAX_LINE_CHARS + 3), Content::Outside];
        assert_eq!(contents(open.as_bytes()), expected);
    }

    #[test]
    fn what_lies_beyond_the_searched_part_is_outside() {
        let line = encode(b"object");
        let text = " ".repeat(MAX_TEXT_BYTES - line.len()) + &line + &line;
        let expected = [Content::Outside, Content::Line(b"object".to_vec()), Content::Outside];
        assert_eq!(contents(text.as_bytes()), expected);
    }
}
