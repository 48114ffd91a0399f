//! Sentences about people, as items to tell.

use super::codes::{Cause, about_nobody, severity_of};
use super::event::{EventKind, Input, Place, Say, Stage};
use super::frontend::Frontend;
use super::sentences::Words;
use super::walk::{Item, What};
use super::window::At;
use crate::identity::Fingerprint;
use crate::verify::SafetyNumber;

/// Seconds after which a text says how old it is.
const OLD_SECONDS: u64 = 120;

/// A sentence by its code, and what it is made of.
#[derive(Debug, Default)]
pub(super) struct Details<'a> {
    pub(super) text: Option<&'a [u8]>,
    pub(super) digits: &'a str,
    pub(super) count: u64,
    pub(super) word: &'a str,
}

impl Frontend {
    /// A sentence about a person.
    pub(super) fn say(
        &self,
        account: &str,
        peer: &str,
        code: &'static str,
        place: Place,
        cause: Cause,
    ) -> Item {
        self.say_with(account, peer, code, place, cause, &Details::default())
    }

    /// A sentence about a person and what else it is about.
    pub(super) fn say_with(
        &self,
        account: &str,
        peer: &str,
        code: &'static str,
        place: Place,
        cause: Cause,
        words: &Details<'_>,
    ) -> Item {
        let say = self.sentence(account, peer, code, place, cause, words);
        item(account, peer, EventKind::Say(Box::new(say)))
    }

    pub(super) fn sentence(
        &self,
        account: &str,
        peer: &str,
        code: &'static str,
        place: Place,
        cause: Cause,
        words: &Details<'_>,
    ) -> Say {
        let name = if peer.is_empty() { account } else { peer };
        let code = if peer.is_empty() { about_nobody(code) } else { code };
        // An account that has no name is none that could be named.
        let code = match (code, name) {
            ("no-such-account", "") => "not-possible-here",
            (code, _) => code,
        };
        let quoted = words.text.map(String::from_utf8_lossy).unwrap_or_default();
        let text = if words.word.is_empty() { &*quoted } else { words.word };
        let filled = Words { name, count: words.count, digits: words.digits, text };
        let secret = words.text.is_some() || !words.digits.is_empty();
        Say {
            sentence: self.sentences.say(code, &filled),
            severity: severity_of(code),
            place,
            asked_for: cause == Cause::User,
            log: !secret || self.logs(account),
            code,
            name: name.to_owned(),
            text: words.text.map(|text| text.to_vec().into()),
            digits: words.digits.to_owned(),
            count: words.count,
            question: 0,
            how: String::new(),
            input: Input::None,
            choices: Vec::new(),
            picture: None,
        }
    }

    /// The safety number with somebody.
    pub(super) fn safety_digits(&self, account: &str, who: &Fingerprint) -> String {
        let own = self.messenger.own_fingerprint(account);
        own.map(|own| SafetyNumber::new(own, *who).to_digits()).unwrap_or_default()
    }

    /// How old a text is, if that is worth a word. The library knows no time zone.
    pub(super) fn age(&self, time: u64) -> String {
        let age = (self.messenger.now_ms() / 1_000).saturating_sub(time);
        if time == 0 || age < OLD_SECONDS {
            return String::new();
        }
        let (code, count) = match age {
            0..7_200 => ("mark-minutes", age / 60),
            7_200..172_800 => ("mark-hours", age / 3_600),
            _ => ("mark-days", age / 86_400),
        };
        self.sentences.say(code, &Words { count, ..Words::default() })
    }

    pub(super) fn logs(&self, account: &str) -> bool {
        self.accounts.get(account).is_some_and(|account| account.log)
    }

    /// Whether somebody looks at what is shown of an account.
    pub(super) fn looks(&self, account: &str) -> bool {
        self.accounts.get(account).is_none_or(|account| account.shows)
    }

    /// The mark of an echo.
    pub(super) fn mark_of(&self, stage: Stage) -> String {
        match stage {
            Stage::Sent | Stage::Delivered => String::new(),
            stage => self.sentences.text(&format!("mark-{}", stage.word())),
        }
    }
}

/// An event as an item.
pub(super) fn item(account: &str, peer: &str, kind: EventKind) -> Item {
    let (account, peer) = (account.to_owned(), peer.to_owned());
    Item { account, peer, what: What::Event(kind), tries: 0, order: 0 }
}

/// The title of a conversation, whatever it is when it is reached.
pub(super) fn title(at: &At, peer: &str) -> Item {
    let (account, peer) = (at.0.clone(), peer.to_owned());
    Item { account, peer, what: What::Title(at.1.clone()), tries: 0, order: 0 }
}
