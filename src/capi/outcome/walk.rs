//! The walk through an outcome.

use super::value::Outcome;
use super::verdicts::SUBROSA_VERDICT_REFUSED;
use crate::capi::frame::buffer::Out;
use crate::capi::frame::guard::{call_for, call_or};
use crate::capi::frame::handle::{self, Handle, lease};
use crate::capi::frame::result::subrosa_result;
use core::ffi::c_char;
use core::ptr::null;

/// What a call has to tell: a list of events to be carried out in their order, and of a messenger a
/// verdict about the host's text. Walk it with `subrosa_outcome_next`, then free it.
pub struct subrosa_outcome {
    _private: [u8; 0],
}

impl Handle for subrosa_outcome {
    type Value = Outcome;
    const TAG: u64 = u64::from_be_bytes(*b"Sub.Outc");
    const NAME: &'static str = "outcome";
}

/// What the host does with its own text, which it gave to `subrosa_outgoing`, `subrosa_incoming` or
/// one of their like. Send what was typed only if it is `SUBROSA_VERDICT_PASS`; hide what came only
/// if it is `SUBROSA_VERDICT_TAKEN`.
///
/// @return A `SUBROSA_VERDICT_` constant. `SUBROSA_VERDICT_REFUSED` if the handle is NULL or bad, or
///         its outcome is not one of a messenger.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_verdict(outcome: *const subrosa_outcome) -> i32 {
    call_or(SUBROSA_VERDICT_REFUSED, || {
        // SAFETY: Header.
        Ok(unsafe { lease(outcome)? }.verdict)
    })
}

/// Whether the call could do what was asked. A plugin need not look: it acts on the verdict, and what
/// the user has to know is said by a SAY.
///
/// @return `SUBROSA_OK`, or why the call failed; `SUBROSA_E_ARGUMENT` for NULL, and the other errors of
///         a handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_result(outcome: *const subrosa_outcome) -> subrosa_result {
    call_for(|| {
        // SAFETY: Header.
        Ok(unsafe { lease(outcome)? }.result)
    })
}

/// What stands before a text that is `SUBROSA_VERDICT_MARKED`: plain text, as "[not private] ".
///
/// @return A text with a NUL at its end; it belongs to the outcome and is valid until that is freed.
///         `""` for every other verdict, and for a NULL or bad handle. Never NULL.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_mark(outcome: *const subrosa_outcome) -> *const c_char {
    call_or(c"".as_ptr(), || {
        // SAFETY: Header.
        Ok(unsafe { lease(outcome)? }.mark.as_ptr())
    })
}

/// The raw line of IRC to show instead of one that is `SUBROSA_VERDICT_MARKED`: of `subrosa_irc_in`, with
/// the tags that came.
///
/// @param length  receives its length in bytes, without the NUL behind it. May be NULL
/// @return The bytes as they came but for the mark, and a NUL; they belong to the outcome and are valid
///         until that is freed. `""` for every other verdict and call, and for a NULL or bad handle.
///         Never NULL.
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

/// Goes to the next event, which the other calls then are about; the one before it is carried out by
/// that. Of a messenger, a private text counts as shown then, and its sender is told so. The walk tells
/// the present: a title or a question that was overtaken by another call is left out. An event may be
/// answered with calls on the messenger.
///
/// Pass over kinds you do not know: later versions add some.
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

/// The event where the walk stands was not carried out: it comes again with a later `subrosa_tick`,
/// ever later if it fails again, and the texts of the same peer behind it wait for it. The walk goes
/// on. Does nothing to events of the other levels.
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

/// Whether the event where the walk stands has a field.
///
/// @param field  a `SUBROSA_FIELD_` constant
/// @return 1 if it has, 0 if not, at the end, and for a NULL or bad handle.
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

/// A field of the current event that is a text.
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

/// A field of the current event that is a number.
///
/// @param field  a `SUBROSA_FIELD_` constant
/// @return The number; 0 if this event has no such field (`subrosa_outcome_has` tells), at the end,
///         and for a NULL or bad handle.
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

/// A field of the current event that is bytes, or a text with its length.
///
/// @param field   a `SUBROSA_FIELD_` constant
/// @param length  receives the number of bytes, without the NUL behind them; 0 if there are none. May
///                be NULL
/// @return The bytes, followed by a NUL; they belong to the outcome and are valid until the walk goes
///         on. NULL if this event has no such field, at the end, and for a NULL or bad handle.
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

/// One way to answer the question of the current event, or one thing that the user can do. The first
/// is never a risk.
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

/// What `subrosa_answer` and `subrosa_command` take.
pub const SUBROSA_CHOICE_WORD: i32 = 0;
/// What stands on a button or in a menu.
pub const SUBROSA_CHOICE_LABEL: i32 = 1;
/// `"risk"` if whoever chooses it without having looked may be deceived, else `""`.
pub const SUBROSA_CHOICE_RISK: i32 = 2;

/// The event where the walk stands as one JSON object, with the names of the fields in small letters;
/// before the first one `verdict`, `mark` and `error`. Of a messenger's outcome alone.
///
/// @return UTF-8 with a NUL at its end; it belongs to the outcome and is valid until the walk goes on.
///         `""` for an outcome of another level, and for a NULL or bad handle. Never NULL.
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

/// Frees an outcome and wipes the texts in it. NULL is fine. Freeing confirms nothing: what was not
/// walked past is given again with a later `subrosa_tick`. Lines of a peer in it that were never sent
/// are lost.
///
/// Thread: any, once no other call uses it. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_free(outcome: *mut subrosa_outcome) {
    // SAFETY: Header.
    unsafe { handle::free(outcome) }
}
