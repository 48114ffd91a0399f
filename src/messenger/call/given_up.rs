//! Texts of the user that are not sent any more: discarded, lost, or for somebody who is not there.

use super::call::Call;
use crate::identity::Fingerprint;
use crate::messenger::rows::records::Phase;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::Stage;
use crate::vault::Table;

impl Call<'_, '_> {
    /// What is held for an address will not be sent.
    pub(in crate::messenger) fn discard_held(&mut self, key: &str) -> Result<(), MessengerError> {
        for number in self.texts_of(key, &[Phase::Held, Phase::Asking]) {
            self.discard(number)?;
        }
        Ok(())
    }

    /// What was written to somebody else at this address is not sent by itself.
    pub(in crate::messenger) fn give_up_for_others(
        &mut self,
        key: &str,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        for number in self.texts_of(key, &[Phase::Held, Phase::Asking, Phase::Sent]) {
            let to = self.account.texts.get(number).and_then(|text| text.record.who);
            if to.is_some_and(|to| to != *who) {
                self.lose(number)?;
            }
        }
        Ok(())
    }

    /// What was sent to an address is not sent again by itself.
    pub(in crate::messenger) fn give_up(&mut self, key: &str) -> Result<(), MessengerError> {
        for number in self.texts_of(key, &[Phase::Sent]) {
            self.lose(number)?;
        }
        Ok(())
    }

    /// As [`Self::give_up`], what was sent to one identity.
    pub(in crate::messenger) fn give_up_for(
        &mut self,
        key: &str,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        for number in self.texts_of(key, &[Phase::Sent]) {
            let to = self.account.texts.get(number).and_then(|text| text.record.who);
            if to == Some(*who) {
                self.lose(number)?;
            }
        }
        Ok(())
    }

    pub(in crate::messenger) fn texts_of(&self, key: &str, phases: &[Phase]) -> Vec<u64> {
        let records = self.account.texts.at(key).map(|text| &text.record);
        records
            .filter(|record| phases.contains(&record.phase))
            .map(|record| record.number)
            .collect()
    }

    pub(in crate::messenger) fn lose(&mut self, number: u64) -> Result<(), MessengerError> {
        if self.is_card(number) {
            return self.remove(number);
        }
        self.forget_lines(number)?;
        if self.account.texts.change(number, |text| text.record.phase = Phase::Lost).is_none() {
            return Ok(());
        }
        self.save_text(number)?;
        self.tell(number, Stage::Lost);
        Ok(())
    }

    pub(in crate::messenger) fn discard(&mut self, number: u64) -> Result<(), MessengerError> {
        self.tell(number, Stage::Discarded);
        self.remove(number)
    }

    pub(in crate::messenger) fn remove(&mut self, number: u64) -> Result<(), MessengerError> {
        self.forget_lines(number)?;
        self.account.texts.remove(number);
        self.drop_row(Table::Text, &number.to_be_bytes())
    }

    pub(in crate::messenger) fn forget_lines(&mut self, number: u64) -> Result<(), MessengerError> {
        for id in self.account.outbox.forget_text(number) {
            self.drop_line(id)?;
        }
        Ok(())
    }
}
