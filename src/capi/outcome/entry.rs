//! An event as its fields.

use std::ffi::CString;
use zeroize::{Zeroize, Zeroizing};

/// One event as its fields.
pub(in crate::capi) struct Entry {
    pub(super) kind: i32,
    bytes: Vec<(i32, Zeroizing<Vec<u8>>)>,
    numbers: Vec<(i32, i64)>,
}

impl Entry {
    pub(in crate::capi) fn new(kind: i32) -> Self {
        Self { kind, bytes: Vec::new(), numbers: Vec::new() }
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

    /// A field and its NUL.
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

pub(in crate::capi) fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A text for C: what stands behind a NUL is left out.
pub(super) fn c_string(text: &str) -> CString {
    let text = text.split('\0').next().unwrap_or_default();
    CString::new(text).unwrap_or_default()
}
