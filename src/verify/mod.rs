//! How two people make sure that nobody stands between them: a number that both see, and a code that
//! one shows and the other scans (docs/PROTOCOL.md section 5.1).
//!
//! Both are made of the two fingerprints and nothing else: they are the same on all devices of an
//! identity, and stay the same from session to session.
//!
//! | file | idea |
//! |---|---|
//! | `mod` | [`SafetyNumber`]: sixty digits that are read aloud |
//! | `code` | [`SafetyNumber::code`]: the text in a QR code, and what comparing it with ours says |
//! | `picture` | [`Picture`]: the QR code as modules and as SVG |

#![forbid(unsafe_code)]

mod code;
mod picture;

pub use code::Scan;
pub use picture::{Picture, QUIET_ZONE};

use crate::identity::Fingerprint;
use std::fmt;

/// Decimal digits that stand for one side.
pub const DIGITS_OF_SIDE: usize = 30;

/// Characters of [`SafetyNumber::to_digits`]: twelve groups of five digits, one space between them.
pub const NUMBER_CHARS: usize = 71;

/// Our fingerprint and that of another, to be compared with what the other has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SafetyNumber {
    own: Fingerprint,
    other: Fingerprint,
}

impl SafetyNumber {
    /// Of ourselves and another.
    #[must_use]
    pub const fn new(own: Fingerprint, other: Fingerprint) -> Self {
        Self { own, other }
    }

    /// Sixty digits in twelve groups of five, the same for both: thirty of each fingerprint, the
    /// smaller half first.
    #[must_use]
    pub fn to_digits(&self) -> String {
        let mut halves = [half(&self.own), half(&self.other)];
        halves.sort_unstable();
        halves.join(" ")
    }

    /// Whether `text` is this number. White space and dashes of any kind are ignored wherever they
    /// stand; anything else but the sixty digits makes it `false`.
    #[must_use]
    pub fn matches_digits(&self, text: &str) -> bool {
        let own = self.to_digits();
        let given = text.chars().filter(|&c| !c.is_whitespace() && !Fingerprint::is_dash(c));
        given.eq(own.chars().filter(|&c| c != ' '))
    }
}

impl fmt::Display for SafetyNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.to_digits())
    }
}

/// The first six of the twelve groups of a fingerprint.
fn half(fingerprint: &Fingerprint) -> String {
    let digits = fingerprint.to_digits();
    let groups: Vec<&str> = digits.split(' ').take(DIGITS_OF_SIDE / 5).collect();
    groups.join(" ")
}
