//! How often something may happen: a burst, then one in each interval.
//!
//! The generic cell rate algorithm: one number, the time at which the bucket would be full again.

/// A bucket of tokens. Times are in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::messenger) struct Pace {
    burst: u64,
    interval: u64,
    full_at: u64,
}

impl Pace {
    pub(in crate::messenger) fn new(burst: u64, interval: u64) -> Self {
        Self { burst: burst.max(1), interval, full_at: 0 }
    }

    /// The time from one to the next.
    pub(in crate::messenger) fn interval(&self) -> u64 {
        self.interval
    }

    /// When the next one may happen.
    pub(in crate::messenger) fn next_at(&mut self, now: u64) -> u64 {
        // No bucket is emptier than empty: the clock was set back, and nothing is known any more.
        if self.full_at > now.saturating_add(self.interval.saturating_mul(self.burst)) {
            self.full_at = now;
        }
        self.full_at.saturating_sub(self.interval.saturating_mul(self.burst - 1))
    }

    /// Takes one token, if there is one.
    pub(in crate::messenger) fn take(&mut self, now: u64) -> bool {
        let may = self.next_at(now) <= now;
        if may {
            self.full_at = self.full_at.max(now).saturating_add(self.interval);
        }
        may
    }

    /// Other numbers, from now on.
    pub(in crate::messenger) fn set(&mut self, burst: u64, interval: u64) {
        (self.burst, self.interval) = (burst.max(1), interval);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_goes_at_once_and_the_rest_at_the_pace() {
        let mut pace = Pace::new(3, 2_000);
        let taken: Vec<u64> =
            (0..60).map(|i| 1_000_000 + i * 100).filter(|now| pace.take(*now)).collect();
        assert_eq!(taken, [1_000_000, 1_000_100, 1_000_200, 1_002_000, 1_004_000]);
    }

    #[test]
    fn an_interval_of_nothing_is_no_limit() {
        let mut pace = Pace::new(1, 0);
        assert!((0..1_000).all(|_| pace.take(5)));
    }

    #[test]
    fn a_clock_set_back_stops_nothing() {
        let mut pace = Pace::new(2, 1_000);
        (0..2).for_each(|_| assert!(pace.take(1_000_000_000)));
        assert!((0..2).all(|_| pace.take(5)));
        assert!(!pace.take(5));
        assert!(pace.take(1_005));
    }
}
