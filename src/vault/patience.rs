//! How long a lock that somebody else holds is waited for: counted in steps, and not by a clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

/// How long is waited for others who are writing. Clones share what they count.
///
/// By itself each wait has a limit of its own. With [`begin`](Self::begin) whoever must answer soon
/// says how long all waits that follow may take together.
#[derive(Debug, Clone, Default)]
pub struct Patience(Arc<Waits>);

#[derive(Debug, Default)]
struct Waits {
    /// How many steps all waits may take together, if that is limited.
    together: AtomicBool,
    limit: AtomicU32,
    spent: AtomicU32,
}

impl Patience {
    /// How long a step takes.
    pub const STEP: Duration = Duration::from_millis(1);

    /// The most steps of one wait, where nothing else was said.
    pub const OF_ONE: u32 = 250;

    /// From now on all waits together take at most so many steps, until this is called again.
    pub fn begin(&self, steps: u32) {
        self.0.together.store(true, Ordering::Relaxed);
        self.0.limit.store(steps, Ordering::Relaxed);
        self.0.spent.store(0, Ordering::Relaxed);
    }

    /// How many steps all waits have taken since [`begin`](Self::begin).
    #[must_use]
    pub fn spent(&self) -> u32 {
        self.0.spent.load(Ordering::Relaxed)
    }

    /// Waits for a step, if it may: `before` is how many this wait has taken already.
    pub(super) fn step(&self, before: u32) -> bool {
        let together = self.0.together.load(Ordering::Relaxed);
        let (limit, taken) = match together {
            true => (self.0.limit.load(Ordering::Relaxed), self.spent()),
            false => (Self::OF_ONE, before),
        };
        if taken >= limit {
            return false;
        }
        self.0.spent.fetch_add(1, Ordering::Relaxed);
        std::thread::sleep(Self::STEP);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many steps a wait takes that nothing ends.
    fn wait(patience: &Patience) -> u32 {
        (0..).find(|before| !patience.step(*before)).unwrap()
    }

    #[test]
    fn waits_have_a_limit_each_until_one_is_said_for_all_of_them_together() {
        let patience = Patience::default();
        assert_eq!((wait(&patience), wait(&patience)), (Patience::OF_ONE, Patience::OF_ONE));
        patience.begin(3);
        assert_eq!((wait(&patience), wait(&patience)), (3, 0));
        assert_eq!(patience.spent(), 3);
        patience.begin(2);
        assert_eq!((wait(&patience.clone()), wait(&patience)), (2, 0));
    }
}
