//! Several processes on one vault.

use std::io::{BufRead, stdin};
use std::process::Stdio;

use subrosa::crypto::OsRandom;
use subrosa::vault::{Durability, Table, Transaction, Vault, VaultError};

use crate::child::{self, Reporting};
use crate::directory::Directory;
use crate::{HOST, load, store};

const ROUNDS: u32 = 150;

fn count(transaction: &Transaction<'_>, key: &[u8]) -> u32 {
    let value = transaction.get(Table::Setting, b"", key).unwrap();
    value.map_or(0, |value| u32::from_be_bytes(value.as_slice().try_into().unwrap()))
}

fn count_up(transaction: &mut Transaction<'_>, key: &[u8]) {
    let next = count(transaction, key) + 1;
    transaction.put(Table::Setting, b"", key, &next.to_be_bytes(), &mut OsRandom).unwrap();
}

/// Counts up what all share and what is its own, in one transaction each time.
fn work(vault: &mut Vault, own: &[u8]) {
    let mut done = 0;
    while done < ROUNDS {
        let durability = if done % 10 == 0 { Durability::Power } else { Durability::Process };
        match vault.begin(durability) {
            Ok(mut transaction) => {
                count_up(&mut transaction, b"shared");
                count_up(&mut transaction, own);
                transaction.commit().unwrap();
                done += 1;
            }
            Err(error) => assert_eq!(error, VaultError::Busy),
        }
    }
}

#[test]
fn processes_that_count_together_lose_no_step() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let children: Vec<_> =
        (0..2).map(|_| Reporting::start("processes::counting_child", &directory.vault())).collect();
    work(&mut vault, b"parent");
    let names: Vec<_> = children.into_iter().flat_map(Reporting::join).collect();
    assert_eq!(names.len(), 2);
    assert!(vault.changed_elsewhere().unwrap());
    let transaction = vault.begin(Durability::Process).unwrap();
    assert_eq!(count(&transaction, b"shared"), 3 * ROUNDS);
    for name in names.iter().map(String::as_bytes).chain([&b"parent"[..]]) {
        assert_eq!(count(&transaction, name), ROUNDS);
    }
    drop(transaction);
    assert_eq!(vault.verify(), Ok(()));
}

#[test]
#[ignore = "runs as the child of another test"]
fn counting_child() {
    let mut vault = Vault::open(&child::place()).unwrap();
    vault.unlock(&HOST).unwrap();
    let name = std::process::id().to_string();
    work(&mut vault, name.as_bytes());
    child::report(name);
}

#[test]
fn the_lease_of_another_process_holds_until_that_dies() {
    let directory = Directory::new();
    let vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let mut holder = Reporting::start("processes::leasing_child", &directory.vault());
    assert_eq!(holder.next().as_deref(), Some("holds"));
    assert_eq!(vault.lease(b"account").unwrap_err(), VaultError::InUse);
    vault.lease(b"another account").unwrap();
    holder.kill();
    vault.lease(b"account").unwrap();
}

#[test]
#[ignore = "runs as the child of another test"]
fn leasing_child() {
    let mut vault = Vault::open(&child::place()).unwrap();
    vault.unlock(&HOST).unwrap();
    let _lease = vault.lease(b"account").unwrap();
    child::report("holds");
    loop {
        std::thread::park();
    }
}

#[test]
fn two_leases_of_one_name_conflict_within_a_process_and_dropping_one_frees_it() {
    let directory = Directory::new();
    let one = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let mut other = Vault::open(&directory.vault()).unwrap();
    other.unlock(&HOST).unwrap();
    let lease = one.lease(b"account").unwrap();
    assert_eq!(one.lease(b"account").unwrap_err(), VaultError::InUse);
    assert_eq!(other.lease(b"account").unwrap_err(), VaultError::InUse);
    other.lease(b"another account").unwrap();
    drop(lease);
    other.lease(b"account").unwrap();
}

#[test]
fn of_many_that_create_a_vault_one_does_and_all_find_the_same() {
    let directory = Directory::new();
    // All begin when their input ends.
    let mut children: Vec<_> = (0..4)
        .map(|_| {
            let mut command = child::command("processes::creating_child", &directory.vault());
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in &mut children {
        drop(child.stdin.take());
    }
    for child in children {
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}");
    }
    let mut vault = Vault::open(&directory.vault()).unwrap();
    vault.unlock(&HOST).unwrap();
    let transaction = vault.begin(Durability::Process).unwrap();
    assert_eq!(count(&transaction, b"shared"), 4);
    assert_eq!(count(&transaction, b"created"), 1);
}

#[test]
#[ignore = "runs as the child of another test"]
fn creating_child() {
    let place = child::place();
    stdin().lock().read_line(&mut String::new()).unwrap();
    let (mut vault, created) = loop {
        match Vault::open(&place) {
            Ok(mut vault) => {
                vault.unlock(&HOST).unwrap();
                break (vault, false);
            }
            Err(VaultError::Missing) => match Vault::create(&place, &HOST, &mut OsRandom) {
                Ok(vault) => break (vault, true),
                Err(VaultError::AlreadyExists | VaultError::Busy) => {}
                Err(error) => panic!("creating: {error}"),
            },
            Err(VaultError::Busy) => {}
            Err(error) => panic!("opening: {error}"),
        }
    };
    let mut transaction = vault.begin(Durability::Process).unwrap();
    count_up(&mut transaction, b"shared");
    if created {
        count_up(&mut transaction, b"created");
    }
    transaction.commit().unwrap();
}

#[test]
fn a_process_that_closes_the_vault_leaves_that_of_another_alone() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    for round in 0..5u8 {
        store(&mut vault, &[round], b"value");
        let mut other = Vault::open(&directory.vault()).unwrap();
        other.unlock(&HOST).unwrap();
        assert_eq!(load(&mut other, &[round]).as_deref(), Some(&b"value"[..]));
        let child = Reporting::start("processes::leasing_child", &directory.vault());
        drop(other);
        child.kill();
    }
    assert_eq!(vault.verify(), Ok(()));
}
