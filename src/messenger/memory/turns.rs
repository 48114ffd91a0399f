//! Whose line is the next. Short texts overtake long ones; within a class those whom lines go to take
//! turns, and so do control lines and texts: nobody who makes us answer them stops what is for others.

use crate::guard::AddressKey;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// Classes of lines: smaller ones go first.
pub(in crate::messenger) mod class {
    /// Handshakes, acknowledgements, a close.
    pub(crate) const CONTROL: u8 = 0;
    /// Texts of a few lines.
    pub(crate) const SHORT: u8 = 1;
    /// Long texts.
    pub(crate) const LONG: u8 = 2;
    /// What nobody waits for.
    pub(crate) const BACKGROUND: u8 = 3;
}

/// The lines of one class.
#[derive(Debug, Default)]
struct Ring {
    /// Who has lines here, the next one first.
    order: VecDeque<AddressKey>,
    lines: HashMap<AddressKey, BTreeSet<u64>>,
}

/// The order of lines that wait.
#[derive(Debug, Default)]
pub(super) struct Turns {
    classes: BTreeMap<u8, Ring>,
    /// The last one was a control line.
    was_control: bool,
}

impl Turns {
    /// A line waits.
    pub(super) fn add(&mut self, class: u8, address: &AddressKey, id: u64) {
        let ring = self.classes.entry(class).or_default();
        if !ring.lines.contains_key(address) {
            ring.order.push_back(address.clone());
        }
        ring.lines.entry(address.clone()).or_default().insert(id);
    }

    /// A line waits no more.
    pub(super) fn remove(&mut self, class: u8, address: &AddressKey, id: u64) {
        let Some(ring) = self.classes.get_mut(&class) else { return };
        let Some(lines) = ring.lines.get_mut(address) else { return };
        lines.remove(&id);
        if lines.is_empty() {
            ring.lines.remove(address);
            ring.order.retain(|other| other != address);
        }
        if ring.order.is_empty() {
            self.classes.remove(&class);
        }
    }

    /// Class and id of the line whose turn it is; it waits no more.
    pub(super) fn next(&mut self) -> Option<(u8, u64)> {
        let mut classes = self.classes.keys().copied();
        let first = classes.next()?;
        // What nobody waits for does not take turns with control lines.
        let text = classes.next().filter(|text| *text < class::BACKGROUND);
        let chosen = match text {
            Some(text) if first == class::CONTROL && self.was_control => text,
            _ => first,
        };
        self.was_control = chosen == class::CONTROL;
        let ring = self.classes.get_mut(&chosen)?;
        let address = ring.order.pop_front()?;
        let lines = ring.lines.get_mut(&address)?;
        let id = lines.pop_first()?;
        match lines.is_empty() {
            true => drop(ring.lines.remove(&address)),
            false => ring.order.push_back(address),
        }
        if ring.order.is_empty() {
            self.classes.remove(&chosen);
        }
        Some((chosen, id))
    }

    pub(super) fn clear(&mut self) {
        self.classes.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(name: &str) -> AddressKey {
        AddressKey::from_normal_form(name.to_owned())
    }

    fn order(turns: &mut Turns) -> Vec<u64> {
        std::iter::from_fn(|| turns.next()).map(|(_, id)| id).collect()
    }

    #[test]
    fn addresses_take_turns_and_so_do_control_lines_and_texts() {
        let mut turns = Turns::default();
        (1..=4).for_each(|id| turns.add(class::CONTROL, &at("mallory"), id));
        turns.add(class::CONTROL, &at("bob"), 5);
        (6..=8).for_each(|id| turns.add(class::SHORT, &at("carol"), id));
        turns.add(class::SHORT, &at("dave"), 9);
        turns.add(class::BACKGROUND, &at("dave"), 10);
        assert_eq!(order(&mut turns), [1, 6, 5, 9, 2, 7, 3, 8, 4, 10]);
    }

    #[test]
    fn a_line_that_waits_no_more_takes_no_turn() {
        let mut turns = Turns::default();
        (1..=3).for_each(|id| turns.add(class::SHORT, &at("bob"), id));
        turns.add(class::SHORT, &at("carol"), 4);
        (1..=3).for_each(|id| turns.remove(class::SHORT, &at("bob"), id));
        turns.add(class::SHORT, &at("bob"), 5);
        assert_eq!(order(&mut turns), [4, 5]);
        assert!(turns.classes.is_empty());
    }
}
