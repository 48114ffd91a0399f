//! The vault, as a user of the crate sees it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout)]

mod changes;
mod child;
#[path = "../common/mod.rs"]
mod common;
mod creating;
mod damage;
mod directory;
mod durability;
mod errors;
#[cfg(unix)]
mod files;
#[cfg(unix)]
mod fork;
mod killed;
#[cfg(unix)]
mod leases;
mod opening;
mod processes;
mod protecting;
mod refused_writes;
mod rows;
mod versions;
mod younger;

use subrosa::crypto::OsRandom;
use subrosa::vault::{Durability, Protection, Table, Vault};

const HOST: Protection<'static> = Protection::HostKey(&[7; 32]);
const OTHER_HOST: Protection<'static> = Protection::HostKey(&[8; 32]);
const PASSPHRASE: Protection<'static> = Protection::Passphrase(b"a rose");

/// Puts a value in a transaction of its own.
fn store(vault: &mut Vault, key: &[u8], value: &[u8]) {
    let mut transaction = vault.begin(Durability::Process).unwrap();
    transaction.put(Table::Contact, b"group", key, value, &mut OsRandom).unwrap();
    transaction.commit().unwrap();
}

/// The value that [`store`] put.
fn load(vault: &mut Vault, key: &[u8]) -> Option<Vec<u8>> {
    let transaction = vault.begin(Durability::Process).unwrap();
    transaction.get(Table::Contact, b"group", key).unwrap().map(|value| value.to_vec())
}
