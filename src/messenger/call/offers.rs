//! What is sent to begin or to restore a session: the query, Offers, questions whether a session is
//! still there; and how often.

use super::call::Call;
use crate::guard::{AddressKey, Door, Mode};
use crate::identity::Fingerprint;
use crate::messenger::limits::{
    FOLLOWS_MS, FORK_OFFERS_MS, LONGEST_PAUSE_MS, MAX_FORK_CARDS, NO_ANSWER_MS, READABLE_MS,
};
use crate::messenger::memory::address::ForkOffers;
use crate::messenger::memory::outbox::class;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::session::Echo;
use crate::wire::armor::QUERY;
use crate::wire::limits::DEFAULT_LINE_CHARS;

/// The sentence behind the query, for people without the library.
const INVITATION: &str = "I would like to talk in private, with the Subrosa plugin.";

/// How somebody unknown is asked whether there is a plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Discovery {
    /// By an Offer: their program says that it has the library.
    Offer,
    /// By the query alone, which a person without the library reads.
    Query,
}

impl Call<'_, '_> {
    /// Asks somebody unknown, to whom the user writes in clear, whether there is a plugin: once ever.
    pub(in crate::messenger) fn discover(
        &mut self,
        at: &AddressKey,
        with: Discovery,
    ) -> Result<(), MessengerError> {
        let account = self.account();
        let untouched = account.names.get(at).is_none_or(|name| {
            let people = [name.owners(), name.left(), name.guests(), name.declined()];
            name.door() == Door::Open
                && !name.is_blocked()
                && people.iter().all(|people| people.is_empty())
        });
        let begins = account.online
            && untouched
            && account.names.mode(at) != Mode::Manual
            && account.state(at) == State::Plain;
        let open = !self.conversation(at).asked && !self.passing(at).absent;
        let now = self.now;
        if !begins || !open || !self.memory_alone().paces.offers.take(now) {
            return Ok(());
        }
        self.conversation_mut(at).asked = true;
        match with {
            Discovery::Offer => self.offer(at, None),
            Discovery::Query => self.enqueue(at, class::CONTROL, None, QUERY.to_owned()),
        }
    }

    /// Sends an Offer.
    pub(super) fn offer(
        &mut self,
        at: &AddressKey,
        echo: Option<Echo>,
    ) -> Result<(), MessengerError> {
        let seconds = self.seconds();
        let (account, random) = self.account_and_random();
        let line = account.installation.offer(echo, seconds, random)?;
        self.enqueue(at, class::CONTROL, None, line)
    }

    /// Sends an Offer that nobody has decided on, if the budget allows.
    pub(super) fn offer_if_allowed(
        &mut self,
        at: &AddressKey,
        echo: Option<Echo>,
    ) -> Result<(), MessengerError> {
        let now = self.now;
        match self.memory_alone().paces.offers.take(now) {
            true => self.offer(at, echo),
            false => Ok(()),
        }
    }

    /// Whether somebody who asks for an Offer may have one: nobody gets those of the others.
    pub(super) fn may_ask_for_offer(&mut self, at: &AddressKey) -> bool {
        let (now, budgets) = (self.now, self.account().budgets);
        self.passing(at).paces.take_offer(&budgets, now)
    }

    pub(super) fn offer_to_one_who_asks(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        match self.may_ask_for_offer(at) {
            true => self.offer_if_allowed(at, None),
            false => Ok(()),
        }
    }

    /// Asks whether there is a plugin, with a sentence for people who have none.
    pub(super) fn query(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        let query = format!("{QUERY} {INVITATION}");
        debug_assert!(query.len() < DEFAULT_LINE_CHARS, "within the limit of every network");
        self.enqueue(at, class::CONTROL, None, query)
    }

    /// Finds out whether the peer still has the session: it answers with an Offer if not. After an
    /// Offer only the installation that it names is asked. Nothing goes to a name where it is not
    /// accepted, that of a guest or one that it has left: anybody can bring an Offer there, and would
    /// learn who talks with whom.
    pub(super) fn probe(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
        offer: Option<&[u8]>,
    ) -> Result<(), MessengerError> {
        let now = self.now;
        if !self.is_at(at, who) || self.passing(at).is_paused(now) {
            return Ok(());
        }
        let lines = self.with_peer(who, |peer, cx| match offer {
            Some(line) => peer.probe_offer(cx, line),
            None => peer.probe(cx),
        })?;
        // An Offer that asks for none must not keep out the one that does.
        if lines.is_ok() {
            self.passing(at).pause.0 = now.saturating_add(READABLE_MS);
        }
        self.enqueue_control(at, lines)
    }

    /// Whether something may be sent unasked now; if so the pause after it is twice as long.
    pub(super) fn may_repeat(&mut self, at: &AddressKey) -> bool {
        let now = self.now;
        let online = self.account().online;
        let passing = self.passing(at);
        let (next, pause) = passing.pause;
        if passing.absent || !online || passing.is_paused(now) {
            return false;
        }
        // An hour of rest begins from the shortest pause again.
        let rested = now.saturating_sub(next) > LONGEST_PAUSE_MS;
        let pause =
            if rested { NO_ANSWER_MS } else { (pause * 2).clamp(NO_ANSWER_MS, LONGEST_PAUSE_MS) };
        passing.pause = (now.saturating_add(pause), pause);
        passing.offered_at = Some(now);
        true
    }

    /// Whether one more Offer may follow the last one within its pause: the answer to the empty line
    /// by which the other side finds out whether the session is lost.
    pub(super) fn may_follow(&mut self, at: &AddressKey) -> bool {
        let (now, online) = (self.now, self.account().online);
        let passing = self.passing(at);
        if passing.absent || !online {
            return false;
        }
        let last = passing.offered_at.take();
        last.is_some_and(|last| last <= now && now - last < FOLLOWS_MS)
    }

    /// A state exists twice: nothing is sent before an Offer is answered, so that no budget may hold
    /// it up.
    pub(super) fn fork_seen(
        &mut self,
        who: &Fingerprint,
        at: &AddressKey,
        echo: Echo,
    ) -> Result<(), MessengerError> {
        let now = self.now;
        let known = self.passing(at).fork.take().filter(|fork| fork.who == *who);
        let mut fork = known.unwrap_or_else(|| ForkOffers {
            who: *who,
            echo,
            began: now,
            due: now,
            pause: NO_ANSWER_MS,
            cards: Vec::new(),
        });
        fork.echo = echo;
        self.make_fork_offer(at, fork)
    }

    /// Makes the next fork Offer if it is due and no session has come of those before.
    pub(super) fn repeat_fork_offer(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        let now = self.now;
        let Some(mut fork) = self.passing(at).fork.take() else { return Ok(()) };
        if matches!(self.account().state(at), State::Plain | State::Ended | State::Alarm) {
            return Ok(());
        }
        self.load_peer(&fork.who)?;
        let peers = &self.account().peers;
        let open = peers.get(&fork.who).is_some_and(|known| known.peer.has_open_fork(&fork.cards));
        if !open || now.abs_diff(fork.began) > FORK_OFFERS_MS {
            return Ok(());
        }
        // A clock that was set back: the pause begins again.
        fork.due = fork.due.min(now.saturating_add(fork.pause));
        let away = self.passing(at).absent || !self.account().online;
        if fork.due > now || away {
            let due = if away { fork.due.max(now.saturating_add(fork.pause)) } else { fork.due };
            self.passing(at).fork = Some(fork);
            self.memory_alone().agenda.address(at, due);
            return Ok(());
        }
        fork.pause = fork.pause.saturating_mul(2).min(LONGEST_PAUSE_MS);
        self.make_fork_offer(at, fork)
    }

    /// Makes an Offer now, and plans the next.
    fn make_fork_offer(
        &mut self,
        at: &AddressKey,
        mut fork: ForkOffers,
    ) -> Result<(), MessengerError> {
        self.offer(at, Some(fork.echo))?;
        fork.due = self.now.saturating_add(fork.pause);
        let (due, made) = (fork.due, self.account().installation.newest_one_time());
        fork.cards.extend(made);
        let passing = self.passing(at);
        passing.fork_cards.extend(made);
        // Whoever forks without end does not push out the prekeys that others answer.
        let excess = passing.fork_cards.len().saturating_sub(MAX_FORK_CARDS);
        let forgotten: Vec<_> = passing.fork_cards.drain(..excess).collect();
        fork.cards.retain(|card| !forgotten.contains(card));
        passing.fork = Some(fork);
        for card in forgotten {
            self.account_mut().installation.forget_prekey(card);
        }
        self.memory_alone().agenda.address(at, due);
        Ok(())
    }
}
