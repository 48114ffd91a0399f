//! Who the user is: the identity of the vault, and that of one account alone.

use crate::capi::frame::buffer::{array_out, bytes, name, text};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::call;
use crate::capi::frame::handle::share;
use crate::capi::frame::random::SystemRandom;
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::{Shared, subrosa_messenger};
use crate::capi::outcome::answer::{Answer, answer_with};
use crate::capi::outcome::events::Outcome;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::identity::Identity;
use crate::messenger::Verdict;
use core::ffi::c_char;

/// The fingerprint by which others know the user, on all accounts of the vault.
///
/// @param out  receives 32 bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[out; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_fingerprint(
    messenger: *const subrosa_messenger,
    out: *mut u8,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, shared) = unsafe { (array_out("the fingerprint", out)?, share(messenger)?) };
        let fingerprint = shared.with(|messenger| Ok(*messenger.identity()?.fingerprint()))?;
        out.put(*fingerprint.as_bytes());
        Ok(())
    })
}

/// The identity as one line of text under a passphrase, to be moved to another device. Takes some
/// tenths of a second; other calls work meanwhile.
///
/// @param passphrase      UTF-8, not NUL-terminated, and not empty
/// @param passphrase_len  its length in bytes
/// @param out             receives an outcome with an IDENTITY event, or with a NOTICE on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_EMPTY_PASSPHRASE`, `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_MEMORY`, `SUBROSA_E_RANDOM`,
///         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_export_identity(
    messenger: *const subrosa_messenger,
    passphrase: *const c_char,
    passphrase_len: usize,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    let export = |shared: &Shared| {
        // SAFETY: Header.
        let passphrase = unsafe { text("the passphrase", passphrase, passphrase_len)? };
        let identity = shared.with(|messenger| Ok(messenger.identity()?.clone()))?;
        exported(shared, &identity, passphrase)
    };
    // SAFETY: Header.
    unsafe { answer_with(messenger, out, Verdict::Pass, export) }
}

pub(in crate::capi) fn exported(
    shared: &Shared,
    identity: &Identity,
    passphrase: &str,
) -> Result<Answer, Fault> {
    let params = &Identity::EXPORT_PARAMS;
    let text = identity.export_text(passphrase.as_bytes(), params, &mut SystemRandom)?;
    let outcome = Outcome::of_identity(text, identity.fingerprint());
    let wake_ms = shared.with(|messenger| Ok(messenger.wake_ms()))?;
    Ok(Answer { verdict: Verdict::Pass, outcome, wake_ms, fault: None })
}

/// Puts an identity that was exported elsewhere in the place of the one that the vault was made
/// with. Only before accounts are attached, and while there are no contacts. Takes the time that the
/// export was made with; other calls work meanwhile.
///
/// @param text            any text with one export in it, of any encoding
/// @param text_len        its length in bytes
/// @param passphrase      UTF-8, not NUL-terminated
/// @param passphrase_len  its length in bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_IDENTITY_IN_USE`, `SUBROSA_E_VAULT_LOCKED`, the errors of
///         `subrosa_identity_import` and of a vault; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_import_identity(
    messenger: *mut subrosa_messenger,
    text: *const c_char,
    text_len: usize,
    passphrase: *const c_char,
    passphrase_len: usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (shared, export, passphrase) = unsafe {
            (
                share(messenger.cast_const())?,
                bytes("the text", text.cast(), text_len)?,
                self::text("the passphrase", passphrase, passphrase_len)?,
            )
        };
        let identity = Identity::import_text(export, passphrase.as_bytes())?;
        shared.with(|messenger| Ok(messenger.replace_identity(identity)?))
    })
}

/// Gives an account an identity of its own, for good: nobody who sees its cards and those of other
/// accounts can tell that they are one person's. Before the account is attached for the first time.
/// What is known of contacts stays shared. Documents are still signed and opened by the identity of
/// the vault.
///
/// @param account         the host's name for it
/// @param text            any text with one export of an identity in it, to take that one; (NULL, 0)
///                        to make a new one
/// @param text_len        its length in bytes
/// @param passphrase      of the export: UTF-8, not NUL-terminated
/// @param passphrase_len  its length in bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_IDENTITY_IN_USE` if the account was used before or has one,
///         `SUBROSA_E_ACCOUNT_IN_USE`, `SUBROSA_E_VAULT_LOCKED`, `SUBROSA_E_NAME`, the errors of
///         `subrosa_identity_import` and of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
///         error of the handle.
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
        shared.with(|messenger| Ok(messenger.give_identity(account, identity)?))
    })
}

/// The fingerprint by which others know an account: that of its own identity, or of the vault's.
///
/// @param account  the host's name for it, attached or not
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
                name("the account", account)?,
            )
        };
        let identity = shared.with(|messenger| Ok(messenger.identity_of(account)?))?;
        out.put(*identity.fingerprint().as_bytes());
        Ok(())
    })
}

/// The identity by which others know an account as one line of text under a passphrase, as
/// `subrosa_messenger_export_identity` gives that of the vault.
///
/// @param account         the host's name for it, attached or not
/// @param passphrase      UTF-8, not NUL-terminated
/// @param passphrase_len  its length in bytes
/// @param out             receives an outcome with an IDENTITY event, or with a NOTICE on failure
/// @return As `subrosa_messenger_export_identity`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_export_identity(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    passphrase: *const c_char,
    passphrase_len: usize,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    let export = |shared: &Shared| {
        // SAFETY: Header.
        let (account, passphrase) = unsafe {
            (name("the account", account)?, text("the passphrase", passphrase, passphrase_len)?)
        };
        let identity = shared.with(|messenger| Ok(messenger.identity_of(account)?))?;
        exported(shared, &identity, passphrase)
    };
    // SAFETY: Header.
    unsafe { answer_with(messenger, out, Verdict::Pass, export) }
}
