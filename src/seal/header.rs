//! The header: who may open (FORMAT.md sections 4 and 5), and the metadata.

use std::io::Read;

use zeroize::Zeroizing;

use super::input::Input;
use super::keys::{FileKey, OneTimeKey};
use super::{Lock, Metadata, Part, SealError, Unlock};
use crate::crypto::{
    self, CryptoError, PassphraseParams, Random, SEALED_KEY_LENGTH, Secret, TAG_LENGTH,
};
use crate::identity::{Fingerprint, Identity, Recipient};
use crate::wire::ObjectKind;
use crate::wire::codec::{Reader, Writer};
use crate::wire::labels;
use crate::wire::limits::{MAX_METADATA_BYTES, MAX_RECIPIENTS};

/// A header as it was made: its bytes, and what the rest of the document needs of it.
pub(super) struct Sealed {
    pub(super) bytes: Vec<u8>,
    pub(super) mac: [u8; 32],
    pub(super) file_key: FileKey,
}

/// Makes the header of a new document.
pub(super) fn seal(
    lock: &Lock<'_>,
    metadata: &Metadata,
    random: &mut dyn Random,
) -> Result<Sealed, SealError> {
    let file_key = FileKey::new(Secret::random(random)?);
    let mut document_id = [0; 32];
    random.fill(&mut document_id)?;

    let mut writer = Writer::new();
    writer.u8(ObjectKind::Document.header_byte());
    writer.u8(FORMAT);
    writer.bytes(&document_id);
    match lock {
        Lock::Recipients(recipients) => {
            seal_stanzas(&mut writer, &document_id, recipients, &file_key, random)?;
        }
        Lock::Passphrase { passphrase, params } => {
            seal_passphrase(&mut writer, passphrase, params, &file_key, random)?;
        }
    }
    let mut items = metadata.encode()?;
    file_key.metadata(&document_id)?.seal(&[], &mut items)?;
    writer.u16(u16::try_from(items.len()).unwrap_or(u16::MAX));
    writer.bytes(&items);
    let mac = file_key.header_mac(&document_id, writer.as_slice())?;
    writer.bytes(&mac);
    Ok(Sealed { bytes: writer.into_vec(), mac, file_key })
}

/// A header as it was read. Only its form is known to be right.
pub(super) struct Unread {
    /// All of it, MAC included.
    bytes: Vec<u8>,
    document_id: [u8; 32],
    locked: Locked,
    /// Where the encrypted metadata begin; they end where the MAC begins.
    metadata_at: usize,
    mac: [u8; 32],
}

enum Locked {
    Stanzas { count: usize },
    Passphrase { params: PassphraseParams, salt: [u8; 16] },
}

/// What opening a header gave.
pub(super) struct Opened {
    pub(super) file_key: FileKey,
    pub(super) mac: [u8; 32],
    /// SHA-256 of the header, MAC included.
    pub(super) hash: [u8; 32],
    pub(super) metadata: Metadata,
    /// Number of stanzas; 0 under a passphrase.
    pub(super) stanzas: usize,
    /// Who opened it: fingerprint and sealing hash. Nobody in particular under a passphrase.
    pub(super) own: Option<(Fingerprint, [u8; 32])>,
}

impl Unread {
    /// Reads a header, and nothing behind it. Reads as much as the limits allow, no more.
    pub(super) fn read(input: &mut Input<impl Read>) -> Result<Self, SealError> {
        let mut bytes = Vec::new();
        check_kind(input.more(&mut bytes, 1).map_err(|error| match error {
            SealError::Truncated => SealError::NotADocument,
            other => other,
        })?)?;
        match input.more(&mut bytes, 1)? {
            [FORMAT] => {}
            other => return Err(unsupported("format", other)),
        }
        let document_id = array(input.more(&mut bytes, 32)?)?;
        let locked = match input.more(&mut bytes, 1)? {
            [RECIPIENTS] => {
                let count = u16::from_be_bytes(array(input.more(&mut bytes, 2)?)?).into();
                if !(1..=MAX_RECIPIENTS).contains(&count) {
                    return Err(DAMAGED);
                }
                input.more(&mut bytes, count * SEALED_KEY_LENGTH)?;
                Locked::Stanzas { count }
            }
            [PASSPHRASE] => {
                let mut fields = Reader::new(input.more(&mut bytes, PASSPHRASE_LENGTH)?);
                let params = PassphraseParams {
                    memory_kib: fields.u32().map_err(|_| DAMAGED)?,
                    iterations: fields.u8().map_err(|_| DAMAGED)?.into(),
                    parallelism: fields.u8().map_err(|_| DAMAGED)?.into(),
                };
                params.check()?;
                Locked::Passphrase { params, salt: fields.array().map_err(|_| DAMAGED)? }
            }
            other => return Err(unsupported("lock", other)),
        };
        let length = usize::from(u16::from_be_bytes(array(input.more(&mut bytes, 2)?)?));
        if !(TAG_LENGTH..=MAX_METADATA_BYTES + TAG_LENGTH).contains(&length) {
            return Err(DAMAGED);
        }
        let metadata_at = bytes.len();
        input.more(&mut bytes, length)?;
        let mac = array(input.more(&mut bytes, MAC_LENGTH)?)?;
        Ok(Self { bytes, document_id, locked, metadata_at, mac })
    }

    /// Size of the header. Bytes.
    pub(super) fn length(&self) -> usize {
        self.bytes.len()
    }

    /// Finds the file key, and checks everything with it.
    pub(super) fn open(self, unlock: &Unlock<'_>) -> Result<Opened, SealError> {
        let (file_key, own) = match (&self.locked, unlock) {
            (Locked::Stanzas { .. }, Unlock::Identities(identities)) => {
                let (file_key, own) = self.open_stanzas(identities)?;
                (file_key, Some(own))
            }
            (Locked::Passphrase { params, salt }, Unlock::Passphrase(passphrase)) => {
                (self.open_passphrase(passphrase, params, salt)?, None)
            }
            (Locked::Stanzas { .. }, Unlock::Passphrase(_)) => return Err(SealError::KeysNeeded),
            (Locked::Passphrase { .. }, Unlock::Identities(_)) => {
                return Err(SealError::PassphraseNeeded);
            }
        };
        let Self { bytes, document_id, locked, metadata_at, mac } = self;
        let (authenticated, _) = bytes.split_last_chunk::<MAC_LENGTH>().ok_or(DAMAGED)?;
        if !crypto::equal(&file_key.header_mac(&document_id, authenticated)?, &mac) {
            // A forged stanza opens under a few passphrases at once. Told apart here, one try would
            // ask about all of them.
            return Err(match locked {
                Locked::Stanzas { .. } => DAMAGED,
                Locked::Passphrase { .. } => SealError::WrongPassphrase,
            });
        }
        let mut items = Zeroizing::new(authenticated.get(metadata_at..).ok_or(DAMAGED)?.to_vec());
        file_key
            .metadata(&document_id)?
            .open(&[], &mut items)
            .map_err(|_| SealError::Damaged(Part::Metadata))?;
        let metadata = Metadata::decode(&items)?;
        let stanzas = match locked {
            Locked::Stanzas { count } => count,
            Locked::Passphrase { .. } => 0,
        };
        Ok(Opened { file_key, mac, hash: crypto::sha256(&[&bytes]), metadata, stanzas, own })
    }

    fn open_stanzas(
        &self,
        identities: &[&Identity],
    ) -> Result<(FileKey, (Fingerprint, [u8; 32])), SealError> {
        let stanzas = self.bytes.get(STANZAS_AT..).ok_or(DAMAGED)?;
        let stanzas = stanzas.get(..self.metadata_at.saturating_sub(STANZAS_AT + 2));
        let (stanzas, _) = stanzas.ok_or(DAMAGED)?.as_chunks::<SEALED_KEY_LENGTH>();
        if !stanzas.is_sorted_by(|one, next| one < next) {
            return Err(DAMAGED);
        }
        for identity in identities {
            let Some(secret) = identity.sealing() else { continue };
            let info = stanza_info(&self.document_id, secret.public().hash());
            for stanza in stanzas {
                match secret.open_key(&info, stanza) {
                    Ok(key) => {
                        let own = (*identity.fingerprint(), *secret.public().hash());
                        return Ok((FileKey::new(key), own));
                    }
                    Err(CryptoError::Forged) => {}
                    Err(other) => return Err(other.into()),
                }
            }
        }
        Err(SealError::NotForUs)
    }

    fn open_passphrase(
        &self,
        passphrase: &[u8],
        params: &PassphraseParams,
        salt: &[u8; 16],
    ) -> Result<FileKey, SealError> {
        let end = self.metadata_at.saturating_sub(2);
        let stanza = self.bytes.get(..end).ok_or(DAMAGED)?;
        let (before, sealed) = stanza.split_last_chunk::<{ 32 + TAG_LENGTH }>().ok_or(DAMAGED)?;
        let key = passphrase_key(passphrase, params, salt, before)?;
        let mut data = Zeroizing::new(sealed.to_vec());
        key.open(&[before], &mut data).map_err(|error| match error {
            CryptoError::Forged => SealError::WrongPassphrase,
            other => other.into(),
        })?;
        Ok(FileKey::new(Secret::from_slice(&data)?))
    }
}

fn seal_stanzas(
    writer: &mut Writer,
    document_id: &[u8; 32],
    recipients: &[Recipient],
    file_key: &FileKey,
    random: &mut dyn Random,
) -> Result<(), SealError> {
    let mut stanzas = Vec::with_capacity(recipients.len());
    for recipient in recipients {
        let key = recipient.key();
        let info = stanza_info(document_id, key.hash());
        stanzas.push(key.seal_key(&info, file_key.secret(), random)?);
    }
    stanzas.sort_unstable();
    writer.u8(RECIPIENTS);
    writer.u16(u16::try_from(stanzas.len()).unwrap_or(u16::MAX));
    stanzas.iter().for_each(|stanza| writer.bytes(stanza));
    Ok(())
}

fn seal_passphrase(
    writer: &mut Writer,
    passphrase: &[u8],
    params: &PassphraseParams,
    file_key: &FileKey,
    random: &mut dyn Random,
) -> Result<(), SealError> {
    params.check()?;
    let mut salt = [0; 16];
    random.fill(&mut salt)?;
    writer.u8(PASSPHRASE);
    writer.u32(params.memory_kib);
    // The parameters have been checked: these two fit a byte each.
    writer.u8(params.iterations as u8);
    writer.u8(params.parallelism as u8);
    writer.bytes(&salt);
    let key = passphrase_key(passphrase, params, &salt, writer.as_slice())?;
    let mut data = Zeroizing::new(file_key.secret().as_bytes().to_vec());
    key.seal(&[writer.as_slice()], &mut data)?;
    writer.bytes(&data);
    Ok(())
}

fn stanza_info(document_id: &[u8; 32], sealing_hash: &[u8; 32]) -> Vec<u8> {
    [labels::DOCUMENT_STANZA, document_id, sealing_hash].concat()
}

/// `before` is the document up to the encrypted file key: 57 bytes.
fn passphrase_key(
    passphrase: &[u8],
    params: &PassphraseParams,
    salt: &[u8; 16],
    before: &[u8],
) -> Result<OneTimeKey, CryptoError> {
    let mut stretched = Secret::zeroed();
    crypto::argon2id(passphrase, salt, params, stretched.as_mut_bytes())?;
    let mut derived = Secret::<44>::zeroed();
    let info: [&[u8]; 2] = [labels::DOCUMENT_PASSPHRASE, before];
    crypto::hkdf(&[], &[stretched.as_bytes()], &info, derived.as_mut_bytes())?;
    Ok(OneTimeKey::cut(&derived))
}

/// Whether the first byte is that of a document. A file of somebody else's format is "not ours"
/// rather than "of an unknown suite", unless it could be a document of another suite.
fn check_kind(first: &[u8]) -> Result<(), SealError> {
    let document = ObjectKind::Document.header_byte();
    match first {
        [byte] if *byte == document => Ok(()),
        [byte] => match ObjectKind::read(*byte) {
            Ok(found) => Err(SealError::OtherObject { found }),
            Err(_) if byte >> 4 == document >> 4 => {
                Err(SealError::Unsupported { what: "suite", value: byte & 0x0f })
            }
            Err(_) => Err(SealError::NotADocument),
        },
        _ => Err(SealError::NotADocument),
    }
}

fn unsupported(what: &'static str, bytes: &[u8]) -> SealError {
    SealError::Unsupported { what, value: bytes.first().copied().unwrap_or_default() }
}

fn array<const N: usize>(bytes: &[u8]) -> Result<[u8; N], SealError> {
    bytes.try_into().map_err(|_| SealError::Truncated)
}

const DAMAGED: SealError = SealError::Damaged(Part::Header);
const FORMAT: u8 = 1;
/// Lock: stanzas to sealing keys.
const RECIPIENTS: u8 = 1;
/// Lock: one stanza under a passphrase.
const PASSPHRASE: u8 = 2;
const PASSPHRASE_LENGTH: usize = 4 + 1 + 1 + 16 + 32 + TAG_LENGTH;
const MAC_LENGTH: usize = 32;
/// Header byte, format, document id, lock, number of stanzas.
const STANZAS_AT: usize = 1 + 1 + 32 + 1 + 2;
