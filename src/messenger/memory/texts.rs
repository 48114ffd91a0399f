//! The texts of the user that are not known to be delivered: found by number, by address and by
//! whom they are for, without looking at all the others.

use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::limits::{MAX_UNANSWERED, OLD_MS};
use crate::messenger::rows::records::{Phase, TextRecord};
use crate::session::{Content, SessionId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

/// A text of the user.
pub(in crate::messenger) struct Text {
    pub(in crate::messenger) record: TextRecord,
    /// Lines given to the host, and lines in all.
    pub(in crate::messenger) done: u32,
    pub(in crate::messenger) total: u32,
    /// The sessions that it went out on in this run.
    pub(in crate::messenger) sent_on: BTreeSet<SessionId>,
    /// It goes again at the next look, because its reader seems to be there.
    pub(in crate::messenger) wanted: bool,
    /// That has happened since it was looked after by itself: once is enough.
    pub(in crate::messenger) early: bool,
}

impl Text {
    pub(in crate::messenger) fn new(record: TextRecord) -> Self {
        let sent_on = BTreeSet::new();
        Self { record, done: 0, total: 0, sent_on, wanted: false, early: false }
    }

    /// Whether it was sent, and sent again twice, and nobody has said that it is there: whoever reads
    /// one text there will read all.
    pub(in crate::messenger) fn rests(&self) -> bool {
        self.is_unanswered() && self.done == self.total
    }

    /// Whether more than a day lies between when it was last decided that it goes and now, in whatever
    /// direction: the clock may have been set. It may not be meant any more.
    pub(in crate::messenger) fn is_old(&self, now: u64) -> bool {
        now.abs_diff(self.record.since) > OLD_MS && self.record.content != Content::FullCard
    }

    /// Whether its lines wait, and none has left.
    pub(in crate::messenger) fn waits_whole(&self) -> bool {
        self.record.phase == Phase::Sent && self.done == 0 && self.total > 0
    }

    /// Whether its lines wait, none has left, and they do not tell when it was written.
    fn waits_undated(&self) -> bool {
        self.waits_whole() && !self.record.dated
    }

    /// As [`Text::rests`], or it is just on its way once more.
    fn is_unanswered(&self) -> bool {
        self.record.phase == Phase::Sent && self.record.attempts >= MAX_UNANSWERED
    }
}

/// The texts of an account.
#[derive(Default)]
pub(in crate::messenger) struct Texts {
    by_number: BTreeMap<u64, Text>,
    by_address: HashMap<AddressKey, BTreeSet<u64>>,
    by_reader: HashMap<Fingerprint, BTreeSet<u64>>,
    /// Those that [`Text::waits_undated`].
    undated: BTreeSet<u64>,
    /// Those that the user is asked about, and those that are lost: mostly none.
    old: BTreeSet<u64>,
    lost: BTreeSet<u64>,
    bytes: usize,
}

impl Texts {
    /// How many there are.
    pub(in crate::messenger) fn len(&self) -> usize {
        self.by_number.len()
    }

    /// The bytes of them all.
    pub(in crate::messenger) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(in crate::messenger) fn insert(&mut self, text: Text) {
        let number = text.record.number;
        let _ = self.remove(number);
        self.bytes = self.bytes.saturating_add(text.record.bytes.len());
        self.by_address.entry(text.record.address.clone()).or_default().insert(number);
        if let Some(who) = text.record.who {
            self.by_reader.entry(who).or_default().insert(number);
        }
        if text.waits_undated() {
            self.undated.insert(number);
        }
        match text.record.phase {
            Phase::Old => drop(self.old.insert(number)),
            Phase::Lost => drop(self.lost.insert(number)),
            Phase::Held | Phase::Asking | Phase::Sent => {}
        }
        self.by_number.insert(number, text);
    }

    pub(in crate::messenger) fn remove(&mut self, number: u64) -> Option<Text> {
        let text = self.by_number.remove(&number)?;
        self.bytes = self.bytes.saturating_sub(text.record.bytes.len());
        forget(&mut self.by_address, &text.record.address, number);
        if let Some(who) = &text.record.who {
            forget(&mut self.by_reader, who, number);
        }
        for numbers in [&mut self.undated, &mut self.old, &mut self.lost] {
            numbers.remove(&number);
        }
        Some(text)
    }

    pub(in crate::messenger) fn get(&self, number: u64) -> Option<&Text> {
        self.by_number.get(&number)
    }

    /// Changes a text, and where it is found.
    pub(in crate::messenger) fn change<T>(
        &mut self,
        number: u64,
        work: impl FnOnce(&mut Text) -> T,
    ) -> Option<T> {
        let mut text = self.remove(number)?;
        let result = work(&mut text);
        self.insert(text);
        Some(result)
    }

    /// Somebody who may read it seems to be there. Tells whether that counts: once before the text is
    /// looked after by itself, or whoever comes and goes would have it sent each time.
    pub(in crate::messenger) fn bring_forward(&mut self, number: u64) -> bool {
        let Some(text) = self.by_number.get_mut(&number) else { return false };
        let counts = text.wanted || !text.early;
        (text.wanted, text.early) = (counts, true);
        counts
    }

    /// Of the texts to somebody that rest at an address, the one that goes again to find out whether
    /// they are read: the shortest.
    pub(in crate::messenger) fn asking(&self, at: &AddressKey, who: &Fingerprint) -> Option<u64> {
        let here = self.to(who).filter(|text| text.record.address == *at && text.is_unanswered());
        here.min_by_key(|text| (text.total, text.record.number)).map(|text| text.record.number)
    }

    /// All of them, in the order in which they were written.
    pub(in crate::messenger) fn all(&self) -> impl Iterator<Item = &Text> {
        self.by_number.values()
    }

    /// Those whose lines wait without telling when they were written, in that order.
    pub(in crate::messenger) fn undated(&self) -> impl Iterator<Item = &Text> {
        self.undated.iter().filter_map(|number| self.by_number.get(number))
    }

    /// Those for an address, in the order in which they were written.
    pub(in crate::messenger) fn at(&self, at: &AddressKey) -> impl Iterator<Item = &Text> {
        let numbers = self.by_address.get(at).into_iter().flatten();
        numbers.filter_map(|number| self.by_number.get(number))
    }

    /// Those that go to somebody and nobody else, in the order in which they were written.
    pub(in crate::messenger) fn to(&self, who: &Fingerprint) -> impl Iterator<Item = &Text> {
        let numbers = self.by_reader.get(who).into_iter().flatten();
        numbers.filter_map(|number| self.by_number.get(number))
    }

    /// Whether the user is asked about old texts to somebody at an address.
    pub(in crate::messenger) fn asks_about_old(&self, at: &AddressKey, who: &Fingerprint) -> bool {
        let mut old = self.old.iter().filter_map(|number| self.get(*number));
        old.any(|text| is_old_to(&text.record, at, who))
    }

    /// Whether a text waits until the user has decided about an older one.
    pub(in crate::messenger) fn is_behind_an_old_one(
        &self,
        number: u64,
        who: &Fingerprint,
    ) -> bool {
        let Some(text) = self.get(number) else { return false };
        let mut before = self.old.range(..number).filter_map(|number| self.get(*number));
        before.any(|older| is_old_to(&older.record, &text.record.address, who))
    }

    /// How many are under way to an address: those that are lost wait for the user alone.
    pub(in crate::messenger) fn count_waiting_at(&self, at: &AddressKey) -> usize {
        let lost = self.lost.iter().filter_map(|number| self.get(*number));
        let lost = lost.filter(|text| text.record.address == *at).count();
        self.by_address.get(at).map_or(0, BTreeSet::len).saturating_sub(lost)
    }
}

fn is_old_to(record: &TextRecord, at: &AddressKey, who: &Fingerprint) -> bool {
    record.address == *at && record.who.as_ref() == Some(who)
}

fn forget<Q, K>(index: &mut HashMap<K, BTreeSet<u64>>, of: &Q, number: u64)
where
    K: Hash + Eq + std::borrow::Borrow<Q>,
    Q: Hash + Eq + ?Sized,
{
    if let Some(numbers) = index.get_mut(of) {
        numbers.remove(&number);
        if numbers.is_empty() {
            index.remove(of);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(name: &str) -> AddressKey {
        AddressKey::from_normal_form(name.to_owned())
    }

    fn text(number: u64, address: &str, who: Option<u8>) -> Text {
        Text::new(TextRecord {
            number,
            address: at(address),
            who: who.map(|byte| Fingerprint::from_bytes([byte; 32])),
            content: Content::Plain,
            bytes: vec![b'x'; 10],
            id: None,
            phase: Phase::Held,
            written: 0,
            dated: false,
            since: 0,
            attempts: 0,
            unknown: Default::default(),
        })
    }

    fn numbers<'t>(found: impl Iterator<Item = &'t Text>) -> Vec<u64> {
        found.map(|text| text.record.number).collect()
    }

    #[test]
    fn a_text_counts_as_what_it_is_now() {
        let one = Fingerprint::from_bytes([1; 32]);
        let mut texts = Texts::default();
        (1..=3).for_each(|number| texts.insert(text(number, "bob", Some(1))));
        texts.insert(text(4, "carol", Some(1)));
        let phase = |texts: &mut Texts, number, phase| {
            assert!(texts.change(number, |text| text.record.phase = phase).is_some());
        };
        phase(&mut texts, 2, Phase::Old);
        assert!(
            texts.asks_about_old(&at("bob"), &one) && !texts.asks_about_old(&at("carol"), &one)
        );
        let behind = [1, 2, 3, 4].map(|number| texts.is_behind_an_old_one(number, &one));
        assert_eq!(behind, [false, false, true, false]);
        phase(&mut texts, 2, Phase::Lost);
        assert!(!texts.asks_about_old(&at("bob"), &one) && !texts.is_behind_an_old_one(3, &one));
        assert_eq!(
            (texts.count_waiting_at(&at("bob")), texts.count_waiting_at(&at("carol"))),
            (2, 1)
        );

        let waits = |text: &mut Text| (text.record.phase, text.total) = (Phase::Sent, 1);
        assert_eq!((texts.change(3, waits), numbers(texts.undated())), (Some(()), vec![3]));
        assert_eq!((texts.change(3, |text| text.done = 1), texts.undated().count()), (Some(()), 0));
    }

    #[test]
    fn a_text_is_found_by_address_and_by_reader_also_after_it_has_changed() {
        let (one, two) = (Fingerprint::from_bytes([1; 32]), Fingerprint::from_bytes([2; 32]));
        let mut texts = Texts::default();
        texts.insert(text(3, "bob", Some(1)));
        texts.insert(text(1, "bob", None));
        texts.insert(text(2, "carol", Some(1)));
        assert_eq!(numbers(texts.at(&at("bob"))), [1, 3]);
        assert_eq!(numbers(texts.to(&one)), [2, 3]);
        assert_eq!((texts.len(), texts.bytes(), texts.count_waiting_at(&at("bob"))), (3, 30, 2));

        assert_eq!(texts.change(3, |text| text.record.who = Some(two)), Some(()));
        assert_eq!(texts.change(1, |text| text.record.address = at("carol")), Some(()));
        assert_eq!(texts.change(9, |_| ()), None);
        assert_eq!((numbers(texts.to(&one)), numbers(texts.to(&two))), (vec![2], vec![3]));
        assert_eq!(
            (numbers(texts.at(&at("bob"))), numbers(texts.at(&at("carol")))),
            (vec![3], vec![1, 2])
        );

        assert!(texts.remove(3).is_some() && texts.remove(3).is_none());
        assert_eq!((numbers(texts.all()), texts.bytes()), (vec![1, 2], 20));
        assert!(texts.by_address.len() == 1 && texts.by_reader.len() == 1);
    }
}
