//! What each operation leaves, field by field.

mod bounds;
mod changes;
mod decisions;
