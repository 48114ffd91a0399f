//! Accounts: taken into use and given back, set, renamed, with an identity of their own.

pub(super) mod attaching;
mod own_identity;
pub(super) mod postponed;
mod renaming;
mod settings;
