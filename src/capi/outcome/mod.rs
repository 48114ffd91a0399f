//! What a call has to tell: events, and of a messenger a verdict.

pub(in crate::capi) mod answer;
pub(in crate::capi) mod document_event;
pub(in crate::capi) mod messenger_code;
pub(in crate::capi) mod messenger_event;
pub(in crate::capi) mod session_event;
pub(in crate::capi) mod walk;
