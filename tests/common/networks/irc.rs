//! IRC. RFC 1459 section 2.3: a message has 512 bytes with prefix and CR LF, CR and LF end it, NUL
//! is not in it. ngircd cuts what it relays without a word. libpurple strips the HTML of what it
//! sends, and escapes what comes. Servers and clients take trailing blanks away, and write `?` for
//! bytes that are not UTF-8.

use super::{AS_IRC, Network, Way, as_plain, for_host};

/// A usual server, with usual names.
pub(crate) const IRC: Network = Network {
    profile: "irc",
    carry: |_, way, text| relayed(way, text, ":alice!~alice@client-77.example.org PRIVMSG bob :"),
    // A netsplit now and then; the order is kept, and nothing comes twice.
    lost: 2,
    twice: 0,
    late: 0,
    delay: 0,
    flood: AS_IRC,
};

/// The longest names there are: a host sets 361 characters.
pub(crate) const LONG_NAMES: Network =
    Network { carry: |_, way, text| relayed(way, text, &long_prefix()), ..IRC };

fn long_prefix() -> String {
    let (nick, host) = ("n".repeat(30), "h".repeat(64));
    format!(":{nick}!~{}@{host} PRIVMSG {nick} :", "u".repeat(9))
}

fn relayed(way: Way, text: &str, prefix: &str) -> Vec<Vec<u8>> {
    let plain = as_plain(way, text).replace('\0', "");
    let messages = plain.split(['\r', '\n']).filter(|message| !message.is_empty());
    messages.map(|message| one(way, message, prefix)).collect()
}

fn one(way: Way, message: &str, prefix: &str) -> Vec<u8> {
    let mut bytes = [prefix.as_bytes(), message.as_bytes()].concat();
    bytes.truncate(512 - "\r\n".len());
    let text = String::from_utf8_lossy(&bytes[prefix.len()..]).replace('\u{fffd}', "?");
    for_host(way, text.trim_end()).into_bytes()
}
