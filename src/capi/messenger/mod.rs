//! The facade: for plugins.

pub(in crate::capi) mod account;
pub(in crate::capi) mod batch;
pub(in crate::capi) mod contact;
pub(in crate::capi) mod decisions;
pub(in crate::capi) mod document;
pub(in crate::capi) mod identity;
pub(in crate::capi) mod safety;
pub(in crate::capi) mod settings;
pub(in crate::capi) mod text;
pub(in crate::capi) mod vault;
