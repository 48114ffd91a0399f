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

/// The text says what its sender does ("/me waves").
pub const SUBROSA_FLAG_ACTION: u32 = 1;
/// The text is by a program, as a NOTICE of IRC: it is never answered; one that would have to wait is
/// refused in silence.
pub const SUBROSA_FLAG_NOTICE: u32 = 2;
/// The text is replayed from a history, or was kept by the server meanwhile: it begins nothing. If it is
/// new, it is shown and acknowledged.
pub const SUBROSA_FLAG_HISTORY: u32 = 4;
/// The text is one of the user's own that came back, from the network or another device: a carbon,
/// an echo of a bouncer. `peer` is whom it went to. Lines of the library in it are hidden; what went in
/// clear to somebody private is marked.
pub const SUBROSA_FLAG_OWN: u32 = 8;
/// The peer is a name in a room that is written to alone, `room/nick` of XMPP for instance: whoever
/// takes the name has it, so nothing private is begun there. Texts of rooms themselves are never given
/// to the library.
pub const SUBROSA_FLAG_OCCUPANT: u32 = 16;
/// The text is HTML, even if its account has plain texts.
pub const SUBROSA_FLAG_HTML: u32 = 32;
/// The text is plain, even if its account has HTML.
pub const SUBROSA_FLAG_PLAIN: u32 = 64;

/// The user wants to send a text.
///
/// A line that came as a SEND event passes, so that a hook sees its own lines through.
///
/// @param account  attached
/// @param peer     the address of the other side, UTF-8, 1 to 1,024 bytes. For XMPP without the
///                 resource
/// @param text     what the user typed, in the markup of the account
/// @param length   its length in bytes, or `SUBROSA_NUL`
/// @param flags    `SUBROSA_FLAG_` bits, or 0
/// @return An outcome: send the text only if its verdict is `SUBROSA_VERDICT_PASS`. Its result is
///         `SUBROSA_OK`. After `SUBROSA_E_VAULT_BUSY` and `SUBROSA_E_DISK_FULL` the text may have been
///         kept for later, as the verdict says. After any other error the verdict is
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

/// The network has brought a text. What is not of this library passes untouched, whatever its encoding.
///
/// @param account  attached
/// @param peer     the address it came from, UTF-8, 1 to 1,024 bytes. For XMPP without the resource
/// @param text     what came, of any encoding
/// @param length   its length in bytes, or `SUBROSA_NUL`
/// @param flags    `SUBROSA_FLAG_` bits, or 0
/// @param time     when it was said by what the network says, in seconds since 1970; 0 for now
/// @return An outcome: hide the text only if its verdict is `SUBROSA_VERDICT_TAKEN`, and show it with
///         `subrosa_outcome_mark` before it if it is `SUBROSA_VERDICT_MARKED`. Its result is
///         `SUBROSA_OK`. After `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_VAULT_BUSY` and
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

/// Whether something may leave now, in clear: the last guard, for every path around the hooks, files
/// included. Costs no sync of the disk. A line that came as a SEND event may.
///
/// @param account  attached
/// @param peer     the address of the other side
/// @param text     what is about to be sent; (NULL, 0) for what is no text
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

/// What a line is for that the library has given out: for a hook nearer the wire than the one that
/// sends, which adds what the network wants beside it.
///
/// @param line    the line
/// @param length  its length in bytes, or `SUBROSA_NUL`
/// @return A `SUBROSA_KIND_` constant; 0 if it is no line that the library has given out lately, and
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

/// The host could not send a line: it is given again a little later, with the same bytes. For a
/// connection that is gone call `subrosa_account_online` instead.
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

/// Does what is due on all accounts: lines that had to wait for their turn, acknowledgements, texts
/// to be sent again, questions, what was not carried out. Call it when `subrosa_wake_ms` says so;
/// earlier does no harm.
///
/// @return An outcome. Its result is `SUBROSA_OK`; the errors of a vault: it is tried again;
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
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
