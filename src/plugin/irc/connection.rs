//! What is known of the connection of an account.

use super::gathered::{Gathered, Gathering};
use crate::irc::{Batches, Server, length};
use crate::messenger::{CaseMapping, LineKind};
use std::collections::BTreeMap;

/// People of whom it is remembered what went to them, and where they are.
const MAX_PEOPLE: usize = 1_024;

/// How often a server may change how it compares names, or how long its lines are.
const MAX_CHANGES: u32 = 16;

/// For how long an answer of the server may be one to a line of ours.
const ANSWERED_MS: u64 = 60_000;

/// Longest line that the messenger makes, and the shortest.
const LINE_CHARS: std::ops::RangeInclusive<usize> =
    crate::wire::limits::MIN_LINE_CHARS..=crate::wire::limits::MAX_LINE_CHARS;

/// What went to somebody last.
#[derive(Debug, Clone, Copy, Default)]
struct Went {
    /// The last line that nobody typed.
    ours: Option<u64>,
    /// The last text that somebody typed.
    typed: Option<u64>,
    /// When the server has answered that they are away.
    answered: Option<u64>,
}

/// A connection of an account.
#[derive(Debug, Default)]
pub(in crate::plugin) struct Connection {
    pub(super) server: Server,
    pub(super) batches: Batches,
    /// What the client sends as one text.
    pub(super) gathered: Gathered,
    /// `user@host` of those who have written.
    places: BTreeMap<String, String>,
    went: BTreeMap<String, Went>,
    changes: u32,
    /// What the messenger was told last.
    chars: Option<usize>,
    case_mapping: Option<CaseMapping>,
    /// How far our clock is ahead of the server's, in seconds.
    pub(super) ahead: i64,
    /// The latest time that the server has told.
    latest: u64,
}

impl Connection {
    /// A connection that begins, or one in its middle, if our nick there is known.
    pub(in crate::plugin) fn new(nick: Option<&str>) -> Self {
        let server = nick.map(|nick| Server::in_the_middle(nick.as_bytes())).unwrap_or_default();
        Self { server, ..Self::default() }
    }

    /// Another connection begins. Gives what the client has not finished on the last one.
    pub(in crate::plugin) fn begin_anew(&mut self) -> Vec<Gathering> {
        let next = Self {
            server: self.server.anew(),
            ahead: self.ahead,
            latest: self.latest,
            ..Self::default()
        };
        std::mem::replace(self, next).gathered.into_all()
    }

    /// The server says what time it is. A bouncer's greeting is as old as its own connection: it comes
    /// behind a later time, and says nothing.
    pub(super) fn note_time(&mut self, said: u64, now: u64) {
        if said >= self.latest {
            self.latest = said;
            self.ahead = i64::try_from(now).unwrap_or(0) - i64::try_from(said).unwrap_or(0);
        }
    }

    /// Whether lines may leave.
    pub(in crate::plugin) fn is_ready(&self) -> bool {
        self.server.is_ready()
    }

    /// Our nick, for lines to our client.
    pub(super) fn nick(&self) -> String {
        self.server.nick().map_or("*".into(), String::from_utf8_lossy).into_owned()
    }

    /// Our own source, as far as it is known.
    pub(super) fn own_source(&self) -> String {
        let mut source = self.nick();
        for (mark, part) in [('!', self.server.user()), ('@', self.server.host())] {
            if let Some(part) = part {
                source.push(mark);
                source.push_str(&String::from_utf8_lossy(part));
            }
        }
        source
    }

    /// The source of somebody, as far as it is known.
    pub(super) fn source(&self, nick: &str) -> String {
        match self.places.get(&folded(nick)) {
            Some(place) => format!("{nick}!{place}"),
            None => nick.to_owned(),
        }
    }

    pub(super) fn note_place(&mut self, nick: &str, user: &[u8], host: &[u8]) {
        let [user, host] = [user, host].map(String::from_utf8_lossy);
        let place = format!("{user}@{host}");
        if place.len() > 512 || place.contains([' ', '\r', '\n', '\0']) {
            return;
        }
        if self.places.len() >= MAX_PEOPLE && !self.places.contains_key(&folded(nick)) {
            self.places.pop_first();
        }
        self.places.insert(folded(nick), place);
    }

    /// Somebody has another nick.
    pub(super) fn follow(&mut self, from: &str, to: &str) {
        if let Some(place) = self.places.remove(&folded(from)) {
            self.places.insert(folded(to), place);
        }
        if let Some(went) = self.went.remove(&folded(from)) {
            self.went.insert(folded(to), went);
        }
    }

    fn went(&mut self, nick: &str) -> &mut Went {
        let nick = folded(nick);
        if self.went.len() >= MAX_PEOPLE && !self.went.contains_key(&nick) {
            self.went.pop_first();
        }
        self.went.entry(nick).or_default()
    }

    /// A line of ours goes to somebody.
    pub(in crate::plugin) fn note_sent(&mut self, nick: &str, kind: LineKind, now: u64) {
        let went = self.went(nick);
        went.ours = Some(now);
        if kind == LineKind::Text {
            went.typed = Some(now);
        }
    }

    /// The user has written to somebody.
    pub(super) fn note_typed(&mut self, nick: &str, now: u64) {
        self.went(nick).typed = Some(now);
    }

    /// Whether what the server says about somebody answers a line that nobody typed, or repeats what it
    /// has said of the same text: the user is not told.
    pub(super) fn answers_ours(&mut self, nick: &str, now: u64) -> bool {
        let Some(went) = self.went.get_mut(&folded(nick)) else { return false };
        let lately = |at: Option<u64>| at.is_some_and(|at| now.abs_diff(at) <= ANSWERED_MS);
        let typed = lately(went.typed) && went.answered.is_none_or(|said| Some(said) < went.typed);
        if typed {
            went.answered = Some(now);
            return false;
        }
        lately(went.ours)
    }

    /// The messenger knows nothing of what was learned.
    pub(super) fn learn_again(&mut self) {
        (self.chars, self.case_mapping) = (None, None);
    }

    /// How many characters a line has room for now, if that has changed since it was asked last.
    pub(super) fn new_chars(&mut self) -> Option<usize> {
        let limits = self.server.limits();
        // To a nick as long as most networks allow. What is longer than that is rare, and a line
        // is never shorter than the messenger can make it.
        let target = vec![b'x'; limits.nick.min(32)];
        let room = length::room(&self.server, "PRIVMSG", &target);
        let chars = room.clamp(*LINE_CHARS.start(), *LINE_CHARS.end());
        if self.chars == Some(chars) || self.changes >= MAX_CHANGES {
            return None;
        }
        self.changes += 1;
        self.chars = Some(chars);
        Some(chars)
    }

    /// How the server compares names, if that has changed since it was asked last.
    pub(super) fn new_case_mapping(&mut self) -> Option<CaseMapping> {
        let mapping = self.server.case_mapping()?;
        if self.case_mapping == Some(mapping) || self.changes >= MAX_CHANGES {
            return None;
        }
        self.changes += 1;
        self.case_mapping = Some(mapping);
        Some(mapping)
    }
}

/// A name as a key of what may be wrong without harm.
fn folded(nick: &str) -> String {
    nick.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::irc::Line;

    #[test]
    fn what_is_remembered_of_people_is_bounded_and_follows_their_nicks() {
        let mut connection = Connection::new(Some("alice"));
        for number in 0..3 * MAX_PEOPLE {
            connection.note_place(&number.to_string(), b"user", b"host");
            connection.note_sent(&number.to_string(), LineKind::Text, 1);
        }
        assert!(connection.places.len() <= MAX_PEOPLE && connection.went.len() <= MAX_PEOPLE);
        connection.note_place("Bob", b"~bob", b"bob.example");
        connection.follow("bob", "robert");
        assert_eq!(connection.source("Robert"), "Robert!~bob@bob.example");
        connection.note_place("bob", b"a b", b"host");
        assert_eq!(connection.source("bob"), "bob", "what is no place is not remembered");
    }

    #[test]
    fn an_answer_to_a_line_that_nobody_typed_is_not_shown_and_one_to_a_text_is_once() {
        let mut connection = Connection::new(Some("alice"));
        assert!(!connection.answers_ours("bob", 1_000));
        connection.note_sent("bob", LineKind::Acknowledgement, 1_000);
        assert!(connection.answers_ours("bob", 2_000));
        assert!(!connection.answers_ours("bob", 1_000 + 2 * ANSWERED_MS), "that is long ago");
        connection.note_sent("bob", LineKind::Text, 200_000);
        let answers = [1, 2, 3].map(|later| connection.answers_ours("bob", 200_000 + later));
        assert_eq!(answers, [false, true, true]);
    }

    #[test]
    fn a_server_that_changes_its_mind_without_end_is_followed_so_often_and_no_more() {
        let mut connection = Connection::new(Some("alice"));
        let mut followed = 0;
        for number in 0..100 {
            let mapping = ["ascii", "rfc1459"][number % 2];
            let line =
                format!(":s 005 alice CASEMAPPING={mapping} NICKLEN={} :are", 9 + number % 20);
            connection.server.read(&Line::parse(line.as_bytes()).unwrap());
            followed += usize::from(connection.new_case_mapping().is_some());
            followed += usize::from(connection.new_chars().is_some());
        }
        assert_eq!(followed, MAX_CHANGES as usize);
    }
}
