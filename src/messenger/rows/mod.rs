//! What stands in the rows of the vault, and how it is written.

mod account_record;
mod address_record;
mod cbor;
mod contact_record;
mod form;
mod record;
pub(in crate::messenger) mod records;
pub(in crate::messenger) mod sealing_keys;
#[cfg(test)]
mod tests;
mod text_records;
mod unknown;
