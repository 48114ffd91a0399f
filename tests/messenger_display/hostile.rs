//! Texts made to harm who shows them.

use crate::corpus::VECTORS;
use crate::scanner;
use crate::{html_on_html, html_on_plain};
use subrosa::messenger::display::display;
use subrosa::messenger::profile::Markup;
use subrosa::session::Content;

#[test]
fn no_attack_leaves_anything_but_the_safe_subset_on_an_html_host() {
    for vector in VECTORS {
        let shown = html_on_html(vector);
        assert!(
            scanner::read(&shown).is_ok(),
            "{vector}\nbecomes\n{shown}\n{:?}",
            scanner::read(&shown)
        );
        for line in display(Content::Html, vector.as_bytes(), Markup::Html, true) {
            assert!(scanner::read(&line).is_ok(), "{vector} has the line {line}");
        }
    }
}

#[test]
fn no_attack_leaves_a_control_character_on_a_plain_host() {
    for vector in VECTORS {
        for content in [Content::Html, Content::Plain] {
            for line in display(content, vector.as_bytes(), Markup::Plain, true) {
                assert!(!line.chars().any(|c| c.is_control() && c != '\t'), "{vector}: {line:?}");
                assert!(!line.is_empty(), "{vector} has an empty line");
            }
        }
    }
}

#[test]
fn the_corpus_would_harm_a_host_that_shows_it_raw() {
    let harmful = VECTORS.iter().filter(|vector| scanner::read(vector).is_err()).count();
    let text = VECTORS.len() - harmful;
    assert!(harmful > 150 && text < 10, "{harmful} of {}", VECTORS.len());
}

#[test]
fn attacks_around_each_other_stay_harmless() {
    for outer in VECTORS {
        for inner in VECTORS.iter().step_by(3) {
            let half = (0..=outer.len() / 2).rev().find(|at| outer.is_char_boundary(*at)).unwrap();
            let (before, after) = outer.split_at(half);
            let both = format!("{before}{inner}{after}");
            let shown = html_on_html(&both);
            assert!(scanner::read(&shown).is_ok(), "{both}\nbecomes\n{shown}");
        }
    }
}

#[test]
fn typed_markup_is_text_on_every_host() {
    for vector in VECTORS {
        let html = display(Content::Plain, vector.as_bytes(), Markup::Html, false).concat();
        let plain = display(Content::Plain, vector.as_bytes(), Markup::Plain, false).concat();
        assert!(!html.replace("<br>", "").contains('<'), "{html}");
        assert_eq!(
            scanner::read(&html).unwrap().replace('\u{a0}', " "),
            plain.replace('\u{a0}', " ")
        );
    }
}

#[test]
fn scripts_styles_titles_frames_and_comments_are_left_out() {
    for hidden in [
        "<script>x</script>",
        "<style>x</style>",
        "<title>x</title>",
        "<iframe>x</iframe>",
        "<noembed>x</noembed>",
        "<!-- x -->",
        "<svg><script>x</script></svg>",
        "<script>'<!--'</script>",
        "<style><script></style>",
    ] {
        assert_eq!(html_on_html(&format!("a{hidden}b")), "ab", "{hidden}");
        assert_eq!(html_on_plain(&format!("a{hidden}b")), "ab", "{hidden}");
    }
}

#[test]
fn elements_whose_content_is_no_markup_show_it_as_text() {
    for element in ["textarea", "xmp", "noscript"] {
        let source = format!("a<{element}><b>x</b></{element}>");
        assert!(html_on_plain(&source).ends_with("<b>x</b>"), "{source}");
    }
}

#[test]
fn a_text_of_nothing_that_is_shown_is_shown_as_its_source() {
    for (source, html) in [
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("<img src=x>", "&lt;img src=x&gt;"),
        ("<!-- x -->", "&lt;!-- x --&gt;"),
        ("<b></b>", "&lt;b&gt;&lt;/b&gt;"),
    ] {
        assert_eq!(html_on_html(source), html);
        assert_eq!(html_on_plain(source), source);
    }
    assert_eq!(html_on_html("<br>"), "<br>");
    assert_eq!(html_on_html(""), "");
}

#[test]
fn sixty_thousand_nested_elements_need_no_stack() {
    let deep = std::thread::Builder::new().stack_size(128 * 1024).spawn(|| {
        for tag in
            ["<div>", "<b>", "<a href=http://x>", "<table><tr><td>", "<svg>", "<!--", "<font>"]
        {
            let source = format!("{}x", tag.repeat(60_000));
            for markup in [Markup::Plain, Markup::Html] {
                assert_eq!(display(Content::Html, source.as_bytes(), markup, false).len(), 1);
            }
        }
        let source = format!("{}x", "<div>".repeat(60_000));
        assert_eq!(html_on_html(&source), "x");
    });
    deep.unwrap().join().unwrap();
}

/// Each is a text of 64 KiB, the longest there is.
fn longest_texts() -> Vec<(&'static str, String)> {
    const LONGEST: usize = 65_536;
    let fill = |part: &str| part.repeat(LONGEST / part.len());
    let numbered = |before: &str, after: &str| {
        let mut text = String::new();
        let mut n = 0_u32;
        while text.len() + 32 < LONGEST / 2 {
            text.push_str(&format!("{before}{n:x}{after}"));
            n += 1;
        }
        text
    };
    let target = format!("<a href='http://x/{}'>", "y".repeat(1_900));
    let in_target =
        |part: &str| format!("{target}{}", part.repeat((LONGEST - target.len()) / part.len()));
    vec![
        ("line breaks", fill("\n")),
        ("empty elements", fill("<br>")),
        ("marks that change", fill("<i>x</i>y")),
        ("a long link over changing marks", in_target("x<b>y</b>")),
        ("a long link over many lines", in_target("x<br>")),
        ("a long link over many source lines", in_target("x\n")),
        ("a long link that shows nothing", in_target("<br>")),
        ("links", fill("<a href=http://x>y</a>")),
        ("blank links", fill("<a href=http://x></a>")),
        ("directions that open", fill("\u{2067}")),
        ("directions that close", fill("\u{202b}\u{2069}")),
        (
            "embeddings, then isolates that close",
            "\u{202b}".repeat(10_000) + &"\u{2069}".repeat(11_000),
        ),
        ("control characters", fill("\u{1}")),
        ("references", fill("&#1;")),
        ("unfinished references", fill("&")),
        ("angle brackets", fill("<")),
        ("attributes", format!("<b {}>x", numbered("a", " "))),
        (
            "a paragraph in marks that differ",
            "<p>".to_owned() + &numbered("<b ", ">") + &"<p>x".repeat(8_000),
        ),
        ("unfinished comment", fill("<!--")),
        ("spaces", fill(" ")),
        ("quotes", fill("\"")),
        ("nested tables", fill("<table><tr><td>")),
        ("a tag without end", format!("<b {}", "x".repeat(65_000))),
    ]
}

#[test]
fn no_text_becomes_more_than_twelve_times_as_long() {
    for (what, text) in longest_texts() {
        for content in [Content::Html, Content::Plain] {
            for markup in [Markup::Html, Markup::Plain] {
                for lines in [false, true] {
                    let shown = display(content, text.as_bytes(), markup, lines);
                    let length: usize = shown.iter().map(String::len).sum();
                    assert!(length <= 12 * text.len(), "{what}: {length} of {}", text.len());
                }
            }
        }
    }
}
