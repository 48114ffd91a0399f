//! State as bytes sealed under a key of the host (PROTOCOL.md section 13).

use super::error::SessionError;
use crate::crypto::{self, Random, Secret};
use crate::identity::Fingerprint;
use crate::wire::codec::{Reader, Writer};
use crate::wire::{ObjectKind, labels};
use zeroize::Zeroizing;

/// The 32-byte key under which a host has states sealed.
pub type HostKey = Secret<32>;

/// What a blob holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Installation = 1,
    Peer = 2,
}

const FORMAT: u8 = 1;

/// Seals a state. Fresh randomness enters the key, so that no nonce is ever used twice.
pub(crate) fn seal(
    key: &HostKey,
    kind: Kind,
    generation: u64,
    own: &Fingerprint,
    content: Vec<u8>,
    rng: &mut dyn Random,
) -> Result<Vec<u8>, SessionError> {
    let mut content = Zeroizing::new(content);
    let mut drawn = [0; 32];
    rng.fill(&mut drawn)?;
    let head = head(kind, generation);
    // With the content in it, a cloned generator never seals two states under one key and nonce.
    let fresh = crypto::hmac(&drawn, &[&head, &content]);
    let (cipher_key, nonce) = crypto::key_and_nonce(key.as_bytes(), &[&fresh], &[labels::BLOB])?;
    crypto::seal(cipher_key.as_bytes(), &nonce, &[&head, own.as_bytes()], &mut content)?;
    Ok([&head[..], &fresh, &content].concat())
}

/// Opens a state: its content and generation.
pub(crate) fn open(
    key: &HostKey,
    kind: Kind,
    own: &Fingerprint,
    blob: &[u8],
) -> Result<(Zeroizing<Vec<u8>>, u64), SessionError> {
    let mut reader = Reader::new(blob);
    match ObjectKind::read(reader.u8()?)? {
        ObjectKind::SavedState => {}
        _ => return Err(SessionError::SavedKind),
    }
    match reader.u8()? {
        FORMAT => {}
        other => return Err(SessionError::SavedFormat(other)),
    }
    if reader.u8()? != kind as u8 {
        return Err(SessionError::SavedKind);
    }
    let generation = reader.u64()?;
    let fresh = reader.take(32)?;
    let (cipher_key, nonce) = crypto::key_and_nonce(key.as_bytes(), &[fresh], &[labels::BLOB])?;
    let mut content = Zeroizing::new(reader.rest().to_vec());
    let head = head(kind, generation);
    crypto::open(cipher_key.as_bytes(), &nonce, &[&head, own.as_bytes()], &mut content)
        .map_err(|_| SessionError::SavedState)?;
    Ok((content, generation))
}

fn head(kind: Kind, generation: u64) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.u8(ObjectKind::SavedState.header_byte());
    writer.u8(FORMAT);
    writer.u8(kind as u8);
    writer.u64(generation);
    writer.into_vec()
}
