//! Terms of a document: who can open the document, who signs it, and its name.

use super::full_card::{SUBROSA_SEALING_KEY_SIZE, subrosa_full_card};
use crate::capi::frame::buffer::{argument, array, name, seconds, text};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::call;
use crate::capi::frame::handle::{self, Handle, NewHandle, lease};
use crate::capi::frame::result::subrosa_result;
use crate::capi::session::identity::subrosa_identity;
use crate::crypto::{PassphraseParams, SealingPublic};
use crate::identity::{Fingerprint, Identity, IdentityError, Recipient};
use crate::seal::{ContentKind, Lock, MAX_RECIPIENTS, SealError, Terms};
use core::ffi::c_char;
use zeroize::Zeroizing;

/// Terms of a document: who can open it, who signs it, its time and its name. Create them empty,
/// fill them with the calls below, and use them for any number of documents.
pub struct subrosa_terms {
    _private: [u8; 0],
}

impl Handle for subrosa_terms {
    type Value = OwnTerms;
    const TAG: u64 = u64::from_be_bytes(*b"Sub.Term");
    const NAME: &'static str = "terms";
}

/// [`Terms`] that hold what they name.
pub(in crate::capi) struct OwnTerms {
    pub(in crate::capi) recipients: Vec<Recipient>,
    pub(in crate::capi) passphrase: Option<Zeroizing<Vec<u8>>>,
    pub(in crate::capi) params: PassphraseParams,
    pub(in crate::capi) signer: Option<Identity>,
    pub(in crate::capi) name: Option<String>,
    pub(in crate::capi) time: u64,
}

impl OwnTerms {
    pub(in crate::capi) fn new(time: u64) -> Self {
        let params = Identity::EXPORT_PARAMS;
        Self { recipients: Vec::new(), passphrase: None, params, signer: None, name: None, time }
    }

    pub(in crate::capi) fn lock(&self) -> Lock<'_> {
        match &self.passphrase {
            Some(passphrase) => Lock::Passphrase { passphrase, params: self.params },
            None => Lock::Recipients(&self.recipients),
        }
    }

    pub(in crate::capi) fn terms(&self) -> Terms<'_> {
        Terms {
            lock: self.lock(),
            signer: self.signer.as_ref(),
            content: ContentKind::File,
            name: self.name.as_deref(),
            size: None,
            time: self.time,
        }
    }

    pub(in crate::capi) fn add(&mut self, recipient: Recipient) -> Result<(), Fault> {
        if self.passphrase.is_some() {
            return Err(one_of_both());
        }
        if !self.recipients.contains(&recipient) {
            if self.recipients.len() >= MAX_RECIPIENTS {
                let (found, limit) = (MAX_RECIPIENTS + 1, MAX_RECIPIENTS);
                return Err(SealError::TooManyRecipients { found, limit }.into());
            }
            self.recipients.push(recipient);
        }
        Ok(())
    }
}

/// Creates terms without any recipient.
///
/// @param time  the time of sealing to state in the document, in seconds since 1970. Everyone who
///              opens the document sees it
/// @param out   receives the terms, or NULL on failure; free them with `subrosa_terms_free`
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_terms_new(
    time: i64,
    out: *mut *mut subrosa_terms,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let out = unsafe { NewHandle::new(out)? };
        out.put(OwnTerms::new(seconds(time)?));
        Ok(())
    })
}

/// Frees terms and wipes the secrets in them. NULL is allowed.
///
/// Thread: any, once no other call uses them. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_terms_free(terms: *mut subrosa_terms) {
    // SAFETY: Header.
    unsafe { handle::free(terms) }
}

/// Adds the owner of a full card as a recipient, who can open the document. Adding somebody twice
/// counts once.
///
/// @param card  may be freed afterwards
/// @return `SUBROSA_OK`; `SUBROSA_E_TOO_MANY_RECIPIENTS`; `SUBROSA_E_ARGUMENT`, also if a
///         passphrase is set; an error of a handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_terms_add_card(
    terms: *mut subrosa_terms,
    card: *const subrosa_full_card,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (mut terms, card) = unsafe { (lease(terms.cast_const())?, lease(card)?) };
        terms.add(card.recipient())
    })
}

/// Adds a recipient by a sealing key that you have stored.
///
/// @param fingerprint  32 bytes: the fingerprint of the key's owner
/// @param key          1,249 bytes from `subrosa_full_card_sealing_key`
/// @return `SUBROSA_OK`; `SUBROSA_E_BAD_KEY`, `SUBROSA_E_TOO_MANY_RECIPIENTS`;
///         `SUBROSA_E_ARGUMENT`, also if there is a passphrase; an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[fingerprint; 32], [key; 1249]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_terms_add_key(
    terms: *mut subrosa_terms,
    fingerprint: *const u8,
    key: *const u8,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (mut terms, fingerprint, key) = unsafe {
            (
                lease(terms.cast_const())?,
                array("the fingerprint", fingerprint)?,
                array::<SUBROSA_SEALING_KEY_SIZE>("the key", key)?,
            )
        };
        let key = SealingPublic::from_bytes(&key)?;
        terms.add(Recipient::new(Fingerprint::from_bytes(fingerprint), key))
    })
}

/// Adds the owner of an identity as a recipient. Add your own identity if you want to open the
/// document later.
///
/// @param identity  an identity with a sealing key; it may be freed afterwards
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_SEALING_KEY`, `SUBROSA_E_TOO_MANY_RECIPIENTS`;
///         `SUBROSA_E_ARGUMENT`, also if a passphrase is set; an error of a handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_terms_add_identity(
    terms: *mut subrosa_terms,
    identity: *const subrosa_identity,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (mut terms, identity) = unsafe { (lease(terms.cast_const())?, lease(identity)?) };
        terms.add(identity.recipient().ok_or(IdentityError::NoSealingKey)?)
    })
}

/// Sets a passphrase: everyone who knows it can open the document, and nobody else can. Sealing the
/// document, and each attempt to open it, then takes some tenths of a second and 64 MiB. A later
/// passphrase replaces an earlier one.
///
/// @param passphrase      UTF-8, not NUL-terminated, not empty
/// @param passphrase_len  its length in bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_UTF8`; `SUBROSA_E_EMPTY_PASSPHRASE`; `SUBROSA_E_ARGUMENT`, also
///         if recipients were added; an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_terms_set_passphrase(
    terms: *mut subrosa_terms,
    passphrase: *const c_char,
    passphrase_len: usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (mut terms, passphrase) = unsafe {
            (lease(terms.cast_const())?, text("the passphrase", passphrase, passphrase_len)?)
        };
        if passphrase.is_empty() {
            let sentence = "a passphrase of no bytes protects nothing";
            return Err(Fault::new(
                crate::capi::frame::result::SUBROSA_E_EMPTY_PASSPHRASE,
                sentence,
            ));
        }
        if !terms.recipients.is_empty() {
            return Err(one_of_both());
        }
        terms.passphrase = Some(Zeroizing::new(passphrase.as_bytes().to_vec()));
        Ok(())
    })
}

/// Signs the document with an identity. The signature covers the content and the list of
/// recipients, and proves who signed to anybody that a recipient shows it to. Without a signature,
/// nobody can tell who made the document.
///
/// @param identity  may be freed afterwards; NULL for no signature
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of a handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_terms_sign(
    terms: *mut subrosa_terms,
    identity: *const subrosa_identity,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let mut terms = unsafe { lease(terms.cast_const())? };
        terms.signer = match identity.is_null() {
            true => None,
            // SAFETY: Header.
            false => Some(unsafe { lease(identity)? }.clone()),
        };
        Ok(())
    })
}

/// Sets the name of the content: the file name without its path. Everyone who opens the document
/// sees it. Texts have no name.
///
/// @param name  UTF-8, 1 to 1,024 bytes; NULL for no name
/// @return `SUBROSA_OK`; `SUBROSA_E_DOCUMENT_NAME`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
///         error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_terms_set_name(
    terms: *mut subrosa_terms,
    name: *const c_char,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let mut terms = unsafe { lease(terms.cast_const())? };
        terms.name = match name.is_null() {
            true => None,
            false => {
                // SAFETY: Header.
                let name = unsafe { self::name("the name", name)? };
                crate::seal::check_name(name)?;
                Some(name.to_owned())
            }
        };
        Ok(())
    })
}

fn one_of_both() -> Fault {
    argument("a document has recipients or a passphrase, not both".into())
}
