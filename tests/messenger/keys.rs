//! Several keys of one person, keys that are declined, former keys that speak again.

use super::people::*;
use subrosa::identity::Fingerprint;
use subrosa::messenger::{
    Action, ContactInfo, EventKind, MessengerError, Origin, Question, State, Trust, Verdict,
};

pub fn fingerprint(somebody: &Somebody) -> Fingerprint {
    *somebody.messenger.identity().unwrap().fingerprint()
}

pub fn asked(seen: &Seen, wanted: Question) -> Vec<Option<Fingerprint>> {
    let asked = |kind: &EventKind| match kind {
        EventKind::Ask { question, fingerprint, .. } if *question == wanted => Some(*fingerprint),
        _ => None,
    };
    seen.events.iter().filter_map(|event| asked(&event.kind)).collect()
}

pub fn contact(somebody: &mut Somebody, peer: &str) -> Vec<ContactInfo> {
    let outcome = somebody.messenger.contact(ACCOUNT, peer);
    let contact = |kind: &EventKind| match kind {
        EventKind::Contact(info) => Some(info.clone()),
        _ => None,
    };
    outcome.events.iter().filter_map(|event| contact(&event.kind)).collect()
}

pub fn decide(
    somebody: &mut Somebody,
    peer: &str,
    action: Action,
    who: Option<Fingerprint>,
) -> Seen {
    let outcome = somebody.messenger.contact_do(ACCOUNT, peer, action, who.as_ref());
    assert!(outcome.error.is_none(), "{action:?}: {:?}", outcome.error);
    somebody.see(&outcome, true)
}

pub fn offer_of(somebody: &mut Somebody) -> String {
    somebody.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    somebody.hear("alice", "?SR1? Shall we?").lines[0].1.clone()
}

/// Alice and Bob in private; Bob's other machine has an identity of its own, and writes from the same
/// address.
fn with_second_machine(folder: &Folder) -> (Somebody, Somebody, Somebody) {
    let (mut a, b) = private_pair(folder);
    let mut laptop = Somebody::new(folder, &a.clock, "laptop", 44);
    laptop.address = "bob".into();
    let offer = offer_of(&mut laptop);
    let seen = a.hear("bob", &offer);
    assert_eq!(asked(&seen, Question::KeyChanged), [Some(fingerprint(&laptop))]);
    assert_eq!(a.state("bob"), State::Private);
    (a, b, laptop)
}

fn added(folder: &Folder) -> (Somebody, Somebody, Somebody) {
    let (mut a, b, mut laptop) = with_second_machine(folder);
    let new = fingerprint(&laptop);
    let first = decide(&mut a, "bob", Action::AddKey, Some(new));
    carry(&mut a, &mut laptop, vec![first]);
    assert_eq!(laptop.state("alice"), State::Private);
    (a, b, laptop)
}

/// Carries a text to both machines, and gives what each shows.
fn to_both(a: &mut Somebody, text: &str, b: &mut Somebody, c: &mut Somebody) -> (usize, usize) {
    let sent = a.say("bob", text);
    let (mut by_b, mut by_c) = (0, 0);
    for (_, line) in sent.lines {
        by_b += b.hear("alice", &line).shown.len();
        by_c += c.hear("alice", &line).shown.len();
    }
    (by_b, by_c)
}

#[test]
fn a_second_key_is_added_and_both_are_read_in_the_same_window() {
    let folder = Folder::new();
    let (mut a, mut b, mut laptop) = added(&folder);
    for (machine, text) in [(&mut b, "from the desk"), (&mut laptop, "from the train")] {
        let line = machine.say("alice", text).lines[0].1.clone();
        let seen = a.hear("bob", &line);
        assert_eq!(seen.texts(), [text]);
        assert_eq!(seen.shown[0].fingerprint, Some(fingerprint(machine)));
        assert!(asked(&seen, Question::KeyChanged).is_empty());
    }
    let known: Vec<_> = contact(&mut a, "bob").iter().map(|info| info.fingerprint).collect();
    assert_eq!(known, [Some(fingerprint(&laptop)), Some(fingerprint(&b))]);
}

#[test]
fn a_text_goes_to_the_key_that_was_heard_last_and_to_no_other_and_the_state_says_which() {
    let folder = Folder::new();
    let (mut a, mut b, mut laptop) = added(&folder);
    let line = b.say("alice", "at the desk").lines[0].1.clone();
    a.hear("bob", &line);
    assert_eq!(to_both(&mut a, "one", &mut b, &mut laptop), (1, 0));
    let line = laptop.say("alice", "on the train").lines[0].1.clone();
    let seen = a.hear("bob", &line);
    let told = |kind: &EventKind| match kind {
        EventKind::State { fingerprint, .. } => *fingerprint,
        _ => None,
    };
    assert!(seen.events.iter().any(|event| told(&event.kind) == Some(fingerprint(&laptop))));
    assert_eq!(to_both(&mut a, "two", &mut b, &mut laptop), (0, 1));
}

#[test]
fn a_verified_key_is_not_left_for_one_that_is_not() {
    let folder = Folder::new();
    let (mut a, mut b, mut laptop) = added(&folder);
    let line = b.say("alice", "at the desk").lines[0].1.clone();
    a.hear("bob", &line);
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&b)));
    let line = laptop.say("alice", "on the train").lines[0].1.clone();
    let seen = a.hear("bob", &line);
    assert_eq!((seen.texts(), seen.shown[0].trust), (vec!["on the train"], Trust::FirstUse));
    assert_eq!(to_both(&mut a, "for the verified one", &mut b, &mut laptop), (1, 0));
    decide(&mut a, "bob", Action::Verify, Some(fingerprint(&laptop)));
    let line = laptop.say("alice", "verified now").lines[0].1.clone();
    a.hear("bob", &line);
    assert_eq!(to_both(&mut a, "for the train", &mut b, &mut laptop), (0, 1));
}

#[test]
fn both_keys_are_known_after_a_restart() {
    let folder = Folder::new();
    let (mut a, mut b, mut laptop) = added(&folder);
    a.restart(true);
    for machine in [&mut b, &mut laptop] {
        let line = machine.say("alice", "still me").lines[0].1.clone();
        assert_eq!(a.hear("bob", &line).texts(), ["still me"]);
    }
    assert_eq!(contact(&mut a, "bob").len(), 2);
}

#[test]
fn the_end_of_one_machine_does_not_end_the_conversation_with_the_other() {
    let folder = Folder::new();
    let (mut a, mut b, mut laptop) = added(&folder);
    let line = b.say("alice", "at the desk").lines[0].1.clone();
    a.hear("bob", &line);
    for (_, line) in laptop.do_with("alice", Action::End).lines {
        a.hear("bob", &line);
    }
    assert_eq!(a.state("bob"), State::Private);
    assert_eq!(to_both(&mut a, "still here", &mut b, &mut laptop), (1, 0));
}

#[test]
fn what_was_typed_for_one_key_is_not_sent_to_the_other_when_that_is_heard() {
    let folder = Folder::new();
    let (mut a, mut b, mut laptop) = added(&folder);
    let line = b.say("alice", "at the desk").lines[0].1.clone();
    a.hear("bob", &line);
    let _lost = a.say("bob", "for the desk");
    let line = laptop.say("alice", "on the train").lines[0].1.clone();
    a.hear("bob", &line);
    let (_, shown) = pass(&mut a, &mut laptop, 200);
    assert!(shown.is_empty(), "{shown:?}");
    let (_, shown) = pass(&mut a, &mut b, 300);
    assert_eq!(shown[0].text, "for the desk");
}

#[test]
fn an_end_of_the_user_ends_the_sessions_with_all_keys() {
    let folder = Folder::new();
    let (mut a, mut b, mut laptop) = added(&folder);
    for (_, line) in a.do_with("bob", Action::End).lines {
        b.hear("alice", &line);
        laptop.hear("alice", &line);
    }
    assert_eq!((b.state("alice"), laptop.state("alice")), (State::Ended, State::Ended));
    assert_eq!(a.state("bob"), State::Plain);
}

#[test]
fn a_key_is_added_only_with_the_fingerprint_that_appeared() {
    let folder = Folder::new();
    let (mut a, _b, _laptop) = with_second_machine(&folder);
    let wrong = Fingerprint::from_bytes([3; 32]);
    for seen in [None, Some(&wrong)] {
        for action in [Action::AddKey, Action::AcceptKey] {
            let outcome = a.messenger.contact_do(ACCOUNT, "bob", action, seen);
            assert!(matches!(outcome.error, Some(MessengerError::OtherFingerprint)), "{action:?}");
        }
    }
    let outcome = a.messenger.contact_do(ACCOUNT, "bob", Action::Decline, Some(&wrong));
    assert!(matches!(outcome.error, Some(MessengerError::OtherFingerprint)));
    assert_eq!(contact(&mut a, "bob").len(), 1);
}

#[test]
fn a_decision_can_be_made_with_the_digits_that_the_user_has_compared() {
    let folder = Folder::new();
    let (mut a, b, laptop) = with_second_machine(&folder);
    let info = &contact(&mut a, "bob")[0];
    assert_eq!((info.trust, info.other), (Trust::Changed, Some(fingerprint(&laptop))));
    let digits = fingerprint(&b).to_digits();
    let wrong = digits.replace('7', "8");
    let outcome = a.messenger.contact_do_digits(ACCOUNT, "bob", Action::Verify, &wrong);
    assert!(matches!(outcome.error, Some(MessengerError::OtherFingerprint)));
    let outcome = a.messenger.contact_do_digits(ACCOUNT, "bob", Action::Verify, &digits);
    assert!(outcome.error.is_none());
    let digits = fingerprint(&laptop).to_digits().replace(' ', "-");
    let outcome = a.messenger.contact_do_digits(ACCOUNT, "bob", Action::AddKey, &digits);
    assert!(outcome.error.is_none());
    let trusts: Vec<_> = contact(&mut a, "bob").iter().map(|info| info.trust).collect();
    assert_eq!(trusts, [Trust::Verified, Trust::FirstUse]);
}

#[test]
fn an_address_has_at_most_four_keys() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    for number in 0..4 {
        let mut machine = Somebody::new(&folder, &a.clock, &format!("m{number}"), 80 + number);
        // A handshake of one address is computed once in ten seconds.
        a.clock.advance(20_000);
        let offer = offer_of(&mut machine);
        assert_eq!(asked(&a.hear("bob", &offer), Question::KeyChanged).len(), 1);
        let new = fingerprint(&machine);
        let outcome = a.messenger.contact_do(ACCOUNT, "bob", Action::AddKey, Some(&new));
        match number {
            3 => assert!(matches!(outcome.error, Some(MessengerError::TooManyKeys))),
            _ => assert!(outcome.error.is_none()),
        }
    }
    assert_eq!(contact(&mut a, "bob").len(), 4);
}

#[test]
fn a_key_that_was_declined_is_not_asked_about_again_and_raises_no_alarm() {
    let folder = Folder::new();
    let (mut a, mut b, mut laptop) = with_second_machine(&folder);
    let thief = fingerprint(&laptop);
    let end = b.do_with("alice", Action::End);
    carry(&mut a, &mut b, vec![end]);
    a.clock.advance(100_000);
    let offer = offer_of(&mut laptop);
    a.hear("bob", &offer);
    assert_eq!(a.state("bob"), State::Alarm);
    decide(&mut a, "bob", Action::Decline, Some(thief));
    assert_eq!(a.state("bob"), State::Ended);
    assert_eq!(a.say("bob", "in clear?").verdict, Verdict::Refused);
    a.restart(true);
    a.clock.advance(100_000);
    let offer = offer_of(&mut laptop);
    let seen = a.hear("bob", &offer);
    assert!(asked(&seen, Question::KeyChanged).is_empty());
    assert_eq!(a.state("bob"), State::Ended);
    // The user may think better of it.
    let accepted = decide(&mut a, "bob", Action::AcceptKey, Some(thief));
    carry(&mut a, &mut laptop, vec![accepted]);
    assert_eq!(a.state("bob"), State::Private);
}

#[test]
fn declining_a_key_leaves_a_live_conversation_as_it_is() {
    let folder = Folder::new();
    let (mut a, mut b, laptop) = with_second_machine(&folder);
    decide(&mut a, "bob", Action::Decline, Some(fingerprint(&laptop)));
    assert_eq!(a.state("bob"), State::Private);
    let sent = a.say("bob", "still you");
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "still you");
}

#[test]
fn the_owner_of_a_key_that_was_replaced_speaks_and_the_user_is_asked_once() {
    let folder = Folder::new();
    let (mut a, mut b, mut thief) = with_second_machine(&folder);
    let stolen = fingerprint(&thief);
    let accepted = decide(&mut a, "bob", Action::AcceptKey, Some(stolen));
    carry(&mut a, &mut thief, vec![accepted]);
    assert_eq!(a.state("bob"), State::Private);
    a.clock.advance(60_000);
    let line = b.say("alice", "who is that?").lines[0].1.clone();
    let seen = a.hear("bob", &line);
    assert!(seen.shown.is_empty(), "nothing of it is shown");
    assert_eq!(asked(&seen, Question::KeyChanged), [Some(fingerprint(&b))]);
    assert_eq!(a.state("bob"), State::Private);
    let line = b.say("alice", "hello?").lines[0].1.clone();
    assert!(asked(&a.hear("bob", &line), Question::KeyChanged).is_empty());
    // A telephone call later: what the owner has written arrives after all.
    let back = decide(&mut a, "bob", Action::AcceptKey, Some(fingerprint(&b)));
    let (mut shown, _) = carry(&mut a, &mut b, vec![back]);
    shown.extend(pass(&mut a, &mut b, 200).0);
    let texts: Vec<&str> = shown.iter().map(|show| show.text.as_str()).collect();
    assert!(texts.contains(&"who is that?") && texts.contains(&"hello?"), "{texts:?}");
}

#[test]
fn a_stale_or_forged_line_of_a_former_key_asks_nothing() {
    let folder = Folder::new();
    let (mut a, mut b, mut thief) = with_second_machine(&folder);
    let read = b.say("alice", "read before").lines[0].1.clone();
    a.hear("bob", &read);
    let accepted = decide(&mut a, "bob", Action::AcceptKey, Some(fingerprint(&thief)));
    carry(&mut a, &mut thief, vec![accepted]);
    a.clock.advance(60_000);
    assert!(asked(&a.hear("bob", &read), Question::KeyChanged).is_empty());
    let fresh = b.say("alice", "from a history").lines[0].1.clone();
    let history = Origin { history: true, ..Origin::default() };
    let outcome = a.messenger.incoming(ACCOUNT, "bob", fresh.as_bytes(), history);
    let seen = a.see(&outcome, true);
    assert!(asked(&seen, Question::KeyChanged).is_empty() && seen.shown.is_empty());
    // Nor from another address.
    assert!(asked(&a.hear("dave", &fresh), Question::KeyChanged).is_empty());
}

#[test]
fn an_invitation_is_accepted_only_for_the_key_that_the_user_has_seen() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let mut b = Somebody::new(&folder, &a.clock, "bob", 2);
    assert_eq!(asked(&a.hear("bob", "?SR1?"), Question::Invited), [None]);
    // Now it is known who asks, and the user is asked again.
    let offer = offer_of(&mut b);
    let seen = a.hear("bob", &offer);
    assert_eq!(asked(&seen, Question::Invited), [Some(fingerprint(&b))]);
    let other = Fingerprint::from_bytes([3; 32]);
    let outcome = a.messenger.contact_do(ACCOUNT, "bob", Action::Accept, Some(&other));
    assert!(matches!(outcome.error, Some(MessengerError::OtherFingerprint)));
    assert_eq!(a.state("bob"), State::Invited);
    let accepted = decide(&mut a, "bob", Action::Accept, Some(fingerprint(&b)));
    carry(&mut a, &mut b, vec![accepted]);
    assert_eq!(a.state("bob"), State::Private);
}

#[test]
fn accepting_somebody_else_than_whoever_is_there_is_about_another_fingerprint() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    let other = Fingerprint::from_bytes([3; 32]);
    assert_eq!(asked(&a.hear("carol", "?SR1?"), Question::Invited), [None]);
    // Somebody is there and nobody invites; somebody invites of whom nothing is known.
    for peer in ["bob", "carol"] {
        let outcome = a.messenger.contact_do(ACCOUNT, peer, Action::Accept, Some(&other));
        assert!(matches!(outcome.error, Some(MessengerError::OtherFingerprint)), "{peer}");
    }
    let outcome = a.messenger.contact_do(ACCOUNT, "dave", Action::Accept, Some(&other));
    assert!(matches!(outcome.error, Some(MessengerError::WrongState)), "nobody is there");
}

#[test]
fn an_invitation_stands_until_the_call_that_accepts_it_is_committed() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let mut b = Somebody::new(&folder, &a.clock, "bob", 2);
    let offer = offer_of(&mut b);
    a.hear("bob", &offer);
    for left in 0..3 {
        a.draws.store(left, std::sync::atomic::Ordering::Relaxed);
        let outcome = a.messenger.contact_do(ACCOUNT, "bob", Action::Accept, None);
        assert!(outcome.error.is_some(), "{left} draws");
        a.draws.store(u64::MAX, std::sync::atomic::Ordering::Relaxed);
        // What the decision restricts holds all the same, and is told.
        let waits = !a.messenger.may_send(ACCOUNT, "bob", b"hello");
        assert_eq!(a.state("bob"), if waits { State::Asked } else { State::Invited });
    }
    let accepted = decide(&mut a, "bob", Action::Accept, Some(fingerprint(&b)));
    carry(&mut a, &mut b, vec![accepted]);
    assert_eq!((a.state("bob"), b.state("alice")), (State::Private, State::Private));
}

#[test]
fn a_query_after_an_end_names_nobody_because_it_proves_nobody() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let end = b.do_with("alice", Action::End);
    carry(&mut a, &mut b, vec![end]);
    let seen = b.hear("alice", "?SR1? I would like to talk in private");
    assert_eq!(asked(&seen, Question::Invited), [None]);
}
