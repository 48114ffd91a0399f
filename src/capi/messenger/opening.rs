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

/// Opens a vault, which keeps everything: who the user is, whom they know, what is on its way. What is
/// missing is made: the directories above it (mode 0700), the vault, its key file, an identity. The
/// vault is the file at `vault` and the files beside it whose names begin with its name; keep and copy
/// them together, and only while no program uses them.
///
/// Settings:
///
/// - `command`: how a command begins that the user types. `/subrosa` if it is not set. If it has a blank,
///   as in `"/msg *subrosa"`, each word is followed by the person's name.
/// - `can`: what the host can do, so that nothing is told twice. `edits`: it obeys PROGRESS and CLOSE.
///   `buttons`: HOW is left empty. `hidden`: it asks for a line that nobody sees. `time`: it shows
///   `TIME`, so that `MARK` leaves it out.
/// - `language`: a file of templates as `bindings/sentences.json`.
///
/// A vault that a passphrase protects is locked: a SAY asks for it. One that cannot be used now, as it is
/// busy, set back, damaged or of a newer version, gives a messenger all the same: the outcome has the
/// reason as its result, a SAY tells the user, and maybe asks whether to go on with what is there; what is
/// typed is refused, and what comes is shown as it is, until a tick or the user's word has opened it.
/// Accounts can be attached meanwhile, and are in use then.
///
/// @param abi       `SUBROSA_ABI`
/// @param vault     the path of the vault; NULL for the user's own, which all programs share:
///                  `subrosa/vault` in `$XDG_DATA_HOME` or `~/.local/share`, in
///                  `~/Library/Application Support` on macOS, in `%LOCALAPPDATA%` on Windows
/// @param settings  `"name=value ..."`, a value with blanks in double quotes with `\"` and `\\`
///                  inside; NULL for none
/// @param out       receives the messenger; free it with `subrosa_messenger_free`. NULL if the call itself was
///                  wrong: its ABI, settings or parameters
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

/// As `subrosa_messenger_open`, with a key that the host keeps, in a key ring say: a new vault is
/// protected by it, instead of by a key file beside the vault.
///
/// @param host_key  32 secret bytes, the same each time; or NULL
/// @return As `subrosa_messenger_open`; `SUBROSA_E_WRONG_KEY` for another key, and
///         `SUBROSA_E_OTHER_PROTECTION` if the vault is protected otherwise.
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

/// To be called before the host unloads the library: an alarm in each window that is private, as what
/// is typed there is not private from now on. Walk the outcome, then free it and the messenger.
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

/// Frees a messenger: detaches its accounts, closes the vault and wipes secrets. NULL is fine.
/// Nothing is lost. Outcomes of it that still live tell nothing more.
///
/// Thread: any, once no other call uses it. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_free(messenger: *mut subrosa_messenger) {
    // SAFETY: Header.
    unsafe { handle::free(messenger) }
}

/// When to call `subrosa_tick`: set a timer by it after each outcome.
///
/// @return Milliseconds from now, at least 10; -1 if there is nothing to wait for, and for a NULL or
///         bad handle.
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
