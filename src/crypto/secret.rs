//! Secret bytes that are wiped when dropped.

use core::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use super::{CryptoError, Random};

/// `N` secret bytes, wiped when dropped.
///
/// Comparing takes the same time wherever the difference lies; `Debug` shows the size alone.
#[derive(Clone)]
pub struct Secret<const N: usize>([u8; N]);

impl<const N: usize> Secret<N> {
    /// Takes the bytes over. Whoever still holds a copy of `bytes` wipes it.
    #[must_use]
    pub const fn new(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    /// `N` zero bytes, to be filled through [`as_mut_bytes`](Self::as_mut_bytes).
    #[must_use]
    pub const fn zeroed() -> Self {
        Self([0; N])
    }

    /// `N` bytes from `random`.
    ///
    /// # Errors
    /// [`CryptoError::RandomFailed`] from the generator.
    pub fn random(random: &mut dyn Random) -> Result<Self, CryptoError> {
        let mut secret = Self::zeroed();
        random.fill(&mut secret.0)?;
        Ok(secret)
    }

    /// Copies `bytes`.
    ///
    /// # Errors
    /// [`CryptoError::Length`] unless there are exactly `N`.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, CryptoError> {
        let mut secret = Self::zeroed();
        if bytes.len() != N {
            return Err(CryptoError::Length { expected: N, found: bytes.len() });
        }
        secret.0.copy_from_slice(bytes);
        Ok(secret)
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; N] {
        &self.0
    }

    /// The bytes, to write.
    pub const fn as_mut_bytes(&mut self) -> &mut [u8; N] {
        &mut self.0
    }
}

impl<const N: usize> Drop for Secret<N> {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

impl<const N: usize> PartialEq for Secret<N> {
    fn eq(&self, other: &Self) -> bool {
        equal(&self.0, &other.0)
    }
}

impl<const N: usize> Eq for Secret<N> {}

impl<const N: usize> fmt::Debug for Secret<N> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(_) = self;
        write!(formatter, "Secret<{N}>(..)")
    }
}

/// Whether two byte strings are the same, in a time that depends on their lengths alone.
#[must_use]
pub fn equal(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// Overwrites `bytes` with zeros in a way the compiler may not drop. (`zeroize` wipes a slice with
/// wide stores but an array byte by byte, hence this one place that makes it a slice.)
pub(super) fn wipe(bytes: &mut [u8]) {
    bytes.zeroize();
}

/// Runs `operation` and overwrites the stack it used, where the libraries leave copies of secrets:
/// both leave the nonce of a signature there, which with the signature gives away the key.
///
/// Best effort: 16 KiB are more than the operations here use in an optimised build.
pub(super) fn without_residue<T>(operation: impl FnOnce() -> T) -> T {
    // The call must have a frame of its own, below this one, for the overwriting to meet it.
    #[inline(never)]
    fn call<T>(operation: impl FnOnce() -> T) -> T {
        operation()
    }
    let result = call(operation);
    zeroize::zeroize_stack::<{ 16 * 1024 }>();
    result
}

/// [`without_residue`] for ML-KEM, whose matrices and vectors take more of the stack.
pub(super) fn without_large_residue<T>(operation: impl FnOnce() -> T) -> T {
    let result = without_residue(operation);
    zeroize::zeroize_stack::<{ 64 * 1024 }>();
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_of_a_secret_shows_only_its_size() {
        assert_eq!(format!("{:?}", Secret::new([0xAA; 32])), "Secret<32>(..)");
    }

    #[test]
    fn a_slice_of_another_length_is_refused() {
        assert_eq!(
            Secret::<32>::from_slice(&[0; 31]),
            Err(CryptoError::Length { expected: 32, found: 31 })
        );
        assert_eq!(Secret::<3>::from_slice(&[1, 2, 3]), Ok(Secret::new([1, 2, 3])));
    }

    #[test]
    fn equality_sees_a_difference_in_any_byte_and_in_length() {
        let a = Secret::new([7; 32]);
        for index in 0..32 {
            let mut b = a.clone();
            b.as_mut_bytes()[index] ^= 1;
            assert_ne!(a, b);
        }
        assert_eq!(a, a.clone());
        assert!(!equal(&[1, 2], &[1, 2, 3]));
        assert!(equal(&[], &[]));
    }
}
