//! Questions that are open. Each has a number that is never used twice, and acts on what was asked
//! when it was asked, or not at all.

use super::window::At;
use crate::identity::Fingerprint;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ask {
    /// Talk in private?
    Invited,
    /// Accept this key, which is not known?
    Key(Fingerprint),
    /// Is the name theirs, whose key is known?
    Address(Fingerprint),
    /// Nobody answers: wait?
    NoAnswer,
    /// Send a long text?
    Long(u64),
    /// Send a text again that may have arrived?
    Lost(u64),
    /// Send these texts, which have waited for more than a day?
    Old(Vec<u64>),
    /// The safety number of this key: is it the same?
    Compare(Fingerprint),
    /// The passphrase of the vault.
    Unlock,
    /// A new passphrase for the vault.
    Passphrase,
    /// A passphrase for a copy of the identity of this account, or of the vault's if it is empty, which
    /// is written to this file.
    Export(String, PathBuf),
    /// The passphrase of the copy of an identity in this file.
    Import(PathBuf),
    /// Go on with a vault that was set back, or is damaged? With the file that tells.
    GoOn(String),
    /// The new passphrase once more, before what it is for.
    Again(Box<Self>),
}

impl Ask {
    /// Whether it asks for a line that nobody is to see.
    pub(super) fn is_secret(&self) -> bool {
        self.words().is_empty()
    }

    /// The words of it that are typed behind the command. Who only wants to wait types nothing.
    pub(super) fn typed(&self) -> impl Iterator<Item = &'static str> {
        let idle = ["later", "wait"];
        self.words().iter().map(|(word, _)| *word).filter(move |word| !idle.contains(word))
    }

    /// The words that answer it, the one without any risk first, and which of them are risks.
    pub(super) fn words(&self) -> &'static [(&'static str, bool)] {
        match self {
            Self::Invited => &[("decline", false), ("accept", false), ("block", false)],
            Self::Key(_) => {
                &[("decline", false), ("accept-key", true), ("add-key", true), ("block", false)]
            }
            Self::Address(_) => &[("decline", false), ("accept", true)],
            Self::NoAnswer => &[("wait", false), ("cancel", true)],
            Self::Long(_) | Self::Old(_) => &[("send", false), ("discard", false)],
            Self::Lost(_) => &[("resend", false), ("discard", false)],
            Self::Compare(_) => &[("later", false), ("verify", true), ("differ", false)],
            Self::GoOn(_) => &[("later", false), ("go-on", true)],
            Self::Unlock
            | Self::Passphrase
            | Self::Export(..)
            | Self::Import(_)
            | Self::Again(_) => &[],
        }
    }
}

/// A question that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) number: u64,
    /// Where, if it is about a conversation.
    pub(super) at: Option<At>,
    pub(super) peer: String,
    pub(super) ask: Ask,
    /// The host has asked the user.
    pub(super) asked: bool,
}

/// Those that are open, by number.
#[derive(Debug, Default)]
pub(super) struct Questions {
    last: u64,
    open: BTreeMap<u64, Open>,
}

/// Questions that are open at once, at most.
pub(super) const MAX_OPEN: usize = 1_024;

/// The largest number: as large as a number of JavaScript can be and still be exact.
const MOST: u64 = (1 << 53) - 1;

impl Questions {
    /// Questions whose numbers go on from a random one: a button of an earlier run has none of them.
    pub(super) fn starting(random: [u8; 8]) -> Self {
        Self { last: u64::from_be_bytes(random) & (MOST >> 1), open: BTreeMap::new() }
    }

    /// Asks something, or finds that it is asked already. Gives its number, and whether it is new.
    pub(super) fn ask(&mut self, at: Option<At>, peer: &str, ask: Ask) -> (u64, bool) {
        let same = |open: &&Open| open.at == at && open.ask == ask;
        if let Some(open) = self.open.values().find(same) {
            return (open.number, false);
        }
        self.make_room();
        self.last += 1;
        let number = self.last;
        let peer = peer.to_owned();
        self.open.insert(number, Open { number, at, peer, ask, asked: false });
        (number, true)
    }

    /// The oldest invitation makes room, or the oldest of all: the messenger asks again.
    fn make_room(&mut self) {
        if self.open.len() < MAX_OPEN {
            return;
        }
        let invitation = self.open.values().find(|open| open.ask == Ask::Invited);
        let oldest = invitation.or(self.open.values().next()).map(|open| open.number);
        if let Some(number) = oldest {
            self.open.remove(&number);
        }
    }

    /// The host calls an account otherwise now.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        for open in self.open.values_mut() {
            if let Some(at) = open.at.as_mut().filter(|at| at.0 == from) {
                to.clone_into(&mut at.0);
            }
        }
    }

    pub(super) fn get(&self, number: u64) -> Option<&Open> {
        self.open.get(&number)
    }

    /// The host has asked the user.
    pub(super) fn asked(&mut self, number: u64) {
        if let Some(open) = self.open.get_mut(&number) {
            open.asked = true;
        }
    }

    pub(super) fn close(&mut self, number: u64) -> Option<Open> {
        self.open.remove(&number)
    }

    /// Closes those that `over` says are over. Gives them.
    pub(super) fn close_if(&mut self, over: impl Fn(&Open) -> bool) -> Vec<Open> {
        let (closed, open) =
            std::mem::take(&mut self.open).into_iter().partition(|(_, open)| over(open));
        self.open = open;
        let closed: BTreeMap<u64, Open> = closed;
        closed.into_values().collect()
    }

    /// The questions about a conversation that the user has seen, the last one first.
    pub(super) fn seen_at(&self, at: &At) -> impl Iterator<Item = &Open> {
        self.open.values().rev().filter(move |open| open.at.as_ref() == Some(at) && open.asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::AddressKey;

    #[test]
    fn no_number_is_used_twice_and_none_is_too_large_for_a_script() {
        let mut questions = Questions::starting([0xff; 8]);
        let (first, new) = questions.ask(None, "", Ask::Unlock);
        assert!(new && first < MOST);
        assert_eq!(questions.ask(None, "", Ask::Unlock), (first, false));
        questions.close(first);
        let (second, new) = questions.ask(None, "", Ask::Unlock);
        assert!(new && second != first);
        assert!(questions.get(first).is_none());
    }

    #[test]
    fn strangers_who_ask_without_end_take_no_room_from_what_else_is_asked() {
        let mut questions = Questions::starting([0; 8]);
        let (unlock, _) = questions.ask(None, "", Ask::Unlock);
        let at = |number: usize| {
            Some(("test".to_owned(), AddressKey::from_normal_form(number.to_string())))
        };
        for number in 0..2 * MAX_OPEN {
            questions.ask(at(number), "", Ask::Invited);
        }
        assert_eq!(questions.open.len(), MAX_OPEN);
        assert!(questions.get(unlock).is_some());
    }

    #[test]
    fn the_first_choice_is_never_a_risk() {
        let who = Fingerprint::from_hex(&"a".repeat(64)).unwrap();
        for ask in [
            Ask::Invited,
            Ask::Key(who),
            Ask::Address(who),
            Ask::NoAnswer,
            Ask::Long(1),
            Ask::Lost(1),
            Ask::Compare(who),
            Ask::GoOn(String::new()),
        ] {
            assert!(!ask.words()[0].1, "{ask:?}");
        }
    }
}
