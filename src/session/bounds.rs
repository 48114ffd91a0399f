//! What the sessions of one peer keep together (PROTOCOL.md section 14): each session has bounds of
//! its own, but a hostile peer can begin as many as there may be.

use super::kept::parts::Room;
use super::peer_sessions::PeerSessions;
use super::session::Session;
use crate::wire::limits::MAX_STORED_KEYS_OF_A_PEER;

impl PeerSessions {
    /// Holds the sessions to the bounds of a peer, after a line was read on session `index`: of the
    /// others, the one that was heard least recently gives up what it keeps.
    pub(super) fn keep_within_bounds(&mut self, index: usize) {
        while self.stored_keys() > MAX_STORED_KEYS_OF_A_PEER {
            let keeps = |session: &Session| session.ratchet.stored_keys() > 0;
            let Some(session) = self.least_heard(index, keeps) else { break };
            session.ratchet.forget_stored_keys();
        }
        while self.unfinished().is_too_much() {
            let keeps = |session: &Session| session.assembly.room().in_all > 0;
            let Some(session) = self.least_heard(index, keeps) else { break };
            session.assembly.clear();
        }
    }

    fn unfinished(&self) -> Room {
        let rooms = self.sessions.iter().map(|session| session.assembly.room());
        rooms.fold(Room::default(), Room::and)
    }

    fn least_heard(
        &mut self,
        index: usize,
        keeps: impl Fn(&Session) -> bool,
    ) -> Option<&mut Session> {
        let others = self.sessions.iter_mut().enumerate().filter(|(at, _)| *at != index);
        others.map(|(_, session)| session).filter(|s| keeps(s)).min_by_key(|s| s.received)
    }
}
