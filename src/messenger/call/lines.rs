//! Lines and texts of the user that are under way: queued, released, told about, given up.

use super::call::Call;
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::limits::SHORT_TEXT_LINES;
use crate::messenger::memory::outbox::class;
use crate::messenger::rows::records::{LineRecord, Phase, Unknown};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{EventKind, LineKind, Progress, Question, Stage};
use crate::session::{Content, SessionError};
use crate::vault::Table;
use crate::wire::{ObjectKind, armor};

impl Call<'_, '_> {
    /// Queues a line.
    pub(super) fn enqueue(
        &mut self,
        at: &AddressKey,
        class: u8,
        text: Option<u64>,
        line: String,
    ) -> Result<(), MessengerError> {
        let id = self.account_mut().next_number();
        let (address, unknown) = (at.clone(), Unknown::default());
        let record = LineRecord { id, class, address, text, line, unknown };
        self.account_mut().outbox.add(record.clone());
        self.fresh.insert(id, record);
        Ok(())
    }

    /// Queues what a session answers to lines of its peer, in the place of an earlier answer that waits.
    pub(super) fn enqueue_answer(
        &mut self,
        at: &AddressKey,
        line: String,
    ) -> Result<(), MessengerError> {
        let id = self.account_mut().next_number();
        let session = session_of(&line);
        let (class, address, unknown) = (class::CONTROL, at.clone(), Unknown::default());
        let record = LineRecord { id, class, address, text: None, line, unknown };
        let before = self.account_mut().outbox.add_answer(session, record.clone());
        self.fresh.insert(id, record);
        before.map_or(Ok(()), |before| self.drop_line(before))
    }

    /// Queues what a peer has to say besides texts. Where there is no session that is nothing.
    pub(super) fn enqueue_control(
        &mut self,
        at: &AddressKey,
        lines: Result<Vec<String>, SessionError>,
    ) -> Result<(), MessengerError> {
        let lines = match lines {
            Err(SessionError::NoSession) => return Ok(()),
            lines => lines?,
        };
        lines.into_iter().try_for_each(|line| self.enqueue(at, class::CONTROL, None, line))
    }

    /// Gives the host the lines that may leave now. The transaction has to be durable before they
    /// are sent.
    pub(in crate::messenger) fn release(&mut self) -> Result<(), MessengerError> {
        let now = self.now;
        while self.account().online
            && let Some(line) = self.memory_alone().outbox.release(now)
        {
            let kind = kind_of(&line.line, line.text.map(|number| self.is_card(number)));
            self.memory_alone().outbox.note_ours(line.line.as_bytes(), kind);
            let LineRecord { id, address, text, line, .. } = line;
            self.event(&address, EventKind::Send { line, id, kind });
            let Some(number) = text else {
                self.drop_line(id)?;
                continue;
            };
            let counted = self.account_mut().texts.change(number, |text| {
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

    fn drop_line(&mut self, id: u64) -> Result<(), MessengerError> {
        match self.fresh.remove(&id) {
            Some(_) => Ok(()),
            None => self.drop_row(Table::Line, &id.to_be_bytes()),
        }
    }

    /// The host could not send a line, or is offline: the texts go back to where they were.
    pub(in crate::messenger) fn undo_done(&mut self, number: u64, lines: u32) {
        self.account_mut().texts.change(number, |text| text.done = text.done.saturating_sub(lines));
        self.tell(number, Stage::Sending);
    }

    /// Tells how far a text has come.
    pub(super) fn tell(&mut self, number: u64, stage: Stage) {
        if self.is_card(number) {
            return;
        }
        let Some(text) = self.account().texts.get(number) else { return };
        let (address, done, total) = (text.record.address.clone(), text.done, text.total);
        let gone = matches!(stage, Stage::Lost | Stage::Discarded);
        let text = gone.then(|| text.record.bytes.clone());
        self.event(&address, EventKind::Progress(Progress { number, stage, done, total, text }));
    }

    /// Asks whether a long text is to be sent.
    pub(super) fn ask_about(&mut self, number: u64) {
        let Some(text) = self.account().texts.get(number) else { return };
        let address = text.record.address.clone();
        let (question, text) = (Question::LongText, Some(number));
        self.event(&address, EventKind::Ask { question, fingerprint: None, text });
    }

    /// Asks whether texts are to be sent that have waited for more than a day: once for all of them.
    pub(super) fn ask_about_old(&mut self, at: &AddressKey, fingerprint: Option<Fingerprint>) {
        self.event(at, EventKind::Ask { question: Question::OldText, fingerprint, text: None });
    }

    /// A text has changed, and is written once, at the end of the call, which is marked.
    pub(super) fn save_text(&mut self, number: u64) {
        self.mark();
        self.changed_texts.insert(number);
    }

    /// Writes the texts that have changed and are still there.
    pub(super) fn save_texts(&mut self) -> Result<(), MessengerError> {
        for number in std::mem::take(&mut self.changed_texts) {
            let Some(text) = self.account().texts.get(number) else { continue };
            let record = text.record.clone();
            self.keep(Table::Text, &number.to_be_bytes(), &record)?;
        }
        Ok(())
    }

    pub(in crate::messenger) fn texts_of(&self, at: &AddressKey, phases: &[Phase]) -> Vec<u64> {
        let records = self.account().texts.at(at).map(|text| &text.record);
        records
            .filter(|record| phases.contains(&record.phase))
            .map(|record| record.number)
            .collect()
    }

    /// What is held for an address will not be sent.
    pub(super) fn discard_held(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        for number in self.texts_of(at, &[Phase::Held, Phase::Asking, Phase::Old]) {
            self.discard(number)?;
        }
        Ok(())
    }

    /// What was written to somebody else at this address is not sent by itself.
    pub(super) fn give_up_for_others(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        let waiting = [Phase::Held, Phase::Asking, Phase::Old, Phase::Sent];
        for number in self.texts_of(at, &waiting) {
            let to = self.account().texts.get(number).and_then(|text| text.record.who);
            if to.is_some_and(|to| to != *who) {
                self.lose(number)?;
            }
        }
        Ok(())
    }

    /// What was sent to an address is not sent again by itself.
    pub(super) fn give_up(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        for number in self.texts_of(at, &[Phase::Sent]) {
            self.lose(number)?;
        }
        Ok(())
    }

    /// As [`Self::give_up`], what was sent to one identity.
    pub(super) fn give_up_for(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
    ) -> Result<(), MessengerError> {
        for number in self.texts_of(at, &[Phase::Sent]) {
            let to = self.account().texts.get(number).and_then(|text| text.record.who);
            if to == Some(*who) {
                self.lose(number)?;
            }
        }
        Ok(())
    }

    pub(super) fn lose(&mut self, number: u64) -> Result<(), MessengerError> {
        if self.is_card(number) {
            return self.remove(number);
        }
        self.forget_lines(number)?;
        if self.account_mut().texts.change(number, |text| text.record.phase = Phase::Lost).is_none()
        {
            return Ok(());
        }
        self.save_text(number);
        self.tell(number, Stage::Lost);
        Ok(())
    }

    pub(super) fn discard(&mut self, number: u64) -> Result<(), MessengerError> {
        self.tell(number, Stage::Discarded);
        self.remove(number)
    }

    pub(in crate::messenger) fn remove(&mut self, number: u64) -> Result<(), MessengerError> {
        self.forget_lines(number)?;
        self.account_mut().texts.remove(number);
        self.drop_row(Table::Text, &number.to_be_bytes())
    }

    pub(super) fn forget_lines(&mut self, number: u64) -> Result<(), MessengerError> {
        for id in self.account_mut().outbox.forget_text(number) {
            self.drop_line(id)?;
        }
        Ok(())
    }

    /// What sessions had to say at an address is not said any more: nobody of theirs is there.
    pub(super) fn forget_control(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        for id in self.account_mut().outbox.forget_control(at) {
            self.drop_line(id)?;
        }
        Ok(())
    }

    pub(super) fn forget_texts(
        &mut self,
        at: &AddressKey,
        of: Option<&Fingerprint>,
    ) -> Result<(), MessengerError> {
        let texts = self.account().texts.at(at).map(|text| &text.record);
        let here = texts.filter(|text| of.is_none_or(|who| text.who.as_ref() == Some(who)));
        let numbers: Vec<u64> = here.map(|text| text.number).collect();
        numbers.into_iter().try_for_each(|number| self.discard(number))
    }

    /// Whether a text is a full card, which nobody is told about.
    fn is_card(&self, number: u64) -> bool {
        let text = self.account().texts.get(number);
        text.is_some_and(|text| text.record.content == Content::FullCard)
    }
}

/// What names the session of a line: its tag, or the card and the ephemeral key of an Init.
fn session_of(line: &str) -> Vec<u8> {
    let mut bytes = armor::decode(line.as_bytes()).unwrap_or_default();
    match bytes.first().copied().map(ObjectKind::read) {
        Some(Ok(ObjectKind::Message)) => bytes.truncate(1 + 4),
        Some(Ok(ObjectKind::Init)) => bytes.truncate(1 + 8 + 33),
        _ => {}
    }
    bytes
}

/// What a line is for; `card` of a line of a text.
fn kind_of(line: &str, card: Option<bool>) -> LineKind {
    match card {
        Some(true) => return LineKind::Card,
        Some(false) => return LineKind::Text,
        None => {}
    }
    let bytes = armor::decode(line.as_bytes()).unwrap_or_default();
    match bytes.first().copied().map(ObjectKind::read) {
        Some(Ok(ObjectKind::Message)) => LineKind::Acknowledgement,
        Some(Ok(_)) => LineKind::Handshake,
        _ => LineKind::Question,
    }
}
