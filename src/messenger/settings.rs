//! How the settings of an account stand, in memory and in its record.

use super::account::Account;
use crate::messenger::network::mode::Mode;
use crate::messenger::network::setting::Setting;
use crate::messenger::rows::records::{AccountRecord, Record};
use crate::messenger::tells::error::MessengerError;
use crate::vault::{Table, Transaction};

impl Account {
    /// Applies the settings that are stored. Those that this version does not know stay stored.
    pub(super) fn apply_settings(&mut self) {
        self.mode = Mode::default();
        for (code, value) in &self.record.settings {
            if let Some(setting) = Setting::by_number(*code)
                && let Ok(changed) = setting.apply(&self.profile, *value)
            {
                self.profile = changed;
                if setting == Setting::Mode {
                    self.mode = Mode::from_code(*value).unwrap_or_default();
                }
            }
        }
        self.set_paces();
    }

    /// Has the profile's pace and budgets count from now on.
    pub(super) fn set_paces(&mut self) {
        self.outbox.set_pace(self.profile.burst(), self.profile.interval_ms());
        self.budgets = self.profile.budgets;
        self.paces.set(&self.budgets);
    }

    /// How a setting stands.
    pub(super) fn setting(&self, setting: Setting) -> i64 {
        match setting {
            Setting::Mode => self.mode as i64,
            _ => setting.value(&self.profile),
        }
    }
}

impl AccountRecord {
    /// What is kept of an account; of one that is new, its name.
    pub(super) fn load(tx: &mut Transaction<'_>, name: &str) -> Result<Self, MessengerError> {
        match tx.get(Table::Account, &[], name.as_bytes())? {
            Some(bytes) => Self::from_bytes(&bytes),
            None => {
                Ok(Self { name: name.to_owned(), profile: String::new(), settings: Vec::new() })
            }
        }
    }

    pub(super) fn set(&mut self, setting: Setting, value: i64) {
        self.settings.retain(|(code, _)| *code != setting as u8);
        self.settings.push((setting as u8, value));
    }
}
