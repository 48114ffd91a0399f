//! Who is at an address, and how that stands: identities, trust, the state, the mode. Nothing here
//! sends anything or knows of sessions.

mod identities;
mod modes;
mod trust;
mod who;
