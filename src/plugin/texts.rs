//! Texts: what the user types, what the network brings.

use super::codes::Cause;
use super::event::{Echo, EventKind, Place, Stage};
use super::frontend::Frontend;
use super::gate::{Meanwhile, has_lines, is_ours};
use super::irc::parts;
use super::saying::{Details, item};
use super::walk::{Item, Outcome, Verdict, What};
use crate::irc::Ctcp;
use crate::messenger::display::{display, outgoing};
use crate::messenger::{self, LineKind, MessengerError, Origin, State, TextAction};

impl Frontend {
    /// Call this when the user wants to send a text. A text that is taken is echoed first. A
    /// sentence about a text that passes comes with the next tick, so that it appears below the
    /// text.
    pub fn outgoing(&mut self, account: &str, peer: &str, text: &[u8], origin: Origin) -> Outcome {
        self.begin();
        self.write_out(account, peer, text, origin)
    }

    /// As [`outgoing`](Self::outgoing), in a call that has begun.
    pub(super) fn write_out(
        &mut self,
        account: &str,
        peer: &str,
        text: &[u8],
        origin: Origin,
    ) -> Outcome {
        if origin.room {
            return self.outcome(Vec::new());
        }
        // While the vault cannot be used, or how private it has to be could not be set yet.
        let stopped = self.messenger.is_closed() || self.pending.contains_key(account);
        if origin.notice && (stopped || !self.may_go_at_once(account, peer, text)) {
            // A program's text is not kept waiting, and nobody is told.
            return Outcome::constant(Verdict::Refused);
        }
        if stopped {
            let code = if self.messenger.is_closed() { "refused-closed" } else { "refused" };
            return self.refused_because(account, peer, text, code);
        }
        if self.would_begin_with_a_program(account, peer) {
            return self.refused_because(account, peer, text, "refused-program");
        }
        let ctcp = text.starts_with(b"\x01") && self.is_irc(account);
        let (mut text, mut origin) = (text, origin);
        if ctcp && !self.messenger.may_send(account, peer, text) {
            match Ctcp::parse(text) {
                Some(ctcp) if ctcp.is_action() => {
                    text = ctcp.text;
                    origin.action = true;
                }
                // What programs say to each other is no text that waits until it can be encrypted.
                _ => return self.refused_because(account, peer, text, "refused-command"),
            }
        }
        if has_lines(text)
            && self.messenger.line_kind(text).is_none()
            && !self.messenger.may_send(account, peer, text)
        {
            // A line of another program: nothing is encrypted twice.
            return self.refused_because(account, peer, text, "refused-line");
        }
        let told = self.messenger.outgoing(account, peer, text, origin);
        let held = told.verdict == messenger::Verdict::Held;
        match told.verdict {
            messenger::Verdict::Taken | messenger::Verdict::Held => {
                self.taken(account, peer, text, origin, told, held)
            }
            messenger::Verdict::Refused => self.refused(account, peer, text, told),
            _ => {
                let outcome = self.finish(told, Cause::User, Verdict::Pass, Vec::new());
                self.wrote(account, peer, text, origin);
                self.put_off(outcome)
            }
        }
    }

    /// The text goes back to the user, with the reason of this code.
    pub(super) fn refused_because(
        &mut self,
        account: &str,
        peer: &str,
        text: &[u8],
        code: &'static str,
    ) -> Outcome {
        let details = Details { text: Some(text), ..Details::default() };
        let said = self.say_with(account, peer, code, Place::Window, Cause::User, &details);
        let mut outcome = self.outcome(vec![said]);
        outcome.verdict = Verdict::Refused;
        outcome
    }

    fn may_go_at_once(&mut self, account: &str, peer: &str, text: &[u8]) -> bool {
        let private = self
            .at(account, peer)
            .is_some_and(|at| self.windows.standing(&at).state == State::Private);
        private || self.messenger.may_send(account, peer, text)
    }

    /// The text was swallowed: its echo stands first, and says what has become of it in this call.
    fn taken(
        &mut self,
        account: &str,
        peer: &str,
        text: &[u8],
        origin: Origin,
        mut told: messenger::Outcome,
        held: bool,
    ) -> Outcome {
        let number = told.number.unwrap_or(0);
        let mut stage = if held { Stage::Waiting } else { Stage::Sent };
        // What the echo says need not be said again.
        told.events.retain(|event| match &event.kind {
            messenger::EventKind::Progress(progress) if progress.number == number => {
                match progress.stage {
                    messenger::Stage::Asking => stage = Stage::Asking,
                    messenger::Stage::Held => stage = Stage::Waiting,
                    messenger::Stage::Lost | messenger::Stage::Discarded => return true,
                    _ => {}
                }
                false
            }
            _ => true,
        });
        if matches!(stage, Stage::Waiting | Stage::Asking) && number != 0 {
            self.waiting.insert((account.to_owned(), number), peer.to_owned());
        }
        let mut items = Vec::new();
        for echo in self.echoes(account, text, origin, number, stage) {
            items.push(item(account, peer, EventKind::Echo(echo)));
        }
        self.finish(told, Cause::User, Verdict::Taken, items)
    }

    /// The echo of a text; on a network without line breaks one for each line.
    fn echoes(
        &self,
        account: &str,
        text: &[u8],
        origin: Origin,
        number: u64,
        stage: Stage,
    ) -> Vec<Echo> {
        let profile = self.messenger.profile(account);
        let (given, taken, lines) = profile
            .map(|profile| (profile.markup_given(), profile.markup_taken(), profile.lines()))
            .unwrap_or_default();
        let (content, bytes) = outgoing(origin.markup(given), text);
        let room = self.raw_room(account);
        let texts = display(content, &bytes, taken, lines).into_iter();
        let echo = |text| Echo {
            text,
            mark: self.mark_of(stage),
            action: origin.action,
            number,
            log: self.logs(account),
            label: self.context.label.clone(),
        };
        texts.flat_map(|text| parts(&text, room)).map(echo).collect()
    }

    /// The text goes back to the user, with the reason.
    fn refused(
        &mut self,
        account: &str,
        peer: &str,
        text: &[u8],
        mut told: messenger::Outcome,
    ) -> Outcome {
        let mut reason = None;
        told.events.retain(|event| match &event.kind {
            messenger::EventKind::Notice(notice) => {
                reason.get_or_insert(*notice);
                false
            }
            _ => true,
        });
        let outcome_reason = reason.map_or("refused", super::codes::notice_code);
        let mut outcome = self.finish(told, Cause::User, Verdict::Refused, Vec::new());
        let details = Details { text: Some(text), ..Details::default() };
        outcome.push(self.say_with(
            account,
            peer,
            outcome_reason,
            Place::Window,
            Cause::User,
            &details,
        ));
        outcome
    }

    /// Call this when a text has arrived. `time` is when the network says it was sent, in seconds
    /// since 1970; 0 for now.
    pub fn incoming(
        &mut self,
        account: &str,
        peer: &str,
        text: &[u8],
        origin: Origin,
        time: u64,
    ) -> Outcome {
        self.begin();
        self.heard_text(account, peer, text, origin, time)
    }

    /// As [`incoming`](Self::incoming), in a call that has begun.
    pub(super) fn heard_text(
        &mut self,
        account: &str,
        peer: &str,
        text: &[u8],
        origin: Origin,
        time: u64,
    ) -> Outcome {
        if self.messenger.is_closed() && !origin.room {
            return self.came_meanwhile(account, peer, text, origin, time);
        }
        self.heard(account, peer, text, origin);
        let mut origin = origin;
        // A program that says after others what they say is answered nothing.
        origin.history |= self.is_program_unmet(account, peer) && is_ours(text);
        self.context.marks = self.messenger.marks(account, peer);
        self.context.time = time;
        let told = self.messenger.incoming(account, peer, text, origin);
        let verdict = match told.verdict {
            messenger::Verdict::Taken => Verdict::Taken,
            messenger::Verdict::PassWarn => Verdict::Marked,
            // Another program of ours has sent it in clear, or somebody says so.
            _ if origin.own && self.context.marks => Verdict::Marked,
            _ => Verdict::Pass,
        };
        let mut outcome = self.finish(told, Cause::Network, verdict, Vec::new());
        self.context = super::frontend::Context::default();
        match verdict {
            Verdict::Marked => {
                let age = if self.whole.can.time { String::new() } else { self.age(time) };
                outcome.mark = self.sentences.text("mark-not-private") + &age;
                self.put_off(outcome)
            }
            Verdict::Pass => self.put_off(outcome),
            _ => outcome,
        }
    }

    /// Nothing that comes while the vault cannot be used is hidden, but for lines of ours. They are
    /// read later.
    fn came_meanwhile(
        &mut self,
        account: &str,
        peer: &str,
        text: &[u8],
        origin: Origin,
        time: u64,
    ) -> Outcome {
        let ours = is_ours(text) && !origin.occupant;
        let (peer, text) = (peer.to_owned(), text.to_vec());
        let hides = ours
            && (origin.own || self.keeps(account, Meanwhile::Line { peer, text, origin, time }));
        let mut outcome = self.outcome(Vec::new());
        if hides {
            outcome.verdict = Verdict::Taken;
        }
        outcome
    }

    /// What is said about a text that the host shows or sends itself stands below it.
    fn put_off(&mut self, mut outcome: Outcome) -> Outcome {
        let says = |item: &Item| matches!(&item.what, What::Event(EventKind::Say(_)));
        let later = outcome.take(says);
        self.tell_later(later);
        outcome
    }

    /// Whether a text that no hook has seen may be sent now: the last check. In doubt, the answer
    /// is no.
    pub fn may_send(&mut self, account: &str, peer: &str, text: &[u8]) -> bool {
        !self.pending.contains_key(account) && self.messenger.may_send(account, peer, text)
    }

    /// What a line is for, if the library has released it.
    pub fn line_kind(&self, line: &[u8]) -> Option<LineKind> {
        self.messenger.line_kind(line)
    }

    /// All texts for a person that wait for a decision: send or discard them.
    pub(super) fn texts_decided(
        &mut self,
        account: &str,
        peer: &str,
        action: TextAction,
        code: &'static str,
    ) -> Outcome {
        let waiting = self.messenger.waiting(account, peer);
        let count = (waiting.asking + waiting.lost) as u64;
        if count == 0 {
            let said = self.say(account, peer, "no-texts", Place::Window, Cause::User);
            return self.failed(super::error::PluginError::Command, vec![said]);
        }
        let mut told = self.messenger.texts_do(account, peer, action);
        let failed = told.error.is_some();
        let for_other_key = told.error == Some(MessengerError::OtherFingerprint);
        if for_other_key {
            // Nobody has given any digits that could be wrong.
            told.events.retain(|event| !matches!(event.kind, messenger::EventKind::Notice(_)));
        }
        let mut outcome = self.finish(told, Cause::User, Verdict::Pass, Vec::new());
        if for_other_key {
            let place = Place::Window;
            outcome.push(self.say(account, peer, "for-other-key", place, Cause::User));
        }
        if !failed && !code.is_empty() {
            let details = Details { count, ..Details::default() };
            outcome.push(self.say_with(account, peer, code, Place::Window, Cause::User, &details));
        }
        outcome
    }
}
