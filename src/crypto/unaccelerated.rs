//! Stands in for `accelerated` in builds without it: [`is_available`] says no, so that no caller
//! gets to the functions, which are the portable ones.

pub(super) use super::portable::{agree, open, public_point, seal, verify};
use super::{CryptoError, portable};

/// There is no accelerated backend in this build.
pub(super) const fn is_available() -> bool {
    false
}

/// A point as the portable backend takes it.
pub(super) type Prepared = [u8; 65];

/// The point itself.
pub(super) const fn prepare(point: &[u8; 65]) -> Result<Prepared, CryptoError> {
    Ok(*point)
}

/// The signature of [`portable::sign`] without additional data.
pub(super) fn sign(secret: &[u8; 32], message: &[u8]) -> Result<[u8; 64], CryptoError> {
    portable::sign(secret, message, &[])
}
