//! Forgetting a contact: its sessions, its texts, and what was known of it.

use super::call::Call;
use crate::identity::Fingerprint;
use crate::messenger::rows::records::{AddressRecord, Record, ShownRecord};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::vault::Table;

impl Call<'_, '_> {
    /// Forgets an identity that was accepted at an address, on all addresses of this account, or an
    /// address where nobody is known. Conversations end first: the other side is told.
    pub(in crate::messenger) fn forget(
        &mut self,
        key: &str,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        if self.account.state(key) == State::Blocked {
            return Err(MessengerError::WrongState);
        }
        let people = self.identities_at(key);
        if people.is_empty() {
            if fingerprint.is_some() {
                return Err(MessengerError::OtherFingerprint);
            }
            self.end(key)?;
            return self.forget_address(key);
        }
        let who = fingerprint.filter(|seen| people.contains(seen));
        let who = *who.ok_or(MessengerError::OtherFingerprint)?;
        if self.is_blocked(&who)? {
            return Err(MessengerError::WrongState);
        }
        for key in self.addresses_of(&who) {
            if self.identities_at(&key).len() == 1 {
                self.end(&key)?;
                self.forget_address(&key)?;
            } else {
                self.close(&who, &key)?;
                self.forget_texts(&key, Some(&who))?;
                self.unbind(&key, &who)?;
            }
        }
        self.forget_peer(&who)?;
        self.drop_shown(&who)?;
        self.forget_keys(&who)?;
        let contact = self.tx.delete(Table::Contact, &[], who.as_bytes());
        self.touched = true;
        Ok(contact?)
    }

    /// What is known of an address where nobody is any more. How private it has to be is the user's
    /// setting, which stays.
    fn forget_address(&mut self, key: &str) -> Result<(), MessengerError> {
        self.forget_texts(key, None)?;
        // Whose card was learned for it.
        self.drop_row(Table::SealingKey, key.as_bytes())?;
        let address = self.address(key);
        let (who, mode) = (address.record.who, address.record.mode);
        address.record = AddressRecord { mode, ..AddressRecord::new(&address.record.name) };
        self.account.unsaved.remove(key);
        if let Some(keys) = who.and_then(|who| self.account.windows.get_mut(&who)) {
            keys.remove(key);
        }
        self.tell_state(key)?;
        if mode != 0 {
            return self.save_address(key);
        }
        self.account.addresses.remove(key);
        self.drop_row(Table::Address, key.as_bytes())
    }

    fn forget_texts(&mut self, key: &str, of: Option<&Fingerprint>) -> Result<(), MessengerError> {
        let texts = self.account.texts.at(key).map(|text| &text.record);
        let here = texts.filter(|text| of.is_none_or(|who| text.who.as_ref() == Some(who)));
        let numbers: Vec<u64> = here.map(|text| text.number).collect();
        numbers.into_iter().try_for_each(|number| self.discard(number))
    }

    /// Ends the sessions with somebody.
    pub(in crate::messenger) fn close(
        &mut self,
        who: &Fingerprint,
        key: &str,
    ) -> Result<(), MessengerError> {
        if !self.load_peer(who)? {
            return Ok(());
        }
        self.set_route(who, key);
        let lines = self.with_peer(who, |peer, cx| peer.close(cx))?;
        self.enqueue_control(key, lines)
    }

    fn drop_shown(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        let group = self.account.group();
        for bytes in self.tx.scan(Table::Shown, &group)? {
            let shown = ShownRecord::from_bytes(&bytes)?;
            if shown.who == *who {
                self.drop_row(Table::Shown, &ShownRecord::key(who, shown.id))?;
            }
        }
        Ok(())
    }
}
