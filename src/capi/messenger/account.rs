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

/// Attaches an account: one connection of the user. While it is attached, no other messenger, in
/// this process or another, can use it. If another program is using the account or the vault is
/// locked, every text typed on it is refused and `subrosa_tick` tries again.
///
/// @param account   the host's name for the account, the same at every start, for example protocol
///                  and own address. UTF-8, 1 to 1,024 bytes
/// @param profile   the type of network: `"irc"`, `"xmpp"`, `"bonjour"`, `"aim"`, `"icq"`, `"msn"`,
///                  `"yahoo"`, `"gadu-gadu"`, `"groupwise"`, `"simple"`, `"mail"`; `"plain"` or
///                  `"html"` for any other. It sets the line length, the pace, the markup, and
///                  which spellings of an address count as the same
/// @param settings  as for `subrosa_account_set`; NULL for none
/// @return An outcome with what the last run left: titles of conversations, questions, texts that
///         were not shown, lines. Its result is `SUBROSA_OK`; `SUBROSA_E_SETTING`,
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

/// Changes settings of an account, attached or not. Either all of them change or none. If the vault
/// is locked or busy, a later tick applies them, and until then nothing is sent on the account.
///
/// Settings:
///
/// - `html`: `in` if the host passes texts as HTML, `out` if it shows texts as HTML, `in,out` for
///   both, empty for neither.
/// - `line-chars`: the length limit of a line in characters. `interval-ms`: milliseconds between
///   two lines. `burst`: how many lines may be sent at once. The defaults of `"irc"` are 380, 2,000
///   and 4, and its raw lines tell how long a line may be on the server; those of `"xmpp"` are
///   8,192, 1,000 and 10.
/// - `split-lines`: 1 if the network cuts texts at line breaks.
/// - `long-text-lines`: how many lines a text may take before the user is asked.
/// - `mode`: `manual` if only the user starts private conversations; `automatic` if the library
///   also starts them where it can; `append` as automatic, and the library also asks an unknown
///   person once, after a text of the user; `required` if no text may be sent unencrypted.
/// - `tell`: 0 if other programs must not learn that the user has this library, not even in a way
///   that people do not see.
/// - `share-card`: 1 if the user's card is sent automatically to contacts in private conversations.
/// - `casemapping`: the value that an IRC server announces. `nick`: the user's nick, if the account
///   is attached in the middle of a connection; without it lines wait until the server tells the
///   nick. `raw`: the length limit in bytes of the raw lines that the host accepts; 0 for no limit.
/// - `log`: 1 if private texts may be logged.
/// - `shows`: 0 if nobody is looking. Nothing is shown then, and nothing counts as received.
/// - `offers`, `offers-of-contact`, `handshakes`, `handshakes-of-address`,
///   `handshakes-of-strangers`, `invitations`: limits per hour.
///
/// @param settings  `"name=value ..."`; put a value with blanks in double quotes
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

/// Reads one setting of an attached account: the value that was set, or the default of its profile.
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

/// Reports whether an account is connected. While it is not, lines wait. Texts that were not
/// acknowledged when the connection was lost are sent again, with the same bytes. A newly attached
/// account counts as connected.
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

/// Detaches an account, so that other programs can use it. Nothing is lost: what was not sent,
/// delivered or shown is given again at the next attach.
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

/// Renames an account, after the user has changed its name or server. Conversations, trust, texts,
/// modes and its own identity, if it has one, move to the new name. If the vault already has an
/// account of the new name, what had to be private under either name must be private under the new
/// one. The sessions of that account stay; those of the old account end, its undelivered texts are
/// lost, and the user is told. An attached account stays attached, under the new name.
///
/// @param from  the old name, attached here or not attached at all
/// @param to    the new name, UTF-8, 1 to 1,024 bytes
/// @return An outcome as from `subrosa_account_attach`. Its result is `SUBROSA_OK`;
///         `SUBROSA_E_UNKNOWN_ACCOUNT` if the vault has no account of the old name,
///         `SUBROSA_E_ACCOUNT_IN_USE` if another program has attached either,
///         `SUBROSA_E_IDENTITY_IN_USE`, `SUBROSA_E_NAME`, `SUBROSA_E_VAULT_LOCKED` and the errors
///         of a vault, and nothing has changed; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error
///         of the handle.
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

/// Reports that the network has delivered the complete contact list. A contact that was on the list
/// before, but was not reported with `SUBROSA_HINT_KNOWN` since the account was attached or came
/// online, is no longer on it.
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
