//! What is kept of a peer until it is used or too old, and the pieces that it is stored in.

pub(super) mod parts;
pub(super) mod piece;
pub(super) mod shown;
pub(super) mod stored_keys;
