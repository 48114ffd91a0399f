//! What the sessions with a peer do by the clock alone: lines that are due, and what dies.

use super::clock::Expiry;
use super::event::Event;
use super::peer_sessions::{Context, PeerSessions};
use super::session::Session;

impl PeerSessions {
    /// Makes what is due: acknowledgements, repeated answers; forgets what is too old.
    pub fn tick(&mut self, cx: &mut Context<'_>) -> Vec<Event> {
        let before = self.status();
        let _ = cx.installation.expire(cx.now);
        let _ = self.expire(cx.now);
        let now = self.clock.at(cx.now);
        for session in &mut self.sessions {
            if session.acknowledgement_due().is_some_and(|due| due <= now) {
                session.duties.reply |= self.settings.acknowledgements;
                session.waiting = 0;
            }
        }
        let mut events = Vec::new();
        self.perform_duties(cx, &mut events);
        self.tell_status(before, &mut events);
        events
    }

    /// Forgets what is too old: stored keys, unfinished texts, ids of texts shown, sessions that do not
    /// send. Needs no
    /// line and sends none, so it can be called for a peer that nobody talks to; [`PeerSessions::status`]
    /// can be another one afterwards. [`PeerSessions::tick`] does it too.
    pub fn expire(&mut self, now: u64) -> Expiry {
        let now = self.clock.advance(now);
        let mut died = self.expire_sessions(now) | self.shown.expire(now);
        for session in &mut self.sessions {
            died |= session.ratchet.expire(now);
            died |= session.assembly.expire(now);
        }
        let of_sessions = self.next_session_end(now);
        let of_keys = self.sessions.iter().filter_map(|session| session.ratchet.next_expiry());
        let of_parts = self.sessions.iter().filter_map(|session| session.assembly.next_expiry());
        let rest = of_sessions.into_iter().chain(self.shown.next_expiry());
        let next = of_keys.chain(of_parts).chain(rest).min();
        self.clock.expiry(died, next)
    }

    /// In how many seconds [`PeerSessions::tick`] has something to do, if at all.
    pub fn wake_in(&self, now: u64) -> Option<u64> {
        let now = self.clock.at(now);
        let due = |session: &Session| match session.duties == Default::default() {
            true => session.acknowledgement_due().filter(|_| self.settings.acknowledgements),
            false => Some(now),
        };
        self.sessions.iter().filter_map(due).min().map(|due| due.saturating_sub(now))
    }
}
