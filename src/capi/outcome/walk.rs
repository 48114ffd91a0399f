//! The walk through an outcome.

use super::value::Outcome;
use super::verdicts::SUBROSA_VERDICT_REFUSED;
use crate::capi::frame::buffer::Out;
use crate::capi::frame::guard::{call_for, call_or};
use crate::capi::frame::handle::{self, Handle, lease};
use crate::capi::frame::result::subrosa_result;
use core::ffi::c_char;
use core::ptr::null;

/// What a call tells the host: a list of events to carry out in order and, from a messenger, a
/// verdict on the host's text. Walk it with `subrosa_outcome_next`, then free it.
pub struct subrosa_outcome {
    _private: [u8; 0],
}

impl Handle for subrosa_outcome {
    type Value = Outcome;
    const TAG: u64 = u64::from_be_bytes(*b"Sub.Outc");
    const NAME: &'static str = "outcome";
}

/// What the host must do with the text that it passed to `subrosa_outgoing`, `subrosa_incoming`,
/// `subrosa_irc_out` or `subrosa_irc_in`. Send a typed text only on `SUBROSA_VERDICT_PASS`; hide an
/// incoming one only on `SUBROSA_VERDICT_TAKEN`.
///
/// @return A `SUBROSA_VERDICT_` constant. `SUBROSA_VERDICT_REFUSED` if the handle is NULL or bad,
///         or the outcome does not come from a messenger.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_verdict(outcome: *const subrosa_outcome) -> i32 {
    call_or(SUBROSA_VERDICT_REFUSED, || {
        // SAFETY: Header.
        Ok(unsafe { lease(outcome)? }.verdict)
    })
}

/// Whether the call succeeded. A plugin need not check this: it acts on the verdict, and a SAY
/// tells the user what they need to know.
///
/// @return `SUBROSA_OK`, or why the call failed; `SUBROSA_E_ARGUMENT` for NULL, and the other
///         errors of a handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_result(outcome: *const subrosa_outcome) -> subrosa_result {
    call_for(|| {
        // SAFETY: Header.
        Ok(unsafe { lease(outcome)? }.result)
    })
}

/// The mark to show before a text whose verdict is `SUBROSA_VERDICT_MARKED`: plain text, such as
/// "[not private] ".
///
/// @return A text with a NUL at its end; it belongs to the outcome and is valid until that is
///         freed. `""` for every other verdict, and for a NULL or bad handle. Never NULL.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_mark(outcome: *const subrosa_outcome) -> *const c_char {
    call_or(c"".as_ptr(), || {
        // SAFETY: Header.
        Ok(unsafe { lease(outcome)? }.mark.as_ptr())
    })
}

/// The raw line to show instead of the one passed to `subrosa_irc_in` if the verdict is
/// `SUBROSA_VERDICT_MARKED`. It has the tags of the original.
///
/// @param length  receives its length in bytes, not counting the NUL. May be NULL
/// @return The original bytes with the mark inserted, followed by a NUL; they belong to the outcome
///         and are valid until that is freed. `""` for every other verdict and call, and for a NULL
///         or bad handle. Never NULL.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_line(
    outcome: *const subrosa_outcome,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: Header. NULL is an error here that says: not wanted.
    let put = |bytes| unsafe { Out::new("the length", length) }.map(|length| length.put(bytes));
    let _ = put(0);
    call_or(c"".as_ptr(), || {
        // SAFETY: Header.
        let outcome = unsafe { lease(outcome)? };
        if outcome.line.len() < 2 {
            return Ok(c"".as_ptr());
        }
        let _ = put(outcome.line.len() - 1);
        Ok(outcome.line.as_ptr().cast())
    })
}

/// Moves to the next event, which becomes the current one. The event before it then counts as
/// carried out: with a messenger, a private text counts as shown, and its sender is told so. The
/// walk is up to date: it leaves out a title or question that another call has superseded. You may
/// call the messenger while you handle an event.
///
/// Ignore kinds that you do not know: later versions may add some.
///
/// @return The kind, a `SUBROSA_EVENT_` constant; 0 at the end, and for a NULL or bad handle. Never
///         negative.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_next(outcome: *mut subrosa_outcome) -> i32 {
    call_or(0, || {
        // SAFETY: Header.
        Ok(unsafe { lease(outcome.cast_const())? }.next())
    })
}

/// Reports that the current event could not be carried out. A later `subrosa_tick` gives it again,
/// after longer and longer pauses if it keeps failing, and later texts of the same peer wait for
/// it. Continue the walk. This has no effect on events of sessions and documents.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_undone(outcome: *mut subrosa_outcome) {
    call_or((), || {
        // SAFETY: Header.
        unsafe { lease(outcome.cast_const())? }.undone();
        Ok(())
    });
}

/// Whether the current event has a field.
///
/// @param field  a `SUBROSA_FIELD_` constant
/// @return 1 if it has, 0 if it has not, after the last event, and for a NULL or bad handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_has(outcome: *const subrosa_outcome, field: i32) -> i32 {
    call_or(0, || {
        // SAFETY: Header.
        let outcome = unsafe { lease(outcome)? };
        let entry = outcome.entry.as_ref();
        let has = entry
            .is_some_and(|entry| entry.bytes(field).is_some() || entry.number(field).is_some());
        Ok(i32::from(has))
    })
}

/// Reads a text field of the current event.
///
/// @param field  a `SUBROSA_FIELD_` constant
/// @return The text with a NUL at its end; it belongs to the outcome and is valid until the walk
///         goes on. `""` if this event has no such field, at the end, and for a NULL or bad handle.
///         Never NULL. `subrosa_outcome_bytes` gives the length too, for texts that may have a NUL
///         inside.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_str(
    outcome: *const subrosa_outcome,
    field: i32,
) -> *const c_char {
    call_or(c"".as_ptr(), || {
        // SAFETY: Header.
        let outcome = unsafe { lease(outcome)? };
        let found = outcome.entry.as_ref().and_then(|entry| entry.bytes(field));
        Ok(found.map_or(c"".as_ptr(), |bytes| bytes.as_ptr().cast()))
    })
}

/// Reads a number field of the current event.
///
/// @param field  a `SUBROSA_FIELD_` constant
/// @return The number; 0 if this event has no such field (check with `subrosa_outcome_has`), after
///         the last event, and for a NULL or bad handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_int(outcome: *const subrosa_outcome, field: i32) -> i64 {
    call_or(0, || {
        // SAFETY: Header.
        let outcome = unsafe { lease(outcome)? };
        Ok(outcome.entry.as_ref().and_then(|entry| entry.number(field)).unwrap_or(0))
    })
}

/// Reads a field of the current event that holds bytes, or a text together with its length.
///
/// @param field   a `SUBROSA_FIELD_` constant
/// @param length  receives the number of bytes, not counting the NUL; 0 if there are none. May be
///                NULL
/// @return The bytes, followed by a NUL; they belong to the outcome and are valid until the walk
///         goes on. NULL if this event has no such field, at the end, and for a NULL or bad handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_bytes(
    outcome: *const subrosa_outcome,
    field: i32,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: Header. NULL is an error here that says: not wanted.
    let put = |bytes| unsafe { Out::new("the length", length) }.map(|length| length.put(bytes));
    let _ = put(0);
    call_or(null(), || {
        // SAFETY: Header.
        let outcome = unsafe { lease(outcome)? };
        let found = outcome.entry.as_ref().and_then(|entry| entry.bytes(field));
        Ok(found.map_or(null(), |bytes| {
            let _ = put(bytes.len().saturating_sub(1));
            bytes.as_ptr()
        }))
    })
}

/// Reads one choice of the current event: an answer to its question, or an entry of a menu. The
/// first choice is never a risk.
///
/// @param index  0 for the first
/// @param what   a `SUBROSA_CHOICE_` constant
/// @return A text with a NUL at its end; it belongs to the outcome and is valid until the walk goes
///         on. NULL after the last choice, and for a NULL or bad handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_choice(
    outcome: *const subrosa_outcome,
    index: i32,
    what: i32,
) -> *const c_char {
    call_or(null(), || {
        // SAFETY: Header.
        let outcome = unsafe { lease(outcome)? };
        let choice = usize::try_from(index).ok().and_then(|index| outcome.choices.get(index));
        let Some([word, label, risk]) = choice else { return Ok(null()) };
        Ok(match what {
            SUBROSA_CHOICE_WORD => word.as_ptr(),
            SUBROSA_CHOICE_LABEL => label.as_ptr(),
            SUBROSA_CHOICE_RISK => risk.as_ptr(),
            _ => null(),
        })
    })
}

/// The word to pass to `subrosa_answer` or `subrosa_command`.
pub const SUBROSA_CHOICE_WORD: i32 = 0;
/// The label of the button or menu entry.
pub const SUBROSA_CHOICE_LABEL: i32 = 1;
/// `"risk"` if a user who chooses it without checking may be deceived, else `""`.
pub const SUBROSA_CHOICE_RISK: i32 = 2;

/// The current event as one JSON object, with field names in lower case. Before the first event, an
/// object with `verdict`, `mark` and `error`. Only for outcomes of a messenger.
///
/// @return UTF-8 with a NUL at its end; it belongs to the outcome and is valid until the walk goes
///         on. `""` for an outcome of a session or document, and for a NULL or bad handle. Never
///         NULL.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_json(outcome: *mut subrosa_outcome) -> *const c_char {
    call_or(c"".as_ptr(), || {
        // SAFETY: Header.
        let mut outcome = unsafe { lease(outcome.cast_const())? };
        Ok(outcome.json().as_ptr())
    })
}

/// Frees an outcome and wipes the texts in it. NULL is allowed. Freeing confirms nothing: a later
/// `subrosa_tick` gives the events that the walk did not pass again. From an outcome of
/// `subrosa_session.h`, lines that were never sent are lost.
///
/// Thread: any, once no other call uses it. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_free(outcome: *mut subrosa_outcome) {
    // SAFETY: Header.
    unsafe { handle::free(outcome) }
}
