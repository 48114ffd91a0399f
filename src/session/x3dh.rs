//! X3DH with cards (PROTOCOL.md section 7).
//!
//! Source: The X3DH Key Agreement Protocol, Marlinspike and Perrin, revision 1. The differences are
//! listed in the specification.

use super::error::SessionError;
use super::ids::Echo;
use super::line::{INIT_PREFIX, Init, POINT};
use super::schedule::{self, SessionKeys};
use crate::crypto::{self, AgreementPublic, AgreementSecret, Random, Secret};
use crate::identity::{Card, CardId, Identity, PublicIdentity};
use crate::wire::codec::{Reader, Writer};
use crate::wire::{ObjectKind, labels};
use zeroize::Zeroizing;

/// Capabilities of this version: none of the reserved ones.
const CAPABILITIES: u16 = 0;
const SUITE: u8 = 1;

/// What the initiator has after the agreement: the keys, and the prefix of its first lines.
pub(crate) struct Initiated {
    pub(crate) keys: SessionKeys,
    pub(crate) ephemeral: [u8; POINT],
    pub(crate) prefix: Vec<u8>,
}

/// Makes a session's keys from the responder's verified card.
pub(crate) fn initiate(
    own: &Identity,
    card: &Card,
    rng: &mut dyn Random,
) -> Result<Initiated, SessionError> {
    let ephemeral = AgreementSecret::generate(rng)?;
    let e = *ephemeral.public().as_bytes();
    let with_prekey = ephemeral.agree(card.prekey())?;
    let with_identity = ephemeral.agree(card.identity().agreement())?;
    let own_with_prekey = own.agreement().agree(card.prekey())?;

    let lead = lead(&card.id(), &e);
    let info: [&[u8]; 3] = [labels::INIT_ID, card.id_bytes(), &e];
    let ikm: [&[u8]; 2] = [with_prekey.as_bytes(), with_identity.as_bytes()];
    let (key, nonce) = crypto::key_and_nonce(&[], &ikm, &info)?;
    let mut sealed = identity_bytes(own.public(), CAPABILITIES);
    crypto::seal(key.as_bytes(), &nonce, &[&lead], &mut sealed)?;

    let transcript = transcript(own.public(), CAPABILITIES, card, &e);
    let keys =
        schedule::session_keys([&own_with_prekey, &with_identity, &with_prekey], &transcript)?;
    let prefix = [lead, sealed].concat();
    Ok(Initiated { keys, ephemeral: e, prefix })
}

/// What the responder has once the sealed identity of an Init is open: who the initiator is, and
/// the two agreements with E, which the keys of the session need again. Wiped when dropped.
pub(crate) struct OpenedIdentity {
    pub(crate) initiator: PublicIdentity,
    capabilities: u16,
    with_prekey: Secret<32>,
    with_identity: Secret<32>,
}

/// Finds out who made an Init on a card of ours. Costs two agreements before its authenticity is
/// known: the caller has a budget. Nothing says yet that it is not a replay.
pub(crate) fn open_identity(
    own: &Identity,
    prekey: &AgreementSecret,
    init: &Init<'_>,
    echo: Echo,
) -> Result<OpenedIdentity, SessionError> {
    let forged = || SessionError::Forged(echo);
    let ephemeral = AgreementPublic::from_bytes(&init.ephemeral).map_err(|_| forged())?;
    let with_prekey = prekey.agree(&ephemeral)?;
    let with_identity = own.agreement().agree(&ephemeral)?;

    let info: [&[u8]; 3] = [labels::INIT_ID, init.card_id.as_bytes(), &init.ephemeral];
    let ikm: [&[u8]; 2] = [with_prekey.as_bytes(), with_identity.as_bytes()];
    let (key, nonce) = crypto::key_and_nonce(&[], &ikm, &info)?;
    let mut opened = Zeroizing::new(init.sealed_identity.to_vec());
    let lead = lead(&init.card_id, &init.ephemeral);
    crypto::open(key.as_bytes(), &nonce, &[&lead], &mut opened).map_err(|_| forged())?;
    let (initiator, capabilities) = read_identity(&opened)?;
    Ok(OpenedIdentity { initiator, capabilities, with_prekey, with_identity })
}

/// Makes a session's keys from an Init whose identity is open. One agreement more.
pub(crate) fn respond(
    prekey: &AgreementSecret,
    card: &Card,
    init: &Init<'_>,
    opened: &OpenedIdentity,
) -> Result<SessionKeys, SessionError> {
    let OpenedIdentity { initiator, capabilities, with_prekey, with_identity } = opened;
    let own_with_identity = prekey.agree(initiator.agreement())?;
    let transcript = transcript(initiator, *capabilities, card, &init.ephemeral);
    Ok(schedule::session_keys([&own_with_identity, with_identity, with_prekey], &transcript)?)
}

/// The first bytes of an Init, which are also the associated data of its sealed identity.
fn lead(card_id: &CardId, ephemeral: &[u8; POINT]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.u8(ObjectKind::Init.header_byte());
    writer.bytes(card_id.as_bytes());
    writer.bytes(ephemeral);
    writer.into_vec()
}

fn identity_bytes(identity: &PublicIdentity, capabilities: u16) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.bytes(identity.signing().as_bytes());
    writer.bytes(identity.agreement().as_bytes());
    writer.u16(capabilities);
    writer.into_vec()
}

fn read_identity(bytes: &[u8]) -> Result<(PublicIdentity, u16), SessionError> {
    let mut reader = Reader::new(bytes);
    let identity = PublicIdentity::from_bytes(&reader.array()?, &reader.array()?)?;
    let capabilities = reader.u16()?;
    reader.finish()?;
    Ok((identity, capabilities))
}

/// `T = SHA-256("x3dh" ‖ suite ‖ sign_I ‖ agree_I ‖ caps_I ‖ card body ‖ E)`.
fn transcript(
    initiator: &PublicIdentity,
    capabilities: u16,
    card: &Card,
    ephemeral: &[u8; POINT],
) -> [u8; 32] {
    let identity = identity_bytes(initiator, capabilities);
    crypto::sha256(&[labels::X3DH, &[SUITE], &identity, card.body(), ephemeral])
}

const _: () = assert!(INIT_PREFIX == 126);
