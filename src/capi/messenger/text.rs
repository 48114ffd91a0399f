//! Texts: what the user types, what the network brings, what is due.

use crate::capi::frame::buffer::{argument, content, name, name_or_empty};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::{asked, call_or};
use crate::capi::frame::handle::share;
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::answer::{Failed, answer};
use crate::capi::outcome::of_plugin::kind_code;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::messenger::Origin;
use crate::plugin::Verdict;
use core::ffi::c_char;

/// The text describes an action of its sender, as "/me waves" does.
pub const SUBROSA_FLAG_ACTION: u32 = 1;
/// The text was written by a program, like a NOTICE of IRC. It is never answered. A typed one that
/// would have to wait is silently refused.
pub const SUBROSA_FLAG_NOTICE: u32 = 2;
/// The text was replayed from a history, or the server kept it while the user was away. It starts
/// nothing. If it is new, it is shown and acknowledged.
pub const SUBROSA_FLAG_HISTORY: u32 = 4;
/// The text is one of the user's own that came back from the network or another device, such as a
/// carbon or the echo of a bouncer. `peer` is the person it was sent to. Lines of the library are
/// hidden; a text that was sent unencrypted in a private conversation is marked.
pub const SUBROSA_FLAG_OWN: u32 = 8;
/// The peer is a chat-room occupant addressed directly, such as `room/nick` of XMPP. Anybody can
/// take such a name, so no private conversation is started there. Never pass texts of the room
/// itself to the library.
pub const SUBROSA_FLAG_OCCUPANT: u32 = 16;
/// The text is HTML, whatever the setting of its account.
pub const SUBROSA_FLAG_HTML: u32 = 32;
/// The text is plain, whatever the setting of its account.
pub const SUBROSA_FLAG_PLAIN: u32 = 64;

/// Call this when the user wants to send a text.
///
/// A line from a SEND event passes, so that it does not matter if your hook sees the lines that you
/// send.
///
/// @param account  attached
/// @param peer     the address of the other side, UTF-8, 1 to 1,024 bytes. For XMPP without the
///                 resource
/// @param text     what the user typed, in the markup of the account
/// @param length   its length in bytes, or `SUBROSA_NUL`
/// @param flags    `SUBROSA_FLAG_` bits, or 0
/// @return An outcome: send the text only if its verdict is `SUBROSA_VERDICT_PASS`. Its result is
///         `SUBROSA_OK`. After `SUBROSA_E_VAULT_BUSY` and `SUBROSA_E_DISK_FULL` the text may have
///         been kept for later; the verdict tells. After any other error the verdict is
///         `SUBROSA_VERDICT_REFUSED`: `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_VAULT_LOCKED`,
///         `SUBROSA_E_NAME` and the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
///         error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_outgoing(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    text: *const c_char,
    length: usize,
    flags: u32,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    let (typed, (account_of, peer_of)) = unsafe {
        let place = (name_or_empty("the account", account), name_or_empty("the peer", peer));
        (content("the text", text, length), (place.0.unwrap_or(""), place.1.unwrap_or("")))
    };
    let failed = match &typed {
        Ok(_) if flags & SUBROSA_FLAG_NOTICE != 0 => Failed::Silent(Verdict::Refused),
        typed => Failed::Typed {
            account: account_of,
            peer: peer_of,
            text: typed.as_deref().unwrap_or_default(),
        },
    };
    // SAFETY: Header.
    unsafe {
        answer(messenger, failed, |frontend| {
            let text = content("the text", text, length)?;
            let (account, peer) =
                (name_or_empty("the account", account)?, name_or_empty("the peer", peer)?);
            Ok(frontend.outgoing(account, peer, text, origin(flags)?))
        })
    }
}

/// Call this when a text has arrived. Texts that do not come from this library pass unchanged, in
/// any encoding.
///
/// @param account  attached
/// @param peer     the address it came from, UTF-8, 1 to 1,024 bytes. For XMPP without the resource
/// @param text     what arrived, in any encoding
/// @param length   its length in bytes, or `SUBROSA_NUL`
/// @param flags    `SUBROSA_FLAG_` bits, or 0
/// @param time     when the network says it was sent, in seconds since 1970; 0 for now
/// @return An outcome: hide the text only if its verdict is `SUBROSA_VERDICT_TAKEN`, and show it
///         with `subrosa_outcome_mark` before it if it is `SUBROSA_VERDICT_MARKED`. Its result is
///         `SUBROSA_OK`. After `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_VAULT_BUSY` and
///         `SUBROSA_E_DISK_FULL` the text is kept in memory and read later, if the verdict is
///         `SUBROSA_VERDICT_TAKEN`. The other errors are `SUBROSA_E_UNKNOWN_ACCOUNT`,
///         `SUBROSA_E_NAME` and those of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
///         error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_incoming(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    text: *const c_char,
    length: usize,
    flags: u32,
    time: i64,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, Failed::Silent(Verdict::Pass), |frontend| {
            let text = content("the text", text, length)?;
            let (account, peer) =
                (name_or_empty("the account", account)?, name_or_empty("the peer", peer)?);
            // A clock before 1970 says nothing about when a text was said.
            let time = u64::try_from(time).unwrap_or(0);
            Ok(frontend.incoming(account, peer, text, origin(flags)?, time))
        })
    }
}

/// Tells whether something may be sent unencrypted now. This is the last check for everything that
/// your hooks do not see, files included. It does not sync the disk. A line from a SEND event may
/// be sent.
///
/// @param account  attached
/// @param peer     the address of the other side
/// @param text     what is about to be sent; (NULL, 0) for anything other than text
/// @param length   its length in bytes, or `SUBROSA_NUL`
/// @return 1 if it may; 0 if not, and after every error (`subrosa_last_error`).
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_may_send(
    messenger: *const subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    text: *const c_char,
    length: usize,
) -> i32 {
    asked(|| {
        // SAFETY: Header.
        let (shared, account, peer, text) = unsafe {
            (
                share(messenger)?,
                name("the account", account)?,
                name("the peer", peer)?,
                content("the text", text, length)?,
            )
        };
        shared.with(|frontend| Ok(frontend.may_send(account, peer, text)))
    })
}

/// Tells what a line from a SEND event is for. Use it in a hook nearer to the wire that adds what
/// the network needs beside the line.
///
/// @param line    the line
/// @param length  its length in bytes, or `SUBROSA_NUL`
/// @return A `SUBROSA_KIND_` constant; 0 if the library has not recently given out this line, and
///         after every error.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_line_kind(
    messenger: *const subrosa_messenger,
    line: *const c_char,
    length: usize,
) -> i32 {
    call_or(0, || {
        // SAFETY: Header.
        let (shared, line) = unsafe { (share(messenger)?, content("the line", line, length)?) };
        shared.with(|frontend| Ok(frontend.line_kind(line).map_or(0, kind_code)))
    })
}

/// Reports that the host could not send a line. A later tick gives it again, with the same bytes.
/// If the connection was lost, call `subrosa_account_online` instead.
///
/// @param line_id  the `LINE_ID` of the SEND event; an unknown one does nothing
/// @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a
///         vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_line_failed(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    line_id: i64,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, Failed::Silent(Verdict::Pass), |frontend| {
            let id = u64::try_from(line_id)
                .map_err(|_| argument(format!("no line has the number {line_id}")))?;
            Ok(frontend.line_failed(name("the account", account)?, id))
        })
    }
}

/// Does what is due on all accounts: lines whose turn it is, acknowledgements, texts to send again,
/// questions, events that were not carried out. Call it when `subrosa_wake_ms` says so; calling it
/// earlier does no harm.
///
/// @return An outcome. Its result is `SUBROSA_OK`; the errors of a vault, after which a later tick
///         tries again; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_tick(messenger: *mut subrosa_messenger) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe { answer(messenger, Failed::Silent(Verdict::Pass), |frontend| Ok(frontend.tick())) }
}

fn origin(flags: u32) -> Result<Origin, Fault> {
    let known = SUBROSA_FLAG_ACTION
        | SUBROSA_FLAG_NOTICE
        | SUBROSA_FLAG_HISTORY
        | SUBROSA_FLAG_OWN
        | SUBROSA_FLAG_OCCUPANT
        | SUBROSA_FLAG_HTML
        | SUBROSA_FLAG_PLAIN;
    let both = SUBROSA_FLAG_HTML | SUBROSA_FLAG_PLAIN;
    if flags & both == both {
        return Err(argument("a text is HTML or plain, not both".into()));
    }
    if flags & !known != 0 {
        return Err(argument(format!("the flags {flags:#x} have unknown bits")));
    }
    let has = |flag| flags & flag != 0;
    Ok(Origin {
        html: has(SUBROSA_FLAG_HTML),
        plain: has(SUBROSA_FLAG_PLAIN),
        action: has(SUBROSA_FLAG_ACTION),
        notice: has(SUBROSA_FLAG_NOTICE),
        history: has(SUBROSA_FLAG_HISTORY),
        own: has(SUBROSA_FLAG_OWN),
        occupant: has(SUBROSA_FLAG_OCCUPANT),
        ..Origin::default()
    })
}
