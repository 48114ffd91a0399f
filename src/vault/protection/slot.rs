//! The key slot: the master key of a vault, sealed under what protects the vault (VAULT.md, "Key
//! slot").

use zeroize::Zeroizing;

use crate::crypto::{self, CryptoError, PassphraseParams, Random, Secret, TAG_LENGTH};
use crate::vault::{ProtectionKind, VaultError};
use crate::wire::codec::{Reader, Writer};
use crate::wire::{WireError, labels};

/// The 32 random bytes from which all other keys of a vault follow.
pub(in crate::vault) type MasterKey = Secret<32>;

/// What new slots ask of a passphrase: 64 MiB and three passes in one lane (RFC 9106 section 4).
const PASSPHRASE_PARAMS: PassphraseParams =
    PassphraseParams { memory_kib: 65_536, iterations: 3, parallelism: 1 };

/// What stands in place of parameters where there is no passphrase.
const NO_PARAMS: PassphraseParams =
    PassphraseParams { memory_kib: 0, iterations: 0, parallelism: 0 };

const FORMAT: u8 = 1;
const DAMAGED: VaultError = VaultError::Damaged("the key slot");

/// A slot as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::vault) struct Slot {
    kind: ProtectionKind,
    params: PassphraseParams,
    salt: [u8; 32],
    sealed: Vec<u8>,
}

impl Slot {
    /// Seals the master key under a passphrase or a key of 32 bytes.
    pub(in crate::vault) fn seal(
        kind: ProtectionKind,
        secret: &[u8],
        master: &MasterKey,
        rng: &mut dyn Random,
    ) -> Result<Self, VaultError> {
        let params = match kind {
            ProtectionKind::Passphrase if secret.is_empty() => {
                return Err(VaultError::EmptyPassphrase);
            }
            ProtectionKind::Passphrase => PASSPHRASE_PARAMS,
            ProtectionKind::HostKey | ProtectionKind::KeyFile => NO_PARAMS,
        };
        let drawn = Secret::<32>::random(rng)?;
        // With the content in it, a cloned generator never seals two keys under one key and nonce.
        let salt = crypto::hmac(drawn.as_bytes(), &[&[kind as u8], master.as_bytes()]);
        let mut slot = Self { kind, params, salt, sealed: Vec::new() };
        let (key, nonce) = slot.key_and_nonce(secret)?;
        let mut content = Vec::with_capacity(32 + TAG_LENGTH);
        content.extend_from_slice(master.as_bytes());
        crypto::seal(key.as_bytes(), &nonce, &[&slot.header()], &mut content)?;
        slot.sealed = content;
        Ok(slot)
    }

    /// The master key. With a passphrase this takes as long as the slot demands.
    pub(in crate::vault) fn open(&self, secret: &[u8]) -> Result<MasterKey, VaultError> {
        let (key, nonce) = self.key_and_nonce(secret)?;
        let mut content = Zeroizing::new(self.sealed.clone());
        crypto::open(key.as_bytes(), &nonce, &[&self.header()], &mut content).map_err(|error| {
            match error {
                CryptoError::Forged => VaultError::WrongKey(self.kind),
                other => other.into(),
            }
        })?;
        Ok(MasterKey::from_slice(&content)?)
    }

    /// What the slot is sealed under.
    pub(in crate::vault) fn kind(&self) -> ProtectionKind {
        self.kind
    }

    /// The 88 bytes of the file.
    pub(in crate::vault) fn to_bytes(&self) -> Vec<u8> {
        [self.header().as_slice(), &self.sealed].concat()
    }

    /// Reads the bytes of the file. Parameters out of their range are refused here, before they
    /// cost anything.
    pub(in crate::vault) fn read(bytes: &[u8]) -> Result<Self, VaultError> {
        let slot = Self::parse(&mut Reader::new(bytes)).map_err(|_| DAMAGED)?.ok_or(DAMAGED)?;
        let valid = match slot.kind {
            ProtectionKind::Passphrase => slot.params.check().is_ok(),
            ProtectionKind::HostKey | ProtectionKind::KeyFile => slot.params == NO_PARAMS,
        };
        if valid { Ok(slot) } else { Err(DAMAGED) }
    }

    fn parse(reader: &mut Reader<'_>) -> Result<Option<Self>, WireError> {
        let (format, kind) = (reader.u8()?, reader.u8()?);
        let params = PassphraseParams {
            memory_kib: reader.u32()?,
            iterations: reader.u8()?.into(),
            parallelism: reader.u8()?.into(),
        };
        let (salt, sealed) = (reader.array()?, reader.take(32 + TAG_LENGTH)?.to_vec());
        let kind = ProtectionKind::read(kind).filter(|_| format == FORMAT && reader.is_empty());
        Ok(kind.map(|kind| Self { kind, params, salt, sealed }))
    }

    /// format ‖ kind ‖ memory KiB u32 ‖ iterations ‖ parallelism ‖ salt.
    fn header(&self) -> Vec<u8> {
        let Self { kind, params, salt, sealed: _ } = self;
        let mut writer = Writer::with_capacity(40);
        writer.u8(FORMAT);
        writer.u8(*kind as u8);
        writer.u32(params.memory_kib);
        // Checked to be 10 and 4 at most.
        writer.u8(params.iterations as u8);
        writer.u8(params.parallelism as u8);
        writer.bytes(salt);
        writer.into_vec()
    }

    fn key_and_nonce(&self, secret: &[u8]) -> Result<(Secret<32>, [u8; 12]), VaultError> {
        let info: [&[u8]; 2] = [labels::VAULT_SLOT, &self.header()];
        Ok(match self.kind {
            ProtectionKind::Passphrase => {
                let mut stretched = Secret::zeroed();
                crypto::argon2id(secret, &self.salt, &self.params, stretched.as_mut_bytes())?;
                crypto::key_and_nonce(&[], &[stretched.as_bytes()], &info)?
            }
            ProtectionKind::HostKey | ProtectionKind::KeyFile => {
                crypto::key_and_nonce(&[], &[secret], &info)?
            }
        })
    }
}
