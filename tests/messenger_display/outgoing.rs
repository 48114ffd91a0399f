//! What is sent of what a host gives.

use crate::{html_on_html, shown};
use subrosa::messenger::display::outgoing;
use subrosa::messenger::profile::Markup;
use subrosa::session::Content;

#[test]
fn a_plain_host_is_taken_at_its_word() {
    for text in [&b"a &lt; <b>"[..], b"", b"\xff\x00", b"/me x"] {
        assert_eq!(outgoing(Markup::Plain, text), (Content::Plain, text.to_vec()));
    }
}

#[test]
fn html_that_is_escaped_text_is_sent_as_that_text() {
    for (html, plain) in [
        ("hello", "hello"),
        ("a &lt; b<br>c", "a < b\nc"),
        ("a &amp;&amp; b<BR/>", "a && b\n"),
        ("&lt;b&gt;", "<b>"),
        ("&amp;lt;", "&lt;"),
        ("a&nbsp; b", "a\u{a0} b"),
        ("a <3 b & c", "a <3 b & c"),
        ("&#9786;", "\u{263a}"),
        ("a\r\nb", "a\nb"),
        ("a <", "a <"),
        ("", ""),
    ] {
        assert_eq!(
            outgoing(Markup::Html, html.as_bytes()),
            (Content::Plain, plain.into()),
            "{html}"
        );
        assert_eq!(html_on_html(html), shown(Content::Plain, plain, Markup::Html), "{html}");
    }
}

#[test]
fn html_that_says_more_is_sent_as_it_is() {
    for html in [
        "<b>a</b>",
        "<A HREF=\"http://x\">http://x</A>",
        "<span>a</span>",
        "a<br clear=all>b",
        "a<!-- x -->",
        "a<b",
        "a</3",
        "a</>b",
        "<!DOCTYPE html>a",
        "&#13;<br>",
        "a</b>",
        "<p>a</p>",
    ] {
        assert_eq!(outgoing(Markup::Html, html.as_bytes()), (Content::Html, html.into()));
    }
    assert_eq!(outgoing(Markup::Html, b"\xff"), (Content::Html, vec![0xff]));
}
