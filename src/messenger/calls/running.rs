//! How a call runs: one transaction on one account, what holds if it fails, and what the host is told.

use super::messenger::Messenger;
use crate::crypto::Random;
use crate::guard::Settled;
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::limits::{BUSY_STEPS, MAX_NAME_BYTES};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Event, EventKind, Outcome, Verdict};
use crate::messenger::tells::notice::Notice;
use crate::vault::{Durability, VaultError};
use crate::wire::limits::ACK_DELAY_SECONDS;
use std::collections::BTreeSet;

impl Messenger {
    /// A call of the host begins: how long it may wait for others, with all that it does.
    pub(in crate::messenger::calls) fn begin_call(&self) {
        self.vault.patience().begin(BUSY_STEPS);
    }

    /// Does something on an account in one transaction, and gives out the lines that may leave then. If
    /// it fails, memory is loaded anew before the next call, so that it is never ahead of the vault.
    pub(super) fn run<T>(
        &mut self,
        name: &str,
        durability: Durability,
        work: impl FnOnce(&mut Call<'_, '_>) -> Result<T, MessengerError>,
    ) -> Result<(T, Vec<Event>), MessengerError> {
        let mut events = Vec::new();
        let durable = durability == Durability::Power;
        let result = self.run_once(name, durability, &mut events, |call| {
            let value = work(call)?;
            if durable {
                call.leave()?;
            }
            Ok(value)
        })?;
        let now = self.environment.clock.now_ms();
        let lines_due = self.accounts.get_mut(name).is_some_and(|account| {
            account.online && account.outbox.due(now).is_some_and(|due| due <= now)
        });
        if !durable && lines_due {
            // Before a line leaves, what it depends on has to survive the machine. If that fails
            // the lines stay queued.
            let _ = self.run_once(name, Durability::Power, &mut events, |call| call.leave());
        }
        Ok((result, events))
    }

    pub(super) fn run_once<T>(
        &mut self,
        name: &str,
        durability: Durability,
        events: &mut Vec<Event>,
        work: impl FnOnce(&mut Call<'_, '_>) -> Result<T, MessengerError>,
    ) -> Result<T, MessengerError> {
        let identity = self.identity.as_ref().ok_or(VaultError::Locked)?;
        let account = self.accounts.get_mut(name).ok_or(MessengerError::UnknownAccount)?;
        let now = self.environment.clock.now_ms();
        let random: &mut dyn Random = &mut *self.environment.random;
        // What a batch gives out is durable when it ends.
        let decides = self.batch.is_some() && durability == Durability::Power;
        let durability = if self.batch.is_some() { Durability::Process } else { durability };
        // What the vault cannot be told now is tried again.
        let owes = account.owes() || !self.owed.is_empty();
        match owes {
            true => account.save.failed(now),
            false => account.save.done(),
        }
        let mut tx = self.vault.begin(durability)?;
        if account.stale {
            account.reload(&mut tx, identity, now, random)?;
        }
        // Until it is committed; also if something panics.
        account.stale = true;
        let told = events.len();
        let mut call = Call::new(account, &mut tx, random, now, events);
        let owed = &self.owed;
        let result = call.pay(owed).and_then(|()| call.catch_up()).and_then(|()| work(&mut call));
        let result = result.and_then(|value| call.finish().map(|()| value));
        let (touched, new_people) = (call.touched(), call.has_new_people());
        let news = call.take_news();
        let (result, settled) = match (result, touched) {
            (Ok(value), true) => match tx.commit_with_proof() {
                Ok(proof) => (Ok(value), Settled::Committed(proof)),
                Err(error) => (Err(error.into()), Settled::Failed),
            },
            (result, _) => {
                drop(tx);
                let settled = if result.is_ok() { Settled::Unwritten } else { Settled::Failed };
                (result, settled)
            }
        };
        account.stale = touched && result.is_err();
        self.batch_decides |= decides && touched;
        account.names.settle(settled);
        account.settle_invitations(result.is_ok());
        match result.is_ok() {
            true => {
                account.unsaved.clear();
                account.news.clear();
                account.rest.done();
            }
            false => events.truncate(told),
        }
        if result.is_ok() {
            self.spread_news(name, &news);
        }
        let owes = !self.owed.is_empty();
        if let Some(account) = self.accounts.get_mut(name) {
            match account.names.is_ahead() || owes {
                true => account.save.failed(now),
                false if !account.owes() => account.save.done(),
                false => account.save.at_once(now),
            }
        }
        if new_people {
            self.accounts.values_mut().for_each(|account| account.people.clear());
        }
        result
    }

    /// A call on an account has committed that these people are blocked or replaced, or not any more:
    /// the next call on each account where they are known tells it. What was owed is written with it;
    /// that has not been told where it was decided either.
    fn spread_news(&mut self, here: &str, news: &BTreeSet<Fingerprint>) {
        let paid = self.owed.take();
        let now = self.environment.clock.now_ms();
        for (name, account) in &mut self.accounts {
            for who in news.iter().filter(|who| name != here || paid.contains(*who)) {
                if account.names.names_of(who).next().is_some() {
                    account.news.insert(*who);
                    account.save.at_once(now);
                }
            }
        }
    }

    /// Looks at an account: nothing leaves because of it, and in a batch it is told at once. `peer` is
    /// empty if it is not about one conversation.
    pub(super) fn look(
        &mut self,
        account: &str,
        peer: &str,
        work: impl FnOnce(&mut Call<'_, '_>) -> Result<(), MessengerError>,
    ) -> Outcome {
        self.begin_call();
        let mut events = Vec::new();
        let done = self.run_once(account, Durability::Process, &mut events, work);
        let batch = self.batch.take();
        let outcome = self.told(account, peer, done.map(|()| ((), events)));
        self.batch = batch;
        outcome
    }

    pub(super) fn told(
        &mut self,
        account: &str,
        peer: &str,
        done: Result<((), Vec<Event>), MessengerError>,
    ) -> Outcome {
        match done {
            Ok(((), events)) => self.outcome(Verdict::Pass, events),
            Err(error) => self.failed(account, peer, Verdict::Pass, error),
        }
    }

    /// What a call has come to that could not do what it was asked. `peer` is empty if that was not
    /// about one conversation, or if this name is what is wrong.
    pub(super) fn failed(
        &mut self,
        account: &str,
        peer: &str,
        verdict: Verdict,
        error: MessengerError,
    ) -> Outcome {
        let peer = if check_name(peer).is_ok() { peer } else { "" };
        let events = vec![notice_event(account, peer, error.notice())];
        let mut outcome = self.outcome(verdict, events);
        outcome.error = Some(error);
        outcome
    }

    pub(super) fn outcome(&mut self, verdict: Verdict, events: Vec<Event>) -> Outcome {
        let shows =
            events.iter().any(|event| matches!(&event.kind, EventKind::Show(show) if show.private));
        // What is shown is confirmed, and then acknowledged.
        let soon = shows.then_some(ACK_DELAY_SECONDS * 1_000);
        let wake_ms = self.wake_ms().into_iter().chain(soon).min();
        let mut events = events;
        self.tell_restricted(&mut events);
        let events = match &mut self.batch {
            Some(batch) => {
                batch.extend(events);
                Vec::new()
            }
            None => events,
        };
        Outcome { verdict, events, wake_ms, error: None, number: None }
    }
}

pub(super) fn notice_event(account: &str, peer: &str, notice: Notice) -> Event {
    Event { account: account.to_owned(), peer: peer.to_owned(), kind: EventKind::Notice(notice) }
}

pub(super) fn check_name(name: &str) -> Result<(), MessengerError> {
    match name.len() {
        1..=MAX_NAME_BYTES => Ok(()),
        found => Err(MessengerError::BadName(found)),
    }
}
