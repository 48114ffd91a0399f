//! The receiving half of the double ratchet: chains, and where a line belongs
//! (PROTOCOL.md section 8, "Reading").

use super::history::{Consumed, History};
use super::kept::stored_keys::StoredKeys;
use super::line::{Message, POINT};
use super::schedule::{self, MessageKey, RootStep};
use crate::crypto::{self, CryptoError, Secret};
use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::{MAX_GAP, MAX_OLD_CHAINS};
use std::collections::VecDeque;

/// The chain that the other side sends on now.
#[derive(Clone)]
struct Current {
    /// Counts the receiving chains of the session.
    ordinal: u32,
    ratchet_key: [u8; POINT],
    header_key: Secret<32>,
    chain_key: Secret<32>,
    /// The number of the next message.
    next: u32,
}

/// A chain the other side has left. Its header key still authenticates late lines.
#[derive(Clone)]
struct Old {
    ordinal: u32,
    ratchet_key: [u8; POINT],
    header_key: Secret<32>,
    /// How many messages it had.
    length: u32,
}

/// All receiving state of a session.
#[derive(Clone)]
pub(crate) struct Receiving {
    current: Option<Current>,
    /// Header key of the other side's next chain.
    upcoming_header: Secret<32>,
    old: VecDeque<Old>,
    stored: StoredKeys,
    history: History,
    chains: u32,
}

/// Where an authenticated line belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The key is stored, at this index.
    Stored(usize),
    /// On the current chain, this many messages ahead.
    Ahead(u32),
    /// The first seen of a new chain.
    NewChain,
}

/// Why an authenticated (or unauthenticated) line has no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// The MAC is not valid under any key it could be made with.
    Forged,
    /// The MAC is valid, and shows that the sender's state exists twice.
    Fork,
    Duplicate,
    Replayed,
    /// So many messages are missing.
    GapTooLarge(u64),
    Crypto(CryptoError),
}

impl From<CryptoError> for Misfit {
    fn from(error: CryptoError) -> Self {
        Self::Crypto(error)
    }
}

/// A change to be made once the payload has turned out valid.
pub(crate) enum Change {
    Stored(usize),
    Ahead {
        skipped: Vec<(u32, MessageKey)>,
        chain_key: Secret<32>,
    },
    NewChain {
        left: Vec<(u32, MessageKey)>,
        skipped: Vec<(u32, MessageKey)>,
        chain_key: Secret<32>,
        step: RootStep,
    },
}

impl Receiving {
    pub(crate) fn new(upcoming_header: Secret<32>) -> Self {
        Self {
            current: None,
            upcoming_header,
            old: VecDeque::new(),
            stored: StoredKeys::default(),
            history: History::default(),
            chains: 0,
        }
    }

    /// Checks the MAC with at most two keys, then finds the line's place. No curve operation, no
    /// chain step, no change. A stored key that is too old is not used, expired or not.
    pub(crate) fn place(
        &self,
        header: &[u8],
        message: &Message<'_>,
        now: u64,
    ) -> Result<Place, Misfit> {
        if let Some(current) = &self.current
            && current.ratchet_key == message.ratchet_key
        {
            self.authentic(&current.header_key, header, message)?;
            return match message.number.checked_sub(current.next) {
                Some(ahead) if ahead <= MAX_GAP => Ok(Place::Ahead(ahead)),
                Some(ahead) => Err(Misfit::GapTooLarge(ahead.into())),
                None => self.stored_or_consumed(current.ordinal, message, now),
            };
        }
        if let Some(old) = self.old.iter().find(|old| old.ratchet_key == message.ratchet_key) {
            self.authentic(&old.header_key, header, message)?;
            if message.number >= old.length {
                return Err(Misfit::Fork);
            }
            return self.stored_or_consumed(old.ordinal, message, now);
        }
        match self.authentic(&self.upcoming_header, header, message) {
            Ok(()) => self.new_chain(message),
            Err(Misfit::Forged) => match &self.current {
                Some(current) => {
                    self.authentic(&current.header_key, header, message)?;
                    Err(Misfit::Fork)
                }
                None => Err(Misfit::Forged),
            },
            Err(other) => Err(other),
        }
    }

    fn authentic(
        &self,
        key: &Secret<32>,
        header: &[u8],
        message: &Message<'_>,
    ) -> Result<(), Misfit> {
        let mac = schedule::line_mac(key, header, &message.salt, message.body)?;
        if crypto::equal(&mac, &message.mac) { Ok(()) } else { Err(Misfit::Forged) }
    }

    fn stored_or_consumed(
        &self,
        ordinal: u32,
        message: &Message<'_>,
        now: u64,
    ) -> Result<Place, Misfit> {
        if let Some(index) = self.stored.find(ordinal, message.number, now) {
            return Ok(Place::Stored(index));
        }
        match self.history.look_up(ordinal, message.number, message.mac) {
            Consumed::ByThisLine => Err(Misfit::Duplicate),
            Consumed::ByAnother => Err(Misfit::Fork),
            Consumed::Forgotten => Err(Misfit::Replayed),
        }
    }

    fn new_chain(&self, message: &Message<'_>) -> Result<Place, Misfit> {
        let read = self.current.as_ref().map_or(0, |current| current.next);
        // A chain cannot be shorter than what was read of it, unless two of it exist.
        let left = message.previous.checked_sub(read).ok_or(Misfit::Fork)?;
        let missing = u64::from(left) + u64::from(message.number);
        if missing > u64::from(MAX_GAP) {
            return Err(Misfit::GapTooLarge(missing));
        }
        Ok(Place::NewChain)
    }

    /// The key of a line on a known chain, and the change that reading it will make.
    pub(crate) fn key_at(&self, place: Place) -> Option<(MessageKey, Change)> {
        match place {
            Place::Stored(index) => Some((self.stored.get(index)?, Change::Stored(index))),
            Place::Ahead(ahead) => {
                let current = self.current.as_ref()?;
                let (skipped, after) = walk(&current.chain_key, current.next, ahead);
                let (key, chain_key) = schedule::chain_step(&after);
                Some((key, Change::Ahead { skipped, chain_key }))
            }
            Place::NewChain => None,
        }
    }

    /// The same for the first line of a new chain, after the root step.
    pub(crate) fn key_of_new_chain(
        &self,
        message: &Message<'_>,
        step: RootStep,
    ) -> (MessageKey, Change) {
        let left = self.current.as_ref().map_or_else(Vec::new, |current| {
            let ahead = message.previous.saturating_sub(current.next);
            walk(&current.chain_key, current.next, ahead).0
        });
        let (skipped, after) = walk(&step.chain, 0, message.number);
        let (key, chain_key) = schedule::chain_step(&after);
        (key, Change::NewChain { left, skipped, chain_key, step })
    }

    /// Makes the change, `now` on the credited clock. For a new chain the new root key is returned.
    pub(crate) fn commit(
        &mut self,
        change: Change,
        message: &Message<'_>,
        now: u64,
    ) -> Option<Secret<32>> {
        let mut new_root = None;
        let ordinal = match change {
            Change::Stored(index) => self.stored.remove(index).unwrap_or(0),
            Change::Ahead { skipped, chain_key } => {
                let ordinal = self.current.as_mut().map_or(0, |current| {
                    current.chain_key = chain_key;
                    current.next = message.number.saturating_add(1);
                    current.ordinal
                });
                self.stored.store(ordinal, skipped, now);
                ordinal
            }
            Change::NewChain { left, skipped, chain_key, step } => {
                self.retire_current(left, message.previous, now);
                let header_key = std::mem::replace(&mut self.upcoming_header, step.next_header);
                self.chains = self.chains.saturating_add(1);
                self.stored.store(self.chains, skipped, now);
                self.current = Some(Current {
                    ordinal: self.chains,
                    ratchet_key: message.ratchet_key,
                    header_key,
                    chain_key,
                    next: message.number.saturating_add(1),
                });
                new_root = Some(step.root);
                self.chains
            }
        };
        self.history.note(ordinal, message.number, message.mac);
        new_root
    }

    fn retire_current(&mut self, left: Vec<(u32, MessageKey)>, length: u32, now: u64) {
        let Some(current) = self.current.take() else { return };
        let Current { ordinal, ratchet_key, header_key, chain_key: _, next: _ } = current;
        self.stored.store(ordinal, left, now);
        self.old.push_back(Old { ordinal, ratchet_key, header_key, length });
        while self.old.len() > MAX_OLD_CHAINS {
            if let Some(gone) = self.old.pop_front() {
                self.stored.forget_chain(gone.ordinal);
            }
        }
    }

    /// The keys of messages that have not come.
    pub(super) fn stored(&self) -> &StoredKeys {
        &self.stored
    }

    pub(super) fn stored_mut(&mut self) -> &mut StoredKeys {
        &mut self.stored
    }

    /// `stored` is what is written of the stored keys.
    pub(crate) fn save(&self, writer: &mut Writer, stored: &StoredKeys) {
        let Self { current, upcoming_header, old, stored: _, history, chains } = self;
        writer.bytes(upcoming_header.as_bytes());
        writer.varint(*chains);
        writer.option(current.as_ref(), |w, current| {
            let Current { ordinal, ratchet_key, header_key, chain_key, next } = current;
            w.varint(*ordinal);
            w.bytes(ratchet_key);
            w.bytes(header_key.as_bytes());
            w.bytes(chain_key.as_bytes());
            w.varint(*next);
        });
        writer.list(old.iter(), |w, Old { ordinal, ratchet_key, header_key, length }| {
            w.varint(*ordinal);
            w.bytes(ratchet_key);
            w.bytes(header_key.as_bytes());
            w.varint(*length);
        });
        stored.save(writer);
        history.save(writer);
    }

    pub(crate) fn load(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let mut receiving = Self::new(Secret::new(reader.array()?));
        receiving.chains = reader.varint()?;
        receiving.current = reader.option(|r| -> Result<_, WireError> {
            Ok(Current {
                ordinal: r.varint()?,
                ratchet_key: r.array()?,
                header_key: Secret::new(r.array()?),
                chain_key: Secret::new(r.array()?),
                next: r.varint()?,
            })
        })?;
        receiving.old = reader.list(MAX_OLD_CHAINS, |r| -> Result<_, WireError> {
            Ok(Old {
                ordinal: r.varint()?,
                ratchet_key: r.array()?,
                header_key: Secret::new(r.array()?),
                length: r.varint()?,
            })
        })?;
        receiving.stored = StoredKeys::load(reader)?;
        receiving.history = History::load(reader)?;
        Ok(receiving)
    }
}

/// Steps a chain `ahead` times from message `next`: the keys passed over, and the chain key then.
fn walk(chain: &Secret<32>, next: u32, ahead: u32) -> (Vec<(u32, MessageKey)>, Secret<32>) {
    let mut chain = chain.clone();
    // A vector that grows leaves copies of the keys behind.
    let mut skipped = Vec::with_capacity(ahead as usize);
    for number in (next..).take(ahead as usize) {
        let (key, after) = schedule::chain_step(&chain);
        skipped.push((number, key));
        chain = after;
    }
    (skipped, chain)
}
