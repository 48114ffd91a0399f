//! Messenger networks, as far as they do something to text: what a host hands to its network
//! becomes what the other host gets from it. One file a family; where the habits are from stands
//! there.

pub(crate) mod groupware;
pub(crate) mod irc;
pub(crate) mod jabber;
pub(crate) mod mail;
pub(crate) mod microsoft;
pub(crate) mod oscar;
pub(crate) mod telephony;
pub(crate) mod yahoo;

use crate::mangle::Seeded;
use subrosa::messenger::Markup;

/// The way of one text: from a host to another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    /// What the sending host hands to its network.
    pub(crate) from: Markup,
    /// What the receiving host gets.
    pub(crate) to: Markup,
}

/// One network.
pub(crate) struct Network {
    /// The profile that its accounts have.
    pub(crate) profile: &'static str,
    /// What becomes of a text: nothing, one message or several.
    pub(crate) carry: fn(&mut Seeded, Way, &str) -> Vec<Vec<u8>>,
    /// Of 1,000 messages: how many are lost, come twice, come late.
    pub(crate) lost: usize,
    pub(crate) twice: usize,
    pub(crate) late: usize,
    /// How late. Milliseconds.
    pub(crate) delay: u64,
    /// Who sends faster is punished.
    pub(crate) flood: Flood,
}

/// When a server takes a client for a flooder: what a message costs in milliseconds, and how far a
/// client may be ahead of the time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flood {
    pub(crate) message_ms: u64,
    pub(crate) ahead_ms: u64,
}

/// As RFC 1459 section 8.10: two seconds a message, ten seconds ahead.
pub(crate) const AS_IRC: Flood = Flood { message_ms: 2_000, ahead_ms: 10_000 };

/// Nobody counts.
pub(crate) const NO_FLOOD: Flood = Flood { message_ms: 0, ahead_ms: 1 };

/// HTML as plain text: a client that strips it.
pub(crate) fn stripped(html: &str) -> String {
    let mut plain = String::new();
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let reference = REFERENCES.iter().find(|(name, _)| rest.starts_with(name));
        let next = match (c, reference) {
            ('<', _) if is_tag(rest) => {
                let (tag, after) = rest.split_once('>').unwrap();
                if tag.eq_ignore_ascii_case("<br") || tag.eq_ignore_ascii_case("<br/") {
                    plain.push('\n');
                }
                after
            }
            (_, Some((name, meaning))) => {
                plain.push_str(meaning);
                &rest[name.len()..]
            }
            _ => {
                plain.push(c);
                &rest[c.len_utf8()..]
            }
        };
        rest = next;
    }
    plain
}

const REFERENCES: [(&str, &str); 6] = [
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&nbsp;", " "),
    ("&apos;", "'"),
];

fn is_tag(text: &str) -> bool {
    text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && text.contains('>')
}

/// Plain text as a client shows it in a window for HTML.
pub(crate) fn as_html(plain: &str) -> String {
    crate::hosts::linkified(&crate::hosts::escaped(plain))
}

/// The text that travels: plain, whatever the host speaks.
pub(crate) fn as_plain(way: Way, text: &str) -> String {
    match way.from {
        Markup::Plain => text.to_owned(),
        Markup::Html => stripped(text),
    }
}

/// The text that arrives: as the host wants it.
pub(crate) fn for_host(way: Way, plain: &str) -> String {
    match way.to {
        Markup::Plain => plain.to_owned(),
        Markup::Html => as_html(plain),
    }
}

/// The first characters of a text that have so many bytes.
pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
