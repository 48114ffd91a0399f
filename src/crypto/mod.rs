//! The only room that names a cryptographic library. It knows no protocol.
//!
//! | what | how |
//! |---|---|
//! | [`AgreementSecret`], [`AgreementPublic`] | Diffie-Hellman on P-256 |
//! | [`SigningSecret`], [`SigningPublic`] | ECDSA on P-256 with SHA-256, low S |
//! | [`seal`], [`open`] | AES-256-GCM |
//! | [`sha256`], [`hmac`], [`hkdf`], [`hkdf_expand`] | SHA-256 and what is built on it |
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
//! *Timing.* RustCrypto's scalar and field arithmetic is written to be constant-time and is not
//! verified. graviola's field and scalar arithmetic is that of s2n-bignum, formally verified;
//! its table look-ups are constant-time intrinsics without a proof, and its signing, key generation
//! and key agreement are tested with Valgrind's secret tracking by its authors. Verifying and
//! decompressing handle public data in variable time in both. On processors without AES and
//! carry-less multiplication instructions the portable AES-GCM is bit-sliced, still constant-time.
//!
//! *Wiping.* [`Secret`] and what contains it are wiped when dropped. RustCrypto wipes its AES keys,
//! GHASH keys and hash states (feature `zeroize`); graviola wipes scalars, shared secrets, AES and
//! GHASH keys and, on leaving each function that takes secrets, the vector registers. Neither
//! wipes every intermediate value that the compiler puts on the stack, and no crate can.

#![forbid(unsafe_code)]

mod aead;
mod agreement;
mod backend;
mod error;
mod kdf;
mod passphrase;
mod point;
mod portable;
mod random;
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
pub use error::CryptoError;
pub use kdf::{hkdf, hkdf_expand, hmac, sha256};
pub use passphrase::{PassphraseParams, argon2id};
pub use random::{OsRandom, Random};
pub use secret::{Secret, equal};
pub use signing::{SigningPublic, SigningSecret, normalize_low_s};
