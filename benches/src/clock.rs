//! The clock: processor time of this thread, so that other work on the machine counts as little as
//! possible.

use rustix::time::{ClockId, clock_gettime};

/// What the clock is called in reports.
pub const NAME: &str = "processor time of the measuring thread (CLOCK_THREAD_CPUTIME_ID)";

/// Runs `work` and gives the microseconds it took, divided by `count`.
pub fn micros<T>(count: usize, work: impl FnOnce() -> T) -> (f64, T) {
    let before = now();
    let result = work();
    ((now() - before) / count as f64, result)
}

fn now() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}
