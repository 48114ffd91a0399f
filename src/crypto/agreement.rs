use core::fmt;

use super::point::{KeyPair, Point};
use super::secret::without_residue;
use super::{Backend, CryptoError, Random, Secret, accelerated, portable};

/// A public key for Diffie-Hellman on P-256.
///
/// The two points that share an x-coordinate give every secret key the same shared secret. A
/// protocol that must tell them apart feeds the public keys to its key derivation as well.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AgreementPublic(Point);

impl AgreementPublic {
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

    /// The SEC1 uncompressed form, 04 ‖ x ‖ y.
    #[must_use]
    pub fn to_uncompressed(&self) -> [u8; 65] {
        self.0.uncompressed()
    }
}

impl fmt::Debug for AgreementPublic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(point) = self;
        write!(formatter, "AgreementPublic({point:?})")
    }
}

/// A secret key for Diffie-Hellman on P-256, with its public key. Wiped when dropped.
#[derive(Clone)]
pub struct AgreementSecret {
    secret: Secret<32>,
    public: AgreementPublic,
}

impl AgreementSecret {
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
    pub const fn public(&self) -> &AgreementPublic {
        &self.public
    }

    /// The shared secret with `peer`: the x-coordinate of the product, 32 big-endian bytes
    /// (NIST SP 800-56A section 5.7.1.2). Not uniform: it goes into a key derivation.
    ///
    /// # Errors
    /// None for keys of these types, short of a fault in the machine.
    pub fn agree(&self, peer: &AgreementPublic) -> Result<Secret<32>, CryptoError> {
        self.agree_with(Backend::current(), peer)
    }

    /// [`agree`](Self::agree) on a given backend.
    ///
    /// # Errors
    /// [`CryptoError::Unsupported`].
    pub fn agree_with(
        &self,
        backend: Backend,
        peer: &AgreementPublic,
    ) -> Result<Secret<32>, CryptoError> {
        let (secret, point) = (self.secret.as_bytes(), &peer.0.uncompressed());
        let backend = backend.checked()?;
        without_residue(|| match backend {
            Backend::Portable => portable::agree(secret, point),
            Backend::Accelerated => accelerated::agree(secret, point),
        })
    }
}

impl From<KeyPair> for AgreementSecret {
    fn from(KeyPair { secret, point }: KeyPair) -> Self {
        Self { secret, public: AgreementPublic(point) }
    }
}

impl fmt::Debug for AgreementSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { secret: _, public } = self;
        formatter.debug_struct("AgreementSecret").field("public", public).finish_non_exhaustive()
    }
}
