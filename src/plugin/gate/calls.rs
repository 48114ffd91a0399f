//! What changes something: nothing is believed to be done while the way is closed.

use super::passage::Gate;
use crate::identity::{Fingerprint, FullCard};
use crate::messenger::{
    Action, Discovery, Messenger, MessengerError, Mode, Origin, Outcome, Profile, Setting,
    TextAction, Verdict,
};
use crate::session::TextId;
use crate::vault::Protection;
use std::collections::BTreeSet;
use std::path::Path;

/// What changes something, and gives an outcome.
impl Gate {
    /// What a call of the messenger tells; the reason alone while the way is closed.
    pub(in crate::plugin) fn tell(
        &mut self,
        closed: Verdict,
        call: impl FnOnce(&mut Messenger) -> Outcome,
    ) -> Outcome {
        match self.messenger() {
            Ok(open) => call(open),
            Err(error) => Outcome { verdict: closed, error: Some(error), ..Outcome::default() },
        }
    }

    pub(in crate::plugin) fn outgoing(
        &mut self,
        account: &str,
        peer: &str,
        text: &[u8],
        origin: Origin,
    ) -> Outcome {
        self.tell(Verdict::Refused, |open| open.outgoing(account, peer, text, origin))
    }

    pub(in crate::plugin) fn incoming(
        &mut self,
        account: &str,
        peer: &str,
        text: &[u8],
        origin: Origin,
    ) -> Outcome {
        self.tell(Verdict::Pass, |open| open.incoming(account, peer, text, origin))
    }

    pub(in crate::plugin) fn tick(&mut self) -> Outcome {
        match self.messenger() {
            Ok(open) => open.tick(),
            // The gate says why it is closed.
            Err(_) => Outcome::default(),
        }
    }

    pub(in crate::plugin) fn line_failed(&mut self, account: &str, id: u64) -> Outcome {
        self.tell(Verdict::Pass, |open| open.line_failed(account, id))
    }

    pub(in crate::plugin) fn text_do(
        &mut self,
        account: &str,
        number: u64,
        action: TextAction,
    ) -> Outcome {
        self.tell(Verdict::Pass, |open| open.text_do(account, number, action))
    }

    pub(in crate::plugin) fn texts_do(
        &mut self,
        account: &str,
        peer: &str,
        action: TextAction,
    ) -> Outcome {
        self.tell(Verdict::Pass, |open| open.texts_do(account, peer, action))
    }

    pub(in crate::plugin) fn contact_do(
        &mut self,
        account: &str,
        peer: &str,
        action: Action,
        who: Option<&Fingerprint>,
    ) -> Outcome {
        self.tell(Verdict::Pass, |open| open.contact_do(account, peer, action, who))
    }

    pub(in crate::plugin) fn discover(
        &mut self,
        account: &str,
        peer: &str,
        with: Discovery,
    ) -> Outcome {
        self.tell(Verdict::Pass, |open| open.discover(account, peer, with))
    }

    pub(in crate::plugin) fn rename(&mut self, account: &str, from: &str, to: &str) -> Outcome {
        self.tell(Verdict::Pass, |open| open.rename(account, from, to))
    }

    pub(in crate::plugin) fn standing_of(&mut self, account: &str, peer: &str) -> Outcome {
        self.tell(Verdict::Pass, |open| open.standing_of(account, peer))
    }

    pub(in crate::plugin) fn contacts(&mut self, account: &str) -> Outcome {
        self.tell(Verdict::Pass, |open| open.contacts(account))
    }

    pub(in crate::plugin) fn online(&mut self, account: &str, online: bool) -> Outcome {
        self.tell(Verdict::Pass, |open| open.online(account, online))
    }

    pub(in crate::plugin) fn show_again(&mut self, account: &str) -> Outcome {
        self.tell(Verdict::Pass, |open| open.show_again(account))
    }

    pub(in crate::plugin) fn rename_account(&mut self, from: &str, to: &str) -> Outcome {
        self.tell(Verdict::Pass, |open| open.rename_account(from, to))
    }

    pub(in crate::plugin) fn attach(
        &mut self,
        account: &str,
        profile: Profile,
    ) -> Result<Outcome, MessengerError> {
        self.messenger()?.attach(account, profile)
    }
}

/// What changes something.
impl Gate {
    pub(in crate::plugin) fn detach(&mut self, account: &str) -> Result<(), MessengerError> {
        self.messenger()?.detach(account)
    }

    pub(in crate::plugin) fn set(
        &mut self,
        account: &str,
        setting: Setting,
        value: i64,
    ) -> Result<(), MessengerError> {
        self.messenger()?.set(account, setting, value)
    }

    pub(in crate::plugin) fn set_known(
        &mut self,
        account: &str,
        peer: &str,
        known: bool,
    ) -> Result<(), MessengerError> {
        self.messenger()?.set_known(account, peer, known)
    }

    pub(in crate::plugin) fn set_present(
        &mut self,
        account: &str,
        peer: &str,
        present: bool,
    ) -> Result<(), MessengerError> {
        self.messenger()?.set_present(account, peer, present)
    }

    pub(in crate::plugin) fn listed(&mut self, account: &str) -> Result<(), MessengerError> {
        self.messenger()?.listed(account)
    }

    pub(in crate::plugin) fn set_mode(
        &mut self,
        account: &str,
        peer: &str,
        mode: Option<Mode>,
    ) -> Result<(), MessengerError> {
        self.messenger()?.set_mode(account, peer, mode)
    }

    pub(in crate::plugin) fn confirm_texts(
        &mut self,
        account: &str,
        texts: &BTreeSet<(Fingerprint, TextId)>,
    ) -> Result<(), MessengerError> {
        self.messenger()?.confirm_texts(account, texts)
    }

    pub(in crate::plugin) fn card(&mut self, account: &str) -> Result<FullCard, MessengerError> {
        self.messenger()?.card(account)
    }

    pub(in crate::plugin) fn protect(
        &mut self,
        with: &Protection<'_>,
    ) -> Result<(), MessengerError> {
        self.messenger()?.protect(with)
    }

    pub(in crate::plugin) fn begin_unlock(&mut self, secret: &[u8]) -> Result<(), MessengerError> {
        self.messenger()?.begin_unlock(secret)
    }

    pub(in crate::plugin) fn begin_passphrase(
        &mut self,
        secret: &[u8],
    ) -> Result<(), MessengerError> {
        self.messenger()?.begin_passphrase(secret)
    }

    pub(in crate::plugin) fn begin_export(
        &mut self,
        account: Option<&str>,
        secret: &[u8],
        path: &Path,
    ) -> Result<(), MessengerError> {
        self.messenger()?.begin_export(account, secret, path)
    }

    pub(in crate::plugin) fn begin_import(
        &mut self,
        text: &[u8],
        secret: &[u8],
    ) -> Result<(), MessengerError> {
        self.messenger()?.begin_import(text, secret)
    }
}
