//! Turning a passphrase into a key, with Argon2id.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroize;

use super::CryptoError;

/// The cost of turning a passphrase into a key with Argon2id (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PassphraseParams {
    /// Memory in KiB: 19 MiB to 256 MiB, that is 19,456 to 262,144.
    pub memory_kib: u32,
    /// Passes over the memory: 1 to 10.
    pub iterations: u32,
    /// Lanes: 1 to 4. They run one after another here and cost an attacker the same.
    pub parallelism: u32,
}

impl PassphraseParams {
    /// Checks each field against its range.
    ///
    /// # Errors
    /// [`CryptoError::PassphraseParameter`] names the first field that is out of it.
    pub fn check(&self) -> Result<(), CryptoError> {
        let Self { memory_kib, iterations, parallelism } = *self;
        in_range("memory_kib", memory_kib, 19 * 1024, 256 * 1024)?;
        in_range("iterations", iterations, 1, 10)?;
        in_range("parallelism", parallelism, 1, 4)
    }
}

/// Derives 32 bytes from a passphrase with Argon2id, version 0x13.
///
/// The parameters are checked before anything is allocated, since they may come from a file that
/// somebody else wrote. The working memory is wiped afterwards.
///
/// # Errors
/// [`CryptoError::PassphraseParameter`] for a parameter or a salt length (8 to 64 bytes) out of
/// range, [`CryptoError::OutOfMemory`], [`CryptoError::TooLong`] for a passphrase of 4 GiB.
pub fn argon2id(
    passphrase: &[u8],
    salt: &[u8],
    params: &PassphraseParams,
    out: &mut [u8; 32],
) -> Result<(), CryptoError> {
    params.check()?;
    in_range("salt length", u32::try_from(salt.len()).unwrap_or(u32::MAX), 8, 64)?;
    let params =
        Params::new(params.memory_kib, params.iterations, params.parallelism, Some(out.len()))
            .map_err(|_| CryptoError::TooLong)?;

    let mut memory = Vec::new();
    memory.try_reserve_exact(params.block_count()).map_err(|_| CryptoError::OutOfMemory)?;
    memory.resize(params.block_count(), Block::default());
    let derived = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(passphrase, salt, out, &mut memory)
        .map_err(|_| CryptoError::TooLong);
    for block in &mut memory {
        block.as_mut().zeroize();
    }
    derived
}

fn in_range(
    field: &'static str,
    value: u32,
    minimum: u32,
    maximum: u32,
) -> Result<(), CryptoError> {
    if (minimum..=maximum).contains(&value) {
        Ok(())
    } else {
        Err(CryptoError::PassphraseParameter { field, value, minimum, maximum })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAPEST: PassphraseParams =
        PassphraseParams { memory_kib: 19 * 1024, iterations: 1, parallelism: 1 };

    #[test]
    fn each_parameter_out_of_range_is_named() {
        for (field, value, params) in [
            ("memory_kib", 19_455, PassphraseParams { memory_kib: 19_455, ..CHEAPEST }),
            ("memory_kib", 262_145, PassphraseParams { memory_kib: 262_145, ..CHEAPEST }),
            ("memory_kib", u32::MAX, PassphraseParams { memory_kib: u32::MAX, ..CHEAPEST }),
            ("iterations", 0, PassphraseParams { iterations: 0, ..CHEAPEST }),
            ("iterations", 11, PassphraseParams { iterations: 11, ..CHEAPEST }),
            ("parallelism", 0, PassphraseParams { parallelism: 0, ..CHEAPEST }),
            ("parallelism", 5, PassphraseParams { parallelism: 5, ..CHEAPEST }),
        ] {
            let error = argon2id(b"pw", &[0; 16], &params, &mut [0; 32]).unwrap_err();
            assert!(
                matches!(error, CryptoError::PassphraseParameter { field: f, value: v, .. }
                    if f == field && v == value),
                "{params:?} gave {error:?}"
            );
        }
        assert_eq!(
            PassphraseParams { memory_kib: 262_144, iterations: 10, parallelism: 4 }.check(),
            Ok(())
        );
    }

    #[test]
    fn a_salt_of_less_than_eight_bytes_is_refused() {
        assert_eq!(
            argon2id(b"pw", &[0; 7], &CHEAPEST, &mut [0; 32]),
            Err(CryptoError::PassphraseParameter {
                field: "salt length",
                value: 7,
                minimum: 8,
                maximum: 64
            })
        );
    }
}
