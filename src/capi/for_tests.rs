//! What tests and plays alone call: in no header that is installed, but in `tests/c/for_tests.h`.

use crate::capi::frame::buffer::argument;
use crate::capi::frame::guard::call;
use crate::capi::frame::handle::share;
use crate::capi::frame::library::name_of;
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::subrosa_messenger;
use crate::crypto::Backend;
use core::ffi::{CStr, c_char};

/// Has a messenger go by the host's clock instead of the system's: for tests and simulations, in
/// which an hour passes at once. The first call sets it, each further one moves it.
///
/// @param now_ms  milliseconds since 1970, above 0
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_set_time(
    messenger: *mut subrosa_messenger,
    now_ms: i64,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let shared = unsafe { share(messenger.cast_const())? };
        match u64::try_from(now_ms) {
            Ok(now) if now > 0 => shared.set_now_ms(now),
            _ => return Err(argument("the time is not after 1970".into())),
        }
        Ok(())
    })
}

/// Chooses the implementation for the whole process. For tests and measurements.
///
/// @param name  `"accelerated"` or `"portable"`
/// @return `SUBROSA_OK`; `SUBROSA_E_UNSUPPORTED` if it cannot run here; `SUBROSA_E_ARGUMENT` for
///         NULL or another name. After an error the choice stays as it was.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_backend_select(name: *const c_char) -> subrosa_result {
    call(|| {
        if name.is_null() {
            return Err(argument("the name of the backend is NULL".into()));
        }
        // SAFETY: Header. A C string.
        let name = unsafe { CStr::from_ptr(name) };
        let known = [Backend::Portable, Backend::Accelerated];
        let found = known.into_iter().find(|backend| name_of(*backend) == name);
        let found = found.ok_or_else(|| argument("no backend has that name".into()))?;
        Ok(found.select()?)
    })
}
