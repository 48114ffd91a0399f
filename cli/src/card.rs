//! `subrosa card`: cards are given to others, and learned.

use std::path::PathBuf;

use serde::Serialize;
use subrosa::identity::FullCard;
use subrosa::messenger::{Known, MessengerError};
use subrosa::session::SessionError;

use crate::args::{Card, Common, Output};
use crate::failure::{Failure, Kind};
use crate::{home, mail, output, say, who};

/// What a card says.
#[derive(Serialize)]
struct Verified {
    fingerprint: String,
    digits: String,
    issued: u64,
    expires: u64,
}

/// Somebody who is known.
#[derive(Serialize)]
struct Listed {
    fingerprint: String,
    trust: &'static str,
    blocked: bool,
    sealable: bool,
    names: Vec<String>,
}

pub fn run(common: &Common, card: &Card) -> Result<(), Failure> {
    match card {
        Card::Show { output } => show(common, output),
        Card::Verify { file } => verify(common, file.as_ref()),
        Card::Import { file, name } => import(common, file.as_ref(), name.as_deref()),
        Card::List => list(common),
    }
}

fn show(common: &Common, to: &Output) -> Result<(), Failure> {
    let mut me = home::open(common)?;
    home::attach(&mut me)?;
    let text = me.card(home::ACCOUNT)?.to_wrapped_text();
    output::write(to, format!("{}\n", text.trim_end()).as_bytes())
}

fn verify(common: &Common, file: Option<&PathBuf>) -> Result<(), Failure> {
    let found = FullCard::find(&mail::readable(&output::read(file)?), who::now())?;
    let (words, value) = described(&found);
    say::result(common, &words, &value)
}

fn described(found: &FullCard) -> (String, Verified) {
    let fingerprint = found.card().identity().fingerprint();
    let (issued, expires) = (found.card().issued(), found.card().expires());
    let (hex, digits) = (fingerprint.to_hex(), fingerprint.to_digits());
    let days = expires.saturating_sub(who::now()).div_ceil(86_400);
    let words = format!("fingerprint {hex}\ndigits      {digits}\nvalid       {days} more days");
    (words, Verified { fingerprint: hex, digits, issued, expires })
}

fn import(common: &Common, file: Option<&PathBuf>, name: Option<&str>) -> Result<(), Failure> {
    let text = mail::readable(&output::read(file)?);
    let found = FullCard::find(&text, who::now())?;
    let mut me = home::open(common)?;
    let (words, value) = described(&found);
    if let Some(name) = name {
        if let Some(other) = who::known(&mut me, name)?
            && other.fingerprint != *found.card().identity().fingerprint()
        {
            return Err(anothers(name));
        }
        home::attach(&mut me)?;
    }
    let at = name.map(|name| (home::ACCOUNT, name));
    if let Some(error) = me.card_learn(at, &text).error {
        return Err(match error {
            MessengerError::Session(SessionError::OlderCard) => Failure::new(
                Kind::Input,
                "A newer card of theirs is known already: nothing was changed.",
            ),
            MessengerError::Session(SessionError::OwnIdentity) => {
                Failure::new(Kind::Usage, "This is your own card: give it to others.")
            }
            MessengerError::OtherFingerprint => anothers(name.unwrap_or_default()),
            other => other.into(),
        });
    }
    say::result(common, &words, &value)
}

fn anothers(name: &str) -> Failure {
    let name = name.escape_debug();
    let sentence = "is somebody else's name already: if it is the same person with a new key, \
                    compare fingerprints, and import the card under another name.";
    Failure::new(Kind::Distrust, format!("{name} {sentence}"))
}

fn list(common: &Common) -> Result<(), Failure> {
    let people = home::open(common)?.people()?;
    let listed: Vec<Listed> = people.iter().map(listed).collect();
    let mut words = String::new();
    for one in &listed {
        let names = if one.names.is_empty() { "-".to_owned() } else { one.names.join(", ") };
        let seal = if one.sealable { "" } else { ", no card" };
        let blocked = if one.blocked { ", blocked" } else { "" };
        let (who, trust) = (&one.fingerprint, one.trust);
        words.push_str(&format!("{who}  {} ({trust}{seal}{blocked})\n", say::safe(&names)));
    }
    if listed.is_empty() && !common.json {
        say::note("nobody is known yet: `subrosa card import` learns a card");
        return Ok(());
    }
    say::result(common, &words, &listed)
}

fn listed(known: &Known) -> Listed {
    let mut names: Vec<String> = known.addresses.iter().map(|(_, name)| name.clone()).collect();
    names.dedup();
    Listed {
        fingerprint: known.fingerprint.to_hex(),
        trust: who::trust_word(known.trust),
        blocked: known.blocked,
        sealable: known.sealable,
        names,
    }
}
