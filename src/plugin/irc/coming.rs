//! A line of the server.

use super::going::is_self;
use crate::irc::clock::{played_back, said};
use crate::irc::target::conversation;
use crate::irc::{Conversation, Ctcp, IrcError, Line, ctcp, write};
use crate::messenger::Origin;
use crate::plugin::codes::Cause;
use crate::plugin::event::Place;
use crate::plugin::frontend::Frontend;
use crate::plugin::gate::is_ours;
use crate::plugin::network::TELLS;
use crate::plugin::walk::{Outcome, Verdict};
use crate::wire::WireError;
use crate::wire::armor::{Content, find};

/// A line that is older than this when it comes was kept somewhere. Seconds.
const KEPT_SECONDS: u64 = 120;

/// Shorter ones, which break off, somebody may have written about the library.
const LEAST_CUT: usize = 100;

/// A text that came, taken out of its line.
struct Came<'a> {
    from: &'a str,
    /// Without what stands around it.
    text: &'a [u8],
    origin: Origin,
    time: u64,
    action: bool,
}

impl Frontend {
    /// A raw line of the server, with its tags; `time` is when it was said, in seconds since 1970, 0 for
    /// its tag `time` or else now. All lines are to be given, from the first of a connection. The
    /// client gets the line as it is ([`Verdict::Pass`]), [`Outcome::line`] instead of it
    /// ([`Verdict::Marked`]), or nothing ([`Verdict::Taken`]).
    ///
    /// While somebody is private, lines that cannot be read are hidden: with NUL, CR or LF inside, or
    /// too long. So is always what calls itself `*subrosa`, which no nick is.
    pub fn irc_in(&mut self, account: &str, line: &[u8], time: u64) -> Outcome {
        self.begin();
        self.connect(account);
        let line = match Line::parse(line) {
            Ok(line) => line,
            Err(error) => return self.unreadable(account, error),
        };
        if speaks_as_us(&line) {
            // The client would believe that it is from the library.
            let mut outcome = self.outcome(Vec::new());
            outcome.verdict = Verdict::Taken;
            return outcome;
        }
        let mut items = Vec::new();
        let hidden = self.server_said(account, &line, &mut items);
        let mut outcome = match self.text_in(account, &line, time) {
            Some(outcome) => outcome,
            None => self.outcome(Vec::new()),
        };
        if hidden {
            outcome.verdict = Verdict::Taken;
        }
        outcome.put_before(items);
        outcome
    }

    /// A line that cannot be read, while a client may read it: as a text in clear without a mark, of
    /// somebody who is private.
    fn unreadable(&mut self, account: &str, error: IrcError) -> Outcome {
        let clients_read =
            matches!(error, IrcError::Control | IrcError::TooLong | IrcError::TagsTooLong);
        let private = !self.messenger.is_closed() && !self.messenger.may_send(account, "*", b"");
        let mut outcome = self.outcome(Vec::new());
        if clients_read && private {
            outcome.verdict = Verdict::Taken;
        }
        outcome
    }

    /// A text to us, if the line carries one.
    fn text_in(&mut self, account: &str, line: &Line<'_>, time: u64) -> Option<Outcome> {
        let connection = self.irc.get(account)?;
        let (from, own) = match conversation(line, &connection.server)? {
            Conversation::From(nick) => (nick, false),
            // What comes to us all the same: our nick is not what we think, or it goes to all.
            Conversation::Others { from, .. } => (from, false),
            Conversation::Own(to) => (to, true),
            Conversation::Channel(_) | Conversation::Server => return None,
        };
        let from = std::str::from_utf8(from).ok()?.to_owned();
        let history = connection.batches.is_history(line) || self.is_old(account, line);
        if line.is("TAGMSG") {
            return self.tags_in(account, &from, line, own || history);
        }
        if let Some((user, host)) =
            line.source().filter(|_| !own).and_then(|source| source.user.zip(source.host))
            && let Some(connection) = self.irc.get_mut(account)
        {
            connection.note_place(&from, user, host);
        }
        let text = line.parameter(1)?;
        let notice = line.is("NOTICE");
        let ctcp = Ctcp::parse(text);
        if ctcp.is_some_and(|ctcp| !ctcp.is_action()) && is_command_alone(text) {
            // Programs ask and answer each other.
            return None;
        }
        let ctcp = ctcp.filter(Ctcp::is_action);
        let (words, action) = ctcp.map_or((text, false), |ctcp| (ctcp.text, true));
        let now = self.messenger.now_ms() / 1_000;
        let time = if time == 0 { said(line).unwrap_or(0) } else { time };
        let (words, time, history) = match played_back(words) {
            Some((at, rest)) if is_ours(rest) => (rest, at.latest(now, 0), true),
            _ => (words, time, history),
        };
        let origin = Origin { action, notice, history, own, ..Origin::default() };
        let came = Came { from: &from, text: words, origin, time, action };
        if !own && is_cut_off(words) {
            return Some(self.cut_off(account, &from));
        }
        let mut outcome = self.heard_text(account, came.from, came.text, came.origin, came.time);
        if outcome.verdict == Verdict::Marked {
            outcome.line = marked(line, &outcome.mark, &came).unwrap_or_default();
        }
        Some(outcome)
    }

    /// Tags alone: somebody may say by them that their program has the library.
    fn tags_in(
        &mut self,
        account: &str,
        from: &str,
        line: &Line<'_>,
        ignored: bool,
    ) -> Option<Outcome> {
        line.tags().get(TELLS)?;
        let mut items = Vec::new();
        if !ignored {
            let told = self.capable(account, from, true);
            self.tell_all(told.events, Cause::Network, &mut items);
            self.tell_back(account, from, &mut items);
        }
        let mut outcome = self.outcome(items);
        outcome.verdict = Verdict::Taken;
        Some(outcome)
    }

    /// A line of ours whose end is missing: it cannot be read, and is no text for anybody.
    fn cut_off(&mut self, account: &str, from: &str) -> Outcome {
        let said = self.say(account, from, "cut-off", Place::Anywhere, Cause::Network);
        let mut outcome = self.outcome(vec![said]);
        outcome.verdict = Verdict::Taken;
        outcome
    }

    /// Whether a line is so old that somebody has kept it.
    fn is_old(&self, account: &str, line: &Line<'_>) -> bool {
        let Some(said) = said(line) else { return false };
        let now = self.messenger.now_ms() / 1_000;
        let ahead = self.irc.get(account).map_or(0, |connection| connection.ahead);
        now.saturating_add_signed(ahead.saturating_neg()).saturating_sub(said) > KEPT_SECONDS
    }
}

/// Whether somebody uses the name under which the library speaks, which no nick can be.
fn speaks_as_us(line: &Line<'_>) -> bool {
    let named = ["NICK", "PRIVMSG", "NOTICE", "TAGMSG"].iter().any(|command| line.is(command));
    line.source().is_some_and(|source| is_self(source.nick))
        || (named && line.parameter(0).is_some_and(is_self))
}

/// Whether a text is a command for a program from its first byte to its last. Of anything else clients
/// show a part, or all, as said by the person.
fn is_command_alone(text: &[u8]) -> bool {
    let inner = text.strip_prefix(b"\x01").and_then(|rest| rest.strip_suffix(b"\x01"));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(&1))
}

/// What ngircd puts at the end of a line that it has cut.
const CUT: &[u8] = b"[CUT]";

/// Whether a text is a line of ours without its end.
fn is_cut_off(text: &[u8]) -> bool {
    let text = text.strip_suffix(CUT).unwrap_or(text);
    if text.len() < LEAST_CUT || !text.starts_with(b"?SR") {
        return false;
    }
    let pieces = find(text).filter(|piece| !piece.is_blank());
    let cut = |content: &Content| matches!(content, Content::Broken(WireError::Truncated { .. }));
    pieces.map(|piece| cut(&piece.content)).last().unwrap_or(false)
}

/// The line with a mark before its text.
fn marked(line: &Line<'_>, mark: &str, came: &Came<'_>) -> Option<Vec<u8>> {
    let text = [mark.as_bytes(), came.text].concat();
    let text = if came.action { ctcp::write("ACTION", &text).ok()? } else { text };
    write::with_text(line, &text).ok()
}
