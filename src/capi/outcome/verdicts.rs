//! What the host does with its own text. 0 is no verdict.

/// Send the typed text, or show the incoming text, as if the library were not there.
pub const SUBROSA_VERDICT_PASS: i32 = 1;
/// Show the incoming text after `subrosa_outcome_mark`.
pub const SUBROSA_VERDICT_MARKED: i32 = 2;
/// Neither send nor show the text. If there is something to see, an ECHO or a SHOW has it.
pub const SUBROSA_VERDICT_TAKEN: i32 = 3;
/// Do not send the typed text; the library has not kept it. A SAY has it in `TEXT`, so that you can
/// put it back into the input line.
pub const SUBROSA_VERDICT_REFUSED: i32 = 4;
