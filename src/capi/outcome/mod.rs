//! What a call has to tell: events, and of a messenger a verdict.

pub(in crate::capi) mod answer;
pub(in crate::capi) mod codes;
pub(in crate::capi) mod constants;
pub(in crate::capi) mod document_constants;
pub(in crate::capi) mod events;
pub(in crate::capi) mod of_document;
pub(in crate::capi) mod of_messenger;
pub(in crate::capi) mod of_session;
pub(in crate::capi) mod session_constants;
pub(in crate::capi) mod told;
pub(in crate::capi) mod walk;
