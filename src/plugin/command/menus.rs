//! What the user can do now, and how conversations stand: read from memory alone.

use super::super::event::{Choice, EventKind};
use super::super::frontend::Frontend;
use super::super::saying::item;
use super::super::walk::Outcome;
use super::super::window::Standing;
use crate::messenger::{State, Trust};

impl Frontend {
    /// What the user can do about a person now, the best first: for menus. Reads memory alone.
    pub fn choices(&self, account: &str, peer: &str) -> Outcome {
        let kind = EventKind::Choices(self.choices_now(account, peer));
        self.looked_up(vec![item(account, peer, kind)])
    }

    fn choices_now(&self, account: &str, peer: &str) -> Vec<Choice> {
        let standing = self.standing(account, peer);
        let mut words: Vec<(&'static str, bool)> = match standing.state {
            State::Plain | State::Required => vec![("start", false)],
            State::Invited => vec![("accept", false), ("decline", false)],
            State::Asked | State::Starting | State::Restoring => vec![("cancel", true)],
            State::Private => vec![("end", true)],
            State::Ended => vec![("start", false), ("end", true)],
            State::Alarm => vec![("decline", false)],
            State::Blocked => vec![("unblock", true)],
        };
        let at = self.at(account, peer);
        let asks = at.iter().flat_map(|at| self.questions.seen_at(at));
        for (word, risk) in asks.flat_map(|open| open.ask.words()) {
            if !words.iter().any(|(known, _)| known == word) && !matches!(*word, "wait" | "later") {
                words.push((word, *risk));
            }
        }
        if !self.messenger.people_at(account, peer).is_empty() {
            match standing.trust {
                Trust::Verified => words.push(("unverify", false)),
                _ => words.push(("safety", false)),
            }
            words.push(("code", false));
        }
        if standing.state == State::Private {
            words.push(("card", false));
        }
        if !matches!(standing.state, State::Blocked) && !words.iter().any(|(w, _)| *w == "block") {
            words.push(("block", false));
        }
        // The first one is never a risk.
        if words.first().is_some_and(|(_, risk)| *risk) {
            words.insert(0, ("status", false));
        }
        words.into_iter().map(|(word, risk)| self.choice(word, risk)).collect()
    }

    /// The title of a conversation as it is now; without a `peer` of all that are not plain, of all
    /// accounts if `account` is empty. Reads memory alone.
    pub fn title(&self, account: &str, peer: &str) -> Outcome {
        let titled = |account: &str, peer: &str, standing: Standing| {
            item(account, peer, EventKind::Title(standing.title(&self.sentences)))
        };
        if !peer.is_empty() {
            let standing = self.standing(account, peer);
            return self.looked_up(vec![titled(account, peer, standing)]);
        }
        let wanted = (!account.is_empty()).then_some(account);
        let all = self.windows.not_plain(wanted);
        let items =
            all.map(|((of, _), window)| titled(of, &window.peer, window.standing)).collect();
        self.looked_up(items)
    }
}
