//! Accounts in use: their settings, their connection.

use super::postponed::Postponed;
use crate::guard::{Mode, Op};
use crate::messenger::calls::messenger::Messenger;
use crate::messenger::calls::running::check_name;
use crate::messenger::network::profile::Profile;
use crate::messenger::network::setting::Setting;
use crate::messenger::rows::records::{AccountRecord, Record};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::Outcome;
use crate::vault::{Durability, Table};

impl Messenger {
    /// Changes a setting of an account; it is kept in the vault. An account that is not attached
    /// finds it when it is, the first time too.
    ///
    /// # Errors
    /// [`MessengerError::BadSetting`], [`MessengerError::BadName`]; of an account that another
    /// process uses [`VaultError::InUse`](crate::vault::VaultError::InUse);
    /// [`MessengerError::AddressTaken`]; the errors of the vault.
    pub fn set(&mut self, name: &str, setting: Setting, value: i64) -> Result<(), MessengerError> {
        self.begin_call();
        self.change_setting(name, setting, value)
    }

    /// As [`Messenger::set`], in a call that has begun.
    pub(in crate::messenger::calls) fn change_setting(
        &mut self,
        name: &str,
        setting: Setting,
        value: i64,
    ) -> Result<(), MessengerError> {
        if !self.accounts.contains_key(name) {
            let set = self.set_for_later(name, setting, value);
            if let (Err(MessengerError::Vault(_)), Setting::Mode) = (&set, setting) {
                self.postpone(name, Postponed::AccountMode(value));
            }
            return set;
        }
        if setting == Setting::Mode
            && let (Some(mode), Some(found)) = (Mode::from_code(value), self.accounts.get_mut(name))
        {
            found.names.foresee(&Op::AccountMode(mode));
        }
        let set = self
            .run_once(name, Durability::Power, &mut Vec::new(), |call| call.set(setting, value));
        if set.is_err() && setting == Setting::Mode {
            self.note_required(name);
        }
        set
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
        let mut tx = self.vault.begin(Durability::Power)?;
        if setting == Setting::Mode && Mode::from_code(value) == Some(Mode::Required) {
            tx.restricts();
        }
        if setting == Setting::CaseMapping && !tx.scan(Table::Address, name.as_bytes())?.is_empty()
        {
            return Err(MessengerError::AddressTaken);
        }
        let mut record = AccountRecord::load(&mut tx, name)?;
        // Hosts say at each start what they have said before: that writes nothing.
        if record.settings().any(|stored| stored == (setting, value)) {
            return Ok(());
        }
        record.set(setting, value);
        let random = &mut *self.environment.random;
        tx.put(Table::Account, &[], name.as_bytes(), &record.to_bytes()?, random)?;
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
        self.begin_call();
        let done = self.run(name, Durability::Power, |call| {
            let came_back = online && !call.account().online;
            call.memory_alone().online = online;
            if came_back {
                // The list of contacts comes once more.
                let addresses = call.memory_alone().addresses.values_mut();
                addresses.for_each(|address| address.passing.listed = false);
                call.show_unconfirmed()?;
            }
            if !online {
                // The next server may compare names otherwise.
                call.memory_alone().announced = false;
                call.memory_alone().share_restrictions();
                for number in call.memory_alone().outbox.requeue() {
                    call.undo_done(number, 1);
                }
            }
            Ok(())
        });
        self.told(name, "", done)
    }

    /// Shows again what the host has not confirmed: somebody looks again.
    pub fn show_again(&mut self, name: &str) -> Outcome {
        let done = self.run(name, Durability::Process, |call| call.show_unconfirmed());
        self.told(name, "", done)
    }
}
