//! XMPP and Bonjour. RFC 6120 section 11.1: a control character is no XML, the stream is closed.
//! Prosody takes stanzas of 262,144 bytes, and with its module `limits` 10 KB/s; the rest waits
//! in the socket. libpurple sends XHTML-IM (XEP-0071) beside the plain body, shows it in preference, makes
//! `<BR>` of line breaks and links of addresses. A client that comes back gets again what was not
//! acknowledged (XEP-0198), and offline messages late.

use super::{NO_FLOOD, Network, Way, as_html, as_plain};
use crate::hosts::linkified;
use crate::mangle::Seeded;
use subrosa::messenger::Markup;

pub(crate) const XMPP: Network = Network {
    profile: "xmpp",
    carry: stanza,
    lost: 5,
    twice: 20,
    late: 10,
    delay: 20_000,
    flood: NO_FLOOD,
};

/// No server: two machines, one stream.
pub(crate) const BONJOUR: Network = Network {
    profile: "bonjour",
    carry: between_machines,
    lost: 0,
    twice: 0,
    late: 0,
    delay: 0,
    flood: NO_FLOOD,
};

fn stanza(seeded: &mut Seeded, way: Way, text: &str) -> Vec<Vec<u8>> {
    let is_xml = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    assert!(text.chars().all(is_xml), "the stream is closed");
    let around = "<message to='bob@example.org/Home' type='chat'><body></body></message>";
    assert!(around.len() + 2 * text.len() < 262_144, "the stream is closed");
    if text.trim().is_empty() {
        return Vec::new();
    }
    let body = as_plain(way, text).replace("\r\n", "\n");
    let shown = match (way.from, way.to) {
        (_, Markup::Plain) => body,
        (Markup::Html, Markup::Html) if seeded.below(2) == 0 => {
            let html = text.replace("<BR>", "<br/>");
            format!(
                "<html xmlns='http://jabber.org/protocol/xhtml-im'><body><p>{html}</p></body></html>"
            )
        }
        (_, Markup::Html) => as_html(&body),
    };
    vec![shown.into_bytes()]
}

fn between_machines(_: &mut Seeded, way: Way, text: &str) -> Vec<Vec<u8>> {
    let html = match way.from {
        Markup::Plain => as_html(text),
        Markup::Html => linkified(text),
    };
    let shown = match way.to {
        Markup::Plain => super::stripped(&html),
        Markup::Html => {
            format!(
                "<body><font face=\"Helvetica\" ABSZ=\"12\" color=\"#000000\">{html}</font></body>"
            )
        }
    };
    vec![shown.into_bytes()]
}
