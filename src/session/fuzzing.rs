//! Doors for the fuzzers, behind the feature `fuzzing`; not part of the interface.
//!
//! What stands behind a MAC or a seal is never reached by bytes that a fuzzer makes up. Here they
//! are sealed with the right key: as a hostile peer, or somebody who has the host's key, would.

use super::error::SessionError;
use super::installation::Installation;
use super::line::{self, Line, Message};
use super::payload::Payload;
use super::peer_sessions::{Context, PeerSessions};
use super::sealed_state::{self, HostKey, Kind};
use crate::crypto::{CryptoError, Random};

/// Seals any bytes as the payload of the next line of session `session`, with true counters or with
/// claimed ones (number, length of the chain before). Gives the decoded line.
///
/// # Errors
/// [`SessionError::NoSession`] if there is none of that number.
pub fn seal_payload(
    peer: &mut PeerSessions,
    cx: &mut Context<'_>,
    session: usize,
    counters: Option<(u32, u32)>,
    payload: &[u8],
) -> Result<Vec<u8>, SessionError> {
    let session = peer.sessions.get_mut(session).ok_or(SessionError::NoSession)?;
    let mut state = session.ratchet.begin_sealing(cx.rng)?;
    if let Some((number, previous)) = counters {
        state.claim(number, previous);
    }
    let (line, _) = state.seal(session.prefix(), &session.send_tag, payload, cx.rng)?;
    if counters.is_none() {
        session.ratchet.commit_sealed(state);
    }
    Ok(line)
}

/// The bytes of a parsed line.
///
/// # Errors
/// None for a line that [`Line::parse`] gave.
pub fn encode_line(parsed: &Line<'_>) -> Result<Vec<u8>, SessionError> {
    let assemble = |message: &Message<'_>, prefix: &[u8], tag| {
        let header = message.header(prefix, tag);
        line::assemble(&header, prefix.len(), &message.salt, &message.mac, message.body)
    };
    Ok(match parsed {
        Line::Message { tag, message } => assemble(message, &[], tag)?,
        Line::Init(init) => assemble(&init.message, init.prefix, &[0; 4])?,
        Line::Offer { card, installation, echo } => line::offer(card, *installation, *echo),
        Line::Card(card) => card.to_vec(),
    })
}

/// The bytes of a parsed payload, without padding and without what was skipped.
pub fn encode_payload(payload: &Payload<'_>) -> Vec<u8> {
    payload.to_bytes()
}

/// All of a peer's state.
pub fn peer_content(peer: &PeerSessions) -> Vec<u8> {
    peer.content()
}

/// All of an installation's state but its identity.
///
/// # Errors
/// None.
pub fn installation_content(installation: &Installation) -> Result<Vec<u8>, SessionError> {
    let (blob, _) = installation.clone().save(&KEY, &mut Zeros)?;
    let own = installation.identity().fingerprint();
    Ok(sealed_state::open(&KEY, Kind::Installation, own, &blob)?.0.to_vec())
}

/// Seals any bytes as the state of a peer of `own`, for [`PeerSessions::load`].
///
/// # Errors
/// Those of `rng`.
pub fn seal_peer_content(
    own: &Installation,
    key: &HostKey,
    content: &[u8],
    rng: &mut dyn Random,
) -> Result<Vec<u8>, SessionError> {
    sealed_state::seal(key, Kind::Peer, 1, own.identity().fingerprint(), content.to_vec(), rng)
}

/// Seals any bytes as the state of an installation of the identity of `own`, for
/// [`Installation::load`].
///
/// # Errors
/// Those of `rng`.
pub fn seal_installation_content(
    own: &Installation,
    key: &HostKey,
    content: &[u8],
    rng: &mut dyn Random,
) -> Result<Vec<u8>, SessionError> {
    sealed_state::seal(
        key,
        Kind::Installation,
        1,
        own.identity().fingerprint(),
        content.to_vec(),
        rng,
    )
}

const KEY: HostKey = HostKey::new([0; 32]);

/// State that never leaves this file needs no randomness, and two looks at it must not differ.
struct Zeros;

impl Random for Zeros {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        out.fill(0);
        Ok(())
    }
}
