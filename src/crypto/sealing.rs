//! The hybrid KEM MLKEM768-P256: draft-irtf-cfrg-hybrid-kems-11 section 5.5 with the parameters of
//! draft-irtf-cfrg-concrete-hybrid-kems-03 section 4.1, as HPKE KEM 0x0050 (draft-ietf-hpke-pq-04).
//!
//! Secret for as long as either ML-KEM-768 or P-256 is. ML-KEM, SHA-3 and SHAKE come from
//! RustCrypto on both backends; P-256 is that of the [`Backend`].

use core::fmt;
use core::hash::{Hash, Hasher};
use std::sync::Arc;

use ml_kem::kem::{Decapsulate, FromSeed, KeyExport};
use ml_kem::{DecapsulationKey768, EncapsulationKey768, MlKem768};
use sha3::{Digest, Sha3_256};
use shake::{ExtendableOutput, Shake256, Update, XofReader};
use zeroize::Zeroize;

use super::point::KeyPair;
use super::secret::{wipe, without_large_residue};
use super::{AgreementPublic, AgreementSecret, Backend, CryptoError, Random, Secret, sha256};

/// A public key that documents are sealed to: an ML-KEM-768 encapsulation key and a point on
/// P-256, both checked when it was made. Clones share the 3 KiB it takes.
#[derive(Clone)]
pub struct SealingPublic(Arc<Halves>);

struct Halves {
    bytes: [u8; SealingPublic::LENGTH],
    hash: [u8; 32],
    lattice: EncapsulationKey768,
    point: AgreementPublic,
}

impl SealingPublic {
    /// Size of the encoded key. Bytes.
    pub const LENGTH: usize = LATTICE_PUBLIC + POINT;

    /// Reads an ML-KEM-768 encapsulation key of 1,184 bytes and an uncompressed point of 65.
    ///
    /// # Errors
    /// [`CryptoError::NotASealingKey`] when the first half fails the modulus check of FIPS 203
    /// section 7.2; [`CryptoError::NotAPoint`] for the second.
    pub fn from_bytes(bytes: &[u8; Self::LENGTH]) -> Result<Self, CryptoError> {
        let (lattice, point) =
            bytes.split_last_chunk::<POINT>().ok_or(CryptoError::NotASealingKey)?;
        let lattice = lattice.try_into().map_err(|_| CryptoError::NotASealingKey)?;
        let lattice = EncapsulationKey768::new(lattice).map_err(|_| CryptoError::NotASealingKey)?;
        let point = AgreementPublic::from_uncompressed(point)?;
        let hash = sha256(&[bytes]);
        Ok(Self(Arc::new(Halves { bytes: *bytes, hash, lattice, point })))
    }

    /// The encoded key.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0.bytes
    }

    /// SHA-256 of the encoded key.
    #[must_use]
    pub fn hash(&self) -> &[u8; 32] {
        &self.0.hash
    }

    /// Makes a shared secret and the ciphertext that brings it to the owner of the key. Draws 32
    /// bytes of `random` for ML-KEM, then 32 for the scalar (in one case of 2^32, the next 32).
    pub(super) fn encapsulate(
        &self,
        backend: Backend,
        random: &mut dyn Random,
    ) -> Result<([u8; ENCAPSULATED], Secret<32>), CryptoError> {
        let Halves { lattice, point, .. } = &*self.0;
        let message = Secret::<32>::random(random)?;
        let (ciphertext, mut lattice_secret) =
            without_large_residue(|| lattice.encapsulate_deterministic(message.as_bytes().into()));
        let ephemeral = AgreementSecret::generate_with(backend, random)?;
        let product = ephemeral.agree_with(backend, point)?;
        let share = ephemeral.public().to_uncompressed();

        let shared = combine(&lattice_secret, &product, &share, point);
        wipe(&mut lattice_secret);
        let mut encapsulated = [0; ENCAPSULATED];
        let (first, second) = encapsulated.split_at_mut(LATTICE_CIPHERTEXT);
        first.copy_from_slice(&ciphertext);
        second.copy_from_slice(&share);
        Ok((encapsulated, shared))
    }
}

impl PartialEq for SealingPublic {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for SealingPublic {}

impl Hash for SealingPublic {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash.hash(state);
    }
}

impl fmt::Debug for SealingPublic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Halves { bytes: _, hash, lattice: _, point: _ } = &*self.0;
        formatter.write_str("SealingPublic(")?;
        hash.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))?;
        formatter.write_str(")")
    }
}

/// The secret key to a [`SealingPublic`]: a seed of 32 bytes, and what follows from it. Wiped when
/// the last clone is dropped.
#[derive(Clone)]
pub struct SealingSecret {
    seed: Secret<32>,
    lattice: Arc<DecapsulationKey768>,
    scalar: AgreementSecret,
    public: SealingPublic,
}

impl SealingSecret {
    /// A new key from 32 bytes of `random`.
    ///
    /// # Errors
    /// [`CryptoError::RandomFailed`].
    pub fn generate(random: &mut dyn Random) -> Result<Self, CryptoError> {
        Self::expand(Secret::random(random)?)
    }

    /// Expands a seed. Every 32 bytes are one, but for a share below 2^-128.
    ///
    /// # Errors
    /// [`CryptoError::InvalidSecret`] for one of that share.
    pub fn from_bytes(seed: &[u8; 32]) -> Result<Self, CryptoError> {
        Self::expand(Secret::new(*seed))
    }

    /// The seed.
    #[must_use]
    pub fn to_bytes(&self) -> Secret<32> {
        self.seed.clone()
    }

    /// The public key.
    #[must_use]
    pub const fn public(&self) -> &SealingPublic {
        &self.public
    }

    /// The shared secret in a ciphertext. One that was not made for this key gives another secret,
    /// no error: ML-KEM rejects implicitly.
    pub(super) fn decapsulate(
        &self,
        backend: Backend,
        encapsulated: &[u8; ENCAPSULATED],
    ) -> Result<Secret<32>, CryptoError> {
        let (ciphertext, share) =
            encapsulated.split_last_chunk::<POINT>().ok_or(CryptoError::Forged)?;
        let ciphertext = ciphertext.try_into().map_err(|_| CryptoError::Forged)?;
        let peer = AgreementPublic::from_uncompressed(share)?;
        let product = self.scalar.agree_with(backend, &peer)?;
        let mut lattice_secret = without_large_residue(|| self.lattice.decapsulate(ciphertext));
        let shared = combine(&lattice_secret, &product, share, self.scalar.public());
        wipe(&mut lattice_secret);
        Ok(shared)
    }

    /// `expandDecapsKeyG` of the draft, section 5.1.2.
    fn expand(seed: Secret<32>) -> Result<Self, CryptoError> {
        let mut lattice_seed = Secret::<64>::zeroed();
        let mut candidates = [const { Secret::<32>::zeroed() }; 4];
        without_large_residue(|| {
            let mut output = Shake256::default().chain(seed.as_bytes()).finalize_xof();
            output.read(lattice_seed.as_mut_bytes());
            candidates.iter_mut().for_each(|part| output.read(part.as_mut_bytes()));
        });
        let (lattice, lattice_public) = without_large_residue(|| {
            let mut copy = (*lattice_seed.as_bytes()).into();
            let pair = MlKem768::from_seed(&copy);
            copy.zeroize();
            pair
        });
        let scalar = first_scalar(candidates)?;

        let mut bytes = [0; SealingPublic::LENGTH];
        let (first, second) = bytes.split_at_mut(LATTICE_PUBLIC);
        first.copy_from_slice(&lattice_public.to_bytes());
        second.copy_from_slice(&scalar.public().to_uncompressed());
        let hash = sha256(&[&bytes]);
        let point = scalar.public().clone();
        let public =
            SealingPublic(Arc::new(Halves { bytes, hash, lattice: lattice_public, point }));
        Ok(Self { seed, lattice: Arc::new(lattice), scalar, public })
    }
}

impl fmt::Debug for SealingSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed: _, lattice: _, scalar: _, public } = self;
        formatter.debug_struct("SealingSecret").field("public", public).finish_non_exhaustive()
    }
}

/// Bytes of an ML-KEM-768 encapsulation key.
const LATTICE_PUBLIC: usize = 1_184;
/// Bytes of an ML-KEM-768 ciphertext.
const LATTICE_CIPHERTEXT: usize = 1_088;
/// Bytes of an uncompressed point.
const POINT: usize = 65;
/// Bytes of a ciphertext of the hybrid KEM.
pub(super) const ENCAPSULATED: usize = LATTICE_CIPHERTEXT + POINT;

/// `RandomScalar` of draft-irtf-cfrg-concrete-hybrid-kems-03 section 3.1.1.
fn first_scalar(candidates: [Secret<32>; 4]) -> Result<AgreementSecret, CryptoError> {
    for candidate in candidates {
        match KeyPair::from_secret(Backend::current(), candidate) {
            Err(CryptoError::InvalidSecret) => {}
            made => return made.map(Into::into),
        }
    }
    Err(CryptoError::InvalidSecret)
}

/// `C2PRICombiner` of draft-irtf-cfrg-hybrid-kems-11 section 5.1.3, with SHA3-256.
fn combine(
    lattice_secret: &[u8],
    product: &Secret<32>,
    share: &[u8; POINT],
    point: &AgreementPublic,
) -> Secret<32> {
    let mut hash = Sha3_256::new();
    for part in [lattice_secret, product.as_bytes(), share, &point.to_uncompressed(), LABEL] {
        Digest::update(&mut hash, part);
    }
    let mut output = hash.finalize();
    let secret = Secret::new(output.into());
    wipe(&mut output);
    secret
}

const LABEL: &[u8] = b"MLKEM768-P256";
