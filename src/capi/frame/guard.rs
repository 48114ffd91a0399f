//! What stands around every call: a panic becomes a result, a fault becomes code and text.

use super::fault::Fault;
use super::last_error::{self};
use super::result::{SUBROSA_E_PANIC, SUBROSA_OK, subrosa_result};
use core::cell::Cell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::sync::{Once, OnceLock};
use std::thread;

/// Runs the work of a call that gives nothing but its result.
pub(in crate::capi) fn call(work: impl FnOnce() -> Result<(), Fault>) -> subrosa_result {
    call_for(|| work().map(|()| SUBROSA_OK))
}

/// Runs the work of a call that gives a number, which is not negative.
pub(in crate::capi) fn call_for(work: impl FnOnce() -> Result<i32, Fault>) -> i32 {
    match run(work) {
        Ok(number) => number,
        Err(fault) => fault.code,
    }
}

/// Runs the work of a call that answers a question: 1 for yes, and 0 for no and for every fault, as
/// C takes any other number for yes.
pub(in crate::capi) fn asked(work: impl FnOnce() -> Result<bool, Fault>) -> i32 {
    call_or(0, || work().map(i32::from))
}

/// Runs the work of a call that gives a value, and has another one for a call that fails.
pub(in crate::capi) fn call_or<T>(failed: T, work: impl FnOnce() -> Result<T, Fault>) -> T {
    run(work).unwrap_or(failed)
}

/// Runs the work of a call whose caller deals with the fault.
pub(in crate::capi) fn run<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    inside(true);
    let result = caught(work);
    inside(false);
    result.and_then(|result| result).inspect_err(last_error::keep)
}

/// Whether a call of the library is at work on this thread.
#[inline(never)]
fn inside(is: bool) {
    silence_panics();
    INSIDE.set(is);
}

/// Does something inside a call; if it panics, that is a fault here already.
pub(in crate::capi) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    let (mut work, mut done) = (Some(work), None);
    caught_here(&mut || done = work.take().map(|work| work()))?;
    done.ok_or_else(panicked)
}

/// The one place that catches, for every call.
#[inline(never)]
fn caught_here(work: &mut dyn FnMut()) -> Result<(), Fault> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| panicked())
}

fn panicked() -> Fault {
    Fault::new(SUBROSA_E_PANIC, "a fault in the library stopped the call")
}

/// The library writes nothing to stderr, not even when it panics: the hook of the process is passed
/// over inside a call, and stays in force everywhere else.
fn silence_panics() {
    static SET: Once = Once::new();
    // A hook cannot be set while the caller's own thread panics; the next call does it.
    if !thread::panicking() {
        SET.call_once(|| {
            BEFORE.get_or_init(take_hook);
            set_hook(Box::new(hook));
        });
    }
}

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>;

/// The hook of the process as we found it.
static BEFORE: OnceLock<Hook> = OnceLock::new();

fn hook(info: &PanicHookInfo<'_>) {
    if !INSIDE.get()
        && let Some(before) = BEFORE.get()
    {
        before(info);
    }
}

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_result() {
        assert_eq!(call(|| panic!("silent")), SUBROSA_E_PANIC);
        assert_eq!(call(|| Ok(())), SUBROSA_OK);
        assert_eq!(call_for(|| Ok(7)), 7);
    }

    #[test]
    fn a_question_is_answered_with_yes_or_no_and_a_fault_is_no() {
        assert_eq!(asked(|| Ok(true)), 1);
        assert_eq!(asked(|| Ok(false)), 0);
        assert_eq!(asked(|| Err(Fault::new(SUBROSA_E_PANIC, "why not"))), 0);
        assert_eq!(asked(|| panic!("silent")), 0);
        assert!(last_error::is_kept());
    }
}
