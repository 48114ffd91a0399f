//! The state of a peer as bytes, and back (PROTOCOL.md section 13). The layout is private.

use super::acks::{Leaps, Outstanding, Receipt, Receipts, Runs};
use super::clock::CreditedClock;
use super::error::SessionError;
use super::ids::{Echo, InstallationId, SessionId, TextId};
use super::installation::Installation;
use super::kept::parts::Assembly;
use super::kept::piece::Told;
use super::kept::shown::Shown;
use super::peer_sessions::PeerSessions;
use super::ratchet::Ratchet;
use super::sealed_state::{self, HostKey, Kind};
use super::session::{Duties, Held, Marks, Role, Session};
use super::settings::Settings;
use crate::crypto::Random;
use crate::identity::{CardId, Fingerprint, PublicIdentity};
use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::{
    DORMANT_TEXTS, MAX_ACTED, MAX_ECHOES, MAX_HELD, MAX_LINE_BYTES, MAX_PARTS, MAX_SESSIONS,
    OVERTAKEN_BY,
};

/// Stands before the content, and holds for its pieces too: a vault keeps both without a head.
const LAYOUT: u8 = 3;

/// The same with some of the ids of texts shown in pieces, and the others in the content.
const LIVE_LAYOUT: u8 = 4;

/// These two before there were receipts (section 9). Of the texts that they know of none is
/// acknowledged any more, on neither side; those that wait for it are sent again, as after a loss.
const LAYOUT_WITHOUT_RECEIPTS: u8 = 1;
const LIVE_LAYOUT_WITHOUT_RECEIPTS: u8 = 2;

/// How far sequence numbers may leap when a state is loaded. Small enough to stay short on the wire
/// over many restarts.
const SEQ_LEAP: u32 = 1_024;

impl PeerSessions {
    /// The state, sealed under the host's key, and its generation: one more at each call. Save the
    /// peer before the installation, so that a crash between the two loses no session.
    ///
    /// # Errors
    /// [`SessionError::Crypto`] if randomness fails.
    pub fn save(
        &mut self,
        key: &HostKey,
        rng: &mut dyn Random,
    ) -> Result<(Vec<u8>, u64), SessionError> {
        let generation = self.generation.saturating_add(1);
        let blob = sealed_state::seal(key, Kind::Peer, generation, &self.own, self.content(), rng)?;
        self.generation = generation;
        self.clock.note();
        Ok((blob, generation))
    }

    /// Opens what [`PeerSessions::save`] made under the same host key for the same identity. `expected` is
    /// who the host thinks the peer is: another peer's state is refused.
    ///
    /// Sequence numbers go on from a place that `rng` draws, up to 1,023 further: if the state is an
    /// older one, an acknowledgement of what was sent after it is not taken for one of other texts.
    /// Each load leaves such a gap, and an acknowledgement holds eight runs: keep a peer loaded while it
    /// is in use.
    ///
    /// # Errors
    /// [`SessionError::SavedState`] for another key or identity or damage,
    /// [`SessionError::OtherIdentity`] for another peer, and the other `Saved…` errors.
    pub fn load(
        blob: &[u8],
        key: &HostKey,
        own: &Installation,
        expected: Option<&Fingerprint>,
        rng: &mut dyn Random,
    ) -> Result<(Self, u64), SessionError> {
        let own = own.identity().fingerprint();
        let (content, generation) = sealed_state::open(key, Kind::Peer, own, blob)?;
        let mut peer = Self::from_content(&content, own, generation)?;
        peer.leap(rng)?;
        match (expected, peer.expected) {
            (Some(expected), Some(found)) if *expected != found => {
                Err(SessionError::OtherIdentity(found))
            }
            _ => {
                // Saved before anybody was known: the host knows now whom it expects.
                peer.expected = peer.expected.or(expected.copied());
                Ok((peer, generation))
            }
        }
    }

    /// Reads what [`PeerSessions::content`] wrote.
    pub(crate) fn from_content(
        content: &[u8],
        own: &Fingerprint,
        generation: u64,
    ) -> Result<Self, SessionError> {
        let mut reader = Reader::new(content);
        let (live, receipts) = match reader.u8()? {
            LAYOUT => (false, true),
            LIVE_LAYOUT => (true, true),
            LAYOUT_WITHOUT_RECEIPTS => (false, false),
            LIVE_LAYOUT_WITHOUT_RECEIPTS => (true, false),
            other => return Err(SessionError::SavedFormat(other)),
        };
        let peer = read_peer(&mut reader, (live, receipts), *own, generation)?;
        reader.finish()?;
        Ok(peer)
    }

    /// Goes on from a sequence number further on, in case this state is an older one.
    pub(crate) fn leap(&mut self, rng: &mut dyn Random) -> Result<(), SessionError> {
        let mut drawn = [0; 2];
        rng.fill(&mut drawn)?;
        let ahead = u32::from(u16::from_be_bytes(drawn)) % SEQ_LEAP;
        self.sessions.iter_mut().for_each(|session| session.leap(ahead));
        Ok(())
    }

    /// Everything but the generation, not sealed: for whoever seals it.
    pub(crate) fn content(&self) -> Vec<u8> {
        self.write(true)
    }

    /// As [`PeerSessions::content`], without what is kept in pieces.
    pub(crate) fn live_content(&self) -> Vec<u8> {
        self.write(false)
    }

    fn write(&self, whole: bool) -> Vec<u8> {
        let Self {
            own: _,
            expected,
            identity,
            sessions,
            clock,
            order,
            ended,
            sent,
            acted,
            newest_acted,
            shown,
            settings,
            generation: _,
            told: _,
        } = self;
        let mut writer = Writer::new();
        writer.u8(if whole { LAYOUT } else { LIVE_LAYOUT });
        writer.option(expected.as_ref(), |w, fingerprint| w.bytes(fingerprint.as_bytes()));
        writer.option(identity.as_ref(), |w, identity| {
            w.bytes(identity.signing().as_bytes());
            w.bytes(identity.agreement().as_bytes());
        });
        clock.write(&mut writer);
        writer.u64(*order);
        writer.u8(u8::from(*ended));
        writer.list(sent.iter(), |w, (echo, session)| {
            w.bytes(&echo.to_bytes());
            w.bytes(&session.0);
        });
        writer.list(acted.iter(), |w, card| w.bytes(card.as_bytes()));
        writer.list(newest_acted.iter(), |w, (installation, issued)| {
            w.bytes(&installation.0);
            w.u64(*issued);
        });
        match whole {
            true => shown.save(&mut writer),
            false => shown.save_open(&mut writer),
        }
        let Settings { line_chars, acknowledgements, fill_lines } = *settings;
        writer.varint(u32::try_from(line_chars).unwrap_or(u32::MAX));
        writer.flags(&[acknowledgements, fill_lines]);
        writer.list(sessions.iter(), |w, session| write_session(w, session, whole));
        writer.into_vec()
    }
}

fn read_peer(
    reader: &mut Reader<'_>,
    (live, receipts): (bool, bool),
    own: Fingerprint,
    generation: u64,
) -> Result<PeerSessions, SessionError> {
    let expected = reader.option(|r| r.array().map(Fingerprint::from_bytes))?;
    let identity = reader.option(|r| -> Result<_, SessionError> {
        Ok(PublicIdentity::from_bytes(&r.array()?, &r.array()?)?)
    })?;
    let clock = CreditedClock::read(reader)?;
    let order = reader.u64()?;
    let ended = reader.u8()? != 0;
    let sent = reader.list(MAX_ECHOES, |r| -> Result<_, WireError> {
        Ok((Echo::from_bytes(&r.array()?), SessionId(r.array()?)))
    })?;
    let acted = reader.list(MAX_ACTED, |r| r.array().map(CardId::from_bytes))?;
    let newest_acted = reader.list(MAX_SESSIONS, |r| -> Result<_, WireError> {
        Ok((InstallationId(r.array()?), r.u64()?))
    })?;
    let shown = match live {
        true => Shown::load_open(reader, receipts)?,
        false => Shown::load(reader, receipts)?,
    };
    let line_chars = usize::try_from(reader.varint()?).unwrap_or(usize::MAX);
    let [acknowledgements, fill_lines] = reader.flags()?;
    let sessions = reader.list(MAX_SESSIONS, |r| read_session(r, receipts))?;
    let settings = Settings { line_chars, acknowledgements, fill_lines };
    let mut peer = PeerSessions {
        own,
        expected,
        identity,
        sessions,
        clock,
        order,
        ended,
        sent,
        acted,
        newest_acted,
        shown,
        settings,
        generation,
        told: Told::default(),
    };
    // A limit that a later version would refuse must not come in by the back door.
    peer.set_line_limit(line_chars)?;
    Ok(peer)
}

fn write_session(writer: &mut Writer, session: &Session, whole: bool) {
    let Session {
        id,
        role,
        send_tag,
        receive_tag,
        ratchet,
        installation,
        named,
        begun,
        confirmed,
        received,
        proven,
        active_at,
        asked_for_by,
        marks,
        duties,
        answered_at,
        early_answers,
        next_seq,
        leaps,
        arrived,
        receipts,
        waiting,
        waiting_since,
        held,
        newest_shown,
        outstanding,
        acknowledges,
        unanswered,
        assembly,
    } = session;
    writer.bytes(&id.0);
    match role {
        Role::Initiator { ephemeral, prefix } => {
            writer.u8(0);
            writer.bytes(ephemeral);
            writer.count(prefix.len());
            writer.bytes(prefix);
        }
        Role::Responder { ephemeral, card } => {
            writer.u8(1);
            writer.bytes(ephemeral);
            writer.bytes(card.as_bytes());
        }
    }
    writer.bytes(send_tag);
    writer.bytes(receive_tag);
    ratchet.save(writer, whole);
    for id in [installation, named] {
        writer.option(id.as_ref(), |w, id| w.bytes(&id.0));
    }
    writer.u64(*begun);
    writer.option(confirmed.as_ref(), |w, order| w.u64(*order));
    writer.u64(*received);
    writer.u64(*active_at);
    writer.option(asked_for_by.as_ref(), |w, id| w.bytes(&id.0));
    let Marks { replaced, closed_by_peer, closed_by_us, forked, fork_is_ours, lost } = *marks;
    writer.flags(&[replaced, closed_by_peer, closed_by_us, forked, fork_is_ours, lost]);
    let Duties { reply, fork, close } = *duties;
    writer.flags(&[reply, fork, close, *acknowledges, *proven]);
    writer.option(answered_at.as_ref(), |w, at| w.u64(*at));
    writer.u8(*early_answers);
    writer.varint(*next_seq);
    leaps.save(writer);
    arrived.save(writer);
    receipts.save(writer);
    writer.varint(*waiting);
    writer.u64(*waiting_since);
    writer.list(held.iter(), |w, Held { id, lines: (first, last), receipt }| {
        w.bytes(&id.0);
        w.varint(*first);
        w.varint(*last);
        w.option(receipt.as_ref(), |w, receipt| w.bytes(&receipt.0));
    });
    writer.list(newest_shown.iter(), |w, number| w.varint(*number));
    outstanding.save(writer);
    writer.list(unanswered.iter(), |w, at| w.u64(*at));
    match whole {
        true => assembly.save(writer),
        false => Assembly::default().save(writer),
    }
}

fn read_session(reader: &mut Reader<'_>, receipts: bool) -> Result<Session, SessionError> {
    let id = SessionId(reader.array()?);
    let role = match reader.u8()? {
        0 => {
            let ephemeral = reader.array()?;
            let length = reader.count(MAX_LINE_BYTES)?;
            Role::Initiator { ephemeral, prefix: reader.take(length)?.to_vec() }
        }
        1 => Role::Responder {
            ephemeral: reader.array()?,
            card: CardId::from_bytes(reader.array()?),
        },
        _ => return Err(SessionError::SavedContent("a session's role")),
    };
    let tags = (reader.array()?, reader.array()?);
    let ratchet = Ratchet::load(reader)?;
    let installation = reader.option(|r| r.array().map(InstallationId))?;
    let named = reader.option(|r| r.array().map(InstallationId))?;
    let begun = reader.u64()?;
    let mut session = Session::new(id, role, tags, ratchet, begun, 0);
    (session.installation, session.named) = (installation, named);
    session.confirmed = reader.option(|r| r.u64())?;
    session.received = reader.u64()?;
    session.active_at = reader.u64()?;
    session.asked_for_by = reader.option(|r| r.array().map(SessionId))?;
    let [replaced, closed_by_peer, closed_by_us, forked, fork_is_ours, lost] = reader.flags()?;
    session.marks = Marks { replaced, closed_by_peer, closed_by_us, forked, fork_is_ours, lost };
    let [reply, fork, close, acknowledges, proven] = reader.flags()?;
    session.duties = Duties { reply, fork, close };
    (session.acknowledges, session.proven) = (acknowledges, proven);
    session.answered_at = reader.option(|r| r.u64())?;
    session.early_answers = reader.u8()?;
    session.next_seq = reader.varint()?;
    session.leaps = Leaps::load(reader)?;
    session.arrived = Runs::load(reader)?;
    if receipts {
        session.receipts = Receipts::load(reader)?;
    }
    session.waiting = reader.varint()?;
    session.waiting_since = reader.u64()?;
    session.held = reader.list(MAX_HELD, |r| read_held(r, receipts))?;
    session.newest_shown = reader.list(OVERTAKEN_BY, |r| r.varint())?;
    if receipts {
        session.outstanding = Outstanding::load(reader)?;
    } else {
        Outstanding::skip_layout_1(reader)?;
        session.outstanding.forget_all(session.next_seq);
        (session.arrived, session.waiting) = (Runs::default(), 0);
    }
    session.unanswered = reader.list(DORMANT_TEXTS, |r| r.u64())?;
    session.assembly = Assembly::load(reader)?;
    Ok(session)
}

fn read_held(reader: &mut Reader<'_>, receipts: bool) -> Result<Held, SessionError> {
    let (id, first, last) = (TextId(reader.array()?), reader.varint()?, reader.varint()?);
    let receipt = match receipts {
        true => reader.option(|r| r.array().map(Receipt))?,
        false => None,
    };
    match last.checked_sub(first) {
        Some(further) if further < MAX_PARTS => Ok(Held { id, lines: (first, last), receipt }),
        _ => Err(SessionError::SavedContent("the lines of a text")),
    }
}
