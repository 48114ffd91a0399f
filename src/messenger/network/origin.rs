//! Where a text of the host comes from, as only the host knows.

use super::profile::Markup;

/// Flags of a text. All are off by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Origin {
    /// The text is HTML, even where the account's profile says plain text.
    pub html: bool,
    /// The text is plain, even where the account's profile says HTML.
    pub plain: bool,
    /// The text describes an action of its sender ("/me").
    pub action: bool,
    /// The text was written by a program and must not be answered (IRC's NOTICE). It starts
    /// nothing.
    pub notice: bool,
    /// The text is replayed from a history. It is read if it is new, and never answered.
    pub history: bool,
    /// The text is one of the user's own that came back from the network or another device (a
    /// carbon, an echo of a bouncer). Lines of the library in it are hidden, and nothing is acted
    /// upon.
    pub own: bool,
    /// The text is from a chat room. It passes.
    pub room: bool,
    /// The address is that of a chat-room occupant addressed directly. Anybody can take such a
    /// name, so no private conversation is ever started there. The text passes, unless nothing may
    /// be sent in clear.
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
