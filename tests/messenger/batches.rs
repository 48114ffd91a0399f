//! Many calls with one sync of the disk.

use super::people::*;
use subrosa::messenger::{EventKind, MessengerError, Origin, Setting, State, Verdict};
use subrosa::vault::{Durability, Protection, Vault, VaultError};

/// A pair whose network takes any number of lines at once.
fn fast_pair(folder: &Folder) -> (Somebody, Somebody) {
    let (mut a, b) = private_pair(folder);
    a.messenger.set(ACCOUNT, Setting::IntervalMs, 0).unwrap();
    (a, b)
}

#[test]
fn in_a_batch_verdicts_come_at_once_and_lines_when_it_ends() {
    let folder = Folder::new();
    let (mut a, mut b) = fast_pair(&folder);
    let from_b = b.say("alice", "are you there?").lines;
    a.messenger.begin_batch().unwrap();
    for n in 0..20 {
        let seen = a.say("bob", &format!("answer {n}"));
        assert_eq!((seen.verdict, seen.events.len()), (Verdict::Taken, 0));
    }
    let heard = a.hear("bob", &from_b[0].1);
    assert_eq!((heard.verdict, heard.events.len()), (Verdict::Taken, 0));
    assert_eq!(a.state("bob"), State::Private);

    let outcome = a.messenger.end_batch();
    assert!(outcome.error.is_none());
    let seen = a.see(&outcome, true);
    assert_eq!((seen.lines.len(), seen.texts()), (20, vec!["are you there?"]));
    let kinds: Vec<bool> =
        seen.events.iter().map(|e| matches!(e.kind, EventKind::Show(_))).collect();
    assert!(kinds.last() == Some(&true), "events come in the order of the calls");
    let (_, shown) = carry(&mut a, &mut b, vec![seen]);
    let texts: Vec<String> = (0..20).map(|n| format!("answer {n}")).collect();
    assert_eq!(shown.iter().map(|show| show.text.clone()).collect::<Vec<_>>(), texts);
}

#[test]
fn a_process_that_dies_in_a_batch_loses_nothing() {
    let folder = Folder::new();
    let (mut a, mut b) = fast_pair(&folder);
    let from_b = b.say("alice", "read in a batch").lines;
    a.messenger.begin_batch().unwrap();
    assert_eq!(a.say("bob", "written in a batch").verdict, Verdict::Taken);
    assert_eq!(a.hear("bob", &from_b[0].1).verdict, Verdict::Taken);
    let again = a.restart(true);
    assert_eq!(again.texts(), ["read in a batch"]);
    let (_, shown) = carry(&mut a, &mut b, vec![again]);
    assert_eq!(
        shown.iter().map(|show| show.text.as_str()).collect::<Vec<_>>(),
        ["written in a batch"]
    );
}

#[test]
fn a_batch_that_cannot_be_made_durable_gives_nothing_out_and_can_be_ended_later() {
    let folder = Folder::new();
    let (mut a, mut b) = fast_pair(&folder);
    a.messenger.begin_batch().unwrap();
    assert_eq!(a.say("bob", "once").verdict, Verdict::Taken);
    let mut other = Vault::open(&a.path).unwrap();
    other.unlock(&Protection::HostKey(&[7; 32])).unwrap();
    let busy = other.begin(Durability::Process).unwrap();
    let failed = a.messenger.end_batch();
    assert!(matches!(failed.error, Some(MessengerError::Vault(VaultError::Busy))));
    assert!(failed.events.iter().all(|event| matches!(event.kind, EventKind::Notice(_))));
    drop(busy);
    let outcome = a.messenger.end_batch();
    assert!(outcome.error.is_none());
    let seen = a.see(&outcome, true);
    let (_, shown) = carry(&mut a, &mut b, vec![seen]);
    assert_eq!(shown.len(), 1);
}

#[test]
fn there_is_one_batch_at_a_time() {
    let folder = Folder::new();
    let (mut a, _b) = fast_pair(&folder);
    let wrong = |error| matches!(error, Some(MessengerError::WrongState));
    assert!(wrong(a.messenger.end_batch().error));
    a.messenger.begin_batch().unwrap();
    assert!(wrong(a.messenger.begin_batch().err()));
    assert!(a.messenger.end_batch().error.is_none());
    assert!(wrong(a.messenger.end_batch().error));
    // And what follows is told at once again.
    let outcome = a.messenger.outgoing(ACCOUNT, "bob", b"after", Origin::default());
    assert!(outcome.events.iter().any(|event| matches!(event.kind, EventKind::Send { .. })));
}
