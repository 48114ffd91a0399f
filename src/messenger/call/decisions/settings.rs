//! Settings of contacts and of the account.

use crate::guard::{AddressKey, Decision, Mode, Op};
use crate::messenger::call::call::Call;
use crate::messenger::network::setting::Setting;
use crate::messenger::rows::records::Record;
use crate::messenger::tells::error::MessengerError;
use crate::vault::Table;

impl Call<'_, '_> {
    /// Sets the mode of a contact, or that it has the account's.
    pub(in crate::messenger) fn set_mode(
        &mut self,
        at: &AddressKey,
        mode: Option<Mode>,
    ) -> Result<(), MessengerError> {
        let _none = self.decided(at, Decision::SetMode(mode))?;
        Ok(())
    }

    /// Changes a setting and stores it.
    pub(in crate::messenger) fn set(
        &mut self,
        setting: Setting,
        value: i64,
    ) -> Result<(), MessengerError> {
        let changed = setting.apply(&self.account().profile, value);
        let changed = changed.ok_or(MessengerError::BadSetting)?;
        self.respell(&changed)?;
        if setting == Setting::Mode {
            let mode = Mode::from_code(value).ok_or(MessengerError::BadSetting)?;
            let _none = self.guard(&Op::AccountMode(mode))?;
        }
        let account = self.account_mut();
        account.profile = changed;
        account.announced |= setting == Setting::CaseMapping;
        account.share_restrictions();
        account.set_paces();
        let limit = account.profile.line_limit();
        for loaded in account.peers.values_mut() {
            loaded.peer.set_line_limit(limit)?;
        }
        self.store_setting(setting, value)
    }

    /// Stores a setting of the account.
    pub(in crate::messenger::call) fn store_setting(
        &mut self,
        setting: Setting,
        value: i64,
    ) -> Result<(), MessengerError> {
        self.account_mut().record.set(setting, value);
        self.store_account()
    }

    /// Stores what is kept of the account.
    pub(in crate::messenger::call) fn store_account(&mut self) -> Result<(), MessengerError> {
        let account = self.account();
        let (name, bytes) = (account.group(), account.record.to_bytes()?);
        self.put(Table::Account, &[], &name, &bytes)
    }
}
