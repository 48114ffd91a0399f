//! What is measured: one entry per row of the table, with its targets and the sentence that says
//! where the span starts and ends.

use crate::contender::Peer;

/// One thing that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    Identity,
    Establishment,
    PingPong,
    Encrypt,
    Decrypt,
    DecryptDecoded,
    Forged,
    ForgedDecoded,
    Text20,
    Text200,
    FirstText20,
    Offer,
    Init,
    StateFresh,
    StateSkipped40,
    StateGap1000,
}

/// What a number of a row counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Micros,
    Characters,
    Bytes,
}

/// What our accelerated figure has to fulfil.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// At most this much.
    AtMost(f64),
    /// At most this many times the figure of a peer.
    Times(f64, Peer),
}

/// A row, described.
pub struct Described {
    pub row: Row,
    pub title: &'static str,
    pub unit: Unit,
    pub targets: &'static [Target],
    pub span: &'static str,
}

use Peer::Vodozemac;
use Target::{AtMost, Times};
use Unit::{Bytes, Characters, Micros};

/// All rows, in the order of the table.
pub const ROWS: &[Described] = &[
    Described {
        row: Row::Identity,
        title: "key generation",
        unit: Micros,
        targets: &[],
        span: "Identity::generate: two P-256 key pairs and the fingerprint. vodozemac: Account::new, \
               an Ed25519 and an X25519 key pair. libotr: one DSA-1024 key, two of them in the whole \
               run and none in the rounds, because it is slow.",
    },
    Described {
        row: Row::Establishment,
        title: "session establishment, both sides",
        unit: Micros,
        targets: &[],
        span: "From two installations without a session to both sides confirmed: one-time prekey and \
               card made and signed, Offer, card verified, Init, reply, confirming line; 4 lines, all \
               armored and found again. vodozemac: one one-time key made and published (not signed; \
               a Matrix client signs and verifies it as well), outbound session, first message of 2 \
               characters, inbound session, answer of 2 characters, both decrypted, base64 both \
               ways. libotr: from the query to both sides encrypted, 5 messages.",
    },
    Described {
        row: Row::PingPong,
        title: "ping-pong message, 200 B",
        unit: Micros,
        targets: &[],
        span: "One message of a conversation in which the sides take turns, so each has a ratchet \
               turn: from the text to the line, and from the line to the text shown and confirmed. \
               vodozemac: encrypt to base64, base64 to decrypted. libotr: the same, to and from its \
               text form.",
    },
    Described {
        row: Row::Encrypt,
        title: "encrypt, same direction, 200 B",
        unit: Micros,
        targets: &[Times(0.3, Vodozemac)],
        span: "PeerSessions::send: from the text to the armored line, no ratchet turn. The peers: from the \
               text to their text form.",
    },
    Described {
        row: Row::Decrypt,
        title: "decrypt, same direction, 200 B",
        unit: Micros,
        targets: &[Times(1.1, Vodozemac)],
        span: "PeerSessions::receive and PeerSessions::confirm: from the text of the network, searched for armor, to \
               the text shown and confirmed. The peers: from their text form, known to be a message, \
               to the plaintext.",
    },
    Described {
        row: Row::DecryptDecoded,
        title: "the same, from a decoded line",
        unit: Micros,
        targets: &[],
        span: "PeerSessions::receive_line and PeerSessions::confirm: without finding and decoding armor. vodozemac: \
               from a parsed message, without base64 and without parsing. libotr has no such entry.",
    },
    Described {
        row: Row::Forged,
        title: "reject a forged line, 1,000 missing",
        unit: Micros,
        targets: &[AtMost(2.0)],
        span: "PeerSessions::receive: a genuine line with a text of 200 B, 1,000 messages ahead of the \
               receiver, with another mac; from the text of the network to the refusal. vodozemac: \
               the same with its own message, from base64. libotr counts no messages: a message of \
               the current keys with an altered character, to the refusal.",
    },
    Described {
        row: Row::ForgedDecoded,
        title: "the same, from a decoded line",
        unit: Micros,
        targets: &[AtMost(2.0)],
        span: "PeerSessions::receive_line with the same line, decoded. vodozemac: from the parsed message.",
    },
    Described {
        row: Row::Text20,
        title: "text of 20 B",
        unit: Characters,
        targets: &[AtMost(145.0)],
        span: "The line of a confirmed session, padding included. The peers: the text form.",
    },
    Described {
        row: Row::Text200,
        title: "text of 200 B",
        unit: Characters,
        targets: &[AtMost(380.0)],
        span: "As the row before.",
    },
    Described {
        row: Row::FirstText20,
        title: "first message, text of 20 B",
        unit: Characters,
        targets: &[],
        span: "The Init of PeerSessions::start on a card, with the text. vodozemac: the pre-key message. \
               libotr cannot send a text before the session stands.",
    },
    Described {
        row: Row::Offer,
        title: "Offer",
        unit: Characters,
        targets: &[],
        span: "The line of Installation::offer. The peers have no such message: with vodozemac the \
               application publishes keys; what libotr sends in all is on the next row.",
    },
    Described {
        row: Row::Init,
        title: "Init without a text",
        unit: Characters,
        targets: &[],
        span: "The answer to an Offer. vodozemac: the pre-key message with an empty text. libotr: \
               query and key exchange, 5 messages, together.",
    },
    Described {
        row: Row::StateFresh,
        title: "state: one session, confirmed",
        unit: Bytes,
        targets: &[],
        span: "PeerSessions::save of the side that offered, after the establishment. vodozemac: characters \
               of the encrypted pickle of the session alone, in its base64. libotr keeps no session.",
    },
    Described {
        row: Row::StateSkipped40,
        title: "state: 40 messages missing",
        unit: Bytes,
        targets: &[],
        span: "The same after a line that 40 messages before it have not come. Both keep 40 keys. \
               vodozemac: characters of its pickle again.",
    },
    Described {
        row: Row::StateGap1000,
        title: "state: 1,000 messages missing",
        unit: Bytes,
        targets: &[],
        span: "The same with 1,000. We keep 1,000 keys, and all of the late messages can be read; \
               vodozemac keeps 40.",
    },
];
