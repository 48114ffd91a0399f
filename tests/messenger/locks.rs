//! A lock that somebody else holds: no call waits long for it, and what could not be done is tried
//! again ever later. Waits are counted in steps; no clock is looked at.

use super::people::*;
use std::collections::BTreeSet;
use std::path::Path;
use subrosa::messenger::limits::BUSY_STEPS;
use subrosa::messenger::{
    Action, Messenger, MessengerError, Mode, Origin, Outcome, Setting, State, TextAction, Verdict,
};
use subrosa::vault::{Durability, Patience, Protection, Vault, VaultError};

const HOST: Protection<'static> = Protection::HostKey(&[7; 32]);

/// Another connection to the vault, which can hold its lock.
fn other(path: &Path) -> Vault {
    let mut vault = Vault::open(path).unwrap();
    vault.unlock(&HOST).unwrap();
    vault
}

/// Has somebody begin anew, with an eye on how long the messenger waits.
fn watched(somebody: &mut Somebody) -> Patience {
    somebody.messenger.detach(ACCOUNT).unwrap();
    let vault = other(&somebody.path);
    let patience = vault.patience().clone();
    somebody.messenger = Messenger::new(vault, environment(&somebody.clock, 77)).unwrap();
    let _ = somebody.attach();
    patience
}

type Call = fn(&mut Messenger, &str);

/// Every kind of call that may have to do with the vault. The text is a line from a contact.
const CALLS: &[(&str, Call)] = &[
    ("outgoing", |m, _| drop(m.outgoing(ACCOUNT, "bob", b"hello", Origin::default()))),
    ("outgoing again", |m, _| drop(m.outgoing(ACCOUNT, "bob", b"hello", Origin::default()))),
    ("outgoing to a list", |m, _| {
        drop(m.outgoing(ACCOUNT, "bob,carol", b"hello", Origin::default()));
    }),
    ("may_send", |m, _| assert!(!m.may_send(ACCOUNT, "bob", b"hello"))),
    ("incoming", |m, line| drop(m.incoming(ACCOUNT, "bob", line.as_bytes(), Origin::default()))),
    ("incoming again", |m, line| {
        drop(m.incoming("second", "bob", line.as_bytes(), Origin::default()));
    }),
    ("tick", |m, _| drop(m.tick())),
    ("line_failed", |m, _| drop(m.line_failed(ACCOUNT, 1))),
    ("confirm", |m, _| {
        for account in [ACCOUNT, "second"] {
            let _ = m.confirm_texts(account, &BTreeSet::new());
        }
    }),
    ("texts", |m, _| drop(m.texts(ACCOUNT, None))),
    ("text_do", |m, _| drop(m.text_do(ACCOUNT, 1, TextAction::Send))),
    ("texts_do", |m, _| drop(m.texts_do(ACCOUNT, "bob", TextAction::Send))),
    ("contact_do", |m, _| drop(m.contact_do(ACCOUNT, "bob", Action::Block, None))),
    ("contact_do_digits", |m, _| {
        drop(m.contact_do_digits(ACCOUNT, "bob", Action::Verify, "1"));
    }),
    ("set_mode", |m, _| drop(m.set_mode(ACCOUNT, "bob", Some(Mode::Required)))),
    ("rename", |m, _| drop(m.rename(ACCOUNT, "bob", "robert"))),
    ("contact", |m, _| drop(m.contact(ACCOUNT, "bob"))),
    ("contacts", |m, _| drop(m.contacts(ACCOUNT))),
    ("set", |m, _| drop(m.set(ACCOUNT, Setting::Mode, 0))),
    ("set for later", |m, _| drop(m.set("third", Setting::Mode, 0))),
    ("online", |m, _| drop(m.online(ACCOUNT, false))),
    ("safety", |m, _| drop(m.safety(ACCOUNT, "bob", None))),
    ("scan", |m, _| drop(m.scan(ACCOUNT, "bob", "1"))),
    ("card", |m, _| drop(m.card(ACCOUNT))),
    ("card_learn", |m, _| drop(m.card_learn(Some((ACCOUNT, "bob")), b"no card"))),
    ("recipient", |m, _| drop(m.recipient(ACCOUNT, "bob"))),
    ("identity_of", |m, _| drop(m.identity_of("third"))),
    ("give_identity", |m, _| drop(m.give_identity("third", None))),
    ("text_open", |m, _| drop(m.text_open(b"no document"))),
    ("rename_account", |m, _| drop(m.rename_account("second", "third"))),
    ("attach", |m, _| drop(m.attach("fourth", plain()))),
    ("attach again", |m, _| drop(m.attach(ACCOUNT, plain()))),
    ("batch", |m, _| {
        m.begin_batch().unwrap();
        drop(m.end_batch());
    }),
    ("protect", |m, _| drop(m.protect(&Protection::HostKey(&[8; 32])))),
    ("detach", |m, _| drop(m.detach(ACCOUNT))),
];

#[test]
fn no_call_waits_longer_than_twenty_steps_with_all_it_does_while_somebody_else_has_the_lock() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let line = b.say("alice", "hello").lines[0].1.clone();
    let patience = watched(&mut a);
    let _ = a.messenger.attach("second", plain()).unwrap();
    // Much is due on both accounts.
    a.clock.advance(48 * 3_600_000);
    let mut other = other(&a.path);
    let busy = other.begin(Durability::Process).unwrap();
    let mut waited = 0;
    for (name, call) in CALLS {
        patience.begin(0);
        call(&mut a.messenger, &line);
        let spent = patience.spent();
        assert!(spent <= BUSY_STEPS, "{name} has waited for {spent} steps");
        waited += u32::from(spent == BUSY_STEPS);
    }
    assert!(waited > 20, "only {waited} calls have met the lock");
    drop(busy);
}

/// In how many milliseconds each of the next ticks comes, for as long as the vault is busy.
fn pauses(somebody: &mut Somebody, count: usize) -> Vec<u64> {
    let mut pauses = Vec::new();
    while pauses.len() < count {
        let wake = somebody.messenger.wake_ms().unwrap();
        pauses.push(wake);
        somebody.clock.advance(wake);
        let _ = somebody.messenger.tick();
    }
    pauses
}

const DOUBLING: [u64; 7] = [50, 100, 200, 400, 800, 1_000, 1_000];

#[test]
fn what_is_typed_and_what_comes_is_tried_again_ever_later_and_stays_in_order() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let came: Vec<String> =
        (0..3).map(|n| b.say("alice", &format!("came {n}")).lines[0].1.clone()).collect();
    let _ = a.tick();
    let mut other = other(&a.path);
    let busy = other.begin(Durability::Process).unwrap();
    for (number, line) in came.iter().enumerate() {
        assert_eq!(a.hear("bob", line).verdict, Verdict::Taken);
        assert_eq!(a.say("bob", &format!("typed {number}")).verdict, Verdict::Held);
    }
    assert_eq!(pauses(&mut a, DOUBLING.len()), DOUBLING);
    drop(busy);
    a.clock.advance(1_000);
    let seen = a.tick();
    assert_eq!(seen.texts(), ["came 0", "came 1", "came 2"]);
    let (_, shown) = carry(&mut a, &mut b, vec![seen]);
    let shown: Vec<&str> = shown.iter().map(|show| show.text.as_str()).collect();
    assert_eq!(shown, ["typed 0", "typed 1", "typed 2"]);
}

#[test]
fn an_account_that_meets_the_lock_is_tried_again_ever_later_until_it_is_attached() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.messenger.detach(ACCOUNT).unwrap();
    let mut other = other(&a.path);
    let busy = other.begin(Durability::Process).unwrap();
    let attached = a.messenger.attach(ACCOUNT, plain());
    assert!(matches!(attached, Err(MessengerError::Vault(VaultError::Busy))));
    let typed = a.messenger.outgoing(ACCOUNT, "bob", b"hello", Origin::default());
    assert_eq!(typed.verdict, Verdict::Refused);
    assert_eq!(pauses(&mut a, DOUBLING.len()), DOUBLING);
    drop(busy);
    let wake = a.messenger.wake_ms().unwrap();
    a.clock.advance(wake);
    let _ = a.messenger.tick();
    let typed = a.messenger.outgoing(ACCOUNT, "bob", b"hello", Origin::default());
    assert_eq!(typed.verdict, Verdict::Pass);
}

#[test]
fn a_decision_that_meets_the_lock_holds_and_is_carried_out_by_the_first_tick_that_can() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let _ = a.tick();
    let mut other = other(&a.path);
    let busy = other.begin(Durability::Process).unwrap();
    let outcome = a.messenger.contact_do(ACCOUNT, "bob", Action::Block, None);
    assert!(matches!(outcome.error, Some(MessengerError::Vault(VaultError::Busy))));
    assert!(!a.messenger.may_send(ACCOUNT, "bob", b"hello"));
    assert_eq!(pauses(&mut a, 4), DOUBLING[..4]);
    drop(busy);
    let wake = a.messenger.wake_ms().unwrap();
    assert_eq!(wake, DOUBLING[4]);
    a.clock.advance(wake);
    let _ = a.messenger.tick();
    a.restart(true);
    assert_eq!(a.state("bob"), State::Blocked);
}

#[test]
fn what_is_due_rests_ever_longer_after_a_tick_that_has_met_the_lock() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    let _ = a.say("bob", "not acknowledged");
    let patience = watched(&mut a);
    a.clock.advance(60_000);
    let mut other = other(&a.path);
    let busy = other.begin(Durability::Process).unwrap();
    let failed: Outcome = a.messenger.tick();
    assert!(matches!(failed.error, Some(MessengerError::Vault(VaultError::Busy))));
    assert_eq!(failed.wake_ms, Some(50));
    // A tick before its time does not try.
    let _ = a.messenger.tick();
    assert_eq!(patience.spent(), 0);
    assert_eq!(pauses(&mut a, 4), DOUBLING[..4]);
    drop(busy);
    let wake = a.messenger.wake_ms().unwrap();
    a.clock.advance(wake);
    assert!(!a.tick().lines.is_empty(), "it is sent again");
}

#[test]
fn a_vault_opens_although_somebody_else_has_the_lock() {
    let folder = Folder::new();
    let path = folder.0.join("vault");
    let clock = TestClock::new();
    let first = Messenger::open(&path, Some(&[7; 32]), environment(&clock, 1)).unwrap();
    let mut other = other(&path);
    let busy = other.begin(Durability::Process).unwrap();
    let second = Messenger::open(&path, Some(&[7; 32]), environment(&clock, 2)).unwrap();
    let key = |messenger: &Messenger| *messenger.identity().unwrap().fingerprint();
    assert_eq!(key(&first), key(&second));
    drop(busy);
}
