//! Modes: what begins without the user, and whether anything may leave in clear.

/// How private conversations begin, and whether there may be others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serialize", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Mode {
    /// Nothing begins without the user: whoever asks, contact or not, is an invitation.
    Manual = 1,
    /// A contact who asks is answered. The first text in clear to somebody unknown asks, once,
    /// whether there is a plugin.
    #[default]
    Automatic = 2,
    /// As [`Automatic`](Self::Automatic), and no text is ever sent in clear: a text to somebody with
    /// whom there is no private conversation is held and starts one.
    Required = 3,
}

impl Mode {
    /// The mode with this number; `None` if there is none.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        [Self::Manual, Self::Automatic, Self::Required]
            .into_iter()
            .find(|mode| i64::from(*mode as u8) == code)
    }

    /// The place of a name's own mode among all, the strictest last. To have none is stricter than
    /// to have a weak one: a name without a mode becomes required when its account does.
    fn rank(own: Option<Self>) -> u8 {
        match own {
            Some(Self::Automatic) => 0,
            Some(Self::Manual) => 1,
            None => 2,
            Some(Self::Required) => 3,
        }
    }

    /// The stricter of two names' own modes, under whatever mode the account has or will have.
    pub(super) fn stricter(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        if Self::rank(other) > Self::rank(one) { other } else { one }
    }
}
