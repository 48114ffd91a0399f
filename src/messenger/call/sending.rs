//! Texts of the user: encrypted, and sent again until they are acknowledged.

use super::call::Call;
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::clock::to_tell;
use crate::messenger::limits::{
    ATTEMPTS_AS_LONG, LONGEST_PAUSE_MS, MAX_MADE_ANEW, RESEND_LIFE_MS, RESEND_MS, SHORT_TEXT_LINES,
};
use crate::messenger::memory::outbox::class;
use crate::messenger::memory::texts::Text;
use crate::messenger::rows::records::{Phase, TextRecord};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::Stage;
use crate::messenger::tells::notice::Notice;
use crate::session::{Content, Context, PeerSessions, SessionError, Status, TextId};
use crate::wire::limits::MIN_LINE_CHARS;
use std::collections::{BTreeMap, BTreeSet};

/// What the user does about a text that is held or lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TextAction {
    /// Send it, or send it again.
    Send,
    /// Give it up.
    Discard,
}

impl Call<'_, '_> {
    /// Encrypts a text and queues its lines. Where there is no session it stays held.
    pub(super) fn send(&mut self, number: u64, who: &Fingerprint) -> Result<(), MessengerError> {
        let Some(text) = self.account().texts.get(number) else { return Ok(()) };
        let TextRecord { address, content, bytes, id, written, attempts, .. } = text.record.clone();
        // Every other time: where lines are lost at random, many short ones get through less often.
        let shorter = attempts >= ATTEMPTS_AS_LONG
            && (attempts - ATTEMPTS_AS_LONG).is_multiple_of(2)
            && content != Content::FullCard;
        let bytes = zeroize::Zeroizing::new(bytes);
        // Another account, or another process, may have decided that since it was taken.
        if self.is_blocked(who)? || self.person(who)?.replaced {
            return self.lose(number);
        }
        let told = match content {
            Content::FullCard => None,
            _ => to_tell(written, self.now, self.leaves_at()),
        };
        let limit = self.account().profile.line_limit();
        let send = |peer: &mut PeerSessions, cx: &mut Context<'_>| {
            if shorter {
                // Perhaps the network cuts lines that are shorter than it says.
                peer.set_line_limit(MIN_LINE_CHARS)?;
            }
            let sent = peer.send_written(cx, content, &bytes, id, told);
            peer.set_line_limit(limit)?;
            sent
        };
        let sent = match self.with_peer(who, send)? {
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
        let attempts = self.account_mut().texts.change(number, |text| {
            text.sent_on.extend(sent_on);
            text.record.id = Some(sent.id);
            text.record.who = Some(*who);
            text.record.phase = Phase::Sent;
            text.record.dated = told.is_some();
            if text.record.attempts == 0 {
                // It is sent again for a day from now on, however long it was held.
                text.record.since = now;
            }
            text.record.attempts = text.record.attempts.saturating_add(1);
            (text.done, text.total) = (0, lines);
            text.early = std::mem::take(&mut text.wanted);
            text.record.attempts
        });
        let Some(attempts) = attempts else { return Ok(()) };
        let pause = RESEND_MS << attempts.min(7).saturating_sub(1);
        self.memory_alone().agenda.text(number, now.saturating_add(pause.min(LONGEST_PAUSE_MS)));
        self.save_text(number);
        for line in sent.lines {
            self.enqueue(&address, class, Some(number), line)?;
        }
        Ok(())
    }

    /// Sends everything that was held for somebody, at whatever address.
    pub(super) fn send_held(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        let held = |text: &&Text| {
            let TextRecord { phase, address, .. } = &text.record;
            *phase == Phase::Held && self.waits_for_session(address)
        };
        let addresses = self.addresses_of(who);
        let windows = addresses.iter().filter(|at| self.who(at) == Some(*who));
        let texts = windows.flat_map(|address| self.account().texts.at(address));
        // Those that were written when nobody was known yet go to the one who is current.
        let first = texts.filter(|text| text.record.who.is_none());
        let own = self.account().texts.to(who).filter(|text| self.is_at(&text.record.address, who));
        let numbers: BTreeSet<u64> =
            first.chain(own).filter(held).map(|text| text.record.number).collect();
        self.hold_old(&numbers, who)?;
        for number in numbers {
            let texts = &self.account().texts;
            let held = texts.get(number).is_some_and(|text| text.record.phase == Phase::Held);
            if held && !texts.is_behind_an_old_one(number, who) {
                self.send(number, who)?;
            }
        }
        Ok(())
    }

    /// What has waited for more than a day may not be meant any more: the user is asked, once for
    /// each address.
    fn hold_old(&mut self, held: &BTreeSet<u64>, who: &Fingerprint) -> Result<(), MessengerError> {
        let (now, mut asked) = (self.now, BTreeSet::new());
        for number in held {
            let text = self.account().texts.get(*number).filter(|text| text.is_old(now));
            let Some(at) = text.map(|text| text.record.address.clone()) else { continue };
            if !self.account().texts.asks_about_old(&at, who) {
                asked.insert(at);
            }
            self.account_mut().texts.change(*number, |text| {
                (text.record.phase, text.record.who) = (Phase::Old, Some(*who));
            });
            self.save_text(*number);
            self.tell(*number, Stage::Asking);
        }
        asked.iter().for_each(|at| self.ask_about_old(at, Some(*who)));
        Ok(())
    }

    /// When a line that is queued now leaves: not soon while the account is offline.
    fn leaves_at(&self) -> u64 {
        let wait = match self.account().online {
            true => self.account().outbox.wait_ms(),
            false => u64::MAX,
        };
        self.now.saturating_add(wait)
    }

    /// Gives the host the lines that may leave now. Those of texts that were new when they were made, and
    /// are not any more, are made anew: the reader is told when they were written.
    pub(in crate::messenger) fn leave(&mut self) -> Result<(), MessengerError> {
        let now = self.now;
        if self.account().online
            && self.memory_alone().outbox.due(now).is_some_and(|due| due <= now)
        {
            self.make_anew()?;
        }
        self.release()
    }

    fn make_anew(&mut self) -> Result<(), MessengerError> {
        let now = self.now;
        let undated = self.account().texts.undated();
        let late = undated.filter(|text| to_tell(text.record.written, now, now).is_some());
        let mut of: BTreeMap<(AddressKey, Fingerprint), u64> = BTreeMap::new();
        for TextRecord { address, who, number, .. } in late.map(|text| &text.record) {
            if let Some(who) = who {
                of.entry((address.clone(), *who)).or_insert(*number);
            }
        }
        for ((at, who), first) in of {
            let texts = self.account().texts.at(&at).filter(|text| text.waits_whole());
            let texts =
                texts.filter(|text| text.record.who == Some(who) && text.record.number >= first);
            let (numbers, lines): (Vec<u64>, Vec<u32>) =
                texts.map(|text| (text.record.number, text.total)).unzip();
            let lines = lines.into_iter().fold(0_u32, u32::saturating_add);
            if lines > MAX_MADE_ANEW || !self.is_at(&at, &who) {
                continue;
            }
            if !self.waits_for_session(&at) || self.status(&who)? != Status::Private {
                continue;
            }
            // All that wait behind the first one, also those that are new or tell the time already:
            // what is made anew leaves last, and they keep their order.
            for number in numbers {
                self.account_mut().texts.change(number, |text| {
                    text.record.attempts = text.record.attempts.saturating_sub(1);
                });
                self.send(number, &who)?;
            }
        }
        Ok(())
    }

    /// Another session sends from now on: what was not acknowledged goes again on that one.
    pub(super) fn send_again(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        // Once on each: of two that live side by side the one heard last sends, and both sides
        // would have each other send again without end.
        let sending = self.sending_on(who);
        let sent = |text: &&Text| {
            text.record.phase == Phase::Sent
                && text.record.attempts > 0
                && !sending.is_subset(&text.sent_on)
        };
        let numbers: Vec<u64> =
            self.account().texts.to(who).filter(sent).map(|text| text.record.number).collect();
        for number in numbers {
            self.send(number, who)?;
        }
        Ok(())
    }

    /// Looks after a text: sends it again if it was not acknowledged, gives it up after a day.
    pub(super) fn look_after_text(&mut self, number: u64) -> Result<(), MessengerError> {
        let now = self.now;
        let Some(text) = self.account().texts.get(number) else { return Ok(()) };
        let record = &text.record;
        let (address, who) = (record.address.clone(), record.who);
        if record.phase != Phase::Sent {
            return Ok(());
        }
        let queued = text.done < text.total;
        let rests = text.rests() && !text.wanted;
        let given_up_at = record.since.saturating_add(RESEND_LIFE_MS).saturating_add(1);
        if now.saturating_sub(record.since) > RESEND_LIFE_MS && !queued {
            return self.lose(number);
        }
        if rests && who.and_then(|who| self.account().texts.asking(&address, &who)) != Some(number)
        {
            self.memory_alone().texts.change(number, |text| text.early = false);
            let next = now.saturating_add(LONGEST_PAUSE_MS).min(given_up_at);
            self.memory_alone().agenda.text(number, next);
            return Ok(());
        }
        let away = self.account().addresses.get(&address).is_some_and(|a| a.passing.absent);
        let live = match who {
            Some(who) if self.is_at(&address, &who) && self.waits_for_session(&address) => {
                self.status(&who)? == Status::Private
            }
            _ => false,
        };
        match who {
            // Not to another identity, not while lines wait, not to somebody who is away.
            Some(who) if !queued && !away && live && self.account().online => {
                self.send(number, &who)
            }
            _ => {
                self.memory_alone().agenda.text(number, now.saturating_add(RESEND_MS));
                Ok(())
            }
        }
    }

    fn number_of(&self, who: &Fingerprint, id: TextId) -> Option<u64> {
        let mut texts = self.account().texts.to(who);
        texts.find(|text| text.record.id == Some(id)).map(|text| text.record.number)
    }

    /// The peer has perhaps read something else in the place of a text. Under its id the peer would
    /// not be shown what is sent again: from now on it is another text.
    pub(super) fn misread(&mut self, who: &Fingerprint, id: TextId) -> Result<(), MessengerError> {
        let Some(number) = self.number_of(who, id) else { return Ok(()) };
        self.account_mut().texts.change(number, |text| text.record.id = None);
        self.lose(number)
    }

    /// The peer has a text.
    pub(super) fn delivered(
        &mut self,
        who: &Fingerprint,
        id: TextId,
    ) -> Result<(), MessengerError> {
        let Some(number) = self.number_of(who, id) else { return Ok(()) };
        self.tell(number, Stage::Delivered);
        self.remove(number)?;
        // What was sent before and has not arrived is lost, or the peer was away: not to wait.
        let now = self.now;
        self.bring_forward(who, Text::rests);
        let earlier = |text: &&Text| {
            let TextRecord { phase, attempts, .. } = &text.record;
            let given = text.done == text.total;
            *phase == Phase::Sent && *attempts == 1 && given && text.record.number < number
        };
        let texts = self.account().texts.to(who).filter(earlier);
        let late: Vec<u64> = texts.map(|text| text.record.number).collect();
        late.into_iter().for_each(|number| self.memory_alone().agenda.text(number, now));
        Ok(())
    }

    /// Somebody is there: some of the texts that were sent to them go again at once.
    pub(super) fn bring_forward(&mut self, who: &Fingerprint, which: impl Fn(&Text) -> bool) {
        let now = self.now;
        let sent = |text: &&Text| text.record.phase == Phase::Sent && which(text);
        let texts = self.account().texts.to(who).filter(sent);
        let numbers: Vec<u64> = texts.map(|text| text.record.number).collect();
        for number in numbers {
            let account = self.memory_alone();
            if account.texts.bring_forward(number) {
                account.agenda.text(number, now);
            }
        }
    }

    /// The user sends a text that was held or lost, or gives it up.
    pub(in crate::messenger) fn decide_text(
        &mut self,
        number: u64,
        action: TextAction,
    ) -> Result<(), MessengerError> {
        let text = self.account().texts.get(number).ok_or(MessengerError::UnknownText)?;
        let TextRecord { address, phase, who, .. } = text.record.clone();
        if action == TextAction::Discard {
            self.discard(number)?;
            return match who.filter(|_| phase == Phase::Old) {
                Some(who) => self.go_on(&who),
                None => Ok(()),
            };
        }
        match phase {
            Phase::Held | Phase::Sent => return Err(MessengerError::WrongState),
            Phase::Asking | Phase::Old | Phase::Lost => {}
        }
        if who.is_some_and(|to| !self.is_at(&address, &to)) {
            return Err(MessengerError::OtherFingerprint);
        }
        let who = who.or_else(|| self.who(&address));
        if !self.waits_for_session(&address) {
            return Err(MessengerError::WrongState);
        }
        let now = self.now;
        self.account_mut().texts.change(number, |text| {
            text.record.phase = Phase::Held;
            (text.record.attempts, text.record.since) = (0, now);
        });
        self.save_text(number);
        let behind = |who| self.account().texts.is_behind_an_old_one(number, who);
        match who {
            Some(who) if phase == Phase::Old && !behind(&who) => {
                self.tell(number, Stage::Held);
                self.go_on(&who)
            }
            Some(who) if !behind(&who) && self.status(&who)? == Status::Private => {
                self.send(number, &who)
            }
            _ => {
                self.tell(number, Stage::Held);
                Ok(())
            }
        }
    }

    /// The user has decided about old texts: what waited for that goes.
    fn go_on(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        match self.status(who)? {
            Status::Private => self.send_held(who),
            _ => Ok(()),
        }
    }

    /// The user wants everything sent that waits at an address: what is held behind old texts is not
    /// asked about in its turn.
    pub(in crate::messenger) fn agree_to_all(
        &mut self,
        at: &AddressKey,
    ) -> Result<(), MessengerError> {
        if self.texts_of(at, &[Phase::Old]).is_empty() {
            return Ok(());
        }
        let now = self.now;
        for number in self.texts_of(at, &[Phase::Held]) {
            self.account_mut().texts.change(number, |text| text.record.since = now);
            self.save_text(number);
        }
        Ok(())
    }
}
