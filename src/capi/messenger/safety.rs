//! Safety numbers and codes: what two people compare to make sure that nobody stands between them.

use crate::capi::frame::buffer::{TextOut, array, array_or_none, array_out, name, text};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::{call, call_for};
use crate::capi::frame::result::{SUBROSA_E_UNSUPPORTED, subrosa_result};
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::answer::answer;
use crate::capi::outcome::codes::scan_code;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::capi::session::fingerprint::SUBROSA_DIGITS_SIZE;
use crate::identity::Fingerprint;
use crate::messenger::Verdict;
use crate::verify::{Picture, SafetyNumber};
use core::ffi::c_char;

/// The size of a buffer for the code of two identities, its NUL included.
pub const SUBROSA_SAFETY_CODE_SIZE: usize = 139;

/// Modules of a side of the QR code of that, without margin.
pub const SUBROSA_SAFETY_SIDE: usize = 41;

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

/// The safety number of two identities: twelve groups of five digits, the same for both.
///
/// @param own        32 bytes: the fingerprint of the one
/// @param other      32 bytes: that of the other
/// @param out        receives the digits and a NUL
/// @param inout_len  before: the size of `out`; after: the bytes needed, NUL included. Always
///                   `SUBROSA_DIGITS_SIZE`
/// @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[own; 32], [other; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_safety_digits(
    own: *const u8,
    other: *const u8,
    out: *mut c_char,
    inout_len: *mut usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (number, out) =
            unsafe { (pair(own, other)?, TextOut::new(out, inout_len, SUBROSA_DIGITS_SIZE)?) };
        out.put(&number.to_digits());
        Ok(())
    })
}

/// The code that `own` shows to `other`, for a QR code: 138 characters of its alphanumeric mode.
///
/// @param own        32 bytes: the fingerprint of the one who shows it
/// @param other      32 bytes: that of the one it is shown to
/// @param out        receives the code and a NUL
/// @param inout_len  before: the size of `out`; after: the bytes needed, NUL included. Always
///                   `SUBROSA_SAFETY_CODE_SIZE`
/// @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[own; 32], [other; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_safety_code(
    own: *const u8,
    other: *const u8,
    out: *mut c_char,
    inout_len: *mut usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (number, out) =
            unsafe { (pair(own, other)?, TextOut::new(out, inout_len, SUBROSA_SAFETY_CODE_SIZE)?) };
        out.put(&number.code());
        Ok(())
    })
}

/// That code as a QR code in an SVG image, with its margin.
///
/// @param own        32 bytes: the fingerprint of the one who shows it
/// @param other      32 bytes: that of the one it is shown to
/// @param out        receives the image and a NUL
/// @param inout_len  before: the size of `out`; after: the bytes needed, NUL included
/// @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[own; 32], [other; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_safety_svg(
    own: *const u8,
    other: *const u8,
    out: *mut c_char,
    inout_len: *mut usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let svg = picture(&unsafe { pair(own, other)? })?.to_svg();
        // SAFETY: Header.
        unsafe { TextOut::new(out, inout_len, svg.len() + 1)? }.put(&svg);
        Ok(())
    })
}

/// That QR code as modules, to be drawn by the host with a margin of four modules.
///
/// @param own    32 bytes: the fingerprint of the one who shows it
/// @param other  32 bytes: that of the one it is shown to
/// @param out    receives `SUBROSA_SAFETY_SIDE` rows of as many bytes: 1 dark, 0 light
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[own; 32], [other; 32], [out; 1681]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_safety_modules(
    own: *const u8,
    other: *const u8,
    out: *mut u8,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, number) = unsafe { (array_out("the modules", out)?, pair(own, other)?) };
        let modules: Result<[u8; SUBROSA_SAFETY_SIDE * SUBROSA_SAFETY_SIDE], _> =
            picture(&number)?.modules().try_into();
        out.put(modules.map_err(|_| no_picture())?);
        Ok(())
    })
}

/// Compares a code that `other` has shown to `own`.
///
/// @param own       32 bytes: the fingerprint of the one who scans
/// @param other     32 bytes: that of the one who has shown it, as `own` knows it
/// @param code      what the scanner has read: UTF-8, not NUL-terminated
/// @param code_len  its length in bytes
/// @return A `SUBROSA_SCAN_` constant, above 0; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[own; 32], [other; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_safety_compare(
    own: *const u8,
    other: *const u8,
    code: *const c_char,
    code_len: usize,
) -> i32 {
    call_for(|| {
        // SAFETY: Header.
        let (number, code) = unsafe { (pair(own, other)?, text("the code", code, code_len)?) };
        Ok(scan_code(number.scan(code)))
    })
}

/// # Safety
/// What the header asks of the pointers.
unsafe fn pair(own: *const u8, other: *const u8) -> Result<SafetyNumber, Fault> {
    // SAFETY: as promised by the caller.
    let (own, other) =
        unsafe { (array("the own fingerprint", own)?, array("the other fingerprint", other)?) };
    Ok(SafetyNumber::new(Fingerprint::from_bytes(own), Fingerprint::from_bytes(other)))
}

fn picture(number: &SafetyNumber) -> Result<Picture, Fault> {
    number.picture().ok_or_else(no_picture)
}

fn no_picture() -> Fault {
    Fault::new(SUBROSA_E_UNSUPPORTED, "the code has no picture of that size")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_and_its_picture_have_the_sizes_the_header_says() {
        let of = |byte| Fingerprint::from_bytes([byte; 32]);
        for (own, other) in [(0, 0), (0, 255), (255, 255), (18, 171)] {
            let number = SafetyNumber::new(of(own), of(other));
            assert_eq!(number.code().len() + 1, SUBROSA_SAFETY_CODE_SIZE);
            assert_eq!(number.picture().unwrap().side(), SUBROSA_SAFETY_SIDE);
        }
    }
}
