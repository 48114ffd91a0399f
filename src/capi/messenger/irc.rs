//! IRC as raw lines, for hosts near the wire: proxies, bouncers, clients with a raw hook.

use crate::capi::frame::buffer::{content, name_or_empty};
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::answer::{Failed, answer};
use crate::capi::outcome::walk::subrosa_outcome;
use crate::plugin::Verdict;
use core::ffi::c_char;

/// The client wants to send a raw line. A host gives all of them, as they were typed: unsplit, of any
/// length, from the first of a connection. Nothing else of the library leaves before the server has
/// greeted (001), unless the setting `nick` says who the user is. CR LF at the end is ignored, inside a
/// line refused. `SUBROSA words` and `PRIVMSG *subrosa :words` are commands. May be mixed with
/// `subrosa_outgoing` on the same account.
///
/// A line that may reach somebody private in clear, or that nobody understands, is refused whole: lists
/// with somebody private in them, masks, CTCP, reactions. What passes is unchanged.
///
/// @param account  attached, of the profile `"irc"`
/// @param line     the line, of any encoding
/// @param length   its length in bytes, or `SUBROSA_NUL`
/// @return An outcome: send the line only if its verdict is `SUBROSA_VERDICT_PASS`. Its events have
///         `RAW`: for the server if it is a SEND, else as if the server had sent it. Its result is that
///         of `subrosa_outgoing`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_irc_out(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    line: *const c_char,
    length: usize,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    let (typed, account_of) = unsafe {
        (content("the line", line, length), name_or_empty("the account", account).unwrap_or(""))
    };
    let text = typed.unwrap_or_default();
    let failed = Failed::Typed { account: account_of, peer: "", text };
    // SAFETY: Header.
    unsafe {
        answer(messenger, failed, |frontend| {
            let line = content("the line", line, length)?;
            Ok(frontend.irc_out(name_or_empty("the account", account)?, line))
        })
    }
}

/// The server has sent a raw line. A host gives all of them, from the first of a connection: nick
/// changes, case mappings, the real length of a line and who is there are learned from them.
///
/// @param account  attached, of the profile `"irc"`
/// @param line     the line, of any encoding, with its tags
/// @param length   its length in bytes, or `SUBROSA_NUL`
/// @param time     when it was said, in seconds since 1970; 0: its tag `time`, or now
/// @return An outcome: hide the line only if its verdict is `SUBROSA_VERDICT_TAKEN`, and show
///         `subrosa_outcome_line` instead of it if that is `SUBROSA_VERDICT_MARKED`. Its events have
///         `RAW`. Its result is that of `subrosa_incoming`; an account that is not attached lets every line
///         pass.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_irc_in(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    line: *const c_char,
    length: usize,
    time: i64,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, Failed::Silent(Verdict::Pass), |frontend| {
            let line = content("the line", line, length)?;
            let time = u64::try_from(time).unwrap_or(0);
            Ok(frontend.irc_in(name_or_empty("the account", account)?, line, time))
        })
    }
}
