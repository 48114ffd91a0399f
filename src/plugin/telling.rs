//! What the messenger tells becomes what a host carries out: the same once, in the right order, with
//! the name of the person.

use super::codes::{Cause, notice_code, place_of, sentences_of};
use super::event::{EventKind, Place, Progress, Send, Show, Stage};
use super::frontend::Frontend;
use super::irc::parts;
use super::question::Ask;
use super::saying::{Details, item, title};
use super::walk::{Item, Shown, What};
use super::window::{At, Standing};
use crate::messenger::{self, LineKind, Question, State, Task, Trust};
use crate::vault::VaultError;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of all events of a call before the first one is told.
#[derive(Default)]
struct Survey {
    /// The last state of each conversation: one that goes through several is told of as it is then.
    last: BTreeMap<At, usize>,
    /// Where another key is asked about.
    asks: BTreeSet<At>,
    /// In how many parts each text is shown.
    parts: BTreeMap<(String, Shown), usize>,
}

impl Frontend {
    /// Everything that a call of the messenger has told.
    pub(super) fn tell_all(
        &mut self,
        events: Vec<messenger::Event>,
        cause: Cause,
        items: &mut Vec<Item>,
    ) {
        let mut told = self.survey(&events);
        // Texts that are on their way to the host already are not given again.
        told.parts.retain(|(account, shown), parts| self.will_show(account, *shown, *parts));
        let mut sent: BTreeMap<(String, String), u64> = BTreeMap::new();
        for (index, event) in events.into_iter().enumerate() {
            let messenger::Event { account, peer, kind } = event;
            let at = self.at(&account, &peer);
            match kind {
                messenger::EventKind::Send { line, id, kind } => {
                    let fallback = match kind {
                        LineKind::Text => self.sentences.text("fallback"),
                        _ => String::new(),
                    };
                    let send = Send { line, id, kind, fallback };
                    items.push(item(&account, &peer, EventKind::Send(send)));
                }
                messenger::EventKind::Show(show) => {
                    let goes = match show.fingerprint.zip(show.id) {
                        Some(shown) => told.parts.contains_key(&(account.clone(), shown)),
                        None => self.looks(&account),
                    };
                    if goes {
                        self.show(&account, &peer, show, items);
                    }
                }
                messenger::EventKind::Progress(progress) => {
                    self.progress(&account, &peer, progress, &mut sent, items);
                }
                messenger::EventKind::State { state, trust, fingerprint, other } => {
                    let Some(at) = at else { continue };
                    let standing = Standing { state, trust, questioned: other.is_some() };
                    if told.last.get(&at) != Some(&index) {
                        continue;
                    }
                    let asked = told.asks.contains(&at);
                    let before = self.windows.set(at.clone(), &peer, standing, fingerprint);
                    self.close_answered(&at, standing, other, items);
                    items.push(title(&at, &peer));
                    for code in sentences_of(before, standing, cause, asked) {
                        let place = place_of(code, cause);
                        items.push(self.say(&account, &peer, code, place, cause));
                    }
                }
                messenger::EventKind::Ask { question, fingerprint, text } => {
                    let ask = match (question, fingerprint, text) {
                        (Question::Invited, _, _) => Ask::Invited,
                        (Question::KeyChanged, Some(who), _) => Ask::Key(who),
                        (Question::AddressChanged, Some(who), _) => Ask::Address(who),
                        (Question::NoAnswer, _, _) => Ask::NoAnswer,
                        (Question::LongText, _, Some(number)) => Ask::Long(number),
                        (Question::OldText, _, _) => {
                            Ask::Old(self.messenger.old_texts(&account, &peer))
                        }
                        _ => continue,
                    };
                    if ask == Ask::Invited && self.counts_as_stranger(&account, &peer) {
                        continue;
                    }
                    self.ask(at, &account, &peer, ask, cause, None, items);
                }
                messenger::EventKind::Notice(notice) => {
                    let code = notice_code(notice);
                    let severity = notice.severity();
                    let place = match cause {
                        Cause::User => Place::Window,
                        _ => Place::Anywhere,
                    };
                    let mut item = self.say(&account, &peer, code, place, cause);
                    if let What::Event(EventKind::Say(say)) = &mut item.what {
                        say.severity = severity;
                    }
                    items.push(item);
                }
                messenger::EventKind::Contact(info) => {
                    items.push(item(&account, &peer, EventKind::Contact(Box::new(info))));
                }
                messenger::EventKind::Finished { task, result } => {
                    self.finished(task, result, items);
                }
                // Asked for by a command, which says what came of it itself; or of documents.
                _ => {}
            }
        }
        for ((account, peer), count) in sent {
            let words = Details { count, ..Details::default() };
            items.push(self.say_with(&account, &peer, "waited-sent", Place::IfOpen, cause, &words));
        }
    }

    /// What of all events has to be known before the first one is told.
    fn survey(&mut self, events: &[messenger::Event]) -> Survey {
        let mut survey = Survey::default();
        for (index, event) in events.iter().enumerate() {
            match &event.kind {
                messenger::EventKind::State { .. } => {
                    let at = self.at(&event.account, &event.peer);
                    survey.last.extend(at.map(|at| (at, index)));
                }
                messenger::EventKind::Ask { question: Question::KeyChanged, .. } => {
                    survey.asks.extend(self.at(&event.account, &event.peer));
                }
                messenger::EventKind::Show(show) if !self.looks(&event.account) => {
                    // Nobody is given it: it is no text that was shown before.
                    if let Some(shown) = show.fingerprint.zip(show.id) {
                        self.note_unseen(&event.account, shown);
                    }
                }
                messenger::EventKind::Show(show) => {
                    if let Some(shown) = show.fingerprint.zip(show.id) {
                        let parts = parts(&show.text, self.raw_room(&event.account)).len();
                        *survey.parts.entry((event.account.clone(), shown)).or_default() += parts;
                    }
                }
                _ => {}
            }
        }
        survey
    }

    /// A text of the peer, with what has to be known of it before it.
    fn show(&mut self, account: &str, peer: &str, show: messenger::Show, items: &mut Vec<Item>) {
        let shown = show.fingerprint.zip(show.id);
        // What its sender says is nearer than what the network does.
        let time = match show.written {
            0 if self.context.time == 0 && show.late => show.arrived,
            0 => self.context.time,
            written => written,
        };
        let unseen = shown.is_some_and(|shown| self.was_unseen(account, shown));
        let mut mark = String::new();
        if !show.private && self.context.marks {
            mark.push_str(&self.sentences.text("mark-not-private"));
        }
        let reasons = [
            (show.unconfirmed, "mark-unproven"),
            (show.private && show.trust == Trust::None, "mark-stranger"),
            (show.trust == Trust::Changed, "mark-replaced"),
            (show.overtaken, "mark-held-back"),
            (show.repeated && !unseen, "mark-again"),
        ];
        for (_, code) in reasons.iter().filter(|(holds, _)| *holds) {
            mark.push_str(&self.sentences.text(code));
        }
        if !self.whole.can.time {
            mark.push_str(&self.age(time));
        }
        let log = !show.private || self.logs(account);
        for text in parts(&show.text, self.raw_room(account)) {
            let event = Show {
                text,
                mark: mark.clone(),
                action: show.action,
                time,
                trust: show.trust,
                private: show.private,
                fingerprint: show.fingerprint,
                id: show.id,
                log,
            };
            let what = match shown {
                Some(shown) => What::Show(Box::new(event), shown),
                None => What::Event(EventKind::Show(event)),
            };
            self.texts += 1;
            let (account, peer, order) = (account.to_owned(), peer.to_owned(), self.texts);
            let next = Item { account, peer, what, tries: 0, order };
            match self.is_held_back(&next) {
                true => self.hold_back(next),
                false => items.push(next),
            }
        }
    }

    /// How far a text has come: another mark where the host changes marks, a sentence where it does
    /// not and the user has to know.
    fn progress(
        &mut self,
        account: &str,
        peer: &str,
        told: messenger::Progress,
        sent: &mut BTreeMap<(String, String), u64>,
        items: &mut Vec<Item>,
    ) {
        let messenger::Progress { number, stage, done, total, text } = told;
        let stage = stage_of(stage);
        let place = (account.to_owned(), number);
        let closed = self.questions.close_if(|open| {
            let about = open.at.as_ref().is_some_and(|at| at.0 == account);
            let over = match &open.ask {
                Ask::Long(text) => *text == number && stage != Stage::Asking,
                Ask::Lost(text) => *text == number && stage != Stage::Lost,
                _ => false,
            };
            about && over
        });
        self.tell_closed(closed, items);
        if self.whole.can.edits {
            let mark = self.mark_of(stage);
            let progress = Progress { number, stage, mark, done, total };
            items.push(item(account, peer, EventKind::Progress(progress)));
        }
        let quoted = text.as_deref();
        match stage {
            Stage::Waiting | Stage::Asking => {
                self.waiting.insert(place, peer.to_owned());
            }
            Stage::Sending => {}
            Stage::Sent | Stage::Delivered => {
                if self.waiting.remove(&place).is_some() && !self.whole.can.edits {
                    *sent.entry((account.to_owned(), peer.to_owned())).or_default() += 1;
                }
            }
            Stage::Lost => {
                self.waiting.remove(&place);
                let at = self.at(account, peer);
                self.ask(at, account, peer, Ask::Lost(number), Cause::Time, quoted, items);
            }
            Stage::Discarded => {
                self.waiting.remove(&place);
                if !self.whole.can.edits {
                    let words = Details { text: quoted, ..Details::default() };
                    let place = Place::Anywhere;
                    items.push(self.say_with(
                        account,
                        peer,
                        "discarded",
                        place,
                        Cause::Time,
                        &words,
                    ));
                }
            }
        }
    }

    /// Questions that nobody need answer any more, now that a conversation stands so.
    fn close_answered(
        &mut self,
        at: &At,
        standing: Standing,
        other: Option<crate::identity::Fingerprint>,
        items: &mut Vec<Item>,
    ) {
        let waits = matches!(standing.state, State::Asked | State::Starting | State::Restoring);
        let invites = matches!(standing.state, State::Invited | State::Ended);
        let closed = self.questions.close_if(|open| {
            open.at.as_ref() == Some(at)
                && match open.ask {
                    Ask::Invited => !invites,
                    Ask::NoAnswer => !waits,
                    Ask::Key(_) => other.is_none(),
                    _ => false,
                }
        });
        self.tell_closed(closed, items);
    }

    /// Tells a host that takes questions away which ones are closed.
    pub(super) fn tell_closed(&self, closed: Vec<super::question::Open>, items: &mut Vec<Item>) {
        for open in closed.into_iter().filter(|_| self.whole.can.edits) {
            let account = open.at.map(|at| at.0).unwrap_or_default();
            items.push(item(&account, &open.peer, EventKind::Close { question: open.number }));
        }
    }

    /// What takes long is done.
    fn finished(
        &mut self,
        task: Task,
        result: Result<(), messenger::MessengerError>,
        items: &mut Vec<Item>,
    ) {
        let file = std::mem::take(&mut self.working.file);
        if let (Task::Unlock, Err(messenger::MessengerError::Vault(error))) = (task, &result)
            && let VaultError::Older { file, .. } = error
        {
            self.messenger.note_older();
            return self.ask_to_go_on(file, Cause::User, items);
        }
        let code = match (&result, task) {
            (Ok(()), Task::Unlock) => "unlocked",
            (Ok(()), Task::Passphrase) => "passphrase-set",
            (Ok(()), Task::Export) => "exported",
            (Ok(()), Task::Import) => "imported",
            (Err(messenger::MessengerError::IdentityInUse), _) => "import-refused",
            (Err(error), task) => match (notice_code(error.notice()), task) {
                // It is the copy that it does not open.
                ("wrong-key" | "bad-card", Task::Import) => "copy-not-opened",
                // It is the file of the copy, not that of the vault.
                ("vault-failed", Task::Export) => "file-failed",
                (code, _) => code,
            },
        };
        if task == Task::Unlock && result.is_ok() {
            let over = self.questions.close_if(|open| open.ask == Ask::Unlock);
            self.tell_closed(over, items);
        }
        let details = Details { word: &file, ..Details::default() };
        items.push(self.say_with("", "", code, Place::Anywhere, Cause::User, &details));
        if task == Task::Unlock && result.is_err() {
            self.ask(None, "", "", Ask::Unlock, Cause::User, None, items);
        }
        if task == Task::Import {
            let told = self.take_back();
            self.tell_all(told, Cause::Attached, items);
        }
    }

    /// Takes the accounts again that were given back while an identity was taken over. Those that
    /// cannot be had now a tick takes.
    pub(super) fn take_back(&mut self) -> Vec<messenger::Event> {
        let mut events = Vec::new();
        for (account, profile) in std::mem::take(&mut self.working.accounts) {
            let profile = messenger::Profile::by_name(profile);
            if let Some(Ok(told)) = profile.map(|profile| self.messenger.attach(&account, profile))
            {
                events.extend(told.events);
            }
        }
        events
    }
}

pub(super) fn stage_of(stage: messenger::Stage) -> Stage {
    match stage {
        messenger::Stage::Held => Stage::Waiting,
        messenger::Stage::Asking => Stage::Asking,
        messenger::Stage::Sending => Stage::Sending,
        messenger::Stage::Sent => Stage::Sent,
        messenger::Stage::Delivered => Stage::Delivered,
        messenger::Stage::Lost => Stage::Lost,
        messenger::Stage::Discarded => Stage::Discarded,
    }
}
