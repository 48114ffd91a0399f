//! Exporting an identity under a passphrase, and importing it (PROTOCOL.md section 13).

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::{Identity, IdentityError, KeyRole, text};
use crate::crypto::{
    self, AgreementSecret, CryptoError, PassphraseParams, Random, SealingSecret, Secret,
    SigningSecret, TAG_LENGTH,
};
use crate::wire::codec::{Items, Reader, SKIPPABLE, Writer};
use crate::wire::{ObjectKind, WireError, armor, labels};

/// Moving an identity to another machine, or to paper: `docs/PROTOCOL.md` section 13.
impl Identity {
    /// What [`export`](Self::export) should cost where nothing speaks against it: 64 MiB and three
    /// passes, as RFC 9106 section 4 recommends, in one lane.
    pub const EXPORT_PARAMS: PassphraseParams =
        PassphraseParams { memory_kib: 65_536, iterations: 3, parallelism: 1 };

    /// Seals the identity under a passphrase, in UTF-8 as given and not empty. 118 bytes, 152
    /// with a sealing key.
    ///
    /// # Errors
    /// [`IdentityError::EmptyPassphrase`]; [`IdentityError::PassphraseParameter`] for parameters out of their range;
    /// [`IdentityError::Crypto`] when memory is short or the random generator fails.
    pub fn export(
        &self,
        passphrase: &[u8],
        params: &PassphraseParams,
        rng: &mut dyn Random,
    ) -> Result<Vec<u8>, IdentityError> {
        if passphrase.is_empty() {
            return Err(IdentityError::EmptyPassphrase);
        }
        params.check()?;
        let mut salt = [0; 16];
        rng.fill(&mut salt)?;
        let header = Header { params: *params, salt };
        let (key, nonce) = header.derive(passphrase)?;

        let mut content = self.content();
        let header = header.to_bytes();
        crypto::seal(key.as_bytes(), &nonce, &[&header], &mut content)?;
        Ok([header.as_slice(), &content].concat())
    }

    /// [`export`](Self::export) as one line of text, 164 characters, 209 with a
    /// sealing key.
    ///
    /// # Errors
    /// As [`export`](Self::export).
    pub fn export_text(
        &self,
        passphrase: &[u8],
        params: &PassphraseParams,
        rng: &mut dyn Random,
    ) -> Result<String, IdentityError> {
        Ok(armor::encode(&self.export(passphrase, params, rng)?))
    }

    /// Characters of [`export_text`](Self::export_text): 164, or 209 with a sealing key.
    #[must_use]
    pub fn export_text_len(&self) -> usize {
        let without = if self.sealing().is_some() { 0 } else { SECRET_ITEM_LENGTH };
        armor::encoded_len(HEADER_LENGTH + CONTENT_LENGTH - without + TAG_LENGTH)
    }

    /// Opens what [`export`](Self::export) made. Takes up to 256 MiB and some seconds, as the
    /// export demands.
    ///
    /// # Errors
    /// [`IdentityError::Wire`], [`IdentityError::OtherObject`], [`IdentityError::UnknownFormat`]
    /// and [`IdentityError::PassphraseParameter`] before anything is allocated;
    /// [`IdentityError::WrongPassphraseOrDamaged`]; and for an export that opened but was not made
    /// properly [`IdentityError::Wire`], [`IdentityError::MissingItem`],
    /// [`IdentityError::DuplicateItem`], [`IdentityError::ItemLength`],
    /// [`IdentityError::BadKey`].
    pub fn import(bytes: &[u8], passphrase: &[u8]) -> Result<Self, IdentityError> {
        let mut reader = Reader::new(bytes);
        let header = Header::read(&mut reader)?;
        let sealed = reader.rest();
        if sealed.len() < TAG_LENGTH {
            let (needed, found) = (TAG_LENGTH, sealed.len());
            return Err(WireError::Truncated { needed, found }.into());
        }
        let (key, nonce) = header.derive(passphrase)?;
        let mut content = Zeroizing::new(sealed.to_vec());
        crypto::open(key.as_bytes(), &nonce, &[&header.to_bytes()], &mut content).map_err(
            |error| match error {
                CryptoError::Forged => IdentityError::WrongPassphraseOrDamaged,
                other => other.into(),
            },
        )?;
        read_content(&content)
    }

    /// Finds the one export in a text and opens it. The same export several times over counts as
    /// one.
    ///
    /// # Errors
    /// As [`import`](Self::import); [`IdentityError::NoExport`];
    /// [`IdentityError::SeveralExports`] when they differ; where the only candidate is damaged,
    /// what is wrong with it.
    pub fn import_text(text: &[u8], passphrase: &[u8]) -> Result<Self, IdentityError> {
        let (none, several) = (IdentityError::NoExport, IdentityError::SeveralExports);
        Self::import(&text::find(text, ObjectKind::IdentityExport, none, several)?, passphrase)
    }
}

/// The content of an export, not sealed: for whoever seals it.
impl Identity {
    pub(crate) fn content(&self) -> Zeroizing<Vec<u8>> {
        let mut items = Writer::with_capacity(CONTENT_LENGTH + TAG_LENGTH);
        items.item(SIGNING, self.signing().to_bytes().as_bytes());
        items.item(AGREEMENT, self.agreement().to_bytes().as_bytes());
        items.item(CREATED, &self.created().to_be_bytes());
        if let Some(sealing) = self.sealing() {
            items.item(SEALING, sealing.to_bytes().as_bytes());
        }
        Zeroizing::new(items.into_vec())
    }

    pub(crate) fn from_content(content: &[u8]) -> Result<Self, IdentityError> {
        read_content(content)
    }
}

/// The door for the fuzzers to what is sealed; not part of the interface.
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
impl Identity {
    /// Reads the content of an export.
    ///
    /// # Errors
    /// Those of [`import`](Self::import) that come after the passphrase.
    pub fn from_export_content(content: &[u8]) -> Result<Self, IdentityError> {
        read_content(content)
    }
}

/// What stands in clear before the sealed content and is authenticated with it.
struct Header {
    params: PassphraseParams,
    salt: [u8; 16],
}

impl Header {
    fn read(reader: &mut Reader<'_>) -> Result<Self, IdentityError> {
        match ObjectKind::read(reader.u8()?)? {
            ObjectKind::IdentityExport => {}
            found => {
                let expected = ObjectKind::IdentityExport;
                return Err(IdentityError::OtherObject { expected, found });
            }
        }
        match reader.u8()? {
            FORMAT => {}
            format => return Err(IdentityError::UnknownFormat(format)),
        }
        let params = PassphraseParams {
            memory_kib: reader.u32()?,
            iterations: reader.u8()?.into(),
            parallelism: reader.u8()?.into(),
        };
        params.check()?;
        Ok(Self { params, salt: reader.array()? })
    }

    /// 24 bytes. The parameters have been checked: two of them fit a byte each.
    fn to_bytes(&self) -> Vec<u8> {
        let Self { params: PassphraseParams { memory_kib, iterations, parallelism }, salt } = self;
        let mut writer = Writer::with_capacity(HEADER_LENGTH);
        writer.u8(ObjectKind::IdentityExport.header_byte());
        writer.u8(FORMAT);
        writer.u32(*memory_kib);
        writer.u8(*iterations as u8);
        writer.u8(*parallelism as u8);
        writer.bytes(salt);
        writer.into_vec()
    }

    fn derive(&self, passphrase: &[u8]) -> Result<(Secret<32>, [u8; 12]), IdentityError> {
        let mut stretched = Secret::zeroed();
        crypto::argon2id(passphrase, &self.salt, &self.params, stretched.as_mut_bytes())?;
        let info: [&[u8]; 2] = [labels::EXPORT, &self.to_bytes()];
        Ok(crypto::key_and_nonce(&[], &[stretched.as_bytes()], &info)?)
    }
}

const FORMAT: u8 = 1;
const HEADER_LENGTH: usize = 24;

/// Item: signing secret, 32 bytes.
const SIGNING: u8 = 0x01;
/// Item: agreement secret, 32 bytes.
const AGREEMENT: u8 = 0x02;
/// Item: when the identity was created, u64 seconds since 1970.
const CREATED: u8 = 0x03;
/// Item: sealing secret, 32 bytes; only where there is one.
const SEALING: u8 = 0x04;
/// What an item with a secret takes.
const SECRET_ITEM_LENGTH: usize = 2 + 32;
/// What all items take.
const CONTENT_LENGTH: usize = 3 * SECRET_ITEM_LENGTH + 2 + 8;

fn read_content(content: &[u8]) -> Result<Identity, IdentityError> {
    let mut values = BTreeMap::new();
    for item in Items::new(content) {
        let (item, value) = item?;
        if !matches!(item, SIGNING | AGREEMENT | CREATED | SEALING) && item & SKIPPABLE == 0 {
            return Err(WireError::UnknownItem(item).into());
        }
        if values.insert(item, value).is_some() {
            return Err(IdentityError::DuplicateItem(item));
        }
    }
    let signing = SigningSecret::from_bytes(value(&values, SIGNING)?)
        .map_err(|_| IdentityError::BadKey { which: KeyRole::Signing })?;
    let agreement = AgreementSecret::from_bytes(value(&values, AGREEMENT)?)
        .map_err(|_| IdentityError::BadKey { which: KeyRole::Agreement })?;
    let sealing = match values.contains_key(&SEALING) {
        true => Some(
            SealingSecret::from_bytes(value(&values, SEALING)?)
                .map_err(|_| IdentityError::BadKey { which: KeyRole::Sealing })?,
        ),
        false => None,
    };
    let created = u64::from_be_bytes(*value(&values, CREATED)?);
    let identity = Identity::new(signing, agreement, sealing, created);
    if identity.public().is_one_key() {
        return Err(IdentityError::OneKey);
    }
    Ok(identity)
}

fn value<'a, const N: usize>(
    values: &BTreeMap<u8, &'a [u8]>,
    item: u8,
) -> Result<&'a [u8; N], IdentityError> {
    let value = values.get(&item).ok_or(IdentityError::MissingItem(item))?;
    (*value).try_into().map_err(|_| IdentityError::ItemLength {
        item,
        expected: N,
        found: value.len(),
    })
}
