//! How a call begins and ends, what comes again, and the way from one event to the next.

use super::codes::Cause;
use super::error::PluginError;
use super::event::{Event, EventKind};
use super::frontend::Frontend;
use super::walk::{Given, Item, Outcome, Reached, Verdict, What};
use crate::messenger::{self, LineKind, Messenger};
use std::collections::{BTreeSet, VecDeque};

/// How long what was not carried out waits before it is given again; twice as long each time.
const AGAIN_MS: u64 = 1_000;

/// How often that doubles.
const AGAIN_DOUBLINGS: u32 = 6;

impl Outcome {
    /// Moves to the next event; the one before then counts as carried out. `None` at the end.
    pub fn next(&mut self, frontend: &mut Frontend) -> Option<&Event> {
        self.follow_moves(frontend);
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
            if frontend.has_to_wait(&item) {
                // The server has not said yet who we are.
                self.give_back(item);
                continue;
            }
            if let Some(split) = frontend.split_say(&item) {
                self.put_before(split);
                continue;
            }
            if let Some((mut event, standing)) = frontend.present(&item) {
                event.raw = frontend.raw_of(&event);
                frontend.note_sent(&event);
                self.at = Some(Reached { item, event, standing });
                return self.event();
            }
        }
        frontend.confirm_shown();
        None
    }
}

impl Outcome {
    /// Accounts were given back or are called otherwise since this was told: it is so here too.
    fn follow_moves(&mut self, frontend: &Frontend) {
        let moves = std::mem::replace(&mut self.moves, frontend.back.moves());
        frontend.back.follow(|known, account| frontend.moved(known, account));
        if moves == self.moves {
            return;
        }
        let moved = |mut item: Item| {
            item.account = frontend.moved(moves, item.account)?;
            Some(item)
        };
        self.items = std::mem::take(&mut self.items).into_iter().filter_map(moved).collect();
        self.at = self.at.take().and_then(|reached| {
            let item = moved(reached.item)?;
            Some(Reached { item, ..reached })
        });
    }
}

impl Frontend {
    /// Begins a batch, as [`messenger::Messenger::begin_batch`] does. Calls in it return only their
    /// verdicts and echoes; [`end_batch`](Self::end_batch) returns all other events.
    ///
    /// # Errors
    /// [`messenger::MessengerError::WrongState`] in a batch.
    pub fn begin_batch(&mut self) -> Result<(), PluginError> {
        Ok(self.messenger()?.begin_batch()?)
    }

    /// Ends a batch and makes the changes of its calls durable.
    pub fn end_batch(&mut self) -> Outcome {
        self.begin();
        let told = self.messenger.tell(messenger::Verdict::Pass, Messenger::end_batch);
        self.finish(told, Cause::Network, Verdict::Pass, Vec::new())
    }

    /// Reports that a line could not be sent. It is given again a little later.
    pub fn line_failed(&mut self, account: &str, id: u64) -> Outcome {
        self.begin();
        let told = self.messenger.line_failed(account, id);
        self.finish(told, Cause::Time, Verdict::Pass, Vec::new())
    }

    /// Every call begins with what the walks before have come to.
    pub(super) fn begin(&mut self) {
        self.confirm_shown();
        let now = self.messenger.now_ms();
        let Given { items, over } = self.back.take();
        for (moves, account, shown) in over {
            // It comes when the account is attached.
            if let Some(account) = self.moved(moves, account) {
                self.showing.remove(&(account, shown));
            }
        }
        for (moves, mut item) in items {
            if let Some(account) = self.moved(moves, std::mem::take(&mut item.account)) {
                item.account = account;
                self.come_again(item, now);
            }
        }
    }

    fn come_again(&mut self, mut item: Item, now: u64) {
        if let What::Event(EventKind::Send(send)) = &item.what {
            if send.kind == LineKind::Network {
                // It is sent once, or not at all.
                return;
            }
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
    pub(super) fn due_again(&mut self) -> Vec<Item> {
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
