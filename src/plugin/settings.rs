//! Settings as hosts give them: `name=value` in one string.
//!
//! A value with blanks stands in double quotes, with `\"` and `\\` inside. A name that nobody knows
//! is an error, and nothing of the string is set then.

use super::error::PluginError;
use crate::messenger::{CaseMapping, Mode, Setting};
use std::path::PathBuf;

/// Splits a string of settings.
///
/// # Errors
/// [`PluginError::Settings`].
pub(super) fn split(text: &str) -> Result<Vec<(String, String)>, PluginError> {
    let mut pairs = Vec::new();
    let mut chars = text.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        if chars.peek().is_none() {
            return Ok(pairs);
        }
        let mut name = String::new();
        while let Some(c) = chars.next_if(|c| *c != '=' && !c.is_whitespace()) {
            name.push(c);
        }
        if name.is_empty() || chars.next_if_eq(&'=').is_none() {
            return Err(PluginError::Settings(name));
        }
        let value = match chars.next_if_eq(&'"') {
            Some(_) => quoted(&mut chars).ok_or_else(|| PluginError::Settings(name.clone()))?,
            None => std::iter::from_fn(|| chars.next_if(|c| !c.is_whitespace())).collect(),
        };
        pairs.push((name, value));
    }
}

fn quoted(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<String> {
    let mut value = String::new();
    loop {
        match chars.next()? {
            '"' => break,
            '\\' => value.push(chars.next()?),
            c => value.push(c),
        }
    }
    // Something has to stand between this value and the next name.
    chars.peek().is_none_or(|c| c.is_whitespace()).then_some(value)
}

/// What a host can do, so that nothing is told twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Can {
    /// It changes marks of texts that were echoed, and takes questions away.
    pub(super) edits: bool,
    /// It has buttons.
    pub(super) buttons: bool,
    /// It can ask for a line that nobody sees.
    pub(super) hidden: bool,
    /// It shows when a text was said.
    pub(super) time: bool,
}

/// Settings of the whole.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    /// How a command begins that the user types.
    pub(super) command: String,
    pub(super) can: Can,
    /// A file of templates.
    pub(super) language: Option<PathBuf>,
}

impl Whole {
    /// # Errors
    /// [`PluginError::Settings`], [`PluginError::Setting`].
    pub(super) fn parse(text: &str) -> Result<Self, PluginError> {
        let mut whole =
            Self { command: "/subrosa".to_owned(), can: Can::default(), language: None };
        for (name, value) in split(text)? {
            match name.as_str() {
                "command" => whole.command = value,
                "language" => whole.language = Some(PathBuf::from(value)),
                "can" => {
                    whole.can = Can::default();
                    for ability in value.split(',').filter(|word| !word.is_empty()) {
                        match ability {
                            "edits" => whole.can.edits = true,
                            "buttons" => whole.can.buttons = true,
                            "hidden" => whole.can.hidden = true,
                            "time" => whole.can.time = true,
                            _ => return Err(PluginError::Setting(name)),
                        }
                    }
                }
                _ => return Err(PluginError::Setting(name)),
            }
        }
        Ok(whole)
    }

    /// Whether each word is followed by the name of the person, because commands are said to
    /// somebody and not in a window.
    pub(super) fn names_person(&self) -> bool {
        self.command.contains(' ')
    }
}

/// One setting of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum One {
    /// Of the messenger, which keeps it in the vault.
    Kept(Setting, i64),
    /// Private texts may stand in logs.
    Log(bool),
    /// Somebody looks.
    Shows(bool),
    /// People are told that the library is here, where the network can carry that unseen.
    Tell(bool),
    /// The query goes, once, to somebody unknown who writes like a person.
    Append(bool),
    /// Bytes of a raw line for the host, at most; 0: as many as the text has.
    Raw(usize),
    /// Our nick, on a connection that is met in its middle.
    Nick(String),
}

/// A raw line has room for a prefix and some words.
const LEAST_RAW: usize = 256;

/// The longest name that is taken.
const MAX_NAME: usize = 1_024;

/// Settings of an account, all of them understood.
///
/// # Errors
/// [`PluginError::Settings`], [`PluginError::Setting`].
pub(super) fn of_account(text: &str) -> Result<Vec<One>, PluginError> {
    let pairs = split(text)?;
    let possible = |one: &One| match one {
        One::Kept(setting, value) => setting.is_possible(*value),
        One::Raw(bytes) => *bytes == 0 || *bytes >= LEAST_RAW,
        One::Nick(nick) => {
            let fits = (1..=MAX_NAME).contains(&nick.len());
            fits && !nick.chars().any(|c| c.is_control() || c.is_whitespace())
        }
        One::Log(_) | One::Shows(_) | One::Tell(_) | One::Append(_) => true,
    };
    let one = |(name, value): (String, String)| {
        let known = one(&name, &value).filter(|all| all.iter().all(possible));
        known.ok_or(PluginError::Setting(name)).map(Vec::into_iter)
    };
    let all: Result<Vec<_>, _> = pairs.into_iter().map(one).collect();
    let mut all: Vec<One> = all?.into_iter().flatten().collect();
    // Should one fail after all, the vault has what restricts, and not what opens.
    all.sort_by_key(|one| match one {
        One::Kept(Setting::Mode, mode) => {
            if *mode == Mode::Required as i64 {
                0
            } else {
                2
            }
        }
        _ => 1,
    });
    Ok(all)
}

fn one(name: &str, value: &str) -> Option<Vec<One>> {
    let number = || value.parse::<i64>().ok();
    let switch = || match value {
        "0" => Some(false),
        "1" => Some(true),
        _ => None,
    };
    let kept = |setting| Some(vec![One::Kept(setting, number()?)]);
    match name {
        "html" => {
            let words: Vec<&str> = value.split(',').filter(|word| !word.is_empty()).collect();
            let known = words.iter().all(|word| ["in", "out"].contains(word));
            let has = |word| i64::from(words.contains(&word));
            // `in`: what the host gives; `out`: what it takes.
            known.then(|| {
                vec![
                    One::Kept(Setting::HtmlGiven, has("in")),
                    One::Kept(Setting::HtmlTaken, has("out")),
                ]
            })
        }
        "share-card" => Some(vec![One::Kept(Setting::ShareCard, switch()?.into())]),
        "mode" => {
            let append = value == "append";
            let mode = if append { Mode::Automatic } else { mode(value)? };
            Some(vec![One::Kept(Setting::Mode, mode as i64), One::Append(append)])
        }
        "casemapping" => Some(vec![One::Kept(Setting::CaseMapping, case_mapping(value)? as i64)]),
        "log" => Some(vec![One::Log(switch()?)]),
        "shows" => Some(vec![One::Shows(switch()?)]),
        "tell" => Some(vec![One::Tell(switch()?)]),
        "raw" => Some(vec![One::Raw(value.parse().ok()?)]),
        "nick" => Some(vec![One::Nick(value.to_owned())]),
        _ => kept(of_number(name)?),
    }
}

/// The value of a setting as [`of_account`] takes it, `read` from the messenger; `None` if no
/// setting has this name.
///
/// # Errors
/// Those of `read`.
pub(super) fn kept_as<E>(
    name: &str,
    read: impl Fn(Setting) -> Result<i64, E>,
) -> Result<Option<String>, E> {
    let text = match name {
        "html" => {
            let mut words = Vec::new();
            for (word, setting) in [("in", Setting::HtmlGiven), ("out", Setting::HtmlTaken)] {
                if read(setting)? != 0 {
                    words.push(word);
                }
            }
            Some(words.join(","))
        }
        "mode" => {
            let kept = read(Setting::Mode)?;
            let all = [Mode::Manual, Mode::Automatic, Mode::Required];
            all.into_iter().find(|mode| *mode as i64 == kept).map(|mode| mode_word(mode).to_owned())
        }
        "casemapping" => {
            let kept = read(Setting::CaseMapping)?;
            let found = CASE_MAPPINGS.iter().find(|(_, mapping)| *mapping as i64 == kept);
            // Networks that are not IRC have others, which nobody sets.
            Some(found.map_or("", |(word, _)| *word).to_owned())
        }
        _ => match of_number(name) {
            Some(setting) => Some(read(setting)?.to_string()),
            None => None,
        },
    };
    Ok(text)
}

/// Settings whose value is a number or a switch.
fn of_number(name: &str) -> Option<Setting> {
    Some(match name {
        "line-chars" => Setting::LineChars,
        "interval-ms" => Setting::IntervalMs,
        "burst" => Setting::Burst,
        "split-lines" => Setting::SplitLines,
        "long-text-lines" => Setting::LongTextLines,
        "offers" => Setting::Offers,
        "offers-of-contact" => Setting::OffersOfContact,
        "handshakes" => Setting::Handshakes,
        "handshakes-of-address" => Setting::HandshakesOfAddress,
        "handshakes-of-strangers" => Setting::HandshakesOfStrangers,
        "invitations" => Setting::Invitations,
        "share-card" => Setting::ShareCard,
        _ => return None,
    })
}

/// The mode of this name.
pub(super) fn mode(word: &str) -> Option<Mode> {
    match word {
        "manual" => Some(Mode::Manual),
        "automatic" => Some(Mode::Automatic),
        "required" => Some(Mode::Required),
        _ => None,
    }
}

/// The name of a mode.
pub(super) fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Manual => "manual",
        Mode::Automatic => "automatic",
        Mode::Required => "required",
    }
}

/// Case mappings by the names that servers of IRC announce.
const CASE_MAPPINGS: &[(&str, CaseMapping)] = &[
    ("ascii", CaseMapping::Ascii),
    ("rfc1459", CaseMapping::Rfc1459),
    ("rfc1459-strict", CaseMapping::StrictRfc1459),
    ("strict-rfc1459", CaseMapping::StrictRfc1459),
];

fn case_mapping(word: &str) -> Option<CaseMapping> {
    let same = |(known, _): &&(&str, CaseMapping)| known.eq_ignore_ascii_case(word);
    CASE_MAPPINGS.iter().find(same).map(|(_, mapping)| *mapping)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_with_blanks_stands_in_quotes() {
        let pairs = split(r#" command="/msg \"sub\\rosa\"" can=edits,time "#).unwrap();
        assert_eq!(
            pairs,
            [("command".into(), "/msg \"sub\\rosa\"".into()), ("can".into(), "edits,time".into())]
        );
    }

    #[test]
    fn what_is_no_setting_is_an_error() {
        for bad in ["log", "=1", "log=\"1", "log=\"1\"burst=3", "log 1"] {
            assert!(matches!(split(bad), Err(PluginError::Settings(_))), "{bad}");
        }
        for bad in [
            "colour=red",
            "log=2",
            "html=up",
            "mode=sometimes",
            "line-chars=1",
            "burst=many",
            "casemapping=x",
            "raw=100",
            "nick=",
            "nick=\"a b\"",
            "tell=perhaps",
        ] {
            assert!(matches!(of_account(bad), Err(PluginError::Setting(_))), "{bad}");
        }
        assert!(Whole::parse("can=fly").is_err());
        assert!(Whole::parse("colour=red").is_err());
    }

    #[test]
    fn html_says_what_the_host_gives_and_what_it_takes() {
        let both = of_account("html=in,out").unwrap();
        assert_eq!(both, [One::Kept(Setting::HtmlGiven, 1), One::Kept(Setting::HtmlTaken, 1)]);
        let none = of_account("html=").unwrap();
        assert_eq!(none, [One::Kept(Setting::HtmlGiven, 0), One::Kept(Setting::HtmlTaken, 0)]);
    }

    #[test]
    fn every_mode_has_a_name() {
        for word in ["manual", "automatic", "required"] {
            assert_eq!(mode(word).map(mode_word), Some(word));
        }
    }
}
