//! Accounts of the host: attached, set, given back.

use crate::capi::frame::buffer::{TextOut, name, name_or_empty, switch};
use crate::capi::frame::guard::call;
use crate::capi::frame::handle::share;
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::answer::{Failed, answer};
use crate::capi::outcome::walk::subrosa_outcome;
use crate::plugin::Verdict;
use core::ffi::c_char;

const SILENT: Failed<'static> = Failed::Silent(Verdict::Pass);

/// Takes an account into use: one connection of the user. No other messenger, in this process or
/// another one, can use it meanwhile. Until it is in use every text that is typed on it is refused,
/// and `subrosa_tick` tries again: when another program has the account, or the vault is locked.
///
/// @param account   the host's name for it, the same at every start: protocol and own address, say.
///                  UTF-8, 1 to 1,024 bytes
/// @param profile   how its network is: `"irc"`, `"xmpp"`, `"bonjour"`, `"aim"`, `"icq"`, `"msn"`,
///                  `"yahoo"`, `"gadu-gadu"`, `"groupwise"`, `"simple"`, `"mail"`; `"plain"` or
///                  `"html"` for any other. It sets the length of lines, their pace, the markup and
///                  which spellings of an address are the same
/// @param settings  as for `subrosa_account_set`; NULL for none
/// @return An outcome with what is left from the last run: TITLE of conversations, questions, texts
///         that were not shown, lines. Its result is `SUBROSA_OK`; `SUBROSA_E_SETTING`,
///         `SUBROSA_E_ACCOUNT_IN_USE`, `SUBROSA_E_ACCOUNT_ELSEWHERE`, `SUBROSA_E_PROFILE`,
///         `SUBROSA_E_NAME`, `SUBROSA_E_VAULT_LOCKED` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_attach(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    profile: *const c_char,
    settings: *const c_char,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, Failed::Said, |frontend| {
            let (account, profile) = (name("the account", account)?, name("the profile", profile)?);
            Ok(frontend.attach(account, profile, name_or_empty("the settings", settings)?))
        })
    }
}

/// Changes settings of an account, attached or not: all of them, or none. What cannot be set now,
/// because the vault is locked or busy, a tick sets; until then nothing leaves there.
///
/// Settings:
///
/// - `html`: `in` if the host gives texts as HTML, `out` if it takes them as HTML, `in,out` for both,
///   nothing for neither.
/// - `line-chars`: the longest line in characters. `interval-ms`: milliseconds between two lines.
///   `burst`: how many may go at once.
/// - `split-lines`: 1 if the network cuts texts at line breaks.
/// - `long-text-lines`: how many lines a text may have before the user is asked.
/// - `mode`: `manual` if the user begins private conversations; `automatic` if the library does, where
///   that is possible; `append` as that, and the library asks somebody unknown once, behind a text of the
///   user; `required` if nothing may go in clear.
/// - `tell`: 0 if nobody is told that the library is here, not even where it is not seen.
/// - `share-card`: 1 if contacts in private get the user's card by themselves.
/// - `casemapping`: as a server of IRC announces it. `nick`: the user's nick, if the account is attached
///   in the middle of a connection. `raw`: the longest raw line that the host takes, in bytes; 0: any.
/// - `log`: 1 if private texts may stand in logs.
/// - `shows`: 0 if nobody looks, so that nothing is shown, and nothing counts as received.
/// - `offers`, `offers-of-contact`, `handshakes`, `handshakes-of-address`, `handshakes-of-strangers`,
///   `invitations`: budgets an hour.
///
/// @param settings  `"name=value ..."`, a value with blanks in double quotes
/// @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_SETTING`, `SUBROSA_E_NAME` and the
///         errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_set(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    settings: *const c_char,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, SILENT, |frontend| {
            let settings = name_or_empty("the settings", settings)?;
            Ok(frontend.set(name("the account", account)?, settings))
        })
    }
}

/// One setting of an attached account: as it was set, or as its profile has it.
///
/// @param setting    its name, as in `subrosa_account_set`
/// @param out        receives the value and a NUL
/// @param inout_len  before: the size of `out`; after: the bytes needed, NUL included
/// @return `SUBROSA_OK`; `SUBROSA_E_SETTING`, `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_BUFFER`,
///         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_get(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    setting: *const c_char,
    out: *mut c_char,
    inout_len: *mut usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (shared, account, setting) = unsafe {
            (
                share(messenger.cast_const())?,
                name("the account", account)?,
                name("the setting", setting)?,
            )
        };
        let value = shared.with(|frontend| Ok(frontend.get(account, setting)?))?;
        // SAFETY: Header.
        unsafe { TextOut::new(out, inout_len, value.len() + 1)? }.put(&value);
        Ok(())
    })
}

/// Says whether the connection of an account is there. Lines wait while it is not, and texts that
/// nobody has acknowledged when it went are sent again, with the same bytes. An account that was just
/// attached counts as connected.
///
/// @param online  1 or 0
/// @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a
///         vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_online(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    online: i32,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, SILENT, |frontend| {
            let (account, online) = (name("the account", account)?, switch("online", online)?);
            Ok(frontend.online(account, online))
        })
    }
}

/// Gives an account back. Nothing is lost: what is not sent, delivered or shown comes again.
///
/// @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_detach(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, SILENT, |frontend| Ok(frontend.detach(name("the account", account)?)))
    }
}

/// The host calls an account otherwise now: the user has changed its name or server. Conversations,
/// trust, texts and modes come along, also its own identity. If the vault has an account of the new
/// name already, what may not leave in clear under either may not leave under the new one; its
/// sessions stay, those of the old account end, and texts on their way there are lost, of which the
/// user is told. An account that is attached is attached under the new name afterwards.
///
/// @param from  the name until now, attached here or by nobody
/// @param to    the new name, UTF-8, 1 to 1,024 bytes
/// @return An outcome with what `subrosa_account_attach` gives. Its result is `SUBROSA_OK`;
///         `SUBROSA_E_UNKNOWN_ACCOUNT` if the vault has no account of the old name,
///         `SUBROSA_E_ACCOUNT_IN_USE` if another program has attached either,
///         `SUBROSA_E_IDENTITY_IN_USE`, `SUBROSA_E_NAME`, `SUBROSA_E_VAULT_LOCKED` and the errors of
///         a vault, and nothing has changed; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of
///         the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_rename(
    messenger: *mut subrosa_messenger,
    from: *const c_char,
    to: *const c_char,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, SILENT, |frontend| {
            Ok(frontend.rename_account(name("the old name", from)?, name("the new name", to)?))
        })
    }
}

/// The list of contacts is complete, as the network has given it: who was on it in an earlier run, and is
/// not named by `SUBROSA_HINT_KNOWN` since the account was attached, is not on it any more.
///
/// @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a
///         vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_listed(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, SILENT, |frontend| {
            Ok(frontend.account_listed(name("the account", account)?))
        })
    }
}
