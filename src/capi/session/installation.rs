//! Our own installation: its private prekeys, cards and Offers.

use super::identity::subrosa_identity;
use crate::capi::frame::buffer::{Out, array, array_or_none, array_out, bytes, seconds};
use crate::capi::frame::guard::{call, call_for};
use crate::capi::frame::handle::{self, Handle, NewHandle, lease};
use crate::capi::frame::random::SystemRandom;
use crate::capi::frame::result::subrosa_result;
use crate::capi::outcome::value::Outcome;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::session::{Echo, Event, Expiry, HostKey, Installation};

/// An installation of an identity: this device, with its private prekeys. Another device of the
/// same person has the same identity and its own installation.
pub struct subrosa_installation {
    _private: [u8; 0],
}

impl Handle for subrosa_installation {
    type Value = Installation;
    const TAG: u64 = u64::from_be_bytes(*b"Sub.Inst");
    const NAME: &'static str = "installation";
}

/// The size in bytes of the key under which states are sealed for the host.
#[allow(dead_code)] // For C.
pub const SUBROSA_KEY_SIZE: usize = 32;

/// Creates a new installation of an identity. The identity may be freed afterwards.
///
/// @param now  seconds since 1970
/// @param out  receives the installation, or NULL on failure; free it with
///             `subrosa_installation_free`
/// @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_installation_new(
    identity: *const subrosa_identity,
    now: i64,
    out: *mut *mut subrosa_installation,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, identity) = unsafe { (NewHandle::new(out)?, lease(identity)?) };
        out.put(Installation::new(identity.clone(), seconds(now)?, &mut SystemRandom)?);
        Ok(())
    })
}

/// Frees an installation and wipes its secrets. NULL is allowed.
///
/// Thread: any, once no other call uses it. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_installation_free(installation: *mut subrosa_installation) {
    // SAFETY: Header.
    unsafe { handle::free(installation) }
}

/// The id that distinguishes the installation from others of the same identity.
///
/// @param out  receives 4 bytes
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[out; 4]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_installation_id(
    installation: *const subrosa_installation,
    out: *mut u8,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, installation) = unsafe { (array_out("the id", out)?, lease(installation)?) };
        out.put(*installation.id().as_bytes());
        Ok(())
    })
}

/// Our card, to be published: whoever has it can begin a session while we are offline. It is
/// replaced every 7 days and valid for 14. Save the installation when the card is new.
///
/// @param now  seconds since 1970
/// @param out  receives an outcome with a CARD event, or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_installation_card(
    installation: *mut subrosa_installation,
    now: i64,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, mut installation) =
            unsafe { (NewHandle::new(out)?, lease(installation.cast_const())?) };
        let card = installation.card(seconds(now)?, &mut SystemRandom)?;
        out.put(Outcome::of_events(vec![Event::Card(Box::new(card))]));
        Ok(())
    })
}

/// Makes an Offer: a line that invites its receiver to begin a session. It contains a prekey for
/// one session, valid for 48 hours. Save the installation before the line is sent.
///
/// @param echo  12 bytes from a REFUSED or FORK event that identify the line that could not be
///              read; NULL for an invitation
/// @param now   seconds since 1970
/// @param out   receives an outcome with a SEND event, or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_installation_offer(
    installation: *mut subrosa_installation,
    echo: *const u8,
    now: i64,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, mut installation, echo) = unsafe {
            (NewHandle::new(out)?, lease(installation.cast_const())?, array_or_none(echo))
        };
        let echo = echo.map(|bytes| Echo::from_bytes(&bytes));
        let line = installation.offer(echo, seconds(now)?, &mut SystemRandom)?;
        out.put(Outcome::of_lines(vec![line]));
        Ok(())
    })
}

/// Deletes prekeys that are too old. Every `subrosa_peer_tick` also does this. Call this after
/// loading and when it is due, so that keys are deleted on time even if nobody talks.
///
/// @param now     seconds since 1970
/// @param due_in  receives the number of seconds after which to call this again at the latest; -1
///                if nothing will expire
/// @return 1 if the state has changed and must be saved (also after each hour, to record the time),
///         0 if not; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_installation_expire(
    installation: *mut subrosa_installation,
    now: i64,
    due_in: *mut i64,
) -> i32 {
    call_for(|| {
        // SAFETY: Header.
        let (out, mut installation) = unsafe {
            (Out::new("the place for the seconds", due_in)?, lease(installation.cast_const())?)
        };
        Ok(expired(installation.expire(seconds(now)?), out))
    })
}

/// Gives out what an expiry tells.
pub(in crate::capi) fn expired(expiry: Expiry, due_in: Out<i64>) -> i32 {
    let Expiry { changed, due_in: wait } = expiry;
    due_in.put(wait.map_or(-1, |wait| i64::try_from(wait).unwrap_or(i64::MAX)));
    i32::from(changed)
}

/// The state of the installation as bytes, encrypted under a key of the host. It contains the
/// private prekeys, but not the identity.
///
/// @param key  32 secret bytes
/// @param out  receives an outcome with a SAVED event, or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[key; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_installation_save(
    installation: *mut subrosa_installation,
    key: *const u8,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, mut installation, key) = unsafe {
            (NewHandle::new(out)?, lease(installation.cast_const())?, array("the key", key)?)
        };
        let (blob, generation) = installation.save(&HostKey::new(key), &mut SystemRandom)?;
        out.put(Outcome::of_saved(blob, generation));
        Ok(())
    })
}

/// Opens a state from `subrosa_installation_save`. Load only the newest state: to peers, an older
/// state that has been used since looks like a copy (`SUBROSA_SESSION_EVENT_FORK`).
///
/// @param identity    the identity of the installation; it may be freed afterwards
/// @param state       the bytes of the SAVED event
/// @param state_len   their number
/// @param key         the 32 bytes that the state was sealed under
/// @param out         receives the installation, or NULL on failure; free it with
///                    `subrosa_installation_free`
/// @param generation  receives the generation; may be NULL
/// @return `SUBROSA_OK`; `SUBROSA_E_STATE`, `SUBROSA_E_STATE_FORMAT`, `SUBROSA_E_STATE_KIND`,
///         `SUBROSA_E_STATE_CONTENT`, `SUBROSA_E_TRUNCATED` and the other errors of reading;
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[key; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_installation_load(
    identity: *const subrosa_identity,
    state: *const u8,
    state_len: usize,
    key: *const u8,
    out: *mut *mut subrosa_installation,
    generation: *mut i64,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, identity, state, key, place) = unsafe {
            (
                NewHandle::new(out)?,
                lease(identity)?,
                bytes("the state", state, state_len)?,
                array("the key", key)?,
                Out::new("the generation", generation),
            )
        };
        let key = HostKey::new(key);
        let (installation, generation) = Installation::load(state, &key, identity.clone())?;
        out.put(installation);
        if let Ok(place) = place {
            place.put(i64::try_from(generation).unwrap_or(i64::MAX));
        }
        Ok(())
    })
}
