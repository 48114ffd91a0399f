//! ECDSA signatures on P-256.

use core::fmt;

use super::backend::work::count;
use super::point::{KeyPair, Point};
use super::secret::without_residue;
use super::{Backend, CryptoError, Random, Secret, accelerated, portable};

/// A public key that verifies ECDSA signatures on P-256 with SHA-256.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SigningPublic(Point);

impl SigningPublic {
    /// Reads the SEC1 compressed form and takes the square root that finds y.
    ///
    /// # Errors
    /// [`CryptoError::NotAPoint`] when no point other than the identity has this encoding.
    pub fn from_bytes(bytes: &[u8; 33]) -> Result<Self, CryptoError> {
        Point::from_compressed(bytes).map(Self)
    }

    /// Reads the SEC1 uncompressed form, 04 ‖ x ‖ y.
    ///
    /// # Errors
    /// [`CryptoError::NotAPoint`] when no point other than the identity has this encoding.
    pub fn from_uncompressed(bytes: &[u8; 65]) -> Result<Self, CryptoError> {
        Point::from_uncompressed(bytes).map(Self)
    }

    /// The SEC1 compressed form.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 33] {
        self.0.compressed()
    }

    /// Checks a signature r ‖ s over `message`, which is hashed here.
    ///
    /// # Errors
    /// [`CryptoError::NotLowS`] when both halves are in range and s is above n/2, whether or not
    /// it would verify; else [`CryptoError::BadSignature`].
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), CryptoError> {
        self.verify_with(Backend::current(), message, signature)
    }

    /// [`verify`](Self::verify) on a given backend.
    ///
    /// # Errors
    /// Also [`CryptoError::Unsupported`].
    pub fn verify_with(
        &self,
        backend: Backend,
        message: &[u8],
        signature: &[u8; 64],
    ) -> Result<(), CryptoError> {
        if normalize_low_s(signature)? != *signature {
            return Err(CryptoError::NotLowS);
        }
        let point = &self.0.uncompressed();
        count(|work| &mut work.verifications);
        match backend.checked()? {
            Backend::Portable => portable::verify(point, message, signature),
            Backend::Accelerated => accelerated::verify(point, message, signature),
        }
    }
}

impl fmt::Debug for SigningPublic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(point) = self;
        write!(formatter, "SigningPublic({point:?})")
    }
}

/// A secret key that makes ECDSA signatures on P-256 with SHA-256, with its public key. Wiped when
/// dropped.
#[derive(Clone)]
pub struct SigningSecret {
    secret: Secret<32>,
    public: SigningPublic,
}

impl SigningSecret {
    /// A new key from 32 bytes of `random` (in one case of 2^32, from the next 32).
    ///
    /// # Errors
    /// [`CryptoError::RandomFailed`].
    pub fn generate(random: &mut dyn Random) -> Result<Self, CryptoError> {
        Self::generate_with(Backend::current(), random)
    }

    /// [`generate`](Self::generate) on a given backend; the same key on each.
    ///
    /// # Errors
    /// Also [`CryptoError::Unsupported`].
    pub fn generate_with(backend: Backend, random: &mut dyn Random) -> Result<Self, CryptoError> {
        KeyPair::generate(backend, random).map(Into::into)
    }

    /// Reads a scalar of 32 big-endian bytes and computes its public key.
    ///
    /// # Errors
    /// [`CryptoError::InvalidSecret`] unless it lies in 1 to n-1.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, CryptoError> {
        KeyPair::from_secret(Backend::current(), Secret::new(*bytes)).map(Into::into)
    }

    /// The scalar, 32 big-endian bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Secret<32> {
        self.secret.clone()
    }

    /// The public key.
    #[must_use]
    pub const fn public(&self) -> &SigningPublic {
        &self.public
    }

    /// A signature r ‖ s with low S over `message`, which is hashed here.
    ///
    /// The nonce comes from key and message (RFC 6979) with randomness mixed in: against a fault
    /// in the computation, and without harm should the generator fail silently. The portable
    /// backend takes 32 bytes from `random`, so that a fixed generator gives a fixed signature;
    /// the accelerated one leaves `random` alone and draws from the operating system itself.
    ///
    /// # Errors
    /// [`CryptoError::RandomFailed`].
    pub fn sign(&self, message: &[u8], random: &mut dyn Random) -> Result<[u8; 64], CryptoError> {
        self.sign_with(Backend::current(), message, random)
    }

    /// [`sign`](Self::sign) on a given backend.
    ///
    /// # Errors
    /// Also [`CryptoError::Unsupported`].
    pub fn sign_with(
        &self,
        backend: Backend,
        message: &[u8],
        random: &mut dyn Random,
    ) -> Result<[u8; 64], CryptoError> {
        let secret = self.secret.as_bytes();
        count(|work| &mut work.signatures);
        let signature = match backend.checked()? {
            Backend::Portable => {
                let additional = Secret::<32>::random(random)?;
                without_residue(|| portable::sign(secret, message, additional.as_bytes()))
            }
            Backend::Accelerated => without_residue(|| accelerated::sign(secret, message)),
        };
        normalize_low_s(&signature?)
    }
}

impl From<KeyPair> for SigningSecret {
    fn from(KeyPair { secret, point }: KeyPair) -> Self {
        Self { secret, public: SigningPublic(point) }
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { secret: _, public } = self;
        formatter.debug_struct("SigningSecret").field("public", public).finish_non_exhaustive()
    }
}

/// The signature itself if its s is low, else its twin r ‖ n-s, which verifies alike.
///
/// # Errors
/// [`CryptoError::BadSignature`] when a half is not in 1 to n-1.
pub fn normalize_low_s(signature: &[u8; 64]) -> Result<[u8; 64], CryptoError> {
    portable::normalize_low_s(signature)
}
