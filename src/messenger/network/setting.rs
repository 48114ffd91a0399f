//! What a host may set for an account, beside its profile.

use super::budgets::{self, Budgets};
use super::profile::{CaseMapping, Markup, Profile};
use crate::guard::Mode;

/// A setting of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serialize", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Setting {
    /// The longest line, in characters: 360 to 16,384.
    LineChars = 1,
    /// How many lines may follow each other at once: 1 to 1,000.
    Burst = 2,
    /// The pause between further lines, in milliseconds: 0 to 600,000.
    IntervalMs = 3,
    /// The host gives and takes HTML (1) or plain text (0).
    Html = 4,
    /// Each line of a text is shown by itself (1) or not (0).
    SplitLines = 5,
    /// The texts that the host gives, the user's and the network's, are HTML (1) or plain (0).
    HtmlGiven = 20,
    /// The host shows HTML (1) or plain text (0).
    HtmlTaken = 21,
    /// Which spellings of an address are the same: a [`CaseMapping`] as a number. Refused if two
    /// addresses that are known would become one, and while the account is not attached as soon as
    /// it knows any.
    CaseMapping = 22,
    /// Lines above which a text is sent only after the user has agreed: 1 to 512, with which nothing
    /// is asked.
    LongTextLines = 23,
    /// Offers made without the user for all contacts together, a minute: 10 if it is not set. This
    /// and the others below are 1 to 60,000.
    Offers = 24,
    /// Offers made at once because one contact asks; then one in 30 minutes. 4.
    OffersOfContact = 25,
    /// Handshakes computed at once for one address; then one in 10 seconds. 16.
    HandshakesOfAddress = 26,
    /// Handshakes computed for all contacts together, a minute; a fourth of it at once. 120.
    Handshakes = 27,
    /// Handshakes computed for all strangers together, a minute; a fifteenth of it at once. 60.
    HandshakesOfStrangers = 28,
    /// Questions and notices about strangers, a minute. 10.
    Invitations = 29,
    /// How private conversations begin: a [`Mode`] as a number.
    Mode = 7,
    /// Contacts get our full card by themselves once they talk with us in private, so that they can
    /// seal documents to us (1), or not (0).
    ShareCard = 40,
}

impl Setting {
    /// Whether an account can have this value.
    #[must_use]
    pub fn is_possible(self, value: i64) -> bool {
        Profile::by_name("plain").is_some_and(|any| self.apply(&any, value).is_some())
    }

    /// Changes a profile; `None` if the value is not possible.
    pub(in crate::messenger) fn apply(self, profile: &Profile, value: i64) -> Option<Profile> {
        let number = u32::try_from(value).ok();
        let size = usize::try_from(value).ok();
        let switch = match value {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        };
        let html = switch.map(|html| if html { Markup::Html } else { Markup::Plain });
        let profile = profile.clone();
        let (burst, interval) = (profile.burst(), profile.interval_ms());
        match self {
            Self::LineChars => profile.with_line_limit(size?).ok(),
            Self::Burst => profile.with_pacing(number?, interval).ok(),
            Self::IntervalMs => profile.with_pacing(burst, number?).ok(),
            Self::Html => Some(profile.with_markup(html?)),
            Self::HtmlGiven => Some(profile.with_markup_given(html?)),
            Self::HtmlTaken => Some(profile.with_markup_taken(html?)),
            Self::SplitLines => Some(profile.with_lines(switch?)),
            Self::CaseMapping => {
                CaseMapping::from_code(value).map(|mapping| profile.with_case_mapping(mapping))
            }
            Self::LongTextLines => profile.with_long_text_lines(size?).ok(),
            Self::Mode => Mode::from_code(value).map(|_| profile),
            Self::ShareCard => Some(profile.with_share_card(switch?)),
            _ => {
                let number = number.filter(|number| budgets::RANGE.contains(number))?;
                let mut budgets = profile.budgets;
                *self.budget(&mut budgets)? = number;
                Some(Profile { budgets, ..profile })
            }
        }
    }

    /// How it is set in a profile.
    pub(in crate::messenger) fn value(self, profile: &Profile) -> i64 {
        let given = profile.markup_given() == Markup::Html;
        let taken = profile.markup_taken() == Markup::Html;
        let number = |size: usize| i64::try_from(size).unwrap_or(i64::MAX);
        match self {
            Self::LineChars => number(profile.line_limit()),
            Self::Burst => profile.burst().into(),
            Self::IntervalMs => profile.interval_ms().into(),
            Self::Html => (given && taken).into(),
            Self::HtmlGiven => given.into(),
            Self::HtmlTaken => taken.into(),
            Self::SplitLines => profile.lines().into(),
            Self::CaseMapping => profile.case_mapping() as i64,
            Self::LongTextLines => number(profile.long_text_lines()),
            // Not of the profile: `Account::setting`.
            Self::Mode => 0,
            Self::ShareCard => profile.shares_card().into(),
            _ => {
                let mut budgets = profile.budgets;
                self.budget(&mut budgets).map_or(0, |budget| i64::from(*budget))
            }
        }
    }

    /// The budget that it sets, if it sets one.
    fn budget(self, budgets: &mut Budgets) -> Option<&mut u32> {
        Some(match self {
            Self::Offers => &mut budgets.offers,
            Self::OffersOfContact => &mut budgets.offers_of_contact,
            Self::HandshakesOfAddress => &mut budgets.handshakes_of_address,
            Self::Handshakes => &mut budgets.handshakes,
            Self::HandshakesOfStrangers => &mut budgets.handshakes_of_strangers,
            Self::Invitations => &mut budgets.invitations,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_of_a_budget_changes_that_budget_alone() {
        type Budget = fn(&mut Budgets) -> &mut u32;
        let table: [(Setting, Budget); 6] = [
            (Setting::Offers, |budgets| &mut budgets.offers),
            (Setting::OffersOfContact, |budgets| &mut budgets.offers_of_contact),
            (Setting::HandshakesOfAddress, |budgets| &mut budgets.handshakes_of_address),
            (Setting::Handshakes, |budgets| &mut budgets.handshakes),
            (Setting::HandshakesOfStrangers, |budgets| &mut budgets.handshakes_of_strangers),
            (Setting::Invitations, |budgets| &mut budgets.invitations),
        ];
        let profile = Profile::by_name("plain").unwrap();
        for (setting, budget) in table {
            let mut expected = profile.budgets;
            assert_eq!(setting.value(&profile), i64::from(*budget(&mut expected)), "{setting:?}");
            *budget(&mut expected) = 7_777;
            let changed = setting.apply(&profile, 7_777).unwrap();
            assert_eq!(changed.budgets, expected, "{setting:?}");
            assert_eq!(setting.value(&changed), 7_777, "{setting:?}");
        }
    }
}
