//! Full cards inside sessions, so that documents can be sealed to those whom one talks with
//! (PROTOCOL.md section 9, content type 4). They travel as texts that nobody is shown.

use super::call::Call;
use super::sealing_keys;
use crate::identity::{Fingerprint, FullCard, IdentityError};
use crate::messenger::memory::texts::Text;
use crate::messenger::rows::records::{Phase, TextRecord};
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
    pub(in crate::messenger) fn share_card(&mut self, key: &str) -> Result<(), MessengerError> {
        let who = self.who(key).filter(|_| self.account.state(key) == State::Private);
        let who = who.ok_or(MessengerError::WrongState)?;
        let is_it = |text: &TextRecord| text.content == Content::FullCard && text.who == Some(who);
        if self.account.texts.at(key).any(|text| is_it(&text.record)) {
            return Ok(());
        }
        let card = self.own_card()?;
        self.touched = true;
        let hash = card.recipient().key().hash().to_vec();
        self.put(Table::SealingKey, SHARED, &self.sharing_with(&who), &hash)?;
        let number = self.account.next_number();
        let record = TextRecord {
            number,
            address: key.to_owned(),
            who: Some(who),
            content: Content::FullCard,
            bytes: card.to_bytes(),
            id: None,
            phase: Phase::Held,
            typed: self.now,
            attempts: 0,
        };
        self.account.texts.insert(Text::new(record));
        self.save_text(number)?;
        self.send(number, &who)
    }

    /// Sends our full card to somebody who talks with us in private and was not given it yet, if the
    /// account does that by itself.
    pub(in crate::messenger) fn share_card_once(
        &mut self,
        who: &Fingerprint,
        key: &str,
    ) -> Result<(), MessengerError> {
        let here = self.who(key) == Some(*who) && self.account.state(key) == State::Private;
        if !here || !self.account.profile.shares_card() || self.account.shared.contains(who) {
            return Ok(());
        }
        self.account.shared.insert(*who);
        let own = self.account.installation.identity().recipient();
        let Some(own) = own else { return Ok(()) };
        let given = self.tx.get(Table::SealingKey, SHARED, &self.sharing_with(who))?;
        match given.is_some_and(|given| given.as_slice() == own.key().hash()) {
            true => Ok(()),
            false => self.share_card(key),
        }
    }

    /// Forgets the key of somebody, and that ours was given.
    pub(in crate::messenger) fn forget_keys(
        &mut self,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        self.touched = true;
        self.account.shared.remove(who);
        let given = self.sharing_with(who);
        self.tx.delete(Table::SealingKey, &[], who.as_bytes())?;
        Ok(self.tx.delete(Table::SealingKey, SHARED, &given)?)
    }

    /// Names who was given whose card: accounts may have identities of their own.
    fn sharing_with(&self, who: &Fingerprint) -> Vec<u8> {
        let own = self.account.installation.identity().fingerprint();
        [own.as_bytes().as_slice(), who.as_bytes()].concat()
    }

    /// Our full card of this account.
    pub(in crate::messenger) fn own_card(&mut self) -> Result<FullCard, MessengerError> {
        let now = self.seconds();
        let card = self.account.installation.card(now, self.random)?;
        let own = self.account.installation.identity().recipient();
        let own = own.ok_or(IdentityError::NoSealingKey)?;
        Ok(FullCard::new(card, own.key().clone())?)
    }

    /// A full card has come in a session. One that is not the peer's own, out of date or older than
    /// the one that is known is passed over.
    pub(in crate::messenger) fn card_came(
        &mut self,
        who: &Fingerprint,
        key: &str,
        bytes: &[u8],
    ) -> Result<(), MessengerError> {
        let Ok(card) = FullCard::verify(bytes, self.seconds()) else { return Ok(()) };
        if card.card().identity().fingerprint() != who {
            return Ok(());
        }
        self.touched = true;
        let own = *self.account.installation.identity().fingerprint();
        match sealing_keys::learn(self.tx, self.random, &own, &card, None) {
            Ok(true) => {
                self.notice(key, Notice::CanSeal);
                Ok(())
            }
            Ok(false) | Err(MessengerError::Session(SessionError::OlderCard)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whether a text is a full card, which nobody is told about.
    pub(in crate::messenger) fn is_card(&self, number: u64) -> bool {
        let text = self.account.texts.get(number);
        text.is_some_and(|text| text.record.content == Content::FullCard)
    }
}
