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
/// The contact is online and can receive what is sent.
pub const SUBROSA_HINT_PRESENT: i32 = 2;
/// The contact's program announces that it has the library (docs/XMPP.md).
pub const SUBROSA_HINT_CAPABLE: i32 = 3;

/// Tells the library what the host knows about a person. Hints never permit anything to be sent.
///
/// @param account  attached
/// @param peer     the address of the other side
/// @param hint     a `SUBROSA_HINT_` constant
/// @param value    1 or 0
/// @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME`
///         and the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the
///         handle.
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

/// Reports that, according to the network, somebody has changed name (NICK of IRC). The network may
/// lie. So if either name had to be private, both must be from now on, and a block holds for both.
/// This is so even if the call fails; it is then written later. If the user has never written to
/// the new name nor decided about it, or if the person returns to it, the person is known there and
/// the conversation goes on. Otherwise the person is a guest there, and a SAY asks about them. The
/// old name stays reserved for them: if texts to it had to be private, they are refused until the
/// user decides.
///
/// @param account  attached
/// @param from     the old name
/// @param to       the new name
/// @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME`
///         and the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the
///         handle.
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

/// Lists who is known at an address, or at all addresses of an account: one CONTACT event for each
/// identity, first the one that texts are sent to. The same `FINGERPRINT` means the same person.
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

/// Lists the user's texts that have not been delivered: one TEXT event for each.
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

/// Compares a scanned code that a person has shown to the user. If it matches, the person is
/// verified.
///
/// @param account  attached
/// @param peer     the address of the other side
/// @param code     the text of the code, UTF-8
/// @param length   its length in bytes, or `SUBROSA_NUL`
/// @return An outcome, in which a SAY explains the result to the user: `CODE` is `scan-match`,
///         `scan-wrong-contact`, `scan-not-for-us`, `scan-newer` or `scan-no-code`. Its result is
///         `SUBROSA_OK`; `SUBROSA_E_WRONG_STATE` if nobody is known there;
///         `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault;
///         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
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
