//! The keys that documents to others are sealed to, as they were learned from full cards.
//!
//! A key belongs to an identity. Learning it says nothing about trust: whether the identity is that
//! of a contact, the fingerprint decides, as everywhere.

use super::form;
use super::records::{AddressRecord, Record, Unknown};
use crate::crypto::{Random, SealingPublic};
use crate::guard::AddressKey;
use crate::identity::{Fingerprint, FullCard, Recipient};
use crate::messenger::tells::error::MessengerError;
use crate::session::SessionError;
use crate::vault::{Table, Transaction};
use serde::{Deserialize, Serialize};

/// Table `SealingKey`: a key that documents are sealed to. Key: the fingerprint of its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::messenger) struct SealingRecord {
    #[serde(with = "form")]
    pub(in crate::messenger) fingerprint: Fingerprint,
    /// When the card was issued that named it. Seconds since 1970.
    pub(in crate::messenger) issued: u64,
    #[serde(with = "form")]
    pub(in crate::messenger) key: SealingPublic,
    /// The account and the normalised address that the user has learned it for.
    #[serde(with = "form")]
    pub(in crate::messenger) learned_for: Option<(String, AddressKey)>,
    /// The user has compared the fingerprint, for documents.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::messenger) compared: bool,
    #[serde(flatten)]
    pub(in crate::messenger) unknown: Unknown,
}

impl SealingRecord {
    pub(in crate::messenger) fn recipient(&self) -> Recipient {
        Recipient::new(self.fingerprint, self.key.clone())
    }
}

impl Record for SealingRecord {
    const NAME: &'static str = "a sealing key";
}

/// Table `SealingKey`, grouped by account: whose card the user has learned for an address. Key: the
/// normalised address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct LearnedRecord {
    #[serde(with = "form")]
    who: Fingerprint,
    #[serde(flatten)]
    unknown: Unknown,
}

impl Record for LearnedRecord {
    const NAME: &'static str = "who has an address";
}

/// Table `SealingKey`, in a group of its own: which key of ours somebody was given. Key: our
/// fingerprint and theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::messenger) struct GivenRecord {
    /// The hash of the key.
    #[serde(with = "form")]
    pub(in crate::messenger) hash: [u8; 32],
    #[serde(flatten)]
    pub(in crate::messenger) unknown: Unknown,
}

impl Record for GivenRecord {
    const NAME: &'static str = "which key was given";
}

/// The key of an identity, if one was learned.
pub(in crate::messenger) fn key_of(
    tx: &Transaction<'_>,
    who: &Fingerprint,
) -> Result<Option<SealingRecord>, MessengerError> {
    let found = tx.get(Table::SealingKey, &[], who.as_bytes())?;
    found.map(|bytes| SealingRecord::from_bytes(&bytes)).transpose()
}

/// Whose card the user has learned for an address.
pub(in crate::messenger) fn learned_at(
    tx: &Transaction<'_>,
    account: &str,
    address: &AddressKey,
) -> Result<Option<Fingerprint>, MessengerError> {
    let found = tx.get(Table::SealingKey, account.as_bytes(), address.as_bytes())?;
    found.map(|bytes| Ok(LearnedRecord::from_bytes(&bytes)?.who)).transpose()
}

/// Remembers the key of a card that has been verified, unless it is ours or older than the one that
/// is known. Tells whether the owner has another key now than before.
pub(in crate::messenger) fn learn(
    tx: &mut Transaction<'_>,
    random: &mut dyn Random,
    own: &Fingerprint,
    card: &FullCard,
    learned_for: Option<(&str, &AddressKey)>,
) -> Result<bool, MessengerError> {
    let (recipient, issued) = (card.recipient(), card.card().issued());
    let who = *recipient.fingerprint();
    if who == *own {
        return Err(SessionError::OwnIdentity.into());
    }
    let known = key_of(tx, &who)?;
    let is_news = known.as_ref().is_none_or(|known| known.key != *recipient.key());
    if let Some(known) = &known
        && (issued < known.issued || (issued == known.issued && is_news))
    {
        return Err(SessionError::OlderCard.into());
    }
    if let Some((account, address)) = learned_for {
        if learned_at(tx, account, address)?.is_some_and(|other| other != who) {
            return Err(MessengerError::OtherFingerprint);
        }
        let (group, key) = (account.as_bytes(), address.as_bytes());
        let record = LearnedRecord { who, unknown: Unknown::default() };
        tx.put(Table::SealingKey, group, key, &record.to_bytes()?, random)?;
    }
    let before = known.as_ref().and_then(|known| known.learned_for.clone());
    let learned_for =
        learned_for.map(|(account, address)| (account.to_owned(), address.clone())).or(before);
    let key = recipient.key().clone();
    // It is the fingerprint that was compared, and it stays whatever the key is.
    let compared = known.as_ref().is_some_and(|known| known.compared);
    let unknown = known.as_ref().map(|known| known.unknown.clone()).unwrap_or_default();
    let record = SealingRecord { fingerprint: who, issued, key, learned_for, compared, unknown };
    if known.as_ref() != Some(&record) {
        tx.put(Table::SealingKey, &[], who.as_bytes(), &record.to_bytes()?, random)?;
    }
    Ok(is_news)
}

/// Whether another identity than `who` is known at an address.
pub(in crate::messenger) fn is_anothers(
    tx: &Transaction<'_>,
    (account, address): &(String, AddressKey),
    who: &Fingerprint,
) -> Result<bool, MessengerError> {
    let found = tx.get(Table::Address, account.as_bytes(), address.as_bytes())?;
    let record = found.map(|bytes| AddressRecord::from_bytes(&bytes)).transpose()?;
    Ok(record.is_some_and(|record| {
        let owners = record.standing.owners();
        !owners.is_empty() && !owners.contains(who)
    }))
}
