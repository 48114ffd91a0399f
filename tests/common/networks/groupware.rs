//! GroupWise and Gadu-Gadu. GroupWise sends RTF, of which libpurple makes text, and HTML of that;
//! clients stop at 1,792 bytes. Gadu-Gadu sends HTML and plain text, once in CP1250; clients stop at
//! 1,200 characters, line ends are CR LF, and the server keeps messages for those who are away.

use super::{AS_IRC, Network, Way, as_plain, cut, for_host};
use crate::mangle::Seeded;
use subrosa::messenger::Markup;

pub(crate) const GROUPWISE: Network = Network {
    profile: "groupwise",
    carry: groupwise,
    lost: 5,
    twice: 0,
    late: 10,
    delay: 5_000,
    flood: AS_IRC,
};

pub(crate) const GADU_GADU: Network = Network {
    profile: "gadu-gadu",
    carry: gadu_gadu,
    lost: 10,
    twice: 10,
    late: 20,
    delay: 10_000,
    flood: AS_IRC,
};

fn groupwise(_: &mut Seeded, way: Way, text: &str) -> Vec<Vec<u8>> {
    let plain = as_plain(way, text);
    let mut rtf = String::from("{\\rtf1\\ansi{\\fonttbl{\\f0\\fnil Unknown;}}\\f0 ");
    for c in cut(&plain, 1_792).chars() {
        match c {
            '\\' | '{' | '}' => rtf.extend(['\\', c]),
            '\n' => rtf.push_str("\\par "),
            c if c.is_ascii() => rtf.push(c),
            c => rtf.push_str(&format!("\\u{}?", u32::from(c))),
        }
    }
    rtf.push('}');
    vec![for_host(way, &of_rtf(&rtf)).into_bytes()]
}

/// The text of RTF, as far as the other client writes it.
fn of_rtf(rtf: &str) -> String {
    let mut rest = rtf.split_once("\\f0 ").unwrap().1.strip_suffix('}').unwrap();
    let mut plain = String::new();
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c != '\\' {
            plain.push(c);
        } else if let Some(after) = rest.strip_prefix("par ") {
            plain.push('\n');
            rest = after;
        } else if rest.starts_with('u') {
            let (number, after) = rest[1..].split_once('?').unwrap();
            plain.push(char::from_u32(number.parse().unwrap()).unwrap());
            rest = after;
        } else {
            plain.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    plain
}

fn gadu_gadu(seeded: &mut Seeded, way: Way, text: &str) -> Vec<Vec<u8>> {
    let plain = as_plain(way, text);
    let plain: String = plain.replace('\n', "\r\n").chars().take(1_200).collect();
    if way.to == Markup::Html && seeded.below(2) == 0 {
        let style = "color:#000000; font-family:'MS Shell Dlg 2'; font-size:9pt; ";
        let html = super::as_html(&plain.replace("\r\n", "\n"));
        return vec![format!("<span style=\"{style}\">{html}</span>").into_bytes()];
    }
    vec![for_host(way, &plain.replace("\r\n", "\n")).into_bytes()]
}
