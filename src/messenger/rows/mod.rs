//! What stands in the rows of the vault, and how it is written.

mod encoding;
pub(in crate::messenger) mod records;
pub(in crate::messenger) mod sealing_keys;
mod standing;
mod text_records;
