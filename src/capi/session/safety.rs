//! Safety numbers and codes of two fingerprints.

use super::fingerprint::SUBROSA_DIGITS_SIZE;
use crate::capi::frame::buffer::{TextOut, array, array_out, text};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::{call, call_for};
use crate::capi::frame::result::{SUBROSA_E_UNSUPPORTED, subrosa_result};
use crate::identity::Fingerprint;
use crate::verify::{Picture, SafetyNumber, Scan};
use core::ffi::c_char;

/// The size of a buffer for the safety code of two identities, its NUL included.
pub const SUBROSA_SAFETY_CODE_SIZE: usize = 139;
/// The number of modules on each side of the QR code of a safety code, without margin.
pub const SUBROSA_SAFETY_SIDE: usize = 41;

/// The codes match: both sides have the right keys of each other, and nobody stands between them.
pub const SUBROSA_SCAN_MATCH: i32 = 1;
/// The code belongs to an identity other than the contact.
pub const SUBROSA_SCAN_WRONG_CONTACT: i32 = 2;
/// The code is the contact's, but the contact has a different key on record for the user.
pub const SUBROSA_SCAN_NOT_FOR_US: i32 = 3;
/// The code was made by a newer version of the library.
pub const SUBROSA_SCAN_NEWER: i32 = 4;
/// This is not a code of the library, or it is damaged.
pub const SUBROSA_SCAN_NOT_A_CODE: i32 = 5;

/// The safety number of two identities: twelve groups of five digits, the same for both.
///
/// @param own        32 bytes: the fingerprint of one side
/// @param other      32 bytes: the fingerprint of the other side
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

/// The safety code that `own` shows to `other`: 138 characters, all of the alphanumeric mode of QR
/// codes.
///
/// @param own        32 bytes: the fingerprint of the side that shows the code
/// @param other      32 bytes: the fingerprint of the side that scans it
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

/// The safety code as a QR code in an SVG image, margin included.
///
/// @param own        32 bytes: the fingerprint of the side that shows the code
/// @param other      32 bytes: the fingerprint of the side that scans it
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

/// The safety code as the modules of a QR code. Draw them with a margin of four modules.
///
/// @param own    32 bytes: the fingerprint of the side that shows the code
/// @param other  32 bytes: the fingerprint of the side that scans it
/// @param out    receives `SUBROSA_SAFETY_SIDE` rows of `SUBROSA_SAFETY_SIDE` bytes: 1 for dark, 0
///               for light
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

/// Compares a safety code that `other` has shown to `own`.
///
/// @param own       32 bytes: the fingerprint of the side that scans
/// @param other     32 bytes: the fingerprint of the side that has shown the code, as `own` knows
///                  it
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
        Ok(match number.scan(code) {
            Scan::Match => SUBROSA_SCAN_MATCH,
            Scan::WrongContact => SUBROSA_SCAN_WRONG_CONTACT,
            Scan::NotForUs => SUBROSA_SCAN_NOT_FOR_US,
            Scan::Newer => SUBROSA_SCAN_NEWER,
            Scan::NotACode => SUBROSA_SCAN_NOT_A_CODE,
        })
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
