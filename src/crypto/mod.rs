//! The only room that names a cryptographic library.

#![forbid(unsafe_code)]
