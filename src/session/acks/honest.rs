//! Two honest sides and a network that loses, delays and repeats: nobody is ever suspected, and what was
//! read is known to be read before long.

use super::{Acknowledged, Outstanding, Receipt, Receipts, Runs, Verdict};
use crate::session::ids::TextId;
use std::collections::{BTreeMap, BTreeSet};

struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % bound
    }
}

#[derive(Clone, Copy)]
struct Sending {
    text: u64,
    first: u32,
    count: u32,
}

struct Pair {
    dice: Dice,
    // The writer.
    outstanding: Outstanding,
    next: u32,
    texts: u64,
    waits: BTreeSet<u64>,
    // The reader.
    arrived: Runs,
    receipts: Receipts,
    // What is on its way, and acknowledgements that have been heard.
    late: Vec<Sending>,
    said: Vec<Acknowledged>,
    unknown: usize,
}

fn id(text: u64) -> TextId {
    TextId(text.to_be_bytes())
}

fn receipt(text: u64) -> Receipt {
    Receipt::of(id(text), 0, b"text")
}

impl Pair {
    fn new(seed: u64) -> Self {
        Self {
            dice: Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
            outstanding: Outstanding::default(),
            next: 1,
            texts: 0,
            waits: BTreeSet::new(),
            arrived: Runs::default(),
            receipts: Receipts::default(),
            late: Vec::new(),
            said: Vec::new(),
            unknown: 0,
        }
    }

    fn send(&mut self, text: u64, count: u32) -> Sending {
        let sending = Sending { text, first: self.next, count };
        self.outstanding.sent(id(text), self.next, count, receipt(text));
        self.next += count;
        self.waits.insert(text);
        sending
    }

    /// All lines of a text have come, and it is shown.
    fn read(&mut self, Sending { text, first, count }: Sending) {
        let last = first + count - 1;
        let _ = self.receipts.note(last, receipt(text));
        (first..=last).for_each(|line| self.arrived.insert(line));
    }

    fn acknowledge(&mut self) {
        if self.arrived.is_empty() {
            return;
        }
        let runs = match self.dice.below(4) {
            0 => self.arrived.newest_run(),
            _ => self.arrived.newest(),
        };
        let hash = self.receipts.covered(&runs).hash();
        self.said.push(Acknowledged { hash, runs });
    }

    /// The writer hears the acknowledgement with this number, perhaps not for the first time.
    fn hear(&mut self, at: usize) {
        let Some(said) = self.said.get(at) else { return };
        match self.outstanding.judge(said) {
            Verdict::Misfit => panic!("the other side has read what was sent"),
            Verdict::Unknown => self.unknown += 1,
            Verdict::Fits => {
                let delivered: Vec<TextId> = self.outstanding.acknowledge(&said.runs);
                for of in delivered {
                    self.waits.remove(&u64::from_be_bytes(*of.as_bytes()));
                    self.outstanding.told(of);
                }
            }
        }
    }

    /// A bad network. Of 100 texts, `lost` never come and `held` come when the network wants.
    fn trouble(&mut self, steps: u64, lost: u64, held: u64) {
        for _ in 0..steps {
            let again = self.dice.below(3) == 0;
            let known: Vec<u64> = self.waits.iter().copied().collect();
            let text = match known.is_empty() || !again {
                true => {
                    self.texts += 1;
                    self.texts
                }
                false => known[self.dice.below(known.len() as u64) as usize],
            };
            let count = match self.dice.below(8) {
                0 => 1 + self.dice.below(500) as u32,
                n => 1 + (n as u32) / 6,
            };
            let sending = self.send(text, count);
            match self.dice.below(100) {
                n if n < lost => {}
                n if n < lost + held => self.late.push(sending),
                _ => self.read(sending),
            }
            if !self.late.is_empty() && self.dice.below(4) == 0 {
                let at = self.dice.below(self.late.len() as u64) as usize;
                let sending = self.late.swap_remove(at);
                self.read(sending);
            }
            if self.dice.below(3) == 0 {
                self.acknowledge();
            }
            // Of what was said, the newest or something old; half of it never.
            if !self.said.is_empty() && self.dice.below(2) == 0 {
                let back = match self.dice.below(5) {
                    0 => self.dice.below(self.said.len() as u64) as usize,
                    _ => 0,
                };
                self.hear(self.said.len() - 1 - back);
            }
        }
    }

    /// Everything arrives again. Gives after how many rounds nothing waits.
    fn heal(&mut self) -> usize {
        for round in 0..200 {
            let waiting: Vec<u64> = self.waits.iter().copied().collect();
            if waiting.is_empty() {
                return round;
            }
            for sixteen in waiting.chunks(16) {
                for text in sixteen {
                    let sending = self.send(*text, 1);
                    self.read(sending);
                }
                self.acknowledge();
                self.hear(self.said.len() - 1);
            }
        }
        200
    }
}

#[test]
fn honest_sides_are_never_suspected_and_what_was_read_is_known_at_the_next_attempt() {
    let mut unknown = BTreeMap::new();
    for seed in 1..=24 {
        let lost = [0, 2, 30, 90][(seed % 4) as usize];
        let mut pair = Pair::new(seed);
        for _ in 0..4 {
            pair.trouble(150, lost, 0);
            assert!(pair.heal() <= 1, "seed {seed}");
        }
        *unknown.entry(lost).or_insert(0) += pair.unknown;
    }
    // What is too old is passed over, and there was some.
    assert!(unknown.values().sum::<usize>() > 0, "{unknown:?}");
}

#[test]
fn what_a_network_held_back_for_a_thousand_lines_makes_nobody_suspect_either() {
    for seed in 1..=24 {
        let mut pair = Pair::new(seed);
        for _ in 0..4 {
            pair.trouble(150, 20, 40);
            let late = std::mem::take(&mut pair.late);
            late.into_iter().for_each(|sending| pair.read(sending));
            assert!(pair.heal() <= 64, "seed {seed}");
        }
    }
}
