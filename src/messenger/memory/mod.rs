//! An account as it is in memory while it is attached.

pub(in crate::messenger) mod account;
pub(in crate::messenger) mod address;
pub(in crate::messenger) mod agenda;
mod answers;
pub(in crate::messenger) mod deferred;
mod loading;
pub(in crate::messenger) mod outbox;
pub(in crate::messenger) mod owed;
pub(in crate::messenger) mod retry;
pub(in crate::messenger) mod texts;
mod turns;
