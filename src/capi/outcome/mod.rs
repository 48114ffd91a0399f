//! What a call has to tell: an outcome and the events in it, of every level.

pub(in crate::capi) mod answer;
mod constants;
pub(in crate::capi) mod document_constants;
pub(in crate::capi) mod entry;
pub(in crate::capi) mod of_document;
pub(in crate::capi) mod of_plugin;
pub(in crate::capi) mod of_session;
pub(in crate::capi) mod session_constants;
pub(in crate::capi) mod value;
mod verdicts;
pub(in crate::capi) mod walk;
