//! The code that one side shows and the other scans.

use super::{Picture, SafetyNumber};
use crate::identity::Fingerprint;

/// What every code begins with.
const PREFIX: &str = "SUBROSA:";

/// The version that is written, and the newest that is read.
const VERSION: u8 = 1;

/// Bytes of a code of version 1: version, fingerprint of the one who shows it, fingerprint of the one
/// it is shown to.
const BYTES: usize = 1 + 32 + 32;

/// What comparing somebody's code with what we know says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scan {
    /// Both sides know each other by the same keys: nobody stands between.
    Match,
    /// The code is that of another identity than the one we know the contact by.
    WrongContact,
    /// The code is the contact's, but was made for another identity than ours: the contact takes
    /// somebody else for us.
    NotForUs,
    /// The code was made by a newer version of this library.
    Newer,
    /// No code of ours, or a damaged one.
    NotACode,
}

impl Scan {
    /// One English sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Match => "The codes match: you talk to each other and nobody else.",
            Self::WrongContact => {
                "This is not the code of this contact. Scan it again in the right conversation; if it is the right one, somebody may stand between you."
            }
            Self::NotForUs => {
                "Your contact knows you by another key than yours: somebody may stand between you."
            }
            Self::Newer => "The code was made by a newer version of the plugin.",
            Self::NotACode => "This is not a code for comparing keys.",
        }
    }
}

impl SafetyNumber {
    /// The text to show as a QR code: `SUBROSA:` and hexadecimal digits in upper case, of the
    /// version, of our fingerprint and of the other's. 138 characters, all of QR's alphanumeric mode.
    #[must_use]
    pub fn code(&self) -> String {
        let hex = |fingerprint: &Fingerprint| fingerprint.to_hex().to_uppercase();
        format!("{PREFIX}{VERSION:02X}{}{}", hex(&self.own), hex(&self.other))
    }

    /// [`Self::code`] as a picture.
    #[must_use]
    pub fn picture(&self) -> Option<Picture> {
        Picture::of(&self.code())
    }

    /// Compares a code that the other side has shown. White space around it does not matter.
    #[must_use]
    pub fn scan(&self, code: &str) -> Scan {
        let Some(bytes) = read(code.trim()) else { return Scan::NotACode };
        match bytes.split_first() {
            Some((&VERSION, rest)) if bytes.len() == BYTES => {
                let (theirs, ours) = rest.split_at(BYTES / 2);
                if theirs != self.other.as_bytes() {
                    Scan::WrongContact
                } else if ours != self.own.as_bytes() {
                    Scan::NotForUs
                } else {
                    Scan::Match
                }
            }
            Some((&version, _)) if version > VERSION => Scan::Newer,
            _ => Scan::NotACode,
        }
    }
}

/// The bytes of a code, of any version and length up to 1 KiB.
fn read(code: &str) -> Option<Vec<u8>> {
    let digits = code.strip_prefix(PREFIX).filter(|digits| digits.len() <= 2_048)?;
    let mut digits = digits.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()));
    let mut bytes = Vec::new();
    while let Some(high) = digits.next() {
        bytes.push(high? << 4 | digits.next()??);
    }
    Some(bytes)
}
