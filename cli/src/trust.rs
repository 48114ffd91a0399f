//! `subrosa trust` and `subrosa safety`: the key of somebody is compared with what they say it is.

use serde::Serialize;
use subrosa::identity::Fingerprint;
use subrosa::verify::{Picture, QUIET_ZONE, SafetyNumber, Scan};

use crate::args::Common;
use crate::failure::{Failure, Kind};
use crate::{home, output, say, who};

/// What is compared.
#[derive(Serialize)]
struct Compared {
    fingerprint: String,
    number: String,
    code: String,
}

/// Marks somebody as verified, or takes that back.
pub fn trust(common: &Common, word: &str, number: Option<&str>) -> Result<(), Failure> {
    let mut me = home::open(common)?;
    let fingerprint = who::fingerprint(&mut me, word)?;
    let Some(number) = number else {
        me.set_compared(&fingerprint, false)?;
        return Ok(());
    };
    let safety = SafetyNumber::new(*me.identity()?.fingerprint(), fingerprint);
    let matches = safety.matches_digits(number)
        || fingerprint.matches_digits(number)
        || Fingerprint::from_hex(number).is_ok_and(|given| given == fingerprint);
    if !matches {
        let sentence = "The numbers differ: compare again, over another way. If they still \
                        differ, somebody may stand between you: do not seal anything to this key.";
        return Err(Failure::new(Kind::Distrust, sentence));
    }
    me.set_compared(&fingerprint, true)?;
    say::note("the numbers are the same: verified");
    Ok(())
}

/// Shows number and code, or compares a code.
pub fn safety(common: &Common, word: &str, scan: Option<&str>, qr: bool) -> Result<(), Failure> {
    let mut me = home::open(common)?;
    let fingerprint = who::fingerprint(&mut me, word)?;
    let safety = SafetyNumber::new(*me.identity()?.fingerprint(), fingerprint);
    if let Some(code) = scan {
        return match safety.scan(code) {
            Scan::Match => {
                me.set_compared(&fingerprint, true)?;
                say::note(Scan::Match.sentence());
                Ok(())
            }
            Scan::NotACode => Err(Failure::new(Kind::Input, Scan::NotACode.sentence())),
            other => Err(Failure::new(Kind::Distrust, other.sentence())),
        };
    }
    let (number, code) = (safety.to_digits(), safety.code());
    let mut words = format!("{number}\n{code}\n");
    if (qr || output::is_terminal())
        && let Some(picture) = safety.picture()
    {
        words.push_str(&drawn(&picture));
    }
    say::result(common, &words, &Compared { fingerprint: fingerprint.to_hex(), number, code })
}

/// The code in half blocks, two rows of modules in a line: dark modules are left out, so that it is
/// right where letters are light.
fn drawn(picture: &Picture) -> String {
    let side = picture.side();
    let whole = side + 2 * QUIET_ZONE;
    let is_light = |x: usize, y: usize| {
        let inside = |at: usize| at.checked_sub(QUIET_ZONE).filter(|at| *at < side);
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => picture.modules().get(y * side + x) != Some(&1),
            _ => y < whole,
        }
    };
    let mut text = String::new();
    for y in (0..whole).step_by(2) {
        let row = (0..whole).map(|x| match (is_light(x, y), is_light(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        });
        text.extend(row);
        text.push('\n');
    }
    text
}
