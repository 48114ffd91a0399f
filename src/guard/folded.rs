//! Names that are remembered by a few bits alone.
//!
//! A network can bring a window under new names for ever, and none of them may be forgotten while a
//! text that is typed there could leave in clear. So the oldest that the user never touched become
//! bits in a table of fixed size, a Bloom filter: a name whose bits are all set *may* be one of them,
//! and is restricted; one that was folded always is.
//!
//! The bits are no secret's: whoever runs the network can restrict any name that it likes by bringing
//! a window there, and needs no collision for it. So SHA-256 without a key is enough.

use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Bytes of the table of an account.
const BYTES: usize = 16 * 1_024;

/// The bits of one name.
const PROBES: usize = 4;

/// The names of an account that are remembered by bits alone. It never grows beyond 16 KiB.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// Empty while there are none.
    bits: Arc<[u8]>,
}

/// Which bits stand for a name: the byte, and the bit in it.
fn places(form: &str) -> impl Iterator<Item = (usize, u8)> {
    let digest: [u8; 32] = Sha256::digest(form.as_bytes()).into();
    let (words, _none) = digest.as_chunks::<4>();
    let numbers: [u32; 8] =
        std::array::from_fn(|at| words.get(at).copied().map_or(0, u32::from_be_bytes));
    numbers.into_iter().take(PROBES).map(|number| {
        let bit = number as usize % (8 * BYTES);
        (bit / 8, 1 << (bit % 8))
    })
}

impl Folded {
    /// The table as it is stored. One of another size is damaged, and every name may be in it.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        match bytes.len() {
            0 | BYTES => Self { bits: bytes.into() },
            _ => Self { bits: vec![0xff; BYTES].into() },
        }
    }

    /// The table to store; empty if nothing is folded.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bits
    }

    /// Whether no name is folded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bits.is_empty()
    }

    /// Names are compared in a way that the bits do not know: each may be a folded one from now on.
    pub fn compare_otherwise(&mut self) {
        if !self.is_empty() {
            self.bits = vec![0xff; BYTES].into();
        }
    }

    /// What either remembers.
    pub fn join(&mut self, other: &Self) {
        if self.is_empty() {
            self.bits = Arc::clone(&other.bits);
        } else if !other.is_empty() {
            let both = self.bits.iter().zip(other.bits.iter()).map(|(one, other)| one | other);
            self.bits = both.collect();
        }
    }

    pub(super) fn insert(&mut self, form: &str) {
        if self.is_empty() {
            self.bits = vec![0; BYTES].into();
        }
        let bits = Arc::make_mut(&mut self.bits);
        for (byte, bit) in places(form) {
            if let Some(byte) = bits.get_mut(byte) {
                *byte |= bit;
            }
        }
    }

    /// Whether the name may be one of those that are folded.
    pub(super) fn may_hold(&self, form: &str) -> bool {
        !self.is_empty()
            && places(form)
                .all(|(byte, bit)| self.bits.get(byte).is_none_or(|byte| byte & bit != 0))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn folded(count: usize) -> Folded {
        let mut folded = Folded::default();
        (0..count).for_each(|number| folded.insert(&format!("folded{number}")));
        folded
    }

    #[test]
    fn a_folded_name_is_always_found() {
        let folded = folded(2_000);
        assert!((0..2_000).all(|number| folded.may_hold(&format!("folded{number}"))));
        assert!(Folded::from_bytes(folded.as_bytes()) == folded);
    }

    #[test]
    fn hardly_any_other_name_is_found_and_the_table_does_not_grow() {
        // As MESSENGER.md section 6 says: with n folded names at most (4 n / 131,072)^4 of the others.
        for (count, most) in [(0, 0), (1_000, 3), (10_000, 870 + 3 * 30)] {
            let folded = folded(count);
            assert!(folded.as_bytes().len() <= BYTES);
            let found = (0..100_000).filter(|number| folded.may_hold(&format!("other{number}")));
            let found = found.count();
            assert!(found <= most, "{found} of 100,000 with {count} folded");
        }
    }

    #[test]
    fn what_either_of_two_tables_has_is_in_their_join() {
        let (mut one, mut other) = (Folded::default(), Folded::default());
        one.insert("a");
        other.insert("b");
        one.join(&other);
        one.join(&Folded::default());
        let mut from_nothing = Folded::default();
        from_nothing.join(&one);
        for table in [one, from_nothing] {
            assert!(table.may_hold("a") && table.may_hold("b") && !table.may_hold("c"));
        }
    }

    #[test]
    fn a_damaged_table_and_one_of_other_rules_hold_every_name() {
        let mut otherwise = folded(1);
        otherwise.compare_otherwise();
        assert!(otherwise.may_hold("anybody"));
        assert!(Folded::from_bytes(&[0; 7]).may_hold("anybody"));
        let mut none = Folded::default();
        none.compare_otherwise();
        assert!(none.is_empty() && !none.may_hold("anybody"), "nothing was folded");
    }
}
