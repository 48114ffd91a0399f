//! One call: the account, the transaction, and what is told to the host.
//!
//! The files of this room that say `impl Call` are the parts of what a call can do.

use crate::crypto::Random;
use crate::identity::Fingerprint;
use crate::messenger::limits::NOTICE_MS;
use crate::messenger::memory::account::Account;
use crate::messenger::memory::address::{Address, Said};
use crate::messenger::network::address_key::AddressKey;
use crate::messenger::rows::records::{LineRecord, Record};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Event, EventKind, Question};
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
    pub(super) fn drop_row(&mut self, table: Table, key: &[u8]) -> Result<(), MessengerError> {
        self.touched = true;
        let group = self.account.group();
        Ok(self.tx.delete(table, &group, key)?)
    }

    /// Seconds since 1970, as sessions count them.
    pub(super) fn seconds(&self) -> u64 {
        self.now / 1_000
    }

    /// The address as it was, or new. Nothing is stored yet.
    pub(in crate::messenger) fn address(&mut self, at: &AddressKey) -> &mut Address {
        self.account.address(at, at.as_str())
    }

    /// Tells something about an address, under the name the host gave it last.
    pub(in crate::messenger) fn event(&mut self, at: &AddressKey, kind: EventKind) {
        let peer = match self.account.addresses.get(at) {
            Some(address) => address.record.name.clone(),
            None => at.as_str().to_owned(),
        };
        let account = self.account.record.name.clone();
        self.events.push(Event { account, peer, kind });
    }

    fn is_news(&mut self, at: &AddressKey, said: Said) -> bool {
        let now = self.now;
        let Some(address) = self.account.addresses.get_mut(at) else { return false };
        let notices = &mut address.passing.notices;
        notices.retain(|(_, at)| *at <= now && now - *at < NOTICE_MS);
        let news = notices.iter().all(|(told, _)| *told != said);
        if news {
            notices.push((said, now));
        }
        news
    }

    /// Asks the user something about somebody, at most once a minute for an address.
    pub(super) fn ask(&mut self, at: &AddressKey, question: Question, who: Option<Fingerprint>) {
        if self.is_news(at, Said::Question(question, who)) {
            self.event(at, EventKind::Ask { question, fingerprint: who, text: None });
        }
    }

    /// Tells the user something, at most once a minute for an address.
    pub(in crate::messenger) fn notice(&mut self, at: &AddressKey, notice: Notice) {
        let now = self.now;
        let stranger = self.account.addresses.get(at).is_none_or(|address| !address.kept);
        if self.is_news(at, Said::Notice(notice))
            && (!stranger || self.account.paces.invitations.take(now))
        {
            self.event(at, EventKind::Notice(notice));
        }
    }
}
