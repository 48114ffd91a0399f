//! What really happened: every text that a user typed, what they were told about it, and who was
//! shown it. The world's judge.

use std::collections::{BTreeMap, BTreeSet};
use subrosa::session::TextId;

pub(crate) use crate::explore::{Failure, ensure};

/// What the user was told last about a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Not sent: refused, or never taken because the process died.
    Refused,
    /// It went in clear, as the user wanted.
    Clear,
    /// The process died while it was typed: the vault has it or not.
    Unknown,
    /// Taken or held: it has to arrive.
    Open,
    Delivered,
    Lost,
    Discarded,
    /// Forgotten with what a restored backup did not have, or kept in memory alone by a process
    /// that died while the vault was busy.
    Excused,
}

/// A text that some user typed.
#[derive(Debug)]
pub struct Text {
    pub author: usize,
    pub network: usize,
    pub to: usize,
    pub content: String,
    pub action: bool,
    pub fate: Fate,
    /// It was taken while the vault was busy: until it is stored a crash loses it.
    pub in_memory: bool,
    /// How often each person was shown it as new.
    pub fresh: BTreeMap<usize, usize>,
    /// Who was shown it at all, also again.
    pub seen: BTreeSet<usize>,
    /// Whose host has begun to confirm it.
    pub confirmed: BTreeSet<usize>,
    /// In whose vault the confirmation is for certain.
    pub settled: BTreeSet<usize>,
    /// The ids under which it was shown.
    pub ids: BTreeSet<TextId>,
}

/// Every text.
#[derive(Default)]
pub struct Ledger {
    pub texts: Vec<Text>,
    by_content: BTreeMap<String, usize>,
    /// Numbers of the library: person, network, number.
    pub numbers: BTreeMap<(usize, usize, u64), usize>,
}

/// What every text begins with, and no line on the wire may have in it.
pub const MARK: &str = "TEXT-";

impl Ledger {
    /// Somebody types a text of about `length` bytes that no other equals.
    pub fn write(
        &mut self,
        [author, network, to]: [usize; 3],
        length: usize,
        lines: bool,
    ) -> usize {
        let number = self.texts.len();
        let mut content = format!("{MARK}{number} of person {author} on network {network}");
        for at in 0.. {
            if content.len() >= length {
                break;
            }
            content.push_str(if lines && at % 7 == 6 { "\n" } else { " " });
            content.push_str("of some length");
        }
        self.by_content.insert(content.clone(), number);
        self.texts.push(Text {
            author,
            network,
            to,
            content,
            action: false,
            fate: Fate::Refused,
            in_memory: false,
            fresh: BTreeMap::new(),
            seen: BTreeSet::new(),
            confirmed: BTreeSet::new(),
            settled: BTreeSet::new(),
            ids: BTreeSet::new(),
        });
        number
    }

    /// Somebody's vault was set back.
    pub fn unsettle(&mut self, who: usize) {
        self.texts.iter_mut().for_each(|text| text.settled.retain(|other| *other != who));
    }

    /// Which text this is.
    pub fn recognise(&self, content: &str) -> Option<usize> {
        self.by_content.get(content).copied()
    }
}
