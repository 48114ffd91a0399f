//! Contacts and conversations: what the user decides, what the host knows, what is known.

use super::answer::answer;
use super::buffer::{argument, array_or_none, name, switch};
use super::fault::Fault;
use super::guard::call;
use super::handle::share;
use super::messenger::subrosa_messenger;
use super::outcome::subrosa_outcome;
use super::result::subrosa_result;
use crate::identity::Fingerprint;
use crate::messenger::{Action, TextAction, Verdict};
use core::ffi::c_char;

/// Talk in private. From now on no text goes in clear. For a conversation that the other side has
/// ended too.
pub const SUBROSA_DO_START: i32 = 1;
/// End the private conversation: what is held is discarded, texts go in clear again.
pub const SUBROSA_DO_END: i32 = 2;
/// Accept an invitation.
pub const SUBROSA_DO_ACCEPT: i32 = 3;
/// Decline an invitation.
pub const SUBROSA_DO_DECLINE: i32 = 4;
/// The fingerprint was compared and is right. Needs the fingerprint.
pub const SUBROSA_DO_VERIFY: i32 = 5;
/// The fingerprint is no longer held to be right. Needs the fingerprint.
pub const SUBROSA_DO_UNVERIFY: i32 = 6;
/// Accept the new key of a contact. Needs its fingerprint.
pub const SUBROSA_DO_ACCEPT_KEY: i32 = 7;
/// Block the contact: nothing of it is read any more.
pub const SUBROSA_DO_BLOCK: i32 = 8;
/// Unblock the contact.
pub const SUBROSA_DO_UNBLOCK: i32 = 9;
/// Give up a start that nobody answers; what is held is discarded.
pub const SUBROSA_DO_CANCEL: i32 = 10;
/// Send a text that is long and waits for the user, or was lost (`subrosa_text_do`); all such texts for
/// a peer (`subrosa_contact_do`).
pub const SUBROSA_DO_SEND: i32 = 11;
/// Give up a text (`subrosa_text_do`); all texts for a peer that wait for the user or were lost
/// (`subrosa_contact_do`).
pub const SUBROSA_DO_DISCARD: i32 = 12;

/// Of a contact: the user knows it (1), it is on the list of contacts say, or not (0). To others the
/// library is silent until the user writes to them or accepts them.
pub const SUBROSA_SETTING_KNOWN: i32 = 101;
/// Of a contact: it is there (1, which the library takes for granted) or not (0): then nothing is
/// sent to it unasked. Not kept in the vault.
pub const SUBROSA_SETTING_PRESENT: i32 = 102;

/// The user decides about a conversation or a contact.
///
/// @param account      attached
/// @param peer         the address of the other side
/// @param action       a `SUBROSA_DO_` constant
/// @param fingerprint  32 bytes: whose key it is about, as the user has seen it. NULL where the
///                     action needs none
/// @param out          receives an outcome with any events; with a NOTICE on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_WRONG_STATE`, `SUBROSA_E_OTHER_FINGERPRINT`,
///         `SUBROSA_E_UNKNOWN_TEXT` if no text waits for a decision,
///         `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault;
///         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_contact_do(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    action: i32,
    fingerprint: *const u8,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        answer(messenger, out, Verdict::Pass, |messenger| {
            let (account, peer) = (name("the account", account)?, name("the peer", peer)?);
            let fingerprint = array_or_none(fingerprint).map(Fingerprint::from_bytes);
            Ok(match action {
                SUBROSA_DO_SEND => messenger.texts_do(account, peer, TextAction::Send),
                SUBROSA_DO_DISCARD => messenger.texts_do(account, peer, TextAction::Discard),
                _ => {
                    messenger.contact_do(account, peer, self::action(action)?, fingerprint.as_ref())
                }
            })
        })
    }
}

/// The host says something about a contact. Call `subrosa_tick` when `subrosa_messenger_wake_ms` says
/// so: for somebody who comes back something may be due.
///
/// @param account  attached
/// @param peer     the address of the other side
/// @param setting  `SUBROSA_SETTING_KNOWN` or `SUBROSA_SETTING_PRESENT`
/// @param value    1 or 0
/// @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault;
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
        let value = switch("the value", i32::try_from(value).unwrap_or(-1))?;
        shared.with(|messenger| match setting {
            SUBROSA_SETTING_KNOWN => Ok(messenger.set_known(account, peer, value)?),
            SUBROSA_SETTING_PRESENT => Ok(messenger.set_present(account, peer, value)?),
            _ => Err(argument(format!("a contact has no setting {setting}"))),
        })
    })
}

/// What is known of the other side at an address: one CONTACT event.
///
/// @param account  attached
/// @param peer     the address
/// @param out      receives an outcome with a CONTACT event; with a NOTICE on failure
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

/// What is known of all addresses of an account: a CONTACT event each.
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

fn action(code: i32) -> Result<Action, Fault> {
    match code {
        SUBROSA_DO_START => Ok(Action::Start),
        SUBROSA_DO_END => Ok(Action::End),
        SUBROSA_DO_ACCEPT => Ok(Action::Accept),
        SUBROSA_DO_DECLINE => Ok(Action::Decline),
        SUBROSA_DO_VERIFY => Ok(Action::Verify),
        SUBROSA_DO_UNVERIFY => Ok(Action::Unverify),
        SUBROSA_DO_ACCEPT_KEY => Ok(Action::AcceptKey),
        SUBROSA_DO_BLOCK => Ok(Action::Block),
        SUBROSA_DO_UNBLOCK => Ok(Action::Unblock),
        SUBROSA_DO_CANCEL => Ok(Action::Cancel),
        _ => Err(argument(format!("nothing about a contact is number {code}"))),
    }
}
