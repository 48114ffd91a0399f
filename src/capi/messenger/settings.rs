//! Settings of accounts and contacts, by number.

use crate::capi::frame::buffer::{Out, argument, name};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::call;
use crate::capi::frame::handle::share;
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::subrosa_messenger;
use crate::messenger::{CaseMapping, MessengerError, Mode, Setting};
use core::ffi::c_char;

/// Of an account: the longest line in characters, 360 to 16,384.
pub const SUBROSA_SETTING_LINE_CHARS: i32 = 1;
/// Of an account: how many lines may follow each other at once, 1 to 1,000.
pub const SUBROSA_SETTING_BURST: i32 = 2;
/// Of an account: the pause between further lines, 0 to 600,000 milliseconds.
pub const SUBROSA_SETTING_INTERVAL_MS: i32 = 3;
/// Of an account: the host gives and takes HTML (1) or plain text (0).
pub const SUBROSA_SETTING_HTML: i32 = 4;
/// Of an account: each line of a text is a SHOW event of its own (1) or not (0).
pub const SUBROSA_SETTING_SPLIT_LINES: i32 = 5;
/// Of an account: how private conversations begin, a `SUBROSA_MODE_` constant.
pub const SUBROSA_SETTING_MODE: i32 = 7;

/// Every difference counts.
pub const SUBROSA_CASE_EXACT: i32 = 0;
/// `A` to `Z` are `a` to `z`.
pub const SUBROSA_CASE_ASCII: i32 = 1;
/// And `[ ] \ ~` are `{ } | ^`: what servers call `rfc1459`, and the default of `"irc"`.
pub const SUBROSA_CASE_RFC1459: i32 = 2;
/// And `[ ] \` are `{ } |`: what servers call `rfc1459-strict` or `strict-rfc1459`.
pub const SUBROSA_CASE_STRICT_RFC1459: i32 = 5;
/// As ASCII, and spaces do not count.
pub const SUBROSA_CASE_SCREEN_NAME: i32 = 3;
/// A Jabber address: in lower case up to the first `/`.
pub const SUBROSA_CASE_JID: i32 = 4;

/// Nothing begins without the user: who asks, contact or not, is an invitation.
pub const SUBROSA_MODE_MANUAL: i32 = 1;
/// The default: a contact who asks is answered, and the first text in clear to somebody unknown asks,
/// once, whether there is a plugin (`SUBROSA_EVENT_APPEND`).
pub const SUBROSA_MODE_AUTOMATIC: i32 = 2;
/// And nothing goes in clear: a text to somebody with whom there is no private conversation is held
/// and starts one. Rooms are not concerned.
pub const SUBROSA_MODE_REQUIRED: i32 = 3;

/// Of an account: the texts that the host gives, what the user types and what the network brings,
/// are HTML (1) or plain text (0). `SUBROSA_SETTING_HTML` sets this and the next one.
pub const SUBROSA_SETTING_HTML_GIVEN: i32 = 20;
/// Of an account: the host shows HTML (1) or plain text (0).
pub const SUBROSA_SETTING_HTML_TAKEN: i32 = 21;
/// Of an account: which spellings of an address are the same, a `SUBROSA_CASE_` constant. Servers of
/// IRC announce it (CASEMAPPING). Where two addresses become one, what may not leave in clear to
/// either may not to that one; where one becomes two, both keep it. While the account is not attached,
/// `SUBROSA_E_ADDRESS_TAKEN` as soon as an address of it is remembered; nothing changes then.
pub const SUBROSA_SETTING_CASE_MAPPING: i32 = 22;
/// Of an account: lines above which a text is sent only after the user has agreed (ASK LONG_TEXT),
/// 1 to 512. With 512 nothing is asked.
pub const SUBROSA_SETTING_LONG_TEXT_LINES: i32 = 23;
/// Of an account: contacts get the user's full card by themselves once they talk in private, so that
/// they can seal documents to the user (1), or not (0). As long as it is not set: 1 where a line may
/// have 2,400 characters or more, so that the card takes one.
pub const SUBROSA_SETTING_SHARE_CARD: i32 = 40;
/// Of an account: Offers made without the user for all contacts together, a minute. 1 to 60,000, as
/// all budgets; 10 if it is not set.
pub const SUBROSA_SETTING_OFFERS: i32 = 24;
/// Of an account: Offers made at once because one contact asks; then one in 30 minutes. 4.
pub const SUBROSA_SETTING_OFFERS_OF_CONTACT: i32 = 25;
/// Of an account: handshakes computed at once for one address; then one in 10 seconds. 16.
pub const SUBROSA_SETTING_HANDSHAKES_OF_ADDRESS: i32 = 26;
/// Of an account: handshakes computed for all contacts together, a minute. 120.
pub const SUBROSA_SETTING_HANDSHAKES: i32 = 27;
/// Of an account: handshakes computed for all strangers together, a minute. 60.
pub const SUBROSA_SETTING_HANDSHAKES_OF_STRANGERS: i32 = 28;
/// Of an account: questions and notices about strangers, a minute. 10.
pub const SUBROSA_SETTING_INVITATIONS: i32 = 29;
/// Of a contact: the user knows it (1), it is on the list of contacts say, or not (0). To others the
/// library is silent until the user writes to them or accepts them. It says nothing of what may leave
/// in clear. At an address that its contact has left it does nothing.
pub const SUBROSA_SETTING_KNOWN: i32 = 101;
/// Of a contact: it is there (1, which the library takes for granted) or not (0): then nothing is
/// sent to it unasked. Not kept in the vault.
pub const SUBROSA_SETTING_PRESENT: i32 = 102;
/// Of a contact: how private conversations with it begin, a `SUBROSA_MODE_` constant; 0, the default,
/// as its account has it.
pub const SUBROSA_SETTING_CONTACT_MODE: i32 = 103;

/// Changes how the network of an account is. The vault keeps it, also for an account that is attached
/// later: set before `subrosa_account_attach`, it is there from the first text on.
///
/// @param setting  a `SUBROSA_SETTING_` constant of an account
/// @param value    see there
/// @return `SUBROSA_OK`; `SUBROSA_E_SETTING`, `SUBROSA_E_ADDRESS_TAKEN` (`CASE_MAPPING` alone),
///         `SUBROSA_E_NAME`, `SUBROSA_E_ACCOUNT_IN_USE` if another program has attached it, and the
///         errors of a vault;
///         `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_set(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    setting: i32,
    value: i64,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (shared, account) =
            unsafe { (share(messenger.cast_const())?, name("the account", account)?) };
        let setting = known(setting)?;
        let value = match setting {
            Setting::Mode => mode(value)? as i64,
            Setting::CaseMapping => case_mapping(value)? as i64,
            _ => value,
        };
        shared.with(|messenger| Ok(messenger.set(account, setting, value)?))
    })
}

/// How a setting of an account stands: as it was set, or as its profile has it.
///
/// @param setting  a `SUBROSA_SETTING_` constant of an account
/// @param value    receives it
/// @return `SUBROSA_OK`; `SUBROSA_E_UNKNOWN_ACCOUNT`, `SUBROSA_E_UTF8`, `SUBROSA_E_ARGUMENT` or an
///         error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_account_get(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    setting: i32,
    value: *mut i64,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (value, shared, account) = unsafe {
            let value = Out::new("the value", value)?;
            (value, share(messenger.cast_const())?, name("the account", account)?)
        };
        let setting = known(setting)?;
        value.put(shared.with(|messenger| Ok(messenger.get(account, setting)?))?);
        Ok(())
    })
}

fn known(setting: i32) -> Result<Setting, Fault> {
    Ok(match setting {
        SUBROSA_SETTING_LINE_CHARS => Setting::LineChars,
        SUBROSA_SETTING_BURST => Setting::Burst,
        SUBROSA_SETTING_INTERVAL_MS => Setting::IntervalMs,
        SUBROSA_SETTING_HTML => Setting::Html,
        SUBROSA_SETTING_SPLIT_LINES => Setting::SplitLines,
        SUBROSA_SETTING_HTML_GIVEN => Setting::HtmlGiven,
        SUBROSA_SETTING_HTML_TAKEN => Setting::HtmlTaken,
        SUBROSA_SETTING_CASE_MAPPING => Setting::CaseMapping,
        SUBROSA_SETTING_LONG_TEXT_LINES => Setting::LongTextLines,
        SUBROSA_SETTING_MODE => Setting::Mode,
        SUBROSA_SETTING_SHARE_CARD => Setting::ShareCard,
        SUBROSA_SETTING_OFFERS => Setting::Offers,
        SUBROSA_SETTING_OFFERS_OF_CONTACT => Setting::OffersOfContact,
        SUBROSA_SETTING_HANDSHAKES_OF_ADDRESS => Setting::HandshakesOfAddress,
        SUBROSA_SETTING_HANDSHAKES => Setting::Handshakes,
        SUBROSA_SETTING_HANDSHAKES_OF_STRANGERS => Setting::HandshakesOfStrangers,
        SUBROSA_SETTING_INVITATIONS => Setting::Invitations,
        _ => return Err(argument(format!("an account has no setting {setting}"))),
    })
}

/// A mode by its number.
pub(in crate::capi) fn mode(value: i64) -> Result<Mode, Fault> {
    match i32::try_from(value) {
        Ok(SUBROSA_MODE_MANUAL) => Ok(Mode::Manual),
        Ok(SUBROSA_MODE_AUTOMATIC) => Ok(Mode::Automatic),
        Ok(SUBROSA_MODE_REQUIRED) => Ok(Mode::Required),
        _ => Err(MessengerError::BadSetting.into()),
    }
}

fn case_mapping(value: i64) -> Result<CaseMapping, Fault> {
    match i32::try_from(value) {
        Ok(SUBROSA_CASE_EXACT) => Ok(CaseMapping::Exact),
        Ok(SUBROSA_CASE_ASCII) => Ok(CaseMapping::Ascii),
        Ok(SUBROSA_CASE_RFC1459) => Ok(CaseMapping::Rfc1459),
        Ok(SUBROSA_CASE_STRICT_RFC1459) => Ok(CaseMapping::StrictRfc1459),
        Ok(SUBROSA_CASE_SCREEN_NAME) => Ok(CaseMapping::ScreenName),
        Ok(SUBROSA_CASE_JID) => Ok(CaseMapping::Jid),
        _ => Err(MessengerError::BadSetting.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_and_case_mappings_have_the_numbers_that_the_vault_keeps() {
        for code in 0..10 {
            assert_eq!(
                mode(code).ok().map_or(0, |mode| mode as i64),
                if (1..=3).contains(&code) { code } else { 0 }
            );
            assert_eq!(
                case_mapping(code).ok().map_or(0, |found| found as i64),
                if code <= 5 { code } else { 0 }
            );
        }
    }

    #[test]
    fn the_settings_have_the_numbers_that_the_vault_keeps() {
        for (code, setting) in [
            (SUBROSA_SETTING_LINE_CHARS, Setting::LineChars),
            (SUBROSA_SETTING_BURST, Setting::Burst),
            (SUBROSA_SETTING_INTERVAL_MS, Setting::IntervalMs),
            (SUBROSA_SETTING_HTML, Setting::Html),
            (SUBROSA_SETTING_SPLIT_LINES, Setting::SplitLines),
            (SUBROSA_SETTING_HTML_GIVEN, Setting::HtmlGiven),
            (SUBROSA_SETTING_HTML_TAKEN, Setting::HtmlTaken),
            (SUBROSA_SETTING_CASE_MAPPING, Setting::CaseMapping),
            (SUBROSA_SETTING_LONG_TEXT_LINES, Setting::LongTextLines),
            (SUBROSA_SETTING_MODE, Setting::Mode),
            (SUBROSA_SETTING_SHARE_CARD, Setting::ShareCard),
            (SUBROSA_SETTING_OFFERS, Setting::Offers),
            (SUBROSA_SETTING_OFFERS_OF_CONTACT, Setting::OffersOfContact),
            (SUBROSA_SETTING_HANDSHAKES_OF_ADDRESS, Setting::HandshakesOfAddress),
            (SUBROSA_SETTING_HANDSHAKES, Setting::Handshakes),
            (SUBROSA_SETTING_HANDSHAKES_OF_STRANGERS, Setting::HandshakesOfStrangers),
            (SUBROSA_SETTING_INVITATIONS, Setting::Invitations),
        ] {
            assert_eq!(code, setting as i32);
        }
    }
}
