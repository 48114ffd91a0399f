//! AIM and ICQ (OSCAR). A text is wrapped in `<HTML><BODY>`; clients stop at 2,343 characters, and
//! many servers advertise as little as 512 bytes: what is longer is lost without a word. A bare
//! `http://` becomes a link. From ICQ to ICQ HTML is stripped. A client that is too fast has its
//! messages dropped; offline messages come late and in any order.

use super::{AS_IRC, Network, Way, as_html, as_plain, cut, stripped};
use crate::hosts::linkified;
use crate::mangle::Seeded;
use subrosa::messenger::Markup;

pub(crate) const AIM: Network = Network {
    profile: "aim",
    carry: aim,
    lost: 10,
    twice: 5,
    late: 20,
    delay: 15_000,
    flood: AS_IRC,
};

pub(crate) const ICQ: Network = Network { profile: "icq", carry: icq, ..AIM };

/// What servers advertise at least. Bytes.
const ADVERTISED: usize = 512;

fn aim(seeded: &mut Seeded, way: Way, text: &str) -> Vec<Vec<u8>> {
    let html = match way.from {
        Markup::Plain => crate::hosts::escaped(text),
        Markup::Html => text.to_owned(),
    };
    let sent = format!("<HTML><BODY>{}</BODY></HTML>", cut(&html, 2_343));
    if sent.len() > ADVERTISED {
        return Vec::new();
    }
    let inside = linkified(cut(&html, 2_343));
    let came = match seeded.below(3) {
        0 => sent,
        1 => format!(
            "<HTML><BODY BGCOLOR=\"#ffffff\"><FONT LANG=\"0\">{inside}</FONT></BODY></HTML>"
        ),
        _ => format!(
            "<HTML><BODY><FONT FACE=\"Arial\" SIZE=2 COLOR=#000000>{inside}</FONT></BODY></HTML>"
        ),
    };
    match way.to {
        Markup::Html => vec![came.into_bytes()],
        Markup::Plain => vec![stripped(&came).into_bytes()],
    }
}

fn icq(_: &mut Seeded, way: Way, text: &str) -> Vec<Vec<u8>> {
    let plain = as_plain(way, text);
    // One byte for a character of ASCII, two for each character if there is another one.
    let bytes = if plain.is_ascii() { plain.len() } else { 2 * plain.chars().count() };
    if bytes > ADVERTISED {
        return Vec::new();
    }
    match way.to {
        Markup::Plain => vec![plain.replace('\n', "\r\n").into_bytes()],
        Markup::Html => vec![as_html(&plain).into_bytes()],
    }
}
