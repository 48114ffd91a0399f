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

/// What the responder has after the agreement: the keys, and who the initiator is.
pub(crate) struct Responded {
    pub(crate) keys: SessionKeys,
    pub(crate) initiator: PublicIdentity,
}

/// Makes a session's keys from an Init. Costs two curve operations before its authenticity is
/// known, one more after; the caller has a budget.
pub(crate) fn respond(
    own: &Identity,
    prekey: &AgreementSecret,
    card: &Card,
    init: &Init<'_>,
    echo: Echo,
) -> Result<Responded, SessionError> {
    let forged = || SessionError::Forged(echo);
    let ephemeral = AgreementPublic::from_bytes(&init.ephemeral).map_err(|_| forged())?;
    let with_prekey = prekey.agree(&ephemeral)?;
    let with_identity = own.agreement().agree(&ephemeral)?;

    let (initiator, capabilities) = open_identity(init, &with_prekey, &with_identity, echo)?;

    let own_with_identity = prekey.agree(initiator.agreement())?;
    let transcript = transcript(&initiator, capabilities, card, &init.ephemeral);
    let keys =
        schedule::session_keys([&own_with_identity, &with_identity, &with_prekey], &transcript)?;
    Ok(Responded { keys, initiator })
}

/// Who made an Init on a card of ours. Nothing says yet that it is not a replay.
pub(crate) fn identify(
    own: &Identity,
    prekey: &AgreementSecret,
    init: &Init<'_>,
    echo: Echo,
) -> Result<PublicIdentity, SessionError> {
    let ephemeral = AgreementPublic::from_bytes(&init.ephemeral);
    let ephemeral = ephemeral.map_err(|_| SessionError::Forged(echo))?;
    let (with_prekey, with_identity) =
        (prekey.agree(&ephemeral)?, own.agreement().agree(&ephemeral)?);
    Ok(open_identity(init, &with_prekey, &with_identity, echo)?.0)
}

/// Opens the sealed identity of an Init.
fn open_identity(
    init: &Init<'_>,
    with_prekey: &Secret<32>,
    with_identity: &Secret<32>,
    echo: Echo,
) -> Result<(PublicIdentity, u16), SessionError> {
    let info: [&[u8]; 3] = [labels::INIT_ID, init.card_id.as_bytes(), &init.ephemeral];
    let ikm: [&[u8]; 2] = [with_prekey.as_bytes(), with_identity.as_bytes()];
    let (key, nonce) = crypto::key_and_nonce(&[], &ikm, &info)?;
    let mut opened = Zeroizing::new(init.sealed_identity.to_vec());
    let lead = lead(&init.card_id, &init.ephemeral);
    crypto::open(key.as_bytes(), &nonce, &[&lead], &mut opened)
        .map_err(|_| SessionError::Forged(echo))?;
    read_identity(&opened)
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
