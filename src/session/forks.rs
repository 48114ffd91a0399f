//! State that exists twice: what is evidence of it, and what follows (PROTOCOL.md section 12).

use super::error::SessionError;
use super::event::{Event, Request};
use super::ids::Echo;
use super::peer_sessions::{Context, PeerSessions};
use super::session::{Role, Session};
use crate::identity::CardId;

impl PeerSessions {
    /// A line proves that the peer's state exists twice. It moves no ratchet state.
    pub(super) fn fork_seen(
        &mut self,
        index: usize,
        echo: Echo,
        now: u64,
    ) -> Result<Vec<Event>, SessionError> {
        let now = self.clock.at(now);
        let session = self.sessions.get(index).ok_or(SessionError::NoSession)?;
        if !session.proven {
            // Who has stolen a prekey of ours can make both lines.
            return Ok(vec![Event::Unproven(Request::Fork)]);
        }
        if session.marks.replaced {
            // The peer's state has gone back behind the later session. An Offer mends that.
            return Err(SessionError::Replayed(echo));
        }
        if session.marks.forked && !session.may_answer_again(now) {
            return Err(SessionError::Forked);
        }
        self.spoil(index);
        if let Some(session) = self.sessions.get_mut(index) {
            session.duties.fork = true;
        }
        Ok(vec![Event::Fork { echo, ours: false }])
    }

    /// The peer knows another copy of our state, or this is another line on a session that a fork has
    /// spoiled: the peer has not begun a new one yet, so the host is told again.
    pub(super) fn fork_told(
        &mut self,
        cx: &mut Context<'_>,
        index: usize,
        copied: bool,
        echo: Echo,
    ) -> Option<Event> {
        let now = self.clock.at(cx.now);
        let session = self.sessions.get(index)?;
        let known = session.marks.forked;
        if known && !session.tells_fork_again(now) {
            return None;
        }
        if copied && !known && session.confirmed.is_some() {
            // The other copy goes on under the old id. Without randomness the id stays.
            let _ = cx.installation.renew_id(cx.rng);
        }
        self.spoil(index);
        let session = self.sessions.get_mut(index)?;
        session.marks.fork_is_ours |= copied && !known;
        session.answered_at = Some(now);
        let ours = session.marks.fork_is_ours;
        session.duties.fork |= !ours;
        Some(Event::Fork { echo, ours })
    }

    /// Whether a session is spoiled, and neither another one with that installation nor one on these
    /// cards is live: Offers are made on.
    pub(crate) fn has_open_fork(&self, cards: &[CardId]) -> bool {
        let live = || self.sessions.iter().filter(|session| session.is_live());
        let answers = |session: &Session| match &session.role {
            Role::Responder { card, .. } => cards.contains(card),
            Role::Initiator { .. } => false,
        };
        let is_open = |spoiled: &Session| {
            let mends = |later: &Session| {
                later.begun > spoiled.begun && later.installation == spoiled.installation
            };
            spoiled.marks.forked && !spoiled.marks.replaced && !live().any(mends)
        };
        !self.ended && self.sessions.iter().any(is_open) && !live().any(answers)
    }

    /// Marks every session with the installation as spoiled: an older one is not a way back. Only
    /// the first time: the same evidence can be replayed, and must not spoil what was begun since.
    /// A session whose initiator has not proven to be the peer spoils none but itself.
    fn spoil(&mut self, index: usize) {
        let Some(session) = self.sessions.get(index).filter(|session| !session.marks.forked) else {
            return;
        };
        let (installation, alone) = (session.installation, session.confirmed.is_none());
        for (at, session) in self.sessions.iter_mut().enumerate() {
            if at == index || (!alone && session.installation == installation) {
                session.marks.forked = true;
            }
        }
    }
}
