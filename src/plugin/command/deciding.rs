//! What the user decides about a person, and what is answered to it.

use super::super::codes::Cause;
use super::super::error::PluginError;
use super::super::event::Place;
use super::super::frontend::Frontend;
use super::super::question::Ask;
use super::super::saying::Details;
use super::super::walk::{Outcome, Verdict};
use super::super::window::Standing;
use crate::identity::Fingerprint;
use crate::messenger::Action;

impl Frontend {
    /// A command that cannot be carried out: `text` is what the sentence quotes.
    pub(super) fn mistake(
        &mut self,
        account: &str,
        peer: &str,
        code: &'static str,
        text: &str,
    ) -> Outcome {
        let details = Details { word: text, ..Details::default() };
        let said = self.say_with(account, peer, code, Place::Window, Cause::User, &details);
        self.failed(PluginError::Command, vec![said])
    }

    /// A sentence as the answer to a command.
    pub(super) fn answered(
        &mut self,
        account: &str,
        peer: &str,
        code: &'static str,
        details: &Details<'_>,
    ) -> Outcome {
        let said = self.say_with(account, peer, code, Place::Window, Cause::User, details);
        self.outcome(vec![said])
    }

    /// What the user decides about a person. The answer says at least that it was done.
    pub(super) fn decided(
        &mut self,
        account: &str,
        peer: &str,
        action: Action,
        who: Option<Fingerprint>,
    ) -> Outcome {
        let told = self.messenger.contact_do(account, peer, action, who.as_ref());
        let done = told.error.is_none();
        let mut outcome = self.finish(told, Cause::User, Verdict::Pass, Vec::new());
        if !done {
            return outcome;
        }
        let closed = match self.at(account, peer) {
            Some(at) => self.questions.close_if(|open| {
                open.at.as_ref() == Some(&at) && is_answered(&open.ask, action, who.as_ref())
            }),
            None => Vec::new(),
        };
        let mut items = Vec::new();
        self.tell_closed(closed, &mut items);
        items.into_iter().for_each(|item| outcome.push(item));
        if !outcome.says() {
            let code = match action {
                Action::Accept => "accepted",
                Action::Decline => "declined",
                Action::AcceptKey => "key-accepted",
                Action::AddKey => "key-added",
                Action::Verify => "verified",
                Action::Unverify => "unverified",
                Action::Block => "blocked",
                Action::Unblock => "unblocked",
                Action::Forget => "forgotten",
                Action::ShareCard => "card-sent",
                _ => self.status_code(account, peer),
            };
            outcome.push(self.say(account, peer, code, Place::Window, Cause::User));
        }
        outcome
    }

    /// The code of the sentence that says how a conversation stands.
    pub(super) fn status_code(&self, account: &str, peer: &str) -> &'static str {
        match self.standing(account, peer).word() {
            "asked" => "status-asked",
            "invited" => "status-invited",
            "starting" => "status-starting",
            "private" => "status-private",
            "verified" => "status-verified",
            "questioned" => "status-questioned",
            "restoring" => "status-restoring",
            "ended" => "status-ended",
            "alarm" => "status-alarm",
            "blocked" => "status-blocked",
            "required" => "status-required",
            _ => "status-plain",
        }
    }

    pub(super) fn standing(&self, account: &str, peer: &str) -> Standing {
        self.at(account, peer).map(|at| self.windows.standing(&at)).unwrap_or_default()
    }
}

/// Whether a decision answers a question.
fn is_answered(ask: &Ask, action: Action, who: Option<&Fingerprint>) -> bool {
    match ask {
        Ask::Invited => {
            matches!(action, Action::Accept | Action::Decline | Action::Block | Action::Start)
        }
        Ask::Key(asked) | Ask::Address(asked) => {
            let about = who.is_none_or(|who| who == asked);
            about
                && matches!(
                    action,
                    Action::Accept
                        | Action::Decline
                        | Action::AcceptKey
                        | Action::AddKey
                        | Action::Block
                        | Action::Forget
                )
        }
        Ask::NoAnswer => matches!(action, Action::Cancel | Action::End | Action::Block),
        Ask::Compare(_) => matches!(action, Action::Verify | Action::Unverify | Action::Forget),
        Ask::Long(_)
        | Ask::Lost(_)
        | Ask::Old(_)
        | Ask::Unlock
        | Ask::Passphrase
        | Ask::Export(..)
        | Ask::Import(_)
        | Ask::GoOn(_)
        | Ask::Again(_) => false,
    }
}
