//! Everybody who is known, whatever the account, and whether accounts are attached or not: for hosts
//! that have documents and no conversations.

use super::sealing::trust_in;
use crate::crypto::Random;
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::calls::messenger::Messenger;
use crate::messenger::rows::records::{AccountRecord, AddressRecord, ContactRecord, Record};
use crate::messenger::rows::sealing_keys::{SealingRecord, key_of};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::Trust;
use crate::vault::{Durability, Table};
use std::collections::BTreeMap;

/// Somebody who is known: from a conversation, from a card, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Known {
    /// Who it is.
    pub fingerprint: Fingerprint,
    /// How well, as [`Messenger::sender`] says it of what they signed.
    pub trust: Trust,
    /// Documents can be sealed to them.
    pub sealable: bool,
    /// The user has blocked them.
    pub blocked: bool,
    /// Where: account and address, as the host writes it. In order.
    pub addresses: Vec<(String, String)>,
}

impl Messenger {
    /// Everybody who is known, on all accounts of the vault, attached or not, in order of their
    /// fingerprints. Nothing changes, and no other process has to give an account back.
    ///
    /// # Errors
    /// [`VaultError::Locked`](crate::vault::VaultError::Locked) and the errors of the vault.
    pub fn people(&mut self) -> Result<Vec<Known>, MessengerError> {
        self.begin_call();
        let tx = self.vault.begin(Durability::Process)?;
        let mut found: BTreeMap<Fingerprint, Found> = BTreeMap::new();
        for bytes in tx.scan(Table::Contact, &[])? {
            let contact = ContactRecord::from_bytes(&bytes)?;
            let who = contact.fingerprint;
            found.entry(who).or_default().contact = Some(contact);
        }
        for bytes in tx.scan(Table::SealingKey, &[])? {
            let key = SealingRecord::from_bytes(&bytes)?;
            let who = key.fingerprint;
            found.entry(who).or_default().key = Some(key);
        }
        // How addresses are written; those at which nobody has written have only their key.
        let mut spelled: BTreeMap<(String, AddressKey), String> = BTreeMap::new();
        for bytes in tx.scan(Table::Account, &[])? {
            let account = AccountRecord::from_bytes(&bytes)?.name;
            for bytes in tx.scan(Table::Address, account.as_bytes())? {
                let address = AddressRecord::from_bytes(&bytes)?;
                let name = address.conversation.name;
                for who in address.standing.owners() {
                    let place = (account.clone(), name.clone());
                    found.entry(*who).or_default().addresses.push(place);
                }
                spelled.insert((account.clone(), address.at), name);
            }
        }
        let known = found.into_iter().map(|(fingerprint, found)| {
            let Found { contact, key, mut addresses } = found;
            let trust = trust_in(&tx, contact.as_ref(), key.as_ref())?;
            let learned = key.as_ref().and_then(|key| key.learned_for.as_ref());
            if let Some((account, at)) = learned.filter(|_| trust != Trust::Changed) {
                let place = (account.clone(), at.clone());
                let name = spelled.get(&place).map_or(at.as_str(), String::as_str);
                addresses.push((account.clone(), name.to_owned()));
            }
            addresses.sort();
            addresses.dedup();
            let blocked = contact.is_some_and(|contact| contact.blocked);
            Ok(Known { fingerprint, trust, sealable: key.is_some(), blocked, addresses })
        });
        known.collect()
    }

    /// The user has compared the fingerprint of somebody whose card was learned, or takes that back:
    /// what they sign is [`Trust::Verified`]. It says nothing about conversations, where
    /// [`Action::Verify`](crate::messenger::Action::Verify) does; but
    /// [`Action::Unverify`](crate::messenger::Action::Unverify) takes both back.
    ///
    /// # Errors
    /// [`MessengerError::NoSealingKey`] if no card of theirs was learned;
    /// [`VaultError::Locked`](crate::vault::VaultError::Locked) and the errors of the vault.
    pub fn set_compared(&mut self, who: &Fingerprint, yes: bool) -> Result<(), MessengerError> {
        self.begin_call();
        let random: &mut dyn Random = &mut *self.environment.random;
        let mut tx = self.vault.begin(Durability::Power)?;
        let mut record = key_of(&tx, who)?.ok_or(MessengerError::NoSealingKey)?;
        record.compared = yes;
        tx.put(Table::SealingKey, &[], who.as_bytes(), &record.to_bytes()?, random)?;
        Ok(tx.commit()?)
    }
}

/// The rows about one of them.
#[derive(Default)]
struct Found {
    contact: Option<ContactRecord>,
    key: Option<SealingRecord>,
    addresses: Vec<(String, String)>,
}
