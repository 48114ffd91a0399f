//! Texts that came while the vault could not be used: locked, busy, disk full. They are kept in
//! memory, within bounds, and tried again in their order.

use crate::identity::Fingerprint;
use crate::messenger::limits::{MAX_CONFIRMATIONS, MAX_DEFERRED, MAX_DEFERRED_BYTES};
use crate::messenger::memory::retry::Retry;
use crate::messenger::network::origin::Origin;
use crate::session::TextId;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A text that has to wait.
pub(in crate::messenger) struct Waiting {
    pub(in crate::messenger) account: String,
    pub(in crate::messenger) peer: String,
    pub(in crate::messenger) text: Vec<u8>,
    pub(in crate::messenger) origin: Origin,
    pub(in crate::messenger) arrived: u64,
    /// Whom a text that was typed is for, if that was known.
    pub(in crate::messenger) whom: Option<Fingerprint>,
    pub(in crate::messenger) direction: Direction,
}

/// Where a text that waits came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::messenger) enum Direction {
    Incoming,
    Outgoing,
}

/// The texts that wait.
#[derive(Default)]
pub(in crate::messenger) struct Deferred {
    waiting: VecDeque<Waiting>,
    bytes: usize,
    retry: Retry,
    confirmations: BTreeMap<String, BTreeSet<(Fingerprint, TextId)>>,
    /// The user has been told.
    pub(in crate::messenger) told: bool,
}

impl Deferred {
    /// Keeps a text; `false` if there is no room.
    pub(in crate::messenger) fn keep(&mut self, waiting: Waiting, now: u64) -> bool {
        let size = size(&waiting);
        if self.waiting.len() >= MAX_DEFERRED
            || self.bytes.saturating_add(size) > MAX_DEFERRED_BYTES
        {
            return false;
        }
        self.bytes += size;
        self.waiting.push_back(waiting);
        self.wait(now);
        true
    }

    /// An account has another name: what waits is for that one.
    pub(in crate::messenger) fn rename(&mut self, from: &str, to: &str) {
        for waiting in self.waiting.iter_mut().filter(|waiting| waiting.account == from) {
            to.clone_into(&mut waiting.account);
        }
        if let Some(shown) = self.confirmations.remove(from) {
            self.confirmations.entry(to.to_owned()).or_default().extend(shown);
        }
    }

    /// Whether anything waits of an account: what follows it waits too, to stay in order.
    pub(in crate::messenger) fn holds(&self, account: &str) -> bool {
        self.waiting.iter().any(|waiting| waiting.account == account)
    }

    /// When to try again.
    pub(in crate::messenger) fn due(&self) -> Option<u64> {
        self.retry.due()
    }

    /// Whether to try again now.
    pub(in crate::messenger) fn is_due(&self, now: u64) -> bool {
        self.retry.is_due(now)
    }

    /// How many texts wait.
    pub(in crate::messenger) fn count(&self) -> usize {
        self.waiting.len()
    }

    /// All of it was tried again; what waits still is for an account that is not attached.
    pub(in crate::messenger) fn end_retry(&mut self, now: u64) {
        self.told = false;
        match self.waiting.is_empty() && self.confirmations.is_empty() {
            true => self.retry.done(),
            false => self.wait(now),
        }
    }

    /// The text that waits for longest.
    pub(in crate::messenger) fn first(&self) -> Option<&Waiting> {
        self.waiting.front()
    }

    /// It is done with.
    pub(in crate::messenger) fn remove_first(&mut self) {
        if let Some(done) = self.waiting.pop_front() {
            self.bytes = self.bytes.saturating_sub(size(&done));
        }
    }

    /// It goes behind the others, and waits on.
    pub(in crate::messenger) fn put_off(&mut self) {
        if let Some(first) = self.waiting.pop_front() {
            self.waiting.push_back(first);
        }
    }

    /// Tries again later.
    pub(in crate::messenger) fn wait(&mut self, now: u64) {
        self.retry.failed(now);
    }

    /// Texts that the host has shown, and the vault could not be told.
    pub(in crate::messenger) fn confirm_later(
        &mut self,
        account: &str,
        texts: &BTreeSet<(Fingerprint, TextId)>,
        now: u64,
    ) {
        let kept: usize = self.confirmations.values().map(BTreeSet::len).sum();
        let room = MAX_CONFIRMATIONS.saturating_sub(kept);
        let known = self.confirmations.entry(account.to_owned()).or_default();
        known.extend(texts.iter().take(room).copied());
        self.wait(now);
    }

    pub(in crate::messenger) fn take_confirmations(
        &mut self,
    ) -> BTreeMap<String, BTreeSet<(Fingerprint, TextId)>> {
        std::mem::take(&mut self.confirmations)
    }
}

fn size(waiting: &Waiting) -> usize {
    waiting.text.len().saturating_add(waiting.peer.len())
}
