//! What every call has around it.

pub(in crate::capi) mod advice;
pub(in crate::capi) mod buffer;
pub(in crate::capi) mod codes;
pub(in crate::capi) mod content;
pub(in crate::capi) mod fault;
pub(in crate::capi) mod guard;
pub(in crate::capi) mod handle;
pub(in crate::capi) mod injection;
pub(in crate::capi) mod last_error;
pub(in crate::capi) mod library;
pub(in crate::capi) mod random;
pub(in crate::capi) mod result;
pub(in crate::capi) mod shared;
