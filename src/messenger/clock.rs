//! Time and randomness, which come in from outside so that tests are exact.

use crate::crypto::{OsRandom, Random};
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
