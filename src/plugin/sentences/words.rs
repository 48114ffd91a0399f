//! What is put into a sentence, made safe for any window.

/// Characters of a name in a sentence, at most.
pub(in crate::plugin) const NAME_CHARS: usize = 40;

/// Characters of a text that a sentence quotes, at most.
pub(in crate::plugin) const QUOTE_CHARS: usize = 60;

/// What stands for the words in braces of a template.
#[derive(Debug, Clone, Default)]
pub(in crate::plugin) struct Words<'a> {
    /// `{name}`: a person, or an account.
    pub(in crate::plugin) name: &'a str,
    /// `{count}`.
    pub(in crate::plugin) count: u64,
    /// `{digits}`: what people compare.
    pub(in crate::plugin) digits: &'a str,
    /// `{text}`: a quotation, a word, a path.
    pub(in crate::plugin) text: &'a str,
}

/// A word of somebody else as a part of a sentence: one line, at most `most` characters, and none
/// that a window may take for markup, for a format or for the end of a quotation.
pub(in crate::plugin) fn plain(text: &str, most: usize) -> String {
    let safe = |c: char| match c {
        '<' | '>' | '&' | '"' | '%' => '?',
        // Controls, and what turns the direction of what follows or cannot be seen.
        c if c.is_control() || is_format(c) => '?',
        c => c,
    };
    let mut chars = text.chars().map(safe);
    let mut short: String = chars.by_ref().take(most).collect();
    if chars.next().is_some() {
        short.pop();
        short.push('…');
    }
    short
}

/// A name as it is typed in a command: in double quotes where it has blanks or quotes, with `\\"` and
/// `\\\\` inside.
pub(in crate::plugin) fn quoted(name: &str) -> String {
    if !name.contains(|c: char| c.is_whitespace() || c == '"') {
        return plain(name, usize::MAX);
    }
    let mut typed = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => typed.extend(['\\', c]),
            c => typed.push_str(&plain(c.encode_utf8(&mut [0; 4]), 1)),
        }
    }
    typed.push('"');
    typed
}

fn is_format(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Puts words in the place of what stands in braces. Words that a template does not have are left
/// out, and words in braces that nobody knows stay as they are.
pub(super) fn fill(template: &str, words: &Words<'_>) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((word, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match word {
            "name" => out.push_str(&plain(words.name, NAME_CHARS)),
            "count" => out.push_str(&words.count.to_string()),
            "digits" => out.push_str(words.digits),
            "text" => out.push_str(&plain(words.text, QUOTE_CHARS)),
            _ => {
                out.push('{');
                out.push_str(word);
                out.push('}');
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_be_markup_nor_end_its_sentence() {
        let words = Words { name: "<b>%s\"&\n\u{202e}x", ..Words::default() };
        assert_eq!(fill("{name} is here.", &words), "?b??s????x is here.");
    }

    #[test]
    fn a_name_of_any_length_takes_forty_characters_at_most() {
        let name = "n".repeat(200);
        let filled = fill("{name}", &Words { name: &name, ..Words::default() });
        assert_eq!(filled.chars().count(), NAME_CHARS);
        assert!(filled.ends_with('…'));
    }

    #[test]
    fn a_name_that_looks_like_a_template_is_not_one() {
        let words = Words { name: "{digits}", digits: "12345", ..Words::default() };
        assert_eq!(fill("{name}: {count}", &words), "{digits}: 0");
    }
}
