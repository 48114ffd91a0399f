//! The decisions that a user can take.

use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::tells::error::MessengerError;

/// What the user does about a conversation or a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Start a private conversation. From now on no text is sent in clear.
    Start,
    /// End the private conversation. Texts are sent in clear again.
    End,
    /// Accept an invitation.
    Accept,
    /// Decline an invitation, another key or another address.
    Decline,
    /// Verify: the user has compared the fingerprint, and it is right.
    Verify,
    /// Withdraw a verification.
    Unverify,
    /// Accept the new key of a contact, replacing all keys accepted here before.
    AcceptKey,
    /// Accept a further key of a contact, who uses both.
    AddKey,
    /// Block the contact, or an address where nobody is known: nothing of it is read.
    Block,
    /// Unblock the contact.
    Unblock,
    /// Give up a start that nobody answers; what was held is discarded.
    Cancel,
    /// Forget the contact: its sessions, its texts, and what was known about it.
    Forget,
    /// Send our full card in the private conversation.
    ShareCard,
}

impl Call<'_, '_> {
    /// What the user decides.
    pub(in crate::messenger) fn decide(
        &mut self,
        at: &AddressKey,
        action: Action,
        fingerprint: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        match action {
            Action::Start => self.start(at),
            Action::End => self.end(at),
            Action::Accept => self.accept(at, fingerprint),
            Action::Decline => self.decline(at, fingerprint),
            Action::Verify | Action::Unverify => {
                self.verify(at, fingerprint, action == Action::Verify)
            }
            Action::AcceptKey => self.accept_key(at, fingerprint),
            Action::AddKey => self.add_key(at, fingerprint),
            Action::Block | Action::Unblock => self.block(at, fingerprint, action == Action::Block),
            Action::Cancel => self.cancel(at),
            Action::Forget => self.forget(at, fingerprint),
            Action::ShareCard => self.share_card(at),
        }
    }
}
