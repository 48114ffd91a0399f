//! HTML of messengers, on both kinds of hosts.

use crate::{html_on_html, html_on_plain};

#[test]
fn bold_italic_underlined_and_struck_text_stays_so() {
    let source = "<b>a</b><STRONG>b</STRONG><i>c</i><em>d</em><u>e</u><s>f</s><strike>g</strike><del>h</del>";
    assert_eq!(html_on_html(source), "<b>ab</b><i>cd</i><u>e</u><s>fgh</s>");
    assert_eq!(html_on_plain(source), "abcdefgh");
}

#[test]
fn marks_inside_each_other_are_all_kept_and_all_closed() {
    assert_eq!(html_on_html("<b>a<i>b</b>c</i>d"), "<b>a</b><b><i>b</i></b><i>c</i>d");
    assert_eq!(html_on_html("<b><b>a</b>b</b>c"), "<b>ab</b>c");
    assert_eq!(html_on_html("</b><b>a"), "<b>a</b>");
}

#[test]
fn a_mark_over_a_line_break_is_closed_and_opened_again() {
    assert_eq!(html_on_html("<b>a<br>b</b>"), "<b>a</b><br><b>b</b>");
}

#[test]
fn fonts_spans_and_unknown_elements_leave_their_text() {
    let source =
        "<FONT FACE=\"Sans\" COLOR=\"#ff0000\"><span style='x'>a</span> <blink>b</blink></FONT>";
    assert_eq!(html_on_html(source), "a b");
    assert_eq!(html_on_plain(source), "a b");
}

#[test]
fn blocks_begin_lines_and_leave_no_empty_ones() {
    for (source, shown) in [
        ("a<br>b<BR/>c", "a\nb\nc"),
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<div><div>a</div></div>b", "a\nb"),
        ("a<div>b</div>c", "a\nb\nc"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("<div>a<br></div><div>b</div>", "a\nb"),
        ("<html>\n<body>\n<p>a</p>\n<p>b</p>\n</body>\n</html>\n", "a\nb"),
        ("<ul><li>a<li>b</ul>c", "a\nb\nc"),
        ("<h1>a</h1>b", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ("a<br><br>b", "a\n\nb"),
        ("a<br>", "a\n"),
        ("<br>a", "\na"),
        ("a\nb", "a\nb"),
        ("a</br>b", "a\nb"),
        ("<p><br>\nb", "\n\nb"),
    ] {
        assert_eq!(html_on_plain(source), shown, "{source}");
        assert_eq!(html_on_html(source), shown.replace('\n', "<br>"), "{source}");
    }
}

#[test]
fn references_are_decoded_once() {
    for (source, shown) in [
        ("&lt;3", "<3"),
        ("a &amp;&amp; b", "a && b"),
        ("&amp;amp;", "&amp;"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("&auml;&#228;&#xe4;", "äää"),
        ("&#128512;", "\u{1f600}"),
        ("&quot;a&apos;", "\"a'"),
        ("&unknown; & &;", "&unknown; & &;"),
        ("a <3 b", "a <3 b"),
        ("a&nbsp;b", "a\u{a0}b"),
    ] {
        assert_eq!(html_on_plain(source), shown, "{source}");
    }
    assert_eq!(html_on_html("&amp;lt; &lt;"), "&amp;lt; &lt;");
}

#[test]
fn a_plain_host_shows_where_a_link_leads_unless_the_text_says_it() {
    for (source, shown) in [
        ("<a href='http://x.org/a'>see</a> b", "see <http://x.org/a> b"),
        ("<a href='http://x.org/a'>http://x.org/a</a>", "http://x.org/a"),
        ("<A HREF=\"http://x.org/\">x.org</A>", "x.org"),
        ("<a href='https://x.org'>x.org</a>", "x.org"),
        ("<a href='mailto:a@x.org'>a@x.org</a>", "a@x.org"),
        (
            "<a href='http://x.org/?a=1&amp;b=2'>http://x.org/?a=1&amp;b=2</a>",
            "http://x.org/?a=1&b=2",
        ),
        ("<a href='http://x.org/ä'>http://x.org/ä</a>", "http://x.org/ä"),
        ("<a href='http://evil.org'>http://x.org</a>", "http://x.org <http://evil.org>"),
        ("<a href='xmpp:a@x.org?join'>room</a>", "room <xmpp:a@x.org?join>"),
        ("<a href='irc://x.org/a'>chat</a>", "chat <irc://x.org/a>"),
        ("<a href='http://x.org'><b>a</b>b</a>", "ab <http://x.org>"),
        ("<a href='javascript:x'>a</a>", "a"),
        ("<a name=x>a</a>", "a"),
        ("<a href='http://x.org'>a", "a <http://x.org>"),
        ("<a href='http://x.org'>a<br>b</a>", "a <http://x.org>\nb"),
        ("<a href='http://x.org'>\na</a>", "\na <http://x.org>"),
        ("a<a href='http://x.org'><div>b</div></a>", "a\nb <http://x.org>"),
        ("<a href='http://x.org'><img src=y></a>", "http://x.org"),
        ("<a href='http://x.org'><img src=y>", "http://x.org"),
        ("<a href='http://x.org/&#10;y'>a</a>", "a"),
        ("<a href='http://x.org/\u{1}'>a</a>", "a"),
        ("<a href='http://x.org'><img src=y alt=z></a>", "z <http://x.org>"),
        ("<a href='http://x.org'></a><a href='http://y.org'>b", "http://x.orgb <http://y.org>"),
    ] {
        assert_eq!(html_on_plain(source), shown, "{source}");
    }
}

#[test]
fn a_link_keeps_its_target_and_nothing_else() {
    assert_eq!(
        html_on_html("<A HREF='HTTP://x.org/?a=1&amp;b=2' TARGET=_blank ID=i>y</A>"),
        "<a href=\"http://x.org/?a=1&amp;b=2\">y</a>"
    );
    assert_eq!(
        html_on_html("<a href=' http://x.org/a b\"&#39;ä '>y</a>"),
        "<a href=\"http://x.org/a%20b%22%27%C3%A4\">y</a>"
    );
    assert_eq!(
        html_on_html("<a href='http://x.org'><b>y</b>z</a>"),
        "<a href=\"http://x.org\"><b>y</b>z</a>"
    );
    let long = format!("<a href='http://x/{}'>y</a>", "z".repeat(2_048));
    assert_eq!(html_on_html(&long), "y");
}

#[test]
fn an_image_is_its_text() {
    assert_eq!(html_on_html("a <img src=x alt=':-)'> b"), "a :-) b");
    assert_eq!(html_on_html("a <img src=x alt='&lt;b&gt;'> b"), "a &lt;b&gt; b");
    assert_eq!(html_on_plain("a<img src=x>b"), "ab");
}
