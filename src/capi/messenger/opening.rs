//! A messenger: opened, left, freed.

use crate::capi::frame::buffer::{argument, array_or_none, name_or_empty, path};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::call_or;
use crate::capi::frame::handle::{self, NewHandle, share};
use crate::capi::frame::library::check_abi;
use crate::capi::frame::random::SystemRandom;
use crate::capi::frame::shared::{HostClock, Shared, subrosa_messenger};
use crate::capi::outcome::answer::{Failed, answer, answer_of};
use crate::capi::outcome::walk::subrosa_outcome;
use crate::messenger::{Environment, Messenger};
use crate::plugin::{Frontend, Verdict};
use core::ffi::c_char;
use std::path::PathBuf;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Opens a vault, which stores everything: the user's identity, contacts and undelivered texts.
/// Whatever is missing is created: parent directories (mode 0700), the vault, its key file, an
/// identity. The vault consists of the file at `vault` and the files beside it whose names begin
/// with its name. Keep and copy them together, and only while no program uses them.
///
/// Settings:
///
/// - `command`: what the user types to begin a command, by default `/subrosa`. If it contains a
///   blank, as in `"/msg *subrosa"`, the user must type the person's name after each word.
/// - `can`: what the host can do, so that nothing is said twice. `edits`: it carries out PROGRESS
///   and CLOSE. `buttons`: it shows choices as buttons, and HOW is empty. `hidden`: it can ask for
///   a line without showing what is typed. `time`: it shows `TIME`, and `MARK` leaves the time out.
/// - `language`: the path of a translation, a file in the form of `bindings/sentences.json`.
///
/// A vault protected by a passphrase is locked, and a SAY asks for the passphrase. You also get a
/// messenger if the vault cannot be used now because it is busy, older than it was, damaged or
/// written by a newer version. Then the result of the outcome is the reason, and a SAY tells the
/// user and may ask whether to go on with what is there. Until a tick or the user has opened the
/// vault, typed texts are refused and incoming texts are shown unchanged. You can attach accounts
/// meanwhile; they come into use when the vault opens.
///
/// @param abi       `SUBROSA_ABI`
/// @param vault     the path of the vault; NULL for the user's own vault, which all programs share:
///                  `subrosa/vault` in `$XDG_DATA_HOME` or `~/.local/share`, in
///                  `~/Library/Application Support` on macOS, in `%LOCALAPPDATA%` on Windows
/// @param settings  `"name=value ..."`; put a value with blanks in double quotes, with `\"` and
///                  `\\` inside; NULL for none
/// @param out       receives the messenger; free it with `subrosa_messenger_free`. NULL if the ABI,
///                  the settings or another parameter was wrong
/// @return An outcome. Its result is `SUBROSA_OK`; `SUBROSA_E_ABI`, `SUBROSA_E_SETTING`,
///         `SUBROSA_E_LANGUAGE`; `SUBROSA_E_NOT_A_VAULT`, `SUBROSA_E_VAULT_NEWER`,
///         `SUBROSA_E_VAULT_OLDER` and the other errors of a vault; `SUBROSA_E_RANDOM`,
///         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_open(
    abi: i32,
    vault: *const c_char,
    settings: *const c_char,
    out: *mut *mut subrosa_messenger,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe { subrosa_messenger_open_with_key(abi, vault, core::ptr::null(), settings, out) }
}

/// Opens a vault as `subrosa_messenger_open` does, with a key that the host keeps, for example in a
/// key ring. A new vault is protected by this key instead of a key file beside the vault.
///
/// @param host_key  32 secret bytes, the same each time; NULL to use a key file, as
///                  `subrosa_messenger_open` does
/// @return As `subrosa_messenger_open`; `SUBROSA_E_WRONG_KEY` for another key, and
///         `SUBROSA_E_OTHER_PROTECTION` if a host key protects the vault but `host_key` is NULL.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_open_with_key(
    abi: i32,
    vault: *const c_char,
    host_key: *const u8,
    settings: *const c_char,
    out: *mut *mut subrosa_messenger,
) -> *mut subrosa_outcome {
    answer_of(Failed::Said, || {
        // SAFETY: Header.
        let out = unsafe { NewHandle::new(out)? };
        check_abi(abi)?;
        // SAFETY: Header.
        let (settings, host_key) = unsafe {
            (name_or_empty("the settings", settings)?, array_or_none(host_key).map(Zeroizing::new))
        };
        let own;
        let vault = match vault.is_null() {
            true => {
                own = own_place()?;
                own.as_path()
            }
            // SAFETY: Header.
            false => unsafe { path("the path of the vault", vault)? },
        };
        let clock = HostClock::default();
        let environment =
            Environment { clock: Box::new(clock.clone()), random: Box::new(SystemRandom) };
        let frontend = Frontend::open_with_key(vault, host_key.as_deref(), settings, environment)?;
        let shared = Shared::new(frontend, clock);
        let told = shared.with(|frontend| Ok(frontend.opening()))?;
        let weak = Arc::downgrade(&shared);
        out.put(shared);
        Ok((told, weak))
    })
}

/// Where the vault of the user is by convention.
fn own_place() -> Result<PathBuf, Fault> {
    Messenger::own_vault_path().ok_or_else(|| argument("the user has no home: name a vault".into()))
}

/// Call this before the host unloads the library. It gives an alarm in each private window, because
/// what the user types there will no longer be private. Walk the outcome, then free it and the
/// messenger.
///
/// @return An outcome with a SAY for each of these windows.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_leave(
    messenger: *mut subrosa_messenger,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe { answer(messenger, Failed::Silent(Verdict::Pass), |frontend| Ok(frontend.leave())) }
}

/// Frees a messenger: detaches its accounts, closes the vault and wipes secrets. NULL is allowed.
/// No text is lost. Outcomes that have not been freed give no further events.
///
/// Thread: any, once no other call uses it. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_free(messenger: *mut subrosa_messenger) {
    // SAFETY: Header.
    unsafe { handle::free(messenger) }
}

/// When to call `subrosa_tick`. Set a timer to this after each outcome.
///
/// @return Milliseconds from now, at least 10; -1 if nothing is due, and for a NULL or bad handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_wake_ms(messenger: *const subrosa_messenger) -> i64 {
    call_or(-1, || {
        // SAFETY: Header.
        let shared = unsafe { share(messenger)? };
        let wait = shared.with(|frontend| Ok(frontend.wake_ms()))?;
        Ok(wait.map_or(-1, |wait| i64::try_from(wait).unwrap_or(i64::MAX)))
    })
}
