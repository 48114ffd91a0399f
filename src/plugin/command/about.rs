//! Commands about people, our card, and the commands themselves.

use super::super::codes::Cause;
use super::super::event::Place;
use super::super::frontend::Frontend;
use super::super::saying::Details;
use super::super::walk::Outcome;
use super::{ALL, Command};
use crate::messenger::{self, Action, EventKind as Told, Trust};

impl Frontend {
    /// Forgets whom texts go to, with sessions, texts and trust.
    pub(super) fn forget(&mut self, command: Command<'_>) -> Outcome {
        let Command { account, peer, .. } = command;
        let who = self.messenger.people_at(account, peer).first().copied();
        self.decided(account, peer, Action::Forget, who)
    }

    /// Sends our card to somebody, or shows it.
    pub(super) fn card(&mut self, command: Command<'_>) -> Outcome {
        let Command { account, peer, .. } = command;
        if !peer.is_empty() {
            return self.decided(account, peer, Action::ShareCard, None);
        }
        match self.messenger.card(account) {
            Ok(card) => {
                let text = card.to_text();
                let details = Details { text: Some(text.as_bytes()), ..Details::default() };
                self.answered(account, "", "card-own", &details)
            }
            Err(error) => {
                let code = super::super::codes::notice_code(error.notice());
                let said = self.say(account, "", code, Place::Window, Cause::User);
                self.failed(error.into(), vec![said])
            }
        }
    }

    /// Everybody who is known on an account, and how.
    pub(super) fn list(&mut self, account: &str) -> Outcome {
        let told = self.messenger.contacts(account);
        if let Some(error) = told.error {
            let code = super::super::codes::notice_code(error.notice());
            let said = self.say(account, "", code, Place::Window, Cause::User);
            return self.failed(error.into(), vec![said]);
        }
        let mut items = Vec::new();
        for messenger::Event { peer, kind, .. } in told.events {
            let Told::Contact(info) = kind else { continue };
            if !info.current && info.state == messenger::State::Plain {
                continue;
            }
            let words = self.standing(account, &peer).title(&self.sentences).words;
            let verified = info.trust == Trust::Verified;
            let text = match (words.is_empty(), verified) {
                (false, _) => words,
                (true, true) => self.sentences.text("title-verified"),
                (true, false) => self.sentences.text("status-word-known"),
            };
            let details = Details { word: &text, ..Details::default() };
            items.push(self.say_with(
                account,
                &peer,
                "list-contact",
                Place::Anywhere,
                Cause::User,
                &details,
            ));
        }
        if items.is_empty() {
            return self.answered(account, "", "list-none", &Details::default());
        }
        self.outcome(items)
    }

    /// All words.
    pub(super) fn help(&mut self, account: &str, peer: &str) -> Outcome {
        let words: Vec<&str> = ALL.iter().map(|(word, _)| *word).collect();
        let sentence = self.sentences.listing("help", &words.join(", "));
        let mut said = self.say(account, peer, "help", Place::Window, Cause::User);
        if let super::super::walk::What::Event(super::super::event::EventKind::Say(say)) =
            &mut said.what
        {
            say.sentence = sentence;
        }
        self.outcome(vec![said])
    }
}
