//! What the calls on installations and peers have to tell.

use super::entry::{Entry, count};
use super::session_constants::{
    SUBROSA_REQUEST_ACKNOWLEDGEMENT, SUBROSA_REQUEST_CLOSE, SUBROSA_REQUEST_FORK,
    SUBROSA_REQUEST_REPLACED, SUBROSA_SESSION_EVENT_BOUND, SUBROSA_SESSION_EVENT_CARD,
    SUBROSA_SESSION_EVENT_DELIVERED, SUBROSA_SESSION_EVENT_FORK, SUBROSA_SESSION_EVENT_FRAGMENT,
    SUBROSA_SESSION_EVENT_MISREAD, SUBROSA_SESSION_EVENT_OUTSIDE, SUBROSA_SESSION_EVENT_QUERY,
    SUBROSA_SESSION_EVENT_REFUSED, SUBROSA_SESSION_EVENT_SAVED, SUBROSA_SESSION_EVENT_SEND,
    SUBROSA_SESSION_EVENT_SENT, SUBROSA_SESSION_EVENT_STATUS, SUBROSA_SESSION_EVENT_TEXT,
    SUBROSA_SESSION_EVENT_UNPROVEN, SUBROSA_SESSION_EVENT_UNREAD, SUBROSA_SESSION_FIELD_CARD,
    SUBROSA_SESSION_FIELD_CODE, SUBROSA_SESSION_FIELD_CONTENT, SUBROSA_SESSION_FIELD_ECHO,
    SUBROSA_SESSION_FIELD_FINGERPRINT, SUBROSA_SESSION_FIELD_GENERATION, SUBROSA_SESSION_FIELD_ID,
    SUBROSA_SESSION_FIELD_INDEX, SUBROSA_SESSION_FIELD_LINE, SUBROSA_SESSION_FIELD_LINES,
    SUBROSA_SESSION_FIELD_OURS, SUBROSA_SESSION_FIELD_OVERTAKEN, SUBROSA_SESSION_FIELD_SAVED,
    SUBROSA_SESSION_FIELD_SENTENCE, SUBROSA_SESSION_FIELD_SILENT, SUBROSA_SESSION_FIELD_STATUS,
    SUBROSA_SESSION_FIELD_TEXT, SUBROSA_SESSION_FIELD_TOTAL, SUBROSA_SESSION_FIELD_UNCONFIRMED,
    SUBROSA_SESSION_FIELD_WRITTEN, SUBROSA_STATUS_ENDED, SUBROSA_STATUS_FORKED,
    SUBROSA_STATUS_IDLE, SUBROSA_STATUS_PRIVATE, SUBROSA_STATUS_STARTING,
};
use super::value::Outcome;
use crate::capi::frame::codes::of_session;
use crate::capi::frame::content::content_code;
use crate::identity::Card;
use crate::session::{Event, Request, Sent, SessionError, Status};

impl Outcome {
    pub(in crate::capi) fn of_events(events: Vec<Event>) -> Self {
        Self::of(events.into_iter().map(Entry::of).collect())
    }

    pub(in crate::capi) fn of_lines(lines: Vec<String>) -> Self {
        Self::of_events(lines.into_iter().map(Event::Send).collect())
    }

    /// A text that is sent: its id comes first, so that the host has it before the lines go out.
    pub(in crate::capi) fn of_sent(sent: Sent) -> Self {
        let Sent { id, lines } = sent;
        let entry = Entry::new(SUBROSA_SESSION_EVENT_SENT)
            .with(SUBROSA_SESSION_FIELD_ID, id.as_bytes().to_vec())
            .and(SUBROSA_SESSION_FIELD_LINES, count(lines.len()));
        let lines = lines.into_iter().map(|line| Entry::of(Event::Send(line)));
        Self::of(core::iter::once(entry).chain(lines).collect())
    }

    pub(in crate::capi) fn of_saved(blob: Vec<u8>, generation: u64) -> Self {
        let entry = Entry::new(SUBROSA_SESSION_EVENT_SAVED)
            .with(SUBROSA_SESSION_FIELD_SAVED, blob)
            .and(SUBROSA_SESSION_FIELD_GENERATION, i64::try_from(generation).unwrap_or(i64::MAX));
        Self::of(vec![entry])
    }

    /// Tells of a status that the call itself has changed.
    pub(in crate::capi) fn and_status(self, before: Status, after: Status) -> Self {
        if before == after { self } else { self.and(Entry::of(Event::Status(after))) }
    }
}

impl Entry {
    fn of(event: Event) -> Self {
        match event {
            Event::Send(line) => Self::new(SUBROSA_SESSION_EVENT_SEND)
                .with(SUBROSA_SESSION_FIELD_LINE, line.into_bytes()),
            Event::Text { id, content, bytes, unconfirmed, overtaken, written } => {
                let written = written.map_or(0, |at| i64::try_from(at).unwrap_or(i64::MAX));
                Self::new(SUBROSA_SESSION_EVENT_TEXT)
                    .with(SUBROSA_SESSION_FIELD_TEXT, bytes)
                    .with(SUBROSA_SESSION_FIELD_ID, id.as_bytes().to_vec())
                    .and(SUBROSA_SESSION_FIELD_CONTENT, content_code(content).into())
                    .and(SUBROSA_SESSION_FIELD_UNCONFIRMED, unconfirmed.into())
                    .and(SUBROSA_SESSION_FIELD_OVERTAKEN, overtaken.into())
                    .and(SUBROSA_SESSION_FIELD_WRITTEN, written)
            }
            Event::Unproven(request) => Self::new(SUBROSA_SESSION_EVENT_UNPROVEN)
                .and(SUBROSA_SESSION_FIELD_CODE, request_code(request).into()),
            Event::Outside(text) => {
                Self::new(SUBROSA_SESSION_EVENT_OUTSIDE).with(SUBROSA_SESSION_FIELD_TEXT, text)
            }
            Event::Query => Self::new(SUBROSA_SESSION_EVENT_QUERY),
            Event::Fragment(fragment) => Self::new(SUBROSA_SESSION_EVENT_FRAGMENT)
                .with(SUBROSA_SESSION_FIELD_TEXT, fragment.encode().into_bytes())
                .with(SUBROSA_SESSION_FIELD_ID, fragment.id.to_vec())
                .and(SUBROSA_SESSION_FIELD_INDEX, fragment.index.into())
                .and(SUBROSA_SESSION_FIELD_TOTAL, fragment.total.into()),
            Event::Delivered(id) => Self::new(SUBROSA_SESSION_EVENT_DELIVERED)
                .with(SUBROSA_SESSION_FIELD_ID, id.as_bytes().to_vec()),
            Event::Misread(id) => Self::new(SUBROSA_SESSION_EVENT_MISREAD)
                .with(SUBROSA_SESSION_FIELD_ID, id.as_bytes().to_vec()),
            Event::Bound(fingerprint) => Self::new(SUBROSA_SESSION_EVENT_BOUND)
                .with(SUBROSA_SESSION_FIELD_FINGERPRINT, fingerprint.as_bytes().to_vec()),
            Event::Status(status) => Self::new(SUBROSA_SESSION_EVENT_STATUS)
                .and(SUBROSA_SESSION_FIELD_STATUS, status_code(status).into()),
            Event::Card(card) => Self::of_card(&card),
            Event::Fork { echo, ours } => Self::new(SUBROSA_SESSION_EVENT_FORK)
                .with(SUBROSA_SESSION_FIELD_ECHO, echo.to_bytes().to_vec())
                .and(SUBROSA_SESSION_FIELD_OURS, ours.into()),
            Event::Unread { text, error } => Self::new(SUBROSA_SESSION_EVENT_UNREAD)
                .with(SUBROSA_SESSION_FIELD_TEXT, text)
                .because(&error),
            Event::Refused(error) => Self::of_refusal(&error),
        }
    }

    fn of_card(card: &Card) -> Self {
        let fingerprint = card.identity().fingerprint();
        Self::new(SUBROSA_SESSION_EVENT_CARD)
            .with(SUBROSA_SESSION_FIELD_CARD, card.to_text().into_bytes())
            .with(SUBROSA_SESSION_FIELD_FINGERPRINT, fingerprint.as_bytes().to_vec())
    }

    fn of_refusal(error: &SessionError) -> Self {
        let mut entry = Self::new(SUBROSA_SESSION_EVENT_REFUSED)
            .because(error)
            .and(SUBROSA_SESSION_FIELD_SILENT, error.is_silent().into());
        if let Some(echo) = error.echo() {
            entry = entry.with(SUBROSA_SESSION_FIELD_ECHO, echo.to_bytes().to_vec());
        }
        if let SessionError::OtherIdentity(fingerprint) = error {
            entry = entry.with(SUBROSA_SESSION_FIELD_FINGERPRINT, fingerprint.as_bytes().to_vec());
        }
        entry
    }

    fn because(self, error: &SessionError) -> Self {
        self.with(SUBROSA_SESSION_FIELD_SENTENCE, error.to_string().into_bytes())
            .and(SUBROSA_SESSION_FIELD_CODE, of_session(error).into())
    }
}

fn request_code(request: Request) -> i32 {
    match request {
        Request::Close => SUBROSA_REQUEST_CLOSE,
        Request::Fork => SUBROSA_REQUEST_FORK,
        Request::Replaced => SUBROSA_REQUEST_REPLACED,
        Request::Acknowledgement => SUBROSA_REQUEST_ACKNOWLEDGEMENT,
    }
}

pub(in crate::capi) fn status_code(status: Status) -> i32 {
    match status {
        Status::Idle => SUBROSA_STATUS_IDLE,
        Status::Starting => SUBROSA_STATUS_STARTING,
        Status::Private => SUBROSA_STATUS_PRIVATE,
        Status::Ended => SUBROSA_STATUS_ENDED,
        Status::Forked => SUBROSA_STATUS_FORKED,
    }
}
