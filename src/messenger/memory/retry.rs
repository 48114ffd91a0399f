//! When something is tried again that could not be done: soon at first, then ever later.

use crate::messenger::limits::{FIRST_RETRY_MS, RETRY_MS};

/// When to try again, if anything has failed. It does not come sooner or later by what fails before.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::messenger) struct Retry {
    at: Option<u64>,
    /// How often in a row it has failed when it was due.
    failures: u32,
}

impl Retry {
    /// When it is due.
    pub(in crate::messenger) fn due(&self) -> Option<u64> {
        self.at
    }

    /// Whether it is due, also if the clock has been set back.
    pub(in crate::messenger) fn is_due(&self, now: u64) -> bool {
        self.at.is_some_and(|at| at <= now || at > now.saturating_add(RETRY_MS))
    }

    /// It has failed.
    pub(in crate::messenger) fn failed(&mut self, now: u64) {
        if self.at.is_none() || self.is_due(now) {
            let pause = FIRST_RETRY_MS.checked_shl(self.failures).unwrap_or(RETRY_MS);
            self.at = Some(now.saturating_add(pause.min(RETRY_MS)));
            // A second is reached after a few, and stays.
            self.failures = self.failures.saturating_add(1).min(16);
        }
    }

    /// It is due at once.
    pub(in crate::messenger) fn at_once(&mut self, now: u64) {
        self.at = Some(now);
    }

    /// It has been done.
    pub(in crate::messenger) fn done(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_from_a_twentieth_of_a_second_to_a_second_and_begin_anew_when_it_is_done() {
        let mut retry = Retry::default();
        let mut now = 1_000;
        let mut pauses = Vec::new();
        for _ in 0..8 {
            retry.failed(now);
            let at = retry.due().unwrap();
            // What fails in between changes nothing.
            retry.failed(at - 1);
            assert_eq!(retry.due(), Some(at));
            assert!(!retry.is_due(at - 1) && retry.is_due(at));
            pauses.push(at - now);
            now = at;
        }
        assert_eq!(pauses, [50, 100, 200, 400, 800, 1_000, 1_000, 1_000]);
        retry.done();
        assert_eq!(retry.due(), None);
        retry.failed(now);
        assert_eq!(retry.due(), Some(now + 50));
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_put_it_off() {
        let mut retry = Retry::default();
        retry.failed(1_000_000);
        assert!(retry.is_due(1_000));
    }
}
