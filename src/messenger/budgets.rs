//! How much others can make an account do. A contact may be hostile, and anybody may be a stranger.

use super::limits::{HANDSHAKE_MS, OFFERS_OF_CONTACT_MS};
use super::pace::Pace;
use std::ops::RangeInclusive;

/// The budgets of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Budgets {
    /// Offers made without the user, for all contacts together. A minute.
    pub(super) offers: u32,
    /// Of these, made at once because one contact asks; then one in 30 minutes.
    pub(super) offers_of_contact: u32,
    /// Handshakes computed at once for one address; then one in 10 seconds.
    pub(super) handshakes_of_address: u32,
    /// Handshakes computed for all contacts together. A minute.
    pub(super) handshakes: u32,
    /// Handshakes computed for all strangers together. A minute.
    pub(super) handshakes_of_strangers: u32,
    /// Questions and notices about strangers. A minute.
    pub(super) invitations: u32,
}

/// What each of them may be.
pub(super) const RANGE: RangeInclusive<u32> = 1..=60_000;

impl Default for Budgets {
    fn default() -> Self {
        Self {
            offers: 10,
            offers_of_contact: 4,
            handshakes_of_address: 16,
            handshakes: 120,
            handshakes_of_strangers: 60,
            invitations: 10,
        }
    }
}

/// What an account may still do for others: for all addresses together.
#[derive(Debug)]
pub(super) struct Paces {
    pub(super) offers: Pace,
    pub(super) handshakes: Pace,
    pub(super) handshakes_of_strangers: Pace,
    pub(super) invitations: Pace,
}

impl Paces {
    pub(super) fn new(budgets: &Budgets) -> Self {
        let any = Pace::new(1, 0);
        let mut paces =
            Self { offers: any, handshakes: any, handshakes_of_strangers: any, invitations: any };
        paces.set(budgets);
        paces
    }

    pub(super) fn set(&mut self, budgets: &Budgets) {
        // Few things are asked of the user at once; handshakes cost little, and come together.
        set_a_minute(&mut self.offers, budgets.offers, 1);
        set_a_minute(&mut self.handshakes, budgets.handshakes, 4);
        set_a_minute(&mut self.handshakes_of_strangers, budgets.handshakes_of_strangers, 15);
        set_a_minute(&mut self.invitations, budgets.invitations, 1);
    }
}

/// So many a minute, of which one part in `parts` at once.
fn set_a_minute(pace: &mut Pace, a_minute: u32, parts: u32) {
    pace.set(a_minute.div_ceil(parts).into(), 60_000 / u64::from(a_minute.max(1)));
}

/// The same for one address.
#[derive(Debug)]
pub(super) struct AddressPaces {
    handshakes: Pace,
    offers: Pace,
}

impl Default for AddressPaces {
    fn default() -> Self {
        Self { handshakes: Pace::new(1, HANDSHAKE_MS), offers: Pace::new(1, OFFERS_OF_CONTACT_MS) }
    }
}

impl AddressPaces {
    pub(super) fn take_handshake(&mut self, budgets: &Budgets, now: u64) -> bool {
        self.handshakes.set(budgets.handshakes_of_address.into(), HANDSHAKE_MS);
        self.handshakes.take(now)
    }

    pub(super) fn take_offer(&mut self, budgets: &Budgets, now: u64) -> bool {
        self.offers.set(budgets.offers_of_contact.into(), OFFERS_OF_CONTACT_MS);
        self.offers.take(now)
    }
}
