//! What a call has to tell: a list of events that the host walks. The library owns it all.

use super::constants::SUBROSA_VERDICT_REFUSED;
use super::events::{Entry, Outcome};
use crate::capi::frame::buffer::Out;
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::{call, call_for, call_or};
use crate::capi::frame::handle::{self, Handle, lease};
use crate::capi::frame::result::{SUBROSA_E_FIELD, subrosa_result};
use core::ffi::c_char;

/// What a call has to tell and to send: a list of events, and of a messenger a verdict. Walk it with
/// `subrosa_outcome_next`, then free it. Lines of a peer in it that are never sent are lost; of a
/// messenger, texts whose lines were lost are sent again.
pub struct subrosa_outcome {
    _private: [u8; 0],
}

impl Handle for subrosa_outcome {
    type Value = Outcome;
    const TAG: u64 = u64::from_be_bytes(*b"Sub.Outc");
    const NAME: &'static str = "outcome";
}

/// Goes to the next event, which the other calls then are about. Events come in the order in which
/// they are to be acted upon. Pass over kinds you do not know: later versions add some.
///
/// @return A `SUBROSA_EVENT_` constant; 0 at the end; an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_next(outcome: *mut subrosa_outcome) -> i32 {
    call_for(|| {
        // SAFETY: Header.
        let mut outcome = unsafe { lease(outcome.cast_const())? };
        outcome.reached = outcome.reached.saturating_add(1).min(outcome.entries.len() + 1);
        Ok(outcome.current().map_or(0, |entry| entry.kind))
    })
}

/// What the host does with its own text, which it gave to `subrosa_outgoing` or `subrosa_incoming`.
///
/// @return A `SUBROSA_VERDICT_` constant. `SUBROSA_VERDICT_REFUSED` if the handle is NULL or bad, or
///         its outcome is not one of a messenger: so a host that sends only if the verdict is at
///         most `SUBROSA_VERDICT_PASS_WARN`, and hides only if it is `SUBROSA_VERDICT_TAKEN`, is
///         safe whatever has gone wrong.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_verdict(outcome: *const subrosa_outcome) -> i32 {
    call_or(SUBROSA_VERDICT_REFUSED, || {
        // SAFETY: Header.
        let outcome = unsafe { lease(outcome)? };
        Ok(outcome.told.as_ref().map_or(SUBROSA_VERDICT_REFUSED, |told| told.verdict))
    })
}

/// When to call `subrosa_tick`: so many milliseconds after the call that gave the outcome. It is
/// true until the next call, as `subrosa_messenger_wake_ms` is.
///
/// @return Milliseconds; -1 if there is nothing to wait for, and for a NULL or bad handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_wake_ms(outcome: *const subrosa_outcome) -> i64 {
    call_or(-1, || {
        // SAFETY: Header.
        let outcome = unsafe { lease(outcome)? };
        Ok(outcome.told.as_ref().map_or(-1, |told| told.wake_ms))
    })
}

/// Whether the current event has a field.
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
        let has = |entry: &Entry| entry.bytes(field).is_some() || entry.number(field).is_some();
        Ok(i32::from(outcome.current().is_some_and(has)))
    })
}

/// A field of the current event that is a text.
///
/// @param field  a `SUBROSA_FIELD_` constant
/// @return The text with a NUL at its end; it belongs to the outcome and is valid until that is
///         freed. `""` if this event has no such field, at the end, and for a NULL or bad handle.
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
        let found = outcome.current().and_then(|entry| entry.bytes(field));
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
        Ok(outcome.current().and_then(|entry| entry.number(field)).unwrap_or(0))
    })
}

/// A field of the current event that is bytes.
///
/// @param field  a `SUBROSA_FIELD_` constant
/// @param bytes  receives a pointer to the bytes, which are followed by a NUL. They belong to the
///               outcome and are valid until it is freed
/// @param len    receives their number, without the NUL; may be NULL
/// @return `SUBROSA_OK`; `SUBROSA_E_FIELD` if this event has no such field, and at the end;
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_bytes(
    outcome: *const subrosa_outcome,
    field: i32,
    bytes: *mut *const u8,
    len: *mut usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (outcome, out) =
            unsafe { (lease(outcome)?, Out::new("the place for the bytes", bytes)?) };
        let found = outcome.current().and_then(|entry| entry.bytes(field)).ok_or_else(no_field)?;
        out.put(found.as_ptr());
        // SAFETY: Header. NULL is an error here that says: not wanted.
        if let Ok(len) = unsafe { Out::new("the length", len) } {
            len.put(found.len().saturating_sub(1));
        }
        Ok(())
    })
}

/// Frees an outcome and wipes the texts in it. NULL is fine.
///
/// Of an outcome of a messenger, the texts of all SHOW events that `subrosa_outcome_next` has
/// reached count as shown from now on: they are acknowledged, and not given again. A text of several
/// SHOW events counts once all of them are reached. Nothing happens to the others, nor after the
/// messenger was freed: they come again, with `REPEATED`, when the account is attached anew.
///
/// Thread: any, once no other call uses it. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outcome_free(outcome: *mut subrosa_outcome) {
    if !outcome.is_null() {
        call(|| {
            // SAFETY: Header.
            let mut outcome = unsafe { lease(outcome.cast_const())? };
            let reached = outcome.reached.min(outcome.entries.len());
            let (reached, rest) = outcome.entries.split_at(reached);
            let shown =
                |entries: &[Entry]| entries.iter().filter_map(|e| e.shown.clone()).collect();
            let (reached, rest) = (shown(reached), shown(rest));
            outcome.told.take().map_or(Ok(()), |told| told.confirm(reached, &rest))
        });
    }
    // SAFETY: Header.
    unsafe { handle::free(outcome) }
}

fn no_field() -> Fault {
    Fault::new(SUBROSA_E_FIELD, "the current event has no such field")
}
