//! The keys of messages that have not come yet (PROTOCOL.md section 8).

use super::piece::{PieceId, Stamp};
use crate::crypto::Secret;
use crate::session::error::SessionError;
use crate::session::ids::SessionId;
use crate::session::schedule::MessageKey;
use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::{MAX_STORED_KEYS, STORED_KEY_SECONDS};
use std::collections::{BTreeMap, VecDeque};

/// Keys of so many messages that follow each other are one piece: a gap of a thousand lines writes
/// few rows, and a line that comes late writes few keys.
const BLOCK: u32 = 16;

/// The key of a message that has not come yet.
#[derive(Clone)]
struct Stored {
    ordinal: u32,
    number: u32,
    key: MessageKey,
    /// Credited time at which it was stored.
    since: u64,
}

impl Stored {
    /// The credited time from which on it is too old.
    fn end(&self) -> u64 {
        self.since.saturating_add(STORED_KEY_SECONDS)
    }

    fn is_in(&self, chain: u32, block: u32) -> bool {
        (self.ordinal, self.number / BLOCK) == (chain, block)
    }
}

/// The stored keys of a session. Chains and the messages of each only go on, so the oldest are also
/// those with the lowest numbers.
#[derive(Clone, Default)]
pub(in crate::session) struct StoredKeys {
    keys: VecDeque<Stored>,
    touched: bool,
}

impl StoredKeys {
    /// Where the key of a message is, if it is stored and not too old.
    pub(in crate::session) fn find(&self, ordinal: u32, number: u32, now: u64) -> Option<usize> {
        let is_it =
            |key: &Stored| (key.ordinal, key.number) == (ordinal, number) && now < key.end();
        self.keys.iter().position(is_it)
    }

    pub(in crate::session) fn get(&self, index: usize) -> Option<MessageKey> {
        self.keys.get(index).map(|stored| stored.key.clone())
    }

    /// Forgets a key that was used, and tells of which chain it was.
    pub(in crate::session) fn remove(&mut self, index: usize) -> Option<u32> {
        self.touched = true;
        self.keys.remove(index).map(|stored| stored.ordinal)
    }

    pub(in crate::session) fn store(
        &mut self,
        ordinal: u32,
        keys: Vec<(u32, MessageKey)>,
        since: u64,
    ) {
        self.touched |= !keys.is_empty();
        for (number, key) in keys {
            if self.keys.len() >= MAX_STORED_KEYS {
                self.keys.pop_front();
            }
            self.keys.push_back(Stored { ordinal, number, key, since });
        }
    }

    /// Forgets the keys of a chain.
    pub(in crate::session) fn forget_chain(&mut self, ordinal: u32) {
        self.retain(|stored| stored.ordinal != ordinal);
    }

    /// Forgets what is too old, and tells whether there was anything.
    pub(in crate::session) fn expire(&mut self, now: u64) -> bool {
        self.retain(|stored| now < stored.end())
    }

    /// The credited time at which the next key is too old.
    pub(in crate::session) fn next_expiry(&self) -> Option<u64> {
        self.keys.iter().map(Stored::end).min()
    }

    pub(in crate::session) fn clear(&mut self) {
        self.retain(|_| false);
    }

    pub(in crate::session) fn len(&self) -> usize {
        self.keys.len()
    }

    fn retain(&mut self, keep: impl Fn(&Stored) -> bool) -> bool {
        let before = self.keys.len();
        self.keys.retain(keep);
        let changed = self.keys.len() != before;
        self.touched |= changed;
        changed
    }

    pub(in crate::session) fn save(&self, writer: &mut Writer) {
        writer.list(self.keys.iter(), |w, Stored { ordinal, number, key, since }| {
            w.varint(*ordinal);
            w.varint(*number);
            w.bytes(key.as_bytes());
            w.u64(*since);
        });
    }

    pub(in crate::session) fn load(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let keys = reader.list(MAX_STORED_KEYS, |r| -> Result<_, WireError> {
            Ok(Stored {
                ordinal: r.varint()?,
                number: r.varint()?,
                key: Secret::new(r.array()?),
                since: r.u64()?,
            })
        })?;
        Ok(Self { keys, touched: false })
    }

    /// Whether anything has changed since this was asked last.
    pub(in crate::session) fn take_touched(&mut self) -> bool {
        std::mem::take(&mut self.touched)
    }

    /// The pieces, each with what tells its states apart: which of its keys are there.
    pub(in crate::session) fn stamps(
        &self,
        session: SessionId,
        stamps: &mut BTreeMap<PieceId, Stamp>,
    ) {
        for Stored { ordinal, number, .. } in &self.keys {
            let (chain, block) = (*ordinal, number / BLOCK);
            let (there, _) =
                stamps.entry(PieceId::Keys { session, chain, block }).or_insert((0, 0));
            *there |= 1 << (number % BLOCK);
        }
    }

    pub(in crate::session) fn write_piece(&self, chain: u32, block: u32, writer: &mut Writer) {
        for Stored { ordinal: _, number, key, since } in
            self.keys.iter().filter(|stored| stored.is_in(chain, block))
        {
            writer.varint(*number);
            writer.bytes(key.as_bytes());
            writer.u64(*since);
        }
    }

    /// Takes a piece back. [`StoredKeys::settle`] follows the last one.
    pub(in crate::session) fn read_piece(
        &mut self,
        ordinal: u32,
        block: u32,
        reader: &mut Reader<'_>,
    ) -> Result<(), SessionError> {
        while !reader.is_empty() {
            let number = reader.varint()?;
            let (key, since) = (Secret::new(reader.array()?), reader.u64()?);
            let stored = Stored { ordinal, number, key, since };
            if !stored.is_in(ordinal, block) || self.keys.len() >= MAX_STORED_KEYS {
                return Err(SessionError::SavedContent("stored keys"));
            }
            self.keys.push_back(stored);
        }
        Ok(())
    }

    pub(in crate::session) fn settle(&mut self) -> Result<(), SessionError> {
        let keys = self.keys.make_contiguous();
        keys.sort_by_key(|stored| (stored.ordinal, stored.number));
        let place = |stored: &Stored| (stored.ordinal, stored.number);
        let mut pairs = keys.iter().zip(keys.iter().skip(1));
        if pairs.any(|(one, next)| place(one) == place(next)) {
            return Err(SessionError::SavedContent("a key that is stored twice"));
        }
        self.touched = false;
        Ok(())
    }
}
