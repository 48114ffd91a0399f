//! Objects as lines of ASCII text, and finding them again.
//!
//! A line is `?SR1:`, the object in base64url without padding, and `.`. It has no space and none
//! of `<`, `>` and `&`; a line that was cut is recognised by its missing end.
//!
//! Networks wrap text in HTML, make links of it, break it into lines, quote it. [`find()`] sees
//! through what carries nothing: tags, white space and line breaks, `> ` at the start of lines,
//! character references, quoted-printable, characters without width. These are passed over inside
//! a line and inside its marker. What it never does is guess: anything else inside a line breaks
//! it, and the piece says why and which part of the text it was.

mod find;
mod markup;

pub use find::{Content, Piece, Pieces, find, find_document};
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub use markup::steps::take_steps;

use super::{WireError, base64url};

/// What begins a line with a whole object.
const MARKER: &str = "?SR1:";

/// Asks whether the other side has this library. A text may end in it.
pub const QUERY: &str = "?SR1?";

/// Characters of a line beside its base64: marker and final point.
const FRAME_CHARS: usize = MARKER.len() + 1;

/// The object as a line of [`encoded_len`] characters.
///
/// An object has at least its header byte; the line of no bytes is not found again.
#[must_use]
pub fn encode(object: &[u8]) -> String {
    let mut line = String::with_capacity(encoded_len(object.len()));
    line.push_str(MARKER);
    base64url::encode(object, &mut line);
    line.push('.');
    line
}

/// The object for mail: its line broken after every 76 characters, between a line that says BEGIN
/// SUBROSA and `what`, and one that says END. These two are for people; [`find()`] and
/// [`find_document`] need neither.
#[must_use]
pub fn encode_wrapped(object: &[u8], what: &str) -> String {
    let line = encode(object);
    let mut text = format!("-----BEGIN SUBROSA {what}-----\n");
    let mut rest = line.as_str();
    while !rest.is_empty() {
        // A point alone on a line ends a mail for programs that forget to double it.
        let most = if rest.len() == WRAP + 1 { WRAP - 1 } else { WRAP };
        let (piece, behind) = rest.split_at_checked(most).unwrap_or((rest, ""));
        text.push_str(piece);
        text.push('\n');
        rest = behind;
    }
    text.push_str(&format!("-----END SUBROSA {what}-----\n"));
    text
}

/// Characters of a line in mail, as in MIME (RFC 2045 section 6.8).
const WRAP: usize = 76;

/// The first object armored in `text`, whatever stands around it. For text that a user hands over
/// as one object, an exported identity say.
///
/// # Errors
///
/// Without an object the error of the first broken line, and [`WireError::NotArmored`] if there is
/// none.
pub fn decode(text: &[u8]) -> Result<Vec<u8>, WireError> {
    let mut first = None;
    for piece in find(text) {
        match piece.content {
            Content::Line(object) => return Ok(object),
            Content::Broken(error) if first.is_none() => first = Some(error),
            _ => {}
        }
    }
    Err(first.unwrap_or(WireError::NotArmored))
}

/// Characters of the line that an object of `bytes` bytes becomes.
#[must_use]
pub fn encoded_len(bytes: usize) -> usize {
    FRAME_CHARS + base64url::encoded_len(bytes)
}

/// Bytes of the largest object whose line has at most `chars` characters; 0 if none does.
#[must_use]
pub fn capacity(chars: usize) -> usize {
    base64url::capacity(chars.saturating_sub(FRAME_CHARS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_marker_base64url_and_point() {
        assert_eq!(encode(&[0xfb, 0xff, 0xfe]), "?SR1:-__-.");
        assert_eq!(encode(&[0x11]), "?SR1:EQ.");
        assert_eq!(encode(&[0x11, 0x22]), "?SR1:ESI.");
    }

    #[test]
    fn a_line_of_380_characters_holds_280_bytes() {
        assert_eq!(capacity(380), 280);
        assert_eq!(encoded_len(280), 380);
    }

    #[test]
    fn capacity_is_the_most_that_fits_any_number_of_characters() {
        for chars in 0..2_000 {
            let bytes = capacity(chars);
            assert!(encoded_len(bytes + 1) > chars, "{chars} characters hold more");
            assert!(bytes == 0 || encoded_len(bytes) <= chars, "{chars} characters hold less");
        }
        assert!(capacity(usize::MAX) > 0);
    }

    #[test]
    fn the_length_of_a_line_is_known_beforehand() {
        for n in 0..300 {
            assert_eq!(encode(&vec![0x5a; n]).len(), encoded_len(n));
        }
    }

    #[test]
    fn a_wrapped_object_has_short_lines_none_of_them_a_point_and_is_found_again() {
        for n in 1..400 {
            let object = vec![0x5a; n];
            let text = encode_wrapped(&object, "THING");
            let lines: Vec<_> = text.lines().collect();
            assert_eq!(lines.first(), Some(&"-----BEGIN SUBROSA THING-----"));
            assert_eq!(lines.last(), Some(&"-----END SUBROSA THING-----"));
            assert!(lines.iter().all(|line| line.len() <= 76 && *line != "."), "{text}");
            let quoted: String = lines.iter().map(|line| format!("> {line}\r\n")).collect();
            assert_eq!(decode(quoted.as_bytes()), Ok(object));
        }
    }

    #[test]
    fn a_document_of_two_mebibytes_is_found_and_nothing_longer() {
        use crate::wire::limits::{MAX_ARMORED_DOCUMENT, MAX_DOCUMENT_CHARS};
        let object = vec![7; MAX_ARMORED_DOCUMENT];
        assert_eq!(encoded_len(object.len()), MAX_DOCUMENT_CHARS);
        let text = encode_wrapped(&object, "DOCUMENT");
        let found = |text: &str| {
            find_document(text.as_bytes())
                .map(|piece| piece.content)
                .find(|c| *c != Content::Outside)
        };
        assert_eq!(found(&text), Some(Content::Line(object)));
        let longer = encode_wrapped(&vec![7; MAX_ARMORED_DOCUMENT + 3], "DOCUMENT");
        assert!(matches!(
            found(&longer),
            Some(Content::Broken(WireError::Oversized { limit: MAX_DOCUMENT_CHARS, .. }))
        ));
    }

    #[test]
    fn decoding_takes_the_first_object_and_else_says_what_was_wrong() {
        let text = format!("Here it is:\n{}\nand {}", encode(b"first"), encode(b"second"));
        assert_eq!(decode(text.as_bytes()), Ok(b"first".to_vec()));
        assert_eq!(decode(b"nothing here"), Err(WireError::NotArmored));
        assert_eq!(decode(b"?SR1:AA? ?SR2:AA."), Err(WireError::Alphabet(b'?')));
        assert_eq!(decode(b"?SR1:"), Err(WireError::Truncated { needed: 6, found: 5 }));
    }
}
