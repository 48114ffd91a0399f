//! What has arrived, and what the other side says has arrived (PROTOCOL.md section 9).
//!
//! Acknowledgements are runs of sequence numbers, as in QUIC (RFC 9000 section 19.3): a line that
//! is lost for good leaves a gap and blocks nothing.

use super::ids::TextId;
use super::peer_sessions::remember;
use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::{MAX_LEAPS, MAX_RUNS_KEPT, MAX_RUNS_SENT, MAX_UNACKNOWLEDGED};
use std::collections::VecDeque;

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

    /// Only the highest run: the shortest acknowledgement.
    pub(crate) fn newest_run(&self) -> Self {
        Self(self.0.last().copied().into_iter().collect())
    }

    /// The value of an acknowledgement item: largest, run, then gap and run for each lower one.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
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

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
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

/// A text that was sent and not acknowledged in all of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unacknowledged {
    pub(crate) id: TextId,
    /// Whether its delivery has still to be told to the host.
    pub(crate) tell: bool,
    lines: Vec<u32>,
}

/// The texts sent on one session that wait for acknowledgement.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outstanding(VecDeque<Unacknowledged>);

impl Outstanding {
    /// Notes a text sent in the lines `first .. first + count`.
    pub(crate) fn sent(&mut self, id: TextId, first: u32, count: u32) {
        let lines: Vec<u32> = (first..first.saturating_add(count)).collect();
        self.0.push_back(Unacknowledged { id, tell: true, lines });
        while self.lines() > MAX_UNACKNOWLEDGED {
            self.0.pop_front();
        }
    }

    /// Takes an acknowledgement, and returns the texts that are now delivered whole and not told yet.
    pub(crate) fn acknowledge(&mut self, runs: &Runs) -> Vec<TextId> {
        let mut delivered = Vec::new();
        self.0.retain_mut(|text| {
            text.lines.retain(|&line| !runs.contains(line));
            let done = text.lines.is_empty();
            // A text that was sent again stands here once for each sending.
            if done && text.tell && !delivered.contains(&text.id) {
                delivered.push(text.id);
            }
            !done
        });
        delivered
    }

    /// The host has been told of this delivery already, by another session.
    pub(crate) fn told(&mut self, id: TextId) {
        for text in self.0.iter_mut().filter(|text| text.id == id) {
            text.tell = false;
        }
    }

    fn lines(&self) -> usize {
        self.0.iter().map(|text| text.lines.len()).sum()
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        writer.list(self.0.iter(), |w, Unacknowledged { id, tell, lines }| {
            w.bytes(&id.0);
            w.flags(&[*tell]);
            w.list(lines.iter(), |w, line| w.varint(*line));
        });
    }

    pub(crate) fn load(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let mut texts = Self::default();
        for _ in 0..reader.count(MAX_UNACKNOWLEDGED)? {
            let (id, [tell]) = (TextId(reader.array()?), reader.flags()?);
            let lines = reader.list(MAX_UNACKNOWLEDGED, |r| r.varint())?;
            texts.0.push_back(Unacknowledged { id, tell, lines });
            if texts.lines() > MAX_UNACKNOWLEDGED {
                return Err(WireError::Invalid("saved unacknowledged lines"));
            }
        }
        Ok(texts)
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
    fn a_text_is_delivered_when_its_last_line_is() {
        let mut outstanding = Outstanding::default();
        outstanding.sent(TextId([1; 8]), 1, 3);
        assert_eq!(outstanding.acknowledge(&Runs::of(&[(1, 1), (3, 3)])), []);
        assert_eq!(outstanding.acknowledge(&Runs::of(&[(2, 2)])), [TextId([1; 8])]);
        assert_eq!(outstanding.acknowledge(&Runs::of(&[(1, 3)])), []);
    }

    #[test]
    fn a_text_that_was_sent_twice_is_delivered_once() {
        let mut outstanding = Outstanding::default();
        outstanding.sent(TextId([1; 8]), 1, 1);
        outstanding.sent(TextId([1; 8]), 2, 1);
        assert_eq!(outstanding.acknowledge(&Runs::of(&[(1, 2)])), [TextId([1; 8])]);
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
    fn unacknowledged_lines_are_bounded() {
        let mut outstanding = Outstanding::default();
        (0..10_000).for_each(|n| outstanding.sent(TextId([0; 8]), n + 1, 1));
        assert_eq!(outstanding.lines(), MAX_UNACKNOWLEDGED);
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
