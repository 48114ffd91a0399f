//! What a text is: the content types of C.

use super::buffer::argument;
use super::fault::Fault;
use crate::session::Content;

/// Plain text, UTF-8.
pub const SUBROSA_CONTENT_PLAIN: i32 = 0;
/// HTML as the sender's messenger produced it. It is untrusted: show only a safe subset.
pub const SUBROSA_CONTENT_HTML: i32 = 1;
/// Plain text that describes an action of the sender, as "/me waves" does.
pub const SUBROSA_CONTENT_PLAIN_ACTION: i32 = 2;
/// HTML that describes an action of the sender, as "/me waves" does. It is untrusted: show only a
/// safe subset.
pub const SUBROSA_CONTENT_HTML_ACTION: i32 = 3;
/// The bytes of a full card of the sender, for `subrosa_full_card_read`, and no text. Confirm it,
/// compare its fingerprint with that of the peer, and do not show it.
pub const SUBROSA_CONTENT_FULL_CARD: i32 = 4;

/// A content type of the caller.
pub(in crate::capi) fn content(value: i32) -> Result<Content, Fault> {
    match value {
        SUBROSA_CONTENT_PLAIN => Ok(Content::Plain),
        SUBROSA_CONTENT_HTML => Ok(Content::Html),
        SUBROSA_CONTENT_PLAIN_ACTION => Ok(Content::PlainAction),
        SUBROSA_CONTENT_HTML_ACTION => Ok(Content::HtmlAction),
        SUBROSA_CONTENT_FULL_CARD => Ok(Content::FullCard),
        _ => Err(argument(format!("the content type {value} is unknown"))),
    }
}

pub(in crate::capi) fn content_code(content: Content) -> i32 {
    match content {
        Content::Plain => SUBROSA_CONTENT_PLAIN,
        Content::Html => SUBROSA_CONTENT_HTML,
        Content::PlainAction => SUBROSA_CONTENT_PLAIN_ACTION,
        Content::HtmlAction => SUBROSA_CONTENT_HTML_ACTION,
        Content::FullCard => SUBROSA_CONTENT_FULL_CARD,
    }
}
