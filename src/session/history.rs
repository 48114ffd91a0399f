//! The counters consumed last, with their MACs: tells a duplicate from a fork (PROTOCOL.md 8, 12).

use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use crate::wire::limits::MAX_CONSUMED;
use std::collections::VecDeque;

/// The last 128 messages read: chain, number in it, MAC.
#[derive(Debug, Clone, Default)]
pub(crate) struct History(VecDeque<(u32, u32, [u8; 8])>);

/// What is known of a counter that has been consumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consumed {
    /// By exactly this line.
    ByThisLine,
    /// By another line: two states of the sender exist.
    ByAnother,
    /// Too long ago to tell.
    Forgotten,
}

impl History {
    pub(crate) fn note(&mut self, chain: u32, number: u32, mac: [u8; 8]) {
        if self.0.len() >= MAX_CONSUMED {
            self.0.pop_front();
        }
        self.0.push_back((chain, number, mac));
    }

    pub(crate) fn look_up(&self, chain: u32, number: u32, mac: [u8; 8]) -> Consumed {
        let entry = self.0.iter().rev().find(|entry| (entry.0, entry.1) == (chain, number));
        match entry {
            Some((_, _, known)) if *known == mac => Consumed::ByThisLine,
            Some(_) => Consumed::ByAnother,
            None => Consumed::Forgotten,
        }
    }

    pub(crate) fn save(&self, writer: &mut Writer) {
        writer.list(self.0.iter(), |w, (chain, number, mac)| {
            w.varint(*chain);
            w.varint(*number);
            w.bytes(mac);
        });
    }

    pub(crate) fn load(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        reader.list(MAX_CONSUMED, |r| Ok((r.varint()?, r.varint()?, r.array()?))).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_mac_is_a_duplicate_and_another_is_a_fork() {
        let mut history = History::default();
        history.note(1, 5, [1; 8]);
        assert_eq!(history.look_up(1, 5, [1; 8]), Consumed::ByThisLine);
        assert_eq!(history.look_up(1, 5, [2; 8]), Consumed::ByAnother);
        assert_eq!(history.look_up(2, 5, [1; 8]), Consumed::Forgotten);
    }

    #[test]
    fn only_the_last_128_are_remembered() {
        let mut history = History::default();
        (0..129).for_each(|n| history.note(0, n, [0; 8]));
        assert_eq!(history.look_up(0, 0, [0; 8]), Consumed::Forgotten);
        assert_eq!(history.look_up(0, 1, [0; 8]), Consumed::ByThisLine);
    }
}
