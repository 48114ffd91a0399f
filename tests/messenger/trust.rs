//! Who it is: keys that change, addresses that change, what the user decides about them.

use super::people::*;
use subrosa::identity::Fingerprint;
use subrosa::messenger::{
    Action, EventKind, MessengerError, Question, Stage, State, Trust, Verdict,
};

fn asked(seen: &Seen, wanted: Question) -> Option<Option<Fingerprint>> {
    seen.events.iter().find_map(|event| match &event.kind {
        EventKind::Ask { question, fingerprint, .. } if *question == wanted => Some(*fingerprint),
        _ => None,
    })
}

fn fingerprint(somebody: &Somebody) -> Fingerprint {
    *somebody.messenger.identity().unwrap().fingerprint()
}

fn trust(somebody: &mut Somebody, peer: &str) -> Trust {
    let outcome = somebody.messenger.contact(ACCOUNT, peer);
    match &outcome.events[0].kind {
        EventKind::Contact(info) => info.trust,
        other => panic!("{other:?}"),
    }
}

/// Alice and Bob in private, and Mallory who will write from Bob's address.
fn with_mallory(folder: &Folder) -> (Somebody, Somebody, Somebody) {
    let (a, b) = private_pair(folder);
    let mut mallory = Somebody::new(folder, &a.clock, "mallory", 66);
    mallory.address = "bob".into();
    mallory.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    (a, b, mallory)
}

#[test]
fn a_contact_is_verified_only_with_the_fingerprint_that_it_has() {
    let folder = Folder::new();
    let (mut a, b) = private_pair(&folder);
    assert_eq!(trust(&mut a, "bob"), Trust::FirstUse);
    let wrong = fingerprint(&a);
    let refused = a.messenger.contact_do(ACCOUNT, "bob", Action::Verify, Some(&wrong));
    assert!(matches!(refused.error, Some(MessengerError::OtherFingerprint)));
    let none = a.messenger.contact_do(ACCOUNT, "bob", Action::Verify, None);
    assert!(matches!(none.error, Some(MessengerError::OtherFingerprint)));
    assert_eq!(trust(&mut a, "bob"), Trust::FirstUse);
    let right = fingerprint(&b);
    let done = a.messenger.contact_do(ACCOUNT, "bob", Action::Verify, Some(&right));
    assert!(done.error.is_none());
    assert_eq!(trust(&mut a, "bob"), Trust::Verified);
    a.restart(true);
    assert_eq!(trust(&mut a, "bob"), Trust::Verified);
}

#[test]
fn another_identity_at_the_address_of_a_live_session_is_told_and_changes_nothing() {
    let folder = Folder::new();
    let (mut a, mut b, mut mallory) = with_mallory(&folder);
    let start = mallory.do_with("alice", Action::Start);
    for (_, line) in &start.lines {
        let seen = a.hear("bob", line);
        // The query is answered at most with a question on the live session.
        for (_, line) in seen.lines {
            mallory.hear("alice", &line);
        }
    }
    let sent = mallory.say("alice", "send me the money");
    assert_eq!(sent.verdict, Verdict::Held);
    assert_eq!(a.state("bob"), State::Private);
    let sent = a.say("bob", "only for Bob");
    for (_, line) in &sent.lines {
        assert!(mallory.hear("alice", line).shown.is_empty());
        assert_eq!(b.hear("alice", line).texts(), ["only for Bob"]);
    }
}

#[test]
fn an_offer_of_another_identity_raises_the_alarm_when_there_is_no_session_with_the_known_one() {
    let folder = Folder::new();
    let (mut a, mut b, mut mallory) = with_mallory(&folder);
    let end = b.do_with("alice", Action::End);
    carry(&mut b, &mut a, vec![end]);
    let offer = offer_of(&mut mallory);
    let seen = a.hear("bob", &offer);
    assert_eq!(asked(&seen, Question::KeyChanged), Some(Some(fingerprint(&mallory))));
    assert_eq!(a.state("bob"), State::Alarm);
    assert_eq!(trust(&mut a, "bob"), Trust::Changed);
    assert_eq!(a.say("bob", "in clear?").verdict, Verdict::Refused);
    assert!(!a.messenger.may_send(ACCOUNT, "bob", b"in clear?"));

    let wrong = fingerprint(&b);
    let refused = a.messenger.contact_do(ACCOUNT, "bob", Action::AcceptKey, Some(&wrong));
    assert!(matches!(refused.error, Some(MessengerError::OtherFingerprint)));
    let new = fingerprint(&mallory);
    let accepted = a.messenger.contact_do(ACCOUNT, "bob", Action::AcceptKey, Some(&new));
    assert!(accepted.error.is_none());
    let first = a.see(&accepted, true);
    carry(&mut a, &mut mallory, vec![first]);
    assert_eq!((a.state("bob"), mallory.state("alice")), (State::Private, State::Private));
    assert_eq!(trust(&mut a, "bob"), Trust::FirstUse, "verified is not inherited");
}

/// An Offer as a peer that has begun with us would send it.
fn offer_of(somebody: &mut Somebody) -> String {
    let accepted = somebody.hear("alice", "?SR1? Shall we?");
    accepted.lines[0].1.clone()
}

#[test]
fn a_text_for_the_old_key_is_not_sent_to_the_new_one() {
    let folder = Folder::new();
    let (mut a, mut b, mut mallory) = with_mallory(&folder);
    let lost = a.say("bob", "for the old key");
    assert_eq!(lost.verdict, Verdict::Taken);
    let end = b.do_with("alice", Action::End);
    carry(&mut a, &mut b, vec![end]);
    assert_eq!(a.state("bob"), State::Ended);
    a.hear("bob", &offer_of(&mut mallory));
    let new = fingerprint(&mallory);
    let accepted = a.messenger.contact_do(ACCOUNT, "bob", Action::AcceptKey, Some(&new));
    let first = a.see(&accepted, true);
    carry(&mut a, &mut mallory, vec![first]);
    let (_, shown) = pass(&mut a, &mut mallory, 200);
    assert!(shown.is_empty(), "{shown:?}");
    let left = a.messenger.texts(ACCOUNT, Some("bob"));
    let number = left.events.iter().find_map(|event| match &event.kind {
        EventKind::Progress(progress) => Some((progress.number, progress.stage)),
        _ => None,
    });
    let (number, stage) = number.unwrap();
    assert_eq!(stage, Stage::Lost);
    let again = a.messenger.text_do(ACCOUNT, number, subrosa::messenger::TextAction::Send);
    assert!(matches!(again.error, Some(MessengerError::OtherFingerprint)));
    let given_up = a.messenger.text_do(ACCOUNT, number, subrosa::messenger::TextAction::Discard);
    assert!(given_up.error.is_none());
    assert!(a.messenger.texts(ACCOUNT, Some("bob")).events.is_empty());
}

#[test]
fn somebody_known_who_changes_the_nick_is_recognised_and_the_user_is_told_once() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let sent = b.say("alice", "I am bob_ now");
    let seen = a.hear("bob_", &sent.lines[0].1);
    assert_eq!(seen.texts(), ["I am bob_ now"]);
    assert_eq!(seen.shown[0].fingerprint, Some(fingerprint(&b)));
    assert_eq!(asked(&seen, Question::AddressChanged), Some(Some(fingerprint(&b))));
    // Nothing is bound before the user has answered.
    assert_eq!((a.state("bob_"), a.state("bob")), (State::Plain, State::Private));
    let more = b.say("alice", "and still");
    let seen = a.hear("bob_", &more.lines[0].1);
    assert_eq!(asked(&seen, Question::AddressChanged), None);
    let who = fingerprint(&b);
    let outcome = a.messenger.contact_do(ACCOUNT, "bob_", Action::Accept, Some(&who));
    assert!(outcome.error.is_none());
    assert_eq!(a.state("bob_"), State::Private);
    // Answers go where the contact is now.
    b.address = "bob_".into();
    let answer = a.say("bob_", "hello again");
    let (_, shown) = carry(&mut a, &mut b, vec![answer]);
    assert_eq!(shown[0].text, "hello again");
}

#[test]
fn a_contact_who_writes_from_the_address_of_another_appears_as_itself() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let mut carol = Somebody::new(&folder, &a.clock, "carol", 77);
    carol.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let start = a.do_with("carol", Action::Start);
    carry(&mut a, &mut carol, vec![start]);
    // The server delivers Carol's line as if it came from Bob.
    let sent = carol.say("alice", "from Carol");
    let seen = a.hear("bob", &sent.lines[0].1);
    let show = seen.events.iter().find(|event| matches!(event.kind, EventKind::Show(_))).unwrap();
    assert_eq!(show.peer, "carol");
    assert_eq!(seen.shown[0].fingerprint, Some(fingerprint(&carol)));
    // Bob's window is still Bob's.
    let sent = b.say("alice", "from Bob");
    let seen = a.hear("bob", &sent.lines[0].1);
    assert_eq!(seen.shown[0].fingerprint, Some(fingerprint(&b)));
}

#[test]
fn nothing_of_a_blocked_contact_is_read() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let block = a.do_with("bob", Action::Block);
    assert_eq!(a.state("bob"), State::Blocked);
    let sent = b.say("alice", "let me in");
    let seen = a.hear("bob", &sent.lines[0].1);
    assert_eq!((seen.verdict, seen.shown.len(), seen.lines.len()), (Verdict::Taken, 0, 0));
    carry(&mut a, &mut b, vec![block]);
    let start = b.do_with("alice", Action::Start);
    carry(&mut a, &mut b, vec![start]);
    assert_eq!(a.state("bob"), State::Blocked);
    assert_eq!(a.say("bob", "hello").verdict, Verdict::Refused);
    // It was private before it was blocked: only END leads to clear text.
    a.do_with("bob", Action::Unblock);
    assert_eq!(a.say("bob", "hello").verdict, Verdict::Refused);
    a.do_with("bob", Action::End);
    assert_eq!(a.say("bob", "hello").verdict, Verdict::Pass);
}

#[test]
fn the_question_about_a_new_key_is_asked_again_after_a_restart() {
    let folder = Folder::new();
    let (mut a, mut b, mut mallory) = with_mallory(&folder);
    let end = b.do_with("alice", Action::End);
    carry(&mut b, &mut a, vec![end]);
    let offer = offer_of(&mut mallory);
    a.hear("bob", &offer);
    let seen = a.restart(true);
    assert_eq!(seen.states(), [State::Alarm]);
    assert_eq!(asked(&seen, Question::KeyChanged), Some(Some(fingerprint(&mallory))));
    let new = fingerprint(&mallory);
    let accepted = a.messenger.contact_do(ACCOUNT, "bob", Action::AcceptKey, Some(&new));
    assert!(accepted.error.is_none());
}
