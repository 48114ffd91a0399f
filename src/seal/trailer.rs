//! The signature over header, recipients and body (FORMAT.md section 8).

use std::collections::BTreeSet;

use zeroize::Zeroizing;

use super::{Part, SealError};
use crate::crypto::{CryptoError, Random, TAG_LENGTH};
use crate::identity::{Fingerprint, Identity, PublicIdentity, Recipient};
use crate::wire::codec::{Reader, Writer};
use crate::wire::labels;

use super::keys::OneTimeKey;

/// Whom a document is sealed to, as its signature names them: fingerprint and sealing hash of
/// each, in order, none twice.
pub(super) type Names = BTreeSet<[u8; NAME]>;

pub(super) fn names(recipients: &[Recipient]) -> Names {
    recipients
        .iter()
        .map(|recipient| name(recipient.fingerprint(), recipient.key().hash()))
        .collect()
}

/// What a signature is over, beside the recipients.
pub(super) struct Signed {
    pub(super) header_hash: [u8; 32],
    pub(super) root: [u8; 32],
}

/// Signs and seals.
pub(super) fn seal(
    key: &OneTimeKey,
    signed: &Signed,
    sender: &Identity,
    names: &Names,
    random: &mut dyn Random,
) -> Result<Vec<u8>, SealError> {
    let names: Vec<u8> = names.iter().flatten().copied().collect();
    let message = message(signed, sender.fingerprint(), &names);
    let mut writer = Writer::with_capacity(length(names.len() / NAME));
    writer.bytes(sender.public().signing().as_bytes());
    writer.bytes(sender.public().agreement().as_bytes());
    writer.bytes(&names);
    writer.bytes(&sender.signing().sign(&message, random)?);
    let mut trailer = writer.into_vec();
    key.seal(&[], &mut trailer)?;
    Ok(trailer)
}

/// Opens a trailer and checks everything in it; gives the sender.
pub(super) fn open(
    key: &OneTimeKey,
    signed: &Signed,
    own: Option<&(Fingerprint, [u8; 32])>,
    trailer: &[u8],
) -> Result<PublicIdentity, SealError> {
    let mut content = Zeroizing::new(trailer.to_vec());
    key.open(&[], &mut content).map_err(|_| DAMAGED)?;
    let mut reader = Reader::new(&content);
    let signing = reader.array().map_err(|_| DAMAGED)?;
    let agreement = reader.array().map_err(|_| DAMAGED)?;
    let (names, signature) = reader.rest().split_last_chunk().ok_or(DAMAGED)?;

    let sender = PublicIdentity::from_bytes(&signing, &agreement).map_err(|_| DAMAGED)?;
    let message = message(signed, sender.fingerprint(), names);
    sender.signing().verify(&message, signature).map_err(|error| match error {
        CryptoError::NotLowS => SealError::NotLowS,
        CryptoError::BadSignature => SealError::BadSignature,
        other => other.into(),
    })?;
    let (names, rest) = names.as_chunks::<NAME>();
    if !rest.is_empty() || !names.is_sorted_by(|one, next| one < next) {
        return Err(DAMAGED);
    }
    match own {
        Some((fingerprint, hash)) if !names.contains(&name(fingerprint, hash)) => {
            Err(SealError::NotAmongRecipients)
        }
        _ => Ok(sender),
    }
}

/// Size of a trailer that names so many recipients. Bytes.
pub(super) fn length(recipients: usize) -> usize {
    33 + 33 + recipients * NAME + 64 + TAG_LENGTH
}

const NAME: usize = 64;
const DAMAGED: SealError = SealError::Damaged(Part::Trailer);

pub(super) fn name(fingerprint: &Fingerprint, sealing_hash: &[u8; 32]) -> [u8; NAME] {
    let mut name = [0; NAME];
    let (first, second) = name.split_at_mut(32);
    first.copy_from_slice(fingerprint.as_bytes());
    second.copy_from_slice(sealing_hash);
    name
}

fn message(signed: &Signed, sender: &Fingerprint, names: &[u8]) -> Vec<u8> {
    let Signed { header_hash, root } = signed;
    [labels::DOCUMENT_SIGNATURE, header_hash, sender.as_bytes(), names, root].concat()
}
