//! The profile of each network.
//!
//! | name | characters | burst | interval | from |
//! |---|---|---|---|---|
//! | `irc` | 380 | 4 | 2 s | RFC 1459 section 2.3: 512 bytes with prefix and CR LF, which leaves 400 behind usual prefixes; 361 behind a nick of 30 and a host name of 64 characters. libpurple sends 5 lines at once and then one every 2 s; one of the five is left to the user's own commands |
//! | `xmpp` | 8,192 | 10 | 1 s | a stanza may have 262,144 bytes at Prosody, whose limits module lets 10 KB/s through and has the rest wait |
//! | `bonjour` | 8,192 | 8 | 0.25 s | XMPP between two machines (XEP-0174), without a server that counts |
//! | `aim`, `icq` | 480 | 4 | 2 s | servers advertise 512 to 2,544; `<HTML><BODY></BODY></HTML>` around it takes 26. Paced as IRC: a server that is hurried drops texts |
//! | `msn` | 1,400 | 4 | 2 s | clients stop at 1,409; the server closes the connection above a payload of 1,664 bytes with its header |
//! | `yahoo` | 780 | 4 | 2 s | clients stop at 799 |
//! | `gadu-gadu` | 1,150 | 4 | 2 s | clients stop at 1,200 |
//! | `groupwise` | 1,700 | 4 | 2 s | clients stop at 1,792 |
//! | `simple` | 800 | 4 | 1 s | RFC 3428 section 8: a request has at most 1,300 bytes, its headers among them |
//! | `mail` | 16,384 | 4 | 2 s | the longest line there is: one line is one mail, which the host wraps as any text (RFC 5322 section 2.1.1 allows 998 a line); a wrapped line is found again |
//! | `plain`, `html` | 380 | 4 | 2 s | nothing is known: what passes everywhere |
//!
//! The limits count characters. Lines are ASCII and hold nothing that HTML or an URL spells
//! otherwise, so that they are as many bytes on every network.
//!
//! A text in clear is not the library's to measure or to recode: it passes as the host gave it.

use super::budgets::Budgets;
use super::profile::{Markup, Profile};
use crate::guard::{Addressing, CaseMapping};
use crate::messenger::limits::LONG_TEXT_LINES;
use crate::wire::limits::{DEFAULT_LINE_CHARS, MAX_LINE_CHARS};

/// The names that [`Profile::by_name`] knows.
pub const NAMES: [&str; 13] = [
    "plain",
    "html",
    "irc",
    "xmpp",
    "bonjour",
    "aim",
    "icq",
    "msn",
    "yahoo",
    "gadu-gadu",
    "groupwise",
    "simple",
    "mail",
];

/// What is assumed of a network that nothing is known of.
fn unknown() -> Profile {
    Profile {
        name: "plain",
        line_limit: DEFAULT_LINE_CHARS,
        given: Markup::Plain,
        taken: Markup::Plain,
        lines: false,
        burst: 4,
        interval_ms: 2_000,
        long_text_lines: LONG_TEXT_LINES,
        share_card: None,
        case_mapping: CaseMapping::Exact,
        addressing: Addressing::Whole,
        budgets: Budgets::default(),
    }
}

impl Profile {
    /// The profile of a network, or of the kind of host where the network is unknown: one of
    /// [`NAMES`].
    ///
    /// Networks are assumed to reach the host as plain text, but for `aim` whose texts are HTML.
    /// A host that gives and takes HTML whatever the network, as libpurple does, says so with
    /// [`with_markup`](Self::with_markup).
    pub fn by_name(name: &str) -> Option<Self> {
        by_name(name)
    }
}

/// The profile with that name.
fn by_name(name: &str) -> Option<Profile> {
    use CaseMapping::{Ascii, Jid, Rfc1459, ScreenName};
    let name = NAMES.into_iter().find(|known| *known == name)?;
    let unknown = Profile { name, ..unknown() };
    Some(match name {
        "html" => unknown.with_markup(Markup::Html),
        "irc" => {
            Profile { lines: true, case_mapping: Rfc1459, addressing: Addressing::Irc, ..unknown }
        }
        "xmpp" => Profile {
            line_limit: 8_192,
            burst: 10,
            interval_ms: 1_000,
            case_mapping: Jid,
            ..unknown
        },
        "bonjour" => Profile {
            line_limit: 8_192,
            burst: 8,
            interval_ms: 250,
            case_mapping: Ascii,
            ..unknown
        },
        "aim" => Profile { line_limit: 480, case_mapping: ScreenName, ..unknown }
            .with_markup(Markup::Html),
        "icq" => Profile { line_limit: 480, case_mapping: ScreenName, ..unknown },
        "msn" => Profile { line_limit: 1_400, case_mapping: Ascii, ..unknown },
        "yahoo" => Profile { line_limit: 780, case_mapping: Ascii, ..unknown },
        "gadu-gadu" => Profile { line_limit: 1_150, ..unknown },
        "groupwise" => Profile { line_limit: 1_700, case_mapping: Ascii, ..unknown },
        "simple" => Profile { line_limit: 800, interval_ms: 1_000, case_mapping: Ascii, ..unknown },
        "mail" => Profile { line_limit: MAX_LINE_CHARS, case_mapping: Ascii, ..unknown },
        _ => unknown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_has_its_name_and_settings_that_the_setters_take() {
        for name in NAMES {
            let profile = by_name(name).unwrap();
            assert_eq!(profile.name(), name);
            let again = profile
                .clone()
                .with_line_limit(profile.line_limit())
                .and_then(|p| p.with_pacing(profile.burst(), profile.interval_ms()))
                .and_then(|p| p.with_long_text_lines(profile.long_text_lines()));
            assert_eq!(again, Ok(profile));
        }
        for name in ["", "IRC", "irc ", "matrix"] {
            assert_eq!(by_name(name), None);
        }
    }

    #[test]
    fn a_line_of_irc_leaves_room_for_prefix_and_command() {
        // :nick!~user@host PRIVMSG nick :line, with nicks of 16 and a host name of 63 characters.
        let around = ":!~@ PRIVMSG  :\r\n".len() + 16 + 10 + 63 + 16;
        assert!(by_name("irc").unwrap().line_limit() + around <= 512);
    }

    #[test]
    fn a_line_leaves_room_for_what_each_network_puts_around_it() {
        // The limits of the networks, and what stands around a text.
        for (name, limit, around) in [
            ("aim", 512, "<HTML><BODY></BODY></HTML>".len()),
            ("icq", 512, "<HTML><BODY></BODY></HTML>".len()),
            ("msn", 1_409, 0),
            ("yahoo", 799, 0),
            ("gadu-gadu", 1_200, 0),
            ("groupwise", 1_792, 0),
            ("simple", 1_300, 480),
        ] {
            assert!(by_name(name).unwrap().line_limit() + around <= limit, "{name}");
        }
    }
}
