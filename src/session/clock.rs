//! Time that cannot jump: expiries are counted in *credited* seconds.
//!
//! A host's clock may be wrong by years at one start and right at the next. Counted naively, a
//! jump would expire every stored key at once. Here the time between two calls counts as at most
//! one day, and never runs backwards (PROTOCOL.md section 1).

use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::{EARLIEST_WRITTEN, LATE_SECONDS};

/// Seconds in a day: the most that the time between two calls counts for.
pub(crate) const DAY: u64 = 86_400;

/// How much time may be lost if the process ends before the state is saved.
const UNSAVED: u64 = 3_600;

/// What an expiry has done, and when the next one has something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[must_use = "what has changed has to be saved"]
pub struct Expiry {
    /// Something has died, or an hour has gone that is not in the saved state yet: save it, or the
    /// time is counted again after a restart, and keys live longer than they should.
    pub changed: bool,
    /// In how many seconds to call again, at the latest. `None`: nothing is waiting for its end.
    pub due_in: Option<u64>,
}

/// When a text was written, if its reader is to be told: it leaves more than a minute later. Nothing
/// where the clock was wrong then, or is wrong now (PROTOCOL.md section 9, W1 and W2). Both in seconds
/// since 1970; the text leaves `now`.
pub fn when_written(written: u64, now: u64) -> Option<u64> {
    let late = now.checked_sub(written).is_some_and(|waited| waited > LATE_SECONDS);
    Some(written).filter(|_| late && written >= EARLIEST_WRITTEN)
}

/// Credited time, in seconds since the state was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CreditedClock {
    wall: u64,
    credited: u64,
    /// Both as they were when the state was last reported as changed.
    noted: (u64, u64),
}

impl CreditedClock {
    pub(crate) fn new(now: u64) -> Self {
        Self { wall: now, credited: 0, noted: (now, 0) }
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

    /// Whether an hour has gone since the state was last reported as changed. A clock that was set
    /// back is news too: the saved state would credit nothing until it has caught up.
    fn is_unsaved(&self) -> bool {
        let (wall, credited) = self.noted;
        self.credited.saturating_sub(credited) >= UNSAVED
            || wall.saturating_sub(self.wall) >= UNSAVED
    }

    /// The state is about to be saved.
    pub(crate) fn note(&mut self) {
        self.noted = (self.wall, self.credited);
    }

    /// Sums up an expiry: `died` if something has, `next` is the credited time at which the next
    /// thing dies. Where nothing is left to die, time does not matter, and is not saved for itself.
    pub(crate) fn expiry(&mut self, died: bool, next: Option<u64>) -> Expiry {
        let changed = died || (next.is_some() && self.is_unsaved());
        if changed {
            self.note();
        }
        let unsaved_at = self.noted.1.saturating_add(UNSAVED);
        let due_in = next.map(|at| at.min(unsaved_at).saturating_sub(self.credited).max(1));
        Expiry { changed, due_in }
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        let Self { wall, credited, noted: _ } = self;
        writer.u64(*wall);
        writer.u64(*credited);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let (wall, credited) = (reader.u64()?, reader.u64()?);
        Ok(Self { wall, credited, noted: (wall, credited) })
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
    fn an_hour_that_is_not_saved_is_told_once_and_only_while_something_waits_for_its_end() {
        let mut clock = CreditedClock::new(0);
        let end = Some(10 * DAY);
        clock.advance(UNSAVED - 1);
        assert_eq!(clock.expiry(false, end), Expiry { changed: false, due_in: Some(1) });
        clock.advance(UNSAVED);
        assert_eq!(clock.expiry(false, None), Expiry::default());
        assert_eq!(clock.expiry(false, end), Expiry { changed: true, due_in: Some(UNSAVED) });
        assert_eq!(clock.expiry(false, end), Expiry { changed: false, due_in: Some(UNSAVED) });
        assert_eq!(clock.expiry(false, Some(UNSAVED + 5)).due_in, Some(5));
    }

    #[test]
    fn a_clock_that_was_set_back_is_saved_or_a_restart_would_credit_nothing() {
        let mut clock = CreditedClock::new(500 * DAY);
        clock.advance(DAY);
        assert!(clock.expiry(false, Some(10 * DAY)).changed);
    }

    #[test]
    fn asking_for_the_time_does_not_move_the_clock() {
        let clock = CreditedClock::new(0);
        assert_eq!(clock.at(10), 10);
        assert_eq!(clock.at(5), 5);
    }
}
