//! How a call begins and ends, what a tick does, and the way from one event to the next.

use super::codes::Cause;
use super::error::PluginError;
use super::event::{Event, EventKind};
use super::frontend::Frontend;
use super::settings::One;
use super::walk::{Item, Outcome, Reached, Verdict, What};
use crate::messenger;
use std::collections::{BTreeSet, VecDeque};

/// How long what was not carried out waits before it is given again; twice as long each time.
const AGAIN_MS: u64 = 1_000;

/// How often that doubles.
const AGAIN_DOUBLINGS: u32 = 6;

impl Outcome {
    /// Goes to the next event; the one before is carried out. `None` at the end.
    pub fn next(&mut self, frontend: &mut Frontend) -> Option<&Event> {
        if let Some(Reached { item, event, standing }) = self.at.take() {
            let again = frontend.carried_out(&item, &event, standing);
            if again {
                self.items.push_front(Item { tries: 0, ..item });
            }
        }
        while let Some(item) = self.items.pop_front() {
            if frontend.is_held_back(&item) {
                frontend.hold_back(item);
                continue;
            }
            if let Some((event, standing)) = frontend.present(&item) {
                self.at = Some(Reached { item, event, standing });
                return self.event();
            }
        }
        frontend.confirm_shown();
        None
    }
}

impl Frontend {
    /// Does what is due, and tells what had to wait.
    pub fn tick(&mut self) -> Outcome {
        self.begin();
        let mut items = std::mem::take(&mut self.later);
        items.extend(self.due_again());
        self.tell_strangers(&mut items);
        let known: BTreeSet<String> = self.messenger.attached().map(str::to_owned).collect();
        let mut told = self.messenger.tick();
        // Of an account that is in use only now everything is told, and nothing of it is new.
        let events = std::mem::take(&mut told.events);
        let (old, new): (Vec<_>, Vec<_>) =
            events.into_iter().partition(|event| known.contains(&event.account));
        self.set_pending(&mut items);
        self.tell_all(new, Cause::Attached, &mut items);
        told.events = old;
        self.finish(told, Cause::Time, Verdict::Pass, items)
    }

    /// Sets all of these, of an account that is attached or not.
    pub(super) fn set_all(&mut self, account: &str, all: &[One]) -> Result<Vec<Item>, PluginError> {
        let mut items = Vec::new();
        for one in all {
            if let One::Kept(setting, value) = one {
                self.messenger.set(account, *setting, *value)?;
            }
        }
        let mut kept = self.accounts.get(account).copied().unwrap_or_default();
        let before = kept;
        for one in all {
            match one {
                One::Log(log) => kept.log = *log,
                One::Shows(shows) => kept.shows = *shows,
                One::Kept(..) => {}
            }
        }
        let shows = kept.shows;
        self.accounts.insert(account.to_owned(), kept);
        if shows && !before.shows && self.messenger.profile(account).is_some() {
            // Somebody looks again: what came meanwhile is shown.
            let told = self.messenger.show_again(account);
            self.tell_all(told.events, Cause::Attached, &mut items);
        }
        Ok(items)
    }

    /// Sets what could not be set when an account was to be attached.
    pub(super) fn set_pending(&mut self, items: &mut Vec<Item>) {
        let ready = |account: &&String| self.messenger.profile(account).is_some();
        let accounts: Vec<String> = self.pending.keys().filter(ready).cloned().collect();
        for account in accounts {
            let wanted = self.pending.get(&account).cloned().unwrap_or_default();
            let waits = wanted.into_iter().any(|one| match self.set_all(&account, &[one]) {
                Ok(told) => {
                    items.extend(told);
                    false
                }
                // One that is not possible after all keeps no other from being set.
                Err(error) => Self::waits(&error),
            });
            if !waits {
                self.pending.remove(&account);
            }
        }
    }

    /// Begins a batch, as [`messenger::Messenger::begin_batch`]: what its calls tell, but for their
    /// verdicts and echoes, is told by [`end_batch`](Self::end_batch).
    ///
    /// # Errors
    /// [`messenger::MessengerError::WrongState`] in a batch.
    pub fn begin_batch(&mut self) -> Result<(), PluginError> {
        Ok(self.messenger.begin_batch()?)
    }

    /// Ends a batch: what its calls have changed is durable.
    pub fn end_batch(&mut self) -> Outcome {
        self.begin();
        let told = self.messenger.end_batch();
        self.finish(told, Cause::Network, Verdict::Pass, Vec::new())
    }

    /// A line could not be sent: it goes again, a little later.
    pub fn line_failed(&mut self, account: &str, id: u64) -> Outcome {
        self.begin();
        let told = self.messenger.line_failed(account, id);
        self.finish(told, Cause::Time, Verdict::Pass, Vec::new())
    }

    /// Every call begins with what the walks before have come to.
    pub(super) fn begin(&mut self) {
        self.confirm_shown();
        let now = self.messenger.now_ms();
        for item in self.back.take() {
            self.come_again(item, now);
        }
    }

    fn come_again(&mut self, mut item: Item, now: u64) {
        if let What::Event(EventKind::Send(send)) = &item.what {
            // The messenger keeps the line, and knows when it goes again.
            let told = self.messenger.line_failed(&item.account, send.id);
            let mut items = Vec::new();
            self.tell_all(told.events, Cause::Time, &mut items);
            self.later.extend(items);
            return;
        }
        let wait = AGAIN_MS << item.tries.min(AGAIN_DOUBLINGS);
        item.tries = item.tries.saturating_add(1);
        self.wait_again(now.saturating_add(wait), item);
    }

    /// What comes again now. A text waits for those before it of the same peer.
    fn due_again(&mut self) -> Vec<Item> {
        let now = self.messenger.now_ms();
        // A clock that was set back lets nobody wait for hours.
        let longest = now.saturating_add(AGAIN_MS << AGAIN_DOUBLINGS);
        let (mut due, mut rest) = (Vec::new(), VecDeque::new());
        let mut held = BTreeSet::new();
        for (at, item) in std::mem::take(&mut self.again) {
            let whose = (item.account.clone(), item.peer.clone());
            let shows = matches!(item.what, What::Show(..));
            let waits = at > now && at <= longest;
            if waits || (shows && held.contains(&whose)) {
                if shows {
                    held.insert(whose);
                }
                rest.push_back((at, item));
            } else {
                due.push(item);
            }
        }
        self.again = rest;
        due
    }

    /// What a call of the messenger has told, and before it `items`.
    pub(super) fn finish(
        &mut self,
        told: messenger::Outcome,
        cause: Cause,
        verdict: Verdict,
        mut items: Vec<Item>,
    ) -> Outcome {
        self.tell_all(told.events, cause, &mut items);
        let mut outcome = Outcome::new(verdict, items, self.back.clone());
        outcome.error = told.error.map(PluginError::from);
        outcome
    }
}
