//! Lines that a session has made because lines came: they wait one for each session, and not too many.
//! A later one says all that an earlier one has said; one that is lost is made again when it is missed.

use crate::guard::AddressKey;
use crate::messenger::limits::MAX_QUEUED_ANSWERS;
use std::collections::{BTreeMap, HashMap};

/// Answers that wait, by what names their session.
#[derive(Debug, Default)]
pub(super) struct Answers(HashMap<Vec<u8>, (AddressKey, u64)>);

impl Answers {
    /// An answer waits. Gives the one that it takes the place of: that of the same session, or if there
    /// are too many the oldest of whom most are for.
    pub(super) fn add(&mut self, session: Vec<u8>, address: &AddressKey, id: u64) -> Option<u64> {
        let before = match self.0.remove(&session) {
            Some((_, before)) => Some(before),
            None if self.0.len() >= MAX_QUEUED_ANSWERS => self.drop_one(),
            None => None,
        };
        self.0.insert(session, (address.clone(), id));
        before
    }

    fn drop_one(&mut self) -> Option<u64> {
        let mut by_address: BTreeMap<&AddressKey, Vec<u64>> = BTreeMap::new();
        for (address, id) in self.0.values() {
            by_address.entry(address).or_default().push(*id);
        }
        let oldest = by_address.values().max_by_key(|ids| ids.len())?.iter().min().copied()?;
        self.forget(oldest);
        Some(oldest)
    }

    /// An answer waits no more.
    pub(super) fn forget(&mut self, id: u64) {
        self.0.retain(|_, (_, waiting)| *waiting != id);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_waits_for_a_session_and_who_has_most_makes_room_for_others() {
        let at = |name: &str| AddressKey::from_normal_form(name.to_owned());
        let mut answers = Answers::default();
        assert_eq!(answers.add(vec![1], &at("bob"), 1), None);
        assert_eq!(answers.add(vec![1], &at("bob"), 2), Some(1));
        for id in 3..=MAX_QUEUED_ANSWERS as u64 + 1 {
            assert_eq!(answers.add(id.to_be_bytes().to_vec(), &at("mallory"), id), None);
        }
        assert_eq!(answers.add(vec![7], &at("carol"), 1_000), Some(3));
        assert_eq!(answers.add(vec![8], &at("carol"), 1_001), Some(4));
        answers.forget(2);
        assert_eq!(answers.add(vec![1], &at("bob"), 1_002), None);
    }
}
