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

/// HMAC-SHA-256 (RFC 2104) of the concatenation of `parts`.
#[must_use]
pub fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    finish(keyed(key), parts)
}

/// HKDF-SHA-256 (RFC 5869), extract then expand, of the concatenations of `ikm` and of `info`.
/// An empty `salt` means 32 zero bytes.
///
/// # Errors
/// [`CryptoError::TooLong`] when `out` is longer than 255 * 32 bytes; it is then as it was.
pub fn hkdf(salt: &[u8], ikm: &[&[u8]], info: &[&[u8]], out: &mut [u8]) -> Result<(), CryptoError> {
    hkdf_expand(Secret::new(hmac(salt, ikm)).as_bytes(), info, out)
}

/// The second half of HKDF-SHA-256: expands a uniform key `prk`.
///
/// # Errors
/// [`CryptoError::TooLong`] when `out` is longer than 255 * 32 bytes; it is then as it was.
pub fn hkdf_expand(prk: &[u8], info: &[&[u8]], out: &mut [u8]) -> Result<(), CryptoError> {
    if out.len() > 255 * 32 {
        return Err(CryptoError::TooLong);
    }
    let keyed = keyed(prk);
    let mut block = Secret::<32>::zeroed();
    for (counter, chunk) in (1..=u8::MAX).zip(out.chunks_mut(32)) {
        let mut mac = keyed.clone();
        if counter > 1 {
            mac.update(block.as_bytes());
        }
        info.iter().for_each(|part| mac.update(part));
        *block.as_mut_bytes() = finish(mac, &[&[counter]]);
        for (to, from) in chunk.iter_mut().zip(block.as_bytes()) {
            *to = *from;
        }
    }
    Ok(())
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    match Hmac::new_from_slice(key) {
        Ok(mac) => mac,
        Err(_) => Hmac::new(&Default::default()),
    }
}

fn finish(mut mac: Hmac<Sha256>, parts: &[&[u8]]) -> [u8; 32] {
    parts.iter().for_each(|part| mac.update(part));
    let mut code = mac.finalize().into_bytes();
    let bytes = code.into();
    wipe(&mut code);
    bytes
}
