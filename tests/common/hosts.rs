//! What the two kinds of hosts make of what is typed, and what people read of what they show.
//! Written apart from the library, so that it can judge it.

use subrosa::messenger::Markup;

/// What a host gives for what was typed.
pub(crate) fn typed(markup: Markup, text: &str) -> String {
    match markup {
        Markup::Plain => text.to_owned(),
        Markup::Html => linkified(&escaped(text)),
    }
}

/// As an HTML host spells a plain text.
pub(crate) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\n', "<BR>")
}

/// As libpurple does before its plugins see a text: addresses become links.
pub(crate) fn linkified(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("http://") {
        let (before, link) = rest.split_at(at);
        let end = link
            .find(|c: char| c.is_whitespace() || c == '<')
            .into_iter()
            .chain(link.find("&lt;"))
            .min()
            .unwrap_or(link.len());
        let (link, after) = link.split_at(end);
        out.push_str(before);
        out.push_str(&format!("<A HREF=\"{link}\">{link}</A>"));
        rest = after;
    }
    out + rest
}

/// What somebody reads of what a host shows.
pub(crate) fn read(markup: Markup, shown: &str) -> String {
    match markup {
        Markup::Plain => shown.to_owned(),
        Markup::Html => seen(shown),
    }
}

/// The text of HTML: its tags are not read, its references are. Spaces that do not break look like
/// others.
fn seen(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let next = match c {
            '<' => {
                let (tag, after) = rest.split_once('>').unwrap();
                if tag.eq_ignore_ascii_case("<br") {
                    out.push('\n');
                }
                after
            }
            '&' => {
                let (name, after) = rest.split_once(';').unwrap();
                out.push(match name {
                    "&amp" => '&',
                    "&lt" => '<',
                    "&gt" => '>',
                    "&quot" => '"',
                    "&nbsp" => ' ',
                    other => panic!("{other} stands for nothing a host needs"),
                });
                after
            }
            other => {
                out.push(other);
                &rest[other.len_utf8()..]
            }
        };
        rest = next;
    }
    out
}
