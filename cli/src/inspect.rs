//! `subrosa inspect`: what something is, without opening it.

use std::path::PathBuf;

use serde::Serialize;
use subrosa::identity::{FullCard, UnverifiedCard};
use subrosa::seal::{SealError, Unlock, open_bytes};
use subrosa::wire::{ObjectKind, armor};

use crate::args::Common;
use crate::failure::{Failure, Kind};
use crate::{mail, output, say, who};

/// Where the header of a database says whose it is, and what it says there (docs/VAULT.md).
const APPLICATION: std::ops::Range<usize> = 68..72;
const SUBROSA: &[u8] = b"Subr";
const SQLITE: &[u8] = b"SQLite format 3\0";

/// One thing that was found.
#[derive(Serialize)]
struct Found {
    kind: &'static str,
    about: String,
}

pub fn run(common: &Common, file: Option<&PathBuf>) -> Result<(), Failure> {
    let input = output::read(file)?;
    let found = if input.starts_with(SQLITE) && input.get(APPLICATION) == Some(SUBROSA) {
        vec![Found { kind: "vault", about: "`subrosa doctor` says more".to_owned() }]
    } else if input.first() == Some(&ObjectKind::Document.header_byte()) {
        vec![described(&input)]
    } else {
        let readable = mail::readable(&input);
        let lines = armor::find_document(&readable).filter_map(|piece| match piece.content {
            armor::Content::Line(object) => Some(described(&object)),
            armor::Content::Fragment(_) => {
                Some(Found { kind: "fragment", about: "a part of a longer line".to_owned() })
            }
            armor::Content::Query => {
                Some(Found { kind: "query", about: "asks whether Subrosa is there".to_owned() })
            }
            armor::Content::Broken(error) => {
                Some(Found { kind: "damaged", about: format!("{error}: get it again") })
            }
            _ => None,
        });
        lines.collect()
    };
    if found.is_empty() {
        let sentence = "There is nothing of Subrosa in this: nothing sealed, no card, no vault.";
        return Err(Failure::new(Kind::Input, sentence));
    }
    let words: String = found.iter().map(|one| format!("{}: {}\n", one.kind, one.about)).collect();
    say::result(common, &words, &found)
}

fn described(object: &[u8]) -> Found {
    let kind = object.first().map(|header| ObjectKind::read(*header));
    let size = object.len();
    let (kind, about) = match kind {
        Some(Ok(ObjectKind::Document)) => ("document", document(object)),
        Some(Ok(ObjectKind::FullCard)) => ("card", full_card(object)),
        Some(Ok(ObjectKind::Card)) => ("card without a key to seal to", card(object)),
        Some(Ok(ObjectKind::IdentityExport)) => {
            ("exported key", "opens with its passphrase alone".to_owned())
        }
        Some(Ok(ObjectKind::Message)) => ("message", format!("{size} bytes of a conversation")),
        Some(Ok(ObjectKind::Init)) => {
            ("first message", format!("{size} bytes begin a conversation"))
        }
        Some(Ok(ObjectKind::Offer)) => ("offer", "asks for a private conversation".to_owned()),
        Some(Ok(ObjectKind::SavedState)) => ("saved state", format!("{size} bytes")),
        _ => ("newer object", "made by a newer version".to_owned()),
    };
    Found { kind, about }
}

/// No key opens it, and why not tells how it is locked.
fn document(object: &[u8]) -> String {
    let size = object.len();
    match open_bytes(object, &Unlock::Identities(&[])) {
        Err(SealError::PassphraseNeeded) => format!("{size} bytes, sealed under a passphrase"),
        Err(SealError::NotForUs) => format!("{size} bytes, sealed to keys"),
        Err(error) => format!("{size} bytes, damaged: {}", error.sentence()),
        Ok(_) => format!("{size} bytes"),
    }
}

fn full_card(object: &[u8]) -> String {
    match FullCard::verify(object, who::now()) {
        Ok(card) => format!("of {}", card.recipient().fingerprint().to_hex()),
        Err(error) => format!("not valid: {error}"),
    }
}

fn card(object: &[u8]) -> String {
    match UnverifiedCard::parse(object).and_then(|card| card.verify(who::now())) {
        Ok(card) => format!("of {}", card.identity().fingerprint().to_hex()),
        Err(error) => format!("not valid: {error}"),
    }
}
