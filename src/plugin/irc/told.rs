//! What the server says of people and of the connection itself.

use super::connection::Connection;
use crate::irc::clock::said;
use crate::irc::{Capability, Line};
use crate::messenger::{LineKind, Setting};
use crate::plugin::codes::Cause;
use crate::plugin::event::{EventKind, Send};
use crate::plugin::frontend::Frontend;
use crate::plugin::gate::Meanwhile;
use crate::plugin::network::{TELLS, Trait};
use crate::plugin::saying::item;
use crate::plugin::walk::Item;

impl Frontend {
    /// Takes what a line says of the connection and of people. Whether the client is not to see it.
    pub(super) fn server_said(
        &mut self,
        account: &str,
        line: &Line<'_>,
        items: &mut Vec<Item>,
    ) -> bool {
        let now = self.messenger.now_ms();
        let Some(connection) = self.irc.get_mut(account) else { return false };
        if line.number() == Some(1) && connection.is_ready() {
            // Another connection, of which the host has said nothing.
            let over = connection.begin_anew();
            items.extend(self.unfinished(account, over));
            let told = self.messenger.online(account, false);
            self.tell_all(told.events, Cause::Time, items);
        }
        let Some(connection) = self.irc.get_mut(account) else { return false };
        connection.batches.read(line);
        let changes = connection.server.read(line);
        if (line.number().is_some() || line.is("CAP"))
            && let Some(said) = said(line)
        {
            connection.note_time(said, now / 1_000);
        }
        // Only lines that nobody has kept tell how things stand now.
        let history = connection.batches.is_history(line);
        if changes.case_mapping {
            self.learn_case_mapping(account);
        }
        if changes.length || changes.ready {
            self.learn_length(account);
        }
        if changes.ready {
            let told = self.messenger.online(account, true);
            self.tell_all(told.events, Cause::Attached, items);
        }
        if history {
            return false;
        }
        self.person_said(account, line, items);
        self.answered_by_server(account, line, now)
    }

    /// An account has come into use while its connection was there already: what was learned of that
    /// counts now, and lines wait for the greeting.
    pub(in crate::plugin) fn settle_connection(&mut self, account: &str, items: &mut Vec<Item>) {
        let Some(connection) = self.irc.get_mut(account) else { return };
        connection.learn_again();
        if connection.is_ready() {
            self.learn_case_mapping(account);
            self.learn_length(account);
            return;
        }
        let told = self.messenger.online(account, false);
        self.tell_all(told.events, Cause::Time, items);
    }

    fn learn_case_mapping(&mut self, account: &str) {
        let mapping = self.irc.get_mut(account).and_then(Connection::new_case_mapping);
        if let Some(mapping) = mapping {
            // Until it is set, names that any mapping joins share what restricts them.
            let _ = self.messenger.set(account, Setting::CaseMapping, mapping as i64);
        }
    }

    /// The real length of a line, unless the host has said what it is.
    fn learn_length(&mut self, account: &str) {
        let own = self.accounts.get(account).is_none_or(|kept| kept.line_chars);
        let chars = self.irc.get_mut(account).and_then(Connection::new_chars);
        if let Some(chars) = chars.filter(|_| !own) {
            let chars = i64::try_from(chars).unwrap_or(i64::MAX);
            let _ = self.messenger.set(account, Setting::LineChars, chars);
        }
    }

    /// Somebody is called otherwise, comes, goes, or has another host.
    fn person_said(&mut self, account: &str, line: &Line<'_>, items: &mut Vec<Item>) {
        let Some(source) = line.source() else { return };
        let Ok(nick) = std::str::from_utf8(source.nick) else { return };
        let Some(connection) = self.irc.get_mut(account) else { return };
        // Our own nick was changed before this line is looked at.
        if connection.server.is_us(source.nick) && !line.is("NICK") {
            return;
        }
        if line.is("NICK") {
            let to = line.parameter(0).and_then(|to| std::str::from_utf8(to).ok());
            let Some(to) = to.filter(|to| !connection.server.is_us(to.as_bytes())) else { return };
            connection.follow(nick, to);
            if self.keeps(account, Meanwhile::Renamed(nick.to_owned(), to.to_owned())) {
                // Whom the vault knows is seen when it can be read.
            } else if self.is_met(account, nick) || self.is_met(account, to) {
                self.follow(account, nick, to);
                let told = self.messenger.rename(account, nick, to);
                self.tell_all(told.events, Cause::Rename, items);
            }
        } else if line.is("CHGHOST") {
            if let (Some(user), Some(host)) = (line.parameter(0), line.parameter(1)) {
                connection.note_place(nick, user, host);
            }
        } else if line.is("QUIT") || line.is("JOIN") {
            self.comes_or_goes(account, nick, line.is("JOIN"));
        }
        if line.tags().get("bot").is_some()
            && let Some(at) = self.at(account, nick)
        {
            self.met.note(&at, Trait::Program);
        }
    }

    /// What the server answers. Whether it answers a line that nobody typed.
    fn answered_by_server(&mut self, account: &str, line: &Line<'_>, now: u64) -> bool {
        let name = |number: usize| line.parameter(number).and_then(|n| std::str::from_utf8(n).ok());
        match line.number() {
            // Nobody has this nick, or nothing can be sent to them.
            Some(401 | 404 | 486 | 531 | 716) => {
                let Some(nick) = name(1) else { return false };
                self.comes_or_goes(account, nick, false);
                self.answers_ours(account, nick, now)
            }
            // They are away: they get it all the same.
            Some(301) => name(1).is_some_and(|nick| self.answers_ours(account, nick, now)),
            // WATCH.
            Some(number @ (600 | 601 | 604 | 605)) => {
                if let Some(nick) = name(1) {
                    self.comes_or_goes(account, nick, matches!(number, 600 | 604));
                }
                false
            }
            // MONITOR.
            Some(number @ (730 | 731)) => {
                let list = line.parameters().last().copied().unwrap_or_default();
                for source in list.split(|byte| *byte == b',').take(512) {
                    let end = source.iter().position(|b| *b == b'!').unwrap_or(source.len());
                    let nick = source.get(..end).and_then(|nick| std::str::from_utf8(nick).ok());
                    if let Some(nick) = nick.filter(|nick| !nick.is_empty()) {
                        self.comes_or_goes(account, nick, number == 730);
                    }
                }
                false
            }
            _ => false,
        }
    }

    fn answers_ours(&mut self, account: &str, nick: &str, now: u64) -> bool {
        let connection = self.irc.get_mut(account);
        connection.is_some_and(|connection| connection.answers_ours(nick, now))
    }

    /// Hints about people of whom nothing is known would be remembered without need.
    fn comes_or_goes(&mut self, account: &str, nick: &str, comes: bool) {
        if self.is_met(account, nick) {
            let _ = self.messenger.set_present(account, nick, comes);
        }
    }

    pub(in crate::plugin) fn is_met(&self, account: &str, nick: &str) -> bool {
        let Some(at) = self.at(account, nick) else { return false };
        self.messenger.is_named(account, nick)
            || self.windows.get(&at).is_some()
            || self.met.knows(&at)
    }

    /// Tells somebody whom the user has written to in clear, once and unseen, that the library is here.
    pub(super) fn tell_unseen(&mut self, account: &str, nick: &str) {
        let mut items = Vec::new();
        self.tell_back(account, nick, &mut items);
        self.tell_later(items);
    }

    pub(super) fn tell_back(&mut self, account: &str, nick: &str, items: &mut Vec<Item>) {
        let tells = self.accounts.get(account).is_some_and(|kept| kept.tell);
        let carried = self
            .irc
            .get(account)
            .is_some_and(|known| known.is_ready() && known.server.has(Capability::MessageTags));
        let Some(at) = self.at(account, nick).filter(|_| tells && carried) else { return };
        // Only whom the user writes to learns it: it tells that they are there, and what they have.
        let written = self.met.is(&at, Trait::Written);
        let stranger = self.messenger.people_at(account, nick).is_empty();
        if !written || !stranger || self.is_program(account, nick) {
            return;
        }
        if self.met.note(&at, Trait::Told) {
            let send = Send {
                line: String::new(),
                id: 0,
                kind: LineKind::Network,
                fallback: String::new(),
            };
            items.push(item(account, nick, EventKind::Send(send)));
        }
    }
}

/// The line that tells somebody unseen that the library is here.
pub(super) fn unseen(nick: &str) -> String {
    format!("@{TELLS}=1 TAGMSG {nick}")
}
