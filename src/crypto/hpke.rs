//! HPKE (RFC 9180) as far as it is needed: mode Base, one message, KEM MLKEM768-P256, KDF
//! HKDF-SHA256, AEAD AES-256-GCM, no associated data, a 32-byte key as the message.

use super::sealing::ENCAPSULATED;
use super::{
    Backend, CryptoError, Random, SealingPublic, SealingSecret, Secret, TAG_LENGTH, hkdf_expand,
    hmac, open_detached_with, seal_detached_with,
};

/// Size of a key sealed to a [`SealingPublic`]: encapsulated secret, ciphertext, tag. Bytes.
pub const SEALED_KEY_LENGTH: usize = ENCAPSULATED + 32 + TAG_LENGTH;

impl SealingPublic {
    /// Seals `key` to the owner of this key, as RFC 9180 section 6.1 `SealBase` with `info`.
    ///
    /// # Errors
    /// [`CryptoError::RandomFailed`].
    pub fn seal_key(
        &self,
        info: &[u8],
        key: &Secret<32>,
        random: &mut dyn Random,
    ) -> Result<[u8; SEALED_KEY_LENGTH], CryptoError> {
        self.seal_key_with(Backend::current(), info, key, random)
    }

    /// [`seal_key`](Self::seal_key) on a given backend; the same bytes on each.
    ///
    /// # Errors
    /// Also [`CryptoError::Unsupported`].
    pub fn seal_key_with(
        &self,
        backend: Backend,
        info: &[u8],
        key: &Secret<32>,
        random: &mut dyn Random,
    ) -> Result<[u8; SEALED_KEY_LENGTH], CryptoError> {
        let (encapsulated, shared) = self.encapsulate(backend, random)?;
        let schedule = Schedule::new(&shared, info)?;
        let mut data = key.clone();
        let (key, nonce) = (schedule.key.as_bytes(), &schedule.nonce);
        let tag = seal_detached_with(backend, key, nonce, &[], data.as_mut_bytes())?;

        let mut sealed = [0; SEALED_KEY_LENGTH];
        let (first, rest) = sealed.split_at_mut(ENCAPSULATED);
        let (second, third) = rest.split_at_mut(32);
        first.copy_from_slice(&encapsulated);
        second.copy_from_slice(data.as_bytes());
        third.copy_from_slice(&tag);
        Ok(sealed)
    }
}

impl SealingSecret {
    /// Opens what [`SealingPublic::seal_key`] made, as RFC 9180 section 6.1 `OpenBase`.
    ///
    /// # Errors
    /// [`CryptoError::Forged`] when it was sealed to another key or with another `info`, or is
    /// damaged: which, cannot be told.
    pub fn open_key(
        &self,
        info: &[u8],
        sealed: &[u8; SEALED_KEY_LENGTH],
    ) -> Result<Secret<32>, CryptoError> {
        self.open_key_with(Backend::current(), info, sealed)
    }

    /// [`open_key`](Self::open_key) on a given backend.
    ///
    /// # Errors
    /// Also [`CryptoError::Unsupported`].
    pub fn open_key_with(
        &self,
        backend: Backend,
        info: &[u8],
        sealed: &[u8; SEALED_KEY_LENGTH],
    ) -> Result<Secret<32>, CryptoError> {
        let (encapsulated, rest) = sealed.split_first_chunk().ok_or(CryptoError::Forged)?;
        let (data, tag) = rest.split_first_chunk::<32>().ok_or(CryptoError::Forged)?;
        let tag = tag.try_into().map_err(|_| CryptoError::Forged)?;
        let shared = self.decapsulate(backend, encapsulated).map_err(|error| match error {
            CryptoError::NotAPoint => CryptoError::Forged,
            other => other,
        })?;
        let schedule = Schedule::new(&shared, info)?;
        let (key, nonce) = (schedule.key.as_bytes(), &schedule.nonce);
        let mut opened = Secret::new(*data);
        open_detached_with(backend, key, nonce, &[], opened.as_mut_bytes(), tag)?;
        Ok(opened)
    }
}

/// "HPKE", KEM MLKEM768-P256, KDF HKDF-SHA256, AEAD AES-256-GCM (RFC 9180 section 5.1).
const SUITE: &[u8; 10] = b"HPKE\x00\x50\x00\x01\x00\x02";

/// What the first message is sealed under.
struct Schedule {
    key: Secret<32>,
    nonce: [u8; 12],
}

impl Schedule {
    fn new(shared: &Secret<32>, info: &[u8]) -> Result<Self, CryptoError> {
        let mut schedule = Self { key: Secret::zeroed(), nonce: [0; 12] };
        let Self { key, nonce } = &mut schedule;
        key_schedule(SUITE, shared.as_bytes(), info, key.as_mut_bytes(), nonce)?;
        Ok(schedule)
    }
}

/// `KeySchedule` of RFC 9180 section 5.1 for mode Base: no PSK.
fn key_schedule(
    suite: &[u8; 10],
    shared: &[u8; 32],
    info: &[u8],
    key: &mut [u8],
    nonce: &mut [u8],
) -> Result<(), CryptoError> {
    let psk_id_hash = labeled_extract(suite, &[], b"psk_id_hash", &[]);
    let info_hash = labeled_extract(suite, &[], b"info_hash", info);
    let context = [&[MODE_BASE][..], psk_id_hash.as_bytes(), info_hash.as_bytes()].concat();
    let secret = labeled_extract(suite, shared, b"secret", &[]);
    labeled_expand(suite, &secret, b"key", &context, key)?;
    labeled_expand(suite, &secret, b"base_nonce", &context, nonce)
}

const MODE_BASE: u8 = 0;

/// RFC 9180 section 4. HKDF-Extract is HMAC under the salt; an empty one equals 32 zero bytes.
fn labeled_extract(suite: &[u8], salt: &[u8], label: &[u8], ikm: &[u8]) -> Secret<32> {
    Secret::new(hmac(salt, &[VERSION, suite, label, ikm]))
}

/// RFC 9180 section 4.
fn labeled_expand(
    suite: &[u8],
    prk: &Secret<32>,
    label: &[u8],
    info: &[u8],
    out: &mut [u8],
) -> Result<(), CryptoError> {
    let length = u16::try_from(out.len()).map_err(|_| CryptoError::TooLong)?.to_be_bytes();
    hkdf_expand(prk.as_bytes(), &[&length, VERSION, suite, label, info], out)
}

const VERSION: &[u8] = b"HPKE-v1";

#[cfg(test)]
mod published;
