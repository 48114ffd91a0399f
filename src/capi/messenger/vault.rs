//! A vault in use: opened, unlocked, protected.

use crate::capi::frame::buffer::{TextOut, argument, array_or_none, name, text};
use crate::capi::frame::guard::{asked, call};
use crate::capi::frame::handle::{self, NewHandle, share};
use crate::capi::frame::random::SystemRandom;
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::{HostClock, Shared, subrosa_messenger};
use crate::messenger::{Environment, Messenger, MessengerError};
use crate::vault::Protection;
use core::ffi::c_char;
use std::path::Path;

/// Where the vault of a user is by convention, so that every program finds the same one.
///
/// @param base       the directory in which the user's programs keep their data: `$XDG_DATA_HOME` or
///                   else `~/.local/share`, `~/Library/Application Support` on macOS, `%APPDATA%` on
///                   Windows; without `~` or variables
/// @param out        receives `base`, `subrosa` and `vault` as one path, and a NUL
/// @param inout_len  before: the size of `out`; after: the bytes needed, NUL included
/// @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_vault_path(
    base: *const c_char,
    out: *mut c_char,
    inout_len: *mut usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let base = unsafe { name("the base directory", base)? };
        let path = Messenger::vault_path(Path::new(base));
        let path = path.to_str().ok_or_else(|| argument("the path is not UTF-8".into()))?;
        // SAFETY: Header.
        unsafe { TextOut::new(out, inout_len, path.len() + 1)? }.put(path);
        Ok(())
    })
}

/// Opens a vault. What is missing is made: the directories above it (mode 0700), the vault, its key
/// file, an identity. "The vault" is the file at `path` and the files beside it whose names begin
/// with its name; keep and copy them together, and only while no program uses them.
///
/// A vault that a passphrase protects is locked then: `subrosa_messenger_unlock`. Any other is
/// ready for use.
///
/// @param path      UTF-8; see `subrosa_vault_path`
/// @param host_key  32 secret bytes that the host keeps, in a key ring say; or NULL. A new vault is
///                  protected by this key, or if it is NULL by a key file beside it, which whoever
///                  can read the vault can read too. Ignored for a vault that is protected otherwise
/// @param out       receives the messenger, or NULL on failure; free it with
///                  `subrosa_messenger_free`
/// @return `SUBROSA_OK`; `SUBROSA_E_OTHER_PROTECTION` if there has to be a host key and is none,
///         `SUBROSA_E_WRONG_KEY`, `SUBROSA_E_KEY_FILE_MISSING`, `SUBROSA_E_KEY_FILE_EXPOSED`,
///         `SUBROSA_E_KEY_FILE_DAMAGED`, `SUBROSA_E_NOT_A_VAULT`, `SUBROSA_E_VAULT_NEWER`,
///         `SUBROSA_E_VAULT_OLDER` and the other errors of a vault; `SUBROSA_E_RANDOM`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_open(
    path: *const c_char,
    host_key: *const u8,
    out: *mut *mut subrosa_messenger,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe { open(path, host_key, out, Messenger::open) }
}

/// Opens a vault that `subrosa_messenger_open` or `subrosa_messenger_unlock` refuses with
/// `SUBROSA_E_VAULT_OLDER` or `SUBROSA_E_VAULT_DAMAGED`, and goes on from what is left of it, once. Only
/// after the user was told and has agreed: the vault may not know any more who was private, whom the
/// user has blocked, or who the user is. If nothing is left, a new vault is made.
///
/// @param path      UTF-8
/// @param host_key  as for `subrosa_messenger_open`; may be NULL
/// @param out       receives the messenger, or NULL on failure; free it with
///                  `subrosa_messenger_free`. Locked, it goes on when it is unlocked
/// @return As `subrosa_messenger_open`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_open_older(
    path: *const c_char,
    host_key: *const u8,
    out: *mut *mut subrosa_messenger,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe { open(path, host_key, out, Messenger::open_older) }
}

type Opening = fn(&Path, Option<&[u8; 32]>, Environment) -> Result<Messenger, MessengerError>;

/// # Safety
/// What the header asks of the pointers.
unsafe fn open(
    path: *const c_char,
    host_key: *const u8,
    out: *mut *mut subrosa_messenger,
    with: Opening,
) -> subrosa_result {
    call(|| {
        // SAFETY: as promised by the caller.
        let (out, path, host_key) =
            unsafe { (NewHandle::new(out)?, name("the path", path)?, array_or_none(host_key)) };
        let host_key = host_key.map(zeroize::Zeroizing::new);
        let clock = HostClock::default();
        let environment =
            Environment { clock: Box::new(clock.clone()), random: Box::new(SystemRandom) };
        let messenger = with(Path::new(path), host_key.as_deref(), environment)?;
        out.put(Shared::new(messenger, clock));
        Ok(())
    })
}

/// Frees a messenger: detaches its accounts, closes the vault and wipes secrets. NULL is fine.
/// Nothing is lost. Outcomes of it that still live can be walked and freed, but confirm nothing any
/// more.
///
/// Thread: any, once no other call uses it. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_free(messenger: *mut subrosa_messenger) {
    // SAFETY: Header.
    unsafe { handle::free(messenger) }
}

/// Whether the vault is locked. While it is, private texts that come are kept in memory
/// (`SUBROSA_VERDICT_TAKEN`), and no account can be attached.
///
/// @return 1 if it is; 0 if not, and for a NULL or bad handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_locked(messenger: *const subrosa_messenger) -> i32 {
    asked(|| {
        // SAFETY: Header.
        let shared = unsafe { share(messenger)? };
        shared.with(|messenger| Ok(messenger.is_locked()))
    })
}

/// Unlocks the vault. This takes some tenths of a second and 64 MiB: call it on a thread of its own
/// if the host has a window. Other calls on the messenger work meanwhile. Then attach the accounts
/// and call `subrosa_tick`, which gives what has come in the meantime.
///
/// @param passphrase      UTF-8, not NUL-terminated
/// @param passphrase_len  its length in bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_WRONG_KEY`, `SUBROSA_E_OTHER_PROTECTION` if no passphrase
///         protects the vault, `SUBROSA_E_MEMORY` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_unlock(
    messenger: *mut subrosa_messenger,
    passphrase: *const c_char,
    passphrase_len: usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (shared, passphrase) = unsafe {
            (share(messenger.cast_const())?, text("the passphrase", passphrase, passphrase_len)?)
        };
        let unlocking = shared.with(|messenger| Ok(messenger.unlocking()?))?;
        let key = unlocking.derive(passphrase.as_bytes()).map_err(MessengerError::from)?;
        shared.with(|messenger| Ok(messenger.unlock_with(key)?))
    })
}

/// Protects the vault with a passphrase from now on. That has happened for good when this returns;
/// copies that were made of the vault before still open in the old way. It takes as long as
/// `subrosa_messenger_unlock`, and other calls wait.
///
/// @param passphrase      UTF-8, not NUL-terminated, and not empty
/// @param passphrase_len  its length in bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_EMPTY_PASSPHRASE` for an empty one and NULL: nothing has changed
///         then (`subrosa_messenger_remove_passphrase`); `SUBROSA_E_VAULT_LOCKED`,
///         `SUBROSA_E_MEMORY`, `SUBROSA_E_RANDOM` and the errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_set_passphrase(
    messenger: *mut subrosa_messenger,
    passphrase: *const c_char,
    passphrase_len: usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (shared, passphrase) = unsafe {
            (share(messenger.cast_const())?, text("the passphrase", passphrase, passphrase_len)?)
        };
        let protection = Protection::Passphrase(passphrase.as_bytes());
        shared.with(|messenger| Ok(messenger.protect(&protection)?))
    })
}

/// Protects the vault with a new key file beside it from now on, in place of a passphrase or a host
/// key: whoever can read the vault can read that too. It has happened for good when this returns;
/// copies that were made of the vault before still open in the old way.
///
/// @return `SUBROSA_OK`; `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_RANDOM` and the errors of a vault; an
///         error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_remove_passphrase(
    messenger: *mut subrosa_messenger,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let shared = unsafe { share(messenger.cast_const())? };
        shared.with(|messenger| Ok(messenger.protect(&Protection::KeyFile)?))
    })
}
