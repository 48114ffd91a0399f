//! Fingerprints in the forms that people and programs compare.

use crate::capi::frame::buffer::{TextOut, array, array_out, text};
use crate::capi::frame::guard::{asked, call};
use crate::capi::frame::result::subrosa_result;
use crate::identity::Fingerprint;
use core::ffi::c_char;

/// The size of a fingerprint in bytes.
#[allow(dead_code)] // For C.
pub const SUBROSA_FINGERPRINT_SIZE: usize = 32;

/// The size of a buffer for a fingerprint as digits, its NUL included.
pub const SUBROSA_DIGITS_SIZE: usize = 72;

/// The size of a buffer for a fingerprint in hexadecimal, its NUL included.
pub const SUBROSA_HEX_SIZE: usize = 65;

/// Writes a fingerprint in the form that people compare, for example by telephone: twelve groups of
/// five decimal digits.
///
/// @param fingerprint  32 bytes
/// @param out          receives the digits and a NUL
/// @param inout_len    before: the size of `out`; after: the bytes needed, NUL included. Always
///                     `SUBROSA_DIGITS_SIZE`
/// @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[fingerprint; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_fingerprint_digits(
    fingerprint: *const u8,
    out: *mut c_char,
    inout_len: *mut usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (fingerprint, out) = unsafe {
            (
                array("the fingerprint", fingerprint)?,
                TextOut::new(out, inout_len, SUBROSA_DIGITS_SIZE)?,
            )
        };
        out.put(&Fingerprint::from_bytes(fingerprint).to_digits());
        Ok(())
    })
}

/// Whether a text that a user typed or pasted is the sixty digits of a fingerprint. White space and
/// dashes are ignored.
///
/// @param fingerprint  32 bytes
/// @param text         UTF-8, not NUL-terminated
/// @param text_len     its length in bytes
/// @return 1 if it is; 0 if not, and for a NULL pointer and a text that is not UTF-8.
///
/// Thread: any. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[fingerprint; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_fingerprint_matches_digits(
    fingerprint: *const u8,
    text: *const c_char,
    text_len: usize,
) -> i32 {
    asked(|| {
        // SAFETY: Header.
        let (fingerprint, digits) = unsafe {
            (array("the fingerprint", fingerprint)?, self::text("the text", text, text_len)?)
        };
        Ok(Fingerprint::from_bytes(fingerprint).matches_digits(digits))
    })
}

/// Writes a fingerprint as 64 hexadecimal digits, for programs.
///
/// @param fingerprint  32 bytes
/// @param out          receives the digits and a NUL
/// @param inout_len    before: the size of `out`; after: the bytes needed, NUL included. Always
///                     `SUBROSA_HEX_SIZE`
/// @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[fingerprint; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_fingerprint_to_hex(
    fingerprint: *const u8,
    out: *mut c_char,
    inout_len: *mut usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (fingerprint, out) = unsafe {
            (
                array("the fingerprint", fingerprint)?,
                TextOut::new(out, inout_len, SUBROSA_HEX_SIZE)?,
            )
        };
        out.put(&Fingerprint::from_bytes(fingerprint).to_hex());
        Ok(())
    })
}

/// Reads a fingerprint of 64 hexadecimal digits, in either case, with white space and colons
/// anywhere.
///
/// @param text      UTF-8, not NUL-terminated
/// @param text_len  its length in bytes
/// @param out       receives 32 bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_NOT_A_FINGERPRINT`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[out; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_fingerprint_from_hex(
    text: *const c_char,
    text_len: usize,
    out: *mut u8,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, hex) = unsafe {
            (array_out("the fingerprint", out)?, self::text("the text", text, text_len)?)
        };
        out.put(*Fingerprint::from_hex(hex)?.as_bytes());
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_have_the_sizes_the_header_says() {
        let fingerprint = Fingerprint::from_bytes([0; 32]);
        assert_eq!(fingerprint.to_digits().len() + 1, SUBROSA_DIGITS_SIZE);
        assert_eq!(fingerprint.to_hex().len() + 1, SUBROSA_HEX_SIZE);
    }
}
