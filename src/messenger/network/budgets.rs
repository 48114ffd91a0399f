//! How much others can make an account do. A contact may be hostile, and anybody may be a stranger.

use super::pace::Pace;
use crate::messenger::limits::{
    HANDSHAKE_MS, KEY_QUESTION_MS, MAX_CHALLENGERS, OFFERS_OF_CONTACT_MS, OWN_HANDSHAKE_MS,
    OWN_HANDSHAKES,
};
use std::ops::RangeInclusive;

/// The budgets of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::messenger) struct Budgets {
    /// Offers made without the user, for all contacts together. A minute.
    pub(in crate::messenger) offers: u32,
    /// Of these, made at once because one contact asks; then one in 30 minutes.
    pub(in crate::messenger) offers_of_contact: u32,
    /// Handshakes computed at once for one address; then one in 10 seconds.
    pub(in crate::messenger) handshakes_of_address: u32,
    /// Handshakes computed for all contacts together. A minute.
    pub(in crate::messenger) handshakes: u32,
    /// Handshakes computed for all strangers together. A minute.
    pub(in crate::messenger) handshakes_of_strangers: u32,
    /// Questions and notices about strangers. A minute.
    pub(in crate::messenger) invitations: u32,
}

/// What each of them may be.
pub(in crate::messenger) const RANGE: RangeInclusive<u32> = 1..=60_000;

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
pub(in crate::messenger) struct Paces {
    pub(in crate::messenger) offers: Pace,
    pub(in crate::messenger) handshakes: Pace,
    pub(in crate::messenger) handshakes_of_strangers: Pace,
    pub(in crate::messenger) invitations: Pace,
}

impl Paces {
    pub(in crate::messenger) fn new(budgets: &Budgets) -> Self {
        let any = Pace::new(1, 0);
        let mut paces =
            Self { offers: any, handshakes: any, handshakes_of_strangers: any, invitations: any };
        paces.set(budgets);
        paces
    }

    pub(in crate::messenger) fn set(&mut self, budgets: &Budgets) {
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
pub(in crate::messenger) struct AddressPaces {
    handshakes: Pace,
    /// Of these, those that the others cannot use up.
    own_handshakes: Pace,
    offers: Pace,
    /// Questions about keys.
    keys: Pace,
}

impl Default for AddressPaces {
    fn default() -> Self {
        Self {
            handshakes: Pace::new(1, HANDSHAKE_MS),
            own_handshakes: Pace::new(OWN_HANDSHAKES, OWN_HANDSHAKE_MS),
            offers: Pace::new(1, OFFERS_OF_CONTACT_MS),
            keys: Pace::new(MAX_CHALLENGERS as u64, KEY_QUESTION_MS),
        }
    }
}

impl AddressPaces {
    pub(in crate::messenger) fn take_handshake(&mut self, budgets: &Budgets, now: u64) -> bool {
        self.handshakes.set(budgets.handshakes_of_address.into(), HANDSHAKE_MS);
        self.handshakes.take(now)
    }

    /// A handshake of a contact when those of all contacts together are used up.
    pub(in crate::messenger) fn take_own_handshake(&mut self, now: u64) -> bool {
        self.own_handshakes.take(now)
    }

    /// A question about a key that is not known here.
    pub(in crate::messenger) fn take_key_question(&mut self, now: u64) -> bool {
        self.keys.take(now)
    }

    pub(in crate::messenger) fn take_offer(&mut self, budgets: &Budgets, now: u64) -> bool {
        self.offers.set(budgets.offers_of_contact.into(), OFFERS_OF_CONTACT_MS);
        self.offers.take(now)
    }
}
