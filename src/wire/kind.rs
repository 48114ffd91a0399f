//! The types of objects.

use super::WireError;

/// The one cipher suite there is: P-256, ECDSA, AES-256-GCM, HKDF-SHA256.
const SUITE: u8 = 1;

/// What an object is. Its first byte says so: type in the high four bits, cipher suite in the low.
///
/// Type 7 is reserved for a message whose root key was mixed with a post-quantum secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ObjectKind {
    /// A line of a session.
    Message = 1,
    /// The first line of a session, made from the peer's card.
    Init = 2,
    /// A card that asks the peer to begin a session with it.
    Offer = 3,
    /// A card alone.
    Card = 4,
    /// An identity with its private keys, under a passphrase.
    IdentityExport = 5,
    /// The state of a session at rest.
    SavedState = 6,
    /// A sealed document: a file or a text to public keys or a passphrase.
    Document = 8,
    /// A card with the key that documents to its owner are sealed to.
    FullCard = 9,
}

impl ObjectKind {
    /// The first byte of an object of this kind, in suite 1.
    #[must_use]
    pub fn header_byte(self) -> u8 {
        (self as u8) << 4 | SUITE
    }

    /// Reads the first byte of an object.
    ///
    /// # Errors
    ///
    /// [`WireError::UnknownSuite`] comes first: what a type means is the business of its suite.
    /// Else [`WireError::UnknownType`].
    pub fn read(header: u8) -> Result<Self, WireError> {
        let (kind, suite) = (header >> 4, header & 0x0f);
        if suite != SUITE {
            return Err(WireError::UnknownSuite(suite));
        }
        match kind {
            1 => Ok(Self::Message),
            2 => Ok(Self::Init),
            3 => Ok(Self::Offer),
            4 => Ok(Self::Card),
            5 => Ok(Self::IdentityExport),
            6 => Ok(Self::SavedState),
            8 => Ok(Self::Document),
            9 => Ok(Self::FullCard),
            _ => Err(WireError::UnknownType(kind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_byte_reads_as_the_kind_that_wrote_it() {
        let table = [
            (ObjectKind::Message, 0x11),
            (ObjectKind::Init, 0x21),
            (ObjectKind::Offer, 0x31),
            (ObjectKind::Card, 0x41),
            (ObjectKind::IdentityExport, 0x51),
            (ObjectKind::SavedState, 0x61),
            (ObjectKind::Document, 0x81),
            (ObjectKind::FullCard, 0x91),
        ];
        for (kind, byte) in table {
            assert_eq!(kind.header_byte(), byte);
            assert_eq!(ObjectKind::read(byte), Ok(kind));
        }
    }

    #[test]
    fn every_other_byte_names_its_suite_or_its_type() {
        for byte in 0..=u8::MAX {
            let read = ObjectKind::read(byte);
            match (byte >> 4, byte & 0x0f) {
                (1..=6 | 8..=9, 1) => assert_eq!(read.map(ObjectKind::header_byte), Ok(byte)),
                (kind, 1) => assert_eq!(read, Err(WireError::UnknownType(kind))),
                (_, suite) => assert_eq!(read, Err(WireError::UnknownSuite(suite))),
            }
        }
    }
}
