//! What the calls on a messenger have to tell.

use super::codes::{
    notice_code, question_code, scan_code, severity_code, stage_code, state_code, trust_code,
};
use super::constants::{
    SUBROSA_EVENT_APPEND, SUBROSA_EVENT_ASK, SUBROSA_EVENT_CONTACT, SUBROSA_EVENT_IDENTITY,
    SUBROSA_EVENT_NOTICE, SUBROSA_EVENT_PROGRESS, SUBROSA_EVENT_SAFETY, SUBROSA_EVENT_SCANNED,
    SUBROSA_EVENT_SEND, SUBROSA_EVENT_SHOW, SUBROSA_EVENT_STATE, SUBROSA_FIELD_ACCOUNT,
    SUBROSA_FIELD_ACTION, SUBROSA_FIELD_BLOCKED, SUBROSA_FIELD_CODE, SUBROSA_FIELD_CURRENT,
    SUBROSA_FIELD_DIGITS, SUBROSA_FIELD_DONE, SUBROSA_FIELD_FINGERPRINT, SUBROSA_FIELD_FIRST_SEEN,
    SUBROSA_FIELD_HISTORY, SUBROSA_FIELD_ID, SUBROSA_FIELD_KNOWN, SUBROSA_FIELD_LATE,
    SUBROSA_FIELD_LINE, SUBROSA_FIELD_LINE_ID, SUBROSA_FIELD_MODE, SUBROSA_FIELD_MODULES,
    SUBROSA_FIELD_NUMBER, SUBROSA_FIELD_OTHER_DIGITS, SUBROSA_FIELD_OTHER_FINGERPRINT,
    SUBROSA_FIELD_OVERTAKEN, SUBROSA_FIELD_PEER, SUBROSA_FIELD_PRIVATE, SUBROSA_FIELD_REPEATED,
    SUBROSA_FIELD_SAFETY_NUMBER, SUBROSA_FIELD_SEALABLE, SUBROSA_FIELD_SENTENCE,
    SUBROSA_FIELD_SEVERITY, SUBROSA_FIELD_SIDE, SUBROSA_FIELD_STATE, SUBROSA_FIELD_SVG,
    SUBROSA_FIELD_TEXT, SUBROSA_FIELD_TOTAL, SUBROSA_FIELD_TRUST, SUBROSA_FIELD_UNCONFIRMED,
    SUBROSA_FIELD_WAITING, SUBROSA_FIELD_WORD, SUBROSA_FIELD_WRITTEN,
};
use super::document_constants::{SUBROSA_DOCUMENT_FIELD_SIZE, SUBROSA_DOCUMENT_FIELD_TEXT};
use super::events::{Entry, Outcome, count};
use crate::identity::Fingerprint;
use crate::messenger::{Event, EventKind, Notice, Progress, Show, State, Trust};
use crate::verify::SafetyNumber;

impl Outcome {
    pub(in crate::capi) fn of_messenger(events: Vec<Event>) -> Self {
        Self::of(events.into_iter().map(Entry::of_messenger).collect())
    }

    pub(in crate::capi) fn of_notice(notice: Notice) -> Self {
        let (account, peer) = (String::new(), String::new());
        Self::of_messenger(vec![Event { account, peer, kind: EventKind::Notice(notice) }])
    }

    pub(in crate::capi) fn of_identity(text: String, fingerprint: &Fingerprint) -> Self {
        let entry = Entry::new(SUBROSA_EVENT_IDENTITY).with(SUBROSA_FIELD_TEXT, text);
        Self::of(vec![entry.who(Some(fingerprint))])
    }
}

impl Entry {
    fn of_messenger(event: Event) -> Self {
        let Event { account, peer, kind } = event;
        let entry = match kind {
            EventKind::Send { line, id, .. } => Self::new(SUBROSA_EVENT_SEND)
                .with(SUBROSA_FIELD_LINE, line)
                .and(SUBROSA_FIELD_LINE_ID, number(id)),
            EventKind::Safety { number, fingerprint } => Self::of_safety(&number, &fingerprint),
            EventKind::Scanned { scan, fingerprint } => Self::new(SUBROSA_EVENT_SCANNED)
                .and(SUBROSA_FIELD_CODE, scan_code(scan).into())
                .with(SUBROSA_FIELD_SENTENCE, scan.sentence())
                .who(fingerprint.as_ref()),
            EventKind::Append { text } => {
                Self::new(SUBROSA_EVENT_APPEND).with(SUBROSA_FIELD_TEXT, text)
            }
            EventKind::Show(show) => Self::of_show(&account, show),
            EventKind::Progress(progress) => Self::of_progress(progress),
            EventKind::State { state, trust, fingerprint, other } => Self::new(SUBROSA_EVENT_STATE)
                .standing(state, trust)
                .who(fingerprint.as_ref())
                .other(other.as_ref()),
            EventKind::Ask { question, fingerprint, text } => {
                let entry = Self::new(SUBROSA_EVENT_ASK)
                    .and(SUBROSA_FIELD_CODE, question_code(question).into())
                    .with(SUBROSA_FIELD_SENTENCE, question.sentence())
                    .who(fingerprint.as_ref());
                match text {
                    Some(text) => entry.and(SUBROSA_FIELD_NUMBER, number(text)),
                    None => entry,
                }
            }
            EventKind::Notice(notice) => Self::new(SUBROSA_EVENT_NOTICE)
                .and(SUBROSA_FIELD_CODE, notice_code(notice).into())
                .and(SUBROSA_FIELD_SEVERITY, severity_code(notice.severity()).into())
                .with(SUBROSA_FIELD_SENTENCE, notice.sentence()),
            EventKind::Contact(contact) => Self::new(SUBROSA_EVENT_CONTACT)
                .standing(contact.state, contact.trust)
                .who(contact.fingerprint.as_ref())
                .other(contact.other.as_ref())
                .and(SUBROSA_FIELD_KNOWN, contact.known.into())
                .and(SUBROSA_FIELD_WAITING, count(contact.waiting))
                .and(SUBROSA_FIELD_SEALABLE, contact.sealable.into())
                .and(SUBROSA_FIELD_CURRENT, contact.current.into())
                .and(SUBROSA_FIELD_BLOCKED, contact.blocked.into())
                .and(SUBROSA_FIELD_FIRST_SEEN, number(contact.first_seen))
                .and(SUBROSA_FIELD_MODE, contact.mode.map_or(0, |mode| mode as i64)),
            // No call of this interface begins such a thing.
            EventKind::Finished { result, .. } => match result {
                Ok(()) => Self::new(0),
                Err(error) => {
                    let (account, peer) = (account.clone(), peer.clone());
                    let kind = EventKind::Notice(error.notice());
                    return Self::of_messenger(Event { account, peer, kind });
                }
            },
            EventKind::Ready(ready) => Self::opened(&ready.opened)
                .and(SUBROSA_DOCUMENT_FIELD_SIZE, count(ready.text.len()))
                .with(SUBROSA_DOCUMENT_FIELD_TEXT, ready.text)
                .and(SUBROSA_FIELD_TRUST, trust_code(ready.trust).into()),
        };
        entry.with(SUBROSA_FIELD_ACCOUNT, account).with(SUBROSA_FIELD_PEER, peer)
    }

    fn of_show(account: &str, show: Show) -> Self {
        let entry = Self::new(SUBROSA_EVENT_SHOW)
            .with(SUBROSA_FIELD_TEXT, show.text)
            .and(SUBROSA_FIELD_ACTION, show.action.into())
            .and(SUBROSA_FIELD_PRIVATE, show.private.into())
            .and(SUBROSA_FIELD_HISTORY, show.history.into());
        let (Some(who), Some(id)) = (show.fingerprint, show.id) else { return entry };
        entry
            .who(Some(&who))
            .with(SUBROSA_FIELD_ID, id.as_bytes().as_slice())
            .and(SUBROSA_FIELD_TRUST, trust_code(show.trust).into())
            .and(SUBROSA_FIELD_LATE, show.late.into())
            .and(SUBROSA_FIELD_REPEATED, show.repeated.into())
            .and(SUBROSA_FIELD_UNCONFIRMED, show.unconfirmed.into())
            .and(SUBROSA_FIELD_OVERTAKEN, show.overtaken.into())
            .and(SUBROSA_FIELD_WRITTEN, number(show.written))
            .showing(Some((account.to_owned(), who, id)))
    }

    fn of_progress(progress: Progress) -> Self {
        let entry = Self::new(SUBROSA_EVENT_PROGRESS)
            .and(SUBROSA_FIELD_NUMBER, number(progress.number))
            .and(SUBROSA_FIELD_CODE, stage_code(progress.stage).into())
            .with(SUBROSA_FIELD_SENTENCE, progress.stage.sentence())
            .and(SUBROSA_FIELD_DONE, progress.done.into())
            .and(SUBROSA_FIELD_TOTAL, progress.total.into());
        match progress.text {
            Some(text) => entry.with(SUBROSA_FIELD_TEXT, text),
            None => entry,
        }
    }

    fn standing(self, state: State, trust: Trust) -> Self {
        self.and(SUBROSA_FIELD_STATE, state_code(state).into())
            .and(SUBROSA_FIELD_TRUST, trust_code(trust).into())
            .with(SUBROSA_FIELD_WORD, state.word())
            .with(SUBROSA_FIELD_SENTENCE, state.sentence())
    }

    pub(in crate::capi) fn who(self, fingerprint: Option<&Fingerprint>) -> Self {
        match fingerprint {
            Some(who) => self
                .with(SUBROSA_FIELD_FINGERPRINT, who.as_bytes().as_slice())
                .with(SUBROSA_FIELD_DIGITS, who.to_digits()),
            None => self,
        }
    }
}

impl Entry {
    fn of_safety(number: &SafetyNumber, fingerprint: &Fingerprint) -> Self {
        let entry = Self::new(SUBROSA_EVENT_SAFETY)
            .with(SUBROSA_FIELD_SAFETY_NUMBER, number.to_digits())
            .with(SUBROSA_FIELD_TEXT, number.code())
            .who(Some(fingerprint));
        match number.picture() {
            Some(picture) => entry
                .with(SUBROSA_FIELD_SVG, picture.to_svg())
                .with(SUBROSA_FIELD_MODULES, picture.modules())
                .and(SUBROSA_FIELD_SIDE, count(picture.side())),
            None => entry,
        }
    }

    fn other(self, fingerprint: Option<&Fingerprint>) -> Self {
        match fingerprint {
            Some(other) => self
                .with(SUBROSA_FIELD_OTHER_FINGERPRINT, other.as_bytes().as_slice())
                .with(SUBROSA_FIELD_OTHER_DIGITS, other.to_digits()),
            None => self,
        }
    }
}

fn number(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}
