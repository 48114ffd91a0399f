//! What memory alone can tell: these calls read no disk and change nothing.

use super::messenger::Messenger;
use crate::crypto::CryptoError;
use crate::guard::{AddressKey, Mode, Name};
use crate::identity::Fingerprint;
use crate::messenger::network::profile::Profile;
use crate::messenger::rows::records::Phase;
use crate::messenger::tells::event::LineKind;
use crate::session::Content;
use std::collections::BTreeSet;

/// How many texts for an address have not arrived, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Waiting {
    /// They wait until the conversation is private.
    pub held: usize,
    /// They are long, and wait for the user to agree.
    pub asking: usize,
    /// They were sent, and are not acknowledged.
    pub sent: usize,
    /// Nobody knows whether they have arrived.
    pub lost: usize,
}

impl Messenger {
    /// What time it is for the messenger. Milliseconds since 1970.
    pub fn now_ms(&self) -> u64 {
        self.environment.clock.now_ms()
    }

    /// Random bytes, as the messenger takes them itself.
    ///
    /// # Errors
    /// [`CryptoError`] if randomness fails.
    pub fn random(&mut self, bytes: &mut [u8]) -> Result<(), CryptoError> {
        self.environment.random.fill(bytes)
    }

    /// What a line is for, if the library has released it: for a hook that sees what leaves.
    pub fn line_kind(&self, line: &[u8]) -> Option<LineKind> {
        self.accounts.values().find_map(|account| account.outbox.kind_of_ours(line))
    }

    /// The accounts in use.
    pub fn attached(&self) -> impl Iterator<Item = &str> {
        self.accounts.keys().map(String::as_str)
    }

    /// The one spelling of an address; `None` if the account is not in use.
    pub fn address_key(&self, account: &str, peer: &str) -> Option<AddressKey> {
        Some(self.accounts.get(account)?.key(peer))
    }

    /// How texts travel on an account, its settings counted in.
    pub fn profile(&self, account: &str) -> Option<&Profile> {
        Some(&self.accounts.get(account)?.profile)
    }

    /// Our own key, as others know an account that is in use.
    pub fn own_fingerprint(&self, account: &str) -> Option<Fingerprint> {
        Some(*self.accounts.get(account)?.installation.identity().fingerprint())
    }

    /// The mode of a contact: its own, if it has one, and the one in force.
    pub fn mode_of(&self, account: &str, peer: &str) -> (Option<Mode>, Mode) {
        let Some(found) = self.accounts.get(account) else { return (None, Mode::default()) };
        let at = found.key(peer);
        (found.names.get(&at).and_then(Name::mode), found.names.mode(&at))
    }

    /// Everybody whose key a decision at an address can be about: those who were accepted there, the
    /// current one first, and those in question.
    pub fn people_at(&self, account: &str, peer: &str) -> Vec<Fingerprint> {
        let Some(found) = self.accounts.get(account) else { return Vec::new() };
        let mut people = found.people_in_question(&found.key(peer));
        let mut known = BTreeSet::new();
        people.retain(|who| known.insert(*who));
        people
    }

    /// The texts for an address that have waited for more than a day, and are asked about.
    pub fn old_texts(&self, account: &str, peer: &str) -> Vec<u64> {
        let Some(found) = self.accounts.get(account) else { return Vec::new() };
        let at = found.key(peer);
        let texts = found.texts.at(&at).map(|text| &text.record);
        texts.filter(|record| record.phase == Phase::Old).map(|record| record.number).collect()
    }

    /// Whether an address is one of a contact: the host says so, the user has written there, or has
    /// accepted somebody.
    pub fn is_contact(&self, account: &str, peer: &str) -> bool {
        self.accounts.get(account).is_some_and(|found| {
            let at = found.key(peer);
            found.names.get(&at).is_some_and(|name| name.is_contact() || !name.owners().is_empty())
        })
    }

    /// Whether anything is remembered of an address.
    pub fn is_named(&self, account: &str, peer: &str) -> bool {
        self.accounts.get(account).is_some_and(|found| found.names.get(&found.key(peer)).is_some())
    }

    /// Whether clear text from an address is marked, because the conversation is or was private.
    pub fn marks(&self, account: &str, peer: &str) -> bool {
        self.accounts.get(account).is_some_and(|found| found.names.marks(&found.key(peer)))
    }

    /// The texts for an address that have not arrived.
    pub fn waiting(&self, account: &str, peer: &str) -> Waiting {
        let mut waiting = Waiting::default();
        let Some(found) = self.accounts.get(account) else { return waiting };
        let at = found.key(peer);
        for text in found.texts.at(&at).filter(|text| text.record.content != Content::FullCard) {
            match text.record.phase {
                Phase::Held => waiting.held += 1,
                Phase::Asking | Phase::Old => waiting.asking += 1,
                Phase::Sent => waiting.sent += 1,
                Phase::Lost => waiting.lost += 1,
            }
        }
        waiting
    }
}
