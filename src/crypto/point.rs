//! Points on P-256, shared by agreement and signing keys.

use core::fmt;
use core::hash::{Hash, Hasher};

use super::backend::work::count;
use super::secret::without_residue;
use super::{Backend, CryptoError, Random, Secret, accelerated, portable};

/// A point on P-256 other than the identity, checked when it was made: what is common to
/// agreement and signing keys. Holds the y-coordinate beside the compressed form, so that using a
/// key costs no square root.
#[derive(Clone, Copy)]
pub(super) struct Point {
    compressed: [u8; 33],
    y: [u8; 32],
}

impl Point {
    pub(super) fn from_compressed(bytes: &[u8; 33]) -> Result<Self, CryptoError> {
        // The library would also read form 05, a draft's encoding without a sign, and so give
        // points a second encoding.
        let [EVEN_Y | ODD_Y, ..] = bytes else { return Err(CryptoError::NotAPoint) };
        count(|work| &mut work.decompressions);
        Ok(Self::from_checked(&portable::uncompress(bytes)?))
    }

    pub(super) fn from_uncompressed(bytes: &[u8; 65]) -> Result<Self, CryptoError> {
        let [UNCOMPRESSED, ..] = bytes else { return Err(CryptoError::NotAPoint) };
        Ok(Self::from_checked(&portable::uncompress(bytes)?))
    }

    /// The public point of `secret`.
    pub(super) fn of_secret(backend: Backend, secret: &Secret<32>) -> Result<Self, CryptoError> {
        let backend = backend.checked()?;
        count(|work| &mut work.keys);
        without_residue(|| match backend {
            Backend::Portable => portable::public_point(secret.as_bytes()),
            Backend::Accelerated => accelerated::public_point(secret.as_bytes()),
        })
        .map(|point| Self::from_checked(&point))
    }

    pub(super) const fn compressed(&self) -> &[u8; 33] {
        &self.compressed
    }

    /// SEC1 section 2.3.3 without compression: 04 ‖ x ‖ y.
    pub(super) fn uncompressed(&self) -> [u8; 65] {
        let mut bytes = [0; 65];
        let (head, y) = bytes.split_at_mut(33);
        head.copy_from_slice(&self.compressed);
        y.copy_from_slice(&self.y);
        let [form, ..] = &mut bytes;
        *form = UNCOMPRESSED;
        bytes
    }

    /// Takes apart 04 ‖ x ‖ y, which the caller knows to be on the curve.
    fn from_checked(uncompressed: &[u8; 65]) -> Self {
        let mut point = Self { compressed: [0; 33], y: [0; 32] };
        let (head, y) = uncompressed.split_at(33);
        point.compressed.copy_from_slice(head);
        point.y.copy_from_slice(y);
        let ([form, ..], [.., last]) = (&mut point.compressed, &point.y);
        *form = EVEN_Y | (last & 1);
        point
    }
}

const EVEN_Y: u8 = 2;
const ODD_Y: u8 = 3;
const UNCOMPRESSED: u8 = 4;

impl PartialEq for Point {
    fn eq(&self, other: &Self) -> bool {
        self.compressed == other.compressed
    }
}

impl Eq for Point {}

impl Hash for Point {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.compressed.hash(state);
    }
}

impl fmt::Debug for Point {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { compressed, y: _ } = self;
        compressed.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// A secret scalar with its public point: what is common to agreement and signing keys.
#[derive(Clone)]
pub(super) struct KeyPair {
    pub(super) secret: Secret<32>,
    pub(super) point: Point,
}

impl KeyPair {
    /// Draws 32 bytes at a time until they are a scalar, which leaves no bias (FIPS 186-5
    /// appendix A.2.2). One draw in 2^32 fails; a generator that fails 64 in a row is broken.
    pub(super) fn generate(backend: Backend, random: &mut dyn Random) -> Result<Self, CryptoError> {
        for _ in 0..64 {
            let candidate = Secret::random(random)?;
            match Self::from_secret(backend, candidate) {
                Err(CryptoError::InvalidSecret) => {}
                made => return made,
            }
        }
        Err(CryptoError::RandomFailed)
    }

    /// Takes a scalar in 1 to n-1, big-endian.
    pub(super) fn from_secret(backend: Backend, secret: Secret<32>) -> Result<Self, CryptoError> {
        let point = Point::of_secret(backend, &secret)?;
        Ok(Self { secret, point })
    }
}
