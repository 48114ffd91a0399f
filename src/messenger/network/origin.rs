//! Where a text of the host comes from, as only the host knows.

use super::profile::Markup;

/// Flags of a text. All are off by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Origin {
    /// The text is HTML, even where the account's profile says plain text.
    pub html: bool,
    /// The text is plain, even where the account's profile says HTML.
    pub plain: bool,
    /// The text says what its sender does ("/me").
    pub action: bool,
    /// It is an automatic one that must not be answered (IRC's NOTICE): nothing is begun because of it.
    pub notice: bool,
    /// It is played again from a history: read if it is new, never answered.
    pub history: bool,
    /// It is one of the user's own, come back from the network or another device (a carbon, an echo
    /// of a bouncer): lines of ours in it are hidden, nothing is acted upon.
    pub own: bool,
    /// It is from a room with several people: it passes.
    pub room: bool,
    /// The address is a name in a room, written to alone: whoever takes the name has it, so that
    /// nothing private is ever begun there. It passes, unless nothing may go in clear.
    pub occupant: bool,
}

impl Origin {
    /// The form of the text, where the account's texts have the form `given`. What is said to be both
    /// is plain: then nothing in it is markup.
    #[must_use]
    pub fn markup(self, given: Markup) -> Markup {
        match (self.plain, self.html) {
            (true, _) => Markup::Plain,
            (false, true) => Markup::Html,
            (false, false) => given,
        }
    }
}
