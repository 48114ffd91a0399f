//! Documents to contacts of a messenger, and from them.

use crate::capi::documents::job::{Job, subrosa_job};
use crate::capi::documents::terms::{OwnTerms, subrosa_terms};
use crate::capi::frame::buffer::{argument, array, bytes, name, path, switch, text};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::call;
use crate::capi::frame::handle::{NewHandle, lease, share};
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::document_constants::{
    SUBROSA_DOCUMENT_FIELD_SIZE, SUBROSA_DOCUMENT_FIELD_TEXT,
};
use crate::capi::outcome::entry::{Entry, count};
use crate::capi::outcome::of_plugin::of_contact;
use crate::capi::outcome::value::Outcome;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::identity::Fingerprint;
use crate::messenger::{self, EventKind, Messenger};
use core::ffi::c_char;
use std::sync::Arc;

/// For `subrosa_text_seal` and `subrosa_file_seal`: does not sign the document, so that nobody can
/// tell who made it.
pub const SUBROSA_SEAL_UNSIGNED: u32 = 1;
/// For `subrosa_text_seal`: produces text for mail, lines of 76 characters between a begin and an
/// end line.
pub const SUBROSA_SEAL_WRAPPED: u32 = 2;

/// The user's own full card on an account, for others; send it by mail or publish it on a web page.
/// Whoever has it can seal documents to the user and begin a private conversation on this account.
/// It is valid for 14 days at most, so call this when you need a card.
///
/// @param account  attached
/// @param wrapped  1 for mail: lines of 76 characters between a begin and an end line; 0 for one
///                 line
/// @param out      receives an outcome with a CARD event, or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT` and the errors of a vault; `SUBROSA_E_RANDOM`,
///         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_card(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    wrapped: i32,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, shared, account) = unsafe {
            (NewHandle::new(out)?, share(messenger.cast_const())?, name("the account", account)?)
        };
        let wrapped = switch("wrapped", wrapped)?;
        let card = shared.with_messenger(|messenger| Ok(messenger.card(account)?))?;
        let text = if wrapped { card.to_wrapped_text() } else { card.to_text() };
        let entry = Entry::of_full_card(text, card.card().identity().fingerprint());
        out.put(Outcome::of(vec![entry]));
        Ok(())
    })
}

/// Learns the one full card in a text, such as a mail, a file or a web page, so that documents can
/// be sealed to its owner. This changes no trust and replaces nobody at the address.
///
/// @param account   attached. NULL, with `peer` also NULL, if the card belongs to no address
/// @param peer      the address of the contact that the user believes to own the card
/// @param text      any text
/// @param text_len  its length in bytes
/// @param out       receives an outcome with a CONTACT event for the owner; or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_OTHER_FINGERPRINT` if somebody else is known at the address or
///         another person's card was learned for it; `SUBROSA_E_OLDER_CARD` if a later card of the
///         owner is known; `SUBROSA_E_OWN_IDENTITY`; the errors of `subrosa_full_card_find`;
///         `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the errors of a vault;
///         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_card_learn(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    text: *const c_char,
    text_len: usize,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        told(messenger, out, |messenger| {
            let text = bytes("the text", text.cast(), text_len)?;
            let at = match (account.is_null(), peer.is_null()) {
                (true, true) => None,
                _ => Some((name("the account", account)?, name("the peer", peer)?)),
            };
            Ok(messenger.card_learn(at, text))
        })
    }
}

/// Seals a text to a contact and to the user, signed by the user. For several contacts, add them to
/// terms from `subrosa_messenger_terms` and call `subrosa_seal_text`.
///
/// @param account   attached
/// @param peer      the address of the contact
/// @param text      UTF-8, not NUL-terminated
/// @param text_len  its length in bytes
/// @param flags     `SUBROSA_SEAL_` bits, or 0
/// @param out       receives an outcome with a READY event, `TEXT`; or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_SEALING_KEY` while no card of the contact is known,
///         `SUBROSA_E_WRONG_STATE` if another key has appeared or the contact is blocked, the
///         errors of `subrosa_seal_text`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the
///         errors of a vault.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_text_seal(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    text: *const c_char,
    text_len: usize,
    flags: u32,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, shared, account, peer, text) = unsafe {
            (
                NewHandle::new(out)?,
                share(messenger.cast_const())?,
                name("the account", account)?,
                name("the peer", peer)?,
                self::text("the text", text, text_len)?,
            )
        };
        let (signed, wrapped) = seal_flags(flags, SUBROSA_SEAL_UNSIGNED | SUBROSA_SEAL_WRAPPED)?;
        let sealed = shared.with_messenger(|messenger| {
            let recipient = messenger.recipient(account, peer)?;
            Ok(messenger.text_seal(account, &[recipient], text, signed, wrapped)?)
        })?;
        out.put(Outcome::of(vec![Entry::sealed_text(sealed)]));
        Ok(())
    })
}

/// Opens the first sealed document in a text with the user's key, as `subrosa_open_text` does.
///
/// @param text      any text, in any encoding
/// @param text_len  its length in bytes
/// @param out       receives an outcome with a READY event, or NULL on failure. `TEXT` is as it was
///                  sealed, not made safe for any markup. The event has `TRUST`, and the account
///                  and address of the sender if known
/// @return `SUBROSA_OK`; the errors of `subrosa_open_text`, `SUBROSA_E_VAULT_LOCKED` and the other
///         errors of a vault.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_text_open(
    messenger: *mut subrosa_messenger,
    text: *const c_char,
    text_len: usize,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    // SAFETY: Header.
    unsafe {
        told(messenger, out, |messenger| {
            Ok(messenger.text_open(bytes("the text", text.cast(), text_len)?))
        })
    }
}

/// Begins to seal a file to a contact and to the user, signed by the user. Continue with
/// `subrosa_job_run` and `subrosa_job_commit`. For several contacts, add them to terms from
/// `subrosa_messenger_terms` and call `subrosa_seal_file`.
///
/// @param account  attached
/// @param peer     the address of the contact
/// @param source   the path of a regular file. Its name is stated in the document if it is UTF-8
/// @param folder   the path of the folder for the document
/// @param flags    `SUBROSA_SEAL_UNSIGNED`, or 0
/// @param out      receives the job, or NULL on failure; free it with `subrosa_job_free`
/// @return `SUBROSA_OK`; the errors of `subrosa_text_seal` about the contact, those of
///         `subrosa_seal_file`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_file_seal(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    source: *const c_char,
    folder: *const c_char,
    flags: u32,
    out: *mut *mut subrosa_job,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, shared, account, peer, source, folder) = unsafe {
            (
                NewHandle::new(out)?,
                share(messenger.cast_const())?,
                name("the account", account)?,
                name("the peer", peer)?,
                path("the source", source)?,
                path("the folder", folder)?,
            )
        };
        let (signed, _) = seal_flags(flags, SUBROSA_SEAL_UNSIGNED)?;
        let job = shared.with_messenger(|messenger| {
            let recipient = messenger.recipient(account, peer)?;
            Ok(messenger.file_seal(account, &[recipient], source, folder, signed)?)
        })?;
        out.put(Job::Seal(job));
        Ok(())
    })
}

/// Begins to open a file with the user's key, as `subrosa_open_file` does. The event of
/// `subrosa_job_result` then has `TRUST`, and the account and address of the sender if known. The
/// job may outlive the messenger; after that, no sender is known.
///
/// @param source  the path of the document
/// @param folder  the path of the folder for the file
/// @param out     receives the job, or NULL on failure; free it with `subrosa_job_free`
/// @return `SUBROSA_OK`; the errors of `subrosa_open_file`; `SUBROSA_E_VAULT_LOCKED`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_file_open(
    messenger: *mut subrosa_messenger,
    source: *const c_char,
    folder: *const c_char,
    out: *mut *mut subrosa_job,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, shared, source, folder) = unsafe {
            (
                NewHandle::new(out)?,
                share(messenger.cast_const())?,
                path("the source", source)?,
                path("the folder", folder)?,
            )
        };
        let job = shared.with_messenger(|messenger| Ok(messenger.file_open(source, folder)?))?;
        out.put(Job::Open { job, messenger: Some(Arc::downgrade(&shared)) });
        Ok(())
    })
}

/// Creates terms for a document from the user, as known on an account: sealed to and signed by the
/// user, with the current time. Then add contacts. The terms contain the user's key, so free them
/// when you no longer need them.
///
/// @param account  the account whose identity signs; NULL for the identity of the vault
/// @param out      receives the terms, or NULL on failure; free them with `subrosa_terms_free`
/// @return `SUBROSA_OK`; `SUBROSA_E_VAULT_LOCKED` and the errors of a vault; `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_messenger_terms(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    out: *mut *mut subrosa_terms,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, shared) = unsafe { (NewHandle::new(out)?, share(messenger.cast_const())?) };
        let identity = match account.is_null() {
            true => shared.with_messenger(|messenger| Ok(messenger.identity()?.clone()))?,
            false => {
                // SAFETY: Header.
                let account = unsafe { name("the account", account)? };
                shared.with_messenger(|messenger| Ok(messenger.identity_of(account)?))?
            }
        };
        let mut terms = OwnTerms::new(shared.now_ms() / 1_000);
        identity.recipient().map_or(Ok(()), |own| terms.add(own))?;
        terms.signer = Some(identity);
        out.put(terms);
        Ok(())
    })
}

/// Adds a contact of a messenger as a recipient.
///
/// @param account  attached
/// @param peer     the address of the contact
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_SEALING_KEY`, `SUBROSA_E_WRONG_STATE`,
///         `SUBROSA_E_TOO_MANY_RECIPIENTS`, `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_NAME` and the
///         errors of a vault; `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of a handle.
///
/// Thread: any, one call at a time for the terms. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_terms_add_contact(
    terms: *mut subrosa_terms,
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (shared, account, peer, mut terms) = unsafe {
            (
                share(messenger.cast_const())?,
                name("the account", account)?,
                name("the peer", peer)?,
                lease(terms.cast_const())?,
            )
        };
        terms.add(shared.with_messenger(|messenger| Ok(messenger.recipient(account, peer)?))?)
    })
}

/// Adds the owner of a card that a messenger has learned as a recipient.
///
/// @param fingerprint  32 bytes: the fingerprint of the owner
/// @return As `subrosa_terms_add_contact`.
///
/// Thread: any, one call at a time for the terms. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[fingerprint; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_terms_add_known(
    terms: *mut subrosa_terms,
    messenger: *mut subrosa_messenger,
    fingerprint: *const u8,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (shared, who, mut terms) = unsafe {
            (
                share(messenger.cast_const())?,
                array("the fingerprint", fingerprint)?,
                lease(terms.cast_const())?,
            )
        };
        let who = Fingerprint::from_bytes(who);
        terms.add(shared.with_messenger(|messenger| Ok(messenger.recipient_of(&who)?))?)
    })
}

/// Makes a call on a messenger and hands out what it has to tell of documents and contacts.
///
/// # Safety
/// What the header asks of the pointers.
unsafe fn told(
    messenger: *const subrosa_messenger,
    out: *mut *mut subrosa_outcome,
    work: impl FnOnce(&mut Messenger) -> Result<messenger::Outcome, Fault>,
) -> subrosa_result {
    call(|| {
        // SAFETY: as promised by the caller.
        let (out, shared) = unsafe { (NewHandle::new(out)?, share(messenger)?) };
        let told = shared.with_messenger(work)?;
        if let Some(error) = &told.error {
            return Err(Fault::from(error));
        }
        out.put(Outcome::of(told.events.into_iter().filter_map(entry).collect()));
        Ok(())
    })
}

fn entry(event: messenger::Event) -> Option<Entry> {
    let messenger::Event { account, peer, kind } = event;
    let entry = match kind {
        EventKind::Contact(info) => of_contact(&info).at(&account, &peer),
        EventKind::Ready(ready) => Entry::opened(&ready.opened)
            .and(SUBROSA_DOCUMENT_FIELD_SIZE, count(ready.text.len()))
            .with(SUBROSA_DOCUMENT_FIELD_TEXT, ready.text)
            .signed_by(ready.trust, account, peer),
        _ => return None,
    };
    Some(entry)
}

/// Whether the document is signed, and wrapped.
fn seal_flags(flags: u32, known: u32) -> Result<(bool, bool), Fault> {
    if flags & !known != 0 {
        return Err(argument(format!("the flags {flags:#x} have unknown bits")));
    }
    Ok((flags & SUBROSA_SEAL_UNSIGNED == 0, flags & SUBROSA_SEAL_WRAPPED != 0))
}
