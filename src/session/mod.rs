//! X3DH with cards, the double ratchet, and the set of sessions with one peer.

#![forbid(unsafe_code)]
