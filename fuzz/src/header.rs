//! Headers of documents: any stanzas in any order, counts that lie, any metadata, right MACs and
//! wrong ones.

use super::Tally;
use super::kit::draft::{self, Draft, Person};
use super::script::Script;
use std::sync::LazyLock;
use subrosa::crypto::SEALED_KEY_LENGTH;
use subrosa::seal::{MAX_RECIPIENTS, SealError, Unlock, open_bytes};

/// First byte: 0 any bytes behind the first two; else a header that is put together.
pub fn run(data: &[u8]) -> Tally {
    let mut script = Script::new(data);
    let mut tally = Tally::default();
    if script.u8() == 0 {
        let document = [&[0x81, 1][..], script.rest()].concat();
        assert!(open(&document).is_err());
        tally.note(false);
        return tally;
    }

    let mut stanzas: Vec<Vec<u8>> = Vec::new();
    for _ in 0..script.u8() % 8 {
        let genuine = script.one_of(&STANZAS[..]);
        let mut stanza = match script.u8() % 4 {
            0 | 1 => genuine.clone(),
            2 => script.mutate(genuine, &STANZAS[0]),
            _ => script.chunk().to_vec(),
        };
        stanza.resize(SEALED_KEY_LENGTH, 0);
        stanzas.push(stanza);
    }
    if script.flag() {
        stanzas = draft::sorted(stanzas);
    }
    let mut draft = DRAFT.clone();
    draft.lock = draft::lock(&stanzas);
    let count = if script.flag() { script.u16() } else { stanzas.len() as u16 };
    draft.lock[1..3].copy_from_slice(&count.to_be_bytes());
    let any_metadata = script.flag();
    if any_metadata {
        draft.metadata = script.chunk().to_vec();
        draft.metadata.truncate(4_096);
    }
    let open_header = draft.open_header();
    let right_mac = draft.mac(&open_header);
    let mac = if script.flag() { script.array() } else { right_mac };
    let header = [&open_header[..], &mac].concat();
    let document = [&header[..], &draft.chunks(&header).concat()].concat();

    let is_formed = usize::from(count) == stanzas.len()
        && (1..=MAX_RECIPIENTS).contains(&stanzas.len())
        && stanzas.is_sorted_by(|one, next| one < next);
    let is_for_bob = stanzas.contains(&STANZAS[0]);
    let result = open(&document);
    tally.note(result.is_ok());
    match result {
        Ok(()) => assert!(is_formed && is_for_bob && mac == right_mac, "a header nobody made"),
        Err(error) if is_formed && !is_for_bob => assert_eq!(error, SealError::NotForUs),
        Err(error) => {
            let right = is_formed && mac == right_mac && !any_metadata;
            assert!(!right, "a genuine header is refused: {error}");
        }
    }
    tally
}

fn open(document: &[u8]) -> Result<(), SealError> {
    let unlock = [&BOB.identity];
    open_bytes(document, &Unlock::Identities(&unlock)).map(|_| ())
}

static ALICE: LazyLock<Person> = LazyLock::new(|| Person::new("alice"));
static BOB: LazyLock<Person> = LazyLock::new(|| Person::new("bob"));

static DRAFT: LazyLock<Draft> = LazyLock::new(|| Draft::new(940, &[], b"content"));

/// Of this document: to Bob, to Alice. Of another one, under its own file key: to Bob.
static STANZAS: LazyLock<[Vec<u8>; 3]> = LazyLock::new(|| {
    let (mut draft, mut other) = (DRAFT.clone(), Draft::new(941, &[], b""));
    let (bob, alice) = (BOB.sealing.public(), ALICE.sealing.public());
    [draft.stanza(bob), draft.stanza(alice), other.stanza(bob)]
});
