//! What a host may set for an account, beside its profile. Settings are kept in the vault.

use super::account::Account;
use super::call::Call;
use super::error::MessengerError;
use super::messenger::{Messenger, check_name};
use super::profile::{Markup, Profile};
use super::records::{AccountRecord, Record};
use crate::vault::{Durability, Table, Transaction};

/// A setting of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Setting {
    /// The longest line, in characters: 360 to 16,384.
    LineChars = 1,
    /// How many lines may follow each other at once: 1 to 1,000.
    Burst = 2,
    /// The pause between further lines, in milliseconds: 0 to 600,000.
    IntervalMs = 3,
    /// The host gives and takes HTML (1) or plain text (0).
    Html = 4,
    /// Each line of a text is shown by itself (1) or not (0).
    SplitLines = 5,
}

impl Setting {
    const ALL: [Self; 5] =
        [Self::LineChars, Self::Burst, Self::IntervalMs, Self::Html, Self::SplitLines];

    /// Changes a profile.
    fn apply(self, profile: &Profile, value: i64) -> Result<Profile, MessengerError> {
        let bad = MessengerError::BadSetting;
        let number = u32::try_from(value).map_err(|_| MessengerError::BadSetting)?;
        let switch = match value {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(MessengerError::BadSetting),
        };
        let profile = profile.clone();
        let (burst, interval) = (profile.burst(), profile.interval_ms());
        match self {
            Self::LineChars => {
                let chars = usize::try_from(value).map_err(|_| MessengerError::BadSetting)?;
                profile.with_line_limit(chars).map_err(|_| bad)
            }
            Self::Burst => profile.with_pacing(number, interval).map_err(|_| bad),
            Self::IntervalMs => profile.with_pacing(burst, number).map_err(|_| bad),
            Self::Html => {
                let markup = if switch? { Markup::Html } else { Markup::Plain };
                Ok(profile.with_markup(markup))
            }
            Self::SplitLines => Ok(profile.with_lines(switch?)),
        }
    }
}

impl Account {
    /// Applies the settings that are stored. Those that this version does not know stay stored.
    pub(super) fn apply_settings(&mut self) {
        for (code, value) in &self.record.settings {
            let known = Setting::ALL.into_iter().find(|setting| *setting as u8 == *code);
            if let Some(setting) = known
                && let Ok(changed) = setting.apply(&self.profile, *value)
            {
                self.profile = changed;
            }
        }
        self.outbox.set_pace(self.profile.burst(), self.profile.interval_ms());
    }
}

impl Messenger {
    /// Stores a setting for an account that is not attached.
    pub(super) fn set_for_later(
        &mut self,
        name: &str,
        setting: Setting,
        value: i64,
    ) -> Result<(), MessengerError> {
        check_name(name)?;
        // What is possible does not depend on the profile.
        let any = Profile::by_name("plain").ok_or(MessengerError::BadSetting)?;
        setting.apply(&any, value)?;
        let _lease = self.vault.lease(name.as_bytes())?;
        let mut tx = self.vault.begin(Durability::Process)?;
        let mut record = AccountRecord::load(&mut tx, name)?;
        record.set(setting, value);
        let random = &mut *self.environment.random;
        tx.put(Table::Account, &[], name.as_bytes(), &record.to_bytes(), random)?;
        Ok(tx.commit()?)
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

    fn set(&mut self, setting: Setting, value: i64) {
        self.settings.retain(|(code, _)| *code != setting as u8);
        self.settings.push((setting as u8, value));
    }
}

impl Call<'_, '_> {
    /// Changes a setting and stores it.
    pub(super) fn set(&mut self, setting: Setting, value: i64) -> Result<(), MessengerError> {
        let changed = setting.apply(&self.account.profile, value)?;
        let account = &mut *self.account;
        account.profile = changed;
        account.outbox.set_pace(account.profile.burst(), account.profile.interval_ms());
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
