//! Texts: what the user types, what the network brings, what is due.

use crate::capi::frame::buffer::{argument, bytes, name};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::{asked, call_or};
use crate::capi::frame::handle::share;
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::answer::answer;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::messenger::{Messenger, Origin, Outcome, Verdict};
use core::ffi::c_char;

/// The text is HTML, even if its account has plain texts.
pub const SUBROSA_FLAG_HTML: u32 = 1;
/// The text says what its sender does ("/me waves").
pub const SUBROSA_FLAG_ACTION: u32 = 2;
/// The text is an automatic one that must not be answered, as a NOTICE of IRC.
pub const SUBROSA_FLAG_NOTICE: u32 = 4;
/// The text is played again from a history: it is read if it is new, and never answered.
pub const SUBROSA_FLAG_HISTORY: u32 = 8;
/// The text is one of the user's own that came back, from the network or another device: a carbon,
/// an echo of a bouncer. Lines of the library in it are hidden, and nothing is done.
pub const SUBROSA_FLAG_OWN: u32 = 16;
/// The text belongs to a room with several people: it passes, and nothing is done.
pub const SUBROSA_FLAG_ROOM: u32 = 32;
/// The peer is a name in a room that is written to alone, `room/nick` of XMPP for instance: whoever
/// takes the name has it, so nothing private is begun there. The text passes and nothing is done; if
/// nothing may go in clear (`SUBROSA_MODE_REQUIRED`), one that goes out is refused.
pub const SUBROSA_FLAG_OCCUPANT: u32 = 64;

/// The user wants to send a text. The verdict says what the host does with it: send it only if
/// `subrosa_outcome_verdict` is at most `SUBROSA_VERDICT_PASS_WARN`. That holds whatever the result
/// is, and for an outcome that is NULL too.
///
/// A line that came as a SEND event passes, so that a hook sees its own lines through.
///
/// @param account   attached
/// @param peer      the address of the other side, UTF-8, 1 to 1,024 bytes. For XMPP without the
///                  resource
/// @param text      what the user typed, in the markup of the account; not NUL-terminated
/// @param text_len  its length in bytes
/// @param flags     `SUBROSA_FLAG_` bits, or 0
/// @param out       receives an outcome with SEND, PROGRESS, ASK and NOTICE events, also on failure;
///                  NULL if the messenger is no living handle
/// @return `SUBROSA_OK`. After `SUBROSA_E_VAULT_BUSY` and `SUBROSA_E_DISK_FULL` the text may have
///         been kept for later, as the verdict says. Any other error: `SUBROSA_VERDICT_REFUSED`.
///         These are `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_NAME` and the
///         errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outgoing(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    text: *const c_char,
    text_len: usize,
    flags: u32,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    let call = Texting { account, peer, text, text_len, flags };
    // SAFETY: Header.
    unsafe { call.make(messenger, out, Verdict::Refused, Messenger::outgoing) }
}

/// The network has brought a text. The verdict says what the host does with it: hide it only if
/// `subrosa_outcome_verdict` is `SUBROSA_VERDICT_TAKEN`. That holds whatever the result is, and for
/// an outcome that is NULL too. What is not of this library passes untouched, whatever its encoding.
///
/// @param account   attached
/// @param peer      the address it came from, UTF-8, 1 to 1,024 bytes. For XMPP without the resource
/// @param text      what came, of any encoding; not NUL-terminated
/// @param text_len  its length in bytes
/// @param flags     `SUBROSA_FLAG_` bits, or 0
/// @param out       receives an outcome with any events, also on failure; NULL if the messenger is
///                  no living handle
/// @return `SUBROSA_OK`. After `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_VAULT_BUSY` and
///         `SUBROSA_E_DISK_FULL` the text is kept in memory and read later, if the verdict is
///         `SUBROSA_VERDICT_TAKEN`. The other errors are `SUBROSA_E_UNKNOWN_ACCOUNT`,
///         `SUBROSA_E_NAME` and those of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error
///         of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_incoming(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    text: *const c_char,
    text_len: usize,
    flags: u32,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    let call = Texting { account, peer, text, text_len, flags };
    // SAFETY: Header.
    unsafe { call.make(messenger, out, Verdict::Pass, Messenger::incoming) }
}

/// Does what is due on all accounts: lines that had to wait for their turn, acknowledgements, texts
/// to be sent again, questions. Call it when `subrosa_outcome_wake_ms` or `subrosa_messenger_wake_ms`
/// says so; earlier does no harm.
///
/// @param out  receives an outcome with any events, also on failure; NULL if the messenger is no
///             living handle
/// @return `SUBROSA_OK`; the errors of a vault: it is tried again; `SUBROSA_E_ARGUMENT` or an error
///         of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_tick(
    messenger: *mut subrosa_messenger,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe { answer(messenger, out, Verdict::Pass, |messenger| Ok(messenger.tick())) }
}

/// When to call `subrosa_tick`, as things stand now.
///
/// @return Milliseconds from now; -1 if there is nothing to wait for, and for a NULL or bad handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_wake_ms(messenger: *const subrosa_messenger) -> i64 {
    call_or(-1, || {
        // SAFETY: Header.
        let shared = unsafe { share(messenger)? };
        let wait = shared.with(|messenger| Ok(messenger.wake_ms()))?;
        Ok(wait.map_or(-1, |wait| i64::try_from(wait).unwrap_or(i64::MAX)))
    })
}

/// The host could not send a line: it is given again a little later, with the same bytes. For a
/// connection that is gone call `subrosa_account_online` instead.
///
/// @param line_id  the `LINE_ID` of the SEND event; an unknown one does nothing
/// @param out      receives an outcome with any events; with a NOTICE on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_line_failed(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    line_id: i64,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        answer(messenger, out, Verdict::Pass, |messenger| {
            let (account, id) = (name("the account", account)?, id("the line", line_id)?);
            Ok(messenger.line_failed(account, id))
        })
    }
}

/// Whether something may leave now, in clear: the last guard, for every path around the hooks, files
/// included. Costs no disk. A line that came as a SEND event may.
///
/// @param account   attached
/// @param peer      the address of the other side
/// @param text      what is about to be sent; (NULL, 0) for what is no text
/// @param text_len  its length in bytes
/// @return 1 if it may; 0 if not, and after every error (`subrosa_last_error`).
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_may_send(
    messenger: *const subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    text: *const c_char,
    text_len: usize,
) -> i32 {
    asked(|| {
        // SAFETY: Header.
        let (shared, account, peer, text) = unsafe {
            (
                share(messenger)?,
                name("the account", account)?,
                name("the peer", peer)?,
                bytes("the text", text.cast(), text_len)?,
            )
        };
        shared.with(|messenger| Ok(messenger.may_send(account, peer, text)))
    })
}

/// The texts of the user that are not delivered: one PROGRESS event with `TEXT` for each.
///
/// @param peer  the address they are for; NULL for all of the account
/// @param out   receives an outcome with PROGRESS events; with a NOTICE on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_text_list(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        answer(messenger, out, Verdict::Pass, |messenger| {
            let account = name("the account", account)?;
            let peer = match peer.is_null() {
                true => None,
                false => Some(name("the peer", peer)?),
            };
            Ok(messenger.texts(account, peer))
        })
    }
}

/// The arguments of `subrosa_outgoing` and `subrosa_incoming`.
struct Texting {
    account: *const c_char,
    peer: *const c_char,
    text: *const c_char,
    text_len: usize,
    flags: u32,
}

impl Texting {
    /// # Safety
    /// What the header asks of the pointers.
    unsafe fn make(
        self,
        messenger: *mut subrosa_messenger,
        out: *mut *mut subrosa_outcome,
        failed: Verdict,
        call: impl FnOnce(&mut Messenger, &str, &str, &[u8], Origin) -> Outcome,
    ) -> subrosa_result {
        let Self { account, peer, text, text_len, flags } = self;
        // SAFETY: as promised by the caller.
        unsafe {
            answer(messenger, out, failed, |messenger| {
                let origin = origin(flags)?;
                let text = bytes("the text", text.cast(), text_len)?;
                let account = name("the account", account)?;
                let peer = match name("the peer", peer) {
                    // The names of rooms may be of any encoding: they do not matter.
                    Err(_) if origin.room && !peer.is_null() => "",
                    peer => peer?,
                };
                Ok(call(messenger, account, peer, text, origin))
            })
        }
    }
}

/// Where a text comes from. Bits that are unknown may matter, and are refused.
fn origin(flags: u32) -> Result<Origin, Fault> {
    let known = SUBROSA_FLAG_HTML
        | SUBROSA_FLAG_ACTION
        | SUBROSA_FLAG_NOTICE
        | SUBROSA_FLAG_HISTORY
        | SUBROSA_FLAG_OWN
        | SUBROSA_FLAG_ROOM
        | SUBROSA_FLAG_OCCUPANT;
    if flags & !known != 0 {
        return Err(argument(format!("the flags {flags:#x} have unknown bits")));
    }
    let has = |flag| flags & flag != 0;
    Ok(Origin {
        html: has(SUBROSA_FLAG_HTML),
        plain: false,
        action: has(SUBROSA_FLAG_ACTION),
        notice: has(SUBROSA_FLAG_NOTICE),
        history: has(SUBROSA_FLAG_HISTORY),
        own: has(SUBROSA_FLAG_OWN),
        room: has(SUBROSA_FLAG_ROOM),
        occupant: has(SUBROSA_FLAG_OCCUPANT),
    })
}

/// A number that the library has given out.
pub(in crate::capi) fn id(what: &str, number: i64) -> Result<u64, Fault> {
    u64::try_from(number).map_err(|_| argument(format!("{what} has no number {number}")))
}
