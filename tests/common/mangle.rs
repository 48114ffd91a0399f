//! What networks do to a line of text, one function for each habit. Everything is decided by a
//! seed, so that a failure comes back.
//!
//! [`INSIDE`] takes text that has no markup yet and puts things between its characters or writes
//! them otherwise. [`AROUND`] takes any text, mangled or not. Both leave armor readable.
//! [`DESTRUCTIVE`] does not.

#![allow(dead_code, reason = "each test file uses its own part")]

/// A mangling with its name.
pub(crate) type Mangling = (&'static str, fn(&str, u64) -> Vec<u8>);

/// Between the characters; for text without markup.
pub(crate) const INSIDE: &[Mangling] = &[
    ("as it is", as_it_is),
    ("entities", entities),
    ("linkified", linkified),
    ("partly linkified", partly_linkified),
    ("tags", tags),
    ("wrapped at 76", wrapped_at_76),
    ("wrapped anywhere", wrapped_anywhere),
    ("flowed", flowed),
    ("quoted-printable", quoted_printable),
    ("invisible characters", invisible),
    ("invisible entities", invisible_entities),
    ("spaces", spaces),
];

/// Around any text.
pub(crate) const AROUND: &[Mangling] = &[
    ("as it is", as_it_is),
    ("html body", html_body),
    ("quoted", quoted),
    ("quoted html", quoted_html),
    ("line breaks as tags", line_breaks_as_tags),
    ("stripped", stripped),
    ("a sentence around", sentence_around),
    ("yahoo fields around", yahoo_fields_around),
];

/// What cannot be undone; the line must be long enough to be hit.
pub(crate) const DESTRUCTIVE: &[Mangling] =
    &[("cut at 512", cut_at_512), ("cut", cut), ("separated", separated)];

/// A small generator (SplitMix64), so that the manglings need nothing else.
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ (word >> 31)) % bound as u64) as usize
    }

    pub(crate) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }
}

/// Writes each character through `write`, which also gets the generator and the position.
fn each(text: &str, seed: u64, write: impl Fn(&mut String, &mut Seeded, usize, char)) -> Vec<u8> {
    let mut seeded = Seeded(seed);
    let mut mangled = String::new();
    for (position, character) in text.chars().enumerate() {
        write(&mut mangled, &mut seeded, position, character);
    }
    mangled.into_bytes()
}

/// Puts one of `what` before about every `every`-th character but the first, at least once.
fn sprinkle(text: &str, seed: u64, every: usize, what: &[&str]) -> Vec<u8> {
    let certain = 1 + Seeded(seed).below(text.chars().count() - 1);
    each(text, seed, |mangled, seeded, position, character| {
        let chance = seeded.below(every) == 0;
        if position == certain || position > 0 && chance {
            mangled.push_str(seeded.pick(what));
        }
        mangled.push(character);
    })
}

pub(crate) fn as_it_is(text: &str, _: u64) -> Vec<u8> {
    text.into()
}

pub(crate) fn entities(text: &str, seed: u64) -> Vec<u8> {
    each(text, seed, |mangled, seeded, _, character| {
        let code = u32::from(character);
        match (seeded.below(6), character) {
            (0, _) => mangled.push_str(&format!("&#{code};")),
            (1, _) => mangled.push_str(&format!("&#x{code:x};")),
            (2, _) => mangled.push_str(&format!("&#X{code:04X};")),
            (3, '?') => mangled.push_str("&quest;"),
            (3, ':') => mangled.push_str("&colon;"),
            (3, '.') => mangled.push_str("&period;"),
            _ => mangled.push(character),
        }
    })
}

pub(crate) fn linkified(text: &str, _: u64) -> Vec<u8> {
    format!("<a href=\"{text}\" title='{text}'>{text}</a>").into()
}

pub(crate) fn partly_linkified(text: &str, seed: u64) -> Vec<u8> {
    let mut seeded = Seeded(seed);
    let start = seeded.below(text.len());
    let end = start + seeded.below(text.len() - start);
    let (before, link, after) = (&text[..start], &text[start..end], &text[end..]);
    format!("{before}<A HREF=\"http://{link}\">{link}</A>{after}").into()
}

pub(crate) fn tags(text: &str, seed: u64) -> Vec<u8> {
    let tags = ["<BR>", "<wbr>", "<br/>", "<FONT SIZE=\"2\">", "</FONT>", "<!-- ?SR1:AA -->"];
    sprinkle(text, seed, 30, &tags)
}

pub(crate) fn wrapped_at_76(text: &str, seed: u64) -> Vec<u8> {
    let break_with = Seeded(seed).pick(&["\r\n", "\n"]);
    each(text, seed, |mangled, _, position, character| {
        if position > 0 && position % 76 == 0 {
            mangled.push_str(break_with);
        }
        mangled.push(character);
    })
}

pub(crate) fn wrapped_anywhere(text: &str, seed: u64) -> Vec<u8> {
    sprinkle(text, seed, 20, &["\r\n", "\n", "\r", "\r\n\t", "\n    ", "\n> ", "\n>> >"])
}

/// RFC 3676: a space before each soft break, a space stuffed behind some.
pub(crate) fn flowed(text: &str, seed: u64) -> Vec<u8> {
    sprinkle(text, seed, 60, &[" \r\n", " \r\n "])
}

/// RFC 2045: soft breaks, and some characters as `=` and two digits.
pub(crate) fn quoted_printable(text: &str, seed: u64) -> Vec<u8> {
    each(text, seed, |mangled, seeded, position, character| {
        if position > 0 && position % 75 == 0 {
            mangled.push_str(seeded.pick(&["=\r\n", "=\n"]));
        }
        match seeded.below(5) {
            0 => mangled.push_str(&format!("={:02X}", u32::from(character))),
            _ => mangled.push(character),
        }
    })
}

pub(crate) fn invisible(text: &str, seed: u64) -> Vec<u8> {
    let what = ["\u{200b}", "\u{200c}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{ad}", "\u{200e}"];
    sprinkle(text, seed, 10, &what)
}

pub(crate) fn invisible_entities(text: &str, seed: u64) -> Vec<u8> {
    let what = ["&shy;", "&zwnj;", "&zwj;", "&#8203;", "&#xfeff;", "&ZeroWidthSpace;", "&#173;"];
    sprinkle(text, seed, 10, &what)
}

pub(crate) fn spaces(text: &str, seed: u64) -> Vec<u8> {
    sprinkle(text, seed, 20, &[" ", "\t", "  ", "\u{a0}", "&nbsp;", "&#160;"])
}

/// As AIM and ICQ wrap what is written.
pub(crate) fn html_body(text: &str, seed: u64) -> Vec<u8> {
    let (before, after) = match Seeded(seed).below(3) {
        0 => ("<HTML><BODY>", "</BODY></HTML>"),
        1 => (
            "<HTML><BODY BGCOLOR=\"#ffffff\"><FONT FACE=\"Arial\" LANG=\"0\" SIZE=2>",
            "</FONT></BODY></HTML>",
        ),
        _ => ("<html xmlns='http://jabber.org/protocol/xhtml-im'><body><p>", "</p></body></html>"),
    };
    [before, text, after].concat().into()
}

pub(crate) fn quoted(text: &str, seed: u64) -> Vec<u8> {
    let mark = Seeded(seed).pick(&["> ", ">", ">> ", "> > > "]);
    format!("{mark}{}\n", text.replace('\n', &format!("\n{mark}"))).into()
}

pub(crate) fn quoted_html(text: &str, _: u64) -> Vec<u8> {
    format!("&gt; {}<BR>", text.replace('\n', "<BR>&gt; ")).into()
}

pub(crate) fn line_breaks_as_tags(text: &str, seed: u64) -> Vec<u8> {
    text.replace('\n', Seeded(seed).pick(&["<BR>", "<br />\n"])).into()
}

pub(crate) fn stripped(text: &str, _: u64) -> Vec<u8> {
    text.split('\n').map(str::trim_end).collect::<Vec<_>>().join("\n").into()
}

pub(crate) fn sentence_around(text: &str, _: u64) -> Vec<u8> {
    format!("Is 1 < 2 & 3 > 2? {text} Yes; a <3 for you.").into()
}

/// Yahoo separates its fields with the bytes C0 80.
pub(crate) fn yahoo_fields_around(text: &str, _: u64) -> Vec<u8> {
    [b"14\xc0\x80", text.as_bytes(), b"\xc0\x8097\xc0\x801\xc0\x80"].concat()
}

/// As IRC servers cut a line.
pub(crate) fn cut_at_512(text: &str, _: u64) -> Vec<u8> {
    text.as_bytes()[..text.len().min(512)].into()
}

/// Loses between one character and all but the marker.
pub(crate) fn cut(text: &str, seed: u64) -> Vec<u8> {
    text.as_bytes()[..5 + Seeded(seed).below(text.len() - 5)].into()
}

/// Puts a field separator of Yahoo behind the marker.
pub(crate) fn separated(text: &str, seed: u64) -> Vec<u8> {
    let (before, after) = text.split_at(5 + Seeded(seed).below(text.len() - 5));
    [before.as_bytes(), b"\xc0\x80", after.as_bytes()].concat()
}
