//! A line that the user's client wants to send.
//!
//! What passes is unchanged. What would carry a text in clear to somebody private is taken or refused,
//! and so is whatever may do that without anybody being able to tell.

use super::connection::Connection;
use super::gathered::Step;
use crate::guard::{Addressing, Target};
use crate::irc::target::{Carrier, is_channel, outgoing};
use crate::irc::{Ctcp, Line, Outgoing};
use crate::messenger::Origin;
use crate::plugin::codes::Cause;
use crate::plugin::frontend::Frontend;
use crate::plugin::network::TELLS;
use crate::plugin::walk::{Outcome, Verdict};

/// Where the messenger speaks of itself, and is spoken to: no nick looks like it.
pub(super) const SELF: &str = "*subrosa";

/// The command that a client sends for a word to the library.
const OUR_WORD: &str = "SUBROSA";

impl Frontend {
    /// A raw line that the user's client wants to send, as it was typed: unsplit, of any length, with or
    /// without CR LF at its end. It is sent as it is if the verdict is [`Verdict::Pass`].
    ///
    /// `SUBROSA words` and `PRIVMSG *subrosa :words` are commands.
    pub fn irc_out(&mut self, account: &str, line: &[u8]) -> Outcome {
        self.begin();
        self.connect(account);
        if self.accounts.contains_key(account) && !self.is_irc(account) {
            // Whom a target reaches would be told by other rules.
            return self.refused_because(account, "", line, "refused-command");
        }
        let Ok(line) = Line::parse(line) else {
            // What is meant for the library may be a secret, however it is spelled.
            return match begins_with_our_word(line) {
                true => self.refused_because(account, "", line, "refused-command"),
                false => self.pass_if_nobody_is_private(account, line),
            };
        };
        if (line.is("USER") || line.is("PASS"))
            && let Some(connection) = self.irc.get_mut(account)
        {
            connection.server.begins();
        }
        if line.is(OUR_WORD) {
            let words: Vec<_> =
                line.parameters().iter().map(|word| String::from_utf8_lossy(word)).collect();
            return self.commanded(account, &words.join(" "));
        }
        let label = line.tags().get("label").map(String::from_utf8_lossy).unwrap_or_default();
        match self.gather(account, &line) {
            Step::Kept => return self.silent(Verdict::Taken),
            Step::Full => return self.not_sent(account, "", line.parameter(2)),
            Step::Instead(over) => {
                let mut outcome = self.not_sent(account, &over.target, Some(&over.text));
                outcome.verdict = Verdict::Taken;
                return outcome;
            }
            Step::Whole(whole) => {
                let outcome = self.labelled(&whole.label, |host| {
                    host.write_out(account, &whole.target, &whole.text, Origin::default())
                });
                // Its lines were swallowed: nothing else sends them.
                return match outcome.verdict {
                    Verdict::Pass => {
                        drop(outcome);
                        self.not_sent(account, &whole.target, Some(&whole.text))
                    }
                    _ => outcome,
                };
            }
            Step::None => {}
        }
        match outgoing(&line) {
            // No beginning of a batch that is known has more words than a target.
            Outgoing::Batch if line.parameters().len() > 3 => {
                self.pass_if_nobody_is_private(account, &written(&line))
            }
            Outgoing::Harmless | Outgoing::Batch => self.silent(Verdict::Pass),
            Outgoing::Unknown => self.pass_if_nobody_is_private(account, &written(&line)),
            Outgoing::Text { carrier, targets, text } => {
                self.labelled(&label, |host| host.text_out(account, &line, carrier, targets, text))
            }
        }
    }

    /// A text of the client, whatever carries it.
    fn text_out(
        &mut self,
        account: &str,
        line: &Line<'_>,
        carrier: Carrier,
        targets: &[u8],
        text: &[u8],
    ) -> Outcome {
        let targets_text = String::from_utf8_lossy(targets);
        match Addressing::Irc.target(&targets_text) {
            Target::One(nick) if is_self(nick.as_bytes()) => {
                return match carrier {
                    Carrier::Message => self.commanded(account, &String::from_utf8_lossy(text)),
                    _ => self.silent(Verdict::Taken),
                };
            }
            // What is said to the library may be a secret, and is for nobody else.
            Target::Several(nicks) if nicks.iter().any(|nick| is_self(nick.as_bytes())) => {
                return self.refused_because(account, "", text, "refused-others");
            }
            _ => {}
        }
        let room = self.irc.get(account).is_some_and(|known| is_channel(targets, &known.server));
        let nick = match Addressing::Irc.target(&targets_text) {
            _ if room => return self.silent(Verdict::Pass),
            // Perhaps it is the name of somebody in another encoding.
            _ if std::str::from_utf8(targets).is_err() => {
                return self.pass_if_it_may(account, "*", text, "refused-others");
            }
            Target::Room => return self.silent(Verdict::Pass),
            Target::One(nick) => nick,
            _ => return self.pass_if_it_may(account, &targets_text, text, "refused-others"),
        };
        let ctcp = Ctcp::parse(text);
        match (carrier, ctcp) {
            (Carrier::Tags, _) if only_tells(line) => self.silent(Verdict::Pass),
            (Carrier::Tags, _) => self.tags_out(account, &nick, line),
            (Carrier::Comment, _) => self.pass_if_it_may(account, &nick, text, "refused-command"),
            // What programs ask and answer each other.
            (_, Some(ctcp)) if ctcp.is_action() && has_more(ctcp, text) => {
                self.pass_if_it_may(account, &nick, text, "refused-command")
            }
            (Carrier::Notice, Some(_)) if !self.messenger.may_send(account, &nick, text) => {
                self.silent(Verdict::Refused)
            }
            (_, Some(ctcp)) if !ctcp.is_action() => {
                self.pass_if_it_may(account, &nick, text, "refused-command")
            }
            (carrier, ctcp) => {
                let notice = carrier == Carrier::Notice;
                let origin = Origin { action: ctcp.is_some(), notice, ..Origin::default() };
                let words = ctcp.map_or(text, |ctcp| ctcp.text);
                // A line of ours that passes a hook of the host was typed by nobody.
                let typed = self.messenger.line_kind(words).is_none();
                if typed {
                    self.note_typed(account, &nick);
                }
                let outcome = self.write_out(account, &nick, words, origin);
                if outcome.verdict == Verdict::Pass && !notice && typed {
                    self.tell_unseen(account, &nick);
                }
                outcome
            }
        }
    }

    /// Tags alone. A reaction is a text; that somebody types is nothing worth a word.
    fn tags_out(&mut self, account: &str, nick: &str, line: &Line<'_>) -> Outcome {
        if self.messenger.may_send(account, nick, b"") && !self.pending.contains_key(account) {
            return self.silent(Verdict::Pass);
        }
        let said = ["+draft/react", "+react", "+draft/unreact"];
        let reaction = said.iter().find_map(|tag| line.tags().get(tag));
        match reaction {
            Some(text) => self.refused_because(account, nick, text, "refused-command"),
            None => self.silent(Verdict::Refused),
        }
    }

    /// What is not understood passes where it reaches nobody who is private, whoever it reaches.
    fn pass_if_nobody_is_private(&mut self, account: &str, line: &[u8]) -> Outcome {
        let end = line.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n'));
        let line = line.get(..end.map_or(0, |end| end + 1)).unwrap_or_default();
        if line.is_empty() {
            return self.silent(Verdict::Pass);
        }
        // Two lines in one are never sent.
        let several = line.iter().any(|byte| matches!(byte, 0 | b'\r' | b'\n'));
        match !several && self.may_reach(account, "*") {
            true => self.silent(Verdict::Pass),
            false => self.refused_because(account, "", line, "refused-command"),
        }
    }

    fn pass_if_it_may(
        &mut self,
        account: &str,
        targets: &str,
        text: &[u8],
        code: &'static str,
    ) -> Outcome {
        match self.may_reach(account, targets) {
            true => self.silent(Verdict::Pass),
            false => self.refused_because(account, targets, text, code),
        }
    }

    fn may_reach(&mut self, account: &str, targets: &str) -> bool {
        !self.pending.contains_key(account) && self.messenger.may_send(account, targets, b"")
    }

    /// A text that was swallowed and is not sent goes back to the user.
    fn not_sent(&mut self, account: &str, peer: &str, text: Option<&[u8]>) -> Outcome {
        self.refused_because(account, peer, text.unwrap_or_default(), "refused")
    }

    fn silent(&self, verdict: Verdict) -> Outcome {
        let mut outcome = self.outcome(Vec::new());
        outcome.verdict = verdict;
        outcome
    }

    fn commanded(&mut self, account: &str, words: &str) -> Outcome {
        let mut outcome = self.command(account, "", words);
        outcome.verdict = Verdict::Taken;
        outcome
    }

    /// What a line of the client has to do with a text of several lines. Only what may not leave in
    /// clear is gathered.
    fn gather(&mut self, account: &str, line: &Line<'_>) -> Step {
        let Some(reference) = line.parameter(0).and_then(|first| first.strip_prefix(b"+")) else {
            return self.step(account, line);
        };
        let kind = line.parameter(1).unwrap_or_default();
        let target = line.parameter(2).map(String::from_utf8_lossy);
        let (Some(target), true, true) =
            (target, line.is("BATCH"), kind == b"draft/multiline" || kind == b"multiline")
        else {
            return self.step(account, line);
        };
        let room =
            self.irc.get(account).is_some_and(|known| is_channel(target.as_bytes(), &known.server));
        if room || self.may_reach(account, &target) {
            return Step::None;
        }
        let label = line.tags().get("label").unwrap_or_default();
        match self.irc.get_mut(account) {
            Some(connection) => connection.gathered.begin(reference, &target, label),
            None => Step::Full,
        }
    }

    fn step(&mut self, account: &str, line: &Line<'_>) -> Step {
        let connection = self.irc.get_mut(account);
        connection.map_or(Step::None, |connection| connection.gathered.step(line))
    }

    /// What is echoed in this call answers a line with this label.
    fn labelled(&mut self, label: &str, call: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        label.clone_into(&mut self.context.label);
        let outcome = call(self);
        self.context.label.clear();
        outcome
    }

    fn note_typed(&mut self, account: &str, nick: &str) {
        let now = self.messenger.now_ms();
        if let Some(connection) = self.irc.get_mut(account) {
            connection.note_typed(nick, now);
        }
    }

    /// The first raw line of an account: nothing leaves before the server has said who we are, unless
    /// the host has said it.
    pub(super) fn connect(&mut self, account: &str) {
        let Some(kept) = self.accounts.get(account) else { return };
        if self.irc.contains_key(account) || kept.profile.is_none() {
            return;
        }
        let connection = Connection::new(kept.nick.as_deref());
        let waits = !connection.is_ready();
        self.irc.insert(account.to_owned(), connection);
        if waits {
            let told = self.messenger.online(account, false);
            let mut items = Vec::new();
            self.tell_all(told.events, Cause::Time, &mut items);
            self.tell_later(items);
        }
    }
}

/// Whether a name is the one under which the messenger speaks of itself.
pub(super) fn is_self(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(SELF.as_bytes())
}

/// Whether a line that cannot be read was to be one for the library.
fn begins_with_our_word(line: &[u8]) -> bool {
    let start = line.iter().position(|byte| *byte != b' ').unwrap_or(line.len());
    let word = line.get(start..start + OUR_WORD.len());
    word.is_some_and(|word| word.eq_ignore_ascii_case(OUR_WORD.as_bytes()))
}

/// Whether words stand behind a command, which it would lose.
fn has_more(ctcp: Ctcp<'_>, text: &[u8]) -> bool {
    let inner = text.strip_prefix(b"\x01").unwrap_or(text);
    ctcp.ended && inner.iter().position(|byte| *byte == 1) != inner.len().checked_sub(1)
}

/// Whether the tags say that the library is here, and nothing else.
fn only_tells(line: &Line<'_>) -> bool {
    let ours = |(key, value): (&[u8], &[u8])| {
        key == b"label" || (key == TELLS.as_bytes() && value == b"1")
    };
    line.tags().get(TELLS).is_some() && line.tags().iter().all(ours)
}

fn written(line: &Line<'_>) -> Vec<u8> {
    crate::irc::write::line(line).unwrap_or_else(|_| line.command().to_vec())
}
