//! One line as a host takes it. These functions alone write markup.

use super::layout::Run;
use super::link;

/// For a host that shows text as it is.
pub(super) fn plain(line: &[Run]) -> String {
    let mut out = String::new();
    for linked in line.chunk_by(|a, b| a.look.link == b.look.link) {
        let start = out.len();
        out.extend(linked.iter().map(|run| run.text.as_str()));
        let target = linked.first().and_then(|run| run.look.link.as_deref());
        if let Some(target) = target
            && !link::says(out.get(start..).unwrap_or_default(), target)
        {
            out.push_str(" <");
            out.push_str(target);
            out.push('>');
        }
    }
    out
}

/// For a host that takes HTML.
pub(super) fn html(line: &[Run]) -> String {
    let mut out = String::new();
    let (mut link, mut before) = (None, None);
    for (run, next) in line.iter().zip(line.iter().skip(1).map(Some).chain([None])) {
        let Run { text, look } = run;
        if look.link.as_deref() != link {
            end_link(link, &mut out);
            link = look.link.as_deref();
            begin_link(link, &mut out);
        }
        let marks =
            [(look.bold, 'b'), (look.italic, 'i'), (look.underlined, 'u'), (look.struck, 's')];
        for (_, tag) in marks.iter().filter(|(on, _)| *on) {
            out.extend(['<', *tag, '>']);
        }
        let after_run = next.and_then(|run| run.text.chars().next());
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            // HTML shows runs of spaces as one, and none at the ends of a line.
            let after = rest.clone().next().or(after_run);
            if c == ' ' && (before.is_none() || matches!(after, None | Some(' '))) {
                out.push_str("&nbsp;");
            } else {
                escape(c, &mut out);
            }
            before = Some(c);
        }
        for (_, tag) in marks.iter().rev().filter(|(on, _)| *on) {
            out.extend(['<', '/', *tag, '>']);
        }
    }
    end_link(link, &mut out);
    out
}

fn begin_link(target: Option<&str>, out: &mut String) {
    if let Some(target) = target {
        out.push_str("<a href=\"");
        target.chars().for_each(|c| escape(c, out));
        out.push_str("\">");
    }
}

fn end_link(target: Option<&str>, out: &mut String) {
    if target.is_some() {
        out.push_str("</a>");
    }
}

fn escape(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\u{a0}' => out.push_str("&nbsp;"),
        other => out.push(other),
    }
}
