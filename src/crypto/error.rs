//! Errors of cryptographic operations.

use thiserror::Error;

/// What can go wrong in the crypto room. No variant carries or quotes a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CryptoError {
    /// The backend asked for is not compiled in, or this processor lacks the instructions it needs.
    #[error("the accelerated backend is not available in this build or on this processor")]
    Unsupported,
    /// A public key is not the SEC1 encoding of a point on P-256 other than the identity.
    #[error("public key is not the encoding of a point on P-256")]
    NotAPoint,
    /// The first 1,184 bytes of a sealing key are no ML-KEM-768 encapsulation key.
    #[error("sealing key does not begin with an ML-KEM-768 encapsulation key")]
    NotASealingKey,
    /// A secret scalar is zero, or not below the order of P-256.
    #[error("secret key is not in the range 1 to n-1 of P-256")]
    InvalidSecret,
    /// A signature does not belong to this message and key, or has a half outside 1 to n-1.
    #[error("signature does not verify")]
    BadSignature,
    /// A well-formed signature whose `s` is above n/2. Each signature has one such twin, which
    /// anybody can compute; refusing it leaves one valid encoding a signature.
    #[error("signature has a high s, where only the low one is accepted")]
    NotLowS,
    /// A ciphertext, its tag, its associated data or its key is not the one that was sealed.
    #[error("ciphertext does not authenticate")]
    Forged,
    /// An input or output is longer than the algorithm allows.
    #[error("input or output exceeds what the algorithm allows")]
    TooLong,
    /// The random generator gave an error, or 64 candidates in a row that are no secret key.
    #[error("random generator failed")]
    RandomFailed,
    /// A passphrase parameter lies outside its range.
    #[error("passphrase parameter {field} is {value}, allowed are {minimum} to {maximum}")]
    PassphraseParameter {
        /// The field of [`PassphraseParams`](super::PassphraseParams), or `salt length`.
        field: &'static str,
        /// What it was.
        value: u32,
        /// The least value accepted.
        minimum: u32,
        /// The greatest value accepted.
        maximum: u32,
    },
    /// The memory that the passphrase parameters ask for could not be allocated.
    #[error("not enough memory for the passphrase parameters")]
    OutOfMemory,
    /// A byte string has the wrong length.
    #[error("expected {expected} bytes, found {found}")]
    Length {
        /// The length required, in bytes.
        expected: usize,
        /// The length given, in bytes.
        found: usize,
    },
}
