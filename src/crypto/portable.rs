//! P-256 and AES-256-GCM from the RustCrypto crates: constant-time Rust for every target. What the
//! accelerated backend has no function for (decompression, the ranges of scalars) is here alone.
//!
//! Points come in as SEC1 uncompressed bytes that a [`Point`](super::point::Point) vouches for,
//! secret scalars as 32 big-endian bytes, lengths of AES-GCM inputs within its limits.

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use ecdsa::hazmat::{sign_prehashed_rfc6979, verify_prehashed};
use p256::elliptic_curve::group::Group;
use p256::elliptic_curve::point::AffineCoordinates;
use p256::elliptic_curve::scalar::IsHigh;
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{AffinePoint, FieldBytes, NistP256, NonZeroScalar, ProjectivePoint, PublicKey};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{CryptoError, Secret, sha256};

/// The SEC1 uncompressed form of a point given compressed or uncompressed; refuses the identity.
pub(super) fn uncompress(encoded: &[u8]) -> Result<[u8; 65], CryptoError> {
    encode(parse(encoded)?.as_affine())
}

/// The public point of a secret scalar.
pub(super) fn public_point(secret: &[u8; 32]) -> Result<[u8; 65], CryptoError> {
    encode(&ProjectivePoint::mul_by_generator(&*scalar(secret)?).to_affine())
}

/// The x-coordinate of `secret` times `point`.
pub(super) fn agree(secret: &[u8; 32], point: &[u8; 65]) -> Result<Secret<32>, CryptoError> {
    let shared = ProjectivePoint::from(*parse(point)?.as_affine()) * **scalar(secret)?;
    let mut x = shared.to_affine().x();
    let secret = Secret::from_slice(&x);
    super::secret::wipe(&mut x);
    secret
}

/// An ECDSA signature over the SHA-256 of `message`, not yet of low S. The nonce is that of
/// RFC 6979 with `additional` as the extra input of its section 3.6: a fixed one gives a fixed
/// signature, and none at all exactly the published one.
pub(super) fn sign(
    secret: &[u8; 32],
    message: &[u8],
    additional: &[u8],
) -> Result<[u8; 64], CryptoError> {
    let (signature, _) = sign_prehashed_rfc6979::<NistP256, Sha256>(
        &*scalar(secret)?,
        &sha256(&[message]),
        additional,
    );
    Ok(signature.to_bytes().into())
}

/// Checks an ECDSA signature over the SHA-256 of `message`, whatever its S.
pub(super) fn verify(
    point: &[u8; 65],
    message: &[u8],
    signature: &[u8; 64],
) -> Result<(), CryptoError> {
    let point = ProjectivePoint::from(*parse(point)?.as_affine());
    verify_prehashed(&point, &sha256(&[message]), &parse_signature(signature)?)
        .map_err(|_| CryptoError::BadSignature)
}

/// The low-S twin of a signature (itself, if it is), or [`CryptoError::BadSignature`] when a half
/// is not in 1 to n-1.
pub(super) fn normalize_low_s(signature: &[u8; 64]) -> Result<[u8; 64], CryptoError> {
    let signature = parse_signature(signature)?;
    if bool::from(signature.s().is_high()) {
        Ok(signature.normalize_s().to_bytes().into())
    } else {
        Ok(signature.to_bytes().into())
    }
}

/// Encrypts `data` in place and gives the tag.
pub(super) fn seal(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    data: &mut [u8],
) -> Result<[u8; 16], CryptoError> {
    Aes256Gcm::new(key.into())
        .encrypt_inout_detached(nonce.into(), aad, data.into())
        .map(Into::into)
        .map_err(|_| CryptoError::TooLong)
}

/// Decrypts `data` in place. After an error it is whatever it is: the caller wipes it.
pub(super) fn open(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    data: &mut [u8],
    tag: &[u8; 16],
) -> Result<(), CryptoError> {
    Aes256Gcm::new(key.into())
        .decrypt_inout_detached(nonce.into(), aad, data.into(), tag.into())
        .map_err(|_| CryptoError::Forged)
}

fn parse(encoded: &[u8]) -> Result<PublicKey, CryptoError> {
    PublicKey::from_sec1_bytes(encoded).map_err(|_| CryptoError::NotAPoint)
}

fn encode(point: &AffinePoint) -> Result<[u8; 65], CryptoError> {
    point.to_sec1_point(false).as_bytes().try_into().map_err(|_| CryptoError::NotAPoint)
}

fn scalar(bytes: &[u8; 32]) -> Result<Zeroizing<NonZeroScalar>, CryptoError> {
    Option::from(NonZeroScalar::from_repr(FieldBytes::from(*bytes)))
        .map(Zeroizing::new)
        .ok_or(CryptoError::InvalidSecret)
}

fn parse_signature(bytes: &[u8; 64]) -> Result<ecdsa::Signature<NistP256>, CryptoError> {
    ecdsa::Signature::from_slice(bytes).map_err(|_| CryptoError::BadSignature)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6979 appendix A.2.5, P-256 with SHA-256: without additional data the nonce is the
    /// published one. (Its signature of "sample" has a high S.)
    #[test]
    fn without_additional_data_signatures_are_those_of_rfc_6979() {
        let secret = hex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
        for (message, r, s) in [
            (
                "sample",
                "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
                "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
            ),
            (
                "test",
                "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367",
                "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
            ),
        ] {
            let signature = sign(&secret, message.as_bytes(), &[]).unwrap();
            assert_eq!(signature, [hex(r), hex(s)].concat().as_slice());
        }
        assert_eq!(
            public_point(&secret).unwrap()[1..],
            [
                hex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"),
                hex("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"),
            ]
            .concat()
        );
    }

    #[test]
    fn additional_data_changes_the_nonce() {
        let secret = [0x11; 32];
        let plain = sign(&secret, b"m", &[]).unwrap();
        let hedged = sign(&secret, b"m", &[0; 32]).unwrap();
        assert_ne!(plain[..32], hedged[..32]);
        assert_eq!(hedged, sign(&secret, b"m", &[0; 32]).unwrap());
    }

    fn hex(text: &str) -> [u8; 32] {
        core::array::from_fn(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap())
    }
}
