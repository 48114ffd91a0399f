//! What a connection has told: who we are there, and how the server reads what we send.

use super::isupport::{self, Limits, Token};
use super::line::Line;
use crate::guard::{CaseMapping, MAX_NAME};

/// What a client and a server have agreed on (IRCv3 capability negotiation), as far as it changes
/// what lines mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Capability {
    /// Tags of any client (`message-tags`).
    MessageTags = 0,
    /// Lines say when they were said (`server-time`, `znc.in/server-time-iso`).
    ServerTime = 1,
    /// Lines that belong together (`batch`).
    Batch = 2,
    /// Answers name the line that they answer (`labeled-response`).
    LabeledResponse = 3,
    /// What we send comes back (`echo-message`).
    EchoMessage = 4,
    /// What another client of ours sends comes too (`znc.in/self-message`).
    SelfMessage = 5,
    /// Old lines come when they are asked for (`znc.in/playback`).
    Playback = 6,
    /// A host that changes is told (`chghost`).
    ChangeHost = 7,
}

impl Capability {
    fn by_name(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"message-tags" => Self::MessageTags,
            b"server-time" | b"znc.in/server-time-iso" => Self::ServerTime,
            b"batch" => Self::Batch,
            b"labeled-response" => Self::LabeledResponse,
            b"echo-message" => Self::EchoMessage,
            b"znc.in/self-message" => Self::SelfMessage,
            b"znc.in/playback" => Self::Playback,
            b"chghost" => Self::ChangeHost,
            _ => return None,
        })
    }
}

/// What a line has changed of what is known of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Changes {
    /// The connection is registered: lines may leave.
    pub ready: bool,
    /// We are called otherwise.
    pub nick: bool,
    /// The server shows us otherwise, or has longer or shorter lines: [`length`](super::length).
    pub length: bool,
    /// Other spellings are one nick.
    pub case_mapping: bool,
    /// Another capability is in use, or one no more.
    pub capabilities: bool,
}

/// What a connection has told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    ready: bool,
    /// Its beginning was seen: 001 is yet to come.
    begun: bool,
    nick: Option<Vec<u8>>,
    user: Option<Vec<u8>>,
    host: Option<Vec<u8>>,
    limits: Limits,
    case_mapping: Option<CaseMapping>,
    channel_types: Vec<u8>,
    status_marks: Vec<u8>,
    capabilities: u8,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            ready: false,
            begun: false,
            nick: None,
            user: None,
            host: None,
            limits: Limits::DEFAULT,
            case_mapping: None,
            channel_types: Vec::new(),
            status_marks: Vec::new(),
            capabilities: 0,
        }
    }
}

impl Server {
    /// A connection in the middle, of which nothing is known but our nick.
    #[must_use]
    pub fn in_the_middle(nick: &[u8]) -> Self {
        Self { ready: true, nick: name(nick), ..Self::default() }
    }

    /// Takes a line that came from the server.
    pub fn read(&mut self, line: &Line<'_>) -> Changes {
        let before = self.clone();
        if !self.ready && !self.begun {
            self.found(line);
        }
        match line.number() {
            Some(1) => self.welcome(line),
            Some(5) => self.announcements(line),
            Some(396) => self.shown_as(line),
            Some(_) => {}
            None if line.is("CAP") => self.negotiated(line),
            None => self.said_by_us(line),
        }
        Changes {
            ready: self.ready && !before.ready,
            nick: self.nick != before.nick,
            length: self.nick != before.nick
                || self.user != before.user
                || self.host != before.host
                || self.limits != before.limits,
            case_mapping: self.case_mapping != before.case_mapping,
            capabilities: self.capabilities != before.capabilities,
        }
    }

    /// 001: the connection is registered, and we are somebody new.
    fn welcome(&mut self, line: &Line<'_>) {
        self.ready = true;
        self.nick = line.parameter(0).and_then(name);
        (self.user, self.host) = (None, None);
    }

    /// A line of a connection of which nothing was seen yet. What comes to a client alone that is
    /// registered says that we have come into the middle of it, and who we are there.
    fn found(&mut self, line: &Line<'_>) {
        let Some(to) = line.parameter(0) else { return };
        let begins = to == b"*" || to.eq_ignore_ascii_case(b"AUTH");
        self.begun = begins && line.source().is_none_or(|source| source.user.is_none());
        let of_person =
            line.source().is_some_and(|source| source.user.is_some_and(|_| source.host.is_some()));
        let says = match line.number() {
            Some(number) => matches!(number, 200..=399 | 401 | 403 | 404),
            None => of_person && (line.is("PRIVMSG") || line.is("NOTICE")),
        };
        let is_nick = to.first().is_some_and(|first| !b"#&+!@%~$*:".contains(first))
            && !to.iter().any(|byte| b",*?!@%.".contains(byte));
        if says && !self.begun && is_nick {
            self.nick = name(to);
            self.ready = self.nick.is_some();
        }
    }

    /// The client registers: whatever comes before 001 says of no connection that it was there.
    pub fn begins(&mut self) {
        self.begun = true;
    }

    /// Another connection of the same account, of which the same capabilities hold: they are agreed on
    /// before 001, which is how it is seen.
    #[must_use]
    pub fn anew(&self) -> Self {
        Self { capabilities: self.capabilities, ..Self::default() }
    }

    /// 005. What a server has not understood itself changes nothing.
    fn announcements(&mut self, line: &Line<'_>) {
        for token in isupport::tokens(line) {
            if self.limits.take(&token) {
                continue;
            }
            match token.name.to_ascii_uppercase().as_slice() {
                b"CASEMAPPING" => self.case_mapping = case_mapping(&token),
                b"CHANTYPES" => self.channel_types = marks(&token, b"~@%"),
                b"STATUSMSG" => self.status_marks = marks(&token, b""),
                _ => {}
            }
        }
    }

    /// 396: our host, or user and host, as others see them from now on.
    fn shown_as(&mut self, line: &Line<'_>) {
        let Some(shown) = line.parameter(1) else { return };
        let mut halves = shown.rsplitn(2, |byte| *byte == b'@');
        let host = halves.next().and_then(name);
        self.host = host.or(self.host.take());
        if let Some(user) = halves.next().and_then(name) {
            self.user = Some(user);
        }
    }

    /// `CAP * ACK :batch -echo-message`, and what a server withdraws.
    fn negotiated(&mut self, line: &Line<'_>) {
        let Some(verb) = line.parameter(1) else { return };
        let removes = verb.eq_ignore_ascii_case(b"DEL");
        if !removes && !verb.eq_ignore_ascii_case(b"ACK") {
            return;
        }
        let words = line.parameters().get(2..).and_then(<[_]>::last).copied().unwrap_or_default();
        for word in words.split(|byte| *byte == b' ') {
            let (word, negated) = match word.strip_prefix(b"-") {
                Some(word) => (word, true),
                None => (word, removes),
            };
            if let Some(capability) = Capability::by_name(word) {
                let bit = 1 << capability as u8;
                self.capabilities &= !bit;
                self.capabilities |= if negated { 0 } else { bit };
            }
        }
    }

    /// A line that says that it is from us says how the server shows us. One of a batch may be
    /// years old.
    fn said_by_us(&mut self, line: &Line<'_>) {
        let Some(source) = line.source() else { return };
        if !self.is_us(source.nick) || line.tags().get("batch").is_some() {
            return;
        }
        let (user, host) = if line.is("CHGHOST") {
            (line.parameter(0), line.parameter(1))
        } else {
            (source.user, source.host)
        };
        if let (Some(user), Some(host)) = (user.and_then(name), host.and_then(name)) {
            (self.user, self.host) = (Some(user), Some(host));
        }
        if line.is("NICK")
            && let Some(nick) = line.parameter(0).and_then(name)
        {
            self.nick = Some(nick);
        }
    }

    /// Whether the connection is registered. Nothing may leave before.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.ready
    }

    /// Our nick.
    #[must_use]
    pub fn nick(&self) -> Option<&[u8]> {
        self.nick.as_deref()
    }

    /// Our user, as the server shows it.
    #[must_use]
    pub fn user(&self) -> Option<&[u8]> {
        self.user.as_deref()
    }

    /// Our host, as the server shows it.
    #[must_use]
    pub fn host(&self) -> Option<&[u8]> {
        self.host.as_deref()
    }

    /// How long names and lines are.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Which spellings are one nick, if the server has said so in words that are known.
    #[must_use]
    pub fn case_mapping(&self) -> Option<CaseMapping> {
        self.case_mapping
    }

    /// Whether a capability is in use.
    #[must_use]
    pub fn has(&self, capability: Capability) -> bool {
        self.capabilities & (1 << capability as u8) != 0
    }

    /// Whether this is our nick.
    #[must_use]
    pub fn is_us(&self, nick: &[u8]) -> bool {
        self.nick().is_some_and(|ours| self.is_same(ours, nick))
    }

    /// Whether two names are one. As RFC 1459 has it while the server has not said otherwise.
    #[must_use]
    pub fn is_same(&self, one: &[u8], other: &[u8]) -> bool {
        let mapping = self.case_mapping.unwrap_or(CaseMapping::Rfc1459);
        let normal =
            |name| std::str::from_utf8(name).ok().and_then(|name| mapping.normal_form(name).ok());
        match (normal(one), normal(other)) {
            (Some(one), Some(other)) => one == other,
            _ => one == other,
        }
    }

    /// What channels begin with, and marks before them, beside those that everybody knows.
    pub(super) fn marks(&self) -> (&[u8], &[u8]) {
        (&self.channel_types, &self.status_marks)
    }
}

/// A name that a server gives us, if it can be one.
fn name(text: &[u8]) -> Option<Vec<u8>> {
    let fits = (1..=MAX_NAME).contains(&text.len()) && !text.contains(&b' ');
    fits.then(|| text.to_vec())
}

fn case_mapping(token: &Token<'_>) -> Option<CaseMapping> {
    if token.withdrawn {
        return None;
    }
    match token.value.to_ascii_lowercase().as_slice() {
        b"ascii" => Some(CaseMapping::Ascii),
        b"rfc1459" => Some(CaseMapping::Rfc1459),
        b"rfc1459-strict" | b"strict-rfc1459" => Some(CaseMapping::StrictRfc1459),
        _ => None,
    }
}

/// Marks that a nick may begin with are none: else a server could make a person a channel, and what
/// is private would pass as what a channel may read. Nor are those that a target begins with that
/// reaches people, or several.
fn marks(token: &Token<'_>, reaches_people: &[u8]) -> Vec<u8> {
    let mut marks: Vec<u8> = Vec::new();
    for mark in token.value.iter().filter(|_| !token.withdrawn) {
        let of_people = b"[]\\`_^{|}-*$,:?".contains(mark) || reaches_people.contains(mark);
        if mark.is_ascii_punctuation() && !of_people && !marks.contains(mark) {
            marks.push(*mark);
        }
    }
    marks
}
