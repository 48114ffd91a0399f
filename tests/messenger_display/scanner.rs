//! Reads what is shown on an HTML host, and accepts nothing but the promised subset. It shares no
//! code with the library and is stricter than any browser.

/// What is allowed stands in `docs`: these tags, and `<a href="...">`.
const MARKS: [&str; 4] = ["b", "i", "u", "s"];
const SCHEMES: [&str; 5] = ["http://", "https://", "mailto:", "xmpp:", "irc://"];
const REFERENCES: [(&str, char); 5] =
    [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&nbsp;", '\u{a0}')];

/// The text that a reader sees, line breaks as LF; an error says what is not allowed.
pub fn read(html: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        match c {
            '<' => {
                let (tag, behind) =
                    rest[1..].split_once('>').ok_or_else(|| format!("unclosed tag: {rest}"))?;
                rest = behind;
                tag_is_allowed(tag, &mut open)?;
                if tag == "br" {
                    text.push('\n');
                }
            }
            '&' => {
                let (reference, meant) = REFERENCES
                    .iter()
                    .find(|(reference, _)| rest.starts_with(reference))
                    .ok_or_else(|| format!("an & that begins no known reference: {rest}"))?;
                text.push(*meant);
                rest = &rest[reference.len()..];
            }
            '>' | '"' => return Err(format!("a raw {c}")),
            '\t' => {
                text.push(c);
                rest = &rest[1..];
            }
            c if c.is_control() || ['\u{2028}', '\u{2029}'].contains(&c) => {
                return Err(format!("control character {c:?}"));
            }
            c => {
                text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    if open.is_empty() { Ok(text) } else { Err(format!("left open: {open:?}")) }
}

fn tag_is_allowed(tag: &str, open: &mut Vec<String>) -> Result<(), String> {
    if let Some(name) = tag.strip_prefix('/') {
        return match open.pop() {
            Some(last) if last == name => Ok(()),
            last => Err(format!("</{name}> closes {last:?}")),
        };
    }
    if tag == "br" {
        return if open.is_empty() { Ok(()) } else { Err(format!("a break inside {open:?}")) };
    }
    if open.iter().any(|name| name == tag) {
        return Err(format!("<{tag}> inside itself"));
    }
    if MARKS.contains(&tag) {
        open.push(tag.to_owned());
        return Ok(());
    }
    let target = tag
        .strip_prefix("a href=\"")
        .and_then(|tag| tag.strip_suffix('"'))
        .ok_or_else(|| format!("tag <{tag}>"))?;
    if !open.is_empty() {
        return Err(format!("a link inside {open:?}"));
    }
    open.push("a".to_owned());
    target_is_allowed(target)
}

fn target_is_allowed(target: &str) -> Result<(), String> {
    let target = target.replace("&amp;", "+");
    if !SCHEMES.iter().any(|scheme| target.len() > scheme.len() && target.starts_with(scheme)) {
        return Err(format!("scheme of {target}"));
    }
    match target.chars().find(|c| !c.is_ascii_graphic() || "&\"'<>\\^`{|}".contains(*c)) {
        Some(c) => Err(format!("{c:?} in target {target}")),
        None => Ok(()),
    }
}

#[test]
fn the_scanner_accepts_the_subset() {
    for html in [
        "",
        "a &lt;3 b &amp;amp; c&nbsp; d",
        "<b>x<i>y</i></b><br>z",
        "<a href=\"http://a/?b&amp;c\">x</a>",
        "<a href=\"mailto:a@b\"><b>x</b></a>",
    ] {
        assert!(read(html).is_ok(), "{html}: {:?}", read(html));
    }
    assert_eq!(read("<b>a&lt;</b><br>b").unwrap(), "a<\nb");
}

#[test]
fn the_scanner_refuses_everything_else() {
    for html in [
        "<script>",
        "<B>x</B>",
        "<b",
        "<b>",
        "</b>",
        "<b><i>x</b></i>",
        "<b><b>x</b></b>",
        "<b class=x>y</b>",
        "<b >y</b>",
        "<br/>",
        "<!-- -->",
        "<img src=x>",
        "a > b",
        "a & b",
        "&#60;",
        "&copy;",
        "say \"x\"",
        "<a href='http://a'>x</a>",
        "<a href=\"http://a\" id=\"b\">x</a>",
        "<a href=\"HTTP://a\">x</a>",
        "<a href=\"http://\">x</a>",
        "<a href=\"javascript:x\">x</a>",
        "<a href=\"data:x\">x</a>",
        "<a href=\"//a\">x</a>",
        "<a href=\"http://a b\">x</a>",
        "<a href=\"http://a'b\">x</a>",
        "<a href=\"http://a&quot;b\">x</a>",
        "<a href=\"http://ü\">x</a>",
        "<a href=\"http://a\"><a href=\"http://a\">x</a></a>",
        "a\u{1}b",
        "a\nb",
        "a\u{85}b",
        "a\u{2028}b",
        "a\0b",
    ] {
        assert!(read(html).is_err(), "{html}");
    }
}
