//! The choice between the portable and the accelerated implementation.

use core::sync::atomic::{AtomicU8, Ordering};

use super::{CryptoError, accelerated};

pub(super) mod work;

/// Which implementation does the P-256 and AES-GCM work. Both give the same bytes, except that
/// ECDSA signatures differ by their nonce; SHA-256, HMAC, HKDF and Argon2id have one
/// implementation and do not ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Rust without assembly, on every target.
    Portable,
    /// Formally verified assembly, compiled in with the feature `accelerated` on x86-64 and
    /// AArch64, usable where the processor has the instructions.
    Accelerated,
}

/// The process-wide choice: 0 not yet made, else [`Backend::code`].
static CURRENT: AtomicU8 = AtomicU8::new(0);

impl Backend {
    /// The process-wide choice: on first use the fastest that works here.
    #[must_use]
    pub fn current() -> Self {
        // Relaxed is enough: the value stands for itself and guards no other memory; two threads
        // that both find 0 store the same answer.
        match CURRENT.load(Ordering::Relaxed) {
            PORTABLE => Self::Portable,
            ACCELERATED => Self::Accelerated,
            _ => {
                let fastest =
                    if accelerated::is_available() { Self::Accelerated } else { Self::Portable };
                CURRENT.store(fastest.code(), Ordering::Relaxed);
                fastest
            }
        }
    }

    /// The backends that work in this build on this processor, [`Backend::Portable`] first.
    #[must_use]
    pub fn available() -> &'static [Self] {
        if accelerated::is_available() {
            &[Self::Portable, Self::Accelerated]
        } else {
            &[Self::Portable]
        }
    }

    /// Makes this backend the process-wide choice, for measurements and tests.
    ///
    /// # Errors
    /// [`CryptoError::Unsupported`] when it does not work here; the choice then stays.
    pub fn select(self) -> Result<(), CryptoError> {
        CURRENT.store(self.checked()?.code(), Ordering::Relaxed);
        Ok(())
    }

    /// Itself, if it works here: every operation that is told a backend passes through this, since
    /// the accelerated one would panic on a processor it does not know.
    pub(super) fn checked(self) -> Result<Self, CryptoError> {
        match self {
            Self::Portable => Ok(self),
            Self::Accelerated if accelerated::is_available() => Ok(self),
            Self::Accelerated => Err(CryptoError::Unsupported),
        }
    }

    const fn code(self) -> u8 {
        match self {
            Self::Portable => PORTABLE,
            Self::Accelerated => ACCELERATED,
        }
    }
}

const PORTABLE: u8 = 1;
const ACCELERATED: u8 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portable_is_always_available_and_comes_first() {
        assert_eq!(Backend::available().first(), Some(&Backend::Portable));
        assert_eq!(Backend::Portable.checked(), Ok(Backend::Portable));
    }

    #[test]
    fn only_available_backends_pass_the_check() {
        let accelerated = Backend::available().contains(&Backend::Accelerated);
        assert_eq!(Backend::Accelerated.checked().is_ok(), accelerated);
        if !accelerated {
            assert_eq!(Backend::Accelerated.select(), Err(CryptoError::Unsupported));
        }
    }

    #[test]
    fn the_current_backend_is_an_available_one() {
        assert!(Backend::available().contains(&Backend::current()));
    }
}
