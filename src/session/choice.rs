//! Which session sends, and which ones may go (PROTOCOL.md section 10).

use super::clock::DAY;
use super::event::Status;
use super::ids::SessionId;
use super::peer_sessions::PeerSessions;
use super::session::{Role, Session};
use crate::wire::limits::{MAX_INSTALLATIONS, MAX_SESSIONS};

/// How long a session that does not send is kept after its last line.
const RECEIVE_ONLY_LIFE: u64 = 7 * DAY;
/// How long an unanswered Init is repeated: as long as a card can live.
const UNANSWERED_LIFE: u64 = 14 * DAY;

impl Session {
    /// Nothing forbids to send on it.
    pub(crate) fn is_usable(&self) -> bool {
        !self.is_closed() && !self.marks.forked && !self.marks.replaced
    }

    /// Replaced before it was confirmed: its first lines were held back.
    pub(crate) fn is_late(&self) -> bool {
        self.marks.replaced && self.confirmed.is_none()
    }

    /// Late, and begun by us: nothing is sent on it, not even an acknowledgement, because any line
    /// would confirm it to the peer.
    pub(crate) fn is_late_here(&self) -> bool {
        self.is_late() && matches!(self.role, Role::Initiator { .. })
    }

    /// Usable, and the peer has proven to be at the other end.
    pub(crate) fn is_live(&self) -> bool {
        self.is_usable() && self.confirmed.is_some()
    }
}

impl PeerSessions {
    /// Whether a session is live: texts go out on it whatever arrives unauthenticated.
    pub(crate) fn is_live(&self) -> bool {
        self.sessions.iter().any(Session::is_live)
    }

    /// Where the conversation stands.
    pub fn status(&self) -> Status {
        if self.is_live() {
            Status::Private
        } else if self.ended {
            Status::Ended
        } else if self.sessions.iter().any(Session::is_usable) {
            Status::Starting
        } else if self.sessions.iter().any(|session| session.marks.forked) {
            Status::Forked
        } else {
            Status::Idle
        }
    }

    /// Indices of the sessions that a text goes to: one for each installation that is awake, or, if
    /// nothing is confirmed yet, the session begun last. `now` is credited.
    pub(crate) fn sending(&self, now: u64) -> Vec<usize> {
        let mut best: Vec<(usize, &Session)> = Vec::new();
        for (index, session) in self.sessions.iter().enumerate().filter(|(_, s)| s.is_live()) {
            // Rule 2; rule 1 has marked the others as replaced when this one was confirmed.
            let rank = |s: &Session| (s.received, s.id);
            match best.iter_mut().find(|(_, other)| other.installation == session.installation) {
                Some(known) if rank(known.1) < rank(session) => *known = (index, session),
                Some(_) => {}
                None => best.push((index, session)),
            }
        }
        if best.is_empty() {
            let usable = self.sessions.iter().enumerate().filter(|(_, s)| s.is_usable());
            return usable
                .max_by_key(|(_, s)| s.begun)
                .map(|(index, _)| index)
                .into_iter()
                .collect();
        }
        best.sort_by_key(|(_, session)| std::cmp::Reverse(session.received));
        best.truncate(MAX_INSTALLATIONS);
        if best.iter().any(|(_, session)| !session.is_dormant(now)) {
            best.retain(|(_, session)| !session.is_dormant(now));
        }
        best.into_iter().map(|(index, _)| index).collect()
    }

    /// Notes that session `index` is confirmed, and what that means for the others.
    pub(crate) fn confirm_session(&mut self, index: usize) {
        self.order = self.order.saturating_add(1);
        let order = self.order;
        let Some(session) = self.sessions.get(index) else { return };
        let (begun, installation) = (session.begun, session.installation);
        let ours = |session: &Session| matches!(session.role, Role::Initiator { .. });
        let (began_it, is_closed) = (ours(session), session.is_closed());
        let asked_for_by = session.asked_for_by;
        let others = || self.sessions.iter().filter(|other| other.installation == installation);
        // Its line was held back while the same side began a newer session: this one is only read.
        let newer = |other: &Session| ours(other) == began_it && other.begun > begun;
        let late = others().any(|other| newer(other) && other.confirmed.is_some());
        for (at, other) in self.sessions.iter_mut().enumerate() {
            if at == index {
                other.marks.replaced |= late;
                other.confirmed = Some(order).filter(|_| !late);
            } else if late || is_closed {
                continue;
            } else if other.installation == installation
                && other.confirmed.is_some_and(|confirmed| confirmed < begun)
            {
                other.marks.replaced = true;
            } else if Some(other.id) == asked_for_by && other.received < begun {
                other.marks.lost = true;
            }
        }
        self.ended &= late || is_closed;
    }

    /// The peer sends on a later session than this one: so do we, if we have another.
    pub(crate) fn replaced_by_peer(&mut self, index: usize) {
        let installation = self.sessions.get(index).and_then(|session| session.installation);
        let mut others = self.sessions.iter().enumerate().filter(|(at, _)| *at != index);
        if others.any(|(_, other)| other.is_live() && other.installation == installation)
            && let Some(session) = self.sessions.get_mut(index)
        {
            session.marks.replaced = true;
        }
    }

    /// Removes sessions that have not sent for long, `now` on the credited clock. Tells whether
    /// there were any.
    pub(crate) fn expire_sessions(&mut self, now: u64) -> bool {
        let before = self.sessions.len();
        let sending = self.ids(self.sending(now));
        let ends = |session: &Session| session_end(session, &sending).is_some_and(|end| end <= now);
        self.sessions.retain(|session| !ends(session));
        self.sessions.len() != before
    }

    /// The credited time at which the next session is removed.
    pub(crate) fn next_session_end(&self, now: u64) -> Option<u64> {
        let sending = self.ids(self.sending(now));
        self.sessions.iter().filter_map(|session| session_end(session, &sending)).min()
    }

    /// Removes the least useful sessions until there are at most 16; never a live one that sends,
    /// never the newest.
    pub(crate) fn make_room(&mut self, now: u64) {
        let sending = self.ids(self.sending(now));
        while self.sessions.len() > MAX_SESSIONS {
            let newest = self.sessions.iter().map(|session| session.begun).max();
            let spare = |session: &&Session| {
                !(session.is_live() && sending.contains(&session.id))
                    && Some(session.begun) != newest
            };
            // Unusable ones first, then unconfirmed ones, then receive-only ones.
            let worth = |session: &&Session| {
                let last = session.received.max(session.begun);
                (session.is_usable(), session.confirmed.is_some(), last)
            };
            let Some(id) = self.sessions.iter().filter(spare).min_by_key(worth).map(|s| s.id)
            else {
                return;
            };
            self.sessions.retain(|session| session.id != id);
        }
    }

    fn ids(&self, indices: Vec<usize>) -> Vec<SessionId> {
        indices.into_iter().filter_map(|index| self.sessions.get(index)).map(|s| s.id).collect()
    }
}

/// The credited time at which a session is removed; never, while texts go out on it to a peer that
/// has proven to be there.
fn session_end(session: &Session, sending: &[SessionId]) -> Option<u64> {
    let life = match (sending.contains(&session.id), session.confirmed) {
        (true, Some(_)) => return None,
        (true, None) => UNANSWERED_LIFE,
        (false, _) => RECEIVE_ONLY_LIFE,
    };
    Some(session.active_at.saturating_add(life))
}
