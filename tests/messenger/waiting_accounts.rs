//! What the host says of an account that cannot be taken into use yet is not lost: the vault is locked,
//! or another process uses the account.

use super::attacked::IRC;
use super::keys::*;
use super::people::*;
use super::windows::is_shut;
use subrosa::messenger::{Action, Messenger, Mode, Origin, Setting, State, Verdict};
use subrosa::vault::{Protection, Vault};

const KEY: Protection<'_> = Protection::HostKey(&[7; 32]);

/// Another messenger takes the place of somebody's, on the same vault.
fn comes_back(a: &mut Somebody, locked: bool) -> Messenger {
    let mut vault = Vault::open(&a.path).unwrap();
    if !locked {
        vault.unlock(&KEY).unwrap();
    }
    let messenger = Messenger::new(vault, environment(&a.clock, 77)).unwrap();
    std::mem::replace(&mut a.messenger, messenger)
}

/// Everything that restricts, said before the account can be used. Nothing leaves meanwhile.
fn say_all(a: &mut Somebody) {
    assert!(a.messenger.attach(ACCOUNT, plain()).is_err());
    assert!(a.messenger.set_mode(ACCOUNT, "carol", Some(Mode::Required)).is_err());
    for (peer, action) in [("dave", Action::Start), ("eve", Action::Block)] {
        assert!(a.messenger.contact_do(ACCOUNT, peer, action, None).error.is_some());
    }
    assert!(a.messenger.rename(ACCOUNT, "bob", "bob_").error.is_some());
    for name in ["bob", "bob_", "carol", "dave", "eve", "frank"] {
        assert_eq!(is_shut(a, name), Verdict::Refused, "{name}");
    }
}

/// All of it is carried out, and lasts.
fn all_holds(a: &mut Somebody, seen: &Seen, bob: &Somebody) {
    assert!(seen.lines.iter().any(|(to, line)| to == "dave" && line.starts_with("?SR1?")));
    for _ in 0..2 {
        assert_eq!(contact(a, "bob_")[0].fingerprint, Some(fingerprint(bob)), "it was moved");
        assert_eq!((a.state("dave"), a.state("eve")), (State::Asked, State::Blocked));
        assert_eq!(contact(a, "carol")[0].mode, Some(Mode::Required));
        for name in ["bob", "bob_", "carol", "dave", "eve"] {
            let _ = is_shut(a, name);
        }
        assert_eq!(a.say("frank", "in clear").verdict, Verdict::Pass, "nobody else is refused");
        a.restart(true);
    }
}

#[test]
fn what_is_said_while_the_vault_is_locked_is_carried_out_when_it_is_unlocked() {
    let folder = Folder::new();
    let (mut a, b) = private_pair(&folder);
    drop(comes_back(&mut a, true));
    say_all(&mut a);
    let wrong = a.messenger.unlock(&Protection::HostKey(&[8; 32]));
    assert!(wrong.is_err());
    a.clock.advance(1_000);
    a.tick();
    assert_eq!(is_shut(&mut a, "bob_"), Verdict::Refused, "the key was wrong");
    a.messenger.unlock(&KEY).unwrap();
    a.clock.advance(1_000);
    let seen = a.tick();
    all_holds(&mut a, &seen, &b);
}

#[test]
fn what_is_said_while_another_process_uses_the_account_is_carried_out_afterwards() {
    let folder = Folder::new();
    let (mut a, b) = private_pair(&folder);
    let other = comes_back(&mut a, false);
    say_all(&mut a);
    drop(other);
    a.clock.advance(1_000);
    let seen = a.tick();
    all_holds(&mut a, &seen, &b);
}

#[test]
fn what_is_said_of_an_account_that_waits_is_not_lost_when_it_is_given_up_and_asked_for_again() {
    let folder = Folder::new();
    let (mut a, b) = private_pair(&folder);
    let other = comes_back(&mut a, false);
    say_all(&mut a);
    a.messenger.detach(ACCOUNT).unwrap();
    drop(other);
    let seen = a.attach();
    all_holds(&mut a, &seen, &b);
}

#[test]
fn the_mode_of_an_account_that_waits_holds_from_the_first_text_on() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    drop(comes_back(&mut a, true));
    assert!(a.messenger.attach(ACCOUNT, plain()).is_err());
    assert!(a.messenger.set(ACCOUNT, Setting::Mode, Mode::Required as i64).is_err());
    a.messenger.unlock(&KEY).unwrap();
    a.attach();
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Held);
    a.restart(true);
    assert_eq!(a.messenger.get(ACCOUNT, Setting::Mode).unwrap(), Mode::Required as i64);
}

#[test]
fn what_waits_for_an_account_goes_along_when_it_is_renamed() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let other = comes_back(&mut a, false);
    assert!(a.messenger.attach(ACCOUNT, plain()).is_err());
    assert!(a.messenger.set_mode(ACCOUNT, "carol", Some(Mode::Required)).is_err());
    drop(other);
    assert!(a.messenger.rename_account(ACCOUNT, IRC).error.is_none());
    let _ = a.messenger.attach(IRC, plain()).unwrap();
    assert!(!a.messenger.may_send(IRC, "carol", b"a secret"));
}

#[test]
fn what_is_said_of_an_account_that_nobody_has_asked_for_is_not_kept() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let nobody = a.messenger.contact_do(IRC, "bob", Action::Start, None);
    assert!(nobody.error.is_some());
    let attached = a.messenger.attach(IRC, plain()).unwrap();
    assert!(a.see(&attached, true).lines.is_empty());
    let typed = a.messenger.outgoing(IRC, "bob", b"in clear", Origin::default());
    assert_eq!(typed.verdict, Verdict::Pass);
}
