//! A vault that comes back younger than it was: an error that names the file, until the user goes on.

mod accepting;
mod crashes;
mod losses;
mod room;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use subrosa::crypto::OsRandom;
use subrosa::vault::{Durability, Older, Table, Vault, VaultError};

use crate::HOST;
use crate::directory::Directory;

/// The files that a vault consists of, as they were at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Files(BTreeMap<&'static str, Vec<u8>>);

const DATABASE: &str = "";
const LOG: &str = "-wal";
const GENERATION: &str = "-generation";

fn beside(vault: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", vault.display()))
}

impl Files {
    /// What would be found if the process died now.
    fn of(vault: &Path) -> Self {
        let all = [DATABASE, LOG, GENERATION].into_iter();
        Self(
            all.filter_map(|suffix| Some((suffix, fs::read(beside(vault, suffix)).ok()?)))
                .collect(),
        )
    }

    /// The same with one of the files as `other` has it, or without it.
    fn with(&self, suffix: &'static str, other: &Self) -> Self {
        let mut files = self.without(suffix);
        files.0.extend(other.0.get_key_value(suffix).map(|(suffix, file)| (*suffix, file.clone())));
        files
    }

    fn without(&self, suffix: &str) -> Self {
        Self(self.0.iter().filter(|(s, _)| **s != suffix).map(|(s, f)| (*s, f.clone())).collect())
    }

    fn edited(&self, suffix: &'static str, edit: impl FnOnce(&mut Vec<u8>)) -> Self {
        let mut files = self.clone();
        edit(files.0.get_mut(suffix).unwrap());
        files
    }

    /// Puts the files into an empty directory.
    fn placed(&self) -> Directory {
        let directory = Directory::fast();
        for (suffix, file) in &self.0 {
            fs::write(beside(&directory.vault(), suffix), file).unwrap();
        }
        directory
    }
}

fn unlocked(vault: &Path) -> Result<Vault, VaultError> {
    let mut vault = Vault::open(vault)?;
    vault.unlock(&HOST).map(|()| vault)
}

/// A new vault whose log was moved into its database.
fn created(directory: &Directory) -> Vault {
    drop(Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap());
    unlocked(&directory.vault()).unwrap()
}

fn put(vault: &mut Vault, key: &[u8], restricts: bool) {
    let mut transaction = vault.begin(Durability::Process).unwrap();
    transaction.put(Table::Contact, b"group", key, b"value", &mut OsRandom).unwrap();
    if restricts {
        transaction.restricts();
    }
    transaction.commit().unwrap();
}

/// Opening is refused for this reason, names the file, and stays refused.
fn is_refused(directory: &Directory, expected: Older) {
    for _ in 0..2 {
        let error = unlocked(&directory.vault()).unwrap_err();
        let said = error.to_string();
        let names = |file: &Path| file.ends_with("vault-generation");
        let is_it =
            matches!(&error, VaultError::Older { file, why } if *why == expected && names(file));
        assert!(is_it, "{said}");
        assert!(said.contains("vault-generation") && said.contains("accept"), "{said}");
    }
}
