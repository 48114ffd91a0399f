//! Which spellings of an address are the same address.

use crate::guard::AddressKey;

/// Which spellings of an address are the same address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum CaseMapping {
    /// Every difference counts.
    #[default]
    Exact = 0,
    /// `A` to `Z` are `a` to `z`.
    Ascii = 1,
    /// As [`Ascii`](Self::Ascii), and `[`, `]`, `\` and `~` are `{`, `}`, `|` and `^` (RFC 1459
    /// section 2.2, and what servers announce as `rfc1459`).
    Rfc1459 = 2,
    /// As [`Ascii`](Self::Ascii), and spaces do not count: AOL's screen names.
    ScreenName = 3,
    /// The bare address in lower case (RFC 7622 sections 3.2 and 3.3), the resource behind the
    /// first `/` as it is. Unicode is not normalised beyond case: hosts give addresses as their
    /// server spelled them.
    Jid = 4,
    /// As [`Rfc1459`](Self::Rfc1459), but `~` and `^` differ: what servers announce as
    /// `rfc1459-strict`.
    StrictRfc1459 = 5,
}

impl CaseMapping {
    /// The mapping with this number.
    pub(in crate::messenger) fn from_code(code: i64) -> Option<Self> {
        use CaseMapping::{Ascii, Exact, Jid, Rfc1459, ScreenName, StrictRfc1459};
        let all = [Exact, Ascii, Rfc1459, ScreenName, Jid, StrictRfc1459];
        all.into_iter().find(|mapping| *mapping as i64 == code)
    }

    /// The key of a name, where spellings are compared by this mapping.
    pub(in crate::messenger) fn key(self, name: &str) -> AddressKey {
        AddressKey::from_normal_form(self.normalise(name))
    }

    /// The one spelling of `address` that all of its spellings share.
    pub fn normalise(&self, address: &str) -> String {
        match self {
            Self::Exact => address.to_owned(),
            Self::Ascii => address.to_ascii_lowercase(),
            Self::Rfc1459 => address.chars().map(rfc1459_lower).collect(),
            Self::StrictRfc1459 => {
                address.chars().map(|c| if c == '~' { c } else { rfc1459_lower(c) }).collect()
            }
            Self::ScreenName => {
                address.chars().filter(|c| *c != ' ').map(|c| c.to_ascii_lowercase()).collect()
            }
            Self::Jid => match address.split_once('/') {
                Some((bare, resource)) => format!("{}/{resource}", bare.to_lowercase()),
                None => address.to_lowercase(),
            },
        }
    }
}

fn rfc1459_lower(c: char) -> char {
    match c {
        '[' => '{',
        ']' => '}',
        '\\' => '|',
        '~' => '^',
        other => other.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use crate::messenger::CaseMapping::{Ascii, Exact, Jid, Rfc1459, ScreenName, StrictRfc1459};

    #[test]
    fn spellings_of_an_address_become_one() {
        for (mapping, address, normal) in [
            (Exact, "A b", "A b"),
            (Ascii, "A[\\]~Ä@X.Org", "a[\\]~Ä@x.org"),
            (StrictRfc1459, "Nick[\\]~{|}^Ä", "nick{|}~{|}^Ä"),
            (Rfc1459, "Nick[\\]~{|}^Ä", "nick{|}^{|}^Ä"),
            (ScreenName, "Big Bob 77", "bigbob77"),
            (Jid, "Ärger@X.Org/Phone/A", "ärger@x.org/Phone/A"),
            (Jid, "A@B", "a@b"),
        ] {
            assert_eq!(mapping.normalise(address), normal, "{mapping:?}");
            assert_eq!(mapping.normalise(normal), normal, "{mapping:?}");
        }
    }
}
