//! People who are known and have no window of their own, and invitations at names where texts wait.

use super::clear_text::alone;
use super::keys::*;
use super::people::*;
use super::windows::{also_private, is_shut, rename, windows};
use subrosa::messenger::{Action, Question, Setting, State, Verdict};
use subrosa::wire::armor;

#[test]
fn what_somebody_without_a_window_says_never_appears_in_the_window_of_others() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let mut dave = also_private(&folder, &mut a, "dave", 7);
    let line = dave.say("alice", "I am at bob's").lines[0].1.clone();
    a.hear("bob", &line);
    decide(&mut a, "bob", Action::Accept, Some(fingerprint(&dave)));
    // Bob is accepted nowhere now, and his session lives.
    let line = b.say("alice", "I am Bob").lines[0].1.clone();
    let seen = a.hear("dave", &line);
    assert!(windows(&seen).is_empty(), "Dave would have said it");
    assert_eq!(asked(&seen, Question::AddressChanged), [Some(fingerprint(&b))]);
    let again = a.hear("dave", &line);
    assert!(windows(&again).is_empty() && asked(&again, Question::AddressChanged).is_empty());
    decide(&mut a, "dave", Action::Accept, Some(fingerprint(&b)));
    assert_eq!(windows(&a.hear("dave", &line)), ["dave"], "it was not lost");
}

#[test]
fn an_invitation_does_not_hide_that_texts_wait_for_a_session_that_was_lost() {
    let folder = Folder::new();
    let mut a = alone(&folder);
    a.hear("bob", "?SR1?");
    assert_eq!(a.state("bob"), State::Invited);
    a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
    a.hear("bob", &armor::encode(&[&[0x11][..], &[7; 100]].concat()));
    a.clock.advance(60_000);
    let told = a.tick().states();
    assert_eq!(is_shut(&mut a, "bob"), Verdict::Held);
    assert_eq!((told, a.state("bob")), (vec![State::Asked], State::Asked));
}

#[test]
fn what_a_session_had_to_say_goes_along_with_its_peer_or_to_nobody() {
    for touched in [false, true] {
        let folder = Folder::new();
        let (mut a, mut b) = private_pair(&folder);
        if touched {
            // A window of somebody else: Bob is a guest there.
            also_private(&folder, &mut a, "carol", 7);
        }
        pass(&mut a, &mut b, 5);
        a.messenger.set(ACCOUNT, Setting::Burst, 1).unwrap();
        a.messenger.set(ACCOUNT, Setting::IntervalMs, 60_000).unwrap();
        // One line leaves, and the acknowledgement behind it waits for its turn.
        let line = b.say("alice", "to be acknowledged").lines[0].1.clone();
        assert_eq!(a.say("bob", "takes the turn").lines.len(), 1);
        assert_eq!(a.hear("bob", &line).texts(), ["to be acknowledged"]);
        a.clock.advance(5_000);
        assert!(a.tick().lines.is_empty());
        rename(&mut a, "bob", "carol");
        let mut to = Vec::new();
        for _ in 0..3 {
            a.clock.advance(60_000);
            to.extend(a.tick().lines.into_iter().map(|(to, _)| to));
        }
        assert!(!to.contains(&"bob".to_owned()), "{to:?}");
        assert_eq!(to.contains(&"carol".to_owned()), !touched, "{to:?}");
    }
}
