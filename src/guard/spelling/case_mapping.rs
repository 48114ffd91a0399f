//! Which spellings of an address are the same address.
//!
//! Two answers. [`CaseMapping::normal_form`] tells people apart as their network does, once it is
//! known how. [`CaseMapping::widest`] joins what any network of this kind would join; restrictions
//! are shared by it while the network has not said, and with names that have no normal form.

use super::normal_form::{MAX_NAME, NoNormalForm, refuse_control};
use super::{jid, look};

/// Which spellings of an address are the same address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serialize", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum CaseMapping {
    /// Every difference counts, whatever is known of the network.
    #[default]
    Exact = 0,
    /// `A` to `Z` are `a` to `z`.
    Ascii = 1,
    /// As [`Ascii`](Self::Ascii), and `[`, `]`, `\` and `~` are `{`, `}`, `|` and `^` (RFC 1459
    /// section 2.2, and what servers announce as `rfc1459`).
    Rfc1459 = 2,
    /// As [`Ascii`](Self::Ascii), and spaces do not count: AOL's screen names.
    ScreenName = 3,
    /// XMPP (RFC 7622): the account by PRECIS, the host by IDNA, the resource behind the first
    /// `/` as it is.
    Jid = 4,
    /// As [`Rfc1459`](Self::Rfc1459), but `~` and `^` differ: what servers announce as
    /// `rfc1459-strict`.
    StrictRfc1459 = 5,
}

impl CaseMapping {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 6] =
        [Self::Exact, Self::Ascii, Self::Rfc1459, Self::ScreenName, Self::Jid, Self::StrictRfc1459];

    /// The mapping with this number.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|mapping| *mapping as i64 == code)
    }

    /// The one spelling that all spellings of this address share. It is its own normal form.
    ///
    /// # Errors
    ///
    /// [`NoNormalForm`] where the network would not admit the name, or where servers differ in what
    /// they make of it.
    pub fn normal_form(self, name: &str) -> Result<String, NoNormalForm> {
        refuse_size(name)?;
        refuse_control(name)?;
        let normal = match self {
            Self::Exact => name.to_owned(),
            Self::Ascii => name.to_ascii_lowercase(),
            Self::Rfc1459 => name.chars().map(rfc1459_lower).collect(),
            Self::StrictRfc1459 => {
                name.chars().map(|c| if c == '~' { c } else { rfc1459_lower(c) }).collect()
            }
            Self::ScreenName => without_spaces(name).to_ascii_lowercase(),
            Self::Jid => jid::normal_form(name)?,
        };
        refuse_size(&normal)?;
        Ok(normal)
    }

    /// What this name has in common with each name that some mapping of such a network would take
    /// for it. Not a name: nothing is sent to it, and it is shown to nobody.
    ///
    /// Names with one normal form have one widest form. All mappings but
    /// [`Exact`](Self::Exact), [`ScreenName`](Self::ScreenName) and [`Jid`](Self::Jid) have the
    /// same widest form: an IRC server may announce any of them, or one of the Unicode mappings.
    pub fn widest(self, name: &str) -> String {
        match self {
            Self::Exact => name.to_owned(),
            Self::Ascii | Self::Rfc1459 | Self::StrictRfc1459 => {
                look::look(name).chars().map(rfc1459_lower).collect()
            }
            // A space keeps marks on its two sides apart, so they meet only after a second look.
            Self::ScreenName => look::look(&without_spaces(&look::look(&without_spaces(name)))),
            Self::Jid => jid::widest(name),
        }
    }
}

fn refuse_size(name: &str) -> Result<(), NoNormalForm> {
    match name.len() {
        0 => Err(NoNormalForm::Empty),
        1..=MAX_NAME => Ok(()),
        _ => Err(NoNormalForm::TooLong),
    }
}

fn without_spaces(name: &str) -> String {
    name.chars().filter(|c| *c != ' ').collect()
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
    use super::CaseMapping::{Ascii, Exact, Jid, Rfc1459, ScreenName, StrictRfc1459};
    use super::{CaseMapping, MAX_NAME, NoNormalForm};
    use crate::guard::spelling::look::characters;
    use proptest::prelude::*;

    #[test]
    fn the_numbers_are_those_that_vaults_keep() {
        let numbers = [(Exact, 0), (Ascii, 1), (Rfc1459, 2), (ScreenName, 3), (Jid, 4)];
        for (mapping, number) in numbers.into_iter().chain([(StrictRfc1459, 5)]) {
            assert_eq!(mapping as i64, number);
            assert_eq!(CaseMapping::from_code(number), Some(mapping));
        }
        assert_eq!(CaseMapping::from_code(6), None);
        assert_eq!(CaseMapping::from_code(-1), None);
    }

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
            assert_eq!(mapping.normal_form(address).as_deref(), Ok(normal), "{mapping:?}");
            assert_eq!(mapping.normal_form(normal).as_deref(), Ok(normal), "{mapping:?}");
        }
    }

    #[test]
    fn nicks_with_brackets_are_two_people_only_where_the_mapping_is_known() {
        assert_ne!(Ascii.normal_form("bob["), Ascii.normal_form("bob{"));
        assert_eq!(Rfc1459.normal_form("bob["), Rfc1459.normal_form("bob{"));
        for mapping in [Ascii, Rfc1459, StrictRfc1459] {
            for (one, other) in
                [("bob[", "BOB{"), ("bob~", "bob^"), ("ÄB", "äb"), ("ｂob", "bob"), ("ß", "SS")]
            {
                assert_eq!(mapping.widest(one), mapping.widest(other), "{mapping:?} {one}");
                assert_eq!(mapping.widest(one), Rfc1459.widest(one), "{mapping:?} {one}");
            }
            assert_ne!(mapping.widest("bob"), mapping.widest("bob_"));
        }
    }

    #[test]
    fn what_no_network_sends_has_no_normal_form() {
        let long = "a".repeat(MAX_NAME + 1);
        let grows = format!("bob@x/{}", "\u{1d160}".repeat(MAX_NAME / 5));
        for mapping in CaseMapping::ALL {
            for (name, why) in [
                ("", NoNormalForm::Empty),
                ("bob\0", NoNormalForm::Control),
                ("bob\r", NoNormalForm::Control),
                ("bob\nQUIT", NoNormalForm::Control),
                ("bob\u{7f}", NoNormalForm::Control),
                ("bob\u{85}", NoNormalForm::Control),
                (long.as_str(), NoNormalForm::TooLong),
            ] {
                assert_eq!(mapping.normal_form(name), Err(why), "{mapping:?} {name:?}");
            }
        }
        assert_eq!(ScreenName.normal_form("  "), Err(NoNormalForm::Empty));
        assert_eq!(Jid.normal_form(&grows), Err(NoNormalForm::TooLong));
    }

    #[test]
    fn why_a_name_was_refused_does_not_repeat_it() {
        let refused = Jid.normal_form("secret name@x.org").unwrap_err();
        assert!(!refused.to_string().contains("secret"));
        assert!(!format!("{refused:?}").contains("secret"));
    }

    fn joined_by_normal_form_is_joined_by_widest(mapping: CaseMapping, name: &str) {
        if let Ok(normal) = mapping.normal_form(name) {
            assert_eq!(mapping.normal_form(&normal).as_ref(), Ok(&normal), "{mapping:?} {name:?}");
            assert_eq!(mapping.widest(&normal), mapping.widest(name), "{mapping:?} {name:?}");
        }
    }

    #[test]
    fn the_widest_form_joins_what_the_normal_form_joins_whatever_the_character() {
        for c in characters() {
            for name in [
                format!("{c}@x.org"),
                format!("a{c}\u{301}@x.org"),
                format!("{c}.org"),
                format!("a{c}\u{308}.org"),
                format!("x.org/{c}"),
            ] {
                joined_by_normal_form_is_joined_by_widest(Jid, &name);
            }
            for mapping in [Ascii, Rfc1459, StrictRfc1459, ScreenName] {
                joined_by_normal_form_is_joined_by_widest(mapping, &format!("A{c}\u{301}"));
            }
        }
    }

    /// Characters that some rule treats in its own way.
    fn odd_text() -> impl Strategy<Value = String> {
        let odd = "aAkKiI1.@/[]{}\\|^~ xXn-Nßςσ\u{301}\u{327}\u{345}\u{308}ｂ．＠／。\u{ad}\u{200d}\u{212a}\u{130}\u{131}\u{1f80}\u{1100}\u{1161}א\u{661}\u{6f1}·l\u{fb01}\u{a8}\u{34f}";
        let odd: Vec<char> = odd.chars().collect();
        let part = prop_oneof![
            3 => proptest::sample::select(odd).prop_map(String::from),
            1 => any::<char>().prop_map(String::from),
            1 => proptest::sample::select(vec!["xn--", "xn--bcher-kva", "@x.org", "ΣΑΣ"])
                .prop_map(String::from),
        ];
        proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn the_widest_form_joins_what_the_normal_form_joins(
            name in prop_oneof![odd_text(), any::<String>()],
            account in odd_text(), host in "[a-cA-Cßü.-]{1,6}",
        ) {
            for mapping in CaseMapping::ALL {
                joined_by_normal_form_is_joined_by_widest(mapping, &name);
                joined_by_normal_form_is_joined_by_widest(mapping, &format!("{account}@{host}"));
            }
        }

        #[test]
        fn the_widest_form_has_itself_as_its_widest_form(name in odd_text()) {
            for mapping in CaseMapping::ALL {
                let widest = mapping.widest(&name);
                prop_assert_eq!(mapping.widest(&widest), widest, "{:?}", mapping);
            }
        }
    }

    #[test]
    fn a_megabyte_has_a_widest_form() {
        for piece in ["a", "xn--a.", "\u{301}\u{327}", "\u{fdfa}", "ß", ".", "@", "/"] {
            let name = piece.repeat((1 << 20) / piece.len());
            for mapping in CaseMapping::ALL {
                assert!(mapping.widest(&name).len() <= 40 * name.len(), "{piece:?}");
            }
        }
    }
}
