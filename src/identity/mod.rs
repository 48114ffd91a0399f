//! Key pairs, fingerprints, cards and passphrase-protected export.

#![forbid(unsafe_code)]
