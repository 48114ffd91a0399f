//! The words themselves.

use crate::identity::Fingerprint;

/// A word that a command begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::plugin) enum Word {
    Start,
    End,
    Cancel,
    Status,
    Accept,
    Decline,
    AcceptKey,
    AddKey,
    Verify,
    Unverify,
    Differ,
    Safety,
    Code,
    Devices,
    Send,
    Resend,
    Discard,
    Block,
    Unblock,
    Forget,
    Mode,
    Card,
    Unlock,
    Passphrase,
    NoPassphrase,
    Export,
    Import,
    GoOn,
    List,
    Help,
}

/// All of them, in the order of the help.
pub(in crate::plugin) const ALL: [(&str, Word); 30] = [
    ("start", Word::Start),
    ("end", Word::End),
    ("cancel", Word::Cancel),
    ("status", Word::Status),
    ("accept", Word::Accept),
    ("decline", Word::Decline),
    ("accept-key", Word::AcceptKey),
    ("add-key", Word::AddKey),
    ("verify", Word::Verify),
    ("unverify", Word::Unverify),
    ("differ", Word::Differ),
    ("safety", Word::Safety),
    ("code", Word::Code),
    ("devices", Word::Devices),
    ("send", Word::Send),
    ("resend", Word::Resend),
    ("discard", Word::Discard),
    ("block", Word::Block),
    ("unblock", Word::Unblock),
    ("forget", Word::Forget),
    ("mode", Word::Mode),
    ("card", Word::Card),
    ("unlock", Word::Unlock),
    ("passphrase", Word::Passphrase),
    ("no-passphrase", Word::NoPassphrase),
    ("export", Word::Export),
    ("import", Word::Import),
    ("go-on", Word::GoOn),
    ("list", Word::List),
    ("help", Word::Help),
];

impl Word {
    /// The word as it is typed, in whatever case.
    pub(in crate::plugin) fn of(typed: &str) -> Option<Self> {
        let same = |(word, _): &&(&str, Self)| word.eq_ignore_ascii_case(typed);
        ALL.iter().find(same).map(|(_, word)| *word)
    }

    /// Whether it is about a person.
    pub(in crate::plugin) fn needs_name(self) -> bool {
        !self.may_have_name()
            && !matches!(
                self,
                Self::Unlock
                    | Self::Passphrase
                    | Self::NoPassphrase
                    | Self::Export
                    | Self::Import
                    | Self::GoOn
                    | Self::List
                    | Self::Help
            )
    }

    /// Whether it is about a person, or about all.
    pub(in crate::plugin) fn may_have_name(self) -> bool {
        matches!(self, Self::Status | Self::Card)
    }

    /// Whether this can stand behind the word and the name. What cannot is a name, or a mistake:
    /// never something that is passed over, for `end bob` in Alice's window is not about Alice.
    pub(in crate::plugin) fn takes(self, rest: &str) -> bool {
        match self {
            _ if rest.is_empty() => true,
            Self::Accept
            | Self::Decline
            | Self::AcceptKey
            | Self::AddKey
            | Self::Verify
            | Self::Unverify => {
                let filler = |c: char| c.is_whitespace() || Fingerprint::is_dash(c);
                rest.chars().all(|c| c.is_ascii_digit() || filler(c))
            }
            Self::Mode => !rest.contains(char::is_whitespace),
            _ => !(self.needs_name() || self.may_have_name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_in_whatever_case() {
        for (typed, word) in ALL {
            assert_eq!(Word::of(&typed.to_uppercase()), Some(word));
        }
        assert_eq!(Word::of("starts"), None);
    }
}
