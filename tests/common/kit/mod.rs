//! The test kit for documents: files that must open and files that must fail, each for one reason.
//! `examples/make_kit.rs` writes them, `tests/kit.rs` holds the library and the files to it.

mod cases;
pub(crate) mod draft;

pub(crate) use cases::cases;
use draft::Person;
use std::fmt::Write;
use subrosa::crypto::{argon2id, sha256};

/// A file of the kit.
pub(crate) struct Case {
    /// Its name, without the ending.
    pub(crate) name: &'static str,
    /// Why it opens or fails.
    pub(crate) why: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) key: Key,
    pub(crate) expected: Expected,
}

/// What a file is opened with.
#[derive(Clone, Copy)]
pub(crate) enum Key {
    Of(&'static str),
    Passphrase(&'static str),
}

pub(crate) enum Expected {
    Opens {
        content: Vec<u8>,
        /// Who signed it.
        from: Option<&'static str>,
        /// What the file is called, once it is safe.
        called: Option<&'static str>,
    },
    Fails(&'static str),
}

/// The people of the kit.
pub(crate) fn people() -> [Person; 4] {
    ["alice", "bob", "carol", "mallory"].map(Person::new)
}

/// The index of the kit, `kit.txt`.
pub(crate) fn index(cases: &[Case]) -> String {
    let mut text = String::from("# file | opened with | result | why\n");
    for Case { name, why, bytes: _, key, expected } in cases {
        let key = match key {
            Key::Of(person) => (*person).to_owned(),
            Key::Passphrase(passphrase) => format!("passphrase {passphrase}"),
        };
        let result = match expected {
            Expected::Fails(word) => format!("fails: {word}"),
            Expected::Opens { content, from, called } => {
                let from = from.map_or("unsigned".to_owned(), |from| format!("signed by {from}"));
                let called = called.map_or(String::new(), |called| format!(", called {called}"));
                format!("opens: {from}, sha256 {}{called}", hex(&sha256(&[content])))
            }
        };
        writeln!(text, "{name} | {key} | {result} | {why}").unwrap();
    }
    text
}

/// The keys of the people, `keys.txt`.
pub(crate) fn keys() -> String {
    let mut text = String::from(
        "# name | signing secret | agreement secret | sealing secret | fingerprint | sealing hash\n",
    );
    for Person { name, identity, signing, agreement, sealing } in people() {
        let fields = [
            name.to_owned(),
            hex(signing.to_bytes().as_bytes()),
            hex(agreement.to_bytes().as_bytes()),
            hex(sealing.to_bytes().as_bytes()),
            identity.fingerprint().to_hex(),
            hex(sealing.public().hash()),
        ];
        writeln!(text, "{}", fields.join(" | ")).unwrap();
    }
    text.push_str(
        "# passphrase | Argon2id with the salt of 16 times 5a and the least parameters\n",
    );
    for passphrase in ["rose", "Rose"] {
        let mut output = [0; 32];
        argon2id(passphrase.as_bytes(), &draft::SALT, &draft::CHEAPEST, &mut output).unwrap();
        writeln!(text, "passphrase | {passphrase} | {}", hex(&output)).unwrap();
    }
    text
}

/// The people as identity exports under the passphrase `rose`, `exports.txt`: for who opens the kit
/// through an interface that takes no keys.
pub(crate) fn exports() -> String {
    let mut text = String::from("# name | identity export, passphrase rose\n");
    for Person { name, identity, .. } in people() {
        let rng = &mut super::common::SeededRandom::new(name.len() as u64);
        let export = identity.export_text(b"rose", &draft::CHEAPEST, rng).unwrap();
        writeln!(text, "{name} | {export}").unwrap();
    }
    text
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
