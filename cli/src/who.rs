//! Whom a word means: a name, a fingerprint, or a file with a card.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use subrosa::identity::{Fingerprint, FullCard, Recipient};
use subrosa::messenger::{Known, Messenger, Trust};

use crate::failure::{Failure, Kind};

/// A card has two thousand characters, and a mail around it some more.
const LONGEST_CARD: u64 = 8 * 1024 * 1024;

/// Seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Whom documents are sealed to. Names go before files, or a file could take the place of somebody.
pub fn recipient(me: &mut Messenger, word: &str) -> Result<Recipient, Failure> {
    if let Some(known) = known(me, word)? {
        return check(&known, word).and_then(|()| Ok(me.recipient_of(&known.fingerprint)?));
    }
    if let Ok(fingerprint) = Fingerprint::from_hex(word) {
        return me.recipient_of(&fingerprint).map_err(Failure::from);
    }
    from_file(word)?.map(|card| card.recipient()).ok_or_else(|| nobody(word))
}

/// Who is meant, by the fingerprint alone.
pub fn fingerprint(me: &mut Messenger, word: &str) -> Result<Fingerprint, Failure> {
    if let Some(known) = known(me, word)? {
        return Ok(known.fingerprint);
    }
    if let Ok(fingerprint) = Fingerprint::from_hex(word) {
        return Ok(fingerprint);
    }
    let card = from_file(word)?.ok_or_else(|| nobody(word))?;
    Ok(*card.recipient().fingerprint())
}

/// The one who is known by a name or a fingerprint.
pub fn known(me: &mut Messenger, word: &str) -> Result<Option<Known>, Failure> {
    let people = me.people()?;
    let hex = Fingerprint::from_hex(word).ok();
    let is_meant = |known: &Known| {
        let named = |(account, name): &(String, String)| {
            name == word || word.split_once('=').is_some_and(|(a, n)| a == account && n == name)
        };
        hex == Some(known.fingerprint)
            || known.fingerprint.matches_digits(word)
            || known.addresses.iter().any(named)
    };
    let mut found: Vec<Known> = people.into_iter().filter(is_meant).collect();
    match found.len() {
        0 | 1 => Ok(found.pop()),
        _ => {
            let several =
                "Several people are known by this name: use a fingerprint of `card list`.";
            Err(Failure::new(Kind::Unknown, format!("{}: {several}", word.escape_debug())))
        }
    }
}

/// Nothing is sealed to whom the user has blocked, nor to a key that another one has replaced.
fn check(known: &Known, word: &str) -> Result<(), Failure> {
    let word = word.escape_debug();
    if known.blocked {
        let sentence = format!("{word} is blocked: unblock them in your messenger first.");
        return Err(Failure::new(Kind::Distrust, sentence));
    }
    match known.trust {
        Trust::Changed => {
            let sentence = "has another key now: compare fingerprints, and import the new card.";
            Err(Failure::new(Kind::Distrust, format!("{word} {sentence}")))
        }
        _ => Ok(()),
    }
}

/// The card in a file, if there is a file.
pub fn from_file(word: &str) -> Result<Option<FullCard>, Failure> {
    let path = Path::new(word);
    let Ok(about) = fs::metadata(path) else { return Ok(None) };
    if !about.is_file() || about.len() > LONGEST_CARD {
        let sentence = "This is not a file with a card: name a contact, or a card.";
        return Err(Failure::new(Kind::Input, sentence).about(path));
    }
    let text = fs::read(path).map_err(|error| Failure::file(path, &error))?;
    let card = FullCard::find(&crate::mail::readable(&text), now());
    card.map(Some).map_err(|error| Failure::from(error).about(path))
}

fn nobody(word: &str) -> Failure {
    let word = word.escape_debug();
    let next = "`subrosa card list` shows who is known, `subrosa card import` learns a card.";
    Failure::new(
        Kind::Unknown,
        format!("Nobody is known as {word}, and there is no such file: {next}"),
    )
}

/// How well somebody is known, as a word.
pub fn trust_word(trust: Trust) -> &'static str {
    match trust {
        Trust::Verified => "verified",
        Trust::FirstUse => "known",
        Trust::Changed => "changed",
        _ => "unverified",
    }
}
