//! Commands about conversations and texts.

use super::super::codes::Cause;
use super::super::event::Place;
use super::super::frontend::Frontend;
use super::super::question::Ask;
use super::super::saying::Details;
use super::super::settings::{mode, mode_word};
use super::super::walk::{Item, Outcome};
use super::super::window::{At, Window};
use super::Command;
use crate::messenger::{Action, Mode, State, TextAction};

impl Frontend {
    /// Accepts what is asked: an invitation, a name of somebody known; or digits of somebody.
    pub(super) fn accept(&mut self, command: Command<'_>) -> Outcome {
        let Command { account, peer, rest } = command;
        if !rest.is_empty() {
            return self.decided_by_digits(command, Action::Accept);
        }
        let asked = self.at(account, peer).and_then(|at| {
            let mut seen = self.questions.seen_at(&at);
            seen.find(|open| matches!(open.ask, Ask::Invited | Ask::Address(_))).cloned()
        });
        match asked {
            Some(open) => self.act(&open, "accept"),
            None if self.standing(account, peer).state == State::Invited => {
                self.decided(account, peer, Action::Accept, None)
            }
            None => self.mistake(account, peer, "nothing-open", ""),
        }
    }

    /// Declines what is asked: an invitation, a name, a key.
    pub(super) fn decline(&mut self, command: Command<'_>) -> Outcome {
        let Command { account, peer, rest } = command;
        if !rest.is_empty() {
            return self.decided_by_digits(command, Action::Decline);
        }
        let asked = self.at(account, peer).and_then(|at| {
            let mut seen = self.questions.seen_at(&at);
            seen.find(|open| matches!(open.ask, Ask::Invited | Ask::Address(_) | Ask::Key(_)))
                .cloned()
        });
        match asked {
            Some(open) => self.act(&open, "decline"),
            None => self.decided(account, peer, Action::Decline, None),
        }
    }

    /// Sends what waits for a decision: long texts, and those that may have been lost.
    pub(super) fn send_texts(&mut self, command: Command<'_>, code: &'static str) -> Outcome {
        self.texts_decided(command.account, command.peer, TextAction::Send, code)
    }

    pub(super) fn discard_texts(&mut self, command: Command<'_>) -> Outcome {
        self.texts_decided(command.account, command.peer, TextAction::Discard, "")
    }

    /// Shows or sets how private conversations with somebody begin; `default`: as the account has it.
    pub(super) fn mode(&mut self, account: &str, peer: &str, word: &str) -> Outcome {
        let shown = |own: Option<Mode>, now: Mode| match own {
            Some(mode) => mode_word(mode).to_owned(),
            None => format!("default ({})", mode_word(now)),
        };
        if word.is_empty() {
            let (own, now) = self.messenger.mode_of(account, peer);
            let text = shown(own, now);
            let details = Details { word: &text, ..Details::default() };
            return self.answered(account, peer, "mode-shown", &details);
        }
        let set = match word {
            "default" => None,
            word => match mode(word) {
                Some(mode) => Some(mode),
                None => return self.mistake(account, peer, "need-word", "mode"),
            },
        };
        let done = self.messenger.set_mode(account, peer, set);
        let (own, now) = self.messenger.mode_of(account, peer);
        let told = self.messenger.standing_of(account, peer);
        let mut items = Vec::new();
        self.tell_all(told.events, Cause::User, &mut items);
        if let Err(error) = done {
            let code = super::super::codes::notice_code(error.notice());
            items.push(self.say(account, peer, code, Place::Window, Cause::User));
            return self.failed(error.into(), items);
        }
        let text = shown(own, now);
        let details = Details { word: &text, ..Details::default() };
        items.push(self.say_with(account, peer, "mode-set", Place::Window, Cause::User, &details));
        self.outcome(items)
    }

    /// How a conversation stands, or all that are not plain: of an account, or of all.
    pub(super) fn status(&mut self, account: &str, peer: &str) -> Outcome {
        if !peer.is_empty() {
            let code = self.status_code(account, peer);
            return self.answered(account, peer, code, &Details::default());
        }
        let wanted = (!account.is_empty()).then_some(account);
        let said = |(at, window): (&At, &Window)| {
            let code = self.status_code(&at.0, &window.peer);
            self.say(&at.0, &window.peer, code, Place::Anywhere, Cause::User)
        };
        let items: Vec<Item> = self.windows.not_plain(wanted).map(said).collect();
        if items.is_empty() {
            return self.answered(account, "", "status-none", &Details::default());
        }
        self.outcome(items)
    }
}
