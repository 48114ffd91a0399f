//! How private conversations begin, and whether anything may go in clear.

/// How private conversations begin, and whether there may be others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Mode {
    /// Nothing begins without the user: who asks, contact or not, is an invitation.
    Manual = 1,
    /// A contact who asks is answered. The first text in clear to somebody unknown asks, once, whether
    /// there is a plugin.
    #[default]
    Automatic = 2,
    /// As [`Automatic`](Self::Automatic), and nothing goes in clear: a text to somebody with whom
    /// there is no private conversation is held and starts one.
    Required = 3,
}

impl Mode {
    /// The mode with this number.
    pub(in crate::messenger) fn from_code(code: i64) -> Option<Self> {
        [Self::Manual, Self::Automatic, Self::Required]
            .into_iter()
            .find(|mode| i64::from(*mode as u8) == code)
    }
}
