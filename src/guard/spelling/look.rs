//! What names that look equal have in common.
//!
//! Networks compare names by case, by Unicode's compatibility forms (NFKC), by its case folding,
//! or by old or new versions of these (Nodeprep, PRECIS, UTS #46, IRC's `rfc8265`). The look of a
//! name is coarser than each: whatever any of them joins has one look.

use icu_casemap::CaseMapper;
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::{CodePointSetData, props::DefaultIgnorableCodePoint};
use std::iter;

/// Folding, ignoring and decomposing feed each other, so a look is taken until it stays; the tests
/// find no text that needs more. The bound keeps the time linear.
const MAX_ROUNDS: usize = 4;

/// The look of a text: decomposed for compatibility (NFKD), case-folded, with one kind of
/// space, without characters that show nothing. Decomposed and not composed, because composing looks at case.
pub(super) fn look(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut look = round(text);
    for _ in 1..MAX_ROUNDS {
        let next = round(&look);
        if next == look {
            break;
        }
        look = next;
    }
    look
}

fn round(text: &str) -> String {
    let normalizer = DecomposingNormalizerBorrowed::new_nfkd();
    let shows_nothing = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let plain: String = normalizer
        .normalize(text)
        .chars()
        .filter(|c| !shows_nothing.contains(*c))
        .map(|c| if !c.is_ascii() && c.is_whitespace() { ' ' } else { c })
        .collect();
    normalizer.normalize(&CaseMapper::new().fold_string(&plain)).into_owned()
}

/// Lower case by the tables of the same Unicode version as all others here: those of the compiler
/// may know other letters. `İ` alone becomes two characters.
pub(super) fn lower(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        '\u{130}' => ('i', Some('\u{307}')),
        _ => (plain_sigma(CaseMapper::new().simple_lowercase(c)), None),
    };
    iter::once(first).chain(second)
}

/// Greek has two small sigmas, for the middle and the end of a word, and one capital.
fn plain_sigma(c: char) -> char {
    if c == 'ς' { 'σ' } else { c }
}

/// Whether an iota subscript, alone or as part of a letter, stands before an accent. It is the one
/// mark that folds to a letter: who folds first puts the accent on that letter, and who puts the
/// marks in order first on the letter before. Servers differ, so a name with it has no normal form.
pub(super) fn has_misplaced_iota(text: &str) -> bool {
    const IOTA: char = '\u{345}';
    let decompose =
        |text: &str| DecomposingNormalizerBorrowed::new_nfkd().normalize(text).into_owned();
    text.chars().zip(text.chars().skip(1)).filter(|(_, next)| !next.is_ascii()).any(|(c, next)| {
        decompose(&c.to_string()).ends_with(IOTA)
            && !decompose(&String::from_iter([IOTA, next])).starts_with(IOTA)
    })
}

/// The characters that Unicode's tables treat one by one: the others are ideographs, syllables of
/// Hangul (a few of each are here), private or unassigned.
#[cfg(test)]
pub(super) fn characters() -> impl Iterator<Item = char> {
    let alike = ['\u{3410}'..='\u{4db0}', '\u{4e10}'..='\u{9fe0}', '\u{ac20}'..='\u{d780}'];
    let kept = move |c: &char| !alike.iter().any(|range| range.contains(c));
    ('\0'..='\u{1fbff}')
        .filter(kept)
        .chain('\u{2f7f0}'..='\u{2fa2f}')
        .chain('\u{e0000}'..='\u{e01ff}')
}

#[cfg(test)]
mod tests {
    use super::{characters, has_misplaced_iota, look};
    use proptest::prelude::*;

    #[test]
    fn what_some_network_joins_has_one_look() {
        for (one, other) in [
            ("BOB", "bob"),
            ("ＢＯＢ", "bob"),
            ("\u{e9}", "e\u{301}"),
            ("ΟΔΟΣ", "οδος"),
            ("οδοσ", "οδος"),
            ("fußball", "FUSSBALL"),
            ("ﬁ", "fi"),
            ("henry\u{2163}", "henryiv"),
            ("so\u{ad}ft", "soft"),
            ("b\u{200d}ob", "bob"),
            ("\u{212a}", "k"),
            ("a\u{1680}b", "a\u{a0}b"),
            ("\u{130}", "i\u{307}"),
            ("\u{13a0}", "\u{ab70}"),
            ("\u{1f80}", "\u{1f00}\u{3b9}"),
        ] {
            assert_eq!(look(one), look(other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn people_with_different_letters_look_different() {
        for (one, other) in [("bob", "bop"), ("e", "\u{e9}"), ("а", "a"), ("[", "{"), ("o", "0")] {
            assert_ne!(look(one), look(other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn the_look_of_each_character_looks_like_itself() {
        for c in characters() {
            for text in [c.to_string(), format!("a{c}\u{301}\u{327}"), format!("\u{345}{c}")] {
                let once = look(&text);
                assert_eq!(look(&once), once, "{text:?}");
            }
        }
    }

    #[test]
    fn an_iota_subscript_before_an_accent_is_misplaced() {
        assert!(has_misplaced_iota("a\u{345}\u{301}"));
        assert!(has_misplaced_iota("\u{1f80}\u{308}"));
        assert!(!has_misplaced_iota("a\u{301}\u{345}"));
        assert!(!has_misplaced_iota("\u{1f80}\u{345}b"));
    }

    proptest! {
        #[test]
        fn the_look_of_a_text_looks_like_itself(text in any::<String>()) {
            let once = look(&text);
            prop_assert_eq!(look(&once), once);
        }
    }
}
