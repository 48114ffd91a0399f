//! What each operation leaves, field by field, and what a book answers.

mod answers;
mod book;
pub(super) mod bounds;
mod changes;
mod decisions;
