//! Accounts of the host: taken into use, renamed, online or not.

use crate::capi::frame::buffer::{name, switch};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::call;
use crate::capi::frame::handle::share;
use crate::capi::frame::result::{SUBROSA_E_PROFILE, subrosa_result};
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::answer::answer;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::messenger::{Profile, Verdict};
use core::ffi::c_char;

/// Takes an account into use. No other messenger, in this process or another one, can use it
/// meanwhile. If it is in use here already, this is `subrosa_account_online` with 1.
///
/// @param account  the host's name for it, the same at every start: protocol and own address, say.
///                 UTF-8, 1 to 1,024 bytes
/// @param profile  how its network is: `"irc"`, `"xmpp"`, `"bonjour"`, `"aim"`, `"icq"`, `"msn"`,
///                 `"yahoo"`, `"gadu-gadu"`, `"groupwise"`, `"simple"`, `"mail"`; `"plain"` or `"html"` for any other. It sets the length of lines, their
///                 pace, the markup and which spellings of an address are the same;
///                 `subrosa_account_set` changes that
/// @param out      receives an outcome with what is left from the last run: STATE of conversations,
///                 SHOW of texts that were not confirmed, PROGRESS of texts that are not delivered,
///                 SEND of lines; with a NOTICE on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_ACCOUNT_IN_USE`, `SUBROSA_E_PROFILE`, `SUBROSA_E_NAME`,
///         `SUBROSA_E_VAULT_LOCKED` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_attach(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    profile: *const c_char,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        answer(messenger, out, Verdict::Pass, |messenger| {
            let (account, profile) = (name("the account", account)?, name("the profile", profile)?);
            let unknown = || Fault::new(SUBROSA_E_PROFILE, "no profile has that name");
            let profile = Profile::by_name(profile).ok_or_else(unknown)?;
            Ok(messenger.attach(account, profile)?)
        })
    }
}

/// Gives an account back. Nothing is lost: what is not sent, delivered or confirmed comes again.
///
/// @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
///         error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_detach(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (shared, account) =
            unsafe { (share(messenger.cast_const())?, name("the account", account)?) };
        shared.with(|messenger| Ok(messenger.detach(account)?))
    })
}

/// The host calls an account otherwise now: the user has changed its name or server. Conversations,
/// trust, texts and modes come along, also its own identity. If the vault has an account of the new
/// name already, what may not leave in clear under either may not leave under the new one; its
/// sessions stay, those of the old account end, and texts on their way there are lost, which PROGRESS
/// tells. An account that is attached is attached under the new name afterwards.
///
/// @param from  the name until now, attached here or by nobody
/// @param to    the new name, UTF-8, 1 to 1,024 bytes
/// @param out   receives an outcome with what `subrosa_account_attach` gives; with a NOTICE on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` if the vault has no account of the old name,
///         `SUBROSA_E_ACCOUNT_IN_USE` if another program has attached either, `SUBROSA_E_NAME`,
///         `SUBROSA_E_VAULT_LOCKED` and the errors of a vault, and nothing has changed;
///         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_rename(
    messenger: *mut subrosa_messenger,
    from: *const c_char,
    to: *const c_char,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        answer(messenger, out, Verdict::Pass, |messenger| {
            let (from, to) = (name("the old name", from)?, name("the new name", to)?);
            Ok(messenger.rename_account(from, to))
        })
    }
}

/// Says whether the connection of an account is there. Lines wait while it is not, and texts that
/// nobody has acknowledged when it went are sent again, with the same bytes. When it comes back, texts
/// that the host has not confirmed are shown again. An account that was just attached counts as
/// connected.
///
/// @param online  1 or 0
/// @param out     receives an outcome with SEND, SHOW and PROGRESS events; with a NOTICE on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_online(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    online: i32,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        answer(messenger, out, Verdict::Pass, |messenger| {
            let (account, online) = (name("the account", account)?, switch("online", online)?);
            Ok(messenger.online(account, online))
        })
    }
}
