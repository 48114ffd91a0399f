//! Full cards: what it takes to seal documents to somebody.

use crate::capi::frame::buffer::{Out, TextOut, array_out, bytes, seconds, switch};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::call;
use crate::capi::frame::handle::{self, Handle, NewHandle, lease};
use crate::capi::frame::random::SystemRandom;
use crate::capi::frame::result::subrosa_result;
use crate::capi::session::installation::subrosa_installation;
use crate::identity::{FullCard, IdentityError};
use crate::session::Installation;
use core::ffi::c_char;

/// A full card: a verified card together with the owner's sealing key, to which documents are
/// sealed.
pub struct subrosa_full_card {
    _private: [u8; 0],
}

impl Handle for subrosa_full_card {
    type Value = FullCard;
    const TAG: u64 = u64::from_be_bytes(*b"Sub.Full");
    const NAME: &'static str = "full card";
}

/// The size of a full card in bytes.
pub const SUBROSA_FULL_CARD_SIZE: usize = 1465;

/// The size of a buffer for the text of a full card, on one line or wrapped, its NUL included.
#[allow(dead_code)] // For C.
pub const SUBROSA_FULL_CARD_TEXT_SIZE: usize = 2048;

/// The size in bytes of a key that documents are sealed to.
pub const SUBROSA_SEALING_KEY_SIZE: usize = 1249;

/// Our own full card, for those who want to seal documents to us; send it by mail or publish it on
/// a web page. It contains the card of `subrosa_installation_card` and is valid for 14 days at
/// most, like that card. Save the installation when the card is new.
///
/// @param installation  an installation whose identity had a sealing key when the installation was
///                      created
/// @param now           seconds since 1970
/// @param out           receives the full card, or NULL on failure; free it with
///                      `subrosa_full_card_free`
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_SEALING_KEY`, `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an
///         error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_full_card_of(
    installation: *mut subrosa_installation,
    now: i64,
    out: *mut *mut subrosa_full_card,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, mut installation) =
            unsafe { (NewHandle::new(out)?, lease(installation.cast_const())?) };
        out.put(own(&mut installation, seconds(now)?)?);
        Ok(())
    })
}

/// Finds the one full card in a text, even if it was quoted or mangled, and verifies it.
///
/// @param text      any text: a mail, a file, a web page
/// @param text_len  its length in bytes
/// @param now       seconds since 1970
/// @param out       receives the full card, or NULL on failure; free it with
///                  `subrosa_full_card_free`
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_CARD`, `SUBROSA_E_SEVERAL_CARDS`, `SUBROSA_E_TRUNCATED` and
///         the other errors of reading; those of `subrosa_card_verify`;
///         `SUBROSA_E_NO_SEALING_KEY`, `SUBROSA_E_OTHER_SEALING_KEY`; `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_full_card_find(
    text: *const c_char,
    text_len: usize,
    now: i64,
    out: *mut *mut subrosa_full_card,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, text) =
            unsafe { (NewHandle::new(out)?, bytes("the text", text.cast(), text_len)?) };
        out.put(FullCard::find(text, seconds(now)?)?);
        Ok(())
    })
}

/// Reads a full card from the bytes of `subrosa_full_card_bytes`, and verifies it.
///
/// @param data      the bytes
/// @param data_len  their number
/// @param now       seconds since 1970
/// @param out       receives the full card, or NULL on failure; free it with
///                  `subrosa_full_card_free`
/// @return As `subrosa_full_card_find`, without the errors about finding it.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_full_card_read(
    data: *const u8,
    data_len: usize,
    now: i64,
    out: *mut *mut subrosa_full_card,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, data) = unsafe { (NewHandle::new(out)?, bytes("the card", data, data_len)?) };
        out.put(FullCard::verify(data, seconds(now)?)?);
        Ok(())
    })
}

/// Frees a full card. NULL is allowed.
///
/// Thread: any, once no other call uses it. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_full_card_free(card: *mut subrosa_full_card) {
    // SAFETY: Header.
    unsafe { handle::free(card) }
}

/// The fingerprint of the card's owner. Compare it before you trust the card: anybody can make a
/// card.
///
/// @param out  receives 32 bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[out; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_full_card_fingerprint(
    card: *const subrosa_full_card,
    out: *mut u8,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, card) = unsafe { (array_out("the fingerprint", out)?, lease(card)?) };
        out.put(*card.recipient().fingerprint().as_bytes());
        Ok(())
    })
}

/// When the card was issued. Of two full cards of one owner, the later one counts.
///
/// @param out  receives seconds since 1970
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_full_card_issued(
    card: *const subrosa_full_card,
    out: *mut i64,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, card) = unsafe { (Out::new("the time", out)?, lease(card)?) };
        out.put(i64::try_from(card.card().issued()).unwrap_or(i64::MAX));
        Ok(())
    })
}

/// The sealing key of the card's owner. If you store it together with the fingerprint and the time
/// of issue, you can seal documents to the owner (`subrosa_terms_add_key`) even after the card has
/// expired.
///
/// @param out  receives 1,249 bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[out; 1249]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_full_card_sealing_key(
    card: *const subrosa_full_card,
    out: *mut u8,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, card) = unsafe { (array_out("the key", out)?, lease(card)?) };
        let key: [u8; SUBROSA_SEALING_KEY_SIZE] = *card.recipient().key().as_bytes();
        out.put(key);
        Ok(())
    })
}

/// The full card as bytes.
///
/// @param out  receives 1,465 bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[out; 1465]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_full_card_bytes(
    card: *const subrosa_full_card,
    out: *mut u8,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, card) = unsafe { (array_out("the card", out)?, lease(card)?) };
        let bytes = card.to_bytes();
        let whole = <[u8; SUBROSA_FULL_CARD_SIZE]>::try_from(bytes.as_slice());
        out.put(whole.map_err(|_| IdentityError::NoCard)?);
        Ok(())
    })
}

/// The full card as text.
///
/// @param wrapped    1 for mail: lines of 76 characters between a begin and an end line; 0 for one
///                   line
/// @param out        receives the text and a NUL
/// @param inout_len  before: the size of `out`; after: the bytes needed, NUL included.
///                   `SUBROSA_FULL_CARD_TEXT_SIZE` is always enough
/// @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_full_card_text(
    card: *const subrosa_full_card,
    wrapped: i32,
    out: *mut c_char,
    inout_len: *mut usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let card = unsafe { lease(card)? };
        let text = match switch("wrapped", wrapped)? {
            true => card.to_wrapped_text(),
            false => card.to_text(),
        };
        // SAFETY: Header.
        unsafe { TextOut::new(out, inout_len, text.len() + 1)? }.put(&text);
        Ok(())
    })
}

/// The full card of an installation's identity.
fn own(installation: &mut Installation, now: u64) -> Result<FullCard, Fault> {
    let recipient = installation.identity().recipient().ok_or(IdentityError::NoSealingKey)?;
    let card = installation.card(now, &mut SystemRandom)?;
    Ok(FullCard::new(card, recipient.key().clone())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::SealingPublic;
    use crate::identity::Identity;

    #[test]
    fn a_full_card_has_the_sizes_the_header_says() {
        let mut identity = Identity::generate(0, &mut SystemRandom).unwrap();
        identity.add_sealing_key(&mut SystemRandom).unwrap();
        let mut installation = Installation::new(identity, 0, &mut SystemRandom).unwrap();
        let card = own(&mut installation, 0).unwrap();
        assert_eq!(FullCard::LENGTH, SUBROSA_FULL_CARD_SIZE);
        assert_eq!(SealingPublic::LENGTH, SUBROSA_SEALING_KEY_SIZE);
        for text in [card.to_text(), card.to_wrapped_text()] {
            assert!(text.len() < SUBROSA_FULL_CARD_TEXT_SIZE, "{}", text.len());
        }
    }
}
