//! Bytes and text: pure functions over slices, no keys, no clock.
//!
//! An *object* is a byte string that begins with one header byte ([`ObjectKind`]). Its fields are
//! read and written with [`codec`]; [`armor`] makes a line of ASCII text of it and finds such
//! lines again in whatever a messenger network left of them; [`fragment`] spreads an object that
//! does not fit one line over several. Every bound is in [`limits`].
//!
//! All of it stands in front of strangers: any bytes may come in, nothing panics, the work is
//! linear in the input and the memory held is bounded.

#![forbid(unsafe_code)]

pub mod armor;
mod base64url;
pub mod codec;
mod collections;
mod error;
pub mod fragment;
mod kind;
pub mod labels;
pub mod limits;

pub use error::WireError;
pub use kind::ObjectKind;
