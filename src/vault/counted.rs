//! How many rows a thread has opened and sealed, for tests that know how many a call needs. A door behind
//! the feature `fuzzing`; without it nothing is counted.

/// Rows of vaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rows {
    /// Found, and opened.
    pub read: u32,
    /// Sealed, and put.
    pub written: u32,
}

#[cfg(feature = "fuzzing")]
mod counting {
    use super::Rows;
    use std::cell::Cell;

    thread_local! {
        static DONE: Cell<Rows> = const { Cell::new(Rows { read: 0, written: 0 }) };
    }

    /// What this thread has done since it was asked last.
    pub fn take_rows() -> Rows {
        DONE.take()
    }

    /// Counts a row.
    pub(in crate::vault) fn count(what: impl FnOnce(&mut Rows) -> &mut u32) {
        let mut done = DONE.get();
        *what(&mut done) += 1;
        DONE.set(done);
    }
}

#[cfg(feature = "fuzzing")]
pub(super) use counting::count;
#[cfg(feature = "fuzzing")]
pub use counting::take_rows;

/// Counts nothing.
#[cfg(not(feature = "fuzzing"))]
pub(super) fn count(_: impl FnOnce(&mut Rows) -> &mut u32) {}
