//! `armor::find` on any text, and on a genuine line that a network has mangled.

use super::Tally;
use super::script::Script;
use subrosa::wire::armor::{self, Content};
use subrosa::wire::limits::MAX_PIECES;

/// First byte odd: an object and how it is mangled. Else the text itself.
pub fn run(data: &[u8]) -> Tally {
    let mut script = Script::new(data);
    let mut tally = Tally::default();
    if script.flag() {
        let object = script.take(1 + usize::from(script.clone().u16()) % 4_096);
        if !object.is_empty() {
            let text = mangled(&armor::encode(object), &mut script);
            let found: Vec<_> = pieces(&text, &mut tally);
            let lines = found.iter().filter(|content| **content != Content::Outside);
            assert_eq!(lines.collect::<Vec<_>>(), [&Content::Line(object.to_vec())]);
        }
    } else {
        pieces(script.rest(), &mut tally);
    }
    tally
}

/// The contents of the pieces, all that holds for every text having been checked.
fn pieces(text: &[u8], tally: &mut Tally) -> Vec<Content> {
    armor::take_steps();
    let found: Vec<_> = armor::find(text).collect();
    let steps = armor::take_steps();
    assert!(steps <= 6 * text.len() + 64, "{steps} steps for {} bytes", text.len());
    assert!(found.len() <= MAX_PIECES);
    let mut end = 0;
    for piece in &found {
        assert_eq!(piece.range.start, end, "pieces leave something out");
        assert!(!piece.text.is_empty());
        assert_eq!(piece.text, &text[piece.range.clone()]);
        end = piece.range.end;
        let again = match &piece.content {
            Content::Line(object) => armor::encode(object),
            Content::Fragment(fragment) => fragment.encode(),
            Content::Query => armor::QUERY.to_owned(),
            _ => {
                tally.refused += 1;
                let _ = piece.is_blank();
                continue;
            }
        };
        tally.accepted += 1;
        let mut contents = armor::find(again.as_bytes()).map(|piece| piece.content);
        assert_eq!(contents.next().as_ref(), Some(&piece.content));
        assert_eq!(contents.next(), None);
    }
    assert_eq!(end, text.len(), "pieces leave out the end");
    let first = found.iter().find_map(|piece| match &piece.content {
        Content::Line(object) => Some(object.clone()),
        _ => None,
    });
    assert_eq!(armor::decode(text).ok(), first);
    found.into_iter().map(|piece| piece.content).collect()
}

/// What networks put between two characters of a line.
const NOISE: [&str; 14] = [
    "",
    "",
    "",
    " ",
    "\n",
    "\r\n> ",
    "=\r\n",
    "=\n",
    "<br/>",
    "<span a='b'>",
    "\u{200b}",
    "\u{ad}",
    "&nbsp;",
    "&#8203;",
];

fn mangled(line: &str, script: &mut Script<'_>) -> Vec<u8> {
    let mut text = String::new();
    for (at, byte) in line.bytes().enumerate() {
        let how = script.u8();
        if at > 0 {
            text.push_str(NOISE[usize::from(how & 0x0f) % NOISE.len()]);
        }
        match how >> 4 {
            1 => text.push_str(&format!("&#{byte};")),
            2 => text.push_str(&format!("&#x{byte:X};")),
            3 => text.push_str(&format!("={byte:02X}")),
            _ => text.push(char::from(byte)),
        }
    }
    text.into_bytes()
}
