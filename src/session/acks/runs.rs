//! What has arrived, and what the other side says has arrived (PROTOCOL.md section 9).
//!
//! Acknowledgements are runs of sequence numbers, as in QUIC (RFC 9000 section 19.3): a line that
//! is lost for good leaves a gap and blocks nothing.

use crate::session::peer_sessions::remember;
use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::{MAX_LEAPS, MAX_RUNS_KEPT, MAX_RUNS_SENT};
use std::collections::VecDeque;

/// Bytes of a receipt, and of the hash over receipts.
pub(crate) const RECEIPT: usize = 8;

/// An acknowledgement: which lines have come, and a hash over the receipts of the newest texts in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Acknowledged {
    pub(crate) hash: [u8; RECEIPT],
    pub(crate) runs: Runs,
}

impl Acknowledged {
    /// The value of an acknowledgement item: the hash, then the runs.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let Self { hash, runs } = self;
        [&hash[..], &runs.to_bytes()].concat()
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Self { hash: reader.array()?, runs: Runs::read(reader)? })
    }
}

/// Disjoint runs of numbers, `(first, last)`, lowest first, never touching one another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Runs(Vec<(u32, u32)>);

impl Runs {
    #[cfg(test)]
    pub(crate) fn of(runs: &[(u32, u32)]) -> Self {
        Self(runs.to_vec())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn contains(&self, number: u32) -> bool {
        self.0.iter().any(|&(first, last)| (first..=last).contains(&number))
    }

    /// Adds a number, joining runs that come to touch. The lowest run goes when there are too many.
    pub(crate) fn insert(&mut self, number: u32) {
        if self.contains(number) {
            return;
        }
        let at = self.0.partition_point(|&(first, _)| first < number);
        self.0.insert(at, (number, number));
        self.0.dedup_by(|next, run| {
            let touches = run.1.checked_add(1) == Some(next.0);
            if touches {
                run.1 = next.1;
            }
            touches
        });
        if self.0.len() > MAX_RUNS_KEPT {
            self.0.remove(0);
        }
    }

    /// The highest runs, as many as are sent at once.
    pub(crate) fn newest(&self) -> Self {
        let skip = self.0.len().saturating_sub(MAX_RUNS_SENT);
        Self(self.0.iter().skip(skip).copied().collect())
    }

    /// The highest number, 0 if there is none.
    pub(crate) fn largest(&self) -> u32 {
        self.0.last().map_or(0, |&(_, last)| last)
    }

    /// Adds all numbers from 1 to `last`.
    pub(crate) fn fill_up_to(&mut self, last: u32) {
        let joined = self.0.iter().take_while(|run| run.0 <= last.saturating_add(1));
        let (count, end) = joined.fold((0, last), |(n, end), run| (n + 1, end.max(run.1)));
        self.0.splice(..count, [(1, end)]);
    }

    /// Adds a number and, where there are too many runs, those between the lowest two: for sets from
    /// which nothing may be missing.
    pub(crate) fn insert_for_good(&mut self, number: u32) {
        if self.0.len() >= MAX_RUNS_KEPT && !self.contains(number) {
            let lowest = self.0.remove(0);
            if let Some(next) = self.0.first_mut() {
                next.0 = lowest.0;
            }
        }
        self.insert(number);
    }

    /// Whether they have a number in common that is at least `from`.
    pub(crate) fn meet(&self, others: &Self, from: u32) -> bool {
        let meets = |&(first, last): &(u32, u32)| {
            let first = first.max(from);
            others.0.iter().any(|&(low, high)| low <= last && first <= high && first <= last)
        };
        self.0.iter().any(meets)
    }

    /// Only the highest run: the shortest acknowledgement.
    pub(crate) fn newest_run(&self) -> Self {
        Self(self.0.last().copied().into_iter().collect())
    }

    /// Largest, run, then gap and run for each lower one.
    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        let mut above = None;
        for &(first, last) in self.0.iter().rev() {
            match above {
                None => writer.varint(last),
                Some(above) => writer.varint(u32::saturating_sub(above, last).saturating_sub(1)),
            }
            writer.varint((last - first).saturating_add(1));
            above = Some(first);
        }
        writer.into_vec()
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let invalid = || WireError::Invalid("the runs of an acknowledgement");
        let mut runs = Vec::new();
        let mut last = reader.varint()?;
        loop {
            let length = reader.varint()?;
            // Numbers begin at 1, and a run has at least one.
            let first = length
                .checked_sub(1)
                .and_then(|below| last.checked_sub(below))
                .filter(|&first| first > 0)
                .ok_or_else(invalid)?;
            runs.push((first, last));
            if reader.is_empty() {
                break;
            }
            let gap = reader.varint()?;
            if gap == 0 || runs.len() == MAX_RUNS_SENT {
                return Err(invalid());
            }
            last = first.checked_sub(1).and_then(|n| n.checked_sub(gap)).ok_or_else(invalid)?;
        }
        runs.reverse();
        Ok(Self(runs))
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        writer.list(self.0.iter(), |w, &(first, last)| {
            w.varint(first);
            w.varint(last);
        });
    }

    pub(crate) fn load(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let mut runs = Self::default();
        for _ in 0..reader.count(MAX_RUNS_KEPT)? {
            let (first, last) = (reader.varint()?, reader.varint()?);
            let above = runs.0.last().is_none_or(|&(_, below)| below < first);
            if first > last || !above || runs.0.len() >= MAX_RUNS_KEPT {
                return Err(WireError::Invalid("saved runs"));
            }
            runs.0.push((first, last));
        }
        Ok(runs)
    }
}

/// Numbers that were leapt over, in runs: no line has them, unless another copy of this state has
/// sent it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Leaps(VecDeque<(u32, u32)>);

impl Leaps {
    /// Notes that the numbers from `next` on, `ahead` of them, will not be used.
    pub(crate) fn add(&mut self, next: u32, ahead: u32) {
        let Some(last) = next.saturating_add(ahead).checked_sub(1).filter(|_| ahead > 0) else {
            return;
        };
        match self.0.back_mut() {
            // Nothing was sent since the last leap.
            Some(leap) if leap.1.checked_add(1) == Some(next) => leap.1 = last,
            _ => remember(&mut self.0, (next, last), MAX_LEAPS),
        }
    }

    /// Whether an acknowledgement has one of these numbers.
    pub(crate) fn are_in(&self, runs: &Runs) -> bool {
        let overlap = |&(first, last): &(u32, u32)| {
            runs.0.iter().any(|&(low, high)| low <= last && first <= high)
        };
        self.0.iter().any(overlap)
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        writer.list(self.0.iter(), |w, &(first, last)| {
            w.varint(first);
            w.varint(last);
        });
    }

    pub(crate) fn load(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        reader.list(MAX_LEAPS, |r| Ok((r.varint()?, r.varint()?))).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(bytes: &[u8]) -> Result<Runs, WireError> {
        Runs::read(&mut Reader::new(bytes))
    }

    #[test]
    fn an_unbroken_run_costs_two_small_numbers() {
        let mut runs = Runs::default();
        (1..=100).for_each(|n| runs.insert(n));
        assert_eq!(runs.to_bytes(), [100, 100]);
    }

    #[test]
    fn a_line_lost_for_good_blocks_no_later_acknowledgement() {
        let mut runs = Runs::default();
        (1..=5_000).filter(|&n| n != 3).for_each(|n| runs.insert(n));
        assert_eq!(parse(&runs.newest().to_bytes()).unwrap(), Runs::of(&[(1, 2), (4, 5_000)]));
    }

    #[test]
    fn absurd_runs_are_refused() {
        for bytes in [&[0, 1][..], &[5, 0], &[5, 6], &[5, 1, 0, 1], &[5, 1, 4, 1], &[5, 1, 1]] {
            assert!(parse(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn what_was_leapt_over_is_known_to_be_unsent_and_bounded() {
        let mut leaps = Leaps::default();
        leaps.add(5, 0);
        assert!(!leaps.are_in(&Runs::of(&[(1, 9)])));
        leaps.add(5, 3);
        leaps.add(8, 2);
        leaps.add(20, 1);
        assert_eq!(leaps.0, [(5, 9), (20, 20)]);
        for (runs, hit) in [((1, 4), false), ((1, 5), true), ((9, 9), true), ((10, 19), false)] {
            assert_eq!(leaps.are_in(&Runs::of(&[runs])), hit, "{runs:?}");
        }
        (0..1_000).for_each(|n| leaps.add(100 + 2 * n, 1));
        assert_eq!(leaps.0.len(), MAX_LEAPS);
    }

    #[test]
    fn a_set_that_may_miss_nothing_joins_its_lowest_runs() {
        let mut runs = Runs::default();
        (1..=40).flat_map(|n| [10 * n, 10 * n + 1]).for_each(|n| runs.insert_for_good(n));
        assert!(runs.0.len() <= MAX_RUNS_KEPT);
        assert!((1..=40).all(|n| runs.contains(10 * n) && runs.contains(10 * n + 1)));
        assert!(runs.meet(&Runs::of(&[(400, 400)]), 0) && !runs.meet(&Runs::of(&[(399, 399)]), 0));
        assert!(!runs.meet(&Runs::of(&[(1, 40)]), 41) && runs.meet(&Runs::of(&[(1, 50)]), 41));
    }

    proptest! {
        #[test]
        fn whatever_was_inserted_is_contained_and_survives_the_wire(
            numbers in prop::collection::vec(1_u32..60, 0..40)
        ) {
            let mut runs = Runs::default();
            numbers.iter().for_each(|&n| runs.insert(n));
            for n in 1..60 {
                prop_assert_eq!(runs.contains(n), numbers.contains(&n));
            }
            prop_assume!(!runs.is_empty());
            let sent = runs.newest();
            prop_assert_eq!(parse(&sent.to_bytes()).unwrap(), sent);
        }
    }
}
