//! What may leave in clear while the vault cannot be written, and after a loss. What the host has set
//! and told is not lost either.

use super::keys::*;
use super::noticed::{lasts, other_handle};
use super::people::*;
use super::windows::is_shut;
use std::process::Command;
use std::sync::atomic::Ordering;
use subrosa::messenger::{
    Action, Discovery, EventKind, Messenger, MessengerError, Mode, Notice, Origin, Setting, Stage,
    State, Verdict,
};
use subrosa::vault::{Durability, Protection, Vault, VaultError};

pub fn notices(seen: &Seen) -> Vec<Notice> {
    let notice = |kind: &EventKind| match kind {
        EventKind::Notice(notice) => Some(*notice),
        _ => None,
    };
    seen.events.iter().filter_map(|event| notice(&event.kind)).collect()
}

pub fn alone(folder: &Folder) -> Somebody {
    Somebody::new(folder, &TestClock::new(), "alice", 1)
}

// The vault cannot be written.

#[test]
fn a_start_that_the_vault_cannot_take_holds_what_is_typed_until_it_is_cancelled() {
    let folder = Folder::new();
    let mut a = alone(&folder);
    a.say("bob", "in clear");
    let mut other = other_handle(&a);
    let busy = other.begin(Durability::Process).unwrap();
    let start = a.messenger.contact_do(ACCOUNT, "bob", Action::Start, None);
    assert!(start.error.is_some());
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Held);
    drop(busy);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Held);
    a.do_with("bob", Action::Cancel);
    assert_eq!(a.say("bob", "in clear again").verdict, Verdict::Pass);
}

#[test]
fn a_start_that_the_vault_cannot_take_leaves_nothing_but_the_restriction() {
    let folder = Folder::new();
    let mut a = alone(&folder);
    let mut other = other_handle(&a);
    let busy = other.begin(Durability::Process).unwrap();
    assert!(a.messenger.contact_do(ACCOUNT, "bob", Action::Start, None).error.is_some());
    drop(busy);
    assert!(!contact(&mut a, "bob")[0].known, "nobody has become a contact");
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty());
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Held);
}

#[test]
fn while_the_vault_is_busy_texts_in_clear_still_leave() {
    let folder = Folder::new();
    let mut a = alone(&folder);
    let mut other = other_handle(&a);
    let _busy = other.begin(Durability::Process).unwrap();
    assert_eq!(a.say("dave", "never private").verdict, Verdict::Pass);
    assert!(a.messenger.may_send(ACCOUNT, "dave", b"a file"));
}

/// A small file system of its own, where this process may make one.
struct SmallDisk(Folder);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let disk = Self(Folder::new());
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(&disk.0.0);
        mount.output().is_ok_and(|output| output.status.success()).then_some(disk)
    }

    fn fill(&self) {
        let ballast = self.0.0.join("ballast");
        let _full = std::fs::write(ballast, vec![1; 2_000_000]).unwrap_err();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0.0).output();
    }
}

/// Where no file system can be made, the busy vault above stands in.
#[test]
fn on_a_full_disk_a_start_and_a_rename_restrict_at_once() {
    let Some(disk) = SmallDisk::mount() else { return };
    let (mut a, _b) = private_pair(&disk.0);
    disk.fill();
    // What room there is in the last block of the log is used up first.
    let mut full = false;
    for number in 0..1_000 {
        let started = format!("somebody{number}");
        let start = a.messenger.contact_do(ACCOUNT, &started, Action::Start, None);
        assert_eq!(is_shut(&mut a, &started), Verdict::Held, "{:?}", start.error);
        full = start.error.is_some();
        if full {
            break;
        }
    }
    assert!(full, "the disk was never full");
    let _failed = a.messenger.rename(ACCOUNT, "bob", "bob_away");
    is_shut(&mut a, "bob_away");
    is_shut(&mut a, "bob");
    assert_eq!(a.say("dave", "never private").verdict, Verdict::Pass);
    std::fs::remove_file(disk.0.0.join("ballast")).unwrap();
    a.clock.advance(1_000);
    a.tick();
    assert_eq!(a.state("bob_away"), State::Private);
}

#[test]
fn an_account_that_another_program_uses_is_said_to_be_used_and_tried_again() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    let mut second = Messenger::new(other_handle(&a), environment(&a.clock, 6)).unwrap();
    let refused = second.attach(ACCOUNT, plain());
    assert!(matches!(refused, Err(MessengerError::Vault(VaultError::InUse))));
    for peer in ["bob", "dave"] {
        let typed = second.outgoing(ACCOUNT, peer, b"hello", Origin::default());
        assert_eq!(typed.verdict, Verdict::Refused);
        let kinds: Vec<&EventKind> = typed.events.iter().map(|event| &event.kind).collect();
        assert_eq!(kinds, [&EventKind::Notice(Notice::AccountInUse)], "to {peer}");
    }
    a.messenger.detach(ACCOUNT).unwrap();
    a.clock.advance(60_000);
    let told = second.tick();
    let private = |kind: &EventKind| matches!(kind, EventKind::State { state: State::Private, .. });
    assert!(told.events.iter().any(|event| private(&event.kind)), "as attach tells it");
    let typed = second.outgoing(ACCOUNT, "bob", b"hello", Origin::default());
    assert_eq!(typed.verdict, Verdict::Taken);
}

#[test]
fn an_account_of_a_locked_vault_is_said_to_be_locked_and_tried_again() {
    let folder = Folder::new();
    let (a, _b) = private_pair(&folder);
    let (path, clock) = (a.path.clone(), a.clock.clone());
    drop(a);
    let vault = Vault::open(&path).unwrap();
    let mut messenger = Messenger::new(vault, environment(&clock, 5)).unwrap();
    let early = messenger.attach(ACCOUNT, plain());
    assert!(matches!(early, Err(MessengerError::Vault(VaultError::Locked))));
    let typed = messenger.outgoing(ACCOUNT, "dave", b"hello", Origin::default());
    assert_eq!(typed.verdict, Verdict::Refused);
    let [event] = &typed.events[..] else { panic!("{:?}", typed.events) };
    let EventKind::Notice(notice) = event.kind else { panic!("{event:?}") };
    let sentence = notice.sentence();
    assert_ne!(sentence, Notice::UnknownAccount.sentence());
    assert_ne!(sentence, Notice::AccountInUse.sentence());
    messenger.unlock(&Protection::HostKey(&[7; 32])).unwrap();
    clock.advance(1_000);
    let _ = messenger.tick();
    let typed = messenger.outgoing(ACCOUNT, "bob", b"hello", Origin::default());
    assert_eq!(typed.verdict, Verdict::Taken);
}

#[test]
fn two_paths_of_one_file_are_one_vault() {
    let folder = Folder::new();
    let (a, _b) = private_pair(&folder);
    let link = folder.0.join("link.vault");
    std::os::unix::fs::symlink(&a.path, &link).unwrap();
    let Ok(mut vault) = Vault::open(&link) else { return };
    vault.unlock(&Protection::HostKey(&[7; 32])).unwrap();
    let mut second = Messenger::new(vault, environment(&a.clock, 6)).unwrap();
    let refused = second.attach(ACCOUNT, plain());
    assert!(matches!(refused, Err(MessengerError::Vault(VaultError::InUse))));
}

/// What becomes of a vault that has a private contact, when its log is gone or damaged.
fn without_its_log(damage: impl FnOnce(Vec<u8>) -> Option<Vec<u8>>) -> Result<(), MessengerError> {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    // So that everything is in the log, and lasts.
    assert!(lasts(&mut a) || lasts(&mut a));
    let (path, clock) = (a.path.clone(), a.clock.clone());
    let beside = |suffix: &str| format!("{}{suffix}", path.display());
    let (database, log) = (std::fs::read(&path).unwrap(), std::fs::read(beside("-wal")).unwrap());
    drop(a);
    std::fs::write(&path, database).unwrap();
    let _ = std::fs::remove_file(beside("-shm"));
    match damage(log) {
        Some(log) => std::fs::write(beside("-wal"), log).unwrap(),
        None => drop(std::fs::remove_file(beside("-wal"))),
    }
    let mut vault = Vault::open(&path)?;
    vault.unlock(&Protection::HostKey(&[7; 32]))?;
    let mut messenger = Messenger::new(vault, environment(&clock, 6))?;
    let _ = messenger.attach(ACCOUNT, plain())?;
    let typed = messenger.outgoing(ACCOUNT, "bob", b"a secret", Origin::default());
    assert_ne!(typed.verdict, Verdict::Pass, "it has no contacts any more, and nobody was told");
    Ok(())
}

#[test]
fn a_vault_whose_log_is_whole_opens() {
    assert!(without_its_log(Some).is_ok());
}

#[test]
fn a_vault_that_came_back_without_its_log_does_not_open_in_silence() {
    assert!(without_its_log(|_| None).is_err());
}

#[test]
fn a_vault_whose_log_is_damaged_in_its_first_frame_does_not_open_in_silence() {
    // The header of the log has 32 bytes, that of a frame 24.
    for at in [32 + 8, 32 + 24 + 100] {
        let damaged = |mut log: Vec<u8>| {
            log[at] ^= 1;
            Some(log)
        };
        assert!(without_its_log(damaged).is_err(), "byte {at}");
    }
}

// After a loss.

#[test]
fn after_a_contacts_unreadable_line_what_is_typed_is_held() {
    let folder = Folder::new();
    let (a, mut b) = private_pair(&folder);
    let clock = a.clock.clone();
    drop(a);
    let mut a = Somebody::new(&folder, &clock, "alice2", 77);
    a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
    let line = b.say("alice", "can you read this?").lines[0].1.clone();
    let mut told = notices(&a.hear("bob", &line));
    for _ in 0..10 {
        a.clock.advance(1_000);
        told.extend(notices(&a.tick()));
    }
    assert!(told.contains(&Notice::CannotRead), "{told:?}");
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Held);
    assert_eq!(a.say("bob", "now what?").verdict, Verdict::Held);
    a.do_with("bob", Action::Cancel);
    assert_eq!(a.say("bob", "in clear then").verdict, Verdict::Pass);
}

#[test]
fn an_unreadable_line_of_a_stranger_holds_nothing() {
    let folder = Folder::new();
    let (a, mut b) = private_pair(&folder);
    let clock = a.clock.clone();
    drop(a);
    let mut a = Somebody::new(&folder, &clock, "alice2", 77);
    let line = b.say("alice", "can you read this?").lines[0].1.clone();
    a.hear("bob", &line);
    a.clock.advance(10_000);
    a.tick();
    assert_eq!(a.say("bob", "hello?").verdict, Verdict::Pass);
}

// What the host tells and sets.

#[test]
fn a_restriction_that_the_host_sets_survives_the_machine() {
    let folder = Folder::new();
    let mut a = alone(&folder);
    a.messenger.set(ACCOUNT, Setting::Mode, 1).unwrap();
    let _ = lasts(&mut a);
    a.messenger.set(ACCOUNT, Setting::Mode, 3).unwrap();
    assert!(lasts(&mut a), "required, for the account");
    a.messenger.set_mode(ACCOUNT, "bob", Some(Mode::Required)).unwrap();
    assert!(lasts(&mut a), "required, for a contact");
}

fn is_asked(a: &mut Somebody, name: &str) -> bool {
    let asked = a.messenger.discover(ACCOUNT, name, Discovery::Query);
    !a.see(&asked, true).lines.is_empty()
}

#[test]
fn what_the_host_tells_right_after_a_first_text_in_clear_is_kept() {
    let folder = Folder::new();
    let mut a = alone(&folder);
    a.say("bob", "hello");
    a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
    a.restart(true);
    assert!(contact(&mut a, "bob")[0].known);
}

#[test]
fn who_was_written_to_is_known_after_a_detach_and_after_a_restart() {
    let folder = Folder::new();
    let mut a = alone(&folder);
    a.say("bob", "hello");
    a.messenger.detach(ACCOUNT).unwrap();
    a.attach();
    assert!(contact(&mut a, "bob")[0].known, "after a detach");
    a.say("carol", "hello");
    a.restart(true);
    assert!(contact(&mut a, "carol")[0].known, "after a restart");
}

#[test]
fn who_was_asked_is_not_asked_again_after_a_detach_and_after_a_restart() {
    let folder = Folder::new();
    let mut a = alone(&folder);
    a.say("bob", "hello");
    assert!(is_asked(&mut a, "bob"));
    a.messenger.detach(ACCOUNT).unwrap();
    a.attach();
    assert!(!is_asked(&mut a, "bob"), "after a detach");
    a.restart(true);
    assert!(!is_asked(&mut a, "bob"), "after a restart");
    a.say("carol", "hello");
    assert!(is_asked(&mut a, "carol"));
    a.messenger.doubt_memory();
    assert!(!is_asked(&mut a, "carol"), "after memory was loaded anew");
}

#[test]
fn texts_that_are_lost_keep_nobody_from_writing_on() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    a.messenger.set_present(ACCOUNT, "bob", false).unwrap();
    for number in 0..256 {
        assert_eq!(a.say("bob", &format!("text {number}")).verdict, Verdict::Taken);
    }
    a.clock.advance(2 * 86_400_000);
    for _ in 0..20 {
        a.clock.advance(1_000);
        a.tick();
    }
    let left = a.messenger.texts(ACCOUNT, Some("bob"));
    let lost = |kind: &EventKind| matches!(kind, EventKind::Progress(p) if p.stage == Stage::Lost);
    assert_eq!(left.events.iter().filter(|event| lost(&event.kind)).count(), 256);
    let back = b.say("alice", "I am back").lines[0].1.clone();
    a.hear("bob", &back);
    assert_eq!(a.say("bob", "good to see you").verdict, Verdict::Taken);
}

#[test]
fn a_setting_that_could_not_be_stored_is_as_before() {
    let folder = Folder::new();
    let mut a = alone(&folder);
    let before = a.messenger.get(ACCOUNT, Setting::LongTextLines).unwrap();
    a.draws.store(0, Ordering::Relaxed);
    assert!(a.messenger.set(ACCOUNT, Setting::LongTextLines, before + 7).is_err());
    a.draws.store(u64::MAX, Ordering::Relaxed);
    a.state("bob");
    assert_eq!(a.messenger.get(ACCOUNT, Setting::LongTextLines).unwrap(), before);
}
