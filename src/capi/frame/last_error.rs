//! The text of the last error of a thread.

use super::buffer::TextOut;
use super::fault::Fault;
use super::result::{SUBROSA_OK, subrosa_result};
use core::cell::{Cell, RefCell};
use core::ffi::c_char;

/// The size of a buffer that is large enough for every sentence of `subrosa_last_error` and
/// `subrosa_last_sentence`, NUL included.
pub const SUBROSA_ERROR_SIZE: usize = 256;

/// Copies an English sentence that explains the last failed call on this thread. It is for logs and
/// developers; programs should use the error code. It never contains a secret, a passphrase or a
/// text.
///
/// @param out        receives the sentence with a NUL; may be NULL if `*inout_len` is 0
/// @param inout_len  before: the size of `out`; after: the bytes needed, NUL included.
///                   `SUBROSA_ERROR_SIZE` is always enough
/// @return `SUBROSA_OK`; `SUBROSA_E_BUFFER` and `SUBROSA_E_ARGUMENT`, neither of which changes the
///         stored sentence. The sentence is empty if no call has failed on this thread.
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

/// Copies an English sentence for the user about the last failed call on this thread: what the
/// failure means, and what to do. It contains nothing that anybody else supplied, and none of
/// `<>&"%`. If the user can do nothing about the failure, it says only that something failed.
///
/// @param out        receives the sentence with a NUL; may be NULL if `*inout_len` is 0
/// @param inout_len  before: the size of `out`; after: the bytes needed, NUL included.
///                   `SUBROSA_ERROR_SIZE` is always enough
/// @return `SUBROSA_OK`; `SUBROSA_E_BUFFER` and `SUBROSA_E_ARGUMENT`, neither of which changes the
///         stored sentence. The sentence is empty if no call has failed on this thread.
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
    static ADVICE: Cell<&'static str> = const { Cell::new("") };
    static LAST: RefCell<LastError> =
        const { RefCell::new(LastError { length: 0, bytes: [0; SUBROSA_ERROR_SIZE - 1] }) };
}

/// Keeps what was wrong until the next call of this thread fails.
pub(in crate::capi) fn keep(fault: &Fault) {
    LAST.with_borrow_mut(|last| last.keep(&fault.sentence));
    ADVICE.set(fault.advice);
}

#[cfg(test)]
pub(in crate::capi) fn is_kept() -> bool {
    LAST.with_borrow(|last| !last.as_str().is_empty())
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
}
