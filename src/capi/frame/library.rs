//! What the library is: version, ABI, backend.

use super::fault::Fault;
use super::guard::call;
use super::result::{SUBROSA_E_ABI, subrosa_result};
use crate::crypto::Backend;
use core::ffi::{CStr, c_char};

/// The version of this header. `subrosa_version` returns the version of the library.
#[allow(dead_code)] // These three are for C.
pub const SUBROSA_VERSION_MAJOR: u32 = 0;
/// The version of this header.
#[allow(dead_code)]
pub const SUBROSA_VERSION_MINOR: u32 = 1;
/// The version of this header.
#[allow(dead_code)]
pub const SUBROSA_VERSION_PATCH: u32 = 0;

/// The ABI of this header: the number in the name of the shared library. It changes only when
/// programs must be recompiled.
pub const SUBROSA_ABI: i32 = 0;

/// The version of the library, `"0.1.0"`.
///
/// @return A constant string. Do not free it.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn subrosa_version() -> *const c_char {
    const VERSION: &CStr =
        match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
            Ok(version) => version,
            Err(_) => c"",
        };
    VERSION.as_ptr()
}

/// Checks that the library matches this header. Call it before anything else.
///
/// @param abi  `SUBROSA_ABI`
/// @return `SUBROSA_OK`; `SUBROSA_E_ABI`: do not use this library.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn subrosa_abi_check(abi: i32) -> subrosa_result {
    call(|| check_abi(abi))
}

/// Whether the program was compiled with a header of this library.
pub(in crate::capi) fn check_abi(abi: i32) -> Result<(), Fault> {
    if abi == SUBROSA_ABI {
        return Ok(());
    }
    let sentence = format!("the program was compiled for ABI {abi}, this is {SUBROSA_ABI}");
    Err(Fault::new(SUBROSA_E_ABI, sentence))
}

/// The implementation of P-256 and AES in use: `"accelerated"` where the processor allows it, else
/// `"portable"`. Both give the same results.
///
/// @return A constant string. Do not free it.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn subrosa_backend() -> *const c_char {
    name_of(Backend::current()).as_ptr()
}

pub(in crate::capi) fn name_of(backend: Backend) -> &'static CStr {
    match backend {
        Backend::Portable => c"portable",
        Backend::Accelerated => c"accelerated",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_has_the_version_of_the_crate() {
        let (major, minor, patch) =
            (SUBROSA_VERSION_MAJOR, SUBROSA_VERSION_MINOR, SUBROSA_VERSION_PATCH);
        assert_eq!(format!("{major}.{minor}.{patch}"), env!("CARGO_PKG_VERSION"));
    }
}
