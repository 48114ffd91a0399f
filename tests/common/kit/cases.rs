//! The files, one after the other. Alice seals, Bob opens, Carol is another recipient, Mallory is
//! up to something.

mod bodies;
mod headers;
mod signatures;

use super::draft::{Draft, Person, items};
use super::{Case, Expected, Key, people};

pub(crate) fn cases() -> Vec<Case> {
    let people = people();
    let mut kit = Kit { cases: Vec::new(), people };
    kit.good();
    kit.not_documents();
    kit.cut();
    kit.headers();
    kit.passphrases();
    kit.metadata();
    kit.bodies();
    kit.signatures();
    kit.attacks();
    kit.cases
}

struct Kit {
    cases: Vec<Case>,
    people: [Person; 4],
}

/// The content of most files.
const NOTE: &[u8] = b"Meet me under the rose.\n";

impl Kit {
    fn good(&mut self) {
        let [alice, bob, carol, _] = &self.people;
        let cases = [
            opens(
                "unsigned-empty",
                "no content at all",
                Draft::new(1, &[bob], b"").document(),
                b"",
                None,
            ),
            opens(
                "unsigned-one-byte",
                "the least content",
                Draft::new(2, &[bob], b"x").document(),
                b"x",
                None,
            ),
            opens(
                "unsigned-size-unknown",
                "sealed from a pipe: no size in the metadata",
                {
                    let mut draft = Draft::new(3, &[bob], NOTE);
                    draft.metadata = items(&[(1, &[0])]);
                    draft.document()
                },
                NOTE,
                None,
            ),
            opens(
                "signed",
                "signed by Alice",
                Draft::new(4, &[bob], NOTE).signed().document_by(alice),
                NOTE,
                Some("alice"),
            ),
            opens(
                "signed-empty",
                "signed, no content",
                Draft::new(5, &[bob], b"").signed().document_by(alice),
                b"",
                Some("alice"),
            ),
            opens(
                "signed-to-three",
                "one stanza of three is Bob's",
                Draft::new(6, &[carol, bob, alice], NOTE).signed().document_by(alice),
                NOTE,
                Some("alice"),
            ),
            opens(
                "signed-to-self",
                "sender and recipient are one",
                Draft::new(7, &[bob], NOTE).signed().document_by(bob),
                NOTE,
                Some("bob"),
            ),
            opens(
                "one-whole-chunk",
                "65,536 bytes fill a chunk, which is the last",
                Draft::new(8, &[bob], &pattern(65_536)).document(),
                &pattern(65_536),
                None,
            ),
            opens(
                "two-chunks",
                "65,537 bytes take two",
                Draft::new(9, &[bob], &pattern(65_537)).signed().document_by(alice),
                &pattern(65_537),
                Some("alice"),
            ),
            opens(
                "metadata-unpadded",
                "padding is the sender's choice",
                Draft::new(10, &[bob], NOTE).document(),
                NOTE,
                None,
            ),
            opens(
                "metadata-padded",
                "padded to 256 bytes",
                {
                    let mut draft = Draft::new(11, &[bob], NOTE);
                    draft.metadata.resize(256, 0);
                    draft.document()
                },
                NOTE,
                None,
            ),
            opens(
                "metadata-item-skipped",
                "an unknown item that may be skipped",
                {
                    let mut draft = Draft::new(12, &[bob], NOTE);
                    draft.metadata = [&draft.metadata[..], &items(&[(0x90, b"later")])].concat();
                    draft.document()
                },
                NOTE,
                None,
            ),
            opens(
                "passphrase",
                "under a passphrase",
                Draft::under(b"rose", 13, NOTE).document(),
                NOTE,
                None,
            )
            .with("rose"),
            opens(
                "passphrase-signed",
                "under a passphrase, signed: it names no recipients",
                Draft::under(b"rose", 14, NOTE).signed().document_by(alice),
                NOTE,
                Some("alice"),
            )
            .with("rose"),
            opens("name", "an ordinary name", named(15, bob, "rose.txt"), NOTE, None)
                .called("rose.txt"),
            opens(
                "name-with-path",
                "a name that leads out of the folder",
                named(16, bob, "../../.ssh/authorized_keys"),
                NOTE,
                None,
            )
            .called("authorized_keys"),
            opens(
                "name-turned",
                "a name that reads as another, turned by U+202E",
                named(17, bob, "photo\u{202e}gpj.exe"),
                NOTE,
                None,
            )
            .called("photogpj.exe"),
            opens(
                "name-of-a-device",
                "a name that Windows takes for a device",
                named(18, bob, "nul.txt"),
                NOTE,
                None,
            )
            .called("_nul.txt"),
            opens(
                "name-of-dots",
                "a name of which nothing remains",
                named(19, bob, ".."),
                NOTE,
                None,
            )
            .called("document"),
        ];
        self.cases.extend(cases);
    }
}

fn opens(
    name: &'static str,
    why: &'static str,
    bytes: Vec<u8>,
    content: &[u8],
    from: Option<&'static str>,
) -> Case {
    let expected = Expected::Opens { content: content.to_vec(), from, called: None };
    Case { name, why, bytes, key: Key::Of("bob"), expected }
}

fn fails(name: &'static str, why: &'static str, bytes: Vec<u8>, word: &'static str) -> Case {
    Case { name, why, bytes, key: Key::Of("bob"), expected: Expected::Fails(word) }
}

impl Case {
    /// Opened with a passphrase.
    fn with(self, passphrase: &'static str) -> Self {
        Self { key: Key::Passphrase(passphrase), ..self }
    }

    /// Opened by somebody else than Bob.
    fn by(self, person: &'static str) -> Self {
        Self { key: Key::Of(person), ..self }
    }

    fn called(mut self, name: &'static str) -> Self {
        if let Expected::Opens { called, .. } = &mut self.expected {
            *called = Some(name);
        }
        self
    }
}

fn named(seed: u64, to: &Person, name: &str) -> Vec<u8> {
    let mut draft = Draft::new(seed, &[to], NOTE);
    draft.metadata = items(&[(1, &[0]), (4, name.as_bytes())]);
    draft.document()
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|i| (i % 251) as u8).collect()
}

fn flipped(bytes: &[u8], at: usize) -> Vec<u8> {
    changed(bytes, at, bytes[at] ^ 1)
}

fn changed(bytes: &[u8], at: usize, byte: u8) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] = byte;
    bytes
}

fn opens_stanza(person: &Person, draft: &Draft, stanza: &[u8]) -> bool {
    let info =
        [b"subrosa/1 document-stanza", &draft.id[..], person.sealing.public().hash()].concat();
    person.sealing.open_key(&info, stanza.try_into().unwrap()).is_ok()
}

/// r ‖ n − s.
fn high_s(signature: &[u8; 64]) -> [u8; 64] {
    const ORDER: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc,
        0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];
    let mut high = *signature;
    let mut borrow = 0;
    for i in (0..32).rev() {
        let difference = i32::from(ORDER[i]) - i32::from(signature[32 + i]) - borrow;
        borrow = i32::from(difference < 0);
        high[32 + i] = difference.rem_euclid(256) as u8;
    }
    high
}
