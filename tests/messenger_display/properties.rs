//! What holds for every text.

use crate::corpus::VECTORS;
use crate::{html_on_html, scanner, shown};
use proptest::prelude::*;
use proptest::sample::select;
use subrosa::messenger::display::{MAX_DISPLAYS, display, outgoing};
use subrosa::messenger::profile::Markup;
use subrosa::session::Content;

/// Pieces of HTML, whole and broken, in any order.
fn soup() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "<b>",
        "</b>",
        "<i ",
        "</i>",
        "<a href=",
        "<a href='http://x.org'>",
        "</a>",
        "<div>",
        "</div>",
        "<br>",
        "<p>",
        "</p>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<svg>",
        "<math>",
        "<textarea>",
        "</textarea>",
        "<title>",
        "</title>",
        "<img alt=",
        "<td>",
        "onclick=x",
        "javascript:",
        "http://",
        "'",
        "\"",
        "`",
        ">",
        "<",
        "/",
        "=",
        "&",
        "&lt;",
        "&gt",
        "&amp;",
        "&#",
        "&#x1;",
        "&nbsp;",
        "&Tab;",
        ";",
        " ",
        "  ",
        "\n",
        "\r",
        "\t",
        "\0",
        "\u{1}",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "\u{2067}",
        "\u{2069}",
        "\u{202c}",
        "x",
        "y z",
        "ä",
        "\u{1f600}",
        "\u{a0}",
        "</",
        "<?",
        "<!",
    ];
    let piece = prop_oneof![
        20 => select(PIECES).prop_map(str::to_owned),
        1 => select(VECTORS).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn either() -> impl Strategy<Value = Content> {
    prop_oneof![Just(Content::Plain), Just(Content::Html)]
}

/// Whether a line closes what it opens and nothing else: the character that would close what is
/// open at the end, innermost first, is none.
fn is_balanced(line: &str) -> bool {
    fn closed(mut rest: &[char], closing: Option<char>) -> Option<&[char]> {
        while let Some((c, behind)) = rest.split_first() {
            rest = match c {
                '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => {
                    closed(behind, Some('\u{202c}'))?
                }
                '\u{2066}' | '\u{2067}' | '\u{2068}' => closed(behind, Some('\u{2069}'))?,
                '\u{202c}' | '\u{2069}' if Some(*c) == closing => return Some(behind),
                // The end of an isolate ends the embeddings in it: their caller sees it again.
                '\u{2069}' if closing == Some('\u{202c}') => return Some(rest),
                '\u{202c}' | '\u{2069}' => return None,
                _ => behind,
            };
        }
        closing.is_none().then_some(rest)
    }
    let chars: Vec<char> = line.chars().collect();
    closed(&chars, None).is_some_and(<[char]>::is_empty)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_are_shown_safely(
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            soup().prop_map(String::into_bytes),
        ],
        content in either(),
    ) {
        for lines in [false, true] {
            let html = display(content, &bytes, Markup::Html, lines);
            let plain = display(content, &bytes, Markup::Plain, lines);
            prop_assert_eq!(html.len(), plain.len());
            prop_assert!((1..=MAX_DISPLAYS).contains(&html.len()) && (lines || html.len() == 1));
            for shown in &html {
                prop_assert!(scanner::read(shown).is_ok(), "{} {:?}", shown, scanner::read(shown));
                prop_assert!(!lines || !shown.contains("<br>"));
            }
            for shown in &plain {
                let allowed = |c| c == '\t' || (c == '\n' && !lines);
                prop_assert!(!shown.chars().any(|c| c.is_control() && !allowed(c)), "{:?}", shown);
                prop_assert!(shown.split('\n').all(is_balanced), "{:?}", shown);
                prop_assert!(!lines || !shown.is_empty());
            }
        }
    }

    #[test]
    fn an_html_host_shows_what_a_plain_host_shows(text in soup()) {
        let html = shown(Content::Plain, &text, Markup::Html);
        let plain = shown(Content::Plain, &text, Markup::Plain);
        prop_assert_eq!(scanner::read(&html).unwrap().replace('\u{a0}', " "), plain.replace('\u{a0}', " "));
    }

    #[test]
    fn text_without_control_characters_arrives_exactly(text in "[^\\p{C}\\p{Z}]{0,9}([ \n][^\\p{C}\\p{Z}]{1,9}){0,9}") {
        prop_assert_eq!(&shown(Content::Plain, &text, Markup::Plain), &text);
        let html = shown(Content::Plain, &text, Markup::Html);
        prop_assert_eq!(scanner::read(&html).unwrap().replace('\u{a0}', " "), text);
    }

    #[test]
    fn what_is_shown_is_shown_again_as_it_is(text in soup(), content in either()) {
        let html = shown(content, &text, Markup::Html);
        prop_assert_eq!(&html_on_html(&html), &html);
        let plain = shown(content, &text, Markup::Plain);
        prop_assert_eq!(&shown(Content::Plain, &plain, Markup::Plain), &plain);
    }

    #[test]
    fn what_an_html_host_gives_is_shown_on_an_html_host_as_if_it_had_not_been_converted(text in soup()) {
        let (content, bytes) = outgoing(Markup::Html, text.as_bytes());
        let sent = str::from_utf8(&bytes).unwrap();
        prop_assert_eq!(shown(content, sent, Markup::Html), html_on_html(&text));
        prop_assert!(content == Content::Plain || sent == text);
    }

    #[test]
    fn what_a_plain_user_types_is_shown_back_by_an_html_user_who_quotes_it(text in soup()) {
        let html = shown(Content::Plain, &text, Markup::Html);
        let (content, quoted) = outgoing(Markup::Html, html.as_bytes());
        prop_assert_eq!(content, Content::Plain);
        let back = display(content, &quoted, Markup::Plain, false).concat();
        prop_assert_eq!(back.replace('\u{a0}', " "), shown(Content::Plain, &text, Markup::Plain).replace('\u{a0}', " "));
    }

    #[test]
    fn the_lines_of_a_text_are_the_text(text in soup(), content in either()) {
        for (markup, line_break) in [(Markup::Plain, "\n"), (Markup::Html, "<br>")] {
            let whole = shown(content, &text, markup);
            let lines = display(content, text.as_bytes(), markup, true);
            let expected: Vec<&str> = whole.split(line_break).map(|line| if line.is_empty() { " " } else { line }).collect();
            prop_assert_eq!(lines, expected);
        }
    }
}
