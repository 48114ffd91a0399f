//! What a host and its network do to text: how long a line may be, how fast lines may follow each
//! other, whether the host speaks HTML, which spellings of an address are the same. The networks
//! that are known stand in `networks`.

use super::budgets::Budgets;
use crate::wire::limits::{MAX_LINE_CHARS, MAX_PARTS, MIN_LINE_CHARS};
use std::ops::RangeInclusive;
use thiserror::Error;

pub use crate::guard::CaseMapping;
use crate::guard::{AddressKey, Addressing, Target, Widest};

/// The form in which a host passes and shows texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Markup {
    /// Plain text.
    #[default]
    Plain,
    /// HTML.
    Html,
}

/// A setting is out of range. The profile is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{setting} is {found}; {least} to {most} are possible")]
#[non_exhaustive]
pub struct OutOfRange {
    /// What was to be set.
    pub setting: &'static str,
    /// What it was to be set to.
    pub found: u64,
    /// The least value.
    pub least: u64,
    /// The greatest value.
    pub most: u64,
}

/// Lines that may leave at once.
pub const BURST_RANGE: RangeInclusive<u32> = 1..=1_000;

/// Milliseconds between two lines after the burst; 0 sends without waiting.
pub const INTERVAL_MS_RANGE: RangeInclusive<u32> = 0..=600_000;

/// Characters of a line that has room for a full card.
const FULL_CARD_CHARS: usize = 2_400;

/// How texts travel on one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub(in crate::messenger) name: &'static str,
    pub(in crate::messenger) line_limit: usize,
    pub(in crate::messenger) given: Markup,
    pub(in crate::messenger) taken: Markup,
    pub(in crate::messenger) lines: bool,
    pub(in crate::messenger) burst: u32,
    pub(in crate::messenger) interval_ms: u32,
    pub(in crate::messenger) long_text_lines: usize,
    /// Where nothing was set the length of lines decides.
    pub(in crate::messenger) share_card: Option<bool>,
    pub(in crate::messenger) case_mapping: CaseMapping,
    /// What a text can be sent to besides a single name.
    pub(in crate::messenger) addressing: Addressing,
    /// How much others can make the account do.
    pub(in crate::messenger) budgets: Budgets,
}

impl Profile {
    /// The name that [`by_name`](Self::by_name) knows it by.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The longest line that is sent, in characters.
    pub fn line_limit(&self) -> usize {
        self.line_limit
    }

    /// In what form the host gives texts: the user's own, and what comes from the network.
    pub fn markup_given(&self) -> Markup {
        self.given
    }

    /// In what form the host takes texts to show.
    pub fn markup_taken(&self) -> Markup {
        self.taken
    }

    /// Whether every line of a text is shown by itself, because the network has no line breaks.
    pub fn lines(&self) -> bool {
        self.lines
    }

    /// How many lines may leave at once.
    pub fn burst(&self) -> u32 {
        self.burst
    }

    /// How long a line waits for the one before, after the burst. Milliseconds.
    pub fn interval_ms(&self) -> u32 {
        self.interval_ms
    }

    /// Whether contacts get our full card by themselves, once they talk with us in private: where
    /// nothing else is set, where it takes a single line.
    pub fn shares_card(&self) -> bool {
        self.share_card.unwrap_or(self.line_limit >= FULL_CARD_CHARS)
    }

    /// Lines above which a text is sent only after the user has agreed.
    pub fn long_text_lines(&self) -> usize {
        self.long_text_lines
    }

    /// Which spellings of an address are the same.
    pub fn case_mapping(&self) -> CaseMapping {
        self.case_mapping
    }

    /// The one spelling of a name. What stands around the nick on IRC, and the resource on XMPP, is
    /// not part of it.
    pub(in crate::messenger) fn key(&self, name: &str) -> AddressKey {
        let target = self.addressing.target(name);
        let name = match &target {
            Target::One(nick) => nick.as_str(),
            _ => name,
        };
        let bare = match self.case_mapping {
            CaseMapping::Jid => name.split('/').next().unwrap_or(name),
            _ => name,
        };
        self.spelled(bare)
    }

    /// The one spelling of a name in a room, which is part of an address.
    pub(in crate::messenger) fn occupant(&self, name: &str) -> AddressKey {
        self.spelled(name)
    }

    fn spelled(&self, name: &str) -> AddressKey {
        match self.case_mapping.normal_form(name) {
            Ok(form) => AddressKey::from_normal_form(form),
            Err(_) => AddressKey::irregular(name),
        }
    }

    /// Gives the form that all names share which the network may take for the same, as long as it
    /// has not told how it compares them.
    pub(in crate::messenger) fn lookalikes(&self, announced: bool) -> Option<Widest> {
        match (self.addressing, self.case_mapping) {
            (Addressing::Irc, _) if announced => None,
            (Addressing::Irc, _) => Some(|name| CaseMapping::Rfc1459.widest(name)),
            // Most servers compare by older rules than those of RFC 7622.
            (_, CaseMapping::Jid) => Some(|name| CaseMapping::Jid.widest(name)),
            _ => None,
        }
    }

    /// The profile for a host that gives and takes `markup`.
    #[must_use]
    pub fn with_markup(self, markup: Markup) -> Self {
        Self { given: markup, taken: markup, ..self }
    }

    /// The profile for a host that gives `markup`, and takes what it took.
    #[must_use]
    pub fn with_markup_given(self, given: Markup) -> Self {
        Self { given, ..self }
    }

    /// The profile for a host that takes `markup`, and gives what it gave.
    #[must_use]
    pub fn with_markup_taken(self, taken: Markup) -> Self {
        Self { taken, ..self }
    }

    /// The profile for a host that shows every line by itself, or does not.
    #[must_use]
    pub fn with_lines(self, lines: bool) -> Self {
        Self { lines, ..self }
    }

    /// The profile for addresses of another kind.
    #[must_use]
    pub fn with_case_mapping(self, case_mapping: CaseMapping) -> Self {
        Self { case_mapping, ..self }
    }

    /// The profile with lines of at most `chars` characters.
    ///
    /// # Errors
    /// [`OutOfRange`] unless it is [`MIN_LINE_CHARS`] to [`MAX_LINE_CHARS`].
    pub fn with_line_limit(self, chars: usize) -> Result<Self, OutOfRange> {
        let range = MIN_LINE_CHARS as u64..=MAX_LINE_CHARS as u64;
        check("the line limit in characters", chars as u64, range)?;
        Ok(Self { line_limit: chars, ..self })
    }

    /// The profile with `burst` lines at once and then one every `interval_ms` milliseconds.
    ///
    /// # Errors
    /// [`OutOfRange`] unless they are in [`BURST_RANGE`] and [`INTERVAL_MS_RANGE`].
    pub fn with_pacing(self, burst: u32, interval_ms: u32) -> Result<Self, OutOfRange> {
        check("the burst in lines", burst.into(), widened(BURST_RANGE))?;
        check("the interval in milliseconds", interval_ms.into(), widened(INTERVAL_MS_RANGE))?;
        Ok(Self { burst, interval_ms, ..self })
    }

    /// The profile with texts of up to `lines` lines sent unasked.
    ///
    /// # Errors
    /// [`OutOfRange`] unless it is 1 to [`MAX_PARTS`], with which nothing is asked.
    pub fn with_long_text_lines(self, lines: usize) -> Result<Self, OutOfRange> {
        check("the length of a long text in lines", lines as u64, 1..=MAX_PARTS.into())?;
        Ok(Self { long_text_lines: lines, ..self })
    }

    /// The profile for an account that gives its full card to contacts by itself, or does not.
    #[must_use]
    pub fn with_share_card(self, share: bool) -> Self {
        Self { share_card: Some(share), ..self }
    }
}

fn widened(range: RangeInclusive<u32>) -> RangeInclusive<u64> {
    u64::from(*range.start())..=u64::from(*range.end())
}

fn check(setting: &'static str, found: u64, range: RangeInclusive<u64>) -> Result<(), OutOfRange> {
    if range.contains(&found) {
        return Ok(());
    }
    Err(OutOfRange { setting, found, least: *range.start(), most: *range.end() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_change_one_thing_each() {
        let irc = Profile::by_name("irc").unwrap();
        let html = irc.clone().with_markup(Markup::Html);
        assert_eq!((html.markup_given(), html.markup_taken()), (Markup::Html, Markup::Html));
        assert!(html.lines());
        let mixed = html.clone().with_markup_taken(Markup::Plain);
        assert_eq!((mixed.markup_given(), mixed.markup_taken()), (Markup::Html, Markup::Plain));
        assert_eq!(mixed.with_markup_given(Markup::Plain), irc);
        assert_eq!(html.with_markup(Markup::Plain), irc);
        assert!(!irc.clone().with_lines(false).lines());
        let changed = irc.clone().with_case_mapping(CaseMapping::Ascii);
        assert_eq!(changed.case_mapping(), CaseMapping::Ascii);
        let paced = irc.clone().with_pacing(7, 0).unwrap();
        assert_eq!((paced.burst(), paced.interval_ms(), paced.line_limit()), (7, 0, 380));
        assert_eq!(irc.clone().with_long_text_lines(512).unwrap().long_text_lines(), 512);
        assert_eq!(irc.with_line_limit(361).unwrap().line_limit(), 361);
    }

    #[test]
    fn settings_out_of_range_are_refused_and_named() {
        let irc = || Profile::by_name("irc").unwrap();
        let refused = irc().with_line_limit(359).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the line limit in characters is 359; 360 to 16384 are possible"
        );
        assert!(irc().with_line_limit(16_385).is_err());
        assert!(irc().with_pacing(0, 0).is_err());
        assert!(irc().with_pacing(1_001, 0).is_err());
        assert!(irc().with_pacing(1, 600_001).is_err());
        assert!(irc().with_pacing(1_000, 600_000).is_ok());
        assert!(irc().with_long_text_lines(0).is_err());
        assert!(irc().with_long_text_lines(513).is_err());
    }
}
