//! An account that the host calls otherwise now.

use crate::crypto::Random;
use crate::guard::Name;
use crate::identity::Fingerprint;
use crate::messenger::calls::messenger::Messenger;
use crate::messenger::calls::running::check_name;
use crate::messenger::network::profile::Profile;
use crate::messenger::rows::records::{
    AccountRecord, AddressRecord, LineRecord, PeerRecord, Phase, PieceRecord, Record, ShownRecord,
    TagRecord, TextRecord,
};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Outcome, State, Verdict};
use crate::vault::{Durability, Table, Transaction, VaultError};
use std::collections::BTreeSet;

impl Messenger {
    /// The host calls an account otherwise now: conversations, trust, texts and modes come along. If
    /// there is an account of the new name already, what may not leave in clear under either name may
    /// not leave under the new one; its sessions stay, those of the old account end, and texts on
    /// their way there are lost, which is told.
    ///
    /// If the old account is in use here, the new one is afterwards.
    ///
    /// The outcome has the error [`VaultError::InUse`] if another process uses either,
    /// [`MessengerError::IdentityInUse`] if that would join accounts of different identities of the
    /// user, and those of the vault; nothing has changed then.
    pub fn rename_account(&mut self, from: &str, to: &str) -> Outcome {
        self.begin_call();
        for name in [from, to] {
            if let Err(error) = check_name(name) {
                return self.failed("", "", Verdict::Pass, error);
            }
        }
        let in_use = [to, from].into_iter().find_map(|name| self.accounts.get(name));
        let profile = in_use.map(|account| account.profile.clone());
        for name in [from, to] {
            // What memory alone restricts would be left behind.
            if let Err(error) = self.save_hints(name) {
                return self.failed(from, "", Verdict::Pass, error);
            }
        }
        let kept = [from, to].map(|name| self.accounts.remove(name));
        if from != to
            && let Err(error) = self.move_account(from, to, kept.each_ref().map(Option::is_some))
        {
            for (name, account) in [from, to].into_iter().zip(kept) {
                if let Some(account) = account {
                    self.accounts.insert(name.to_owned(), account);
                }
            }
            return self.failed(from, "", Verdict::Pass, error);
        }
        drop(kept);
        self.deferred.rename(from, to);
        if let Some(postponed) = self.postponed.remove(from) {
            self.postponed.entry(to.to_owned()).or_default().extend(postponed);
        }
        if let Some(names) = self.given_back.remove(from) {
            self.given_back.entry(to.to_owned()).or_default().extend(names);
        }
        self.attach_again(to, profile)
    }

    fn attach_again(&mut self, name: &str, profile: Option<Profile>) -> Outcome {
        match profile.map(|profile| self.attach_now(name, profile)) {
            Some(Ok(outcome)) => outcome,
            Some(Err(error)) => self.failed(name, "", Verdict::Pass, error),
            None => self.outcome(Verdict::Pass, Vec::new()),
        }
    }

    fn move_account(
        &mut self,
        from: &str,
        to: &str,
        held: [bool; 2],
    ) -> Result<(), MessengerError> {
        // Those in use here are held already.
        let mut leases = Vec::new();
        for (name, _) in [from, to].into_iter().zip(held).filter(|(_, held)| !held) {
            leases.push(self.vault.lease(name.as_bytes())?);
        }
        if self.identity.is_none() {
            return Err(VaultError::Locked.into());
        }
        let random = &mut *self.environment.random;
        let mut tx = self.vault.begin(Durability::Power)?;
        let bytes = tx.get(Table::Account, &[], from.as_bytes())?;
        let own = tx.get(Table::Identity, from.as_bytes(), &[])?;
        if bytes.is_none() && own.is_none() {
            return Err(MessengerError::UnknownAccount);
        }
        let mut record = AccountRecord::load(&mut tx, from)?;
        let was_used = bytes.is_some();
        let is_new = tx.get(Table::Account, &[], to.as_bytes())?.is_none();
        let others = tx.get(Table::Identity, to.as_bytes(), &[])?.is_some();
        if others || (own.is_some() && !is_new) {
            // Nobody's acquaintances become those of another identity of the user.
            return Err(MessengerError::IdentityInUse);
        }
        let mut rows = Rows { tx: &mut tx, random, from, to };
        let people = rows.addresses(is_new)?;
        rows.texts(is_new)?;
        if is_new {
            rows.sessions(&people)?;
            to.clone_into(&mut record.name);
            if was_used {
                let bytes = record.to_bytes()?;
                rows.tx.put(Table::Account, &[], to.as_bytes(), &bytes, rows.random)?;
            }
        } else {
            rows.end_sessions(&people)?;
            rows.folded(&record)?;
        }
        rows.tx.delete(Table::Account, &[], from.as_bytes())?;
        rows.tx.restricts();
        tx.commit()?;
        Ok(())
    }
}

/// The rows of one account that become those of another one.
struct Rows<'t, 'v> {
    tx: &'t mut Transaction<'v>,
    random: &'t mut dyn Random,
    from: &'t str,
    to: &'t str,
}

impl Rows<'_, '_> {
    fn put(
        &mut self,
        table: Table,
        row: &[u8],
        record: &impl Record,
    ) -> Result<(), MessengerError> {
        self.tx.delete(table, self.from.as_bytes(), row)?;
        let bytes = record.to_bytes()?;
        Ok(self.tx.put(table, self.to.as_bytes(), row, &bytes, self.random)?)
    }

    /// Moves what is remembered of addresses. Gives everybody who is remembered there.
    fn addresses(&mut self, is_new: bool) -> Result<BTreeSet<Fingerprint>, MessengerError> {
        let mut people = BTreeSet::new();
        for bytes in self.tx.scan(Table::Address, self.from.as_bytes())? {
            let mut record = AddressRecord::from_bytes(&bytes)?;
            let at = record.at.clone();
            let name = &record.standing;
            let remembered = [name.owners(), name.left(), name.guests(), name.declined()];
            people.extend(remembered.into_iter().flatten());
            if !is_new {
                record.conversation.state = State::Plain;
            }
            let there = self.tx.get(Table::Address, self.to.as_bytes(), at.as_bytes())?;
            if let Some(bytes) = there {
                let there = AddressRecord::from_bytes(&bytes)?;
                let standing: Name = there.standing.join(&record.standing);
                record = AddressRecord { standing, ..there };
            }
            self.put(Table::Address, at.as_bytes(), &record)?;
        }
        Ok(people)
    }

    /// What nothing may leave to under the old account, nothing may leave to under the new one.
    fn folded(&mut self, before: &AccountRecord) -> Result<(), MessengerError> {
        let mut there = AccountRecord::load(self.tx, self.to)?;
        there.inherit_folded(before);
        if there.folded().is_empty() {
            return Ok(());
        }
        let bytes = there.to_bytes()?;
        Ok(self.tx.put(Table::Account, &[], self.to.as_bytes(), &bytes, self.random)?)
    }

    /// The largest number that a text or a line of the new account has.
    fn last_number(&self) -> Result<u64, MessengerError> {
        let mut last = 0;
        for bytes in self.tx.scan(Table::Text, self.to.as_bytes())? {
            last = last.max(TextRecord::from_bytes(&bytes)?.number);
        }
        for bytes in self.tx.scan(Table::Line, self.to.as_bytes())? {
            last = last.max(LineRecord::from_bytes(&bytes)?.id);
        }
        Ok(last)
    }

    /// Moves texts and lines. To an account that exists, which has other sessions, only what the user
    /// has typed comes along, as lost.
    fn texts(&mut self, is_new: bool) -> Result<(), MessengerError> {
        let mut texts = Vec::new();
        for bytes in self.tx.scan(Table::Text, self.from.as_bytes())? {
            texts.push(TextRecord::from_bytes(&bytes)?);
        }
        texts.sort_unstable_by_key(|text| text.number);
        let mut last = self.last_number()?;
        for mut text in texts {
            self.tx.delete(Table::Text, self.from.as_bytes(), &text.number.to_be_bytes())?;
            if !is_new {
                text.phase = Phase::Lost;
                // Both accounts have counted by the same clock.
                last = last.saturating_add(1);
                text.number = last;
            }
            self.put(Table::Text, &text.number.to_be_bytes(), &text)?;
        }
        for bytes in self.tx.scan(Table::Line, self.from.as_bytes())? {
            let line = LineRecord::from_bytes(&bytes)?;
            match is_new {
                true => self.put(Table::Line, &line.id.to_be_bytes(), &line)?,
                false => {
                    self.tx.delete(Table::Line, self.from.as_bytes(), &line.id.to_be_bytes())?;
                }
            }
        }
        for bytes in self.tx.scan(Table::Shown, self.from.as_bytes())? {
            let shown = ShownRecord::from_bytes(&bytes)?;
            self.put(Table::Shown, &ShownRecord::key(&shown.who, shown.id), &shown)?;
        }
        Ok(())
    }

    /// Deletes what would have an account that gets the old name some day find old sessions again.
    fn end_sessions(&mut self, people: &BTreeSet<Fingerprint>) -> Result<(), MessengerError> {
        let from = self.from.as_bytes();
        for who in people {
            let Some(bytes) = self.tx.get(Table::Peer, from, who.as_bytes())? else { continue };
            let peer = PeerRecord::from_bytes(&bytes)?;
            for tag in peer.tags.iter().chain(&peer.retired) {
                self.tx.delete(Table::Tag, from, tag)?;
            }
            self.tx.delete_group(Table::Piece, &PieceRecord::group(from, who))?;
            self.tx.delete(Table::Peer, from, who.as_bytes())?;
        }
        Ok(self.tx.delete(Table::Installation, from, &[])?)
    }

    /// Moves the installation, the identity and the sessions with everybody who is remembered.
    fn sessions(&mut self, people: &BTreeSet<Fingerprint>) -> Result<(), MessengerError> {
        let (from, to) = (self.from.as_bytes(), self.to.as_bytes());
        for table in [Table::Installation, Table::Identity] {
            if let Some(content) = self.tx.get(table, from, &[])? {
                self.tx.put(table, to, &[], &content, self.random)?;
                self.tx.delete(table, from, &[])?;
            }
        }
        for who in people {
            let Some(bytes) = self.tx.get(Table::Peer, from, who.as_bytes())? else { continue };
            let peer = PeerRecord::from_bytes(&bytes)?;
            for tag in peer.tags.iter().chain(&peer.retired) {
                if let Some(owners) = self.tx.get(Table::Tag, from, tag)? {
                    self.put(Table::Tag, tag, &TagRecord::from_bytes(&owners)?)?;
                }
            }
            let (old, new) = (PieceRecord::group(from, who), PieceRecord::group(to, who));
            for bytes in self.tx.scan(Table::Piece, &old)? {
                let piece = PieceRecord::from_bytes(&bytes)?;
                self.tx.put(Table::Piece, &new, &piece.key, &bytes, self.random)?;
            }
            self.tx.delete_group(Table::Piece, &old)?;
            self.put(Table::Peer, who.as_bytes(), &peer)?;
        }
        Ok(())
    }
}
