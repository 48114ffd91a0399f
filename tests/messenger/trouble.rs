//! A vault that cannot be used for a while, or by two.

use super::pair::SeededRandom;
use super::people::*;
use std::sync::atomic::Ordering;
use subrosa::identity::Fingerprint;
use subrosa::messenger::{
    Action, EventKind, Messenger, MessengerError, Mode, Notice, Origin, State, TextAction, Verdict,
};
use subrosa::vault::{Durability, Protection, Table, Vault, VaultError};
use subrosa::wire::armor::{Content, find};
use subrosa::wire::fragment;

/// Another process that holds the vault for writing.
fn other(somebody: &Somebody) -> Vault {
    let mut vault = Vault::open(&somebody.path).unwrap();
    vault.unlock(&Protection::HostKey(&[7; 32])).unwrap();
    vault
}

fn notices(seen: &Seen) -> Vec<Notice> {
    let notice = |kind: &EventKind| match kind {
        EventKind::Notice(notice) => Some(*notice),
        _ => None,
    };
    seen.events.iter().filter_map(|event| notice(&event.kind)).collect()
}

#[test]
fn what_comes_while_the_vault_is_busy_is_kept_and_shown_later_with_one_notice() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let lines: Vec<String> =
        (0..3).map(|n| a.say("bob", &format!("text {n}")).lines[0].1.clone()).collect();
    let mut other = other(&b);
    let busy = other.begin(Durability::Process).unwrap();
    let mut told = Vec::new();
    for line in &lines {
        let seen = b.hear("alice", line);
        assert_eq!((seen.verdict, seen.shown.len()), (Verdict::Taken, 0));
        told.extend(notices(&seen));
    }
    assert_eq!(told, [Notice::Busy]);
    let held = b.say("alice", "typed meanwhile");
    assert_eq!((held.verdict, held.lines.len()), (Verdict::Held, 0));
    b.clock.advance(1_000);
    let _ = b.messenger.tick();
    drop(busy);
    assert!(b.messenger.wake_ms().unwrap() <= 1_000);
    b.clock.advance(1_000);
    let seen = b.tick();
    assert_eq!(seen.texts(), ["text 0", "text 1", "text 2"]);
    let (shown, _) = carry(&mut a, &mut b, vec![seen]);
    assert_eq!(shown[0].text, "typed meanwhile");
}

#[test]
fn a_message_in_fragments_is_not_read_and_the_user_is_told() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let line = a.say("bob", "in pieces").lines[0].1.clone();
    let Some(Content::Line(object)) = find(line.as_bytes()).next().map(|piece| piece.content)
    else {
        panic!("{line}");
    };
    let mut told = Vec::new();
    for fragment in fragment::split(&object, 100).unwrap() {
        let seen = b.hear("alice", &fragment);
        assert_eq!((seen.verdict, seen.shown.len(), seen.lines.len()), (Verdict::Taken, 0, 0));
        told.extend(notices(&seen));
    }
    assert_eq!(told, [Notice::NotUnderstood]);
    assert_eq!(b.hear("alice", &line).texts(), ["in pieces"], "nothing of it was used up");
}

#[test]
fn a_locked_vault_keeps_what_comes_and_refuses_what_goes() {
    let folder = Folder::new();
    let (mut a, b) = private_pair(&folder);
    let sent = a.say("bob", "while locked");
    let path = b.path.clone();
    let clock = b.clock.clone();
    drop(b);
    let vault = Vault::open(&path).unwrap();
    let mut messenger = Messenger::new(vault, environment(&clock, 5)).unwrap();
    assert!(messenger.is_locked());
    let came = messenger.incoming(ACCOUNT, "alice", sent.lines[0].1.as_bytes(), Origin::default());
    assert_eq!(came.verdict, Verdict::Taken);
    let clear = messenger.incoming(ACCOUNT, "alice", b"in clear", Origin::default());
    assert_eq!(clear.verdict, Verdict::Pass);
    let typed = messenger.outgoing(ACCOUNT, "alice", b"secret?", Origin::default());
    assert_eq!(typed.verdict, Verdict::Refused);
    assert!(!messenger.may_send(ACCOUNT, "alice", b"secret?"));
    let early = messenger.attach(ACCOUNT, plain());
    assert!(matches!(early, Err(MessengerError::Vault(VaultError::Locked))));

    messenger.unlock(&Protection::HostKey(&[7; 32])).unwrap();
    let _ = messenger.attach(ACCOUNT, plain()).unwrap();
    clock.advance(1_000);
    let outcome = messenger.tick();
    let shown: Vec<&str> = outcome
        .events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Show(show) => Some(show.text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(shown, ["while locked"]);
}

#[test]
fn an_account_is_used_by_one_messenger_at_a_time_and_a_vault_by_many() {
    let folder = Folder::new();
    let (mut a, b) = private_pair(&folder);
    let mut second = Messenger::new(other(&a), environment(&a.clock, 6)).unwrap();
    let refused = second.attach(ACCOUNT, plain());
    assert!(matches!(refused, Err(MessengerError::Vault(VaultError::InUse))));
    let _ = second.attach("another account", plain()).unwrap();

    // What one learns about a contact the other sees.
    let bob = *b.messenger.identity().unwrap().fingerprint();
    let verified = a.messenger.contact_do(ACCOUNT, "bob", Action::Verify, Some(&bob));
    assert!(verified.error.is_none());
    assert_eq!(
        second.identity().unwrap().fingerprint(),
        a.messenger.identity().unwrap().fingerprint()
    );
    a.messenger.detach(ACCOUNT).unwrap();
    let taken_over = second.attach(ACCOUNT, plain()).unwrap();
    let private = |kind: &EventKind| matches!(kind, EventKind::State { state: State::Private, trust, .. } if *trust == subrosa::messenger::Trust::Verified);
    assert!(taken_over.events.iter().any(|event| private(&event.kind)));
}

#[test]
fn nothing_is_sent_for_an_account_that_is_not_attached() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let typed = a.messenger.outgoing("other", "bob", b"hello", Origin::default());
    assert_eq!(typed.verdict, Verdict::Refused);
    assert!(matches!(typed.error, Some(MessengerError::UnknownAccount)));
    let came = a.messenger.incoming("other", "bob", b"hello", Origin::default());
    assert_eq!(came.verdict, Verdict::Pass);
}

#[test]
fn an_identity_can_be_carried_to_a_new_vault_but_not_over_one_with_contacts() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    let identity = a.messenger.identity().unwrap().clone();
    let path = folder.0.join("new.vault");
    let mut random = SeededRandom::new(9);
    let vault = Vault::create(&path, &Protection::HostKey(&[7; 32]), &mut random).unwrap();
    let mut new = Messenger::new(vault, environment(&a.clock, 7)).unwrap();
    assert_ne!(new.identity().unwrap().fingerprint(), identity.fingerprint());
    new.replace_identity(identity.clone()).unwrap();
    assert_eq!(new.identity().unwrap().fingerprint(), identity.fingerprint());
    a.messenger.detach(ACCOUNT).unwrap();
    let refused = a.messenger.replace_identity(identity);
    assert!(matches!(refused, Err(MessengerError::IdentityInUse)));
}

/// So that a host can say it in the window of the conversation.
#[test]
fn why_a_call_could_not_be_done_is_told_with_the_address_that_it_was_about() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let messenger = &mut a.messenger;
    let nobody = Fingerprint::from_bytes([1; 32]);
    let outcomes = [
        messenger.contact_do(ACCOUNT, "bob", Action::Accept, None),
        messenger.contact_do_digits(ACCOUNT, "bob", Action::Verify, "1"),
        messenger.contact("nowhere", "bob"),
        messenger.texts_do(ACCOUNT, "bob", TextAction::Send),
        messenger.texts("nowhere", Some("bob")),
        messenger.safety(ACCOUNT, "bob", Some(&nobody)),
        messenger.scan(ACCOUNT, "bob", "1"),
        messenger.outgoing("nowhere", "bob", b"a text", Origin::default()),
        messenger.card_learn(Some((ACCOUNT, "bob")), b"no card"),
    ];
    for (index, outcome) in outcomes.iter().enumerate() {
        assert!(outcome.error.is_some(), "call {index}");
        let [event] = &outcome.events[..] else { panic!("call {index}: {:?}", outcome.events) };
        assert!(matches!(event.kind, EventKind::Notice(_)), "call {index}");
        assert_eq!(event.peer, "bob", "call {index}");
    }
    let outcome = messenger.outgoing("nowhere", &"x".repeat(2_000), b"a text", Origin::default());
    assert_eq!(outcome.events[0].peer, "", "no name of an address");
}

#[test]
fn names_of_no_bytes_or_too_many_are_refused() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let long = "x".repeat(1_025);
    for name in ["", long.as_str()] {
        assert!(matches!(a.messenger.attach(name, plain()), Err(MessengerError::BadName(_))));
        let outcome = a.messenger.contact_do(ACCOUNT, name, Action::Start, None);
        assert!(matches!(outcome.error, Some(MessengerError::BadName(_))));
        let outcome = a.messenger.outgoing(ACCOUNT, name, b"hi", Origin::default());
        assert_eq!(outcome.verdict, Verdict::Refused);
    }
}

#[test]
fn whenever_randomness_fails_in_the_middle_of_a_call_nothing_leaves_in_clear_and_all_goes_on() {
    let folder = Folder::new();
    for draws in 0..60 {
        let (mut a, mut b) = private_pair(&folder);
        a.draws.store(draws, Ordering::Relaxed);
        let ended = a.messenger.contact_do(ACCOUNT, "bob", Action::End, None);
        let typed = a.messenger.outgoing(ACCOUNT, "bob", b"secret", Origin::default());
        a.draws.store(u64::MAX, Ordering::Relaxed);
        if ended.error.is_none() {
            // It has worked: the vault says so too.
            assert_eq!(a.state("bob"), State::Plain);
            assert!(draws > 2, "the failures were in the middle of it");
            return;
        }
        assert!(ended.events.iter().all(|event| !matches!(event.kind, EventKind::Send { .. })));
        assert_ne!(typed.verdict, Verdict::Pass, "after {draws} draws");
        assert_eq!(a.state("bob"), State::Private);
        let sent = a.say("bob", "it goes on");
        let (_, shown) = carry(&mut a, &mut b, vec![sent]);
        assert!(shown.iter().any(|show| show.text == "it goes on"));
        for path in [&a.path, &b.path] {
            std::fs::remove_file(path).unwrap();
            std::fs::remove_file(path.with_extension("vault-generation")).unwrap();
        }
    }
    panic!("it never worked");
}

#[test]
fn a_vault_that_lost_its_identity_is_damaged_and_gets_no_new_one() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let a = Somebody::new(&folder, &clock, "alice", 1);
    let mut vault = other(&a);
    let mut transaction = vault.begin(Durability::Process).unwrap();
    transaction.delete(Table::Identity, b"", b"").unwrap();
    transaction.commit().unwrap();
    for _ in 0..2 {
        let opened = Messenger::new(other(&a), environment(&clock, 2));
        let Err(MessengerError::Vault(error)) = opened else { panic!("it opened") };
        assert_eq!(error, VaultError::Damaged("the identity is missing"));
    }
}

#[test]
fn what_two_accounts_that_were_given_back_hold_holds_when_they_become_one() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let _ = a.messenger.attach("libera", plain()).unwrap();
    let mut other = other(&a);
    let busy = other.begin(Durability::Process).unwrap();
    assert!(a.messenger.set_mode(ACCOUNT, "bob", Some(Mode::Required)).is_err());
    assert!(a.messenger.set_mode("libera", "carol", Some(Mode::Required)).is_err());
    a.messenger.detach(ACCOUNT).unwrap();
    a.messenger.detach("libera").unwrap();
    drop(busy);
    let renamed = a.messenger.rename_account(ACCOUNT, "libera");
    assert!(renamed.error.is_none(), "{:?}", renamed.error);
    for _ in 0..2 {
        let _ = a.messenger.attach("libera", plain()).unwrap();
        for name in ["bob", "carol"] {
            assert!(!a.messenger.may_send("libera", name, b"a secret"), "{name}");
        }
        assert!(a.messenger.may_send("libera", "dave", b"a secret"), "nobody else is refused");
        a.messenger.detach("libera").unwrap();
    }
}
