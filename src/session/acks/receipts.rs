//! What was read, beside which lines were: a hash over the newest texts goes with every
//! acknowledgement, so that a text that was replaced on its way is not taken for delivered
//! (PROTOCOL.md section 9, "Receipts").

use super::runs::{RECEIPT, Runs};
use crate::crypto;
use crate::session::ids::TextId;
use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::labels;
use crate::wire::limits::MAX_RECEIPTS;
use std::collections::BTreeMap;

/// Stands for one text: its id, its content type and its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Receipt(pub(crate) [u8; RECEIPT]);

impl Receipt {
    /// `content` is the byte of the content type.
    pub(crate) fn of(id: TextId, content: u8, text: &[u8]) -> Self {
        Self(short(&[labels::RECEIPT, &id.0, &[content], text]))
    }
}

/// The receipts of texts by the number of their last line: the highest 64.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Receipts(BTreeMap<u32, Receipt>);

impl Receipts {
    /// Keeps a receipt. Gives the one that is forgotten for it, with its number.
    pub(crate) fn note(&mut self, last: u32, receipt: Receipt) -> Option<(u32, Receipt)> {
        self.0.insert(last, receipt);
        match self.0.len() > MAX_RECEIPTS {
            true => self.0.pop_first(),
            false => None,
        }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (u32, Receipt)> {
        self.0.iter().map(|(last, receipt)| (*last, *receipt))
    }

    /// The texts that an acknowledgement of these lines covers.
    pub(crate) fn covered(&self, runs: &Runs) -> Covered {
        self.covered_with(runs, std::iter::empty())
    }

    /// The same, where there are others beside those that are kept here.
    pub(crate) fn covered_with(
        &self,
        runs: &Runs,
        others: impl Iterator<Item = (u32, Receipt)>,
    ) -> Covered {
        let mut all = self.0.clone();
        all.extend(others);
        let newest = all.into_iter().rev().filter(|(number, _)| runs.contains(*number));
        let mut of: Vec<(u32, Receipt)> = newest.take(MAX_RECEIPTS).collect();
        of.reverse();
        let lowest = of.first().filter(|_| of.len() == MAX_RECEIPTS);
        let from = lowest.map_or(0, |(number, _)| *number);
        Covered { of, from }
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        writer.list(self.0.iter(), |w, (number, receipt)| {
            w.varint(*number);
            w.bytes(&receipt.0);
        });
    }

    pub(crate) fn load(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let entry = |r: &mut Reader<'_>| Ok::<_, WireError>((r.varint()?, Receipt(r.array()?)));
        let entries: Vec<(u32, Receipt)> = reader.list(MAX_RECEIPTS, entry)?;
        Ok(Self(entries.into_iter().collect()))
    }
}

/// The texts that an acknowledgement covers.
pub(crate) struct Covered {
    of: Vec<(u32, Receipt)>,
    /// Numbers below are acknowledged and not covered.
    pub(crate) from: u32,
}

impl Covered {
    /// The hash that goes with the acknowledgement.
    pub(crate) fn hash(&self) -> [u8; RECEIPT] {
        let mut bytes = Vec::with_capacity(self.of.len() * 12);
        for (number, receipt) in &self.of {
            bytes.extend_from_slice(&number.to_be_bytes());
            bytes.extend_from_slice(&receipt.0);
        }
        short(&[labels::ACKNOWLEDGED, &bytes])
    }
}

fn short(parts: &[&[u8]]) -> [u8; RECEIPT] {
    let [a, b, c, d, e, f, g, h, ..] = crypto::sha256(parts);
    [a, b, c, d, e, f, g, h]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u32) -> TextId {
        TextId(u64::from(n).to_be_bytes())
    }

    #[test]
    fn a_receipt_depends_on_id_content_type_and_every_byte() {
        let one = Receipt::of(id(1), 0, b"text");
        for other in [
            Receipt::of(id(2), 0, b"text"),
            Receipt::of(id(1), 1, b"text"),
            Receipt::of(id(1), 0, b"texu"),
            Receipt::of(id(1), 0, b"text "),
        ] {
            assert_ne!(one, other);
        }
        assert_eq!(one, Receipt::of(id(1), 0, b"text"));
    }

    #[test]
    fn an_acknowledgement_covers_the_64_newest_texts_in_its_runs() {
        let mut receipts = Receipts::default();
        for n in 1..=100_u32 {
            let gone = receipts.note(n, Receipt::of(id(n), 0, b"text"));
            let gone = gone.map(|(number, _)| number);
            assert_eq!(gone, n.checked_sub(64).filter(|gone| *gone > 0));
        }
        let all = receipts.covered(&Runs::of(&[(1, 100)]));
        assert_eq!((all.of.len(), all.from), (64, 37));
        let newest = receipts.covered(&Runs::of(&[(90, 100)]));
        assert_eq!((newest.of.len(), newest.from), (11, 0));
        assert_ne!(all.hash(), newest.hash());
    }
}
