//! The ids of the texts shown, so that each is shown once, however late it comes again
//! (PROTOCOL.md section 9).

use super::error::SessionError;
use super::ids::TextId;
use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::{MAX_SHOWN, SHOWN_SECONDS};
use std::collections::{BTreeSet, VecDeque};

/// What has changed in the memory of the texts shown, for a host that stores it in records of its
/// own, one for each text: [`super::PeerSessions::take_shown_changes`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use = "they are given once"]
pub struct ShownChanges {
    /// Texts that were shown, each with its time: seconds of the peer's own clock, to be given back
    /// to [`super::PeerSessions::restore_shown`].
    pub added: Vec<(TextId, u64)>,
    /// Texts that are remembered no longer. Each was added in an earlier answer, or restored.
    pub dropped: Vec<TextId>,
}

/// The texts shown of a peer: for 7 days, and at most 4,096.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    /// Oldest first, each with the credited time at which it was shown.
    order: VecDeque<(TextId, u64)>,
    known: BTreeSet<TextId>,
    /// How many of the newest have not been given as added.
    untold: usize,
    dropped: Vec<TextId>,
}

impl Shown {
    /// Notes a text as shown, `now` on the credited clock. Tells whether it is new.
    pub(crate) fn note(&mut self, id: TextId, now: u64) -> bool {
        let new = self.known.insert(id);
        if new {
            self.order.push_back((id, now));
            self.untold = self.untold.saturating_add(1);
            while self.order.len() > MAX_SHOWN {
                self.drop_oldest();
            }
        }
        new
    }

    /// Forgets what is too old. Tells whether there was anything.
    pub(crate) fn expire(&mut self, now: u64) -> bool {
        let before = self.order.len();
        while self.next_expiry().is_some_and(|end| end <= now) {
            self.drop_oldest();
        }
        self.order.len() != before
    }

    /// The credited time at which the next id is too old.
    pub(crate) fn next_expiry(&self) -> Option<u64> {
        self.order.front().map(|(_, since)| since.saturating_add(SHOWN_SECONDS))
    }

    fn drop_oldest(&mut self) {
        let all_untold = self.untold == self.order.len();
        let Some((id, _)) = self.order.pop_front() else { return };
        self.known.remove(&id);
        match all_untold {
            true => self.untold = self.order.len(),
            false => self.dropped.push(id),
        }
    }

    pub(crate) fn take_changes(&mut self) -> ShownChanges {
        let told = self.order.len().saturating_sub(std::mem::take(&mut self.untold));
        let added = self.order.iter().skip(told).copied().collect();
        ShownChanges { added, dropped: std::mem::take(&mut self.dropped) }
    }

    /// Takes ids back that a host has stored, in any order.
    pub(crate) fn restore(&mut self, stored: impl IntoIterator<Item = (TextId, u64)>) {
        let all = stored.into_iter().filter(|(id, _)| self.known.insert(*id));
        let mut all: Vec<_> = all.collect();
        let untold = std::mem::take(&mut self.untold);
        let told = self.order.len().saturating_sub(untold);
        let newest = self.order.split_off(told);
        all.extend(self.order.drain(..));
        all.sort_by_key(|(_, since)| *since);
        self.order = all.into_iter().chain(newest).collect();
        self.untold = untold;
        while self.order.len() > MAX_SHOWN {
            self.drop_oldest();
        }
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        writer.count(self.order.len());
        let mut before = 0;
        for (id, since) in &self.order {
            writer.bytes(&id.0);
            // They never run backwards, so what lies between two is short.
            writer.varint64(u64::saturating_sub(*since, before));
            before = *since;
        }
    }

    pub(crate) fn load(reader: &mut Reader<'_>) -> Result<Self, SessionError> {
        let (mut shown, mut since) = (Self::default(), 0_u64);
        for _ in 0..reader.count(MAX_SHOWN)? {
            let id = TextId(reader.array()?);
            since = since
                .checked_add(reader.varint64()?)
                .ok_or(WireError::Invalid("the time of a text shown"))?;
            if !shown.known.insert(id) {
                return Err(SessionError::SavedContent("a text that was shown twice"));
            }
            shown.order.push_back((id, since));
        }
        Ok(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: usize) -> TextId {
        TextId((n as u64).to_be_bytes())
    }

    #[test]
    fn a_text_is_new_once_for_seven_days() {
        let mut shown = Shown::default();
        assert!(shown.note(id(1), 5));
        assert!(!shown.note(id(1), SHOWN_SECONDS));
        assert!(!shown.expire(SHOWN_SECONDS + 4));
        assert!(shown.expire(SHOWN_SECONDS + 5));
        assert!(shown.note(id(1), SHOWN_SECONDS + 5));
    }

    #[test]
    fn texts_shown_are_bounded_and_the_oldest_goes() {
        let mut shown = Shown::default();
        (0..=MAX_SHOWN).for_each(|n| assert!(shown.note(id(n), 1)));
        assert!(!shown.note(id(1), 1) && shown.note(id(0), 1));
        assert_eq!(shown.order.len(), MAX_SHOWN);
    }

    #[test]
    fn a_host_that_keeps_records_of_what_changes_has_what_is_remembered() {
        let (mut shown, mut records) = (Shown::default(), std::collections::BTreeMap::new());
        for round in 0..40 {
            for n in 0..200 {
                shown.note(id(200 * round + n), round as u64);
            }
            shown.expire(round as u64 + 3);
            // Not each time: what came and went between two looks is not told at all.
            if round % 3 == 0 {
                let ShownChanges { added, dropped } = shown.take_changes();
                for gone in dropped {
                    assert!(records.remove(&gone).is_some(), "never added");
                }
                records.extend(added);
                assert!(records.keys().eq(shown.known.iter()));
                let mut again = Shown::default();
                again.restore(records.clone());
                assert!(again.order.iter().map(|(_, since)| since).is_sorted());
                assert_eq!(again.known, shown.known);
                assert_eq!(again.take_changes(), ShownChanges::default());
            }
        }
    }

    #[test]
    fn what_is_shown_while_the_records_are_still_to_come_stays_the_newest() {
        let mut shown = Shown::default();
        shown.note(id(9), 30);
        shown.restore([(id(2), 20), (id(1), 10), (id(9), 5)]);
        assert_eq!(shown.order, [(id(1), 10), (id(2), 20), (id(9), 30)]);
        assert_eq!(shown.take_changes().added, [(id(9), 30)]);
    }

    #[test]
    fn the_memory_survives_the_saved_state() {
        let mut shown = Shown::default();
        for (n, at) in [(1, 10), (2, 10), (3, 500_000)] {
            assert!(shown.note(id(n), at));
        }
        let mut writer = Writer::new();
        shown.save(&mut writer);
        let bytes = writer.into_vec();
        let loaded = Shown::load(&mut Reader::new(&bytes)).unwrap();
        assert_eq!((&loaded.order, &loaded.known), (&shown.order, &shown.known));
        assert_eq!(loaded.untold, 0);
    }
}
