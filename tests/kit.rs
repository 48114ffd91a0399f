//! The test kit for documents: each file does what the index says, and the committed files are
//! those that the generator makes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "common/mod.rs"]
mod common;
#[path = "common/kit/mod.rs"]
mod kit;

use kit::{Expected, Key};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use subrosa::crypto::CryptoError;
use subrosa::seal::{Part, SafeName, SealError, Signer, Unlock, open_bytes};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kit")
}

#[test]
fn every_file_of_the_kit_opens_or_fails_for_its_reason() {
    let people = kit::people();
    let cases = kit::cases();
    let mut wrong = Vec::new();
    for case in &cases {
        let identity = people.iter().find(|p| matches!(case.key, Key::Of(name) if name == p.name));
        let identities: Vec<_> = identity.iter().map(|person| &person.identity).collect();
        let unlock = match case.key {
            Key::Of(_) => Unlock::Identities(&identities),
            Key::Passphrase(passphrase) => Unlock::Passphrase(passphrase.as_bytes()),
        };
        let result = open_bytes(&case.bytes, &unlock);
        match (&case.expected, result) {
            (Expected::Fails(word), Err(error)) => {
                if name_of(&error) != *word {
                    wrong.push(format!("{}: {error} instead of {word}", case.name));
                }
            }
            (Expected::Opens { content, from, called }, Ok((opened, about))) => {
                assert_eq!(*opened, *content, "{}", case.name);
                let sender = match about.origin() {
                    Signer::Signed(sender) => people.iter().find(|p| p.identity.public() == sender),
                    _ => None,
                };
                assert_eq!(sender.map(|person| person.name), *from, "{}", case.name);
                if let Some(called) = called {
                    let name = SafeName::of(about.metadata().unsafe_name());
                    assert_eq!(name.as_str(), *called, "{}", case.name);
                }
            }
            (_, result) => {
                wrong.push(format!("{}: {:?}", case.name, result.map(|(_, about)| about)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let (good, bad): (Vec<_>, Vec<_>) =
        cases.iter().partition(|case| matches!(case.expected, Expected::Opens { .. }));
    assert!(good.len() >= 19 && bad.len() >= 70, "{} good, {} bad", good.len(), bad.len());
}

#[test]
fn the_committed_files_are_those_that_the_generator_makes() {
    let cases = kit::cases();
    for case in &cases {
        let committed = std::fs::read(folder().join(format!("{}.sealed", case.name)));
        assert!(committed.unwrap() == case.bytes, "{} has changed", case.name);
    }
    let text = |name| std::fs::read_to_string(folder().join(name)).unwrap();
    assert_eq!(text("kit.txt"), kit::index(&cases));
    assert_eq!(text("keys.txt"), kit::keys());
    assert_eq!(text("exports.txt"), kit::exports());
    let names: BTreeSet<_> = cases.iter().map(|case| format!("{}.sealed", case.name)).collect();
    let committed: BTreeSet<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".sealed"))
        .collect();
    assert_eq!(committed, names);
    assert_eq!(names.len(), cases.len(), "a name is used twice");
}

/// What an error is called in the kit.
fn name_of(error: &SealError) -> String {
    match error {
        SealError::NotADocument => "not a document",
        SealError::OtherObject { .. } => "another object",
        SealError::Unsupported { what, .. } => return format!("unknown {what}"),
        SealError::Truncated => "cut off",
        SealError::TrailingBytes => "trailing bytes",
        SealError::Damaged(Part::Chunk(index)) => return format!("damaged chunk {index}"),
        SealError::Damaged(part) => return format!("damaged {part}"),
        SealError::NotForUs => "for somebody else",
        SealError::PassphraseNeeded => "passphrase needed",
        SealError::KeysNeeded => "keys needed",
        SealError::WrongPassphrase => "wrong passphrase",
        SealError::BadSignature => "bad signature",
        SealError::NotLowS => "high s",
        SealError::NotAmongRecipients => "not among the recipients",
        SealError::Crypto(CryptoError::PassphraseParameter { .. }) => "bad parameters",
        other => return format!("unexpected: {other}"),
    }
    .to_owned()
}
