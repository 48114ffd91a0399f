//! An outcome as its events, and an event as its fields.

use super::told::{Shown, Told};
use zeroize::{Zeroize, Zeroizing};

/// The events of a call.
pub(in crate::capi) struct Outcome {
    pub(super) entries: Vec<Entry>,
    /// How often the host has gone on: the current event is the one before this.
    pub(super) reached: usize,
    /// Of a messenger.
    pub(super) told: Option<Told>,
}

/// One event as its fields.
pub(in crate::capi) struct Entry {
    pub(super) kind: i32,
    bytes: Vec<(i32, Zeroizing<Vec<u8>>)>,
    numbers: Vec<(i32, i64)>,
    /// The text that a SHOW event is about, or a part of it.
    pub(super) shown: Option<Shown>,
}

impl Outcome {
    pub(in crate::capi) fn of(entries: Vec<Entry>) -> Self {
        Self { entries, reached: 0, told: None }
    }

    pub(in crate::capi) fn by(self, told: Told) -> Self {
        Self { told: Some(told), ..self }
    }

    pub(in crate::capi) fn and(mut self, entry: Entry) -> Self {
        self.entries.push(entry);
        self
    }

    pub(super) fn current(&self) -> Option<&Entry> {
        self.entries.get(self.reached.checked_sub(1)?)
    }
}

impl Entry {
    pub(in crate::capi) fn new(kind: i32) -> Self {
        Self { kind, bytes: Vec::new(), numbers: Vec::new(), shown: None }
    }

    /// Adds bytes, followed by a NUL; what they were copied from is wiped.
    pub(in crate::capi) fn with(mut self, field: i32, bytes: impl Into<Vec<u8>>) -> Self {
        let mut bytes = bytes.into();
        let mut kept = Zeroizing::new(Vec::with_capacity(bytes.len() + 1));
        kept.extend_from_slice(&bytes);
        kept.push(0);
        bytes.zeroize();
        self.bytes.push((field, kept));
        self
    }

    pub(in crate::capi) fn and(mut self, field: i32, number: i64) -> Self {
        self.numbers.push((field, number));
        self
    }

    pub(in crate::capi) fn showing(self, shown: Option<Shown>) -> Self {
        Self { shown, ..self }
    }

    pub(super) fn bytes(&self, field: i32) -> Option<&[u8]> {
        self.bytes.iter().find(|(known, _)| *known == field).map(|(_, bytes)| bytes.as_slice())
    }

    pub(super) fn number(&self, field: i32) -> Option<i64> {
        self.numbers.iter().find(|(known, _)| *known == field).map(|(_, number)| *number)
    }
}

pub(in crate::capi) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
