//! Cards of others: found in a text, verified, asked.

use crate::capi::frame::buffer::{Out, TextOut, array_out, bytes, seconds};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::{asked, call};
use crate::capi::frame::handle::{self, Handle, NewHandle, lease};
use crate::capi::frame::result::{SUBROSA_E_UNVERIFIED, subrosa_result};
use crate::identity::{Card, UnverifiedCard};
use crate::wire::armor;
use core::ffi::c_char;

/// A card: a signed bundle of somebody's public identity and one prekey. With it you can begin a
/// session while its owner is offline.
pub struct subrosa_card {
    _private: [u8; 0],
}

impl Handle for subrosa_card {
    type Value = KnownCard;
    const TAG: u64 = u64::from_be_bytes(*b"Sub.Card");
    const NAME: &'static str = "card";
}

/// A card as it came in, and once it has been checked.
pub(in crate::capi) struct KnownCard {
    content: UnverifiedCard,
    verified: Option<Card>,
}

impl KnownCard {
    pub(in crate::capi) fn verified(&self) -> Result<&Card, Fault> {
        let unverified = || Fault::new(SUBROSA_E_UNVERIFIED, "the card has not been verified");
        self.verified.as_ref().ok_or_else(unverified)
    }

    fn verify(&mut self, now: u64) -> Result<(), Fault> {
        self.verified = None;
        self.verified = Some(self.content.verify(now)?);
        Ok(())
    }
}

/// The size of a buffer for the text of a card, its NUL included.
pub const SUBROSA_CARD_SIZE: usize = 294;

/// Finds the one card in a text and verifies it, as `subrosa_card_parse` and `subrosa_card_verify`
/// do.
///
/// @param text      any text: a mail, a chat line, a file
/// @param text_len  its length in bytes
/// @param now       seconds since 1970
/// @param out       receives the card, or NULL on failure; free it with `subrosa_card_free`
/// @return `SUBROSA_OK`, or an error of these two.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_card_find(
    text: *const c_char,
    text_len: usize,
    now: i64,
    out: *mut *mut subrosa_card,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, text) =
            unsafe { (NewHandle::new(out)?, bytes("the text", text.cast(), text_len)?) };
        let mut card = KnownCard { content: UnverifiedCard::find(text)?, verified: None };
        card.verify(seconds(now)?)?;
        out.put(card);
        Ok(())
    })
}

/// Finds the one card in a text without verifying it. Do not rely on anything in the card until it
/// is verified.
///
/// @param text      any text: a mail, a chat line, a file
/// @param text_len  its length in bytes
/// @param out       receives the card, or NULL on failure; free it with `subrosa_card_free`
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_CARD`, `SUBROSA_E_SEVERAL_CARDS`, `SUBROSA_E_TRUNCATED`,
///         `SUBROSA_E_VERSION` and the other errors of reading; `SUBROSA_E_ARGUMENT`.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_card_parse(
    text: *const c_char,
    text_len: usize,
    out: *mut *mut subrosa_card,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, text) =
            unsafe { (NewHandle::new(out)?, bytes("the text", text.cast(), text_len)?) };
        out.put(KnownCard { content: UnverifiedCard::find(text)?, verified: None });
        Ok(())
    })
}

/// Verifies the keys, lifetime and signature of a card. A card that fails counts as unverified,
/// even if it was verified before.
///
/// @param now  seconds since 1970
/// @return `SUBROSA_OK`; `SUBROSA_E_BAD_KEY`, `SUBROSA_E_LIFETIME`, `SUBROSA_E_NOT_YET_VALID`,
///         `SUBROSA_E_EXPIRED`, `SUBROSA_E_NOT_LOW_S`, `SUBROSA_E_BAD_SIGNATURE`;
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_card_verify(card: *mut subrosa_card, now: i64) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let mut card = unsafe { lease(card.cast_const())? };
        card.verify(seconds(now)?)
    })
}

/// Frees a card. NULL is allowed.
///
/// Thread: any, once no other call uses it. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_card_free(card: *mut subrosa_card) {
    // SAFETY: Header.
    unsafe { handle::free(card) }
}

/// The fingerprint of the identity that the card names.
///
/// @param out  receives 32 bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[out; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_card_fingerprint(
    card: *const subrosa_card,
    out: *mut u8,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, card) = unsafe { (array_out("the fingerprint", out)?, lease(card)?) };
        out.put(*card.content.fingerprint().as_bytes());
        Ok(())
    })
}

/// The id of the card.
///
/// @param out  receives 8 bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[out; 8]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_card_id(
    card: *const subrosa_card,
    out: *mut u8,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, card) = unsafe { (array_out("the id", out)?, lease(card)?) };
        out.put(*card.content.id_bytes());
        Ok(())
    })
}

/// When the card was issued. It is valid from then on.
///
/// @param out  receives seconds since 1970
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_card_issued(
    card: *const subrosa_card,
    out: *mut i64,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, card) = unsafe { (Out::new("the time", out)?, lease(card)?) };
        out.put(i64::try_from(card.content.issued()).unwrap_or(i64::MAX));
        Ok(())
    })
}

/// When the card expires.
///
/// @param out  receives seconds since 1970
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_card_expires(
    card: *const subrosa_card,
    out: *mut i64,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, card) = unsafe { (Out::new("the time", out)?, lease(card)?) };
        out.put(i64::try_from(card.content.expires()).unwrap_or(i64::MAX));
        Ok(())
    })
}

/// Whether the card can be used for one session only.
///
/// @return 1 if it can; 0 if it is reusable, and for a NULL or bad handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_card_one_time(card: *const subrosa_card) -> i32 {
    asked(|| {
        // SAFETY: Header.
        let card = unsafe { lease(card)? };
        Ok(card.content.one_time())
    })
}

/// The card as one line of text.
///
/// @param out        receives the text and a NUL
/// @param inout_len  before: the size of `out`; after: the bytes needed, NUL included. Always
///                   `SUBROSA_CARD_SIZE`
/// @return `SUBROSA_OK`; `SUBROSA_E_BUFFER`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_card_text(
    card: *const subrosa_card,
    out: *mut c_char,
    inout_len: *mut usize,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (card, out) =
            unsafe { (lease(card)?, TextOut::new(out, inout_len, SUBROSA_CARD_SIZE)?) };
        out.put(&armor::encode(card.content.as_bytes()));
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_has_the_size_the_header_says() {
        assert_eq!(armor::encoded_len(UnverifiedCard::LENGTH) + 1, SUBROSA_CARD_SIZE);
    }
}
