//! Nothing of somebody who is blocked is read, whatever they try.

use super::keys::*;
use super::people::*;
use subrosa::identity::Fingerprint;
use subrosa::messenger::{Action, MessengerError, Question, State, Verdict};

#[test]
fn a_stranger_is_blocked_by_the_address_alone() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let mut eve = Somebody::new(&folder, &a.clock, "eve", 2);
    a.do_with("eve", Action::Block);
    a.restart(true);
    assert_eq!(a.state("eve"), State::Blocked);
    let offer = offer_of(&mut eve);
    for text in ["?SR1? Talk to me", offer.as_str()] {
        let seen = a.hear("eve", text);
        assert!(seen.events.is_empty(), "{:?}", seen.events);
    }
    assert_eq!(a.say("eve", "hello").verdict, Verdict::Refused);
    a.do_with("eve", Action::Unblock);
    assert_eq!(a.say("eve", "hello").verdict, Verdict::Pass);
}

#[test]
fn who_is_blocked_is_not_heard_at_another_address_either() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    decide(&mut a, "bob", Action::Block, Some(fingerprint(&b)));
    let line = b.say("alice", "from my other nick").lines[0].1.clone();
    let seen = a.hear("bob2", &line);
    assert!(seen.shown.is_empty() && asked(&seen, Question::AddressChanged).is_empty());
    a.clock.advance(100_000);
    let end = b.do_with("alice", Action::End);
    let start = b.do_with("alice", Action::Start);
    for (_, line) in end.lines.into_iter().chain(start.lines) {
        let seen = a.hear("bob2", &line);
        assert!(seen.lines.is_empty() && seen.shown.is_empty());
        // The query has no key in it: of whoever asks at an unknown address only that is told.
        assert!(asked(&seen, Question::Invited).iter().all(Option::is_none));
    }
    let offer = offer_of(&mut b);
    a.clock.advance(100_000);
    let seen = a.hear("bob3", &offer);
    assert!(seen.events.is_empty(), "{:?}", seen.events);
}

#[test]
fn all_addresses_of_a_contact_are_blocked_and_unblocked_together_and_none_opens() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let line = b.say("alice", "I am bob_ now").lines[0].1.clone();
    a.hear("bob_", &line);
    decide(&mut a, "bob_", Action::Accept, Some(fingerprint(&b)));
    a.do_with("bob_", Action::Block);
    assert_eq!((a.state("bob"), a.state("bob_")), (State::Blocked, State::Blocked));
    a.do_with("bob_", Action::Unblock);
    // What was private stays shut until the user ends it, at each name.
    assert_eq!((a.state("bob"), a.state("bob_")), (State::Ended, State::Ended));
    for name in ["bob", "bob_"] {
        assert_eq!(a.say(name, "hello").verdict, Verdict::Refused);
        a.do_with(name, Action::End);
        assert_eq!(a.say(name, "hello").verdict, Verdict::Pass);
    }
}

#[test]
fn a_block_names_the_key_that_the_user_has_seen() {
    let folder = Folder::new();
    let (mut a, b) = private_pair(&folder);
    let other = Fingerprint::from_bytes([3; 32]);
    for action in [Action::Block, Action::Unblock] {
        let outcome = a.messenger.contact_do(ACCOUNT, "bob", action, Some(&other));
        assert!(matches!(outcome.error, Some(MessengerError::OtherFingerprint)));
    }
    assert_eq!(a.state("bob"), State::Private);
    decide(&mut a, "bob", Action::Block, Some(fingerprint(&b)));
    assert!(contact(&mut a, "bob")[0].blocked);
}

#[test]
fn somebody_who_shows_the_card_of_a_contact_does_not_get_that_contact_blocked() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let mut b = Somebody::new(&folder, &a.clock, "bob", 2);
    // Eve has got an Offer of Bob's and sends it as hers.
    let offer = offer_of(&mut b);
    let start = a.do_with("bob", Action::Start);
    carry(&mut a, &mut b, vec![start]);
    let seen = a.hear("eve", &offer);
    assert_eq!(asked(&seen, Question::Invited), [Some(fingerprint(&b))]);
    a.do_with("eve", Action::Block);
    let line = b.say("alice", "still heard").lines[0].1.clone();
    assert_eq!(a.hear("bob", &line).texts(), ["still heard"]);
}

#[test]
fn who_is_blocked_on_one_account_gets_no_text_on_another() {
    let folder = Folder::new();
    let (mut a, b) = private_pair(&folder);
    let _ = a.messenger.attach("other", plain()).unwrap();
    let mut phone = Somebody::new(&folder, &a.clock, "phone", 9);
    phone.messenger.detach(ACCOUNT).unwrap();
    phone.messenger.replace_identity(b.messenger.identity().unwrap().clone()).unwrap();
    phone.attach();
    let start = a.messenger.contact_do("other", "robert", Action::Start, None);
    let mut to_phone = a.see(&start, true).lines;
    phone.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    for _ in 0..4 {
        let mut back = Vec::new();
        for (_, line) in to_phone.drain(..) {
            back.extend(phone.hear("alice", &line).lines);
        }
        for (_, line) in back {
            let origin = subrosa::messenger::Origin::default();
            let outcome = a.messenger.incoming("other", "robert", line.as_bytes(), origin);
            let seen = a.see(&outcome, true);
            let asked = !asked(&seen, Question::AddressChanged).is_empty();
            to_phone.extend(seen.lines);
            if asked {
                // Bob is known on the first account: that it is him here too is the user's to say.
                let who = fingerprint(&b);
                let accepted =
                    a.messenger.contact_do("other", "robert", Action::Accept, Some(&who));
                to_phone.extend(a.see(&accepted, true).lines);
            }
        }
    }
    let say = |a: &mut Somebody| {
        let origin = subrosa::messenger::Origin::default();
        a.messenger.outgoing("other", "robert", b"hello", origin).verdict
    };
    assert_eq!(say(&mut a), Verdict::Taken);
    a.do_with("bob", Action::Block);
    assert_eq!(say(&mut a), Verdict::Refused);
}
