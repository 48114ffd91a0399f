//! How many operations a thread has done, for tests that know how many a protocol needs. A door
//! behind the feature `fuzzing`; without it nothing is counted.

/// The operations that cost the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Public points computed of secret scalars.
    pub keys: u32,
    /// Square roots taken to find y.
    pub decompressions: u32,
    /// Diffie-Hellman operations.
    pub agreements: u32,
    /// Signatures made.
    pub signatures: u32,
    /// Signatures checked.
    pub verifications: u32,
}

#[cfg(feature = "fuzzing")]
mod counting {
    use super::Work;
    use std::cell::Cell;

    thread_local! {
        static DONE: Cell<Work> = const {
            Cell::new(Work { keys: 0, decompressions: 0, agreements: 0, signatures: 0, verifications: 0 })
        };
    }

    /// What this thread has done since it was asked last.
    pub fn take_work() -> Work {
        DONE.take()
    }

    /// Counts one operation.
    pub(in crate::crypto) fn count(operation: impl FnOnce(&mut Work) -> &mut u32) {
        let mut done = DONE.get();
        *operation(&mut done) += 1;
        DONE.set(done);
    }
}

#[cfg(feature = "fuzzing")]
pub(in crate::crypto) use counting::count;
#[cfg(feature = "fuzzing")]
pub use counting::take_work;

/// Counts nothing.
#[cfg(not(feature = "fuzzing"))]
pub(in crate::crypto) fn count(_: impl FnOnce(&mut Work) -> &mut u32) {}
