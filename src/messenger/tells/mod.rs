//! What a call tells the host: events, notices, errors, and texts made safe to show.

pub mod display;
pub(in crate::messenger) mod error;
pub(in crate::messenger) mod event;
pub(in crate::messenger) mod notice;
