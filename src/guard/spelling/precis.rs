//! The PRECIS profiles of an XMPP address (RFC 8264, RFC 8265): `UsernameCaseMapped` for the
//! account, `OpaqueString` for the resource.
//!
//! The classes are computed from Unicode's properties, as RFC 8264 section 8 has it, not read from
//! the table for Unicode 6.3. Two differences, both on purpose:
//!
//! - `ς` becomes `σ`. Servers that still use Nodeprep (RFC 6122) or the case folding of RFC 7613
//!   join the two, those of RFC 8265 may not; the capital is the same.
//! - Zero-width joiners are always refused. PRECIS admits them between some letters, Nodeprep
//!   deletes them: what is one address for one server is two for another.

use super::bidi;
use super::look::lower;
use super::normal_form::NoNormalForm;
use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{
    DefaultIgnorableCodePoint, GeneralCategory, HangulSyllableType, NoncharacterCodePoint, Script,
};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Applying the rules once more can change a text again; after so many times it is refused
/// (RFC 8264 section 7).
const MAX_ROUNDS: usize = 4;

/// The account before the `@`, by `UsernameCaseMapped` (RFC 8265 section 3.3).
pub(super) fn account(text: &str) -> Result<String, NoNormalForm> {
    let name = settle(text, |text| {
        let mapped: String = text.chars().flat_map(half_or_full_width).flat_map(lower).collect();
        ComposingNormalizerBorrowed::new_nfc().normalize(&mapped).into_owned()
    })?;
    if !bidi::keeps_rule(&name) {
        return Err(NoNormalForm::Precis);
    }
    admit(name, |class| class == Class::Valid)
}

/// The resource behind the `/`, by `OpaqueString` (RFC 8265 section 4.2): case counts.
pub(super) fn opaque(text: &str) -> Result<String, NoNormalForm> {
    let category = CodePointMapData::<GeneralCategory>::new();
    let name = settle(text, |text| {
        let space = |c| category.get(c) == GeneralCategory::SpaceSeparator;
        let mapped: String = text.chars().map(|c| if space(c) { ' ' } else { c }).collect();
        ComposingNormalizerBorrowed::new_nfc().normalize(&mapped).into_owned()
    })?;
    admit(name, |class| class != Class::Refused)
}

fn settle(text: &str, rules: impl Fn(&str) -> String) -> Result<String, NoNormalForm> {
    let mut name = rules(text);
    for _ in 1..MAX_ROUNDS {
        let next = rules(&name);
        if next == name {
            return Ok(name);
        }
        name = next;
    }
    Err(NoNormalForm::Precis)
}

fn admit(name: String, admits: impl Fn(Class) -> bool) -> Result<String, NoNormalForm> {
    if name.is_empty() {
        return Err(NoNormalForm::Empty);
    }
    let mut before = None;
    let mut characters = name.chars().peekable();
    while let Some(c) = characters.next() {
        let fits = match class(c) {
            Class::InContext => fits(c, before, characters.peek().copied(), &name),
            other => admits(other),
        };
        if !fits {
            return Err(NoNormalForm::Precis);
        }
        before = Some(c);
    }
    Ok(name)
}

/// The width mapping rule (RFC 8265 section 3.3.1). Unicode has these characters in one block, and
/// one wide space outside of it, which no account may have.
fn half_or_full_width(c: char) -> impl Iterator<Item = char> {
    let mapped = matches!(c, '\u{ff00}'..='\u{ffef}').then(|| compatible(c));
    let kept = mapped.is_none().then_some(c);
    mapped.into_iter().flat_map(|text| text.chars().collect::<Vec<_>>()).chain(kept)
}

/// The compatibility form (NFKC) of one character.
fn compatible(c: char) -> String {
    let mut bytes = [0; 4];
    let text: &str = c.encode_utf8(&mut bytes);
    ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned()
}

/// What a character may be part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Accounts and resources.
    Valid,
    /// Resources alone.
    Free,
    /// Either, where its neighbours admit it.
    InContext,
    /// Neither.
    Refused,
}

/// The derived property of RFC 8264 section 8, its rules in its order.
fn class(c: char) -> Class {
    use GeneralCategory as Category;
    match c {
        // Exceptions (section 9.6).
        '\u{df}' | '\u{3c2}' | '\u{6fd}' | '\u{6fe}' | '\u{f0b}' | '\u{3007}' => {
            return Class::Valid;
        }
        '\u{b7}' | '\u{375}' | '\u{5f3}' | '\u{5f4}' | '\u{30fb}' => return Class::InContext,
        '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => return Class::InContext,
        '\u{640}' | '\u{7fa}' | '\u{302e}' | '\u{302f}' | '\u{303b}' => return Class::Refused,
        '\u{3031}'..='\u{3035}' => return Class::Refused,
        '!'..='~' => return Class::Valid,
        _ => {}
    }
    // Joiners are among the ignorable ones.
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        || CodePointSetData::new::<NoncharacterCodePoint>().contains(c);
    let old_hangul = matches!(
        CodePointMapData::<HangulSyllableType>::new().get(c),
        HangulSyllableType::LeadingJamo
            | HangulSyllableType::VowelJamo
            | HangulSyllableType::TrailingJamo
    );
    if ignorable || old_hangul {
        return Class::Refused;
    }
    match CodePointMapData::<GeneralCategory>::new().get(c) {
        Category::Unassigned
        | Category::Control
        | Category::PrivateUse
        | Category::Surrogate
        | Category::Format
        | Category::LineSeparator
        | Category::ParagraphSeparator => Class::Refused,
        Category::LowercaseLetter
        | Category::UppercaseLetter
        | Category::OtherLetter
        | Category::DecimalNumber
        | Category::ModifierLetter
        | Category::NonspacingMark
        | Category::SpacingMark => {
            if compatible(c).chars().eq([c]) {
                Class::Valid
            } else {
                Class::Free
            }
        }
        // Title case, other numbers and marks, spaces, symbols, punctuation.
        _ => Class::Free,
    }
}

/// Appendix A of RFC 5892, which RFC 8264 takes over: where these characters may stand.
fn fits(c: char, before: Option<char>, after: Option<char>, name: &str) -> bool {
    let script = CodePointMapData::<Script>::new();
    let is = |neighbour: Option<char>, wanted| neighbour.is_some_and(|c| script.get(c) == wanted);
    match c {
        '\u{b7}' => before == Some('l') && after == Some('l'),
        '\u{375}' => is(after, Script::Greek),
        '\u{5f3}' | '\u{5f4}' => is(before, Script::Hebrew),
        '\u{30fb}' => name
            .chars()
            .any(|c| [Script::Hiragana, Script::Katakana, Script::Han].contains(&script.get(c))),
        '\u{660}'..='\u{669}' => !name.contains(|c| matches!(c, '\u{6f0}'..='\u{6f9}')),
        '\u{6f0}'..='\u{6f9}' => !name.contains(|c| matches!(c, '\u{660}'..='\u{669}')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, account, class, opaque};
    use crate::guard::NoNormalForm;
    use crate::guard::spelling::look::characters;

    #[test]
    fn the_accounts_of_rfc_8265_are_admitted_or_refused_as_it_says() {
        for (text, normal) in [
            ("juliet@example.com", Some("juliet@example.com")),
            ("fussball", Some("fussball")),
            ("fu\u{df}ball", Some("fu\u{df}ball")),
            ("\u{3c0}", Some("\u{3c0}")),
            ("\u{3a3}", Some("\u{3c3}")),
            ("\u{3c3}", Some("\u{3c3}")),
            // The RFC keeps the final sigma.
            ("\u{3c2}", Some("\u{3c3}")),
            ("foo bar", None),
            ("", None),
            ("henry\u{2163}", None),
            ("\u{265a}", None),
        ] {
            assert_eq!(account(text).ok().as_deref(), normal, "{text:?}");
        }
    }

    #[test]
    fn decomposed_and_wide_spellings_are_the_plain_one() {
        for (text, normal) in [
            ("Ame\u{301}lie", "am\u{e9}lie"),
            ("ＢＯＢ", "bob"),
            ("\u{ff76}\u{ff9e}", "\u{30ac}"),
            ("\u{1112}\u{1161}\u{11ab}", "\u{d55c}"),
            ("\u{212b}", "\u{e5}"),
            ("I\u{307}", "i\u{307}"),
            ("\u{130}", "i\u{307}"),
            ("l\u{b7}L", "l\u{b7}l"),
        ] {
            assert_eq!(account(text).as_deref(), Ok(normal), "{text:?}");
        }
    }

    #[test]
    fn what_old_servers_map_and_new_ones_refuse_is_refused() {
        for text in [
            "\u{fb01}sh",
            "so\u{ad}ft",
            "a\u{200d}b",
            "\u{915}\u{94d}\u{200d}",
            "\u{2075}",
            "a\u{b7}b",
            "\u{202e}bob",
            "\u{378}",
            "\u{e000}",
            "אa",
            "a\u{a0}b",
        ] {
            assert_eq!(account(text), Err(NoNormalForm::Precis), "{text:?}");
        }
    }

    #[test]
    fn a_resource_keeps_its_case_and_its_spaces() {
        for (text, normal) in [
            ("Phone", Some("Phone")),
            ("my\u{a0}phone\u{3000}A", Some("my phone A")),
            ("\u{265a}", Some("\u{265a}")),
            ("\u{2163}", Some("\u{2163}")),
            ("e\u{301}", Some("\u{e9}")),
            ("Σς", Some("Σς")),
            ("a\u{200b}b", None),
            ("a\u{7}b", None),
            ("", None),
        ] {
            assert_eq!(opaque(text).ok().as_deref(), normal, "{text:?}");
        }
    }

    #[test]
    fn a_normal_account_is_its_own_normal_form_whatever_the_character() {
        for c in characters() {
            for text in [c.to_string(), format!("a{c}\u{301}")] {
                if let Ok(normal) = account(&text) {
                    assert_eq!(account(&normal).as_ref(), Ok(&normal), "{text:?}");
                }
                if let Ok(normal) = opaque(&text) {
                    assert_eq!(opaque(&normal).as_ref(), Ok(&normal), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn no_control_and_no_unassigned_character_has_a_class_but_refused() {
        for c in
            ('\0'..=' ').filter(|c| *c != ' ').chain(['\u{7f}', '\u{85}', '\u{378}', '\u{fffe}'])
        {
            assert_eq!(class(c), Class::Refused, "{c:?}");
        }
    }
}
