//! IRC as raw lines, for hosts near the wire: proxies, bouncers, clients with a raw hook.

use crate::capi::frame::buffer::{content, name_or_empty};
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::answer::{Failed, answer};
use crate::capi::outcome::walk::subrosa_outcome;
use crate::plugin::Verdict;
use core::ffi::c_char;

/// Call this when the client wants to send a raw line of IRC. Pass all lines as they were typed,
/// unsplit, of any length, from the first of a connection. The library sends nothing of its own
/// before the server's greeting (001), unless the setting `nick` tells who the user is. If the
/// connection existed before the account was attached, an answer of the server or a text to the user
/// tells it too. CR LF is ignored at the end of a line and refused inside it. `SUBROSA words` and
/// `PRIVMSG *subrosa :words` are commands. You may also use `subrosa_outgoing` on the same account.
///
/// A line that might reach somebody in a private conversation unencrypted is refused as a whole: a
/// list with such a person in it, a mask, CTCP, a reaction, an unknown command. A line that passes
/// is unchanged.
///
/// @param account  attached, of the profile `"irc"`
/// @param line     the line, in any encoding
/// @param length   its length in bytes, or `SUBROSA_NUL`
/// @return An outcome: send the line only if its verdict is `SUBROSA_VERDICT_PASS`. Its events have
///         the field `RAW`: a line for the server in a SEND, and in all others a line as if from
///         the server. Its result is as for `subrosa_outgoing`.
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

/// Call this when the server has sent a raw line of IRC. Pass all lines, from the first of a
/// connection. The library learns nick changes, case mappings, the real length limit of a line and
/// who is present from them.
///
/// @param account  attached, of the profile `"irc"`
/// @param line     the line, in any encoding, with its tags
/// @param length   its length in bytes, or `SUBROSA_NUL`
/// @param time     when it was sent, in seconds since 1970; 0 to use its tag `time`, or now
/// @return An outcome: hide the line only if its verdict is `SUBROSA_VERDICT_TAKEN`, and show
///         `subrosa_outcome_line` instead if it is `SUBROSA_VERDICT_MARKED`. Its events have the
///         field `RAW`. Its result is as for `subrosa_incoming`. On an account that is not
///         attached, every line passes.
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
