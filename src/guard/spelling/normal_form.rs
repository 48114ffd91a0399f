//! Why a name has no normal form.

/// Bytes of a name that has a normal form, and of that form.
pub const MAX_NAME: usize = 1_024;

/// Why a name has no normal form. None of these repeats the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum NoNormalForm {
    /// The name or a part of it is empty.
    #[error("a name or a part of it is empty")]
    Empty,
    /// The name is longer than [`MAX_NAME`] bytes, or the target than a line.
    #[error("a name is too long")]
    TooLong,
    /// A control character, a line break or NUL among them.
    #[error("a name contains a control character")]
    Control,
    /// A space where the network has none.
    #[error("a name contains a space")]
    Space,
    /// The account or the resource of an XMPP address is none by PRECIS (RFC 8264).
    #[error("the account or the resource of an XMPP address is not valid")]
    Precis,
    /// The host of an XMPP address is none by IDNA.
    #[error("the host of an XMPP address is not valid")]
    Idna,
}

/// Refuses a name with a control character.
pub(super) fn refuse_control(name: &str) -> Result<(), NoNormalForm> {
    if name.contains(char::is_control) { Err(NoNormalForm::Control) } else { Ok(()) }
}
