//! The guard is asked, and what follows is written and told.

use crate::guard::{AddressKey, Decision, Effects, Op, People, Place, Topic};
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::rows::records::{AddressRecord, Conversation};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::Question;
use crate::vault::Table;

impl Call<'_, '_> {
    /// Tells the guard what happens. What follows for people is written at once, what changes at
    /// addresses when the call ends.
    ///
    /// # Errors
    /// A decision that the guard refuses; the errors of the vault.
    pub(in crate::messenger::call) fn guard(
        &mut self,
        op: &Op<'_>,
    ) -> Result<Effects, MessengerError> {
        let people = self.people_about(op)?;
        let effects = self.memory_alone().names.apply(op, &people)?;
        if self.account().names.has_changes() {
            self.mark();
        }
        for (who, person) in &effects.people {
            self.set_person(who, *person)?;
        }
        for who in &effects.forgotten {
            self.forget_person(who)?;
        }
        for ask in &effects.asks {
            self.address(&ask.at);
            let question = match ask.topic {
                Topic::Key => Question::KeyChanged,
                Topic::Address => Question::AddressChanged,
            };
            self.ask(&ask.at, question, Some(ask.who));
        }
        Ok(effects)
    }

    /// As [`Self::guard`], for what the user decides.
    pub(in crate::messenger::call) fn decided(
        &mut self,
        at: &AddressKey,
        decision: Decision,
    ) -> Result<Effects, MessengerError> {
        self.guard(&Op::Decide(at, decision))
    }

    /// Whom somebody who shows up at an address would be taken for.
    pub(in crate::messenger::call) fn place(
        &self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<Place, MessengerError> {
        let people = self.people(&[at], [*who])?;
        Ok(self.account().names.place(at, who, &people))
    }

    fn people_about(&self, op: &Op<'_>) -> Result<People, MessengerError> {
        let (addresses, who): (Vec<&AddressKey>, Option<Fingerprint>) = match op {
            Op::Decide(at, decision) => (vec![at], decision.who()),
            Op::Appeared(at, who) => (vec![at], Some(*who)),
            Op::Renamed(from, to) | Op::Respelled(from, to) | Op::Spread(from, to) => {
                (vec![from, to], None)
            }
            Op::Session(at, _)
            | Op::Unreadable(at)
            | Op::MadeRoom(at)
            | Op::Wrote(at)
            | Op::Known(at, _) => (vec![at], None),
            Op::AccountMode(_) => (Vec::new(), None),
        };
        self.people(&addresses, who)
    }

    /// What the guard has changed, and conversations that have changed, become rows.
    pub(in crate::messenger::call) fn save_names(&mut self) -> Result<(), MessengerError> {
        let mut changed: Vec<AddressKey> =
            self.account().names.to_write().into_iter().map(|(at, _)| at).collect();
        changed.extend(self.account().unsaved.iter().cloned());
        changed.sort_unstable();
        changed.dedup();
        for at in changed {
            let standing = self.account().names.row_of(&at).cloned();
            let Some(standing) = standing else {
                self.drop_row(Table::Address, at.as_bytes())?;
                continue;
            };
            let conversation = match self.account().addresses.get(&at) {
                Some(address) => address.conversation.clone(),
                None => Conversation::new(at.as_str()),
            };
            let record = AddressRecord { at: at.clone(), conversation, standing };
            self.keep(Table::Address, at.as_bytes(), &record)?;
        }
        Ok(())
    }
}
