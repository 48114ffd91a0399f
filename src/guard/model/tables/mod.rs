//! What each operation leaves, field by field, and what a book answers.

mod answers;
mod book;
mod bounds;
mod changes;
mod decisions;
