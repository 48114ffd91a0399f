//! Objects as lines, and lines in what networks make of them.

use subrosa::wire::armor::{self, Content, Piece};

use super::errors;
use super::fixed::Fixed;
use super::json::Json;

/// The cases of `armor.json`.
pub(super) fn cases() -> Vec<Json> {
    let mut random = Fixed::new("armor");
    let sizes = [1, 2, 3, 64, 215, 280];
    let lines = sizes.map(|size| {
        let object = random.bytes(size);
        Json::object([
            ("name", Json::Text(format!("an object of {size} bytes as a line"))),
            ("object", Json::hex(&object)),
            ("line", Json::Text(armor::encode(&object))),
        ])
    });
    let line = armor::encode(&random.bytes(100));
    lines.into_iter().chain(texts(&line).into_iter().map(found)).collect()
}

/// Texts that arrive, by what has happened to them.
fn texts(line: &str) -> Vec<(&'static str, String)> {
    let (front, back) = line.split_at(50);
    let other = armor::encode(b"another object");
    let words = |between: &str| {
        let pieces: Vec<_> = line.as_bytes().chunks(40).map(String::from_utf8_lossy).collect();
        pieces.join(between)
    };
    let spread = |between: &str| {
        let characters: Vec<_> = line.chars().map(String::from).collect();
        characters.join(between)
    };
    vec![
        ("a line alone", line.to_owned()),
        ("text on both sides", format!("before {line} after")),
        ("two lines", format!("{line} {other}")),
        ("two lines without anything between", format!("{line}{other}")),
        ("wrapped by line ends", words("\r\n")),
        ("wrapped by line ends and spaces", words("\n  ")),
        ("quoted", words("\n> ")),
        ("quoted twice", words("\r\n> > ")),
        ("quoted-printable", words("=\r\n")),
        ("broken by markup", words("<br/>")),
        ("broken by markup with attributes", words("<span class='x'>")),
        ("in markup", format!("<p>{front}<wbr>{back}</p>")),
        ("a zero-width space after every character", spread("\u{200b}")),
        ("soft hyphens", words("\u{ad}")),
        ("a word joiner and a byte order mark", words("\u{2060}\u{feff}")),
        ("no-break spaces", words("\u{a0}")),
        ("decimal references", line.replacen('?', "&#63;", 1).replacen(':', "&#58;", 1)),
        ("hexadecimal references", line.replacen('?', "&#x3f;", 1).replacen(':', "&#X3A;", 1)),
        ("a tab, and spaces that are wider or narrower", words("\t\u{b}\u{c}\u{2000}\u{200a}")),
        ("an em space as itself", words("\u{2003}")),
        ("a narrow no-break space, a mathematical and an ideographic one", {
            words("\u{202f}\u{205f}\u{3000}")
        }),
        ("line and paragraph separators", words("\u{2028}\u{2029}")),
        ("characters without width", words("\u{200c}\u{200d}\u{200e}\u{200f}")),
        ("a space that is in no class", words("\u{1680}")),
        ("a wide space cut by the end", format!("{front}\u{2003}")),
        ("an em space by name", words("&emsp;")),
        ("all spaces by name", words("&Tab;&nbsp;&ensp;&emsp;&thinsp;")),
        ("a line end by name", words("&NewLine;&gt; ")),
        ("characters without width by name", {
            words("&shy;&ZeroWidthSpace;&zwnj;&zwj;&lrm;&rlm;&NoBreak;")
        }),
        ("printable characters by name", {
            line.replacen('?', "&quest;", 1)
                .replacen(':', "&colon;", 1)
                .replacen('.', "&period;", 1)
        }),
        ("a name in the wrong case", words("&EMSP;")),
        ("a name that is not in the table", words("&emsp13;")),
        ("a reference of 24 bytes", line.replacen('?', &reference(24), 1)),
        ("a reference of 25 bytes", line.replacen('?', &reference(25), 1)),
        ("a reference of 25 bytes in a line", words(&reference(25))),
        ("a reference that the end cuts", format!("{line}&#6")),
        ("quoted-printable characters", line.replacen('?', "=3F", 1).replacen(':', "=3A", 1)),
        ("quoted-printable in lower case", line.replacen('?', "=3f", 1)),
        ("a soft line break whose line end became a tag", words("=<br>")),
        ("a marker begun twice", format!("?SR1{line}")),
        ("a query that a line begins in", format!("?SR1{line} and more")),
        ("a query, and a line in its last character", format!("?SR1{line}{line}")),
        ("a query and a line behind a space", format!("?SR1? {line}")),
        ("a line in an attribute of a tag", format!("<a href='{line}'>a link</a>")),
        ("a query in an attribute of a tag", "<a title='?SR1?'>hello</a>".to_owned()),
        ("a line behind a tag with another in it", format!("<a href='{other}'>{line}</a>")),
        ("a tag that another begins in", format!("<a href='<b>{line}")),
        ("a tag of 4,096 bytes", format!("{front}{}{back}", tag(4_096))),
        ("a tag of 4,097 bytes", format!("{front}{}{back}", tag(4_097))),
        ("a greater-than sign that quotes nothing", words(">")),
        ("a query", "?SR1?".to_owned()),
        ("a query in a text", "hello ?SR1? there".to_owned()),
        ("a query before a line", format!("?SR1?{line}")),
        ("a fragment", "?SR1,AAAAAAAA,1,2,QUJD.".to_owned()),
        ("a text that only looks alike", "?SRx: and ?sr1: and ?SR".to_owned()),
        ("no armor", "nothing of ours".to_owned()),
        ("a line of another version", "?SR2:QUJD.".to_owned()),
        ("a query of another version", "?SR7?".to_owned()),
        ("a line without its end", line.trim_end_matches('.').to_owned()),
        ("unused bits that are not zero", "?SR1:QUJ.".to_owned()),
        ("a length that no bytes encode to", "?SR1:QUJDR.".to_owned()),
        ("padding", "?SR1:QUI=.".to_owned()),
        ("the other alphabet", "?SR1:+/+/.".to_owned()),
        ("a line of nothing", "?SR1:.".to_owned()),
        ("a fragment with index 0", "?SR1,AAAAAAAA,0,2,QUJD.".to_owned()),
        ("a fragment beyond its total", "?SR1,AAAAAAAA,3,2,QUJD.".to_owned()),
        ("a fragment with a leading zero", "?SR1,AAAAAAAA,01,2,QUJD.".to_owned()),
        ("a fragment with a short id", "?SR1,AAAAAAA,1,2,QUJD.".to_owned()),
        ("a fragment without data", "?SR1,AAAAAAAA,1,2,.".to_owned()),
        ("a fragment with a field too few", "?SR1,AAAAAAAA,1,QUJD.".to_owned()),
    ]
}

/// A question mark as a reference of so many bytes.
fn reference(length: usize) -> String {
    format!("&#{:0>width$};", 63, width = length - 3)
}

/// A tag of so many bytes.
fn tag(length: usize) -> String {
    format!("<b {}>", "x".repeat(length - 4))
}

fn found((name, text): (&'static str, String)) -> Json {
    let pieces = armor::find(text.as_bytes()).map(|piece| self::piece(&piece)).collect();
    Json::object([
        ("name", name.into()),
        ("text", text.as_str().into()),
        ("pieces", Json::List(pieces)),
    ])
}

fn piece(piece: &Piece<'_>) -> Json {
    let text = String::from_utf8_lossy(piece.text);
    let start = |kind: &str| Json::object([("text", (*text).into()), ("kind", kind.into())]);
    match &piece.content {
        Content::Outside => start("outside"),
        Content::Query => start("query"),
        Content::Line(object) => start("line").with([("object", Json::hex(object))]),
        Content::Fragment(fragment) => start("fragment").with([
            ("id", Json::hex(&fragment.id)),
            ("index", u64::from(fragment.index).into()),
            ("total", u64::from(fragment.total).into()),
            ("data", Json::hex(&fragment.data)),
        ]),
        Content::Broken(error) => start("broken").with([("error", errors::wire(error).into())]),
        other => panic!("a piece that no vector knows: {other:?}"),
    }
}
