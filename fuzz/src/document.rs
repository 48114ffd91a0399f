//! Sealed documents: bytes and text from anywhere, genuine ones changed, and what a hostile sender
//! makes with the right keys.

use super::Tally;
use super::kit::draft::{Draft, Person};
use super::script::Script;
use std::sync::LazyLock;
use subrosa::seal::{
    Opened, SafeName, SealError, Signer, Unlock, open_bytes, open_text, open_unsigned_stream,
};
use subrosa::wire::armor;

/// First byte: 0 bytes; 1 text; 2 a genuine document, changed; 3 any metadata, content and trailer
/// under keys that fit; else a name.
pub fn run(data: &[u8]) -> Tally {
    let mut script = Script::new(data);
    let mut tally = Tally::default();
    match script.u8() {
        0 => {
            let document = script.rest();
            let result = open(document);
            assert!(result.is_err() || GENUINE.iter().any(|genuine| genuine == document));
            tally.note(result.is_ok());
        }
        1 => {
            let text = script.rest();
            let unlock = [&BOB.identity];
            let result = open_text(text, &Unlock::Identities(&unlock));
            tally.note(result.is_ok());
            // What is found there is found in the line alone, too.
            let first = armor::find_document(text).find_map(|piece| match piece.content {
                armor::Content::Line(object) if object.first() == Some(&0x81) => Some(object),
                _ => None,
            });
            if let Some(object) = first {
                let alone =
                    open_text(armor::encode(&object).as_bytes(), &Unlock::Identities(&unlock));
                assert_eq!(alone.err(), result.err());
            } else {
                assert!(result.is_err());
            }
        }
        2 => {
            let genuine = script.one_of(&GENUINE);
            let other = script.one_of(&GENUINE);
            let document = script.mutate(genuine, other);
            let result = open(&document);
            let is_genuine = GENUINE.contains(&document);
            assert_eq!(result.is_ok(), is_genuine, "a changed document: {result:?}");
            tally.note(result.is_ok());
        }
        3 => {
            let mut draft = DRAFT.clone();
            draft.metadata = script.chunk().to_vec();
            draft.metadata.truncate(4_096);
            draft.content = script.chunk().to_vec();
            if script.flag() {
                draft.names = script.chunk().to_vec();
            }
            let how = script.u8() % 4;
            let document = match how {
                0 => draft.document(),
                1 => draft.document_by(&ALICE),
                2 => {
                    let header = draft.header();
                    let trailer = draft.sealed_trailer(&header, script.chunk());
                    [&header[..], &draft.chunks(&header).concat(), &trailer].concat()
                }
                _ => {
                    let header = draft.header();
                    let (index, last) = (script.u32(), script.u8());
                    let chunk = draft.chunk(&header, index, last, &draft.content);
                    [header, chunk].concat()
                }
            };
            let result = open(&document);
            tally.note(result.is_ok());
            if let Ok((content, opened)) = result {
                assert_eq!(content, draft.content);
                let signed = matches!(opened.origin(), Signer::Signed(_));
                assert_eq!(signed, opened.metadata().signed());
                assert_eq!(signed, how == 1, "a signature that Alice did not make");
                if signed {
                    assert_eq!(opened.signed_by(&[*ALICE.identity.fingerprint()]).err(), None);
                    assert!(draft.names.chunks(64).any(|name| name == BOB.named()));
                }
            }
        }
        _ => {
            let original = String::from_utf8_lossy(script.rest());
            let name = SafeName::of(Some(&original));
            tally.note(!name.changed());
            let name = name.as_str();
            assert!((1..=200).contains(&name.len()), "{name:?}");
            assert!(!name.contains(['/', '\\', ':', '\0', '\u{202e}', '\n']), "{name:?}");
            assert!(!name.starts_with(['.', '-', '~', ' ']) && !name.ends_with(['.', ' ']));
            assert_eq!(SafeName::of(Some(name)).as_str(), name);
        }
    }
    tally
}

/// Opens in memory and as a stream, which must agree.
fn open(document: &[u8]) -> Result<(Vec<u8>, Opened), SealError> {
    let unlock = [&BOB.identity];
    let unlock = Unlock::Identities(&unlock);
    let result = open_bytes(document, &unlock).map(|(content, opened)| (content.to_vec(), opened));
    let mut out = Vec::new();
    let streamed = open_unsigned_stream(document, &mut out, &unlock);
    match (&result, streamed) {
        (_, Err(SealError::SignedStream)) => assert!(out.is_empty()),
        (Ok((content, opened)), Ok(also)) => assert!(*content == out && *opened == also),
        (Err(error), Err(also)) => assert_eq!(*error, also),
        (result, streamed) => panic!("{result:?} and {streamed:?}"),
    }
    result
}

static ALICE: LazyLock<Person> = LazyLock::new(|| Person::new("alice"));
static BOB: LazyLock<Person> = LazyLock::new(|| Person::new("bob"));

/// To Bob and Alice, with room for any content.
static DRAFT: LazyLock<Draft> = LazyLock::new(|| Draft::new(900, &[&*BOB, &*ALICE], b""));

static GENUINE: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let streamed = |mut draft: Draft| {
        draft.metadata.truncate(3);
        draft
    };
    let long: Vec<u8> = (0..70_000u32).map(|i| i as u8).collect();
    vec![
        Draft::new(901, &[&*BOB], b"unsigned").document(),
        Draft::new(902, &[&*BOB, &*ALICE], b"signed").signed().document_by(&ALICE),
        Draft::new(903, &[&*BOB, &*ALICE], b"signed too").signed().document_by(&ALICE),
        streamed(Draft::new(904, &[&*BOB], b"streamed")).document(),
        streamed(Draft::new(905, &[&*BOB], &long)).document(),
    ]
});
