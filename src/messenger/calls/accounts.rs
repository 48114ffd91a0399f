//! Accounts: taken into use and given back, their settings, their connection.

use super::messenger::{Messenger, check_name};
use crate::messenger::memory::account::Account;
use crate::messenger::network::profile::Profile;
use crate::messenger::network::setting::Setting;
use crate::messenger::rows::records::{AccountRecord, Record};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Outcome, Verdict};
use crate::vault::{Durability, Table, VaultError};

impl Messenger {
    /// Takes an account into use, under a lease: no other process can use it meanwhile. If it is in
    /// use here already, this is [`Messenger::online`]. `name` is
    /// the host's name for it. The outcome holds what is left from the last run: texts that were
    /// not confirmed as shown, texts that are not delivered, where conversations stand.
    ///
    /// # Errors
    /// [`VaultError::InUse`], [`VaultError::Locked`], [`MessengerError::BadName`] and the errors of the vault.
    pub fn attach(&mut self, name: &str, profile: Profile) -> Result<Outcome, MessengerError> {
        check_name(name)?;
        if self.accounts.contains_key(name) {
            let mut again = self.online(name, true);
            return again.error.take().map_or(Ok(again), Err);
        }
        let now = self.environment.clock.now_ms();
        let identity = self.identity.as_ref().ok_or(VaultError::Locked)?;
        let lease = self.vault.lease(name.as_bytes())?;
        let random = &mut *self.environment.random;
        let mut tx = self.vault.begin(Durability::Process)?;
        let account = Account::load(&mut tx, name, profile, identity, lease, now, random)?;
        tx.commit()?;
        self.accounts.insert(name.to_owned(), account);
        let told = self.run(name, Durability::Process, |call| {
            let profile = call.account().profile.clone();
            // Rows that were written under another profile, or an older version of Unicode.
            call.respell(&profile)?;
            call.tell_everything()
        });
        if told.is_err() {
            self.accounts.remove(name);
        } else if let Some(account) = self.accounts.get_mut(name) {
            account.attached = true;
        }
        let ((), events) = told?;
        Ok(self.outcome(Verdict::Pass, events))
    }

    /// Gives an account back. Nothing is lost: what is not sent or confirmed comes again.
    ///
    /// # Errors
    /// [`MessengerError::UnknownAccount`].
    pub fn detach(&mut self, name: &str) -> Result<(), MessengerError> {
        self.accounts.remove(name).map(|_| ()).ok_or(MessengerError::UnknownAccount)
    }

    /// Changes a setting of an account; it is kept in the vault. An account that is not attached
    /// finds it when it is, the first time too.
    ///
    /// # Errors
    /// [`MessengerError::BadSetting`], [`MessengerError::BadName`]; of an account that another
    /// process uses [`VaultError::InUse`]; the errors of the vault.
    pub fn set(&mut self, name: &str, setting: Setting, value: i64) -> Result<(), MessengerError> {
        if !self.accounts.contains_key(name) {
            return self.set_for_later(name, setting, value);
        }
        self.run_once(name, Durability::Process, &mut Vec::new(), |call| call.set(setting, value))
    }

    /// Stores a setting for an account that is not attached.
    fn set_for_later(
        &mut self,
        name: &str,
        setting: Setting,
        value: i64,
    ) -> Result<(), MessengerError> {
        check_name(name)?;
        // What is possible does not depend on the profile.
        let any = Profile::by_name("plain").ok_or(MessengerError::BadSetting)?;
        setting.apply(&any, value).ok_or(MessengerError::BadSetting)?;
        let _lease = self.vault.lease(name.as_bytes())?;
        let mut tx = self.vault.begin(Durability::Process)?;
        if setting == Setting::CaseMapping && !tx.scan(Table::Address, name.as_bytes())?.is_empty()
        {
            return Err(MessengerError::AddressTaken);
        }
        let mut record = AccountRecord::load(&mut tx, name)?;
        record.set(setting, value);
        let random = &mut *self.environment.random;
        tx.put(Table::Account, &[], name.as_bytes(), &record.to_bytes(), random)?;
        Ok(tx.commit()?)
    }

    /// How a setting of an account stands.
    ///
    /// # Errors
    /// [`MessengerError::UnknownAccount`].
    pub fn get(&self, name: &str, setting: Setting) -> Result<i64, MessengerError> {
        let account = self.accounts.get(name).ok_or(MessengerError::UnknownAccount)?;
        Ok(account.setting(setting))
    }

    /// The connection of an account is there (lines are sent) or gone (they wait). When it is gone,
    /// lines of texts that nobody has acknowledged go back into the queue, with the same bytes. When
    /// it comes back, texts that the host has not confirmed are shown again.
    pub fn online(&mut self, name: &str, online: bool) -> Outcome {
        let done = self.run(name, Durability::Power, |call| {
            let came_back = online && !call.account().online;
            call.memory_alone().online = online;
            if came_back {
                call.show_unconfirmed()?;
            }
            if !online {
                for number in call.memory_alone().outbox.requeue() {
                    call.undo_done(number, 1);
                }
            }
            Ok(())
        });
        self.told(name, "", done)
    }
}
