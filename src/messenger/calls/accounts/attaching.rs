//! Accounts are taken into use and given back.

use crate::guard::{AddressKey, Door, Mode, Name, NameParts};
use crate::messenger::calls::messenger::Messenger;
use crate::messenger::calls::running::{check_name, notice_event};
use crate::messenger::memory::account::Account;
use crate::messenger::memory::retry::Retry;
use crate::messenger::network::profile::Profile;
use crate::messenger::rows::records::{AccountRecord, AddressRecord, Conversation, Record};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Event, Outcome, Verdict};
use crate::messenger::tells::notice::Notice;
use crate::vault::{Durability, Table, VaultError};

/// An account that the host has asked for and that cannot be taken into use yet.
pub(in crate::messenger::calls) struct Awaited {
    profile: Profile,
    retry: Retry,
    /// Why, for the user.
    notice: Notice,
}

impl Messenger {
    /// Takes an account into use, under a lease: no other process can use it meanwhile. If it is in
    /// use here already, this is [`Messenger::online`]. `name` is
    /// the host's name for it. The outcome holds what is left from the last run: texts that were
    /// not confirmed as shown, texts that are not delivered, where conversations stand.
    ///
    /// While another process uses the account, or the vault is locked or busy, this fails, and every
    /// text to anybody on it is refused; [`Messenger::tick`] tries again until it succeeds or
    /// [`Messenger::detach`] gives the account up.
    ///
    /// # Errors
    /// [`VaultError::InUse`], [`VaultError::Locked`], [`MessengerError::BadName`] and the errors of the vault.
    pub fn attach(&mut self, name: &str, profile: Profile) -> Result<Outcome, MessengerError> {
        self.begin_call();
        self.attach_now(name, profile)
    }

    pub(super) fn attach_now(
        &mut self,
        name: &str,
        profile: Profile,
    ) -> Result<Outcome, MessengerError> {
        check_name(name)?;
        if self.accounts.contains_key(name) {
            let mut again = self.online(name, true);
            return again.error.take().map_or(Ok(again), Err);
        }
        match self.take_into_use(name, profile.clone()) {
            Ok(mut events) => {
                events.extend(self.carry_out_postponed(name));
                Ok(self.outcome(Verdict::Pass, events))
            }
            Err(error) => {
                let retry = self.awaited.get(name).map(|awaited| awaited.retry);
                self.await_account(name, profile, retry.unwrap_or_default(), &error);
                Err(error)
            }
        }
    }

    fn await_account(
        &mut self,
        name: &str,
        profile: Profile,
        mut retry: Retry,
        error: &MessengerError,
    ) {
        let in_use = matches!(
            error,
            MessengerError::Vault(VaultError::InUse | VaultError::InUseElsewhere { .. })
        );
        if in_use || error.is_temporary() {
            retry.failed(self.environment.clock.now_ms());
            let awaited = Awaited { profile, retry, notice: error.notice() };
            self.awaited.insert(name.to_owned(), awaited);
        }
    }

    fn take_into_use(
        &mut self,
        name: &str,
        profile: Profile,
    ) -> Result<Vec<Event>, MessengerError> {
        let now = self.environment.clock.now_ms();
        if self.identity.is_none() {
            return Err(VaultError::Locked.into());
        }
        let lease = self.vault.lease(name.as_bytes())?;
        self.inherit(name, &profile)?;
        let identity = self.identity.as_ref().ok_or(VaultError::Locked)?;
        let random = &mut *self.environment.random;
        let mut tx = self.vault.begin(Durability::Process)?;
        let mut account = Account::load(&mut tx, name, profile, identity, lease, now, random)?;
        tx.commit()?;
        for before in self.given_back.get(name).into_iter().flatten() {
            account.resume(before.clone());
        }
        self.accounts.insert(name.to_owned(), account);
        let told = self.run(name, Durability::Process, |call| {
            let profile = call.account().profile.clone();
            // Rows that were written under another profile, or an older version of Unicode.
            call.respell(&profile)?;
            call.expire_prekeys();
            call.tell_everything()
        });
        if told.is_err() {
            self.accounts.remove(name);
        } else if let Some(account) = self.accounts.get_mut(name) {
            account.attached = true;
            self.awaited.remove(name);
            self.given_back.remove(name);
        }
        told.map(|((), events)| events)
    }

    /// A new account may be one that the host calls otherwise now. If one of the same profile is in
    /// the vault and nobody uses it, what may not leave in clear there may not leave in clear here.
    fn inherit(&mut self, name: &str, profile: &Profile) -> Result<(), MessengerError> {
        let mut tx = self.vault.begin(Durability::Process)?;
        // One that has settings and no profile was never attached.
        if !AccountRecord::load(&mut tx, name)?.profile.is_empty() {
            return Ok(());
        }
        let mut missing = Vec::new();
        for bytes in tx.scan(Table::Account, &[])? {
            let record = AccountRecord::from_bytes(&bytes)?;
            if record.profile == profile.name() && !self.accounts.contains_key(&record.name) {
                missing.push(record.name);
            }
        }
        drop(tx);
        missing.retain(|other| self.vault.lease(other.as_bytes()).is_ok());
        let random = &mut *self.environment.random;
        let mut tx = self.vault.begin(Durability::Power)?;
        let mut inherited = Vec::new();
        let mut record = AccountRecord::load(&mut tx, name)?;
        for other in &missing {
            record.inherit_folded(&AccountRecord::load(&mut tx, other)?);
            for bytes in tx.scan(Table::Address, other.as_bytes())? {
                let AddressRecord { at, conversation, standing } =
                    AddressRecord::from_bytes(&bytes)?;
                inherited.extend(restricted(at, &conversation, &standing));
            }
        }
        if inherited.is_empty() && record.folded().is_empty() {
            return Ok(());
        }
        if !record.folded().is_empty() {
            record.profile = profile.name().to_owned();
            tx.put(Table::Account, &[], name.as_bytes(), &record.to_bytes()?, random)?;
        }
        for record in inherited {
            let at = record.at.as_bytes();
            tx.put(Table::Address, name.as_bytes(), at, &record.to_bytes()?, random)?;
        }
        tx.restricts();
        Ok(tx.commit()?)
    }

    /// Gives an account back. Nothing is lost: what is not sent or confirmed comes again.
    ///
    /// # Errors
    /// [`MessengerError::UnknownAccount`].
    pub fn detach(&mut self, name: &str) -> Result<(), MessengerError> {
        self.begin_call();
        let awaited = self.awaited.remove(name).is_some();
        let _saved = self.save_hints(name);
        match self.accounts.remove(name) {
            None if !awaited => Err(MessengerError::UnknownAccount),
            Some(account) if account.names.is_ahead() => {
                self.given_back.insert(name.to_owned(), vec![account.names]);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Writes what memory knows of whom the user has written to, and what could not be written before.
    /// What cannot be written now either holds when this process uses the account again, and is lost
    /// with it.
    pub(in crate::messenger::calls) fn save_hints(
        &mut self,
        name: &str,
    ) -> Result<(), MessengerError> {
        let unsaved = |account: &Account| {
            let names = &account.names;
            names.is_unsaved() || !account.unsaved.is_empty() || !self.owed.is_empty()
        };
        match self.accounts.get(name).is_some_and(unsaved) {
            true => self.run_once(name, Durability::Power, &mut Vec::new(), |_| Ok(())),
            false => Ok(()),
        }
    }

    /// Why an account cannot be used yet that the host has asked for.
    pub(in crate::messenger::calls) fn awaits(&self, name: &str) -> Option<Notice> {
        self.awaited.get(name).map(|awaited| awaited.notice)
    }

    /// When the accounts that wait are tried again.
    pub(in crate::messenger::calls) fn awaited_at(&self) -> Option<u64> {
        self.awaited.values().filter_map(|awaited| awaited.retry.due()).min()
    }

    /// The vault is unlocked: accounts that wait for that are tried again at once.
    pub(in crate::messenger::calls) fn hurry_accounts(&mut self) {
        let now = self.environment.clock.now_ms();
        self.awaited.values_mut().for_each(|awaited| awaited.retry.at_once(now));
    }

    /// Tries again to take accounts into use that could not be.
    pub(in crate::messenger::calls) fn retry_accounts(&mut self, events: &mut Vec<Event>) {
        let now = self.environment.clock.now_ms();
        let names: Vec<String> = self
            .awaited
            .iter()
            .filter(|(_, awaited)| awaited.retry.is_due(now))
            .map(|(name, _)| name.clone())
            .collect();
        for name in names {
            let Some(Awaited { profile, retry, .. }) = self.awaited.remove(&name) else { continue };
            match self.take_into_use(&name, profile.clone()) {
                Ok(more) => {
                    events.extend(more);
                    events.extend(self.carry_out_postponed(&name));
                }
                Err(error) => {
                    self.await_account(&name, profile, retry, &error);
                    if self.awaits(&name).is_none() {
                        // It does not help to wait.
                        events.push(notice_event(&name, "", error.notice()));
                    }
                }
            }
        }
    }
}

/// What another account takes over of a name: that nothing may leave in clear.
fn restricted(at: AddressKey, before: &Conversation, name: &Name) -> Option<AddressRecord> {
    let required = name.mode().filter(|mode| *mode == Mode::Required);
    if name.door() == Door::Open && !name.is_blocked() && required.is_none() {
        return None;
    }
    let conversation =
        Conversation { spellings: before.spellings.clone(), ..Conversation::new(&before.name) };
    let parts = NameParts {
        door: name.door(),
        mode: required,
        blocked: name.is_blocked(),
        touched: true,
        ..NameParts::default()
    };
    let standing = Name::from_parts(parts)?;
    Some(AddressRecord { at, conversation, standing })
}

impl Drop for Messenger {
    /// What costs no disk while it happens is written at the end.
    fn drop(&mut self) {
        self.begin_call();
        let names: Vec<String> = self.accounts.keys().cloned().collect();
        for name in names {
            let _saved = self.save_hints(&name);
        }
    }
}
