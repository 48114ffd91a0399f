//! What one call does: the parts of [`Call`](call::Call), lowest first.

pub(in crate::messenger) mod addresses;
#[allow(clippy::module_inception)]
pub(in crate::messenger) mod call;
pub(in crate::messenger) mod card_sharing;
pub(in crate::messenger) mod conversation;
pub(in crate::messenger) mod due;
pub(in crate::messenger) mod forget;
pub(in crate::messenger) mod given_up;
pub(in crate::messenger) mod identities;
pub(in crate::messenger) mod incoming;
pub(in crate::messenger) mod invitation;
pub(in crate::messenger) mod modes;
pub(in crate::messenger) mod outgoing;
pub(in crate::messenger) mod peers;
pub(in crate::messenger) mod refusals;
pub(in crate::messenger) mod sealing_keys;
pub(in crate::messenger) mod set;
pub(in crate::messenger) mod telling;
pub(in crate::messenger) mod trust;
