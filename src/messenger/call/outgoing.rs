//! Texts of the user: held until the conversation is private, encrypted, sent again until they are
//! acknowledged.

use super::call::Call;
use crate::identity::Fingerprint;
use crate::messenger::limits::{
    LONGEST_PAUSE_MS, MAX_TEXTS, MAX_TEXTS_BYTES, MAX_TEXTS_OF_ADDRESS, RESEND_LIFE_MS, RESEND_MS,
    SHORT_TEXT_LINES,
};
use crate::messenger::memory::outbox::class;
use crate::messenger::memory::texts::Text;
use crate::messenger::network::origin::Origin;
use crate::messenger::network::profile::Markup;
use crate::messenger::rows::records::{LineRecord, Phase, TextRecord};
use crate::messenger::tells::display;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{EventKind, Progress, Question, Stage, State};
use crate::messenger::tells::notice::Notice;
use crate::session::{Content, SessionError, Status, TextId};
use crate::vault::Table;
use crate::wire::armor;
use crate::wire::limits::MAX_TEXT;
use std::collections::BTreeSet;

/// What the user does about a text that is held or lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TextAction {
    /// Send it, or send it again.
    Send,
    /// Give it up.
    Discard,
}

/// Bytes of text in a line, at least: what a line holds less header, padding and items.
const OVERHEAD_BYTES: usize = 96;

impl Call<'_, '_> {
    /// A text of the user as the host gave it.
    pub(in crate::messenger) fn take_outgoing(
        &mut self,
        key: &str,
        text: &[u8],
        origin: Origin,
    ) -> Result<Result<(), Notice>, MessengerError> {
        let markup = if origin.html { Markup::Html } else { self.account.profile.markup_given() };
        let (content, bytes) = display::outgoing(markup, text);
        let content = match (content, origin.action) {
            (Content::Plain, true) => Content::PlainAction,
            (Content::Html, true) => Content::HtmlAction,
            (content, _) => content,
        };
        if bytes.is_empty() {
            return Ok(Ok(()));
        }
        self.take_text(key, content, bytes)
    }

    /// Takes a text of the user. `Err` is what to tell if it is refused.
    fn take_text(
        &mut self,
        key: &str,
        content: Content,
        bytes: Vec<u8>,
    ) -> Result<Result<(), Notice>, MessengerError> {
        self.begin_if_required(key)?;
        // It may have been blocked on another account.
        for who in self.identities_at(key) {
            if self.is_blocked(&who)? {
                self.set_state(key, State::Blocked)?;
            }
        }
        let lines = self.lines_needed(&bytes);
        let phase = match self.phase_of_new_text(key, lines) {
            Ok(phase) => phase,
            Err(notice) => return Ok(Err(notice)),
        };
        if bytes.len() > MAX_TEXT
            || lines > usize::try_from(crate::wire::limits::MAX_PARTS).unwrap_or(0)
        {
            return Ok(Err(Notice::TooLong));
        }
        let texts = &self.account.texts;
        if texts.len() >= MAX_TEXTS
            || texts.count_at(key) >= MAX_TEXTS_OF_ADDRESS
            || texts.bytes().saturating_add(bytes.len()) > MAX_TEXTS_BYTES
        {
            return Ok(Err(Notice::TooMany));
        }
        self.touched = true;
        let number = self.account.next_number();
        let (address, who, typed) = (key.to_owned(), self.who(key), self.now);
        let record = TextRecord {
            number,
            address,
            who,
            content,
            bytes,
            id: None,
            phase,
            typed,
            attempts: 0,
        };
        self.account.texts.insert(Text::new(record));
        self.save_text(number)?;
        if phase == Phase::Asking {
            self.tell(number, Stage::Asking);
            self.ask_about(number);
            return Ok(Ok(()));
        }
        match (self.account.state(key), self.who(key)) {
            (State::Private, Some(who)) => self.send(number, &who)?,
            _ => self.tell(number, Stage::Held),
        }
        Ok(Ok(()))
    }

    /// Asks whether a long text is to be sent.
    pub(in crate::messenger) fn ask_about(&mut self, number: u64) {
        let Some(text) = self.account.texts.get(number) else { return };
        let address = text.record.address.clone();
        let (question, text) = (Question::LongText, Some(number));
        self.event(&address, EventKind::Ask { question, fingerprint: None, text });
    }

    fn lines_needed(&self, bytes: &[u8]) -> usize {
        let room = armor::capacity(self.account.profile.line_limit());
        bytes.len().div_ceil(room.saturating_sub(OVERHEAD_BYTES).max(1))
    }

    /// Encrypts a text and queues its lines. Where there is no session it stays held.
    pub(in crate::messenger) fn send(
        &mut self,
        number: u64,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let Some(text) = self.account.texts.get(number) else { return Ok(()) };
        let TextRecord { address, content, bytes, id, .. } = text.record.clone();
        let bytes = zeroize::Zeroizing::new(bytes);
        let sent = match self.with_peer(who, |peer, cx| peer.send(cx, content, &bytes, id))? {
            Ok(sent) => sent,
            Err(SessionError::TextTooLong { .. } | SessionError::EmptyText) => {
                self.notice(&address, Notice::TooLong);
                return self.discard(number);
            }
            Err(SessionError::Crypto(error)) => return Err(error.into()),
            Err(_) => {
                self.tell(number, Stage::Held);
                return self.refresh(who);
            }
        };
        let class = match sent.lines.len() {
            _ if content == Content::FullCard => class::BACKGROUND,
            0..=SHORT_TEXT_LINES => class::SHORT,
            _ => class::LONG,
        };
        self.forget_lines(number)?;
        let (now, sent_on) = (self.now, self.sending_on(who));
        let lines = u32::try_from(sent.lines.len()).unwrap_or(u32::MAX);
        let attempts = self.account.texts.change(number, |text| {
            text.sent_on.extend(sent_on);
            text.record.id = Some(sent.id);
            text.record.who = Some(*who);
            text.record.phase = Phase::Sent;
            if text.record.attempts == 0 {
                // It is sent again for a day from now on, however long it was held.
                text.record.typed = now;
            }
            text.record.attempts = text.record.attempts.saturating_add(1);
            (text.done, text.total) = (0, lines);
            text.record.attempts
        });
        let Some(attempts) = attempts else { return Ok(()) };
        let pause = RESEND_MS << attempts.min(6).saturating_sub(1);
        self.account.agenda.text(number, now.saturating_add(pause.min(LONGEST_PAUSE_MS)));
        self.save_text(number)?;
        for line in sent.lines {
            self.enqueue(&address, class, Some(number), line)?;
        }
        Ok(())
    }

    /// Queues a line.
    pub(in crate::messenger) fn enqueue(
        &mut self,
        key: &str,
        class: u8,
        text: Option<u64>,
        line: String,
    ) -> Result<(), MessengerError> {
        self.touched = true;
        let id = self.account.next_number();
        let record = LineRecord { id, class, address: key.to_owned(), text, line };
        self.account.outbox.add(record.clone());
        self.fresh.insert(id, record);
        Ok(())
    }

    /// Queues what a peer has to say besides texts. Where there is no session that is nothing.
    pub(in crate::messenger) fn enqueue_control(
        &mut self,
        key: &str,
        lines: Result<Vec<String>, SessionError>,
    ) -> Result<(), MessengerError> {
        let lines = match lines {
            Err(SessionError::NoSession) => return Ok(()),
            lines => lines?,
        };
        lines.into_iter().try_for_each(|line| self.enqueue(key, class::CONTROL, None, line))
    }

    /// Gives the host the lines that may leave now. The transaction has to be durable before they
    /// are sent.
    pub(in crate::messenger) fn release(&mut self) -> Result<(), MessengerError> {
        while self.account.online
            && let Some(line) = self.account.outbox.release(self.now)
        {
            self.touched = true;
            let LineRecord { id, address, text, line, .. } = line;
            self.event(&address, EventKind::Send { line, id });
            let Some(number) = text else {
                self.drop_line(id)?;
                continue;
            };
            let counted = self.account.texts.change(number, |text| {
                text.done = text.done.saturating_add(1).min(text.total);
                (text.done, text.total)
            });
            match counted {
                Some((done, total)) if done == total => self.tell(number, Stage::Sent),
                Some((_, total)) if total > SHORT_TEXT_LINES as u32 => {
                    self.tell(number, Stage::Sending);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Sends everything that was held for somebody, at whatever address.
    pub(in crate::messenger) fn send_held(
        &mut self,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let held = |text: &&Text| {
            let TextRecord { phase, address, .. } = &text.record;
            *phase == Phase::Held && self.waits_for_session(address)
        };
        let windows = self.account.windows.get(who).into_iter().flatten();
        let texts = windows.flat_map(|address| self.account.texts.at(address));
        // Those that were written when nobody was known yet go to the one who is current.
        let first = texts.filter(|text| text.record.who.is_none());
        let own = self.account.texts.to(who).filter(|text| self.is_at(&text.record.address, who));
        let numbers: BTreeSet<u64> =
            first.chain(own).filter(held).map(|text| text.record.number).collect();
        for number in numbers {
            self.send(number, who)?;
        }
        Ok(())
    }

    /// Another session sends from now on: what was not acknowledged goes again on that one.
    pub(in crate::messenger) fn send_again(
        &mut self,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        // Once on each: of two that live side by side the one heard last sends, and both sides
        // would have each other send again without end.
        let sending = self.sending_on(who);
        let sent = |text: &&Text| {
            text.record.phase == Phase::Sent
                && text.record.attempts > 0
                && !sending.is_subset(&text.sent_on)
        };
        let numbers: Vec<u64> =
            self.account.texts.to(who).filter(sent).map(|text| text.record.number).collect();
        for number in numbers {
            self.send(number, who)?;
        }
        Ok(())
    }

    /// Looks after a text: sends it again if it was not acknowledged, gives it up after a day.
    pub(in crate::messenger) fn look_after_text(
        &mut self,
        number: u64,
    ) -> Result<(), MessengerError> {
        let now = self.now;
        let Some(text) = self.account.texts.get(number) else { return Ok(()) };
        let record = &text.record;
        let (address, who) = (record.address.clone(), record.who);
        if record.phase != Phase::Sent {
            return Ok(());
        }
        let queued = text.done < text.total;
        if now.saturating_sub(record.typed) > RESEND_LIFE_MS && !queued {
            return self.lose(number);
        }
        let away = self.account.addresses.get(&address).is_some_and(|a| a.passing.absent);
        let live = match who {
            Some(who) if self.is_at(&address, &who) && self.waits_for_session(&address) => {
                self.status(&who)? == Status::Private
            }
            _ => false,
        };
        match who {
            // Not to another identity, not while lines wait, not to somebody who is away.
            Some(who) if !queued && !away && live && self.account.online => self.send(number, &who),
            _ => {
                self.account.agenda.text(number, now.saturating_add(RESEND_MS));
                Ok(())
            }
        }
    }

    /// The peer has a text.
    pub(in crate::messenger) fn delivered(
        &mut self,
        who: &Fingerprint,
        id: TextId,
    ) -> Result<(), MessengerError> {
        let mut texts = self.account.texts.to(who);
        let Some(text) = texts.find(|text| text.record.id == Some(id)) else { return Ok(()) };
        let number = text.record.number;
        drop(texts);
        self.tell(number, Stage::Delivered);
        self.remove(number)?;
        // What was sent before and has not arrived is lost, or the peer was away: not to wait.
        let now = self.now;
        let earlier = |text: &&Text| {
            let TextRecord { phase, attempts, .. } = &text.record;
            let given = text.done == text.total;
            *phase == Phase::Sent && *attempts == 1 && given && text.record.number < number
        };
        let texts = self.account.texts.to(who).filter(earlier);
        let late: Vec<u64> = texts.map(|text| text.record.number).collect();
        late.into_iter().for_each(|number| self.account.agenda.text(number, now));
        Ok(())
    }

    /// The user sends a text that was held or lost, or gives it up.
    pub(in crate::messenger) fn decide_text(
        &mut self,
        number: u64,
        action: TextAction,
    ) -> Result<(), MessengerError> {
        let text = self.account.texts.get(number).ok_or(MessengerError::UnknownText)?;
        let address = text.record.address.clone();
        if action == TextAction::Discard {
            return self.discard(number);
        }
        match text.record.phase {
            Phase::Held | Phase::Sent => return Err(MessengerError::WrongState),
            Phase::Asking | Phase::Lost => {}
        }
        if text.record.who.is_some_and(|to| !self.is_at(&address, &to)) {
            return Err(MessengerError::OtherFingerprint);
        }
        let who = text.record.who.or_else(|| self.who(&address));
        if !self.waits_for_session(&address) {
            return Err(MessengerError::WrongState);
        }
        self.touched = true;
        self.account.texts.change(number, |text| {
            text.record.phase = Phase::Held;
            text.record.attempts = 0;
        });
        self.save_text(number)?;
        match who {
            Some(who) if self.status(&who)? == Status::Private => self.send(number, &who),
            _ => {
                self.tell(number, Stage::Held);
                Ok(())
            }
        }
    }

    pub(in crate::messenger) fn drop_line(&mut self, id: u64) -> Result<(), MessengerError> {
        match self.fresh.remove(&id) {
            Some(_) => Ok(()),
            None => self.drop_row(Table::Line, &id.to_be_bytes()),
        }
    }

    pub(in crate::messenger) fn save_text(&mut self, number: u64) -> Result<(), MessengerError> {
        match self.account.texts.get(number) {
            Some(text) => {
                let record = text.record.clone();
                self.keep(Table::Text, &number.to_be_bytes(), &record)
            }
            None => Ok(()),
        }
    }

    /// Tells how far a text has come.
    pub(in crate::messenger) fn tell(&mut self, number: u64, stage: Stage) {
        if self.is_card(number) {
            return;
        }
        let Some(text) = self.account.texts.get(number) else { return };
        let (address, done, total) = (text.record.address.clone(), text.done, text.total);
        self.event(
            &address,
            EventKind::Progress(Progress { number, stage, done, total, text: None }),
        );
    }

    /// The host could not send a line, or is offline: the texts go back to where they were.
    pub(in crate::messenger) fn undo_done(&mut self, number: u64, lines: u32) {
        self.touched = true;
        self.account.texts.change(number, |text| text.done = text.done.saturating_sub(lines));
        self.tell(number, Stage::Sending);
    }
}
