//! This installation of an identity: its id and its private prekeys (PROTOCOL.md sections 5 to 7).
//!
//! Another device of the same person has the same identity but an [`Installation`] of its own.

use super::clock::{CreditedClock, DAY, Expiry};
use super::error::SessionError;
use super::ids::{Echo, InstallationId};
use super::line::{self, Line, POINT};
use super::sealed_state::{self, HostKey, Kind};
use super::x3dh;
use crate::crypto::{AgreementSecret, Random};
use crate::identity::{Card, CardId, CardTerms, Fingerprint, Identity, UnverifiedCard};
use crate::wire::armor;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::{
    MAX_ONE_TIME_PREKEYS, MAX_REMEMBERED_INITS, MAX_REMEMBERED_INITS_OF_A_PEER,
    SHARED_PREKEY_SECONDS,
};
use std::collections::BTreeMap;
use std::fmt;

mod identified;
pub(super) use identified::Found;
pub use identified::Identified;

/// How long a one-time prekey lives, in seconds of the credited clock.
const ONE_TIME_LIFE: u64 = Card::ONE_TIME_LIFETIME;
/// When a reusable prekey is replaced, and how long it lives after all.
const REUSABLE_ROTATION: u64 = 7 * DAY;
const REUSABLE_LIFE: u64 = Card::REUSABLE_LIFETIME;
/// How long after its card has expired a prekey may still be used because a clock was wrong: longer
/// than that by the clock of now, and it is refused, however little time was credited.
const EXPIRED_CARD_GRACE: u64 = 30 * DAY;

/// Stands before the content: a vault keeps it without a head.
const LAYOUT: u8 = 1;

/// A private prekey, with the card that publishes it.
#[derive(Clone)]
pub(crate) struct Prekey {
    pub(crate) secret: AgreementSecret,
    pub(crate) card: Card,
    since: u64,
    /// The credited time at which it dies.
    until: u64,
    /// The x-coordinates of the ephemeral keys used with it, and whose they were (the beginning of
    /// the fingerprint): an Init works once.
    used: BTreeMap<[u8; 32], [u8; 8]>,
}

/// One installation of an identity. Secrets are wiped on drop.
#[derive(Clone)]
pub struct Installation {
    identity: Identity,
    id: InstallationId,
    prekeys: Vec<Prekey>,
    clock: CreditedClock,
    generation: u64,
    /// One more at each change of the id or the prekeys.
    changes: u64,
}

impl fmt::Debug for Installation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { identity, id, prekeys, clock, generation, changes: _ } = self;
        f.debug_struct("Installation")
            .field("identity", identity)
            .field("id", id)
            .field("prekeys", &prekeys.len())
            .field("clock", clock)
            .field("generation", generation)
            .finish()
    }
}

impl Installation {
    /// A new installation of `identity`, `now` in seconds since 1970.
    ///
    /// # Errors
    /// [`SessionError::Crypto`] if randomness fails.
    pub fn new(identity: Identity, now: u64, rng: &mut dyn Random) -> Result<Self, SessionError> {
        let mut id = [0; 4];
        rng.fill(&mut id)?;
        let (clock, prekeys) = (CreditedClock::new(now), Vec::new());
        Ok(Self { identity, id: InstallationId(id), prekeys, clock, generation: 0, changes: 0 })
    }

    /// The identity this is an installation of.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The id that peers know this installation by.
    pub fn id(&self) -> InstallationId {
        self.id
    }

    /// An Offer: a line that invites whoever gets it to begin a session, with a fresh one-time
    /// prekey that lives 48 hours. `echo` names the line that could not be read, if one is the cause.
    ///
    /// # Errors
    /// [`SessionError::Crypto`] if randomness fails.
    pub fn offer(
        &mut self,
        echo: Option<Echo>,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<String, SessionError> {
        let prekey = self.new_prekey(true, now, rng)?;
        let line = line::offer(prekey.card.as_bytes(), self.id, echo.unwrap_or_default());
        let _ = self.expire(now);
        let one_time = |prekey: &Prekey| prekey.card.one_time();
        if self.prekeys.iter().filter(|prekey| one_time(prekey)).count() >= MAX_ONE_TIME_PREKEYS
            && let Some(oldest) = self.prekeys.iter().position(one_time)
        {
            self.prekeys.remove(oldest);
        }
        self.prekeys.push(prekey);
        self.note_change();
        Ok(armor::encode(&line))
    }

    /// The current reusable card, to be published: anybody who has it can begin a session while we
    /// are offline. A new one is made every 7 days; each is valid for 14.
    ///
    /// # Errors
    /// [`SessionError::Crypto`] if randomness fails.
    pub fn card(&mut self, now: u64, rng: &mut dyn Random) -> Result<Card, SessionError> {
        let age = self.clock.at(now);
        let current = self.prekeys.iter().rev().find(|prekey| !prekey.card.one_time());
        if let Some(prekey) = current
            && age.saturating_sub(prekey.since) < REUSABLE_ROTATION
            && now.saturating_sub(prekey.card.issued()) < REUSABLE_ROTATION
            // Issued while the clock was wrong: peers refuse it.
            && prekey.card.issued() <= now.saturating_add(Card::CLOCK_TOLERANCE)
            // Issued before the identity had a sealing key.
            && prekey.card.sealing_hash().copied() == self.sealing_hash()
        {
            return Ok(prekey.card.clone());
        }
        let prekey = self.new_prekey(false, now, rng)?;
        let card = prekey.card.clone();
        let _ = self.expire(now);
        // The one before is kept; the one before that goes.
        let reusable = |prekey: &Prekey| !prekey.card.one_time();
        if self.prekeys.iter().filter(|prekey| reusable(prekey)).count() >= 2
            && let Some(oldest) = self.prekeys.iter().position(reusable)
        {
            self.prekeys.remove(oldest);
        }
        self.prekeys.push(prekey);
        self.note_change();
        Ok(card)
    }

    fn new_prekey(
        &self,
        one_time: bool,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<Prekey, SessionError> {
        let life = if one_time { ONE_TIME_LIFE } else { REUSABLE_LIFE };
        let secret = AgreementSecret::generate(rng)?;
        let expires = now.saturating_add(life);
        let sealing_hash = self.sealing_hash();
        let terms = CardTerms { one_time, issued: now, expires, capabilities: 0, sealing_hash };
        let card = Card::issue(&self.identity, secret.public(), terms, rng)?;
        let since = self.clock.at(now);
        Ok(Prekey { secret, card, since, until: since.saturating_add(life), used: BTreeMap::new() })
    }

    fn sealing_hash(&self) -> Option<[u8; 32]> {
        self.identity.recipient().map(|recipient| *recipient.key().hash())
    }

    /// Deletes prekeys that are too old. Needs no line and no peer: call it after loading, and again
    /// when the answer says so, or keys outlive their promise in a process where nothing happens.
    pub fn expire(&mut self, now: u64) -> Expiry {
        let age = self.clock.advance(now);
        let before = self.prekeys.len();
        self.prekeys.retain(|prekey| age < prekey.until);
        let next = self.prekeys.iter().map(|prekey| prekey.until).min();
        let expiry = self.clock.expiry(self.prekeys.len() != before, next);
        self.changes += u64::from(expiry.changed);
        expiry
    }

    /// The state will be saved, and the credited time with it.
    fn note_change(&mut self) {
        self.changes += 1;
        self.clock.note();
    }

    /// How often the id, the prekeys or an hour of the time have changed: whether there is anything
    /// to save.
    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }

    /// Who made a line that begins a session, without acting on it: the verified card of an Offer,
    /// the sealed identity of an Init on one of our cards. Costs a verification, or two
    /// Diffie-Hellman operations, which [`PeerSessions::receive_identified`] does not repeat. `None`
    /// for lines that do not tell. The line may be a replay.
    ///
    /// [`PeerSessions::receive_identified`]: super::PeerSessions::receive_identified
    ///
    /// # Errors
    /// [`SessionError::NotForUs`] for an Init on no living card of ours, [`SessionError::Forged`],
    /// and the errors of parsing and of cards.
    pub fn identify<'l>(
        &self,
        line: &'l [u8],
        now: u64,
    ) -> Result<Option<Identified<'l>>, SessionError> {
        let found = match Line::parse(line)? {
            Line::Offer { card, .. } | Line::Card(card) => {
                Found::Card(Box::new(UnverifiedCard::parse(card)?.verify(now)?))
            }
            Line::Init(init) => {
                let echo = Echo::of(line);
                let prekey = self.prekey(init.card_id, now).ok_or(SessionError::NotForUs(echo))?;
                let opened = x3dh::open_identity(&self.identity, &prekey.secret, &init, echo)?;
                Found::Init(Box::new(opened))
            }
            Line::Message { .. } => return Ok(None),
        };
        Ok(Some(Identified { line, installation: self.id, found }))
    }

    /// How many private prekeys there are.
    pub fn prekeys(&self) -> usize {
        self.prekeys.len()
    }

    /// The living prekey that a card id names.
    pub(crate) fn prekey(&self, id: CardId, now: u64) -> Option<&Prekey> {
        let age = self.clock.at(now);
        // Not deleted by the second rule, for it is the clock of now that may be wrong.
        let is_alive = |prekey: &Prekey| {
            age < prekey.until && now < prekey.card.expires().saturating_add(EXPIRED_CARD_GRACE)
        };
        self.prekeys.iter().find(|prekey| prekey.card.id() == id && is_alive(prekey))
    }

    /// The card of the newest Offer.
    pub(crate) fn newest_one_time(&self) -> Option<CardId> {
        let newest = self.prekeys.iter().rev().find(|prekey| prekey.card.one_time());
        newest.map(|prekey| prekey.card.id())
    }

    /// Deletes the prekey of an Offer that others have taken the place of.
    pub(crate) fn forget_prekey(&mut self, id: CardId) {
        let before = self.prekeys.len();
        self.prekeys.retain(|prekey| prekey.card.id() != id);
        if self.prekeys.len() != before {
            self.note_change();
        }
    }

    /// Whether an ephemeral key has been used with this prekey.
    pub(crate) fn is_used(prekey: &Prekey, ephemeral: &[u8; POINT]) -> bool {
        prekey.used.contains_key(&x_coordinate(ephemeral))
    }

    /// Whether another ephemeral key of this peer can be remembered: one peer cannot fill the memory
    /// for all.
    pub(crate) fn has_room(&self, peer: &Fingerprint) -> bool {
        let owners = || self.prekeys.iter().flat_map(|prekey| prekey.used.values());
        let own_share = owners().filter(|owner| **owner == beginning(peer)).count();
        owners().count() < MAX_REMEMBERED_INITS && own_share < MAX_REMEMBERED_INITS_OF_A_PEER
    }

    /// Remembers an ephemeral key for as long as the prekey lives.
    pub(crate) fn remember(&mut self, id: CardId, ephemeral: &[u8; POINT], peer: &Fingerprint) {
        if let Some(prekey) = self.prekeys.iter_mut().find(|prekey| prekey.card.id() == id) {
            prekey.used.insert(x_coordinate(ephemeral), beginning(peer));
            self.note_change();
        }
    }

    /// A new id, after a peer has said that this state was copied: the other copy keeps the old one.
    pub(crate) fn renew_id(&mut self, rng: &mut dyn Random) -> Result<(), SessionError> {
        let mut id = [0; 4];
        rng.fill(&mut id)?;
        self.id = InstallationId(id);
        self.note_change();
        Ok(())
    }

    /// A session on a one-time prekey is confirmed: nobody else needs it, but for other installations
    /// of the same peer, which have got the same Offer and answer at the same time.
    pub(crate) fn retire_one_time(&mut self, id: CardId, now: u64) {
        let last = self.clock.at(now).saturating_add(SHARED_PREKEY_SECONDS);
        let mut prekeys = self.prekeys.iter_mut();
        if let Some(prekey) = prekeys.find(|p| p.card.id() == id && p.card.one_time())
            && last < prekey.until
        {
            prekey.until = last;
            self.note_change();
        }
    }

    /// The state, sealed under the host's key, and its generation: one more at each call.
    ///
    /// # Errors
    /// [`SessionError::Crypto`] if randomness fails.
    pub fn save(
        &mut self,
        key: &HostKey,
        rng: &mut dyn Random,
    ) -> Result<(Vec<u8>, u64), SessionError> {
        let generation = self.generation.saturating_add(1);
        let own = self.identity.fingerprint();
        let blob =
            sealed_state::seal(key, Kind::Installation, generation, own, self.content(), rng)?;
        self.generation = generation;
        self.clock.note();
        Ok((blob, generation))
    }

    /// Everything but the identity and the generation, not sealed: for whoever seals it.
    pub(crate) fn content(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        let Self { identity: _, id, prekeys, clock, generation: _, changes: _ } = self;
        writer.u8(LAYOUT);
        writer.bytes(&id.0);
        clock.write(&mut writer);
        writer.count(prekeys.len());
        for Prekey { secret, card, since, until, used } in prekeys.iter() {
            writer.bytes(secret.to_bytes().as_bytes());
            writer.bytes(card.as_bytes());
            writer.u64(*since);
            writer.u64(*until);
            writer.count(used.len());
            for (x, owner) in used {
                writer.bytes(x);
                writer.bytes(owner);
            }
        }
        writer.into_vec()
    }

    /// Opens what [`Installation::save`] made for the same identity and host key.
    ///
    /// # Errors
    /// [`SessionError::SavedState`] for another key or identity or damage, and the other `Saved…` errors.
    pub fn load(
        blob: &[u8],
        key: &HostKey,
        identity: Identity,
    ) -> Result<(Self, u64), SessionError> {
        let (content, generation) =
            sealed_state::open(key, Kind::Installation, identity.fingerprint(), blob)?;
        Ok((Self::from_content(&content, identity, generation)?, generation))
    }

    /// Reads what [`Installation::content`] wrote.
    pub(crate) fn from_content(
        content: &[u8],
        identity: Identity,
        generation: u64,
    ) -> Result<Self, SessionError> {
        let mut reader = Reader::new(content);
        match reader.u8()? {
            LAYOUT => {}
            other => return Err(SessionError::SavedFormat(other)),
        }
        let id = InstallationId(reader.array()?);
        let clock = CreditedClock::read(&mut reader)?;
        let mut prekeys = Vec::new();
        for _ in 0..reader.count(MAX_ONE_TIME_PREKEYS + 2)? {
            let secret = AgreementSecret::from_bytes(&reader.array()?)?;
            let card = Card::restore(reader.take(line::CARD)?, &identity)?;
            let (since, until) = (reader.u64()?, reader.u64()?);
            let mut used = BTreeMap::new();
            for _ in 0..reader.count(MAX_REMEMBERED_INITS)? {
                used.insert(reader.array()?, reader.array()?);
            }
            if secret.public() != card.prekey() {
                return Err(SessionError::SavedContent("a prekey that is not its card's"));
            }
            prekeys.push(Prekey { secret, card, since, until, used });
        }
        reader.finish()?;
        Ok(Self { identity, id, prekeys, clock, generation, changes: 0 })
    }
}

fn x_coordinate(point: &[u8; POINT]) -> [u8; 32] {
    let [_, x @ ..] = *point;
    x
}

fn beginning(fingerprint: &Fingerprint) -> [u8; 8] {
    let [a, b, c, d, e, f, g, h, ..] = *fingerprint.as_bytes();
    [a, b, c, d, e, f, g, h]
}
