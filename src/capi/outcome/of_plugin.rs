//! Events of the plugin layer as their fields.

use super::constants::*;
use super::entry::{Entry, c_string, count, number};
use crate::identity::Fingerprint;
use crate::messenger::{ContactInfo, LineKind, Severity};
use crate::plugin::{
    Choice, Echo, Event, EventKind, Input, Level, Place, Progress, Say, Send, Show, Title,
    state_word, trust_word,
};
use std::ffi::CString;

/// The choices that an event has: word, label, risk.
pub(super) fn choices(kind: &EventKind) -> Vec<[CString; 3]> {
    let list = match kind {
        EventKind::Say(say) => say.choices.as_slice(),
        EventKind::Choices(choices) => choices.as_slice(),
        _ => &[],
    };
    list.iter().map(choice).collect()
}

fn choice(choice: &Choice) -> [CString; 3] {
    let risk = if choice.risk { "risk" } else { "" };
    [c_string(choice.word), c_string(&choice.label), c_string(risk)]
}

pub(super) fn entry(event: &Event) -> Entry {
    let entry = match &event.kind {
        EventKind::Send(send) => of_send(send),
        EventKind::Show(show) => of_show(show),
        EventKind::Say(say) => of_say(say),
        EventKind::Title(title) => of_title(title),
        EventKind::Echo(echo) => of_echo(echo),
        EventKind::Progress(progress) => of_progress(SUBROSA_EVENT_PROGRESS, progress),
        EventKind::Close { question } => {
            Entry::new(SUBROSA_EVENT_CLOSE).and(SUBROSA_FIELD_QUESTION, number(*question))
        }
        EventKind::Choices(_) => Entry::new(SUBROSA_EVENT_CHOICES),
        EventKind::Contact(info) => of_contact(info),
        EventKind::Text { progress, text } => {
            of_progress(SUBROSA_EVENT_TEXT, progress).with(SUBROSA_FIELD_TEXT, text.as_slice())
        }
    };
    let entry = entry.at(&event.account, &event.peer);
    match &event.raw {
        Some(raw) => entry.with(SUBROSA_FIELD_RAW, raw.as_str()),
        None => entry,
    }
}

impl Entry {
    /// Where it is.
    pub(in crate::capi) fn at(self, account: &str, peer: &str) -> Self {
        self.with(SUBROSA_FIELD_ACCOUNT, account).with(SUBROSA_FIELD_PEER, peer)
    }

    /// Whose key it is.
    fn who(self, who: Option<&Fingerprint>) -> Self {
        match who {
            Some(who) => self.with(SUBROSA_FIELD_FINGERPRINT, who.as_bytes().as_slice()),
            None => self,
        }
    }
}

fn of_send(send: &Send) -> Entry {
    Entry::new(SUBROSA_EVENT_SEND)
        .with(SUBROSA_FIELD_LINE, send.line.as_str())
        .with(SUBROSA_FIELD_FALLBACK, send.fallback.as_str())
        .and(SUBROSA_FIELD_LINE_ID, number(send.id))
        .and(SUBROSA_FIELD_KIND, kind_code(send.kind).into())
}

fn of_show(show: &Show) -> Entry {
    let entry = Entry::new(SUBROSA_EVENT_SHOW)
        .with(SUBROSA_FIELD_TEXT, show.text.as_str())
        .with(SUBROSA_FIELD_MARK, show.mark.as_str())
        .with(SUBROSA_FIELD_TRUST, trust_word(show.trust))
        .and(SUBROSA_FIELD_ACTION, show.action.into())
        .and(SUBROSA_FIELD_TIME, number(show.time))
        .and(SUBROSA_FIELD_PRIVATE, show.private.into())
        .and(SUBROSA_FIELD_LOG, show.log.into())
        .who(show.fingerprint.as_ref());
    match show.id {
        Some(id) => entry.with(SUBROSA_FIELD_ID, id.as_bytes().to_vec()),
        None => entry,
    }
}

fn of_say(say: &Say) -> Entry {
    let mut entry = Entry::new(SUBROSA_EVENT_SAY)
        .with(SUBROSA_FIELD_SENTENCE, say.sentence.as_str())
        .with(SUBROSA_FIELD_CODE, say.code)
        .with(SUBROSA_FIELD_NAME, say.name.as_str())
        .with(SUBROSA_FIELD_HOW, say.how.as_str())
        .and(SUBROSA_FIELD_SEVERITY, severity_code(say.severity).into())
        .and(SUBROSA_FIELD_PLACE, place_code(say.place).into())
        .and(SUBROSA_FIELD_ASKED_FOR, say.asked_for.into())
        .and(SUBROSA_FIELD_LOG, say.log.into())
        .and(SUBROSA_FIELD_QUESTION, number(say.question))
        .and(SUBROSA_FIELD_INPUT, input_code(say.input).into())
        .and(SUBROSA_FIELD_COUNT, number(say.count));
    if let Some(text) = &say.text {
        entry = entry.with(SUBROSA_FIELD_TEXT, text.as_slice());
    }
    if !say.digits.is_empty() {
        entry = entry.with(SUBROSA_FIELD_DIGITS, say.digits.as_str());
    }
    if let Some(code) = &say.picture {
        entry = entry
            .with(SUBROSA_FIELD_BLOCKS, code.blocks.as_str())
            .with(SUBROSA_FIELD_MODULES, code.modules.as_slice())
            .and(SUBROSA_FIELD_SIDE, count(code.side));
    }
    entry
}

/// What is said by a call that reached no messenger, and so knows no language.
pub(super) fn plain_say(account: &str, peer: &str, sentence: &str, text: Option<&[u8]>) -> Event {
    let say = Say {
        sentence: sentence.to_owned(),
        severity: Severity::Warning,
        place: Place::Window,
        asked_for: true,
        log: false,
        code: "refused",
        name: peer.to_owned(),
        text: text.map(|text| text.to_vec().into()),
        digits: String::new(),
        count: 0,
        question: 0,
        how: String::new(),
        input: Input::None,
        choices: Vec::new(),
        picture: None,
    };
    let (account, peer) = (account.to_owned(), peer.to_owned());
    Event { account, peer, kind: EventKind::Say(Box::new(say)), raw: None }
}

fn of_title(title: &Title) -> Entry {
    let level = match title.level {
        Level::Plain => SUBROSA_LEVEL_PLAIN,
        Level::Waiting => SUBROSA_LEVEL_WAITING,
        Level::Private => SUBROSA_LEVEL_PRIVATE,
        Level::Verified => SUBROSA_LEVEL_VERIFIED,
        Level::Alarm => SUBROSA_LEVEL_ALARM,
    };
    Entry::new(SUBROSA_EVENT_TITLE)
        .with(SUBROSA_FIELD_WORDS, title.words.as_str())
        .with(SUBROSA_FIELD_STATE, state_word(title.state))
        .with(SUBROSA_FIELD_TRUST, trust_word(title.trust))
        .and(SUBROSA_FIELD_LEVEL, level.into())
}

fn of_echo(echo: &Echo) -> Entry {
    Entry::new(SUBROSA_EVENT_ECHO)
        .with(SUBROSA_FIELD_TEXT, echo.text.as_str())
        .with(SUBROSA_FIELD_MARK, echo.mark.as_str())
        .with(SUBROSA_FIELD_LABEL, echo.label.as_str())
        .and(SUBROSA_FIELD_ACTION, echo.action.into())
        .and(SUBROSA_FIELD_NUMBER, number(echo.number))
        .and(SUBROSA_FIELD_LOG, echo.log.into())
}

fn of_progress(kind: i32, progress: &Progress) -> Entry {
    Entry::new(kind)
        .with(SUBROSA_FIELD_STAGE, progress.stage.word())
        .with(SUBROSA_FIELD_MARK, progress.mark.as_str())
        .and(SUBROSA_FIELD_NUMBER, number(progress.number))
        .and(SUBROSA_FIELD_DONE, progress.done.into())
        .and(SUBROSA_FIELD_TOTAL, progress.total.into())
}

pub(in crate::capi) fn of_contact(info: &ContactInfo) -> Entry {
    let entry = Entry::new(SUBROSA_EVENT_CONTACT)
        .with(SUBROSA_FIELD_STATE, state_word(info.state))
        .with(SUBROSA_FIELD_TRUST, trust_word(info.trust))
        .and(SUBROSA_FIELD_CURRENT, info.current.into())
        .and(SUBROSA_FIELD_KNOWN, info.known.into())
        .and(SUBROSA_FIELD_BLOCKED, info.blocked.into())
        .and(SUBROSA_FIELD_SEALABLE, info.sealable.into())
        .and(SUBROSA_FIELD_FIRST_SEEN, number(info.first_seen))
        .and(SUBROSA_FIELD_COUNT, count(info.waiting))
        .who(info.fingerprint.as_ref());
    let entry = match &info.fingerprint {
        Some(who) => entry.with(SUBROSA_FIELD_DIGITS, who.to_digits()),
        None => entry,
    };
    match &info.other {
        Some(other) => entry
            .with(SUBROSA_FIELD_OTHER_FINGERPRINT, other.as_bytes().as_slice())
            .with(SUBROSA_FIELD_OTHER_DIGITS, other.to_digits()),
        None => entry,
    }
}

/// The number of what a line is for.
pub(in crate::capi) fn kind_code(kind: LineKind) -> i32 {
    match kind {
        LineKind::Text => SUBROSA_KIND_TEXT,
        LineKind::Acknowledgement => SUBROSA_KIND_ACKNOWLEDGEMENT,
        LineKind::Handshake => SUBROSA_KIND_HANDSHAKE,
        LineKind::Card => SUBROSA_KIND_CARD,
        LineKind::Question => SUBROSA_KIND_QUESTION,
        LineKind::Network => SUBROSA_KIND_NETWORK,
    }
}

fn severity_code(severity: Severity) -> i32 {
    match severity {
        Severity::Information => SUBROSA_SEVERITY_INFORMATION,
        Severity::Warning => SUBROSA_SEVERITY_WARNING,
        Severity::Alarm => SUBROSA_SEVERITY_ALARM,
    }
}

fn place_code(place: Place) -> i32 {
    match place {
        Place::Window => SUBROSA_PLACE_WINDOW,
        Place::Anywhere => SUBROSA_PLACE_ANYWHERE,
        Place::IfOpen => SUBROSA_PLACE_IF_OPEN,
    }
}

fn input_code(input: Input) -> i32 {
    match input {
        Input::None => SUBROSA_INPUT_NONE,
        Input::Line => SUBROSA_INPUT_LINE,
        Input::Hidden => SUBROSA_INPUT_HIDDEN,
    }
}
