//! Where a conversation stands: how texts are encrypted, and what is shown. Whether a text may leave
//! in clear does not depend on it.

use crate::guard::{AddressKey, Op, Stage};
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::rows::records::Conversation;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{EventKind, State};

impl Call<'_, '_> {
    /// Where the conversation at an address stands.
    pub(in crate::messenger::call) fn conversation(&mut self, at: &AddressKey) -> &Conversation {
        &self.address(at).conversation
    }

    /// Where the conversation at an address stands, to change: it is stored when the call ends.
    pub(in crate::messenger::call) fn conversation_mut(
        &mut self,
        at: &AddressKey,
    ) -> &mut Conversation {
        self.account_mut().unsaved.insert(at.clone());
        &mut self.address_mut(at).conversation
    }

    /// Texts to an address go to this one of those accepted there.
    pub(in crate::messenger::call) fn set_who(&mut self, at: &AddressKey, who: &Fingerprint) {
        if self.conversation(at).current != Some(*who) {
            self.conversation_mut(at).current = Some(*who);
        }
    }

    /// Changes where a conversation stands, and tells it. What is or becomes private shuts the door.
    pub(in crate::messenger::call) fn set_state(
        &mut self,
        at: &AddressKey,
        state: State,
    ) -> Result<(), MessengerError> {
        let now = self.now;
        if self.conversation(at).state == state {
            return Ok(());
        }
        let _none = self.guard(&Op::Session(at, state.stage()))?;
        // A stranger leaves no trace on the disk.
        let conversation = match self.account().is_kept(at) {
            true => self.conversation_mut(at),
            false => &mut self.memory_alone().address(at, at.as_str()).conversation,
        };
        (conversation.state, conversation.since) = (state, now);
        let passing = self.passing(at);
        passing.asked = false;
        if state == State::Private {
            passing.pause = (0, 0);
        }
        if state.stage() == Stage::Waiting {
            self.memory_alone().agenda.address(at, now);
        }
        self.tell_state(at)
    }

    /// Where a conversation stands, as the host is told.
    pub(in crate::messenger::call) fn shown_state(
        &self,
        at: &AddressKey,
    ) -> Result<State, MessengerError> {
        let people = self.people(&[at], None)?;
        Ok(self.account().shown_state(at, &people))
    }

    /// Tells where a conversation stands.
    pub(in crate::messenger) fn tell_state(
        &mut self,
        at: &AddressKey,
    ) -> Result<(), MessengerError> {
        let (state, trust) = (self.shown_state(at)?, self.trust_at(at)?);
        let (fingerprint, other) = (self.who(at), self.challenger(at)?);
        self.event(at, EventKind::State { state, trust, fingerprint, other });
        Ok(())
    }
}
