//! Sealed documents: to whom, in memory, as files.

pub(in crate::capi) mod full_card;
pub(in crate::capi) mod in_memory;
pub(in crate::capi) mod job;
pub(in crate::capi) mod terms;
