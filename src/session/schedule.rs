//! Every key derivation of a session, in one place (PROTOCOL.md sections 7 and 8).

use super::ids::{SessionId, Tag};
use crate::crypto::{self, AgreementPublic, CryptoError, Secret};
use crate::wire::labels;
use zeroize::Zeroize;

/// What X3DH gives both sides.
pub(crate) struct SessionKeys {
    pub(crate) root: Secret<32>,
    pub(crate) header_initiator: Secret<32>,
    pub(crate) header_responder: Secret<32>,
    pub(crate) tag_initiator: Tag,
    pub(crate) tag_responder: Tag,
    pub(crate) id: SessionId,
}

/// `HKDF(0, DH1 ‖ DH2 ‖ DH3, "session" ‖ T)`.
pub(crate) fn session_keys(
    secrets: [&Secret<32>; 3],
    transcript: &[u8; 32],
) -> Result<SessionKeys, CryptoError> {
    let mut out = [0; 120];
    let [first, second, third] = secrets.map(|secret| secret.as_bytes().as_slice());
    crypto::hkdf(&[], &[first, second, third], &[labels::SESSION, transcript], &mut out)?;
    let keys = SessionKeys {
        root: cut(&out, 0)?,
        header_initiator: cut(&out, 32)?,
        header_responder: cut(&out, 64)?,
        tag_initiator: bytes(&out, 96)?,
        tag_responder: bytes(&out, 100)?,
        id: SessionId(bytes(&out, 104)?),
    };
    out.zeroize();
    Ok(keys)
}

/// Which secret a root step mixes in beside the ratchet keys' own.
pub(crate) enum Extra<'a> {
    /// Kind 0: nothing.
    None,
    /// Kind 1: the responder's new ratchet key with the initiator's agreement key.
    Kci(&'a Secret<32>),
}

/// What one root step gives.
pub(crate) struct RootStep {
    pub(crate) root: Secret<32>,
    pub(crate) chain: Secret<32>,
    pub(crate) next_header: Secret<32>,
}

/// `HKDF(root, DH ‖ extra, "root" ‖ kind ‖ epoch ‖ sender's key ‖ receiver's key)`.
pub(crate) fn root_step(
    root: &Secret<32>,
    shared: &Secret<32>,
    extra: Extra<'_>,
    sender: &AgreementPublic,
    receiver: &AgreementPublic,
) -> Result<RootStep, CryptoError> {
    let (kind, extra): (u8, &[u8]) = match extra {
        Extra::None => (0, &[]),
        Extra::Kci(secret) => (1, secret.as_bytes()),
    };
    let info: [&[u8]; 4] = [labels::ROOT, &[kind, EPOCH], sender.as_bytes(), receiver.as_bytes()];
    let mut out = [0; 96];
    crypto::hkdf(root.as_bytes(), &[shared.as_bytes(), extra], &info, &mut out)?;
    let step = RootStep { root: cut(&out, 0)?, chain: cut(&out, 32)?, next_header: cut(&out, 64)? };
    out.zeroize();
    Ok(step)
}

/// The only epoch of this version; a post-quantum ratchet will count.
const EPOCH: u8 = 0;

/// The key of one message.
pub(crate) type MessageKey = Secret<32>;

/// One chain step: the message key, and the next chain key (Double Ratchet section 5.2).
pub(crate) fn chain_step(chain: &Secret<32>) -> (MessageKey, Secret<32>) {
    let [message, next] = crypto::hmacs(chain.as_bytes(), [&[&[0x01]], &[&[0x02]]]);
    (Secret::new(message), Secret::new(next))
}

/// The synthetic salt of a message: unique for each plaintext even under a cloned generator.
pub(crate) fn salt(
    key: &MessageKey,
    fresh: &[u8; 16],
    header: &[u8],
    payload: &[u8],
) -> Result<[u8; 8], CryptoError> {
    let mut salt_key = Secret::<32>::zeroed();
    crypto::hkdf_expand(key.as_bytes(), &[labels::SALT], salt_key.as_mut_bytes())?;
    first(&crypto::hmac(salt_key.as_bytes(), &[fresh, header, payload]))
}

/// `key ‖ nonce = HKDF(message key, salt, "message" ‖ header)`.
pub(crate) fn message_cipher(
    key: &MessageKey,
    salt: &[u8; 8],
    header: &[u8],
) -> Result<(Secret<32>, [u8; 12]), CryptoError> {
    crypto::key_and_nonce(key.as_bytes(), &[salt], &[labels::MESSAGE, header])
}

/// The MAC over the whole line, `HMAC(header key, ...)[0..8]`.
pub(crate) fn line_mac(
    header_key: &Secret<32>,
    header: &[u8],
    salt: &[u8; 8],
    body: &[u8],
) -> Result<[u8; 8], CryptoError> {
    first(&crypto::hmac(header_key.as_bytes(), &[header, salt, body]))
}

/// The id of the text that a message carries. The salt is in it because a sender whose state was
/// set back uses a message key again, for another text.
pub(crate) fn text_id(key: &MessageKey, salt: &[u8; 8]) -> Result<[u8; 8], CryptoError> {
    let mut out = [0; 8];
    crypto::hkdf_expand(key.as_bytes(), &[labels::TEXT_ID, salt], &mut out)?;
    Ok(out)
}

fn cut(out: &[u8], from: usize) -> Result<Secret<32>, CryptoError> {
    Ok(Secret::new(bytes(out, from)?))
}

fn bytes<const N: usize>(out: &[u8], from: usize) -> Result<[u8; N], CryptoError> {
    let end = from.saturating_add(N);
    out.get(from..end).and_then(|slice| slice.try_into().ok()).ok_or(CryptoError::TooLong)
}

fn first(mac: &[u8; 32]) -> Result<[u8; 8], CryptoError> {
    bytes(mac, 0)
}
