//! What the user decides about conversations, contacts and texts.

use super::text::id;
use crate::capi::frame::buffer::{argument, array_or_none, name, text};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::answer::answer;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::identity::Fingerprint;
use crate::messenger::{Action, TextAction, Verdict};
use core::ffi::c_char;

/// Talk in private. From now on no text goes in clear. For a conversation that the other side has
/// ended too.
pub const SUBROSA_DO_START: i32 = 1;
/// End the private conversation: what is held is discarded, texts to this address go in clear again.
/// At other addresses of the contact nothing changes.
pub const SUBROSA_DO_END: i32 = 2;
/// Accept an invitation. With the fingerprint of somebody who is asked about here: this address is
/// theirs from now on, and whoever was accepted here before has left it. Nobody's key is replaced.
pub const SUBROSA_DO_ACCEPT: i32 = 3;
/// Decline an invitation; or another key or another address, which is then not asked about again
/// before the next START, END or ACCEPT_KEY. With a fingerprint what was asked about that one, else
/// what was asked. Nothing that was private goes in clear by that.
pub const SUBROSA_DO_DECLINE: i32 = 4;
/// The fingerprint was compared and is right. Needs the fingerprint.
pub const SUBROSA_DO_VERIFY: i32 = 5;
/// The fingerprint is no longer held to be right. Needs the fingerprint.
pub const SUBROSA_DO_UNVERIFY: i32 = 6;
/// Accept the new key of a contact, in the place of all that it had. Needs its fingerprint. The old
/// keys are replaced on all accounts: they are not verified any more, their sessions are closed, and
/// where they were known nothing goes in clear. Accepting one of them again takes that back. Not for a
/// key that is accepted elsewhere: that is another contact, who may get the address by ACCEPT.
pub const SUBROSA_DO_ACCEPT_KEY: i32 = 7;
/// Block the contact, or an address where nobody is known: nothing of it is read any more, wherever
/// it writes from.
pub const SUBROSA_DO_BLOCK: i32 = 8;
/// Unblock the contact. Where texts did not go in clear before the block they still do not.
pub const SUBROSA_DO_UNBLOCK: i32 = 9;
/// Give up a start that nobody answers; what is held is discarded. Texts go in clear again if they did
/// when it was started; else they are refused, as before, until END.
pub const SUBROSA_DO_CANCEL: i32 = 10;
/// Accept a further key of a contact, who uses several. Needs its fingerprint. Texts go to the one
/// heard last, but never to one that is not verified instead of one that is.
pub const SUBROSA_DO_ADD_KEY: i32 = 13;
/// Forget the contact: the conversation ends, its sessions, its texts and what is known of it are
/// deleted. Needs the fingerprint if somebody is known. Not while it is blocked. Texts to this address
/// go in clear again, unless somebody else is known here too; at other addresses nothing goes in clear
/// that did not before. That a key was replaced is remembered.
pub const SUBROSA_DO_FORGET: i32 = 14;
/// Send a text that is long and waits for the user, or was lost (`subrosa_text_do`); all such texts for
/// a peer (`subrosa_contact_do`).
pub const SUBROSA_DO_SEND: i32 = 11;
/// Give up a text (`subrosa_text_do`); all texts for a peer that wait for the user or were lost
/// (`subrosa_contact_do`).
pub const SUBROSA_DO_DISCARD: i32 = 12;
/// Send the contact the user's full card in the private conversation, so that it can seal documents
/// to the user.
pub const SUBROSA_DO_SHARE_CARD: i32 = 30;

/// The user decides about a conversation or a contact.
///
/// @param account      attached
/// @param peer         the address of the other side
/// @param action       a `SUBROSA_DO_` constant
/// @param fingerprint  32 bytes: whose key it is about, as the user has seen it: if that is another
///                     one by now nothing is done. NULL where the action needs none
/// @param out          receives an outcome with any events; with a NOTICE on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_WRONG_STATE`, `SUBROSA_E_OTHER_FINGERPRINT`,
///         `SUBROSA_E_TOO_MANY_KEYS`, `SUBROSA_E_UNKNOWN_TEXT` if no text waits for a decision,
///         `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
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

/// The same with the digits that the user has compared, typed or pasted: for hosts that keep no
/// fingerprints. They have to be the sixty digits of somebody whom the decision can be about: the
/// contact, one that has appeared instead, one that invites.
///
/// @param account     attached
/// @param peer        the address of the other side
/// @param action      a `SUBROSA_DO_` constant
/// @param digits      UTF-8, not NUL-terminated; white space and dashes count for nothing
/// @param digits_len  its length in bytes
/// @param out         receives an outcome with any events; with a NOTICE on failure
/// @return As `subrosa_contact_do`; `SUBROSA_E_OTHER_FINGERPRINT` if the digits are nobody's here.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_contact_do_digits(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    action: i32,
    digits: *const c_char,
    digits_len: usize,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        answer(messenger, out, Verdict::Pass, |messenger| {
            let (account, peer) = (name("the account", account)?, name("the peer", peer)?);
            let digits = text("the digits", digits, digits_len)?;
            Ok(messenger.contact_do_digits(account, peer, self::action(action)?, digits))
        })
    }
}

/// The user decides about a text that is held or lost.
///
/// @param number  the `NUMBER` of its PROGRESS or ASK event
/// @param action  `SUBROSA_DO_SEND` (a long text, or a lost one again) or `SUBROSA_DO_DISCARD`
/// @param out     receives an outcome with SEND and PROGRESS events; with a NOTICE on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_TEXT`, `SUBROSA_E_WRONG_STATE`,
///         `SUBROSA_E_OTHER_FINGERPRINT` if it was sent to somebody else before,
///         `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_text_do(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    number: i64,
    action: i32,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        answer(messenger, out, Verdict::Pass, |messenger| {
            let (account, number) = (name("the account", account)?, id("the text", number)?);
            let action = match action {
                SUBROSA_DO_SEND => TextAction::Send,
                SUBROSA_DO_DISCARD => TextAction::Discard,
                _ => return Err(argument(format!("nothing about a text is number {action}"))),
            };
            Ok(messenger.text_do(account, number, action))
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
        SUBROSA_DO_ADD_KEY => Ok(Action::AddKey),
        SUBROSA_DO_BLOCK => Ok(Action::Block),
        SUBROSA_DO_UNBLOCK => Ok(Action::Unblock),
        SUBROSA_DO_CANCEL => Ok(Action::Cancel),
        SUBROSA_DO_FORGET => Ok(Action::Forget),
        SUBROSA_DO_SHARE_CARD => Ok(Action::ShareCard),
        _ => Err(argument(format!("nothing about a contact is number {code}"))),
    }
}
