//! What a child process may do with a vault that its parent opened: nothing, and no harm.
#![allow(unsafe_code, reason = "only the operating system can fork")]

use subrosa::crypto::OsRandom;
use subrosa::vault::{Durability, Table, Vault, VaultError};

use crate::directory::Directory;
use crate::{HOST, OTHER_HOST, load, store};

unsafe extern "C" {
    fn fork() -> i32;
    fn waitpid(process: i32, status: *mut i32, options: i32) -> i32;
    fn _exit(status: i32) -> !;
}

/// Whether `work` says so in a forked child.
fn holds_in_a_child(work: impl FnOnce() -> bool) -> bool {
    // SAFETY: the child does nothing but `work`, which takes no lock of another thread, and leaves
    // without running anything of the parent's.
    unsafe {
        match fork() {
            0 => _exit(i32::from(!work())),
            child => {
                let mut status = -1;
                assert!(child > 0 && waitpid(child, &raw mut status, 0) == child);
                status == 0
            }
        }
    }
}

#[test]
fn a_forked_child_is_refused_everything_and_the_parent_goes_on() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    store(&mut vault, b"one", b"value");
    let lease = vault.lease(b"account").unwrap();
    let mut taken = (Some(vault), Some(lease));
    assert!(holds_in_a_child(|| {
        let mut vault = taken.0.take().unwrap();
        let forked = Some(VaultError::Forked);
        let refused = vault.begin(Durability::Process).err() == forked
            && vault.changed_elsewhere().err() == forked
            && vault.checkpoint().err() == forked
            && vault.verify().err() == forked
            && vault.lease(b"other").err() == forked
            && vault.unlock(&HOST).err() == forked
            && vault.unlocking().err() == forked
            && vault.protect(&OTHER_HOST, &mut OsRandom).err() == forked;
        drop(vault);
        drop(taken.1.take());
        refused
    }));
    let (Some(mut vault), Some(lease)) = taken else { panic!("the parent has both still") };
    assert!(directory.path().join("vault-wal").exists());
    assert_eq!(vault.lease(b"account").unwrap_err(), VaultError::InUse);
    drop(lease);
    vault.lease(b"account").unwrap();
    store(&mut vault, b"two", b"value");
    assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
    assert_eq!(vault.verify(), Ok(()));
}

#[test]
fn a_transaction_that_a_child_inherits_is_ended_by_the_parent_alone() {
    let directory = Directory::new();
    let mut vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let mut transaction = vault.begin(Durability::Process).unwrap();
    transaction.put(Table::Contact, b"group", b"one", b"value", &mut OsRandom).unwrap();
    let mut taken = Some(transaction);
    assert!(holds_in_a_child(|| {
        let mut transaction = taken.take().unwrap();
        let get = transaction.get(Table::Contact, b"group", b"one");
        let put = transaction.put(Table::Contact, b"group", b"one", b"other", &mut OsRandom);
        let commit = transaction.commit();
        (get.err(), put, commit)
            == (Some(VaultError::Forked), Err(VaultError::Forked), Err(VaultError::Forked))
    }));
    taken.unwrap().commit().unwrap();
    assert_eq!(load(&mut vault, b"one").as_deref(), Some(&b"value"[..]));
}

#[test]
fn a_lease_ends_with_its_holder_even_while_a_forked_child_lives() {
    let directory = Directory::new();
    let vault = Vault::create(&directory.vault(), &HOST, &mut OsRandom).unwrap();
    let lease = vault.lease(b"account").unwrap();
    let (mut reader, writer) = std::io::pipe().unwrap();
    // SAFETY: the child only waits until the parent closes its end.
    let child = unsafe { fork() };
    if child == 0 {
        drop(writer);
        let _ = std::io::Read::read(&mut reader, &mut [0]);
        // SAFETY: ends the child at once.
        unsafe { _exit(0) }
    }
    drop(lease);
    let again = vault.lease(b"account").map(drop);
    drop(writer);
    let mut status = -1;
    // SAFETY: the child that was started above.
    assert_eq!(unsafe { waitpid(child, &raw mut status, 0) }, child);
    assert_eq!((again, status), (Ok(()), 0));
}
