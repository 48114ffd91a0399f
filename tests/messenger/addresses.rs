//! Nicks that change, nicks that are taken, spellings; what is forgotten.

use super::keys::*;
use super::people::*;
use subrosa::messenger::{
    Action, EventKind, MessengerError, Origin, Profile, Question, Setting, State, Trust, Verdict,
};

fn rename(somebody: &mut Somebody, from: &str, to: &str) -> Seen {
    let outcome = somebody.messenger.rename(ACCOUNT, from, to);
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
    somebody.see(&outcome, true)
}

#[test]
fn state_and_trust_follow_a_nick_and_texts_go_to_the_new_one() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&b)));
    let lost = a.say("bob", "sent to the old nick");
    assert_eq!(lost.lines[0].0, "bob");
    rename(&mut a, "bob", "Bob_away");
    b.address = "Bob_away".into();
    a.restart(true);
    let info = contact(&mut a, "Bob_away");
    assert_eq!((info[0].state, info[0].trust), (State::Private, Trust::Verified));
    let sent = a.say("Bob_away", "to the new nick");
    let (_, mut shown) = carry(&mut a, &mut b, vec![sent]);
    shown.extend(pass(&mut a, &mut b, 200).1);
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty(), "all is delivered");
}

#[test]
fn a_stranger_who_takes_the_old_nick_gets_neither_trust_nor_clear_text() {
    let folder = Folder::new();
    let (mut a, b) = private_pair(&folder);
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&b)));
    let seen = rename(&mut a, "bob", "bob_");
    assert!(seen.states().contains(&State::Ended));
    let mut mallory = Somebody::new(&folder, &a.clock, "mallory", 66);
    mallory.address = "bob".into();
    assert_eq!(a.say("bob", "it is me, with the secret").verdict, Verdict::Refused);
    assert!(!a.messenger.may_send(ACCOUNT, "bob", b"a file"));
    assert_eq!(contact(&mut a, "bob")[0].trust, Trust::None);
    a.restart(true);
    let offer = offer_of(&mut mallory);
    let seen = a.hear("bob", &offer);
    assert!(seen.lines.is_empty(), "a stranger gets silence");
    assert_eq!(asked(&seen, Question::Invited), [Some(fingerprint(&mallory))]);
    assert_eq!(a.say("bob", "still the secret").verdict, Verdict::Refused);
    assert_eq!(contact(&mut a, "bob_")[0].trust, Trust::Verified);
}

#[test]
fn a_contact_who_takes_the_nick_of_another_contact_does_not_bring_its_trust_along() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&b)));
    // Carol is on the list, and has no plugin.
    a.messenger.set_known(ACCOUNT, "carol", true).unwrap();
    let seen = rename(&mut a, "bob", "carol");
    assert_eq!(asked(&seen, Question::AddressChanged), [Some(fingerprint(&b))]);
    // Nothing leaves under either name before the user decides.
    assert_eq!((a.state("bob"), a.state("carol")), (State::Ended, State::Ended));
    assert_eq!(a.say("carol", "for Carol").verdict, Verdict::Refused);
    let line = b.say("alice", "I am Carol").lines[0].1.clone();
    let seen = a.hear("carol", &line);
    assert!(asked(&seen, Question::AddressChanged).is_empty(), "it was asked");
    let window = |kind: &EventKind| matches!(kind, EventKind::Show(_));
    let shown = seen.events.iter().find(|event| window(&event.kind)).unwrap();
    assert_eq!(shown.peer, "bob");
    let info = contact(&mut a, "carol");
    assert_eq!((info[0].state, info[0].trust), (State::Ended, Trust::None));
    // Unless the user says that it is Bob's as well.
    decide(&mut a, "carol", Action::Accept, Some(fingerprint(&b)));
    let info = contact(&mut a, "carol");
    assert_eq!((info[0].state, info[0].trust), (State::Private, Trust::Verified));
}

#[test]
fn a_rename_onto_an_address_with_another_identity_gives_it_to_nobody_and_takes_nothing_away() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let mut carol = Somebody::new(&folder, &a.clock, "carol", 77);
    carol.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let start = a.do_with("carol", Action::Start);
    carry(&mut a, &mut carol, vec![start]);
    let seen = rename(&mut a, "bob", "carol");
    assert_eq!(asked(&seen, Question::AddressChanged), [Some(fingerprint(&b))]);
    // Carol is still who is known at her name, and texts go to her.
    let sent = a.say("carol", "for Carol");
    let (_, shown) = carry(&mut a, &mut carol, vec![sent]);
    assert_eq!(shown[0].text, "for Carol");
    assert_eq!(a.say("bob", "for Bob").verdict, Verdict::Refused);
    // The network has lied, or Bob comes back: no question.
    let line = b.say("alice", "it was never me").lines[0].1.clone();
    let seen = a.hear("bob", &line);
    assert!(asked(&seen, Question::AddressChanged).is_empty());
    let sent = a.say("bob", "for Bob");
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "for Bob");
}

#[test]
fn a_nick_that_goes_back_and_forth_is_followed() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    for _ in 0..3 {
        rename(&mut a, "bob", "bob|away");
        rename(&mut a, "bob|away", "bob");
    }
    let sent = a.say("bob", "are you back?");
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "are you back?");
    let mut from = "bob".to_owned();
    for step in 0..1_200 {
        // The server renames Bob without end: memory stays bounded, and nothing goes in clear.
        let to = format!("bob{step}");
        rename(&mut a, &from, &to);
        from = to;
    }
    let remembered = a.messenger.contacts(ACCOUNT).events.len();
    assert!(remembered < 1_100, "{remembered} names");
    assert_eq!(a.state(&from), State::Private);
    assert_eq!(a.say("bob", "in clear?").verdict, Verdict::Refused);
}

#[test]
fn a_block_follows_the_nick() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.do_with("eve", Action::Block);
    rename(&mut a, "eve", "eve2");
    assert_eq!((a.state("eve"), a.state("eve2")), (State::Blocked, State::Blocked));
    let seen = a.hear("eve2", "?SR1? Talk to me");
    assert!(seen.events.is_empty());
}

#[test]
fn an_address_that_is_accepted_takes_over_what_is_under_way() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let _lost = a.say("bob", "sent to the old nick");
    let line = b.say("alice", "I am bob_ now").lines[0].1.clone();
    let seen = a.hear("bob_", &line);
    assert_eq!(asked(&seen, Question::AddressChanged), [Some(fingerprint(&b))]);
    let other = subrosa::identity::Fingerprint::from_bytes([3; 32]);
    for seen in [None, Some(&other)] {
        let outcome = a.messenger.contact_do(ACCOUNT, "bob_", Action::Accept, seen);
        assert!(matches!(outcome.error, Some(MessengerError::OtherFingerprint)));
    }
    decide(&mut a, "bob_", Action::Accept, Some(fingerprint(&b)));
    b.address = "bob_".into();
    let (_, shown) = pass(&mut a, &mut b, 200);
    assert_eq!(shown[0].text, "sent to the old nick");
    // Nothing leaves in clear under the old nick.
    assert_eq!(a.say("bob", "are you there?").verdict, Verdict::Taken);
}

#[test]
fn an_address_that_is_declined_is_nobodys_and_its_lines_appear_in_the_contacts_own_window() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let line = b.say("alice", "I am bob_ now").lines[0].1.clone();
    a.hear("bob_", &line);
    decide(&mut a, "bob_", Action::Decline, Some(fingerprint(&b)));
    assert_eq!((a.state("bob_"), a.state("bob")), (State::Plain, State::Private));
    a.restart(true);
    let line = b.say("alice", "and again").lines[0].1.clone();
    let seen = a.hear("bob_", &line);
    assert!(asked(&seen, Question::AddressChanged).is_empty());
    let window = |kind: &EventKind| matches!(kind, EventKind::Show(_));
    let shown = seen.events.iter().find(|event| window(&event.kind)).unwrap();
    assert_eq!(shown.peer, "bob");
    assert_eq!(a.say("bob", "an answer").lines[0].0, "bob");
}

/// As where the host does not tell of new nicks. Both are asked whether it is the one they know.
#[test]
fn two_who_both_have_new_names_that_nobody_was_told_of_can_talk_again() {
    for starter in [false, true] {
        let folder = Folder::new();
        let (mut a, mut b) = private_pair(&folder);
        (a.address, b.address) = ("alice_".into(), "bob_".into());
        let (one, two) = if starter { (&mut b, &mut a) } else { (&mut a, &mut b) };
        let (name_one, name_two) = (one.address.clone(), two.address.clone());
        let began = one.do_with(&name_two, Action::Start);
        assert_eq!(one.say(&name_two, "at last").verdict, Verdict::Held);
        carry(one, two, vec![began]);
        let accepted = two.do_with(&name_one, Action::Accept);
        carry(two, one, vec![accepted]);
        // The answer shows somebody who is known elsewhere: each of the two says that it is them.
        let who = fingerprint(two);
        let accepted = decide(one, &name_two, Action::Accept, Some(who));
        let (_, mut shown) = carry(one, two, vec![accepted]);
        let who = fingerprint(one);
        let accepted = decide(two, &name_one, Action::Accept, Some(who));
        shown.extend(carry(two, one, vec![accepted]).0);
        assert_eq!(shown[0].text, "at last");
        assert_eq!(shown.len(), 1);
        assert_eq!((one.state(&name_two), two.state(&name_one)), (State::Private, State::Private));
    }
}

#[test]
fn a_contact_that_is_forgotten_is_a_stranger_again() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&b)));
    let unread = b.say("alice", "not confirmed").lines[0].1.clone();
    let outcome = a.messenger.incoming(ACCOUNT, "bob", unread.as_bytes(), Origin::default());
    drop(outcome);
    a.say("bob", "under way");
    let outcome = a.messenger.contact_do(ACCOUNT, "bob", Action::Forget, None);
    assert!(matches!(outcome.error, Some(MessengerError::OtherFingerprint)));
    let end = decide(&mut a, "bob", Action::Forget, Some(fingerprint(&b)));
    assert_eq!(a.state("bob"), State::Plain);
    carry(&mut a, &mut b, vec![end]);
    assert_eq!(b.state("alice"), State::Ended);
    let left = a.restart(true);
    assert!(left.events.is_empty(), "{:?}", left.events);
    assert_eq!(contact(&mut a, "bob")[0].fingerprint, None);
    let line = b.hear("alice", "?SR1?").lines.len();
    assert_eq!(line, 0, "the user of the other side decides");
    let start = b.do_with("alice", Action::Start);
    for (_, line) in &start.lines {
        assert!(a.hear("bob", line).lines.is_empty(), "a stranger gets silence");
    }
}

#[test]
fn one_key_of_several_is_forgotten_and_the_others_stay() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let mut laptop = Somebody::new(&folder, &a.clock, "laptop", 44);
    laptop.address = "bob".into();
    let offer = offer_of(&mut laptop);
    a.hear("bob", &offer);
    let added = decide(&mut a, "bob", Action::AddKey, Some(fingerprint(&laptop)));
    carry(&mut a, &mut laptop, vec![added]);
    decide(&mut a, "bob", Action::Forget, Some(fingerprint(&laptop)));
    let info = contact(&mut a, "bob");
    assert_eq!((info.len(), info[0].fingerprint), (1, Some(fingerprint(&b))));
    let sent = a.say("bob", "still here");
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "still here");
}

#[test]
fn a_blocked_contact_cannot_be_forgotten_into_being_unblocked() {
    let folder = Folder::new();
    let (mut a, b) = private_pair(&folder);
    decide(&mut a, "bob", Action::Block, Some(fingerprint(&b)));
    let who = fingerprint(&b);
    let outcome = a.messenger.contact_do(ACCOUNT, "bob", Action::Forget, Some(&who));
    assert!(matches!(outcome.error, Some(MessengerError::WrongState)));
    assert_eq!(a.state("bob"), State::Blocked);
}

#[test]
fn a_server_that_announces_other_spellings_moves_everything_to_them() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    a.profile = Profile::by_name("irc").unwrap();
    a.restart(true);
    rename(&mut a, "bob", "Bob~");
    b.address = "Bob~".into();
    assert_eq!(a.state("bob^"), State::Private);
    let _lost = a.say("bob^", "under way");
    a.messenger.set(ACCOUNT, Setting::CaseMapping, 5).unwrap();
    // What was typed as Bob's nick stays restricted, although it is another one now.
    assert_eq!((a.state("BOB~"), a.state("bob^")), (State::Private, State::Ended));
    a.restart(true);
    assert_eq!((a.state("BOB~"), a.state("bob^")), (State::Private, State::Ended));
    let (_, shown) = pass(&mut a, &mut b, 200);
    assert_eq!(shown[0].text, "under way");
    for wrong in [-1, 6, 1 << 40] {
        let refused = a.messenger.set(ACCOUNT, Setting::CaseMapping, wrong);
        assert!(matches!(refused, Err(MessengerError::BadSetting)));
    }
}

#[test]
fn two_names_that_become_one_are_as_private_as_the_more_private_one() {
    let folder = Folder::new();
    let (mut a, b) = private_pair(&folder);
    a.messenger.set_known(ACCOUNT, "BOB", true).unwrap();
    assert_eq!(a.say("BOB", "in clear").verdict, Verdict::Pass);
    a.messenger.set(ACCOUNT, Setting::CaseMapping, 1).unwrap();
    assert_eq!((a.state("bob"), a.state("BOB")), (State::Private, State::Private));
    assert_eq!(contact(&mut a, "bob")[0].fingerprint, Some(fingerprint(&b)));
    assert_eq!(a.say("BOB", "in private").verdict, Verdict::Taken);
    // A stranger in memory gives way.
    let (mut a, _b) = private_pair(&Folder::new());
    a.hear("BOB", "?SR1?");
    a.messenger.set(ACCOUNT, Setting::CaseMapping, 1).unwrap();
    assert_eq!(a.state("BOB"), State::Private);
}

#[test]
fn a_name_in_a_room_is_never_private_and_never_trusted() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let occupant = Origin { occupant: true, ..Origin::default() };
    let line = b.say("alice", "meant for alice").lines[0].1.clone();
    for text in ["?SR1?", "hello", line.as_str()] {
        let outcome = a.messenger.incoming(ACCOUNT, "room/bob", text.as_bytes(), occupant);
        assert_eq!((outcome.verdict, outcome.events.len()), (Verdict::Pass, 0));
    }
    let outcome = a.messenger.outgoing(ACCOUNT, "room/bob", b"hello", occupant);
    assert_eq!((outcome.verdict, outcome.events.len()), (Verdict::Pass, 0));
    a.messenger.set(ACCOUNT, Setting::Mode, 3).unwrap();
    let outcome = a.messenger.outgoing(ACCOUNT, "room/bob", b"hello", occupant);
    assert_eq!(outcome.verdict, Verdict::Refused);
    let room = Origin { room: true, ..Origin::default() };
    assert_eq!(a.messenger.outgoing(ACCOUNT, "room", b"hi all", room).verdict, Verdict::Pass);
}
