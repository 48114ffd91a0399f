//! The way to the messenger, which may be closed: the vault is busy, set back, damaged, of a newer
//! version, or the disk is full. What is typed is refused then. What comes is shown, unless it is a
//! line of ours: that is kept, and read when the way is open.

mod calls;
mod closed;
mod meanwhile;
mod opening;
mod passage;
mod pending;
mod shared;
mod tick;

pub(super) use meanwhile::{Meanwhile, has_lines, is_ours};
pub(super) use passage::Gate;
