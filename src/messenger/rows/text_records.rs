//! Rows about texts and lines that are under way.

use super::form::{self, AsWord};
use super::record::Record;
use super::unknown::Unknown;
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::session::{Content, TextId};
use serde::{Deserialize, Serialize};

/// Table `Text`, grouped by account: a text of the user that is not known to be delivered. Key: its
/// number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::messenger) struct TextRecord {
    pub(in crate::messenger) number: u64,
    #[serde(with = "form")]
    pub(in crate::messenger) address: AddressKey,
    /// Whom it is for, if that was known when it was typed, or when it was sent: it goes to nobody
    /// else.
    #[serde(with = "form")]
    pub(in crate::messenger) who: Option<Fingerprint>,
    #[serde(with = "form")]
    pub(in crate::messenger) content: Content,
    #[serde(with = "form")]
    pub(in crate::messenger) bytes: Vec<u8>,
    #[serde(with = "form")]
    pub(in crate::messenger) id: Option<TextId>,
    #[serde(with = "form")]
    pub(in crate::messenger) phase: Phase,
    /// When the user wrote it. Milliseconds since 1970.
    pub(in crate::messenger) written: u64,
    /// Its lines carry that time.
    pub(in crate::messenger) dated: bool,
    /// When it was last decided that it goes: written, agreed to, or sent for the first time.
    /// Milliseconds since 1970.
    pub(in crate::messenger) since: u64,
    /// How often it was sent.
    pub(in crate::messenger) attempts: u32,
    #[serde(flatten)]
    pub(in crate::messenger) unknown: Unknown,
}

/// How far a text of the user is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::messenger) enum Phase {
    /// The text waits until the conversation is private.
    Held,
    /// It waits for the user, because it is long.
    Asking,
    /// It waits for the user, because it has waited for long; what was written after it waits too.
    Old,
    /// Encrypted; its lines are queued or have been given to the host.
    Sent,
    /// Given up until the user decides.
    Lost,
}

/// Table `Line`, grouped by account: a line to send. Key: its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::messenger) struct LineRecord {
    pub(in crate::messenger) id: u64,
    /// Smaller ones go first.
    pub(in crate::messenger) class: u8,
    #[serde(with = "form")]
    pub(in crate::messenger) address: AddressKey,
    /// The text it is part of.
    pub(in crate::messenger) text: Option<u64>,
    pub(in crate::messenger) line: String,
    #[serde(flatten)]
    pub(in crate::messenger) unknown: Unknown,
}

/// Table `Shown`, grouped by account: a text of a peer that the host has not confirmed. Key:
/// fingerprint and text id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::messenger) struct ShownRecord {
    /// Grows from text to text: their order.
    pub(in crate::messenger) number: u64,
    #[serde(with = "form")]
    pub(in crate::messenger) who: Fingerprint,
    #[serde(with = "form")]
    pub(in crate::messenger) id: TextId,
    #[serde(with = "form")]
    pub(in crate::messenger) address: AddressKey,
    #[serde(with = "form")]
    pub(in crate::messenger) content: Content,
    #[serde(with = "form")]
    pub(in crate::messenger) bytes: Vec<u8>,
    pub(in crate::messenger) unconfirmed: bool,
    pub(in crate::messenger) overtaken: bool,
    pub(in crate::messenger) history: bool,
    /// When it was written, as far as that can be believed. Seconds since 1970; 0 if it is not known.
    pub(in crate::messenger) written: u64,
    /// Milliseconds since 1970.
    pub(in crate::messenger) arrived: u64,
    #[serde(flatten)]
    pub(in crate::messenger) unknown: Unknown,
}

impl ShownRecord {
    pub(in crate::messenger) fn key(who: &Fingerprint, id: TextId) -> Vec<u8> {
        [who.as_bytes().as_slice(), id.as_bytes()].concat()
    }
}

impl AsWord for Phase {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Held, "held"),
        (Self::Asking, "asking"),
        (Self::Sent, "sent"),
        (Self::Lost, "lost"),
        (Self::Old, "old"),
    ];
}

form::word!(Phase);

impl Record for TextRecord {
    const NAME: &'static str = "a text";
}

impl Record for LineRecord {
    const NAME: &'static str = "a line";
}

impl Record for ShownRecord {
    const NAME: &'static str = "a text of somebody";
}
