//! Attacks on what is promised: that nothing private leaves in clear, that nobody gets a text that was
//! meant for somebody else, that nobody shows as known who was not accepted at that name, and that no
//! text is lost in silence.

#![allow(dead_code, unused_imports)]

use super::keys::*;
use super::noticed::other_handle;
use super::people::*;
use super::windows::{also_private, is_shut, rename};
use subrosa::messenger::{
    Action, EventKind, Mode, Origin, Question, Stage, State, TextAction, Trust, Verdict,
};
use subrosa::vault::Durability;

/// A second account of everybody.
const IRC: &str = "irc";

/// A decision that the vault cannot be told of, because another process writes to it.
fn decide_while_busy(a: &mut Somebody, peer: &str, action: Action, who: Option<&Somebody>) {
    let who = who.map(fingerprint);
    let mut other = other_handle(a);
    let busy = other.begin(Durability::Process).unwrap();
    let outcome = a.messenger.contact_do(ACCOUNT, peer, action, who.as_ref());
    assert!(outcome.error.is_some(), "{action:?}");
    drop(busy);
}

fn may_send(a: &mut Somebody, account: &str, peer: &str) -> bool {
    a.messenger.may_send(account, peer, b"a secret")
}

/// What an account is told of an address.
fn states_on(seen: &Seen, account: &str, peer: &str) -> Vec<State> {
    let about = seen.events.iter().filter(|event| event.account == account && event.peer == peer);
    let state = |kind: &EventKind| match kind {
        EventKind::State { state, .. } => Some(*state),
        _ => None,
    };
    about.filter_map(|event| state(&event.kind)).collect()
}

fn stages(seen: &Seen) -> Vec<Stage> {
    let stage = |kind: &EventKind| match kind {
        EventKind::Progress(progress) => Some(progress.stage),
        _ => None,
    };
    seen.events.iter().filter_map(|event| stage(&event.kind)).collect()
}

/// Somebody has another key than the Bob whom Alice knows; she is asked about it.
fn with_new_key(folder: &Folder, a: &mut Somebody) -> Somebody {
    let mut phone = Somebody::new(folder, &a.clock, "phone", 44);
    phone.address = "bob".into();
    let offer = offer_of(&mut phone);
    assert_eq!(asked(&a.hear("bob", &offer), Question::KeyChanged), [Some(fingerprint(&phone))]);
    phone
}

/// Bob as he is known on a second account as well, where he is called Robert.
fn with_two_accounts(folder: &Folder) -> (Somebody, Somebody) {
    let (mut a, mut b) = private_pair(folder);
    let _ = (a.messenger.attach(IRC, plain()).unwrap(), b.messenger.attach(IRC, plain()).unwrap());
    b.messenger.set_known(IRC, "alice", true).unwrap();
    let start = a.messenger.contact_do(IRC, "robert", Action::Start, None);
    let mut to_b = a.see(&start, true).lines;
    for round in 0..6 {
        let mut to_a = Vec::new();
        for (_, line) in to_b.drain(..) {
            let came = b.messenger.incoming(IRC, "alice", line.as_bytes(), Origin::default());
            to_a.extend(b.see(&came, true).lines);
        }
        if round < 2 {
            let who = fingerprint(&a);
            let accepted = b.messenger.contact_do(IRC, "alice", Action::Accept, Some(&who));
            to_a.extend(b.see(&accepted, true).lines);
        }
        for (_, line) in to_a {
            let came = a.messenger.incoming(IRC, "robert", line.as_bytes(), Origin::default());
            to_b.extend(a.see(&came, true).lines);
        }
        if round < 2 {
            let who = fingerprint(&b);
            let accepted = a.messenger.contact_do(IRC, "robert", Action::Accept, Some(&who));
            to_b.extend(a.see(&accepted, true).lines);
        }
    }
    assert_eq!(state_on(&mut a, IRC, "robert"), State::Private);
    (a, b)
}

fn state_on(a: &mut Somebody, account: &str, peer: &str) -> State {
    match &a.messenger.contact(account, peer).events[0].kind {
        EventKind::Contact(info) => info.state,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_waits_for_the_vault_goes_along_with_an_account_that_is_renamed() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let line = b.say("alice", "from Bob").lines[0].1.clone();
    let mut other = other_handle(&a);
    let busy = other.begin(Durability::Process).unwrap();
    assert_eq!(a.say("bob", "for Bob").verdict, Verdict::Held);
    assert_eq!(a.hear("bob", &line).verdict, Verdict::Taken);
    drop(busy);
    let renamed = a.messenger.rename_account(ACCOUNT, "libera");
    assert!(renamed.error.is_none(), "{:?}", renamed.error);
    a.clock.advance(1_000);
    let seen = a.tick();
    assert_eq!(seen.texts(), ["from Bob"]);
    let shown: Vec<String> = seen
        .lines
        .iter()
        .flat_map(|(_, line)| b.hear("alice", line).shown)
        .map(|show| show.text)
        .collect();
    assert_eq!(shown, ["for Bob"]);
}

#[test]
fn texts_of_two_accounts_that_become_one_do_not_displace_each_other() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let _ = a.messenger.attach(IRC, plain()).unwrap();
    for (account, peer) in [(ACCOUNT, "bob"), (IRC, "carol")] {
        a.messenger.set_mode(account, peer, Some(Mode::Required)).unwrap();
        for text in ["one", "two", "three"] {
            let held =
                a.messenger.outgoing(account, peer, text.as_bytes(), Origin::default()).verdict;
            assert_eq!(held, Verdict::Held);
        }
    }
    let renamed = a.messenger.rename_account(IRC, ACCOUNT);
    assert!(renamed.error.is_none(), "{:?}", renamed.error);
    for peer in ["bob", "carol"] {
        let texts = a.messenger.texts(ACCOUNT, Some(peer));
        let of = |kind: &EventKind| match kind {
            EventKind::Progress(progress) => progress.text.clone(),
            _ => None,
        };
        let texts: Vec<Vec<u8>> = texts.events.iter().filter_map(|event| of(&event.kind)).collect();
        assert_eq!(texts, [b"one".to_vec(), b"two".to_vec(), b"three".to_vec()], "{peer}");
    }
}

#[test]
fn who_has_lost_every_name_is_verified_at_nobody_elses() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&b)));
    let mut dave = also_private(&folder, &mut a, "dave", 4);
    let _carol = also_private(&folder, &mut a, "carol", 5);
    let line = dave.say("alice", "Bob's name is mine now").lines[0].1.clone();
    a.hear("bob", &line);
    decide(&mut a, "bob", Action::Accept, Some(fingerprint(&dave)));
    // Bob has his session still.
    for name in ["bob", "carol", "somebody"] {
        let line = b.say("alice", "trust me").lines[0].1.clone();
        let seen = a.hear(name, &line);
        for show in &seen.shown {
            assert_eq!(show.trust, Trust::None, "at {name}");
        }
        assert_eq!(asked(&seen, Question::AddressChanged), [Some(fingerprint(&b))], "at {name}");
    }
}

#[test]
fn an_account_that_comes_in_the_place_of_another_keeps_all_that_is_restricted() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.messenger.set_mode(ACCOUNT, "carol", Some(Mode::Required)).unwrap();
    a.do_with("bob", Action::Start);
    a.messenger.detach(ACCOUNT).unwrap();
    let _ = a.messenger.attach("libera", plain()).unwrap();
    for name in ["bob", "carol"] {
        assert!(!may_send(&mut a, "libera", name), "{name}");
        let typed = a.messenger.outgoing("libera", name, b"a secret", Origin::default());
        assert_ne!(typed.verdict, Verdict::Pass, "{name}");
    }
    assert!(may_send(&mut a, "libera", "dave"), "nobody else is refused");
}
