//! Time that cannot jump: expiries are counted in *credited* seconds.
//!
//! A host's clock may be wrong by years at one start and right at the next. Counted naively, a
//! jump would expire every stored key at once. Here the time between two calls counts as at most
//! one day, and never runs backwards (PROTOCOL.md section 1).

use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};

/// Seconds in a day: the most that the time between two calls counts for.
pub(crate) const DAY: u64 = 86_400;

/// Credited time, in seconds since the state was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CreditedClock {
    wall: u64,
    credited: u64,
}

impl CreditedClock {
    pub(crate) fn new(now: u64) -> Self {
        Self { wall: now, credited: 0 }
    }

    /// The credited time at `now`, without moving the clock.
    pub(crate) fn at(&self, now: u64) -> u64 {
        self.credited.saturating_add(now.saturating_sub(self.wall).min(DAY))
    }

    /// Moves the clock to `now`, also backwards, and returns the credited time.
    pub(crate) fn advance(&mut self, now: u64) -> u64 {
        self.credited = self.at(now);
        self.wall = now;
        self.credited
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        let Self { wall, credited } = self;
        writer.u64(*wall);
        writer.u64(*credited);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Self { wall: reader.u64()?, credited: reader.u64()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_of_the_clock_counts_as_one_day() {
        let mut clock = CreditedClock::new(1_000);
        assert_eq!(clock.advance(1_060), 60);
        assert_eq!(clock.advance(1_060 + 400 * DAY), 60 + DAY);
    }

    #[test]
    fn a_clock_set_back_neither_ages_nor_rejuvenates_anything() {
        let mut clock = CreditedClock::new(500 * DAY);
        clock.advance(500 * DAY + 100);
        assert_eq!(clock.advance(DAY), 100);
        assert_eq!(clock.advance(DAY + 5), 105);
    }

    #[test]
    fn asking_for_the_time_does_not_move_the_clock() {
        let clock = CreditedClock::new(0);
        assert_eq!(clock.at(10), 10);
        assert_eq!(clock.at(5), 5);
    }
}
