//! What a host calls. Every call that changes something is one transaction of the vault.

mod accounts;
mod batch;
mod comparing;
mod contacts;
mod discovering;
pub(in crate::messenger) mod documents;
mod foreseeing;
pub(in crate::messenger) mod glances;
mod leaving;
pub(in crate::messenger) mod messenger;
mod opening;
mod running;
mod slow;
mod texts;
