//! Why bytes are no line, and why a line is not written.

use super::{MAX_LINE, MAX_PARAMETERS, MAX_TAGS};

/// Why bytes are no line of IRC, or why what should be one cannot be written. None of these repeats
/// what the line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum IrcError {
    /// There is no command.
    #[error("the line has no command")]
    NoCommand,
    /// The command is neither letters nor a number.
    #[error("the command has other characters than letters and digits")]
    Command,
    /// NUL, CR or LF where a line goes on.
    #[error("the line contains NUL, CR or LF")]
    Control,
    /// It is longer than [`MAX_LINE`].
    #[error("the line is longer than {MAX_LINE} bytes")]
    TooLong,
    /// Its tags are longer than [`MAX_TAGS`].
    #[error("the tags are longer than {MAX_TAGS} bytes")]
    TagsTooLong,
    /// A key of a tag cannot be written.
    #[error("a tag has no key, or one that does not fit")]
    Tag,
    /// Whoever the line is from has no name, or one that cannot be written.
    #[error("whoever the line is from has no name, or one that does not fit")]
    Source,
    /// There are more than [`MAX_PARAMETERS`].
    #[error("the line has more than {MAX_PARAMETERS} parameters")]
    TooManyParameters,
    /// A parameter that is not the last one is empty, has a space, or begins with a colon.
    #[error("a parameter before the last is empty, has a space, or begins with a colon")]
    Parameter,
    /// A target is empty, is several, or would be read as something else.
    #[error("the target is not exactly one")]
    Target,
}
