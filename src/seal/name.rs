//! Names of files from documents, made harmless (FORMAT.md section 11).

use core::fmt;

/// A file name that is safe to create in a folder: a single component, without anything that
/// hides what it is or that a system takes for something else. At most 200 bytes, never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeName {
    name: String,
    changed: bool,
}

impl SafeName {
    /// Reduces a name that somebody else chose; without one, gives `document`.
    #[must_use]
    pub fn of(name: Option<&str>) -> Self {
        let Some(original) = name else {
            return Self { name: FALLBACK.to_owned(), changed: false };
        };
        let name = reduce(original);
        let changed = name != original;
        Self { name, changed }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// Whether it is another one than was asked for. A person should be told: what was dropped may
    /// have been meant to deceive.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.changed
    }
}

impl fmt::Display for SafeName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name)
    }
}

fn reduce(original: &str) -> String {
    let base = original.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = base
        .chars()
        // White space first: tabs and line feeds are control characters too.
        .map(|c| if c.is_whitespace() || c == BRAILLE_BLANK { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c })
        .collect();
    let spaced = visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let trimmed = spaced.trim_matches([' ', '.']);
    let mut name = if trimmed.is_empty() { FALLBACK.to_owned() } else { trimmed.to_owned() };
    if name.starts_with(['-', '~']) || is_device(&name) {
        name.insert(0, '_');
    }
    shorten(name)
}

/// Characters that are not seen or that turn the direction of writing: what remains would look
/// like another name. `Default_Ignorable_Code_Point` of Unicode but for U+FE00 to U+FE0F, which
/// choose between text and picture, and U+FFF9 to U+FFFB.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Whether Windows takes the name for a device, whatever follows its first point.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$") {
        return true;
    }
    let number = stem.strip_prefix("COM").or(stem.strip_prefix("LPT"));
    let mut number = number.unwrap_or_default().chars();
    matches!((number.next(), number.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
}

/// Cuts a name to [`LONGEST`] bytes, before its extension.
fn shorten(name: String) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    let (stem, extension) = match name.rfind('.').and_then(|at| name.split_at_checked(at)) {
        Some((stem, extension)) if extension.len() <= LONGEST_EXTENSION => (stem, extension),
        _ => (name.as_str(), ""),
    };
    let room = LONGEST - extension.len();
    let end = stem.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= room);
    let stem = stem.get(..end.last().unwrap_or_default()).unwrap_or_default();
    format!("{}{extension}", stem.trim_end_matches([' ', '.']))
}

/// Braille without a dot: as wide as a letter, as blank as a space, and not white space to Unicode.
const BRAILLE_BLANK: char = '\u{2800}';
const FALLBACK: &str = "document";
/// Bytes: some file systems stop at 255, and room for " (2)" should remain.
const LONGEST: usize = 200;
/// Bytes of the longest extension that is kept, with its point.
const LONGEST_EXTENSION: usize = 21;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ordinary_names_stay_as_they_are() {
        for name in [
            "report.pdf",
            "Übersicht 2026 (final).tar.gz",
            "文書.txt",
            "a",
            "no extension",
            "communication.txt",
            "COM10",
            "console.log",
            "a.b.c",
            "🇩🇪 flag.png",
            "_-~.txt",
        ] {
            let safe = SafeName::of(Some(name));
            assert_eq!((safe.as_str(), safe.changed()), (name, false));
        }
        let fallback = SafeName::of(None);
        assert_eq!((fallback.as_str(), fallback.changed()), ("document", false));
    }

    #[test]
    fn hostile_names_become_harmless_and_are_reported() {
        for (name, expected) in [
            ("../../etc/passwd", "passwd"),
            ("/etc/shadow", "shadow"),
            ("C:\\Windows\\System32\\evil.dll", "evil.dll"),
            ("\\\\server\\share\\x.txt", "x.txt"),
            ("..", "document"),
            (".", "document"),
            ("", "document"),
            ("a/", "document"),
            ("/", "document"),
            (" . . ", "document"),
            (".bashrc", "bashrc"),
            ("...ssh", "ssh"),
            ("file.txt.", "file.txt"),
            ("file.txt ", "file.txt"),
            ("nul\0.txt", "_nul.txt"),
            ("a\0b.txt", "ab.txt"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("invoice\u{2066}fdp.scr", "invoicefdp.scr"),
            ("pay\u{200b}pal.txt", "paypal.txt"),
            ("\u{feff}bom.txt", "bom.txt"),
            ("tag\u{e0041}s.txt", "tags.txt"),
            ("photo.jpg                              .exe", "photo.jpg .exe"),
            ("line\nbreak\r.txt", "line break .txt"),
            ("para\u{2029}graph.txt", "para graph.txt"),
            ("no\u{a0}break.txt", "no break.txt"),
            ("bell\u{7}.txt", "bell.txt"),
            ("csi\u{9b}31m.txt", "csi31m.txt"),
            ("stream.txt:hidden", "stream.txt_hidden"),
            ("what?.txt", "what_.txt"),
            ("<b>|\"*", "_b____"),
            ("-rf", "_-rf"),
            ("--help.txt", "_--help.txt"),
            ("~root", "_~root"),
            ("CON", "_CON"),
            ("con.txt", "_con.txt"),
            ("Aux.tar.gz", "_Aux.tar.gz"),
            ("nul .txt", "_nul .txt"),
            ("COM1", "_COM1"),
            ("lpt9.doc", "_lpt9.doc"),
            ("com².txt", "_com².txt"),
            ("CONIN$", "_CONIN$"),
            ("a/b\\con", "_con"),
            ("x/..", "document"),
            ("\u{200b}..", "document"),
            (".\u{200b}.", "document"),
            ("C\u{200d}ON", "_CON"),
        ] {
            let safe = SafeName::of(Some(name));
            assert_eq!(safe.as_str(), expected, "{name:?}");
            assert!(safe.changed(), "{name:?}");
        }
    }

    #[test]
    fn long_names_are_cut_before_the_extension_and_between_characters() {
        let cut = |name: &str| SafeName::of(Some(name)).as_str().to_owned();
        assert_eq!(cut(&format!("{}.pdf", "a".repeat(300))), format!("{}.pdf", "a".repeat(196)));
        assert_eq!(cut(&"ä".repeat(300)), "ä".repeat(100));
        assert_eq!(cut(&format!("{}.pdf", "ä".repeat(300))), format!("{}.pdf", "ä".repeat(98)));
        let extension = format!("a.{}", "b".repeat(300));
        assert_eq!(cut(&extension), extension[..200]);
        assert_eq!(cut(&format!("{} {}", "a".repeat(199), "b")), "a".repeat(199));
    }

    proptest! {
        #[test]
        fn whatever_comes_in_a_plain_short_name_comes_out(name in ".{0,300}") {
            let safe = SafeName::of(Some(&name));
            let out = safe.as_str();
            prop_assert!(!out.is_empty() && out.len() <= 200);
            prop_assert!(!out.contains(['/', '\\', '\0', ':']) && !out.starts_with(['.', '-', '~', ' ']));
            prop_assert!(!out.ends_with(['.', ' ']) && out.chars().all(|c| !is_invisible(c)));
            prop_assert!(!is_device(out));
            // Once is enough.
            let again = SafeName::of(Some(out));
            prop_assert_eq!(again.as_str(), out);
        }
    }
}
