//! What the user answers to a question.

use super::super::codes::Cause;
use super::super::error::PluginError;
use super::super::event::Place;
use super::super::frontend::Frontend;
use super::super::question::{Ask, Open};
use super::super::saying::Details;
use super::super::walk::{Outcome, Verdict};
use crate::messenger::{Action, TextAction};

impl Frontend {
    /// The user answers a question: with the word of a choice, or with what it asks for. It acts on what
    /// was asked then, or not at all.
    pub fn answer(&mut self, question: u64, words: &str) -> Outcome {
        self.begin();
        let words = words.trim();
        let Some(open) = self.questions.get(question).cloned() else {
            let said = self.say("", "", "closed", Place::Anywhere, Cause::User);
            return self.failed(PluginError::Answer, vec![said]);
        };
        let account = open.at.as_ref().map(|at| at.0.clone()).unwrap_or_default();
        if open.ask.is_secret() {
            return self.secret(&open, words);
        }
        let known = open.ask.words().iter().map(|(word, _)| *word).find(|word| *word == words);
        let Some(word) = known else {
            let details = Details { word: words, ..Details::default() };
            let said = self.say_with(
                &account,
                &open.peer,
                "no-such-answer",
                Place::Window,
                Cause::User,
                &details,
            );
            return self.failed(PluginError::Answer, vec![said]);
        };
        self.act(&open, word)
    }

    /// What the word of a choice does to what a question is about.
    pub(super) fn act(&mut self, open: &Open, word: &'static str) -> Outcome {
        let account = open.at.as_ref().map(|at| at.0.clone()).unwrap_or_default();
        let peer = open.peer.clone();
        let (action, who) = match (&open.ask, word) {
            (_, "wait" | "later") => {
                let mut items = Vec::new();
                let closed = self.questions.close(open.number);
                self.tell_closed(closed.into_iter().collect(), &mut items);
                return self.outcome(items);
            }
            (Ask::GoOn(_), _) => return self.go_on(),
            (Ask::Long(number) | Ask::Lost(number), _) => {
                let (action, code) = match word {
                    "discard" => (TextAction::Discard, ""),
                    "send" => (TextAction::Send, "sent-now"),
                    _ => (TextAction::Send, "resent"),
                };
                return self.text_decided(&account, &peer, *number, action, code);
            }
            (Ask::Old(numbers), _) => {
                self.questions.close(open.number);
                return self.old_decided(&account, numbers, word);
            }
            (Ask::Compare(who), "differ") => {
                self.questions.close(open.number);
                return self.differ(&account, &peer, who);
            }
            (Ask::Compare(who), _) => (Action::Verify, Some(*who)),
            (Ask::Invited, "accept") => (Action::Accept, None),
            (_, "block") => (Action::Block, None),
            (Ask::Invited, _) => (Action::Decline, None),
            (Ask::NoAnswer, _) => (Action::Cancel, None),
            (Ask::Key(who), "accept-key") => (Action::AcceptKey, Some(*who)),
            (Ask::Key(who), "add-key") => (Action::AddKey, Some(*who)),
            (Ask::Address(who), "accept") => (Action::Accept, Some(*who)),
            (Ask::Key(who) | Ask::Address(who), _) => (Action::Decline, Some(*who)),
            (
                Ask::Unlock | Ask::Passphrase | Ask::Export(..) | Ask::Import(_) | Ask::Again(_),
                _,
            ) => return self.outcome(Vec::new()),
        };
        let outcome = self.decided(&account, &peer, action, who);
        if outcome.error.is_none() {
            self.questions.close(open.number);
        }
        outcome
    }

    fn text_decided(
        &mut self,
        account: &str,
        peer: &str,
        number: u64,
        action: TextAction,
        code: &'static str,
    ) -> Outcome {
        let told = self.messenger.text_do(account, number, action);
        let failed = told.error.is_some();
        let mut outcome = self.finish(told, Cause::User, Verdict::Pass, Vec::new());
        if !failed && !code.is_empty() && !outcome.says() {
            let details = Details { count: 1, ..Details::default() };
            outcome.push(self.say_with(account, peer, code, Place::Window, Cause::User, &details));
        }
        outcome
    }

    /// What is decided about texts that have waited for long: about those that were asked about.
    fn old_decided(&mut self, account: &str, numbers: &[u64], word: &str) -> Outcome {
        let action = match word {
            "send" => TextAction::Send,
            _ => TextAction::Discard,
        };
        let mut all = crate::messenger::Outcome::default();
        for number in numbers {
            let told = self.messenger.text_do(account, *number, action);
            all.events.extend(told.events);
            // One that is gone meanwhile is decided.
            let gone = matches!(told.error, Some(crate::messenger::MessengerError::UnknownText));
            if !gone && told.error.is_some() {
                all.error = told.error;
            }
        }
        self.finish(all, Cause::User, Verdict::Pass, Vec::new())
    }
}
