//! Events as raw lines, without CR LF and tags: for the server if they are to be sent, else as if the
//! server had sent them.

use super::connection::Connection;
use super::going::SELF;
use super::told::unseen;
use crate::irc::{Line, ctcp, write};
use crate::messenger::LineKind;
use crate::plugin::event::{Event, EventKind, Input, Say, Title};
use crate::plugin::frontend::Frontend;
use crate::plugin::walk::{Item, What};

/// A part of a text has room for some words at least, however long what stands around it is.
const LEAST_ROOM: usize = 64;

/// What stands around a text, at most: marks, a source, a command, two names.
const AROUND: usize = 192;

impl Frontend {
    /// The raw line of an event on an account that is fed with raw lines.
    pub(in crate::plugin) fn raw_of(&self, event: &Event) -> Option<String> {
        let connection = self.irc.get(&event.account)?;
        let nick = connection.nick();
        match &event.kind {
            EventKind::Send(send) if send.kind == LineKind::Network => Some(unseen(&event.peer)),
            EventKind::Send(send) => text(&message(None, &event.peer, &send.line, false)?),
            EventKind::Show(show) => {
                let source = connection.source(&event.peer);
                let words = format!("{}{}", show.mark, show.text);
                text(&message(Some(&source), &nick, &words, show.action)?)
            }
            EventKind::Echo(echo) => {
                let source = connection.own_source();
                let words = format!("{}{}", echo.mark, echo.text);
                text(&message(Some(&source), &event.peer, &words, echo.action)?)
            }
            EventKind::Say(say) => of_self(connection, &spoken(say)),
            EventKind::Title(title) => of_self(connection, &self.titled(&event.peer, title)),
            _ => None,
        }
    }

    /// Whether a line is for a server that has not greeted.
    pub(in crate::plugin) fn has_to_wait(&self, item: &Item) -> bool {
        matches!(item.what, What::Event(EventKind::Send(_)))
            && self.irc.get(&item.account).is_some_and(|connection| !connection.is_ready())
    }

    /// An event is given out: a line of ours goes to somebody.
    pub(in crate::plugin) fn note_sent(&mut self, event: &Event) {
        let EventKind::Send(send) = &event.kind else { return };
        let now = self.messenger.now_ms();
        if let Some(connection) = self.irc.get_mut(&event.account) {
            connection.note_sent(&event.peer, send.kind, now);
        }
    }

    fn titled(&self, peer: &str, title: &Title) -> String {
        let words = match title.words.as_str() {
            "" => self.sentences.text("title-line-plain"),
            words => words.to_owned(),
        };
        let filled =
            crate::plugin::sentences::Words { name: peer, text: &words, ..Default::default() };
        self.sentences.say("title-line", &filled)
    }

    /// A sentence that is too long for a raw line, in parts. The question is with the last one.
    pub(in crate::plugin) fn split_say(&self, of: &Item) -> Option<Vec<Item>> {
        let What::Event(EventKind::Say(say)) = &of.what else { return None };
        let room = self.raw_room(&of.account)?;
        if spoken(say).len() <= room {
            return None;
        }
        let mut texts = parts(&say.sentence, Some(room));
        let fits = texts.last().is_some_and(|last| last.len() + 1 + say.how.len() <= room);
        let how = if fits { say.how.clone() } else { String::new() };
        if !fits && !say.how.is_empty() {
            texts.extend(parts(&say.how, Some(room)));
        }
        let last = texts.len().saturating_sub(1);
        let part = |(index, sentence): (usize, String)| {
            let said = match index == last {
                true => Say { sentence, how: how.clone(), ..(**say).clone() },
                false => Say {
                    sentence,
                    question: 0,
                    how: String::new(),
                    input: Input::None,
                    choices: Vec::new(),
                    picture: None,
                    ..(**say).clone()
                },
            };
            Item { what: What::Event(EventKind::Say(Box::new(said))), ..of.clone() }
        };
        // What cannot be divided stays as it is.
        (texts.len() > 1).then(|| texts.into_iter().enumerate().map(part).collect())
    }

    /// How many bytes a text has room for in a raw line, if that has a limit.
    pub(in crate::plugin) fn raw_room(&self, account: &str) -> Option<usize> {
        self.irc.get(account)?;
        let raw = self.accounts.get(account)?.raw;
        (raw != 0).then(|| raw.saturating_sub(AROUND).max(LEAST_ROOM))
    }
}

/// A text in parts of at most so many bytes, divided at spaces where there are some.
pub(in crate::plugin) fn parts(text: &str, room: Option<usize>) -> Vec<String> {
    let Some(room) = room.filter(|room| text.len() > *room) else { return vec![text.to_owned()] };
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.len() > room {
        let end = (0..=room).rev().find(|end| rest.is_char_boundary(*end)).unwrap_or(0);
        // A character that is longer than the room goes by itself.
        let end = if end == 0 { rest.chars().next().map_or(1, char::len_utf8) } else { end };
        let (head, _) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let space = head.rfind(' ').map(|at| at + 1).filter(|at| *at > room / 2);
        let (part, behind) = rest.split_at_checked(space.unwrap_or(end)).unwrap_or((rest, ""));
        parts.push(part.to_owned());
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(rest.to_owned());
    }
    parts
}

fn spoken(say: &Say) -> String {
    match say.how.is_empty() {
        true => say.sentence.clone(),
        false => format!("{} {}", say.sentence, say.how),
    }
}

fn of_self(connection: &Connection, words: &str) -> Option<String> {
    let source = format!("{SELF}!subrosa@subrosa");
    text(&message(Some(&source), &connection.nick(), words, false)?)
}

/// A line with a text; what would be another line is a space.
fn message(source: Option<&str>, target: &str, words: &str, action: bool) -> Option<Vec<u8>> {
    let one =
        |c: char| if matches!(c, '\r' | '\n' | '\0') || (action && c == '\u{1}') { ' ' } else { c };
    let mut words: Vec<u8> = words.chars().map(one).collect::<String>().into_bytes();
    if action {
        words = ctcp::write("ACTION", &words).ok()?;
    }
    let plain = Line::new("PRIVMSG", &[target.as_bytes(), &words]);
    let line = write::with_text(&plain, &words).ok()?;
    let _one_target = write::message("PRIVMSG", target.as_bytes(), b"").ok()?;
    match source {
        Some(source) if !source.contains([' ', '\r', '\n', '\0']) => {
            Some([b":", source.as_bytes(), b" ", &line].concat())
        }
        Some(_) => None,
        None => Some(line),
    }
}

fn text(line: &[u8]) -> Option<String> {
    String::from_utf8(line.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_text_are_the_text_and_none_is_too_long() {
        let text = "some words, einige Wörter, и ещё несколько слов, and-one-that-is-long";
        for room in 1..=80 {
            let parts = parts(text, Some(room));
            assert_eq!(parts.concat(), text, "{room}");
            assert!(parts.iter().all(|part| part.len() <= room.max(2)), "{room}: {parts:?}");
        }
        assert_eq!(parts(text, None), [text]);
        assert_eq!(parts("", Some(5)), [""]);
    }

    #[test]
    fn no_text_becomes_another_line_or_ends_an_action() {
        let line = message(None, "bob", "one\r\nQUIT\0", false).unwrap();
        assert_eq!(line, b"PRIVMSG bob :one  QUIT ");
        let line = message(Some("a!b@c"), "bob", "waves\u{1}x", true).unwrap();
        assert_eq!(line, b":a!b@c PRIVMSG bob :\x01ACTION waves x\x01");
        assert_eq!(message(None, "bob,carol", "x", false), None);
        assert_eq!(message(Some("a b"), "bob", "x", false), None);
    }
}
