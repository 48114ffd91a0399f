//! Contacts: what the host knows of them, and what is known.

use crate::capi::frame::buffer::{argument, name, switch, words};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::answer::{Failed, answer};
use crate::capi::outcome::walk::subrosa_outcome;
use crate::plugin::{Hint, Verdict};
use core::ffi::c_char;

const SILENT: Failed<'static> = Failed::Silent(Verdict::Pass);

/// The contact is on the user's list.
pub const SUBROSA_HINT_KNOWN: i32 = 1;
/// The contact is there, so that what is sent is received.
pub const SUBROSA_HINT_PRESENT: i32 = 2;
/// The contact's program says that it has the library (docs/XMPP.md).
pub const SUBROSA_HINT_CAPABLE: i32 = 3;

/// What the host knows of a person. Hints permit nothing.
///
/// @param account  attached
/// @param peer     the address of the other side
/// @param hint     a `SUBROSA_HINT_` constant
/// @param value    1 or 0
/// @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and
///         the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_contact_hint(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    hint: i32,
    value: i32,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, SILENT, |frontend| {
            let (account, peer) = (name("the account", account)?, name("the peer", peer)?);
            Ok(frontend.hint(account, peer, known(hint)?, switch("the value", value)?))
        })
    }
}

fn known(hint: i32) -> Result<Hint, Fault> {
    match hint {
        SUBROSA_HINT_KNOWN => Ok(Hint::Known),
        SUBROSA_HINT_PRESENT => Ok(Hint::Present),
        SUBROSA_HINT_CAPABLE => Ok(Hint::Capable),
        _ => Err(argument(format!("no hint has the number {hint}"))),
    }
}

/// The network says that somebody has another name now (NICK of IRC). It may lie, so what may not
/// leave in clear under either name may leave under neither from now on, and a block holds under both;
/// that is so even if this call fails, and is written later. Whoever is known under the old name is
/// known under the new one, and the conversation goes on there, if the user has never written to that
/// name nor decided about it, or if they come back to it. Else they are a guest there, about whom a SAY
/// asks. The old name is nobody's and waits for them: if texts to it did not go in clear they are
/// refused until the user decides.
///
/// @param account  attached
/// @param from     the old name
/// @param to       the new name
/// @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and
///         the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_contact_rename(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    from: *const c_char,
    to: *const c_char,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, SILENT, |frontend| {
            let (from, to) = (name("the old name", from)?, name("the new name", to)?);
            Ok(frontend.rename(name("the account", account)?, from, to))
        })
    }
}

/// What is known at an address, or at all addresses of an account: a CONTACT event for each identity
/// there, first that which texts go to. The same `FINGERPRINT` is the same person.
///
/// @param account  attached
/// @param peer     the address; NULL for all
/// @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a
///         vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_contact_list(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, SILENT, |frontend| {
            Ok(frontend.contact_list(name("the account", account)?, maybe(peer)?))
        })
    }
}

/// The user's texts that have not arrived: a TEXT event for each.
///
/// @param account  attached
/// @param peer     the address they are for; NULL for all
/// @return As `subrosa_contact_list`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_text_list(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, SILENT, |frontend| {
            Ok(frontend.text_list(name("the account", account)?, maybe(peer)?))
        })
    }
}

/// # Safety
/// As [`name`].
unsafe fn maybe<'a>(peer: *const c_char) -> Result<Option<&'a str>, Fault> {
    // SAFETY: as promised by the caller.
    (!peer.is_null()).then(|| unsafe { name("the peer", peer) }).transpose()
}

/// Compares a code that a person has shown, as a camera has read it. If it matches, the person is
/// verified.
///
/// @param account  attached
/// @param peer     the address of the other side
/// @param code     the text of the code, UTF-8
/// @param length   its length in bytes, or `SUBROSA_NUL`
/// @return An outcome, in which a SAY tells the user what that means: `CODE` is `scan-match`,
///         `scan-wrong-contact`, `scan-not-for-us`, `scan-newer` or `scan-no-code`. Its result is
///         `SUBROSA_OK`; `SUBROSA_E_WRONG_STATE` if nobody is known there; `SUBROSA_E_UNKNOWN_ACCOUNT`,
///         `SUBROSA_E_NAME` and the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
///         error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_safety_scan(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    code: *const c_char,
    length: usize,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, Failed::Said, |frontend| {
            let (account, peer) = (name("the account", account)?, name("the peer", peer)?);
            Ok(frontend.scan(account, peer, words("the code", code, length)?))
        })
    }
}
