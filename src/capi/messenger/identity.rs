//! Who the user is.

use crate::capi::frame::buffer::{array_out, bytes, name, name_or_empty, text};
use crate::capi::frame::guard::call;
use crate::capi::frame::handle::share;
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::subrosa_messenger;
use crate::identity::Identity;
use core::ffi::c_char;

/// The fingerprint by which others know the user: that of the vault's identity, or that of the
/// account's own identity.
///
/// @param account  the account; NULL or `""` for the identity of the vault
/// @param out      receives 32 bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_VAULT_LOCKED` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[out; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_fingerprint(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    out: *mut u8,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, shared, account) = unsafe {
            (
                array_out("the fingerprint", out)?,
                share(messenger.cast_const())?,
                name_or_empty("the account", account)?,
            )
        };
        let fingerprint = shared.with_messenger(|messenger| match account {
            "" => Ok(*messenger.identity()?.fingerprint()),
            account => Ok(*messenger.identity_of(account)?.fingerprint()),
        })?;
        out.put(*fingerprint.as_bytes());
        Ok(())
    })
}

/// Gives an account an identity of its own, permanently, so that nobody can tell from its cards
/// that it belongs to the same person as other accounts. Call this before the account is attached
/// for the first time. What is known about contacts stays shared. Documents sealed on the account
/// are signed by its own identity.
///
/// @param account         the host's name for the account
/// @param text            any text that contains one exported identity, to import it; (NULL, 0) to
///                        create a new one
/// @param text_len        its length in bytes
/// @param passphrase      the passphrase of the export: UTF-8, not NUL-terminated
/// @param passphrase_len  its length in bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_IDENTITY_IN_USE` if the account was used before or has its own
///         identity already, `SUBROSA_E_ACCOUNT_IN_USE`, `SUBROSA_E_VAULT_LOCKED`,
///         `SUBROSA_E_NAME`, the errors of `subrosa_identity_import` and of a vault;
///         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_own_identity(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    text: *const c_char,
    text_len: usize,
    passphrase: *const c_char,
    passphrase_len: usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (shared, account, export, passphrase) = unsafe {
            (
                share(messenger.cast_const())?,
                name("the account", account)?,
                bytes("the text", text.cast(), text_len)?,
                self::text("the passphrase", passphrase, passphrase_len)?,
            )
        };
        let identity = match text.is_null() {
            true => None,
            false => Some(Identity::import_text(export, passphrase.as_bytes())?),
        };
        shared.with_messenger(|messenger| Ok(messenger.give_identity(account, identity)?))
    })
}
