//! An identity for one account alone: nobody who sees the cards of two accounts can tell then that
//! they are one person's.

use crate::identity::Identity;
use crate::messenger::calls::messenger::Messenger;
use crate::messenger::calls::running::check_name;
use crate::messenger::rows::records::{AccountRecord, IdentityRecord, Record};
use crate::messenger::tells::error::MessengerError;
use crate::vault::{Durability, Table, VaultError};

impl Messenger {
    /// Gives an account an identity of its own, `identity` or a new one, instead of the vault's.
    /// Before the account is used for the first time, and then for good.
    ///
    /// # Errors
    /// [`MessengerError::IdentityInUse`] if the account has been used, or has one;
    /// [`VaultError::Locked`], [`VaultError::InUse`], [`MessengerError::BadName`] and the errors of
    /// the vault.
    pub fn give_identity(
        &mut self,
        account: &str,
        identity: Option<Identity>,
    ) -> Result<(), MessengerError> {
        self.begin_call();
        check_name(account)?;
        self.identity()?;
        if self.accounts.contains_key(account) {
            return Err(MessengerError::IdentityInUse);
        }
        let _lease = self.vault.lease(account.as_bytes())?;
        let random = &mut *self.environment.random;
        let now = self.environment.clock.now_ms() / 1_000;
        let mut identity = match identity {
            Some(identity) => identity,
            None => Identity::generate(now, random)?,
        };
        identity.add_sealing_key(random)?;
        let mut tx = self.vault.begin(Durability::Power)?;
        for table in [Table::Identity, Table::Installation, Table::Peer, Table::Address] {
            if !tx.scan(table, account.as_bytes())?.is_empty() {
                return Err(MessengerError::IdentityInUse);
            }
        }
        tx.put(Table::Identity, account.as_bytes(), &[], &IdentityRecord::row(&identity)?, random)?;
        Ok(tx.commit()?)
    }

    /// By whom others know an account: its own identity, or the vault's.
    ///
    /// # Errors
    /// [`VaultError::Locked`] and the errors of the vault.
    pub fn identity_of(&mut self, account: &str) -> Result<Identity, MessengerError> {
        self.begin_call();
        self.identity_now(account)
    }

    pub(in crate::messenger::calls) fn identity_now(
        &mut self,
        account: &str,
    ) -> Result<Identity, MessengerError> {
        if let Some(found) = self.accounts.get(account) {
            return Ok(found.installation.identity().clone());
        }
        let shared = self.identity.as_ref().ok_or(VaultError::Locked)?;
        match self.vault.look_up(Table::Identity, account.as_bytes(), &[])? {
            Some(content) => IdentityRecord::identity(&content),
            None => Ok(shared.clone()),
        }
    }

    /// The vault's identity, and those that accounts have of their own.
    ///
    /// # Errors
    /// [`VaultError::Locked`] and the errors of the vault.
    pub(in crate::messenger::calls) fn identities(
        &mut self,
    ) -> Result<Vec<Identity>, MessengerError> {
        let mut all = vec![self.identity()?.clone()];
        let tx = self.vault.begin(Durability::Process)?;
        for account in tx.scan(Table::Account, &[])? {
            let account = AccountRecord::from_bytes(&account)?;
            if let Some(content) = tx.get(Table::Identity, account.name.as_bytes(), &[])? {
                all.push(IdentityRecord::identity(&content)?);
            }
        }
        Ok(all)
    }
}
