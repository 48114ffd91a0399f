//! Identity exports: bytes and text from anywhere, and contents as behind the right passphrase.

use super::Tally;
use super::pair::{START, SeededRandom};
use super::script::Script;
use std::sync::LazyLock;
use subrosa::crypto::PassphraseParams;
use subrosa::identity::{Identity, IdentityError};
use subrosa::wire::armor;

/// First byte: 0 and 1 bytes; 2 text; 3 a header whose parameters are refused; 0x77 a genuine
/// export, changed, and opened at its (cheapest) price; else the content of an export.
///
/// Where the parameters are in order, Argon2id would run and cost 19 to 256 MiB: that is left to
/// 0x77. The fuzzer's own allocator refuses more than 24 MiB at a time.
pub fn run(data: &[u8]) -> Tally {
    let mut script = Script::new(data);
    let mut tally = Tally::default();
    match script.u8() {
        0 | 1 => {
            let bytes = script.rest();
            if !is_in_order(bytes) {
                let result = Identity::import(bytes, b"");
                assert!(result.is_err());
                tally.note(false);
            }
        }
        2 => {
            let text = script.rest();
            let mut objects = armor::find(text).filter_map(|piece| match piece.content {
                armor::Content::Line(object) => Some(object),
                _ => None,
            });
            if !objects.any(|object| is_in_order(&object)) {
                assert!(Identity::import_text(text, b"").is_err());
                tally.note(false);
            }
        }
        3 => {
            let (memory, iterations, lanes) = (script.u32(), script.u8(), script.u8());
            let mut bytes = vec![0x51, 1];
            bytes.extend(memory.to_be_bytes());
            bytes.extend([iterations, lanes]);
            bytes.extend([7; 16 + 94]);
            if !in_range(memory, iterations, lanes) {
                let result = Identity::import(&bytes, b"").map(|_| ());
                assert!(matches!(result, Err(IdentityError::PassphraseParameter { .. })));
                let text = armor::encode(&bytes);
                assert_eq!(Identity::import_text(text.as_bytes(), b"").map(|_| ()), result);
                tally.note(false);
            }
        }
        0x77 => {
            let mut bytes = script.mutate(&EXPORT.1, &EXPORT.1);
            if is_in_order(&bytes) {
                bytes[2..8].copy_from_slice(&EXPORT.1[2..8]);
            }
            let result = Identity::import(&bytes, PASSPHRASE);
            assert_eq!(result.is_ok(), bytes == EXPORT.1, "a changed export opens");
            tally.note(result.is_ok());
        }
        _ => {
            let content = script.rest();
            let result = Identity::from_export_content(content);
            tally.note(result.is_ok());
            if let Ok(identity) = result {
                let _ = (format!("{identity:?}"), identity.fingerprint().to_digits());
                let again = Identity::from_export_content(content).expect("the same again");
                assert_eq!(again.fingerprint(), identity.fingerprint());
                assert_eq!(again.created(), identity.created());
            }
        }
    }
    tally
}

const PASSPHRASE: &[u8] = b"correct horse";

const CHEAPEST: PassphraseParams =
    PassphraseParams { memory_kib: 19_456, iterations: 1, parallelism: 1 };

static EXPORT: LazyLock<(Identity, Vec<u8>)> = LazyLock::new(|| {
    let mut rng = SeededRandom::new(77);
    let identity = Identity::generate(START, &mut rng).expect("an identity");
    let bytes = identity.export(PASSPHRASE, &CHEAPEST, &mut rng).expect("an export");
    (identity, bytes)
});

/// Whether Argon2id would run on it.
fn is_in_order(bytes: &[u8]) -> bool {
    match bytes {
        [0x51, 1, a, b, c, d, iterations, lanes, ..] if bytes.len() >= 24 + 16 => {
            in_range(u32::from_be_bytes([*a, *b, *c, *d]), *iterations, *lanes)
        }
        _ => false,
    }
}

/// The ranges of PROTOCOL.md section 13, written down once more.
fn in_range(memory_kib: u32, iterations: u8, lanes: u8) -> bool {
    (19_456..=262_144).contains(&memory_kib)
        && (1..=10).contains(&iterations)
        && (1..=4).contains(&lanes)
}
