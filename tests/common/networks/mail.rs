//! Mail. RFC 5322 section 2.1.1: lines of 998 bytes, 76 by custom, so that clients wrap; RFC 3676:
//! format=flowed, with blanks before soft breaks and before lines that begin with a blank, `>` or
//! `From `; RFC 2045 section 6.7: quoted-printable, which not every host undoes; and people who
//! answer above what they quote. A mail comes when it comes.

use super::{NO_FLOOD, Network, Way, as_html, as_plain};
use crate::mangle::{self, Seeded};
use subrosa::messenger::Markup;

pub(crate) const MAIL: Network = Network {
    profile: "mail",
    carry,
    lost: 5,
    twice: 20,
    late: 300,
    delay: 60_000,
    flood: NO_FLOOD,
};

fn carry(seeded: &mut Seeded, way: Way, text: &str) -> Vec<Vec<u8>> {
    let plain = as_plain(way, text);
    let seed = seeded.below(usize::MAX) as u64;
    let wrapped = match seeded.below(4) {
        0 => mangle::wrapped_at_76(&plain, seed),
        1 if plain.len() > 200 => mangle::flowed(&plain, seed),
        2 => mangle::quoted_printable(&plain, seed),
        _ => mangle::wrapped_at_76(&plain, seed),
    };
    let body = String::from_utf8(wrapped).unwrap();
    let mail = match seeded.below(4) {
        0 => format!("{body}\r\n-- \r\nAlice\r\n"),
        1 => {
            let quoted = mangle::quoted(&body.replace("\r\n", "\n"), seed);
            format!("On Monday Alice wrote:\n{}", String::from_utf8(quoted).unwrap())
        }
        _ => format!("{body}\r\n"),
    };
    vec![
        match way.to {
            Markup::Plain => mail,
            Markup::Html => format!("<html><body><p>{}</p></body></html>", as_html(&mail)),
        }
        .into_bytes(),
    ]
}
