//! What a decrypted text becomes before a host shows it, and what a host's text becomes before it
//! is encrypted.
//!
//! A text comes from a peer and may hold anything. It is read into lines of characters with a few
//! marks (`layout`, `html`) and written anew from these (`render`): what a host gets consists
//! of nothing but escaped characters, the tags `<b> <i> <u> <s> <br>` without attributes, and
//! `<a href="...">` with a target that `link` let through. No other tag, attribute or scheme can
//! come out, because nothing writes one.
//!
//! - **Bytes that are not UTF-8** become U+FFFD.
//! - **Line breaks** are LF, CR, CR LF, VT, FF, NEL (U+0085), U+2028 and U+2029, `<br>`, and the
//!   borders of block elements. In HTML a line break of the source is one too, as messengers do it.
//! - **Control characters** other than tab and line breaks become their picture, U+2400 and what
//!   follows (`\x01` is `␁`, DEL is `␡`); C1, which has no pictures, becomes U+FFFD. So no CTCP, no
//!   escape sequence and no colour code reaches a host.
//! - **Direction**: an override, embedding or isolate that the text opens is closed at the end of
//!   the line, and a closing one that closes nothing of the line is left out (UAX #9). A line turns
//!   nothing around but itself. Everything else arrives as it is, characters without width too.
//! - **HTML** keeps bold, italic, underlined and struck text, and links to `http`, `https`,
//!   `mailto`, `xmpp` and `irc`. Of an image stays its `alt` text. Scripts, styles, titles, frames
//!   and comments are left out. A text in which nothing at all would be left is shown as its source.
//! - **On a plain host** a link is followed by its target in `<` and `>`, unless it is the same.
//!
//! The work grows with the length of the text and with nothing else: tags are counted, not nested.

mod html;
mod layout;
mod link;
mod render;

use crate::messenger::network::profile::Markup;
use crate::session::Content;
use layout::Layout;

/// Texts that one text becomes at most where every line is shown by itself.
pub const MAX_DISPLAYS: usize = 256;

/// What a host is to show for a text of a peer: at least one string.
///
/// Without `lines` it is one string, with line breaks as LF or `<br>`. With `lines` it is one string
/// a line, at most [`MAX_DISPLAYS`]: an empty line is a space, and if there are more lines, the last
/// string holds the rest, its line breaks as `␊`.
pub fn display(content: Content, bytes: &[u8], markup: Markup, lines: bool) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let layout = match content {
        Content::Plain | Content::PlainAction => Layout::of_plain(&text),
        Content::Html | Content::HtmlAction => html::layout(&text),
        // Nothing that is shown.
        Content::FullCard => return Vec::new(),
    };
    let layout = if lines { layout.of_at_most(MAX_DISPLAYS) } else { layout };
    let rendered = layout.lines().iter().map(|line| match markup {
        Markup::Plain => render::plain(line),
        Markup::Html => render::html(line),
    });
    if lines {
        return rendered.map(|line| if line.is_empty() { " ".to_owned() } else { line }).collect();
    }
    let line_break = match markup {
        Markup::Plain => "\n",
        Markup::Html => "<br>",
    };
    vec![rendered.collect::<Vec<_>>().join(line_break)]
}

/// What is sent for a text that a host gave: its bytes and what they are.
///
/// HTML that is nothing but escaped text and `<br>` is sent as the plain text that it stands for:
/// it is shorter, and exact everywhere. [`display`] shows both alike. Other HTML is sent as it is.
pub fn outgoing(markup: Markup, text: &[u8]) -> (Content, Vec<u8>) {
    if markup == Markup::Html {
        return match str::from_utf8(text).ok().and_then(html::as_plain) {
            Some(plain) => (Content::Plain, plain.into_bytes()),
            None => (Content::Html, text.to_vec()),
        };
    }
    (Content::Plain, text.to_vec())
}

/// What stands behind the leading `/me ` of a text that says what its sender does.
pub fn is_action(text: &[u8]) -> Option<&[u8]> {
    text.strip_prefix(b"/me ")
}

/// Whether a sentence of the library can be shown by every host as it is: it has none of
/// `<`, `>`, `&`, `"`, `%` and no control characters.
pub fn notice_safe(sentence: &str) -> bool {
    !sentence.chars().any(|c| c.is_control() || "<>&\"%".contains(c))
}
