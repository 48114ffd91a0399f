//! What takes long because of a passphrase: it is begun, other calls work meanwhile, and a tick ends it.

use super::people::*;
use std::path::PathBuf;
use std::time::Duration;
use subrosa::identity::{Identity, IdentityError};
use subrosa::messenger::limits::{BUSY_STEPS, SLOW_LOOK_MS};
use subrosa::messenger::{EventKind, Messenger, MessengerError, Origin, Outcome, Task, Verdict};
use subrosa::vault::{Durability, Protection, Vault, VaultError};

const HOST: Protection<'static> = Protection::HostKey(&[7; 32]);

fn finished(outcome: &Outcome) -> Option<(Task, Result<(), MessengerError>)> {
    outcome.events.iter().find_map(|event| match &event.kind {
        EventKind::Finished { task, result } => Some((*task, result.clone())),
        _ => None,
    })
}

/// Calls at the times that the messenger names, until what was begun is finished.
fn finish(messenger: &mut Messenger, clock: &TestClock) -> (Task, Result<(), MessengerError>) {
    loop {
        let wake = messenger.wake_ms().unwrap();
        assert!(wake <= SLOW_LOOK_MS, "{wake}");
        std::thread::sleep(Duration::from_millis(wake));
        clock.advance(wake);
        let outcome = messenger.tick();
        if let Some(done) = finished(&outcome) {
            assert_eq!(messenger.working(), None);
            return done;
        }
        assert!(messenger.working().is_some());
    }
}

fn locked(folder: &Folder, clock: &TestClock) -> (PathBuf, Messenger) {
    let path = folder.0.join("vault");
    let mut first = Messenger::open(&path, Some(&[7; 32]), environment(clock, 1)).unwrap();
    let _ = first.attach(ACCOUNT, plain()).unwrap();
    first.begin_passphrase(b"a rose").unwrap();
    // Meanwhile the messenger is used as ever.
    let typed = first.outgoing(ACCOUNT, "bob", b"hello", Origin::default());
    assert_eq!(typed.verdict, Verdict::Pass);
    assert_eq!(first.working(), Some(Task::Passphrase));
    assert_eq!(finish(&mut first, clock), (Task::Passphrase, Ok(())));
    drop(first);
    let vault = Vault::open(&path).unwrap();
    (path, Messenger::new(vault, environment(clock, 2)).unwrap())
}

#[test]
fn a_vault_gets_a_passphrase_and_opens_with_it_while_other_calls_go_on() {
    let (folder, clock) = (Folder::new(), TestClock::new());
    let (_, mut messenger) = locked(&folder, &clock);
    assert!(messenger.is_locked());
    assert!(messenger.attach(ACCOUNT, plain()).is_err());

    messenger.begin_unlock(b"a tulip").unwrap();
    assert_eq!(messenger.begin_unlock(b"a rose"), Err(MessengerError::WrongState));
    let (task, result) = finish(&mut messenger, &clock);
    let wrong = matches!(result, Err(MessengerError::Vault(VaultError::WrongKey(_))));
    assert!(task == Task::Unlock && wrong, "{result:?}");
    assert!(messenger.is_locked());

    messenger.begin_unlock(b"a rose").unwrap();
    assert_eq!(finish(&mut messenger, &clock), (Task::Unlock, Ok(())));
    assert!(!messenger.is_locked());
    // The same tick has attached what waited for that.
    let typed = messenger.outgoing(ACCOUNT, "bob", b"hello", Origin::default());
    assert_eq!(typed.verdict, Verdict::Pass);
}

#[test]
fn an_identity_goes_to_a_file_and_from_there_into_another_vault() {
    let (folder, clock) = (Folder::new(), TestClock::new());
    let mut one =
        Messenger::open(&folder.0.join("one"), Some(&[7; 32]), environment(&clock, 1)).unwrap();
    let mut two =
        Messenger::open(&folder.0.join("two"), Some(&[7; 32]), environment(&clock, 2)).unwrap();
    let file = folder.0.join("export");
    one.begin_export(None, b"a rose", &file).unwrap();
    assert_eq!(finish(&mut one, &clock), (Task::Export, Ok(())));
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &std::fs::metadata(&file).unwrap().permissions(),
        );
        assert_eq!(mode & 0o777, 0o600);
    }
    let again = one.begin_export(None, b"a rose", &file);
    assert!(matches!(again, Err(MessengerError::Vault(VaultError::File { .. }))), "{again:?}");

    let text = std::fs::read(&file).unwrap();
    let key = |messenger: &Messenger| *messenger.identity().unwrap().fingerprint();
    let before = key(&two);
    two.begin_import(&text, b"a tulip").unwrap();
    let (task, result) = finish(&mut two, &clock);
    let wrong = IdentityError::WrongPassphraseOrDamaged;
    assert_eq!((task, result), (Task::Import, Err(MessengerError::Identity(wrong))));
    assert_eq!(key(&two), before);
    two.begin_import(&text, b"a rose").unwrap();
    assert_eq!(finish(&mut two, &clock), (Task::Import, Ok(())));
    assert_eq!(key(&two), key(&one));
}

#[test]
fn a_file_that_appears_meanwhile_is_not_written_over() {
    let (folder, clock) = (Folder::new(), TestClock::new());
    let path = folder.0.join("vault");
    let mut messenger = Messenger::open(&path, None, environment(&clock, 1)).unwrap();
    let file = folder.0.join("export");
    messenger.begin_export(None, b"a rose", &file).unwrap();
    std::fs::write(&file, b"somebody else's").unwrap();
    let (_, result) = finish(&mut messenger, &clock);
    assert!(matches!(result, Err(MessengerError::Vault(VaultError::File { .. }))), "{result:?}");
    assert_eq!(std::fs::read(&file).unwrap(), b"somebody else's");
}

#[test]
fn what_was_made_waits_for_a_lock_that_somebody_else_holds() {
    let (folder, clock) = (Folder::new(), TestClock::new());
    let path = folder.0.join("vault");
    let vault = {
        drop(Messenger::open(&path, Some(&[7; 32]), environment(&clock, 1)).unwrap());
        let mut vault = Vault::open(&path).unwrap();
        vault.unlock(&HOST).unwrap();
        vault
    };
    let patience = vault.patience().clone();
    let mut messenger = Messenger::new(vault, environment(&clock, 2)).unwrap();
    messenger.begin_passphrase(b"a rose").unwrap();
    let mut other = Vault::open(&path).unwrap();
    other.unlock(&HOST).unwrap();
    let busy = other.begin(Durability::Process).unwrap();
    // It is made after a while; then it is tried again ever later.
    let mut longest = 0;
    while longest < 400 {
        let wake = messenger.wake_ms().unwrap();
        longest = longest.max(wake);
        std::thread::sleep(Duration::from_millis(wake.min(50)));
        clock.advance(wake);
        assert_eq!(finished(&messenger.tick()), None);
        assert!(patience.spent() <= BUSY_STEPS);
    }
    drop(busy);
    clock.advance(messenger.wake_ms().unwrap());
    assert_eq!(finished(&messenger.tick()), Some((Task::Passphrase, Ok(()))));
    drop((messenger, other));
    let mut vault = Vault::open(&path).unwrap();
    assert!(vault.unlock(&HOST).is_err());
    vault.unlock(&Protection::Passphrase(b"a rose")).unwrap();
}

#[test]
fn a_messenger_that_goes_away_leaves_its_thread_to_end_by_itself() {
    let (folder, clock) = (Folder::new(), TestClock::new());
    let path = folder.0.join("vault");
    let mut messenger = Messenger::open(&path, Some(&[7; 32]), environment(&clock, 1)).unwrap();
    messenger.begin_passphrase(b"a rose").unwrap();
    drop(messenger);
    let mut again = Messenger::open(&path, Some(&[7; 32]), environment(&clock, 2)).unwrap();
    let file = folder.0.join("export");
    again.begin_export(None, b"a rose", &file).unwrap();
    assert_eq!(finish(&mut again, &clock), (Task::Export, Ok(())));
    let text = std::fs::read(&file).unwrap();
    let identity = Identity::import_text(&text, b"a rose").unwrap();
    assert_eq!(identity.fingerprint(), again.identity().unwrap().fingerprint());
}

#[test]
fn what_cannot_be_begun_says_so_at_once() {
    let (folder, clock) = (Folder::new(), TestClock::new());
    let path = folder.0.join("vault");
    let mut messenger = Messenger::open(&path, None, environment(&clock, 1)).unwrap();
    let empty = Err(MessengerError::Vault(VaultError::EmptyPassphrase));
    assert_eq!(messenger.begin_passphrase(b""), empty);
    assert_eq!(messenger.begin_export(None, b"", &folder.0.join("export")), empty);
    let other = messenger.begin_unlock(b"a rose");
    assert!(matches!(other, Err(MessengerError::Vault(VaultError::OtherProtection(_)))));
    let _ = messenger.attach(ACCOUNT, plain()).unwrap();
    assert_eq!(messenger.begin_import(b"", b"a rose"), Err(MessengerError::IdentityInUse));
    assert_eq!(messenger.working(), None);
}
