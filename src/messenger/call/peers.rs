//! The peers of an account: loaded when they are needed, found by the tags of their lines.

use super::call::Call;
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::limits::{LONGEST_PAUSE_MS, MAX_LOADED_PEERS, MAX_RETIRED_TAGS};
use crate::messenger::memory::account::Loaded;
use crate::messenger::rows::records::{PeerRecord, PieceRecord, Record, TagRecord, Unknown};
use crate::messenger::tells::error::MessengerError;
use crate::session::{
    Context, Event, Identified, PeerSessions, PieceChanges, SessionError, SessionId, Status,
};
use crate::vault::Table;
use std::collections::BTreeSet;
use zeroize::Zeroizing;

impl Call<'_, '_> {
    /// Loads a peer if it is not loaded, and tells whether there is one.
    pub(super) fn load_peer(&mut self, who: &Fingerprint) -> Result<bool, MessengerError> {
        let account = self.memory_alone();
        account.uses += 1;
        let used = account.uses;
        if let Some(loaded) = account.peers.get_mut(who) {
            loaded.used = used;
            return Ok(true);
        }
        let group = self.account().group();
        let Some(bytes) = self.tx().get(Table::Peer, &group, who.as_bytes())? else {
            return Ok(false);
        };
        let PeerRecord { run, address, tags, retired, content, unknown } =
            PeerRecord::from_bytes(&bytes)?;
        let own = *self.account().installation.identity().fingerprint();
        let mut peer = PeerSessions::from_content(&content, &own, 0)?;
        let pieces = self.tx().scan(Table::Piece, &PieceRecord::group(&group, who))?;
        let pieces: Vec<PieceRecord> =
            pieces.iter().map(|bytes| PieceRecord::from_bytes(bytes)).collect::<Result<_, _>>()?;
        peer.restore_pieces(pieces.iter().map(|piece| (&*piece.key, piece.content.as_slice())))?;
        if run != self.account().run {
            // An acknowledgement of what another copy has sent must not be taken for one of ours.
            peer.leap(self.random)?;
        }
        peer.set_line_limit(self.account().profile.line_limit())?;
        let sending = peer.sending_on(self.seconds()).into_iter().collect();
        self.memory_alone()
            .peers
            .insert(*who, Loaded { peer, address, tags, retired, sending, used, unknown });
        self.make_room();
        Ok(true)
    }

    /// A peer without sessions, for an identity that has appeared at an address.
    pub(super) fn new_peer(
        &mut self,
        who: &Fingerprint,
        at: &AddressKey,
    ) -> Result<(), MessengerError> {
        if self.load_peer(who)? {
            return Ok(());
        }
        let now = self.seconds();
        let mut peer = PeerSessions::new(&self.account().installation, Some(*who), now);
        peer.set_line_limit(self.account().profile.line_limit())?;
        self.memory_alone().uses += 1;
        let (tags, retired, used) = (Vec::new(), Vec::new(), self.account().uses);
        let (address, sending) = (at.clone(), BTreeSet::new());
        let unknown = Unknown::default();
        let loaded = Loaded { peer, address, tags, retired, sending, used, unknown };
        self.account_mut().peers.insert(*who, loaded);
        Ok(())
    }

    /// Does something with a peer, which is then saved.
    pub(super) fn with_peer<T>(
        &mut self,
        who: &Fingerprint,
        work: impl FnOnce(&mut PeerSessions, &mut Context<'_>) -> T,
    ) -> Result<T, MessengerError> {
        if !self.load_peer(who)? {
            return Err(MessengerError::WrongState);
        }
        self.mark_peer(who);
        self.use_peer(who, work)
    }

    /// Does something with a peer that is loaded. Whether it has changed by that the caller says.
    pub(super) fn use_peer<T>(
        &mut self,
        who: &Fingerprint,
        work: impl FnOnce(&mut PeerSessions, &mut Context<'_>) -> T,
    ) -> Result<T, MessengerError> {
        let (now, seconds) = (self.now, self.seconds());
        let (account, rng) = self.memory_and_random();
        let loaded = account.peers.get_mut(who).ok_or(MessengerError::WrongState)?;
        let installation = &mut account.installation;
        let result = work(&mut loaded.peer, &mut Context { installation, now: seconds, rng });
        if let Some(wait) = loaded.peer.wake_in(seconds) {
            account.agenda.peer(who, now.saturating_add(wait.saturating_mul(1_000)));
        }
        Ok(result)
    }

    /// Has a peer read a line. If it is refused nothing has changed, but for the answer that a
    /// duplicate may get.
    pub(super) fn read_with(
        &mut self,
        who: &Fingerprint,
        line: &[u8],
    ) -> Result<Result<Vec<Event>, SessionError>, MessengerError> {
        self.read_as(who, |peer, cx| peer.receive_line(cx, line))
    }

    /// As [`Call::read_with`], for a line whose maker has been found.
    pub(super) fn read_identified(
        &mut self,
        who: &Fingerprint,
        line: Identified<'_>,
    ) -> Result<Result<Vec<Event>, SessionError>, MessengerError> {
        self.read_as(who, |peer, cx| peer.receive_identified(cx, line))
    }

    fn read_as(
        &mut self,
        who: &Fingerprint,
        read: impl FnOnce(&mut PeerSessions, &mut Context<'_>) -> Result<Vec<Event>, SessionError>,
    ) -> Result<Result<Vec<Event>, SessionError>, MessengerError> {
        if !self.load_peer(who)? {
            return Err(MessengerError::WrongState);
        }
        let (read, answers) = self.use_peer(who, |peer, cx| {
            let before = peer.wake_in(cx.now);
            let read = read(peer, cx);
            (read, peer.wake_in(cx.now) != before)
        })?;
        if read.is_ok() || answers {
            self.mark_peer(who);
        }
        Ok(read)
    }

    /// Where the sessions with somebody stand; idle if there is nobody.
    pub(super) fn status(&mut self, who: &Fingerprint) -> Result<Status, MessengerError> {
        self.load_peer(who)?;
        Ok(self.account().peers.get(who).map_or(Status::Idle, |loaded| loaded.peer.status()))
    }

    /// The sessions that a text would go out on now.
    pub(super) fn sending_on(&self, who: &Fingerprint) -> BTreeSet<SessionId> {
        let now = self.seconds();
        let loaded = self.account().peers.get(who);
        loaded.into_iter().flat_map(|loaded| loaded.peer.sending_on(now)).collect()
    }

    /// Whether a text would go out on other sessions now than when this was last asked. (Which of
    /// them was heard last does not matter: it changes with every line.)
    pub(super) fn sends_elsewhere(&mut self, who: &Fingerprint) -> bool {
        let sending = self.sending_on(who);
        let Some(loaded) = self.memory_alone().peers.get_mut(who) else { return false };
        std::mem::replace(&mut loaded.sending, sending) != loaded.sending
    }

    /// Where lines to somebody go.
    pub(super) fn route(&self, who: &Fingerprint) -> Option<AddressKey> {
        self.account().peers.get(who).map(|loaded| loaded.address.clone())
    }

    /// In whose window something of `who` is shown that came from `at`: whoever is accepted there
    /// appears there, everybody else where they were accepted, or were before they left. `None`: they
    /// have no window.
    pub(super) fn window_of(&self, who: &Fingerprint, at: &AddressKey) -> Option<AddressKey> {
        if self.is_at(at, who) {
            return Some(at.clone());
        }
        let route = self.route(who);
        let own = route.clone().filter(|own| self.is_at(own, who));
        let own = own.or_else(|| self.addresses_of(who).into_iter().next());
        let left = |own: &AddressKey| {
            self.account().names.get(own).is_some_and(|name| name.left().contains(who))
        };
        own.or_else(|| route.filter(left))
    }

    pub(super) fn set_route(&mut self, who: &Fingerprint, at: &AddressKey) {
        let moves = self.account().peers.get(who).is_some_and(|loaded| loaded.address != *at);
        if moves && let Some(loaded) = self.account_mut().peers.get_mut(who) {
            at.clone_into(&mut loaded.address);
            self.dirty.insert(*who);
        }
    }

    /// Those whose lines have this tag, with whether the session is still there.
    pub(super) fn owners_of(
        &mut self,
        tag: [u8; 4],
    ) -> Result<Vec<(Fingerprint, bool)>, MessengerError> {
        let group = self.account().group();
        let Some(bytes) = self.tx().get(Table::Tag, &group, &tag)? else { return Ok(Vec::new()) };
        let mut owners = Vec::new();
        for who in TagRecord::from_bytes(&bytes)?.owners {
            if self.load_peer(&who)? {
                let lives = self
                    .account()
                    .peers
                    .get(&who)
                    .is_some_and(|loaded| loaded.peer.tags().any(|own| own == tag));
                owners.push((who, lives));
            }
        }
        Ok(owners)
    }

    /// Writes a peer, and whose tags are whose.
    pub(super) fn save_peer(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        let account = self.account_mut();
        let run = account.run;
        let Some(loaded) = account.peers.get_mut(who) else { return Ok(()) };
        let tags: Vec<[u8; 4]> = loaded.peer.tags().collect();
        let mut changes = Vec::new();
        if tags != loaded.tags {
            let added = tags.iter().filter(|tag| !loaded.tags.contains(tag));
            changes.extend(added.map(|tag| (*tag, true)));
            let gone = loaded.tags.iter().filter(|tag| !tags.contains(tag));
            loaded.retired.extend(gone);
            let excess = loaded.retired.len().saturating_sub(MAX_RETIRED_TAGS);
            changes.extend(loaded.retired.drain(..excess).map(|tag| (tag, false)));
        }
        let record = PeerRecord {
            run,
            address: loaded.address.clone(),
            tags: tags.clone(),
            retired: loaded.retired.clone(),
            content: Zeroizing::new(loaded.peer.live_content()),
            unknown: loaded.unknown.clone(),
        };
        let pieces = loaded.peer.take_piece_changes();
        loaded.tags = tags;
        // What is new in it may die sooner than what was there before; an hour is soon enough to
        // find out when.
        let latest = self.now.saturating_add(LONGEST_PAUSE_MS);
        self.memory_alone().agenda.keys(who, latest);
        for (tag, added) in changes {
            self.change_owners(tag, who, added)?;
        }
        self.save_pieces(who, pieces)?;
        self.keep(Table::Peer, who.as_bytes(), &record)
    }

    /// Writes what has changed in the pieces of a peer: with its content, or not at all.
    fn save_pieces(
        &mut self,
        who: &Fingerprint,
        changes: PieceChanges,
    ) -> Result<(), MessengerError> {
        let PieceChanges { stored, gone } = changes;
        let group = PieceRecord::group(&self.account().group(), who);
        for id in gone {
            self.delete(Table::Piece, &group, &id.to_bytes())?;
        }
        for (id, content) in stored {
            let record = PieceRecord { key: id.to_bytes(), content };
            self.put(Table::Piece, &group, &record.key, &record.to_bytes()?)?;
        }
        Ok(())
    }

    /// Forgets a peer and its sessions.
    pub(super) fn forget_peer(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        if !self.load_peer(who)? {
            return Ok(());
        }
        let Some(loaded) = self.account_mut().peers.remove(who) else { return Ok(()) };
        self.dirty.remove(who);
        for tag in loaded.tags.into_iter().chain(loaded.retired) {
            self.change_owners(tag, who, false)?;
        }
        let group = PieceRecord::group(&self.account().group(), who);
        self.writing().0.delete_group(Table::Piece, &group)?;
        self.drop_row(Table::Peer, who.as_bytes())
    }

    fn change_owners(
        &mut self,
        tag: [u8; 4],
        who: &Fingerprint,
        added: bool,
    ) -> Result<(), MessengerError> {
        let group = self.account().group();
        let mut record = match self.tx().get(Table::Tag, &group, &tag)? {
            Some(bytes) => TagRecord::from_bytes(&bytes)?,
            None => TagRecord::default(),
        };
        record.owners.retain(|owner| owner != who);
        if added {
            record.owners.push(*who);
        }
        match record.owners.is_empty() {
            true => self.drop_row(Table::Tag, &tag),
            false => self.keep(Table::Tag, &tag, &record),
        }
    }

    /// Of the peers that are loaded, the half that was not used for longest goes; they are in the
    /// vault.
    fn make_room(&mut self) {
        let peers = &self.account().peers;
        if peers.len() <= MAX_LOADED_PEERS {
            return;
        }
        let mut uses: Vec<u64> = peers.values().map(|loaded| loaded.used).collect();
        uses.sort_unstable();
        let oldest = uses.get(MAX_LOADED_PEERS / 2).copied().unwrap_or(0);
        let goes = |(who, loaded): &(&Fingerprint, &Loaded)| {
            loaded.used <= oldest && !self.dirty.contains(*who)
        };
        let gone: Vec<Fingerprint> = peers.iter().filter(goes).map(|(who, _)| *who).collect();
        for who in gone {
            self.memory_alone().peers.remove(&who);
        }
    }

    /// Whether a session with somebody accepted at an address is live.
    pub(super) fn is_private_with_any(&mut self, at: &AddressKey) -> Result<bool, MessengerError> {
        for who in self.identities_at(at) {
            if self.status(&who)? == Status::Private {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether curve operations for a handshake may be spent on this address now.
    pub(super) fn may_compute(&mut self, at: &AddressKey) -> bool {
        let now = self.now;
        let contact = self.is_known(at) || self.who(at).is_some();
        let budgets = self.account().budgets;
        if !self.passing(at).paces.take_handshake(&budgets, now) {
            return false;
        }
        let paces = &mut self.memory_alone().paces;
        if !contact {
            return paces.handshakes_of_strangers.take(now);
        }
        // Other contacts must not use up what this one needs.
        paces.handshakes.take(now) || self.passing(at).paces.take_own_handshake(now)
    }
}
