//! Changing a setting of an account that is attached.

use super::call::Call;
use crate::messenger::network::mode::Mode;
use crate::messenger::network::setting::Setting;
use crate::messenger::rows::records::Record;
use crate::messenger::tells::error::MessengerError;
use crate::vault::Table;

impl Call<'_, '_> {
    /// Changes a setting and stores it.
    pub(in crate::messenger) fn set(
        &mut self,
        setting: Setting,
        value: i64,
    ) -> Result<(), MessengerError> {
        let changed = setting.apply(&self.account.profile, value)?;
        self.respell(changed.case_mapping())?;
        let account = &mut *self.account;
        account.profile = changed;
        if setting == Setting::Mode {
            account.mode = Mode::from_code(value).unwrap_or_default();
        }
        account.set_paces();
        let limit = account.profile.line_limit();
        for loaded in account.peers.values_mut() {
            loaded.peer.set_line_limit(limit)?;
        }
        account.record.set(setting, value);
        let bytes = account.record.to_bytes();
        let name = account.group();
        self.put(Table::Account, &[], &name, &bytes)
    }
}
