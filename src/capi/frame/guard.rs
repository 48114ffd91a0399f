//! What stands around every call: a panic becomes a result, a fault becomes code and text.

use super::buffer::TextOut;
use super::fault::Fault;
use super::result::{SUBROSA_E_PANIC, SUBROSA_OK, subrosa_result};
use crate::crypto::{CryptoError, OsRandom, Random};
use core::cell::{Cell, RefCell};
use core::ffi::c_char;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::sync::{Once, OnceLock};
use std::thread;

/// The size of a buffer that holds every text of `subrosa_last_error`, its NUL included.
pub const SUBROSA_ERROR_SIZE: usize = 256;

/// Copies one English sentence about the last call on this thread that failed: what was wrong with
/// what. For logs and developers; programs decide by the code. It never holds a secret, a
/// passphrase or a text.
///
/// @param out        receives the sentence with a NUL; may be NULL if `*inout_len` is 0
/// @param inout_len  before: the size of `out`; after: the bytes needed, NUL included.
///                   `SUBROSA_ERROR_SIZE` is always enough
/// @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`: these two leave the sentence as
///         it is. Empty if no call has failed on this thread.
///
/// Thread: any; each thread has its own sentence. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_last_error(
    out: *mut c_char,
    inout_len: *mut usize,
) -> subrosa_result {
    let copy = |text: &str| {
        // SAFETY: Header.
        unsafe { TextOut::new(out, inout_len, text.len() + 1)? }.put(text);
        Ok::<_, Fault>(())
    };
    LAST.with_borrow(|last| copy(last.as_str())).map_or_else(|fault| fault.code, |()| SUBROSA_OK)
}

/// Copies one English sentence for the user about the last call on this thread that failed: what it
/// means, and what to do. It holds nothing that anybody else supplied, and none of `<>&"%`. Of a
/// fault that no user can do anything about it says only that something failed.
///
/// @param out        receives the sentence with a NUL; may be NULL if `*inout_len` is 0
/// @param inout_len  before: the size of `out`; after: the bytes needed, NUL included.
///                   `SUBROSA_ERROR_SIZE` is always enough
/// @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`: these two leave the sentence as
///         it is. Empty if no call has failed on this thread.
///
/// Thread: any; each thread has its own sentence. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_last_sentence(
    out: *mut c_char,
    inout_len: *mut usize,
) -> subrosa_result {
    let text = ADVICE.get();
    // SAFETY: Header.
    match unsafe { TextOut::new(out, inout_len, text.len() + 1) } {
        Ok(place) => {
            place.put(text);
            SUBROSA_OK
        }
        Err(fault) => fault.code,
    }
}

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

/// Runs the work of a call that answers a question: 1 for yes, and 0 for no and for every fault, as C
/// takes any other number for yes.
pub(in crate::capi) fn asked(work: impl FnOnce() -> Result<bool, Fault>) -> i32 {
    call_or(0, || work().map(i32::from))
}

/// Runs the work of a call that gives a value, and has another one for a call that fails.
pub(in crate::capi) fn call_or<T>(failed: T, work: impl FnOnce() -> Result<T, Fault>) -> T {
    run(work).unwrap_or(failed)
}

fn run<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    silence_panics();
    INSIDE.set(true);
    let result = caught(work);
    INSIDE.set(false);
    result.and_then(|result| result).inspect_err(|fault| {
        LAST.with_borrow_mut(|last| last.keep(&fault.sentence));
        ADVICE.set(fault.advice);
    })
}

/// Does something inside a call; if it panics, that is a fault here already.
pub(in crate::capi) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|_| Fault::new(SUBROSA_E_PANIC, "a fault in the library stopped the call"))
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

/// A text in a fixed place: nothing to free when a thread ends, which would keep the library from
/// being unloaded.
struct LastError {
    length: usize,
    bytes: [u8; SUBROSA_ERROR_SIZE - 1],
}

impl LastError {
    fn keep(&mut self, sentence: &str) {
        let mut end = sentence.len().min(self.bytes.len());
        while !sentence.is_char_boundary(end) {
            end -= 1;
        }
        self.length = end;
        for (to, from) in self.bytes.iter_mut().zip(sentence.bytes().take(end)) {
            *to = from;
        }
    }

    fn as_str(&self) -> &str {
        let kept = self.bytes.get(..self.length).unwrap_or_default();
        core::str::from_utf8(kept).unwrap_or_default()
    }
}

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
    static ADVICE: Cell<&'static str> = const { Cell::new("") };
    static LAST: RefCell<LastError> =
        const { RefCell::new(LastError { length: 0, bytes: [0; SUBROSA_ERROR_SIZE - 1] }) };
}

/// The randomness of every call: the system's.
pub(in crate::capi) struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        may_panic();
        OsRandom.fill(out)
    }
}

/// A place where a test can have a call panic. Nothing without the feature `panic-injection`.
pub(in crate::capi) fn may_panic() {
    #[cfg(feature = "panic-injection")]
    injection::step();
}

#[cfg(feature = "panic-injection")]
mod injection {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_is_cut_between_characters() {
        let mut last = LastError { length: 0, bytes: [0; SUBROSA_ERROR_SIZE - 1] };
        last.keep(&"ä".repeat(200));
        assert_eq!(last.as_str(), "ä".repeat(127));
        last.keep("short");
        assert_eq!(last.as_str(), "short");
    }

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
        LAST.with_borrow(|last| assert_ne!(last.as_str(), ""));
    }
}
