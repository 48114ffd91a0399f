//! Yahoo. Clients stop at 799 bytes; the server took 948 bytes and 800 characters. HTML becomes
//! codes (`ESC [ 1 m`) and comes back as HTML; the bytes C0 80 separate the fields of a packet, of
//! which a careless client leaves some.

use super::{AS_IRC, Network, Way, cut};
use crate::hosts::{escaped, linkified};
use crate::mangle::Seeded;
use subrosa::messenger::Markup;

pub(crate) const YAHOO: Network = Network {
    profile: "yahoo",
    carry,
    lost: 10,
    // Offline messages come once more when the client comes back.
    twice: 30,
    late: 10,
    delay: 10_000,
    flood: AS_IRC,
};

const CODES: [(&str, &str); 6] = [
    ("<b>", "\u{1b}[1m"),
    ("</b>", "\u{1b}[x1m"),
    ("<i>", "\u{1b}[2m"),
    ("</i>", "\u{1b}[x2m"),
    ("<u>", "\u{1b}[4m"),
    ("</u>", "\u{1b}[x4m"),
];

fn carry(seeded: &mut Seeded, way: Way, text: &str) -> Vec<Vec<u8>> {
    let mut codes = text.to_owned();
    if way.from == Markup::Html {
        for (tag, code) in CODES {
            codes = codes.replace(tag, code);
        }
        codes = super::stripped(&codes);
    }
    let sent = cut(&codes, 799);
    assert!(!sent.contains("\u{c0}\u{80}"), "the packet falls apart");
    let shown = match way.to {
        Markup::Plain => {
            CODES.iter().fold(sent.to_owned(), |text, (_, code)| text.replace(code, ""))
        }
        Markup::Html => {
            let html = linkified(&escaped(sent));
            let html = CODES.iter().fold(html, |text, (tag, code)| text.replace(code, tag));
            format!("<font face=\"Arial\"><font size=\"10\">{html}</font></font>")
        }
    };
    match seeded.below(10) {
        0 => vec![[b"14\xc0\x80", shown.as_bytes(), b"\xc0\x8097\xc0\x801\xc0\x80"].concat()],
        _ => vec![shown.into_bytes()],
    }
}
