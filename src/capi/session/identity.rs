//! Identities: key pairs, and their export under a passphrase.

use crate::capi::frame::buffer::{Out, TextOut, array_out, bytes, seconds, text};
use crate::capi::frame::guard::call;
use crate::capi::frame::handle::{self, Handle, NewHandle, lease};
use crate::capi::frame::random::SystemRandom;
use crate::capi::frame::result::subrosa_result;
use crate::crypto::PassphraseParams;
use crate::identity::Identity;
use core::ffi::c_char;

/// An identity: the secret keys that make somebody who they are. It is used by one or more
/// installations, and others know it by its fingerprint.
pub struct subrosa_identity {
    _private: [u8; 0],
}

impl Handle for subrosa_identity {
    type Value = Identity;
    const TAG: u64 = u64::from_be_bytes(*b"Sub.Iden");
    const NAME: &'static str = "identity";
}

/// The size of a buffer for any exported identity, its NUL included.
#[allow(dead_code)] // For C.
pub const SUBROSA_EXPORT_SIZE: usize = 210;

/// Creates a new identity. This takes well under a millisecond.
///
/// @param now  seconds since 1970, stored as the time of creation
/// @param out  receives the identity, or NULL on failure; free it with `subrosa_identity_free`
/// @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_identity_generate(
    now: i64,
    out: *mut *mut subrosa_identity,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let out = unsafe { NewHandle::new(out)? };
        out.put(Identity::generate(seconds(now)?, &mut SystemRandom)?);
        Ok(())
    })
}

/// Creates a sealing key, to which documents for this identity are sealed, unless the identity has
/// one already. Export or store the identity afterwards: if the key is lost, documents sealed to it
/// can no longer be opened. Installations created from the identity after this call have full cards
/// (`subrosa_full_card_of`).
///
/// @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_identity_add_sealing_key(
    identity: *mut subrosa_identity,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let mut identity = unsafe { lease(identity.cast_const())? };
        Ok(identity.add_sealing_key(&mut SystemRandom)?)
    })
}

/// Frees an identity and wipes its secrets. NULL is allowed.
///
/// Thread: any, once no other call uses it. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_identity_free(identity: *mut subrosa_identity) {
    // SAFETY: Header.
    unsafe { handle::free(identity) }
}

/// The fingerprint by which others know the identity.
///
/// @param out  receives 32 bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[out; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_identity_fingerprint(
    identity: *const subrosa_identity,
    out: *mut u8,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, identity) = unsafe { (array_out("the fingerprint", out)?, lease(identity)?) };
        out.put(*identity.fingerprint().as_bytes());
        Ok(())
    })
}

/// When the identity was created.
///
/// @param out  receives seconds since 1970
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_identity_created(
    identity: *const subrosa_identity,
    out: *mut i64,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, identity) = unsafe { (Out::new("the time", out)?, lease(identity)?) };
        out.put(i64::try_from(identity.created()).unwrap_or(i64::MAX));
        Ok(())
    })
}

/// Encrypts the identity under a passphrase, as one line of text that can be printed or moved to
/// another machine. The call is slow on purpose and uses the memory requested: some tenths of a
/// second and 64 MiB if the parameters are 0.
///
/// @param passphrase      UTF-8, not NUL-terminated, and not empty; ask for a long one
/// @param passphrase_len  its length in bytes
/// @param memory_kib      memory in KiB, 19,456 to 262,144; 0 stands for 65,536
/// @param iterations      passes over the memory, 1 to 10; 0 stands for 3
/// @param parallelism     lanes, 1 to 4; 0 stands for 1
/// @param out             receives the text and a NUL
/// @param inout_len       before: the size of `out`; after: the bytes needed, NUL included.
///                        `SUBROSA_EXPORT_SIZE` is always enough
/// @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, before any work; `SUBROSA_E_EMPTY_PASSPHRASE` for an
///         empty one and NULL; `SUBROSA_E_PASSPHRASE_PARAMETER`, `SUBROSA_E_UTF8`,
///         `SUBROSA_E_MEMORY`, `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_identity_export(
    identity: *const subrosa_identity,
    passphrase: *const c_char,
    passphrase_len: usize,
    memory_kib: u32,
    iterations: u32,
    parallelism: u32,
    out: *mut c_char,
    inout_len: *mut usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (identity, passphrase) =
            unsafe { (lease(identity)?, text("the passphrase", passphrase, passphrase_len)?) };
        // SAFETY: Header.
        let out = unsafe { TextOut::new(out, inout_len, identity.export_text_len() + 1)? };
        let default = Identity::EXPORT_PARAMS;
        let or = |value: u32, default: u32| if value == 0 { default } else { value };
        let params = PassphraseParams {
            memory_kib: or(memory_kib, default.memory_kib),
            iterations: or(iterations, default.iterations),
            parallelism: or(parallelism, default.parallelism),
        };
        out.put(&identity.export_text(passphrase.as_bytes(), &params, &mut SystemRandom)?);
        Ok(())
    })
}

/// Imports an exported identity. This takes the time and memory that the export was made with, up
/// to some seconds and 256 MiB.
///
/// @param text            any text with one export in it, in any encoding
/// @param text_len        its length in bytes
/// @param passphrase      UTF-8, not NUL-terminated
/// @param passphrase_len  its length in bytes
/// @param out             receives the identity, or NULL on failure; free it with
///                        `subrosa_identity_free`
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_EXPORT`, `SUBROSA_E_SEVERAL_EXPORTS`, `SUBROSA_E_TRUNCATED`
///         and the other errors of reading, `SUBROSA_E_EXPORT_FORMAT`,
///         `SUBROSA_E_PASSPHRASE_PARAMETER`, `SUBROSA_E_PASSPHRASE`, `SUBROSA_E_EXPORT_CONTENT`,
///         `SUBROSA_E_BAD_KEY`, `SUBROSA_E_UTF8`, `SUBROSA_E_MEMORY`, `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_identity_import(
    text: *const c_char,
    text_len: usize,
    passphrase: *const c_char,
    passphrase_len: usize,
    out: *mut *mut subrosa_identity,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, export, passphrase) = unsafe {
            (
                NewHandle::new(out)?,
                bytes("the text", text.cast(), text_len)?,
                self::text("the passphrase", passphrase, passphrase_len)?,
            )
        };
        out.put(Identity::import_text(export, passphrase.as_bytes())?);
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_is_as_long_as_the_header_says_at_most() {
        let mut identity = Identity::generate(0, &mut SystemRandom).unwrap();
        let least = PassphraseParams { memory_kib: 19_456, iterations: 1, parallelism: 1 };
        let export = |identity: &Identity| {
            let text = identity.export_text(b"x", &least, &mut SystemRandom).unwrap();
            assert_eq!(text.len(), identity.export_text_len());
            text.len() + 1
        };
        assert_eq!(export(&identity), 165);
        identity.add_sealing_key(&mut SystemRandom).unwrap();
        assert_eq!(export(&identity), SUBROSA_EXPORT_SIZE);
    }
}
