//! People and addresses that the user wants to be forgotten.

use crate::guard::{AddressKey, Decision};
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::memory::address::Invitation;
use crate::messenger::rows::records::{Conversation, Record, ShownRecord};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::vault::Table;

impl Call<'_, '_> {
    /// Forgets an identity that was accepted at an address, on all addresses of this account, or an
    /// address where nobody is known. Conversations end first: the other side is told.
    pub(in crate::messenger::call) fn forget(
        &mut self,
        at: &AddressKey,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let Some(who) = fingerprint else {
            if self.shown_state(at)? != State::Blocked && self.identities_at(at).is_empty() {
                self.stop(at)?;
            }
            let _none = self.decided(at, Decision::Forget(None))?;
            return self.forget_address(at);
        };
        let addresses = self.addresses_of(who);
        let effects = self.decided(at, Decision::Forget(Some(*who)));
        // The other side is told while it is still known where it is.
        let _none = effects?;
        for other in &addresses {
            self.close(who, other)?;
            self.forget_texts(other, Some(who))?;
            if self.identities_at(other).is_empty() {
                self.stop(other)?;
            }
        }
        self.forget_peer(who)?;
        self.drop_shown(who)?;
        self.forget_keys(who)?;
        for other in addresses.iter().filter(|other| *other != at) {
            self.gone(other)?;
        }
        match self.identities_at(at).is_empty() {
            true => self.forget_address(at),
            false => self.gone(at),
        }
    }

    /// What is known of an address where nobody is any more. How private it has to be is the user's
    /// setting, which stays.
    fn forget_address(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        self.forget_texts(at, None)?;
        // Whose card was learned for it.
        self.drop_row(Table::SealingKey, at.as_bytes())?;
        let conversation = self.conversation_mut(at);
        *conversation = Conversation::new(&conversation.name);
        self.passing(at).invitation = Invitation::default();
        self.tell_state(at)?;
        if !self.account().is_kept(at) {
            self.account_mut().addresses.remove(at);
        }
        Ok(())
    }

    fn drop_shown(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        let group = self.account().group();
        for bytes in self.tx().scan(Table::Shown, &group)? {
            let shown = ShownRecord::from_bytes(&bytes)?;
            if shown.who == *who {
                self.drop_row(Table::Shown, &ShownRecord::key(who, shown.id))?;
            }
        }
        Ok(())
    }
}
