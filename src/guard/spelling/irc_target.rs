//! Whom a text to this target would reach.
//!
//! An IRC target is a small language (RFC 2812 section 3.3.1, RFC 1459 section 4.4.1, and the
//! STATUSMSG of modern servers). A text in clear to `bob@irc.example` reaches Bob as surely as one
//! to `bob`, so whoever asks about a name asks here first for the names in a target.

use super::normal_form::{NoNormalForm, refuse_control};

/// Bytes of an IRC line, and so of the longest target (RFC 1459 section 2.3). It bounds the
/// parts, too.
const MAX_TARGET: usize = 512;

/// What follows a nick and says where its owner is.
const PLACES: [char; 3] = ['!', '@', '%'];

/// What channels begin with (RFC 2811 section 2.1).
const ROOMS: [char; 4] = ['#', '&', '+', '!'];

/// What stands before a channel when a text goes to its operators, say, alone (STATUSMSG), and
/// begins no channel itself. And the colon that begins a last argument: no nick begins with any.
const RANKS: [char; 4] = ['~', '@', '%', ':'];

/// How the targets of a network are written. It follows from the network, not from its
/// [`CaseMapping`](super::CaseMapping): `bob@x.org` is one name where MSN compares ASCII, and the
/// nick `bob` on an IRC server with `CASEMAPPING=ascii`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Addressing {
    /// A target is a name.
    Whole,
    /// A target may be a list, a nick with its host or server, a mask or a channel.
    Irc,
}

/// Whom a text would reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Whoever has this name; on IRC the nick, without what followed it.
    One(String),
    /// Whoever has one of these names. Also where a list has one name and rooms besides: what is
    /// sent to the list must not be sent to that name alone.
    Several(Vec<String>),
    /// Everybody on a server, or a mask that anybody may match.
    Everybody,
    /// Nobody but channels.
    Room,
    /// It cannot be told. Nothing may be sent there.
    Refused(NoNormalForm),
}

impl Addressing {
    /// Whom a text to this target would reach. It takes linear time, and a target without an end
    /// is refused.
    pub fn target(self, text: &str) -> Target {
        match self {
            Self::Whole => Target::One(text.to_owned()),
            Self::Irc => irc(text).unwrap_or_else(Target::Refused),
        }
    }
}

/// What one part of a list is.
enum Part<'a> {
    Nick(&'a str),
    Room,
    Everybody,
}

fn irc(text: &str) -> Result<Target, NoNormalForm> {
    if text.len() > MAX_TARGET {
        return Err(NoNormalForm::TooLong);
    }
    refuse_control(text)?;
    if text.contains(' ') {
        // The server would read what follows as another argument.
        return Err(NoNormalForm::Space);
    }
    // Servers skip empty parts.
    let parts = text.split(',').filter(|part| !part.is_empty());
    let parts = parts.map(part).collect::<Result<Vec<_>, _>>()?;
    if parts.iter().any(|part| matches!(part, Part::Everybody)) {
        return Ok(Target::Everybody);
    }
    let nicks = parts.iter().filter_map(|part| match part {
        Part::Nick(nick) => Some((*nick).to_owned()),
        Part::Room | Part::Everybody => None,
    });
    let nicks: Vec<String> = nicks.collect();
    match (nicks.as_slice(), parts.len()) {
        (_, 0) => Err(NoNormalForm::Empty),
        ([], _) => Ok(Target::Room),
        ([nick], 1) => Ok(Target::One(nick.clone())),
        _ => Ok(Target::Several(nicks)),
    }
}

fn part(part: &str) -> Result<Part<'_>, NoNormalForm> {
    let ranked = part.trim_start_matches(RANKS);
    if ranked.starts_with('$') {
        return Ok(Part::Everybody);
    }
    if ranked.starts_with(ROOMS) {
        // `#*.edu` is a mask of hosts where an operator says it, and a channel elsewhere.
        let is_mask = ranked.starts_with('#') && ranked.contains('.') && is_wild(ranked);
        return Ok(if is_mask { Part::Everybody } else { Part::Room });
    }
    let nick = ranked.split(PLACES).next().unwrap_or_default();
    if nick.is_empty() {
        return Err(NoNormalForm::Empty);
    }
    // No nick has a wildcard, but bouncers have windows such as `*status`.
    let named = nick.strip_prefix('*').filter(|rest| !rest.is_empty()).unwrap_or(nick);
    Ok(if is_wild(named) { Part::Everybody } else { Part::Nick(nick) })
}

fn is_wild(text: &str) -> bool {
    text.contains(['*', '?'])
}

#[cfg(test)]
mod tests {
    use super::Addressing::{Irc, Whole};
    use super::Target::{Everybody, One, Refused, Room, Several};
    use super::{MAX_TARGET, Target};
    use crate::guard::NoNormalForm;
    use proptest::prelude::*;

    fn one(nick: &str) -> Target {
        One(nick.to_owned())
    }

    fn several(nicks: &[&str]) -> Target {
        Several(nicks.iter().map(|nick| (*nick).to_owned()).collect())
    }

    #[test]
    fn a_nick_with_its_host_or_server_is_the_nick() {
        for target in [
            "bob",
            "bob!user@host",
            "bob!~user@host.example",
            "bob@irc.example",
            "bob%host@irc.example",
            "bob%host",
            "bob!*@*",
            "bob@*.example",
            "@bob",
            ":bob",
            "bob,",
            ",,bob",
        ] {
            assert_eq!(Irc.target(target), one("bob"), "{target}");
        }
        assert_eq!(Irc.target("NickServ@services.dal.net"), one("NickServ"));
        assert_eq!(Irc.target("*status"), one("*status"));
        assert_eq!(Irc.target("-psyBNC"), one("-psyBNC"));
        assert_eq!(Irc.target("[b]^_`{|}"), one("[b]^_`{|}"));
    }

    #[test]
    fn a_list_is_each_of_its_parts() {
        assert_eq!(Irc.target("bob,carol"), several(&["bob", "carol"]));
        assert_eq!(Irc.target("bob!u@h,carol@s,dave%h"), several(&["bob", "carol", "dave"]));
        assert_eq!(Irc.target("#chan,bob"), several(&["bob"]));
        assert_eq!(Irc.target("bob,bob"), several(&["bob", "bob"]));
        assert_eq!(Irc.target("bob,$*"), Everybody);
    }

    #[test]
    fn a_mask_reaches_everybody() {
        for target in [
            "$*.fi",
            "$$*.fi",
            "$irc.example",
            "$#*.edu",
            "#*.edu",
            "@#*.edu",
            "#a?.edu",
            "*",
            "bob*",
            "b?b",
            "*!*@*",
            "*bob*",
            "**",
            "carol,b*",
        ] {
            assert_eq!(Irc.target(target), Everybody, "{target}");
        }
    }

    #[test]
    fn channels_are_rooms_whoever_of_them_is_meant() {
        for target in [
            "#chan",
            "&local",
            "+modeless",
            "!12345safe",
            "@#chan",
            "+#chan",
            "@+#chan",
            "%#chan",
            "~&#chan",
            "#a,#b",
            "##rust",
            "#what?",
            "#irc.example",
            "#chan!x@y",
        ] {
            assert_eq!(Irc.target(target), Room, "{target}");
        }
    }

    #[test]
    fn what_reaches_nobody_in_particular_is_refused() {
        for (target, why) in [
            ("", NoNormalForm::Empty),
            (",", NoNormalForm::Empty),
            ("@", NoNormalForm::Empty),
            (":", NoNormalForm::Empty),
            ("bob,@", NoNormalForm::Empty),
            ("bob carol", NoNormalForm::Space),
            ("bob\r\nQUIT", NoNormalForm::Control),
            ("bob\0", NoNormalForm::Control),
        ] {
            assert_eq!(Irc.target(target), Refused(why), "{target:?}");
        }
    }

    #[test]
    fn a_target_that_no_line_holds_is_refused() {
        assert_eq!(Irc.target(&"a".repeat(MAX_TARGET)), one(&"a".repeat(MAX_TARGET)));
        for target in ["a".repeat(1 << 20), "a,".repeat(100_000), ",".repeat(MAX_TARGET + 1)] {
            assert_eq!(Irc.target(&target), Refused(NoNormalForm::TooLong));
        }
    }

    #[test]
    fn elsewhere_a_target_is_a_name() {
        for target in ["bob@x.org", "a,b", "$x", "#x", ""] {
            assert_eq!(Whole.target(target), one(target));
        }
    }

    proptest! {
        #[test]
        fn a_nick_from_a_target_is_its_own_target(text in "[@~%:$#*?!,a-c. é\0]{0,12}") {
            match Irc.target(&text) {
                One(nick) => prop_assert_eq!(Irc.target(&nick), One(nick.clone())),
                Several(nicks) => for nick in nicks {
                    prop_assert_eq!(Irc.target(&nick), One(nick.clone()));
                },
                Everybody | Room | Refused(_) => {}
            }
        }

        #[test]
        fn whoever_a_part_reaches_the_list_reaches(
            one in "[@~%$#*?!a-c.]{1,6}", other in "[@~%$#*?!a-c.]{1,6}",
        ) {
            let list = Irc.target(&format!("{one},{other}"));
            match Irc.target(&one) {
                Everybody => prop_assert!(matches!(list, Everybody | Refused(_))),
                One(nick) => match list {
                    Several(nicks) => prop_assert!(nicks.contains(&nick)),
                    list => prop_assert!(matches!(list, Everybody | Refused(_))),
                },
                Refused(_) => prop_assert!(matches!(list, Refused(_))),
                Several(_) | Room => {}
            }
        }
    }
}
