//! AES-256-GCM.

use super::secret::wipe;
use super::{Backend, CryptoError, accelerated, portable};

/// The bytes that sealing adds.
pub const TAG_LENGTH: usize = 16;

/// From so many bytes on the accelerated AES-GCM is faster with a new key for each message, as every
/// line of a session has one: 0.71 against 0.95 µs on an AMD EPYC with AVX-512, where 128 bytes take
/// 0.44 against 0.27. `benches/src/bin/crossing.rs` finds the length on a machine.
const ACCELERATED_FROM: usize = 2 * 1_024;

/// The backend for so many bytes: of those that give the same result, the faster one.
fn backend_for(length: usize) -> Backend {
    match Backend::current() {
        Backend::Accelerated if length < ACCELERATED_FROM => Backend::Portable,
        current => current,
    }
}

/// The longest plaintext of AES-GCM, in bytes (NIST SP 800-38D section 5.2.1.1).
const LONGEST_PLAINTEXT: u64 = (1 << 36) - 32;

/// Seals `buffer` in place with AES-256-GCM: plaintext before, ciphertext ‖ 16-byte tag after.
/// The associated data is the concatenation of the parts of `aad`. A key must not see the same
/// nonce twice.
///
/// # Errors
/// [`CryptoError::TooLong`] past 2^36 - 32 bytes; the buffer is then as it was.
pub fn seal(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[&[u8]],
    buffer: &mut Vec<u8>,
) -> Result<(), CryptoError> {
    seal_with(backend_for(buffer.len()), key, nonce, aad, buffer)
}

/// [`seal`] on a given backend; the same bytes on each.
///
/// # Errors
/// Also [`CryptoError::Unsupported`].
pub fn seal_with(
    backend: Backend,
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[&[u8]],
    buffer: &mut Vec<u8>,
) -> Result<(), CryptoError> {
    // The tag is appended last, so that a growing vector leaves no plaintext in freed memory.
    let tag = seal_detached_with(backend, key, nonce, aad, buffer)?;
    buffer.extend_from_slice(&tag);
    Ok(())
}

/// Opens `buffer` in place: ciphertext ‖ tag before, plaintext after.
///
/// # Errors
/// [`CryptoError::Forged`] when key, nonce, associated data, ciphertext and tag do not belong
/// together, or the buffer is shorter than a tag; it is then wiped and empty.
pub fn open(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[&[u8]],
    buffer: &mut Vec<u8>,
) -> Result<(), CryptoError> {
    open_with(backend_for(buffer.len()), key, nonce, aad, buffer)
}

/// [`open`] on a given backend.
///
/// # Errors
/// Also [`CryptoError::Unsupported`].
pub fn open_with(
    backend: Backend,
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[&[u8]],
    buffer: &mut Vec<u8>,
) -> Result<(), CryptoError> {
    let opened = match buffer.split_last_chunk_mut() {
        Some((data, tag)) => open_detached_with(backend, key, nonce, aad, data, tag),
        None => Err(CryptoError::Forged),
    };
    match opened {
        Ok(()) => buffer.truncate(buffer.len().saturating_sub(TAG_LENGTH)),
        Err(_) => {
            wipe(buffer);
            buffer.clear();
        }
    }
    opened
}

/// [`seal`] for data that lies in a larger buffer: encrypts `data` in place and returns the tag.
///
/// # Errors
/// As [`seal`].
pub fn seal_detached(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[&[u8]],
    data: &mut [u8],
) -> Result<[u8; TAG_LENGTH], CryptoError> {
    seal_detached_with(backend_for(data.len()), key, nonce, aad, data)
}

/// [`seal_detached`] on a given backend.
///
/// # Errors
/// Also [`CryptoError::Unsupported`].
pub fn seal_detached_with(
    backend: Backend,
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[&[u8]],
    data: &mut [u8],
) -> Result<[u8; TAG_LENGTH], CryptoError> {
    let backend = backend.checked()?;
    if exceeds_limit(data) {
        return Err(CryptoError::TooLong);
    }
    with_joined(aad, |aad| match backend {
        Backend::Portable => portable::seal(key, nonce, aad, data),
        Backend::Accelerated => accelerated::seal(key, nonce, aad, data),
    })
}

/// [`open`] for data that lies in a larger buffer: decrypts `data` in place.
///
/// # Errors
/// [`CryptoError::Forged`]; `data` is then wiped.
pub fn open_detached(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[&[u8]],
    data: &mut [u8],
    tag: &[u8; TAG_LENGTH],
) -> Result<(), CryptoError> {
    open_detached_with(backend_for(data.len()), key, nonce, aad, data, tag)
}

/// [`open_detached`] on a given backend.
///
/// # Errors
/// Also [`CryptoError::Unsupported`].
pub fn open_detached_with(
    backend: Backend,
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[&[u8]],
    data: &mut [u8],
    tag: &[u8; TAG_LENGTH],
) -> Result<(), CryptoError> {
    let backend = backend.checked()?;
    let opened = if exceeds_limit(data) {
        Err(CryptoError::Forged)
    } else {
        with_joined(aad, |aad| match backend {
            Backend::Portable => portable::open(key, nonce, aad, data, tag),
            Backend::Accelerated => accelerated::open(key, nonce, aad, data, tag),
        })
    };
    if opened.is_err() {
        wipe(data);
    }
    opened
}

fn exceeds_limit(data: &[u8]) -> bool {
    u64::try_from(data.len()).map_or(true, |length| length > LONGEST_PLAINTEXT)
}

/// Calls `action` with the parts as one slice: on the stack where they fit, as the headers of
/// messages do.
fn with_joined<T>(parts: &[&[u8]], action: impl FnOnce(&[u8]) -> T) -> T {
    match parts {
        [] => action(&[]),
        [part] => action(part),
        parts => {
            let mut stack = [0; 256];
            let length = parts.iter().map(|part| part.len()).sum();
            match stack.get_mut(..length) {
                Some(joined) => {
                    let mut end = 0;
                    for part in parts {
                        let start = end;
                        end += part.len();
                        if let Some(place) = joined.get_mut(start..end) {
                            place.copy_from_slice(part);
                        }
                    }
                    action(joined)
                }
                None => action(&parts.concat()),
            }
        }
    }
}
