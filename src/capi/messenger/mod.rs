//! The facade: for plugins.

pub(in crate::capi) mod account;
pub(in crate::capi) mod batch;
pub(in crate::capi) mod contact;
pub(in crate::capi) mod document;
pub(in crate::capi) mod own_identity;
pub(in crate::capi) mod safety;
pub(in crate::capi) mod text;
pub(in crate::capi) mod vault;
