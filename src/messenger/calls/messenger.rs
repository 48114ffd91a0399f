//! What a host calls.

use super::attaching::Awaited;
use crate::crypto::Random;
use crate::guard::{Names, Settled};
use crate::identity::{Fingerprint, Identity};
use crate::messenger::call::call::Call;
use crate::messenger::clock::Environment;
use crate::messenger::limits::MAX_NAME_BYTES;
use crate::messenger::limits::RETRY_MS;
use crate::messenger::memory::account::Account;
use crate::messenger::memory::deferred::Deferred;
use crate::messenger::memory::owed::Owed;
use crate::messenger::rows::records::{AccountRecord, IdentityRecord, Record};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Event, EventKind, Outcome, Verdict};
use crate::messenger::tells::notice::Notice;
use crate::vault::{
    Durability, Lease, Protection, Table, Transaction, Unlocking, Vault, VaultError, VaultKey,
};
use crate::wire::limits::ACK_DELAY_SECONDS;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A vault in use: the accounts of a host, their contacts and conversations.
///
/// No call takes long but [`Messenger::unlock`] with a passphrase. No call prints, waits for the
/// network or calls back.
pub struct Messenger {
    pub(super) vault: Vault,
    pub(super) environment: Environment,
    /// Once the vault is unlocked.
    pub(super) identity: Option<Identity>,
    pub(super) accounts: BTreeMap<String, Account>,
    /// Accounts that the host has asked for and that cannot be taken into use yet.
    pub(super) awaited: BTreeMap<String, Awaited>,
    pub(super) deferred: Deferred,
    /// Who is blocked or replaced although the vault could not be told.
    pub(super) owed: Owed,
    /// What accounts that were given back hold, because the vault could not be told.
    pub(super) given_back: BTreeMap<String, Names>,
    /// What the calls of a batch have to tell, while there is one.
    pub(super) batch: Option<Vec<Event>>,
}

impl fmt::Debug for Messenger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messenger")
            .field("vault", &self.vault)
            .field("accounts", &self.accounts.len())
            .finish_non_exhaustive()
    }
}

impl Messenger {
    /// Uses a vault, locked or not. A new vault gets a new identity.
    ///
    /// # Errors
    /// [`MessengerError::Vault`], [`MessengerError::Crypto`] if randomness fails.
    pub fn new(vault: Vault, environment: Environment) -> Result<Self, MessengerError> {
        let (accounts, deferred) = (BTreeMap::new(), Deferred::default());
        let mut messenger = Self {
            vault,
            environment,
            identity: None,
            accounts,
            awaited: BTreeMap::new(),
            deferred,
            owed: Owed::default(),
            given_back: BTreeMap::new(),
            batch: None,
        };
        if !messenger.vault.is_locked() {
            messenger.load_identity()?;
        }
        Ok(messenger)
    }

    /// Whether the vault is locked. What comes meanwhile is kept, what goes is refused.
    pub fn is_locked(&self) -> bool {
        self.identity.is_none()
    }

    /// Unlocks the vault. With a passphrase this takes a good part of a second; see
    /// [`Messenger::unlocking`].
    ///
    /// # Errors
    /// [`VaultError::WrongKey`] and the other errors of the vault.
    pub fn unlock(&mut self, with: &Protection<'_>) -> Result<(), MessengerError> {
        self.vault.unlock(with)?;
        self.load_identity()
    }

    /// The long part of unlocking with a passphrase, to be done elsewhere: on a worker thread, say.
    /// Its result goes to [`Messenger::unlock_with`].
    ///
    /// # Errors
    /// [`VaultError`] if the vault has no passphrase.
    pub fn unlocking(&self) -> Result<Unlocking, MessengerError> {
        Ok(self.vault.unlocking()?)
    }

    /// Unlocks the vault with what [`Unlocking`] has derived.
    ///
    /// # Errors
    /// The errors of the vault.
    pub fn unlock_with(&mut self, key: VaultKey) -> Result<(), MessengerError> {
        self.vault.unlock_with(key)?;
        self.load_identity()
    }

    /// Changes how the vault is protected.
    ///
    /// # Errors
    /// [`VaultError::Locked`] and the other errors of the vault; the old protection then stays.
    pub fn protect(&mut self, with: &Protection<'_>) -> Result<(), MessengerError> {
        Ok(self.vault.protect(with, &mut *self.environment.random)?)
    }

    /// Who we are.
    ///
    /// # Errors
    /// [`VaultError::Locked`].
    pub fn identity(&self) -> Result<&Identity, MessengerError> {
        Ok(self.identity.as_ref().ok_or(VaultError::Locked)?)
    }

    /// Puts an identity that was exported elsewhere in the place of the one that the vault was made
    /// with.
    ///
    /// # Errors
    /// [`MessengerError::IdentityInUse`] if there are contacts or attached accounts already.
    pub fn replace_identity(&mut self, mut identity: Identity) -> Result<(), MessengerError> {
        self.identity()?;
        identity.add_sealing_key(&mut *self.environment.random)?;
        if !self.accounts.is_empty() {
            return Err(MessengerError::IdentityInUse);
        }
        // Nor may another process use the old one while this happens.
        let leases = self.lease_all()?;
        let mut tx = self.vault.begin(Durability::Power)?;
        if !tx.scan(Table::Contact, &[])?.is_empty() {
            return Err(MessengerError::IdentityInUse);
        }
        // Prekeys of the old identity are worth nothing any more.
        for (account, _lease) in &leases {
            if tx.get(Table::Identity, account.name.as_bytes(), &[])?.is_none() {
                tx.delete(Table::Installation, account.name.as_bytes(), &[])?;
            }
        }
        let row = IdentityRecord::row(&identity)?;
        tx.put(Table::Identity, &[], &[], &row, &mut *self.environment.random)?;
        tx.restricts();
        tx.commit()?;
        self.identity = Some(identity);
        Ok(())
    }

    fn lease_all(&mut self) -> Result<Vec<(AccountRecord, Lease)>, MessengerError> {
        let rows = self.vault.begin(Durability::Process)?.scan(Table::Account, &[])?;
        let mut leases = Vec::new();
        for bytes in rows {
            let account = AccountRecord::from_bytes(&bytes)?;
            let lease = self.vault.lease(account.name.as_bytes()).map_err(|error| match error {
                VaultError::InUse | VaultError::InUseElsewhere { .. } => {
                    MessengerError::IdentityInUse
                }
                other => other.into(),
            })?;
            leases.push((account, lease));
        }
        Ok(leases)
    }

    fn load_identity(&mut self) -> Result<(), MessengerError> {
        let random = &mut *self.environment.random;
        let mut tx = self.vault.begin(Durability::Power)?;
        let identity = match tx.get(Table::Identity, &[], &[])? {
            Some(bytes) => {
                let record = IdentityRecord::from_bytes(&bytes)?;
                let identity = Identity::from_content(&record.content)?;
                match identity.recipient() {
                    Some(_) => identity,
                    // An older version has made the vault. One that cannot be written, on a disk that
                    // is full say, opens all the same.
                    None => with_sealing_key(&identity, record, tx, random).unwrap_or(identity),
                }
            }
            // Only a new vault has none. A new identity over a lost one would look like a thief's
            // to every contact.
            None if !tx.is_empty()? => {
                return Err(VaultError::Damaged("the identity is missing").into());
            }
            None => {
                let now = self.environment.clock.now_ms() / 1_000;
                let mut identity = Identity::generate(now, random)?;
                identity.add_sealing_key(random)?;
                tx.put(Table::Identity, &[], &[], &IdentityRecord::row(&identity)?, random)?;
                tx.restricts();
                tx.commit()?;
                identity
            }
        };
        self.identity = Some(identity);
        Ok(())
    }

    /// Does something on an account in one transaction, and gives out the lines that may leave then. If
    /// it fails, memory is loaded anew before the next call, so that it is never ahead of the vault.
    pub(super) fn run<T>(
        &mut self,
        name: &str,
        durability: Durability,
        work: impl FnOnce(&mut Call<'_, '_>) -> Result<T, MessengerError>,
    ) -> Result<(T, Vec<Event>), MessengerError> {
        let mut events = Vec::new();
        let durable = durability == Durability::Power;
        let result = self.run_once(name, durability, &mut events, |call| {
            let value = work(call)?;
            if durable {
                call.release()?;
            }
            Ok(value)
        })?;
        let now = self.environment.clock.now_ms();
        let lines_due = self.accounts.get_mut(name).is_some_and(|account| {
            account.online && account.outbox.due(now).is_some_and(|due| due <= now)
        });
        if !durable && lines_due {
            // Before a line leaves, what it depends on has to survive the machine. If that fails
            // the lines stay queued.
            let _ = self.run_once(name, Durability::Power, &mut events, |call| call.release());
        }
        Ok((result, events))
    }

    pub(super) fn run_once<T>(
        &mut self,
        name: &str,
        durability: Durability,
        events: &mut Vec<Event>,
        work: impl FnOnce(&mut Call<'_, '_>) -> Result<T, MessengerError>,
    ) -> Result<T, MessengerError> {
        let identity = self.identity.as_ref().ok_or(VaultError::Locked)?;
        let account = self.accounts.get_mut(name).ok_or(MessengerError::UnknownAccount)?;
        let now = self.environment.clock.now_ms();
        let random: &mut dyn Random = &mut *self.environment.random;
        // What a batch gives out is durable when it ends.
        let durability = if self.batch.is_some() { Durability::Process } else { durability };
        // What the vault cannot be told now is tried again.
        let owes = account.owes() || !self.owed.is_empty();
        account.save_at = owes.then_some(now + RETRY_MS);
        let mut tx = self.vault.begin(durability)?;
        if account.stale {
            account.reload(&mut tx, identity, now, random)?;
        }
        // Until it is committed; also if something panics.
        account.stale = true;
        let told = events.len();
        let mut call = Call::new(account, &mut tx, random, now, events);
        let owed = &self.owed;
        let result = call.pay(owed).and_then(|()| call.catch_up()).and_then(|()| work(&mut call));
        let result = result.and_then(|value| call.finish().map(|()| value));
        let (touched, new_people) = (call.touched(), call.has_new_people());
        let news = call.take_news();
        let (result, settled) = match (result, touched) {
            (Ok(value), true) => match tx.commit_with_proof() {
                Ok(proof) => (Ok(value), Settled::Committed(proof)),
                Err(error) => (Err(error.into()), Settled::Failed),
            },
            (result, _) => {
                drop(tx);
                let settled = if result.is_ok() { Settled::Unwritten } else { Settled::Failed };
                (result, settled)
            }
        };
        account.stale = touched && result.is_err();
        account.names.settle(settled);
        account.settle_invitations(result.is_ok());
        match result.is_ok() {
            true => {
                account.unsaved.clear();
                account.news.clear();
            }
            false => events.truncate(told),
        }
        if result.is_ok() {
            self.spread_news(name, &news);
        }
        let owes = !self.owed.is_empty();
        if let Some(account) = self.accounts.get_mut(name) {
            account.save_at = match account.names.is_ahead() || owes {
                true => Some(now + RETRY_MS),
                false if account.news.is_empty() => None,
                false => Some(now),
            };
        }
        if new_people {
            self.accounts.values_mut().for_each(|account| account.people.clear());
        }
        result
    }

    /// A call on an account has committed that these people are blocked or replaced, or not any more:
    /// the next call on each account where they are known tells it. What was owed is written with it;
    /// that has not been told where it was decided either.
    fn spread_news(&mut self, here: &str, news: &BTreeSet<Fingerprint>) {
        let paid = self.owed.take();
        let now = self.environment.clock.now_ms();
        for (name, account) in &mut self.accounts {
            for who in news.iter().filter(|who| name != here || paid.contains(*who)) {
                if account.names.names_of(who).next().is_some() {
                    account.news.insert(*who);
                    account.save_at = Some(now);
                }
            }
        }
    }

    /// Looks at an account: nothing leaves because of it, and in a batch it is told at once. `peer` is
    /// empty if it is not about one conversation.
    pub(super) fn look(
        &mut self,
        account: &str,
        peer: &str,
        work: impl FnOnce(&mut Call<'_, '_>) -> Result<(), MessengerError>,
    ) -> Outcome {
        let mut events = Vec::new();
        let done = self.run_once(account, Durability::Process, &mut events, work);
        let batch = self.batch.take();
        let outcome = self.told(account, peer, done.map(|()| ((), events)));
        self.batch = batch;
        outcome
    }

    pub(super) fn told(
        &mut self,
        account: &str,
        peer: &str,
        done: Result<((), Vec<Event>), MessengerError>,
    ) -> Outcome {
        match done {
            Ok(((), events)) => self.outcome(Verdict::Pass, events),
            Err(error) => self.failed(account, peer, Verdict::Pass, error),
        }
    }

    /// What a call has come to that could not do what it was asked. `peer` is empty if that was not
    /// about one conversation, or if this name is what is wrong.
    pub(super) fn failed(
        &mut self,
        account: &str,
        peer: &str,
        verdict: Verdict,
        error: MessengerError,
    ) -> Outcome {
        let peer = if check_name(peer).is_ok() { peer } else { "" };
        let events = vec![notice_event(account, peer, error.notice())];
        let mut outcome = self.outcome(verdict, events);
        outcome.error = Some(error);
        outcome
    }

    pub(super) fn outcome(&mut self, verdict: Verdict, events: Vec<Event>) -> Outcome {
        let shows =
            events.iter().any(|event| matches!(&event.kind, EventKind::Show(show) if show.private));
        // What is shown is confirmed, and then acknowledged.
        let soon = shows.then_some(ACK_DELAY_SECONDS * 1_000);
        let wake_ms = self.wake_ms().into_iter().chain(soon).min();
        let events = match &mut self.batch {
            Some(batch) => {
                batch.extend(events);
                Vec::new()
            }
            None => events,
        };
        Outcome { verdict, events, wake_ms, error: None, number: None }
    }

    /// Has every account loaded anew from the vault before its next call: after a panic, when nobody
    /// can tell what memory holds.
    pub fn doubt_memory(&mut self) {
        self.accounts.retain(|_, account| account.attached);
        for account in self.accounts.values_mut() {
            (account.stale, account.doubted) = (true, true);
        }
    }

    /// In how many milliseconds something is due.
    pub fn wake_ms(&mut self) -> Option<u64> {
        let now = self.environment.clock.now_ms();
        let others = [self.deferred.due(), self.awaited_at()];
        let accounts = self.accounts.values_mut().filter_map(|account| account.due(now));
        let first = accounts.chain(others.into_iter().flatten()).min();
        first.map(|due| due.saturating_sub(now))
    }
}

fn with_sealing_key(
    identity: &Identity,
    mut record: IdentityRecord,
    mut tx: Transaction<'_>,
    random: &mut dyn Random,
) -> Result<Identity, MessengerError> {
    let mut identity = identity.clone();
    identity.add_sealing_key(random)?;
    record.content = identity.content();
    tx.put(Table::Identity, &[], &[], &record.to_bytes()?, random)?;
    tx.commit()?;
    Ok(identity)
}

pub(super) fn notice_event(account: &str, peer: &str, notice: Notice) -> Event {
    Event { account: account.to_owned(), peer: peer.to_owned(), kind: EventKind::Notice(notice) }
}

pub(super) fn check_name(name: &str) -> Result<(), MessengerError> {
    match name.len() {
        1..=MAX_NAME_BYTES => Ok(()),
        found => Err(MessengerError::BadName(found)),
    }
}
