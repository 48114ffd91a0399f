//! Files of every version that was ever released, and the bytes of this one.
//!
//! `SUBROSA_WRITE_FIXTURE=1 cargo test --test vault versions` writes the file of a new version. Those
//! of older versions never change.

use std::path::{Path, PathBuf};
use std::{env, fs};

use rusqlite::Connection;
use subrosa::vault::{Durability, Table, Vault};

use crate::HOST;
use crate::common::SeededRandom;
use crate::directory::Directory;

const NEWEST: u32 = 1;

fn fixture(version: u32) -> PathBuf {
    let name = format!("tests/vault/version-{version}.vault");
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The generation of a vault.
fn beside(vault: &Path) -> PathBuf {
    PathBuf::from(format!("{}-generation", vault.display()))
}

/// Table, group, key and value.
type Record = (Table, &'static [u8], &'static [u8], &'static [u8]);

/// What stands in each of them.
const CONTENT: [Record; 5] = [
    (Table::Identity, b"", b"", b"who I am"),
    (Table::Contact, b"", b"juliet", &[0; 63]),
    (Table::Contact, b"", b"nurse", &[1; 64]),
    (Table::Peer, b"account", b"juliet", &[2; 3000]),
    (Table::Setting, b"account", b"", b""),
];

/// A vault of the newest version whose bytes are the same each time.
fn make(path: &Path) {
    let mut random = SeededRandom::new(1);
    let mut vault = Vault::create(path, &HOST, &mut random).unwrap();
    let mut transaction = vault.begin(Durability::Power).unwrap();
    for (table, group, key, value) in CONTENT {
        transaction.put(table, group, key, value, &mut random).unwrap();
    }
    transaction.commit().unwrap();
}

#[test]
fn a_vault_of_every_version_opens_and_has_what_was_put() {
    for version in 1..=NEWEST {
        let directory = Directory::new();
        fs::copy(fixture(version), directory.vault()).unwrap();
        fs::copy(beside(&fixture(version)), beside(&directory.vault())).unwrap();
        let mut vault = Vault::open(&directory.vault()).unwrap();
        vault.unlock(&HOST).unwrap();
        assert_eq!(vault.verify(), Ok(()));
        let transaction = vault.begin(Durability::Process).unwrap();
        for (table, group, key, value) in CONTENT {
            assert_eq!(**transaction.get(table, group, key).unwrap().unwrap(), *value);
        }
        assert_eq!(transaction.scan(Table::Contact, b"").unwrap().len(), 2);
    }
}

/// Everything that the format fixes. The pages themselves are SQLite's business.
fn dump(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut lines = Vec::new();
    for query in [
        "SELECT * FROM pragma_application_id",
        "SELECT * FROM pragma_user_version",
        "SELECT * FROM pragma_journal_mode",
        "SELECT sql FROM sqlite_schema ORDER BY name",
        "SELECT id || hex(sealed) FROM slot",
        "SELECT hex(group_id) || ' ' || hex(key_id) || ' ' || hex(sealed) FROM row",
    ] {
        let mut statement = connection.prepare(query).unwrap();
        let rows = statement.query_map([], |row| {
            let value: rusqlite::types::Value = row.get(0)?;
            Ok(format!("{value:?}"))
        });
        lines.extend(rows.unwrap().map(Result::unwrap));
    }
    lines
}

#[test]
fn the_format_is_what_it_was_when_its_version_was_released() {
    let directory = Directory::new();
    make(&directory.vault());
    if env::var_os("SUBROSA_WRITE_FIXTURE").is_some() {
        fs::copy(directory.vault(), fixture(NEWEST)).unwrap();
        fs::copy(beside(&directory.vault()), beside(&fixture(NEWEST))).unwrap();
    }
    let copy = directory.path().join("fixture");
    fs::copy(fixture(NEWEST), &copy).unwrap();
    let (made, released) = (dump(&directory.vault()), dump(&copy));
    assert_eq!(made.len(), 3 + 2 + 1 + CONTENT.len() + 1, "and the generation");
    assert_eq!(made, released);
    let generations =
        [directory.vault(), fixture(NEWEST)].map(|path| fs::read(beside(&path)).unwrap());
    assert_eq!(generations[0], generations[1]);
}
