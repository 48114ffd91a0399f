//! What is sent to begin or to restore a session: the query, Offers, questions whether a session is
//! still there; and how often.

use super::call::Call;
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::limits::{FOLLOWS_MS, LONGEST_PAUSE_MS, NO_ANSWER_MS, READABLE_MS};
use crate::messenger::memory::outbox::class;
use crate::messenger::tells::error::MessengerError;
use crate::session::Echo;
use crate::wire::armor::QUERY;
use crate::wire::limits::DEFAULT_LINE_CHARS;

/// The sentence behind the query, for people without the library.
const INVITATION: &str = "I would like to talk in private, with the Subrosa plugin.";

impl Call<'_, '_> {
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
    /// Offer only the installation that it names is asked.
    pub(super) fn probe(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
        offer: Option<&[u8]>,
    ) -> Result<(), MessengerError> {
        let now = self.now;
        let passing = self.passing(at);
        if passing.is_paused(now) {
            return Ok(());
        }
        passing.pause.0 = now.saturating_add(READABLE_MS);
        let lines = self.with_peer(who, |peer, cx| match offer {
            Some(line) => peer.probe_offer(cx, line),
            None => peer.probe(cx),
        })?;
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
}
