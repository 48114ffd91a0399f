//! Whom a line is for, and in which conversation it stands.
//!
//! What a target reaches is for [`Addressing`] to say, which knows no server and errs towards
//! people. Here stands what depends on the line and on the server.

use super::line::Line;
use super::server::Server;
use crate::guard::{Addressing, Target};

/// In which conversation a text stands that came from the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Conversation<'a> {
    /// Somebody has said it to us.
    From(&'a [u8]),
    /// We have said it to somebody: it was echoed, or another client of ours has said it.
    Own(&'a [u8]),
    /// It was said in a channel, or to some of those who are in it.
    Channel(&'a [u8]),
    /// The server has said it.
    Server,
    /// It came to us, but neither its source nor its target is us: a broadcast, or our nick is not
    /// what we think.
    Others {
        /// Who has said it.
        from: &'a [u8],
        /// To whom.
        to: &'a [u8],
    },
}

/// In which conversation a line stands; nothing if it is neither `PRIVMSG`, `NOTICE` nor `TAGMSG`.
#[must_use]
pub fn conversation<'a>(line: &Line<'a>, server: &Server) -> Option<Conversation<'a>> {
    if !["PRIVMSG", "NOTICE", "TAGMSG"].iter().any(|command| line.is(command)) {
        return None;
    }
    let to = line.parameter(0)?;
    let Some(source) = line.source().filter(|source| !source.is_server()) else {
        return Some(Conversation::Server);
    };
    Some(if is_channel(to, server) {
        Conversation::Channel(to)
    } else if server.is_us(source.nick) {
        Conversation::Own(to)
    } else if server.is_us(to) {
        Conversation::From(source.nick)
    } else {
        Conversation::Others { from: source.nick, to }
    })
}

/// Whether a target is a channel, or some of those who are in one, and reaches nobody else.
#[must_use]
pub fn is_channel(target: &[u8], server: &Server) -> bool {
    match std::str::from_utf8(target).map(|text| Addressing::Irc.target(text)) {
        Ok(Target::Room) => true,
        Ok(Target::Everybody | Target::Several(_)) => false,
        // What no standard has may be a channel of this server; and a name may be of any bytes.
        Ok(Target::One(_) | Target::Refused(_)) | Err(_) => {
            let (types, marks) = server.marks();
            let start =
                target.iter().position(|byte| !marks.contains(byte) || types.contains(byte));
            let first = start.and_then(|start| target.get(start));
            let known = |byte: &&u8| types.contains(byte) || b"#&".contains(byte);
            // `#*.edu` is a mask of hosts where an operator says it.
            let wild = target.iter().any(|byte| b"*?".contains(byte));
            let is_mask = first == Some(&b'#') && wild && target.contains(&b'.');
            first.filter(known).is_some() && !target.contains(&b',') && !is_mask
        }
    }
}

/// What carries a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Carrier {
    /// What a person says: `PRIVMSG`, `CPRIVMSG`, `SQUERY`.
    Message,
    /// What a program says, and none answers: `NOTICE`, `CNOTICE`.
    Notice,
    /// Tags alone, such as a reaction: `TAGMSG`.
    Tags,
    /// A reason that the person reads: `KILL`, `REDACT`; what is whispered.
    Comment,
}

/// What a line of a client would carry, and to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outgoing<'a> {
    /// A text, and what stands where targets do: a list, a mask, a channel, a nick.
    Text {
        /// What carries it.
        carrier: Carrier,
        /// To whom, for [`Addressing`] to read.
        targets: &'a [u8],
        /// The text; nothing where a line has tags alone.
        text: &'a [u8],
    },
    /// Lines that belong together begin or end (`BATCH`): the lines between carry the text.
    Batch,
    /// It carries no text to a person.
    Harmless,
    /// It carries a text, but to whom is missing; or nobody knows what the command does.
    Unknown,
}

/// What a line of a client would carry, and to whom.
#[must_use]
pub fn outgoing<'a>(line: &Line<'a>) -> Outgoing<'a> {
    let command = line.command().to_ascii_uppercase();
    if let Some((_, carrier, to, text)) = TEXTS.iter().find(|(name, ..)| name.as_bytes() == command)
    {
        let text = match text {
            Some(text) => line.parameter(*text).unwrap_or_default(),
            None => &[],
        };
        return match line.parameter(*to) {
            Some(targets) => Outgoing::Text { carrier: *carrier, targets, text },
            None => Outgoing::Unknown,
        };
    }
    if command == b"BATCH" {
        return Outgoing::Batch;
    }
    let harmless = HARMLESS.iter().any(|name| name.as_bytes() == command);
    if harmless { Outgoing::Harmless } else { Outgoing::Unknown }
}

/// Commands that carry a text to people, with the place of the targets and of the text.
const TEXTS: [(&str, Carrier, usize, Option<usize>); 9] = [
    ("PRIVMSG", Carrier::Message, 0, Some(1)),
    ("NOTICE", Carrier::Notice, 0, Some(1)),
    ("TAGMSG", Carrier::Tags, 0, None),
    ("CPRIVMSG", Carrier::Message, 0, Some(2)),
    ("CNOTICE", Carrier::Notice, 0, Some(2)),
    ("SQUERY", Carrier::Message, 0, Some(1)),
    ("KILL", Carrier::Comment, 0, Some(1)),
    ("REDACT", Carrier::Comment, 0, Some(2)),
    ("WHISPER", Carrier::Comment, 1, Some(2)),
];

/// Commands whose words go to the server, to its services, or to whoever is in a channel.
#[rustfmt::skip]
const HARMLESS: [&str; 81] = [
    "ACCEPT", "ADMIN", "AUTHENTICATE", "AWAY", "BOTSERV", "BS", "CAP", "CHANSERV", "CHATHISTORY",
    "COMMANDS", "CONNECT", "CS", "CYCLE", "DCCALLOW", "DIE", "ERROR", "HELP", "HELPOP", "HOSTSERV",
    "HS", "IDENTIFY", "INFO", "INVITE", "ISON", "JOIN", "KICK", "KNOCK", "LANGUAGE", "LINKS",
    "LIST", "LUSERS", "MAP", "MARKREAD", "MEMOSERV", "METADATA", "MODE", "MODULES", "MONITOR",
    "MOTD", "MS", "NAMES", "NICK", "NICKSERV", "NS", "OPER", "OPERSERV", "OS", "PART", "PASS",
    "PING", "PONG", "PROTOCTL", "QUIT", "REGISTER", "REHASH", "RENAME", "RULES", "SERVICE",
    "SERVLIST", "SETHOST", "SETIDENT", "SETNAME", "SILENCE", "SSLINFO", "STARTTLS", "STATS", "TIME",
    "TOPIC", "TRACE", "USER", "USERHOST", "USERIP", "USERS", "VERIFY", "VERSION", "VHOST", "WATCH",
    "WEBIRC", "WHO", "WHOIS", "WHOWAS",
];
