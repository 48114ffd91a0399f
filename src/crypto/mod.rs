//! The only room that names a cryptographic library. It knows no protocol.
//!
//! | what | how |
//! |---|---|
//! | [`AgreementSecret`], [`AgreementPublic`] | Diffie-Hellman on P-256 |
//! | [`SigningSecret`], [`SigningPublic`] | ECDSA on P-256 with SHA-256, low S |
//! | [`SealingSecret`], [`SealingPublic`] | HPKE with the hybrid KEM MLKEM768-P256 |
//! | [`seal`], [`open`] | AES-256-GCM |
//! | [`sha256`], [`RunningHash`], [`hmac()`], [`hmacs`], [`MacKey`], [`hkdf()`], [`hkdf_expand`] | SHA-256 and what is built on it |
//! | [`argon2id`] | keys from passphrases |
//! | [`Secret`], [`equal`], [`Random`], [`OsRandom`] | bytes that are wiped, compared, drawn |
//! | [`Backend`] | portable or accelerated |
//!
//! # Two backends
//!
//! P-256 and AES-GCM exist twice. The portable backend (the RustCrypto crates) is always compiled.
//! The accelerated one (graviola) comes with the feature `accelerated` on x86-64 and AArch64 and is
//! chosen at run time where the processor supports it. It changes speed and nothing else; tests
//! and vectors run on both. Every operation has a form `*_with` that is told its [`Backend`].
//!
//! # What the libraries promise
//!
//! *Timing.* RustCrypto's scalar and field arithmetic is written to take constant time, without a
//! proof. graviola's is that of s2n-bignum, whose results are proven; its table look-ups are
//! constant-time intrinsics without a proof; on AArch64 it turns on data-independent timing. Where
//! data are public, in verifying and decompressing, both take variable time. On processors without
//! AES and carry-less multiplication instructions portable AES-GCM is bit-sliced, still constant.
//!
//! *Wiping.* [`Secret`] and what contains it is wiped when dropped. RustCrypto wipes AES and GHASH
//! keys, hash states and ML-KEM keys (its feature `zeroize`); graviola wipes scalars, shared secrets, AES and
//! GHASH keys and, on leaving a function that takes secrets, the vector registers. Both leave
//! copies of scalars, nonces or shared secrets on the stack, so this room overwrites the stack
//! after each operation with a secret scalar. What the compiler copies elsewhere no crate can
//! reach.

#![forbid(unsafe_code)]

mod aead;
mod agreement;
mod backend;
mod error;
mod hpke;
mod kdf;
mod passphrase;
mod point;
mod portable;
mod random;
mod sealing;
mod secret;
mod signing;

#[cfg(all(feature = "accelerated", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod accelerated;
#[cfg(not(all(feature = "accelerated", any(target_arch = "x86_64", target_arch = "aarch64"))))]
#[path = "unaccelerated.rs"]
mod accelerated;

pub use aead::{
    TAG_LENGTH, open, open_detached, open_detached_with, open_with, seal, seal_detached,
    seal_detached_with, seal_with,
};
pub use agreement::{AgreementPublic, AgreementSecret};
pub use backend::Backend;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub use backend::work::{Work, take_work};
pub use error::CryptoError;
pub use hpke::SEALED_KEY_LENGTH;
pub use kdf::{MacKey, RunningHash, hkdf, hkdf_expand, hmac, hmacs, key_and_nonce, sha256};
pub use passphrase::{PassphraseParams, argon2id};
pub(crate) use random::Drawn;
pub use random::{OsRandom, Random};
pub use sealing::{SealingPublic, SealingSecret};
pub use secret::{Secret, equal};
pub use signing::{SigningPublic, SigningSecret, normalize_low_s};
