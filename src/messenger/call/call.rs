//! One call: the account, the transaction, and what is told to the host.
//!
//! The files of this room that say `impl Call` are the parts of what a call can do.

use crate::crypto::Random;
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::memory::account::Account;
use crate::messenger::memory::address::{Address, Passing, Said};
use crate::messenger::rows::records::{ContactRecord, LineRecord, Record};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Event, EventKind, Question};
use crate::messenger::tells::notice::Notice;
use crate::vault::{Table, Transaction};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// One call on one account, in one transaction.
///
/// What the vault has to learn of is changed through [`account_mut`](Self::account_mut),
/// [`put`](Self::put) and [`delete`](Self::delete): these mark the
/// call, and a call that is not marked commits nothing. If a marked call fails, the account is loaded
/// anew.
pub(in crate::messenger) struct Call<'c, 'v> {
    account: &'c mut Account,
    tx: &'c mut Transaction<'v>,
    pub(super) random: &'c mut dyn Random,
    /// Milliseconds since 1970.
    pub(in crate::messenger) now: u64,
    events: &'c mut Vec<Event>,
    /// Something in memory or in the transaction is not as it was.
    touched: bool,
    /// What is known of people is not what it was.
    new_people: bool,
    /// What was read of people: nobody else writes while the transaction lasts.
    contacts: RefCell<BTreeMap<Fingerprint, Option<ContactRecord>>>,
    /// Who is blocked or replaced, or not any more, since this call: other accounts are told.
    news: BTreeSet<Fingerprint>,
    /// Peers that have changed.
    pub(super) dirty: BTreeSet<Fingerprint>,
    /// Texts that have changed.
    pub(super) changed_texts: BTreeSet<u64>,
    /// Lines queued by this call: those that also leave in it are never written.
    pub(super) fresh: BTreeMap<u64, LineRecord>,
}

impl<'c, 'v> Call<'c, 'v> {
    pub(in crate::messenger) fn new(
        account: &'c mut Account,
        tx: &'c mut Transaction<'v>,
        random: &'c mut dyn Random,
        now: u64,
        events: &'c mut Vec<Event>,
    ) -> Self {
        Self {
            account,
            tx,
            random,
            now,
            events,
            touched: false,
            new_people: false,
            contacts: RefCell::default(),
            news: BTreeSet::new(),
            dirty: BTreeSet::new(),
            changed_texts: BTreeSet::new(),
            fresh: BTreeMap::new(),
        }
    }

    /// Something is to be committed.
    pub(super) fn mark(&mut self) {
        self.touched = true;
    }

    /// What is known of people is not what it was: nobody relies on what was read before.
    pub(super) fn people_changed(&mut self) {
        self.new_people = true;
        self.account.people.clear();
    }

    /// Something has changed of somebody that holds on all accounts.
    pub(super) fn changed_everywhere(&mut self, who: &Fingerprint) {
        self.news.insert(*who);
    }

    /// Of whom something has changed that holds on all accounts.
    pub(in crate::messenger) fn take_news(&mut self) -> BTreeSet<Fingerprint> {
        std::mem::take(&mut self.news)
    }

    /// Whether what is known of people has changed.
    pub(in crate::messenger) fn has_new_people(&self) -> bool {
        self.new_people
    }

    /// Whether there is something to commit.
    pub(in crate::messenger) fn touched(&self) -> bool {
        self.touched
    }

    /// The account, to read.
    pub(in crate::messenger) fn account(&self) -> &Account {
        self.account
    }

    /// The account, to change: the call is marked.
    pub(super) fn account_mut(&mut self) -> &mut Account {
        self.touched = true;
        self.account
    }

    /// The account, to note what no call that fails has to undo, and no vault has to know: uses,
    /// paces, notices, what is loaded, when something is due.
    pub(in crate::messenger) fn memory_alone(&mut self) -> &mut Account {
        self.account
    }

    /// As [`account_mut`](Self::account_mut), with randomness.
    pub(super) fn account_and_random(&mut self) -> (&mut Account, &mut dyn Random) {
        self.touched = true;
        (self.account, self.random)
    }

    /// As [`memory_alone`](Self::memory_alone), with randomness.
    pub(super) fn memory_and_random(&mut self) -> (&mut Account, &mut dyn Random) {
        (self.account, self.random)
    }

    /// A peer has changed, and is saved at the end of the call, which is marked.
    pub(super) fn mark_peer(&mut self, who: &Fingerprint) {
        self.touched = true;
        self.dirty.insert(*who);
    }

    /// The transaction, to read.
    pub(super) fn tx(&self) -> &Transaction<'v> {
        self.tx
    }

    /// The transaction, to write by a function of another room: the call is marked.
    pub(super) fn writing(&mut self) -> (&mut Transaction<'v>, &mut dyn Random) {
        self.touched = true;
        self.contacts.get_mut().clear();
        (self.tx, self.random)
    }

    pub(super) fn put(
        &mut self,
        table: Table,
        group: &[u8],
        row: &[u8],
        value: &[u8],
    ) -> Result<(), MessengerError> {
        self.wrote(table);
        Ok(self.tx.put(table, group, row, value, self.random)?)
    }

    pub(super) fn delete(
        &mut self,
        table: Table,
        group: &[u8],
        row: &[u8],
    ) -> Result<(), MessengerError> {
        self.wrote(table);
        Ok(self.tx.delete(table, group, row)?)
    }

    /// The call is marked, and what was read of the table is read again.
    fn wrote(&mut self, table: Table) {
        self.touched = true;
        if table == Table::Contact {
            self.contacts.get_mut().clear();
        }
    }

    /// Reads of everybody what is known: faster than one by one where it is about most of them. What
    /// cannot be read is left to whoever needs it.
    pub(super) fn read_contacts(&self) {
        let rows = self.tx.scan(Table::Contact, &[]).unwrap_or_default();
        let contacts = rows.iter().filter_map(|bytes| ContactRecord::from_bytes(bytes).ok());
        let contacts = contacts.map(|contact| (contact.fingerprint, Some(contact)));
        self.contacts.borrow_mut().extend(contacts);
    }

    /// What is known of an identity: read once in a call, unless the call writes of people.
    pub(super) fn contact(
        &self,
        who: &Fingerprint,
    ) -> Result<Option<ContactRecord>, MessengerError> {
        if let Some(read) = self.contacts.borrow().get(who) {
            return Ok(read.clone());
        }
        let found = self.tx.get(Table::Contact, &[], who.as_bytes())?;
        let contact = found.map(|bytes| ContactRecord::from_bytes(&bytes)).transpose()?;
        self.contacts.borrow_mut().insert(*who, contact.clone());
        Ok(contact)
    }

    /// Puts a record of this account.
    pub(in crate::messenger) fn keep(
        &mut self,
        table: Table,
        row: &[u8],
        record: &impl Record,
    ) -> Result<(), MessengerError> {
        let group = self.account.group();
        let bytes = record.to_bytes()?;
        self.put(table, &group, row, &bytes)
    }

    /// Deletes a record of this account.
    pub(super) fn drop_row(&mut self, table: Table, row: &[u8]) -> Result<(), MessengerError> {
        let group = self.account.group();
        self.delete(table, &group, row)
    }

    /// Seconds since 1970, as sessions count them.
    pub(super) fn seconds(&self) -> u64 {
        self.now / 1_000
    }

    /// The address as it was, or new. Nothing is stored yet.
    pub(super) fn address(&mut self, at: &AddressKey) -> &Address {
        self.account.address(at, at.as_str())
    }

    /// The address under the name that the host gives. Nothing is stored yet.
    /// What the network writes is how it is called from now on; every other way in which the user
    /// writes it is remembered of one that is known.
    pub(in crate::messenger) fn typed(&mut self, at: &AddressKey, name: &str) {
        let conversation = &self.account.address(at, name).conversation;
        if conversation.is_spelled(name) {
            return;
        }
        if self.account.is_kept(at) {
            self.account_mut().unsaved.insert(at.clone());
        }
        self.account.address(at, name).conversation.also(name);
    }

    /// The address under the name that the network gives. Nothing is stored yet.
    pub(in crate::messenger) fn seen(&mut self, at: &AddressKey, name: &str) {
        if self.account.address(at, name).conversation.name == name {
            return;
        }
        if self.account.is_kept(at) {
            self.account_mut().unsaved.insert(at.clone());
        }
        self.account.address(at, name).conversation.spell(name);
    }

    /// What memory alone has of an address.
    pub(super) fn passing(&mut self, at: &AddressKey) -> &mut Passing {
        &mut self.account.address(at, at.as_str()).passing
    }

    /// An address, to change what the vault has of it too: the call is marked.
    pub(super) fn address_mut(&mut self, at: &AddressKey) -> &mut Address {
        self.account_mut().address(at, at.as_str())
    }

    /// Tells something about an address, under the name the host gave it last.
    pub(in crate::messenger) fn event(&mut self, at: &AddressKey, kind: EventKind) {
        let peer = match self.account.addresses.get(at) {
            Some(address) => address.conversation.name.clone(),
            None => at.as_str().to_owned(),
        };
        let account = self.account.record.name.clone();
        self.events.push(Event { account, peer, kind });
    }

    fn is_news(&mut self, at: &AddressKey, said: Said) -> bool {
        let now = self.now;
        let Some(address) = self.account.addresses.get_mut(at) else { return false };
        address.passing.is_news(said, now)
    }

    /// Asks the user something about somebody, at most once a minute for an address; about keys of
    /// people who are not known there less often.
    pub(super) fn ask(&mut self, at: &AddressKey, question: Question, who: Option<Fingerprint>) {
        let now = self.now;
        if question == Question::KeyChanged && !self.passing(at).paces.take_key_question(now) {
            return;
        }
        if self.is_news(at, Said::Question(question, who)) {
            self.event(at, EventKind::Ask { question, fingerprint: who, text: None });
        }
    }

    /// Tells the user something, at most once a minute for an address.
    pub(in crate::messenger) fn notice(&mut self, at: &AddressKey, notice: Notice) {
        let now = self.now;
        let stranger = !self.account.is_kept(at);
        if self.is_news(at, Said::Notice(notice))
            && (!stranger || self.account.paces.invitations.take(now))
        {
            self.event(at, EventKind::Notice(notice));
        }
    }
}
