//! Attacks on what is promised: that nothing private leaves in clear, that nobody gets a text that was
//! meant for somebody else, that nobody shows as known who was not accepted at that name, and that no
//! text is lost in silence.

use super::clear_text::notices;
use super::keys::*;
use super::noticed::other_handle;
use super::people::*;
use super::windows::{also_private, is_shut, rename};
use subrosa::messenger::{
    Action, EventKind, Messenger, Mode, Notice, Origin, Question, Stage, State, TextAction, Trust,
    Verdict,
};
use subrosa::vault::Durability;

/// A second account of everybody.
pub const IRC: &str = "irc";

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
fn an_invitation_whose_acceptance_the_vault_cannot_take_lets_nothing_out() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.hear("bob", "?SR1? Shall we?");
    decide_while_busy(&mut a, "bob", Action::Accept, None);
    assert!(!may_send(&mut a, ACCOUNT, "bob"));
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Held);
    // It is no trap, and nothing is shut where nobody has asked.
    a.do_with("bob", Action::Cancel);
    assert_eq!(a.say("bob", "in clear").verdict, Verdict::Pass);
    decide_while_busy(&mut a, "carol", Action::Accept, None);
    assert_eq!(a.say("carol", "in clear").verdict, Verdict::Pass);
}

#[test]
fn a_key_whose_acceptance_the_vault_cannot_take_lets_nothing_out() {
    for action in [Action::AcceptKey, Action::AddKey] {
        let folder = Folder::new();
        let (mut a, _b) = private_pair(&folder);
        a.do_with("bob", Action::End);
        let phone = with_new_key(&folder, &mut a);
        assert!(may_send(&mut a, ACCOUNT, "bob"), "the user has ended it");
        decide_while_busy(&mut a, "bob", action, Some(&phone));
        let _ = is_shut(&mut a, "bob");
    }
}

#[test]
fn a_key_that_could_not_be_replaced_gets_no_text_meanwhile_at_any_name() {
    let folder = Folder::new();
    let (mut a, mut thief) = private_pair(&folder);
    let line = thief.say("alice", "I am bob_ too").lines[0].1.clone();
    a.hear("bob_", &line);
    decide(&mut a, "bob_", Action::Accept, Some(fingerprint(&thief)));
    let mut phone = with_new_key(&folder, &mut a);
    decide_while_busy(&mut a, "bob", Action::AcceptKey, Some(&phone));
    for name in ["bob", "bob_"] {
        assert_eq!(is_shut(&mut a, name), Verdict::Refused, "{name}");
    }
    a.clock.advance(1_000);
    a.tick();
    a.restart(true);
    assert_eq!(is_shut(&mut a, "bob_"), Verdict::Refused, "it was written");
    let accepted = decide(&mut a, "bob", Action::AcceptKey, Some(fingerprint(&phone)));
    carry(&mut a, &mut phone, vec![accepted]);
    assert_eq!(a.state("bob"), State::Private, "the user can go on");
}

#[test]
fn a_block_that_the_vault_cannot_take_holds_for_the_person_at_every_name_and_account() {
    let folder = Folder::new();
    let (mut a, mut b) = with_two_accounts(&folder);
    let line = b.say("alice", "I am bob_ too").lines[0].1.clone();
    a.hear("bob_", &line);
    decide(&mut a, "bob_", Action::Accept, Some(fingerprint(&b)));
    let end = a.messenger.contact_do(IRC, "robert", Action::End, None);
    assert!(end.error.is_none() && may_send(&mut a, IRC, "robert"));
    let line = b.say("alice", "read this").lines[0].1.clone();

    let mut other = other_handle(&a);
    let busy = other.begin(Durability::Process).unwrap();
    let outcome = a.messenger.contact_do(ACCOUNT, "bob", Action::Block, None);
    assert!(outcome.error.is_some());
    assert!(!may_send(&mut a, IRC, "robert"), "on another account, while the vault is busy");
    assert_eq!(a.say("bob_", "a secret").verdict, Verdict::Refused);
    drop(busy);
    assert!(!may_send(&mut a, IRC, "robert"));
    let seen = a.hear("bob_", &line);
    assert!(seen.shown.is_empty(), "{:?}", seen.texts());
    a.clock.advance(1_000);
    a.tick();
    for _ in 0..2 {
        assert_eq!((a.state("bob"), a.state("bob_")), (State::Blocked, State::Blocked));
        a.restart(true);
    }
}

#[test]
fn a_key_that_is_replaced_on_one_account_is_told_on_the_others() {
    let folder = Folder::new();
    let (mut a, mut thief) = with_two_accounts(&folder);
    let sent = a.messenger.outgoing(IRC, "robert", b"for Bob", Origin::default());
    assert_eq!(sent.verdict, Verdict::Taken);
    let phone = with_new_key(&folder, &mut a);
    let accepted = decide(&mut a, "bob", Action::AcceptKey, Some(fingerprint(&phone)));
    assert_eq!(states_on(&accepted, IRC, "robert").last(), Some(&State::Alarm));
    assert!(stages(&accepted).contains(&Stage::Lost), "what was on its way there is lost");
    // Nothing goes to the old key any more, by itself or because the user says so.
    for _ in 0..5 {
        a.clock.advance(60_000);
        for (to, line) in a.tick().lines {
            let came = thief.messenger.incoming(IRC, &to, line.as_bytes(), Origin::default());
            assert!(thief.see(&came, true).shown.is_empty());
        }
    }
    let lost = a.messenger.texts_do(IRC, "robert", TextAction::Send);
    assert!(a.see(&lost, true).lines.is_empty());
}

#[test]
fn a_block_and_its_end_are_told_on_every_account() {
    let folder = Folder::new();
    let (mut a, _b) = with_two_accounts(&folder);
    let blocked = a.do_with("bob", Action::Block);
    assert_eq!(states_on(&blocked, IRC, "robert").last(), Some(&State::Blocked));
    assert_eq!(states_on(&blocked, ACCOUNT, "bob"), [State::Blocked], "and once where it is said");
    let unblocked = a.do_with("bob", Action::Unblock);
    assert_eq!(states_on(&unblocked, IRC, "robert").last(), Some(&State::Ended));
}

#[test]
fn a_text_that_waited_for_the_vault_goes_to_nobody_but_whom_it_was_typed_for() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    let mut phone = with_new_key(&folder, &mut a);
    let mut other = other_handle(&a);
    let busy = other.begin(Durability::Process).unwrap();
    assert_eq!(a.say("bob", "for the old key").verdict, Verdict::Held);
    drop(busy);
    let accepted = decide(&mut a, "bob", Action::AcceptKey, Some(fingerprint(&phone)));
    carry(&mut a, &mut phone, vec![accepted]);
    a.clock.advance(1_000);
    let seen = a.tick();
    assert!(stages(&seen).contains(&Stage::Lost), "the user is told: {:?}", seen.events);
    let (_, shown) = carry(&mut a, &mut phone, vec![seen]);
    assert!(shown.is_empty(), "{shown:?}");
    let listed = a.messenger.texts(ACCOUNT, Some("bob"));
    assert_eq!(stages(&a.see(&listed, true)), [Stage::Lost], "it waits no more");
    // Nor if the user sends it again.
    let again = a.messenger.texts_do(ACCOUNT, "bob", TextAction::Send);
    let again = a.see(&again, true);
    let (_, mut shown) = carry(&mut a, &mut phone, vec![again]);
    shown.extend(pass(&mut a, &mut phone, 200).1);
    assert!(shown.is_empty(), "{shown:?}");
    assert_eq!(a.state("bob"), State::Private);
}

#[test]
fn a_text_that_waited_for_the_vault_goes_along_with_whom_it_was_typed_for() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let mut other = other_handle(&a);
    let busy = other.begin(Durability::Process).unwrap();
    assert_eq!(a.say("bob", "for Bob").verdict, Verdict::Held);
    drop(busy);
    rename(&mut a, "bob", "bob_");
    b.address = "bob_".into();
    a.clock.advance(1_000);
    let seen = a.tick();
    let (_, shown) = carry(&mut a, &mut b, vec![seen]);
    assert!(shown.iter().any(|show| show.text == "for Bob"));
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
        assert!(name == "somebody" || seen.shown.is_empty(), "in a window of others: {name}");
        assert_eq!(asked(&seen, Question::AddressChanged), [Some(fingerprint(&b))], "at {name}");
    }
}

#[test]
fn what_could_not_be_written_holds_when_an_account_is_given_back_and_used_again() {
    let folder = Folder::new();
    let (mut a, b) = private_pair(&folder);
    let mut other = other_handle(&a);
    let busy = other.begin(Durability::Process).unwrap();
    assert!(a.messenger.rename(ACCOUNT, "bob", "bob_").error.is_some());
    assert!(a.messenger.contact_do(ACCOUNT, "carol", Action::Start, None).error.is_some());
    assert!(a.messenger.contact_do(ACCOUNT, "eve", Action::Block, None).error.is_some());
    assert!(a.messenger.set_mode(ACCOUNT, "dave", Some(Mode::Required)).is_err());
    a.messenger.detach(ACCOUNT).unwrap();
    drop(busy);
    a.attach();
    for name in ["bob", "bob_", "carol", "dave", "eve"] {
        let _ = is_shut(&mut a, name);
    }
    assert_eq!(contact(&mut a, "bob_")[0].fingerprint, Some(fingerprint(&b)), "it was moved");
    a.restart(true);
    for name in ["bob", "bob_", "carol", "dave", "eve"] {
        let _ = is_shut(&mut a, name);
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

/// As one who uses the vault in another process, on an account of theirs.
fn elsewhere(folder: &Folder, a: &mut Somebody, work: impl FnOnce(&mut Somebody, &mut Somebody)) {
    a.messenger.detach(IRC).unwrap();
    let messenger = Messenger::new(other_handle(a), environment(&a.clock, 77)).unwrap();
    let here = std::mem::replace(&mut a.messenger, messenger);
    let _ = a.messenger.attach(IRC, plain()).unwrap();
    let mut phone = Somebody::new(folder, &a.clock, "phone", 44);
    phone.address = "robert".into();
    work(a, &mut phone);
    a.messenger = here;
}

#[test]
fn what_another_process_has_decided_about_somebody_refuses_texts_to_them_with_its_reason() {
    for (action, notice) in
        [(Action::AcceptKey, Notice::KeyChanged), (Action::Block, Notice::Blocked)]
    {
        for required in [false, true] {
            let folder = Folder::new();
            let (mut a, _b) = with_two_accounts(&folder);
            if required {
                a.do_with("bob", Action::End);
                a.messenger.set_mode(ACCOUNT, "bob", Some(Mode::Required)).unwrap();
            }
            elsewhere(&folder, &mut a, |a, phone| {
                let offer = offer_of(phone);
                let _ = a.messenger.incoming(IRC, "robert", offer.as_bytes(), Origin::default());
                let who = Some(fingerprint(phone)).filter(|_| action == Action::AcceptKey);
                let done = a.messenger.contact_do(IRC, "robert", action, who.as_ref());
                assert!(done.error.is_none(), "{action:?}: {:?}", done.error);
            });
            let seen = a.say("bob", "a secret");
            assert_eq!((seen.verdict, notices(&seen)), (Verdict::Refused, vec![notice]));
        }
    }
}
