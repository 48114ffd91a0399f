//! What really happened: every text with its sender, and who was shown it. The world's judge.

use std::collections::{BTreeMap, BTreeSet};
use subrosa::session::TextId;

pub(crate) use crate::explore::{Failure, ensure};

/// A text that some user typed.
pub struct Text {
    pub account: usize,
    pub bytes: Vec<u8>,
    /// The hosts that have shown it.
    pub shown_by: BTreeSet<usize>,
}

/// Every text, and the ids under which they went out.
#[derive(Default)]
pub struct Ledger {
    pub texts: Vec<Text>,
    /// The state of some host was set back, or copied.
    pub copied: bool,
    ids: BTreeMap<(usize, TextId), usize>,
}

impl Ledger {
    /// A user of `account` types a text of about `length` bytes that no other equals.
    pub fn write(&mut self, account: usize, length: usize) -> usize {
        let number = self.texts.len();
        let mut bytes = format!("text {number} of account {account}: ").into_bytes();
        bytes.extend((bytes.len()..length).map(|at| b'a' + (at % 26) as u8));
        self.texts.push(Text { account, bytes, shown_by: BTreeSet::new() });
        number
    }

    /// The library has sent text `number` under this id.
    pub fn sent(&mut self, number: usize, id: TextId) -> Result<(), Failure> {
        let account = self.texts[number].account;
        let known = *self.ids.entry((account, id)).or_insert(number);
        ensure!(known == number, "texts {known} and {number} went out under one id {id:?}");
        Ok(())
    }

    /// `host` was handed a text that is said to be from `account`: which one is it?
    pub fn recognise(&self, account: usize, id: TextId, bytes: &[u8]) -> Result<usize, Failure> {
        let number = self.ids.get(&(account, id)).copied();
        let number = number.ok_or_else(|| format!("a text {id:?} that nobody has sent"))?;
        let sent = &self.texts[number].bytes;
        ensure!(sent == bytes, "text {number} arrived as other bytes than were sent");
        Ok(number)
    }

    pub fn shown(&mut self, number: usize, host: usize) -> Result<(), Failure> {
        let new = self.texts[number].shown_by.insert(host);
        ensure!(new, "text {number} was shown twice by host {host}");
        Ok(())
    }
}
