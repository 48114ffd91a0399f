//! What stands in the rows of the vault, and how it is written.

mod encoding;
pub(in crate::messenger) mod records;
mod text_records;
