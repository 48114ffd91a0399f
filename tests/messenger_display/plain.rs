//! Plain texts, lines and characters.

use crate::{html_on_plain, scanner, shown};
use subrosa::messenger::display::{MAX_DISPLAYS, display, is_action, notice_safe};
use subrosa::messenger::profile::Markup;
use subrosa::session::Content;

fn plain(text: &str) -> String {
    shown(Content::Plain, text, Markup::Plain)
}

fn lines(text: &str) -> Vec<String> {
    display(Content::Plain, text.as_bytes(), Markup::Plain, true)
}

#[test]
fn what_a_plain_user_types_arrives_exactly_on_both_kinds_of_hosts() {
    for (typed, html) in [
        ("<foo>", "&lt;foo&gt;"),
        ("<3", "&lt;3"),
        ("a && b", "a &amp;&amp; b"),
        ("&amp;", "&amp;amp;"),
        ("&nbsp;", "&amp;nbsp;"),
        ("say \"x\"", "say &quot;x&quot;"),
        ("100% {it's}", "100% {it's}"),
        ("a\nb", "a<br>b"),
        ("<br>", "&lt;br&gt;"),
        ("a\tb", "a\tb"),
    ] {
        assert_eq!(plain(typed), typed);
        assert_eq!(shown(Content::Plain, typed, Markup::Html), html);
    }
}

#[test]
fn spaces_survive_on_an_html_host() {
    for (typed, html) in [
        ("a b", "a b"),
        ("a  b", "a&nbsp; b"),
        ("a   b", "a&nbsp;&nbsp; b"),
        (" a ", "&nbsp;a&nbsp;"),
        ("a\n  b", "a<br>&nbsp; b"),
        (" ", "&nbsp;"),
    ] {
        assert_eq!(shown(Content::Plain, typed, Markup::Html), html, "{typed:?}");
    }
    assert_eq!(crate::html_on_html("<b>a </b> <i> b</i>"), "<b>a&nbsp;</b>&nbsp;<i> b</i>");
}

#[test]
fn every_kind_of_line_break_is_one() {
    for text in
        ["a\nb", "a\rb", "a\r\nb", "a\u{b}b", "a\u{c}b", "a\u{85}b", "a\u{2028}b", "a\u{2029}b"]
    {
        assert_eq!(plain(text), "a\nb", "{text:?}");
        assert_eq!(html_on_plain(text), "a\nb", "{text:?}");
        assert_eq!(lines(text), ["a", "b"], "{text:?}");
    }
    assert_eq!(plain("a\n\rb"), "a\n\nb");
    assert_eq!(html_on_plain("a&#13;&#10;b"), "a\nb");
    assert_eq!(html_on_plain("a&#13;<b>&#10;</b>b"), "a\nb");
}

#[test]
fn control_characters_become_their_pictures() {
    assert_eq!(plain("\u{1}VERSION\u{1}"), "␁VERSION␁");
    assert_eq!(plain("\0\u{2}\u{3}\u{1b}\u{1f}\u{7f}"), "␀␂␃␛␟␡");
    assert_eq!(plain("a\u{80}\u{9f}b"), "a\u{fffd}\u{fffd}b");
    assert_eq!(shown(Content::Plain, "\u{1}x", Markup::Html), "␁x");
    assert_eq!(html_on_plain("&#1;x\u{1}"), "␁x␁");
}

#[test]
fn bytes_that_are_not_utf8_become_replacement_characters() {
    let shown = display(Content::Plain, b"gr\xfc\xdfe", Markup::Plain, false);
    assert_eq!(shown, ["gr\u{fffd}\u{fffd}e"]);
    assert_eq!(display(Content::Html, b"<b>\xff</b>", Markup::Html, false), ["<b>\u{fffd}</b>"]);
    assert_eq!(display(Content::Plain, &[0xff], Markup::Html, true), ["\u{fffd}"]);
}

#[test]
fn a_line_network_shows_every_line_by_itself() {
    assert_eq!(lines("a\n\nb\n"), ["a", " ", "b", " "]);
    assert_eq!(lines(""), [" "]);
    let html = display(Content::Html, b"<b>a<br>b</b><p>c", Markup::Html, true);
    assert_eq!(html, ["<b>a</b>", "<b>b</b>", "c"]);
}

#[test]
fn beyond_the_last_line_that_is_shown_breaks_are_pictures() {
    let text: Vec<String> = (0..300).map(|n| n.to_string()).collect();
    let shown = lines(&text.join("\n"));
    assert_eq!(shown.len(), MAX_DISPLAYS);
    assert_eq!(shown[254], "254");
    assert_eq!(shown[255], text[255..].join("␊"));
    assert_eq!(lines(&"\n".repeat(255)).len(), 256);
    assert_eq!(lines(&"\n".repeat(256))[255], "␊");
}

#[test]
fn right_to_left_text_arrives_exactly() {
    for text in [
        "שלום עולם",
        "مرحبا 123 abc",
        "abc \u{200f}אבג\u{200e} def",
        "\u{2067}אבג\u{2069} abc",
        "\u{202b}אבג\u{202c}",
        "a\u{200b}b\u{200d}c\u{feff}\u{2060}",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    ] {
        assert_eq!(plain(text), text);
        assert_eq!(shown(Content::Plain, text, Markup::Html), text);
        assert_eq!(html_on_plain(text), text);
    }
}

#[test]
fn a_line_closes_what_it_turns_around() {
    for (text, closed) in [
        ("\u{202e}abc", "\u{202e}abc\u{202c}"),
        ("\u{2066}\u{202d}a", "\u{2066}\u{202d}a\u{202c}\u{2069}"),
        ("\u{2068}a\nb", "\u{2068}a\u{2069}\nb"),
        ("\u{202a}a\u{202c}\u{202b}b", "\u{202a}a\u{202c}\u{202b}b\u{202c}"),
        ("\u{2067}\u{202e}a\u{2069}b", "\u{2067}\u{202e}a\u{2069}b"),
        ("\u{202e}\u{2067}\u{202c}a", "\u{202e}\u{2067}a\u{2069}\u{202c}"),
    ] {
        assert_eq!(plain(text), closed, "{text:?}");
    }
    let html = crate::html_on_html("<b>\u{202e}a</b><br>b");
    assert_eq!(html, "<b>\u{202e}a\u{202c}</b><br>b");
}

#[test]
fn a_line_does_not_close_what_the_host_opened() {
    assert_eq!(plain("a\u{2069}\u{202c}b"), "ab");
    assert_eq!(plain("\u{202e}a\u{202c}\u{202c}b"), "\u{202e}a\u{202c}b");
    assert_eq!(plain("\u{2067}a\n\u{2069}b"), "\u{2067}a\u{2069}\nb");
    assert_eq!(plain("\u{202e}\u{2067}a\u{2069}\u{2069}b"), "\u{202e}\u{2067}a\u{2069}b\u{202c}");
}

#[test]
fn an_action_is_what_stands_behind_me() {
    assert_eq!(is_action(b"/me waves"), Some(&b"waves"[..]));
    assert_eq!(is_action(b"/me  <b>waves</b>"), Some(&b" <b>waves</b>"[..]));
    for text in ["/me", "/mean", " /me x", "/ME x", "//me x", ""] {
        assert_eq!(is_action(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn a_safe_notice_is_the_same_on_every_host() {
    assert!(notice_safe("The conversation with Bob's phone is private (since 12:00)."));
    for sentence in
        ["a<b", "a>b", "a & b", "say \"x\"", "100%", "a\nb", "a\u{1}", "a\u{85}", "\u{7f}"]
    {
        assert!(!notice_safe(sentence), "{sentence:?}");
    }
    let sentence = "Nothing of this changes: 'x', 1/2.";
    assert_eq!(shown(Content::Plain, sentence, Markup::Html), sentence);
    assert_eq!(scanner::read(sentence).unwrap(), sentence);
}

#[test]
fn every_sentence_of_the_library_is_safe_wherever_it_is_shown() {
    for source in [
        include_str!("../../src/messenger/tells/notice.rs"),
        include_str!("../../src/messenger/tells/event.rs"),
    ] {
        let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code = code.collect::<Vec<_>>().join("\n");
        let sentences: Vec<&str> = code.split('"').skip(1).step_by(2).collect();
        assert!(sentences.len() > 10);
        for sentence in sentences {
            assert!(notice_safe(sentence), "{sentence:?}");
        }
    }
}
