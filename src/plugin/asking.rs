//! Questions as the user meets them, and what answers them.

use super::codes::Cause;
use super::event::{Choice, EventKind, Input, Place};
use super::frontend::Frontend;
use super::question::Ask;
use super::saying::{Details, item};
use super::walk::Item;
use super::window::At;
use std::path::Path;

impl Frontend {
    /// Asks the user something, or asks it again under the same number.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn ask(
        &mut self,
        at: Option<At>,
        account: &str,
        peer: &str,
        ask: Ask,
        cause: Cause,
        text: Option<&[u8]>,
        items: &mut Vec<Item>,
    ) {
        let (code, place) = match &ask {
            Ask::Invited => ("ask-invited", Place::Anywhere),
            Ask::Key(_) => ("ask-key", Place::Window),
            Ask::Address(_) => ("ask-address", Place::Anywhere),
            Ask::NoAnswer => ("ask-no-answer", Place::Anywhere),
            Ask::Long(_) => ("ask-long", Place::Window),
            Ask::Lost(_) => ("ask-lost", Place::Anywhere),
            Ask::Old(_) => ("ask-old", Place::Anywhere),
            Ask::Compare(_) => ("safety", Place::Window),
            Ask::Unlock => ("ask-unlock", Place::Anywhere),
            Ask::Passphrase => ("ask-passphrase", Place::Anywhere),
            Ask::Export(..) => ("ask-export", Place::Anywhere),
            Ask::Import(_) => ("ask-import", Place::Anywhere),
            Ask::Again(_) => ("ask-passphrase-again", Place::Anywhere),
            Ask::GoOn(file) if file.is_empty() => ("ask-damaged", Place::Anywhere),
            Ask::GoOn(_) => ("ask-older", Place::Anywhere),
        };
        let digits = match &ask {
            Ask::Key(who) | Ask::Address(who) => who.to_digits(),
            Ask::Compare(who) => self.safety_digits(account, who),
            _ => String::new(),
        };
        let (number, _new) = self.questions.ask(at, peer, ask.clone());
        let count = match &ask {
            Ask::Old(numbers) => numbers.len() as u64,
            _ => 0,
        };
        let word = match &ask {
            Ask::GoOn(file) => file,
            _ => "",
        };
        let details = Details { text, digits: &digits, count, word };
        let mut say = self.sentence(account, peer, code, place, cause, &details);
        say.question = number;
        say.choices = self.choices_of(&ask);
        if ask.is_secret() && self.whole.can.hidden {
            say.input = Input::Hidden;
        }
        let words: Vec<&str> = ask.typed().collect();
        say.how = match &ask {
            // Where nothing hidden can be typed, a secret is typed behind the command.
            secret if secret.is_secret() && !self.whole.can.hidden => match secret {
                Ask::Unlock => self.how_hidden("unlock"),
                Ask::Export(_, path) => self.how_hidden(&named("export", path)),
                Ask::Import(path) => self.how_hidden(&named("import", path)),
                _ => self.how_hidden("passphrase"),
            },
            _ => self.how(&words, peer, place),
        };
        items.push(item(account, peer, EventKind::Say(Box::new(say))));
    }

    /// The choices of a question, as the user sees them.
    fn choices_of(&self, ask: &Ask) -> Vec<Choice> {
        ask.words().iter().map(|(word, risk)| self.choice(word, *risk)).collect()
    }

    pub(super) fn choice(&self, word: &'static str, risk: bool) -> Choice {
        let label = self.sentences.text(&format!("choice-{word}"));
        Choice { word, label, risk }
    }

    /// What the user types to answer, where the host has no buttons.
    pub(super) fn how(&self, words: &[&str], peer: &str, place: Place) -> String {
        if self.whole.can.buttons || words.is_empty() {
            return String::new();
        }
        let mut all = String::new();
        let or = self.sentences.text("or");
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                all.push_str(if index + 1 == words.len() { &or } else { ", " });
            }
            all.push_str(&self.typed(word, peer, place));
        }
        self.sentences.listing("how-one", &all)
    }

    /// As [`how`](Self::how), also where the host has buttons: a secret is on none.
    fn how_hidden(&self, words: &str) -> String {
        self.sentences.listing("how-one", &format!("{} {words} ...", self.whole.command))
    }

    /// A command as the user types it. It names the person unless it is typed in their window.
    fn typed(&self, word: &str, peer: &str, place: Place) -> String {
        let mut typed = format!("{} {word}", self.whole.command);
        let elsewhere = place != Place::Window || self.whole.names_person();
        if elsewhere && !peer.is_empty() {
            typed.push(' ');
            typed.push_str(&super::sentences::quoted(peer));
        }
        typed
    }
}

/// A command with its file, in double quotes.
fn named(word: &str, path: &Path) -> String {
    format!("{word} \"{}\"", path.display())
}
