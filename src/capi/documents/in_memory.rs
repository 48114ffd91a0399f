//! Documents that are in memory.

use super::terms::subrosa_terms;
use crate::capi::frame::buffer::{argument, bytes, path, switch, text};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::{call, call_for};
use crate::capi::frame::handle::{Lease, NewHandle, lease};
use crate::capi::frame::random::SystemRandom;
use crate::capi::frame::result::subrosa_result;
use crate::capi::outcome::document_constants::{
    SUBROSA_DOCUMENT_FIELD_DATA, SUBROSA_DOCUMENT_FIELD_SIZE, SUBROSA_DOCUMENT_FIELD_TEXT,
};
use crate::capi::outcome::entry::{Entry, count, number};
use crate::capi::outcome::value::Outcome;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::capi::session::identity::subrosa_identity;
use crate::seal::{self, Unlock};
use core::ffi::c_char;

/// Seals a text, for example for a mail or a note.
///
/// @param terms     who can open the document, and who signs it
/// @param text      UTF-8, not NUL-terminated
/// @param text_len  its length in bytes; the document can be up to 2 MiB long
/// @param wrapped   1 for mail: lines of 76 characters between a begin and an end line; 0 for one
///                  line of ASCII without spaces
/// @param out       receives an outcome with a READY event, `TEXT`; or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_RECIPIENTS`, `SUBROSA_E_TOO_LARGE`, `SUBROSA_E_MEMORY`,
///         `SUBROSA_E_RANDOM`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_seal_text(
    terms: *const subrosa_terms,
    text: *const c_char,
    text_len: usize,
    wrapped: i32,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, terms, text) = unsafe {
            (NewHandle::new(out)?, lease(terms)?, self::text("the text", text, text_len)?)
        };
        let seal = match switch("wrapped", wrapped)? {
            true => seal::seal_text_wrapped,
            false => seal::seal_text,
        };
        let signer = terms.signer.as_ref();
        let sealed = seal(text, terms.lock(), signer, terms.time, &mut SystemRandom)?;
        out.put(Outcome::of(vec![Entry::sealed_text(sealed)]));
        Ok(())
    })
}

/// Finds the first sealed document in a text, even if it was quoted or mangled, and opens it. The
/// document must contain a text. Whatever surrounds it in the outer text was not sealed.
///
/// @param text            any text, such as a mail or a note, in any encoding
/// @param text_len        its length in bytes
/// @param identity        the identity that opens it, or NULL if a passphrase is given
/// @param passphrase      UTF-8, not NUL-terminated; or NULL if an identity is given
/// @param passphrase_len  its length in bytes. Trying a passphrase takes the time and memory that
///                        the sealer chose, up to some seconds and 256 MiB
/// @param out             receives an outcome with a READY event, `TEXT`; or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_DOCUMENT`, `SUBROSA_E_DOCUMENT_ARMOR`,
///         `SUBROSA_E_OTHER_CONTENT`, `SUBROSA_E_CONTENT_UTF8`, and the errors of
///         `subrosa_open_bytes`.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_open_text(
    text: *const c_char,
    text_len: usize,
    identity: *const subrosa_identity,
    passphrase: *const c_char,
    passphrase_len: usize,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, text, key) = unsafe {
            (
                NewHandle::new(out)?,
                bytes("the text", text.cast(), text_len)?,
                Key::new(identity, passphrase, passphrase_len)?,
            )
        };
        let (text, opened) = key.with(|unlock| Ok(seal::open_text(text, unlock)?))?;
        let entry = Entry::opened(&opened)
            .and(SUBROSA_DOCUMENT_FIELD_SIZE, count(text.len()))
            .with(SUBROSA_DOCUMENT_FIELD_TEXT, text.as_bytes());
        out.put(Outcome::of(vec![entry]));
        Ok(())
    })
}

/// Seals bytes in memory as a file with the name in the terms. For files on a disk, use
/// `subrosa_seal_file`.
///
/// @param terms     who can open the document, who signs it, and its name
/// @param data      the content
/// @param data_len  its length in bytes
/// @param out       receives an outcome with a READY event, `DATA`; or NULL on failure
/// @return As `subrosa_seal_text`.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_seal_bytes(
    terms: *const subrosa_terms,
    data: *const u8,
    data_len: usize,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, terms, data) =
            unsafe { (NewHandle::new(out)?, lease(terms)?, bytes("the data", data, data_len)?) };
        let sealed = seal::seal_bytes(data, &terms.terms(), &mut SystemRandom)?;
        out.put(Outcome::of(vec![Entry::sealed_bytes(sealed)]));
        Ok(())
    })
}

/// Opens a document in memory, which contains a file or a text. Nothing is returned before the
/// whole document is verified.
///
/// @param data            the document, as bytes
/// @param data_len        its length
/// @param identity        the identity that opens it, or NULL if a passphrase is given
/// @param passphrase      UTF-8, not NUL-terminated; or NULL if an identity is given
/// @param passphrase_len  its length in bytes. Trying a passphrase takes the time and memory that
///                        the sealer chose, up to some seconds and 256 MiB
/// @param out             receives an outcome with a READY event, `DATA`; or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_NOT_A_DOCUMENT`, `SUBROSA_E_OTHER_OBJECT`,
///         `SUBROSA_E_DOCUMENT_NEWER`, `SUBROSA_E_DOCUMENT_CUT`, `SUBROSA_E_DOCUMENT_TRAILING`,
///         `SUBROSA_E_DAMAGED_HEADER`, `SUBROSA_E_DAMAGED_METADATA`, `SUBROSA_E_DAMAGED_CHUNK`,
///         `SUBROSA_E_DAMAGED_TRAILER`, `SUBROSA_E_NOT_A_RECIPIENT`, `SUBROSA_E_PASSPHRASE_NEEDED`,
///         `SUBROSA_E_KEYS_NEEDED`, `SUBROSA_E_DOCUMENT_PASSPHRASE`,
///         `SUBROSA_E_PASSPHRASE_PARAMETER`, `SUBROSA_E_DOCUMENT_SIGNATURE`,
///         `SUBROSA_E_DOCUMENT_HIGH_S`, `SUBROSA_E_NOT_ADDRESSED_TO_YOU`; `SUBROSA_E_MEMORY`,
///         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_open_bytes(
    data: *const u8,
    data_len: usize,
    identity: *const subrosa_identity,
    passphrase: *const c_char,
    passphrase_len: usize,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, data, key) = unsafe {
            (
                NewHandle::new(out)?,
                bytes("the data", data, data_len)?,
                Key::new(identity, passphrase, passphrase_len)?,
            )
        };
        let (content, opened) = key.with(|unlock| Ok(seal::open_bytes(data, unlock)?))?;
        let entry = Entry::opened(&opened)
            .and(SUBROSA_DOCUMENT_FIELD_SIZE, number(content.len() as u64))
            .with(SUBROSA_DOCUMENT_FIELD_DATA, content.as_slice());
        out.put(Outcome::of(vec![entry]));
        Ok(())
    })
}

/// Removes temporary files that killed programs have left in a folder for sealed or opened files.
/// Files of running jobs, in any process, stay. Call this when a program starts.
///
/// @param folder  a path: on Unix any bytes, elsewhere UTF-8
/// @return The number of files removed; `SUBROSA_E_FILE_MISSING`, `SUBROSA_E_FILE_PERMISSION`,
///         `SUBROSA_E_FILE`, `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_sweep(folder: *const c_char) -> i32 {
    call_for(|| {
        // SAFETY: Header.
        let folder = unsafe { path("the folder", folder)? };
        crate::capi::frame::injection::may_panic();
        Ok(i32::try_from(seal::sweep(folder)?).unwrap_or(i32::MAX))
    })
}

/// What a caller opens a document with.
pub(in crate::capi) enum Key<'a> {
    Identity(Lease<'a, subrosa_identity>),
    Passphrase(&'a str),
}

impl<'a> Key<'a> {
    /// # Safety
    /// What the header asks of the pointers.
    pub(in crate::capi) unsafe fn new(
        identity: *const subrosa_identity,
        passphrase: *const c_char,
        passphrase_len: usize,
    ) -> Result<Self, Fault> {
        match (identity.is_null(), passphrase.is_null()) {
            // SAFETY: as promised by the caller.
            (false, true) => Ok(Self::Identity(unsafe { lease(identity)? })),
            // SAFETY: as promised by the caller.
            (true, false) => {
                Ok(Self::Passphrase(unsafe { text("the passphrase", passphrase, passphrase_len)? }))
            }
            _ => Err(argument("it takes an identity or a passphrase".into())),
        }
    }

    pub(in crate::capi) fn with<T>(
        &self,
        open: impl FnOnce(&Unlock<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        match self {
            Self::Identity(identity) => open(&Unlock::Identities(&[identity])),
            Self::Passphrase(passphrase) => open(&Unlock::Passphrase(passphrase.as_bytes())),
        }
    }
}
