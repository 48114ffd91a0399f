//! SIMPLE: texts in SIP MESSAGE requests over UDP. RFC 3428 section 8: a request has at most 1,300
//! bytes with its headers. Datagrams get lost, come twice and overtake one another.

use super::{AS_IRC, Flood, Network, Way, as_plain, for_host};
use crate::mangle::Seeded;

pub(crate) const SIMPLE: Network = Network {
    profile: "simple",
    carry,
    lost: 10,
    twice: 30,
    late: 50,
    delay: 3_000,
    flood: Flood { message_ms: 1_000, ..AS_IRC },
};

const HEADERS: &str = "MESSAGE sip:bob@sip.example.org SIP/2.0\r\n\
    Via: SIP/2.0/UDP 192.0.2.77:5060;branch=z9hG4bK776asdhds1234567890\r\nMax-Forwards: 70\r\n\
    From: <sip:alice@sip.example.org>;tag=49583\r\nTo: <sip:bob@sip.example.org>\r\n\
    Call-ID: asd88asd77a1234567890@192.0.2.77\r\nCSeq: 1 MESSAGE\r\n\
    Proxy-Authorization: Digest username=\"alice\", realm=\"sip.example.org\", nonce=\"0123456789abcdef\"\r\n\
    Content-Type: text/plain\r\nContent-Length: 800\r\n\r\n";

fn carry(_: &mut Seeded, way: Way, text: &str) -> Vec<Vec<u8>> {
    let plain = as_plain(way, text);
    if HEADERS.len() + plain.len() > 1_300 {
        return Vec::new();
    }
    vec![for_host(way, &plain).into_bytes()]
}
