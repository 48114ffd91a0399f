//! What is said to a peer, and what it says.

use super::card::subrosa_card;
use super::installation::subrosa_installation;
use super::peer::subrosa_peer;
use crate::capi::frame::buffer::{array, array_or_none, bytes, seconds, text};
use crate::capi::frame::content::content;
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::call;
use crate::capi::frame::handle::{NewHandle, lease};
use crate::capi::frame::random::SystemRandom;
use crate::capi::frame::result::subrosa_result;
use crate::capi::outcome::value::Outcome;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::session::{Context, PeerSessions, SessionError, TextId, when_written};
use core::ffi::c_char;

/// Begins a session with a verified card of the peer, even if the conversation had ended. The peer
/// need not be online. The status is STARTING until the peer answers; a live session goes on.
///
/// @param peer          the peer
/// @param installation  ours
/// @param card          a card of the peer, verified
/// @param content       the type of the first text: a `SUBROSA_CONTENT_` constant
/// @param text          a first text to send along, UTF-8, not NUL-terminated; (NULL, 0) for none
/// @param text_len      its length in bytes
/// @param now           seconds since 1970
/// @param out           receives an outcome with a SENT event (if there is a text) and SEND events,
///                      or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_UNVERIFIED`, `SUBROSA_E_EXPIRED`, `SUBROSA_E_OTHER_IDENTITY`,
///         `SUBROSA_E_OWN_IDENTITY`, `SUBROSA_E_NOT_CONFIRMED_YET` for a text of more than 8 lines,
///         `SUBROSA_E_TOO_LONG`, `SUBROSA_E_UTF8`, `SUBROSA_E_WRONG_INSTALLATION`,
///         `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_start(
    peer: *mut subrosa_peer,
    installation: *mut subrosa_installation,
    card: *const subrosa_card,
    content: i32,
    text: *const c_char,
    text_len: usize,
    now: i64,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        let start = |peer: &mut PeerSessions, context: &mut Context<'_>| {
            // SAFETY: Header.
            let (card, text) = unsafe { (lease(card)?, self::text("the text", text, text_len)?) };
            let first = (self::content(content)?, text.as_bytes());
            let first = Some(first).filter(|(_, text)| !text.is_empty());
            let sent = peer.start(context, card.verified()?, first)?;
            Ok(match first {
                Some(_) => Outcome::of_sent(sent),
                None => Outcome::of_lines(sent.lines),
            })
        };
        // SAFETY: Header.
        unsafe { with_status(peer, installation, now, out, start) }
    })
}

/// Encrypts a text for each installation of the peer that has a session.
///
/// @param peer          the peer
/// @param installation  ours
/// @param content       a `SUBROSA_CONTENT_` constant
/// @param text          the text, UTF-8, not NUL-terminated
/// @param text_len      its length, 1 to 65,536 bytes
/// @param again         8 bytes: the id of the text if these bytes were sent before, so that the peer
///                      shows it only once; NULL for a new text
/// @param written       when the user wrote the text, in seconds since 1970; 0 for now. The peer is
///                      told if it was more than a minute before `now`
/// @param now           seconds since 1970
/// @param out           receives an outcome with SENT and SEND events, or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_SESSION`, `SUBROSA_E_ENDED`, `SUBROSA_E_FORKED`,
///         `SUBROSA_E_EMPTY`, `SUBROSA_E_TOO_LONG`, `SUBROSA_E_NOT_CONFIRMED_YET`,
///         `SUBROSA_E_UTF8`, `SUBROSA_E_WRONG_INSTALLATION`, `SUBROSA_E_RANDOM`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle. After an error, do not send the text
///         unencrypted instead.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_send(
    peer: *mut subrosa_peer,
    installation: *mut subrosa_installation,
    content: i32,
    text: *const c_char,
    text_len: usize,
    again: *const u8,
    written: i64,
    now: i64,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        let send = |peer: &mut PeerSessions, context: &mut Context<'_>| {
            // SAFETY: Header.
            let (text, again) =
                unsafe { (self::text("the text", text, text_len)?, array_or_none(again)) };
            let content = self::content(content)?;
            let again = again.map(TextId::from_bytes);
            let told = when_written(seconds(written)?, context.now);
            Ok(Outcome::of_sent(peer.send_written(
                context,
                content,
                text.as_bytes(),
                again,
                told,
            )?))
        };
        // SAFETY: Header.
        unsafe { with_status(peer, installation, now, out, send) }
    })
}

/// Reads whatever arrived from the peer's address: lines of this library within any markup, text
/// around them, or no line at all. A refused line is a REFUSED event, not an error.
///
/// @param peer          the peer
/// @param installation  ours
/// @param text          what arrived, in any encoding, not NUL-terminated
/// @param text_len      its length in bytes
/// @param now           seconds since 1970
/// @param out           receives an outcome with any events, or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle. After an error, show what
///         arrived.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_receive(
    peer: *mut subrosa_peer,
    installation: *mut subrosa_installation,
    text: *const c_char,
    text_len: usize,
    now: i64,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        let receive = |peer: &mut PeerSessions, context: &mut Context<'_>| {
            // SAFETY: Header.
            let text = unsafe { bytes("the text", text.cast(), text_len)? };
            Ok(Outcome::of_events(peer.receive(context, text)))
        };
        // SAFETY: Header.
        unsafe { with(peer, installation, now, out, receive) }
    })
}

/// Confirms that a text has been shown or stored. Only then is it acknowledged to the peer.
///
/// @param peer  the peer
/// @param id    the `ID` of the TEXT event, 8 bytes; an unknown one does nothing
/// @param now   seconds since 1970
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
///
/// cbindgen:ptrs-as-arrays=[[id; 8]]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_confirm(
    peer: *mut subrosa_peer,
    id: *const u8,
    now: i64,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (mut peer, id) = unsafe { (lease(peer.cast_const())?, array("the id", id)?) };
        peer.confirm(TextId::from_bytes(id), seconds(now)?);
        Ok(())
    })
}

/// Does what is due: sends acknowledgements, repeats answers, and deletes what is too old. Call it
/// when `subrosa_peer_wake_in` says so.
///
/// @param peer          the peer
/// @param installation  ours
/// @param now           seconds since 1970
/// @param out           receives an outcome with SEND and STATUS events, or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_tick(
    peer: *mut subrosa_peer,
    installation: *mut subrosa_installation,
    now: i64,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        let tick = |peer: &mut PeerSessions, context: &mut Context<'_>| {
            Ok(Outcome::of_events(peer.tick(context)))
        };
        // SAFETY: Header.
        unsafe { with(peer, installation, now, out, tick) }
    })
}

/// Closes the conversation and tells the peer with an authenticated line. Sending is an error until
/// the conversation is started again.
///
/// @param peer          the peer
/// @param installation  ours
/// @param now           seconds since 1970
/// @param out           receives an outcome with SEND and STATUS events, or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_SESSION` if there is none to close,
///         `SUBROSA_E_WRONG_INSTALLATION`, `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of
///         the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_close(
    peer: *mut subrosa_peer,
    installation: *mut subrosa_installation,
    now: i64,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        unsafe { with_status(peer, installation, now, out, lines(PeerSessions::close)) }
    })
}

/// Sends an empty line on every live session. A peer that has lost its state answers with an Offer
/// that names this line. Use this after an Offer that answers nothing
/// (`SUBROSA_E_UNEXPECTED_OFFER`) to find out whether the peer has lost its state.
///
/// @param peer          the peer
/// @param installation  ours
/// @param now           seconds since 1970
/// @param out           receives an outcome with SEND events, or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_SESSION` if none is live, `SUBROSA_E_WRONG_INSTALLATION`,
///         `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_probe(
    peer: *mut subrosa_peer,
    installation: *mut subrosa_installation,
    now: i64,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        unsafe { with_status(peer, installation, now, out, lines(PeerSessions::probe)) }
    })
}

/// Sends our current card to the peer, encrypted. With it the peer can begin a session while we are
/// offline.
///
/// @param peer          the peer
/// @param installation  ours; save it afterwards
/// @param now           seconds since 1970
/// @param out           receives an outcome with SEND events, or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_SESSION` if none is live, `SUBROSA_E_WRONG_INSTALLATION`,
///         `SUBROSA_E_RANDOM`, `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_peer_send_card(
    peer: *mut subrosa_peer,
    installation: *mut subrosa_installation,
    now: i64,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        unsafe { with_status(peer, installation, now, out, lines(PeerSessions::send_card)) }
    })
}

/// Makes a call on a peer with everything it needs, and hands out its outcome.
///
/// # Safety
/// What the header asks of the pointers.
unsafe fn with(
    peer: *mut subrosa_peer,
    installation: *mut subrosa_installation,
    now: i64,
    out: *mut *mut subrosa_outcome,
    work: impl FnOnce(&mut PeerSessions, &mut Context<'_>) -> Result<Outcome, Fault>,
) -> Result<(), Fault> {
    // SAFETY: as promised by the caller.
    let (out, mut peer, mut installation) = unsafe {
        (NewHandle::new(out)?, lease(peer.cast_const())?, lease(installation.cast_const())?)
    };
    let mut rng = SystemRandom;
    let context =
        &mut Context { installation: &mut installation, now: seconds(now)?, rng: &mut rng };
    out.put(work(&mut peer, context)?);
    Ok(())
}

/// As [`with`], for calls of the user, which themselves do not tell of a new status.
///
/// # Safety
/// What the header asks of the pointers.
unsafe fn with_status(
    peer: *mut subrosa_peer,
    installation: *mut subrosa_installation,
    now: i64,
    out: *mut *mut subrosa_outcome,
    work: impl FnOnce(&mut PeerSessions, &mut Context<'_>) -> Result<Outcome, Fault>,
) -> Result<(), Fault> {
    let telling = |peer: &mut PeerSessions, context: &mut Context<'_>| {
        let before = peer.status();
        Ok(work(peer, context)?.and_status(before, peer.status()))
    };
    // SAFETY: as promised by the caller.
    unsafe { with(peer, installation, now, out, telling) }
}

/// The outcome of a call that gives lines.
fn lines(
    work: impl FnOnce(&mut PeerSessions, &mut Context<'_>) -> Result<Vec<String>, SessionError>,
) -> impl FnOnce(&mut PeerSessions, &mut Context<'_>) -> Result<Outcome, Fault> {
    |peer, context| Ok(Outcome::of_lines(work(peer, context)?))
}
