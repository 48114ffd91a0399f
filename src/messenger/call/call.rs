//! One call: the account, the transaction, and what is told to the host.
//!
//! The files of this room that say `impl Call` are the parts of what a call can do.

use crate::crypto::Random;
use crate::identity::Fingerprint;
use crate::messenger::limits::NOTICE_MS;
use crate::messenger::memory::account::Account;
use crate::messenger::memory::address::{Address, Said};
use crate::messenger::rows::records::{ContactRecord, LineRecord, Record};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Event, EventKind, Question, State, Trust};
use crate::messenger::tells::notice::Notice;
use crate::vault::{Table, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// One call on one account, in one transaction.
pub(in crate::messenger) struct Call<'c, 'v> {
    pub(in crate::messenger) account: &'c mut Account,
    pub(in crate::messenger) tx: &'c mut Transaction<'v>,
    pub(in crate::messenger) random: &'c mut dyn Random,
    /// Milliseconds since 1970.
    pub(in crate::messenger) now: u64,
    pub(in crate::messenger) events: &'c mut Vec<Event>,
    /// Something in memory or in the transaction is not as it was.
    pub(in crate::messenger) touched: bool,
    /// Peers that have changed.
    pub(in crate::messenger) dirty: BTreeSet<Fingerprint>,
    /// Lines queued by this call: those that also leave in it are never written.
    pub(in crate::messenger) fresh: BTreeMap<u64, LineRecord>,
}

impl Call<'_, '_> {
    /// Writes what the call has changed; the transaction is then ready to be committed.
    pub(in crate::messenger) fn finish(&mut self) -> Result<(), MessengerError> {
        for who in std::mem::take(&mut self.dirty) {
            self.save_peer(&who)?;
        }
        for (id, line) in std::mem::take(&mut self.fresh) {
            self.keep(Table::Line, &id.to_be_bytes(), &line)?;
        }
        // Forgotten once it is committed.
        for key in self.account.unsaved.clone() {
            self.save_address(&key)?;
        }
        self.save_installation()?;
        self.account
            .agenda
            .clip(self.now.saturating_add(crate::messenger::limits::LONGEST_PAUSE_MS));
        Ok(())
    }

    fn save_installation(&mut self) -> Result<(), MessengerError> {
        let changes = self.account.installation.changes();
        if self.account.saved_changes != Some(changes) {
            let content = zeroize::Zeroizing::new(self.account.installation.content());
            let group = self.account.group();
            self.put(Table::Installation, &group, &[], &content)?;
            self.account.saved_changes = Some(changes);
        }
        Ok(())
    }

    pub(in crate::messenger) fn put(
        &mut self,
        table: Table,
        group: &[u8],
        key: &[u8],
        value: &[u8],
    ) -> Result<(), MessengerError> {
        self.touched = true;
        Ok(self.tx.put(table, group, key, value, self.random)?)
    }

    /// Puts a record of this account.
    pub(in crate::messenger) fn keep(
        &mut self,
        table: Table,
        key: &[u8],
        record: &impl Record,
    ) -> Result<(), MessengerError> {
        let group = self.account.group();
        let bytes = zeroize::Zeroizing::new(record.to_bytes());
        self.put(table, &group, key, &bytes)
    }

    /// Deletes a record of this account.
    pub(in crate::messenger) fn drop_row(
        &mut self,
        table: Table,
        key: &[u8],
    ) -> Result<(), MessengerError> {
        self.touched = true;
        let group = self.account.group();
        Ok(self.tx.delete(table, &group, key)?)
    }

    /// Seconds since 1970, as sessions count them.
    pub(in crate::messenger) fn seconds(&self) -> u64 {
        self.now / 1_000
    }

    // ---- addresses ----

    /// The address as it was, or new. Nothing is stored yet.
    pub(in crate::messenger) fn address(&mut self, key: &str) -> &mut Address {
        self.account.address(key, key)
    }

    /// Notes who is at an address.
    pub(in crate::messenger) fn set_who(
        &mut self,
        key: &str,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        self.touched = true;
        let before = self.address(key).record.who.replace(*who);
        let windows = &mut self.account.windows;
        if let Some(before) = before
            && let Some(keys) = windows.get_mut(&before)
        {
            keys.remove(key);
        }
        windows.entry(*who).or_default().insert(key.to_owned());
        self.save_address(key)
    }

    pub(in crate::messenger) fn who(&self, key: &str) -> Option<Fingerprint> {
        self.account.addresses.get(key)?.record.who
    }

    /// Who has appeared at an address instead of the one who is known.
    pub(in crate::messenger) fn challenger(&self, key: &str) -> Option<Fingerprint> {
        self.account.addresses.get(key)?.record.challenger
    }

    pub(in crate::messenger) fn is_known(&self, key: &str) -> bool {
        self.account.addresses.get(key).is_some_and(|address| address.record.known)
    }

    /// Stores what is known of an address.
    pub(in crate::messenger) fn save_address(&mut self, key: &str) -> Result<(), MessengerError> {
        let address = self.address(key);
        address.kept = true;
        let record = address.record.clone();
        match record.others.is_empty() {
            true => self.account.shared_addresses.remove(key),
            false => self.account.shared_addresses.insert(key.to_owned()),
        };
        self.keep(Table::Address, key.as_bytes(), &record)
    }

    /// Changes where a conversation stands, and tells it.
    pub(in crate::messenger) fn set_state(
        &mut self,
        key: &str,
        state: State,
    ) -> Result<(), MessengerError> {
        let now = self.now;
        let address = self.address(key);
        if address.record.state == state {
            return Ok(());
        }
        self.touched = true;
        let address = self.address(key);
        address.record.state = state;
        address.record.since = now;
        address.passing.asked = false;
        let address_is_kept = address.kept || address.record.known;
        if state == State::Private {
            address.passing.pause = (0, 0);
        }
        // A stranger leaves no trace on the disk.
        if address_is_kept || state != State::Invited {
            self.save_address(key)?;
        }
        if matches!(state, State::Asked | State::Starting | State::Restoring) {
            self.account.agenda.address(key, now);
        }
        self.tell_state(key)
    }

    /// Tells where a conversation stands.
    pub(in crate::messenger) fn tell_state(&mut self, key: &str) -> Result<(), MessengerError> {
        let (state, trust) = (self.account.shown_state(key), self.trust_at(key)?);
        let (fingerprint, other) = (self.who(key), self.challenger(key));
        self.event(key, EventKind::State { state, trust, fingerprint, other });
        Ok(())
    }

    // ---- contacts ----

    /// What is known of an identity.
    pub(in crate::messenger) fn contact(
        &self,
        who: &Fingerprint,
    ) -> Result<Option<ContactRecord>, MessengerError> {
        let found = self.tx.get(Table::Contact, &[], who.as_bytes())?;
        found.map(|bytes| ContactRecord::from_bytes(&bytes)).transpose()
    }

    pub(in crate::messenger) fn save_contact(
        &mut self,
        contact: &ContactRecord,
    ) -> Result<(), MessengerError> {
        let bytes = contact.to_bytes();
        self.put(Table::Contact, &[], contact.fingerprint.as_bytes(), &bytes)
    }

    /// Remembers an identity that appears for the first time.
    pub(in crate::messenger) fn meet(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        if self.contact(who)?.is_some() {
            return Ok(());
        }
        let first_seen = self.seconds();
        self.save_contact(&ContactRecord {
            fingerprint: *who,
            verified: false,
            blocked: false,
            first_seen,
        })
    }

    pub(in crate::messenger) fn trust(&self, who: &Fingerprint) -> Result<Trust, MessengerError> {
        Ok(match self.contact(who)? {
            None => Trust::None,
            Some(contact) if contact.verified => Trust::Verified,
            Some(_) => Trust::FirstUse,
        })
    }

    pub(in crate::messenger) fn trust_at(&self, key: &str) -> Result<Trust, MessengerError> {
        match self.account.addresses.get(key).map(|address| &address.record) {
            Some(record) if record.challenger.is_some() => Ok(Trust::Changed),
            Some(record) => record.who.map_or(Ok(Trust::None), |who| self.trust(&who)),
            None => Ok(Trust::None),
        }
    }

    // ---- events ----

    /// Tells something about an address, under the name the host gave it last.
    pub(in crate::messenger) fn event(&mut self, key: &str, kind: EventKind) {
        let peer = match self.account.addresses.get(key) {
            Some(address) => address.record.name.clone(),
            None => key.to_owned(),
        };
        let account = self.account.record.name.clone();
        self.events.push(Event { account, peer, kind });
    }

    /// Asks the user something about somebody, at most once a minute for an address.
    pub(in crate::messenger) fn ask(
        &mut self,
        key: &str,
        question: Question,
        who: Option<Fingerprint>,
    ) {
        if self.is_news(key, Said::Question(question, who)) {
            self.event(key, EventKind::Ask { question, fingerprint: who, text: None });
        }
    }

    /// Tells the user something, at most once a minute for an address.
    pub(in crate::messenger) fn notice(&mut self, key: &str, notice: Notice) {
        let now = self.now;
        let stranger = self.account.addresses.get(key).is_none_or(|address| !address.kept);
        if self.is_news(key, Said::Notice(notice))
            && (!stranger || self.account.paces.invitations.take(now))
        {
            self.event(key, EventKind::Notice(notice));
        }
    }

    fn is_news(&mut self, key: &str, said: Said) -> bool {
        let now = self.now;
        let Some(address) = self.account.addresses.get_mut(key) else { return false };
        let notices = &mut address.passing.notices;
        notices.retain(|(_, at)| *at <= now && now - *at < NOTICE_MS);
        let news = notices.iter().all(|(told, _)| *told != said);
        if news {
            notices.push((said, now));
        }
        news
    }
}
