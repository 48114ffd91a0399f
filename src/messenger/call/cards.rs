//! Full cards inside sessions, so that documents can be sealed to those whom one talks with
//! (PROTOCOL.md section 9, content type 4). They travel as texts that nobody is shown.
//!
//! And the keys that were learned from cards, for documents.

use super::call::Call;
use crate::guard::AddressKey;
use crate::identity::{Fingerprint, FullCard, IdentityError, Recipient};
use crate::messenger::memory::texts::Text;
use crate::messenger::rows::records::{Phase, Record, TextRecord, Unknown};
use crate::messenger::rows::sealing_keys;
use crate::messenger::rows::sealing_keys::{GivenRecord, SealingRecord, key_of, learned_at};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::messenger::tells::notice::Notice;
use crate::session::{Content, SessionError};
use crate::vault::Table;

/// The group of rows that say which key of ours somebody was given: no name of an account, which is
/// UTF-8.
const SHARED: &[u8] = &[0xff];

impl Call<'_, '_> {
    /// Sends our full card to whoever is at an address, unless it is on its way.
    pub(super) fn share_card(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        let who = self.who(at).filter(|_| self.account().state(at) == State::Private);
        let who = who.ok_or(MessengerError::WrongState)?;
        let is_it = |text: &TextRecord| text.content == Content::FullCard && text.who == Some(who);
        if self.account().texts.at(at).any(|text| is_it(&text.record)) {
            return Ok(());
        }
        let card = self.own_card()?;
        let hash = *card.recipient().key().hash();
        let given = GivenRecord { hash, unknown: Unknown::default() }.to_bytes()?;
        self.put(Table::SealingKey, SHARED, &self.sharing_with(&who), &given)?;
        let number = self.account_mut().next_number();
        let record = TextRecord {
            number,
            address: at.clone(),
            who: Some(who),
            content: Content::FullCard,
            bytes: card.to_bytes(),
            id: None,
            phase: Phase::Held,
            written: self.now,
            dated: false,
            since: self.now,
            attempts: 0,
            unknown: Unknown::default(),
        };
        self.account_mut().texts.insert(Text::new(record));
        self.save_text(number);
        self.send(number, &who)
    }

    /// Sends our full card to somebody who talks with us in private and was not given it yet, if the
    /// account does that by itself.
    pub(super) fn share_card_once(
        &mut self,
        who: &Fingerprint,
        at: &AddressKey,
    ) -> Result<(), MessengerError> {
        let here = self.who(at) == Some(*who) && self.account().state(at) == State::Private;
        if !here || !self.account().profile.shares_card() || self.account().shared.contains(who) {
            return Ok(());
        }
        self.memory_alone().shared.insert(*who);
        let own = self.account().installation.identity().recipient();
        let Some(own) = own else { return Ok(()) };
        let given = self.tx().get(Table::SealingKey, SHARED, &self.sharing_with(who))?;
        let given = given.map(|bytes| GivenRecord::from_bytes(&bytes)).transpose()?;
        match given.is_some_and(|given| given.hash == *own.key().hash()) {
            true => Ok(()),
            false => self.share_card(at),
        }
    }

    /// Forgets the key of somebody, and that ours was given.
    pub(super) fn forget_keys(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        self.memory_alone().shared.remove(who);
        let given = self.sharing_with(who);
        self.delete(Table::SealingKey, &[], who.as_bytes())?;
        self.delete(Table::SealingKey, SHARED, &given)
    }

    /// The user takes back that somebody was compared: for documents, too.
    pub(super) fn forget_comparison(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        let known = key_of(self.tx(), who)?.filter(|known| known.compared);
        let Some(known) = known else { return Ok(()) };
        let bytes = SealingRecord { compared: false, ..known }.to_bytes()?;
        self.put(Table::SealingKey, &[], who.as_bytes(), &bytes)
    }

    /// Names who was given whose card: accounts may have identities of their own.
    fn sharing_with(&self, who: &Fingerprint) -> Vec<u8> {
        let own = self.account().installation.identity().fingerprint();
        [own.as_bytes().as_slice(), who.as_bytes()].concat()
    }

    /// Our full card of this account.
    pub(in crate::messenger) fn own_card(&mut self) -> Result<FullCard, MessengerError> {
        let now = self.seconds();
        // Whether that changes the installation is seen at the end of the call.
        let (account, random) = self.memory_and_random();
        let card = account.installation.card(now, random)?;
        let own = self.account().installation.identity().recipient();
        let own = own.ok_or(IdentityError::NoSealingKey)?;
        Ok(FullCard::new(card, own.key().clone())?)
    }

    /// A full card has come in a session. One that is not the peer's own, out of date or older than
    /// the one that is known is passed over.
    pub(super) fn card_came(
        &mut self,
        who: &Fingerprint,
        at: &AddressKey,
        bytes: &[u8],
    ) -> Result<(), MessengerError> {
        let Ok(card) = FullCard::verify(bytes, self.seconds()) else { return Ok(()) };
        if card.card().identity().fingerprint() != who {
            return Ok(());
        }
        let own = *self.account().installation.identity().fingerprint();
        let (tx, random) = self.writing();
        match sealing_keys::learn(tx, random, &own, &card, None) {
            Ok(true) => {
                self.notice(at, Notice::CanSeal);
                Ok(())
            }
            Ok(false) | Err(MessengerError::Session(SessionError::OlderCard)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whom documents to an address are sealed to: the identity that is known there, or else the one
    /// whose card was learned for it.
    pub(in crate::messenger) fn recipient_at(
        &self,
        at: &AddressKey,
    ) -> Result<Recipient, MessengerError> {
        if matches!(self.shown_state(at)?, State::Alarm | State::Blocked) {
            return Err(MessengerError::WrongState);
        }
        self.key_at(at)?.map(|known| known.recipient()).ok_or(MessengerError::NoSealingKey)
    }

    /// Whether documents can be sealed to whoever is at an address.
    pub(super) fn sealable(
        &self,
        at: &AddressKey,
        who: Option<&Fingerprint>,
    ) -> Result<bool, MessengerError> {
        let found = match who {
            Some(who) => key_of(self.tx(), who)?,
            None => self.key_at(at)?,
        };
        Ok(found.is_some())
    }

    fn key_at(&self, at: &AddressKey) -> Result<Option<SealingRecord>, MessengerError> {
        let who = match self.who(at) {
            Some(who) => Some(who),
            None => learned_at(self.tx(), &self.account().record.name, at)?,
        };
        who.map_or(Ok(None), |who| key_of(self.tx(), &who))
    }

    /// Learns a card that the user says is of whoever is at an address.
    pub(in crate::messenger) fn learn_at(
        &mut self,
        at: &AddressKey,
        card: &FullCard,
    ) -> Result<bool, MessengerError> {
        let who = *card.card().identity().fingerprint();
        let people = self.identities_at(at);
        if !people.is_empty() && !people.contains(&who) {
            return Err(MessengerError::OtherFingerprint);
        }
        let own = *self.account().installation.identity().fingerprint();
        let account = self.account().record.name.clone();
        let (tx, random) = self.writing();
        sealing_keys::learn(tx, random, &own, card, Some((&account, at)))
    }
}
