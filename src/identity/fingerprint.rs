//! Fingerprints: the names of identities.

use core::fmt;

use super::IdentityError;
use crate::crypto;
use crate::wire::labels;

/// The name of an identity that nobody else can bear: SHA-256 over both its public keys, 32 bytes.
///
/// People compare it as sixty decimal digits (`Display`), programs as 64 hexadecimal ones. It is
/// public, so comparing needs no constant time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Takes the 32 bytes of a fingerprint.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Twelve groups of five decimal digits, one space between groups: 71 characters that can be
    /// read aloud.
    #[must_use]
    pub fn to_digits(&self) -> String {
        let mut bytes = self.expand_for_digits();
        let groups: [String; GROUPS] = core::array::from_fn(|_| {
            let group = bytes.by_ref().take(BYTES_OF_GROUP);
            let number = group.fold(0, |number, byte| number << 8 | u64::from(byte));
            format!("{:05}", number % 100_000)
        });
        groups.join(" ")
    }

    /// Whether `text` is the sixty digits of this fingerprint. White space and dashes of any kind
    /// are ignored wherever they stand; anything else but the sixty digits makes it `false`.
    #[must_use]
    pub fn matches_digits(&self, text: &str) -> bool {
        let own = self.to_digits();
        let given = text.chars().filter(|&c| !c.is_whitespace() && !Self::is_dash(c));
        given.eq(own.chars().filter(|&c| c != ' '))
    }

    /// 64 hexadecimal digits in lower case.
    #[must_use]
    pub fn to_hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads 64 hexadecimal digits, in either case, with white space and colons anywhere.
    ///
    /// # Errors
    /// [`IdentityError::NotAFingerprint`] for any other character or number of digits.
    pub fn from_hex(text: &str) -> Result<Self, IdentityError> {
        let mut digits = text.chars().filter(|&c| !c.is_whitespace() && c != ':');
        let mut digit = || digits.next()?.to_digit(16)?.try_into().ok();
        let mut bytes = [0u8; 32];
        for byte in &mut bytes {
            let (high, low): (u8, u8) =
                digit().zip(digit()).ok_or(IdentityError::NotAFingerprint)?;
            *byte = high << 4 | low;
        }
        match digits.next() {
            None => Ok(Self(bytes)),
            Some(_) => Err(IdentityError::NotAFingerprint),
        }
    }

    /// ASCII hyphen, the dashes of Unicode's general punctuation, and the minus sign: what keyboards
    /// and word processors put between groups.
    pub(crate) fn is_dash(c: char) -> bool {
        matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
    }

    /// The fingerprint of two public keys, whether or not they are points.
    pub(super) fn of_keys(signing: &[u8; 33], agreement: &[u8; 33]) -> Self {
        Self(crypto::sha256(&[labels::FINGERPRINT, signing, agreement]))
    }

    /// HKDF-Expand of two blocks (RFC 5869 section 2.3), written out because it cannot fail.
    fn expand_for_digits(&self) -> impl Iterator<Item = u8> {
        let first = crypto::hmac(&self.0, &[labels::DIGITS, &[1]]);
        let second = crypto::hmac(&self.0, &[&first, labels::DIGITS, &[2]]);
        first.into_iter().chain(second)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.to_digits())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Fingerprint({})", self.to_hex())
    }
}

const GROUPS: usize = 12;
const BYTES_OF_GROUP: usize = 5;
