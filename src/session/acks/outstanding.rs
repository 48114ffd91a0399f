//! The texts that were sent and wait for acknowledgement (PROTOCOL.md section 9).

use super::receipts::{Covered, Receipt, Receipts};
use super::runs::{Acknowledged, Runs};
use crate::session::ids::TextId;
use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::MAX_UNACKNOWLEDGED;
use std::collections::VecDeque;

/// A text that was sent and not acknowledged in all of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unacknowledged {
    pub(crate) id: TextId,
    /// Whether its delivery has still to be told to the host.
    pub(crate) tell: bool,
    lines: Vec<u32>,
    /// The number of its last line, and what it was.
    end: (u32, Receipt),
}

/// The texts sent on one session that wait for acknowledgement.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outstanding {
    texts: VecDeque<Unacknowledged>,
    /// Of those that were acknowledged, the highest 64.
    acknowledged: Receipts,
    /// Of those that wait no more and were not: apart, so that they never push out what the other side
    /// says again in each acknowledgement.
    given_up: Receipts,
    /// The lines of those whose receipts are forgotten, and perhaps others.
    forgotten: Runs,
}

/// What an acknowledgement says of the texts that were sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Fits,
    /// It is too old to tell.
    Unknown,
    /// The other side has read other texts under these numbers.
    Misfit,
}

impl Outstanding {
    /// Notes a text sent in the lines `first .. first + count`.
    pub(crate) fn sent(&mut self, id: TextId, first: u32, count: u32, receipt: Receipt) {
        let after = first.saturating_add(count);
        let (lines, end) = ((first..after).collect(), (after.saturating_sub(1), receipt));
        self.texts.push_back(Unacknowledged { id, tell: true, lines, end });
        while self.lines() > MAX_UNACKNOWLEDGED {
            let Some(text) = self.texts.pop_front() else { break };
            self.give_up(text.end);
        }
    }

    /// Nothing is known of what was sent so far.
    pub(crate) fn forget_all(&mut self, next_seq: u32) {
        *self = Self::default();
        if let Some(last) = next_seq.checked_sub(1).filter(|last| *last > 0) {
            self.forgotten.fill_up_to(last);
        }
    }

    /// The 64 highest acknowledged ones are enough: what the other side says next has them all if it has
    /// one below, and covers none below.
    fn settle(&mut self, (last, receipt): (u32, Receipt)) {
        if let Some((number, _)) = self.acknowledged.note(last, receipt) {
            self.forgotten.fill_up_to(number);
        }
    }

    fn give_up(&mut self, (last, receipt): (u32, Receipt)) {
        if let Some((number, _)) = self.given_up.note(last, receipt) {
            self.forgotten.insert_for_good(number);
        }
    }

    fn covered(&self, runs: &Runs) -> Covered {
        let waiting = self.texts.iter().map(|text| text.end);
        self.acknowledged.covered_with(runs, waiting.chain(self.given_up.all()))
    }

    /// Whether the other side has read what was sent.
    pub(crate) fn judge(&self, acknowledged: &Acknowledged) -> Verdict {
        let covered = self.covered(&acknowledged.runs);
        if self.forgotten.meet(&acknowledged.runs, covered.from) {
            return Verdict::Unknown;
        }
        match covered.hash() == acknowledged.hash {
            true => Verdict::Fits,
            false => Verdict::Misfit,
        }
    }

    /// The other side has read something else among these: takes the texts that it may have been, and
    /// returns those whose delivery was not told yet.
    pub(crate) fn misread(&mut self, runs: &Runs) -> Vec<TextId> {
        let from = self.covered(runs).from;
        let mut misread = Vec::new();
        for text in std::mem::take(&mut self.texts) {
            if text.end.0 < from || !runs.contains(text.end.0) {
                self.texts.push_back(text);
                continue;
            }
            self.give_up(text.end);
            if text.tell && !misread.contains(&text.id) {
                misread.push(text.id);
            }
        }
        misread
    }

    /// Takes an acknowledgement, and returns the texts that are now delivered whole and not told yet.
    pub(crate) fn acknowledge(&mut self, runs: &Runs) -> Vec<TextId> {
        let from = self.covered(runs).from;
        let mut delivered = Vec::new();
        for mut text in std::mem::take(&mut self.texts) {
            // Below, nothing says what was read.
            if text.end.0 >= from {
                text.lines.retain(|&line| !runs.contains(line));
            }
            if !text.lines.is_empty() {
                self.texts.push_back(text);
                continue;
            }
            self.settle(text.end);
            // A text that was sent again stands here once for each sending.
            if text.tell && !delivered.contains(&text.id) {
                delivered.push(text.id);
            }
        }
        delivered
    }

    /// The host has been told of this delivery already, by another session.
    pub(crate) fn told(&mut self, id: TextId) {
        for text in self.texts.iter_mut().filter(|text| text.id == id) {
            text.tell = false;
        }
    }

    fn lines(&self) -> usize {
        self.texts.iter().map(|text| text.lines.len()).sum()
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        let Self { texts, acknowledged, given_up, forgotten } = self;
        writer.list(texts.iter(), |w, Unacknowledged { id, tell, lines, end }| {
            w.bytes(&id.0);
            w.flags(&[*tell]);
            w.list(lines.iter(), |w, line| w.varint(*line));
            w.varint(end.0);
            w.bytes(&end.1.0);
        });
        acknowledged.save(writer);
        given_up.save(writer);
        forgotten.save(writer);
    }

    pub(crate) fn load(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let mut texts = Self::default();
        for _ in 0..reader.count(MAX_UNACKNOWLEDGED)? {
            let (id, [tell]) = (TextId(reader.array()?), reader.flags()?);
            let lines = reader.list(MAX_UNACKNOWLEDGED, |r| r.varint())?;
            let end = (reader.varint()?, Receipt(reader.array()?));
            texts.texts.push_back(Unacknowledged { id, tell, lines, end });
            if texts.lines() > MAX_UNACKNOWLEDGED {
                return Err(WireError::Invalid("saved unacknowledged lines"));
            }
        }
        texts.acknowledged = Receipts::load(reader)?;
        texts.given_up = Receipts::load(reader)?;
        texts.forgotten = Runs::load(reader)?;
        Ok(texts)
    }

    /// Passes over what layout 1 has here: it has no receipts.
    pub(crate) fn skip_layout_1(reader: &mut Reader<'_>) -> Result<(), WireError> {
        for _ in 0..reader.count(MAX_UNACKNOWLEDGED)? {
            reader.take(8)?;
            let [_] = reader.flags()?;
            let _: Vec<u32> = reader.list(MAX_UNACKNOWLEDGED, |r| r.varint())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Receipt = Receipt([0; 8]);

    #[test]
    fn a_text_is_delivered_when_its_last_line_is() {
        let mut outstanding = Outstanding::default();
        outstanding.sent(TextId([1; 8]), 1, 3, NONE);
        assert_eq!(outstanding.acknowledge(&Runs::of(&[(1, 1), (3, 3)])), []);
        assert_eq!(outstanding.acknowledge(&Runs::of(&[(2, 2)])), [TextId([1; 8])]);
        assert_eq!(outstanding.acknowledge(&Runs::of(&[(1, 3)])), []);
    }

    #[test]
    fn a_text_that_was_sent_twice_is_delivered_once() {
        let mut outstanding = Outstanding::default();
        outstanding.sent(TextId([1; 8]), 1, 1, NONE);
        outstanding.sent(TextId([1; 8]), 2, 1, NONE);
        assert_eq!(outstanding.acknowledge(&Runs::of(&[(1, 2)])), [TextId([1; 8])]);
    }

    /// What a receiver says who has these texts.
    fn said(runs: &[(u32, u32)], texts: impl IntoIterator<Item = (u32, Receipt)>) -> Acknowledged {
        let (runs, mut receipts) = (Runs::of(runs), Receipts::default());
        for (last, receipt) in texts {
            let _ = receipts.note(last, receipt);
        }
        Acknowledged { hash: receipts.covered(&runs).hash(), runs }
    }

    fn of(n: u32) -> Receipt {
        Receipt::of(TextId([1; 8]), 0, &n.to_be_bytes())
    }

    #[test]
    fn another_text_under_a_number_is_a_misfit_now_and_in_every_later_acknowledgement() {
        let mut outstanding = Outstanding::default();
        (1..=3).for_each(|n| outstanding.sent(TextId([1; 8]), n, 1, of(n)));
        let good = said(&[(1, 2)], [(1, of(1)), (2, of(2))]);
        assert_eq!(outstanding.judge(&good), Verdict::Fits);
        for other in [
            said(&[(1, 2)], [(1, of(1)), (2, of(7))]),
            said(&[(1, 2)], [(1, of(2)), (2, of(1))]),
            // No text at all, or one more.
            said(&[(1, 2)], [(1, of(1))]),
            said(&[(1, 2)], []),
        ] {
            assert_eq!(outstanding.judge(&other), Verdict::Misfit);
        }
        outstanding.acknowledge(&good.runs);
        let later = said(&[(1, 3)], [(1, of(1)), (2, of(7)), (3, of(3))]);
        assert_eq!(outstanding.judge(&later), Verdict::Misfit);
    }

    #[test]
    fn texts_below_the_64_newest_are_not_delivered_and_those_above_are() {
        let mut outstanding = Outstanding::default();
        let texts = || (1..=70).map(|n| (n, of(n)));
        texts().for_each(|(n, receipt)| outstanding.sent(TextId([n as u8; 8]), n, 1, receipt));
        let all = said(&[(1, 70)], texts());
        assert_eq!(outstanding.judge(&all), Verdict::Fits);
        let delivered = outstanding.acknowledge(&all.runs);
        assert_eq!((delivered.len(), delivered[0]), (64, TextId([7; 8])));
    }

    #[test]
    fn texts_that_were_given_up_make_no_later_acknowledgement_worthless() {
        let mut outstanding = Outstanding::default();
        outstanding.sent(TextId([1; 8]), 1, 1, of(1));
        outstanding.acknowledge(&Runs::of(&[(1, 1)]));
        // Four long texts that are lost, and one that comes.
        (0..4).for_each(|n| outstanding.sent(TextId([2; 8]), 2 + n * 500, 500, of(2)));
        outstanding.sent(TextId([3; 8]), 2_002, 1, of(3));
        assert!(outstanding.lines() < 2_000, "the first are forgotten");
        let later = said(&[(1, 1), (2_002, 2_002)], [(1, of(1)), (2_002, of(3))]);
        assert_eq!(outstanding.judge(&later), Verdict::Fits);
        assert_eq!(outstanding.acknowledge(&later.runs), [TextId([3; 8])]);
        // If the first of them has come all the same, it is not told, and no reason to doubt the others.
        let all = said(&[(1, 501), (2_002, 2_002)], [(1, of(1)), (501, of(2)), (2_002, of(3))]);
        assert_eq!(outstanding.judge(&all), Verdict::Fits);
        assert_eq!(outstanding.acknowledge(&all.runs), []);
    }

    #[test]
    fn many_texts_that_are_lost_for_good_keep_no_later_one_from_being_delivered() {
        let mut outstanding = Outstanding::default();
        let mut texts: Vec<(u32, Receipt)> = (1..=80).map(|n| (n, of(n))).collect();
        texts.iter().for_each(|(n, receipt)| outstanding.sent(TextId([1; 8]), *n, 1, *receipt));
        for upper in [60, 80] {
            outstanding.acknowledge(&Runs::of(&[(1, upper)]));
        }
        // A long text goes again and again, and a line of it is always lost. Then it comes.
        for first in (0..70).map(|n| 81 + n * 300) {
            outstanding.sent(TextId([2; 8]), first, 300, of(2));
        }
        texts.push((81 + 70 * 300 - 1, of(2)));
        let runs = [(1, 80), (81 + 69 * 300, 81 + 70 * 300 - 1)];
        let said = said(&runs, texts);
        assert_eq!(outstanding.judge(&said), Verdict::Fits);
        assert_eq!(outstanding.acknowledge(&said.runs), [TextId([2; 8])]);
    }

    #[test]
    fn of_texts_whose_receipts_are_forgotten_nothing_can_be_said() {
        let mut outstanding = Outstanding::default();
        (1..=200).for_each(|n| outstanding.sent(TextId([1; 8]), n, 1, of(n)));
        outstanding.acknowledge(&Runs::of(&[(137, 200)]));
        outstanding.acknowledge(&Runs::of(&[(73, 200)]));
        assert_eq!(outstanding.judge(&said(&[(90, 90)], [(90, of(90))])), Verdict::Fits);
        (1..=70).for_each(|n| outstanding.sent(TextId([1; 8]), 200 + n, 1, of(n)));
        outstanding.acknowledge(&Runs::of(&[(201, 270)]));
        assert_eq!(outstanding.judge(&said(&[(140, 140)], [(140, of(140))])), Verdict::Unknown);
        assert_eq!(outstanding.judge(&said(&[(140, 140)], [])), Verdict::Unknown);
    }

    #[test]
    fn a_text_that_was_given_up_long_ago_and_comes_all_the_same_is_no_evidence() {
        let mut outstanding = Outstanding::default();
        (0..68).for_each(|n| outstanding.sent(TextId([2; 8]), 1 + n * 500, 500, of(n)));
        assert_eq!(outstanding.judge(&said(&[(1, 500)], [(500, of(0))])), Verdict::Unknown);
        let known = said(&[(1_001, 1_500)], [(1_500, of(2))]);
        assert_eq!(outstanding.judge(&known), Verdict::Fits);
    }

    #[test]
    fn what_was_sent_before_there_were_receipts_is_neither_delivered_nor_evidence() {
        let mut outstanding = Outstanding::default();
        outstanding.forget_all(1);
        assert_eq!(outstanding.judge(&said(&[(1, 1)], [(1, of(1))])), Verdict::Misfit);
        outstanding.sent(TextId([1; 8]), 5, 1, of(1));
        outstanding.forget_all(6);
        outstanding.sent(TextId([2; 8]), 6, 1, of(2));
        assert_eq!(outstanding.judge(&said(&[(5, 6)], [(6, of(2))])), Verdict::Unknown);
        assert_eq!(outstanding.judge(&said(&[(6, 6)], [(6, of(2))])), Verdict::Fits);
        assert_eq!(outstanding.acknowledge(&Runs::of(&[(6, 6)])), [TextId([2; 8])]);
    }

    #[test]
    fn what_was_misread_waits_no_more_and_what_was_sent_later_does() {
        let mut outstanding = Outstanding::default();
        let ids = [TextId([1; 8]), TextId([2; 8]), TextId([3; 8])];
        (1..).zip(ids).for_each(|(n, id)| outstanding.sent(id, n, 1, of(n)));
        outstanding.told(ids[0]);
        assert_eq!(outstanding.misread(&Runs::of(&[(1, 2)])), [ids[1]]);
        assert_eq!(outstanding.acknowledge(&Runs::of(&[(1, 3)])), [ids[2]]);
    }

    #[test]
    fn what_waits_and_what_was_settled_survives_the_saved_state() {
        let mut outstanding = Outstanding::default();
        (0..4).for_each(|n| outstanding.sent(TextId([2; 8]), 1 + n * 400, 400, of(n)));
        outstanding.sent(TextId([3; 8]), 1_601, 1, of(9));
        outstanding.acknowledge(&Runs::of(&[(1_601, 1_601)]));
        let mut writer = Writer::new();
        outstanding.save(&mut writer);
        let bytes = writer.into_vec();
        let loaded = Outstanding::load(&mut Reader::new(&bytes)).unwrap();
        for said in [
            said(&[(1_601, 1_601)], [(1_601, of(9))]),
            said(&[(1_601, 1_601)], [(1_601, of(8))]),
            said(&[(1, 400), (1_601, 1_601)], [(400, of(0)), (1_601, of(9))]),
        ] {
            assert_eq!(loaded.judge(&said), outstanding.judge(&said));
        }
        assert_eq!(loaded.texts, outstanding.texts);
    }

    #[test]
    fn unacknowledged_lines_are_bounded() {
        let mut outstanding = Outstanding::default();
        (0..10_000).for_each(|n| outstanding.sent(TextId([0; 8]), n + 1, 1, NONE));
        assert_eq!(outstanding.lines(), MAX_UNACKNOWLEDGED);
    }
}
