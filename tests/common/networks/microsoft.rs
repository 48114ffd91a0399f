//! MSN. Clients stop at 1,409 characters; the server closes the connection above a payload of 1,664
//! bytes with its header. The formatting stands in that header and is lost; line ends are CR LF.
//! Each conversation is a connection of its own, so that messages overtake one another.

use super::{AS_IRC, Network, Way, as_html, as_plain, cut};
use crate::mangle::Seeded;
use subrosa::messenger::Markup;

pub(crate) const MSN: Network =
    Network { profile: "msn", carry, lost: 10, twice: 5, late: 30, delay: 5_000, flood: AS_IRC };

const HEADER: &str = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\
    User-Agent: pidgin/2.14.1\r\nX-MMS-IM-Format: FN=Segoe%20UI; EF=; CO=0; PF=0; RL=0\r\n\r\n";

fn carry(seeded: &mut Seeded, way: Way, text: &str) -> Vec<Vec<u8>> {
    let plain = as_plain(way, text).replace('\n', "\r\n");
    let plain = cut(&plain, 1_409);
    assert!(HEADER.len() + plain.len() <= 1_664, "the server closes the connection");
    let shown = match way.to {
        Markup::Plain => plain.to_owned(),
        Markup::Html => {
            let html = as_html(&plain.replace("\r\n", "\n"));
            let color = seeded.pick(&["#000000", "#ff00ff"]);
            format!("<FONT FACE=\"Segoe UI\"><FONT COLOR=\"{color}\">{html}</FONT></FONT>")
        }
    };
    vec![shown.into_bytes()]
}
