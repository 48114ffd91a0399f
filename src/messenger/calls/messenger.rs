//! What a host calls.

use super::accounts::attaching::Awaited;
use super::accounts::postponed::Postponed;
use super::slow::Slow;
use crate::crypto::Random;
use crate::guard::Names;
use crate::identity::Identity;
use crate::messenger::clock::{Clock, Environment};
use crate::messenger::limits::BUSY_STEPS;
use crate::messenger::memory::account::Account;
use crate::messenger::memory::deferred::Deferred;
use crate::messenger::memory::owed::Owed;
use crate::messenger::rows::records::{AccountRecord, IdentityRecord, Record};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::Event;
use crate::vault::{
    Durability, Lease, Protection, Table, Transaction, Unlocking, Vault, VaultError, VaultKey,
};
use std::collections::BTreeMap;
use std::fmt;

/// An open vault: the accounts of a host, their contacts and conversations.
///
/// No call takes long except [`Messenger::unlock`] with a passphrase. No call prints, waits for the
/// network or calls back.
///
/// # Example
///
/// ```
/// use subrosa::messenger::{Action, Environment, EventKind, Messenger, Origin, Profile, Verdict};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = std::env::temp_dir().join(format!("subrosa-messenger-doc-{}", std::process::id()));
/// let vault = Messenger::vault_path(&folder);
/// // Creates the vault if it is missing.
/// let mut me = Messenger::open(&vault, None, Environment::default())?;
/// let profile = Profile::by_name("irc").ok_or("no such profile")?;
/// let _titles = me.attach("irc:me", profile)?;
///
/// // Nothing is private yet: the host sends the text itself.
/// let typed = me.outgoing("irc:me", "alice", b"hello", Origin::default());
/// assert_eq!(typed.verdict, Verdict::Pass);
///
/// // The user starts a private conversation. The host sends the lines in the events.
/// let started = me.contact_do("irc:me", "alice", Action::Start, None);
/// assert!(started.events.iter().any(|event| matches!(event.kind, EventKind::Send { .. })));
///
/// // From now on no text is sent unencrypted. This one waits for the answer.
/// let typed = me.outgoing("irc:me", "alice", b"a secret", Origin::default());
/// assert_eq!(typed.verdict, Verdict::Held);
/// # drop(me);
/// # std::fs::remove_dir_all(folder)?;
/// # Ok(())
/// # }
/// ```
pub struct Messenger {
    pub(super) vault: Vault,
    pub(super) environment: Environment,
    /// Once the vault is unlocked.
    pub(super) identity: Option<Identity>,
    pub(super) accounts: BTreeMap<String, Account>,
    /// Accounts that the host has asked for and that cannot be taken into use yet.
    pub(super) awaited: BTreeMap<String, Awaited>,
    /// What was decided about accounts that cannot be taken into use yet.
    pub(super) postponed: BTreeMap<String, Vec<Postponed>>,
    pub(super) deferred: Deferred,
    /// Who is blocked or replaced although the vault could not be told.
    pub(super) owed: Owed,
    /// What accounts that were given back hold, because the vault could not be told.
    pub(super) given_back: BTreeMap<String, Vec<Names>>,
    /// What the calls of a batch have to tell, while there is one.
    pub(super) batch: Option<Vec<Event>>,
    /// A call of the batch has decided what is to be on the disk when it ends, whether there is
    /// anything to tell or not.
    pub(super) batch_decides: bool,
    /// What takes long, on a thread of its own.
    pub(super) slow: Option<Slow>,
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
        vault.patience().begin(BUSY_STEPS);
        Self::with_vault(vault, environment)
    }

    /// As [`new`](Self::new), in the call that has opened the vault.
    pub(super) fn with_vault(
        vault: Vault,
        environment: Environment,
    ) -> Result<Self, MessengerError> {
        let (accounts, deferred) = (BTreeMap::new(), Deferred::default());
        let mut messenger = Self {
            vault,
            environment,
            identity: None,
            accounts,
            awaited: BTreeMap::new(),
            postponed: BTreeMap::new(),
            deferred,
            owed: Owed::default(),
            given_back: BTreeMap::new(),
            batch: None,
            batch_decides: false,
            slow: None,
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
        self.begin_call();
        self.unlock_now(with)
    }

    pub(super) fn unlock_now(&mut self, with: &Protection<'_>) -> Result<(), MessengerError> {
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
        self.begin_call();
        self.vault.unlock_with(key)?;
        self.load_identity()
    }

    /// A vault that [`unlock`](Self::unlock) refuses because it has come back younger than it was,
    /// [`VaultError::Older`], or damaged, is used as it is from the next time on. Only when the user
    /// has been told: what was private may count as never seen.
    pub fn accept_older(&mut self) {
        if self.is_locked() {
            self.vault.accept_older();
        }
    }

    /// Changes how the vault is protected.
    ///
    /// # Errors
    /// [`VaultError::Locked`] and the other errors of the vault; the old protection then stays.
    pub fn protect(&mut self, with: &Protection<'_>) -> Result<(), MessengerError> {
        self.begin_call();
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
        self.begin_call();
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
        // Nearly always there is one, and nobody who writes has to be waited for.
        if let Some(content) = self.vault.look_up(Table::Identity, &[], &[])? {
            let identity = IdentityRecord::identity(&content)?;
            if identity.recipient().is_some() {
                self.identity = Some(identity);
                return Ok(());
            }
        }
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
                let identity = new_identity(&*self.environment.clock, random)?;
                tx.put(Table::Identity, &[], &[], &IdentityRecord::row(&identity)?, random)?;
                tx.restricts();
                tx.commit()?;
                identity
            }
        };
        self.identity = Some(identity);
        Ok(())
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
        let others = [self.deferred.due(), self.awaited_at(), self.slow_at(now)];
        let accounts = self.accounts.values_mut().filter_map(|account| account.due(now));
        let first = accounts.chain(others.into_iter().flatten()).min();
        first.map(|due| due.saturating_sub(now))
    }
}

/// The identity of a new vault.
pub(super) fn new_identity(
    clock: &dyn Clock,
    random: &mut dyn Random,
) -> Result<Identity, MessengerError> {
    let mut identity = Identity::generate(clock.now_ms() / 1_000, random)?;
    identity.add_sealing_key(random)?;
    Ok(identity)
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
