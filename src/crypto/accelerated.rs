//! The functions of [`portable`](super::portable) from graviola: formally verified P-256 assembly
//! of s2n-bignum and AES-GCM on the processor's instructions. Same contract, same bytes; only
//! [`sign`] differs, in its nonce.
//!
//! Callers come here only after [`is_available`] said yes: graviola panics otherwise.

use graviola::aead::AesGcm;
use graviola::hashing::Sha256;
use graviola::key_agreement::p256::{PublicKey, StaticPrivateKey};
use graviola::signing::ecdsa::{P256, SigningKey, VerifyingKey};

use super::{CryptoError, Secret};

/// Whether this processor has the instructions graviola needs.
pub(super) fn is_available() -> bool {
    graviola::util::is_cpu_supported()
}

/// The public point of a secret scalar.
pub(super) fn public_point(secret: &[u8; 32]) -> Result<[u8; 65], CryptoError> {
    Ok(scalar(secret)?.public_key_uncompressed())
}

/// A point with its table of small multiples.
pub(super) type Prepared = PublicKey;

/// Computes the table.
pub(super) fn prepare(point: &[u8; 65]) -> Result<Prepared, CryptoError> {
    PublicKey::from_x962_uncompressed(point).map_err(|_| CryptoError::NotAPoint)
}

/// The x-coordinate of `secret` times `point`.
pub(super) fn agree(secret: &[u8; 32], point: &Prepared) -> Result<Secret<32>, CryptoError> {
    // An error here would be a fault in the computation: the product of a point on a curve of
    // prime order and a scalar below the order is on the curve.
    let shared = scalar(secret)?.diffie_hellman(point).map_err(|_| CryptoError::NotAPoint)?;
    Ok(Secret::new(shared.0))
}

/// An ECDSA signature over the SHA-256 of `message`, not yet of low S. The nonce is that of
/// RFC 6979 with 16 bytes mixed in that graviola draws from the operating system.
pub(super) fn sign(secret: &[u8; 32], message: &[u8]) -> Result<[u8; 64], CryptoError> {
    let mut signature = [0; 64];
    SigningKey::<P256> { private_key: scalar(secret)? }
        .sign::<Sha256>(&[message], &mut signature)
        .map_err(|_| CryptoError::RandomFailed)?;
    Ok(signature)
}

/// Checks an ECDSA signature over the SHA-256 of `message`, whatever its S.
pub(super) fn verify(
    point: &[u8; 65],
    message: &[u8],
    signature: &[u8; 64],
) -> Result<(), CryptoError> {
    VerifyingKey::<P256> { public_key: prepare(point)? }
        .verify::<Sha256>(&[message], signature)
        .map_err(|_| CryptoError::BadSignature)
}

/// Encrypts `data` in place and gives the tag.
pub(super) fn seal(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    data: &mut [u8],
) -> Result<[u8; 16], CryptoError> {
    let mut tag = [0; 16];
    AesGcm::new(key).encrypt(nonce, aad, data, &mut tag);
    Ok(tag)
}

/// Decrypts `data` in place. After an error it is whatever it is: the caller wipes it.
pub(super) fn open(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    data: &mut [u8],
    tag: &[u8; 16],
) -> Result<(), CryptoError> {
    AesGcm::new(key).decrypt(nonce, aad, data, tag).map_err(|_| CryptoError::Forged)
}

fn scalar(bytes: &[u8; 32]) -> Result<StaticPrivateKey, CryptoError> {
    StaticPrivateKey::from_bytes(bytes).map_err(|_| CryptoError::InvalidSecret)
}
