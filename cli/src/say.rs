//! What is printed: words for people, JSON for programs.

use std::io::{self, Write};

use serde::Serialize;

use crate::args::Common;
use crate::failure::{Failure, Kind};

/// One failure as JSON.
#[derive(Serialize)]
struct Told<'a> {
    error: Kind,
    sentence: &'a str,
}

/// A result on standard output: `words`, or `value` as JSON.
pub fn result(common: &Common, words: &str, value: &impl Serialize) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if common.json {
        serde_json::to_writer(&mut out, value).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{}", words.trim_end())?;
    }
    Ok(out.flush()?)
}

/// A text that does nothing to a terminal: signs that steer it stand as such.
pub fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            '\r' => {}
            // Directions of writing too, which make text look like another.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                out.extend(c.escape_unicode());
            }
            c if c.is_control() => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// A remark on standard error.
pub fn note(words: &str) {
    let _nobody_there = writeln!(io::stderr(), "subrosa: {words}");
}

/// Why there is no result.
pub fn failure(common: &Common, failure: &Failure) {
    if common.json {
        let told = Told { error: failure.kind(), sentence: failure.sentence() };
        if let Ok(text) = serde_json::to_string(&told) {
            let _nobody_there = writeln!(io::stderr(), "{text}");
        }
    } else {
        note(failure.sentence());
    }
}
