//! What the host tells of itself and its network: profiles, settings, and how much may go how fast.

pub(in crate::messenger) mod budgets;
pub(in crate::messenger) mod networks;
pub(in crate::messenger) mod origin;
pub(in crate::messenger) mod pace;
pub(in crate::messenger) mod profile;
pub(in crate::messenger) mod setting;
