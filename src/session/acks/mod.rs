//! Acknowledgements: `runs` has which lines have come, `receipts` whether they were the same texts on
//! both sides, `outstanding` the texts that wait for the other side's word.

#[cfg(test)]
mod honest;
mod outstanding;
mod receipts;
mod runs;

pub(crate) use outstanding::{Outstanding, Verdict};
pub(crate) use receipts::{Receipt, Receipts};
pub(crate) use runs::{Acknowledged, Leaps, Runs};
