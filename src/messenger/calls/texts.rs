//! Texts: what the user types, what the network brings, what is due.

use super::leaving::Leave;
use super::messenger::Messenger;
use super::running::{check_name, notice_event};
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::call::incoming::kind::{Kind, Searched};
use crate::messenger::call::sending::TextAction;
use crate::messenger::limits::RETRY_MS;
use crate::messenger::memory::account::Account;
use crate::messenger::memory::deferred::{Direction, Waiting};
use crate::messenger::memory::texts::Text;
use crate::messenger::network::origin::Origin;
use crate::messenger::rows::records::Phase;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Event, EventKind, Outcome, Progress, Stage, State, Verdict};
use crate::messenger::tells::notice::Notice;
use crate::session::{Content, TextId};
use crate::vault::{Durability, Table, VaultError};
use std::collections::{BTreeMap, BTreeSet};

impl Messenger {
    /// Call this when the user wants to send a text. The verdict says what the host must do with
    /// it.
    pub fn outgoing(&mut self, account: &str, peer: &str, text: &[u8], origin: Origin) -> Outcome {
        self.begin_call();
        let now = self.environment.clock.now_ms();
        if origin.room {
            return self.outcome(Verdict::Pass, Vec::new());
        }
        let Some(found) = self.accounts.get(account) else {
            // Nobody knows whether the conversation is private.
            if let Some(notice) = self.awaits(account) {
                let events = vec![notice_event(account, peer, notice)];
                return self.outcome(Verdict::Refused, events);
            }
            return self.failed(account, peer, Verdict::Refused, MessengerError::UnknownAccount);
        };
        if found.outbox.is_ours(text) {
            return self.outcome(Verdict::Pass, Vec::new());
        }
        if let Err(error) = check_name(peer) {
            return self.failed(account, peer, Verdict::Refused, error);
        }
        let at = found.key(peer);
        let refused = match self.leave_to(account, peer, origin) {
            Leave::Clear(_) if origin.occupant => return self.outcome(Verdict::Pass, Vec::new()),
            Leave::Clear(permit) => {
                self.wrote_in_clear(account, permit, &at, peer);
                return self.outcome(Verdict::Pass, Vec::new());
            }
            _ if origin.occupant => Some(Notice::OnlyPrivate),
            Leave::Refused(notice) => Some(notice),
            Leave::Private => None,
        };
        if let Some(notice) = refused {
            let events = vec![notice_event(account, peer, notice)];
            return self.outcome(Verdict::Refused, events);
        }
        if self.deferred.holds(account) {
            return self.defer(account, peer, text, origin, now, Direction::Outgoing, None);
        }
        let done = self.run(account, Durability::Power, |call| {
            call.typed(&at, peer);
            let taken = call.take_outgoing(&at, text, origin, None, now)?;
            let held =
                call.who(&at).is_some_and(|who| call.account().texts.asks_about_old(&at, &who));
            Ok((taken, !held && call.account().state(&at) == State::Private))
        });
        match done {
            Ok(((Ok(number), private), events)) => {
                let verdict = match private {
                    true => Verdict::Taken,
                    false => Verdict::Held,
                };
                Outcome { number, ..self.outcome(verdict, events) }
            }
            Ok(((Err(notice), _), mut events)) => {
                events.push(notice_event(account, peer, notice));
                self.outcome(Verdict::Refused, events)
            }
            Err(error) if error.is_temporary() => {
                self.defer(account, peer, text, origin, now, Direction::Outgoing, Some(error))
            }
            Err(error) => self.failed(account, peer, Verdict::Refused, error),
        }
    }

    /// Call this when a text has arrived. The verdict says whether the host shows it.
    pub fn incoming(&mut self, account: &str, peer: &str, text: &[u8], origin: Origin) -> Outcome {
        self.begin_call();
        let now = self.environment.clock.now_ms();
        if origin.room {
            return self.outcome(Verdict::Pass, Vec::new());
        }
        let searched = Searched::new(text);
        let kind = searched.kind();
        if origin.own {
            let verdict = if kind == Kind::Ours { Verdict::Taken } else { Verdict::Pass };
            return self.outcome(verdict, Vec::new());
        }
        if kind != Kind::Ours || origin.occupant {
            let marks = |found: &Account| match origin.occupant {
                true => found.names.marks(&found.profile.occupant(peer)),
                false => found.names.marks(&found.key(peer)),
            };
            let verdict = match self.accounts.get(account).is_some_and(marks) {
                true => Verdict::PassWarn,
                false => Verdict::Pass,
            };
            let clear = !origin.occupant && !origin.history && !origin.notice;
            let found = self.accounts.get_mut(account).filter(|_| clear);
            let unread = found.is_some_and(|found| {
                let at = found.key(peer);
                found.tells_unread(&at, now)
            });
            let told = unread.then(|| notice_event(account, peer, Notice::NotRead));
            return self.outcome(verdict, told.into_iter().collect());
        }
        if self.identity.is_none() || self.deferred.holds(account) {
            let error = self.identity.is_none().then_some(VaultError::Locked.into());
            return self.defer(account, peer, text, origin, now, Direction::Incoming, error);
        }
        let Some(found) = self.accounts.get(account) else {
            return self.failed(account, peer, Verdict::Pass, MessengerError::UnknownAccount);
        };
        if let Err(error) = check_name(peer) {
            return self.failed(account, peer, Verdict::Pass, error);
        }
        let at = found.key(peer);
        let done = self.run(account, Durability::Process, |call| {
            call.seen(&at, peer);
            call.read_text(&at, searched, origin, now)
        });
        match done {
            Ok(((), events)) => self.outcome(Verdict::Taken, events),
            Err(error) if error.is_temporary() => {
                self.defer(account, peer, text, origin, now, Direction::Incoming, Some(error))
            }
            // What cannot be read is shown as it came.
            Err(error) => self.failed(account, peer, Verdict::Pass, error),
        }
    }

    /// Does what is due: acknowledgements, lines that had to wait, texts to send again, questions.
    pub fn tick(&mut self) -> Outcome {
        self.begin_call();
        let now = self.environment.clock.now_ms();
        let mut events = Vec::new();
        // First of all: it may begin a call of its own.
        self.finish_slow(&mut events);
        self.retry_accounts(&mut events);
        if self.deferred.is_due(now) {
            self.retry(&mut events);
        }
        let names: Vec<String> = self.accounts.keys().cloned().collect();
        let mut error = None;
        for name in names {
            let due = self.accounts.get_mut(&name).and_then(|account| account.due(now));
            if due.is_none_or(|due| due > now) {
                continue;
            }
            match self.run(&name, Durability::Power, |call| call.do_due()) {
                Ok(((), more)) => {
                    events.extend(more);
                    if let Some(account) = self.accounts.get_mut(&name) {
                        account.restricted.clear();
                    }
                }
                Err(failed) => {
                    if let Some(account) = self.accounts.get_mut(&name) {
                        account.rest.failed(now);
                    }
                    error = Some(failed);
                }
            }
        }
        // What the write-ahead log holds goes into the database now and then.
        if error.is_none()
            && let Err(failed) = self.vault.checkpoint()
        {
            error = Some(failed.into()).filter(|failed: &MessengerError| !failed.is_temporary());
        }
        let mut outcome = self.outcome(Verdict::Pass, events);
        if let Some(failed) = error {
            outcome.wake_ms = Some(outcome.wake_ms.map_or(RETRY_MS, |wake| wake.min(RETRY_MS)));
            outcome.error = Some(failed);
        }
        outcome
    }

    /// Reports that the host could not send a line. It is given again a little later, with the same
    /// bytes.
    pub fn line_failed(&mut self, account: &str, id: u64) -> Outcome {
        self.begin_call();
        let done = self.run(account, Durability::Process, |call| {
            let now = call.now;
            if let Some(line) = call.memory_alone().outbox.failed(id, now) {
                match line.text {
                    Some(number) => call.undo_done(number, 1),
                    None => call.keep(Table::Line, &id.to_be_bytes(), &line)?,
                }
            }
            Ok(())
        });
        self.told(account, "", done)
    }

    /// Confirms that the host has shown the texts of an outcome. They are acknowledged from now on,
    /// and are not shown again.
    pub fn confirm(&mut self, outcome: &Outcome) -> Result<(), MessengerError> {
        self.begin_call();
        let mut shown: BTreeMap<&str, BTreeSet<(Fingerprint, TextId)>> = BTreeMap::new();
        for event in &outcome.events {
            if let EventKind::Show(show) = &event.kind
                && let (Some(who), Some(id)) = (show.fingerprint, show.id)
            {
                shown.entry(&event.account).or_default().insert((who, id));
            }
        }
        shown.into_iter().try_for_each(|(account, texts)| self.confirm_now(account, &texts))
    }

    /// As [`Messenger::confirm`], for texts of one account: who sent them, and which.
    ///
    /// # Errors
    /// [`MessengerError::UnknownAccount`] and the errors of the vault.
    pub fn confirm_texts(
        &mut self,
        account: &str,
        texts: &BTreeSet<(Fingerprint, TextId)>,
    ) -> Result<(), MessengerError> {
        self.begin_call();
        self.confirm_now(account, texts)
    }

    fn confirm_now(
        &mut self,
        account: &str,
        texts: &BTreeSet<(Fingerprint, TextId)>,
    ) -> Result<(), MessengerError> {
        // Lines that are due leave with the next tick, which knows whom to tell.
        let confirmed = self.run_once(account, Durability::Process, &mut Vec::new(), |call| {
            texts.iter().try_for_each(|(who, id)| call.confirm(who, *id))
        });
        match confirmed {
            Err(error) if error.is_temporary() => {
                let now = self.environment.clock.now_ms();
                self.deferred.confirm_later(account, texts, now);
                Ok(())
            }
            other => other,
        }
    }

    /// The undelivered texts of an account, all or those for one address.
    pub fn texts(&mut self, account: &str, peer: Option<&str>) -> Outcome {
        self.look(account, peer.unwrap_or_default(), |call| {
            let at = peer.map(|peer| call.account().key(peer));
            let is_shown = |t: &&Text| t.record.content != Content::FullCard;
            let texts = call.account().texts.all().filter(is_shown);
            let wanted = texts.filter(|t| at.as_ref().is_none_or(|at| t.record.address == *at));
            let list: Vec<(AddressKey, Progress)> = wanted
                .map(|text| {
                    let stage = match text.record.phase {
                        Phase::Held => Stage::Held,
                        Phase::Asking | Phase::Old => Stage::Asking,
                        Phase::Sent if text.done < text.total => Stage::Sending,
                        Phase::Sent => Stage::Sent,
                        Phase::Lost => Stage::Lost,
                    };
                    let (number, done, total) = (text.record.number, text.done, text.total);
                    let bytes = Some(text.record.bytes.clone());
                    let progress = Progress { number, stage, done, total, text: bytes };
                    (text.record.address.clone(), progress)
                })
                .collect();
            for (at, progress) in list {
                call.event(&at, EventKind::Progress(progress));
            }
            Ok(())
        })
    }

    /// Carries out what the user decides about a text that is held or lost.
    pub fn text_do(&mut self, account: &str, number: u64, action: TextAction) -> Outcome {
        self.begin_call();
        let done = self.run(account, Durability::Power, |call| call.decide_text(number, action));
        self.told(account, "", done)
    }

    /// Carries out what the user decides about all texts for an address that wait for a decision or
    /// are lost.
    ///
    /// The outcome has the error [`MessengerError::UnknownText`] if there is none.
    pub fn texts_do(&mut self, account: &str, peer: &str, action: TextAction) -> Outcome {
        self.begin_call();
        let done = self.run(account, Durability::Power, |call| {
            let at = call.account().key(peer);
            let texts = call.texts_of(&at, &[Phase::Asking, Phase::Old, Phase::Lost]);
            if texts.is_empty() {
                return Err(MessengerError::UnknownText);
            }
            if action == TextAction::Send {
                call.agree_to_all(&at)?;
            }
            texts.into_iter().try_for_each(|number| call.decide_text(number, action))
        });
        self.told(account, peer, done)
    }

    /// Keeps a text for later; the user is told once.
    #[allow(clippy::too_many_arguments)]
    fn defer(
        &mut self,
        account: &str,
        peer: &str,
        text: &[u8],
        origin: Origin,
        now: u64,
        direction: Direction,
        error: Option<MessengerError>,
    ) -> Outcome {
        let locked = matches!(error, Some(MessengerError::Vault(VaultError::Locked)));
        if direction == Direction::Outgoing && locked {
            return self.failed(account, peer, Verdict::Refused, VaultError::Locked.into());
        }
        // It goes to nobody else, whatever is decided until it can be stored.
        let whom = match direction {
            Direction::Outgoing => self.accounts.get(account).and_then(|a| a.who(&a.key(peer))),
            Direction::Incoming => None,
        };
        let waiting = Waiting {
            whom,
            account: account.to_owned(),
            peer: peer.to_owned(),
            text: text.to_vec(),
            origin,
            arrived: now,
            direction,
        };
        let verdict = match (self.deferred.keep(waiting, now), direction) {
            (true, Direction::Incoming) => Verdict::Taken,
            (true, Direction::Outgoing) => Verdict::Held,
            // There is no room: the host keeps what it has.
            (false, Direction::Incoming) => Verdict::Pass,
            (false, Direction::Outgoing) => Verdict::Refused,
        };
        let mut events = Vec::new();
        if let Some(error) = &error
            && !self.deferred.told
        {
            self.deferred.told = true;
            events.push(notice_event(account, peer, error.notice()));
        }
        let mut outcome = self.outcome(verdict, events);
        outcome.error = error;
        outcome
    }

    /// Tries what had to wait, in its order.
    fn retry(&mut self, events: &mut Vec<Event>) {
        for (account, texts) in self.deferred.take_confirmations() {
            // What fails for good is shown again, after a restart.
            let _ = self.confirm_now(&account, &texts);
        }
        for _ in 0..self.deferred.count() {
            let Some(waiting) = self.deferred.first() else { break };
            let account = waiting.account.clone();
            let Some(found) = self.accounts.get(&account) else {
                // Not attached yet.
                self.deferred.put_off();
                continue;
            };
            let (at, peer) = (found.key(&waiting.peer), waiting.peer.clone());
            let (text, origin) = (waiting.text.clone(), waiting.origin);
            let (arrived, direction) = (waiting.arrived, waiting.direction);
            let whom = waiting.whom;
            let done = self.run(&account, Durability::Power, |call| {
                call.seen(&at, &peer);
                match direction {
                    Direction::Incoming => {
                        call.read_text(&at, Searched::new(&text), origin, arrived)?;
                    }
                    Direction::Outgoing => {
                        let at = call.moved_with(&at, whom.as_ref())?;
                        if let Err(notice) =
                            call.take_outgoing(&at, &text, origin, whom, arrived)?
                        {
                            call.event(&at, EventKind::Notice(notice));
                        }
                    }
                }
                Ok(())
            });
            match done {
                Ok(((), more)) => events.extend(more),
                Err(error) if error.is_temporary() => {
                    self.deferred.wait(self.environment.clock.now_ms());
                    return;
                }
                Err(error) => events.push(notice_event(&account, &peer, error.notice())),
            }
            self.deferred.remove_first();
        }
        self.deferred.end_retry(self.environment.clock.now_ms());
    }
}
