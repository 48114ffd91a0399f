//! Texts that networks, hosts and markup have made something else of.

/// What people type: exactly this has to be read on the other side. No control characters but tab
/// and line feed, which are pictures there (tests/messenger_display/plain.rs), and no directions
/// left open.
pub(crate) fn texts() -> Vec<String> {
    let mut texts: Vec<String> = SHORT.iter().map(|text| (*text).to_owned()).collect();
    texts.push("long ".repeat(500).trim_end().to_owned());
    texts.push((0..200).map(|n| format!("{n} < {} & <b>{n}</b>", n + 1)).collect::<String>());
    texts.push("\u{1f600}\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}".repeat(120));
    texts.push((0..40).map(|n| format!("line {n} <3")).collect::<Vec<_>>().join("\n"));
    texts
}

/// 30,000 bytes. On a host that gives HTML they are twice as many.
pub(crate) fn long_text() -> String {
    let text = "<3 & a =3D %s \u{e4} \u{5d0} .. \"so it goes\", on and on; ";
    format!("http://x.org/?a=1&b=2 {}", text.repeat(30_000 / text.len() + 1).trim_end())
}

const SHORT: [&str; 56] = [
    "hello",
    "a",
    ".",
    "<3",
    "a <3 b",
    "</3",
    "1 < 2 && 3 > 2",
    "<foo>",
    "</foo>",
    "<foo",
    "a<b>c",
    "<b>bold</b>",
    "<br>",
    "a<br/>b",
    "<!-- no comment -->",
    "<![CDATA[x]]>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<HTML><BODY>x</BODY></HTML>",
    "&",
    "&&&",
    "&amp;",
    "&lt;b&gt;",
    "&amp;lt;",
    "&#60;script&#62;",
    "&nbsp;",
    "&unknown; &",
    "AT&T",
    "a & b",
    "\"quoted\" and 'quoted'",
    "100% %s %n %d %%",
    "two  spaces   three",
    "tab\there",
    "first line\nsecond line",
    "a\n\nb",
    "one\n two\n  three",
    "> quoted\n> twice\nanswer",
    "PRIVMSG bob :hello\nQUIT :bye",
    "/msg bob hello",
    "//me",
    "ends with a backslash \\",
    "= equals =3D =20 soft=",
    "äöüß ÄÖÜ €",
    "\u{440}\u{443}\u{441}\u{441}\u{43a}\u{438}\u{439} \u{4e2d}\u{6587} \u{65e5}\u{672c}",
    "\u{1f600} \u{1f44d}\u{1f3fd} \u{1f1e9}\u{1f1ea}",
    "e\u{301} a\u{308}",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd} hello \u{645}\u{631}\u{62d}\u{628}\u{627}",
    "\u{202b}\u{5e9}\u{5dc}\u{5d5}\u{5dd}\u{202c} <- right to left",
    "zero\u{200b}width\u{200d}joiner\u{2060}",
    "http://example.org/",
    "see http://example.org/?a=1&b=2#c, or www.example.org.",
    "http://example.org/<foo>",
    "?SR1? is the marker, ?SR1:AAAA is no line",
    "?SR1:",
    "?OTR? and ?SR9:abc.",
];
