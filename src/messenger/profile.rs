//! What a host and its network do to text: how long a line may be, how fast lines may follow each
//! other, whether the host speaks HTML, which spellings of an address are the same.
//!
//! | name | characters | burst | interval | from |
//! |---|---|---|---|---|
//! | `irc` | 380 | 4 | 2 s | RFC 1459 section 2.3: 512 bytes with prefix and CR LF, which leaves 400 behind usual prefixes; 361 behind a nick of 30 and a host name of 64 characters. libpurple sends 5 lines at once and then one every 2 s; one of the five is left to the user's own commands |
//! | `xmpp` | 8,192 | 2 | 1 s | a stanza may have 262,144 bytes at Prosody, whose limits module lets 10 KB/s through |
//! | `aim`, `icq` | 480 | 4 | 2 s | servers advertise 512 to 2,544; `<HTML><BODY></BODY></HTML>` around it takes 26. Paced as IRC: a server that is hurried drops texts |
//! | `msn` | 1,400 | 4 | 2 s | clients stop at 1,409; the server closes the connection above a payload of 1,664 bytes with its header |
//! | `yahoo` | 780 | 4 | 2 s | clients stop at 799 |
//! | `mail` | 16,384 | 4 | 2 s | the longest line there is: one line is one mail, which the host wraps as any text (RFC 5322 section 2.1.1 allows 998 a line); a wrapped line is found again |
//! | `plain`, `html` | 380 | 4 | 2 s | nothing is known: what passes everywhere |
//!
//! The limits count characters. Lines are ASCII, so that they are bytes as well.

use crate::wire::limits::{DEFAULT_LINE_CHARS, MAX_LINE_CHARS, MIN_LINE_CHARS};
use std::ops::RangeInclusive;
use thiserror::Error;

/// In what form a host gives and takes texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Markup {
    /// Plain text.
    #[default]
    Plain,
    /// HTML.
    Html,
}

/// Which spellings of an address are the same address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum CaseMapping {
    /// Every difference counts.
    #[default]
    Exact,
    /// `A` to `Z` are `a` to `z`.
    Ascii,
    /// As [`Ascii`](Self::Ascii), and `[`, `]`, `\` and `~` are `{`, `}`, `|` and `^` (RFC 1459
    /// section 2.2, and what servers announce as `rfc1459`).
    Rfc1459,
    /// As [`Ascii`](Self::Ascii), and spaces do not count: AOL's screen names.
    ScreenName,
    /// The bare address in lower case (RFC 7622 sections 3.2 and 3.3), the resource behind the
    /// first `/` as it is. Unicode is not normalised beyond case: hosts give addresses as their
    /// server spelled them.
    Jid,
}

impl CaseMapping {
    /// The one spelling of `address` that all of its spellings share.
    pub fn normalise(&self, address: &str) -> String {
        match self {
            Self::Exact => address.to_owned(),
            Self::Ascii => address.to_ascii_lowercase(),
            Self::Rfc1459 => address.chars().map(rfc1459_lower).collect(),
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

/// A setting out of its range. The profile is as it was.
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

/// How texts travel on one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    name: &'static str,
    line_limit: usize,
    markup: Markup,
    lines: bool,
    burst: u32,
    interval_ms: u32,
    case_mapping: CaseMapping,
}

impl Profile {
    /// The profile of a network, or of the kind of host where the network is unknown: `irc`,
    /// `xmpp`, `aim`, `icq`, `msn`, `yahoo`, `mail`, `plain`, `html`.
    ///
    /// Networks are assumed to reach the host as plain text, but for `aim` whose texts are HTML.
    /// A host that gives and takes HTML whatever the network, as libpurple does, says so with
    /// [`with_markup`](Self::with_markup).
    pub fn by_name(name: &str) -> Option<Self> {
        let unknown = Self {
            name: "plain",
            line_limit: DEFAULT_LINE_CHARS,
            markup: Markup::Plain,
            lines: false,
            burst: 4,
            interval_ms: 2_000,
            case_mapping: CaseMapping::Exact,
        };
        Some(match name {
            "plain" => unknown,
            "html" => Self { name: "html", markup: Markup::Html, ..unknown },
            "irc" => {
                Self { name: "irc", lines: true, case_mapping: CaseMapping::Rfc1459, ..unknown }
            }
            "xmpp" => Self {
                name: "xmpp",
                line_limit: 8_192,
                burst: 2,
                interval_ms: 1_000,
                case_mapping: CaseMapping::Jid,
                ..unknown
            },
            "aim" => Self {
                name: "aim",
                line_limit: 480,
                markup: Markup::Html,
                case_mapping: CaseMapping::ScreenName,
                ..unknown
            },
            "icq" => Self {
                name: "icq",
                line_limit: 480,
                case_mapping: CaseMapping::ScreenName,
                ..unknown
            },
            "msn" => {
                Self { name: "msn", line_limit: 1_400, case_mapping: CaseMapping::Ascii, ..unknown }
            }
            "yahoo" => {
                Self { name: "yahoo", line_limit: 780, case_mapping: CaseMapping::Ascii, ..unknown }
            }
            "mail" => Self {
                name: "mail",
                line_limit: MAX_LINE_CHARS,
                case_mapping: CaseMapping::Ascii,
                ..unknown
            },
            _ => return None,
        })
    }

    /// The name that [`by_name`](Self::by_name) knows it by.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The longest line that is sent, in characters.
    pub fn line_limit(&self) -> usize {
        self.line_limit
    }

    /// In what form the host gives and takes texts.
    pub fn markup(&self) -> Markup {
        self.markup
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

    /// Which spellings of an address are the same.
    pub fn case_mapping(&self) -> CaseMapping {
        self.case_mapping
    }

    /// The profile for a host that gives and takes `markup`.
    #[must_use]
    pub fn with_markup(self, markup: Markup) -> Self {
        Self { markup, ..self }
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

    const NAMES: [&str; 9] = ["irc", "xmpp", "aim", "icq", "msn", "yahoo", "mail", "plain", "html"];

    #[test]
    fn every_profile_has_its_name_and_settings_that_the_setters_take() {
        for name in NAMES {
            let profile = Profile::by_name(name).unwrap();
            assert_eq!(profile.name(), name);
            let again = profile
                .clone()
                .with_line_limit(profile.line_limit())
                .and_then(|p| p.with_pacing(profile.burst(), profile.interval_ms()));
            assert_eq!(again, Ok(profile));
        }
        for name in ["", "IRC", "irc ", "matrix"] {
            assert_eq!(Profile::by_name(name), None);
        }
    }

    #[test]
    fn a_line_of_irc_leaves_room_for_prefix_and_command() {
        // :nick!~user@host PRIVMSG nick :line, with nicks of 16 and a host name of 63 characters.
        let around = ":!~@ PRIVMSG  :\r\n".len() + 16 + 10 + 63 + 16;
        assert!(Profile::by_name("irc").unwrap().line_limit() + around <= 512);
    }

    #[test]
    fn settings_change_one_thing_each() {
        let irc = Profile::by_name("irc").unwrap();
        let html = irc.clone().with_markup(Markup::Html);
        assert_eq!((html.markup(), html.lines()), (Markup::Html, true));
        assert_eq!(html.with_markup(Markup::Plain), irc);
        assert!(!irc.clone().with_lines(false).lines());
        let changed = irc.clone().with_case_mapping(CaseMapping::Ascii);
        assert_eq!(changed.case_mapping(), CaseMapping::Ascii);
        let paced = irc.clone().with_pacing(7, 0).unwrap();
        assert_eq!((paced.burst(), paced.interval_ms(), paced.line_limit()), (7, 0, 380));
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
    }

    #[test]
    fn spellings_of_an_address_become_one() {
        use CaseMapping::{Ascii, Exact, Jid, Rfc1459, ScreenName};
        for (mapping, address, normal) in [
            (Exact, "A b", "A b"),
            (Ascii, "A[\\]~Ä@X.Org", "a[\\]~Ä@x.org"),
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
