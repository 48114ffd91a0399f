//! Stanzas: the file key of a document, sealed to one key.

use super::Tally;
use super::kit::draft::{Draft, Person};
use super::script::Script;
use std::sync::LazyLock;
use subrosa::crypto::{Backend, CryptoError, SEALED_KEY_LENGTH};

/// First byte: 0 any bytes; else a genuine stanza, changed. Then the document that it is said to be
/// of, and who opens it.
pub fn run(data: &[u8]) -> Tally {
    let mut script = Script::new(data);
    let mut tally = Tally::default();
    let any = script.u8() == 0;
    let (info, opener) = (script.one_of(&INFOS[..]), script.one_of(&PEOPLE[..]));
    let mut stanza = match any {
        true => script.rest().to_vec(),
        false => script.mutate(&GENUINE, &OTHER),
    };
    stanza.resize(SEALED_KEY_LENGTH, 0);
    let sealed = stanza.as_slice().try_into().unwrap();
    let right = stanza == *GENUINE && *info == INFOS[0] && opener.name == PEOPLE[0].name;
    for &backend in Backend::available() {
        match opener.sealing.open_key_with(backend, info, sealed) {
            Ok(key) => assert!(right && *key.as_bytes() == DRAFT.file_key, "{backend:?}"),
            Err(error) => assert!(!right && error == CryptoError::Forged, "{backend:?}: {error}"),
        }
    }
    tally.note(right);
    tally
}

static PEOPLE: LazyLock<[Person; 2]> = LazyLock::new(|| [Person::new("bob"), Person::new("alice")]);

static DRAFT: LazyLock<Draft> = LazyLock::new(|| Draft::new(930, &[], b""));

/// What binds a stanza: the document and the key; of Bob's in this document, in another, and of
/// Alice's.
static INFOS: LazyLock<[Vec<u8>; 3]> = LazyLock::new(|| {
    let info = |id: &[u8], to: &Person| {
        [b"subrosa/1 document-stanza", id, &to.sealing.public().hash()[..]].concat()
    };
    [info(&DRAFT.id, &PEOPLE[0]), info(&[7; 32], &PEOPLE[0]), info(&DRAFT.id, &PEOPLE[1])]
});

/// To Bob, and the same to Alice.
static GENUINE: LazyLock<Vec<u8>> =
    LazyLock::new(|| DRAFT.clone().stanza(PEOPLE[0].sealing.public()));
static OTHER: LazyLock<Vec<u8>> =
    LazyLock::new(|| DRAFT.clone().stanza(PEOPLE[1].sealing.public()));
