//! Time and randomness, which come in from outside so that tests are exact.

use super::limits::LATE_MS;
use crate::crypto::{OsRandom, Random};
use crate::wire::limits::EARLIEST_WRITTEN as EARLIEST;
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// A clock on the wall. It may be wrong and it may jump: nothing is lost by that.
pub trait Clock: Send {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    fn now_ms(&self) -> u64;
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }
}

/// How far a clock may be ahead of another one. Seconds: a day.
const AHEAD: u64 = 86_400;

/// What the reader of a text is told about when it was written, in seconds since 1970, if it leaves
/// later than [`LATE_MS`] after that. Nothing, if the clock was wrong then or is wrong now.
pub(in crate::messenger) fn to_tell(written_ms: u64, now_ms: u64, leaves_ms: u64) -> Option<u64> {
    let late = leaves_ms.saturating_sub(written_ms) > LATE_MS;
    let written = written_ms / 1_000;
    Some(written).filter(|_| late && written_ms <= now_ms && written >= EARLIEST)
}

/// What is believed of the time at which a text was written, as its writer says: a text was not
/// written after it has come, but one of the two clocks may be wrong by up to a day. 0: nothing.
pub(in crate::messenger) fn believed(claimed: Option<u64>, arrived_ms: u64) -> u64 {
    let arrived = arrived_ms / 1_000;
    let sane = EARLIEST..=arrived.saturating_add(AHEAD);
    // Nothing that was claimed is before the earliest too.
    let claimed = claimed.unwrap_or(0);
    if sane.contains(&claimed) { claimed.min(arrived) } else { 0 }
}

/// What a messenger needs from outside.
pub struct Environment {
    /// The time.
    pub clock: Box<dyn Clock>,
    /// Random bytes.
    pub random: Box<dyn Random + Send>,
}

impl Default for Environment {
    /// The clock and the generator of the system.
    fn default() -> Self {
        Self { clock: Box::new(SystemClock), random: Box::new(OsRandom) }
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { clock, random: _ } = self;
        f.debug_struct("Environment").field("now_ms", &clock.now_ms()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_800_000_000;
    const NOW_MS: u64 = NOW * 1_000;

    #[test]
    fn a_text_tells_when_it_was_written_if_it_leaves_more_than_a_minute_later() {
        assert_eq!(to_tell(NOW_MS - 60_000, NOW_MS, NOW_MS), None);
        assert_eq!(to_tell(NOW_MS - 60_001, NOW_MS, NOW_MS), Some(NOW - 61));
        assert_eq!(to_tell(NOW_MS, NOW_MS, NOW_MS + 60_001), Some(NOW), "lines wait before it");
    }

    #[test]
    fn a_clock_that_was_set_back_or_begins_in_1970_is_not_quoted() {
        assert_eq!(to_tell(NOW_MS + 1, NOW_MS, NOW_MS + 600_000), None);
        assert_eq!(to_tell(5_000, NOW_MS, NOW_MS), None);
        assert_eq!(to_tell(EARLIEST * 1_000, NOW_MS, NOW_MS), Some(EARLIEST));
    }

    #[test]
    fn a_time_after_the_arrival_or_before_2020_is_not_believed() {
        let told = |claimed| believed(Some(claimed), NOW_MS);
        assert_eq!((told(NOW - 90), told(NOW)), (NOW - 90, NOW));
        assert_eq!((told(NOW + 90), told(NOW + AHEAD)), (NOW, NOW), "a clock ahead of ours");
        assert_eq!((told(NOW + AHEAD + 1), told(u64::MAX)), (0, 0));
        assert_eq!((told(EARLIEST), told(EARLIEST - 1), told(0)), (EARLIEST, 0, 0));
        assert_eq!(believed(None, NOW_MS), 0);
        assert_eq!(believed(Some(NOW), 0), 0, "our clock begins in 1970");
    }
}
