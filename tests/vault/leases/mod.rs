//! Leases of one file under several names, and on several machines.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use subrosa::crypto::OsRandom;
use subrosa::vault::{Host, Lease, Vault, VaultError};

use crate::HOST;
use crate::child::{self, Reporting};
use crate::directory::Directory;

fn host(machine: &str, boot: &str) -> Host {
    Host { machine: machine.into(), boot: boot.into(), name: format!("{machine}'s name") }
}

/// The vault as a machine sees it.
fn on(path: &Path, host: Host) -> Vault {
    let mut vault = Vault::open(path).unwrap();
    vault.unlock(&HOST).unwrap();
    vault.set_host(host);
    vault
}

fn new_vault() -> Directory {
    let directory = Directory::new();
    drop(Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap());
    directory
}

fn lock_file(directory: &Directory) -> PathBuf {
    let entries = fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().path());
    entries.into_iter().find(|path| path.extension().is_some_and(|e| e == "lock")).unwrap()
}

/// Puts a file with the same bytes in the place of the one that is locked: as where locks do not
/// reach.
fn hide_the_lock(directory: &Directory) {
    let path = lock_file(directory);
    let record = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::write(&path, record).unwrap();
}

fn elsewhere(machine: &str) -> VaultError {
    VaultError::InUseElsewhere { machine: machine.into() }
}

fn taken(lease: Result<Lease, VaultError>) -> VaultError {
    lease.unwrap_err()
}

#[test]
fn a_vault_has_one_lease_whatever_links_lead_to_it() {
    let directory = new_vault();
    let there = Directory::new();
    let (link, folder) = (there.path().join("link"), there.path().join("folder"));
    symlink(directory.vault(), &link).unwrap();
    symlink(directory.path(), &folder).unwrap();
    let this = Host::this();
    let lease = on(&directory.vault(), this.clone()).lease(b"account").unwrap();
    for path in [link.clone(), folder.join("vault"), directory.path().join("./vault")] {
        let vault = on(&path, this.clone());
        assert_eq!(taken(vault.lease(b"account")), VaultError::InUse, "{}", path.display());
        assert_eq!(vault.path(), fs::canonicalize(directory.vault()).unwrap());
    }
    drop(lease);
    on(&link, this).lease(b"account").unwrap();
}

#[test]
fn a_file_with_two_names_of_its_own_has_no_lease_until_one_is_gone() {
    let directory = new_vault();
    let other = directory.path().join("other");
    fs::hard_link(directory.vault(), &other).unwrap();
    for path in [directory.vault(), other.clone()] {
        let error = taken(on(&path, Host::this()).lease(b"account"));
        assert_eq!(error, VaultError::SeveralNames { names: 2 });
    }
    fs::remove_file(other).unwrap();
    on(&directory.vault(), Host::this()).lease(b"account").unwrap();
}

#[test]
fn the_lease_of_another_machine_is_held_and_the_error_names_the_machine() {
    let directory = new_vault();
    let (one, two) = (host("one", "1"), host("two", "2"));
    let lease = on(&directory.vault(), one.clone()).lease(b"account").unwrap();
    // Where locks reach.
    let vault = on(&directory.vault(), two.clone());
    assert_eq!(taken(vault.lease(b"account")), elsewhere("one's name"));
    // And where they do not, also after that machine has crashed or started anew.
    hide_the_lock(&directory);
    for _ in 0..2 {
        let error = taken(vault.lease(b"account"));
        assert_eq!(error, elsewhere("one's name"));
        assert!(error.to_string().contains("one's name"));
    }
    on(&directory.vault(), two).lease(b"another account").unwrap();
    drop(lease);
    // Here it has been given back in the file that was hidden away, not in the one that is there.
    assert_eq!(taken(vault.lease(b"account")), elsewhere("one's name"));
}

#[test]
fn a_lease_that_was_given_back_is_free_for_every_machine() {
    let directory = new_vault();
    drop(on(&directory.vault(), host("one", "1")).lease(b"account").unwrap());
    assert_eq!(fs::metadata(lock_file(&directory)).unwrap().len(), 0);
    on(&directory.vault(), host("two", "2")).lease(b"account").unwrap();
}

#[test]
fn the_user_may_take_a_lease_over_and_who_had_it_does_not_give_it_back() {
    let directory = new_vault();
    let former = on(&directory.vault(), host("one", "1")).lease(b"account").unwrap();
    let vault = on(&directory.vault(), host("two", "2"));
    // Not while its lock is seen.
    assert_eq!(taken(vault.take_over(b"account")), elsewhere("one's name"));
    // The file as the former holder sees it.
    let seen = directory.path().join("seen");
    fs::hard_link(lock_file(&directory), &seen).unwrap();
    hide_the_lock(&directory);
    let _lease = vault.take_over(b"account").unwrap();
    let record = fs::read(lock_file(&directory)).unwrap();
    fs::write(&seen, &record).unwrap();
    drop(former);
    assert_eq!(fs::read(&seen).unwrap(), record);
    hide_the_lock(&directory);
    let third = on(&directory.vault(), host("three", "3"));
    assert_eq!(taken(third.lease(b"account")), elsewhere("two's name"));
}

#[test]
fn the_lease_of_this_machine_before_it_started_anew_is_free() {
    let directory = new_vault();
    let _lease = on(&directory.vault(), host("one", "1")).lease(b"account").unwrap();
    hide_the_lock(&directory);
    on(&directory.vault(), host("one", "2")).lease(b"account").unwrap();
}

#[test]
fn one_start_is_one_machine_whatever_it_calls_itself() {
    let directory = new_vault();
    let holder = Reporting::start("leases::holding_child", &directory.vault());
    let holder = holding(holder);
    holder.kill();
    on(&directory.vault(), host("a container of one", "1")).lease(b"account").unwrap();
}

fn holding(mut holder: Reporting) -> Reporting {
    assert_eq!(holder.next().as_deref(), Some("holds"));
    holder
}

#[test]
#[ignore = "runs as the child of another test"]
fn holding_child() {
    let vault = on(&child::place(), host("one", "1"));
    let _lease = vault.lease(b"account").unwrap();
    child::report("holds");
    loop {
        std::thread::park();
    }
}

#[test]
fn a_living_process_whose_lock_cannot_be_seen_holds_until_it_is_dead() {
    let directory = new_vault();
    let holder = holding(Reporting::start("leases::holding_child", &directory.vault()));
    hide_the_lock(&directory);
    let vault = on(&directory.vault(), host("one", "1"));
    assert_eq!(taken(vault.lease(b"account")), elsewhere("one's name"));
    holder.kill();
    vault.lease(b"account").unwrap();
}

#[test]
fn where_nothing_tells_machines_apart_locks_alone_do() {
    let directory = new_vault();
    let nameless = Host { machine: String::new(), boot: String::new(), name: String::new() };
    let lease = on(&directory.vault(), nameless.clone()).lease(b"account").unwrap();
    let vault = on(&directory.vault(), nameless);
    assert_eq!(taken(vault.lease(b"account")), VaultError::InUse);
    drop(lease);
    let holder = vault.lease(b"account").unwrap();
    // But one that has a name is another one.
    hide_the_lock(&directory);
    assert_eq!(taken(on(&directory.vault(), host("one", "1")).lease(b"account")), elsewhere(""));
    drop(holder);
}

#[test]
fn a_record_that_nobody_can_read_is_held_and_an_empty_or_unfinished_one_is_not() {
    let directory = new_vault();
    let vault = on(&directory.vault(), host("one", "1"));
    drop(vault.lease(b"account").unwrap());
    for (record, free) in [(vec![], true), (vec![0; 200], true), (vec![7; 200], false)] {
        fs::write(lock_file(&directory), record).unwrap();
        let lease = vault.lease(b"account");
        assert_eq!(lease.err(), (!free).then(|| elsewhere("?")));
    }
    vault.take_over(b"account").unwrap();
    vault.lease(b"account").unwrap();
}

#[test]
fn the_record_of_one_lease_is_worth_nothing_in_the_file_of_another_and_tells_no_name() {
    let directory = new_vault();
    let vault = on(&directory.vault(), host("one", "1"));
    let _lease = vault.lease(b"account").unwrap();
    let record = fs::read(lock_file(&directory)).unwrap();
    assert!(!record.windows(4).any(|window| window == b"name"));
    hide_the_lock(&directory);
    let path = lock_file(&directory);
    fs::remove_file(&path).unwrap();
    drop(vault.lease(b"another account").unwrap());
    fs::write(lock_file(&directory), record).unwrap();
    assert_eq!(taken(vault.lease(b"another account")), elsewhere("?"));
}
