//! Joining fragments to objects.

use std::collections::{BTreeMap, VecDeque};

use super::{Fragment, ID_BYTES, object_id};
use crate::wire::{
    ObjectKind, WireError,
    limits::{
        COMPLETED_ID_AGE, FRAGMENT_OVERHEAD_BYTES, MAX_COMPLETED_IDS, MAX_FRAGMENT_AGE,
        MAX_FRAGMENT_COMBINATIONS, MAX_FRAGMENT_SETS, MAX_FRAGMENT_VARIANTS, MAX_FRAGMENTED_BYTES,
        MAX_FRAGMENTS, MAX_REASSEMBLY_BYTES,
    },
};

/// The largest object alone, every index with two contents, must fit.
const _: () = assert!(
    MAX_FRAGMENT_VARIANTS
        * (MAX_FRAGMENTED_BYTES + MAX_FRAGMENTS as usize * FRAGMENT_OVERHEAD_BYTES)
        <= MAX_REASSEMBLY_BYTES
);

/// Joins the fragments of one peer's objects.
///
/// Fragments come in any order; duplicates do no harm and are not reported. Anybody who can write
/// to the peer's window can forge fragments, so:
///
/// - An object counts as whole when its SHA-256 begins with the id. Of each index up to two
///   different contents are kept and up to 16 ways to join them are tried, so a forged content
///   beside the genuine one does not stop the object.
/// - Memory is bounded: 8 incomplete objects of 64 KiB (and as much again in second contents),
///   384 KiB over all of them, an hour of age.
/// - **When there is no room, the incomplete object that has received the fewest bytes goes**;
///   among equals the one that waited longest. A new object is always let in, so a flood locks
///   nobody out for good; and to push out an object that has received n bytes, one has to
///   deliver at least n bytes to every other object held. A flood that outspends a peer's traffic
///   wins, which is why each peer has its own reassembler.
#[derive(Debug, Clone, Default)]
pub struct Reassembler {
    /// Incomplete objects, in no order.
    sets: Vec<Set>,
    /// Fragments taken in so far: tells which object waited longest, whatever the clock does.
    arrivals: u64,
    /// Objects handed out lately, oldest first, and when.
    completed: VecDeque<([u8; ID_BYTES], u64)>,
}

impl Reassembler {
    /// Holds nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a fragment that arrived at `now` (seconds on any clock) and gives the object that it
    /// completes. An object is given once; its fragments are known for 10 minutes more and then
    /// begin it anew.
    ///
    /// # Errors
    ///
    /// For a fragment that cannot be ([`WireError::FragmentIndex`], [`WireError::Empty`],
    /// [`WireError::TooManyFragments`]) and for one that is refused: [`WireError::Oversized`] if
    /// the object gets too large, [`WireError::TooManyVariants`] if its index has two contents
    /// already. In both cases nothing changes. [`WireError::FragmentMismatch`] if all ways to try
    /// were tried, [`WireError::NotInFragments`] if the object is neither a sealed document nor a full
    /// card: then it is dropped.
    pub fn add(&mut self, fragment: Fragment, now: u64) -> Result<Option<Vec<u8>>, WireError> {
        fragment.check()?;
        self.expire(now);
        let id = fragment.id;
        if self.completed.iter().any(|(completed, _)| *completed == id) {
            return Ok(None);
        }
        if fragment.total == 1 {
            // Whole or wrong: nothing to keep, nothing to make room for.
            if object_id(&fragment.data) != id {
                return Err(WireError::FragmentMismatch { tried: 1 });
            }
            self.remember(id, now);
            return large(fragment.data).map(Some);
        }

        let known = self.sets.iter().position(|set| set.is_of(&fragment));
        let mut set = match known {
            Some(at) => self.sets.swap_remove(at),
            None => Set::new(&fragment, now),
        };
        let index = fragment.index;
        let taken = set.insert(fragment);
        if taken == Ok(true) {
            self.arrivals += 1;
            set.last_arrival = self.arrivals;
            if let Some(object) = set.join(index) {
                self.sets.retain(|other| other.id != id);
                self.remember(id, now);
                return large(object).map(Some);
            }
            if set.tried == MAX_FRAGMENT_COMBINATIONS {
                return Err(WireError::FragmentMismatch { tried: set.tried });
            }
            self.make_room(set.held());
        }
        self.sets.push(set);
        taken.map(|_| None)
    }

    /// Memory taken by incomplete objects in bytes, as counted for
    /// [`MAX_REASSEMBLY_BYTES`]: never more than that.
    #[must_use]
    pub fn held_bytes(&self) -> usize {
        self.sets.iter().map(Set::held).sum()
    }

    /// Number of incomplete objects.
    #[must_use]
    pub fn incomplete(&self) -> usize {
        self.sets.len()
    }

    /// Drops what is too old, counted either way: a clock that was set back must not make it stay.
    fn expire(&mut self, now: u64) {
        self.sets.retain(|set| now.abs_diff(set.began) <= MAX_FRAGMENT_AGE);
        self.completed.retain(|(_, at)| now.abs_diff(*at) <= COMPLETED_ID_AGE);
    }

    fn make_room(&mut self, bytes: usize) {
        while self.sets.len() >= MAX_FRAGMENT_SETS
            || self.held_bytes() + bytes > MAX_REASSEMBLY_BYTES
        {
            let sets = self.sets.iter().enumerate();
            let Some((least, _)) = sets.min_by_key(|(_, set)| (set.data_bytes(), set.last_arrival))
            else {
                return;
            };
            self.sets.remove(least);
        }
    }

    fn remember(&mut self, id: [u8; ID_BYTES], now: u64) {
        if self.completed.len() == MAX_COMPLETED_IDS {
            self.completed.pop_front();
        }
        self.completed.push_back((id, now));
    }
}

/// Only what does not fit a line comes in fragments. A message among them would get around what lines
/// are checked for as they come.
fn large(object: Vec<u8>) -> Result<Vec<u8>, WireError> {
    let header = object.first().copied().unwrap_or_default();
    match ObjectKind::read(header) {
        Ok(ObjectKind::Document | ObjectKind::FullCard) => Ok(object),
        _ => Err(WireError::NotInFragments(header)),
    }
}

/// What there is of one object.
#[derive(Debug, Clone)]
struct Set {
    id: [u8; ID_BYTES],
    /// Part of what names the object, so that a forged total begins another one.
    total: u16,
    /// When it began, in seconds.
    began: u64,
    /// Number of the fragment that it grew by last.
    last_arrival: u64,
    parts: BTreeMap<u16, Part>,
    /// Contents held, and their bytes: the first ones of each index, and the second ones.
    contents: usize,
    first_bytes: usize,
    second_bytes: usize,
    /// Ways to join the parts that were tried.
    tried: usize,
}

/// The contents of one index: what came first, and what came later and differs.
#[derive(Debug, Clone)]
struct Part {
    first: Vec<u8>,
    second: Option<Vec<u8>>,
}

impl Set {
    fn new(fragment: &Fragment, now: u64) -> Self {
        Self {
            id: fragment.id,
            total: fragment.total,
            began: now,
            last_arrival: 0,
            parts: BTreeMap::new(),
            contents: 0,
            first_bytes: 0,
            second_bytes: 0,
            tried: 0,
        }
    }

    fn is_of(&self, fragment: &Fragment) -> bool {
        self.id == fragment.id && self.total == fragment.total
    }

    /// Takes the fragment; false if it is there already.
    fn insert(&mut self, fragment: Fragment) -> Result<bool, WireError> {
        let Fragment { id: _, index, total: _, mut data } = fragment;
        let part = self.parts.get_mut(&index);
        let bytes = match &part {
            None => &mut self.first_bytes,
            Some(part) if part.first == data || part.second.as_ref() == Some(&data) => {
                return Ok(false);
            }
            Some(Part { second: Some(_), .. }) => return Err(WireError::TooManyVariants { index }),
            Some(_) => &mut self.second_bytes,
        };
        let found = *bytes + data.len();
        if found > MAX_FRAGMENTED_BYTES {
            return Err(WireError::Oversized { limit: MAX_FRAGMENTED_BYTES, found });
        }
        *bytes = found;
        self.contents += 1;
        data.shrink_to_fit();
        match part {
            Some(part) => part.second = Some(data),
            None => drop(self.parts.insert(index, Part { first: data, second: None })),
        }
        Ok(true)
    }

    /// Tries the ways to join that the newest content, at `newest`, has made possible.
    fn join(&mut self, newest: u16) -> Option<Vec<u8>> {
        if self.parts.len() < usize::from(self.total) {
            return None;
        }
        let doubled = |(index, part): (&u16, &Part)| {
            (part.second.is_some() && *index != newest).then_some(*index)
        };
        let doubled: Vec<u16> = self.parts.iter().filter_map(doubled).collect();
        let ways = 1usize.checked_shl(doubled.len() as u32).unwrap_or(usize::MAX);
        for way in 0..ways.min(MAX_FRAGMENT_COMBINATIONS - self.tried) {
            self.tried += 1;
            let object = self.joined(|index| {
                index == newest
                    || doubled.iter().zip(0..).any(|(at, bit)| *at == index && way >> bit & 1 == 1)
            });
            if object_id(&object) == self.id && object.len() <= MAX_FRAGMENTED_BYTES {
                return Some(object);
            }
        }
        None
    }

    /// Joins the parts, of each the second content where `second` says so and there is one.
    fn joined(&self, second: impl Fn(u16) -> bool) -> Vec<u8> {
        let mut object = Vec::with_capacity(self.data_bytes());
        for (index, part) in &self.parts {
            let chosen = part.second.as_ref().filter(|_| second(*index));
            object.extend_from_slice(chosen.unwrap_or(&part.first));
        }
        object
    }

    fn data_bytes(&self) -> usize {
        self.first_bytes + self.second_bytes
    }

    fn held(&self) -> usize {
        self.data_bytes() + self.contents * FRAGMENT_OVERHEAD_BYTES
    }
}
