//! Diffie-Hellman on P-256.

use core::fmt;
use core::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use super::backend::work::count;
use super::point::{KeyPair, Point};
use super::secret::without_residue;
use super::{Backend, CryptoError, Random, Secret, accelerated, portable};

/// A public key for Diffie-Hellman on P-256.
///
/// The two points that share an x-coordinate give every secret key the same shared secret. A
/// protocol that must tell them apart feeds the public keys to its key derivation as well.
#[derive(Clone)]
pub struct AgreementPublic {
    point: Point,
    /// The form the accelerated backend works with: the first agreement makes it, at a twentieth
    /// of its time, and clones share it. 1.6 KiB.
    prepared: OnceLock<Arc<accelerated::Prepared>>,
}

impl AgreementPublic {
    /// Reads the SEC1 compressed form and takes the square root that finds y.
    ///
    /// # Errors
    /// [`CryptoError::NotAPoint`] when no point other than the identity has this encoding.
    pub fn from_bytes(bytes: &[u8; 33]) -> Result<Self, CryptoError> {
        Point::from_compressed(bytes).map(Into::into)
    }

    /// Reads the SEC1 uncompressed form, 04 ‖ x ‖ y.
    ///
    /// # Errors
    /// [`CryptoError::NotAPoint`] when no point other than the identity has this encoding.
    pub fn from_uncompressed(bytes: &[u8; 65]) -> Result<Self, CryptoError> {
        Point::from_uncompressed(bytes).map(Into::into)
    }

    /// The SEC1 compressed form.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 33] {
        self.point.compressed()
    }

    /// The SEC1 uncompressed form, 04 ‖ x ‖ y.
    #[must_use]
    pub fn to_uncompressed(&self) -> [u8; 65] {
        self.point.uncompressed()
    }

    fn prepared(&self) -> Result<&accelerated::Prepared, CryptoError> {
        if let Some(prepared) = self.prepared.get() {
            return Ok(prepared);
        }
        let prepared = Arc::new(accelerated::prepare(&self.point.uncompressed())?);
        Ok(self.prepared.get_or_init(|| prepared))
    }
}

impl From<Point> for AgreementPublic {
    fn from(point: Point) -> Self {
        Self { point, prepared: OnceLock::new() }
    }
}

impl PartialEq for AgreementPublic {
    fn eq(&self, other: &Self) -> bool {
        self.point == other.point
    }
}

impl Eq for AgreementPublic {}

impl Hash for AgreementPublic {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.point.hash(state);
    }
}

impl fmt::Debug for AgreementPublic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { point, prepared: _ } = self;
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
        let secret = self.secret.as_bytes();
        count(|work| &mut work.agreements);
        match backend.checked()? {
            Backend::Portable => {
                let point = &peer.point.uncompressed();
                without_residue(|| portable::agree(secret, point))
            }
            Backend::Accelerated => {
                let prepared = peer.prepared()?;
                without_residue(|| accelerated::agree(secret, prepared))
            }
        }
    }
}

impl From<KeyPair> for AgreementSecret {
    fn from(KeyPair { secret, point }: KeyPair) -> Self {
        Self { secret, public: point.into() }
    }
}

impl fmt::Debug for AgreementSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { secret: _, public } = self;
        formatter.debug_struct("AgreementSecret").field("public", public).finish_non_exhaustive()
    }
}
