//! Places where a test can have a call panic.

/// A place where a test can have a call panic. Nothing without the feature `panic-injection`.
pub(in crate::capi) fn may_panic() {
    #[cfg(feature = "panic-injection")]
    counted::step();
}

#[cfg(feature = "panic-injection")]
mod counted {
    use core::cell::Cell;

    thread_local! {
        static STEPS: Cell<u32> = const { Cell::new(0) };
    }

    /// Has the `steps`-th place from now on panic, on this thread; 0 takes it back.
    ///
    /// cbindgen:ignore
    #[unsafe(no_mangle)]
    pub extern "C" fn subrosa_test_panic(steps: u32) {
        STEPS.set(steps);
    }

    #[allow(clippy::panic)]
    pub(in crate::capi) fn step() {
        let left = STEPS.get();
        STEPS.set(left.saturating_sub(1));
        if left == 1 {
            panic!("injected by a test");
        }
    }
}
