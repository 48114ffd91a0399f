//! Identities, cards, installations, peers: for hosts with storage of their own.

pub(in crate::capi) mod card;
pub(in crate::capi) mod fingerprint;
pub(in crate::capi) mod identity;
pub(in crate::capi) mod installation;
pub(in crate::capi) mod peer;
pub(in crate::capi) mod safety;
pub(in crate::capi) mod sending;
