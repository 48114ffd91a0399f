//! Safety number and code of a contact: what two people compare to make sure that nobody stands between.

use crate::capi::frame::buffer::{array_or_none, name, text};
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::answer::answer;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::identity::Fingerprint;
use crate::messenger::Verdict;
use core::ffi::c_char;

/// The safety number of the user and a contact, and the code to show: one SAFETY event. Both people see
/// the same number; they read it to each other, by telephone for instance, or one scans what the other
/// shows. Then `SUBROSA_DO_VERIFY`.
///
/// @param account      attached
/// @param peer         the address of the contact
/// @param fingerprint  32 bytes: which of those in question there, the one that has appeared instead for
///                     instance. NULL: the one that texts go to
/// @param out          receives an outcome with a SAFETY event; with a NOTICE on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_WRONG_STATE` if nobody is known, `SUBROSA_E_OTHER_FINGERPRINT`,
///         `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_safety_number(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    fingerprint: *const u8,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        answer(messenger, out, Verdict::Pass, |messenger| {
            let (account, peer) = (name("the account", account)?, name("the peer", peer)?);
            let fingerprint = array_or_none(fingerprint).map(Fingerprint::from_bytes);
            Ok(messenger.safety(account, peer, fingerprint.as_ref()))
        })
    }
}

/// Compares a code that the contact has shown: one SCANNED event. If it matches, the contact is
/// verified by that.
///
/// @param account   attached
/// @param peer      the address of the contact
/// @param code      what the scanner has read: UTF-8, not NUL-terminated
/// @param code_len  its length in bytes
/// @param out       receives an outcome with a SCANNED event, and a STATE event if it matches; with a
///                  NOTICE on failure
/// @return `SUBROSA_OK`, whatever the comparison says; `SUBROSA_E_WRONG_STATE` if nobody is known,
///         `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_safety_scan(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    code: *const c_char,
    code_len: usize,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        answer(messenger, out, Verdict::Pass, |messenger| {
            let (account, peer) = (name("the account", account)?, name("the peer", peer)?);
            Ok(messenger.scan(account, peer, text("the code", code, code_len)?))
        })
    }
}
