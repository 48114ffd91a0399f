//! The names that the two sides of a session have for things: installations, sessions, texts, lines.

use crate::crypto;
use crate::wire::ObjectKind;
use crate::wire::labels;
use std::fmt;

/// Names an installation to its peers: 4 random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstallationId(pub(crate) [u8; 4]);

impl InstallationId {
    /// The 4 bytes.
    pub fn as_bytes(&self) -> &[u8; 4] {
        &self.0
    }
}

/// Names a session to both sides: 16 bytes, derived, never sent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub(crate) [u8; 16]);

impl SessionId {
    /// The 16 bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionId({:02x?})", self.0)
    }
}

/// The four bytes that route a message to its session.
pub(crate) type Tag = [u8; 4];

/// Names a text to both sides: 8 bytes, derived from the key of its first line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub(crate) [u8; 8]);

impl TextId {
    /// The 8 bytes.
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }

    /// The id in 8 bytes, as the host kept it.
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for TextId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextId({:016x})", u64::from_be_bytes(self.0))
    }
}

/// What is kept of the id of a text that was shown. Not the id: receipts depend on it, and whoever
/// steals the state would try out which text an earlier one was (PROTOCOL.md section 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ShownId(pub(crate) [u8; 8]);

impl ShownId {
    pub(crate) fn of(id: TextId) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = crypto::sha256(&[labels::SHOWN, &id.0]);
        Self([a, b, c, d, e, f, g, h])
    }
}

/// Names one line: the tag it had (zero for an Init) and the beginning of its hash. An Offer
/// carries one to say which line could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Echo {
    pub(crate) tag: Tag,
    pub(crate) hash: [u8; 8],
}

impl Echo {
    /// The echo of a decoded line.
    pub fn of(line: &[u8]) -> Self {
        let tag = match line {
            [kind, a, b, c, d, ..] if *kind == ObjectKind::Message.header_byte() => {
                [*a, *b, *c, *d]
            }
            _ => [0; 4],
        };
        let digest = crypto::sha256(&[line]);
        let mut hash = [0; 8];
        for (to, from) in hash.iter_mut().zip(digest) {
            *to = from;
        }
        Self { tag, hash }
    }

    /// The 12 bytes as they stand in an Offer; all zero for "no line".
    pub fn to_bytes(self) -> [u8; 12] {
        let mut bytes = [0; 12];
        for (to, from) in bytes.iter_mut().zip(self.tag.into_iter().chain(self.hash)) {
            *to = from;
        }
        bytes
    }

    /// The echo in 12 bytes.
    pub fn from_bytes(bytes: &[u8; 12]) -> Self {
        let [a, b, c, d, hash @ ..] = *bytes;
        Self { tag: [a, b, c, d], hash }
    }
}
