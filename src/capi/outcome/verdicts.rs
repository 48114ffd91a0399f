//! What the host does with its own text. 0 is no verdict.

/// The text goes as it is, or is shown as it is, as if there were no library.
pub const SUBROSA_VERDICT_PASS: i32 = 1;
/// Of a text that came: it is shown with `subrosa_outcome_mark` before it.
pub const SUBROSA_VERDICT_MARKED: i32 = 2;
/// The text is swallowed: what a person is to see of it comes as an ECHO or a SHOW.
pub const SUBROSA_VERDICT_TAKEN: i32 = 3;
/// Of a text that was typed: it is neither sent nor kept. A SAY has it in `TEXT`, to be put back where
/// it was typed.
pub const SUBROSA_VERDICT_REFUSED: i32 = 4;
