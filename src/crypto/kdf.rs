//! SHA-256, HMAC and HKDF.

use core::fmt;

use hkdf::{Hkdf, HkdfExtract};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::secret::wipe;
use super::{CryptoError, Secret};

/// SHA-256 of the concatenation of `parts`.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// SHA-256 of data that comes in pieces.
#[derive(Clone, Default)]
pub struct RunningHash(Sha256);

impl RunningHash {
    /// Nothing hashed yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on with `part`.
    pub fn update(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    /// The hash of everything.
    #[must_use]
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

impl fmt::Debug for RunningHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(_) = self;
        formatter.write_str("RunningHash(..)")
    }
}

/// A key for many codes. It is prepared once, which is half the work for short messages.
#[derive(Clone)]
pub struct MacKey(Hmac<Sha256>);

impl MacKey {
    /// A key of any length.
    #[must_use]
    pub fn new(key: &[u8]) -> Self {
        Self(match Hmac::new_from_slice(key) {
            Ok(keyed) => keyed,
            // A key of any length is accepted; the type of the crate does not say so.
            Err(_) => Hmac::new(&Default::default()),
        })
    }

    /// The [`hmac()`] of the concatenation of `parts` under this key.
    #[must_use]
    pub fn code(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.0.clone();
        parts.iter().for_each(|part| mac.update(part));
        let mut code = mac.finalize().into_bytes();
        let bytes = code.into();
        wipe(&mut code);
        bytes
    }

    /// As [`key_and_nonce`], with this key as the salt.
    ///
    /// # Errors
    /// Never, for this length.
    pub fn key_and_nonce(
        &self,
        ikm: &[&[u8]],
        info: &[&[u8]],
    ) -> Result<(Secret<32>, [u8; 12]), CryptoError> {
        let prk = Secret::new(self.code(ikm));
        let mut out = Secret::<44>::zeroed();
        hkdf_expand(prk.as_bytes(), info, out.as_mut_bytes())?;
        split(&out)
    }
}

impl fmt::Debug for MacKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(_) = self;
        formatter.write_str("MacKey(..)")
    }
}

/// HMAC-SHA-256 (RFC 2104) of the concatenation of `parts`.
#[must_use]
pub fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let [code] = hmacs(key, [parts]);
    code
}

/// Several codes under one key, each the [`hmac()`] of the concatenation of its parts.
#[must_use]
pub fn hmacs<const N: usize>(key: &[u8], messages: [&[&[u8]]; N]) -> [[u8; 32]; N] {
    let key = MacKey::new(key);
    messages.map(|parts| key.code(parts))
}

/// HKDF-SHA-256 (RFC 5869), extract then expand, of the concatenations of `ikm` and of `info`.
/// An empty `salt` means 32 zero bytes.
///
/// # Errors
/// [`CryptoError::TooLong`] when `out` is longer than 255 * 32 bytes; it is then as it was.
pub fn hkdf(salt: &[u8], ikm: &[&[u8]], info: &[&[u8]], out: &mut [u8]) -> Result<(), CryptoError> {
    let mut extract = HkdfExtract::<Sha256>::new(Some(salt));
    ikm.iter().for_each(|part| extract.input_ikm(part));
    let (mut prk, key) = extract.finalize();
    wipe(&mut prk);
    key.expand_multi_info(info, out).map_err(|_| CryptoError::TooLong)
}

/// A key and a nonce for [`seal`](super::seal) from one [`hkdf()`]: its first 32 and next 12 bytes.
///
/// # Errors
/// As [`hkdf()`], whose limit is far away.
pub fn key_and_nonce(
    salt: &[u8],
    ikm: &[&[u8]],
    info: &[&[u8]],
) -> Result<(Secret<32>, [u8; 12]), CryptoError> {
    let mut out = Secret::<44>::zeroed();
    hkdf(salt, ikm, info, out.as_mut_bytes())?;
    split(&out)
}

fn split(out: &Secret<44>) -> Result<(Secret<32>, [u8; 12]), CryptoError> {
    let (key, nonce) = out.as_bytes().split_first_chunk().ok_or(CryptoError::TooLong)?;
    let nonce = nonce.try_into().map_err(|_| CryptoError::TooLong)?;
    Ok((Secret::new(*key), nonce))
}

/// The second half of HKDF-SHA-256: expands a uniform key `prk` of 32 bytes.
///
/// # Errors
/// [`CryptoError::TooLong`] when `out` is longer than 255 * 32 bytes; it is then as it was.
/// [`CryptoError::Length`] when `prk` is shorter than 32 bytes.
pub fn hkdf_expand(prk: &[u8], info: &[&[u8]], out: &mut [u8]) -> Result<(), CryptoError> {
    let key = Hkdf::<Sha256>::from_prk(prk)
        .map_err(|_| CryptoError::Length { expected: 32, found: prk.len() })?;
    key.expand_multi_info(info, out).map_err(|_| CryptoError::TooLong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_was_prepared_is_a_salt_too() {
        let prepared = MacKey::new(&[7; 32]);
        let parts: [&[u8]; 2] = [b"one ", b"two"];
        let derived = prepared.key_and_nonce(&parts, &[b"info"]);
        assert_eq!(derived, key_and_nonce(&[7; 32], &parts, &[b"info"]));
    }

    #[test]
    fn an_empty_salt_is_32_zero_bytes() {
        let (mut a, mut b) = ([0; 40], [0; 40]);
        hkdf(&[], &[b"ikm"], &[b"info"], &mut a).unwrap();
        hkdf(&[0; 32], &[b"ikm"], &[b"info"], &mut b).unwrap();
        assert_eq!(a, b);
    }

    #[test]
    fn codes_under_one_key_are_those_made_one_by_one() {
        let messages: [&[&[u8]]; 3] = [&[&[1]], &[b"two ", b"parts"], &[]];
        assert_eq!(hmacs(b"key", messages), messages.map(|parts| hmac(b"key", parts)));
        assert_eq!(hmacs(b"key", []), [[0; 32]; 0]);
        assert_eq!(format!("{:?}", MacKey::new(b"key")), "MacKey(..)");
    }

    #[test]
    fn expanding_stops_at_255_blocks_and_leaves_the_output_alone() {
        let mut longest = vec![0; 255 * 32];
        assert_eq!(hkdf_expand(&[1; 32], &[], &mut longest), Ok(()));
        let mut too_long = vec![7; 255 * 32 + 1];
        assert_eq!(hkdf_expand(&[1; 32], &[], &mut too_long), Err(CryptoError::TooLong));
        assert!(too_long.iter().all(|byte| *byte == 7));
    }

    #[test]
    fn a_shorter_output_is_the_start_of_a_longer_one() {
        let mut longest = [0; 100];
        hkdf(b"salt", &[b"ikm"], &[b"in", b"fo"], &mut longest).unwrap();
        for length in 0..=100 {
            let mut out = vec![0; length];
            hkdf(b"salt", &[b"i", b"km"], &[b"info"], &mut out).unwrap();
            assert_eq!(out, longest[..length]);
        }
    }
}
