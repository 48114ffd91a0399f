//! Events as JSON objects, for scripts: the names are those of the fields in C, in small letters.

use super::kinds::{Choice, Event, EventKind, Input, Level, Place, Say};
use crate::messenger::{LineKind, Severity, State, Trust};
use serde_json::{Map, Value, json};

impl Event {
    /// The event as one JSON object. Bytes that are not UTF-8 become U+FFFD.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }

    fn to_value(&self) -> Value {
        let mut object = Map::new();
        object.insert("event".to_owned(), self.kind.word().into());
        object.insert("account".to_owned(), self.account.as_str().into());
        object.insert("peer".to_owned(), self.peer.as_str().into());
        if let Some(raw) = &self.raw {
            object.insert("raw".to_owned(), raw.as_str().into());
        }
        if let Value::Object(fields) = self.kind.fields() {
            object.extend(fields);
        }
        Value::Object(object)
    }
}

/// As [`Event::to_json`] has it.
#[cfg(feature = "serialize")]
impl serde::Serialize for Event {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

impl EventKind {
    /// What it is, in a word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Send(_) => "send",
            Self::Show(_) => "show",
            Self::Say(_) => "say",
            Self::Title(_) => "title",
            Self::Echo(_) => "echo",
            Self::Progress(_) => "progress",
            Self::Close { .. } => "close",
            Self::Choices(_) => "choices",
            Self::Contact(_) => "contact",
            Self::Text { .. } => "text",
        }
    }

    fn fields(&self) -> Value {
        match self {
            Self::Send(send) => json!({
                "line": send.line, "line_id": send.id, "kind": line_kind(send.kind),
                "fallback": send.fallback,
            }),
            Self::Show(show) => json!({
                "text": show.text, "mark": show.mark, "action": show.action, "time": show.time,
                "trust": trust(show.trust), "private": show.private, "log": show.log,
                "fingerprint": show.fingerprint.map(|who| who.to_hex()),
                "id": show.id.map(|id| format!("{:016x}", u64::from_be_bytes(*id.as_bytes()))),
            }),
            Self::Say(say) => saying(say),
            Self::Title(title) => json!({
                "words": title.words, "level": level(title.level), "state": state(title.state),
                "trust": trust(title.trust),
            }),
            Self::Echo(echo) => json!({
                "text": echo.text, "mark": echo.mark, "action": echo.action,
                "number": echo.number, "log": echo.log, "label": echo.label,
            }),
            Self::Progress(progress) => json!({
                "number": progress.number, "stage": progress.stage.word(), "mark": progress.mark,
                "done": progress.done, "total": progress.total,
            }),
            Self::Close { question } => json!({ "question": question }),
            Self::Choices(all) => json!({ "choices": choices(all) }),
            Self::Contact(info) => json!({
                "state": state(info.state), "trust": trust(info.trust),
                "fingerprint": info.fingerprint.map(|who| who.to_hex()),
                "digits": info.fingerprint.map(|who| who.to_digits()),
                "other_fingerprint": info.other.map(|who| who.to_hex()),
                "other_digits": info.other.map(|who| who.to_digits()),
                "current": info.current, "blocked": info.blocked, "known": info.known,
                "first_seen": info.first_seen, "count": info.waiting, "sealable": info.sealable,
            }),
            Self::Text { progress, text } => json!({
                "number": progress.number, "stage": progress.stage.word(), "mark": progress.mark,
                "done": progress.done, "total": progress.total,
                "text": String::from_utf8_lossy(text),
            }),
        }
    }
}

fn saying(say: &Say) -> Value {
    json!({
        "sentence": say.sentence, "severity": severity(say.severity), "place": place(say.place),
        "asked_for": say.asked_for, "log": say.log, "code": say.code, "name": say.name,
        "text": say.text.as_ref().map(|text| String::from_utf8_lossy(text)),
        "digits": say.digits, "count": say.count, "question": say.question, "how": say.how,
        "input": input(say.input), "choices": choices(&say.choices),
        "blocks": say.picture.as_ref().map(|code| code.blocks.as_str()),
    })
}

fn choices(all: &[Choice]) -> Vec<Value> {
    let choice = |choice: &Choice| json!({ "word": choice.word, "label": choice.label, "risk": choice.risk });
    all.iter().map(choice).collect()
}

pub(super) fn input(input: Input) -> &'static str {
    match input {
        Input::None => "none",
        Input::Line => "line",
        Input::Hidden => "hidden",
    }
}

pub(super) fn line_kind(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Text => "text",
        LineKind::Acknowledgement => "acknowledgement",
        LineKind::Handshake => "handshake",
        LineKind::Card => "card",
        LineKind::Question => "question",
        LineKind::Network => "network",
    }
}

/// The word for how well somebody is known.
pub(crate) fn trust(trust: Trust) -> &'static str {
    match trust {
        Trust::None => "none",
        Trust::FirstUse => "first-use",
        Trust::Verified => "verified",
        Trust::Changed => "changed",
    }
}

pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Plain => "plain",
        Level::Waiting => "waiting",
        Level::Private => "private",
        Level::Verified => "verified",
        Level::Alarm => "alarm",
    }
}

pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Information => "information",
        Severity::Warning => "warning",
        Severity::Alarm => "alarm",
    }
}

pub(super) fn place(place: Place) -> &'static str {
    match place {
        Place::Window => "window",
        Place::Anywhere => "anywhere",
        Place::IfOpen => "if-open",
    }
}

/// The word for where a conversation stands.
pub(crate) fn state(state: State) -> &'static str {
    match state {
        State::Plain => "plain",
        State::Asked => "asked",
        State::Invited => "invited",
        State::Starting => "starting",
        State::Private => "private",
        State::Restoring => "restoring",
        State::Ended => "ended",
        State::Alarm => "alarm",
        State::Blocked => "blocked",
        State::Required => "required",
    }
}
