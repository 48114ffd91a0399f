//! Contacts: what the host knows of them, and what is known.

use super::settings::{
    SUBROSA_SETTING_CONTACT_MODE, SUBROSA_SETTING_KNOWN, SUBROSA_SETTING_PRESENT, mode,
};
use crate::capi::frame::buffer::{argument, name, switch};
use crate::capi::frame::guard::call;
use crate::capi::frame::handle::share;
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::answer::answer;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::messenger::Verdict;
use core::ffi::c_char;

/// The host says something about a contact. Call `subrosa_tick` when `subrosa_messenger_wake_ms` says
/// so: for somebody who comes back something may be due.
///
/// @param account  attached
/// @param peer     the address of the other side
/// @param setting  `SUBROSA_SETTING_KNOWN`, `SUBROSA_SETTING_PRESENT` or
///                 `SUBROSA_SETTING_CONTACT_MODE`
/// @param value    1 or 0; of a mode, see there
/// @return `SUBROSA_OK`; `SUBROSA_E_SETTING`, `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault;
///         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_contact_set(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    setting: i32,
    value: i64,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (shared, account, peer) = unsafe {
            (share(messenger.cast_const())?, name("the account", account)?, name("the peer", peer)?)
        };
        let on = || switch("the value", i32::try_from(value).unwrap_or(-1));
        shared.with(|messenger| match setting {
            SUBROSA_SETTING_KNOWN => Ok(messenger.set_known(account, peer, on()?)?),
            SUBROSA_SETTING_PRESENT => Ok(messenger.set_present(account, peer, on()?)?),
            SUBROSA_SETTING_CONTACT_MODE => {
                let mode = match value {
                    0 => None,
                    _ => Some(mode(value)?),
                };
                Ok(messenger.set_mode(account, peer, mode)?)
            }
            _ => Err(argument(format!("a contact has no setting {setting}"))),
        })
    })
}

/// The network says that somebody has another name now (NICK of IRC). It may lie, so what may not
/// leave in clear under either name may leave under neither from now on, and a block holds under both;
/// that is so even if this call fails, and is written later. Whoever is known under the old name is
/// known under the new one, and the conversation goes on there, if the user has never written to that
/// name nor decided about it, or if they come back to it. Else they are a guest there, of whom ASK
/// ADDRESS_CHANGED tells. The old name is nobody's and waits for them: if texts to it did not go in
/// clear they are refused until the user decides.
///
/// @param account  attached
/// @param from     the old name
/// @param to       the new name
/// @param out      receives an outcome with STATE events; with a NOTICE on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault;
///         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_address_rename(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    from: *const c_char,
    to: *const c_char,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        answer(messenger, out, Verdict::Pass, |messenger| {
            let (from, to) = (name("the old name", from)?, name("the new name", to)?);
            Ok(messenger.rename(name("the account", account)?, from, to))
        })
    }
}

/// What is known of the other side at an address: one CONTACT event, or one for each identity.
///
/// @param account  attached
/// @param peer     the address
/// @param out      receives an outcome with CONTACT events; with a NOTICE on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_contact_get(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        answer(messenger, out, Verdict::Pass, |messenger| {
            let (account, peer) = (name("the account", account)?, name("the peer", peer)?);
            Ok(messenger.contact(account, peer))
        })
    }
}

/// What is known of all addresses of an account: a CONTACT event each, or one for each identity there.
/// The same `FINGERPRINT` is the same person.
///
/// @param account  attached
/// @param out      receives an outcome with CONTACT events; with a NOTICE on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_contact_list(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        answer(messenger, out, Verdict::Pass, |messenger| {
            Ok(messenger.contacts(name("the account", account)?))
        })
    }
}
