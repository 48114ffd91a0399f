//! A peer: made, set, asked, saved and loaded. What is said to it stands in `talk`.

use super::installation::{expired, subrosa_installation};
use crate::capi::frame::buffer::{Out, array, array_or_none, array_out, bytes, seconds, switch};
use crate::capi::frame::guard::{asked, call, call_for};
use crate::capi::frame::handle::{self, Handle, NewHandle, lease};
use crate::capi::frame::random::SystemRandom;
use crate::capi::frame::result::subrosa_result;
use crate::capi::outcome::of_session::status_code;
use crate::capi::outcome::value::Outcome;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::identity::Fingerprint;
use crate::session::{HostKey, PeerSessions};

/// A peer: all our sessions with one other identity.
pub struct subrosa_peer {
    _private: [u8; 0],
}

impl Handle for subrosa_peer {
    type Value = PeerSessions;
    const TAG: u64 = u64::from_be_bytes(*b"Sub.Peer");
    const NAME: &'static str = "peer";
}

/// Creates a peer without a session.
///
/// @param installation  ours. Pass the same one, or another of the same identity, to every call
/// @param fingerprint   32 bytes: the identity that the peer must have. With NULL, the first
///                      identity that appears is accepted (`SUBROSA_SESSION_EVENT_BOUND`)
/// @param now           seconds since 1970
/// @param out           receives the peer, or NULL on failure; free it with `subrosa_peer_free`
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_new(
    installation: *const subrosa_installation,
    fingerprint: *const u8,
    now: i64,
    out: *mut *mut subrosa_peer,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, installation, fingerprint) =
            unsafe { (NewHandle::new(out)?, lease(installation)?, array_or_none(fingerprint)) };
        let expected = fingerprint.map(Fingerprint::from_bytes);
        out.put(PeerSessions::new(&installation, expected, seconds(now)?));
        Ok(())
    })
}

/// Frees a peer and wipes its secrets. NULL is allowed.
///
/// Thread: any, once no other call uses it. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_free(peer: *mut subrosa_peer) {
    // SAFETY: Header.
    unsafe { handle::free(peer) }
}

/// Sets the length limit of a line in characters. The default is 380, which fits into one IRC line.
///
/// @param chars  360 to 16,384
/// @return `SUBROSA_OK`; `SUBROSA_E_LINE_LIMIT`; an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_set_line_limit(
    peer: *mut subrosa_peer,
    chars: i32,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let mut peer = unsafe { lease(peer.cast_const())? };
        // A negative number is as far below the limits as 0.
        Ok(peer.set_line_limit(usize::try_from(chars).unwrap_or(0))?)
    })
}

/// Turns acknowledgements on (the default) or off. Without them, the peer gets no DELIVERED events.
///
/// @param on  1 or 0
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_set_acknowledgements(
    peer: *mut subrosa_peer,
    on: i32,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let mut peer = unsafe { lease(peer.cast_const())? };
        peer.set_acknowledgements(switch("acknowledgements", on)?);
        Ok(())
    })
}

/// Turns filling on or off. If it is on, every line is padded to the line limit, so that its length
/// reveals nothing. By default, padding goes to the next multiple of 16 bytes.
///
/// @param on  1 or 0
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_set_fill_lines(
    peer: *mut subrosa_peer,
    on: i32,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let mut peer = unsafe { lease(peer.cast_const())? };
        peer.set_fill_lines(switch("filling lines", on)?);
        Ok(())
    })
}

/// The fingerprint of the peer, if it is known or expected.
///
/// @param out  receives 32 bytes if the fingerprint is known
/// @return 1 if it is known; 0 if nobody has appeared yet, and for a NULL pointer or a bad handle.
///         If 0, `out` is unchanged.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[out; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_fingerprint(peer: *const subrosa_peer, out: *mut u8) -> i32 {
    asked(|| {
        // SAFETY: Header.
        let (out, peer) = unsafe { (array_out("the fingerprint", out)?, lease(peer)?) };
        let Some(fingerprint) = peer.fingerprint() else { return Ok(false) };
        out.put(*fingerprint.as_bytes());
        Ok(true)
    })
}

/// The state of the conversation.
///
/// @return A `SUBROSA_STATUS_` constant, which is positive; or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_status(peer: *const subrosa_peer) -> i32 {
    call_for(|| {
        // SAFETY: Header.
        let peer = unsafe { lease(peer)? };
        Ok(status_code(peer.status()))
    })
}

/// The state of the peer as bytes, encrypted under a key of the host. Save it after every call that
/// changed the peer and before its lines are sent. Save the peer before the installation.
///
/// @param key  32 secret bytes
/// @param out  receives an outcome with a SAVED event, or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[key; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_save(
    peer: *mut subrosa_peer,
    key: *const u8,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, mut peer, key) =
            unsafe { (NewHandle::new(out)?, lease(peer.cast_const())?, array("the key", key)?) };
        let (blob, generation) = peer.save(&HostKey::new(key), &mut SystemRandom)?;
        out.put(Outcome::of_saved(blob, generation));
        Ok(())
    })
}

/// Opens a state from `subrosa_peer_save`. Load only the newest state: to the peer, an older state
/// that has been used since looks like a copy (`SUBROSA_SESSION_EVENT_FORK`).
///
/// @param installation  ours, of the identity that the state was saved with
/// @param state         the bytes of the SAVED event
/// @param state_len     their number
/// @param key           the 32 bytes that the state was sealed under
/// @param fingerprint   32 bytes: the identity that the peer must have, so that states cannot be
///                      swapped; NULL to accept any
/// @param out           receives the peer, or NULL on failure; free it with `subrosa_peer_free`
/// @param generation    receives the generation; may be NULL
/// @return `SUBROSA_OK`; `SUBROSA_E_STATE`, `SUBROSA_E_STATE_FORMAT`, `SUBROSA_E_STATE_KIND`,
///         `SUBROSA_E_STATE_CONTENT`, `SUBROSA_E_OTHER_IDENTITY`, `SUBROSA_E_TRUNCATED` and the
///         other errors of reading; `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the
///         handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[key; 32]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_load(
    installation: *const subrosa_installation,
    state: *const u8,
    state_len: usize,
    key: *const u8,
    fingerprint: *const u8,
    out: *mut *mut subrosa_peer,
    generation: *mut i64,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, installation, state, key, fingerprint, place) = unsafe {
            (
                NewHandle::new(out)?,
                lease(installation)?,
                bytes("the state", state, state_len)?,
                array("the key", key)?,
                array_or_none(fingerprint),
                Out::new("the generation", generation),
            )
        };
        let expected = fingerprint.map(Fingerprint::from_bytes);
        let key = HostKey::new(key);
        let (peer, generation) =
            PeerSessions::load(state, &key, &installation, expected.as_ref(), &mut SystemRandom)?;
        out.put(peer);
        if let Ok(place) = place {
            place.put(i64::try_from(generation).unwrap_or(i64::MAX));
        }
        Ok(())
    })
}

/// Deletes what is too old: keys of lines that never arrived, incomplete texts, unused sessions.
/// Every `subrosa_peer_tick` also does this. Call this for peers that nobody talks to, after
/// loading and when it is due. It may change `subrosa_peer_status`.
///
/// @param now     seconds since 1970
/// @param due_in  receives the number of seconds after which to call this again at the latest; -1
///                if nothing will expire
/// @return 1 if the state has changed and must be saved (also after each hour, to record the time),
///         0 if not; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_expire(
    peer: *mut subrosa_peer,
    now: i64,
    due_in: *mut i64,
) -> i32 {
    call_for(|| {
        // SAFETY: Header.
        let (out, mut peer) =
            unsafe { (Out::new("the place for the seconds", due_in)?, lease(peer.cast_const())?) };
        Ok(expired(peer.expire(seconds(now)?), out))
    })
}

/// The number of seconds after which `subrosa_peer_tick` has something to do.
///
/// @param now      seconds since 1970
/// @param seconds  receives the number; -1 if nothing is due
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_wake_in(
    peer: *const subrosa_peer,
    now: i64,
    seconds: *mut i64,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, peer) =
            unsafe { (Out::new("the place for the seconds", seconds)?, lease(peer)?) };
        let wait = peer.wake_in(self::seconds(now)?);
        out.put(wait.map_or(-1, |wait| i64::try_from(wait).unwrap_or(i64::MAX)));
        Ok(())
    })
}
