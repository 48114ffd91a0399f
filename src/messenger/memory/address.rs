//! One address of an account: what the vault has of it, and what is known in memory alone.

use crate::identity::{CardId, Fingerprint};
use crate::messenger::limits::{LONGEST_PAUSE_MS, NOTICE_MS};
use crate::messenger::network::budgets::AddressPaces;
use crate::messenger::rows::records::Conversation;
use crate::messenger::tells::event::Question;
use crate::messenger::tells::notice::Notice;
use crate::session::Echo;
use std::collections::VecDeque;

/// One address of the account.
pub(in crate::messenger) struct Address {
    pub(in crate::messenger) conversation: Conversation,
    pub(in crate::messenger) passing: Passing,
}

/// What is known of an address in memory alone.
#[derive(Default)]
pub(in crate::messenger) struct Passing {
    /// The host's word; nothing is sent unasked to somebody who is not there.
    pub(in crate::messenger) absent: bool,
    /// The host has said since the account came into use that the user has it on a list.
    pub(in crate::messenger) listed: bool,
    /// Somebody wants to talk in private.
    pub(in crate::messenger) invitation: Invitation,
    /// Whose keys were replaced and who have shown to be there all the same: the user was asked.
    pub(in crate::messenger) former: Vec<Fingerprint>,
    /// When a line was readable last.
    pub(in crate::messenger) readable_at: Option<u64>,
    /// The last unreadable line since one was readable: what the next Offer echoes.
    pub(in crate::messenger) unread: Option<Echo>,
    /// When that is to be answered.
    pub(in crate::messenger) answer: Option<u64>,
    /// When unreadable lines may be answered again, and the pause after that.
    pub(in crate::messenger) pause: (u64, u64),
    /// When the last Offer of that pause was made, if none has followed it yet.
    pub(in crate::messenger) offered_at: Option<u64>,
    /// A copied state: the Offers that are made until there is a new session.
    pub(in crate::messenger) fork: Option<ForkOffers>,
    /// The cards of all such Offers whose prekeys are kept, oldest first.
    pub(in crate::messenger) fork_cards: VecDeque<CardId>,
    pub(in crate::messenger) paces: AddressPaces,
    /// What the user was told lately.
    pub(in crate::messenger) notices: Vec<(Said, u64)>,
    /// The user was asked whether to wait on.
    pub(in crate::messenger) asked: bool,
    /// When this address was used last, counted in uses.
    pub(in crate::messenger) used: u64,
}

/// Offers that no budget holds up, because a fork ends sending until one is answered.
pub(in crate::messenger) struct ForkOffers {
    pub(in crate::messenger) who: Fingerprint,
    /// The latest line that was evidence.
    pub(in crate::messenger) echo: Echo,
    pub(in crate::messenger) began: u64,
    pub(in crate::messenger) due: u64,
    pub(in crate::messenger) pause: u64,
    pub(in crate::messenger) cards: Vec<CardId>,
}

/// What is not said again at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::messenger) enum Said {
    Notice(Notice),
    /// Who it is about counts: one key must not hide the question about another.
    Question(Question, Option<Fingerprint>),
}

impl Passing {
    /// Whether something was not told lately. It is from now on.
    pub(in crate::messenger) fn is_news(&mut self, said: Said, now: u64) -> bool {
        self.notices.retain(|(_, at)| *at <= now && now - *at < NOTICE_MS);
        let news = self.notices.iter().all(|(told, _)| *told != said);
        if news {
            self.notices.push((said, now));
        }
        news
    }

    /// Whether it is too early for anything that is sent unasked. A pause that is longer than any
    /// was made before the clock was set back.
    pub(in crate::messenger) fn is_paused(&self, now: u64) -> bool {
        let (next, _) = self.pause;
        now < next && next <= now.saturating_add(LONGEST_PAUSE_MS)
    }
}

/// Somebody wants to talk in private.
#[derive(Debug, Default)]
pub(in crate::messenger) struct Invitation {
    /// The user has been asked and has not decided.
    pub(in crate::messenger) open: bool,
    /// Whose the lines are.
    pub(in crate::messenger) inviter: Option<Fingerprint>,
    /// Lines that wait for the user to accept.
    pub(in crate::messenger) lines: Vec<Vec<u8>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_over_when_its_time_has_come_and_when_it_is_longer_than_any() {
        let passing = Passing { pause: (1_000, 0), ..Passing::default() };
        assert!(!passing.is_paused(1_000) && passing.is_paused(999));
        let longest = Passing { pause: (LONGEST_PAUSE_MS + 1_000, 0), ..Passing::default() };
        assert!(longest.is_paused(1_000) && !longest.is_paused(999));
    }
}
