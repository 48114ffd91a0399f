//! Names that change: renames that fail, names that were left, names that are borrowed, names that
//! are exchanged. Restrictions follow the window, people the name.

use super::keys::*;
use super::noticed::other_handle;
use super::people::*;
use subrosa::messenger::{
    Action, EventKind, Mode, Origin, Question, Setting, State, Trust, Verdict,
};
use subrosa::vault::Durability;

/// The network says that somebody has another name.
pub fn rename(somebody: &mut Somebody, from: &str, to: &str) -> Seen {
    let outcome = somebody.messenger.rename(ACCOUNT, from, to);
    assert!(outcome.error.is_none(), "{from} to {to}: {:?}", outcome.error);
    somebody.see(&outcome, true)
}

/// Somebody else who talks with Alice in private.
pub fn also_private(folder: &Folder, a: &mut Somebody, name: &str, seed: u64) -> Somebody {
    let mut other = Somebody::new(folder, &a.clock, name, seed);
    other.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let start = a.do_with(name, Action::Start);
    carry(a, &mut other, vec![start]);
    assert_eq!(a.state(name), State::Private);
    other
}

/// Where the texts are shown.
pub fn windows(seen: &Seen) -> Vec<&str> {
    let shown = seen.events.iter().filter(|event| matches!(event.kind, EventKind::Show(_)));
    shown.map(|event| event.peer.as_str()).collect()
}

/// Nothing leaves in clear, by no way.
pub fn is_shut(somebody: &mut Somebody, peer: &str) -> Verdict {
    assert!(!somebody.messenger.may_send(ACCOUNT, peer, b"a secret"), "may_send to {peer}");
    let outcome = somebody.messenger.outgoing(ACCOUNT, peer, b"a secret", Origin::default());
    assert_ne!(outcome.verdict, Verdict::Pass, "to {peer}");
    assert!(!somebody.messenger.may_send(ACCOUNT, peer, b"a secret"), "may_send to {peer}");
    outcome.verdict
}

fn verified_pair(folder: &Folder) -> (Somebody, Somebody) {
    let (mut a, b) = private_pair(folder);
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&b)));
    (a, b)
}

#[test]
fn a_stranger_who_is_renamed_to_the_name_of_a_required_contact_takes_no_restriction_away() {
    let folder = Folder::new();
    let (mut a, _b) = verified_pair(&folder);
    a.messenger.set_mode(ACCOUNT, "bob", Some(Mode::Required)).unwrap();
    rename(&mut a, "bob", "bob_away");
    a.hear("mallory", "?SR1?");
    rename(&mut a, "mallory", "bob");
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
    assert_eq!(contact(&mut a, "bob")[0].mode, Some(Mode::Required));
    a.restart(true);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
}

#[test]
fn a_stranger_who_is_renamed_to_a_required_name_does_not_take_its_mode_away() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.messenger.set_mode(ACCOUNT, "carol", Some(Mode::Required)).unwrap();
    a.hear("mallory", "?SR1?");
    rename(&mut a, "mallory", "carol");
    assert_eq!(contact(&mut a, "carol")[0].mode, Some(Mode::Required));
    assert_eq!(is_shut(&mut a, "carol"), Verdict::Held);
}

#[test]
fn an_exemption_from_the_required_mode_stays_at_the_name_it_was_given_to() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.messenger.set(ACCOUNT, Setting::Mode, 3).unwrap();
    a.messenger.set_mode(ACCOUNT, "bot", Some(Mode::Automatic)).unwrap();
    assert_eq!(a.say("bot", "help").verdict, Verdict::Pass);
    rename(&mut a, "bot", "carol");
    assert_eq!(contact(&mut a, "carol")[0].mode, None);
    assert_eq!(is_shut(&mut a, "carol"), Verdict::Held);
}

#[test]
fn a_window_that_the_account_requires_stays_required_at_an_exempt_name() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.messenger.set(ACCOUNT, Setting::Mode, 3).unwrap();
    a.messenger.set_mode(ACCOUNT, "bot", Some(Mode::Automatic)).unwrap();
    a.messenger.set_known(ACCOUNT, "carol", true).unwrap();
    rename(&mut a, "carol", "bot");
    assert_eq!(is_shut(&mut a, "bot"), Verdict::Held);
}

#[test]
fn a_contact_who_moves_to_the_name_of_somebody_known_and_plain_is_a_guest_there() {
    let folder = Folder::new();
    let (mut a, mut b) = verified_pair(&folder);
    a.messenger.set_known(ACCOUNT, "carol", true).unwrap();
    let moved = rename(&mut a, "bob", "carol");
    assert_eq!(asked(&moved, Question::AddressChanged), [Some(fingerprint(&b))]);
    assert_eq!(is_shut(&mut a, "carol"), Verdict::Refused);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
    assert_eq!(contact(&mut a, "carol")[0].trust, Trust::None);
    // What Bob says stands in his former window, and he is asked about once.
    let line = b.say("alice", "I am Carol").lines[0].1.clone();
    let seen = a.hear("carol", &line);
    assert_eq!(windows(&seen), ["bob"]);
    assert!(asked(&seen, Question::AddressChanged).is_empty());
    // The user may say that the name is his.
    decide(&mut a, "carol", Action::Accept, Some(fingerprint(&b)));
    let info = contact(&mut a, "carol");
    assert_eq!((info[0].state, info[0].trust), (State::Private, Trust::Verified));
}

#[test]
fn a_contact_who_moves_to_a_name_that_waits_gets_nothing_of_what_is_held_there() {
    let folder = Folder::new();
    let (mut a, b) = verified_pair(&folder);
    a.do_with("carol", Action::Start);
    assert_eq!(a.say("carol", "for Carol").verdict, Verdict::Held);
    let moved = rename(&mut a, "bob", "carol");
    assert!(moved.lines.is_empty());
    assert_eq!(asked(&moved, Question::AddressChanged), [Some(fingerprint(&b))]);
    assert_eq!(is_shut(&mut a, "carol"), Verdict::Held);
    assert_eq!(contact(&mut a, "carol")[0].trust, Trust::None);
    assert_eq!(a.messenger.texts(ACCOUNT, Some("carol")).events.len(), 2, "both wait");
}

#[test]
fn texts_that_are_held_come_along_to_a_new_name() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let mut b = Somebody::new(&folder, &a.clock, "bob", 2);
    a.do_with("bob", Action::Start);
    assert_eq!(a.say("bob", "held").verdict, Verdict::Held);
    rename(&mut a, "bob", "bobby");
    b.address = "bobby".into();
    assert_eq!(is_shut(&mut a, "bobby"), Verdict::Held);
    let offer = offer_of(&mut b);
    let answer = a.hear("bobby", &offer);
    let (_, shown) = carry(&mut a, &mut b, vec![answer]);
    assert_eq!(shown[0].text, "held");
}

#[test]
fn an_invitation_at_the_new_name_does_not_keep_a_contact_from_moving_there() {
    let folder = Folder::new();
    let (mut a, mut b) = verified_pair(&folder);
    a.hear("bob_", "?SR1?");
    rename(&mut a, "bob", "bob_");
    b.address = "bob_".into();
    assert_eq!(contact(&mut a, "bob_")[0].trust, Trust::Verified);
    let sent = a.say("bob_", "for Bob");
    assert_eq!(sent.verdict, Verdict::Taken);
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "for Bob");
}

#[test]
fn every_rename_is_carried_out_and_no_name_that_was_left_is_forgotten() {
    let folder = Folder::in_memory();
    let (mut a, _b) = private_pair(&folder);
    let mut from = "bob".to_owned();
    for step in 0..300 {
        let to = format!("bob{step}");
        rename(&mut a, &from, &to);
        from = to;
    }
    assert_eq!(a.say(&from, "still you").verdict, Verdict::Taken);
    for left in ["bob", "bob0", "bob150", "bob298"] {
        assert_eq!(is_shut(&mut a, left), Verdict::Refused, "{left}");
        assert_eq!(a.state(left), State::Ended, "{left}");
    }
}

#[test]
fn a_rename_that_the_vault_cannot_take_restricts_at_once_and_is_carried_out_later() {
    let folder = Folder::new();
    let (mut a, _b) = verified_pair(&folder);
    let mut other = other_handle(&a);
    let busy = other.begin(Durability::Process).unwrap();
    let failed = a.messenger.rename(ACCOUNT, "bob", "bob_away");
    assert!(failed.error.is_some());
    is_shut(&mut a, "bob_away");
    is_shut(&mut a, "bob");
    drop(busy);
    is_shut(&mut a, "bob_away");
    a.clock.advance(1_000);
    a.tick();
    let info = contact(&mut a, "bob_away");
    assert_eq!((info[0].state, info[0].trust), (State::Private, Trust::Verified));
    assert_eq!(a.say("bob_away", "there you are").verdict, Verdict::Taken);
    assert_eq!(a.state("bob"), State::Ended);
}

#[test]
fn a_rename_that_the_vault_cannot_take_brings_the_mode_and_the_block_along() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.messenger.set_mode(ACCOUNT, "carol", Some(Mode::Required)).unwrap();
    a.do_with("eve", Action::Block);
    let mut other = other_handle(&a);
    let busy = other.begin(Durability::Process).unwrap();
    assert!(a.messenger.rename(ACCOUNT, "carol", "carol2").error.is_some());
    assert!(a.messenger.rename(ACCOUNT, "eve", "eve2").error.is_some());
    assert_eq!(is_shut(&mut a, "eve2"), Verdict::Refused);
    is_shut(&mut a, "carol2");
    drop(busy);
    a.clock.advance(1_000);
    a.tick();
    a.restart(true);
    assert_eq!(contact(&mut a, "carol2")[0].mode, Some(Mode::Required));
    assert_eq!(a.state("eve2"), State::Blocked);
    // The names that were left keep what was set there.
    assert_eq!(contact(&mut a, "carol")[0].mode, Some(Mode::Required));
    assert_eq!(a.state("eve"), State::Blocked);
}

#[test]
fn a_rename_of_somebody_never_private_that_fails_restricts_nothing() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.say("dave", "never private");
    let mut other = other_handle(&a);
    let _busy = other.begin(Durability::Process).unwrap();
    let _ = a.messenger.rename(ACCOUNT, "dave", "dave2");
    for name in ["dave", "dave2"] {
        assert_eq!(a.say(name, "never private").verdict, Verdict::Pass, "{name}");
    }
}

#[test]
fn a_text_to_a_left_name_is_refused_and_makes_nobody_known() {
    let folder = Folder::new();
    let (mut a, b) = verified_pair(&folder);
    rename(&mut a, "bob", "bob_away");
    assert_eq!(a.state("bob"), State::Ended);
    assert_eq!(a.say("bob", "are you there?").verdict, Verdict::Refused);
    assert!(!contact(&mut a, "bob")[0].known);
    // Nor does the host's list.
    a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
    let mut mallory = Somebody::new(&folder, &a.clock, "mallory", 66);
    mallory.address = "bob".into();
    let offer = offer_of(&mut mallory);
    let seen = a.hear("bob", &offer);
    assert!(seen.lines.is_empty(), "a stranger gets silence");
    assert_eq!(asked(&seen, Question::Invited), [Some(fingerprint(&mallory))]);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
    assert_eq!(contact(&mut a, "bob_away")[0].fingerprint, Some(fingerprint(&b)));
}

#[test]
fn the_owner_of_a_left_name_comes_home_without_a_question() {
    let folder = Folder::new();
    let (mut a, mut b) = verified_pair(&folder);
    rename(&mut a, "bob", "bob_away");
    assert_eq!(a.say("bob", "a text between").verdict, Verdict::Refused);
    // A stranger was there meanwhile.
    a.hear("mallory", "?SR1?");
    rename(&mut a, "mallory", "bob");
    rename(&mut a, "bob", "mallory_");
    let home = rename(&mut a, "bob_away", "bob");
    assert!(asked(&home, Question::AddressChanged).is_empty());
    assert!(asked(&home, Question::KeyChanged).is_empty());
    let info = contact(&mut a, "bob");
    assert_eq!((info[0].state, info[0].trust), (State::Private, Trust::Verified));
    let sent = a.say("bob", "welcome back");
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "welcome back");
}

#[test]
fn the_owner_of_a_left_name_who_is_heard_there_is_at_home() {
    let folder = Folder::new();
    let (mut a, mut b) = verified_pair(&folder);
    rename(&mut a, "bob", "bob_away");
    let line = b.say("alice", "I am back, and nobody said so").lines[0].1.clone();
    let seen = a.hear("bob", &line);
    assert_eq!(windows(&seen), ["bob"]);
    assert!(asked(&seen, Question::AddressChanged).is_empty());
    let info = contact(&mut a, "bob");
    assert_eq!((info[0].state, info[0].trust), (State::Private, Trust::Verified));
    assert_eq!(a.say("bob", "welcome back").verdict, Verdict::Taken);
}

#[test]
fn a_contact_who_takes_the_left_name_of_another_contact_is_a_guest_there() {
    let folder = Folder::new();
    let (mut a, b) = verified_pair(&folder);
    let mut dave = also_private(&folder, &mut a, "dave", 4);
    decide(&mut a, "dave", Action::Verify, Some(fingerprint(&dave)));
    rename(&mut a, "bob", "bob_away");
    let taken = rename(&mut a, "dave", "bob");
    assert_eq!(asked(&taken, Question::AddressChanged), [Some(fingerprint(&dave))]);
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Refused);
    let daves = |info: &subrosa::messenger::ContactInfo| {
        info.trust == Trust::Verified && info.fingerprint == Some(fingerprint(&dave))
    };
    assert!(!contact(&mut a, "bob").iter().any(daves));
    let line = dave.say("alice", "I am Bob").lines[0].1.clone();
    assert_eq!(windows(&a.hear("bob", &line)), ["dave"]);
    // Both go back: nobody is asked about, and each is at home.
    for (from, to) in [("bob", "dave"), ("bob_away", "bob")] {
        let home = rename(&mut a, from, to);
        assert!(asked(&home, Question::AddressChanged).is_empty(), "{from} to {to}");
    }
    for (name, who) in [("bob", &b), ("dave", &dave)] {
        let info = contact(&mut a, name);
        assert_eq!(info[0].fingerprint, Some(fingerprint(who)));
        assert_eq!((info[0].state, info[0].trust), (State::Private, Trust::Verified));
    }
}

/// Bob's Offer, made on another account of his and brought to Alice by the relay.
fn offer_on(b: &mut Somebody, account: &str) -> String {
    let _ = b.messenger.attach(account, plain()).unwrap();
    b.messenger.set_known(account, "alice", true).unwrap();
    let outcome = b.messenger.incoming(account, "alice", b"?SR1?", Origin::default());
    b.see(&outcome, true).lines[0].1.clone()
}

fn hear_on(a: &mut Somebody, account: &str, from: &str, line: &str) -> Seen {
    let outcome = a.messenger.incoming(account, from, line.as_bytes(), Origin::default());
    a.see(&outcome, true)
}

#[test]
fn a_contact_of_one_account_does_not_become_somebody_else_on_another() {
    let folder = Folder::new();
    let (mut a, mut b) = verified_pair(&folder);
    let _ = a.messenger.attach("irc", plain()).unwrap();
    let start = a.messenger.contact_do("irc", "carol", Action::Start, None);
    assert!(start.error.is_none());
    let held = a.messenger.outgoing("irc", "carol", b"for Carol", Origin::default());
    assert_eq!(held.verdict, Verdict::Held);
    let offer = offer_on(&mut b, "irc");
    let seen = hear_on(&mut a, "irc", "carol", &offer);
    assert!(seen.lines.is_empty(), "nothing is answered, nothing is sent");
    assert_eq!(asked(&seen, Question::AddressChanged), [Some(fingerprint(&b))]);
    let outcome = a.messenger.contact("irc", "carol");
    let EventKind::Contact(info) = &outcome.events[0].kind else { panic!("{outcome:?}") };
    assert_eq!((info.state, info.trust), (State::Asked, Trust::None));
}

#[test]
fn an_offer_alone_gives_nobody_who_is_accepted_elsewhere_a_name() {
    let folder = Folder::new();
    let (mut a, mut b) = verified_pair(&folder);
    let _ = a.messenger.attach("irc", plain()).unwrap();
    a.messenger.set_known("irc", "robert", true).unwrap();
    let offer = offer_on(&mut b, "irc");
    let seen = hear_on(&mut a, "irc", "robert", &offer);
    assert_eq!(asked(&seen, Question::AddressChanged), [Some(fingerprint(&b))]);
    assert!(seen.lines.is_empty());
    let outcome = a.messenger.contact("irc", "robert");
    let EventKind::Contact(info) = &outcome.events[0].kind else { panic!("{outcome:?}") };
    assert!(matches!(info.state, State::Plain | State::Invited), "{:?}", info.state);
    assert_eq!(info.trust, Trust::None);
    let again = hear_on(&mut a, "irc", "robert", &offer);
    assert!(asked(&again, Question::AddressChanged).is_empty(), "once");
    // Only the user gives the name to him.
    let who = fingerprint(&b);
    let accepted = a.messenger.contact_do("irc", "robert", Action::Accept, Some(&who));
    assert!(accepted.error.is_none(), "{:?}", accepted.error);
}

#[test]
fn a_known_person_at_an_untouched_name_of_the_same_account_is_a_guest_until_accepted() {
    let folder = Folder::new();
    let (mut a, mut b) = verified_pair(&folder);
    let line = b.say("alice", "I am bob_ now").lines[0].1.clone();
    let seen = a.hear("bob_", &line);
    assert_eq!(asked(&seen, Question::AddressChanged), [Some(fingerprint(&b))]);
    assert_eq!(windows(&seen), ["bob"]);
    assert_eq!(contact(&mut a, "bob_")[0].trust, Trust::None);
    assert_eq!(a.state("bob"), State::Private);
    decide(&mut a, "bob_", Action::Accept, Some(fingerprint(&b)));
    assert_eq!(contact(&mut a, "bob_")[0].trust, Trust::Verified);
    assert_eq!(a.say("bob_", "hello").verdict, Verdict::Taken);
}
